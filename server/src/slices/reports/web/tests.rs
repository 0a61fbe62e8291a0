//! The pages in both languages with sample data: the frame's rules, the texts that matter, hostile text escaped.

mod doors;

use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    figures::{
        CellState, Direction, Entry, NumberFormat, OverBodies, OverTime,
        check::{CheckRule, FindingLevel, Justification},
    },
    id::{AssignmentId, TenantId},
    lifecycle::Status,
    period::{CorrectionReason, CorrectionState, PeriodState},
    role::Role,
    text::Lang,
    wire::{
        correcting::{CorrectionDetail, SentBack},
        correction::{Correction, CorrectionChange, CorrectionStep},
        report::{
            CellPart, CellRow, DraftInput, FindingRow, JustificationRow, PeriodRow, ReportDetail, ReportRow,
        },
    },
};
use jiff::civil::date;
use uuid::Uuid;

use super::{
    acts::{ActPage, Refusal, RemarkForm},
    correcting::CorrectingPage,
    correction::{Correcting, CorrectionPage, Why},
    entry::{EntryPage, Trouble},
    list::ReportsPage,
    nil::NilPage,
    note::{CorrectionAct, path_of_correction},
    seen::{Seen, Standing},
    typed::{Pairs, Typed, TypedCell},
};
use crate::slices::portal::{Frame, sample::check};
use dondoc_kernel::{
    db::Version,
    error::{Error, Fault, FieldFault},
    http::drafts::Draft,
};

pub(super) const HOSTILE: &str = "<script>alert('x')</script> & \"trích\"";
pub(super) const ESCAPED: &str = "&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62; &#38; &#34;trích&#34;";

pub(super) fn each(draw: impl Fn(Lang) -> String) -> [String; 2] {
    [Lang::Vi, Lang::En].map(|t| {
        let html = draw(t);
        check(&html, t);
        html
    })
}

/// A cell with one number.
pub(super) fn cell(code: &str, num: &str, version: i32) -> CellRow {
    CellRow {
        indicator: code.to_owned(),
        name_vi: "Doanh nghiệp công nghệ số".to_owned(),
        name_en: "Digital-technology businesses".to_owned(),
        unit_vi: "doanh nghiệp".to_owned(),
        unit_en: "businesses".to_owned(),
        numerator_vi: "doanh nghiệp đang hoạt động".to_owned(),
        numerator_en: "businesses in operation".to_owned(),
        denominator_vi: String::new(),
        denominator_en: String::new(),
        concept_vi: "Có đăng ký kinh doanh".to_owned(),
        concept_en: "Registered as a business".to_owned(),
        over_bodies: OverBodies::Sum,
        over_time: OverTime::Stock,
        direction: Direction::Up,
        scale: 0,
        compulsory: true,
        num: num.to_owned(),
        den: String::new(),
        format: NumberFormat::Vi,
        state: CellState::Value,
        reason: String::new(),
        estimated: false,
        entered_name: if version > 0 { "Nguyễn <b>An</b>".to_owned() } else { String::new() },
        version,
        entry: None,
        last: None,
        year_ago: None,
    }
}

/// A cell with two numbers.
fn ratio(code: &str, num: &str, den: &str) -> CellRow {
    CellRow {
        den: den.to_owned(),
        over_bodies: OverBodies::Ratio,
        numerator_vi: HOSTILE.to_owned(),
        denominator_vi: "doanh nghiệp tại khu công nghiệp".to_owned(),
        denominator_en: "businesses in industrial parks".to_owned(),
        last: Some(Entry { num: Some(900), den: Some(1_400), ..Entry::default() }),
        ..cell(code, num, 2)
    }
}

fn period() -> PeriodRow {
    PeriodRow {
        regime: "CT".to_owned(),
        regime_vi: "Báo cáo chỉ tiêu hằng tháng".to_owned(),
        regime_en: "Monthly report on indicators".to_owned(),
        code: "2024-M07".to_owned(),
        from_on: date(2024, 6, 15),
        to_on: date(2024, 7, 14),
        opens_on: date(2024, 7, 8),
        due_on: date(2024, 7, 17),
        cutoff_on: date(2024, 7, 19),
        close_on: date(2024, 8, 19),
        state: PeriodState::Open,
        simulated: true,
        version: 1,
    }
}

fn report(status: Status) -> ReportRow {
    ReportRow {
        period: period(),
        assignment: AssignmentId(Uuid::from_u128(7)),
        status,
        due_on: Some(date(2024, 7, 17)),
        revision: 0,
        first_filed_on: (status == Status::Submitted).then(|| date(2024, 7, 16)),
        missed_on: None,
        percent: 50,
        nil: false,
        correction: None,
        exception_until: None,
        came_back: false,
        version: 5,
    }
}

pub(super) fn detail(status: Status, cells: Vec<CellRow>) -> ReportDetail {
    ReportDetail {
        report: report(status),
        cells,
        findings: vec![],
        entry_refused: None,
        propose_refused: Some(ErrorCode::FiguresIncomplete),
        file_refused: Some(ErrorCode::SecondPersonRequired),
        send_back_refused: Some(ErrorCode::WrongState),
        nil_refused: Some(ErrorCode::NilNotAllowed),
        correct_refused: Some(ErrorCode::WrongState),
        corrected: None,
        last_word: None,
    }
}

/// What a rule finds in the number of a cell.
fn finding(indicator: &str, rule: CheckRule, level: FindingLevel) -> FindingRow {
    FindingRow {
        indicator: indicator.to_owned(),
        rule,
        level,
        part: CellPart::Num,
        code: rule.to_string(),
        message_vi: "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260.".to_owned(),
        message_en: "One digit too many? Last period 1,126, this period 11,260.".to_owned(),
        seen: "5f".to_owned(),
        justification: None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a finding has one or none")]
fn justified(holds: bool) -> Option<JustificationRow> {
    Some(JustificationRow {
        code: Some(Justification::RealChange),
        text: HOSTILE.to_owned(),
        by: "Nguyễn <b>An</b>".to_owned(),
        holds,
        version: 3,
    })
}

pub(super) fn seen_by(t: Lang, role: Role, detail: &ReportDetail) -> Seen {
    let standing = Standing::of(t, &detail.report, date(2024, 7, 15), |_| 2);
    Seen { frame: Frame::sample_of(t, role, TenantId(24)), detail: detail.clone(), standing }
}

/// The fields of the page as a browser sends them back, some of them changed.
fn typed(detail: &ReportDetail, changes: &[(&str, &str)]) -> (Pairs, Typed) {
    let mut fields = vec![("format".to_owned(), "vi".to_owned()), ("drawn".to_owned(), "vi".to_owned())];
    for row in &detail.cells {
        let cell = TypedCell::stored(row, NumberFormat::Vi);
        let of = |part: &str| format!("{part}.{}", row.indicator);
        fields.push((of("num"), cell.num.clone()));
        fields.push((of("den"), cell.den.clone()));
        fields.push((of("state"), cell.state.to_string()));
        fields.push((of("mark"), cell.mark()));
    }
    for (name, text) in changes {
        let field = fields.iter_mut().find(|(field, _)| field == name).unwrap();
        (*text).clone_into(&mut field.1);
    }
    let pairs = Pairs(fields);
    let typed = Typed::read(&pairs, &detail.cells).unwrap();
    (pairs, typed)
}

#[test]
fn the_list_says_when_each_report_is_due_and_how_far_it_is() {
    let rows = [report(Status::InProgress), report(Status::Submitted)];
    let [vi, en] =
        each(|t| ReportsPage::new(Frame::sample(t), &rows, date(2024, 7, 20), |_| 0).render().unwrap());
    for text in [
        "<a href=\"/reports/00000000-0000-0000-0000-000000000007\">Báo cáo chỉ tiêu hằng tháng, tháng 7/2024</a>",
        "từ 15/06/2024 đến hết 14/07/2024",
        "quá hạn 3 ngày",
        "50% ô bắt buộc",
        "chốt số liệu 19/07/2024 · chưa gửi",
        "gửi lần đầu 16/07/2024",
        ">mô phỏng</span>",
        "href=\"/reports\" aria-current",
    ] {
        assert!(text == "href=\"/reports\" aria-current" || vi.contains(text), "{text} in {vi}");
    }
    assert!(en.contains("3 days overdue") && en.contains("50% of the compulsory cells"), "{en}");
    let [vi, _] =
        each(|t| ReportsPage::new(Frame::sample(t), &[], date(2024, 7, 20), |_| 0).render().unwrap());
    assert!(vi.contains(Lang::Vi.reports_are_empty_hint()));
}

#[test]
fn the_form_shows_what_is_asked_what_was_said_before_and_how_it_was_understood() {
    let wrong = cell("I24-03", "nhiều", 1);
    let cells = vec![cell("I24-01", "", 0), ratio("I24-02", "1.000", "1.400"), wrong];
    let mut d = detail(Status::InProgress, cells);
    d.findings = vec![FindingRow {
        message_vi: "Chỉ nhập <chữ số>".to_owned(),
        ..finding("I24-03", CheckRule::NumberFormat, FindingLevel::Error)
    }];
    let [vi, en] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
    for text in [
        "Đến lượt đơn vị",
        "còn 2 ngày làm việc",
        "nhập được đến hết ngày 19/07/2024",
        "64,3% (900/1.400)",
        "Tỷ lệ: 71,4% (1.000/1.400)",
        "Đã hiểu là 1.000 (một nghìn)",
        "name=\"num.I24-02\" value=\"1.000\" inputmode=\"numeric\"",
        "Mẫu số: doanh nghiệp tại khu công nghiệp",
        "<a href=\"#num.I24-03\">",
        "Chỉ nhập &#60;chữ số&#62;",
        "Còn 1 ô bắt buộc chưa nhập",
        "<a href=\"#num.I24-01\">",
        "Người nhập: Nguyễn &#60;b&#62;An&#60;/b&#62;",
        "<option value=\"not_available\">chưa có số liệu</option>",
        "/propose\">Trình phê duyệt</a>:",
        ESCAPED,
    ] {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert!(!vi.contains("/file\""), "filing is no officer's");
    assert!(!vi.contains("role=\"alert\""), "looking at the page is no alarm");
    assert!(en.contains("Rate: 71.4% (1,000 of 1,400)") && en.contains("value=\"1.000\""), "{en}");
    assert!(en.contains("<option value=\"vi\" selected>"), "numbers are read as they were typed");
}

#[test]
fn whoever_may_not_file_their_own_figures_reads_who_may() {
    let d = detail(Status::InProgress, vec![cell("I24-01", "5", 1)]);
    let [vi, en] = each(|t| EntryPage::new(seen_by(t, Role::Approver, &d), None).render().unwrap());
    assert!(vi.contains("Việc gửi do người phê duyệt khác của đơn vị thực hiện."), "{vi}");
    assert!(vi.contains("/propose\">"), "then they propose to another");
    assert!(en.contains("for another approver."));
}

#[test]
fn what_somebody_else_was_faster_with_stands_beside_what_was_typed() {
    let before = detail(Status::InProgress, vec![cell("I24-01", "5", 1), cell("I24-02", "1", 1)]);
    let (_, typed) = typed(&before, &[("num.I24-01", "7")]);
    let now = detail(Status::InProgress, vec![cell("I24-01", "6", 2), cell("I24-02", "2", 2)]);
    let trouble = Trouble::default();
    let [vi, _] =
        each(|t| EntryPage::new(seen_by(t, Role::Officer, &now), Some((&typed, &trouble))).render().unwrap());
    assert!(vi.contains("Nguyễn &#60;b&#62;An&#60;/b&#62; vừa sửa ô này thành: 6."), "{vi}");
    assert!(vi.contains("name=\"num.I24-01\" value=\"7\"") && vi.contains("name=\"num.I24-02\" value=\"2\""));
    assert!(vi.contains("name=\"mark.I24-01\" value=\"2-") && vi.contains("role=\"alert\""));
    assert!(vi.contains("data-changed"));
}

#[test]
fn what_is_said_about_a_cell_is_told_with_each_of_its_numbers() {
    let before = detail(Status::InProgress, vec![cell("I24-01", "5", 1)]);
    let (_, typed) = typed(&before, &[("num.I24-01", "7")]);
    let mut now = detail(Status::InProgress, vec![cell("I24-01", "6", 2), ratio("I24-02", "1.000", "1.400")]);
    let both = finding("I24-02", CheckRule::PartsFit, FindingLevel::Error);
    now.findings = vec![FindingRow { part: CellPart::Cell, ..both }];
    let trouble = Trouble::default();
    for html in
        each(|t| EntryPage::new(seen_by(t, Role::Officer, &now), Some((&typed, &trouble))).render().unwrap())
    {
        for (field, said) in [
            ("num.I24-01", "mark.I24-01-error"),
            ("num.I24-02", "cell.I24-02-error"),
            ("den.I24-02", "cell.I24-02-error"),
            ("state.I24-02", "cell.I24-02-error"),
        ] {
            let tag = html.split(&format!(" name=\"{field}\"")).nth(1).unwrap().split('>').next().unwrap();
            assert!(tag.contains(&format!("aria-describedby=\"{said}\"")), "{field}: {tag}");
            assert!(html.contains(&format!("id=\"{said}\"")), "{said} in {html}");
        }
    }
}

#[test]
fn a_field_that_is_too_long_says_so_in_its_place() {
    let d = detail(Status::InProgress, vec![cell("I24-01", "", 0), cell("I24-02", "", 0)]);
    let long = "1".repeat(70);
    let (_, typed) = typed(&d, &[("num.I24-02", &long)]);
    let input: DraftInput = typed.input(&d.cells);
    let [vi, _] = each(|t| {
        let fault = FieldFault::new("cells[0].num", Fault::TooLong(60, 10));
        let trouble = Trouble::of(t, Error::Fields(vec![fault]), &input).unwrap();
        EntryPage::new(seen_by(t, Role::Officer, &d), Some((&typed, &trouble))).render().unwrap()
    });
    assert!(vi.contains("id=\"num.I24-02-error\">“Số liệu” dài quá 60 ký tự"), "{vi}");
    assert!(vi.contains(&long));
}

#[test]
fn after_the_cut_off_what_was_typed_is_still_there_to_copy_with_the_day_and_who_can_help() {
    let mut d = detail(Status::InProgress, vec![cell("I24-01", "5", 1)]);
    let (_, typed) = typed(&d, &[("num.I24-01", HOSTILE)]);
    d.entry_refused = Some(ErrorCode::CutOffPassed);
    let [vi, _] = each(|t| {
        let standing = Standing::of(t, &d.report, date(2024, 7, 20), |_| 0);
        let of = Seen { standing, ..seen_by(t, Role::Officer, &d) };
        let trouble = Trouble::of(t, ErrorCode::CutOffPassed.into(), &typed.input(&d.cells)).unwrap();
        EntryPage::new(of, Some((&typed, &trouble))).render().unwrap()
    });
    for text in
        ["ngày cuối nhập số liệu là 19/07/2024", ESCAPED, Lang::Vi.typed_and_not_written(), "Tổ công tác"]
    {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert!(!vi.contains("<form method=\"post\" action=\"/reports/"), "nothing can be sent");
}

#[test]
fn yes_or_no_is_chosen_and_the_numbers_that_they_are_sent_as_are_nobodys_to_know() {
    let asked = |num: &str| CellRow { over_bodies: OverBodies::CountOfTenants, ..cell("I24-08", num, 1) };
    let of = |num: &str| {
        let d = detail(Status::InProgress, vec![asked(num)]);
        let [vi, en] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
        assert!(en.contains(">Yes</label>") && en.contains(">Not entered</label>"), "{en}");
        let chosen = vi.split("type=\"radio\"").skip(1).filter_map(|tag| {
            let (tag, label) = tag.split_once('>')?;
            let value = tag.split("value=\"").nth(1)?.split('"').next()?;
            let label = label.split_once('>')?.1.split('<').next()?;
            tag.ends_with(" checked").then(|| (value.to_owned(), label.to_owned()))
        });
        (chosen.collect::<Vec<_>>(), vi)
    };
    for (typed, label) in [("", "Chưa nhập"), ("1", "Có"), ("0", "Không"), ("01", "Có")] {
        let (chosen, vi) = of(typed);
        assert_eq!(chosen, [(typed.to_owned(), label.to_owned())], "{vi}");
        assert_eq!(vi.matches("type=\"radio\"").count(), 3, "{vi}");
        assert!(!vi.contains("Đã hiểu là"), "{vi}");
    }
    let (chosen, vi) = of(HOSTILE);
    assert_eq!(chosen, [(ESCAPED.to_owned(), format!("Đã nhập “{ESCAPED}”"))], "{vi}");
    assert!(vi.contains("role=\"radiogroup\"") && vi.contains("aria-invalid=\"true\""), "{vi}");
    // Where somebody else was faster, they answered in words.
    let before = detail(Status::InProgress, vec![asked("")]);
    let (_, typed) = typed(&before, &[("num.I24-08", "1")]);
    let now = detail(Status::InProgress, vec![CellRow { version: 2, ..asked("0") }]);
    let trouble = Trouble::default();
    let [vi, _] =
        each(|t| EntryPage::new(seen_by(t, Role::Officer, &now), Some((&typed, &trouble))).render().unwrap());
    assert!(vi.contains("vừa sửa ô này thành: không."), "{vi}");
}

#[test]
fn a_report_that_is_not_entered_now_says_why_and_who_can_open_it_and_not_until_when() {
    for (status, why) in [
        (Status::Proposed, Lang::Vi.closed_by_proposal()),
        (Status::Submitted, Lang::Vi.closed_by_filing()),
        (Status::Accepted, Lang::Vi.closed_by_verifying()),
    ] {
        let mut d = detail(status, vec![cell("I24-01", "5", 1)]);
        d.entry_refused = Some(ErrorCode::WrongState);
        let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
        assert!(vi.contains(why), "{why} in {vi}");
        assert!(!vi.contains("nhập được đến hết ngày"), "{vi}");
    }
}

#[test]
fn whoever_may_send_a_proposal_back_does_it_beside_filing_it() {
    let mut d = detail(Status::Proposed, vec![cell("I24-01", "5", 1)]);
    d.entry_refused = Some(ErrorCode::WrongState);
    d.file_refused = None;
    let action = "action=\"/assignments/00000000-0000-0000-0000-000000000007/send-back\"";
    let of = |d: &ReportDetail| {
        let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Approver, d), None).render().unwrap());
        vi
    };
    assert!(!of(&d).contains(action));
    d.send_back_refused = None;
    let vi = of(&d);
    for text in
        [action, "<textarea id=\"remark\"", "name=\"_version\" value=\"5\"", "/file\">Gửi Tổ công tác</a>"]
    {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert_eq!(vi.matches(Lang::Vi.secrecy_statement()).count(), 1, "{vi}");
}

#[test]
fn a_warning_that_was_filed_without_its_reason_asks_for_none() {
    let mut d = detail(Status::InProgress, vec![cell("I24-01", "11.260", 1)]);
    d.findings = vec![finding("I24-01", CheckRule::DigitSlip, FindingLevel::Warning)];
    d.entry_refused = Some(ErrorCode::CutOffPassed);
    let of = |d: &ReportDetail| {
        let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Officer, d), None).render().unwrap());
        assert!(vi.contains("Thừa một chữ số?"), "{vi}");
        vi.contains(Lang::Vi.check_not_explained())
    };
    assert!(of(&d));
    d.report = report(Status::Submitted);
    assert!(!of(&d), "what it was filed with stands with the Working Group");
}

#[test]
fn who_only_reads_gets_no_form_and_is_told_whose_it_is() {
    let d = detail(Status::InProgress, vec![cell("I24-01", "5", 1)]);
    let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Viewer, &d), None).render().unwrap());
    assert!(
        vi.contains("chuyên viên hoặc người phê duyệt của đơn vị thực hiện") && !vi.contains("name=\"num."),
        "{vi}"
    );
}

#[test]
fn a_warning_stands_on_top_and_under_its_cell_with_the_guess_and_asks_for_a_reason() {
    let mut d = detail(Status::InProgress, vec![cell("I24-01", "11.260", 1), cell("I24-02", "5", 1)]);
    let slip = || finding("I24-01", CheckRule::DigitSlip, FindingLevel::Warning);
    let notice = FindingRow {
        message_vi: "3 kỳ liền cùng một số: 5.".to_owned(),
        ..finding("I24-02", CheckRule::SameValue, FindingLevel::Notice)
    };
    d.findings = vec![slip(), notice.clone()];
    let [vi, en] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
    for text in [
        "<a href=\"#why.I24-01.digit_slip.num\">I24-01 Doanh nghiệp công nghệ số: Thừa một chữ số? Kỳ trước 1.126",
        "<select id=\"why.I24-01.digit_slip.num\" name=\"why.I24-01.digit_slip.num\">",
        "<textarea id=\"because.I24-01.digit_slip.num\"",
        "<option value=\"earlier_value_wrong\">số kỳ trước sai</option>",
        "<p class=\"quiet\">3 kỳ liền cùng một số: 5.</p>",
    ] {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert!(!vi.contains("role=\"alert\""), "looking at the page is no alarm");
    assert!(en.contains("One digit too many? Last period 1,126"), "{en}");
    // With its reason it is no work any more; a reason for another number is to be read, and to be chosen anew.
    for (holds, chosen) in
        [(true, "<option value=\"real_change\" selected>"), (false, "<option value=\"real_change\">")]
    {
        d.findings = vec![FindingRow { justification: justified(holds), ..slip() }];
        let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
        assert!(vi.contains(chosen) && vi.contains(ESCAPED), "{vi}");
        assert_eq!(vi.contains(Lang::Vi.check_explained()), holds, "{vi}");
        assert_eq!(vi.contains(Lang::Vi.check_changed_since()), !holds, "{vi}");
    }
}

#[test]
fn whoever_proposes_or_files_reads_each_warning_with_its_reason() {
    let mut d = detail(Status::InProgress, vec![cell("I24-01", "11.260", 1)]);
    (d.propose_refused, d.file_refused) = (None, None);
    let slip = finding("I24-01", CheckRule::DigitSlip, FindingLevel::Warning);
    d.findings = vec![FindingRow { justification: justified(true), ..slip.clone() }];
    for files in [false, true] {
        let [vi, _] = each(|t| ActPage::new(seen_by(t, Role::Approver, &d), files, None).render().unwrap());
        for text in
            ["Thừa một chữ số?", "Lý do: thay đổi thật.", ESCAPED, "(Nguyễn &#60;b&#62;An&#60;/b&#62;)"]
        {
            assert!(vi.contains(text), "{text} in {vi}");
        }
    }
    d.findings = vec![slip];
    d.file_refused = Some(ErrorCode::JustificationRequired);
    let [vi, _] = each(|t| ActPage::new(seen_by(t, Role::Approver, &d), true, None).render().unwrap());
    assert!(vi.contains("#why.I24-01.digit_slip.num\">Chưa có lý do."), "{vi}");
    assert!(
        vi.contains(ErrorCode::JustificationRequired.message(Lang::Vi)) && !vi.contains("<textarea"),
        "{vi}"
    );
}

#[test]
fn a_reason_that_is_too_long_says_so_in_its_place_and_stays() {
    let mut d = detail(Status::InProgress, vec![cell("I24-01", "11.260", 1)]);
    d.findings = vec![finding("I24-01", CheckRule::DigitSlip, FindingLevel::Warning)];
    let long = "dài ".repeat(140);
    let of = "I24-01.digit_slip.num";
    let (mut pairs, _) = typed(&d, &[]);
    pairs.0.push((format!("why.{of}"), "real_change".to_owned()));
    pairs.0.push((format!("because.{of}"), long.clone()));
    pairs.0.push((format!("about.{of}"), super::typed::TypedReason::stored(&d.findings[0]).mark()));
    let typed = Typed::read(&pairs, &d.cells).unwrap();
    let input = typed.input(&d.cells);
    assert_eq!((input.cells.len(), input.justifications[0].seen.as_str()), (0, "5f"));
    let [vi, _] = each(|t| {
        let fault = FieldFault::new("justifications[0].text", Fault::TooLong(500, 59));
        let trouble = Trouble::of(t, Error::Fields(vec![fault]), &input).unwrap();
        EntryPage::new(seen_by(t, Role::Officer, &d), Some((&typed, &trouble))).render().unwrap()
    });
    assert!(vi.contains(&format!("id=\"because.{of}-error\"")) && vi.contains(&long), "{vi}");
    assert!(vi.contains("<option value=\"real_change\" selected>"), "{vi}");
    // The number was mended in the meantime: there is no such warning any more, and what was typed is there to be copied.
    d.findings.clear();
    let trouble = Trouble::default();
    let [vi, _] =
        each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), Some((&typed, &trouble))).render().unwrap());
    assert!(vi.contains("class=\"unwritten\"") && vi.contains(long.trim()), "{vi}");
}

#[test]
fn a_draft_fills_the_form_in_again() {
    let d = detail(Status::InProgress, vec![cell("I24-01", "5", 1)]);
    let (pairs, _) = typed(&d, &[("num.I24-01", "7")]);
    let [vi, _] = each(|t| {
        let mut of = seen_by(t, Role::Officer, &d);
        let saved_at = "2024-07-15T01:00:00Z".parse().unwrap();
        let form = super::path_of(d.report.assignment);
        of.frame.drafts = vec![Draft { form, fields: pairs.0.clone(), saved_at }];
        EntryPage::new(of, None).render().unwrap()
    });
    assert!(vi.contains("value=\"7\"") && vi.contains("bản nháp của bạn"), "{vi}");
}

#[test]
fn filing_names_the_cells_that_keep_it_back_and_keeps_the_remark() {
    let d = detail(Status::InProgress, vec![cell("I24-01", "", 0), cell("I24-02", "5", 1)]);
    let [vi, _] = each(|t| {
        let remark = RemarkForm { remark: HOSTILE.to_owned() };
        let refusal = Refusal::Rule(ErrorCode::FiguresIncomplete);
        ActPage::new(seen_by(t, Role::Approver, &d), true, Some((&remark, Version(5), refusal)))
            .render()
            .unwrap()
    });
    let link = "href=\"/reports/00000000-0000-0000-0000-000000000007#num.I24-01\"";
    assert!(vi.contains(link) && vi.contains(ESCAPED) && !vi.contains("#num.I24-02"), "{vi}");
    let [vi, _] = each(|t| ActPage::new(seen_by(t, Role::Officer, &d), false, None).render().unwrap());
    assert!(vi.contains(link) && !vi.contains("<textarea"), "{vi}");
    let mut whole = d.clone();
    whole.propose_refused = None;
    let [vi, _] = each(|t| ActPage::new(seen_by(t, Role::Officer, &whole), false, None).render().unwrap());
    assert!(vi.contains("<textarea") && vi.contains("/propose\""), "{vi}");
}

#[test]
fn all_cells_of_a_body_are_one_page_that_is_not_too_heavy() {
    let cells: Vec<CellRow> = (1..=30)
        .map(|n| {
            let code = format!("I24-{n:02}");
            let numerator_vi = "doanh nghiệp đã ứng dụng nền tảng số".to_owned();
            if n % 2 == 0 {
                CellRow { numerator_vi, ..ratio(&code, "1.000", "1.400") }
            } else {
                cell(&code, "12.345", 1)
            }
        })
        .collect();
    let d = detail(Status::InProgress, cells);
    let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
    assert_eq!(vi.matches("<fieldset").count(), 30);
}

fn change() -> CorrectionChange {
    CorrectionChange {
        indicator: "I24-01".to_owned(),
        name_vi: "Doanh nghiệp <số>".to_owned(),
        name_en: "Businesses <digital>".to_owned(),
        old: None,
        new: None,
        old_vi: "900".to_owned(),
        old_en: "900".to_owned(),
        new_vi: "90".to_owned(),
        new_en: "90".to_owned(),
    }
}

fn corrected(state: CorrectionState) -> Correction {
    let decided = state != CorrectionState::Waiting;
    Correction {
        revision: 2,
        state,
        reason: CorrectionReason::DataError,
        text: HOSTILE.to_owned(),
        filed_name: "Trần <b>Bình</b>".to_owned(),
        filed_on: date(2024, 7, 24),
        at: "2024-07-24T03:00:00Z".parse().unwrap(),
        decided_name: decided.then(|| "Lê Chi".to_owned()),
        decided_at: decided.then(|| "2024-07-25T03:00:00Z".parse().unwrap()),
        remark: if decided { HOSTILE.to_owned() } else { String::new() },
        changes: vec![change()],
    }
}

fn correction(state: Option<CorrectionState>) -> CorrectionDetail {
    let waits = state == Some(CorrectionState::Waiting);
    CorrectionDetail {
        report: report(Status::Submitted),
        cells: vec![cell("I24-01", "90", 1), ratio("I24-02", "1.000", "1.400")],
        findings: vec![],
        reason: Some(CorrectionReason::DataError),
        text: HOSTILE.to_owned(),
        sent_back: None,
        version: 3,
        changes: vec![change()],
        write_refused: waits.then_some(ErrorCode::CorrectionWaiting),
        propose_refused: waits.then_some(ErrorCode::CorrectionWaiting),
        file_refused: Some(ErrorCode::SecondPersonRequired),
        filed: state.into_iter().map(corrected).collect(),
    }
}

fn correcting(t: Lang, role: Role, detail: &CorrectionDetail) -> Correcting {
    let standing = Standing::of(t, &detail.report, date(2024, 7, 25), |_| 0);
    Correcting { frame: Frame::sample_of(t, role, TenantId(24)), detail: detail.clone(), standing }
}

#[test]
fn a_correction_stands_with_old_and_new_and_with_whose_turn_it_is() {
    let d = correction(Some(CorrectionState::Refused));
    let [vi, en] = each(|t| CorrectionPage::new(correcting(t, Role::Officer, &d), None).render().unwrap());
    for text in [
        "900 → <strong>90</strong>",
        "I24-01 Doanh nghiệp &#60;số&#62;",
        "<option value=\"data_error\" selected>",
        "name=\"num.I24-01\" value=\"90\"",
        "/correction/propose\">Trình bản đính chính</a>",
        "Tổ công tác không chấp nhận đính chính (Lê Chi",
        ESCAPED,
    ] {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert!(!vi.contains("/correction/file\""), "filing is no officer's");
    assert!(en.contains("The figures stay as they were."), "{en}");
    let waiting = correction(Some(CorrectionState::Waiting));
    let [vi, _] =
        each(|t| CorrectionPage::new(correcting(t, Role::Officer, &waiting), None).render().unwrap());
    assert!(vi.contains("Đính chính đang chờ Tổ công tác") && !vi.contains("name=\"num."), "{vi}");
    let [vi, _] = each(|t| CorrectionPage::new(correcting(t, Role::Viewer, &d), None).render().unwrap());
    assert!(!vi.contains("name=\"num.") && vi.contains("của đơn vị thực hiện"), "{vi}");
    let [vi, _] = each(|t| {
        CorrectingPage::new(correcting(t, Role::Approver, &d), CorrectionAct::File, None).render().unwrap()
    });
    assert!(vi.contains("người phê duyệt khác") && vi.contains("900 → <strong>90</strong>"), "{vi}");
    let back = CorrectionDetail {
        sent_back: Some(SentBack { by: "Lê Chi".to_owned(), remark: HOSTILE.to_owned() }),
        ..d.clone()
    };
    let [vi, _] = each(|t| CorrectionPage::new(correcting(t, Role::Officer, &back), None).render().unwrap());
    assert!(vi.contains("Lê Chi trả lại bản đính chính") && vi.contains(ESCAPED), "{vi}");
    let proposed = CorrectionDetail { propose_refused: Some(ErrorCode::WrongState), ..d.clone() };
    let [vi, _] =
        each(|t| CorrectionPage::new(correcting(t, Role::Approver, &proposed), None).render().unwrap());
    assert!(vi.contains("/correction/send-back\">Trả lại bản đính chính</a>"), "{vi}");
    let free = CorrectionDetail { file_refused: None, ..d };
    let [vi, _] = each(|t| {
        CorrectingPage::new(correcting(t, Role::Approver, &free), CorrectionAct::File, None).render().unwrap()
    });
    assert!(vi.contains("action=\"/reports/00000000-0000-0000-0000-000000000007/correction/file\""), "{vi}");
}

#[test]
fn a_correction_asks_why_its_numbers_stand_out_and_can_be_thrown_away_as_long_as_it_is_not_filed() {
    let mut d = correction(None);
    let slip = finding("I24-01", CheckRule::DigitSlip, FindingLevel::Warning);
    d.findings = vec![slip.clone()];
    let of = |d: &CorrectionDetail| {
        let [vi, _] = each(|t| CorrectionPage::new(correcting(t, Role::Officer, d), None).render().unwrap());
        vi
    };
    let asked = of(&d);
    for text in [
        "<a href=\"#why.I24-01.digit_slip.num\">I24-01 Doanh nghiệp công nghệ số: Thừa một chữ số?",
        "<textarea id=\"because.I24-01.digit_slip.num\"",
        Lang::Vi.checks_to_justify(),
    ] {
        assert!(asked.contains(text), "{text} in {asked}");
    }
    assert!(!asked.contains("/correction/discard\""), "nothing is written");
    d.report.correction = Some(CorrectionStep::Draft);
    d.findings = vec![FindingRow { justification: justified(true), ..slip }];
    let said = of(&d);
    assert!(said.contains(ESCAPED) && said.contains(Lang::Vi.check_explained()), "{said}");
    assert!(said.contains("/correction/discard\">Bỏ bản đính chính</a>"), "{said}");
    d.propose_refused = None;
    for act in [CorrectionAct::Propose, CorrectionAct::Discard] {
        let [vi, en] =
            each(|t| CorrectingPage::new(correcting(t, Role::Officer, &d), act, None).render().unwrap());
        for text in ["Lý do: thay đổi thật.", ESCAPED, "<button class=\"button\">"] {
            assert!(vi.contains(text), "{text} in {vi}");
        }
        assert_eq!(en.contains(Lang::En.discard_correction_explained()), act == CorrectionAct::Discard);
    }
    d.write_refused = Some(ErrorCode::CorrectionWaiting);
    assert!(!of(&d).contains("/correction/discard\""));
}

#[test]
fn a_reason_that_somebody_else_was_faster_with_stands_above_ones_own() {
    let d = correction(None);
    let (_, cells) = typed(&detail(Status::Submitted, d.cells.clone()), &[]);
    let why = Why { reason: Some(CorrectionReason::LateData), text: "Số liệu mới về".to_owned() };
    let sent = (cells, why);
    let of = |code: Option<ErrorCode>| {
        let [vi, _] = each(|t| {
            let trouble = Trouble { code, ..Trouble::default() };
            CorrectionPage::new(correcting(t, Role::Officer, &d), Some((&sent, &trouble))).render().unwrap()
        });
        vi
    };
    let stale = of(Some(ErrorCode::VersionStale));
    let theirs = format!("người phê duyệt vừa ghi lý do: số liệu sai. {ESCAPED}");
    let (above, below) = stale.split_once("<select id=\"why\"").unwrap();
    assert!(above.contains("id=\"why-error\">Chuyên viên hoặc") && above.contains(&theirs), "{stale}");
    for text in [
        "aria-describedby=\"why-error\"",
        "aria-describedby=\"text-hint why-error\"",
        "<option value=\"late_data\" selected>",
        "Số liệu mới về</textarea>",
    ] {
        assert!(below.contains(text), "{text} in {stale}");
    }
    assert!(!of(None).contains("why-error"), "nobody was faster");
}

#[test]
fn a_reason_that_was_typed_before_the_correction_closed_is_still_there_to_copy() {
    let mut d = correction(Some(CorrectionState::Waiting));
    (d.reason, d.text) = (None, String::new());
    let of = |d: &CorrectionDetail| {
        let (Pairs(mut fields), _) = typed(&detail(Status::Submitted, d.cells.clone()), &[]);
        fields.push(("why".to_owned(), "late_data".to_owned()));
        fields.push(("text".to_owned(), "Số liệu <mới>\r\nvề".to_owned()));
        let [vi, _] = each(|t| {
            let mut of = correcting(t, Role::Officer, d);
            let form = path_of_correction(d.report.assignment);
            let saved_at = "2024-07-25T01:00:00Z".parse().unwrap();
            of.frame.drafts = vec![Draft { form, fields: fields.clone(), saved_at }];
            CorrectionPage::new(of, None).render().unwrap()
        });
        vi
    };
    let lost = of(&d);
    assert!(!lost.contains("name=\"why\""), "nothing can be written: {lost}");
    assert!(lost.contains("số liệu có sau ngày chốt. Số liệu &#60;mới&#62;"), "{lost}");
    (d.reason, d.text) = (Some(CorrectionReason::LateData), "Số liệu <mới>\nvề".to_owned());
    assert!(!of(&d).contains("class=\"unwritten\""), "what is stored is not lost");
}

#[test]
fn a_report_says_that_it_is_a_nil_return_and_what_became_of_its_correction() {
    let of = |state, step| {
        let mut d = detail(Status::Submitted, vec![cell("I24-01", "900", 1)]);
        d.report.nil = true;
        d.report.correction = step;
        d.corrected = Some(corrected(state));
        let [vi, _] = each(|t| EntryPage::new(seen_by(t, Role::Officer, &d), None).render().unwrap());
        vi
    };
    let waiting = of(CorrectionState::Waiting, Some(CorrectionStep::Waiting));
    assert!(waiting.contains("Trần &#60;b&#62;Bình&#60;/b&#62; gửi ngày 24/07/2024"), "{waiting}");
    assert!(waiting.contains(Lang::Vi.nil_was_filed()));
    let accepted = of(CorrectionState::Accepted, Some(CorrectionStep::Draft));
    for text in ["Tổ công tác đã chấp nhận đính chính", ESCAPED, Lang::Vi.correction_is_written()]
    {
        assert!(accepted.contains(text), "{text} in {accepted}");
    }
}

#[test]
fn a_nil_return_says_what_it_means_before_it_is_filed() {
    let flow = CellRow { over_time: OverTime::Flow, ..cell("I24-02", "", 0) };
    let mut d = detail(Status::Assigned, vec![flow.clone()]);
    d.nil_refused = None;
    let [vi, en] = each(|t| NilPage::new(seen_by(t, Role::Approver, &d), None).render().unwrap());
    assert!(vi.contains(Lang::Vi.nil_explained()) && vi.contains("I24-02 Doanh nghiệp"), "{vi}");
    assert!(en.contains("/nil\"") && !en.contains(Lang::En.nil_leaves_typed()));
    let mut stock = detail(Status::InProgress, vec![flow, cell("I24-01", "5", 1)]);
    stock.nil_refused = Some(ErrorCode::FiguresIncomplete);
    let [vi, _] = each(|t| NilPage::new(seen_by(t, Role::Approver, &stock), None).render().unwrap());
    assert!(vi.contains("I24-01 Doanh nghiệp công nghệ số: Chỉ tiêu lũy kế"), "{vi}");
    assert!(vi.contains(Lang::Vi.nil_leaves_typed()) && !vi.contains("<textarea"), "{vi}");
}
