//! The filter line: what is typed, and below it what it means in plain words, or where and why it does not parse.

use dondoc_shared::{
    filter::{Filter, Named},
    text::Lang,
    wire::Cause,
};
use ratatui::{Frame, layout::Rect, text::Line};
use tui_input::Input;

use crate::ui::{Ui, cursor_at, put, text, theme::Token};

/// Draws the line in the row after the rule, and its reading in the one after that.
pub fn draw(frame: &mut Frame<'_>, ui: Ui, area: Rect, rule: usize, line: &Input) {
    let lang = ui.lang;
    let label = format!(" {}: ", lang.tui_bar_filter());
    let column = text::width(&label);
    let room = usize::from(area.width).saturating_sub(column + 1);
    let scroll = line.visual_scroll(room.max(1));
    let shown = text::behind(line.value(), scroll);
    let typed = Line::from(vec![ui.span(Token::Title, label), ui.span(Token::Text, text::cut(shown, room))]);
    put(frame, area, rule + 1, &typed);
    cursor_at(frame, area, column + line.visual_cursor().saturating_sub(scroll), rule + 1);
    let width = usize::from(area.width).saturating_sub(1);
    match Filter::parse(line.value()) {
        Ok(filter) => {
            let echo = format!(" = {}", echo(lang, &filter));
            put(frame, area, rule + 2, &ui.line(Token::Muted, text::cut(&echo, width)));
        }
        Err(error) => {
            // The caret stands under the term, the reason beside it where there is room.
            let at = column + error.at.saturating_sub(scroll);
            let reason = lang.filter_reason(&error.fault);
            let line = if at + 2 + text::width(&reason) <= width {
                format!("{}^ {reason}", " ".repeat(at))
            } else {
                let before = text::cut(&reason, at.saturating_sub(2));
                if text::width(&reason) + 3 <= at {
                    format!(" {} ^", text::fit_right(&before, at - 2))
                } else {
                    format!(" ^ {reason}")
                }
            };
            put(frame, area, rule + 2, &ui.line(Token::Danger, text::cut(&line, width)));
        }
    }
}

/// What a filter means, in plain words.
pub fn echo(lang: Lang, filter: &Filter) -> String {
    let mut parts = Vec::new();
    if filter.wants_closed() {
        parts.push(lang.tui_echo_closed().to_owned());
    }
    match (filter.overdue_at_least, filter.overdue_at_most) {
        (Some(from), Some(to)) => parts.push(lang.tui_echo_overdue_between(from, to)),
        (Some(from), None) => parts.push(lang.tui_echo_overdue_from(from)),
        (None, Some(to)) => parts.push(lang.tui_echo_overdue_to(to)),
        (None, None) => {}
    }
    if !filter.tenants.is_empty() {
        parts.push(lang.tui_echo_tenants(&names(&filter.tenants)));
    }
    match (filter.level_at_least, filter.level_at_most) {
        (Some(from), Some(to)) if from == to => parts.push(lang.level(from)),
        (Some(from), Some(to)) => parts.push(lang.tui_echo_level_between(from, to)),
        (Some(from), None) => parts.push(lang.tui_echo_level_from(from)),
        (None, Some(to)) => parts.push(lang.tui_echo_level_to(to)),
        (None, None) => {}
    }
    if !filter.statuses.is_empty() {
        let words: Vec<&str> = filter.statuses.iter().map(|status| status.short(lang)).collect();
        parts.push(lang.tui_echo_statuses(&words.join(", ")));
    }
    if !filter.blocked_by.is_empty() {
        parts.push(lang.tui_echo_blocked_by(&names(&filter.blocked_by)));
    }
    if !filter.causes.is_empty() {
        let name = |cause: &Option<Cause>| cause.map_or(lang.cause_not_given(), |cause| cause.name(lang));
        let names: Vec<&str> = filter.causes.iter().map(name).collect();
        parts.push(lang.tui_echo_causes(&names.join(", ")));
    }
    parts.extend(filter.flags.iter().map(|flag| flag.phrase(lang).to_owned()));
    if !filter.words.is_empty() {
        let typed = filter.words.iter().map(|phrase| {
            if phrase.is_quoted { format!("\"{}\"", phrase.typed) } else { phrase.typed.clone() }
        });
        parts.push(lang.tui_echo_words(&typed.collect::<Vec<_>>().join(" ")));
    }
    if parts.is_empty() { lang.tui_echo_everything().to_owned() } else { parts.join(" · ") }
}

fn names(named: &[Named]) -> String {
    named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use dondoc_shared::filter::Flag;

    use super::*;

    #[test]
    fn a_filter_is_echoed_in_plain_words() {
        let filter = Filter::parse("quahan>14 dv:ha-noi,bca cap>=2 số").unwrap();
        let vi = echo(Lang::Vi, &filter);
        assert_eq!(vi, "quá hạn từ 15 ngày · đơn vị ha-noi, bca · cấp từ 2 · có chữ “số”");
        let waiting = echo(Lang::Vi, &Filter::parse("cho:bca nguyennhan:data,none").unwrap());
        assert_eq!(waiting, "đang phải chờ bca · phải chờ vì dữ liệu, chưa nêu nguyên nhân");
        assert!(echo(Lang::En, &Filter::default()).contains("everything"));
    }

    #[test]
    fn every_flag_is_echoed_in_words_of_its_own_and_named_in_help() {
        for lang in Lang::ALL {
            let mut said = std::collections::HashSet::new();
            for flag in Flag::ALL {
                let filter = Filter::parse(&format!("is:{flag}")).unwrap();
                let echo = echo(*lang, &filter);
                assert_ne!(echo, lang.tui_echo_everything());
                assert!(said.insert(echo), "{flag}");
                assert!(lang.tui_help_filter_is().contains(flag.as_str()), "{flag}");
            }
        }
    }
}
