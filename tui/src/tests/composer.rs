//! Marks, the form of an urge, its plan, and taking back: no tenant is asked for what the officer did not see.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::{PlanId, UrgeId},
    text::Lang,
    wire::{
        plan::{ConfirmPlan, PartState, PlanSkipped},
        urge::{
            UrgeAddressee, UrgeTemplate, UrgeTemplates,
            plan::{NewUrgePlan, PlanItem, PlanPart, Planned, RecentUrge, UrgePlan},
        },
    },
};
use jiff::{ToSpan, civil::date};
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    keys::Screen,
    net::{Answer, Call, Failure, Order, UrgingAnswer, UrgingCall},
    screens::composer::Face,
};

/// The faces of the screen, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut own, mut help, mut marked) = (asking(lang, 3), planned(lang, &plan(4)), Desk::in_backlog(lang));
    own.text("Đề nghị báo cáo kết quả và vướng mắc");
    help.text("?");
    marked.text("  jv");
    let (mut confirm, mut failed) = (planned(lang, &plan(14)), issued(lang));
    confirm.text("Y");
    confirm.wait(400);
    failed.text("j");
    let mut recall = issued(lang);
    recall.text("z");
    recall.wait(400);
    let mut nothing = Desk::signed_in(lang);
    nothing.text("z");
    nothing.answer(templates());
    let mut hostile = plan(4);
    for part in &mut hostile.parts {
        part.shown.tenant.name_vi =
            "Ủy ban nhân dân thành phố trực thuộc trung ương có tên rất dài ".repeat(3);
        part.shown.items[0].title_vi = "Hoàn thiện cơ sở dữ liệu quốc gia ".repeat(9);
    }
    let named = vec![
        ("urge", asking(lang, 1)),
        ("urge_own", own),
        ("urge_plan", planned(lang, &plan(4))),
        ("urge_plan_hostile", planned(lang, &hostile)),
        ("urge_plan_help", help),
        ("urge_confirm", confirm),
        ("urge_issued", failed),
        ("urge_recall", recall),
        ("urge_nothing", nothing),
        ("backlog_marked", marked),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

pub fn templates() -> Answer {
    let one = |code: &str, name_vi: &str, name_en: &str| UrgeTemplate {
        code: code.to_owned(),
        name_vi: name_vi.to_owned(),
        name_en: name_en.to_owned(),
        text_vi: "{tenant}: {tasks}".to_owned(),
        text_en: "{tenant}: {tasks}".to_owned(),
        version: 1,
    };
    let items = vec![
        one("no_report", "Chưa có báo cáo tiến độ", "No progress report"),
        one("overdue", "Nhiệm vụ quá hạn: xử lý dứt điểm", "Overdue: bring it to an end"),
    ];
    Answer::Urging(UrgingAnswer::Templates(UrgeTemplates { items }))
}

/// A plan about so many assignments, each of another body, and one that cannot be urged.
pub fn plan(n: u32) -> UrgePlan {
    let part = |n: u32| {
        let row = facts::row(n);
        let item = PlanItem {
            id: row.id,
            code: row.code,
            title_vi: row.title_vi,
            title_en: row.title_en,
            version: row.version,
            days_overdue: row.days_overdue,
            unanswered_urges: i32::from(n == 1),
            urged: (n == 0)
                .then(|| RecentUrge { at: facts::now() - 5.minutes(), by: "Chuyên viên 2".to_owned() }),
            claimed_by: None,
            snoozed_until: None,
        };
        let shown = Planned {
            tenant: facts::tenant(n),
            items: vec![item],
            text: "Đề nghị khẩn trương thực hiện.".to_owned(),
            recipients: facts::readers().recipients,
            leaves_at: Some(facts::now() + 1.minute()),
            held: false,
            reply_by: date(2024, 7, 30),
            reply_on_free_day: false,
        };
        PlanPart { shown, state: PartState::Planned, urge: None, number: None, why: None }
    };
    let row = facts::row(50);
    UrgePlan {
        id: PlanId(Uuid::from_u128(77)),
        parts: (0..n).map(part).collect(),
        skipped: vec![PlanSkipped { id: row.id, code: row.code, why: ErrorCode::WrongState }],
        expires_at: facts::now() + 10.minutes(),
        now: facts::now(),
    }
}

/// The same as it was issued: the second part refused.
fn carried_out(mut plan: UrgePlan) -> UrgePlan {
    for (n, part) in (1_u32..).zip(&mut plan.parts) {
        (part.state, part.urge) = (PartState::Issued, Some(UrgeId(Uuid::from_u128(u128::from(n)))));
        part.number = Some(format!("{n}/2024/TCT"));
    }
    if let Some(part) = plan.parts.get_mut(1) {
        (part.state, part.urge, part.number) = (PartState::Failed, None, None);
        part.why = Some(ErrorCode::VersionStale);
    }
    plan
}

fn of(plan: &UrgePlan) -> Answer {
    Answer::Urging(UrgingAnswer::Plan(Box::new(plan.clone())))
}

/// At the form, about the second row of the backlog or the first `n`.
fn asking(lang: Lang, n: usize) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    // The first is with the Working Group, and cannot be urged alone.
    desk.text(&if n > 1 { " ".repeat(n) } else { "j".to_owned() });
    desk.text("f");
    desk.answer(templates());
    desk
}

/// Puts the focus on the button that goes on and presses it.
fn go(desk: &mut Desk) {
    for _ in 0..12 {
        if desk.screen(80, 24).contains("▸[") {
            return desk.key(KeyCode::Enter);
        }
        desk.key(KeyCode::Tab);
    }
    panic!("no button:\n{}", desk.screen(80, 24));
}

pub fn planned(lang: Lang, plan: &UrgePlan) -> Desk {
    let mut desk = asking(lang, 2);
    go(&mut desk);
    desk.answer(of(plan));
    desk.answer(Answer::Urging(UrgingAnswer::Preview(Box::new(facts::preview()))));
    desk
}

pub fn issued(lang: Lang) -> Desk {
    let mut desk = planned(lang, &plan(4));
    agree(&mut desk);
    desk.answer(of(&carried_out(plan(4))));
    desk
}

fn asked(desk: &Desk) -> &NewUrgePlan {
    let plans = desk.sent.iter().rev().find_map(|request| match &request.call {
        Call::Urging(UrgingCall::Plan { asked, .. }) => Some(asked),
        _ => None,
    });
    plans.unwrap()
}

/// How often something was to be issued.
fn issues(desk: &Desk) -> usize {
    let issue = |call: &Call| matches!(call, Call::Order { order: Order::IssuePlan(..), .. });
    desk.sent.iter().filter(|request| issue(&request.call)).count()
}

#[test]
fn what_is_marked_is_urged_whatever_list_is_on_the_screen_and_what_closed_loses_its_mark() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text(" jj v");
    assert!(desk.screen(80, 24).contains(&Lang::Vi.composer_marked(3, 0)), "{}", desk.screen(80, 24));
    desk.text("/tenant:lao-cai");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(3..9, 6)));
    assert!(desk.screen(80, 24).contains(&Lang::Vi.composer_marked(3, 1)), "{}", desk.screen(80, 24));
    let mut closed = facts::detail(3);
    closed.row.status = dondoc_shared::lifecycle::Status::Accepted;
    closed.row.version += 1;
    desk.step(super::browsing::changed(3));
    desk.wait(500);
    desk.answer(Answer::Item(Box::new(closed)));
    assert!(desk.screen(80, 24).contains("đã bỏ dấu"), "{}", desk.screen(80, 24));
    desk.text("f");
    desk.answer(templates());
    go(&mut desk);
    let mut ids = asked(&desk).assignments.clone();
    ids.sort_unstable();
    assert_eq!(ids, [facts::id(0), facts::id(4)]);
}

#[test]
fn all_that_a_filter_finds_is_marked_page_by_page_and_never_more_than_can_be_urged_at_once() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("M");
    desk.answer(Answer::Page(facts::page(0..200, 230)));
    desk.answer(Answer::Page(facts::page(200..230, 230)));
    assert!(desk.screen(80, 24).contains(&Lang::Vi.composer_marked(230, 170)), "{}", desk.screen(80, 24));
    desk.text("U");
    assert!(!desk.screen(80, 24).contains("đã đánh dấu"));
    desk.text("M");
    let before = desk.sent.len();
    desk.answer(Answer::Page(facts::page(0..200, 1_001)));
    assert_eq!(desk.sent.len(), before, "nothing more is read");
    assert!(desk.screen(80, 24).contains(&Lang::Vi.composer_too_many(1_000)), "{}", desk.screen(80, 24));
}

#[test]
fn an_urge_begins_with_the_usual_template_and_typing_writes_ones_own_words_instead() {
    let mut desk = asking(Lang::Vi, 1);
    go(&mut desk);
    let plan = asked(&desk);
    assert_eq!((plan.template.as_deref(), plan.reply_in), (Some("overdue"), Some(3)));
    assert_eq!(plan.addressee, UrgeAddressee::Responsible);
    let mut desk = asking(Lang::Vi, 1);
    desk.text("Đề nghị");
    go(&mut desk);
    let plan = asked(&desk);
    assert_eq!((plan.template.as_deref(), plan.text.as_str()), (None, "Đề nghị"));
}

#[test]
fn what_the_server_would_refuse_is_said_before_it_is_asked() {
    let mut desk = asking(Lang::Vi, 1);
    // From the text to the addressee, the days of an answer, and there the last: a date.
    desk.text("x");
    for _ in 0..2 {
        desk.key(KeyCode::Tab);
    }
    for _ in 0..9 {
        desk.key(KeyCode::Down);
    }
    desk.key(KeyCode::Tab);
    let before = desk.sent.len();
    for (typed, said) in [
        ("", "Ngày chưa đúng"),
        ("31/02/2025", "Lịch không có ngày 31/02/2025"),
        ("25/07/2024", "Ngày phải trả lời phải sau hôm nay"),
    ] {
        desk.text(typed);
        go(&mut desk);
        let screen = desk.screen(80, 24);
        assert!(screen.contains(said), "{said}: {screen}");
        for _ in 0..10 {
            desk.key(KeyCode::Backspace);
        }
    }
    assert_eq!(desk.sent.len(), before);
    desk.text("01/08/2024");
    go(&mut desk);
    assert_eq!((asked(&desk).reply_by, asked(&desk).reply_in), (Some(date(2024, 8, 1)), None));
}

#[test]
fn nothing_is_issued_by_any_key_pressed_in_haste_nor_by_enter_alone() {
    for key in ('!'..='~').map(crate::keys::Key::char).chain([crate::keys::Key::code(KeyCode::Enter)]) {
        let mut desk = planned(Lang::Vi, &plan(4));
        for _ in 0..6 {
            desk.press(key);
            desk.at += std::time::Duration::from_millis(16);
        }
        assert_eq!(issues(&desk), 0, "{key:?}");
    }
    let mut desk = planned(Lang::Vi, &plan(4));
    desk.text("Y");
    for _ in 0..20 {
        desk.wait(400);
        desk.key(KeyCode::Enter);
    }
    assert_eq!(issues(&desk), 0);
}

#[test]
fn the_key_that_leads_to_a_plan_agrees_to_nothing_and_a_key_without_use_is_answered_in_the_box() {
    for lang in Lang::ALL {
        let mut desk = planned(*lang, &plan(4));
        desk.text("Y");
        desk.wait(400);
        for key in ["Y", "z"] {
            desk.text(key);
            let screen = desk.screen(80, 24);
            assert!(screen.contains(&lang.tui_no_key_in_box(key)), "{screen}");
            assert!(screen.contains(lang.button_keys(false)), "{screen}");
        }
        assert_eq!(issues(&desk), 0);
        desk.key(KeyCode::Right);
        desk.key(KeyCode::Enter);
        assert_eq!(issues(&desk), 1);
    }
}

#[test]
fn of_more_than_ten_the_number_must_be_typed() {
    let mut desk = planned(Lang::Vi, &plan(14));
    desk.text("Y");
    desk.wait(400);
    desk.text("13");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert_eq!(issues(&desk), 0);
    assert!(desk.screen(80, 24).contains("gõ 14 vào ô trên"), "{}", desk.screen(80, 24));
    desk.key(KeyCode::Backspace);
    desk.text("4");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let Call::Order { order: Order::IssuePlan(id, ConfirmPlan { items }), .. } = &desk.last().call else {
        panic!("{:?}", desk.last())
    };
    assert_eq!((*id, *items), (PlanId(Uuid::from_u128(77)), 14));
}

/// Agrees to issue a plan whose number need not be typed.
fn agree(desk: &mut Desk) {
    desk.text("Y");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
}

#[test]
fn where_the_answer_is_lost_what_stands_is_read_and_the_rest_can_be_issued_or_withdrawn() {
    let mut desk = planned(Lang::Vi, &plan(4));
    agree(&mut desk);
    desk.fail(Failure::TimedOut.of_write());
    assert!(desk.screen(80, 24).contains("chưa rõ thao tác đã được ghi"), "{}", desk.screen(80, 24));
    assert_eq!(desk.model.screens.composer.face, Face::Issued);
    assert!(matches!(desk.last().call, Call::Urging(UrgingCall::Standing(_))), "{:?}", desk.last());
    let mut half = carried_out(plan(4));
    for part in half.parts.iter_mut().skip(2) {
        (part.state, part.urge, part.number) = (PartState::Planned, None, None);
    }
    desk.answer(of(&half));
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&Lang::Vi.composer_rest(2)) && screen.contains("z rút lại được"), "{screen}");
    agree(&mut desk);
    assert_eq!(issues(&desk), 2);
    let Call::Order { order: Order::IssuePlan(_, ConfirmPlan { items }), .. } = &desk.last().call else {
        panic!("{:?}", desk.last())
    };
    assert_eq!(*items, 4, "the plan is the same one, as it was read");
    desk.answer(of(&carried_out(plan(4))));
    assert!(!desk.screen(80, 24).contains("chưa phát hành"), "{}", desk.screen(80, 24));
}

#[test]
fn what_was_issued_is_told_part_by_part_and_what_was_refused_is_asked_for_again_in_the_same_words() {
    let mut desk = asking(Lang::Vi, 2);
    desk.text("Đề nghị nêu rõ vướng mắc");
    go(&mut desk);
    desk.answer(of(&plan(4)));
    agree(&mut desk);
    desk.answer(of(&carried_out(plan(4))));
    let screen = desk.screen(80, 24);
    for said in ["1/2024/TCT", "bị từ chối", "3/2024/TCT", "z rút lại được", &Lang::Vi.composer_sum(3, 3, 6)]
    {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    assert!(!screen.contains("đã đánh dấu"));
    desk.text("R");
    assert!(matches!(desk.last().call, Call::Urging(UrgingCall::Standing(_))), "{:?}", desk.last());
    desk.answer(of(&carried_out(plan(4))));
    desk.text("f");
    go(&mut desk);
    assert_eq!(asked(&desk).assignments, [facts::id(1)]);
    assert_eq!(asked(&desk).text, "Đề nghị nêu rõ vướng mắc");
    desk.answer(of(&plan(1)));
    assert_eq!(desk.model.screens.composer.face, Face::Plan);
}

#[test]
fn a_plan_is_issued_as_it_was_asked_for_whatever_is_pressed_while_it_is_made() {
    let mut desk = asking(Lang::Vi, 1);
    desk.text("Đề nghị");
    go(&mut desk);
    let before = desk.model.screens.composer.asking.form.text();
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Down);
    desk.text("khác");
    desk.step(Msg::Paste("khác".to_owned()));
    assert_eq!(desk.model.screens.composer.asking.form.text(), before);
    desk.answer(of(&plan(1)));
    assert_eq!(desk.model.screens.composer.face, Face::Plan);
}

#[test]
fn a_plan_that_comes_after_its_form_was_left_takes_no_other_page_away() {
    let mut desk = issued(Lang::Vi);
    desk.text("gbf");
    go(&mut desk);
    let ticket = desk.last().ticket;
    desk.key(KeyCode::Esc);
    desk.text("z");
    desk.reply(ticket, Ok(of(&plan(1))));
    assert_eq!(desk.model.screens.composer.face, Face::Issued);
}

#[test]
fn the_mail_of_a_row_is_read_once_the_cursor_rests_on_it() {
    let mut desk = planned(Lang::Vi, &plan(9));
    let previews = |desk: &Desk| {
        let preview = |call: &Call| matches!(call, Call::Urging(UrgingCall::Preview(_)));
        desk.sent.iter().filter(|request| preview(&request.call)).count()
    };
    assert_eq!(previews(&desk), 1);
    desk.text("jjjjj");
    assert_eq!(previews(&desk), 1);
    desk.wait(250);
    assert_eq!(previews(&desk), 2);
}

#[test]
fn z_leads_back_to_what_was_issued_from_anywhere_and_there_withdraws_it() {
    let mut desk = issued(Lang::Vi);
    desk.text("gd");
    desk.answer(Answer::Overview(Box::new(facts::overview())));
    desk.text("z");
    assert_eq!(desk.model.common.screen, Screen::Composer);
    // What stands is read first; then it is asked for, and a key pressed in haste agrees to nothing.
    desk.text("zz");
    desk.key(KeyCode::Enter);
    desk.answer(of(&carried_out(plan(4))));
    let recalls = |desk: &Desk| {
        let recall = |call: &Call| matches!(call, Call::Order { order: Order::RecallPlan(_), .. });
        desk.sent.iter().filter(|request| recall(&request.call)).count()
    };
    desk.text("zzzz");
    desk.key(KeyCode::Enter);
    assert_eq!(recalls(&desk), 0);
    let screen = desk.screen(80, 24);
    assert!(screen.contains(Lang::Vi.composer_recall_about().split(':').next().unwrap()), "{screen}");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Enter);
    assert_eq!(recalls(&desk), 1, "once is enough");
    let mut back = carried_out(plan(4));
    for part in back.parts.iter_mut().filter(|part| part.state == PartState::Issued) {
        part.state = PartState::Withdrawn;
    }
    desk.answer(of(&back));
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&Lang::Vi.composer_withdrawn(3, 0)), "{screen}");
    desk.text("z");
    assert!(desk.screen(80, 24).contains("Không có đôn đốc nào còn rút lại được"), "{}", desk.screen(80, 24));
}

#[test]
fn what_was_written_waits_for_the_same_assignments_and_no_others() {
    let mut desk = asking(Lang::Vi, 1);
    desk.text("Đề nghị nêu rõ vướng mắc");
    desk.key(KeyCode::Esc);
    desk.text("jf");
    assert!(!desk.screen(80, 24).contains("vướng mắc"));
    desk.key(KeyCode::Esc);
    desk.text("qq");
    desk.wait(400);
    assert!(desk.screen(80, 24).contains("Đôn đốc T24-02/thua-thien-hue"), "{}", desk.screen(80, 24));
    desk.key(KeyCode::Esc);
    desk.text("gbkf");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("vướng mắc") && screen.contains(Lang::Vi.composer_draft()), "{screen}");
}

#[test]
fn what_was_written_about_some_is_there_where_one_more_is_marked() {
    let mut desk = asking(Lang::Vi, 2);
    desk.text("Công văn viết dở dang");
    desk.key(KeyCode::Esc);
    desk.text(" f");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("viết dở dang") && screen.contains(Lang::Vi.composer_draft()), "{screen}");
    assert_eq!(desk.model.screens.composer.asking.items.len(), 3);
}

#[test]
fn a_key_that_is_no_word_changes_no_choice_and_a_full_field_says_so() {
    let mut desk = asking(Lang::Vi, 1);
    desk.text("??");
    assert_eq!(desk.model.screens.composer.asking.form.text(), "");
    desk.text("x");
    desk.step(Msg::Paste("y".repeat(1_999)));
    desk.text("z");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("nhận nhiều nhất 2000 ký tự"), "{screen}");
}

#[test]
fn a_plan_that_is_refused_keeps_what_was_written_and_says_why_where_it_was_typed() {
    let mut desk = asking(Lang::Vi, 1);
    desk.text("Đề nghị");
    go(&mut desk);
    desk.fail(Failure::Unreachable);
    let screen = desk.screen(80, 24);
    assert!(screen.contains(Lang::Vi.tui_server_unreachable()), "{screen}");
    assert_eq!(desk.model.screens.composer.asking.form.text(), "Đề nghị");
}
