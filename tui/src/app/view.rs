//! Everything on the terminal: the frame, the screen in it, and what lies over them.

use std::time::Duration;

use ratatui::{Frame, Terminal, backend::TestBackend};

use super::{
    Model, chrome, finder_view,
    focus::{Focus, focus},
    help, searching,
};
use crate::{
    dialog::{self, agree},
    screens::log_in,
    step::{ARM, overlay::Overlay},
    ui::{
        Ui, body, put,
        size::{SMALLEST, is_cropped, is_too_small, laid_out, shown},
        text::wrap,
        theme::Token,
    },
};

/// Draws the frame, the screen in it and whatever lies over them.
pub fn view(frame: &mut Frame<'_>, model: &Model, now: Duration) {
    let window = (frame.area().width, frame.area().height);
    if focus(model).0 == Focus::Nothing || is_too_small(window) {
        too_small(frame, model, now);
    } else if is_cropped(window) {
        crop(frame, model, now);
    } else {
        draw(frame, model, now);
    }
    model.common.looks.finish(frame.buffer_mut());
}

/// One line for a window in which there is no room for more, or what was said last.
fn too_small(frame: &mut Frame<'_>, model: &Model, now: Duration) {
    let ui = Ui { now, ..model.common.ui() };
    let (columns, rows) = SMALLEST;
    let said = model.common.toasts.shown(now).map(|toast| toast.text.get(ui.lang).to_owned());
    let said = said.unwrap_or_else(|| ui.lang.tui_window_too_small(columns, rows));
    for (row, piece) in wrap(&said, usize::from(frame.area().width)).iter().enumerate() {
        put(frame, frame.area(), row, &ui.line(Token::Text, piece.text.trim_end()));
    }
}

/// Draws what a window with more rows would show, and of what stands between its header and its status the rows around the
/// cursor.
fn crop(frame: &mut Frame<'_>, model: &Model, now: Duration) {
    let window = frame.area();
    let (_, rows) = laid_out((window.width, window.height), false);
    // A screen in memory: nothing else tells where the cursor is left.
    let Ok(mut whole) = Terminal::new(TestBackend::new(window.width, rows));
    let Ok(_) = whole.draw(|frame| draw(frame, model, now));
    let Ok(cursor) = whole.get_cursor_position();
    let shown = u16::try_from(shown((window.width, window.height))).unwrap_or(u16::MAX);
    let last = rows.saturating_sub(2).saturating_sub(shown).max(1);
    let top = cursor.y.saturating_add(1).saturating_sub(shown).clamp(1, last);
    for y in 0..window.height {
        let from = match y {
            0 => 0,
            y if y <= shown => top.saturating_add(y - 1),
            y => rows.saturating_sub(window.height).saturating_add(y),
        };
        for x in 0..window.width {
            if let (Some(cell), Some(drawn)) = (
                frame.buffer_mut().cell_mut((window.x.saturating_add(x), window.y.saturating_add(y))),
                whole.backend().buffer().cell((x, from)),
            ) {
                cell.clone_from(drawn);
            }
        }
    }
    let below = cursor.y.saturating_sub(top).min(shown.saturating_sub(1));
    frame.set_cursor_position((
        window.x.saturating_add(cursor.x),
        window.y.saturating_add(below).saturating_add(1),
    ));
}

fn draw(frame: &mut Frame<'_>, model: &Model, now: Duration) {
    let covered = model.dialogs.open.is_some() || model.agree.is_some();
    // A hint that came by itself in a moment would not be drawn then.
    let now = if model.common.looks.is_spoken() { now.saturating_add(ARM) } else { now };
    let ui = Ui { now, covered, clock: model.common.now(now), ..model.common.ui() };
    let area = frame.area();
    if model.log_in.covers {
        chrome::draw_covered(frame, ui, model);
    } else if model.common.me.is_some() {
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
        Some(Overlay::Search(search)) => searching::draw(frame, ui, model, search),
        Some(Overlay::Log { scroll }) => help::draw_log(frame, ui, &model.common.toasts, *scroll),
        Some(Overlay::Quit { leave, since }) => help::draw_quit(frame, ui, model, *leave, *since),
        None => {}
    }
}
