//! What goes wrong, and where.

use std::collections::VecDeque;

use dondoc_server::programs::demo::sink::session::Step;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// The steps at which a fault may be drawn for a session.
const OF_SESSION: [Step; 3] = [Step::Connect, Step::Greeting, Step::Hello];
/// And those for a message.
const OF_MESSAGE: [Step; 6] = [Step::Sender, Step::Recipient, Step::Data, Step::Body, Step::Dot, Step::Kept];

/// What happens instead of the right reply; at [`Step::Connect`] only [`Fault::Drop`] strikes, as a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection ends.
    Drop,
    /// This code; with 421 the connection ends too. A wrong code (250 for DATA, 354 for the dot) is possible.
    Reply(u16),
    /// This reply, word by word.
    Say(&'static str),
    /// No reply, ever; the connection stays.
    Silent,
    /// The right reply, one byte a second.
    Trickle,
    /// The right reply, once the test calls `release`.
    Hold,
    /// Bytes that are no reply.
    Garbage,
    /// A reply of more than 1 MiB in one line.
    Endless,
}

/// A plan of faults.
#[derive(Debug)]
pub struct Faults(Plan);

#[derive(Debug)]
enum Plan {
    Always(Option<(Step, Fault)>),
    Script(VecDeque<(Step, Fault)>),
    Random { rng: Box<StdRng>, one_in: u32, kinds: Vec<Fault> },
}

impl Faults {
    pub fn none() -> Self {
        Self(Plan::Always(None))
    }

    /// Every time the step is reached.
    pub fn always(step: Step, fault: Fault) -> Self {
        Self(Plan::Always(Some((step, fault))))
    }

    /// Each once, in this order: the first entry waits until its step is reached, strikes, and gives way to the
    /// next. After the last all goes well.
    pub fn script(faults: impl IntoIterator<Item = (Step, Fault)>) -> Self {
        Self(Plan::Script(faults.into_iter().collect()))
    }

    /// One session and one message in `one_in`, at a step and of a kind drawn from `kinds`. The same seed gives the
    /// same draws in the same order.
    pub fn random(seed: u64, one_in: u32, kinds: &[Fault]) -> Self {
        Self(Plan::Random { rng: Box::new(StdRng::seed_from_u64(seed)), one_in, kinds: kinds.to_vec() })
    }

    /// The fault that strikes now. `drawn` belongs to the session: what it drew for itself or for its message.
    pub(super) fn at(&mut self, step: Step, drawn: &mut Option<(Step, Fault)>) -> Option<Fault> {
        match &mut self.0 {
            Plan::Always(fault) => fault.filter(|(at, _)| *at == step).map(|(_, fault)| fault),
            Plan::Script(faults) => faults.pop_front_if(|(at, _)| *at == step).map(|(_, fault)| fault),
            Plan::Random { rng, one_in, kinds } => {
                let steps: &[Step] = match step {
                    Step::Connect => &OF_SESSION,
                    Step::Sender => &OF_MESSAGE,
                    _ => &[],
                };
                if !steps.is_empty() {
                    let struck = !kinds.is_empty() && rng.random_ratio(1, *one_in);
                    *drawn = struck.then(|| {
                        match (steps[rng.random_range(..steps.len())], kinds[rng.random_range(..kinds.len())])
                        {
                            // A relay that says 250 and throws away what it was given breaks its word, and so does one
                            // that keeps what it refuses; only a script does so. Drawn, 250 answers DATA.
                            (_, lie @ Fault::Reply(250)) if step == Step::Sender => (Step::Data, lie),
                            (Step::Kept, refusal @ Fault::Reply(_)) => (Step::Dot, refusal),
                            drawn => drawn,
                        }
                    });
                }
                drawn.take_if(|(at, _)| *at == step).map(|(_, fault)| fault)
            }
        }
    }
}
