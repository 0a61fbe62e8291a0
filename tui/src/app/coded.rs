//! To an assignment by its code: at once where its row was read, else when the server has found it.

use dondoc_shared::wire::assignment::AssignmentRow;

use super::{Model, going::jump};
use crate::{
    keys::Screen,
    net::Failure,
    step::{
        Step, Turn, With,
        lookup::Lookup,
        overlay::Choice,
        toast::Tone,
        waiting::{Arrived, Asker},
    },
};

/// Goes to an assignment.
pub fn begin(model: &mut Model, turn: &mut Turn, task: String, body: String) {
    let mut lookup = Lookup::new(task, body);
    let here = lookup.find(&model.screens.backlog.rows).cloned();
    if let Some(row) = here {
        return show(model, turn, row);
    }
    lookup.ask(&mut Step::new(&mut model.common, turn, Asker::Lookup));
    model.lookup = Some(lookup);
}

/// The answer to a question about a code.
pub fn answered(model: &mut Model, turn: &mut Turn, arrived: &mut Arrived) {
    let step = &mut Step::new(&mut model.common, turn, Asker::Lookup);
    let Some(lookup) = &mut model.lookup else { return };
    let Some(outcome) = lookup.answered(arrived, step) else { return };
    match outcome {
        Ok(Some(row)) => show(model, turn, row),
        Ok(None) => {
            let code = lookup.code();
            step.say(Tone::Note, |lang| lang.finder_no_code(&code));
            // What leads nowhere is not offered again.
            let leads = |choice: &Choice| !matches!(choice, Choice::Assignment { task, body } if format!("{task}/{body}") == code);
            model.recent.retain(leads);
        }
        Err(Failure::SessionOver) => {}
        Err(failure) => step.fault(&failure),
    }
    model.lookup = None;
}

fn show(model: &mut Model, turn: &mut Turn, row: AssignmentRow) {
    jump(model, turn, Screen::Item, With::Assignment { id: row.id, code: row.code });
}
