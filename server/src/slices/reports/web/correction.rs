//! A correction as it is written: the report's cells as they count, to be changed, with the reason.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    figures::{CellState, NumberFormat, check::Justification},
    id::AssignmentId,
    period::{CorrectionReason, ReportAct},
    role::Permission,
    text::Lang,
    wire::{
        correcting::{CorrectionDetail, CorrectionInput, MAX_CORRECTION_TEXT},
        correction::CorrectionStep,
        report::CellRow,
    },
};

use super::{
    cell::{self, Cell, Faults, capital},
    entry::Trouble,
    note::{Change, CorrectionAct, Shown, path_of_correction, why_not},
    seen::{Standing, path_of},
    typed::{Pairs, Typed, format_of, plain},
};
use crate::{
    domain::calendar,
    slices::{
        portal::{Done, Frame, Posted, form::Ticket, layout, layout::moment, show},
        reports::show_correction,
    },
};
use dondoc_kernel::{
    auth::{Auth, Own, Required, perm},
    error::{Error, Fault, Result, status_of},
    http::{Id, drafts},
};

/// What the pages of a correction are made from.
pub(super) struct Correcting {
    pub frame: Frame,
    pub detail: CorrectionDetail,
    pub standing: Standing,
}

/// Reads the correction together with the frame of its page.
pub(super) async fn look<P: Required<Side = Own>>(
    auth: &Auth<P>,
    request: &HttpRequest,
    id: AssignmentId,
) -> Result<Correcting> {
    auth.read(async |tx, person| {
        let frame = Frame::of(tx, auth, person, request).await?;
        let detail = show_correction(tx, id, person.lang).await?;
        let calendar = calendar::current(tx).await?;
        let today = tx.today();
        let left = |due| calendar.of(person.tenant).working_days_between(today, due);
        let standing = Standing::of(person.lang, &detail.report, today, left);
        Ok(Correcting { frame, detail, standing })
    })
    .await
}

/// Why figures are corrected, as it is typed beside the cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Why {
    pub reason: Option<CorrectionReason>,
    pub text: String,
}

impl Why {
    /// Whether both say the same.
    fn says(&self, other: &Self) -> bool {
        self.reason == other.reason && plain(&self.text) == plain(&other.text)
    }

    /// The reason and its text; empty where there is neither.
    fn words(&self, t: Lang) -> String {
        let reason = self.reason.map_or("", |reason| reason.name(t));
        let parts = [reason, self.text.trim()].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(". ")
    }
}

/// What the form holds: the cells, and why.
fn read(pairs: &Pairs, detail: &CorrectionDetail) -> Result<(Typed, Why)> {
    let of = |name: &str| {
        let fields = pairs.0.iter().filter(|(field, _)| field == name);
        fields.map(|(_, text)| text.as_str()).collect::<Vec<_>>()
    };
    let (reasons, texts) = (of("why"), of("text"));
    for (name, sent) in [("why", &reasons), ("text", &texts)] {
        if sent.len() > 1 {
            return Err(Error::field(name, Fault::Repeated));
        }
    }
    let reason = match reasons.first() {
        None | Some(&"") => None,
        Some(word) => Some(word.parse().map_err(|_| Error::field("why", Fault::Malformed))?),
    };
    let text = texts.first().map(|text| (*text).to_owned()).unwrap_or_default();
    let typed = Typed::read(&cells_alone(&pairs.0), &detail.cells)?;
    Ok((typed, Why { reason, text }))
}

fn cells_alone(fields: &[(String, String)]) -> Pairs {
    Pairs(fields.iter().filter(|(name, _)| name != "why" && name != "text").cloned().collect())
}

/// A reason that can be chosen.
struct Reason {
    word: &'static str,
    label: &'static str,
    chosen: bool,
}

/// A link to the page of an act, or why it cannot be done now.
struct Step {
    label: &'static str,
    path: String,
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "reports/correction.html")]
pub(super) struct CorrectionPage {
    frame: Frame,
    standing: Standing,
    title: &'static str,
    intro: &'static str,
    back: String,
    path: String,
    format: NumberFormat,
    /// How the numbers on this page are written.
    drawn: NumberFormat,
    cells: Vec<Cell>,
    typed_why: Why,
    /// What somebody else has made of the reason since its writer saw it.
    overtaken_why: Option<String>,
    /// The reason that was typed and is not written, where nothing can be.
    unwritten_why: Option<String>,
    text_fault: Option<String>,
    /// What would change, as it is stored.
    changes: Vec<Change>,
    filed: Vec<Shown>,
    /// Which approver sent it back, and why.
    sent_back: Option<String>,
    /// Why nothing can be written here now, if so.
    closed: Option<String>,
    /// Why the form came back, where that is not a matter of its cells alone.
    refused: Option<String>,
    /// Whether the page answers something that was sent.
    answers: bool,
    steps: Vec<Step>,
    /// Where what is written is thrown away, as long as there is something.
    discard: Option<String>,
    ticket: Ticket,
    /// When the draft was saved that the fields are filled in from.
    restored: Option<String>,
}

impl CorrectionPage {
    /// The page, with what was typed just now or stands in a draft.
    pub(super) fn new(of: Correcting, sent: Option<(&(Typed, Why), &Trouble)>) -> Self {
        let Correcting { frame, detail, standing } = of;
        let t = frame.t;
        let path = path_of_correction(detail.report.assignment);
        let kept = frame.drafts.iter().find(|draft| draft.form == path && sent.is_none());
        let stored = Why { reason: detail.reason, text: detail.text.clone() };
        let draft = kept.and_then(|draft| {
            let (typed, why) = read(&Pairs(draft.fields.clone()), &detail).ok()?;
            let differs = Typed::of_draft(&cells_alone(&draft.fields).0, &detail.cells).is_some();
            (differs || !why.says(&stored)).then_some((draft, (typed, why)))
        });
        let typed = sent.map(|(typed, _)| typed).or(draft.as_ref().map(|(_, typed)| typed));
        let drawn = typed.map_or_else(|| format_of(t, &detail.cells), |(typed, _)| typed.format);
        let none = Faults::default();
        let faults = sent.map_or(&none, |(_, trouble)| &trouble.fields);
        let cell = |row: &CellRow| {
            Cell::new(t, (row, &detail.findings), drawn, typed.map(|(typed, _)| typed), faults)
        };
        let mine = typed.map(|(_, why)| why).filter(|why| !why.says(&stored));
        let stale = sent.is_some_and(|(_, trouble)| trouble.code == Some(ErrorCode::VersionStale));
        let overtaken = mine.filter(|_| stale && !stored.says(&Why::default())).map(|_| {
            // Of the reason it is not known who wrote it.
            let who = capital(&t.holders(Permission::EnterFigures, false));
            let reason = stored.reason.map_or(t.correction_reason_to_choose(), |reason| reason.name(t));
            t.check_written_by(&who, reason, &stored.text)
        });
        let unwritten = mine.map(|why| why.words(t)).filter(|words| !words.is_empty());
        let missed = detail.report.is_missed();
        let code = sent.and_then(|(_, trouble)| trouble.code).filter(|code| *code != ErrorCode::InvalidInput);
        Self {
            title: if missed { t.late_figures() } else { ReportAct::Correct.name(t) },
            intro: if missed { t.late_figures_explained() } else { t.correction_explained() },
            back: path_of(detail.report.assignment),
            format: drawn,
            drawn,
            cells: detail.cells.iter().map(cell).collect(),
            overtaken_why: overtaken,
            unwritten_why: unwritten,
            typed_why: typed.map_or(stored, |(_, why)| why.clone()),
            text_fault: faults.get("text").cloned(),
            changes: detail.changes.iter().map(|change| Change::of(t, change)).collect(),
            sent_back: detail
                .sent_back
                .as_ref()
                .map(|sent| t.correction_was_sent_back(&sent.by, &sent.remark)),
            filed: detail.filed.iter().map(|one| Shown::of(t, one)).collect(),
            closed: closed(&frame, &detail),
            refused: code.map(|code| code.message(t).to_owned()),
            answers: sent.is_some(),
            steps: steps(&frame, &detail),
            discard: is_written(&detail).then(|| CorrectionAct::Discard.path(detail.report.assignment)),
            ticket: Ticket::new(&frame, detail.version),
            restored: draft.as_ref().map(|(draft, _)| moment(&draft.saved_at)),
            path,
            frame,
            standing,
        }
    }

    /// Each fault with the field that it is about.
    fn lines(&self) -> Vec<(String, String)> {
        let mut lines = cell::faulty(self.frame.t, &self.cells);
        lines.extend(self.text_fault.iter().map(|what| ("text".to_owned(), what.clone())));
        lines
    }

    /// Each warning with the field where it is explained, and whether it is; those that are not first.
    fn warned(&self) -> Vec<(String, String, bool)> {
        cell::warned(self.frame.t, &self.cells)
    }

    /// Whether some warning still needs a reason.
    fn is_to_be_explained(&self) -> bool {
        cell::is_to_be_explained(&self.cells)
    }

    fn reasons(&self) -> Vec<Reason> {
        let of = |reason: &CorrectionReason| Reason {
            word: reason.as_str(),
            label: reason.name(self.frame.t),
            chosen: self.typed_why.reason == Some(*reason),
        };
        CorrectionReason::ALL.iter().map(of).collect()
    }

    fn longest(&self) -> String {
        self.frame.t.at_most_characters(MAX_CORRECTION_TEXT)
    }

    fn is_in_trouble(&self) -> bool {
        let bad = self.text_fault.is_some() || self.cells.iter().any(Cell::is_bad);
        self.answers && (self.refused.is_some() || bad)
    }

    pub(super) fn show(&self, status: StatusCode) -> Result<HttpResponse> {
        show(self, &self.frame, status)
    }
}

/// Whether there is a correction that nobody has filed.
pub(super) fn is_written(detail: &CorrectionDetail) -> bool {
    matches!(detail.report.correction, Some(CorrectionStep::Draft | CorrectionStep::Proposed))
}

/// Why this reader writes nothing now.
fn closed(frame: &Frame, detail: &CorrectionDetail) -> Option<String> {
    let t = frame.t;
    if !frame.may(Permission::EnterFigures) {
        return Some(t.whose_it_is(Permission::EnterFigures, false).unwrap_or_default());
    }
    detail.write_refused.map(|code| why_not(t, code))
}

/// What follows: an officer proposes, an approver files it or sends it back, or proposes what another must file.
fn steps(frame: &Frame, detail: &CorrectionDetail) -> Vec<Step> {
    let t: Lang = frame.t;
    if detail.write_refused.is_some() || detail.version == 0 {
        return vec![];
    }
    let files = frame.may(Permission::FileReport);
    let proposes = !files || detail.file_refused == Some(ErrorCode::SecondPersonRequired);
    let step = |act: CorrectionAct, refused: Option<ErrorCode>| Step {
        label: act.name(t),
        path: act.path(detail.report.assignment),
        refused: refused.map(|code| {
            if code == ErrorCode::WrongState {
                t.correction_is_proposed().to_owned()
            } else {
                why_not(t, code)
            }
        }),
    };
    let propose = (proposes && frame.may(Permission::EnterFigures))
        .then(|| step(CorrectionAct::Propose, detail.propose_refused));
    // Only what is proposed can be sent back.
    let is_proposed = detail.propose_refused == Some(ErrorCode::WrongState);
    let back = (files && is_proposed).then(|| step(CorrectionAct::SendBack, None));
    let file = files.then(|| step(CorrectionAct::File, detail.file_refused));
    propose.into_iter().chain(file).chain(back).collect()
}

#[get("/reports/{id}/correction")]
pub(super) async fn correction_page(
    request: HttpRequest,
    auth: Auth<perm::ReadReports>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    CorrectionPage::new(look(&auth, &request, id.0).await?, None).show(StatusCode::OK)
}

#[post("/reports/{id}/correction")]
pub(super) async fn save(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::EnterFigures, Pairs>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let of = look(&auth, &request, id.0).await?;
    let typed = read(&form, &of.detail)?;
    let cells = typed.0.input(&of.detail.cells);
    let input = CorrectionInput {
        format: cells.format,
        cells: cells.cells.clone(),
        reason: typed.1.reason,
        text: typed.1.text.clone(),
        justifications: cells.justifications.clone(),
    };
    let seen = command.seen();
    let saved = auth
        .once(&command, &input, async |tx, _| super::super::save_correction(tx, id.0, seen, &input).await)
        .await;
    let path = path_of_correction(id.0);
    let (trouble, status) = match saved {
        Ok(saved) if saved.conflicts.is_empty() && saved.justification_conflicts.is_empty() => {
            return Ok(layout::go(&path, Done::CorrectionSaved));
        }
        Ok(_) => {
            // The act has thrown the draft away; what somebody else was faster with is not written and stays kept.
            auth.read(async |tx, person| drafts::keep(tx, person.key(), &path, &form.0).await).await?;
            (Trouble::default(), StatusCode::CONFLICT)
        }
        Err(error) => {
            let trouble = Trouble::of(of.frame.t, error, &cells)?;
            let status = trouble.code.map_or(StatusCode::OK, status_of);
            (trouble, status)
        }
    };
    let of = look(&auth, &request, id.0).await?;
    CorrectionPage::new(of, Some((&typed, &trouble))).show(status)
}
