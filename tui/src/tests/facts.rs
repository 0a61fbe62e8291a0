//! Made-up facts in the wire's types.

use std::ops::Range;

use dondoc_shared::{
    error::{ErrorCode, Problem},
    id::{AssignmentId, EscalationId, EventId, EvidenceId, ExtensionId, ReportId, UrgeId, UserId},
    lateness::{Rate, late_from},
    lifecycle::{Act, Part, Status},
    role::Role,
    text::Lang,
    wire::{
        Cause, ExtensionReason, Page, Precision, TenantRef,
        assignment::{
            AllowedAct, AssignmentDetail, AssignmentRow, Event, EventKind, Evidence, EvidenceKind,
            ExtensionRequest, ExtensionState, ExtensionTotal, OtherTenant, Preview, PreviewRecipient,
            ProposedStep, Report, ReportBody, TaskFacts, Urge,
        },
        national::{Classes, MailFigures, Overview, Queues, TenantFigure},
        session::Me,
    },
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};
use uuid::Uuid;

pub const TODAY: Date = date(2024, 7, 25);

pub fn now() -> Timestamp {
    "2024-07-25T01:00:00Z".parse().unwrap()
}

fn uuid(n: u32) -> Uuid {
    Uuid::from_u128(u128::from(n) + 1)
}

pub fn id(n: u32) -> AssignmentId {
    AssignmentId(uuid(n))
}

pub fn tenant(n: u32) -> TenantRef {
    let named = [
        ("ha-noi", "HNO", "Ủy ban nhân dân thành phố Hà Nội", "People's Committee of Ha Noi"),
        (
            "thua-thien-hue",
            "TTH",
            "Ủy ban nhân dân tỉnh Thừa Thiên Huế",
            "People's Committee of Thua Thien Hue",
        ),
        ("dak-lak", "DLK", "Ủy ban nhân dân tỉnh Đắk Lắk", "People's Committee of Dak Lak"),
    ];
    match named.get(usize::try_from(n).unwrap()) {
        Some((slug, short, vi, en)) => TenantRef {
            slug: (*slug).to_owned(),
            short: (*short).to_owned(),
            name_vi: (*vi).to_owned(),
            name_en: (*en).to_owned(),
        },
        None => TenantRef {
            slug: format!("tinh-{n}"),
            short: format!("T{n}"),
            name_vi: format!("Ủy ban nhân dân tỉnh số {n}"),
            name_en: format!("Province {n}"),
        },
    }
}

pub fn me() -> Me {
    Me {
        id: UserId(uuid(900)),
        name: "Lãnh đạo Tổ công tác 1".to_owned(),
        role: Role::Lead,
        lang: Lang::Vi,
        tenant: tenant(99),
        now: now(),
        simulated: true,
    }
}

pub fn row(n: u32) -> AssignmentRow {
    let statuses = [Status::Submitted, Status::InProgress, Status::Assigned, Status::Returned];
    let status = statuses[usize::try_from(n).unwrap() % 4];
    let days = 64 - i32::try_from(n).unwrap();
    let due_on = Some(TODAY.checked_sub(days.days()).unwrap());
    AssignmentRow {
        id: id(n),
        code: format!("T24-{:02}/{}", n + 1, tenant(n % 93).slug),
        tenant: tenant(n % 93),
        title_vi: "Kết nối cơ sở dữ liệu đất đai với Cơ sở dữ liệu quốc gia về dân cư".to_owned(),
        title_en: "Connect the land database with the national population database".to_owned(),
        directive: "58/QĐ-UBQGCĐS".to_owned(),
        clause: "Phụ lục I, mục 3".to_owned(),
        part: Part::Lead,
        status,
        due_on,
        due_precision: Precision::Day,
        original_due_on: due_on,
        late_from: late_from(status, due_on, Some(TODAY)),
        days_overdue: days.max(0),
        working_days_left: (days <= 0).then_some(-days),
        percent: 60,
        level: if n < 8 { 3 } else { 1 },
        unanswered_urges: 1,
        assignee: Some("Chuyên viên 1".to_owned()),
        last_report_at: Some(now()),
        extension_pending: n.is_multiple_of(5),
        version: 3,
    }
}

pub fn page(rows: Range<u32>, total: u32) -> Page<AssignmentRow> {
    let next = (rows.end < total).then(|| rows.end.to_string());
    Page {
        items: rows.map(row).collect(),
        next,
        total: i64::from(total),
        at_least: false,
        today: TODAY,
        now: now(),
    }
}

/// Whole facts on row `n`, on which every act of a lead is allowed.
pub fn detail(n: u32) -> AssignmentDetail {
    let acts =
        [Act::Open, Act::Accept, Act::Return, Act::Reopen, Act::DecideExtension, Act::Urge, Act::Escalate];
    AssignmentDetail {
        row: row(n),
        task: TaskFacts {
            code: format!("T24-{:02}", n + 1),
            product: "Report to the Committee".to_owned(),
            due_text: "Trong tháng 5 năm 2024".to_owned(),
            due_precision: dondoc_shared::wire::Precision::Day,
            starts_on: None,
            directive_vi: "Kế hoạch hoạt động năm 2024".to_owned(),
            directive_en: "Plan of activities for 2024".to_owned(),
            issued_on: date(2024, 4, 19),
            lead_basis: dondoc_shared::wire::LeadBasis::Stated,
            source_note: "Bản công bố".to_owned(),
            restates: None,
        },
        today: TODAY,
        now: now(),
        extensions: ExtensionTotal { count: 0, days: 0 },
        acts: acts.into_iter().map(|act| AllowedAct { act, refused: None }).collect(),
        others: vec![OtherTenant { tenant: tenant(1), part: Part::Coordinating, standing: None }],
        waiting: None,
        reports: vec![report()],
        evidence: vec![evidence()],
        urges: vec![urge()],
        extension_requests: vec![extension()],
        proposed_steps: vec![step()],
        timeline: vec![event(EventKind::Submitted, "60%"), event(EventKind::Assigned, "")],
    }
}

fn report() -> Report {
    let body = ReportBody {
        percent: 60,
        results: "Kết nối thử nghiệm với 12/30 huyện.".to_owned(),
        figures: "12/30 huyện".to_owned(),
        limitations: "Chậm 2 tháng.".to_owned(),
        barriers: "Chờ hướng dẫn kỹ thuật.".to_owned(),
        cause: Some(Cause::Coordination),
        waiting_on: Some("bo-cong-an".to_owned()),
        next_step: "Ký biên bản phối hợp.".to_owned(),
    };
    Report { id: ReportId(uuid(800)), at: now(), by: "Chuyên viên HNO".to_owned(), body }
}

fn evidence() -> Evidence {
    Evidence {
        id: EvidenceId(uuid(801)),
        kind: EvidenceKind::File,
        name: "Biên bản kết nối.pdf".to_owned(),
        url: None,
        size: Some(1_843_200),
        sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
        at: now(),
        by: "Chuyên viên HNO".to_owned(),
        frozen: true,
        removed_at: None,
    }
}

fn urge() -> Urge {
    Urge {
        id: UrgeId(uuid(802)),
        number: "12/2024".to_owned(),
        at: now(),
        by: "Chuyên viên Tổ công tác".to_owned(),
        text: "Đề nghị báo cáo tiến độ.".to_owned(),
        others: vec![],
        reply_by: date(2024, 7, 17),
        days_overdue: 8,
        answer: None,
        lapsed_at: None,
    }
}

fn extension() -> ExtensionRequest {
    ExtensionRequest {
        id: ExtensionId(uuid(803)),
        at: now(),
        by: "Người phê duyệt HNO".to_owned(),
        from: date(2024, 5, 22),
        to: date(2024, 9, 30),
        reason: ExtensionReason::OtherBody,
        text: "Chờ hướng dẫn kết nối.".to_owned(),
        state: ExtensionState::Pending,
        granted_to: None,
        remark: None,
        decided_at: None,
        decided_by: None,
    }
}

pub fn step() -> ProposedStep {
    ProposedStep {
        release_refused: None,
        id: EscalationId(uuid(804)),
        level: 3,
        on: date(2024, 7, 24),
        days_overdue: 63,
        target: dondoc_shared::ladder::LadderTarget::SteeringHead,
        policy_version: 1,
        signed_by: None,
        second_person: true,
        addressees: vec!["truongban@ha-noi.example".to_owned()],
    }
}

pub fn event(kind: EventKind, detail: &str) -> Event {
    Event {
        id: EventId(uuid(805)),
        at: now(),
        kind,
        by: "Người phê duyệt HNO".to_owned(),
        by_working_group: false,
        detail: detail.to_owned(),
    }
}

pub fn preview() -> Preview {
    let to =
        |name: &str, address: &str| PreviewRecipient { name: name.to_owned(), address: address.to_owned() };
    Preview {
        recipients: vec![
            to("Người phê duyệt", "duyet@ha-noi.example"),
            to("Hộp thư cơ quan", "vanthu@ha-noi.example"),
        ],
        subject: "Đôn đốc số 13/2024".to_owned(),
        text: "Kính gửi: Ủy ban nhân dân thành phố Hà Nội\n\nĐề nghị báo cáo.".to_owned(),
        leaves_at: now(),
    }
}

pub fn overview() -> Overview {
    Overview {
        today: TODAY,
        now: now(),
        classes: Classes {
            completed_on_time: 942,
            completed_late: 109,
            open_in_time: 1_284,
            open_overdue: 421,
            no_deadline: 12,
        },
        completion: Rate::completion(1_051, 421),
        on_time: Rate::on_time(942, 109, 421),
        on_time_original: Rate { part: 885, whole: 1_472 },
        ageing: [60, 42, 109, 120, 90],
        tenants: (0..93)
            .map(|n| TenantFigure { tenant: tenant(n), open: 24, overdue: i64::from(92 - n) })
            .collect(),
        queues: Queues {
            submitted: 31,
            extensions: 12,
            steps: 46,
            urges_overdue: 31,
            to_be_assigned: 4,
            nobody_to_remind: 2,
            silent: 7,
        },
        mail: MailFigures { waiting: 12, retrying: 1, ambiguous: 0, dead: 4, oldest_due: Some(now()) },
    }
}

pub fn problem(code: ErrorCode, status: u16) -> crate::net::Failure {
    crate::net::Failure::Refused(Box::new(Problem {
        r#type: "about:blank".to_owned(),
        title: String::new(),
        status,
        code,
        detail: None,
        errors: Vec::new(),
        request_id: "r-1".to_owned(),
        retry_after: None,
    }))
}
