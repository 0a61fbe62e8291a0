//! The templates of urges: read in both languages by whoever urges, changed by a lead.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    role::Role,
    text::Lang,
    wire::{
        session::Me,
        urge::{NewUrgeTemplate, UrgeTemplate, UrgeTemplates},
    },
};
use tui_input::Input;

use super::{Desk, desk::refusal, facts};
use crate::{
    dialog::{agree::Stop as AgreeStop, form::Field},
    keys::Screen,
    net::{Answer, Call, Failure, Order, Request, SettingOrder, SettingWritten, UrgingAnswer, UrgingCall},
    screens::templates::form::Editing,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut none, mut failed, mut help) = (asked(lang), asked(lang), on_templates(lang));
    none.answer(answer(vec![]));
    failed.fail(Failure::TimedOut);
    help.text("?");
    let mut wrong = editing(lang);
    write(&mut wrong, 2, "Kính gửi {co_quan}.");
    review(&mut wrong);
    let mut save = editing(lang);
    write(&mut save, 2, "Đề nghị {tenant} xử lý dứt điểm: {tasks}. Trả lời trước {reply_by}.");
    review(&mut save);
    save.wait(400);
    let named = vec![
        ("templates", on_templates(lang)),
        ("templates_none", none),
        ("templates_failed", failed),
        ("templates_help", help),
        ("templates_form", editing(lang)),
        ("templates_form_wrong", wrong),
        ("templates_save", save),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

fn template(code: &str, version: i32) -> UrgeTemplate {
    UrgeTemplate {
        code: code.to_owned(),
        name_vi: "Nhiệm vụ quá hạn: xử lý dứt điểm".to_owned(),
        name_en: "Overdue: bring it to an end".to_owned(),
        text_vi: "Kính gửi {tenant}.\nCác nhiệm vụ sau đã quá hạn: {tasks} ({days_overdue} ngày).".to_owned(),
        text_en: "To {tenant}.\nThese tasks are overdue: {tasks} ({days_overdue} days).".to_owned(),
        version,
    }
}

fn answer(items: Vec<UrgeTemplate>) -> Answer {
    Answer::Urging(UrgingAnswer::Templates(UrgeTemplates { items }))
}

fn asked(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gf");
    desk
}

fn on_templates(lang: Lang) -> Desk {
    let mut desk = asked(lang);
    let waiting = UrgeTemplate {
        name_vi: "Cơ quan khác đang chờ".to_owned(),
        name_en: "Others wait".to_owned(),
        ..template("blocking", 1)
    };
    desk.answer(answer(vec![waiting, template("overdue", 2)]));
    desk
}

/// In the form of the second template.
fn editing(lang: Lang) -> Desk {
    let mut desk = on_templates(lang);
    desk.text("jc");
    desk
}

fn form(desk: &mut Desk) -> &mut Editing {
    desk.model.screens.templates.editing.as_mut().unwrap()
}

/// Writes another text into a field.
fn write(desk: &mut Desk, place: usize, text: &str) {
    match &mut form(desk).form.fields[place] {
        Field::Text(input) | Field::Line(input, _) => *input = Input::new(text.to_owned()),
        other => panic!("{other:?}"),
    }
}

/// Presses the button below the form.
fn review(desk: &mut Desk) {
    while form(desk).focus != crate::screens::templates::form::Stop::Go {
        desk.key(KeyCode::Tab);
    }
    desk.key(KeyCode::Enter);
}

fn go(desk: &mut Desk) {
    desk.wait(400);
    desk.model.agree.as_mut().unwrap().focus = AgreeStop::Go;
    desk.key(KeyCode::Enter);
}

fn orders(desk: &Desk) -> Vec<SettingOrder> {
    let order = |request: &Request| match &request.call {
        Call::Order { order: Order::Setting(order), .. } => Some(order.clone()),
        _ => None,
    };
    desk.sent.iter().filter_map(order).collect()
}

#[test]
fn a_template_is_saved_after_before_and_after_were_shown() {
    let mut desk = editing(Lang::Vi);
    write(&mut desk, 2, "Đề nghị {tenant} xử lý: {tasks}.");
    review(&mut desk);
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("trước: Kính gửi {tenant}.") && screen.contains("sau: Đề nghị {tenant}"),
        "{screen}"
    );
    assert_eq!(desk.model.agree.as_ref().unwrap().focus, AgreeStop::Cancel);
    assert!(orders(&desk).is_empty());
    go(&mut desk);
    let UrgeTemplate { name_vi, name_en, text_en, .. } = template("overdue", 2);
    let text_vi = "Đề nghị {tenant} xử lý: {tasks}.".to_owned();
    let body = NewUrgeTemplate { name_vi, name_en, text_vi, text_en };
    let code = "overdue".to_owned();
    assert_eq!(orders(&desk), [SettingOrder::Template { code, version: 2, body }]);
    let written = template("overdue", 3);
    desk.answer(Answer::Setting(SettingWritten::Template(Box::new(written))));
    assert!(desk.model.agree.is_none() && desk.model.screens.templates.editing.is_none());
    assert!(matches!(desk.last().call, Call::Urging(UrgingCall::Templates)));
    assert!(desk.screen(120, 24).contains("bản 3"), "{}", desk.screen(120, 24));
}

#[test]
fn what_is_missing_unknown_or_unchanged_is_not_reviewed() {
    for (place, text) in [(0, ""), (3, " "), (2, "Kính gửi {co_quan}"), (3, "To {tenant"), (1, "")] {
        let mut desk = editing(Lang::En);
        write(&mut desk, place, text);
        review(&mut desk);
        assert!(desk.model.agree.is_none(), "{text:?}");
        let editing = form(&mut desk);
        assert!(editing.notice.is_some());
        assert_eq!(editing.focus, crate::screens::templates::form::Stop::Field(place));
    }
    let mut desk = editing(Lang::En);
    review(&mut desk);
    assert!(desk.model.agree.is_none());
    assert!(desk.screen(80, 24).contains(Lang::En.templates_same()));
}

#[test]
fn what_was_typed_is_kept_when_the_form_is_closed_and_told_before_one_leaves() {
    let mut desk = editing(Lang::Vi);
    write(&mut desk, 0, "Tên mới");
    desk.key(KeyCode::Esc);
    assert!(desk.model.screens.templates.editing.is_none());
    desk.text("kc");
    assert_eq!(form(&mut desk).stored.code, "blocking");
    desk.key(KeyCode::Esc);
    desk.text("jc");
    assert_eq!(form(&mut desk).form.typed(0), "Tên mới");
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::Esc);
    desk.text("q");
    assert!(desk.screen(80, 24).contains(Lang::Vi.templates_tab()), "{}", desk.screen(80, 24));
}

#[test]
fn what_the_server_refuses_stands_in_the_form_and_a_newer_version_in_the_box() {
    let mut desk = editing(Lang::Vi);
    write(&mut desk, 3, "Tasks: {tasks}");
    review(&mut desk);
    go(&mut desk);
    desk.fail(refusal(&[("text_en", "“text_en” quá dài.")]));
    assert!(desk.model.agree.is_none());
    assert_eq!(form(&mut desk).focus, crate::screens::templates::form::Stop::Field(3));
    assert_eq!(form(&mut desk).form.typed(3), "Tasks: {tasks}");
    review(&mut desk);
    go(&mut desk);
    desk.fail(facts::problem(ErrorCode::VersionStale, 412));
    let newer = UrgeTemplate { text_en: "Somebody else's".to_owned(), ..template("overdue", 3) };
    desk.answer(answer(vec![newer]));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Somebody else's") && screen.contains("Tasks: {tasks}"), "{screen}");
    assert_eq!(desk.model.agree.as_ref().unwrap().focus, AgreeStop::Cancel);
    go(&mut desk);
    assert!(matches!(orders(&desk).last(), Some(SettingOrder::Template { version: 3, .. })));
}

#[test]
fn an_officer_reads_the_templates_and_changes_none_and_an_observer_does_not_come_there() {
    let me = Me { role: Role::NationalOfficer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::Vi, me);
    desk.text("gf");
    desk.answer(answer(vec![template("overdue", 2)]));
    assert!(desk.screen(80, 24).contains("These tasks are overdue"), "{}", desk.screen(80, 24));
    desk.text("c");
    assert!(desk.model.screens.templates.editing.is_none());
    let me = Me { role: Role::Observer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::Vi, me);
    desk.text("gf");
    assert_eq!(desk.model.common.screen, Screen::Overview);
}

#[test]
fn the_templates_at_120x40() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 40));
        }
    }
}
