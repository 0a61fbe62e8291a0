//! What the pages are drawn with.

use super::*;

pub(super) fn at() -> Timestamp {
    "2024-07-20T09:30:00Z".parse().unwrap()
}

pub(super) fn tenant(slug: &str, vi: &str, en: &str) -> TenantRef {
    dondoc_samples::tenant_of(slug, "LCA", vi, en)
}

pub(super) fn row(status: Status) -> AssignmentRow {
    AssignmentRow {
        id: AssignmentId(Uuid::from_u128(7)),
        code: "T24-08/lao-cai".to_owned(),
        tenant: tenant("lao-cai", "tỉnh Lào Cai", "Lao Cai province"),
        title_vi: "Ban hành kế hoạch chuyển đổi số".to_owned(),
        title_en: "Issue the digital transformation plan".to_owned(),
        clause: "số 8".to_owned(),
        status,
        due_on: Some(date(2024, 7, 13)),
        original_due_on: Some(date(2024, 6, 30)),
        late_from: Some(date(2024, 7, 14)),
        days_overdue: 12,
        level: 1,
        assignee: Some(HOSTILE.to_owned()),
        last_report_at: Some(at()),
        version: 5,
        ..dondoc_samples::row(0)
    }
}

pub(super) fn body() -> ReportBody {
    ReportBody {
        percent: 60,
        results: HOSTILE.to_owned(),
        figures: "12/30 hệ thống".to_owned(),
        limitations: "Chậm so với kế hoạch".to_owned(),
        barriers: "Chưa có hướng dẫn".to_owned(),
        cause: Some(Cause::Institution),
        waiting_on: Some("bca".to_owned()),
        next_step: "Trình ký".to_owned(),
    }
}

pub(super) fn urge_row(answer: Option<UrgeAnswer>) -> Urge {
    Urge {
        id: UrgeId(Uuid::from_u128(9)),
        at: at(),
        text: HOSTILE.to_owned(),
        reply_by: date(2024, 7, 24),
        days_overdue: 1,
        answer,
        ..dondoc_samples::urge()
    }
}

pub(super) fn piece(n: u128, kind: EvidenceKind) -> Evidence {
    let file = kind == EvidenceKind::File;
    Evidence {
        id: EvidenceId(Uuid::from_u128(n)),
        kind,
        name: HOSTILE.to_owned(),
        url: (!file).then(|| "https://lao-cai.example/qd?a=1&b=\"2\"".to_owned()),
        size: file.then_some(1_572_864),
        sha256: file.then(|| "ab".repeat(32)),
        at: at(),
        frozen: false,
        ..dondoc_samples::evidence()
    }
}

pub(super) fn detail(status: Status, acts: &[(Act, Option<ErrorCode>)]) -> AssignmentDetail {
    let row = row(status);
    AssignmentDetail {
        task: TaskFacts {
            product: "Decision of the province's People's Committee".to_owned(),
            due_text: "tháng 6/2024".to_owned(),
            due_precision: Precision::Month,
            directive_en: String::new(),
            source_note: "Văn bản đã công bố".to_owned(),
            restates: Some("T24-32a".to_owned()),
            ..dondoc_samples::task(7)
        },
        now: at(),
        extensions: ExtensionTotal { count: 1, days: 13 },
        acts: acts.iter().map(|(act, refused)| AllowedAct { act: *act, refused: *refused }).collect(),
        others: vec![OtherTenant {
            tenant: tenant("bca", "Bộ Công an", "Ministry of Public Security"),
            part: Part::Coordinating,
            standing: Some(dondoc_shared::wire::standing::Standing {
                status: Status::InProgress,
                class: None,
                percent: 40,
                due_on: None,
                due_precision: Precision::None,
                days_overdue: 0,
                last_report_on: Some(date(2024, 7, 20)),
            }),
        }],
        reports: vec![Report {
            id: ReportId(Uuid::from_u128(1)),
            at: at(),
            by: HOSTILE.to_owned(),
            body: body(),
        }],
        evidence: vec![
            piece(21, EvidenceKind::File),
            piece(22, EvidenceKind::Link),
            Evidence { removed_at: Some(at()), ..piece(23, EvidenceKind::File) },
        ],
        urges: vec![
            urge_row(None),
            urge_row(Some(UrgeAnswer { at: at(), by: "Chuyên viên".to_owned(), text: HOSTILE.to_owned() })),
        ],
        extension_requests: vec![ExtensionRequest {
            id: ExtensionId(Uuid::from_u128(31)),
            at: at(),
            from: date(2024, 6, 30),
            to: date(2024, 7, 31),
            text: HOSTILE.to_owned(),
            state: ExtensionState::Granted,
            granted_to: Some(date(2024, 7, 13)),
            remark: Some(HOSTILE.to_owned()),
            decided_at: Some(at()),
            decided_by: Some("Lãnh đạo".to_owned()),
            ..dondoc_samples::extension()
        }],
        proposed_steps: vec![],
        timeline: vec![Event {
            id: EventId(Uuid::from_u128(41)),
            at: at(),
            kind: EventKind::Urged,
            by: HOSTILE.to_owned(),
            by_working_group: true,
            detail: HOSTILE.to_owned(),
        }],
        row,
        ..dondoc_samples::detail(0)
    }
}

pub(super) fn body_of(id: i32, slug: &str, kind: TenantKind, name_vi: &str) -> Tenant {
    let id = TenantId(id);
    let (slug, name_vi) = (slug.to_owned(), name_vi.to_owned());
    Tenant { id, short: slug.clone(), slug, kind, name_vi, name_en: String::new(), zone: String::new() }
}

pub(super) fn seen(t: Lang, detail: &AssignmentDetail) -> Seen {
    let tenants = vec![
        body_of(3, "bca", TenantKind::Ministry, "Bộ <Công an>"),
        body_of(24, "lao-cai", TenantKind::Province, "tỉnh Lào Cai"),
    ];
    Seen { frame: Frame::sample(t), detail: detail.clone(), tenants }
}

pub(super) fn page(items: Vec<AssignmentRow>, next: Option<&str>) -> Page<AssignmentRow> {
    let total = i64::try_from(items.len()).unwrap() + 40;
    Page { items, next: next.map(str::to_owned), total, at_least: false, today: date(2024, 7, 25), now: at() }
}

/// Both languages, each page checked.
pub(super) fn each(render: impl Fn(Lang) -> String) -> [String; 2] {
    [Lang::Vi, Lang::En].map(|t| {
        let html = render(t);
        check(&html, t);
        assert!(!html.contains("alert('x')"), "unescaped in {html}");
        html
    })
}
