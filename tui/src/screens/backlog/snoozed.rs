//! What a list leaves out because somebody has put it off: how much that is, and by which filter it is seen.

use dondoc_shared::{
    filter::Filter,
    role::Permission,
    text::Lang,
    wire::{Count, view::View},
};

use super::listed::whole;
use crate::{
    net::Call,
    step::{
        Step,
        waiting::{Arrived, Waiting},
    },
};

/// What is put off and waits for no decision: no list has it unless it is asked for (R167).
///
/// A queue lists what waits for a decision, so it leaves nothing out.
pub const LEFT_OUT: &str = "is:snoozed !(status:submitted or is:extension or is:step)";

/// The filter that finds what the list of this one leaves out; none where it leaves nothing out, or where that is too long a filter.
pub fn left_out_by(about: &str, typed: &str, views: &[View]) -> Option<String> {
    let typed = Filter::without_order(typed);
    let leaves_out = |filter: &Filter| about.is_empty() && !filter.speaks_of_handling();
    Filter::parse_with(&typed, views).ok().filter(leaves_out)?;
    let all = whole(LEFT_OUT, &typed, views);
    Filter::parse_with(&all, views).is_ok().then_some(all)
}

/// How many rows a list leaves out, once that is known.
#[derive(Debug, Default)]
pub struct LeftOut {
    asked: Waiting<Count>,
    count: Option<Count>,
}

impl LeftOut {
    /// Asks how many a list of this filter leaves out.
    pub fn ask(about: &str, typed: &str, views: &[View], step: &mut Step<'_>) -> Self {
        let may = step.common.may(Permission::ReadNational);
        let asked = left_out_by(about, typed, views).filter(|_| may);
        Self { asked: asked.map(|filter| step.ask(Call::Count(filter))).unwrap_or_default(), count: None }
    }

    /// Takes the answer; a list that could not be asked about says nothing.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        if let Some(Ok(count)) = self.asked.take(arrived) {
            self.count = Some(count);
        }
    }

    /// How many it leaves out and how to see them; none where it leaves nothing out.
    pub fn said(&self, lang: Lang) -> Option<String> {
        said_of_left_out(self.count.as_ref()?, lang)
    }
}

/// So many rows that a list leaves out, and how to see them; none where there are none.
pub fn said_of_left_out(count: &Count, lang: Lang) -> Option<String> {
    (count.total > 0).then(|| lang.handling_left_out(&lang.number(count.total)))
}
