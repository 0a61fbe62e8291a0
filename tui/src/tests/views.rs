//! Saved views: applied, named in a filter, saved, replaced, deleted.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    role::Role,
    text::Lang,
    wire::{
        Count,
        session::Me,
        view::{NewView, Views},
    },
};

use super::{Desk, facts};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure, Order, ViewOrder},
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let with = |mut desk: Desk, keys: &str| {
        desk.text(keys);
        desk.wait(400);
        desk
    };
    let (mut failed, mut long) = (opened(lang), opened(lang));
    failed.fail(Failure::TimedOut);
    let mut views = facts::views(lang);
    for view in &mut views.items {
        (view.name, view.key) = (view.name.repeat(9), view.key.repeat(9));
        view.filter = view.filter.repeat(9);
        view.by = Some("Chuyên viên Tổ công tác".repeat(9));
    }
    long.answer(Answer::Views(views));
    let mut replacing = with(filtered(lang), "sDat dai qua han");
    replacing.key(KeyCode::Enter);
    replacing.wait(400);
    let mut deleting = on_views(lang);
    deleting.text("D");
    deleting.wait(400);
    let named = vec![
        ("views", on_views(lang)),
        ("views_narrowed", with(on_views(lang), "/urg")),
        ("views_none", with(on_views(lang), "/zzz")),
        ("views_name", with(filtered(lang), "sĐất đai")),
        ("views_replace", replacing),
        ("views_delete", deleting),
        ("views_failed", failed),
        ("views_hostile", long),
        ("views_help", with(on_views(lang), "?")),
        ("views_in_filter", with(Desk::in_backlog(lang), "/@mien-nui overdue")),
        ("views_unknown", with(Desk::in_backlog(lang), "/overdue @mien-nuy")),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// The views are asked for; what was read at log-in stands meanwhile.
fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    desk.text("'");
    assert_eq!(desk.model.common.screen, Screen::Views);
    assert!(matches!(desk.last().call, Call::Views));
    desk
}

fn on_views(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    desk.answer(Answer::Views(facts::views(lang)));
    for n in 1..=3 {
        desk.answer(Answer::Count(Count { total: n * 1_000, at_least: false }));
    }
    desk
}

/// The same with a filter in force in the backlog.
fn filtered(lang: Lang) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    desk.text("/đất overdue>30");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.text("'");
    desk.answer(Answer::Views(facts::views(lang)));
    desk
}

fn counted(desk: &Desk) -> Vec<String> {
    let counts = desk.sent.iter().filter_map(|request| match &request.call {
        Call::Count(filter) => Some(filter.clone()),
        _ => None,
    });
    counts.collect()
}

fn listed(desk: &Desk) -> &str {
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    match &desk.last().call {
        Call::Page { filter, .. } => filter,
        other => panic!("{other:?}"),
    }
}

fn order(desk: &Desk) -> &ViewOrder {
    match &desk.last().call {
        Call::Order { order: Order::View(order), .. } => order,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_views_find_is_counted_one_after_the_other_and_only_while_somebody_looks() {
    let mut desk = opened(Lang::Vi);
    desk.answer(Answer::Views(facts::views(Lang::Vi)));
    assert_eq!(counted(&desk), ["đất overdue"]);
    desk.answer(Answer::Count(Count { total: 1_234, at_least: false }));
    assert_eq!(counted(&desk), ["đất overdue", "đất overdue>7"]);
    assert!(desk.screen(80, 24).contains("1.234"));
    desk.text("gd");
    let asked = desk.sent.iter().rfind(|one| matches!(one.call, Call::Count(_))).unwrap().ticket;
    desk.reply(asked, Ok(Answer::Count(Count { total: 5, at_least: false })));
    assert_eq!(counted(&desk).len(), 2, "nobody looks on");
}

#[test]
fn a_view_is_applied_by_its_name_and_one_whose_name_stands_for_another_by_its_filter() {
    let mut desk = on_views(Lang::Vi);
    desk.key(KeyCode::Enter);
    assert_eq!(listed(&desk), "@dat-dai-qua-han");
    let mut desk = on_views(Lang::Vi);
    assert!(desk.screen(120, 24).contains(Lang::Vi.views_hidden()));
    desk.text("j");
    desk.key(KeyCode::Enter);
    assert_eq!(listed(&desk), "đất overdue>7");
    let mut desk = on_views(Lang::Vi);
    desk.text("/mien");
    desk.key(KeyCode::Enter);
    assert_eq!(listed(&desk), "@mien-nui");
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text(":mien nui");
    desk.key(KeyCode::Enter);
    assert_eq!(listed(&desk), "@mien-nui");
}

#[test]
fn the_views_are_listed_from_the_first_page_too_and_one_opens_the_backlog() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("'");
    assert_eq!(desk.model.common.screen, Screen::Views);
    let views = desk.sent.iter().rev().find(|one| matches!(one.call, Call::Views)).unwrap().ticket;
    desk.reply(views, Ok(Answer::Views(facts::views(Lang::Vi))));
    desk.text("s");
    assert!(desk.screen(120, 24).contains(Lang::Vi.views_nothing_to_save()), "{}", desk.screen(120, 24));
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    assert!(listed(&desk).starts_with('@'), "{}", listed(&desk));
}

#[test]
fn a_name_in_a_filter_is_read_and_the_server_gets_what_was_typed() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/@mien-nui overdue");
    let said = Lang::Vi.level(2);
    let screen = desk.screen(120, 24);
    assert!(screen.to_lowercase().contains(&said.to_lowercase()), "{said}: {screen}");
    desk.key(KeyCode::Enter);
    assert_eq!(listed(&desk), "@mien-nui overdue");
}

#[test]
fn an_unknown_name_is_an_error_at_its_place_with_the_nearest_and_is_not_sent() {
    let mut desk = Desk::in_backlog(Lang::En);
    desk.text("/overdue @mien-nuy");
    let before = desk.sent.len();
    let screen = desk.screen(120, 24);
    let caret = screen.lines().find(|line| line.contains("^ ")).unwrap();
    let typed = screen.lines().find(|line| line.contains("@mien-nuy")).unwrap();
    assert_eq!(caret.find('^'), typed.find('@'));
    assert!(caret.contains("mien-nui"), "{caret}");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.sent.len(), before);
}

#[test]
fn tab_goes_on_with_the_names_of_views_each_once() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("/overdue (@dat");
    desk.key(KeyCode::Tab);
    assert!(desk.screen(120, 24).contains("overdue (@dat-dai-qua-han"));
    desk.text(")");
    desk.key(KeyCode::Enter);
    assert_eq!(listed(&desk), "overdue (@dat-dai-qua-han)");
}

#[test]
fn the_filter_in_force_is_saved_under_a_name_after_it_was_shown() {
    let mut desk = filtered(Lang::Vi);
    desk.text("sViệc của tôi");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.wait(400);
    assert!(!matches!(desk.last().call, Call::Order { .. }), "nothing is written yet");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("đất overdue>30") && screen.contains("@viec-cua-toi"), "{screen}");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let view = NewView {
        name: "Việc của tôi".to_owned(), filter: "đất overdue>30".to_owned(), shared: true
    };
    assert_eq!(*order(&desk), ViewOrder::Put { key: "viec-cua-toi".to_owned(), version: 0, view });
    desk.answer(Answer::View(Some(Box::new(facts::view("Việc của tôi", "đất overdue>30", true)))));
    assert!(matches!(desk.last().call, Call::Views), "they are read again");
    let mut views = facts::views(Lang::Vi);
    views.items.insert(0, facts::view("Việc của tôi", "đất overdue>30", true));
    desk.answer(Answer::Views(views));
    assert_eq!(desk.model.common.known.views[0].key, "viec-cua-toi");
}

/// Wants the filter in force saved over one's own view, and confirms.
fn replacing(lang: Lang) -> Desk {
    let mut desk = filtered(lang);
    desk.text("sđất đai quá hạn");
    desk.key(KeyCode::Enter);
    desk.wait(400);
    let screen = desk.screen(80, 24);
    for said in [lang.views_old("đất overdue"), lang.views_new("đất overdue>30")] {
        assert!(screen.contains(&said), "{said}: {screen}");
    }
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk
}

#[test]
fn saving_over_a_view_shows_old_and_new_and_carries_the_version_that_was_seen() {
    let desk = replacing(Lang::Vi);
    assert!(matches!(order(&desk), ViewOrder::Put { version: 2, key, .. } if key == "dat-dai-qua-han"));
}

#[test]
fn who_was_faster_is_named_and_what_was_typed_stays() {
    let mut desk = replacing(Lang::En);
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    let mut views = facts::views(Lang::En);
    (views.items[0].version, views.items[0].by) = (3, Some("Ms Huong".to_owned()));
    "land overdue>1".clone_into(&mut views.items[0].filter);
    desk.answer(Answer::Views(views));
    let screen = desk.screen(200, 24);
    assert!(screen.contains("Ms Huong") && screen.contains("land overdue>1"), "{screen}");
    assert!(screen.contains("đất đai quá hạn"), "the name is still typed: {screen}");
    desk.key(KeyCode::Enter);
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert!(
        matches!(order(&desk), ViewOrder::Put { version: 3, .. }),
        "the next try has the version seen now"
    );
}

#[test]
fn a_view_is_deleted_after_a_confirmation_and_a_built_in_one_never() {
    let mut desk = on_views(Lang::Vi);
    desk.text("D");
    desk.wait(400);
    assert!(!matches!(desk.last().call, Call::Order { .. }));
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let wanted = ViewOrder::Delete { key: "dat-dai-qua-han".to_owned(), version: 2, shared: false };
    assert_eq!(*order(&desk), wanted);
    desk.answer(Answer::View(None));
    assert!(matches!(desk.last().call, Call::Views));
    let mut desk = on_views(Lang::Vi);
    desk.key(KeyCode::End);
    desk.text("D");
    assert!(desk.model.agree.is_none() && desk.screen(80, 24).contains(Lang::Vi.views_not_kept()));
}

#[test]
fn who_only_reads_keeps_views_of_their_own_and_leaves_the_common_ones() {
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.text("/overdue");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.text("'");
    desk.answer(Answer::Views(facts::views(Lang::Vi)));
    desk.text("jD");
    assert!(desk.model.agree.is_none() && desk.screen(80, 24).contains(Lang::Vi.views_not_yours()));
    desk.text("sabc");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    assert!(matches!(order(&desk), ViewOrder::Put { view, .. } if !view.shared));
}

#[test]
fn what_cannot_be_saved_says_why() {
    let mut desk = on_views(Lang::En);
    desk.text("s");
    assert!(desk.screen(80, 24).contains(Lang::En.views_nothing_to_save()));
    let mut desk = Desk::in_backlog(Lang::En);
    desk.text("/@mien-nui");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..9, 9)));
    desk.text("'");
    desk.answer(Answer::Views(Views { items: vec![] }));
    desk.text("s");
    assert!(desk.screen(120, 24).contains(Lang::En.views_names_another()));
    let mut desk = filtered(Lang::En);
    desk.text("s!!");
    desk.key(KeyCode::Enter);
    assert!(desk.model.agree.is_none() && desk.screen(80, 24).contains(Lang::En.views_name_needed()));
}

#[test]
fn the_views_at_other_sizes() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            for size in [(60, 15), (120, 34), (200, 50)] {
                insta::assert_snapshot!(format!("{name}_{}_{lang}", size.0), desk.screen(size.0, size.1));
            }
        }
    }
}
