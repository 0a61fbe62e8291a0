//! The box in which a heavy act that is about no assignment is agreed to.

use dondoc_shared::text::Lang;
use ratatui::{Frame, text::Line};

use crate::{
    dialog::agree::{Agree, Stop, Subject},
    ui::{Ui, boxed, button, cursor_at, policies, put, simulation, text, theme::Token},
};

const WIDTH: u16 = 78;
/// Rows of the foot: the word, notice (two), buttons, hint.
const FOOT: usize = 6;

/// The act in a word or two.
fn go(lang: Lang, subject: &Subject) -> &'static str {
    match subject {
        Subject::Make { .. } => lang.desk_agree_make(),
        Subject::Withdraw { .. } => lang.desk_agree_withdraw(),
    }
}

/// What it is about, and what it brings about.
fn about(lang: Lang, subject: &Subject) -> Vec<(Token, String)> {
    match subject {
        Subject::Make { version, sums } => {
            let scope = policies::scope(lang, version.tenant.as_deref());
            let pair = |figure| simulation::pair(lang, figure);
            vec![
                (Token::Title, version.body.kind().name(lang).to_owned()),
                (Token::Text, lang.desk_make_counts(&lang.date(version.from), &scope)),
                (Token::Text, lang.desk_make_brings(&pair(sums.mails), &pair(sums.lines), &pair(sums.steps))),
                (Token::Muted, version.note.clone()),
            ]
        }
        Subject::Withdraw { policy, today } => {
            let tomorrow = today.tomorrow().unwrap_or(*today);
            let effect = if policy.from >= tomorrow {
                lang.desk_withdraw_ahead().to_owned()
            } else {
                lang.desk_withdraw_counting(&lang.date(tomorrow))
            };
            vec![
                (Token::Title, policies::title(lang, policy)),
                (Token::Text, effect),
                (Token::Muted, policy.note.clone()),
            ]
        }
    }
}

/// Draws the box.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, agree: &Agree) {
    let lang = ui.lang();
    let wide = usize::from(WIDTH.min(ui.model.size.0)).saturating_sub(4);
    let lines: Vec<(Token, String)> = about(lang, &agree.subject)
        .into_iter()
        .flat_map(|(token, said)| text::wrap(&said, wide).into_iter().map(move |piece| (token, piece.text)))
        .collect();
    // What does not fit is cut from the note, which was typed by whoever agrees.
    let room = usize::from(ui.model.size.1).saturating_sub(4 + FOOT + 2);
    let shown = lines.len().min(room);
    let height = u16::try_from(shown + 1 + FOOT + 2).unwrap_or(u16::MAX);
    let area = boxed(frame, ui, WIDTH, height, go(lang, &agree.subject));
    let width = usize::from(area.width);
    for (row, (token, line)) in lines.iter().take(shown).enumerate() {
        put(frame, area, row, &ui.line(*token, line.trim_end().to_owned()));
    }
    let row = shown + 1;
    let word = agree.subject.word();
    let here = agree.focus == Stop::Word;
    let head = format!("{} {} ", if here { "▸" } else { " " }, lang.tui_type_word(word));
    let field = format!("[{}]", text::fit(agree.typed.value(), text::width(word) + 2));
    put(frame, area, row, &ui.line(if here { Token::Title } else { Token::Text }, format!("{head}{field}")));
    let notice =
        if agree.waiting.is_some() { Some(lang.tui_waiting_deed()) } else { agree.notice.as_deref() };
    let token = if agree.waiting.is_some() { Token::Muted } else { Token::Danger };
    for (place, piece) in text::wrap(notice.unwrap_or_default(), width).iter().take(2).enumerate() {
        put(frame, area, row + 1 + place, &ui.line(token, piece.text.trim_end().to_owned()));
    }
    let (cancel, go) = (lang.tui_button_back(), go(lang, &agree.subject));
    let buttons = Line::from(vec![
        button(ui, cancel, agree.focus == Stop::Cancel, true),
        ui.span(Token::Text, "  "),
        button(ui, go, agree.focus == Stop::Go, agree.can_go()),
    ]);
    put(frame, area, row + 3, &buttons);
    match agree.focus {
        Stop::Word => cursor_at(frame, area, text::width(&head) + 1 + agree.typed.visual_cursor(), row),
        Stop::Cancel => cursor_at(frame, area, 0, row + 3),
        Stop::Go => cursor_at(frame, area, text::width(cancel) + 7, row + 3),
    }
    // As in a dialog, the hint appears when the box listens.
    if agree.is_armed(ui.now) && agree.waiting.is_none() {
        put(frame, area, row + 4, &ui.line(Token::Muted, text::cut(lang.tui_confirm_keys(), width)));
    }
}
