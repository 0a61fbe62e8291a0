//! The one command table: routing, command bar and help are read from it.

use crossterm::event::KeyCode;
use dondoc_shared::{role::Permission, text::Lang};

use super::Key;
use crate::app::focus::Layer::{
    self, Agree, Backlog, Calendar, CalendarRows, Confirm, Draft, Filter, Form, Help, Item, Log, LogIn,
    MailAddresses, MailHolds, MailLine, MailLog, MailOne, Overview, Policies, Policy, Quit, Run, RunPeople,
    Simulation, ToAssign, Urges,
};

/// Something a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Open the item, or what the cursor is on.
    Open,
    /// Begin the dialog that verifies a submission.
    Verify,
    /// Begin an urge.
    Urge,
    /// Begin the decision on an extension request.
    Extension,
    /// Begin the decision on a proposed step up the ladder.
    Escalate,
    /// Begin the re-opening of what was accepted.
    Reopen,
    /// Type a filter.
    Filter,
    /// Load again, in the present order.
    Refresh,
    /// The item after this one in the list.
    NextItem,
    /// The item before this one in the list.
    PreviousItem,
    /// One line or cell up.
    Up,
    /// One line or cell down.
    Down,
    /// One cell left; another choice.
    Left,
    /// One cell right; another choice.
    Right,
    /// Half a page up.
    PageUp,
    /// Half a page down.
    PageDown,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// To the next pane, section or field.
    NextPane,
    /// To the previous pane, section or field.
    PreviousPane,
    /// Apply, go on, press the button in focus.
    Confirm,
    /// Confirm a prepared act from anywhere in its confirmation.
    Yes,
    /// One step back.
    Back,
    /// Close this screen; on the first one, ask whether to leave.
    Close,
    /// To the overview.
    GoOverview,
    /// To the backlog.
    GoBacklog,
    /// To the next run of reminders.
    GoRun,
    /// The day before the one on the screen.
    PreviousDay,
    /// The day after the one on the screen.
    NextDay,
    /// To the urges.
    GoUrges,
    /// To the policies.
    GoPolicies,
    /// To outgoing mail.
    GoMail,
    /// To the working calendar.
    GoCalendar,
    /// The year before the one on the screen.
    PreviousYear,
    /// The year after the one on the screen.
    NextYear,
    /// Try a new version made from the one under the cursor.
    Draft,
    /// Withdraw the version under the cursor.
    Withdraw,
    /// Make the version whose simulation is shown.
    Make,
    /// Keep what is shown in a file.
    Save,
    /// Begin to cancel a message.
    CancelMail,
    /// Begin to send a message again.
    ResendMail,
    /// Begin to hold mail.
    HoldMail,
    /// Begin to lift the hold under the cursor.
    LiftHold,
    /// Begin to let the address under the cursor get mail again.
    Restore,
    /// To the messages.
    GoLog,
    /// The other language.
    Language,
    /// Help.
    Help,
    /// Draw everything again.
    Repaint,
    /// Stop what runs; twice within two seconds leaves.
    Interrupt,
}

/// How much a command can do, and so how much confirmation it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Looks, moves, copies.
    D0,
    /// Opens a dialog whose end a tenant sees.
    D2,
    /// Opens a dialog whose end goes up the ladder.
    D3,
}

/// What is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// One key.
    One(Key),
    /// A chord of two.
    Two(Key, Key),
}

impl Keys {
    /// How it is printed.
    pub fn label(self) -> String {
        match self {
            Self::One(key) => key.label(),
            Self::Two(first, second) => format!("{} {}", first.label(), second.label()),
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Entry {
    /// What it does.
    pub command: Command,
    /// Its title in help.
    pub title: fn(Lang) -> &'static str,
    /// A shorter title for the command bar; none keeps it out of the bar.
    pub bar: Option<fn(Lang) -> &'static str>,
    /// What is pressed; the first is the one that the bar shows.
    pub keys: &'static [Keys],
    /// Where it works.
    pub layers: &'static [Layer],
    /// How heavy it is.
    pub danger: Danger,
    /// The right it asks for.
    pub needs: Option<Permission>,
}

const fn c(key: char) -> Keys {
    Keys::One(Key::char(key))
}

const fn k(code: KeyCode) -> Keys {
    Keys::One(Key::code(code))
}

const fn ctrl(key: char) -> Keys {
    Keys::One(Key::ctrl(key))
}

const fn g(key: char) -> Keys {
    Keys::Two(Key::char('g'), Key::char(key))
}

const fn act(
    command: Command,
    title: fn(Lang) -> &'static str,
    bar: fn(Lang) -> &'static str,
    keys: &'static [Keys],
    danger: Danger,
    needs: Permission,
) -> Entry {
    Entry { command, title, bar: Some(bar), keys, layers: &[Backlog, Item], danger, needs: Some(needs) }
}

const fn look(
    command: Command,
    title: fn(Lang) -> &'static str,
    bar: Option<fn(Lang) -> &'static str>,
    keys: &'static [Keys],
    layers: &'static [Layer],
) -> Entry {
    Entry { command, title, bar, keys, layers, danger: Danger::D0, needs: None }
}

const SCREENS: &[Layer] = &[
    Overview,
    Backlog,
    Item,
    Run,
    RunPeople,
    Policies,
    Policy,
    Simulation,
    Urges,
    MailLog,
    MailHolds,
    MailAddresses,
    MailOne,
    Calendar,
    CalendarRows,
    ToAssign,
];
const READING: &[Layer] = &[
    Overview,
    Backlog,
    Item,
    Run,
    RunPeople,
    Policies,
    Policy,
    Simulation,
    Urges,
    MailLog,
    MailHolds,
    MailAddresses,
    MailOne,
    Calendar,
    CalendarRows,
    ToAssign,
    Help,
    Log,
];
const RUNS: &[Layer] = &[Run, RunPeople];
const RULES: &[Layer] = &[Policies, Policy];

/// The table, in the order in which bar and help show it.
#[rustfmt::skip]
pub const ENTRIES: &[Entry] = &[
    look(Command::Open, Lang::tui_key_open, Some(Lang::tui_bar_open), &[k(KeyCode::Enter)], &[Overview, Backlog, Run, Policies, Urges, MailLog, MailAddresses, CalendarRows]),
    look(Command::Filter, Lang::tui_key_filter, Some(Lang::tui_bar_filter), &[c('/')], &[Backlog, MailLog]),
    act(Command::Verify, Lang::tui_key_verify, Lang::tui_bar_verify, &[c('V')], Danger::D2, Permission::Verify),
    act(Command::Urge, Lang::tui_key_urge, Lang::tui_bar_urge, &[c('f')], Danger::D2, Permission::Urge),
    act(Command::Extension, Lang::tui_key_extension, Lang::tui_bar_extension, &[c('x')], Danger::D2, Permission::DecideExtension),
    act(Command::Escalate, Lang::tui_key_escalate, Lang::tui_bar_escalate, &[c('e')], Danger::D3, Permission::Escalate),
    act(Command::Reopen, Lang::tui_key_reopen, Lang::tui_bar_reopen, &[c('O')], Danger::D2, Permission::Reopen),
    look(Command::Draft, Lang::desk_key_draft, Some(Lang::desk_bar_draft), &[c('n')], RULES),
    Entry { layers: RULES, ..act(Command::Withdraw, Lang::desk_key_withdraw, Lang::desk_bar_withdraw, &[c('W')], Danger::D2, Permission::SetPolicies) },
    Entry { layers: &[Simulation], ..act(Command::Make, Lang::desk_key_make, Lang::desk_bar_make, &[c('A')], Danger::D2, Permission::SetPolicies) },
    look(Command::Save, Lang::desk_key_save, Some(Lang::desk_bar_save), &[c('w')], &[Simulation]),
    Entry { layers: &[MailLog, MailOne], ..act(Command::CancelMail, Lang::post_key_cancel, Lang::post_bar_cancel, &[c('C')], Danger::D2, Permission::ManageMail) },
    Entry { layers: &[MailLog, MailOne], ..act(Command::ResendMail, Lang::post_key_resend, Lang::post_bar_resend, &[c('S')], Danger::D2, Permission::ManageMail) },
    Entry { layers: &[MailLog, MailHolds], ..act(Command::HoldMail, Lang::post_key_hold, Lang::post_bar_hold, &[c('H')], Danger::D2, Permission::ManageMail) },
    Entry { layers: &[MailHolds], ..act(Command::LiftHold, Lang::post_key_lift, Lang::post_bar_lift, &[c('U')], Danger::D2, Permission::ManageMail) },
    Entry { layers: &[MailAddresses], ..act(Command::Restore, Lang::post_key_restore, Lang::post_bar_restore, &[c('U')], Danger::D2, Permission::ManageMail) },
    look(Command::NextItem, Lang::tui_key_next_item, Some(Lang::tui_bar_next_item), &[c('J')], &[Item]),
    look(Command::PreviousItem, Lang::tui_key_previous_item, Some(Lang::tui_bar_previous_item), &[c('K')], &[Item]),
    look(Command::Confirm, Lang::tui_key_confirm, Some(Lang::tui_bar_confirm), &[k(KeyCode::Enter)], &[LogIn, Filter, MailLine, Form, Confirm, Draft, Agree, Quit]),
    look(Command::Yes, Lang::tui_key_yes, Some(Lang::tui_key_yes), &[c('Y')], &[Confirm]),
    look(Command::NextPane, Lang::tui_key_next_pane, Some(Lang::tui_bar_next_pane), &[k(KeyCode::Tab)], &[LogIn, Overview, Item, Simulation, Urges, MailLog, MailHolds, MailAddresses, Calendar, CalendarRows, Form, Confirm, Draft, Agree, Quit]),
    look(Command::PreviousPane, Lang::tui_key_previous_pane, None, &[k(KeyCode::BackTab)], &[LogIn, Overview, Item, Simulation, Urges, MailLog, MailHolds, MailAddresses, Calendar, CalendarRows, Form, Confirm, Draft, Agree, Quit]),
    look(Command::PreviousYear, Lang::almanac_key_previous_year, Some(Lang::almanac_bar_previous_year), &[c('[')], &[Calendar, CalendarRows]),
    look(Command::NextYear, Lang::almanac_key_next_year, Some(Lang::almanac_bar_next_year), &[c(']')], &[Calendar, CalendarRows]),
    look(Command::GoOverview, Lang::tui_key_go_overview, Some(Lang::tui_bar_go_overview), &[g('d')], &[Backlog, Item, Run, RunPeople, Policies, Policy, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign]),
    Entry {
        command: Command::GoBacklog,
        title: Lang::tui_key_go_backlog,
        bar: Some(Lang::tui_bar_go_backlog),
        keys: &[g('b')],
        layers: &[Overview, Item, Run, RunPeople, Policies, Policy, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign],
        danger: Danger::D0,
        needs: Some(Permission::ReadAssignments),
    },
    look(Command::PreviousDay, Lang::desk_key_previous_day, Some(Lang::desk_bar_previous_day), &[c('[')], RUNS),
    look(Command::NextDay, Lang::desk_key_next_day, Some(Lang::desk_bar_next_day), &[c(']')], RUNS),
    look(Command::GoRun, Lang::desk_key_go_run, Some(Lang::desk_bar_go_run), &[g('n')], &[Overview, Backlog, Item, Policies, Policy, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign]),
    look(Command::GoPolicies, Lang::desk_key_go_policies, Some(Lang::desk_bar_go_policies), &[g('p')], &[Overview, Backlog, Item, Run, RunPeople, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign]),
    Entry { needs: Some(Permission::ReadAssignments), ..look(Command::GoUrges, Lang::desk_key_go_urges, Some(Lang::desk_bar_go_urges), &[g('u')], &[Overview, Backlog, Item, Run, RunPeople, Policies, Policy, Simulation, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign]) },
    look(Command::GoMail, Lang::post_key_go_mail, Some(Lang::post_bar_go_mail), &[g('m')], &[Overview, Backlog, Item, Run, RunPeople, Policies, Policy, Simulation, Urges, Calendar, CalendarRows, ToAssign]),
    look(Command::GoCalendar, Lang::almanac_key_go, Some(Lang::almanac_bar_go), &[g('k')], &[Overview, Backlog, Item, Run, RunPeople, Policies, Policy, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, ToAssign]),
    look(Command::Refresh, Lang::tui_key_refresh, Some(Lang::tui_bar_refresh), &[c('R')], SCREENS),
    look(Command::Language, Lang::tui_key_language, Some(Lang::tui_bar_language), &[c('L'), k(KeyCode::F(2))], READING),
    look(Command::Back, Lang::tui_key_back, Some(Lang::tui_bar_back), &[k(KeyCode::Esc)], &[LogIn, Backlog, Item, Run, RunPeople, Policies, Policy, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign, Filter, MailLine, Form, Confirm, Draft, Agree, Help, Log, Quit]),
    look(Command::Close, Lang::tui_key_close, Some(Lang::tui_bar_close), &[c('q')], &[Backlog, Item, Run, RunPeople, Policies, Policy, Simulation, Urges, MailLog, MailHolds, MailAddresses, MailOne, Calendar, CalendarRows, ToAssign, Help, Log]),
    look(Command::Close, Lang::tui_key_close, Some(Lang::tui_bar_leave), &[c('q'), k(KeyCode::Esc)], &[Overview]),
    look(Command::GoLog, Lang::tui_key_go_log, None, &[g('l')], SCREENS),
    look(Command::Up, Lang::tui_key_up, None, &[k(KeyCode::Up), c('k')], READING),
    look(Command::Down, Lang::tui_key_down, None, &[k(KeyCode::Down), c('j')], READING),
    look(Command::Left, Lang::tui_key_left, None, &[k(KeyCode::Left), c('h')], &[Overview]),
    look(Command::Right, Lang::tui_key_right, None, &[k(KeyCode::Right), c('l')], &[Overview]),
    look(Command::PageUp, Lang::tui_key_page_up, None, &[k(KeyCode::PageUp), ctrl('u')], READING),
    look(Command::PageDown, Lang::tui_key_page_down, None, &[k(KeyCode::PageDown), ctrl('d')], READING),
    look(Command::Top, Lang::tui_key_top, None, &[k(KeyCode::Home), g('g')], READING),
    look(Command::Bottom, Lang::tui_key_bottom, None, &[k(KeyCode::End), c('G')], READING),
    // In dialogs and on the log-in screen letters are typed, so the same movements have fewer keys.
    look(Command::Up, Lang::tui_key_up, None, &[k(KeyCode::Up)], &[LogIn, Form, Confirm, Draft, Agree]),
    look(Command::Down, Lang::tui_key_down, None, &[k(KeyCode::Down)], &[LogIn, Form, Confirm, Draft, Agree]),
    look(Command::Left, Lang::tui_key_left, None, &[k(KeyCode::Left)], &[Quit, Confirm]),
    look(Command::Right, Lang::tui_key_right, None, &[k(KeyCode::Right)], &[Quit, Confirm]),
    look(Command::PageUp, Lang::tui_key_page_up, None, &[k(KeyCode::PageUp)], &[Form, Confirm]),
    look(Command::PageDown, Lang::tui_key_page_down, None, &[k(KeyCode::PageDown)], &[Form, Confirm]),
    look(Command::Language, Lang::tui_key_language, Some(Lang::tui_bar_language), &[k(KeyCode::F(2))], &[LogIn, Filter, MailLine, Form, Confirm, Draft, Agree, Quit]),
    look(Command::Help, Lang::tui_key_help, Some(Lang::tui_bar_help), &[c('?')], SCREENS),
    look(Command::Repaint, Lang::tui_key_repaint, None, &[ctrl('l')], Layer::ALL),
    look(Command::Interrupt, Lang::tui_key_interrupt, None, &[ctrl('c')], Layer::ALL),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Keys that multiplexers, flow control or the terminal itself take away, or that are another key in disguise.
    const DENIED: &[char] = &['s', 'q', 'a', 'b', 'i', 'j', 'm', 'h', '['];

    #[test]
    fn no_key_means_two_things_in_one_layer_and_no_chord_is_shadowed() {
        for layer in Layer::ALL {
            let mut seen = HashSet::new();
            let mut firsts = HashSet::new();
            let mut ones = HashSet::new();
            for keys in ENTRIES.iter().filter(|e| e.layers.contains(layer)).flat_map(|e| e.keys) {
                assert!(seen.insert(keys.label()), "{layer:?}: {} twice", keys.label());
                match keys {
                    Keys::One(key) => ones.insert(*key),
                    Keys::Two(first, _) => firsts.insert(*first),
                };
            }
            assert!(ones.is_disjoint(&firsts), "{layer:?}: a key hides a chord");
        }
    }

    #[test]
    fn no_command_depends_on_a_key_that_a_terminal_or_multiplexer_takes() {
        for entry in ENTRIES {
            for keys in entry.keys {
                let Keys::One(key) = keys else { continue };
                assert!(!key.alt && key.code != KeyCode::Backspace, "{:?}", entry.command);
                assert!(!(key.ctrl && DENIED.iter().any(|c| key.code == KeyCode::Char(*c))));
            }
            // A function key or a doubled letter is only ever an extra, except where letters are typed.
            let extra = |keys: &Keys| match keys {
                Keys::One(key) => matches!(key.code, KeyCode::F(_)),
                Keys::Two(a, b) => a == b,
            };
            let typed = entry.layers.iter().any(|l| l.is_text());
            assert!(typed || entry.keys.iter().any(|keys| !extra(keys)), "{:?}", entry.command);
        }
    }

    #[test]
    fn what_a_tenant_would_see_asks_for_a_right() {
        for entry in ENTRIES.iter().filter(|e| e.danger > Danger::D0) {
            assert!(entry.needs.is_some(), "{:?}", entry.command);
        }
    }

    #[test]
    fn every_title_is_there_in_both_languages() {
        for entry in ENTRIES {
            for lang in [Lang::Vi, Lang::En] {
                assert!(!(entry.title)(lang).is_empty());
            }
        }
    }
}
