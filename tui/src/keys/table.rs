//! The one command table: routing, command bar and help are read from it.

use crossterm::event::KeyCode;
use dondoc_shared::{role::Permission, text::Lang};

use super::{
    command::{Command, Danger},
    key::Key,
    layer::{Kind, Layer},
    screen::{Screen, screens},
};

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

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In every layer.
    Everywhere,
    /// In every layer that can be closed by one step back: all but the first screen.
    Behind,
    /// On every screen.
    Pages,
    /// On every screen but the one that it leads to.
    Elsewhere(Screen),
    /// On the first screen.
    First,
    /// On every screen and in help and messages.
    Reading,
    /// The same but for the first screen.
    ReadingBehind,
    /// In every box and line that is typed.
    Boxes,
    /// In every box but where something is looked for.
    Forms,
    /// Where the layer says that it takes the command.
    Taken,
    /// The same among screens alone.
    TakenByPages,
    /// The same among boxes alone, where letters may be typed.
    TakenByBoxes,
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
    pub place: Place,
    /// How heavy it is.
    pub danger: Danger,
    /// The right it asks for.
    pub needs: Option<Permission>,
}

impl Entry {
    /// Whether it writes, or leads to nothing but what writes.
    pub fn acts(&self) -> bool {
        self.danger > Danger::D0
    }

    /// Whether the command works in `layer`.
    pub fn works_in(&self, layer: Layer) -> bool {
        let page = match layer.kind {
            Kind::Page(screen) => Some(screen),
            _ => None,
        };
        let (is_page, is_first) = (page.is_some(), page == Some(Screen::FIRST));
        let is_form = matches!(layer.kind, Kind::Box { .. });
        let is_box = is_form || layer.kind == Kind::Search;
        let takes = || layer.takes.contains(&self.command);
        match self.place {
            Place::Everywhere => true,
            Place::Behind => layer.kind != Kind::Bare && !is_first,
            Place::Pages => is_page,
            Place::Elsewhere(screen) => page.is_some_and(|page| page != screen),
            Place::First => is_first,
            Place::Reading => is_page || layer.kind == Kind::Sheet,
            Place::ReadingBehind => (is_page || layer.kind == Kind::Sheet) && !is_first,
            Place::Boxes => is_box,
            Place::Forms => is_form,
            Place::Taken => takes(),
            Place::TakenByPages => is_page && takes(),
            Place::TakenByBoxes => is_box && takes(),
        }
    }
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

const fn y(key: char) -> Keys {
    Keys::Two(Key::char('y'), Key::char(key))
}

const fn look(
    command: Command,
    title: fn(Lang) -> &'static str,
    bar: Option<fn(Lang) -> &'static str>,
    keys: &'static [Keys],
    place: Place,
) -> Entry {
    Entry { command, title, bar, keys, place, danger: Danger::D0, needs: None }
}

const fn act(
    command: Command,
    title: fn(Lang) -> &'static str,
    bar: fn(Lang) -> &'static str,
    keys: &'static [Keys],
    danger: Danger,
    needs: Permission,
) -> Entry {
    Entry { danger, needs: Some(needs), ..look(command, title, Some(bar), keys, Place::Taken) }
}

macro_rules! option {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

macro_rules! chords {
    ({} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        /// What leads to another screen, in the order of the registry.
        const CHORDS: &[Entry] = &[$($(
            Entry {
                needs: option!($(Permission::$right)?),
                ..look(
                    Command::Go(Screen::$name),
                    Lang::$title,
                    option!($(Lang::$bar)?),
                    &[g($chord)],
                    Place::Elsewhere(Screen::$name),
                )
            },
        )?)+];
    };
}
screens!(chords);

/// The first screens, to which the way must stand in every bar.
const MAIN: usize = 2;

#[rustfmt::skip]
const OWN: &[Entry] = &[
    look(Command::Open, Lang::tui_key_open, Some(Lang::tui_bar_open), &[k(KeyCode::Enter)], Place::Taken),
    look(Command::OpenWhole, Lang::tui_key_open_whole, None, &[c('o')], Place::Taken),
    look(Command::Group, Lang::overview_key_group, Some(Lang::overview_bar_group), &[c('t')], Place::Taken),
    look(Command::Filter, Lang::tui_key_filter, Some(Lang::tui_bar_filter), &[c('/')], Place::Taken),
    act(Command::Verify, Lang::tui_key_verify, Lang::tui_bar_verify, &[c('V')], Danger::D2, Permission::Verify),
    act(Command::Accept, Lang::filings_key_accept, Lang::filings_bar_accept, &[c('a')], Danger::D2, Permission::Verify),
    act(Command::SendBack, Lang::filings_key_send_back, Lang::filings_bar_send_back, &[c('r')], Danger::D2, Permission::Verify),
    look(Command::ReadFigures, Lang::filings_key_figures, Some(Lang::filings_bar_figures), &[ctrl('f'), k(KeyCode::F(3))], Place::Taken),
    act(Command::Urge, Lang::tui_key_urge, Lang::tui_bar_urge, &[c('f')], Danger::D2, Permission::Urge),
    act(Command::UrgeMissing, Lang::composer_key_urge_missing, Lang::composer_bar_urge_missing, &[c('F')], Danger::D2, Permission::Urge),
    act(Command::Extension, Lang::tui_key_extension, Lang::tui_bar_extension, &[c('x')], Danger::D2, Permission::DecideExtension),
    act(Command::Escalate, Lang::tui_key_escalate, Lang::tui_bar_escalate, &[c('e')], Danger::D3, Permission::Escalate),
    look(Command::Mark, Lang::composer_key_mark, Some(Lang::composer_bar_mark), &[c(' ')], Place::Taken),
    look(Command::MarkRange, Lang::composer_key_mark_range, None, &[c('v')], Place::Taken),
    look(Command::MarkAll, Lang::composer_key_mark_all, Some(Lang::composer_bar_mark_all), &[c('M')], Place::Taken),
    look(Command::ClearMarks, Lang::composer_key_clear, Some(Lang::composer_bar_clear), &[c('U')], Place::Taken),
    act(Command::IssuePlan, Lang::composer_key_issue, Lang::composer_bar_issue, &[c('Y')], Danger::D3, Permission::Urge),
    act(Command::CarryOut, Lang::decisions_key_carry_out, Lang::decisions_bar_carry_out, &[c('Y')], Danger::D3, Permission::Verify),
    act(Command::Undo, Lang::composer_key_undo, Lang::composer_bar_undo, &[c('z')], Danger::D2, Permission::Urge),
    Entry { danger: Danger::D2, needs: Some(Permission::Urge), ..look(Command::Go(Screen::Composer), Lang::composer_key_go, None, &[c('z')], Place::Elsewhere(Screen::Composer)) },
    act(Command::Decide, Lang::corrections_key_decide, Lang::corrections_bar_decide, &[c('c')], Danger::D2, Permission::Verify),
    act(Command::DrawSample, Lang::rechecks_key_draw, Lang::rechecks_bar_draw, &[c('a')], Danger::D2, Permission::Reopen),
    act(Command::Recheck, Lang::rechecks_key_decide, Lang::rechecks_bar_decide, &[c('c')], Danger::D2, Permission::Verify),
    act(Command::Judge, Lang::checks_key_judge, Lang::checks_bar_judge, &[c('d')], Danger::D2, Permission::Verify),
    act(Command::Reopen, Lang::tui_key_reopen, Lang::tui_bar_reopen, &[c('O')], Danger::D2, Permission::Reopen),
    look(Command::Draft, Lang::desk_key_draft, Some(Lang::desk_bar_draft), &[c('n')], Place::Taken),
    look(Command::SwapWay, Lang::policies_key_way, Some(Lang::policies_bar_way), &[ctrl('t'), k(KeyCode::F(4))], Place::Taken),
    act(Command::Withdraw, Lang::desk_key_withdraw, Lang::desk_bar_withdraw, &[c('W')], Danger::D2, Permission::SetPolicies),
    act(Command::Make, Lang::desk_key_make, Lang::desk_bar_make, &[c('A')], Danger::D2, Permission::SetPolicies),
    look(Command::Save, Lang::desk_key_save, Some(Lang::desk_bar_save), &[c('w')], Place::Taken),
    act(Command::CancelMail, Lang::post_key_cancel, Lang::post_bar_cancel, &[c('C')], Danger::D2, Permission::ManageMail),
    act(Command::ResendMail, Lang::post_key_resend, Lang::post_bar_resend, &[c('S')], Danger::D2, Permission::ManageMail),
    act(Command::HoldMail, Lang::post_key_hold, Lang::post_bar_hold, &[c('H')], Danger::D2, Permission::ManageMail),
    act(Command::LiftHold, Lang::post_key_lift, Lang::post_bar_lift, &[c('U')], Danger::D2, Permission::ManageMail),
    act(Command::Restore, Lang::post_key_restore, Lang::post_bar_restore, &[c('U')], Danger::D2, Permission::ManageMail),
    act(Command::AddDay, Lang::almanac_key_add, Lang::almanac_bar_add, &[c('a')], Danger::D2, Permission::KeepCalendar),
    act(Command::ChangeDay, Lang::almanac_key_change, Lang::almanac_bar_change, &[c('c')], Danger::D2, Permission::KeepCalendar),
    act(Command::RemoveDay, Lang::almanac_key_remove, Lang::almanac_bar_remove, &[c('D')], Danger::D2, Permission::KeepCalendar),
    act(Command::ChangeWindow, Lang::almanac_key_window, Lang::almanac_bar_window, &[c('c')], Danger::D2, Permission::KeepCalendar),
    act(Command::SetBudget, Lang::post_key_budget, Lang::post_bar_budget, &[c('B')], Danger::D2, Permission::ManageMail),
    act(Command::ChangeContact, Lang::contacts_key_change, Lang::contacts_bar_change, &[c('c')], Danger::D2, Permission::ManageContacts),
    act(Command::ChangeTemplate, Lang::templates_key_change, Lang::templates_bar_change, &[c('c')], Danger::D2, Permission::ManageTemplates),
    look(Command::Read, Lang::tui_key_read, Some(Lang::tui_bar_read), &[k(KeyCode::Enter)], Place::Taken),
    look(Command::Evidence, Lang::tui_key_evidence, Some(Lang::tui_bar_evidence), &[c('p')], Place::Taken),
    look(Command::OpenEvidence, Lang::tui_key_open_evidence, Some(Lang::tui_bar_open_evidence), &[c('o')], Place::Taken),
    look(Command::SaveEvidence, Lang::tui_key_save_evidence, Some(Lang::tui_bar_save_evidence), &[c('s')], Place::Taken),
    look(Command::SaveLetter, Lang::desk_key_letter, Some(Lang::desk_bar_letter), &[c('s')], Place::Taken),
    look(Command::NextItem, Lang::tui_key_next_item, Some(Lang::tui_bar_next_item), &[c('J')], Place::Taken),
    look(Command::PreviousItem, Lang::tui_key_previous_item, Some(Lang::tui_bar_previous_item), &[c('K')], Place::Taken),
    look(Command::NextWaiting, Lang::tui_key_next_waiting, Some(Lang::tui_bar_next_waiting), &[c('n')], Place::Taken),
    look(Command::PreviousWaiting, Lang::tui_key_previous_waiting, None, &[c('N')], Place::Taken),
    act(Command::UrgeOverdue, Lang::tenant_key_urge_overdue, Lang::tenant_bar_urge_overdue, &[c('f')], Danger::D2, Permission::Urge),
    act(Command::UrgeRow, Lang::matrix_key_urge_row, Lang::matrix_bar_urge_row, &[c('f')], Danger::D2, Permission::Urge),
    act(Command::UrgeColumn, Lang::matrix_key_urge_column, Lang::matrix_bar_urge_column, &[c('F')], Danger::D2, Permission::Urge),
    Entry { needs: Some(Permission::ReadNational), ..look(Command::Views, Lang::views_key, Some(Lang::views_bar), &[c('\'')], Place::Taken) },
    look(Command::SaveView, Lang::views_key_save, Some(Lang::views_bar_save), &[c('s')], Place::Taken),
    look(Command::DeleteView, Lang::views_key_delete, Some(Lang::views_bar_delete), &[c('D')], Place::Taken),
    Entry { needs: Some(Permission::ReadNational), ..look(Command::TenantPage, Lang::tenant_key_page, Some(Lang::tenant_bar_page), &[c('T')], Place::Taken) },
    act(Command::Claim, Lang::handling_key_claim, Lang::handling_bar_claim, &[c('m')], Danger::D1, Permission::Handle),
    act(Command::Snooze, Lang::handling_key_snooze, Lang::handling_bar_snooze, &[c('b')], Danger::D1, Permission::Handle),
    // Where a report is read `a` accepts it: a note has a key that is free everywhere.
    act(Command::Note, Lang::handling_key_note, Lang::handling_bar_note, &[c('i')], Danger::D1, Permission::Handle),
    Entry { needs: Some(Permission::ReadNational), ..look(Command::DirectiveMatrix, Lang::matrix_key_of_directive, Some(Lang::matrix_bar_of_directive), &[c('D')], Place::Taken) },
    look(Command::Preview, Lang::preview_key, Some(Lang::preview_bar), &[c('P')], Place::Taken),
    look(Command::Columns, Lang::choosing_key, Some(Lang::choosing_bar), &[c('c')], Place::Taken),
    look(Command::ExportList, Lang::export_key, Some(Lang::figures_bar_export), &[c('w')], Place::Taken),
    look(Command::Sort, Lang::overview_key_sort, Some(Lang::overview_bar_sort), &[c('S')], Place::Taken),
    look(Command::SwapColumn, Lang::choosing_key_swap, Some(Lang::choosing_bar_swap), &[c(' ')], Place::Taken),
    look(Command::NextHit, Lang::search_key_next, Some(Lang::search_bar_next), &[c('n')], Place::Taken),
    look(Command::PreviousHit, Lang::search_key_previous, Some(Lang::search_bar_previous), &[c('N')], Place::Taken),
    look(Command::Search, Lang::search_key, Some(Lang::search_bar), &[c('/')], Place::Taken),
    look(Command::CopyCode, Lang::tui_key_copy_code, None, &[y('c')], Place::Taken),
    look(Command::CopyAddress, Lang::tui_key_copy_address, None, &[y('u')], Place::Taken),
    look(Command::CopyLink, Lang::tui_key_copy_link, None, &[y('l')], Place::Taken),
    look(Command::CopyText, Lang::tui_key_copy_text, None, &[y('t')], Place::Taken),
    look(Command::Confirm, Lang::tui_key_confirm, Some(Lang::tui_bar_confirm), &[k(KeyCode::Enter)], Place::Taken),
    look(Command::Yes, Lang::tui_key_yes, Some(Lang::tui_key_yes), &[c('Y')], Place::Taken),
    look(Command::NextPane, Lang::tui_key_next_pane, Some(Lang::tui_bar_next_pane), &[k(KeyCode::Tab)], Place::Taken),
    look(Command::PreviousPane, Lang::tui_key_previous_pane, None, &[k(KeyCode::BackTab)], Place::Taken),
    look(Command::PreviousYear, Lang::almanac_key_previous_year, Some(Lang::almanac_bar_previous_year), &[c('[')], Place::Taken),
    look(Command::NextYear, Lang::almanac_key_next_year, Some(Lang::almanac_bar_next_year), &[c(']')], Place::Taken),
    look(Command::SwapChart, Lang::figures_key_chart, Some(Lang::figures_bar_chart), &[c('t')], Place::Taken),
    look(Command::PreviousPeriod, Lang::figures_key_previous, Some(Lang::figures_bar_previous), &[c('[')], Place::Taken),
    look(Command::NextPeriod, Lang::figures_key_next, Some(Lang::figures_bar_next), &[c(']')], Place::Taken),
    look(Command::NextGroup, Lang::figures_key_group, Some(Lang::figures_bar_group), &[c('p')], Place::Taken),
    look(Command::SwapBasis, Lang::figures_key_basis, Some(Lang::figures_bar_basis), &[c('b')], Place::Taken),
    look(Command::Export, Lang::figures_key_export, Some(Lang::figures_bar_export), &[c('w')], Place::Taken),
];

#[rustfmt::skip]
const DAYS: &[Entry] = &[
    look(Command::PreviousDay, Lang::desk_key_previous_day, Some(Lang::desk_bar_previous_day), &[c('[')], Place::Taken),
    look(Command::NextDay, Lang::desk_key_next_day, Some(Lang::desk_bar_next_day), &[c(']')], Place::Taken),
];

#[rustfmt::skip]
const COMMON: &[Entry] = &[
    look(Command::Refresh, Lang::tui_key_refresh, Some(Lang::tui_bar_refresh), &[c('R')], Place::Pages),
    look(Command::Language, Lang::tui_key_language, Some(Lang::tui_bar_language), &[c('L'), k(KeyCode::F(2))], Place::Reading),
    look(Command::Back, Lang::tui_key_back, Some(Lang::tui_bar_back), &[k(KeyCode::Esc)], Place::Behind),
    look(Command::Close, Lang::tui_key_close, Some(Lang::tui_bar_close), &[c('q')], Place::ReadingBehind),
    look(Command::Close, Lang::tui_key_close, Some(Lang::tui_bar_leave), &[c('q'), k(KeyCode::Esc)], Place::First),
    look(Command::GoLog, Lang::tui_key_go_log, None, &[g('l')], Place::Pages),
    look(Command::Up, Lang::tui_key_up, None, &[k(KeyCode::Up), c('k')], Place::Reading),
    look(Command::Down, Lang::tui_key_down, None, &[k(KeyCode::Down), c('j')], Place::Reading),
    look(Command::Left, Lang::tui_key_left, None, &[k(KeyCode::Left), c('h')], Place::TakenByPages),
    look(Command::Right, Lang::tui_key_right, None, &[k(KeyCode::Right), c('l')], Place::TakenByPages),
    look(Command::PageUp, Lang::tui_key_page_up, None, &[k(KeyCode::PageUp), ctrl('u')], Place::Reading),
    look(Command::PageDown, Lang::tui_key_page_down, None, &[k(KeyCode::PageDown), ctrl('d')], Place::Reading),
    look(Command::Top, Lang::tui_key_top, None, &[k(KeyCode::Home), g('g')], Place::Reading),
    look(Command::Bottom, Lang::tui_key_bottom, None, &[k(KeyCode::End), c('G')], Place::Reading),
    // In boxes letters may be typed, so the same movements have fewer keys.
    look(Command::Up, Lang::tui_key_up, None, &[k(KeyCode::Up)], Place::TakenByBoxes),
    look(Command::Down, Lang::tui_key_down, None, &[k(KeyCode::Down)], Place::TakenByBoxes),
    look(Command::Left, Lang::tui_key_left, None, &[k(KeyCode::Left)], Place::TakenByBoxes),
    look(Command::Right, Lang::tui_key_right, None, &[k(KeyCode::Right)], Place::TakenByBoxes),
    look(Command::PageUp, Lang::tui_key_page_up, None, &[k(KeyCode::PageUp)], Place::TakenByBoxes),
    look(Command::PageDown, Lang::tui_key_page_down, None, &[k(KeyCode::PageDown)], Place::TakenByBoxes),
    look(Command::Language, Lang::tui_key_language, Some(Lang::tui_bar_language), &[k(KeyCode::F(2))], Place::Boxes),
    look(Command::LogInByBrowser, Lang::tui_key_browser, Some(Lang::tui_bar_browser), &[ctrl('o'), k(KeyCode::F(5))], Place::TakenByBoxes),
    look(Command::Here, Lang::tui_key_here, Some(Lang::tui_bar_here), &[c('.')], Place::Pages),
    look(Command::Palette, Lang::tui_key_palette, Some(Lang::tui_bar_palette), &[c(':'), ctrl('p')], Place::Pages),
    look(Command::Run, Lang::tui_key_run, Some(Lang::tui_bar_run), &[k(KeyCode::Enter)], Place::Taken),
    look(Command::Help, Lang::tui_key_help, Some(Lang::tui_bar_help), &[c('?'), k(KeyCode::F(1))], Place::Pages),
    // Keys that no text field eats; F1 belongs to some terminals.
    look(Command::Help, Lang::tui_key_help, None, &[ctrl('g'), k(KeyCode::F(1))], Place::Forms),
    // Where the window is too small for anything else.
    look(Command::Help, Lang::tui_key_help, None, &[c('?'), k(KeyCode::F(1))], Place::Taken),
    look(Command::Interrupt, Lang::tui_key_interrupt, None, &[c('q')], Place::Taken),
    look(Command::Repaint, Lang::tui_key_repaint, None, &[ctrl('l')], Place::Everywhere),
    look(Command::Suspend, Lang::tui_key_suspend, None, &[ctrl('z')], Place::Everywhere),
    look(Command::Interrupt, Lang::tui_key_interrupt, None, &[ctrl('c')], Place::Everywhere),
];

/// The table, in the order in which bar and help show it.
pub fn entries() -> impl Iterator<Item = &'static Entry> + Clone {
    let (main, other) = CHORDS.split_at(MAIN);
    OWN.iter().chain(main).chain(DAYS).chain(other).chain(COMMON)
}

/// What leads to a screen; none if no keys do.
pub fn chord_to(screen: Screen) -> Option<&'static Entry> {
    CHORDS.iter().find(|entry| entry.command == Command::Go(screen))
}

/// The key that a command has first; nothing if it has none.
pub fn label_of(command: Command) -> String {
    let keys = entries().find(|entry| entry.command == command).and_then(|entry| entry.keys.first());
    keys.map(|keys| keys.label()).unwrap_or_default()
}

/// What works in `layer`.
pub fn entries_of(layer: Layer) -> impl Iterator<Item = &'static Entry> + Clone {
    entries().filter(move |entry| entry.works_in(layer))
}
