//! One assignment: what is asked, until when, what to do next, and everything that happened.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::{Act, Part, RULES, Status},
    role::Permission,
    text::Lang,
    wire::assignment::{AllowedAct, AssignmentDetail, Event, EventKind, EvidenceKind, Urge},
};

use super::{
    acts::wants_report,
    paths::{path_of, path_of_act, path_of_answer},
    seen::{Seen, look},
    subject::{ShownReport, due_words, why_not},
};
use crate::slices::{
    portal::{Frame, Title, form::Ticket, layout::moment, show},
    reports,
};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::Id,
};

#[derive(Template)]
#[template(path = "assignments/item.html")]
pub(super) struct Item {
    frame: Frame,
    d: AssignmentDetail,
    title: Title,
    directive: Title,
    reports: Vec<ShownReport>,
    timeline: Vec<Happened>,
    ticket: Ticket,
    primary: Option<Step>,
    /// Whose turn it is, where it is not the reader's.
    turn: Option<String>,
    others: Vec<Step>,
    /// Act and reason, where the reason tells what to do about it.
    blocked: Vec<Blocked>,
}

/// An act that cannot be done now.
struct Blocked {
    name: String,
    why: String,
    /// The page that asks for what is missing, where it can.
    path: Option<String>,
}

/// A line of the timeline.
struct Happened {
    event: Event,
    at: String,
    what: String,
    detail: String,
    /// Who got the mail, where it went to several.
    recipients: Vec<String>,
}

/// Something that can be done.
#[derive(Clone)]
pub(super) struct Step {
    act: Act,
    label: String,
    path: String,
}

impl Item {
    pub(super) fn new(of: Seen) -> Self {
        let Seen { frame, detail: d, tenants } = of;
        let t = frame.t;
        let first = primary(&d);
        let turn = going_on(&d).map(|name| t.turn_of(t.actor(name)));
        // Who may submit has nobody to propose it to.
        let offered = d.acts.iter().filter(|a| a.act != Act::Propose || !frame.may(Permission::Submit));
        // Of a report its figures speak: they have a page of their own.
        let offered: Vec<&AllowedAct> =
            offered.filter(|a| a.refused != Some(ErrorCode::FiguresInstead)).collect();
        let steps: Vec<Step> =
            offered.iter().filter(|a| a.refused.is_none()).filter_map(|a| step(t, &d, a.act)).collect();
        let (primary, others) = steps.into_iter().partition::<Vec<_>, _>(|step| Some(step.act) == first);
        let (primary, others) = match figures(&frame, &d) {
            None => (primary, others),
            // Only an answer that somebody waits for comes before them.
            Some(figures) if primary.iter().any(|step| step.act == Act::AnswerUrge) => {
                (primary, std::iter::once(figures).chain(others).collect())
            }
            Some(figures) => (vec![figures], primary.into_iter().chain(others).collect()),
        };
        // These need no telling: the status is on the page, and a proposal is its author's to take back.
        let tells = |code: &ErrorCode| {
            !matches!(code, ErrorCode::WrongState | ErrorCode::NothingWaiting | ErrorCode::NotTheAuthor)
        };
        let blocked = offered
            .iter()
            .filter_map(|a| {
                let (page, code) = (path_of_act(d.row.id, a.act)?, a.refused.filter(tells)?);
                let why = why_not(t, a.act, code, d.row.status);
                Some(Blocked {
                    name: a.act.name(t).to_owned(),
                    why,
                    path: wants_report(&d, a.act).then_some(page),
                })
            })
            .chain(for_others(&frame, &d))
            .collect();
        Self {
            title: Title::of(t, &d.row.title_vi, &d.row.title_en),
            directive: Title::of(t, &d.task.directive_vi, &d.task.directive_en),
            reports: d.reports.iter().map(|report| ShownReport::of(t, report, &tenants)).collect(),
            timeline: happened(t, &d.timeline),
            ticket: Ticket::new(&frame, d.row.version),
            primary: primary.into_iter().next(),
            turn,
            others,
            blocked,
            frame,
            d,
        }
    }

    fn can(&self, act: Act) -> bool {
        self.d.acts.iter().any(|a| a.act == act && a.refused.is_none())
    }

    /// What the Working Group or the approver wants changed, while nobody has answered it by a report or a proposal.
    fn why_returned(&self) -> Option<&Event> {
        use EventKind as K;
        let moves = |event: &&Event| {
            matches!(
                event.kind,
                K::Returned
                    | K::Reopened
                    | K::SentBack
                    | K::Reported
                    | K::Proposed
                    | K::Submitted
                    | K::TakenBack
            )
        };
        let last = self.d.timeline.iter().find(moves)?;
        match self.d.row.status {
            Status::Returned => matches!(last.kind, K::Returned | K::Reopened),
            Status::InProgress => last.kind == K::SentBack,
            _ => false,
        }
        .then_some(last)
    }

    /// Whether the product can be read by this reader; what cannot stands with its source.
    fn reads_product(&self) -> bool {
        !self.d.task.product.is_empty() && !self.product_is_foreign()
    }

    fn product_tongue(&self) -> Lang {
        Lang::of_text(&self.d.task.product)
    }

    fn product_is_foreign(&self) -> bool {
        self.frame.t == Lang::Vi && self.product_tongue() == Lang::En
    }

    /// The page on which this urge is answered, while it can be.
    fn answer_path(&self, urge: &Urge) -> Option<String> {
        let open = urge.answer.is_none() && urge.lapsed_at.is_none();
        (open && self.can(Act::AnswerUrge)).then(|| path_of_answer(self.d.row.id, urge.id))
    }

    fn due(&self) -> String {
        due_words(self.frame.t, &self.d.row)
    }

    fn coordinates(&self) -> bool {
        self.d.row.part == Part::Coordinating
    }

    fn is_late(&self) -> bool {
        self.d.row.days_overdue > 0
    }

    fn path(&self) -> String {
        path_of(self.d.row.id)
    }

    /// What the reader began here and did not send: act, page, when.
    fn unsent(&self) -> Vec<(String, String)> {
        let of_act = |act: &Act| {
            let page = path_of_act(self.d.row.id, *act)?;
            let draft = self.frame.drafts.iter().find(|draft| draft.form.starts_with(&page))?;
            Some((self.frame.t.draft_unsent(act.name(self.frame.t), &moment(&draft.saved_at)), page))
        };
        let figures = reports::web::path_of(self.d.row.id);
        let entered = self.frame.drafts.iter().find(|draft| draft.form == figures);
        let entered = entered.map(|draft| {
            let t = self.frame.t;
            (t.draft_unsent(t.enter_figures(), &moment(&draft.saved_at)), figures)
        });
        Act::ALL.iter().filter_map(of_act).chain(entered).collect()
    }

    fn last_report(&self) -> String {
        self.d.row.last_report_at.as_ref().map_or_else(|| self.frame.t.no_report_yet().to_owned(), moment)
    }
}

/// What others of the body could do now, by those who may: whoever is not of them is told whom to ask.
fn for_others(frame: &Frame, d: &AssignmentDetail) -> Vec<Blocked> {
    let t = frame.t;
    let waits = |act| match act {
        Act::AnswerUrge => d.row.unanswered_urges > 0,
        Act::RequestExtension => d.row.due_on.is_some() && !d.row.extension_pending,
        // The page of the figures says whose turn it is.
        Act::Report | Act::Propose | Act::Submit if d.row.report => false,
        // Its author's alone.
        Act::TakeProposalBack => false,
        _ => true,
    };
    let own = frame.who.as_ref().is_some_and(|who| !who.tenant.is_national());
    let rules =
        RULES.iter().filter(|rule| own && !frame.may(rule.permission) && waits(rule.act)).filter(|rule| {
            (d.row.part == Part::Lead || rule.coordinating)
                && rule.from.contains(&d.row.status)
                && path_of_act(d.row.id, rule.act).is_some()
        });
    let mut found: Vec<Blocked> = vec![];
    for rule in rules {
        let Some(why) = t.whose_it_is(rule.permission, false) else { continue };
        let name = rule.act.name(t);
        match found.iter_mut().find(|one| one.why == why) {
            Some(one) => one.name = format!("{}, {name}", one.name),
            None => found.push(Blocked { name: name.to_owned(), why, path: None }),
        }
    }
    found
}

/// The list of what this word finds.
pub(super) fn found(word: &str) -> String {
    super::work::query(&format!("\"{word}\""), None, 0)
}

/// Bytes as people say them.
pub(super) fn size(t: Lang, bytes: Option<i64>) -> String {
    let comma = if t == Lang::Vi { ',' } else { '.' };
    match bytes.unwrap_or(0) {
        n @ ..1024 => format!("{n} B"),
        n @ 1024..1_048_576 => format!("{} KB", n.saturating_add(512) / 1024),
        n => {
            let tenths = n.saturating_mul(10) / 1_048_576;
            format!("{}{comma}{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// The events as they are read: mail of one matter that left within one minute is one line.
fn happened(t: Lang, events: &[Event]) -> Vec<Happened> {
    let key = |event: &Event| (t.event_name(event.kind, &event.detail), moment(&event.at));
    let one = |a: &Event, b: &Event| a.kind == b.kind && a.kind.is_mail() && key(a) == key(b);
    let line = |events: &[Event]| {
        let event = events.first()?.clone();
        let detail = |event: &Event| t.event_detail(event.kind, &event.detail);
        let recipients: Vec<String> = events.iter().filter(|_| events.len() > 1).map(detail).collect();
        let what = t.event_name(event.kind, &event.detail);
        let what = if recipients.is_empty() { what } else { t.mailed_people(&what, recipients.len()) };
        Some(Happened { at: moment(&event.at), what, detail: detail(&event), event, recipients })
    };
    events.chunk_by(one).filter_map(line).collect()
}

fn step(t: Lang, d: &AssignmentDetail, act: Act) -> Option<Step> {
    if let Some(urge) = super::urge::oldest(d).filter(|_| act == Act::AnswerUrge) {
        let label = t.answer_urge_number(&urge.number);
        return Some(Step { act, label, path: path_of_answer(d.row.id, urge.id) });
    }
    Some(Step { act, label: act.name(t).to_owned(), path: path_of_act(d.row.id, act)? })
}

/// The page of a report's figures, which only its body has.
fn figures(frame: &Frame, d: &AssignmentDetail) -> Option<Step> {
    let t = frame.t;
    if !d.row.report || !frame.may(Permission::ReadReports) {
        return None;
    }
    let open = matches!(
        d.row.status,
        Status::Assigned | Status::Acknowledged | Status::InProgress | Status::Returned
    );
    let enters = open && frame.may(Permission::EnterFigures);
    let label = if enters { t.enter_figures() } else { t.look_at_figures() };
    Some(Step { act: Act::Report, label: label.to_owned(), path: reports::web::path_of(d.row.id) })
}

/// Whoever goes on with a proposal that was sent back or taken back, until it is proposed again.
fn going_on(d: &AssignmentDetail) -> Option<&str> {
    use EventKind as K;
    if d.row.status != Status::InProgress {
        return None;
    }
    let handed = |event: &&Event| {
        matches!(
            event.kind,
            K::Proposed | K::SentBack | K::ProposalTakenBack | K::TakenBack | K::Returned | K::Reopened
        )
    };
    let last = d.timeline.iter().find(handed)?;
    let proposed = d.timeline.iter().find(|event| event.kind == K::Proposed)?;
    matches!(last.kind, K::SentBack | K::ProposalTakenBack).then_some(&proposed.by)
}

/// The one next step: what somebody waits for first, then what moves the work on.
fn primary(d: &AssignmentDetail) -> Option<Act> {
    let can = |act: &Act| d.acts.iter().any(|a| a.act == *act && a.refused.is_none());
    let finished = d.row.percent >= 100;
    let order: &[Act] = match d.row.status {
        _ if d.row.unanswered_urges > 0 && can(&Act::AnswerUrge) => &[Act::AnswerUrge],
        Status::Assigned => &[Act::Acknowledge, Act::Report],
        Status::Proposed => &[Act::Submit],
        // An approver may submit it all the same, but nobody waits for that.
        Status::InProgress if going_on(d).is_some() && can(&Act::Submit) => &[],
        Status::InProgress
            if finished && !d.row.report && d.evidence.iter().all(|e| e.removed_at.is_some()) =>
        {
            &[Act::AddEvidence]
        }
        Status::InProgress if finished => &[Act::Submit, Act::Propose, Act::Report],
        _ => &[Act::Report],
    };
    order.iter().find(|act| can(act)).copied()
}

#[get("/assignments/{id}")]
pub(super) async fn item_page(
    request: HttpRequest,
    auth: Auth<perm::ReadAssignments>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let view = Item::new(look(&auth, &request, id.0).await?);
    show(&view, &view.frame, StatusCode::OK)
}
