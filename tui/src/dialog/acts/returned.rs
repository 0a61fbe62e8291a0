//! What it brings about to return work.

use dondoc_shared::{
    error::ErrorCode,
    lateness::{days_overdue, late_from},
    lifecycle::Status,
    text::Lang,
    wire::assignment::{AssignmentDetail, NewReturn},
};
use jiff::civil::Date;

use crate::{
    dialog::act::{Fault, Filled},
    ui::theme::Token,
};

/// The return with its remark, and the later due date where one is typed.
///
/// # Errors
/// A remark that is missing; a date that is none, or not after today and the present due date.
pub fn with_date(filled: Filled<'_>) -> Result<NewReturn, Fault> {
    let (form, detail) = (filled.form, filled.detail);
    let (remark, place, due_on) = (filled.required()?, form.date_place(), form.date());
    match due_on {
        None if !form.is_undated() => Err((ErrorCode::InvalidInput, place)),
        Some(to) if to <= detail.today || detail.row.due_on.is_none_or(|due| to <= due) => {
            Err((ErrorCode::DateNotLater, place))
        }
        due_on => Ok(NewReturn { remark, due_on }),
    }
}

/// `text`, and the due date that comes with it; without one, by how many calendar days the assignment will be overdue at once if it
/// is returned today.
pub fn brings(
    lang: Lang,
    detail: &AssignmentDetail,
    text: &str,
    due_on: Option<Date>,
) -> Vec<(Token, String)> {
    let mut lines = vec![(Token::Text, text.to_owned())];
    if let Some(due) = due_on {
        lines.push((Token::Text, lang.tui_confirm_new_date(&lang.date(due))));
        return lines;
    }
    let days = days_overdue(late_from(Status::Returned, detail.row.due_on, None), detail.today);
    if days > 0 {
        lines.push((Token::Danger, lang.tui_overdue_at_once(days)));
    }
    lines
}
