//! Made-up periods and reports in the wire's types.

use dondoc_shared::{
    figures::{
        CellState, Entry, OverBodies, OverTime,
        check::{CheckRule, FindingLevel, Judgement, Justification},
    },
    id::FindingId,
    lifecycle::Status,
    period::{FilingCounts, PeriodState, days_late, report_state},
    wire::{
        filing::{
            BodyReport, FiledCell, FiledReport, FiledRevision, FilingRates, PeriodFiling, PeriodReports,
            Periods, ReportsShown, ReturnedReport,
        },
        report::{CellPart, FiledFinding, PeriodRow, ReportFindings},
    },
};
use jiff::civil::{Date, date};

use crate::tests::{facts, figures::made::period};

/// 93 bodies: 80 in time, of these 3 nil, 7 late, 6 missing; 29 of the filed are verified.
pub fn rates() -> FilingRates {
    FilingCounts { expected: 93, on_time: 80, late: 7, nil: 3, verified: 29, not_yet_due: 0 }.into()
}

pub fn periods() -> Periods {
    let planned = PeriodRow { state: PeriodState::Planned, ..period(8) };
    let closed = FilingCounts { expected: 93, on_time: 91, late: 2, nil: 0, verified: 93, not_yet_due: 0 };
    let mut items = vec![
        PeriodFiling { period: planned, filing: None },
        PeriodFiling { period: period(7), filing: Some(rates()) },
    ];
    items.extend(
        (2..=6).rev().map(|month| PeriodFiling { period: period(month), filing: Some(closed.into()) }),
    );
    Periods { items, today: facts::TODAY, now: facts::now() }
}

pub fn body(n: u32, status: Status, filed_on: Option<Date>) -> BodyReport {
    let due_on = Some(date(2024, 7, 17));
    BodyReport {
        tenant: facts::tenant(n),
        assignment: facts::id(n),
        status,
        state: report_state(status),
        due_on,
        original_due_on: due_on,
        days_late: days_late(status, due_on, filed_on, facts::TODAY),
        nil: n == 6,
        first_filed_on: filed_on,
        filed_on,
        revision: i32::from(filed_on.is_some()),
        percent: if filed_on.is_some() { 100 } else { 40 },
        unanswered_urges: i32::from(n == 3),
        extension_pending: n == 4,
        version: 7,
    }
}

/// In the order of the server: what waits, what is missing, what is verified.
pub fn reports() -> PeriodReports {
    let (in_time, late) = (Some(date(2024, 7, 16)), Some(date(2024, 7, 19)));
    let mut items = vec![
        body(0, Status::Submitted, late),
        body(1, Status::Submitted, in_time),
        body(2, Status::InProgress, None),
        body(3, Status::Assigned, None),
        BodyReport { original_due_on: Some(date(2024, 7, 10)), ..body(4, Status::Returned, None) },
    ];
    items.extend((5..40).map(|n| body(n, Status::Accepted, in_time)));
    PeriodReports {
        period: period(7),
        filing: Some(rates()),
        show: ReportsShown::All,
        total: 40,
        items,
        next: None,
        today: facts::TODAY,
        now: facts::now(),
    }
}

fn cell(code: &str, name: (&str, &str), unit: (&str, &str), over_bodies: OverBodies) -> FiledCell {
    FiledCell {
        indicator: code.to_owned(),
        name_vi: name.0.to_owned(),
        name_en: name.1.to_owned(),
        unit_vi: unit.0.to_owned(),
        unit_en: unit.1.to_owned(),
        over_bodies,
        over_time: OverTime::Stock,
        scale: 0,
        compulsory: true,
        entry: None,
        reason: String::new(),
        last: None,
        year_ago: None,
        change_vi: String::new(),
        change_en: String::new(),
    }
}

fn entry(num: i64, den: Option<i64>) -> Entry {
    Entry { state: Some(CellState::Value), num: Some(num), den, estimated: false }
}

/// What the checks had found in [`report`]: a warning that was judged, one that was not, and a notice.
pub fn findings() -> ReportFindings {
    let finding = |n, indicator: &str, rule, level| FiledFinding {
        id: FindingId(dondoc_samples::uuid(n)),
        indicator: indicator.to_owned(),
        name_vi: "Doanh nghiệp".to_owned(),
        name_en: "Businesses".to_owned(),
        rule,
        level,
        part: CellPart::Num,
        message_vi: "Số này xa mức thường thấy của đơn vị: hãy xem lại.".to_owned(),
        message_en: "The number is far from what the body usually has: look again.".to_owned(),
        justification: None,
        text: String::new(),
        justified_by: String::new(),
        judged: None,
        judged_by: String::new(),
        judged_at: None,
        version: 1,
    };
    let warning = |n, indicator| FiledFinding {
        justification: Some(Justification::RealChange),
        text: "Khu công nghiệp mới đi vào hoạt động từ tháng 6".to_owned(),
        justified_by: "Chuyên viên đơn vị".to_owned(),
        ..finding(n, indicator, CheckRule::OwnHistory, FindingLevel::Warning)
    };
    let judged = FiledFinding {
        judged: Some(Judgement::NotOk),
        judged_by: "Chuyên viên Tổ công tác".to_owned(),
        judged_at: Some(facts::now()),
        version: 2,
        ..warning(501, "I24-02")
    };
    let notice = finding(502, "I24-01", CheckRule::SameValue, FindingLevel::Notice);
    ReportFindings { revision: 2, items: vec![warning(500, "I24-01"), judged, notice] }
}

/// A report that was returned once and filed again: a sum, a ratio, an answer, a number that is not there, one left out.
pub fn report() -> FiledReport {
    let percent = ("%", "%");
    let sum = cell(
        "I24-01",
        ("Doanh nghiệp công nghệ số hoạt động tại địa phương", "Digital-technology businesses"),
        ("doanh nghiệp", "businesses"),
        OverBodies::Sum,
    );
    let ratio = cell(
        "I24-02",
        (
            "Doanh nghiệp tại khu công nghiệp, khu chế xuất ứng dụng nền tảng số trong quản trị, sản xuất",
            "Businesses in industrial parks and export processing zones that apply digital platforms",
        ),
        percent,
        OverBodies::Ratio,
    );
    let yes = cell("I24-08", ("Dùng nền tảng", "Uses the platform"), percent, OverBodies::CountOfTenants);
    let unknown = cell("I24-09", ("Dịch vụ toàn trình", "Full-process services"), percent, OverBodies::Ratio);
    let left_out = FiledCell {
        compulsory: false,
        ..cell("I24-10", ("Mức độ hài lòng", "Satisfaction"), percent, OverBodies::Ratio)
    };
    let cells = vec![
        FiledCell {
            entry: Some(entry(20_000, None)),
            last: Some(entry(18_500, None)),
            change_vi: "+8,1%".to_owned(),
            change_en: "+8.1%".to_owned(),
            ..sum
        },
        FiledCell {
            entry: Some(Entry { estimated: true, ..entry(1_000, Some(1_400)) }),
            last: Some(entry(973, Some(1_400))),
            year_ago: Some(entry(600, Some(1_000))),
            change_vi: "+1,9 điểm %".to_owned(),
            change_en: "+1.9 points".to_owned(),
            ..ratio
        },
        FiledCell { entry: Some(entry(1, None)), last: Some(entry(0, None)), ..yes },
        FiledCell {
            entry: Some(Entry { state: Some(CellState::NotAvailable), ..Entry::default() }),
            reason: "Sở Thông tin và Truyền thông chưa tổng hợp được số liệu của các huyện".to_owned(),
            last: Some(entry(320, Some(400))),
            ..unknown
        },
        left_out,
    ];
    FiledReport {
        period: period(7),
        report: BodyReport {
            first_filed_on: Some(date(2024, 7, 16)),
            revision: 2,
            ..body(0, Status::Submitted, Some(date(2024, 7, 19)))
        },
        filed: Some(FiledRevision {
            revision: 2,
            filed_on: date(2024, 7, 19),
            at: facts::now(),
            by: "Người phê duyệt 1".to_owned(),
            in_time: false,
            remark: "Đã bổ sung số liệu của hai khu".to_owned(),
        }),
        checked: 2,
        counted: 2,
        verified: 0,
        returned: Some(ReturnedReport {
            revision: 1,
            at: facts::now(),
            by: "Chuyên viên Tổ công tác".to_owned(),
            remark: "Tử số của I24-02 thiếu hai khu công nghiệp".to_owned(),
        }),
        cells,
        today: facts::TODAY,
        now: facts::now(),
    }
}
