//! Claims, snoozes and notes: two officers do not collide, and what is left alone comes back and says why.

use crossterm::event::KeyCode;
use dondoc_samples::uuid;
use dondoc_shared::{
    error::{ErrorCode, FieldError},
    filter::Filter,
    id::{AssignmentId, NoteId},
    lifecycle::Status,
    role::Role,
    text::Lang,
    wire::{
        Count, Page,
        assignment::{AssignmentDetail, AssignmentRow},
        handling::{
            Claim, Claimed, Handling, Held, NewClaims, NewNote, NewSnoozes, Note, Others, Presence, Snooze,
            Snoozed,
        },
        session::Me,
    },
};
use jiff::{ToSpan, civil::date};

use super::{Desk, browsing, composer, facts};
use crate::{
    net::{Answer, Call, Failure, Order},
    screens::backlog::snoozed::{LEFT_OUT, left_out_by},
};

const OTHER: &str = "Chuyên viên Tổ công tác 2";

fn claim(mine: bool) -> Claim {
    let by = if mine { facts::me().name } else { OTHER.to_owned() };
    Claim { by, mine, at: facts::now() - 3.hours() }
}

fn snooze(days: i32) -> Snooze {
    Snooze {
        until: facts::TODAY.saturating_add(days.days()),
        reason: "chờ văn bản của Bộ Nội vụ".to_owned(),
        by: OTHER.to_owned(),
        at: facts::now() - 48.hours(),
    }
}

fn said(claim: Option<Claim>, snooze: Option<Snooze>, notes: i64) -> Handling {
    Handling { claim, snooze, notes, present: None }
}

fn notes() -> Vec<Note> {
    let note = |n: u32, text: &str| Note {
        id: NoteId(uuid(700 + n)),
        by: OTHER.to_owned(),
        at: facts::now() - 1.hour(),
        text: text.to_owned(),
    };
    vec![
        note(2, "Đã gọi văn thư: công văn đi trong tuần này."),
        note(1, "Đầu mối mới là Phòng Kiểm soát thủ tục hành chính."),
    ]
}

/// The first rows with everything that can be said of one: the reader's, another's, snoozed, come back, with notes alone.
fn page() -> Page<AssignmentRow> {
    let mut page = facts::page(0..20, 20);
    page.items[0].handling = Some(said(Some(claim(false)), Some(snooze(-1)), 2));
    page.items[1].handling = Some(said(Some(claim(true)), None, 0));
    page.items[2].handling = Some(said(Some(claim(false)), None, 0));
    page.items[3].handling = Some(said(None, Some(snooze(0)), 0));
    page.items[4].handling = Some(said(None, None, 1));
    page
}

fn in_backlog(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gb");
    desk.answer(Answer::Page(page()));
    desk
}

fn detail() -> AssignmentDetail {
    let mut detail = facts::detail(0);
    (detail.row.handling, detail.notes) = (page().items[0].handling.clone(), notes());
    detail
}

fn on_item(lang: Lang) -> Desk {
    let mut desk = in_backlog(lang);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(detail())));
    desk
}

/// A plan with what somebody else has claimed and what is snoozed.
fn planned(lang: Lang) -> Desk {
    let mut plan = composer::plan(4);
    plan.parts[2].shown.items[0].claimed_by = Some(OTHER.to_owned());
    plan.parts[3].shown.items[0].snoozed_until = Some(date(2024, 8, 1));
    let mut desk = composer::planned(lang, &plan);
    desk.text("jj");
    desk
}

/// At the form of a snooze, about the sixth row.
fn snoozing(lang: Lang) -> Desk {
    let mut desk = in_backlog(lang);
    // Nothing about it waits for a decision.
    desk.text("jjjjjjb");
    desk.wait(400);
    desk
}

pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut typed = snoozing(lang);
    typing_a_date(&mut typed, "01/08/2024", "chờ công văn");
    let mut take_over = in_backlog(lang);
    take_over.text("jjm");
    let mut note = in_backlog(lang);
    note.text("i");
    note.wait(400);
    note.text("Đã gọi văn thư");
    let mut again = in_backlog(lang);
    again.text("jjjb");
    let (mut notes, mut verify) = (on_item(lang), on_item(lang));
    (0..4).for_each(|_| notes.key(KeyCode::Tab));
    verify.text("O");
    let mut places = vec![
        ("handling", in_backlog(lang)),
        ("handling_item", on_item(lang)),
        ("handling_item_notes", notes),
        ("handling_dialog", verify),
        ("handling_snooze", snoozing(lang)),
        ("handling_snooze_date", typed),
        ("handling_snooze_again", again),
        ("handling_take_over", take_over),
        ("handling_note", note),
        ("handling_urge", planned(lang)),
    ];
    for (_, desk) in &mut places {
        desk.wait(400);
    }
    places.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// How one comes to a desk.
type Begin = fn(Lang) -> Desk;

#[test]
fn list_and_item_at_120x34_and_200x50() {
    for lang in Lang::ALL {
        for (columns, rows) in [(120, 34), (200, 50)] {
            let desks: [(&str, Begin); 4] =
                [("list", in_backlog), ("item", on_item), ("snooze", snoozing), ("urge", planned)];
            for (name, desk) in desks {
                let mut desk = desk(*lang);
                insta::assert_snapshot!(
                    format!("handling_{name}_{columns}_{lang}"),
                    desk.screen(columns, rows)
                );
            }
        }
    }
}

/// Chooses another date, types it and a reason, and presses the button.
fn typing_a_date(desk: &mut Desk, day: &str, reason: &str) {
    (0..3).for_each(|_| desk.key(KeyCode::Down));
    desk.key(KeyCode::Tab);
    desk.text(day);
    desk.key(KeyCode::Tab);
    desk.text(reason);
}

fn go(desk: &mut Desk) {
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
}

fn orders(desk: &Desk) -> Vec<&Order> {
    let calls = desk.sent.iter().map(|request| &request.call);
    calls
        .filter_map(|call| match call {
            Call::Order { order, .. } => Some(order),
            _ => None,
        })
        .collect()
}

fn claims(assignments: Vec<AssignmentId>, take_over: bool) -> NewClaims {
    NewClaims { assignments, take_over }
}

fn claimed(done: i64, held: &[u32]) -> Answer {
    let held = held.iter().map(|n| Held { assignment: facts::id(*n), by: OTHER.to_owned() }).collect();
    Answer::Claimed(Claimed { done, held })
}

fn line<'s>(screen: &'s str, code: &str) -> &'s str {
    screen.lines().find(|line| line.contains(code)).unwrap()
}

#[test]
fn what_is_claimed_shows_at_once_and_the_same_key_gives_it_back() {
    for lang in Lang::ALL {
        let mut desk = in_backlog(*lang);
        desk.text("jjjjjm");
        assert_eq!(orders(&desk), [&Order::Claim(claims(vec![facts::id(5)], false))]);
        desk.answer(claimed(1, &[]));
        let screen = desk.screen(80, 24);
        assert!(screen.contains(&lang.handling_claimed(&facts::row(5).code)), "{screen}");
        assert!(line(&screen, "T24-06").ends_with(lang.handling_flag_mine()), "{screen}");
        // The row is read again, and what was said elsewhere meanwhile is in it.
        desk.wait(500);
        assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(5)));
        let mut read = facts::detail(5);
        read.row.handling = Some(said(Some(claim(true)), None, 1));
        desk.answer(Answer::Item(Box::new(read)));
        assert!(line(&desk.screen(80, 24), "T24-06").contains('*'));
        desk.text("m");
        assert_eq!(orders(&desk).last(), Some(&&Order::Release(claims(vec![facts::id(5)], false))));
        desk.answer(claimed(1, &[]));
        assert!(!line(&desk.screen(80, 24), "T24-06").contains(&format!("{}*", lang.handling_flag_mine())));
    }
}

#[test]
fn what_somebody_else_has_is_left_and_named_and_taken_over_only_in_a_second_step() {
    for lang in Lang::ALL {
        let mut desk = in_backlog(*lang);
        // Nobody's when it was read: somebody was faster.
        desk.text("jjjjj  m");
        assert_eq!(orders(&desk), [&Order::Claim(claims(vec![facts::id(5), facts::id(6)], false))]);
        desk.answer(claimed(1, &[6]));
        let screen = desk.screen(120, 34);
        for said in [
            lang.handling_claimed(&facts::row(5).code),
            lang.handling_is_held(&facts::row(6).code, OTHER),
            lang.handling_m_takes_over().to_owned(),
        ] {
            assert!(screen.contains(&said), "{said}: {screen}");
        }
        assert!(line(&desk.screen(80, 24), "T24-07").ends_with(lang.handling_flag_held()));
        desk.text("m");
        desk.wait(400);
        assert_eq!(orders(&desk).len(), 1, "nothing is taken by the key alone");
        assert!(desk.screen(120, 34).contains(lang.handling_take_over_means()));
        // The safe button has the focus.
        desk.key(KeyCode::Enter);
        assert_eq!(orders(&desk).len(), 1);
        desk.text("m");
        desk.wait(400);
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Enter);
        assert_eq!(orders(&desk).last(), Some(&&Order::Claim(claims(vec![facts::id(6)], true))));
        desk.answer(claimed(1, &[]));
        assert!(line(&desk.screen(80, 24), "T24-07").ends_with(lang.handling_flag_mine()));
    }
}

/// The page of a submission.
fn on_submission(me: Me) -> Desk {
    let mut desk = Desk::signed_in_as(Lang::Vi, me);
    desk.text("gb");
    desk.answer(Answer::Page(page()));
    desk.text("jjjjjj");
    desk.key(KeyCode::Enter);
    let mut detail = facts::detail(6);
    detail.row.status = Status::Submitted;
    desk.answer(Answer::Item(Box::new(detail)));
    desk
}

/// What the server was told of what is on the screen.
fn presences(desk: &Desk) -> Vec<(AssignmentId, bool)> {
    let calls = desk.presences.iter().map(|request| &request.call);
    calls
        .filter_map(|call| match call {
            Call::Order { order: Order::BePresent { id, reading }, .. } => Some((*id, *reading)),
            _ => None,
        })
        .collect()
}

#[test]
fn while_a_submission_is_read_the_others_are_told_and_who_else_reads_it_is_said() {
    let mut desk = on_submission(facts::me());
    assert_eq!(presences(&desk), [(facts::id(6), true)]);
    let other = Presence { by: OTHER.to_owned(), since: facts::now() - 1.hour() };
    let said = super::super::ui::handling::present(Lang::Vi, &other);
    desk.reply(desk.presences[0].ticket, Ok(Answer::Present(Others { present: Some(other.clone()) })));
    // In the status row, and on the page when it is read again.
    assert!(desk.screen(120, 34).contains(&said), "{}", desk.screen(120, 34));
    let mut detail = facts::detail(6);
    detail.row.status = Status::Submitted;
    detail.row.handling = Some(Handling { present: Some(other), ..Handling::default() });
    desk.answer(Answer::Item(Box::new(detail.clone())));
    desk.text("V");
    desk.answer(Answer::Item(Box::new(detail)));
    desk.wait(400);
    assert!(desk.screen(120, 34).contains(&format!("{said}.")), "{}", desk.screen(120, 34));
    desk.key(KeyCode::Esc);
    // Said again once somebody does something after a while, and not because time passes or others change it.
    desk.text("j");
    desk.wait(300_000);
    desk.step(browsing::changed(6));
    assert_eq!(presences(&desk).len(), 1);
    desk.text("k");
    assert_eq!(presences(&desk), [(facts::id(6), true); 2]);
    // Taken back whichever way one leaves, but not before what was said before is answered.
    desk.text("gx");
    assert_eq!(presences(&desk).len(), 2);
    let nobody = || Ok(Answer::Present(Others { present: None }));
    desk.reply(desk.presences[1].ticket, nobody());
    assert_eq!(presences(&desk)[2..], [(facts::id(6), false)]);
    desk.reply(desk.presences[2].ticket, nobody());
    assert_eq!(presences(&desk).len(), 3);
}

#[test]
fn whoever_decides_from_the_queue_is_seen_as_well_and_who_has_left_is_no_longer_shown() {
    let mut desk = in_backlog(Lang::Vi);
    let other = Presence { by: OTHER.to_owned(), since: facts::now() - 1.hour() };
    let n = (5..20).find(|n| facts::row(*n).status == Status::Submitted).unwrap();
    let (id, code) = (facts::id(n), facts::row(n).code.split_once('/').unwrap().0.to_owned());
    desk.text(&format!("{n}jV"));
    desk.answer(Answer::Item(Box::new(facts::detail(n))));
    assert_eq!(presences(&desk), [(id, true)]);
    desk.reply(desk.presences[0].ticket, Ok(Answer::Present(Others { present: Some(other) })));
    desk.wait(400);
    desk.key(KeyCode::Esc);
    assert_eq!(presences(&desk)[1..], [(id, false)]);
    assert!(line(&desk.screen(80, 24), &code).ends_with(Lang::Vi.handling_flag_present()));
    desk.reply(desk.presences[1].ticket, Ok(Answer::Present(Others { present: None })));
    assert!(!line(&desk.screen(80, 24), &code).ends_with(Lang::Vi.handling_flag_present()));
}

#[test]
fn nobody_is_told_of_what_is_no_submission_or_read_by_whoever_could_not_judge_it() {
    let mut desk = in_backlog(Lang::Vi);
    desk.key(KeyCode::Enter);
    let mut detail = detail();
    detail.row.status = Status::InProgress;
    desk.answer(Answer::Item(Box::new(detail)));
    assert_eq!(presences(&desk), []);
    let observer = Me { role: Role::Observer, ..facts::me() };
    assert_eq!(presences(&on_submission(observer)), []);
    let mut reads_only = Desk::signed_in(Lang::Vi);
    reads_only.model.common.reads_only = true;
    reads_only.text("gb");
    reads_only.answer(Answer::Page(page()));
    reads_only.key(KeyCode::Enter);
    let mut detail = facts::detail(0);
    detail.row.status = Status::Submitted;
    reads_only.answer(Answer::Item(Box::new(detail)));
    assert_eq!(presences(&reads_only), []);
}

#[test]
fn what_is_sent_is_what_was_marked_when_the_key_was_pressed() {
    let mut desk = in_backlog(Lang::Vi);
    desk.text("jjjjj  b");
    desk.wait(400);
    // Another order of the list below the box changes nothing of what it is about.
    desk.model.screens.backlog.rows.reverse();
    typing_a_date(&mut desk, "01/08/2024", "chờ công văn");
    go(&mut desk);
    let asked = NewSnoozes {
        assignments: vec![facts::id(5), facts::id(6)],
        until: date(2024, 8, 1),
        reason: "chờ công văn".to_owned(),
    };
    assert_eq!(orders(&desk), [&Order::Snooze(asked)]);
}

#[test]
fn what_is_snoozed_leaves_the_backlog_and_is_found_by_the_filter_that_the_message_names() {
    for lang in Lang::ALL {
        let mut desk = snoozing(*lang);
        typing_a_date(&mut desk, "01/08/2024", "chờ công văn");
        go(&mut desk);
        desk.answer(Answer::Snoozed(Snoozed { done: 1 }));
        let screen = desk.screen(120, 24);
        assert!(screen.contains(&lang.handling_was_snoozed(&facts::row(6).code, "01/08/2024")), "{screen}");
        let list = &desk.model.screens.backlog;
        assert!(list.rows.iter().all(|row| row.id != facts::id(6)));
        assert_eq!((list.total, list.list.cursor), (Some(19), Some(facts::id(7))));
        let word = if *lang == Lang::Vi { "la:hẹn-xem-lại" } else { "is:snoozed" };
        assert!(screen.contains(word), "{screen}");
        desk.text(&format!("/{word}"));
        desk.key(KeyCode::Enter);
        assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter == word));
        let mut found = facts::page(6..7, 1);
        found.items[0].handling = Some(said(None, Some(snooze(7)), 0));
        desk.answer(Answer::Page(found));
        let back = lang.handling_snoozed("01/08/2024", OTHER, "chờ văn bản của Bộ Nội vụ");
        assert!(desk.screen(120, 24).contains(&back), "{}", desk.screen(120, 24));
        // What is snoozed can be taken up again, and then is no longer among it.
        desk.text("b");
        desk.wait(400);
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Enter);
        assert!(
            matches!(orders(&desk).last(), Some(Order::EndSnoozes(of)) if of.assignments == [facts::id(6)])
        );
        desk.answer(Answer::Snoozed(Snoozed { done: 1 }));
        assert!(desk.model.screens.backlog.rows.is_empty());
    }
}

#[test]
fn a_list_and_its_filter_line_say_how_many_rows_were_put_off_and_how_to_see_them() {
    for lang in Lang::ALL {
        let mut desk = in_backlog(*lang);
        let asked = |desk: &Desk| match &desk.asides.last().unwrap().call {
            Call::Count(filter) => filter.clone(),
            call => panic!("{call:?}"),
        };
        assert_eq!(asked(&desk), LEFT_OUT);
        let (word, said) =
            (lang.handling_key_snooze().split(' ').next().unwrap(), lang.handling_left_out("1"));
        assert!(!desk.screen(160, 24).lines().nth(22).unwrap().contains(word), "nothing is left out");

        desk.put_off = 1;
        desk.text("/overdue>=1 or level:2.. sort:due");
        desk.wait(200);
        assert_eq!(asked(&desk), format!("{LEFT_OUT} (overdue>=1 or level:2..)"));
        desk.answer(Answer::Count(Count { total: 75, at_least: false }));
        let screen = desk.screen(80, 24);
        assert!(screen.contains(&format!("{} · {said}", lang.tui_total("75"))), "{screen}");
        desk.key(KeyCode::Enter);
        desk.answer(Answer::Page(page()));
        let screen = desk.screen(80, 24);
        assert!(screen.lines().nth(22).unwrap().contains(&said), "{screen}");
    }
}

#[test]
fn a_list_that_leaves_nothing_out_does_not_ask_for_it() {
    let of = |about, typed| left_out_by(about, typed, &[]);
    let long = "a ".repeat(145);
    for typed in ["is:snoozed", "claimed:any,none", "!is:snoozed", "overdue>=1 claimed:me", "due:", &long] {
        assert_eq!(of("", typed), None, "{typed}");
    }
    assert_eq!(of("status:submitted", ""), None, "no queue leaves anything out");
    for typed in ["", "overdue>=1", "a or b", "is:closed", "status:accepted", "is:report sort:-due"] {
        let asked = Filter::parse(&of("", typed).unwrap()).unwrap();
        assert!(asked.speaks_of_handling() && asked.sort.is_none(), "{typed}");
        let typed = Filter::parse(typed).unwrap();
        assert_eq!(asked.scope(), typed.scope(), "{typed:?}");
        assert_eq!(asked.asks_for_a_queue(), typed.asks_for_a_queue(), "{typed:?}");
    }
}

#[test]
fn what_waits_for_a_decision_stays_in_its_queue_although_it_is_snoozed() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gx");
    desk.answer(Answer::Page(page()));
    desk.text("jjjjjb");
    desk.wait(400);
    typing_a_date(&mut desk, "01/08/2024", "chờ công văn");
    go(&mut desk);
    desk.answer(Answer::Snoozed(Snoozed { done: 1 }));
    assert_eq!(desk.model.screens.extensions.rows.len(), 20);
    assert!(line(&desk.screen(80, 24), "T24-06").ends_with(Lang::Vi.handling_flag_snoozed()));
}

#[test]
fn what_came_back_says_why() {
    for lang in Lang::ALL {
        let mut desk = in_backlog(*lang);
        desk.text("jjj");
        let screen = desk.screen(80, 24);
        assert!(line(&screen, "T24-04").ends_with(lang.handling_flag_back()), "{screen}");
        assert!(
            screen.contains(&lang.handling_back("25/07/2024", OTHER, "chờ văn bản của Bộ Nội vụ")),
            "{screen}"
        );
        let mut desk = on_item(*lang);
        let screen = desk.screen(200, 50);
        assert!(screen.contains("chờ văn bản của Bộ Nội vụ") && screen.contains("24/07/2024"), "{screen}");
    }
}

#[test]
fn a_refused_date_keeps_what_was_typed_and_has_the_focus() {
    let mut desk = snoozing(Lang::Vi);
    typing_a_date(&mut desk, "31/02/2025", "chờ công văn");
    go(&mut desk);
    assert!(orders(&desk).is_empty());
    let screen = desk.screen(80, 24);
    assert!(screen.contains(Lang::Vi.post_no_such_day()) && screen.contains("31/02/2025"), "{screen}");
    (0..10).for_each(|_| desk.key(KeyCode::Backspace));
    desk.text("26/07/2026");
    desk.key(KeyCode::Tab);
    go(&mut desk);
    assert_eq!(orders(&desk).len(), 1);
    let Failure::Refused(mut problem) = facts::problem(ErrorCode::InvalidInput, 422) else { unreachable!() };
    problem.errors = vec![FieldError {
        field: "until".to_owned(),
        message: "“until”: muộn nhất 21/01/2025.".to_owned(),
    }];
    desk.fail(Failure::Refused(problem));
    let screen = desk.screen(80, 24);
    for said in ["muộn nhất 21/01/2025", "26/07/2026", "chờ công văn", "▸ Ngày"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    assert_eq!(desk.model.screens.backlog.rows.len(), 20, "nothing has left the list");
}

#[test]
fn without_the_server_it_says_why_nothing_was_done_and_nothing_is_shown_as_done() {
    for lang in Lang::ALL {
        let mut desk = in_backlog(*lang);
        desk.text("jjjjjm");
        desk.fail(Failure::Unreachable);
        let why = lang.handling_not_done(&facts::row(5).code, lang.tui_server_unreachable());
        let screen = desk.screen(200, 24);
        assert!(screen.contains(&why), "{screen}");
        assert_eq!(desk.model.screens.backlog.rows[5].handling, None);
        desk.text("i");
        desk.wait(400);
        desk.text("x");
        go(&mut desk);
        desk.fail(Failure::Unreachable);
        let screen = desk.screen(80, 24);
        assert!(screen.contains("[x"), "what was written stays: {screen}");
    }
}

#[test]
fn a_note_is_about_the_row_under_the_cursor_and_never_empty() {
    let mut desk = in_backlog(Lang::Vi);
    desk.text("  ji");
    desk.wait(400);
    go(&mut desk);
    assert!(orders(&desk).is_empty());
    assert!(desk.screen(80, 24).contains(Lang::Vi.handling_note_missing()));
    desk.text("Đã gọi văn thư");
    go(&mut desk);
    let note = NewNote { text: "Đã gọi văn thư".to_owned() };
    assert_eq!(orders(&desk), [&Order::AddNote(facts::id(3), note)]);
    desk.answer(Answer::Noted(notes().remove(0)));
    assert!(line(&desk.screen(80, 24), "T24-04").ends_with('*'));
}

#[test]
fn an_act_on_what_somebody_else_has_claimed_says_so_and_on_ones_own_nothing() {
    for lang in Lang::ALL {
        for key in ["V", "O", "x", "e"] {
            let mut desk = on_item(*lang);
            desk.text(key);
            desk.wait(400);
            assert!(desk.screen(80, 24).contains(&lang.handling_has_claimed(OTHER)), "{key}");
            let mut own = detail();
            own.row.handling = Some(said(Some(claim(true)), None, 0));
            let mut desk = in_backlog(*lang);
            desk.key(KeyCode::Enter);
            desk.answer(Answer::Item(Box::new(own)));
            desk.text(key);
            desk.wait(400);
            assert!(!desk.screen(80, 24).contains(&lang.handling_has_claimed(&facts::me().name)), "{key}");
        }
    }
}

#[test]
fn an_urge_of_what_is_claimed_or_snoozed_warns_in_list_sum_and_confirmation() {
    for lang in Lang::ALL {
        let mut desk = planned(*lang);
        let screen = desk.screen(120, 34);
        for said in [
            lang.handling_urge_claimed(1),
            lang.handling_urge_snoozed(1),
            lang.handling_note_claimed().to_owned(),
            lang.handling_note_snoozed().to_owned(),
            lang.handling_has_claimed(OTHER),
        ] {
            assert!(screen.contains(&said), "{said}: {screen}");
        }
        desk.text("j");
        assert!(desk.screen(120, 34).contains(&lang.handling_urge_until("01/08/2024")));
        desk.text("Y");
        desk.wait(400);
        let screen = desk.screen(120, 34);
        assert!(screen.contains(&lang.handling_urge_claimed(1)), "{screen}");
        assert!(screen.contains(&lang.handling_urge_snoozed(1)), "{screen}");
    }
}

#[test]
fn whoever_only_reads_claims_nothing() {
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
    desk.text("gb");
    desk.answer(Answer::Page(page()));
    for key in ["m", "b", "i"] {
        desk.text(key);
        desk.wait(400);
        assert!(desk.model.agree.is_none() && orders(&desk).is_empty(), "{key}");
        assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)), "{key}");
    }
}
