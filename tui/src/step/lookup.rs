//! An assignment that is wanted by its code.

use dondoc_shared::{
    order,
    wire::{Page, assignment::AssignmentRow},
};

use super::{
    Step,
    waiting::{Arrived, Waiting},
};
use crate::net::{Call, Failure};

/// What a list leaves out unless it is asked for: closed assignments, and the reports of periods.
const TRIES: [&str; 4] = ["", " is:closed", " is:report", " is:report is:closed"];
/// Rows asked for: what only names the code stands among them.
const LIMIT: u16 = 50;

/// An assignment that is looked for.
#[derive(Debug)]
pub struct Lookup {
    /// The code of its task.
    task: String,
    /// Its tenant, by key or short name.
    body: String,
    /// Which of [`TRIES`] is under way.
    tried: usize,
    page: Waiting<Page<AssignmentRow>>,
}

impl Lookup {
    /// Of a task and a body.
    pub fn new(task: String, body: String) -> Self {
        Self { task, body, tried: 0, page: Waiting::default() }
    }

    /// The code as it is looked for.
    pub fn code(&self) -> String {
        format!("{}/{}", self.task, self.body)
    }

    /// Its row among these.
    pub fn find<'r>(&self, rows: &'r [AssignmentRow]) -> Option<&'r AssignmentRow> {
        let wanted = order::code(&self.code());
        let is_it = |row: &&AssignmentRow| {
            let task = row.code.split('/').next().unwrap_or_default();
            let by_short = format!("{task}/{}", row.tenant.short);
            [&row.code, &by_short].into_iter().any(|code| order::code(code) == wanted)
        };
        rows.iter().find(is_it)
    }

    /// What is to be asked next; nothing once the code was looked for everywhere.
    pub fn question(&self) -> Option<Call> {
        let more = TRIES.get(self.tried)?;
        let filter = format!("{} tenant:{}{more}", self.task, self.body);
        Some(Call::Page { filter, with: None, cursor: None, limit: LIMIT })
    }

    /// Its row among those that were found.
    pub fn looked_at(&mut self, rows: &[AssignmentRow]) -> Option<AssignmentRow> {
        self.tried += 1;
        self.find(rows).cloned()
    }

    /// Asks the server.
    pub fn ask(&mut self, step: &mut Step<'_>) {
        if let Some(call) = self.question() {
            self.page = step.ask(call);
        }
    }

    /// Takes an answer: the row, that there is none, or why it is not known. None while it is still looked for.
    pub fn answered(
        &mut self,
        arrived: &mut Arrived,
        step: &mut Step<'_>,
    ) -> Option<Result<Option<AssignmentRow>, Failure>> {
        let page = match self.page.take(arrived)? {
            Ok(page) => page,
            Err(failure) => return Some(Err(failure)),
        };
        let found = self.looked_at(&page.items);
        if found.is_none() && self.question().is_some() {
            self.ask(step);
            return None;
        }
        Some(Ok(found))
    }
}
