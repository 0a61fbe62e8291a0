//! What the page of a tenant says, in blocks of rows, each with what it leads to.

use dondoc_shared::{
    id::AssignmentId,
    lateness::Class,
    text::Lang,
    wire::{
        Count,
        national::{TenantAct, TenantOffice, TenantPage, TenantPerson},
        urge::{UrgeRow, UrgeState},
    },
};

use crate::{
    keys::Screen,
    ui::{text, theme::Token, time::short},
};

/// The widest row of a figure: a number far from its label is nobody's.
const FIGURE: usize = 46;
/// The buckets of the ageing, and each in the filter language.
const AGES: [(&str, &str); 5] = [
    ("1–7", " is:counted overdue:1..7"),
    ("8–14", " is:counted overdue:8..14"),
    ("15–30", " is:counted overdue:15..30"),
    ("31–60", " is:counted overdue:31..60"),
    (">60", " is:counted overdue>60"),
];

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// All of its work that is open.
    Work,
    /// The official figures.
    Figures,
    /// What is overdue, by days.
    Ageing,
    /// What waits for the Working Group.
    Waiting,
    /// Offices and people.
    People,
    /// What became of its urges.
    Answers,
    /// The newest urges.
    Urges,
    /// What was done last.
    Acts,
}

/// What the cursor can be on: it stays there whatever comes before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    section: Section,
    key: String,
}

impl Spot {
    fn new(section: Section, key: &str) -> Self {
        Self { section, key: key.to_owned() }
    }

    /// What is overdue, where the page begins.
    pub fn overdue() -> Self {
        Self::new(Section::Work, "overdue")
    }
}

/// What Enter shows.
#[derive(Debug, Clone)]
pub enum Opens {
    /// Nothing: the row says all that there is.
    Nothing,
    /// What a screen lists of the tenant's work: what stands in its filter behind the tenant.
    List(Screen, &'static str),
    /// What a figure counts of it, in the backlog: the same.
    Counted(&'static str),
    /// An urge.
    Urge(Box<UrgeRow>),
    /// An assignment.
    Item {
        /// Its id.
        id: AssignmentId,
        /// Its code.
        code: String,
    },
}

/// A row of one or more lines.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub spot: Spot,
    /// What it says.
    pub lines: Vec<(Token, String)>,
    /// What it leads to.
    pub opens: Opens,
}

/// A part of the page with its head.
#[derive(Debug)]
pub struct Block {
    /// What is above it.
    pub title: &'static str,
    /// What is in it; never empty.
    pub rows: Vec<Row>,
}

/// How many assignments its lists have, as far as that is known.
#[derive(Debug, Clone, Copy)]
pub struct Counts<'a> {
    /// All that is open.
    pub open: Option<&'a Count>,
    /// What of it is overdue.
    pub overdue: Option<&'a Count>,
}

/// Writes blocks of this many cells.
struct Writer<'a> {
    lang: Lang,
    page: &'a TenantPage,
    width: usize,
}

/// A part of the page, in rows of `width` cells.
pub fn block(section: Section, page: &TenantPage, counts: Counts<'_>, (lang, width): (Lang, usize)) -> Block {
    let writer = Writer { lang, page, width };
    let (title, mut rows) = match section {
        Section::Work => (lang.tenant_block_work(), writer.work(counts)),
        Section::Figures => (lang.tenant_block_figures(), writer.figures()),
        Section::Ageing => (lang.tui_block_ageing(), writer.ageing()),
        Section::Waiting => (lang.tui_block_queues(), writer.waiting()),
        Section::People => (lang.tenant_block_people(), writer.people()),
        Section::Answers => (lang.tenant_block_answers(), writer.answers()),
        Section::Urges => (lang.tenant_block_urges(), writer.urges()),
        Section::Acts => (lang.tenant_block_acts(), writer.acts()),
    };
    if rows.is_empty() {
        let lines = vec![(Token::Muted, lang.tenant_none().to_owned())];
        rows.push(Row { spot: Spot::new(section, ""), lines, opens: Opens::Nothing });
    }
    Block { title, rows }
}

impl Writer<'_> {
    /// A label and what belongs to it, side by side or, where that has no room, below each other.
    fn figure(&self, spot: Spot, label: &str, (token, value): (Token, String), opens: Opens) -> Row {
        let width = self.width.min(FIGURE);
        let room = width.saturating_sub(text::width(&value) + 1);
        let lines = if text::width(label) <= room {
            vec![(token, format!("{} {value}", text::fit(label, room)))]
        } else {
            vec![(token, text::cut(label, width)), (token, text::fit_right(&value, width))]
        };
        Row { spot, lines, opens }
    }

    fn count(&self, spot: Spot, label: &str, (token, n): (Token, i64), opens: Opens) -> Row {
        let token = if n == 0 { Token::Muted } else { token };
        self.figure(spot, label, (token, self.lang.number(n)), opens)
    }

    /// A sentence, and what stands below it.
    fn said(&self, spot: Spot, parts: &[(Token, String)], opens: Opens) -> Row {
        let wrapped = parts.iter().enumerate().flat_map(|(place, (token, said))| {
            let indent = if place == 0 { "" } else { "  " };
            let pieces = text::wrap(said, self.width.saturating_sub(indent.len()));
            pieces.into_iter().map(move |piece| (*token, format!("{indent}{}", piece.text.trim_end())))
        });
        Row { spot, lines: wrapped.collect(), opens }
    }

    fn work(&self, counts: Counts<'_>) -> Vec<Row> {
        let said = |count: Option<&Count>| match count {
            Some(Count { total, at_least: true }) => self.lang.tui_total_at_least(&self.lang.number(*total)),
            Some(Count { total, .. }) => self.lang.number(*total),
            None => "…".to_owned(),
        };
        let late = counts.overdue.is_some_and(|count| count.total > 0);
        let token = if late { Token::Danger } else { Token::Text };
        vec![
            self.figure(
                Spot::overdue(),
                self.lang.tenant_overdue(),
                (token, said(counts.overdue)),
                Opens::List(Screen::Backlog, " overdue"),
            ),
            self.figure(
                Spot::new(Section::Work, "open"),
                self.lang.tenant_open(),
                (Token::Text, said(counts.open)),
                Opens::List(Screen::Backlog, ""),
            ),
        ]
    }

    /// Rates with their denominators, and the classes that they are made of.
    fn figures(&self) -> Vec<Row> {
        let (lang, page, spot) = (self.lang, self.page, |key| Spot::new(Section::Figures, key));
        let list = Opens::Counted;
        let counts = page.classes;
        let class =
            |key, class: Class, n, token, opens| self.count(spot(key), class.name(lang), (token, n), opens);
        vec![
            self.figure(
                spot("completion"),
                lang.tui_rate_completion(),
                (Token::Text, lang.rate(page.completion)),
                list(" is:closed is:counted is:dated status:accepted"),
            ),
            self.figure(
                spot("on-time"),
                lang.tui_rate_on_time(),
                (Token::Text, lang.rate(page.on_time)),
                Opens::Nothing,
            ),
            class("done", Class::CompletedOnTime, counts.completed_on_time, Token::Good, Opens::Nothing),
            class("done-late", Class::CompletedLate, counts.completed_late, Token::Text, Opens::Nothing),
            class(
                "in-time",
                Class::OpenInTime,
                counts.open_in_time,
                Token::Text,
                list(" is:counted is:dated is:in-time"),
            ),
            class(
                "overdue",
                Class::OpenOverdue,
                counts.open_overdue,
                Token::Danger,
                list(" is:counted overdue>=1"),
            ),
            class("undated", Class::NoDeadline, counts.no_deadline, Token::Text, Opens::Nothing),
        ]
    }

    fn ageing(&self) -> Vec<Row> {
        let rows = AGES.iter().zip(self.page.ageing).map(|((days, terms), n)| {
            let spot = Spot::new(Section::Ageing, days);
            self.count(spot, days, (Token::Text, n), Opens::Counted(terms))
        });
        rows.collect()
    }

    fn waiting(&self) -> Vec<Row> {
        let (lang, page) = (self.lang, self.page);
        let rows = [
            ("submitted", lang.tui_queue_submitted(), page.submitted, Opens::List(Screen::Submissions, "")),
            ("extensions", lang.tui_queue_extensions(), page.extensions, Opens::List(Screen::Extensions, "")),
            ("steps", lang.tui_queue_steps(), page.steps, Opens::List(Screen::Steps, "")),
            ("urges", lang.tui_queue_urges(), page.urges_overdue, Opens::Counted(" is:urge-overdue")),
        ];
        let row = |(key, label, n, opens)| {
            self.count(Spot::new(Section::Waiting, key), label, (Token::Text, n), opens)
        };
        rows.map(row).into()
    }

    fn people(&self) -> Vec<Row> {
        let offices = self.page.offices.iter().map(|office| self.office(office));
        offices.chain(self.page.people.iter().map(|person| self.person(person))).collect()
    }

    fn office(&self, office: &TenantOffice) -> Row {
        let lang = self.lang;
        let (token, health) = if office.address.is_empty() {
            (Token::Danger, lang.contact_missing())
        } else if !office.takes_mail {
            (Token::Danger, lang.tenant_takes_no_mail())
        } else if office.verified {
            (Token::Good, lang.tenant_verified())
        } else {
            (Token::Warn, lang.tenant_not_proven())
        };
        let spot = Spot::new(Section::People, office.role.as_str());
        let stored = [office.office.as_str(), &office.address].into_iter().filter(|text| !text.is_empty());
        self.addressed(spot, (token, format!("{}: {health}", office.role.name(lang))), stored)
    }

    fn person(&self, person: &TenantPerson) -> Row {
        let lang = self.lang;
        let (token, health) = match (person.address.is_empty(), person.takes_mail) {
            (true, _) => (Token::Danger, lang.contact_missing()),
            (false, false) => (Token::Danger, lang.tenant_takes_no_mail()),
            (false, true) => (Token::Text, lang.tenant_takes_mail()),
        };
        let spot = Spot::new(Section::People, &format!("{} {}", person.address, person.name));
        let head = format!("{} · {}: {health}", person.name, person.role.name(lang));
        let stored = [person.address.as_str()].into_iter().filter(|text| !text.is_empty());
        self.addressed(spot, (token, head), stored)
    }

    fn addressed<'t>(&self, spot: Spot, head: (Token, String), stored: impl Iterator<Item = &'t str>) -> Row {
        let stored = stored.collect::<Vec<_>>().join(" · ");
        let below = (!stored.is_empty()).then_some((Token::Muted, stored));
        self.said(spot, &[Some(head), below].into_iter().flatten().collect::<Vec<_>>(), Opens::Nothing)
    }

    /// The five figures below the first add up to it.
    fn answers(&self) -> Vec<Row> {
        let (lang, counts, spot) = (self.lang, &self.page.urged, |key| Spot::new(Section::Answers, key));
        let rows = [
            ("sent", lang.tenant_urged(), counts.sent),
            ("in-time", lang.tenant_answered_in_time(), counts.answered_in_time),
            ("late", lang.tenant_answered_late(), counts.answered_late),
            ("never", lang.tenant_never_answered(), counts.never),
            ("lapsed", lang.tenant_lapsed(), counts.lapsed),
            ("open", lang.tenant_waiting(), counts.open),
        ];
        let median = counts.median_days.map_or_else(|| "–".to_owned(), |days| lang.desk_days(days));
        let rows = rows.map(|(key, label, n)| self.count(spot(key), label, (Token::Text, n), Opens::Nothing));
        let median = self.figure(spot("median"), lang.tenant_median(), (Token::Text, median), Opens::Nothing);
        rows.into_iter().chain([median]).collect()
    }

    fn urges(&self) -> Vec<Row> {
        let lang = self.lang;
        let row = |urge: &UrgeRow| {
            let spot = Spot::new(Section::Urges, &urge.id.to_string());
            let said = format!("{}  {} · {}", lang.date(urge.issued_on), urge.number, urge.state.name(lang));
            let token = if urge.state == UrgeState::Overdue { Token::Danger } else { Token::Text };
            self.said(spot, &[(token, said)], Opens::Urge(Box::new(urge.clone())))
        };
        self.page.urges.iter().map(row).collect()
    }

    fn acts(&self) -> Vec<Row> {
        let lang = self.lang;
        let row = |act: &TenantAct| {
            let key = format!("{} {} {}", act.at, act.code, act.kind);
            let by = lang.actor(&act.by);
            let said = format!("{}  {}: {} · {by}", short(act.at), act.code, act.kind.name(lang));
            let opens = Opens::Item { id: act.assignment, code: act.code.clone() };
            self.said(Spot::new(Section::Acts, &key), &[(Token::Text, said)], opens)
        };
        self.page.acts.iter().map(row).collect()
    }
}
