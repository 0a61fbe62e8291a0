//! A draft of a policy written in sentences, each changed in a form of its own; lines stay the second way.

use crossterm::event::KeyCode;
use dondoc_shared::{
    ladder::LadderPolicy,
    policy::{Audience, PolicyBody, ReminderPolicy, ReminderRule, When},
    text::Lang,
};
use tui_input::Input;

use super::{
    Desk,
    desk::{draft, drafting, on_policies, press_go, refusal},
};
use crate::{
    dialog::form::Field,
    keys::Key,
    net::Call,
    screens::draft::{Stop, Way},
    ui::policy_lines,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut lines, mut rule, mut added, mut help) =
        (drafting(lang), rule(lang, 7), rule(lang, 9), drafting(lang));
    swap(&mut lines);
    added.key(KeyCode::Tab);
    added.text("5");
    take(&mut added);
    help.press(Key::ctrl('g'));
    let (mut level, mut pauses) = (laddering(lang), laddering(lang));
    for _ in 0..2 {
        level.key(KeyCode::Down);
    }
    level.key(KeyCode::Enter);
    for _ in 0..4 {
        pauses.key(KeyCode::Down);
    }
    pauses.key(KeyCode::Enter);
    rule.wait(400);
    let named = vec![
        ("draft_lines", lines),
        ("draft_rule", rule),
        ("draft_rule_wrong", added),
        ("draft_level", level),
        ("draft_pauses", pauses),
        ("draft_help", help),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// A draft of the ladder.
fn laddering(lang: Lang) -> Desk {
    let mut desk = on_policies(lang);
    desk.text("Gkn");
    desk
}

/// In the form of a sentence of the draft of reminders.
fn rule(lang: Lang, row: usize) -> Desk {
    let mut desk = drafting(lang);
    for _ in 0..row {
        desk.key(KeyCode::Down);
    }
    desk.key(KeyCode::Enter);
    desk
}

fn swap(desk: &mut Desk) {
    desk.press(Key::ctrl('t'));
}

/// Presses the button that takes the part into the draft.
fn take(desk: &mut Desk) {
    while desk.model.screens.draft.draft.as_ref().unwrap().part.as_ref().unwrap().stop()
        != crate::screens::draft::part::Stop::Go
    {
        desk.key(KeyCode::Tab);
    }
    desk.key(KeyCode::Enter);
}

fn reminders(desk: &mut Desk) -> ReminderPolicy {
    match draft(desk).policy() {
        Some(PolicyBody::Reminders(policy)) => policy,
        other => panic!("{other:?}"),
    }
}

fn ladder(desk: &mut Desk) -> LadderPolicy {
    match draft(desk).policy() {
        Some(PolicyBody::Ladder(policy)) => policy,
        other => panic!("{other:?}"),
    }
}

fn has_part(desk: &mut Desk) -> bool {
    draft(desk).part.is_some()
}

#[test]
fn a_version_and_a_draft_are_read_in_the_readers_language_without_a_word_of_the_lines() {
    for lang in Lang::ALL {
        let mut desk = on_policies(*lang);
        desk.text("j");
        desk.key(KeyCode::Enter);
        let shown = desk.screen(100, 40);
        let drafted = drafting(*lang).screen(100, 40);
        let rule = ReminderRule { when: When::Overdue(7), to: vec![Audience::Assignee, Audience::Approvers] };
        for screen in [shown, drafted] {
            assert!(screen.contains(&lang.policies_rule(&rule)), "{screen}");
            for word in ["overdue-7", "every-7", "cap:"] {
                assert!(!screen.contains(word), "{word}: {screen}");
            }
        }
    }
    let mut desk = on_policies(Lang::Vi);
    desk.text("jj");
    desk.key(KeyCode::Enter);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("hệ thống") && !screen.contains("system"), "{screen}");
}

#[test]
fn a_rule_is_changed_in_its_form_and_stands_where_its_time_is() {
    let mut desk = rule(Lang::Vi, 6);
    // Seven days overdue become ten, and the agency mailbox is told as well.
    desk.key(KeyCode::Tab);
    desk.press(Key::ctrl('u'));
    desk.text("20");
    for _ in 0..4 {
        desk.key(KeyCode::Tab);
    }
    desk.text(" ");
    take(&mut desk);
    assert!(!has_part(&mut desk));
    let policy = reminders(&mut desk);
    let changed = policy.rules.last().unwrap();
    assert_eq!(changed.when, When::Overdue(20));
    assert_eq!(changed.to, [Audience::Assignee, Audience::Approvers, Audience::AgencyMailbox]);
    assert_eq!(policy.rules.len(), ReminderPolicy::default().rules.len());
    press_go(&mut desk);
    let Call::Simulate(tried) = &desk.last().call else { panic!("{:?}", desk.last().call) };
    assert_eq!(tried.body, PolicyBody::Reminders(policy));
}

#[test]
fn a_rule_is_added_and_taken_out_and_what_does_not_hold_is_said_at_its_field() {
    let mut desk = rule(Lang::En, 9);
    take(&mut desk);
    assert!(has_part(&mut desk), "neither days nor anybody to remind");
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&Lang::En.policies_not_a_number(Lang::En.policies_label_overdue())), "{screen}");
    desk.text("5");
    take(&mut desk);
    assert!(desk.screen(80, 24).contains(Lang::En.policies_nobody()));
    desk.text(" ");
    take(&mut desk);
    let added = ReminderRule { when: When::Overdue(5), to: vec![Audience::Assignee] };
    assert_eq!(reminders(&mut desk).rules[6], added);
    // Another rule of the same day is none.
    for _ in 0..20 {
        desk.key(KeyCode::Down);
    }
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Tab);
    desk.text("5");
    desk.key(KeyCode::Tab);
    desk.text(" ");
    take(&mut desk);
    assert!(has_part(&mut desk));
    desk.key(KeyCode::Esc);
    let before = reminders(&mut desk).rules.len();
    draft(&mut desk).row = 6;
    desk.key(KeyCode::Delete);
    let rules = reminders(&mut desk).rules;
    assert_eq!(rules.len(), before - 1);
    assert!(!rules.contains(&added));
}

#[test]
fn what_was_typed_in_the_form_of_a_part_is_there_again_and_does_not_count_before() {
    let mut desk = rule(Lang::Vi, 6);
    desk.key(KeyCode::Tab);
    desk.press(Key::ctrl('u'));
    desk.text("9");
    desk.key(KeyCode::Esc);
    assert_eq!(reminders(&mut desk), ReminderPolicy::default());
    desk.key(KeyCode::Enter);
    let nine = |desk: &mut Desk| {
        let part = draft(desk).part.as_ref().unwrap();
        matches!(&part.form.fields[1], Field::Line(input, _) if input.value() == "9")
    };
    assert!(nine(&mut desk));
    // Other parts are changed meanwhile, and rules before it taken out.
    desk.key(KeyCode::Esc);
    assert!(draft(&mut desk).is_written());
    for row in [8, 0] {
        draft(&mut desk).row = row;
        desk.key(KeyCode::Enter);
        desk.key(KeyCode::Esc);
    }
    desk.key(KeyCode::Delete);
    draft(&mut desk).row = 5;
    desk.key(KeyCode::Enter);
    assert!(nine(&mut desk));
}

#[test]
fn a_level_and_its_pauses_are_changed_in_words() {
    let mut desk = laddering(Lang::Vi);
    desk.key(KeyCode::Enter);
    desk.press(Key::ctrl('u'));
    desk.text("10");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Down);
    for _ in 0..2 {
        desk.key(KeyCode::Tab);
    }
    desk.text(" ");
    take(&mut desk);
    let level = ladder(&mut desk).levels.swap_remove(0);
    assert_eq!((level.after_days, level.target.as_str(), level.second_person), (10, "focal_head", true));
    for _ in 0..9 {
        desk.key(KeyCode::Down);
    }
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Tab);
    desk.press(Key::ctrl('u'));
    desk.text("90");
    take(&mut desk);
    assert_eq!(ladder(&mut desk).longest_rest_days, 90);
}

#[test]
fn lines_and_sentences_are_one_policy_and_what_cannot_be_read_stays_in_lines() {
    let mut desk = drafting(Lang::Vi);
    assert_eq!(draft(&mut desk).way, Way::Sentences);
    swap(&mut desk);
    assert_eq!(draft(&mut desk).way, Way::Lines);
    assert!(desk.screen(80, 24).contains("overdue-7: assignee, approvers"));
    draft(&mut desk).body = Input::new("overdue-2: approvers\ncap: 6".to_owned());
    swap(&mut desk);
    assert!(desk.screen(80, 24).contains("2 ngày quá hạn: người phê duyệt"), "{}", desk.screen(80, 24));
    swap(&mut desk);
    draft(&mut desk).body = Input::new("weekly: approvers".to_owned());
    swap(&mut desk);
    assert_eq!(draft(&mut desk).way, Way::Lines);
    let screen = desk.screen(80, 24);
    assert!(screen.contains(Lang::Vi.policies_not_in_words()) && screen.contains("“weekly”"), "{screen}");
}

#[test]
fn what_the_server_refuses_is_said_of_the_sentence_that_it_means() {
    let mut desk = drafting(Lang::Vi);
    press_go(&mut desk);
    desk.fail(refusal(&[("rules.overdue-7", "phải từ 1 đến 6.")]));
    assert_eq!(draft(&mut desk).focus, Stop::Body);
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("7 ngày quá hạn: người thực hiện và người phê duyệt: phải từ 1 đến 6."),
        "{screen}"
    );
}

#[test]
fn a_report_reminds_no_other_tenant() {
    let mut desk = drafting(Lang::Vi);
    let body = PolicyBody::ReportReminders(ReminderPolicy::of_reports());
    let draft = draft(&mut desk);
    draft.source.body = body.clone();
    draft.body = Input::new(policy_lines::write(&body));
    desk.key(KeyCode::Enter);
    let screen = desk.screen(80, 40);
    assert!(screen.contains(Audience::AgencyMailbox.name(Lang::Vi)), "{screen}");
    assert!(!screen.contains(Audience::Coordinating.name(Lang::Vi)), "{screen}");
}

#[test]
fn every_word_of_the_lines_is_explained_by_the_help_of_the_draft() {
    let mut desk = drafting(Lang::Vi);
    desk.key(KeyCode::F(1));
    let screen = desk.screen(120, 200);
    for word in Audience::WORDS.iter().chain(&["rests", "second", "automatic", "most", "doubling-7-from-14"])
    {
        assert!(screen.contains(word), "{word}: {screen}");
    }
}

#[test]
fn a_draft_in_sentences_at_120x40() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 40));
        }
    }
}
