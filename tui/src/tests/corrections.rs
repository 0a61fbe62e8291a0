//! The corrections that wait: how one comes to them, what is shown of them, and how one is decided on.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    period::{CorrectionReason, CorrectionState},
    role::Role,
    text::Lang,
    wire::{
        correcting::{Corrections, WaitingCorrection},
        correction::{Correction, CorrectionChange, CorrectionDecided, CorrectionDecision},
        national::{Overview, Queues},
        report::FiledFinding,
        session::Me,
    },
};
use uuid::Uuid;

use super::{Desk, facts, figures::made::period, filings};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure, FilingsAnswer, FilingsCall, Order},
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut none, mut failed, mut hostile) = (opened(lang), opened(lang), opened(lang));
    tell(&mut none, vec![]);
    failed.fail(Failure::TimedOut);
    tell(&mut hostile, long());
    let mut help = on_list(lang);
    help.text("?");
    let mut hostile_decide = opened(lang);
    tell(&mut hostile_decide, long());
    begun(&mut hostile_decide);
    let (mut page, mut hostile_page) = (on_list(lang), opened(lang));
    page.key(KeyCode::Enter);
    tell(&mut hostile_page, long());
    hostile_page.key(KeyCode::Enter);
    let (mut decide, mut refuse) = (on_list(lang), on_list(lang));
    begun(&mut decide);
    begun(&mut refuse);
    refuse.key(KeyCode::Down);
    go(&mut refuse);
    let named = vec![
        ("corrections", on_list(lang)),
        ("corrections_none", none),
        ("corrections_failed", failed),
        ("corrections_hostile", hostile),
        ("corrections_help", help),
        ("correction", page),
        ("correction_hostile", hostile_page),
        ("corrections_decide", decide),
        ("corrections_refuse", refuse),
        ("corrections_decide_hostile", hostile_decide),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn change(code: &str, old: &str, new: &str) -> CorrectionChange {
    CorrectionChange {
        indicator: code.to_owned(),
        name_vi: "Hồ sơ giải quyết bằng dữ liệu thay cho giấy tờ".to_owned(),
        name_en: "Cases settled with data in place of papers".to_owned(),
        old: None,
        new: None,
        old_vi: old.to_owned(),
        old_en: old.to_owned(),
        new_vi: new.to_owned(),
        new_en: new.to_owned(),
    }
}

fn waiting(n: u32, changes: Vec<CorrectionChange>) -> WaitingCorrection {
    let correction = Correction {
        revision: 2,
        state: CorrectionState::Waiting,
        reason: CorrectionReason::FoundByCheck,
        text: "Thanh tra sở phát hiện một phường báo thừa một chữ số.".to_owned(),
        filed_name: "Phê duyệt viên 1".to_owned(),
        filed_on: facts::TODAY,
        at: facts::now(),
        decided_name: None,
        decided_at: None,
        remark: String::new(),
        changes,
    };
    WaitingCorrection {
        tenant: facts::tenant(n),
        period: period(7),
        assignment: facts::id(n),
        correction,
        findings: vec![],
    }
}

/// A warning of this cell, which its body has justified and nobody has judged.
fn warning(code: &str) -> FiledFinding {
    FiledFinding { indicator: code.to_owned(), ..filings::made::findings().items.remove(0) }
}

/// One of whose two cells the checks warn of the first, and one with more cells than stand below the list.
fn items() -> Vec<WaitingCorrection> {
    let many = (1..=5).map(|n| change(&format!("CT{n:02}"), "900", "90")).collect();
    let two = vec![change("CT03", "900", "90"), change("CT04", Lang::Vi.cell_none_before(), "12")];
    vec![WaitingCorrection { findings: vec![warning("CT03")], ..waiting(0, two) }, waiting(1, many)]
}

/// Forty of them with texts and numbers as long as they can be.
fn long() -> Vec<WaitingCorrection> {
    let number = Lang::Vi.number(i64::MAX);
    let item = |n| {
        let cells = (1..=40).map(|cell| CorrectionChange {
            name_vi: "Tên chỉ tiêu rất dài ".repeat(10),
            name_en: "A very long name of an indicator ".repeat(10),
            ..change(&format!("CT{cell:02}"), &number, &format!("{number} ({number}/{number})"))
        });
        let mut one = waiting(n, cells.collect());
        one.tenant.name_vi = one.tenant.name_vi.repeat(20);
        one.tenant.name_en = one.tenant.name_en.repeat(20);
        one.correction.text = "khôngcódấucách".repeat(140);
        one.correction.filed_name = "Nguyễn Thị ".repeat(20);
        let reason = warning("CT40");
        one.findings = vec![FiledFinding { text: reason.text.repeat(9), ..reason }];
        one
    };
    (0..40).map(item).collect()
}

fn tell(desk: &mut Desk, items: Vec<WaitingCorrection>) {
    desk.answer(Answer::Filings(FilingsAnswer::Corrections(Corrections { items })));
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gc");
    desk
}

fn on_list(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    tell(&mut desk, items());
    desk
}

/// The box is there, and listens.
fn begun(desk: &mut Desk) {
    desk.text("c");
    desk.wait(400);
}

/// From the choice over the remark and the button back to the one that acts.
fn go(desk: &mut Desk) {
    for _ in 0..3 {
        desk.key(KeyCode::Tab);
    }
    desk.key(KeyCode::Enter);
}

fn decisions(desk: &Desk) -> Vec<(Uuid, Order)> {
    let order = |call: &Call| match call {
        Call::Order { key, order } => Some((*key, order.clone())),
        _ => None,
    };
    desk.sent.iter().filter_map(|request| order(&request.call)).collect()
}

fn decided(n: u32, accept: bool, remark: &str) -> Order {
    let decision = CorrectionDecision { accept, remark: remark.to_owned() };
    Order::DecideCorrection { id: facts::id(n), revision: 2, decision }
}

fn answer(state: CorrectionState) -> Answer {
    Answer::Decided(CorrectionDecided { revision: 2, state })
}

fn asks_for_the_list(desk: &Desk) -> bool {
    matches!(desk.last().call, Call::Filings(FilingsCall::Corrections))
}

#[test]
fn every_screen_of_corrections_in_the_smallest_window() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_60_{lang}"), desk.screen(60, 15));
        }
    }
}

#[test]
fn the_first_page_says_how_many_wait_and_leads_to_them() {
    let mut desk = Desk::signed_in(Lang::Vi);
    let queues = Queues { corrections: 29, ..facts::overview().queues };
    desk.text("R");
    desk.answer(Answer::Overview(Box::new(Overview { queues, ..facts::overview() })));
    let screen = desk.screen(80, 24);
    assert!(screen.lines().any(|line| line.contains(Lang::Vi.corrections_queue()) && line.contains("29")));
    desk.model.screens.overview.spot = Some(crate::screens::overview::Spot::Corrections);
    assert!(desk.screen(80, 24).contains(Lang::Vi.corrections_opens()));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Corrections);
    assert!(asks_for_the_list(&desk));
    tell(&mut desk, items());
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn the_list_says_whose_why_by_whom_and_what_changes_from_what_to_what() {
    for lang in Lang::ALL {
        let mut desk = on_list(*lang);
        let screen = desk.screen(80, 24);
        let reason = CorrectionReason::FoundByCheck.name(*lang);
        let name = facts::tenant(0);
        for said in [lang.pick(&name.name_vi, &name.name_en), reason, "Phê duyệt viên 1", "900 → 90"] {
            assert!(screen.contains(said), "{said}\n{screen}");
        }
        assert!(screen.contains(&format!("{} → 12", Lang::Vi.cell_none_before())), "{screen}");
        desk.text("j");
        assert!(desk.screen(80, 24).contains(&lang.corrections_more(3)), "what has no room is counted");
    }
}

#[test]
fn enter_opens_the_correction_itself_with_every_change_and_from_there_the_report() {
    for lang in Lang::ALL {
        let mut desk = on_list(*lang);
        desk.text("j");
        let asked = desk.sent.len();
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Corrections);
        assert_eq!(desk.sent.len(), asked, "everything is here already");
        let screen = desk.screen(80, 40);
        let one = &items()[1];
        let of = &one.correction;
        let name = lang.pick(&one.tenant.name_vi, &one.tenant.name_en);
        let at = crate::ui::time::in_full(*lang, of.at);
        let filed = lang.filings_revision(of.revision, &at, &of.filed_name);
        for said in [name, of.reason.name(*lang), of.text.as_str(), of.state.name(*lang), filed.as_str()] {
            assert!(screen.contains(said), "{said}\n{screen}");
        }
        for cell in &of.changes {
            let name = lang.pick(&cell.name_vi, &cell.name_en);
            assert!(screen.contains(&lang.corrections_cell(&cell.indicator, name)), "{screen}");
        }
        assert_eq!(screen.matches("900 → 90").count(), of.changes.len(), "{screen}");
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Report);
        assert!(matches!(&desk.last().call, Call::Filings(FilingsCall::Report { period, body })
            if period == "CT-2024-M07" && *body == facts::tenant(1).slug));
    }
}

#[test]
fn what_the_checks_warn_of_stands_below_its_cell_with_the_reason_and_nothing_found_is_left_out() {
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    let screen = desk.screen(120, 40);
    let line = |said: &str| screen.lines().position(|line| line.contains(said)).unwrap();
    let warned = line("cảnh báo: Số này xa mức thường thấy");
    let justified = line("Giải trình (Chuyên viên đơn vị): thay đổi thật. Khu công nghiệp mới");
    assert!(line("CT03 ") < line("900 → 90") && line("900 → 90") < warned, "{screen}");
    assert!(warned < justified && justified < line("CT04 "), "{screen}");
    assert!(screen.contains(&Lang::Vi.filings_warnings(1)), "{screen}");
    desk.text("J");
    assert!(desk.screen(120, 40).contains(&Lang::Vi.filings_warnings(0)));
    // A whole may be warned of where one of its parts changes.
    let mut desk = opened(Lang::Vi);
    let mut one = items().remove(0);
    one.findings = vec![warning("CT09")];
    tell(&mut desk, vec![one]);
    desk.key(KeyCode::Enter);
    let screen = desk.screen(120, 40);
    let line = |said: &str| screen.lines().position(|line| line.contains(said)).unwrap();
    assert!(line("CT04 ") < line("CT09 ") && line("CT09 ") < line("cảnh báo: Số này xa"), "{screen}");
}

#[test]
fn every_change_and_the_whole_reason_can_be_read_on_the_page_of_a_correction() {
    let mut desk = opened(Lang::Vi);
    tell(&mut desk, long());
    desk.key(KeyCode::Enter);
    let mut read = String::new();
    for _ in 0..80 {
        read.push_str(&desk.screen(80, 24));
        desk.key(KeyCode::PageDown);
    }
    for cell in 1..=40 {
        assert!(read.contains(&format!("CT{cell:02}")), "{cell}");
    }
    let page = desk.screen(80, 24);
    desk.key(KeyCode::PageDown);
    assert_eq!(desk.screen(80, 24), page, "the end stays the end");
    desk.key(KeyCode::Home);
    let lines: String = desk.screen(80, 300).split_whitespace().collect();
    assert!(lines.contains(&long()[0].correction.text), "nothing is cut\n{lines}");
}

#[test]
fn from_one_correction_the_keys_lead_to_the_next_and_back_to_the_list_at_it() {
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    assert!(desk.screen(80, 24).contains("CT04"));
    desk.text("J");
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&facts::tenant(1).name_vi) && !screen.contains("không có → 12"), "{screen}");
    desk.text("J");
    let last = desk.screen(80, 24);
    assert!(last.contains(Lang::Vi.tui_last_of_list()) && last.contains(&facts::tenant(1).name_vi), "{last}");
    desk.text("K");
    assert!(desk.screen(80, 24).contains("không có → 12"));
    desk.text("J");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Corrections);
    assert!(desk.screen(80, 24).contains(Lang::Vi.corrections_means()), "at the list");
    assert_eq!(desk.model.screens.corrections.list.cursor, Some((facts::id(1), 2)));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn a_correction_that_no_longer_waits_leaves_its_page_and_none_takes_its_place() {
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.text("R");
    tell(&mut desk, items().split_off(1));
    let screen = desk.screen(200, 24);
    assert!(screen.contains(Lang::Vi.corrections_gone()), "{screen}");
    assert!(screen.contains(Lang::Vi.corrections_means()), "at the list\n{screen}");
    // One's own decision says what it says, and no more.
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    begun(&mut desk);
    desk.text(" ");
    go(&mut desk);
    assert_eq!(decisions(&desk).len(), 1);
    assert_eq!(decisions(&desk)[0].1, decided(0, true, ""));
    desk.answer(answer(CorrectionState::Accepted));
    assert!(asks_for_the_list(&desk));
    tell(&mut desk, items().split_off(1));
    let screen = desk.screen(200, 24);
    assert!(screen.contains("Đã chấp nhận đính chính"), "{screen}");
    assert!(screen.contains(Lang::Vi.corrections_means()), "at the list\n{screen}");
}

#[test]
fn the_next_report_is_that_of_the_next_correction_and_the_way_back_leads_to_it() {
    let mut desk = on_list(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Enter);
    let read = |desk: &Desk| match &desk.last().call {
        Call::Filings(FilingsCall::Report { body, .. }) => body.clone(),
        call => panic!("{call:?}"),
    };
    assert_eq!(read(&desk), facts::tenant(0).slug);
    desk.text("J");
    assert_eq!(read(&desk), facts::tenant(1).slug);
    let asked = desk.sent.len();
    desk.text("J");
    assert_eq!(desk.sent.len(), asked, "after the last is none");
    desk.text("K");
    assert_eq!(read(&desk), facts::tenant(0).slug);
    desk.text("J");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Corrections);
    assert_eq!(desk.model.screens.corrections.list.cursor, Some((facts::id(1), 2)));
    tell(&mut desk, items());
    assert!(desk.screen(80, 40).contains("CT05"), "on the page of the correction whose report was read last");
}

#[test]
fn every_change_can_be_read_in_the_box_before_it_is_decided() {
    let mut desk = opened(Lang::Vi);
    tell(&mut desk, long());
    begun(&mut desk);
    let mut read = String::new();
    for _ in 0..45 {
        read.push_str(&desk.screen(80, 24));
        desk.key(KeyCode::PageDown);
    }
    for cell in 1..=40 {
        assert!(read.contains(&format!("CT{cell:02}")), "{cell}");
    }
    assert!(!desk.screen(80, 24).contains('↓'));
    desk.key(KeyCode::PageUp);
    assert!(desk.screen(80, 24).contains('↓'), "it says that there is more");
}

#[test]
fn nothing_is_chosen_to_begin_with_and_a_refusal_says_why() {
    let mut desk = on_list(Lang::Vi);
    begun(&mut desk);
    go(&mut desk);
    assert!(decisions(&desk).is_empty());
    assert!(desk.screen(80, 24).contains(Lang::Vi.tui_choose_first()));
    desk.key(KeyCode::Down);
    go(&mut desk);
    assert!(decisions(&desk).is_empty(), "without a remark");
    assert!(desk.screen(80, 24).contains(ErrorCode::RemarkRequired.message(Lang::Vi)));
    desk.text("chưa có căn cứ");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let sent = decisions(&desk);
    assert_eq!(
        sent.iter().map(|(_, order)| order.clone()).collect::<Vec<_>>(),
        [decided(0, false, "chưa có căn cứ")]
    );
    desk.answer(answer(CorrectionState::Refused));
    assert!(desk.model.agree.is_none() && asks_for_the_list(&desk), "read again");
    tell(&mut desk, items().split_off(1));
    let screen = desk.screen(200, 24);
    assert!(
        screen.contains("Đã từ chối đính chính") && screen.contains(&facts::tenant(0).name_vi),
        "{screen}"
    );
}

#[test]
fn an_acceptance_needs_no_remark_and_a_second_try_carries_the_same_key() {
    let mut desk = on_list(Lang::En);
    desk.text("j");
    begun(&mut desk);
    desk.text(" ");
    go(&mut desk);
    desk.fail(Failure::InDoubt);
    desk.key(KeyCode::Enter);
    let sent = decisions(&desk);
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1], "it may have been carried out");
    assert_eq!(sent[0].1, decided(1, true, ""));
    desk.answer(answer(CorrectionState::Accepted));
    assert!(desk.model.agree.is_none() && asks_for_the_list(&desk));
}

#[test]
fn whoever_comes_second_is_told_so_and_sees_what_still_waits() {
    for code in [ErrorCode::NothingWaiting, ErrorCode::NotFound] {
        let mut desk = on_list(Lang::Vi);
        begun(&mut desk);
        desk.text(" ");
        go(&mut desk);
        desk.fail(facts::problem(code, 409));
        assert!(desk.model.agree.is_none() && asks_for_the_list(&desk));
        tell(&mut desk, vec![]);
        let screen = desk.screen(200, 24);
        assert!(
            screen.contains(code.message(Lang::Vi)) && screen.contains("đã có người quyết định"),
            "{screen}"
        );
        assert!(screen.contains(Lang::Vi.corrections_none()));
    }
    // What may pass leaves the box and what was typed.
    let mut desk = on_list(Lang::Vi);
    begun(&mut desk);
    desk.text(" ");
    go(&mut desk);
    desk.fail(Failure::Unreachable);
    assert!(desk.model.agree.is_some());
    assert!(desk.screen(80, 24).contains(Lang::Vi.tui_server_unreachable()));
}

#[test]
fn an_observer_reads_them_and_decides_nothing_and_an_administrator_is_told_no() {
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
    desk.text("gc");
    tell(&mut desk, items());
    desk.key(KeyCode::Enter);
    assert!(desk.screen(80, 24).contains("900 → 90"));
    desk.text("c");
    assert!(desk.model.agree.is_none());
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::SystemAdministrator, ..facts::me() });
    desk.text("gc");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    let mut desk = opened(Lang::Vi);
    tell(&mut desk, vec![]);
    desk.text("c");
    assert!(desk.model.agree.is_none(), "there is nothing to decide");
}

#[test]
fn what_changes_meanwhile_is_read_again_once_while_somebody_looks() {
    let changed = || crate::app::msg::Msg::Reply(Box::new(crate::net::Reply::Resync));
    let mut desk = on_list(Lang::Vi);
    let asked = |desk: &Desk| {
        desk.sent.iter().filter(|r| matches!(r.call, Call::Filings(FilingsCall::Corrections))).count()
    };
    let before = asked(&desk);
    desk.step(changed());
    desk.step(changed());
    desk.wait(2_500);
    assert_eq!(asked(&desk), before + 1);
    tell(&mut desk, items());
    desk.key(KeyCode::Esc);
    desk.step(changed());
    desk.wait(2_500);
    assert_eq!(asked(&desk), before + 1, "nobody looks at it");
}
