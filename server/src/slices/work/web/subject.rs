//! What the pages of one assignment share: its heading, and the page around a form with what is stored beside it.

use actix_web::{HttpResponse, http::StatusCode};
use askama::{Template, filters::HtmlSafe};
use dondoc_shared::{
    error::ErrorCode,
    lateness::{self, Class},
    lifecycle::{Act, Part, Status},
    text::Lang,
    wire::assignment::{AssignmentDetail, AssignmentRow, Event, Evidence, EvidenceKind, Report, Urge},
};
use jiff::Timestamp;

use super::paths::path_of;
use crate::slices::portal::{Form, Frame, Title, Trouble, layout::moment, show};
use dondoc_kernel::{error::Result, tenants::Tenant};

/// Do days late or days left mean anything here? Not once it is done, handed in in time, or somebody else's duty.
pub fn counts_down(row: &AssignmentRow) -> bool {
    row.part == Part::Lead
        && row.status.is_open()
        && !(row.status == Status::Submitted && row.late_from.is_none())
}

/// The due date in words, or when it was finished: how late or how near where that counts, else the plain date.
pub fn due_words(t: Lang, row: &AssignmentRow) -> String {
    if row.status == Status::Accepted {
        return finished(t, row);
    }
    match row.due_on {
        Some(due) if !counts_down(row) => t.due_plainly(&t.due_date(due, row.due_precision)),
        due => t.due_in_words(due, row.days_overdue, row.working_days_left),
    }
}

/// When it was finished, and whether in time: its official class with the date that counts.
fn finished(t: Lang, row: &AssignmentRow) -> String {
    match (row.part, row.completed_on) {
        (Part::Coordinating, _) => t.contribution_ended().to_owned(),
        (Part::Lead, None) => row.status.name(t).to_owned(),
        (Part::Lead, Some(on)) => {
            let class = lateness::class(row.status, row.due_on, None, Some(on), on);
            t.finished_on(class.unwrap_or(Class::NoDeadline), &t.date(on))
        }
    }
}

/// Why an act cannot be done now, with the way round it where there is one.
pub fn why_not(t: Lang, act: Act, code: ErrorCode, status: Status) -> String {
    match (act, code) {
        (Act::Submit, ErrorCode::SecondPersonRequired) => t.submit_after_sending_back().to_owned(),
        (_, ErrorCode::WrongState) => t.not_in_state(status.name(t)),
        _ => code.message(t).to_owned(),
    }
}

/// Which assignment a page is about, with the way back to it.
#[derive(Template)]
#[template(path = "assignments/subject.html")]
pub struct Heading {
    path: String,
    code: String,
    title: Title,
    due: String,
    status: &'static str,
}

impl HtmlSafe for Heading {}

impl Heading {
    pub fn of(t: Lang, row: &AssignmentRow) -> Self {
        Self {
            path: path_of(row.id),
            code: row.code.clone(),
            title: Title::of(t, &row.title_vi, &row.title_en),
            due: due_words(t, row),
            status: row.status.name(t),
        }
    }
}

/// A report as it is read: who, when, how far, and the parts that say something, in the order asked for at the 8th
/// meeting.
pub struct ShownReport {
    pub by: String,
    pub at: Timestamp,
    pub percent: i16,
    pub parts: Vec<(&'static str, String)>,
}

impl ShownReport {
    /// The tenant that is waited for is shown by its name.
    pub fn of(t: Lang, report: &Report, tenants: &[Tenant]) -> Self {
        let body = &report.body;
        let name = |slug: &String| {
            let known = tenants.iter().find(|tenant| tenant.slug == *slug);
            known.map_or_else(|| slug.clone(), |tenant| t.pick(&tenant.name_vi, &tenant.name_en).to_owned())
        };
        let parts = [
            (t.label_results(), body.results.clone()),
            (t.label_figures(), body.figures.clone()),
            (t.label_limitations(), body.limitations.clone()),
            (t.label_barriers(), body.barriers.clone()),
            (t.label_cause(), body.cause.map(|c| c.name(t).to_owned()).unwrap_or_default()),
            (t.label_waiting_on(), body.waiting_on.as_ref().map(name).unwrap_or_default()),
            (t.label_next_step(), body.next_step.clone()),
        ];
        let parts = parts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        Self { by: report.by.clone(), at: report.at, percent: body.percent, parts }
    }
}

/// What is shown beside a form.
pub enum Aside {
    Nothing,
    /// The last report, if there is one.
    LastReport(Option<ShownReport>),
    /// The urge that is answered.
    Urge(Urge),
    /// What a submission carries.
    Sent {
        report: Option<ShownReport>,
        evidence: Vec<Evidence>,
    },
}

/// A page with one form.
#[derive(Template)]
#[template(path = "assignments/form.html")]
pub struct FormPage {
    pub frame: Frame,
    pub title: String,
    pub subject: Heading,
    pub intro: Vec<String>,
    /// More than one where a thing can be done in several ways.
    pub forms: Vec<(String, Form)>,
    /// Why it cannot be done now; then there is no form.
    pub refused: Option<String>,
    pub aside: Aside,
    /// What happened last, by whom and when.
    latest: String,
}

impl FormPage {
    /// A page without its forms.
    pub fn new(frame: Frame, detail: &AssignmentDetail, title: &str) -> Self {
        let t = frame.t;
        let subject = Heading::of(t, &detail.row);
        let told = |event: &Event| t.stored_last(event.kind.name(t), &event.by, &moment(&event.at));
        Self {
            frame,
            title: title.to_owned(),
            subject,
            intro: vec![],
            forms: vec![],
            refused: None,
            aside: Aside::Nothing,
            latest: detail.timeline.first().map(told).unwrap_or_default(),
        }
    }

    /// The page of an act that cannot be done now.
    pub fn refused(frame: Frame, detail: &AssignmentDetail, act: Act, why: ErrorCode) -> Self {
        let t = frame.t;
        let why = why_not(t, act, why, detail.row.status);
        Self { refused: Some(why), ..Self::new(frame, detail, act.name(t)) }
    }

    /// Where to go without sending.
    pub fn back(&self) -> &str {
        &self.subject.path
    }

    /// Adds a form, with what went wrong and what is stored now.
    pub fn add(&mut self, heading: &str, form: Form, trouble: &Trouble, row: &AssignmentRow) {
        let t = self.frame.t;
        let stored = format!("{} {}", t.stored_state(row.status.name(t), row.percent), self.latest);
        let mut form = form.cancel(&self.subject.path).with(trouble, stored);
        // Once a page is enough.
        form.secrecy &= !self.says_secrecy();
        self.forms.push((heading.to_owned(), form));
    }

    /// Answers with the page.
    pub fn show(&self, status: StatusCode) -> Result<HttpResponse> {
        show(self, &self.frame, status)
    }

    fn says_secrecy(&self) -> bool {
        self.forms.iter().any(|(_, form)| form.secrecy)
    }

    fn is_in_trouble(&self) -> bool {
        self.forms.iter().any(|(_, form)| form.is_in_trouble())
    }
}
