//! My work: one list in urgency order, and on top what needs attention.

use std::collections::{BTreeMap, HashMap};

use actix_web::{FromRequest, HttpRequest, HttpResponse, get, http::StatusCode};
use askama::Template;
use dondoc_shared::{
    filter::{Filter, Scope, stray_bracket},
    id::AssignmentId,
    lifecycle::{Part, Status},
    role::Permission,
    text::Lang,
    turn::ToDo,
    wire::{Page, assignment::AssignmentRow},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_answer},
    subject::{counts_down, due_words},
};
use crate::{
    domain::{
        assignments::{OpenUrge, open_urges},
        calendar,
    },
    slices::{
        lost_factors,
        portal::{Frame, Title, layout::moment, show},
        reports::{self, NextReport, next_report},
        shared_progress,
        work::store::{attention::waiting, list::list},
    },
};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Person, Side, perm},
    db::Tx,
    error::{Error, Result},
    http::Query,
};

/// Rows of a page.
const LIMIT: i64 = 30;

/// What the address says.
#[derive(Deserialize)]
struct WorkQuery {
    #[serde(default)]
    q: String,
    cursor: Option<String>,
    /// Rows on the pages before; 0 where a link with a cursor does not say.
    #[serde(default)]
    from: usize,
}

/// Rows that stand under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Overdue,
    DueSoon,
    Later,
    HandedIn,
    NoDate,
    Coordinating,
    Closed,
}

impl Group {
    fn of(row: &AssignmentRow, today: Date) -> Self {
        if !row.status.is_open() {
            return Self::Closed;
        }
        if row.days_overdue > 0 {
            return Self::Overdue;
        }
        if row.part == Part::Coordinating {
            return Self::Coordinating;
        }
        if row.status == Status::Submitted {
            return Self::HandedIn;
        }
        let Some(due) = row.due_on else { return Self::NoDate };
        let soon = today.saturating_add(jiff::Span::new().days(7));
        if due <= soon { Self::DueSoon } else { Self::Later }
    }

    fn heading(self, t: Lang) -> &'static str {
        match self {
            Self::Overdue => t.group_overdue(),
            Self::DueSoon => t.group_due_soon(),
            Self::Later => t.group_later(),
            Self::HandedIn => t.group_with_working_group(),
            Self::NoDate => t.group_no_date(),
            Self::Coordinating => t.group_coordinating(),
            Self::Closed => t.group_closed(),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Overdue => "late",
            Self::DueSoon => "soon",
            _ => "calm",
        }
    }
}

/// A row as it is shown.
struct WorkLine {
    path: String,
    title: Title,
    due: String,
    /// The date itself, where the words do not say it.
    on: Option<String>,
    last: String,
    /// Urges that wait for an answer: in words, and where it is given.
    urges: Vec<(String, String)>,
    row: AssignmentRow,
}

/// Rows under a heading.
struct Section {
    /// None where the list has another order than that of urgency.
    group: Option<Group>,
    lines: Vec<WorkLine>,
}

/// A filter that is a click away.
struct Chip {
    label: String,
    query: String,
    current: bool,
}

/// What waits for the tenant's people.
#[derive(Default)]
pub(super) struct Attention {
    pub counts: BTreeMap<ToDo, i64>,
    /// Assignments of other tenants.
    pub waiting_on_us: i64,
    /// Lost second factors that the reader can confirm.
    pub lost_factors: i64,
    /// Urges about the rows shown.
    pub urges: HashMap<AssignmentId, Vec<OpenUrge>>,
}

/// The report that is due next: where its figures are entered, and when it is due.
struct NextLine {
    path: String,
    name: String,
    due: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "assignments/work.html")]
pub(super) struct Work {
    frame: Frame,
    heading: String,
    national: bool,
    today: String,
    q: String,
    fault: Option<String>,
    chips: Vec<Chip>,
    attention: Vec<Chip>,
    /// What the body reports next.
    next: Option<NextLine>,
    sections: Vec<Section>,
    shown: String,
    more: Option<String>,
    /// The same search among what is closed, where it has not been made.
    closed: Option<String>,
    paged: bool,
}

/// The address of a list; `from` rows stand before its page.
pub(super) fn query(q: &str, cursor: Option<&str>, from: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !q.is_empty() {
        query.append_pair("q", q);
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor).append_pair("from", &from.to_string());
    }
    let query = query.finish();
    if query.is_empty() { "/".to_owned() } else { format!("/?{query}") }
}

/// The filter that lists what waits in a line, in the reader's words for the terms.
fn term_of(t: Lang, line: ToDo) -> &'static str {
    match (line, t) {
        (ToDo::Answer, Lang::Vi) => "la:có-đôn-đốc",
        (ToDo::Answer, Lang::En) => "is:urged",
        (ToDo::Amend, Lang::Vi) => "trangthai:bị-trả-lại",
        (ToDo::Amend, Lang::En) => "status:returned",
        (ToDo::Rework, Lang::Vi) => "la:phê-duyệt-trả-lại",
        (ToDo::Rework, Lang::En) => "is:sent-back",
        (ToDo::Approve, Lang::Vi) => "trangthai:chờ-phê-duyệt",
        (ToDo::Approve, Lang::En) => "status:proposed",
        (ToDo::Overdue, Lang::Vi) => "quahan",
        (ToDo::Overdue, Lang::En) => "overdue",
        (ToDo::Acknowledge, Lang::Vi) => "trangthai:mới-giao",
        (ToDo::Acknowledge, Lang::En) => "status:assigned",
        // They stand beside what is done, in the list of reports.
        (ToDo::Correct | ToDo::MendCorrection, _) => "",
    }
}

/// The filters that people ask for most.
fn terms(t: Lang) -> [(&'static str, &'static str); 9] {
    let [submitted, closed] = match t {
        Lang::Vi => ["trangthai:chờ-thẩm-tra", "la:đóng"],
        Lang::En => ["status:submitted", "is:closed"],
    };
    let of = |label, line| (label, term_of(t, line));
    [
        (t.chip_all(), ""),
        of(t.group_overdue(), ToDo::Overdue),
        of(Status::Assigned.name(t), ToDo::Acknowledge),
        of(ToDo::Amend.heading(t), ToDo::Amend),
        of(ToDo::Rework.heading(t), ToDo::Rework),
        of(t.chip_urged(), ToDo::Answer),
        of(Status::Proposed.name(t), ToDo::Approve),
        (Status::Submitted.name(t), submitted),
        (t.group_closed(), closed),
    ]
}

impl Work {
    pub(super) fn new(
        frame: Frame,
        page: Page<AssignmentRow>,
        attention: &Attention,
        wanted: (&str, Option<usize>),
    ) -> Self {
        let t = frame.t;
        let (q, before) = wanted;
        let rows = page.items.len();
        // Where a link does not say how many rows stand before, no row has a number, nor on the pages that follow.
        let to = if before == Some(0) { 0 } else { before.unwrap_or_default().saturating_add(rows) };
        let who = frame.who.as_ref();
        let national = who.is_some_and(|who| who.tenant.is_national());
        let heading = match who {
            Some(who) if !national => t.work_of(&who.tenant_name),
            _ => t.national_work().to_owned(),
        };
        let chip = |(label, term): (&str, &str)| Chip {
            label: capital(label),
            query: query(term, None, 0),
            current: q.trim() == term,
        };
        Self {
            heading,
            national,
            today: t.date(page.today),
            q: q.to_owned(),
            fault: None,
            chips: terms(t).into_iter().map(chip).collect(),
            attention: counts(&frame, attention),
            next: None,
            shown: match before {
                Some(from @ 1..) if rows > 0 => {
                    t.range_shown(from.saturating_add(1), to, page.total, page.at_least)
                }
                _ => t.total_shown(rows, page.total, page.at_least),
            },
            more: page.next.as_deref().map(|cursor| query(q, Some(cursor), to)),
            closed: among_closed(t, q),
            sections: sections(t, (page.items, is_sorted(q)), page.today, &attention.urges),
            paged: before.is_some(),
            frame,
        }
    }

    /// The page with the report that the body files next.
    pub(super) fn with_next(self, report: Option<NextReport>, today: Date) -> Self {
        let t = self.frame.t;
        let next = report.and_then(|report| {
            let due_on = report.due_on?;
            Some(NextLine {
                path: reports::web::path_of(report.assignment),
                name: report.name,
                due: t.due_plainly(&t.date(due_on)),
                late: due_on < today,
            })
        });
        Self { next, ..self }
    }

    /// The page of a filter that does not parse: nothing is shown rather than everything.
    pub(super) fn faulty(self, fault: String) -> Self {
        Self { fault: Some(fault), sections: vec![], shown: String::new(), more: None, ..self }
    }

    /// Whether the reader can do what the lines ask for; whoever cannot is told how the body stands.
    fn acts(&self) -> bool {
        self.frame.may(ToDo::Overdue.needs())
    }

    fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty()
    }
}

/// The same words asked of the closed work; none where they ask for it already, or can only be of open work.
fn among_closed(t: Lang, q: &str) -> Option<String> {
    let open = Filter::parse_of_tenant(q).ok().filter(|filter| filter.scope() == Scope::Open)?;
    if !open.others.is_empty() && stray_bracket(q).is_some() {
        return None;
    }
    let [.., (_, closed)] = terms(t);
    // What `or` joins is one term beside others only in brackets.
    let asked =
        if open.others.is_empty() { format!("{} {closed}", q.trim()) } else { format!("({q}) {closed}") };
    (open != Filter::default() && Filter::parse_of_tenant(&asked).is_ok()).then(|| query(&asked, None, 0))
}

/// Words of the catalogue stand within a sentence; a chip begins one.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The lines of what waits. Whoever can do something is shown what they can do, whoever only reads all.
fn counts(frame: &Frame, attention: &Attention) -> Vec<Chip> {
    let t = frame.t;
    let acts = frame.may(ToDo::Overdue.needs());
    let own = attention.counts.iter().filter(|(line, _)| !acts || frame.may(line.needs()));
    let own = own.map(|(line, n)| {
        let label = match line {
            ToDo::Approve if !acts => t.waiting_approval_count(*n),
            line => t.waiting_count(*line, *n),
        };
        let path = match line {
            ToDo::Correct | ToDo::MendCorrection => reports::web::PATH.to_owned(),
            line => query(term_of(t, *line), None, 0),
        };
        (*n, label, path)
    });
    let others = (
        attention.waiting_on_us,
        t.waiting_on_us_count(attention.waiting_on_us),
        shared_progress::web::PATH.to_owned(),
    );
    let lost = (
        attention.lost_factors,
        t.lost_factors_count(attention.lost_factors),
        lost_factors::web::PATH.to_owned(),
    );
    own.chain([others, lost])
        .filter(|(n, ..)| *n > 0)
        .map(|(_, label, query)| Chip { label, query, current: false })
        .collect()
}

/// Whether the filter asks for another order.
fn is_sorted(q: &str) -> bool {
    Filter::parse(q).is_ok_and(|filter| filter.sort.is_some())
}

/// Rows by heading, within which the order of urgency stays; under none where they are `sorted`.
fn sections(
    t: Lang,
    (rows, sorted): (Vec<AssignmentRow>, bool),
    today: Date,
    urges: &HashMap<AssignmentId, Vec<OpenUrge>>,
) -> Vec<Section> {
    let mut sections: Vec<Section> = vec![];
    for row in rows {
        let group = (!sorted).then(|| Group::of(&row, today));
        let line = WorkLine {
            path: if row.report { reports::web::path_of(row.id) } else { path_of(row.id) },
            title: Title::of(t, &row.title_vi, &row.title_en),
            due: due_words(t, &row),
            on: row.due_on.and_then(|due| {
                let due = t.due_date(due, row.due_precision);
                let plainly = || (row.status == Status::Accepted).then(|| t.due_plainly(&due));
                if counts_down(&row) { Some(due) } else { plainly() }
            }),
            urges: urges
                .get(&row.id)
                .into_iter()
                .flatten()
                .map(|urge| {
                    let told = t.open_urge_line(&urge.number, &t.date(urge.reply_by));
                    (told, path_of_answer(row.id, urge.id))
                })
                .collect(),
            last: row.last_report_at.as_ref().map_or_else(
                || if row.report { t.cell_is_empty() } else { t.no_report_yet() }.to_owned(),
                moment,
            ),
            row,
        };
        match sections.iter_mut().find(|section| section.group == group) {
            Some(section) => section.lines.push(line),
            None => sections.push(Section { group, lines: vec![line] }),
        }
    }
    sections.sort_by_key(|section| section.group);
    sections
}

async fn attention(tx: &mut Tx, reader: &Person, rows: &[AssignmentRow]) -> Result<Attention> {
    let tenant = reader.tenant;
    let confirms = reader.role.may(Permission::ConfirmLostFactor);
    let urged: Vec<_> = rows.iter().filter(|row| row.unanswered_urges > 0).map(|row| row.id).collect();
    let mut counts = waiting(tx, tenant).await?;
    counts.insert(ToDo::Correct, reports::count_proposed(tx, tenant).await?);
    counts.insert(ToDo::MendCorrection, reports::count_sent_back(tx, tenant).await?);
    Ok(Attention {
        counts,
        waiting_on_us: shared_progress::count_blocks(tx, tenant).await?,
        lost_factors: if confirms { lost_factors::count(tx, tenant).await? } else { 0 },
        urges: open_urges(tx, tenant, &urged).await?,
    })
}

#[get("/")]
pub(super) async fn work_page(
    request: HttpRequest,
    auth: Auth<perm::ReadAssignments>,
    Query(wanted): Query<WorkQuery>,
) -> Result<HttpResponse> {
    let (filter, fault) = match Filter::parse_of_tenant(&wanted.q) {
        Ok(filter) => (filter, None),
        Err(fault) => (Filter::default(), Some(fault)),
    };
    let read = auth
        .read(async |tx, person| {
            let tx = AsPerson::tx(tx);
            let frame = Frame::of(tx, &auth, person, &request).await?;
            let calendar = calendar::current(tx).await?;
            let cursor = wanted.cursor.as_deref().filter(|_| fault.is_none());
            let page = list(tx, &calendar, person.lang, (&filter, None), cursor, LIMIT).await?;
            let (mut waits, mut next) = (Attention::default(), None);
            if !person.tenant.is_national() {
                waits = attention(tx, person, &page.items).await?;
                // It stands on the first page alone.
                if wanted.cursor.is_none() {
                    next = next_report(tx, person.tenant, person.lang).await?;
                }
            }
            Ok((frame, page, waits, next))
        })
        .await;
    let (frame, page, attention, next) = match read {
        Err(Error::NotHeld(..)) => return without_work(&request).await,
        read => read?,
    };
    let (t, today) = (frame.t, page.today);
    let wanted = (wanted.q.as_str(), wanted.cursor.as_ref().map(|_| wanted.from));
    let mut view = Work::new(frame, page, &attention, wanted).with_next(next, today);
    let mut status = StatusCode::OK;
    if let Some(fault) = fault {
        view = view.faulty(t.filter_fault(&fault));
        status = StatusCode::BAD_REQUEST;
    }
    show(&view, &view.frame, status)
}

/// For a role that handles no tasks.
#[derive(Template)]
#[template(path = "assignments/without_work.html")]
struct WithoutWork {
    frame: Frame,
    text: String,
}

async fn without_work(request: &HttpRequest) -> Result<HttpResponse> {
    let auth = Auth::<perm::Session>::extract(request).await?;
    let frame =
        auth.read(async |tx, person| Frame::of(AsPerson::tx(tx), &auth, person, request).await).await?;
    let role = frame.who.as_ref().map(|who| who.role.name(frame.t)).unwrap_or_default();
    let view = WithoutWork { text: frame.t.no_business_role(role), frame };
    show(&view, &view.frame, StatusCode::OK)
}
