//! What has the focus: the only authority for where a key goes, what the bar offers and what help lists.

use super::Model;
use crate::{keys::Layer, ui::size::is_too_small};

/// What has the focus, the topmost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Nothing: the window is too small.
    Nothing,
    /// Help, messages, “leave?”.
    Overlay,
    /// The log-in box.
    LogIn,
    /// A dialog about an assignment.
    Dialog,
    /// The box in which an act is agreed to.
    Agree,
    /// The screen.
    Screen,
}

/// What has the focus, and its layer.
pub fn focus(model: &Model) -> (Focus, Layer) {
    let (focus, layer) = behind(model);
    if !is_too_small(model.common.window) {
        return (focus, layer);
    }
    // What is typed on must not end the console, only because its window has become too small.
    (Focus::Nothing, if layer.is_text() { Layer::TOO_SMALL_TO_TYPE } else { Layer::TOO_SMALL })
}

/// What has the focus as soon as the window is large enough.
fn behind(model: &Model) -> (Focus, Layer) {
    if let Some(overlay) = &model.common.overlay {
        return (Focus::Overlay, overlay.layer());
    }
    if model.common.is_locked {
        return (Focus::LogIn, model.log_in.layer());
    }
    if let Some(dialog) = &model.dialogs.open {
        return (Focus::Dialog, dialog.layer());
    }
    if let Some(agree) = &model.agree {
        return (Focus::Agree, agree.layer());
    }
    (Focus::Screen, model.screens.layer(model.common.screen))
}
