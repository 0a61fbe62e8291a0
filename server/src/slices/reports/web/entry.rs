//! One report: its cells to fill in, or to read where nothing can be entered.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    figures::{CellState, NumberFormat, check::Justification},
    id::AssignmentId,
    lifecycle::Act,
    period::{ReportAct, report_state},
    role::Permission,
    text::Lang,
    wire::report::{CellRow, DraftInput, ReportDetail},
};

use super::{
    cell::{self, Cell, Faults},
    note::Note,
    seen::{Seen, Standing, look, path_of, path_of_duty},
    typed::{Pairs, Typed, format_of},
};
use crate::{
    domain::assignments::acts::MAX_REMARK,
    slices::portal::{Done, Field, Form, Frame, Input, Posted, form::Ticket, layout, layout::moment, show},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::audit::Entry,
    error::{Error, FieldFault, Result, status_of},
    http::{Id, drafts},
};

/// Why the form comes back.
#[derive(Default)]
pub(super) struct Trouble {
    pub code: Option<ErrorCode>,
    pub fields: Faults,
}

impl Trouble {
    /// What the person can put right on the page, or must know there.
    ///
    /// # Errors
    /// Everything else, unchanged.
    pub(super) fn of(t: Lang, error: Error, input: &DraftInput) -> Result<Self> {
        use ErrorCode as C;
        match error {
            Error::Fields(faults) => Ok(Self {
                code: Some(C::InvalidInput),
                fields: faults.iter().map(|fault| field_of(t, fault, input)).collect(),
            }),
            Error::Refused(
                code @ (C::WrongState
                | C::PeriodNotOpen
                | C::CutOffPassed
                | C::NotCutOff
                | C::CorrectionWaiting
                | C::NothingCorrected
                | C::KeyReused
                | C::VersionStale),
            ) => Ok(Self { code: Some(code), ..Self::default() }),
            other => Err(other),
        }
    }
}

/// The field of the page and what is wrong with it, from `cells[3].num` or `justifications[2].text`.
fn field_of(t: Lang, fault: &FieldFault, input: &DraftInput) -> (String, String) {
    let part_of = |list: &str| {
        let (place, part) = fault.field.strip_prefix(list)?.split_once("].")?;
        Some((place.parse::<usize>().ok()?, part))
    };
    let of_cell = || {
        let (place, part) = part_of("cells[")?;
        let cell = input.cells.get(place)?;
        Some((format!("{part}.{}", cell.indicator), t.field_label(part).unwrap_or(part)))
    };
    let of_reason = || {
        let (place, _) = part_of("justifications[")?;
        let said = input.justifications.get(place)?;
        Some((format!("because.{}.{}.{}", said.indicator, said.rule, said.part), t.check_because()))
    };
    let whole = || (fault.field.clone(), t.field_label(&fault.field).unwrap_or(&fault.field));
    let (name, label) = of_cell().or_else(of_reason).unwrap_or_else(whole);
    (name, FieldFault::new(label, fault.fault).message(t))
}

/// A link to the page of an act, or why it cannot be done now.
struct Step {
    label: &'static str,
    path: String,
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "reports/entry.html")]
pub(super) struct EntryPage {
    frame: Frame,
    standing: Standing,
    path: String,
    duty: String,
    window: String,
    percent: i16,
    format: NumberFormat,
    /// How the numbers on this page are written.
    drawn: NumberFormat,
    cells: Vec<Cell>,
    /// Why nothing can be entered here now, if so.
    closed: Option<String>,
    /// Why the form came back, where that is not a matter of its cells alone.
    refused: Option<String>,
    /// Whether the page answers something that was sent.
    answers: bool,
    steps: Vec<Step>,
    /// Sends what was proposed back, where its reader can.
    send_back: Option<Form>,
    /// Whether a warning that has no reason still needs one: no more once it is filed.
    asks_reasons: bool,
    /// What was said when it came here.
    said: Option<String>,
    note: Option<Note>,
    ticket: Ticket,
    /// When the draft was saved that the fields are filled in from.
    restored: Option<String>,
}

impl EntryPage {
    /// The page, with what was typed just now or stands in a draft.
    pub(super) fn new(of: Seen, sent: Option<(&Typed, &Trouble)>) -> Self {
        let Seen { frame, detail, standing } = of;
        let t = frame.t;
        let report = &detail.report;
        let path = path_of(report.assignment);
        let kept = frame.drafts.iter().find(|draft| draft.form == path && sent.is_none());
        let draft = kept.and_then(|draft| Some((draft, Typed::of_draft(&draft.fields, &detail.cells)?)));
        let typed = sent.map(|(typed, _)| typed).or(draft.as_ref().map(|(_, typed)| typed));
        let drawn = typed.map_or_else(|| format_of(t, &detail.cells), |typed| typed.format);
        let none = Faults::default();
        let refused = sent.map_or(&none, |(_, trouble)| &trouble.fields);
        let cell = |row| Cell::new(t, (row, &detail.findings), drawn, typed, refused);
        let code = sent.and_then(|(_, trouble)| trouble.code).filter(|code| *code != ErrorCode::InvalidInput);
        Self {
            window: t.report_from_to(&t.date(report.period.from_on), &t.date(report.period.to_on)),
            percent: report.percent,
            cells: detail.cells.iter().map(cell).collect(),
            closed: closed(&frame, &detail, &standing),
            refused: code.map(|code| code.message(t).to_owned()),
            answers: sent.is_some(),
            steps: steps(&frame, &detail, &path),
            send_back: send_back(&frame, &detail),
            asks_reasons: report.status.is_with_tenant(),
            said: detail.last_word.as_ref().map(|word| word.words(t)),
            note: Note::of(t, &detail),
            ticket: Ticket::new(&frame, report.version),
            restored: draft.as_ref().map(|(draft, _)| moment(&draft.saved_at)),
            duty: path_of_duty(report.assignment),
            format: drawn,
            drawn,
            path,
            frame,
            standing,
        }
    }

    /// Each fault with the field that it is about.
    fn lines(&self) -> Vec<(String, String)> {
        cell::faulty(self.frame.t, &self.cells)
    }

    /// Each warning with the field where it is explained, and whether it is; those that are not first.
    fn warned(&self) -> Vec<(String, String, bool)> {
        cell::warned(self.frame.t, &self.cells)
    }

    /// Whether some warning still needs a reason.
    fn is_to_be_explained(&self) -> bool {
        cell::is_to_be_explained(&self.cells)
    }

    /// The compulsory cells that are empty.
    fn missing(&self) -> Vec<&Cell> {
        self.cells.iter().filter(|cell| cell.missing).collect()
    }

    /// What stands over the faults.
    fn trouble_title(&self) -> &'static str {
        let t = self.frame.t;
        if self.refused.is_some() {
            t.cells_not_saved()
        } else if self.is_overtaken() {
            t.cells_in_conflict()
        } else {
            t.cells_to_mend()
        }
    }

    fn is_overtaken(&self) -> bool {
        let reason = |cell: &Cell| cell.warnings.iter().any(|warning| warning.overtaken.is_some());
        self.cells.iter().any(|cell| cell.overtaken.is_some() || reason(cell))
    }

    /// Whether something that was typed is not written and cannot be here.
    fn keeps_unwritten(&self) -> bool {
        self.closed.is_some() && self.cells.iter().any(|cell| cell.unwritten.is_some())
    }

    fn says_secrecy(&self) -> bool {
        self.send_back.as_ref().is_some_and(|form| form.secrecy)
    }

    fn is_in_trouble(&self) -> bool {
        self.answers && (self.refused.is_some() || self.cells.iter().any(Cell::is_bad))
    }

    pub(super) fn show(&self, status: StatusCode) -> Result<HttpResponse> {
        show(self, &self.frame, status)
    }
}

/// The remark with which a proposal is sent back; the duty's own page takes it.
fn send_back(frame: &Frame, detail: &ReportDetail) -> Option<Form> {
    let (t, report) = (frame.t, &detail.report);
    detail.send_back_refused.is_none().then(|| {
        let remark = Field::new(t, "remark", "", Input::Area(3)).labelled(t.label_remark_required());
        let remark = remark.hint(t.remark_hint_tenant()).at_most(MAX_REMARK);
        let action = format!("{}/send-back", path_of_duty(report.assignment));
        Form::new(frame, action, Act::SendBack.name(t), report.version, vec![remark])
    })
}

/// Why this reader enters nothing now: whose it is, or the day that decides and who can help.
pub(super) fn closed(frame: &Frame, detail: &ReportDetail, standing: &Standing) -> Option<String> {
    let t = frame.t;
    if !frame.may(Permission::EnterFigures) {
        return Some(t.whose_it_is(Permission::EnterFigures, false).unwrap_or_default());
    }
    Some(match detail.entry_refused? {
        ErrorCode::CutOffPassed => t.who_grants_entry(&standing.entering),
        ErrorCode::WrongState => t.report_closed(report_state(detail.report.status)),
        code => format!("{} {}.", code.message(t), standing.entering),
    })
}

/// What follows the entry. What the role never does is left out, and what the state rules out is said by whose turn it is.
fn steps(frame: &Frame, detail: &ReportDetail, path: &str) -> Vec<Step> {
    let t = frame.t;
    let files = frame.may(Permission::FileReport);
    // Who files has nobody to propose to, unless another person must.
    let proposes = !files || detail.file_refused == Some(ErrorCode::SecondPersonRequired);
    let propose =
        (proposes && frame.may(Permission::EnterFigures)).then_some(("propose", detail.propose_refused));
    let file = files.then_some(("file", detail.file_refused));
    // What is not for this report is not offered.
    let nil = (files && detail.nil_refused.is_none()).then_some(("nil", None));
    let correct = frame.may(Permission::EnterFigures) && detail.correct_refused.is_none();
    let correct = correct.then_some(("correction", None));
    let step = |(page, code): (&str, Option<ErrorCode>)| Step {
        label: match page {
            "nil" => ReportAct::FileNil.name(t),
            "correction" if detail.report.is_missed() => t.late_figures(),
            "correction" => ReportAct::Correct.name(t),
            page => super::acts::label(t, page == "file"),
        },
        path: format!("{path}/{page}"),
        refused: code.map(|code| super::acts::why_not(t, code)),
    };
    propose
        .into_iter()
        .chain(file)
        .chain(nil)
        .chain(correct)
        .filter(|(_, code)| *code != Some(ErrorCode::WrongState))
        .map(step)
        .collect()
}

#[get("/reports/{id}")]
pub(super) async fn entry_page(
    request: HttpRequest,
    auth: Auth<perm::ReadReports>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let of = look(&auth, &request, id.0).await?;
    EntryPage::new(of, None).show(StatusCode::OK)
}

#[post("/reports/{id}")]
pub(super) async fn save(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::EnterFigures, Pairs>,
) -> Result<HttpResponse> {
    take(&request, id.0, sent, None).await
}

/// Saves what a form holds. `beside`: what the trail says of where it came from.
pub(super) async fn take(
    request: &HttpRequest,
    id: AssignmentId,
    sent: Posted<perm::EnterFigures, Pairs>,
    beside: Option<Entry>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let of = look(&auth, request, id).await?;
    let mut typed = Typed::read(&form, &of.detail.cells)?;
    let input = typed.input(&of.detail.cells);
    // A workbook says nothing of what else its writer is typing on the page of entry.
    let here = of.frame.drafts.iter().find(|draft| beside.is_some() && draft.form == path_of(id));
    let open = here.and_then(|draft| Some((draft, Typed::of_draft(&draft.fields, &of.detail.cells)?)));
    let saved = auth
        .once(&command, &input, async |tx, _| Ok(super::super::save(tx, id, &input).await?.and(beside)))
        .await;
    let (trouble, status) = match saved {
        Ok(saved) if saved.conflicts.is_empty() && saved.justification_conflicts.is_empty() => {
            return Ok(layout::go(&path_of(id), Done::FiguresSaved));
        }
        Ok(saved) => {
            // The act has thrown the draft away; what somebody else was faster with is not written and stays kept.
            let mut fields = form.0;
            if let Some((draft, open)) = &open {
                let is_left =
                    |row: &&CellRow| saved.conflicts.iter().any(|one| one.indicator == row.indicator);
                let left: Vec<&CellRow> = of.detail.cells.iter().filter(is_left).collect();
                fields = typed.over(&draft.fields, open.format, &left);
                typed = Typed::of_draft(&fields, &of.detail.cells).unwrap_or(typed);
            }
            auth.read(async |tx, person| drafts::keep(tx, person.key(), &path_of(id), &fields).await).await?;
            (Trouble::default(), StatusCode::CONFLICT)
        }
        Err(error) => {
            let trouble = Trouble::of(of.frame.t, error, &input)?;
            let status = trouble.code.map_or(StatusCode::OK, status_of);
            (trouble, status)
        }
    };
    let of = look(&auth, request, id).await?;
    EntryPage::new(of, Some((&typed, &trouble))).show(status)
}
