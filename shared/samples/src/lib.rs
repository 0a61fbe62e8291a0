//! Made-up facts in the wire's types, one of each kind, for the tests of whatever shows them: a test names what it
//! is about and takes the rest from here, so that a new field is added in one place.
//!
//! A crate and no feature of `dondoc-shared`: only tests depend on it, and no program is compiled twice because of them.

use dondoc_shared::{
    id::{AssignmentId, EscalationId, EventId, EvidenceId, ExtensionId, ReportId, UrgeId},
    ladder::LadderTarget,
    lateness::{Rate, late_from},
    lifecycle::{Part, Status},
    role::Role,
    wire::{
        Cause, ContactRole, ExtensionReason, LeadBasis, Precision, TenantKind, TenantRef,
        assignment::{
            AssignmentDetail, AssignmentRow, Event, EventKind, Evidence, EvidenceKind, ExtensionRequest,
            ExtensionState, ExtensionTotal, OtherTenant, ProposedStep, Report, ReportBody, TaskFacts, Urge,
        },
        national::{Classes, TenantAct, TenantOffice, TenantPage, TenantPerson},
        urge::{UrgeAddressee, UrgeCounts, UrgeRow, UrgeState},
        view::View,
    },
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};
use uuid::Uuid;

/// The local date of every sample.
pub const TODAY: Date = date(2024, 7, 25);

/// 25 July 2024, 08:00 in Ha Noi.
pub const fn now() -> Timestamp {
    Timestamp::constant(1_721_869_200, 0)
}

/// Id number `n`.
pub fn uuid(n: u32) -> Uuid {
    Uuid::from_u128(u128::from(n) + 1)
}

/// The id of assignment `n`.
pub fn id(n: u32) -> AssignmentId {
    AssignmentId(uuid(n))
}

/// A tenant with these names.
pub fn tenant_of(slug: &str, short: &str, name_vi: &str, name_en: &str) -> TenantRef {
    let [slug, short, name_vi, name_en] = [slug, short, name_vi, name_en].map(str::to_owned);
    TenantRef { slug, short, name_vi, name_en }
}

/// Tenant `n`; the first three have names of their own.
pub fn tenant(n: u32) -> TenantRef {
    match n {
        0 => tenant_of("ha-noi", "HNO", "Ủy ban nhân dân thành phố Hà Nội", "People's Committee of Ha Noi"),
        1 => tenant_of(
            "thua-thien-hue",
            "TTH",
            "Ủy ban nhân dân tỉnh Thừa Thiên Huế",
            "People's Committee of Thua Thien Hue",
        ),
        2 => tenant_of("dak-lak", "DLK", "Ủy ban nhân dân tỉnh Đắk Lắk", "People's Committee of Dak Lak"),
        n => tenant_of(
            &format!("tinh-{n}"),
            &format!("T{n}"),
            &format!("Ủy ban nhân dân tỉnh số {n}"),
            &format!("Province {n}"),
        ),
    }
}

/// Row `n` of a backlog: one day less overdue than the row before it, the first 64 days.
pub fn row(n: u32) -> AssignmentRow {
    let status = match n % 4 {
        0 => Status::Submitted,
        1 => Status::InProgress,
        2 => Status::Assigned,
        _ => Status::Returned,
    };
    let days = 64_i32.saturating_sub_unsigned(n);
    let due_on = Some(TODAY.saturating_sub(days.days()));
    let tenant = tenant(n % 93);
    AssignmentRow {
        id: id(n),
        code: format!("T24-{:02}/{}", n + 1, tenant.slug),
        tenant,
        title_vi: "Kết nối cơ sở dữ liệu đất đai với Cơ sở dữ liệu quốc gia về dân cư".to_owned(),
        title_en: "Connect the land database with the national population database".to_owned(),
        directive: "58/QĐ-UBQGCĐS".to_owned(),
        clause: "Phụ lục I, mục 3".to_owned(),
        report: false,
        part: Part::Lead,
        status,
        due_on,
        due_precision: Precision::Day,
        original_due_on: due_on,
        completed_on: None,
        late_from: late_from(status, due_on, Some(TODAY)),
        days_overdue: days.max(0),
        working_days_left: (days <= 0).then_some(-days),
        percent: 60,
        level: if n < 8 { 3 } else { 1 },
        unanswered_urges: 1,
        urges: 1,
        last_urged_on: Some(TODAY),
        assignee: Some("Chuyên viên 1".to_owned()),
        last_report_at: Some(now()),
        heard_on: Some(TODAY),
        barrier_open: false,
        extension_pending: n.is_multiple_of(5),
        handling: None,
        waits: None,
        version: 3,
    }
}

/// Whole facts on row `n`, with one of everything, on which no act is allowed.
pub fn detail(n: u32) -> AssignmentDetail {
    AssignmentDetail {
        row: row(n),
        task: task(n),
        today: TODAY,
        now: now(),
        extensions: ExtensionTotal { count: 0, days: 0 },
        acts: vec![],
        others: vec![OtherTenant { tenant: tenant(1), part: Part::Coordinating, standing: None }],
        waiting: None,
        reports: vec![report()],
        evidence: vec![evidence()],
        urges: vec![urge()],
        extension_requests: vec![extension()],
        proposed_steps: vec![step()],
        notes: vec![],
        timeline: vec![event(EventKind::Submitted, "60%"), event(EventKind::Assigned, "")],
    }
}

/// What the task of row `n` asks for.
pub fn task(n: u32) -> TaskFacts {
    TaskFacts {
        code: format!("T24-{:02}", n + 1),
        product: "Report to the Committee".to_owned(),
        due_text: "Trong tháng 5 năm 2024".to_owned(),
        due_precision: Precision::Day,
        starts_on: None,
        directive_vi: "Kế hoạch hoạt động năm 2024".to_owned(),
        directive_en: "Plan of activities for 2024".to_owned(),
        issued_on: date(2024, 4, 19),
        lead_basis: LeadBasis::Stated,
        source_note: "Bản công bố".to_owned(),
        restates: None,
    }
}

/// A progress report that waits for another body.
pub fn report() -> Report {
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

/// A file that was part of a submission.
pub fn evidence() -> Evidence {
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

/// An urge without an answer.
pub fn urge() -> Urge {
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
        withdrawn: false,
    }
}

/// A request for a later due date that waits.
pub fn extension() -> ExtensionRequest {
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

/// A step up the ladder that needs two people and has no signature.
pub fn step() -> ProposedStep {
    ProposedStep {
        release_refused: None,
        id: EscalationId(uuid(804)),
        level: 3,
        on: date(2024, 7, 24),
        days_overdue: 63,
        target: LadderTarget::SteeringHead,
        policy_version: 1,
        signed_by: None,
        second_person: true,
        addressees: vec!["truongban@ha-noi.example".to_owned()],
    }
}

/// A line of the timeline.
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

/// The page of tenant `n`, with one of everything and a figure of each kind.
pub fn tenant_page(n: u32) -> TenantPage {
    let office = |role, name: &str, verified, takes_mail| TenantOffice {
        role,
        office: name.to_owned(),
        address: if name.is_empty() { String::new() } else { format!("{role}@ha-noi.example") },
        verified,
        takes_mail,
    };
    let person = |name: &str, role, takes_mail| TenantPerson {
        name: name.to_owned(),
        role,
        address: format!("{role}@ha-noi.example"),
        takes_mail,
    };
    let act = |n: u32, kind| TenantAct {
        at: now().saturating_sub(i64::from(n).hours()).unwrap_or(now()),
        kind,
        by: "Chuyên viên HNO".to_owned(),
        by_working_group: false,
        assignment: id(n),
        code: row(n).code,
    };
    TenantPage {
        tenant: tenant(n),
        kind: TenantKind::City,
        today: TODAY,
        now: now(),
        classes: Classes {
            completed_on_time: 40,
            completed_late: 9,
            open_in_time: 31,
            open_overdue: 12,
            no_deadline: 2,
        },
        completion: Rate::completion(49, 12),
        on_time: Rate::on_time(40, 9, 12),
        ageing: [5, 3, 2, 1, 1],
        submitted: 3,
        extensions: 2,
        steps: 1,
        urges_overdue: 4,
        urged: UrgeCounts {
            sent: 21,
            answered_in_time: 9,
            answered_late: 4,
            never: 5,
            lapsed: 2,
            open: 1,
            median_days: Some(3.5),
        },
        urges: vec![urge_row(n, 0, UrgeState::Overdue), urge_row(n, 1, UrgeState::Answered)],
        offices: vec![
            office(ContactRole::AgencyMailbox, "Văn thư", true, true),
            office(ContactRole::FocalHead, "Sở Thông tin và Truyền thông", false, true),
            office(ContactRole::SteeringHead, "", false, false),
        ],
        people: vec![
            person("Người phê duyệt HNO", Role::Approver, true),
            person("Chuyên viên HNO", Role::Officer, false),
        ],
        acts: vec![act(0, EventKind::Submitted), act(1, EventKind::Reported)],
    }
}

/// Urge `n` to a tenant.
pub fn urge_row(to: u32, n: u32, state: UrgeState) -> UrgeRow {
    UrgeRow {
        id: UrgeId(uuid(700_u32.saturating_add(n))),
        number: format!("{}/2024/TCT", 100_u32.saturating_add(n)),
        tenant: tenant(to),
        addressee: UrgeAddressee::SteeringHead,
        state,
        at: now(),
        issued_on: date(2024, 7, 10),
        by: "Chuyên viên (Tổ công tác)".to_owned(),
        assignments: 2,
        reply_by: date(2024, 7, 17),
        days_overdue: if state == UrgeState::Overdue { 8 } else { 0 },
        answered_on: (state == UrgeState::Answered).then_some(date(2024, 7, 15)),
    }
}

/// A saved view.
pub fn view(name: &str, filter: &str, shared: bool) -> View {
    View {
        key: dondoc_shared::filter::view_key(name),
        name: name.to_owned(),
        filter: filter.to_owned(),
        shared,
        by: Some("Chuyên viên Tổ công tác".to_owned()),
        at: Some(now()),
        version: 2,
    }
}
