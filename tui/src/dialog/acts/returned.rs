//! What it brings about to return work.

use dondoc_shared::{
    lateness::{days_overdue, late_from},
    lifecycle::Status,
    text::Lang,
    wire::assignment::AssignmentDetail,
};

use jiff::civil::Date;

use crate::ui::theme::Token;

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
