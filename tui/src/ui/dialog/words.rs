//! What a dialog says.

use dondoc_shared::{lifecycle::Act, text::Lang};

use crate::{
    dialog::{Dialog, Kind, Stage, deed::overdue_on_return, pending},
    ui::{item::records::step_line, theme::Token},
};

/// The labels of the fields, in their order.
pub fn labels(lang: Lang, kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Reopen => vec![lang.tui_label_reason()],
        Kind::Urge => vec![lang.tui_label_urge_text(), lang.tui_label_reply_by(), lang.tui_label_now()],
        Kind::Extension => vec!["", lang.tui_label_new_date(), lang.tui_label_remark()],
        Kind::Verify | Kind::Escalate => vec!["", lang.tui_label_remark()],
    }
}

/// The options of the choice.
pub fn options(lang: Lang, dialog: &Dialog) -> Vec<String> {
    match dialog.kind {
        Kind::Verify => vec![lang.tui_option_accept().to_owned(), lang.tui_option_return().to_owned()],
        Kind::Extension => {
            let asked = pending(&dialog.detail).map(|request| lang.date(request.to)).unwrap_or_default();
            vec![
                lang.tui_option_grant(&asked),
                lang.tui_option_grant_other().to_owned(),
                lang.tui_option_refuse().to_owned(),
            ]
        }
        Kind::Escalate => {
            if dialog.step().is_some_and(|step| step.release_refused.is_some()) {
                return vec![lang.tui_option_drop().to_owned()];
            }
            let release = match dialog.step() {
                Some(step) if step.signed_by.is_some() => lang.tui_option_second_signature(),
                Some(step) if step.second_person => lang.tui_option_first_signature(),
                _ => lang.tui_option_release(),
            };
            vec![release.to_owned(), lang.tui_option_drop().to_owned()]
        }
        Kind::Reopen | Kind::Urge => Vec::new(),
    }
}

/// The buttons: back, and on.
pub fn buttons(lang: Lang, dialog: &Dialog) -> (&'static str, &'static str) {
    match dialog.stage {
        Stage::Begin => (lang.tui_button_close(), lang.tui_button_open_submission()),
        Stage::Edit => (lang.tui_button_close(), lang.tui_button_review()),
        Stage::Confirm => (lang.tui_button_back(), go(lang, dialog)),
    }
}

/// The act in a word or two: on its button, and in the message when it is done.
pub fn go(lang: Lang, dialog: &Dialog) -> &'static str {
    match (dialog.kind, dialog.form.picked()) {
        (Kind::Verify, 0) => Act::Accept.name(lang),
        (Kind::Verify, _) => Act::Return.name(lang),
        (Kind::Reopen, _) => Act::Reopen.name(lang),
        (Kind::Urge, _) => lang.tui_button_send_urge(),
        (Kind::Extension, 0 | 1) => lang.tui_button_grant(),
        (Kind::Extension, _) => lang.tui_button_refuse(),
        (Kind::Escalate, _) if dialog.is_first_signature() => lang.tui_button_sign(),
        (Kind::Escalate, _) if dialog.is_release() => lang.tui_button_release(),
        (Kind::Escalate, _) => lang.tui_button_drop(),
    }
}

/// What stands above the form or the confirmation.
pub fn about(lang: Lang, dialog: &Dialog) -> Vec<(Token, String)> {
    match dialog.stage {
        Stage::Begin => {
            vec![(Token::Text, submission(lang, dialog)), (Token::Warn, lang.tui_opening_means().to_owned())]
        }
        Stage::Edit => edit(lang, dialog),
        Stage::Confirm => confirm(lang, dialog),
    }
}

fn submission(lang: Lang, dialog: &Dialog) -> String {
    let live = dialog.detail.evidence.iter().filter(|evidence| evidence.removed_at.is_none()).count();
    lang.tui_submission_summary(dialog.detail.row.percent, live)
}

fn edit(lang: Lang, dialog: &Dialog) -> Vec<(Token, String)> {
    match dialog.kind {
        Kind::Verify => vec![
            (Token::Text, submission(lang, dialog)),
            (Token::Muted, lang.tui_tenant_will_see().to_owned()),
        ],
        Kind::Reopen => vec![(Token::Muted, lang.tui_tenant_will_see().to_owned())],
        Kind::Urge => {
            let mut lines = vec![
                (Token::Muted, lang.tui_tenant_will_see().to_owned()),
                (Token::Muted, lang.tui_reply_by_hint().to_owned()),
            ];
            lines.extend(last_unanswered(lang, dialog));
            lines
        }
        Kind::Extension => {
            let mut lines = Vec::new();
            if let Some(request) = pending(&dialog.detail) {
                let asked = lang.tui_extension_asked(
                    &lang.date(request.from),
                    &lang.date(request.to),
                    request.reason.name(lang),
                );
                lines.push((Token::Text, asked));
                lines.push((Token::Text, format!("“{}”", request.text.trim())));
            }
            let total = dialog.detail.extensions;
            lines.push((Token::Muted, lang.tui_extension_total(total.count, total.days)));
            lines.push((Token::Muted, lang.tui_tenant_will_see().to_owned()));
            lines
        }
        Kind::Escalate => {
            let mut lines = Vec::new();
            if let Some(step) = dialog.step() {
                lines.push((Token::Text, step_line(lang, step)));
                lines.push((Token::Text, lang.tui_step_addressees(&step.addressees.join(", "))));
                if let Some(by) = &step.signed_by {
                    lines.push((Token::Text, lang.tui_step_signed(by)));
                } else if step.second_person {
                    lines.push((Token::Warn, lang.tui_step_two_persons().to_owned()));
                }
                if let Some(code) = step.release_refused {
                    lines.push((Token::Warn, code.message(lang).to_owned()));
                }
                lines.push((Token::Muted, lang.tui_ladder_is_inferred().to_owned()));
            }
            lines
        }
    }
}

/// Nobody urges twice unawares.
fn last_unanswered(lang: Lang, dialog: &Dialog) -> Option<(Token, String)> {
    let open = dialog.detail.urges.iter().filter(|urge| urge.answer.is_none() && urge.lapsed_at.is_none());
    let last = open.max_by_key(|urge| urge.at)?;
    Some((Token::Warn, lang.tui_urged_already(&last.number, &lang.date(last.reply_by))))
}

fn confirm(lang: Lang, dialog: &Dialog) -> Vec<(Token, String)> {
    let remark = if dialog.is_first_signature() { String::new() } else { dialog.form.text() };
    let mut lines: Vec<(Token, String)> = Vec::new();
    match (dialog.kind, dialog.form.picked()) {
        (Kind::Verify, 0) => lines.push((Token::Text, lang.tui_confirm_accept().to_owned())),
        (Kind::Verify, _) => returning(lang, dialog, &mut lines, lang.tui_confirm_return()),
        (Kind::Reopen, _) => returning(lang, dialog, &mut lines, lang.tui_confirm_reopen()),
        (Kind::Urge, _) => {
            lines.extend(last_unanswered(lang, dialog));
            lines.push((Token::Warn, lang.tui_confirm_urge().to_owned()));
        }
        (Kind::Extension, 0 | 1) => {
            let asked = pending(&dialog.detail).map(|request| request.to);
            let to = if dialog.form.picked() == 0 { asked } else { dialog.form.date() };
            let to = to.map(|date| lang.date(date)).unwrap_or_default();
            lines.push((Token::Text, lang.tui_confirm_grant(&to)));
        }
        (Kind::Extension, _) => lines.push((Token::Text, lang.tui_confirm_refuse().to_owned())),
        (Kind::Escalate, _) if dialog.is_release() => {
            let first = dialog.is_first_signature();
            let text = if first { lang.tui_confirm_first_signature() } else { lang.tui_confirm_release() };
            lines.push((Token::Warn, text.to_owned()));
        }
        (Kind::Escalate, _) => lines.push((Token::Text, lang.tui_confirm_drop().to_owned())),
    }
    if !remark.is_empty() && dialog.kind != Kind::Urge {
        lines.push((Token::Muted, lang.tui_label_remark().to_owned()));
        lines.push((Token::Text, format!("“{remark}”")));
    }
    lines
}

fn returning(lang: Lang, dialog: &Dialog, lines: &mut Vec<(Token, String)>, text: &str) {
    lines.push((Token::Text, text.to_owned()));
    let days = overdue_on_return(&dialog.detail);
    if days > 0 {
        lines.push((Token::Danger, lang.tui_overdue_at_once(days)));
    }
}
