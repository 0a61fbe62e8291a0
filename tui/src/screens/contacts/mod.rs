//! The offices of the Working Group's own tenant that mail is addressed to, and how their addresses stand. The administrator
//! keeps them from here; those of another tenant its own administrator keeps, in the portal.

mod view;

use dondoc_shared::{
    text::Lang,
    wire::{
        ContactRole,
        contact::{Contact, Contacts},
        mail::Suspensions,
    },
};

use crate::{
    dialog::agree::contact::ChangeContact,
    keys::{Command, Key, Layer, Screen},
    net::{Call, MailCall},
    step::{News, Step, read::Read, screen, waiting::Arrived},
    ui::{
        body_of,
        list::{Keyed, List},
    },
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The offices.
    pub contacts: Read<Contacts>,
    /// The addresses that take no mail.
    pub addresses: Read<Suspensions>,
    /// Where in the offices one is.
    pub list: List<ContactRole>,
}

impl Keyed for Contact {
    type Key = ContactRole;

    fn key(&self) -> ContactRole {
        self.role
    }
}

/// Lines of an office.
const LINES: usize = 3;

/// Offices that a window of this size shows.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height) / LINES
}

impl State {
    fn items(&self) -> &[Contact] {
        self.contacts.value.as_ref().map_or(&[], |contacts| &contacts.items)
    }

    /// Whether the address of an office takes no mail.
    fn is_suspended(&self, contact: &Contact) -> bool {
        let all = self.addresses.value.as_ref().map_or(&[][..], |addresses| &addresses.items);
        all.iter().any(|one| one.address.eq_ignore_ascii_case(&contact.address))
    }
}

const LIST: Layer =
    Layer::page(Screen::Contacts, "contacts", &[Command::ChangeContact]).explained(&[Lang::contacts_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST];

    fn layer(&self) -> Layer {
        LIST
    }

    fn tab(&self, lang: Lang) -> String {
        lang.contacts().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.addresses.ask(Call::Mail(MailCall::Addresses), step);
        self.contacts.ask(Call::Contacts, step);
    }

    fn has_failed(&self) -> bool {
        self.contacts.has_failed() || self.addresses.has_failed()
    }

    /// Without the addresses that take no mail, how one stands is not known.
    fn is_blank(&self) -> bool {
        self.contacts.is_blank() || self.addresses.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let outcome = self.addresses.take(arrived).or_else(|| self.contacts.take(arrived));
        if let Some(outcome) = outcome {
            step.heed(&outcome);
        }
        self.keep_in_view(step.size());
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if matches!(news, News::SettingWritten) && step.is_read(Screen::Contacts) {
            self.reload(step);
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let is_empty = command == Command::ChangeContact && self.items().is_empty();
        is_empty.then(|| lang.tui_nothing_selected().to_owned())
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::ChangeContact => {
                if let Some(contact) = self.list.selected(self.items()).cloned() {
                    let is_suspended = self.is_suspended(&contact);
                    step.agree(ChangeContact { contact, is_suspended });
                }
            }
            Command::Back | Command::Close => step.close(),
            command => {
                let items = self.contacts.value.as_ref().map_or(&[][..], |contacts| &contacts.items);
                self.list.command(command, items, list_rows(step.size()));
            }
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.items()), list_rows(size));
    }
}
