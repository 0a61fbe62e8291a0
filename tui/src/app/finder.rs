//! What help and palette list: the commands of a layer from the one table, tenants, codes, drafts.

use dondoc_shared::{
    fold::fold,
    role::Permission,
    text::Lang,
    wire::{TenantRef, view::View},
};

use super::{Model, may::refusal, rank::rank};
use crate::{
    keys::table::{Entry, entries_of},
    step::overlay::{Choice, Finder, Scope},
    ui::{list::Keyed, text, theme::Theme},
};

/// Choices that are remembered.
const RECENT: usize = 8;
/// Bodies offered for a code whose end is not typed yet.
const ENDS: usize = 5;

/// A row of help or palette.
#[derive(Debug)]
pub struct Row {
    /// What it stands for.
    pub choice: Choice,
    /// What is pressed for it elsewhere.
    pub keys: String,
    /// What it says.
    pub text: String,
    /// Why it cannot be done now.
    pub refused: Option<String>,
    /// What it is found by, in both languages.
    found_by: String,
}

impl Keyed for Row {
    type Key = Choice;

    fn key(&self) -> Choice {
        self.choice.clone()
    }
}

impl Row {
    fn new(choice: Choice, lang: Lang, said: impl Fn(Lang) -> String) -> Self {
        let found_by = Lang::ALL.iter().map(|lang| said(*lang)).collect::<Vec<_>>().join(" ");
        Self { choice, keys: String::new(), text: said(lang), refused: None, found_by }
    }
}

/// The rows of a finder, the best first; `width` cells are there for lines that are only read.
pub fn rows(model: &Model, finder: &Finder, width: usize) -> Vec<Row> {
    let typed = finder.typed();
    let known = choices(model, finder).into_iter().filter_map(|choice| row(model, finder, choice));
    let mut rows: Vec<(usize, Row)> = if typed.trim().is_empty() {
        known.map(|row| (0, row)).collect()
    } else {
        known.filter_map(|row| Some((rank(typed, &row.found_by)?, row))).collect()
    };
    // What was chosen lately comes first among equals; the sort keeps the order of the table otherwise.
    let recent = |row: &Row| model.recent.iter().position(|choice| *choice == row.choice);
    let age = |row: &Row| {
        if finder.scope == Scope::Everything { recent(row).unwrap_or(RECENT) } else { RECENT }
    };
    rows.sort_by_key(|(rank, row)| (std::cmp::Reverse(*rank), age(row)));
    let mut listed = if finder.scope == Scope::Everything { codes(model, typed) } else { Vec::new() };
    listed.extend(rows.into_iter().map(|(_, row)| row));
    if finder.scope == Scope::Help && typed.trim().is_empty() {
        listed.extend(legend(model, finder, width));
    }
    listed
}

/// Remembers what was chosen.
pub fn remember(model: &mut Model, choice: &Choice) {
    model.recent.retain(|before| before != choice);
    model.recent.insert(0, choice.clone());
    model.recent.truncate(RECENT);
}

/// Everything that a finder can list, apart from codes that are typed, in the order of the table.
fn choices(model: &Model, finder: &Finder) -> Vec<Choice> {
    let is_listed = |entry: &&Entry| match finder.scope {
        Scope::Help => true,
        Scope::Everything => !entry.command.is_movement(),
        Scope::Here => !entry.command.is_movement() && finder.about.takes.contains(&entry.command),
    };
    let commands = entries_of(finder.about).filter(is_listed).map(|entry| Choice::Command(entry.command));
    if finder.scope != Scope::Everything {
        return commands.collect();
    }
    let acts = model.dialogs.drafts.iter().map(|((id, _), draft)| (*id, draft.code.clone()));
    let pages = acts.chain(model.agree_drafts.pages());
    let mut drafts: Vec<Choice> = pages.map(|(id, code)| Choice::Draft { id, code }).collect();
    drafts.sort_by_key(draft_code);
    drafts.dedup();
    let pages = model.common.may(Permission::ReadNational);
    let tenants = tenants(model).flat_map(|tenant| {
        let page = pages.then(|| Choice::TenantPage(tenant.slug.clone()));
        [Choice::Tenant(tenant.slug.clone())].into_iter().chain(page)
    });
    let known = &model.common.known.views;
    let counts =
        |(place, view): &(usize, &View)| known.iter().position(|one| one.key == view.key) == Some(*place);
    let views = known.iter().enumerate().filter(counts).map(|(_, view)| Choice::View(view.key.clone()));
    // Codes are listed again only where they were chosen before.
    let codes = model.recent.iter().filter(|choice| is_code(choice)).cloned();
    let themes = Theme::ALL.map(Choice::Theme);
    commands.chain(drafts).chain(codes).chain(themes).chain(views).chain(tenants).collect()
}

/// The code of what a draft is about.
fn draft_code(choice: &Choice) -> Option<String> {
    match choice {
        Choice::Draft { code, .. } => Some(code.clone()),
        _ => None,
    }
}

fn is_code(choice: &Choice) -> bool {
    matches!(choice, Choice::Task(_) | Choice::Assignment { .. })
}

/// The bodies that the first page knows; none for whoever may not read what they have open.
pub fn tenants(model: &Model) -> impl Iterator<Item = &TenantRef> {
    let may = model.common.may(Permission::ReadAssignments);
    let figures = model.screens.overview.figures.value.iter().filter(move |_| may);
    figures.flat_map(|figures| figures.tenants.iter().map(|figure| &figure.tenant))
}

/// The row of a choice; none if it cannot be made here.
fn row(model: &Model, finder: &Finder, choice: Choice) -> Option<Row> {
    let lang = model.common.lang;
    match &choice {
        Choice::Command(command) => {
            let entry = entries_of(finder.about).find(|entry| entry.command == *command)?;
            if !model.common.ui().has(entry) {
                return None;
            }
            let keys: Vec<String> = entry.keys.iter().map(|keys| keys.label()).collect();
            let keys = keys.join(", ");
            let refused = || refusal(model, lang, finder.about, *command);
            let found_by = Lang::ALL
                .iter()
                .flat_map(|lang| [Some((entry.title)(*lang)), entry.bar.map(|bar| bar(*lang))])
                .flatten()
                .chain([keys.as_str()])
                .collect::<Vec<_>>()
                .join(" ");
            Some(Row {
                refused: if finder.scope == Scope::Help { None } else { refused() },
                text: (entry.title)(lang).to_owned(),
                choice,
                keys,
                found_by,
            })
        }
        Choice::Tenant(slug) | Choice::TenantPage(slug) => {
            let tenant = tenants(model).find(|tenant| tenant.slug == *slug)?;
            let name = |lang: Lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned();
            let is_page = matches!(choice, Choice::TenantPage(_));
            let mut row = Row::new(choice, lang, |lang| {
                if is_page { lang.tenant_finder(&name(lang)) } else { lang.finder_tenant(&name(lang)) }
            });
            row.keys.clone_from(&tenant.short);
            // By what is said of it too: `trang đơn vị Huế`.
            let names = [&tenant.slug, &tenant.short, &tenant.name_vi, &tenant.name_en];
            row.found_by = if is_page { row.found_by } else { String::new() };
            row.found_by.extend(names.map(|name| format!(" {name}")));
            Some(row)
        }
        Choice::View(key) => {
            let view = model.common.known.views.iter().find(|view| view.key == *key)?;
            let (name, key) = (view.name.clone(), format!("@{key}"));
            let mut row = Row::new(choice, lang, |lang| lang.views_finder(&name));
            row.found_by = format!("{} {key} view", row.found_by);
            Some(row)
        }
        Choice::Draft { code, .. } => {
            let code = code.clone();
            Some(Row::new(choice, lang, |lang| lang.finder_draft(&code)))
        }
        Choice::Task(task) => {
            let task = task.clone();
            Some(Row::new(choice, lang, |lang| lang.finder_task(&task)))
        }
        Choice::Assignment { task, body } => {
            let code = format!("{task}/{body}");
            Some(Row::new(choice, lang, |lang| lang.finder_assignment(&code)))
        }
        Choice::Theme(theme) => {
            let name = theme_name(*theme);
            Some(Row::new(choice, lang, |lang| lang.finder_theme(name(lang))))
        }
        Choice::Text(_) => None,
    }
}

fn theme_name(theme: Theme) -> fn(Lang) -> &'static str {
    match theme {
        Theme::Neutral => Lang::theme_neutral,
        Theme::Light => Lang::theme_light,
        Theme::Dark => Lang::theme_dark,
        Theme::HighContrast => Lang::theme_high_contrast,
        Theme::Mono => Lang::theme_mono,
    }
}

/// What is typed as a code: that of a task, and the beginning of that of a body behind it.
fn read_code(typed: &str) -> Option<(&str, Option<&str>)> {
    let typed = typed.trim();
    let (task, body) = typed.split_once('/').map_or((typed, None), |(task, body)| (task, Some(body)));
    let is_task = task.starts_with(|c: char| c.is_ascii_alphabetic())
        && task.contains('-')
        && task.ends_with(|c: char| c.is_ascii_alphanumeric())
        && task.contains(|c: char| c.is_ascii_digit())
        && task.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_task.then_some((task, body))
}

/// Where a code that is typed leads.
fn codes(model: &Model, typed: &str) -> Vec<Row> {
    let lang = model.common.lang;
    let may = model.common.may(Permission::ReadAssignments);
    let Some((task, body)) = read_code(typed).filter(|_| may) else { return Vec::new() };
    let task = task.to_owned();
    let Some(body) = body.map(fold).filter(|body| !body.is_empty()) else {
        return vec![Row::new(Choice::Task(task.clone()), lang, |lang| lang.finder_task(&task))];
    };
    let keys = |tenant: &TenantRef| [fold(&tenant.slug), fold(&tenant.short)];
    let whole = tenants(model).filter(|tenant| keys(tenant).contains(&body));
    let begun = tenants(model).filter(|tenant| keys(tenant).iter().any(|key| key.starts_with(&body)));
    let mut bodies: Vec<String> = whole.take(1).map(|tenant| tenant.slug.clone()).collect();
    if bodies.is_empty() {
        bodies = begun.take(ENDS).map(|tenant| tenant.slug.clone()).collect();
    }
    // A body of which nobody has told the console: the server knows, or says that it does not.
    if bodies.is_empty() {
        bodies.push(body);
    }
    let row = |body: String| {
        let code = format!("{task}/{body}");
        Row::new(Choice::Assignment { task: task.clone(), body }, lang, |lang| lang.finder_assignment(&code))
    };
    bodies.into_iter().map(row).collect()
}

/// What the marks on the screen mean, in lines of `width` cells.
fn legend(model: &Model, finder: &Finder, width: usize) -> Vec<Row> {
    let lang = model.common.lang;
    let paragraphs = finder.about.legend.iter().map(|text| text(lang));
    let all = std::iter::once("").chain(paragraphs).chain([lang.finder_glyphs(), lang.tui_help_steps()]);
    let lines = all.flat_map(|paragraph| text::wrap(paragraph, width));
    let read = |(place, piece): (usize, text::Piece)| {
        let said = piece.text.trim_end().to_owned();
        Row::new(Choice::Text(place), lang, |_| said.clone())
    };
    lines.enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_words() {
        assert_eq!(read_code("T24-15"), Some(("T24-15", None)));
        assert_eq!(read_code(" t24-32a/ha-noi "), Some(("t24-32a", Some("ha-noi"))));
        assert_eq!(read_code("CT-2024-M07/"), Some(("CT-2024-M07", Some(""))));
        for words in ["ha-noi", "T24-", "24-15", "T24 15", "overdue>14", "T24-15,x", ""] {
            assert_eq!(read_code(words), None, "{words}");
        }
    }
}
