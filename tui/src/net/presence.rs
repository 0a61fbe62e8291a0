//! Which submission stands at the server as read in this console (R167): whoever ends the session reads it no longer.

use std::time::Duration;

use dondoc_shared::id::AssignmentId;
use tokio::{task::JoinHandle, time::timeout};

use super::{
    key::fresh_key,
    wire::{Call, Order},
};

/// How long it may take to say so: less than the end of a session may.
const PATIENCE: Duration = Duration::from_millis(400);

/// What the server was told last, and the task that tells it.
#[derive(Debug, Default)]
pub struct Presence {
    read: Option<AssignmentId>,
    telling: Option<JoinHandle<()>>,
}

/// What a question tells of it: which submission, and whether it is read.
pub fn told(call: &Call) -> Option<(AssignmentId, bool)> {
    match call {
        Call::Order { order: Order::BePresent { id, reading }, .. } => Some((*id, *reading)),
        _ => None,
    }
}

impl Presence {
    /// A task tells the server.
    pub fn follow(&mut self, (id, reading): (AssignmentId, bool), telling: JoinHandle<()>) {
        *self = Self { read: reading.then_some(id), telling: Some(telling) };
    }

    /// Has `tell` say that nothing is read any more, behind what is still being said; nobody is kept waiting for it.
    pub async fn end<F: Future>(&mut self, tell: impl FnOnce(Call) -> F) {
        let Self { read, telling } = std::mem::take(self);
        let Some(id) = read else { return };
        let said = async {
            if let Some(telling) = telling {
                let _ = telling.await;
            }
            let order = Order::BePresent { id, reading: false };
            let _ = tell(Call::Order { key: fresh_key(), order }).await;
        };
        let _ = timeout(PATIENCE, said).await;
    }
}
