//! The saved views: filters with a name, how many each finds, and how one is saved, replaced and deleted.

mod view;

use std::collections::HashMap;

use dondoc_shared::{
    filter::{Filter, FilterFault, view_key},
    fold::fold,
    role::Permission,
    text::Lang,
    wire::{
        Count,
        view::{NewView, View, Views},
    },
};
use tui_input::Input;

use crate::{
    dialog::{
        agree::saved::{Delete, Save},
        form,
    },
    keys::{Command, Key, Layer, Screen},
    net::{Call, Failure},
    step::{
        News, Step, With,
        read::Read,
        screen,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        body_of,
        list::{Keyed, List},
    },
};

/// The longest name, in characters.
const MOST_NAME: usize = 60;
/// Rows below the table: a rule, whose the view is, its filter in words in two lines.
const BELOW: usize = 4;

/// A line that is typed.
#[derive(Debug)]
enum Typing {
    /// What narrows the list.
    Narrow(Input),
    /// The name under which the filter is saved.
    Name {
        /// As far as it is typed.
        input: Input,
        /// Is it to be the Working Group's?
        shared: bool,
    },
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The views.
    pub views: Read<Views>,
    /// Where among them one is.
    list: List<(String, Of)>,
    /// The filter that was in force where one came from.
    filter: String,
    typing: Option<Typing>,
    /// How many each filter finds, as far as it was counted.
    counts: HashMap<String, Result<Count, Failure>>,
    /// The filter that is being counted.
    counting: Option<(String, Waiting<Count>)>,
    /// What was to be saved when somebody else was faster, until it is known what they saved.
    stale: Option<NewView>,
    may_share: bool,
}

/// Whose a view is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// One's own.
    Me,
    /// The Working Group's.
    Everybody,
    /// It came with the program.
    Program,
}

impl Of {
    fn view(view: &View) -> Self {
        match (view.version, view.shared) {
            (0, _) => Self::Program,
            (_, true) => Self::Everybody,
            (_, false) => Self::Me,
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Me => lang.views_own(),
            Self::Everybody => lang.views_shared(),
            Self::Program => lang.views_built_in(),
        }
    }
}

impl Keyed for &View {
    type Key = (String, Of);

    fn key(&self) -> Self::Key {
        (self.key.clone(), Of::view(self))
    }
}

/// Rows of the table in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(1 + BELOW)
}

impl State {
    fn all(&self) -> &[View] {
        self.views.value.as_ref().map_or(&[], |views| &views.items)
    }

    /// The views that are listed: all, or those whose name or key has what is typed.
    fn listed(&self) -> Vec<&View> {
        let typed = match &self.typing {
            Some(Typing::Narrow(input)) => fold(input.value().trim().trim_start_matches('@')),
            _ => String::new(),
        };
        let has = |view: &&View| fold(&view.name).contains(&typed) || view.key.contains(&typed);
        self.all().iter().filter(has).collect()
    }

    /// Whether `@` and its key stand for another view, which comes before it.
    fn is_hidden(&self, view: &View) -> bool {
        let first = self.all().iter().find(|other| other.key == view.key);
        first.is_some_and(|first| Of::view(first) != Of::view(view))
    }

    fn here(&self) -> Option<&View> {
        self.list.selected(&self.listed()).copied()
    }

    /// Reads them, if the person has any.
    fn ask(&mut self, step: &mut Step<'_>) {
        self.may_share = step.common.may(Permission::Handle);
        if step.common.may(Permission::ReadNational) {
            self.views.ask(Call::Views, step);
        }
    }

    /// Counts what the next of them finds, as long as somebody looks on.
    fn count(&mut self, step: &mut Step<'_>) {
        if self.counting.is_some() || !step.is_read(Screen::Views) {
            return;
        }
        let next =
            self.all().iter().map(|view| &view.filter).find(|filter| !self.counts.contains_key(*filter));
        if let Some(filter) = next.cloned() {
            let waiting = step.ask(Call::Count(filter.clone()));
            self.counting = Some((filter, waiting));
        }
    }

    /// Lists what the view under the cursor finds.
    fn apply(&mut self, step: &mut Step<'_>) {
        let Some(view) = self.here() else { return };
        let filter = if self.is_hidden(view) { view.filter.clone() } else { format!("@{}", view.key) };
        self.typing = None;
        step.go(Screen::Backlog, With::Filter(filter));
    }

    /// Shows what is about to be saved, beside what it takes the place of.
    fn save(&self, step: &mut Step<'_>) {
        let Some(Typing::Name { input, shared }) = &self.typing else { return };
        let (name, shared) = (input.value().trim().to_owned(), *shared);
        let key = view_key(&name);
        if key.is_empty() {
            return step.say(Tone::Fault, Lang::views_name_needed);
        }
        let of = if shared { Of::Everybody } else { Of::Me };
        let old = self.all().iter().find(|view| view.key == key && Of::view(view) == of).cloned();
        let view = NewView { name, filter: self.filter.clone(), shared };
        step.agree(Save { key, view, old });
    }

    fn typed_command(&mut self, command: Command, step: &mut Step<'_>) {
        match (&mut self.typing, command) {
            (_, Command::Back) => self.typing = None,
            (Some(Typing::Narrow(_)), Command::Confirm) => self.apply(step),
            (Some(Typing::Narrow(_)), command) => self.moved(command, step.size()),
            (Some(Typing::Name { .. }), Command::Confirm) => self.save(step),
            (Some(Typing::Name { shared, .. }), Command::NextPane | Command::PreviousPane) => {
                *shared = !*shared && self.may_share;
            }
            _ => {}
        }
    }

    fn moved(&mut self, command: Command, size: (u16, u16)) {
        let mut list = std::mem::take(&mut self.list);
        list.command(command, &self.listed(), list_rows(size));
        self.list = list;
    }

    /// What somebody else saved meanwhile under the name that was to be saved, which is still typed.
    fn say_stale(&mut self, step: &mut Step<'_>) {
        let Some(meant) = self.stale.take() else { return };
        let (key, of) = (view_key(&meant.name), if meant.shared { Of::Everybody } else { Of::Me });
        match self.all().iter().find(|view| view.key == key && Of::view(view) == of) {
            Some(view) => {
                let by = view.by.clone().unwrap_or_default();
                step.say(Tone::Fault, |lang| lang.views_stale(lang.actor(&by), &view.filter));
            }
            None => step.say(Tone::Fault, Lang::views_stale_gone),
        }
    }
}

const PAGE: Layer = Layer::page(
    Screen::Views,
    "saved views",
    &[Command::Open, Command::Filter, Command::SaveView, Command::DeleteView],
)
.explained(&[Lang::views_help]);
/// While the list is narrowed.
const NARROW: Layer = Layer::typed("narrowed saved views", &[Command::Confirm, Command::Up, Command::Down])
    .explained(&[Lang::views_help]);
/// While the name is typed under which a filter is saved.
const NAME: Layer =
    Layer::typed("name of a saved view", &[Command::Confirm, Command::NextPane, Command::PreviousPane])
        .explained(&[Lang::views_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE, NARROW, NAME];

    fn layer(&self) -> Layer {
        match &self.typing {
            None => PAGE,
            Some(Typing::Narrow(_)) => NARROW,
            Some(Typing::Name { .. }) => NAME,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.views_tab().to_owned()
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        if let With::Filter(filter) = with {
            self.filter = filter;
        }
        (self.typing, self.counting) = (None, None);
        self.counts.clear();
        self.ask(step);
    }

    /// What is counted may have changed.
    fn reload(&mut self, step: &mut Step<'_>) {
        self.counts.clear();
        self.counting = None;
        self.ask(step);
    }

    /// A filter may name them wherever one is.
    fn signed_in(&mut self, _: bool, step: &mut Step<'_>) {
        self.ask(step);
    }

    /// Those that come with the program are named in the reader's language.
    fn reworded(&mut self, _: bool, step: &mut Step<'_>) {
        self.ask(step);
    }

    fn has_failed(&self) -> bool {
        self.views.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.views.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.views.take(arrived) {
            if step.shows(Screen::Views) {
                step.heed(&outcome);
            }
            if let (Ok(()), Some(views)) = (outcome, &self.views.value) {
                step.common.known.views.clone_from(&views.items);
                self.say_stale(step);
            }
        }
        if let Some((filter, waiting)) = &mut self.counting
            && let Some(counted) = waiting.take(arrived)
        {
            self.counts.insert(std::mem::take(filter), counted);
            self.counting = None;
        }
        self.count(step);
        self.keep_in_view(step.size());
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        match news {
            News::ViewWritten => {
                self.typing = None;
                self.ask(step);
            }
            News::ViewStale(meant) => {
                self.stale.clone_from(meant);
                if let Some(meant) = meant {
                    let input = Input::new(meant.name.clone());
                    self.typing = Some(Typing::Name { input, shared: meant.shared });
                } else {
                    step.say(Tone::Fault, |lang| dondoc_shared::error::ErrorCode::VersionStale.message(lang));
                }
                self.ask(step);
            }
            _ => {}
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        if self.typing.is_some() {
            return self.typed_command(command, step);
        }
        match command {
            Command::Refresh => self.reload(step),
            Command::Open => self.apply(step),
            Command::Filter => self.typing = Some(Typing::Narrow(Input::default())),
            Command::SaveView => {
                self.typing = Some(Typing::Name { input: Input::default(), shared: false });
            }
            Command::DeleteView => {
                if let Some(view) = self.here().cloned() {
                    step.agree(Delete(view));
                }
            }
            Command::Back | Command::Close => step.close(),
            command => self.moved(command, step.size()),
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let said = match (command, self.here().map(Of::view)) {
            (Command::Open | Command::DeleteView, None) => lang.views_none_such(),
            (Command::DeleteView, Some(Of::Program)) => lang.views_not_kept(),
            (Command::DeleteView, Some(Of::Everybody)) if !self.may_share => lang.views_not_yours(),
            (Command::SaveView, _) => match Filter::parse(&self.filter) {
                _ if self.filter.trim().is_empty() => lang.views_nothing_to_save(),
                Err(error) if matches!(error.fault, FilterFault::UnknownView(_)) => {
                    lang.views_names_another()
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(said.to_owned())
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        match &mut self.typing {
            Some(Typing::Narrow(input) | Typing::Name { input, .. }) => {
                form::type_key(input, key, MOST_NAME);
            }
            None => {}
        }
        self.keep_in_view(step.size());
    }

    fn paste(&mut self, text: &str, step: &mut Step<'_>) -> bool {
        let Some(Typing::Narrow(input) | Typing::Name { input, .. }) = &mut self.typing else { return false };
        if let Err(long) = form::insert(input, text.trim(), MOST_NAME, false) {
            step.say(Tone::Note, |lang| long.text(lang));
        }
        true
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let place = self.list.place(&self.listed());
        self.list.keep(place, list_rows(size));
    }
}
