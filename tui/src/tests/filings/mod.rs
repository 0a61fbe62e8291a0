//! Reporting periods, the reports of one, and what a body filed: what is asked for, what is shown, and what is acted upon.

pub mod made;

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    figures::{
        Decimal, Entry,
        check::{CheckRule, Judgement, LEAST_JUDGED, NOISY_PERCENT},
    },
    id::FindingId,
    lifecycle::Status,
    role::Role,
    text::Lang,
    wire::{
        Changed, Written,
        assignment::{AssignmentDetail, EventKind, NewReturn},
        filing::{FiledReport, PeriodReports, Periods, ReportsShown},
        report::{Noise, ReportFindings, RuleNoise},
        session::Me,
        urge::plan::UrgePlan,
    },
};
use jiff::civil::date;

use self::made::{body, findings, periods, rates, report, reports};
use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    dialog::Stop,
    keys::Screen,
    net::{Answer, Call, Deed, Failure, FilingsAnswer, FilingsCall, Order, Reply, UrgingAnswer},
    screens::composer::ask::Stop as AskStop,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut none, mut failed, mut hostile) = (opened(lang), opened(lang), opened(lang));
    tell(&mut none, Periods { items: vec![], ..periods() });
    failed.fail(Failure::TimedOut);
    tell(&mut hostile, long());
    let (mut help, mut waiting, mut planned) = (on_reports(lang), on_reports(lang), on_list(lang));
    help.text("?");
    waiting.key(KeyCode::Tab);
    tell_reports(&mut waiting, PeriodReports { items: vec![], total: 0, ..reports() });
    planned.text("k");
    planned.key(KeyCode::Enter);
    tell_reports(&mut planned, PeriodReports { items: vec![], total: 0, filing: None, ..reports() });
    let mut hostile_reports = on_list(lang);
    hostile_reports.key(KeyCode::Enter);
    tell_reports(&mut hostile_reports, long_reports());
    let (mut end, mut unfiled, mut hostile_report) = (on_report(lang), reading(lang), reading(lang));
    end.text("G");
    tell_report(&mut unfiled, not_filed());
    tell_report(&mut hostile_report, long_report());
    tell_findings(&mut hostile_report, long_findings());
    let mut sent_back = on_report(lang);
    begun(&mut sent_back, "r");
    let (mut judge, mut hostile_judge) = (on_report(lang), reading(lang));
    tell_report(&mut hostile_judge, report());
    tell_findings(&mut hostile_judge, long_findings());
    for desk in [&mut judge, &mut hostile_judge] {
        desk.text("d");
    }
    let [checks, no_warning, no_period] =
        [noise(), Noise { items: vec![], ..noise() }, Noise { items: vec![], periods: vec![] }]
            .map(|noise| on_checks(lang, noise));
    let named = vec![
        ("periods", on_list(lang)),
        ("periods_none", none),
        ("periods_failed", failed),
        ("periods_hostile", hostile),
        ("period_reports", on_reports(lang)),
        ("period_reports_none", waiting),
        ("period_reports_planned", planned),
        ("period_reports_hostile", hostile_reports),
        ("period_reports_help", help),
        ("report", on_report(lang)),
        ("report_end", end),
        ("report_not_filed", unfiled),
        ("report_hostile", hostile_report),
        ("report_sent_back", sent_back),
        ("report_judge", judge),
        ("report_judge_hostile", hostile_judge),
        ("checks", checks),
        ("checks_no_warning", no_warning),
        ("checks_no_period", no_period),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// Everything as long as anybody may have made it.
fn long() -> Periods {
    let mut long = periods();
    for row in &mut long.items {
        row.period.regime_vi = row.period.regime_vi.repeat(9);
        row.period.regime_en = row.period.regime_en.repeat(9);
        for rate in row.filing.iter_mut().flat_map(|of| [&mut of.filed, &mut of.on_time, &mut of.verified]) {
            (rate.part, rate.whole) = (i64::MAX, i64::MAX);
        }
    }
    if let Some(row) = long.items.first_mut() {
        "một kỳ không có tên".repeat(9).clone_into(&mut row.period.code);
    }
    long
}

fn long_reports() -> PeriodReports {
    let mut long = reports();
    for row in &mut long.items {
        row.tenant.name_vi = row.tenant.name_vi.repeat(9);
        row.tenant.slug = row.tenant.slug.repeat(9);
        (row.days_late, row.revision, row.unanswered_urges) = (i32::MAX, i32::MAX, i32::MAX);
    }
    long
}

pub fn long_report() -> FiledReport {
    let mut long = report();
    for cell in &mut long.cells {
        for text in [&mut cell.name_vi, &mut cell.name_en, &mut cell.reason] {
            *text = text.repeat(9);
        }
        let most = Some(Entry { num: Some(i64::MAX), den: Some(i64::MAX), ..cell.entry.unwrap_or_default() });
        (cell.entry, cell.last, cell.year_ago) = (most, most, most);
        cell.change_vi = Lang::Vi.decimal(Decimal::whole(i64::MAX));
    }
    if let Some(filed) = &mut long.filed {
        filed.remark = filed.remark.repeat(60);
    }
    if let Some(returned) = &mut long.returned {
        returned.by = returned.by.repeat(9);
        returned.remark = returned.remark.repeat(40);
    }
    long
}

pub fn long_findings() -> ReportFindings {
    let mut long = findings();
    for finding in &mut long.items {
        for text in [&mut finding.message_vi, &mut finding.message_en, &mut finding.text] {
            *text = text.repeat(20);
        }
        for name in [&mut finding.justified_by, &mut finding.judged_by] {
            *name = name.repeat(9);
        }
    }
    long
}

/// A report that the body has not filed yet.
fn not_filed() -> FiledReport {
    let mut cells = report().cells;
    for cell in &mut cells {
        cell.entry = None;
    }
    FiledReport {
        report: body(2, Status::InProgress, None),
        filed: None,
        returned: None,
        checked: 0,
        counted: 0,
        cells,
        ..report()
    }
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gr");
    desk
}

fn tell(desk: &mut Desk, periods: Periods) {
    desk.answer(Answer::Filings(FilingsAnswer::Periods(Box::new(periods))));
}

fn tell_reports(desk: &mut Desk, reports: PeriodReports) {
    desk.answer(Answer::Filings(FilingsAnswer::Reports(Box::new(reports))));
}

fn tell_report(desk: &mut Desk, report: FiledReport) {
    desk.answer(Answer::Filings(FilingsAnswer::Report(Box::new(report))));
}

fn tell_findings(desk: &mut Desk, findings: ReportFindings) {
    desk.answer(Answer::Filings(FilingsAnswer::Findings(findings)));
}

fn on_list(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    tell(&mut desk, periods());
    desk
}

fn on_checks(lang: Lang, noise: Noise) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gh");
    desk.answer(Answer::Filings(FilingsAnswer::Noise(noise)));
    desk
}

/// One noisy rule, one that is not, one of which nobody has judged, and one of which too few have to say more.
fn noise() -> Noise {
    let rule =
        |rule, warnings, judged, needless, noisy| RuleNoise { rule, warnings, judged, needless, noisy };
    let items = vec![
        rule(CheckRule::DigitSlip, 3, 0, 0, false),
        rule(CheckRule::OwnHistory, 20, 12, 6, true),
        rule(CheckRule::RatioMoves, 1_200, 1_000, 300, false),
        rule(CheckRule::BaseMoves, 10, 4, 2, true),
    ];
    Noise { items, periods: vec!["CT-2024-M07".to_owned(), "CT-2024-M06".to_owned()] }
}

/// On the reports of July.
fn on_reports(lang: Lang) -> Desk {
    let mut desk = on_list(lang);
    desk.key(KeyCode::Enter);
    tell_reports(&mut desk, reports());
    desk
}

/// On the page of the first of them, which is not read yet.
fn reading(lang: Lang) -> Desk {
    let mut desk = on_reports(lang);
    desk.key(KeyCode::Enter);
    desk
}

fn on_report(lang: Lang) -> Desk {
    let mut desk = reading(lang);
    tell_report(&mut desk, report());
    tell_findings(&mut desk, findings());
    desk
}

/// The facts of the report's assignment as they are when nobody has written since.
fn unchanged() -> AssignmentDetail {
    let mut detail = facts::detail(0);
    detail.row.version = report().report.version;
    detail.row.due_on = Some(date(2024, 7, 17));
    detail
}

/// Begins a dialog about the report on the screen, and opens the submission where that comes first.
fn begun(desk: &mut Desk, key: &str) {
    desk.text(key);
    desk.answer(Answer::Item(Box::new(unchanged())));
    desk.wait(400);
    press_go(desk);
    if matches!(desk.last().call, Call::Write { deed: Deed::Open, .. }) {
        desk.answer(Answer::Written(Written { id: uuid::Uuid::from_u128(1), version: 8 }));
        desk.wait(400);
    }
}

fn press_go(desk: &mut Desk) {
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

fn asked(desk: &Desk) -> (&str, ReportsShown, Option<&str>) {
    match &desk.last().call {
        Call::Filings(FilingsCall::Reports { period, show, cursor }) => (period, *show, cursor.as_deref()),
        call => panic!("{call:?}"),
    }
}

#[test]
fn every_screen_of_periods_in_the_smallest_window_and_in_a_large_one() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_60_{lang}"), desk.screen(60, 15));
            insta::assert_snapshot!(format!("{name}_200_{lang}"), desk.screen(200, 50));
        }
    }
}

#[test]
fn each_period_stands_with_its_three_rates_and_their_denominators() {
    let screen = on_list(Lang::Vi).screen(80, 24);
    let july = screen.lines().find(|line| line.contains("tháng 7/2024")).unwrap();
    for rate in ["93,5% 87/93", "86,0% 80/93", "33,3% 29/87"] {
        assert!(july.contains(rate), "{rate}\n{screen}");
    }
    // Where nobody owes a report yet there is no rate: the one stroke is that of the name.
    let august = screen.lines().find(|line| line.contains("tháng 8/2024")).unwrap();
    assert_eq!(august.matches(['/', '%']).count(), 1, "{august}");
    assert!(!screen.contains("2024-M0"), "the code is for what is typed\n{screen}");
}

#[test]
fn a_period_keeps_its_name_in_a_narrow_window_and_the_row_below_the_list_begins_with_it() {
    for columns in 60..80 {
        let screen = on_list(Lang::Vi).screen(columns, 15);
        let named = |line: &str| line.contains("tháng 7/2024 ") && line.contains("93,5% 87/93");
        assert!(screen.lines().any(named), "{columns}\n{screen}");
        assert!(screen.contains(" tháng 7/2024 · đã gửi 93,5% (87/93)"), "{columns}\n{screen}");
    }
}

#[test]
fn a_rate_that_has_no_room_for_both_keeps_its_parts_and_never_the_percent_alone() {
    let mut many = periods();
    many.items[1].filing.as_mut().unwrap().filed.part = 11_999;
    many.items[1].filing.as_mut().unwrap().filed.whole = 12_000;
    let mut desk = opened(Lang::Vi);
    tell(&mut desk, many);
    let screen = desk.screen(80, 24);
    let july = screen.lines().find(|line| line.contains("tháng 7/2024")).unwrap();
    assert!(july.contains(" 11.999/12.000 ") && !july.contains("100,0%"), "{july}");
}

#[test]
fn the_ways_to_show_reports_go_round_and_each_is_asked_of_the_server() {
    let mut desk = on_reports(Lang::Vi);
    for show in [
        ReportsShown::Waiting,
        ReportsShown::Missing,
        ReportsShown::Late,
        ReportsShown::Verified,
        ReportsShown::All,
    ] {
        desk.key(KeyCode::Tab);
        assert_eq!(asked(&desk), ("CT-2024-M07", show, None));
    }
    desk.key(KeyCode::BackTab);
    assert_eq!(asked(&desk).1, ReportsShown::Verified);
    desk.text("[");
    assert_eq!(asked(&desk), ("CT-2024-M06", ReportsShown::Verified, None), "the way to show them stays");
    desk.text("]]");
    assert_eq!(asked(&desk).0, "CT-2024-M08");
    desk.text("]");
    assert!(desk.screen(80, 24).contains(Lang::Vi.filings_no_newer()));
}

#[test]
fn a_list_that_is_empty_says_which_one_it_is_under_the_name_of_its_period() {
    for lang in Lang::ALL {
        for (keys, none) in [
            (5, lang.filings_none_owed()),
            (1, lang.filings_none_waiting()),
            (2, lang.filings_none_missing()),
            (3, lang.filings_none_late()),
            (4, lang.filings_none_verified()),
        ] {
            let mut desk = on_reports(*lang);
            for _ in 0..keys {
                desk.key(KeyCode::Tab);
            }
            tell_reports(&mut desk, PeriodReports { items: vec![], total: 0, ..reports() });
            let screen = desk.screen(80, 24);
            assert!(screen.contains(none) && screen.contains("7/2024"), "{screen}");
        }
    }
}

#[test]
fn a_body_whose_name_has_no_room_stands_by_its_short_name_whole() {
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    tell_reports(&mut desk, long_reports());
    for columns in 60..=100 {
        let screen = desk.screen(columns, 24);
        for n in [0, 1, 3] {
            let short = format!(" {} ", facts::tenant(n).short);
            assert!(screen.lines().any(|line| line.starts_with(&short)), "{columns}: {short}\n{screen}");
        }
    }
    let wide = on_reports(Lang::Vi).screen(200, 50);
    assert!(wide.contains(&format!(" {} ", facts::tenant(1).name_vi)), "{wide}");
}

#[test]
fn the_next_page_is_asked_for_before_the_end_of_what_was_read() {
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    tell_reports(&mut desk, PeriodReports { next: Some("more".to_owned()), total: 80, ..reports() });
    desk.text("G");
    assert_eq!(asked(&desk), ("CT-2024-M07", ReportsShown::All, Some("more")));
    let items = (38..80).map(|n| body(n, Status::Accepted, None)).collect();
    tell_reports(&mut desk, PeriodReports { items, total: 80, ..reports() });
    assert_eq!(desk.model.screens.periods.open.as_ref().unwrap().rows.len(), 80, "none stands there twice");
}

fn judged(desk: &Desk) -> Vec<(FindingId, i32, Judgement)> {
    let order = |call: &Call| match call {
        Call::Order { order: Order::Judge { finding, version, judgement, .. }, .. } => {
            Some((*finding, *version, judgement.judgement))
        }
        _ => None,
    };
    desk.sent.iter().filter_map(|request| order(&request.call)).collect()
}

#[test]
fn a_justification_is_judged_as_it_was_read_and_the_report_is_read_again() {
    let mut desk = on_report(Lang::Vi);
    let [unjudged, last] = [0, 1].map(|n| findings().items[n].clone());
    desk.text("d");
    desk.wait(400);
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("Khu công nghiệp mới đi vào") && screen.contains(Lang::Vi.checks_judge()),
        "{screen}"
    );
    // Nothing is chosen to begin with.
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert_eq!(judged(&desk), []);
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert_eq!(judged(&desk), [(unjudged.id, 1, Judgement::NotOk)]);
    desk.answer(Answer::Written(Written { id: unjudged.id.0, version: 2 }));
    assert!(matches!(desk.last().call, Call::Filings(FilingsCall::Report { .. })), "it is read again");
    // Once all are judged, the last can be judged anew.
    let mut all = findings();
    all.items.remove(0);
    tell_report(&mut desk, report());
    tell_findings(&mut desk, all);
    desk.text("d");
    assert!(desk.screen(80, 24).contains(&last.judged_by));
    let mut none = on_report(Lang::Vi);
    tell_findings(&mut none, ReportFindings { items: vec![], ..findings() });
    none.text("R");
    tell_report(&mut none, report());
    tell_findings(&mut none, ReportFindings { items: vec![], ..findings() });
    none.text("d");
    assert!(none.screen(80, 24).contains(Lang::Vi.checks_nothing_to_judge()));
}

#[test]
fn the_lead_sees_which_rules_warn_needlessly_and_of_how_many_that_were_judged() {
    let screen = on_checks(Lang::Vi, noise()).screen(80, 24);
    let line = |rule: CheckRule| screen.lines().find(|line| line.contains(rule.name(Lang::Vi))).unwrap();
    assert!(line(CheckRule::OwnHistory).contains("50,0% (6/12) ồn"), "{screen}");
    assert!(
        line(CheckRule::RatioMoves).contains("30,0% (300/1.000)")
            && !line(CheckRule::RatioMoves).contains("ồn")
    );
    for (rule, judged) in [(CheckRule::DigitSlip, "0"), (CheckRule::BaseMoves, "4")] {
        let few = Lang::Vi.checks_too_few(judged, "10");
        assert!(
            line(rule).contains(&few) && !line(rule).contains('%'),
            "of so few there is no rate\n{screen}"
        );
        assert!(!line(rule).contains("ồn"), "whatever the server says\n{screen}");
    }
    assert!(screen.contains("tháng 7/2024, tháng 6/2024"), "{screen}");
}

#[test]
fn what_is_too_little_to_say_is_said_whole_in_the_smallest_window_and_explained_in_help() {
    for lang in Lang::ALL {
        let screen = on_checks(*lang, noise()).screen(60, 15);
        assert!(screen.contains(&lang.checks_too_few("4", "10")), "{screen}");
        assert!(lang.checks_help().contains(&format!(" {LEAST_JUDGED} ")), "{}", lang.checks_help());
        assert!(lang.checks_help().contains(&format!(" {NOISY_PERCENT}% ")), "{}", lang.checks_help());
    }
}

#[test]
fn figures_are_accepted_only_as_they_stand_on_the_screen() {
    let mut desk = on_report(Lang::Vi);
    desk.text("a");
    let mut newer = unchanged();
    newer.row.version += 1;
    desk.answer(Answer::Item(Box::new(newer)));
    assert!(desk.model.dialogs.open.is_none());
    assert!(desk.screen(80, 24).contains("vừa thay đổi"));
    assert!(matches!(desk.last().call, Call::Filings(FilingsCall::Report { .. })), "it is read again");
    tell_report(&mut desk, report());
    desk.text("a");
    desk.answer(Answer::Item(Box::new(unchanged())));
    let dialog = desk.model.dialogs.open.as_ref().unwrap();
    assert_eq!((dialog.form.picked(), dialog.version), (Some(0), report().report.version));
}

#[test]
fn a_report_is_sent_back_with_a_remark_and_a_later_date_or_none() {
    let sent = |date: &str| {
        let mut desk = on_report(Lang::Vi);
        begun(&mut desk, "r");
        let dialog = desk.model.dialogs.open.as_mut().unwrap();
        assert_eq!(dialog.form.picked(), Some(1), "the key has chosen");
        dialog.focus = Stop::Field(dialog.form.text_place());
        desk.text("Tử số thiếu");
        let dialog = desk.model.dialogs.open.as_mut().unwrap();
        dialog.focus = Stop::Field(dialog.form.date_place());
        desk.text(date);
        press_go(&mut desk);
        desk
    };
    for wrong in ["17/07/2024", "25/07/2024", "hôm sau 31"] {
        let desk = sent(wrong);
        assert!(!matches!(desk.last().call, Call::Readers { .. }), "{wrong}");
        assert!(desk.model.dialogs.open.as_ref().unwrap().notice.is_some(), "{wrong}");
    }
    for (typed, due_on) in [("", None), ("30/07/2024", Some(date(2024, 7, 30)))] {
        let mut desk = sent(typed);
        desk.answer(Answer::Readers(facts::readers()));
        let screen = desk.screen(80, 24);
        assert_eq!(screen.contains("Thời hạn mới: 30/07/2024"), due_on.is_some(), "{screen}");
        desk.wait(400);
        desk.text("Y");
        let remark = "Tử số thiếu".to_owned();
        let Call::Write { deed, .. } = &desk.last().call else { panic!("{:?}", desk.last().call) };
        assert_eq!(*deed, Deed::Return(NewReturn { remark, due_on }), "{typed}");
    }
}

#[test]
fn what_is_not_filed_cannot_be_verified_and_an_urge_says_what_is_missing() {
    let mut desk = reading(Lang::En);
    tell_report(&mut desk, not_filed());
    let before = desk.sent.len();
    desk.text("a");
    desk.text("r");
    assert_eq!(desk.sent.len(), before);
    assert!(desk.screen(80, 24).contains(ErrorCode::WrongState.message(Lang::En).get(..20).unwrap()));
    desk.text("f");
    let text = desk.model.screens.composer.asking.form.text();
    assert!(["tháng 7/2024", "17/07/2024"].iter().all(|part| text.contains(part)), "{text}");
    let mut desk = on_report(Lang::En);
    desk.text("f");
    assert_eq!(desk.model.screens.composer.asking.form.text(), "", "what is filed is not missing");
}

#[test]
fn the_next_report_is_that_of_the_next_body_of_the_list_and_the_way_back_leads_to_it() {
    let mut desk = on_report(Lang::Vi);
    let read = |desk: &Desk| match &desk.last().call {
        Call::Filings(FilingsCall::Report { period, body }) => format!("{period}/{body}"),
        call => panic!("{call:?}"),
    };
    desk.text("J");
    assert_eq!(read(&desk), "CT-2024-M07/thua-thien-hue");
    desk.text("K");
    assert_eq!(read(&desk), "CT-2024-M07/ha-noi");
    desk.text("K");
    assert_eq!(read(&desk), "CT-2024-M07/ha-noi", "before the first is none");
    desk.text("J");
    tell_report(&mut desk, report());
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Item);
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Report);
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Periods);
    assert_eq!(desk.model.screens.periods.open.as_ref().unwrap().list.cursor, Some(facts::id(1)));
}

#[test]
fn from_the_page_of_the_assignment_a_report_leads_to_its_figures_and_a_duty_does_not() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    let before = desk.sent.len();
    desk.key(KeyCode::Enter);
    assert_eq!(desk.sent.len(), before, "a duty has no figures");
    let mut detail = unchanged();
    detail.row.report = true;
    detail.task.code = "CT-2024-M07".to_owned();
    desk.text("R");
    desk.answer(Answer::Item(Box::new(detail)));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Report);
    assert!(matches!(&desk.last().call,
        Call::Filings(FilingsCall::Report { period, body }) if period == "CT-2024-M07" && body == "ha-noi"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Item);
}

#[test]
fn an_urge_of_all_that_are_missing_says_who_is_left_out_of_it_and_why() {
    for (lang, counted, extended) in [
        (
            Lang::Vi,
            "Đôn đốc 2/3; không đôn đốc 1",
            "chưa quá hạn, được gia hạn đến 31/07/2024 (hạn gốc 10/07/2024)",
        ),
        (Lang::En, "2 of 3; 1 left out", "not overdue, extended to 31/07/2024 (first due 10/07/2024)"),
    ] {
        let mut list = reports();
        let extension = &mut list.items[4];
        (extension.due_on, extension.days_late) = (Some(date(2024, 7, 31)), 0);
        let name = lang.pick(&extension.tenant.name_vi, &extension.tenant.name_en).to_owned();
        let mut desk = on_list(lang);
        desk.key(KeyCode::Enter);
        tell_reports(&mut desk, list);
        desk.text("F");
        desk.answer(super::composer::templates());
        desk.model.screens.composer.asking.focus = AskStop::Go;
        desk.key(KeyCode::Enter);
        let plan = UrgePlan { skipped: vec![], ..super::composer::plan(2) };
        desk.answer(Answer::Urging(UrgingAnswer::Plan(Box::new(plan.clone()))));
        let screen = desk.screen(200, 50);
        assert!(screen.contains(&format!("{counted}: {name}: {extended}")), "{screen}");
        desk.text("G");
        assert!(desk.screen(80, 24).contains(extended), "{}", desk.screen(80, 24));
        desk.text("Y");
        let screen = desk.screen(80, 24);
        assert!(screen.contains(counted) && screen.contains(&name), "{screen}");
        insta::assert_snapshot!(format!("urge_left_out_{lang}"), screen);
    }
}

#[test]
fn where_nobody_is_overdue_the_key_says_why_each_that_is_missing_is_not_urged() {
    let mut list = reports();
    for row in &mut list.items {
        (row.due_on, row.original_due_on, row.days_late) =
            (Some(date(2024, 7, 31)), Some(date(2024, 7, 31)), 0);
    }
    let mut desk = on_list(Lang::En);
    desk.key(KeyCode::Enter);
    tell_reports(&mut desk, list);
    let before = desk.sent.len();
    desk.text("F");
    let screen = desk.screen(200, 50);
    assert!(
        screen.contains("No body of the list is overdue.") && screen.contains("not overdue, due 31/07/2024"),
        "{screen}"
    );
    assert_eq!(desk.sent.len(), before);
}

#[test]
fn numbers_stand_side_by_side_and_whole_below_each_other_where_they_have_no_room() {
    let screen = on_report(Lang::Vi).screen(80, 40);
    let line = screen.lines().find(|line| line.contains("20.000")).unwrap();
    assert!(line.contains("18.500") && line.contains("+8,1%"), "{screen}");
    // "71,4% (1.000/1.400), ước tính" is wider than its column.
    for whole in ["KỲ NÀY: 71,4% (1.000/1.400), ước tính", "KỲ TRƯỚC: 69,5% (973/1.400)", "+1,9 điểm %"]
    {
        assert!(screen.contains(whole), "{whole}\n{screen}");
    }
    let mut desk = reading(Lang::Vi);
    tell_report(&mut desk, long_report());
    let screen = desk.screen(80, 400).replace(['\n', ' '], "");
    assert!(screen.contains(&Lang::Vi.number(i64::MAX)), "{screen}");
}

#[test]
fn what_is_filed_meanwhile_is_read_again_once_and_only_while_somebody_looks() {
    let changed = || {
        let (id, at) = (facts::id(1), facts::now());
        let changed = Changed { assignment: id, code: String::new(), kind: EventKind::Submitted, at };
        Msg::Reply(Box::new(Reply::Changed(changed)))
    };
    let mut desk = on_list(Lang::Vi);
    let before = desk.sent.len();
    desk.step(changed());
    desk.step(changed());
    desk.wait(4_000);
    assert_eq!(desk.sent.len(), before, "they are gathered first");
    desk.wait(2_000);
    assert_eq!(desk.sent.len(), before + 1);
    tell(&mut desk, periods());
    assert_eq!(desk.model.wake_at(desk.at), None, "then it rests");
    let mut desk = on_report(Lang::Vi);
    let before = desk.sent.len();
    desk.step(changed());
    assert_eq!(desk.sent.len(), before, "it is about another report");
}

#[test]
fn who_may_not_read_figures_is_told_so_and_an_observer_decides_nothing() {
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::SystemAdministrator, ..facts::me() });
    desk.text("gr");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
    desk.text("gr");
    tell(&mut desk, periods());
    desk.key(KeyCode::Enter);
    tell_reports(&mut desk, reports());
    desk.key(KeyCode::Enter);
    tell_report(&mut desk, report());
    let before = desk.sent.len();
    desk.text("a");
    desk.text("r");
    desk.text("f");
    assert_eq!(desk.sent.len(), before);
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
}

#[test]
fn the_rates_of_the_reports_follow_what_was_read_last() {
    let mut desk = on_reports(Lang::Vi);
    assert!(desk.screen(80, 24).contains("đã thẩm tra 33,3% (29/87)"));
    let mut one_more = rates();
    one_more.verified.part += 1;
    desk.text("R");
    tell_reports(&mut desk, PeriodReports { filing: Some(one_more), ..reports() });
    assert!(desk.screen(80, 24).contains("đã thẩm tra 34,5% (30/87)"), "{}", desk.screen(80, 24));
}

#[test]
fn what_the_checks_warned_of_stands_below_its_cell_with_what_the_body_said_to_it() {
    let mut desk = on_report(Lang::Vi);
    let screen = desk.screen(120, 60);
    let line = |said: &str| screen.lines().position(|line| line.contains(said));
    let (first, second) = (line("I24-01 ").unwrap(), line("I24-02 Doanh nghiệp").unwrap());
    let warned = line("cảnh báo: Số này xa mức thường thấy").unwrap();
    let justified = line("Giải trình (Chuyên viên đơn vị): thay đổi thật. Khu công nghiệp mới").unwrap();
    let judged = line("Tổ công tác: lý do chưa thỏa đáng (Chuyên viên Tổ công tác)").unwrap();
    assert!(first < warned && warned < justified && justified < second && second < judged, "{screen}");
    assert!(screen.contains(&Lang::Vi.filings_warnings(2)), "a notice is no warning: {screen}");
    // Those of an earlier revision are about other numbers.
    desk.text("R");
    tell_report(&mut desk, report());
    tell_findings(&mut desk, ReportFindings { revision: 1, ..findings() });
    let screen = desk.screen(120, 60);
    assert!(!screen.contains("Số này xa") && !screen.contains(&Lang::Vi.filings_warnings(0)), "{screen}");
}

#[test]
fn nothing_is_asked_about_what_was_not_filed_and_what_could_not_be_read_is_said() {
    let mut desk = reading(Lang::Vi);
    tell_report(&mut desk, not_filed());
    assert!(!desk.sent.iter().any(|r| matches!(r.call, Call::Filings(FilingsCall::Findings(_)))));
    let mut desk = reading(Lang::Vi);
    tell_report(&mut desk, report());
    assert!(matches!(desk.last().call, Call::Filings(FilingsCall::Findings(id)) if id == facts::id(0)));
    desk.fail(Failure::Unreachable);
    let screen = desk.screen(80, 24);
    assert!(screen.contains(Lang::Vi.filings_label_checks()) && screen.contains("20.000"), "{screen}");
    assert!(
        screen.contains(Lang::Vi.tui_server_unreachable()) && !screen.contains(&Lang::Vi.filings_warnings(0))
    );
}
