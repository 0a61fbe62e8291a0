//! Made-up facts in the wire's types, as the console's tests want them.

use std::ops::Range;

use dondoc_samples::uuid;
use dondoc_shared::{
    error::{ErrorCode, Problem},
    id::UserId,
    lateness::Rate,
    lifecycle::Act,
    role::Role,
    text::Lang,
    wire::{
        Page, TenantKind,
        assignment::{
            AllowedAct, AssignmentDetail, AssignmentRow, DecisionReaders, Preview, PreviewRecipient,
        },
        national::{Classes, MailFigures, Overview, Queues, TenantFigure, WeekFigure},
        session::Me,
        view::Views,
    },
};

pub use dondoc_samples::{TODAY, event, id, now, row, tenant, tenant_page, view};

pub fn me() -> Me {
    Me {
        id: UserId(uuid(900)),
        name: "Lãnh đạo Tổ công tác 1".to_owned(),
        role: Role::Lead,
        lang: Lang::Vi,
        tenant: tenant(99),
        now: now(),
        simulated: true,
        acting_for: None,
    }
}

/// One's own views, the Working Group's, one of which is hidden by an own one, and those that come with the program.
pub fn views(lang: Lang) -> Views {
    let mut items = vec![
        view("Đất đai quá hạn", "đất overdue", false),
        view("Đất đai quá hạn", "đất overdue>7", true),
        view("Miền núi", "tenant:dak-lak,thua-thien-hue or level:2..", true),
    ];
    items.extend(dondoc_shared::filter::built_in(lang));
    Views { items }
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
        acts: acts.into_iter().map(|act| AllowedAct { act, refused: None }).collect(),
        ..dondoc_samples::detail(n)
    }
}

pub fn readers() -> DecisionReaders {
    let to =
        |name: &str, address: &str| PreviewRecipient { name: name.to_owned(), address: address.to_owned() };
    DecisionReaders {
        recipients: vec![
            to("Chuyên viên 1", "officer1@ha-noi.example"),
            to("Người phê duyệt 1", "approver1@ha-noi.example"),
        ],
        leaves_at: Some(now()),
        held: false,
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
        leaves_at: Some(now()),
        held: false,
        reply_on_free_day: false,
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
            .map(|n| {
                let (overdue, old) = (i64::from(92 - n), i64::from((92 - n) / 3));
                let kind = if n % 3 == 1 { TenantKind::Ministry } else { TenantKind::Province };
                let ageing = [overdue - old, 0, 0, 0, old];
                TenantFigure { tenant: tenant(n), kind, open: 120 + i64::from(n), overdue, ageing }
            })
            .collect(),
        trend: (0..12i8)
            .map(|n| WeekFigure {
                week_of: TODAY.checked_sub(jiff::Span::new().days(3 + 7 * (11 - i32::from(n)))).unwrap(),
                overdue: 300 + 11 * i64::from(n),
                closed: i64::from((n * 5) % 7) * 9,
            })
            .collect(),
        queues: Queues {
            submitted: 31,
            extensions: 12,
            corrections: 3,
            steps: 46,
            urges_overdue: 31,
            to_be_assigned: 4,
            nobody_to_remind: 2,
            silent: 7,
            rechecks: 6,
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
