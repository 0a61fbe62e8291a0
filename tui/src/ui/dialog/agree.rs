//! The box in which a heavy act that is about no assignment is agreed to.

use dondoc_shared::{text::Lang, wire::mail::MessageRow};
use ratatui::{Frame, text::Line};

use crate::{
    dialog::{
        agree::{Agree, Stop, Subject},
        post::Deed,
    },
    ui::{Ui, boxed, button, cursor_at, policies, put, simulation, text, theme::Token},
};

const WIDTH: u16 = 78;
/// Rows of the foot: notice (two), buttons, hint, and the border.
const FOOT: usize = 6;

/// The act in a word or two.
fn go(lang: Lang, subject: &Subject) -> &'static str {
    match subject {
        Subject::Make { .. } => lang.desk_agree_make(),
        Subject::Withdraw { .. } => lang.desk_agree_withdraw(),
        Subject::Mail(deed) => match deed {
            Deed::Cancel(_) => lang.post_agree_cancel(),
            Deed::Resend(_) => lang.post_agree_resend(),
            Deed::Hold => lang.post_agree_hold(),
            Deed::Lift(_) => lang.post_agree_lift(),
            Deed::Restore(_) => lang.post_agree_restore(),
        },
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
        Subject::Mail(deed) => mail(lang, deed),
    }
}

fn mail(lang: Lang, deed: &Deed) -> Vec<(Token, String)> {
    let message = |row: &MessageRow| {
        let who = [row.recipient.as_deref(), row.address.as_deref()];
        let who: Vec<&str> = who.into_iter().flatten().collect();
        (Token::Title, lang.post_mail_to(lang.mail_kind(&row.kind), &who.join(" · ")))
    };
    match deed {
        Deed::Cancel(row) => vec![message(row), (Token::Text, lang.post_cancel_means().to_owned())],
        Deed::Resend(row) => {
            // The relay may have what was handed over with an unknown outcome.
            let means =
                if row.ambiguous > 0 { lang.post_resend_means_same() } else { lang.post_resend_means_new() };
            let said = row.last_error.clone().unwrap_or_default();
            vec![message(row), (Token::Text, means.to_owned()), (Token::Muted, said)]
        }
        Deed::Hold => vec![(Token::Text, lang.post_hold_means().to_owned())],
        Deed::Lift(hold) => {
            let who = Deed::held(lang, hold.tenant.as_ref().map(|tenant| tenant.slug.as_str()));
            vec![(Token::Text, lang.post_lift_means(&who)), (Token::Muted, hold.reason.clone())]
        }
        Deed::Restore(row) => vec![
            (Token::Title, row.address.clone()),
            (Token::Text, lang.post_restore_means().to_owned()),
            (Token::Muted, row.detail.clone()),
        ],
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
    let labels = agree.subject.fields(lang);
    let word = agree.word();
    let typed = labels.len() + usize::from(word.is_some());
    // What does not fit is cut from the note, which was typed by whoever agrees.
    let room = usize::from(ui.model.size.1).saturating_sub(4 + FOOT + typed + 1);
    let shown = lines.len().min(room);
    let height = u16::try_from(shown + 1 + typed + FOOT + 1).unwrap_or(u16::MAX);
    let area = boxed(frame, ui, WIDTH, height, go(lang, &agree.subject));
    let width = usize::from(area.width);
    for (row, (token, line)) in lines.iter().take(shown).enumerate() {
        put(frame, area, row, &ui.line(*token, line.trim_end().to_owned()));
    }
    let mut row = shown + 1;
    let column = labels.iter().map(|(label, _)| text::width(label)).max().unwrap_or(0);
    for (place, ((label, _), input)) in labels.iter().zip(&agree.fields).enumerate() {
        let here = agree.focus == Stop::Field(place);
        let head = format!("{} {} ", if here { "▸" } else { " " }, text::fit(label, column));
        let room = width.saturating_sub(column + 5);
        let scroll = input.visual_scroll(room.saturating_sub(1).max(1));
        let visible: String = input.value().chars().skip(scroll).collect();
        let field = format!("[{}]", text::fit(&text::cut(&visible, room), room));
        put(
            frame,
            area,
            row,
            &ui.line(if here { Token::Title } else { Token::Text }, format!("{head}{field}")),
        );
        if here {
            let cursor = text::width(&head) + 1 + input.visual_cursor().saturating_sub(scroll);
            cursor_at(frame, area, cursor, row);
        }
        row += 1;
    }
    if let Some(word) = word {
        let here = agree.focus == Stop::Word;
        let head = format!("{} {} ", if here { "▸" } else { " " }, lang.tui_type_word(word));
        let field = format!("[{}]", text::fit(agree.typed.value(), text::width(word) + 2));
        put(
            frame,
            area,
            row,
            &ui.line(if here { Token::Title } else { Token::Text }, format!("{head}{field}")),
        );
        if here {
            cursor_at(frame, area, text::width(&head) + 1 + agree.typed.visual_cursor(), row);
        }
        row += 1;
    }
    let notice =
        if agree.waiting.is_some() { Some(lang.tui_waiting_deed()) } else { agree.notice.as_deref() };
    let token = if agree.waiting.is_some() { Token::Muted } else { Token::Danger };
    for (place, piece) in text::wrap(notice.unwrap_or_default(), width).iter().take(2).enumerate() {
        put(frame, area, row + place, &ui.line(token, piece.text.trim_end().to_owned()));
    }
    row += 2;
    let (cancel, go) = (lang.tui_button_back(), go(lang, &agree.subject));
    let buttons = Line::from(vec![
        button(ui, cancel, agree.focus == Stop::Cancel, true),
        ui.span(Token::Text, "  "),
        button(ui, go, agree.focus == Stop::Go, agree.can_go()),
    ]);
    put(frame, area, row, &buttons);
    match agree.focus {
        Stop::Field(_) | Stop::Word => {}
        Stop::Cancel => cursor_at(frame, area, 0, row),
        Stop::Go => cursor_at(frame, area, text::width(cancel) + 7, row),
    }
    // As in a dialog, the hint appears when the box listens.
    if agree.is_armed(ui.now) && agree.waiting.is_none() {
        put(frame, area, row + 1, &ui.line(Token::Muted, text::cut(lang.tui_confirm_keys(), width)));
    }
}
