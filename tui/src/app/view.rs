//! Everything on the terminal: the frame, the screen in it, and what lies over them.

use std::time::Duration;

use ratatui::{Frame, text::Line};

use super::{
    Model, chrome, finder_view,
    focus::{Focus, SMALLEST, focus},
    help,
};
use crate::{
    dialog::{self, agree},
    screens::log_in,
    step::overlay::Overlay,
    ui::{Ui, body, put},
};

/// Draws the frame, the screen in it and whatever lies over them.
pub fn view(frame: &mut Frame<'_>, model: &Model, now: Duration) {
    draw(frame, model, now);
    model.common.looks.finish(frame.buffer_mut());
}

fn draw(frame: &mut Frame<'_>, model: &Model, now: Duration) {
    let covered = model.dialogs.open.is_some() || model.agree.is_some();
    let ui = Ui { now, covered, ..model.common.ui() };
    let area = frame.area();
    if focus(model).0 == Focus::Nothing || area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let (columns, rows) = SMALLEST;
        return put(frame, area, 0, &Line::from(ui.lang.tui_window_too_small(columns, rows)));
    }
    if model.common.me.is_some() {
        chrome::draw(frame, ui, model);
        model.screens.draw(model.common.screen, frame, ui, body(area));
        if let Some(dialog) = &model.dialogs.open {
            dialog::view::draw(frame, ui, dialog);
        } else if let Some(agree) = &model.agree {
            agree::view::draw(frame, ui, agree);
        }
    }
    if model.common.is_locked {
        log_in::view::draw(frame, ui, &model.log_in, &model.server);
    }
    match &model.common.overlay {
        Some(Overlay::Finder(finder)) => finder_view::draw(frame, ui, model, finder),
        Some(Overlay::Log { scroll }) => help::draw_log(frame, ui, &model.common.toasts, *scroll),
        Some(Overlay::Quit { leave, since }) => help::draw_quit(frame, ui, model, *leave, *since),
        None => {}
    }
}
