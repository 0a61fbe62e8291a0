//! To urge a tenant on.

use dondoc_shared::{
    error::ErrorCode,
    lifecycle,
    text::Lang,
    wire::assignment::{AssignmentDetail, NewUrge},
};
use jiff::civil::{Date, Weekday};

use crate::{
    dialog::{
        act::{Act, Fault, Filled},
        form::{Field, Form},
    },
    net::{Deed, Proposal},
    ui::theme::Token,
};

/// Working days until the answer is due, unless another date is typed.
const REPLY_IN: u32 = 3;

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// See the module.
#[derive(Debug)]
pub struct Urge;

impl Act for Urge {
    fn acts(&self) -> &'static [lifecycle::Act] {
        &[lifecycle::Act::Urge]
    }

    fn title(&self, lang: Lang) -> &'static str {
        lifecycle::Act::Urge.name(lang)
    }

    fn form(&self, detail: &AssignmentDetail) -> Form {
        let reply_by = Field::date(after_working_days(detail.today, REPLY_IN));
        Form { fields: vec![Field::text(), reply_by, Field::Toggle(false)] }
    }

    fn labels(&self, lang: Lang) -> Vec<&'static str> {
        vec![lang.tui_label_urge_text(), lang.tui_label_reply_by(), lang.tui_label_now()]
    }

    fn about(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<(Token, String)> {
        let means = [lang.tui_tenant_will_see(), lang.tui_reply_by_hint()];
        let means = means.map(|text| (Token::Muted, text.to_owned()));
        means.into_iter().chain(last_unanswered(lang, detail)).chain(just_urged(lang, detail)).collect()
    }

    fn confirm(&self, lang: Lang, filled: Filled<'_>) -> Vec<(Token, String)> {
        let means = (Token::Warn, lang.tui_confirm_urge().to_owned());
        let warned = last_unanswered(lang, filled.detail).into_iter().chain(just_urged(lang, filled.detail));
        warned.chain([means]).collect()
    }

    fn go(&self, lang: Lang, _: Filled<'_>) -> &'static str {
        lang.tui_button_send_urge()
    }

    fn deed(&self, filled: Filled<'_>) -> Result<Deed, Fault> {
        let text = filled.written(ErrorCode::InvalidInput)?;
        let place = filled.form.date_place();
        let reply_by = filled.form.date().ok_or((ErrorCode::InvalidInput, place))?;
        if reply_by <= filled.detail.today {
            return Err((ErrorCode::ReplyByPast, place));
        }
        Ok(Deed::Urge(NewUrge { text, reply_by, now: filled.form.is_on() }))
    }

    fn preview(&self, deed: &Deed) -> Option<Proposal> {
        match deed {
            Deed::Urge(urge) => Some(Proposal::Urge(urge.clone())),
            _ => None,
        }
    }

    /// The mail that is shown contains it.
    fn remark(&self, _: Filled<'_>) -> String {
        String::new()
    }
}

/// Nobody urges twice unawares.
fn last_unanswered(lang: Lang, detail: &AssignmentDetail) -> Option<(Token, String)> {
    let open = detail.urges.iter().filter(|urge| urge.answer.is_none() && urge.lapsed_at.is_none());
    let last = open.max_by_key(|urge| urge.at)?;
    Some((Token::Warn, lang.tui_urged_already(&last.number, &lang.date(last.reply_by))))
}

/// Who urged within the last day, answered or not, and how many minutes ago: perhaps somebody beside the reader.
fn just_urged(lang: Lang, detail: &AssignmentDetail) -> Option<(Token, String)> {
    let last = detail.urges.iter().max_by_key(|urge| urge.at)?;
    let minutes = detail.now.duration_since(last.at).as_mins();
    (0..MINUTES_OF_A_DAY)
        .contains(&minutes)
        .then(|| (Token::Warn, lang.tui_urged_ago(minutes, lang.actor(&last.by))))
}

/// The day `days` working days after `from`, weekends not counted. Only a proposal that the person can change: the server,
/// which knows the tenant's calendar, says before it is sent if the day is free.
fn after_working_days(from: Date, days: u32) -> Option<Date> {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left = left.saturating_sub(1);
        }
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn three_working_days_after_a_thursday_is_a_tuesday() {
        assert_eq!(after_working_days(date(2024, 7, 25), 3), Some(date(2024, 7, 30)));
    }
}
