//! What has the focus: the only authority for where a key goes, what the bar offers and what help lists.

use super::Model;
use crate::keys::Layer;

/// The smallest window, in columns and rows.
pub const SMALLEST: (u16, u16) = (60, 15);

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
    let (columns, rows) = model.common.size;
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        return (Focus::Nothing, Layer::TOO_SMALL);
    }
    if let Some(overlay) = &model.common.overlay {
        return (Focus::Overlay, overlay.layer());
    }
    if model.common.is_locked {
        return (Focus::LogIn, Layer::LOG_IN);
    }
    if let Some(dialog) = &model.dialogs.open {
        return (Focus::Dialog, dialog.layer());
    }
    if model.agree.is_some() {
        return (Focus::Agree, Layer::AGREE);
    }
    (Focus::Screen, model.screens.layer(model.common.screen))
}
