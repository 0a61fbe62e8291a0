//! To write a text that urges are made from.

use dondoc_shared::{
    error::ErrorCode,
    text::{Both, Lang},
    wire::urge::{NewUrgeTemplate, UrgeTemplate, UrgeTemplates},
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Call, Failure, Order, SettingOrder, SettingWritten, UrgingCall},
    step::{Agreement, News, Wish, WrongField},
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct SaveTemplate {
    /// The template as it is stored.
    pub stored: UrgeTemplate,
    /// What is to be stored instead.
    pub meant: NewUrgeTemplate,
}

impl Agreement for SaveTemplate {
    /// Each part that changes, first as it was, then as it will be.
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { stored, meant } = self;
        let parts = [
            (lang.almanac_field_name_vi(), &stored.name_vi, &meant.name_vi),
            (lang.almanac_field_name_en(), &stored.name_en, &meant.name_en),
            (lang.templates_text_vi(), &stored.text_vi, &meant.text_vi),
            (lang.templates_text_en(), &stored.text_en, &meant.text_en),
        ];
        let mut lines = vec![
            (Token::Title, lang.templates_title(&stored.code, stored.version)),
            (Token::Muted, lang.templates_save_means().to_owned()),
        ];
        for (label, before, after) in parts.into_iter().filter(|(_, before, after)| before != after) {
            lines.push((Token::Title, label.to_owned()));
            lines.push((Token::Muted, lang.templates_before(before)));
            lines.push((Token::Accent, lang.templates_after(after)));
        }
        lines
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.templates_agree_save()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let UrgeTemplate { code, version, .. } = self.stored.clone();
        Ok(Order::Setting(SettingOrder::Template { code, version, body: self.meant.clone() }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Setting(SettingWritten::Template(written)) = answer else { return None };
        let said = Both::new(|lang| {
            lang.templates_written(lang.pick(&written.name_vi, &written.name_en), written.version)
        });
        Some((said, vec![Wish::Tell(News::TemplateWritten(written.clone()))]))
    }

    fn again(&self) -> Option<Call> {
        Some(Call::Urging(UrgingCall::Templates))
    }

    fn renew(&mut self, answer: Answer) -> bool {
        let read = UrgeTemplates::try_from(answer).ok();
        let found = read.and_then(|read| read.items.into_iter().find(|one| one.code == self.stored.code));
        let Some(found) = found else { return false };
        self.stored = found;
        true
    }

    /// What is said against its texts is said in the form.
    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        let about_texts = match failure {
            Failure::Refused(problem) => {
                !problem.errors.is_empty() || problem.code == ErrorCode::UnknownPlaceholder
            }
            _ => false,
        };
        about_texts.then(|| vec![Wish::Tell(News::TemplateRefused(failure.clone()))])
    }
}
