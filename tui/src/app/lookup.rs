//! An assignment that is wanted by its code: found among the rows that were read, else asked of the server.

use dondoc_shared::{
    order,
    wire::{Page, assignment::AssignmentRow},
};

use super::{Model, going::jump};
use crate::{
    keys::Screen,
    net::{Call, Failure},
    step::{
        Step, Turn, With,
        toast::Tone,
        waiting::{Arrived, Asker, Waiting},
    },
};

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
    /// The code as it is looked for.
    pub fn code(&self) -> String {
        format!("{}/{}", self.task, self.body)
    }

    fn ask(&mut self, step: &mut Step<'_>) {
        let more = TRIES.get(self.tried).copied().unwrap_or_default();
        let filter = format!("{} tenant:{}{more}", self.task, self.body);
        self.page = step.ask(Call::Page { filter, cursor: None, limit: LIMIT });
    }

    fn find<'r>(&self, rows: &'r [AssignmentRow]) -> Option<&'r AssignmentRow> {
        let wanted = order::code(&self.code());
        rows.iter().find(|row| order::code(&row.code) == wanted)
    }
}

/// Goes to an assignment, at once where its row is here.
pub fn begin(model: &mut Model, turn: &mut Turn, task: String, body: String) {
    let mut lookup = Lookup { task, body, tried: 0, page: Waiting::default() };
    let here = lookup.find(&model.screens.backlog.rows).cloned();
    if let Some(row) = here {
        return show(model, turn, row);
    }
    lookup.ask(&mut Step::new(&mut model.common, turn, Asker::Lookup));
    model.lookup = Some(lookup);
}

/// The answer to a question about a code.
pub fn answered(model: &mut Model, turn: &mut Turn, arrived: &mut Arrived) {
    let Some(lookup) = &mut model.lookup else { return };
    let Some(answer) = lookup.page.take(arrived) else { return };
    let step = &mut Step::new(&mut model.common, turn, Asker::Lookup);
    match answer {
        Ok(page) => {
            if let Some(row) = lookup.find(&page.items).cloned() {
                model.lookup = None;
                return show(model, turn, row);
            }
            lookup.tried += 1;
            if lookup.tried < TRIES.len() {
                return lookup.ask(step);
            }
            let code = lookup.code();
            step.say(Tone::Note, |lang| lang.finder_no_code(&code));
        }
        Err(Failure::SessionOver) => {}
        Err(failure) => step.fault(&failure),
    }
    model.lookup = None;
}

fn show(model: &mut Model, turn: &mut Turn, row: AssignmentRow) {
    jump(model, turn, Screen::Item, With::Assignment { id: row.id, code: row.code });
}
