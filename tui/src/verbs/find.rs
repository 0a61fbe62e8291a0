//! What a filter finds: read as the screens read it, counted and listed by the same questions.

use std::collections::HashSet;

use dondoc_shared::{
    error::ErrorCode,
    filter::{Filter, Named, Other, with_built_in},
    fold::compose,
    scrub,
    text::Lang,
    wire::{
        Count, Page,
        assignment::{AssignmentRow, Queue},
        view::{View, Views},
    },
};

use super::{
    args::Which,
    desk::Desk,
    stop::{End, Stop},
};
use crate::{
    net::{Call, Failure},
    screens::{
        backlog::{
            Listed,
            listed::{Everything, read, whole},
            snoozed::{left_out_by, said_of_left_out},
        },
        extensions::Extensions,
        steps::Steps,
        submissions::Submissions,
    },
    ui::{text, written::Said},
};

/// Rows of one page: as many as the server gives.
const PAGE: u16 = 200;

/// What is done with a row of a page.
pub type Each<'a> = dyn FnMut(&AssignmentRow, &Page<AssignmentRow>) -> Result<(), Stop> + 'a;

/// A list of the server, narrowed by a filter.
#[derive(Debug, Clone)]
pub struct Question {
    about: &'static str,
    queue: Option<Queue>,
    /// What waits on its rows, where it is a queue.
    pub said: Option<Said>,
    /// What a filter may name.
    views: Vec<View>,
    /// The filter as it was typed.
    typed: String,
}

/// What is known of a whole list once its rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Rows that were read.
    pub rows: usize,
    /// Rows that there are.
    pub total: i64,
    /// The server stopped counting there.
    pub at_least: bool,
    /// All of them were read.
    pub is_whole: bool,
}

impl Question {
    /// Reads the filter.
    ///
    /// # Errors
    /// Where it does not parse, with a caret under the place.
    pub async fn new(desk: &Desk, which: Which, filter: &str) -> Result<Self, Stop> {
        let mut views = vec![];
        if filter.contains('@') {
            views = with_built_in(desk.ask::<Views>(Call::Views).await?.items);
        }
        let lang = desk.lang;
        match which {
            Which::Backlog => Self::of::<Everything>(filter, views, lang),
            Which::Submissions => Self::of::<Submissions>(filter, views, lang),
            Which::Extensions => Self::of::<Extensions>(filter, views, lang),
            Which::Steps => Self::of::<Steps>(filter, views, lang),
        }
    }

    fn of<L: Listed>(filter: &str, views: Vec<View>, lang: Lang) -> Result<Self, Stop> {
        let typed = scrub::one_line(&compose(filter)).trim().to_owned();
        if let Err(error) = read(L::ABOUT, &typed, &views) {
            return Err(pointed(&typed, error.at, &lang.filter_reason(&error.fault), lang));
        }
        let said = L::QUEUE.map(|_| -> Said { L::said });
        Ok(Self { about: L::ABOUT, queue: L::QUEUE, said, views, typed })
    }

    /// How many it finds.
    pub async fn count(&self, desk: &Desk) -> Result<Count, Stop> {
        let answer = desk.try_ask(Call::Count(whole(self.about, &self.typed, &self.views))).await;
        answer.map_err(|failure| self.stop(&failure, desk.lang))
    }

    /// What its rows leave out because it has been put off, in words; none where that is nothing, or not known.
    pub async fn left_out(&self, desk: &Desk) -> Option<String> {
        let filter = left_out_by(self.about, &self.typed, &self.views)?;
        let count = desk.try_ask(Call::Count(filter)).await.ok()?;
        said_of_left_out(&count, desk.lang)
    }

    /// Its rows in the server's order, page by page to the end or to the `most`th. A row that moves down while they are read
    /// stands on two pages, and is told once.
    pub async fn rows(&self, desk: &Desk, most: Option<usize>, each: &mut Each<'_>) -> Result<Found, Stop> {
        let mut seen = HashSet::new();
        let mut cursor = None;
        loop {
            let left = most.map(|most| most.saturating_sub(seen.len()));
            let limit = left.and_then(|left| u16::try_from(left).ok()).unwrap_or(PAGE).min(PAGE);
            let filter = whole(self.about, &self.typed, &self.views);
            let call = Call::Page { filter, with: self.queue, cursor, limit };
            let page: Page<AssignmentRow> =
                desk.try_ask(call).await.map_err(|failure| self.stop(&failure, desk.lang))?;
            for row in &page.items {
                if most.is_none_or(|most| seen.len() < most) && seen.insert(row.id) {
                    each(row, &page)?;
                }
            }
            let is_whole = page.next.is_none();
            if is_whole || most.is_some_and(|most| seen.len() >= most) {
                return Ok(Found { rows: seen.len(), total: page.total, at_least: page.at_least, is_whole });
            }
            cursor = page.next;
        }
    }

    /// Why the server does not list it: of a name that nothing bears it knows the nearest, and we where it stands.
    fn stop(&self, failure: &Failure, lang: Lang) -> Stop {
        match failure {
            Failure::Refused(problem) if problem.code == ErrorCode::InvalidFilter => {
                let said = failure.text(lang);
                let named = Filter::parse_with(&self.typed, &self.views)
                    .map(|filter| names(&filter))
                    .unwrap_or_default();
                let quoted = |one: &&Named| said.contains(&format!("“{}”", one.term));
                match named.iter().find(quoted) {
                    Some(one) => pointed(&self.typed, one.at, &said, lang),
                    None => Stop::new(End::Refused, said),
                }
            }
            failure => Stop::of(failure, lang),
        }
    }
}

/// The filter with a caret under a place of it, and the reason below.
fn pointed(typed: &str, at: usize, reason: &str, lang: Lang) -> Stop {
    let before: String = typed.chars().take(at).collect();
    let caret = format!("{}^", " ".repeat(text::width(&before)));
    Stop::new(End::Refused, format!("{reason}\n{typed}\n{caret}\n{}", lang.verbs_filter_help()))
}

/// Every body, directive and task that a filter names.
fn names(filter: &Filter) -> Vec<Named> {
    let own = [&filter.tenants, &filter.directives, &filter.tasks, &filter.blocked_by];
    let inner = filter.others.iter().flat_map(Other::groups).flat_map(names);
    own.into_iter().flatten().cloned().chain(inner).collect()
}
