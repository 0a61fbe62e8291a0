//! Files of the evidence that are fetched, to be kept in the current folder or to be opened.

use dondoc_shared::{
    id::{AssignmentId, EvidenceId},
    wire::assignment::{AssignmentDetail, Evidence},
};

use crate::{
    net::{Call, Failure},
    step::{
        Step,
        effect::{Effect, Opening},
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
};

/// Bytes of a file's own name that are kept.
const MAX_NAME: usize = 80;

/// A file that is wanted.
#[derive(Debug)]
pub struct Wanted {
    /// The name under which it is kept.
    name: String,
    piece: EvidenceId,
}

impl Wanted {
    /// A file of the evidence of this assignment.
    pub fn new(detail: &AssignmentDetail, piece: &Evidence) -> Self {
        Self { name: file_name(&detail.row.code, &piece.name), piece: piece.id }
    }
}

/// A file on its way, with its name.
type Coming = (String, Waiting<Vec<u8>>);

/// The files that are on their way.
#[derive(Debug, Default)]
pub struct Files {
    saving: Option<Coming>,
    /// Those that are still to be asked for.
    queue: Vec<(AssignmentId, Wanted)>,
    /// The one that is opened as soon as it is here; another one that is wanted takes its place.
    pub opening: Option<Coming>,
}

impl Files {
    /// Has files of an assignment kept in the current folder.
    pub fn save(&mut self, of: AssignmentId, files: Vec<Wanted>, step: &mut Step<'_>) {
        if self.saving.is_none() {
            self.queue = files.into_iter().map(|file| (of, file)).collect();
            self.save_next(step);
        }
    }

    /// Asks for the next file: one at a time, so that no more than one is held in memory.
    fn save_next(&mut self, step: &mut Step<'_>) {
        let next = self.queue.pop();
        self.saving = next.map(|(of, file)| (file.name, step.ask(Call::Evidence(of, file.piece))));
    }

    /// Fetches a file to open it.
    pub fn open(&mut self, of: AssignmentId, file: Wanted, step: &mut Step<'_>) {
        step.say(Tone::Note, |lang| lang.tui_fetching(&file.name));
        self.opening = Some((file.name, step.ask(Call::Evidence(of, file.piece))));
    }

    /// A file, or why there is none.
    pub fn arrived(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some((name, answer)) = taken(&mut self.opening, arrived) {
            match answer {
                Ok(bytes) => step.effect(Effect::Open(Opening::File { name, bytes })),
                Err(failure) => step.fault(&failure),
            }
        } else if let Some((name, answer)) = taken(&mut self.saving, arrived) {
            match answer {
                Ok(bytes) => step.effect(Effect::Save { name, bytes }),
                Err(failure) => step.fault(&failure),
            }
            self.save_next(step);
        }
    }
}

/// The file that this answer brings, if it is the one that is waited for.
fn taken(coming: &mut Option<Coming>, arrived: &mut Arrived) -> Option<(String, Result<Vec<u8>, Failure>)> {
    let answer = coming.as_mut()?.1.take(arrived)?;
    coming.take().map(|(name, _)| (name, answer))
}

/// The name under which a file of a tenant is kept: that of its assignment before its own, of letters, digits, blanks and a few
/// signs alone, so that it names neither another folder nor anything that a shell would run.
fn file_name(code: &str, name: &str) -> String {
    let safe = |text: &str| -> String {
        let keep = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '-' };
        text.chars().map(keep).collect()
    };
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (safe(stem), format!(".{}", safe(ending))),
        None => (safe(name), String::new()),
    };
    // A file system counts bytes.
    let short = stem.get(..stem.floor_char_boundary(MAX_NAME)).unwrap_or_default();
    format!("{}-{}{}", safe(code), short.trim(), ending.trim())
}
