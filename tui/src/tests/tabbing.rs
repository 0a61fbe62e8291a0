//! The order of Tab in every form: it is that of the fields, whatever is chosen, and no choice moves the focus.

use std::fmt::Debug;

use crossterm::event::KeyCode;
use dondoc_shared::{lifecycle::Status, text::Lang, wire::assignment::AssignmentDetail};

use super::{Desk, browsing::changed, composer, facts, looks::places};
use crate::{
    app::focus::{Focus, focus},
    dialog::{Stop, agree, form::Field},
    keys::{Layer, Screen},
    net::Answer,
    screens::{composer::ask, draft::part},
};

/// What Tab stops at in the form that has the focus, which of it has that, and whether something is chosen there.
fn form(desk: &Desk) -> Option<(Vec<String>, String, bool)> {
    fn named<S: Debug>(stops: &[S], at: S) -> (Vec<String>, String) {
        (stops.iter().map(|stop| format!("{stop:?}")).collect(), format!("{at:?}"))
    }
    let chooses = |fields: &[Field], place: usize| matches!(fields.get(place), Some(Field::Choice { .. }));
    let model = &desk.model;
    let (on, layer) = focus(model);
    let ((stops, at), chooses) = match (on, &model.dialogs.open, &model.agree) {
        (Focus::Dialog, Some(dialog), _) => {
            let stop = dialog.stop();
            let chooses = matches!(stop, Stop::Field(place) if chooses(&dialog.form.fields, place));
            (named(&dialog.stops(), stop), chooses)
        }
        (Focus::Agree, _, Some(agree)) => {
            (named(&agree.stops(model.common.lang), agree.focus), agree.focus == agree::Stop::Choice)
        }
        (Focus::Screen, ..) if model.common.screen == Screen::Composer && layer.is_text() => {
            let asking = &model.screens.composer.asking;
            let stop = asking.stop();
            let chooses = matches!(stop, ask::Stop::Field(place) if chooses(&asking.form.fields, place));
            (named(&asking.stops(), stop), chooses)
        }
        (Focus::Screen, ..) if layer.name == "part of a policy" => {
            let part = model.screens.draft.draft.as_ref()?.part.as_ref()?;
            let stop = part.stop();
            let chooses = matches!(stop, part::Stop::Field(place) if chooses(&part.form.fields, place));
            (named(&part.stops(), stop), chooses)
        }
        _ => return None,
    };
    Some((stops, at, chooses))
}

/// What of `these` is among `those`, in the order of these.
fn kept<'a>(these: &'a [String], those: &[String]) -> Vec<&'a String> {
    these.iter().filter(|stop| those.contains(stop)).collect()
}

#[test]
fn no_choice_moves_the_focus_of_a_form_or_changes_the_order_of_its_stops() {
    let mut seen = std::collections::BTreeSet::new();
    let (mut choices, mut appeared) = (0, 0);
    for (name, mut desk) in places(Lang::Vi) {
        desk.wait(400);
        let Some((stops, ..)) = form(&desk) else { continue };
        seen.insert(focus(&desk.model).1.name);
        for _ in 0..stops.len() {
            let Some((before, at, chooses)) = form(&desk) else { break };
            if chooses {
                choices += 1;
                for key in [
                    KeyCode::Down,
                    KeyCode::Down,
                    KeyCode::Down,
                    KeyCode::Up,
                    KeyCode::Up,
                    KeyCode::Char(' '),
                ] {
                    let (stops, ..) = form(&desk).unwrap();
                    desk.key(key);
                    let (now, here, _) = form(&desk).unwrap();
                    assert_eq!(here, at, "{name}: a choice keeps the focus");
                    assert_eq!(kept(&stops, &now), kept(&now, &stops), "{name}: the order stays");
                    appeared += usize::from(now.len() != stops.len());
                }
            }
            let (stops, at, _) = form(&desk).unwrap();
            let here = stops.iter().position(|stop| *stop == at).unwrap();
            desk.key(KeyCode::Tab);
            let (_, next, _) = form(&desk).unwrap();
            assert_eq!(next, stops[(here + 1) % stops.len()], "{name}: Tab goes on from {at} of {before:?}");
            desk.key(KeyCode::BackTab);
            assert_eq!(form(&desk).unwrap().1, at, "{name}: and back");
            desk.key(KeyCode::Tab);
        }
    }
    for layer in [Layer::FORM, Layer::FORM_OF_REPORT, Layer::CONFIRM, Layer::AGREE] {
        assert!(seen.contains(layer.name), "{}: {seen:?}", layer.name);
    }
    assert!(seen.contains("urge") && seen.contains("part of a policy"), "{seen:?}");
    assert!(choices > 10 && appeared > 4, "{choices} choices, of which {appeared} let a field appear or go");
}

#[test]
fn templates_that_come_late_take_the_text_away_and_leave_the_focus_where_it_is() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("jf");
    let asking = &desk.model.screens.composer.asking;
    assert!(asking.stops().contains(&ask::Stop::Field(1)), "without a template one writes");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    let at = desk.model.screens.composer.asking.stop();
    assert_eq!(at, ask::Stop::Field(2));
    desk.answer(composer::templates());
    let asking = &desk.model.screens.composer.asking;
    assert!(!asking.stops().contains(&ask::Stop::Field(1)));
    assert_eq!(asking.stop(), at);
    let screen = desk.screen(80, 24);
    let label = Lang::Vi.composer_label_addressee();
    let rows: Vec<&str> = screen.lines().collect();
    let place = rows.iter().position(|row| row.contains(label)).unwrap();
    assert!(rows[place + 1].contains('▸'), "{screen}");
}

#[test]
fn a_field_that_goes_with_what_changed_meanwhile_leaves_the_focus_to_the_next_stop() {
    let submitted = |version, due: bool| {
        let mut detail = AssignmentDetail { ..facts::detail(0) };
        (detail.row.status, detail.row.version) = (Status::Accepted, version);
        if !due {
            detail.row.due_on = None;
        }
        detail
    };
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("R");
    desk.answer(Answer::Item(Box::new(submitted(4, true))));
    desk.text("O");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().stop(), Stop::Field(1));
    desk.step(changed(0));
    desk.answer(Answer::Item(Box::new(submitted(5, false))));
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().stop(), Stop::Cancel);
    desk.key(KeyCode::BackTab);
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().stop(), Stop::Field(0));
}
