//! The texts that urges are made from, in both languages; a lead changes one in a form.

pub mod form;
mod layout;
mod view;

use dondoc_shared::{
    text::Lang,
    wire::urge::{UrgeTemplate, UrgeTemplates},
};

use self::form::Editing;
use crate::{
    dialog::{agree::template::SaveTemplate, fields::field_width},
    keys::{Command, Key, Layer, Screen},
    net::{Call, UrgingCall},
    step::{News, Step, read::Read, screen, waiting::Arrived},
    ui::{
        list::{Keyed, List},
        scroll::scrolled,
    },
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The templates.
    pub templates: Read<UrgeTemplates>,
    /// Where in them one is.
    pub list: List<String>,
    /// First line shown of the template under the cursor.
    pub scroll: usize,
    /// The template that is changed.
    pub editing: Option<Editing>,
    /// What was typed about others and not saved.
    kept: Vec<Editing>,
}

impl Keyed for UrgeTemplate {
    type Key = String;

    fn key(&self) -> String {
        self.code.clone()
    }
}

impl State {
    fn items(&self) -> &[UrgeTemplate] {
        self.templates.value.as_ref().map_or(&[], |templates| &templates.items)
    }

    /// The template under the cursor.
    fn selected(&self) -> Option<&UrgeTemplate> {
        self.list.selected(self.items())
    }

    /// What was typed and not saved, each by name.
    pub fn unsent(&self, lang: Lang) -> Vec<String> {
        let all = self.editing.iter().chain(&self.kept).filter(|one| one.is_written());
        all.map(|one| format!("{} · {}", lang.templates_tab(), one.name(lang))).collect()
    }

    /// Begins to change the template under the cursor, or goes on with what was typed about it.
    fn begin(&mut self) {
        let Some(template) = self.selected().cloned() else { return };
        let typed = self.kept.iter().position(|one| one.stored.code == template.code);
        self.editing = Some(match typed.map(|place| self.kept.remove(place)) {
            Some(typed) => typed.go_on(template),
            None => Editing::of(template),
        });
    }

    /// Closes the form; what was typed is kept.
    fn put_by(&mut self) {
        self.kept.extend(self.editing.take().filter(Editing::is_written));
    }

    fn form_command(&mut self, command: Command, key: Key, step: &mut Step<'_>) {
        let Some(editing) = &mut self.editing else { return };
        match command {
            Command::Up | Command::Down | Command::Confirm if editing.takes_lines() => {
                editing.press(key, field_width(step.size()));
            }
            Command::NextPane | Command::Down => editing.step(true),
            Command::PreviousPane | Command::Up => editing.step(false),
            Command::Confirm => match editing.focus {
                form::Stop::Go => {
                    if let Some(meant) = editing.checked() {
                        step.agree(SaveTemplate { stored: editing.stored.clone(), meant });
                    }
                }
                form::Stop::Cancel => self.put_by(),
                form::Stop::Field(_) => editing.step(true),
            },
            Command::Back => self.put_by(),
            _ => {}
        }
    }
}

const LIST: Layer = Layer::page(Screen::Templates, "templates of urges", &[Command::ChangeTemplate])
    .explained(&[Lang::templates_help]);
const FORM: Layer = Layer::typed(
    "template of urges",
    &[Command::Confirm, Command::NextPane, Command::PreviousPane, Command::Up, Command::Down],
)
.explained(&[Lang::templates_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST, FORM];

    fn layer(&self) -> Layer {
        if self.editing.is_some() { FORM } else { LIST }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.templates_tab().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.templates.ask(Call::Urging(UrgingCall::Templates), step);
    }

    fn has_failed(&self) -> bool {
        self.templates.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.templates.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.templates.take(arrived) {
            step.heed(&outcome);
            self.keep_in_view(step.size());
        }
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        match (news, &mut self.editing) {
            (News::TemplateWritten(written), editing) => {
                if editing.as_ref().is_some_and(|one| one.stored.code == written.code) {
                    *editing = None;
                }
                if step.is_read(Screen::Templates) {
                    self.reload(step);
                }
            }
            (News::TemplateRefused(failure), Some(editing)) => editing.refuse(failure),
            _ => {}
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let is_empty = command == Command::ChangeTemplate && self.items().is_empty();
        is_empty.then(|| lang.tui_nothing_selected().to_owned())
    }

    fn command(&mut self, command: Command, key: Key, step: &mut Step<'_>) {
        if self.editing.is_some() {
            return self.form_command(command, key, step);
        }
        match command {
            Command::Refresh => self.reload(step),
            Command::ChangeTemplate => self.begin(),
            Command::Back | Command::Close => step.close(),
            Command::PageUp | Command::PageDown => {
                let ui = step.common.ui();
                let length = self.selected().map_or(0, |one| layout::document(ui, one).len());
                self.scroll = scrolled(self.scroll, command, length, layout::document_rows(ui.size));
            }
            command => {
                let items = self.templates.value.as_ref().map_or(&[][..], |templates| &templates.items);
                if self.list.command(command, items, layout::list_rows(step.size())) {
                    self.scroll = 0;
                }
            }
        }
    }

    fn edit(&mut self, key: Key, step: &mut Step<'_>) {
        if let Some(editing) = &mut self.editing {
            editing.press(key, field_width(step.size()));
        }
    }

    fn paste(&mut self, text: &str, _: &mut Step<'_>) -> bool {
        self.editing.as_mut().is_some_and(|editing| editing.paste(text))
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.items()), layout::list_rows(size));
    }
}
