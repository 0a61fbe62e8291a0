//! What is agreed to in a box of its own.

use std::fmt;

use dondoc_shared::text::{Both, Lang};
use jiff::Timestamp;

use super::{Subject, Wish};
use crate::{
    net::{Answer, Call, Failure, Order},
    ui::theme::Token,
};

/// The field that is wrong, by its place, and why.
pub type WrongField = (usize, Both);

/// A field that is wrong, by its `place`, and `why`.
pub fn wrong<T: Into<String>>(place: usize, why: impl Fn(Lang) -> T) -> WrongField {
    (place, Both::new(|lang| why(lang).into()))
}

/// An act that is about no assignment: what it asks for, what it brings about, and what follows when it is done. It is
/// agreed to in a box of its own.
pub trait Agreement: fmt::Debug {
    /// The fields that are typed: label, and the longest text in characters.
    fn fields(&self, _: Lang) -> Vec<(&'static str, usize)> {
        Vec::new()
    }

    /// What it is about, where what is typed is kept when its box is closed.
    fn subject(&self) -> Option<Subject> {
        None
    }

    /// What stands in the fields to begin with; nothing where it is shorter than they are.
    fn typed(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether a field matters with what is chosen.
    fn uses(&self, _: usize) -> bool {
        true
    }

    /// The field that the server calls so.
    fn place_of(&self, _: &str) -> Option<usize> {
        None
    }

    /// The options of which one must be chosen, none of them to begin with; none where it is only agreed to.
    fn options(&self, _: Lang) -> Vec<String> {
        Vec::new()
    }

    /// The option that is chosen; none before.
    fn picked(&self) -> Option<usize> {
        None
    }

    /// Chooses an option.
    fn pick(&mut self, _: usize) {}

    /// The word, in the reader's language, that must be typed before it can be done, by what stands in the fields; none for the
    /// lighter acts.
    fn word(&self, _: Lang, _: &[String]) -> Option<String> {
        None
    }

    /// What it is about, and what it brings about.
    fn about(&self, lang: Lang) -> Vec<(Token, String)>;

    /// What would be different, by what stands in the fields: the last lines of what it is about, always as many.
    fn brings(&self, _: Lang, _: &[String]) -> Vec<(Token, String)> {
        Vec::new()
    }

    /// The act in a word or two: the title of the box and its button.
    fn go(&self, lang: Lang) -> &'static str;

    /// What is said where its box is closed without it.
    fn given_up(&self, lang: Lang) -> String {
        lang.tui_not_done(self.go(lang))
    }

    /// Whether it carries out a plan. The key that means yes leads to its box, and so agrees to nothing there.
    fn is_of_plan(&self) -> bool {
        false
    }

    /// Whether it can be taken back once it is done.
    fn is_undone(&self) -> bool {
        false
    }

    /// The act as the server takes it.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    fn order(&self, typed: &[String], now: Option<Timestamp>) -> Result<Order, WrongField>;

    /// What is said when it is done, and what else is to be done then. None if the answer is not one to this act.
    fn done(&self, typed: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)>;

    /// What is read again where somebody else was faster; what was typed stays.
    fn again(&self) -> Option<Call> {
        None
    }

    /// Takes what was read again: the act is about that from now on. False if it is not what was asked for.
    fn renew(&mut self, _: Answer) -> bool {
        false
    }

    /// What is to be done instead of saying why it was refused in the box: where the fault is in what lies below it.
    fn refused(&self, _: &Failure) -> Option<Vec<Wish>> {
        None
    }
}
