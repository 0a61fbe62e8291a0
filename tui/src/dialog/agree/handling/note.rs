//! To write a note about an assignment, for the Working Group alone.

use dondoc_shared::{
    fold::compose,
    text::{Both, Lang},
    wire::handling::NewNote,
};
use jiff::Timestamp;

use crate::{
    dialog::form::MAX_TEXT,
    net::{Answer, Order},
    step::{
        Agreement, News, Subject, Wish, WrongField,
        handled::{Handled, Said, Target},
        wrong,
    },
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct Note(pub Target);

impl Agreement for Note {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.handling_note(), MAX_TEXT)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::of("note", std::slice::from_ref(&self.0)))
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        vec![(Token::Title, self.0.code.clone()), (Token::Muted, lang.handling_note_means().to_owned())]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.handling_note()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let text = compose(typed.first().map_or("", |text| text.trim()));
        if text.is_empty() {
            return Err(wrong(0, Lang::handling_note_missing));
        }
        Ok(Order::AddNote(self.0.id, NewNote { text }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Noted(_) = answer else { return None };
        let handled = Handled { ids: vec![self.0.id], said: Said::Noted };
        let text = Both::new(|lang| lang.handling_noted(&self.0.code));
        Some((text, vec![Wish::Tell(News::Handled(handled))]))
    }
}
