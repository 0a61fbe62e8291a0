//! What keys and answers do to a dialog.

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    text::{Both, Lang},
    wire::{Written, assignment::AssignmentDetail},
};

use super::{
    Attempt, Awaited, Coming, Dialog, Dialogs, Draft, Stage, Start, Stop,
    fields::field_width,
    form::{self, Field},
    kind::{Kind, in_words, refusal},
    view::extent,
};
use crate::{
    keys::{Command, Key},
    net::{Call, Deed, Failure},
    step::{News, Step, toast::Tone, waiting::Arrived},
    ui::scroll::scrolled,
};

/// Drafts kept; of more the oldest is forgotten, which nobody reaches by hand.
pub const DRAFTS: usize = 200;

impl Dialogs {
    /// Opens a dialog about these facts: with what was typed in it before, else as `start` says.
    pub fn begin(&mut self, kind: Kind, detail: Box<AssignmentDetail>, start: Start, step: &mut Step<'_>) {
        let draft = self.drafts.get(&(detail.row.id, kind)).map(|draft| &draft.form);
        let mut dialog = Dialog::new(kind, detail, draft, step.at());
        let Start { text, pick, .. } = if dialog.is_restored { Start::default() } else { start };
        if let Some(text) = text {
            dialog.form.write(&text);
        }
        if let Some(option) = pick {
            dialog.form.pick(option);
        }
        dialog.ask_figures(step);
        self.open = Some(dialog);
    }

    /// Opens a dialog about an assignment as soon as its facts are here.
    pub fn want(&mut self, kind: Kind, id: AssignmentId, start: Start, step: &mut Step<'_>) {
        self.coming = Some(Coming { kind, id, start, facts: step.ask(Call::Item(id)) });
    }

    /// A key that is typed.
    pub fn edit(&mut self, key: Key, step: &Step<'_>) {
        let Some(dialog) = self.open.as_mut().filter(|dialog| dialog.waiting.is_none()) else { return };
        match dialog.stop() {
            Stop::Field(place) => {
                if let Some(field) = dialog.form.fields.get_mut(place) {
                    dialog.notice = form::full(field, key);
                    form::press(field, key, field_width(step.size()));
                }
            }
            Stop::Word => form::type_key(&mut dialog.word, key, 40),
            Stop::Cancel | Stop::Go => {}
        }
    }

    /// Text that is pasted.
    pub fn paste(&mut self, text: &str) {
        let Some(dialog) = self.open.as_mut().filter(|dialog| dialog.waiting.is_none()) else { return };
        if let Stop::Field(place) = dialog.stop()
            && let Some(field) = dialog.form.fields.get_mut(place)
        {
            dialog.notice = form::paste(field, text).err().map(|long| Both::new(|lang| long.text(lang)));
        }
    }

    /// A command, and the key that was pressed for it.
    pub fn command(&mut self, command: Command, key: Key, step: &mut Step<'_>) {
        let Some(dialog) = &mut self.open else { return };
        if dialog.reading.is_some() {
            return dialog.reading_command(command, step);
        }
        match command {
            Command::ReadFigures => {
                dialog.ask_figures_again(step);
                dialog.reading = Some(0);
            }
            Command::NextPane => dialog.tab(true),
            Command::PreviousPane => dialog.tab(false),
            Command::Left | Command::Right => {
                dialog.focus = if dialog.stop() == Stop::Cancel { Stop::Go } else { Stop::Cancel };
            }
            Command::Up | Command::Down if matches!(dialog.stop(), Stop::Field(_)) => self.edit(key, step),
            Command::Up | Command::Down | Command::PageUp | Command::PageDown => {
                let (length, page) = extent(step.common.ui(), dialog);
                dialog.scroll = scrolled(dialog.scroll, command, length, page);
            }
            Command::Confirm => match dialog.stop() {
                Stop::Field(place) if matches!(dialog.form.fields.get(place), Some(Field::Text(_))) => {
                    self.edit(key, step);
                }
                Stop::Field(_) | Stop::Word => dialog.tab(true),
                Stop::Cancel => self.back(step),
                Stop::Go => dialog.go(step),
            },
            Command::Yes if dialog.stage != Stage::Edit => dialog.go(step),
            Command::Back => self.back(step),
            _ => {}
        }
    }

    /// One step back: from the confirmation to the form, from the form out. What was typed is kept.
    fn back(&mut self, step: &mut Step<'_>) {
        let Some(dialog) = &mut self.open else { return };
        match (&dialog.waiting, dialog.stage) {
            // Whether an act was carried out must be known before its dialog goes.
            (Some(Awaited::Deed(_) | Awaited::Opening(_)), _) => {
                step.say(Tone::Note, Lang::tui_still_sending);
            }
            (_, Stage::Confirm) => dialog.begin_stage(Stage::Edit, step),
            (_, Stage::Begin | Stage::Edit) => self.close(step),
        }
    }

    /// Closes the dialog without its act, which is said.
    fn close(&mut self, step: &mut Step<'_>) {
        let Some(dialog) = self.open.take() else { return };
        let key = (dialog.detail.row.id, dialog.kind);
        let is_written = dialog.is_written();
        step.say(Tone::Note, |lang| {
            let act = format!("{} · {}", dialog.kind.act().title(lang), dialog.detail.row.code);
            if is_written { lang.tui_not_done_kept(&act) } else { lang.tui_not_done(&act) }
        });
        if !is_written {
            self.drafts.remove(&key);
            return;
        }
        if self.drafts.len() >= DRAFTS && !self.drafts.contains_key(&key) {
            let oldest = self.drafts.iter().min_by_key(|(_, draft)| draft.since).map(|(key, _)| *key);
            if let Some(oldest) = oldest {
                self.drafts.remove(&oldest);
            }
        }
        let draft = Draft { code: dialog.detail.row.code, form: dialog.form, since: dialog.since };
        self.drafts.insert(key, draft);
    }

    /// The act of the dialog that is open or on its way.
    pub fn title(&self, lang: Lang) -> Option<&'static str> {
        let coming = self.coming.as_ref().map(|coming| coming.kind);
        let kind = self.open.as_ref().map(|dialog| dialog.kind).or(coming)?;
        Some(kind.act().title(lang))
    }

    /// The acts of which something was typed and not sent, with the codes of their assignments: the one on the screen first.
    pub fn unsent(&self) -> Vec<(Kind, &str)> {
        let open = self.open.as_ref().filter(|dialog| dialog.is_written());
        let here = open.map(|dialog| (dialog.detail.row.id, dialog.kind));
        let mut kept: Vec<(Kind, &str)> = self
            .drafts
            .iter()
            .filter(|(key, _)| Some(**key) != here)
            .map(|((_, kind), draft)| (*kind, draft.code.as_str()))
            .collect();
        kept.sort_by_key(|(_, code)| *code);
        open.map(|dialog| (dialog.kind, dialog.detail.row.code.as_str())).into_iter().chain(kept).collect()
    }

    /// The acts on an assignment of which something was typed and not sent.
    pub fn kept(&self, id: AssignmentId) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.drafts.contains_key(&(id, *kind)))
    }

    /// An answer to something that the dialog asked.
    pub fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(mut coming) = self.coming.take() {
            match coming.facts.take(arrived) {
                Some(answer) => return self.came(coming, answer, step),
                None => self.coming = Some(coming),
            }
        }
        let Some(dialog) = &mut self.open else { return };
        dialog.looked_again(arrived, step);
        dialog.brought.answered(arrived);
        dialog.ask_figures(step);
        match dialog.answered(arrived, step) {
            Some(Ok(true)) => self.done(step),
            Some(Err(failure)) => dialog.failed(&failure, step),
            Some(Ok(false)) | None => {}
        }
    }

    /// The facts for a dialog are here: the act may no longer be possible, or be about something else than what is on the screen.
    fn came(
        &mut self,
        Coming { kind, id, start, .. }: Coming,
        answer: Result<Box<AssignmentDetail>, Failure>,
        step: &mut Step<'_>,
    ) {
        match answer {
            Ok(detail) if start.seen.is_some_and(|seen| seen != detail.row.version) => {
                step.say(Tone::Note, Lang::filings_changed_meanwhile);
                step.tell(News::Changed(id));
            }
            Ok(detail) => match refusal(kind.act().acts(), &detail) {
                None => self.begin(kind, detail, start, step),
                Some(code) => step.say(Tone::Note, |lang| {
                    lang.tui_cannot_because(kind.act().title(lang), &in_words(code, &detail.row, lang))
                }),
            },
            Err(failure) => step.say(Tone::Fault, |lang| {
                lang.tui_cannot_because(kind.act().title(lang), &failure.text(lang))
            }),
        }
    }

    /// The act was carried out.
    fn done(&mut self, step: &mut Step<'_>) {
        let Some(dialog) = self.open.take() else { return };
        let id = dialog.detail.row.id;
        self.drafts.remove(&(id, dialog.kind));
        step.say(Tone::Done, |lang| {
            lang.tui_act_done(dialog.kind.act().go(lang, dialog.filled()), &dialog.detail.row.code)
        });
        step.tell(News::Acted(id));
    }
}

impl Dialog {
    pub(super) fn begin_stage(&mut self, stage: Stage, step: &Step<'_>) {
        self.stage = stage;
        self.since = step.at();
        self.focus = Stop::FIRST;
        self.scroll = 0;
        self.waiting = None;
        (self.preview, self.readers) = (None, None);
        self.word.reset();
    }

    /// The button that goes on.
    fn go(&mut self, step: &mut Step<'_>) {
        if !self.can_go() {
            return;
        }
        self.notice = None;
        match self.stage {
            Stage::Begin => self.write(Deed::Open, step),
            Stage::Edit => self.check(step),
            Stage::Confirm => match self.deed() {
                Ok(deed) => self.write(deed, step),
                Err(_) => self.begin_stage(Stage::Edit, step),
            },
        }
    }

    /// From the form to the confirmation, if the form holds.
    fn check(&mut self, step: &mut Step<'_>) {
        match self.deed() {
            Err((code, place)) => {
                let field = self.form.fields.get(place).filter(|_| code == ErrorCode::InvalidInput);
                let label = |lang| self.kind.act().labels(lang).get(place).copied().unwrap_or_default();
                self.notice = Some(Both::new(|lang| match field {
                    Some(Field::Text(_) | Field::Line(..)) => lang.field_missing(label(lang)),
                    Some(Field::Date(input)) => lang.tui_no_date(input.value()),
                    Some(Field::Choice { .. }) => lang.tui_choose_first().to_owned(),
                    _ => code.message(lang).to_owned(),
                }));
                self.focus = Stop::Field(place);
            }
            Ok(_) if self.waits_for_figures(step) => {}
            Ok(deed) => {
                self.begin_stage(Stage::Confirm, step);
                if let Some(proposal) = self.kind.act().preview(&deed) {
                    let call = Call::Preview(self.detail.row.id, proposal);
                    self.waiting = Some(Awaited::Preview(step.ask(call)));
                } else if let Some(on_extension) = self.kind.act().tells() {
                    let call = Call::Readers { id: self.detail.row.id, on_extension };
                    self.waiting = Some(Awaited::Readers(step.ask(call)));
                }
            }
        }
    }

    /// Sends an act. The same act of the same version carries the same key as the try before.
    fn write(&mut self, deed: Deed, step: &mut Step<'_>) {
        let (id, version) = (self.detail.row.id, self.version);
        let before = self.attempt.take().filter(|attempt| attempt.deed == deed && attempt.version == version);
        let attempt = before.unwrap_or(Attempt { key: step.key(), version, deed: deed.clone() });
        let key = attempt.key;
        let opening = deed == Deed::Open;
        self.attempt = Some(attempt);
        let waiting = step.ask(Call::Write { id, version, key, deed });
        self.waiting = Some(if opening { Awaited::Opening(waiting) } else { Awaited::Deed(waiting) });
    }

    /// Takes the answer that is waited for: whether the act was carried out with it. None if this is another.
    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) -> Option<Result<bool, Failure>> {
        let outcome = match self.waiting.as_mut()? {
            Awaited::Preview(waiting) => waiting.take(arrived)?.map(|preview| {
                // Only now is there something to confirm: keys from before were not meant for it.
                (self.since, self.preview) = (step.at(), Some(preview));
                false
            }),
            Awaited::Readers(waiting) => waiting.take(arrived)?.map(|readers| {
                (self.since, self.readers) = (step.at(), Some(readers));
                false
            }),
            Awaited::Opening(waiting) => waiting.take(arrived)?.map(|written| {
                self.opened(&written, step);
                false
            }),
            Awaited::Deed(waiting) => waiting.take(arrived)?.map(|_| true),
            Awaited::Facts(waiting) => waiting.take(arrived)?.map(|detail| {
                self.renewed(detail, step);
                false
            }),
        };
        self.waiting = None;
        Some(outcome)
    }

    fn opened(&mut self, written: &Written, step: &mut Step<'_>) {
        self.version = written.version;
        self.attempt = None;
        self.begin_stage(Stage::Edit, step);
        step.tell(News::Opened);
    }

    fn failed(&mut self, failure: &Failure, step: &mut Step<'_>) {
        if failure.is_definite() {
            self.attempt = None;
        }
        if failure.code() == Some(ErrorCode::VersionStale) {
            self.begin_stage(Stage::Edit, step);
            self.notice = Some(Both::new(|lang| lang.tui_changed_meanwhile().to_owned()));
            self.waiting = Some(Awaited::Facts(step.ask(Call::Item(self.detail.row.id))));
            return;
        }
        // A preview that failed leaves nothing to confirm.
        if self.stage == Stage::Confirm && self.lacks_preview() {
            self.begin_stage(Stage::Edit, step);
        }
        let (act, form) = (self.kind.act(), &self.form);
        let label = |lang, field: &str| {
            let place = match field {
                "remark" | "reason" | "text" => form.text_place(),
                "due_on" => form.date_place(),
                _ => return None,
            };
            act.labels(lang).get(place).copied().filter(|label| !label.is_empty())
        };
        self.notice = Some(failure.in_a_box_of(label));
    }

    /// The facts after somebody else's change: the text stays, the version is the new one, and the act may be gone.
    pub(super) fn renewed(&mut self, detail: Box<AssignmentDetail>, step: &mut Step<'_>) {
        step.tell(News::Read(detail.clone()));
        self.version = detail.row.version;
        self.say_what_changed(&detail);
        let notice = self.notice.take();
        let begins = self.kind.act().opens_first(step.lang(), &detail).is_some();
        if self.blocked.is_none() && begins {
            self.begin_stage(Stage::Begin, step);
        }
        self.notice = notice;
        self.detail = detail;
        self.renew_figures(step);
    }
}
