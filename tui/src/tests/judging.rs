//! The figures of a report are in sight where it is verified: beside the queue, and in the dialog that decides on it.

use crossterm::event::KeyCode;
use dondoc_shared::{
    lifecycle::Status,
    text::Lang,
    wire::{
        Changed, Page, Written,
        assignment::{AssignmentDetail, AssignmentRow, EventKind, Queue},
        filing::FiledReport,
    },
};

use super::{Desk, facts, filings::made, queues};
use crate::{
    app::msg::Msg,
    dialog::{Stage, Stop},
    keys::{Key, Layer, Screen},
    net::{Answer, Call, Deed, Failure, FilingsAnswer, FilingsCall, Reply, Ticket},
};

/// Row `n` of the queue of submissions, the report of a month.
fn row(n: u32) -> AssignmentRow {
    let row = queues::row(Queue::Submission, n);
    AssignmentRow {
        code: format!("CT-2024-M07/{}", row.tenant.slug),
        report: true,
        title_vi: "Báo cáo số liệu tháng 7/2024".to_owned(),
        title_en: "Figures of July 2024".to_owned(),
        ..row
    }
}

fn detail(n: u32) -> AssignmentDetail {
    let mut detail = facts::detail(n);
    "CT-2024-M07".clone_into(&mut detail.task.code);
    detail.row = AssignmentRow { waits: None, version: 4, ..row(n) };
    detail
}

/// What body `n` filed: of the second one other numbers.
fn report(n: u32) -> FiledReport {
    let mut report = made::report();
    report.report = made::body(n, Status::Submitted, report.report.filed_on);
    if let Some(entry) = report.cells.first_mut().and_then(|cell| cell.entry.as_mut()).filter(|_| n == 1) {
        entry.num = Some(777);
    }
    report
}

fn in_queue(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gv");
    let items = (0..3).map(row).collect();
    desk.answer(Answer::Page(Page { items, next: None, ..facts::page(0..0, 3) }));
    desk
}

/// The same with what is known of the row beside the list.
fn previewed(lang: Lang) -> Desk {
    let mut desk = in_queue(lang);
    desk.screen(120, 34);
    desk.text("P");
    desk.wait(200);
    tell_detail(&mut desk, 0);
    desk
}

/// The newest question of this kind that was asked so far.
fn asked(desk: &Desk, is_it: impl Fn(&Call) -> bool) -> Ticket {
    desk.sent.iter().rfind(|request| is_it(&request.call)).unwrap().ticket
}

fn asks_for_figures(call: &Call) -> bool {
    matches!(call, Call::Filings(FilingsCall::Report { .. }))
}

fn count(desk: &Desk) -> usize {
    desk.sent.iter().filter(|request| asks_for_figures(&request.call)).count()
}

fn tell_detail(desk: &mut Desk, n: u32) {
    let ticket = asked(desk, |call| matches!(call, Call::Item(_)));
    desk.reply(ticket, Ok(Answer::Item(Box::new(detail(n)))));
}

fn tell_report(desk: &mut Desk, report: FiledReport) {
    let ticket = asked(desk, asks_for_figures);
    desk.reply(ticket, Ok(Answer::Filings(FilingsAnswer::Report(Box::new(report)))));
}

fn tell_findings(desk: &mut Desk) {
    let ticket = asked(desk, |call| matches!(call, Call::Filings(FilingsCall::Findings(_))));
    desk.reply(ticket, Ok(Answer::Filings(FilingsAnswer::Findings(made::findings()))));
}

fn tell_figures(desk: &mut Desk, n: u32) {
    tell_report(desk, report(n));
    desk.wait(1);
    tell_findings(desk);
}

/// In the dialog about the first report, which was opened; its figures are on their way.
fn deciding(lang: Lang) -> Desk {
    let mut desk = in_queue(lang);
    desk.text("V");
    tell_detail(&mut desk, 0);
    desk.wait(400);
    go(&mut desk);
    desk.answer(Answer::Written(Written { id: uuid::Uuid::from_u128(1), version: 5 }));
    desk.wait(400);
    desk
}

/// The same with the figures.
fn judging(lang: Lang) -> Desk {
    let mut desk = deciding(lang);
    tell_figures(&mut desk, 0);
    desk
}

fn go(desk: &mut Desk) {
    desk.model.dialogs.open.as_mut().unwrap().focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

fn stage(desk: &Desk) -> Stage {
    desk.model.dialogs.open.as_ref().unwrap().stage
}

/// The places, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut beside, mut coming, mut failed) = (previewed(lang), previewed(lang), deciding(lang));
    tell_figures(&mut beside, 0);
    coming.wait(1);
    let ticket = asked(&failed, asks_for_figures);
    failed.reply(ticket, Err(Failure::TimedOut));
    let (mut read, mut end, mut confirm, mut begin) =
        (judging(lang), judging(lang), judging(lang), in_queue(lang));
    read.press(Key::ctrl('f'));
    end.press(Key::ctrl('f'));
    end.screen(80, 24);
    (0..4).for_each(|_| end.key(KeyCode::PageDown));
    go(&mut confirm);
    confirm.answer(Answer::Readers(facts::readers()));
    confirm.wait(400);
    begin.text("V");
    tell_detail(&mut begin, 0);
    tell_figures(&mut begin, 0);
    begin.wait(400);
    let mut hostile = deciding(lang);
    tell_report(&mut hostile, super::filings::long_report());
    hostile.wait(1);
    let ticket = asked(&hostile, |call| matches!(call, Call::Filings(FilingsCall::Findings(_))));
    hostile.reply(ticket, Ok(Answer::Filings(FilingsAnswer::Findings(super::filings::long_findings()))));
    hostile.press(Key::ctrl('f'));
    let named = vec![
        ("judged_beside", beside),
        ("judged_beside_coming", coming),
        ("judged_begin", begin),
        ("judged", judging(lang)),
        ("judged_failed", failed),
        ("judged_figures", read),
        ("judged_figures_end", end),
        ("judged_figures_hostile", hostile),
        ("judged_confirm", confirm),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

#[test]
fn the_figures_that_are_judged_at_120x34_and_200x50() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 34));
            insta::assert_snapshot!(format!("{name}_200_{lang}"), desk.screen(200, 50));
        }
    }
}

#[test]
fn beside_the_queue_stand_the_figures_of_the_report_under_the_cursor_and_of_no_other() {
    let mut desk = previewed(Lang::Vi);
    let coming = Lang::Vi.filings_figures_coming();
    assert!(desk.screen(120, 34).contains(coming), "{}", desk.screen(120, 34));
    tell_report(&mut desk, report(0));
    assert!(!desk.screen(120, 34).contains("20.000"), "not without what the checks had found");
    desk.wait(1);
    tell_findings(&mut desk);
    let screen = desk.screen(120, 34);
    for said in [
        "I24-01",
        "20.000",
        "kỳ trước 18.500",
        "+8,1%",
        "3 số liệu, 2 ô không có số, 2 cảnh báo",
        "Giải trình",
    ] {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    // The cursor moves before the figures of the next one are here, and on before those have come.
    desk.text("j");
    desk.wait(200);
    tell_detail(&mut desk, 1);
    assert!(!desk.screen(120, 34).contains("20.000") && desk.screen(120, 34).contains(coming));
    desk.text("j");
    tell_report(&mut desk, report(1));
    desk.wait(200);
    tell_detail(&mut desk, 2);
    assert!(!desk.screen(120, 34).contains("777"), "{}", desk.screen(120, 34));
    desk.text("kk");
    assert!(desk.screen(120, 34).contains("20.000"), "what was read of a row is kept");
}

#[test]
fn figures_of_a_report_that_changed_are_shown_no_more_and_are_read_again() {
    let mut desk = previewed(Lang::Vi);
    tell_figures(&mut desk, 0);
    assert!(desk.screen(120, 34).contains("20.000"));
    let before = count(&desk);
    let changed = Changed {
        assignment: facts::id(0),
        code: String::new(),
        kind: EventKind::Submitted,
        at: facts::now(),
    };
    desk.step(Msg::Reply(Box::new(Reply::Changed(changed))));
    assert!(!desk.screen(120, 34).contains("20.000"), "{}", desk.screen(120, 34));
    desk.wait(1);
    assert_eq!(count(&desk), before + 1);
    let mut newer = report(0);
    newer.cells[0].entry.as_mut().unwrap().num = Some(888);
    tell_report(&mut desk, newer);
    desk.wait(1);
    tell_findings(&mut desk);
    assert!(desk.screen(120, 34).contains("888"));
}

#[test]
fn figures_that_did_not_come_are_said_to_be_missing_and_read_again_by_the_key_that_reads() {
    let mut desk = previewed(Lang::En);
    let ticket = asked(&desk, asks_for_figures);
    desk.reply(ticket, Err(Failure::TimedOut));
    let why = Failure::TimedOut.text(Lang::En);
    let first: String = why.chars().take(20).collect();
    assert!(desk.screen(120, 34).contains(&first), "{}", desk.screen(120, 34));
    let before = count(&desk);
    desk.wait(1_000);
    assert_eq!(count(&desk), before, "nothing is asked over and over");
    desk.text("R");
    desk.wait(1);
    assert_eq!(count(&desk), before + 1);
    // And by itself once the link is back.
    let ticket = asked(&desk, asks_for_figures);
    desk.reply(ticket, Err(Failure::TimedOut));
    desk.step(Msg::Reply(Box::new(Reply::Resync)));
    desk.wait(200);
    assert_eq!(count(&desk), before + 2);
}

#[test]
fn the_dialog_says_how_many_figures_there_are_and_its_key_leads_to_them_and_back() {
    for lang in Lang::ALL {
        let mut desk = judging(*lang);
        let screen = desk.screen(80, 24);
        assert!(
            screen.contains(&lang.filings_brought(3, 2, Some(2))) && screen.contains("Ctrl-F"),
            "{screen}"
        );
        desk.key(KeyCode::Down);
        desk.key(KeyCode::Tab);
        desk.text("Sai");
        desk.press(Key::ctrl('f'));
        let mut seen = String::new();
        for _ in 0..4 {
            seen.push_str(&desk.screen(80, 24));
            desk.key(KeyCode::PageDown);
        }
        for said in ["I24-01", "I24-02", "I24-08", "I24-09", "I24-10", "1.000/1.400", "69,5%"] {
            let said = if *lang == Lang::En {
                said.replace("1.000/1.400", "1,000 of 1,400").replace("69,5", "69.5")
            } else {
                said.to_owned()
            };
            assert!(seen.contains(&said), "{said}\n{seen}");
        }
        let finding = &made::findings().items[0];
        assert!(seen.contains(&finding.justified_by) && seen.contains("Sở Thông tin"), "{seen}");
        // Keys that type do nothing there; the way back leads to where one was.
        desk.text("xyz");
        assert_eq!(desk.model.dialogs.open.as_ref().unwrap().layer(), Layer::FIGURES);
        desk.key(if *lang == Lang::Vi { KeyCode::Esc } else { KeyCode::F(3) });
        let dialog = desk.model.dialogs.open.as_ref().unwrap();
        assert_eq!(
            (dialog.stage, dialog.stop(), dialog.form.picked()),
            (Stage::Edit, Stop::Field(1), Some(1))
        );
        desk.text(" số");
        assert_eq!(desk.model.dialogs.open.as_ref().unwrap().form.text(), "Sai số");
    }
}

#[test]
fn from_the_page_of_a_report_one_goes_on_to_the_next_that_waits_in_the_list_behind_its_item() {
    let mut desk = in_queue(Lang::En);
    desk.key(KeyCode::Enter);
    tell_detail(&mut desk, 0);
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Report);
    tell_figures(&mut desk, 0);
    assert!(desk.screen(160, 40).contains("n next waiting"), "{}", desk.screen(160, 40));
    desk.text("n");
    assert_eq!(desk.model.common.screen, Screen::Item);
    assert_eq!(desk.model.screens.item.open.as_ref().unwrap().id, facts::id(1));
    tell_detail(&mut desk, 1);
    desk.key(KeyCode::Esc);
    assert_eq!(
        desk.model.common.screen,
        Screen::Submissions,
        "and back to the list, past what was read before"
    );
}

#[test]
fn of_warnings_nothing_is_said_where_they_are_those_of_another_filing() {
    let mut desk = deciding(Lang::En);
    tell_report(&mut desk, report(0));
    desk.wait(1);
    let ticket = asked(&desk, |call| matches!(call, Call::Filings(FilingsCall::Findings(_))));
    let earlier = dondoc_shared::wire::report::ReportFindings { revision: 1, ..made::findings() };
    desk.reply(ticket, Ok(Answer::Filings(FilingsAnswer::Findings(earlier))));
    let screen = desk.screen(120, 34);
    assert!(
        screen.contains(&Lang::En.filings_brought(3, 2, None)) && !screen.contains("warning"),
        "{screen}"
    );
}

#[test]
fn nothing_is_decided_before_the_figures_are_here_and_whoever_tries_asks_for_them_again() {
    let mut desk = deciding(Lang::Vi);
    go(&mut desk);
    assert_eq!((stage(&desk), count(&desk)), (Stage::Edit, 1), "they are on their way");
    assert!(desk.screen(80, 24).contains("chưa quyết định được"), "{}", desk.screen(80, 24));
    let ticket = asked(&desk, asks_for_figures);
    desk.reply(ticket, Err(Failure::TimedOut));
    assert!(desk.screen(80, 24).contains("Chưa đọc được số liệu"), "{}", desk.screen(80, 24));
    go(&mut desk);
    assert_eq!((stage(&desk), count(&desk)), (Stage::Edit, 2));
    tell_figures(&mut desk, 0);
    go(&mut desk);
    assert_eq!(stage(&desk), Stage::Confirm);
    desk.answer(Answer::Readers(facts::readers()));
    desk.wait(400);
    desk.text("Y");
    assert!(matches!(desk.last().call, Call::Write { deed: Deed::Accept(_), .. }));
    // A duty has none.
    let mut desk = queues::in_queue(Lang::Vi, Queue::Submission);
    desk.text("V");
    desk.answer(Answer::Item(Box::new(facts::detail(0))));
    assert_eq!(count(&desk), 0);
    desk.press(Key::ctrl('f'));
    assert!(desk.model.dialogs.open.as_ref().unwrap().reading.is_none());
}

#[test]
fn a_report_that_was_filed_anew_is_decided_on_by_its_new_figures_alone() {
    let mut desk = judging(Lang::Vi);
    assert!(desk.screen(200, 50).contains("20.000"), "where there is room they stand in the dialog");
    let changed = Changed {
        assignment: facts::id(0),
        code: String::new(),
        kind: EventKind::Submitted,
        at: facts::now(),
    };
    desk.step(Msg::Reply(Box::new(Reply::Changed(changed))));
    let mut newer = detail(0);
    newer.row.version = 9;
    let ticket = asked(&desk, |call| matches!(call, Call::Item(_)));
    desk.reply(ticket, Ok(Answer::Item(Box::new(newer))));
    assert!(!desk.screen(200, 50).contains("20.000"), "{}", desk.screen(200, 50));
    assert_eq!(count(&desk), 2);
}
