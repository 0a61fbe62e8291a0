//! Propose and file: a page that shows what will be sent, a remark, one button.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode, id::AssignmentId, lifecycle::Act, role::Permission, text::Lang,
    wire::report::FilingInput,
};
use serde::Deserialize;

use super::{
    cell::{Cell, Faults},
    seen::{Seen, Standing, look, path_of},
    typed::format_of,
};
use crate::{
    domain::{assignments::acts::MAX_REMARK, calendar},
    slices::portal::{Done, Field, Form, Frame, Input, Posted, Trouble, layout, show},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::{Error, Result, status_of},
    http::Id,
};

/// The remark as it was typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RemarkForm {
    pub remark: String,
}

impl RemarkForm {
    pub(super) fn input(&self) -> FilingInput {
        FilingInput { remark: self.remark.clone() }
    }
}

/// What a button or link says.
pub(super) fn label(t: Lang, files: bool) -> &'static str {
    if files { Act::Submit.name(t) } else { Act::Propose.name(t) }
}

/// Why it cannot be done now; where another person must do it, who.
pub(super) fn why_not(t: Lang, code: ErrorCode) -> String {
    match code {
        ErrorCode::SecondPersonRequired => t.second_person_files(&t.holders(Permission::FileReport, false)),
        ErrorCode::ReportFirst => t.figures_first().to_owned(),
        code => code.message(t).to_owned(),
    }
}

/// The page of an act.
#[derive(Template)]
#[template(path = "reports/act.html")]
pub(super) struct ActPage {
    frame: Frame,
    standing: Standing,
    back: String,
    title: &'static str,
    intro: &'static str,
    /// What was said when it came here.
    said: Option<String>,
    /// Why it cannot be done now.
    refused: Option<String>,
    cells: Vec<Cell>,
    form: Option<Form>,
}

impl ActPage {
    /// `tried`: what was typed, the version seen, and why it was refused.
    pub(super) fn new(of: Seen, files: bool, tried: Option<(&RemarkForm, Version, Refusal)>) -> Self {
        let Seen { frame, detail, standing } = of;
        let t = frame.t;
        let back = path_of(detail.report.assignment);
        let format = format_of(t, &detail.cells);
        let stored = if files { detail.file_refused } else { detail.propose_refused };
        let (typed, seen, trouble, refused) = match tried {
            None => (None, None, Trouble::default(), stored),
            Some((typed, seen, Refusal::Rule(code))) => {
                (Some(typed), Some(seen), Trouble::default(), Some(code))
            }
            Some((typed, seen, Refusal::Form(trouble))) => (Some(typed), Some(seen), trouble, None),
        };
        let version = trouble.version(seen, detail.report.version);
        let form = (typed.is_some() || refused.is_none()).then(|| {
            let text = typed.map_or("", |typed| typed.remark.as_str());
            let remark = Field::new(t, "remark", text, Input::Area(4));
            let remark = remark.hint(t.remark_hint_tenant()).at_most(MAX_REMARK).optional();
            let action = format!("{back}/{}", if files { "file" } else { "propose" });
            let stored = t.stored_report(standing.state, detail.report.percent);
            Form::new(&frame, action, label(t, files), version, vec![remark])
                .cancel(&back)
                .with(&trouble, stored)
        });
        Self {
            title: label(t, files),
            intro: if files { t.file_figures_explained() } else { t.propose_figures_explained() },
            said: detail.last_word.as_ref().map(|word| word.words(t)),
            refused: refused.map(|code| why_not(t, code)),
            cells: detail
                .cells
                .iter()
                .map(|row| Cell::new(t, (row, &detail.findings), format, None, &Faults::new()))
                .collect(),
            form,
            back,
            frame,
            standing,
        }
    }

    /// The cells that keep it from being filed.
    fn incomplete(&self) -> Vec<(String, String)> {
        let t = self.frame.t;
        let of = |cell: &Cell| {
            let empty = cell.missing.then(|| t.cell_is_missing().to_owned());
            let what = cell.faults().next().cloned().or(empty)?;
            Some((format!("{}#{}", self.back, cell.target()), t.cell_named(&cell.code, &cell.name, &what)))
        };
        self.cells.iter().filter_map(of).collect()
    }

    /// Each warning, with the place where it is explained and what the body says to it.
    fn warned(&self) -> Vec<(String, String, Option<String>)> {
        let mut lines = vec![];
        for cell in &self.cells {
            for (field, line, warning) in cell.warned(self.frame.t) {
                lines.push((format!("{}#{field}", self.back), line, warning.said.clone()));
            }
        }
        lines
    }

    fn says_secrecy(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.secrecy)
    }

    fn is_in_trouble(&self) -> bool {
        self.form.as_ref().is_some_and(|form| self.refused.is_some() || form.is_in_trouble())
    }

    fn show(&self, status: StatusCode) -> Result<HttpResponse> {
        show(self, &self.frame, status)
    }
}

/// Why it was not done.
pub(super) enum Refusal {
    /// A rule: nothing on this page would help, and the remark stays on it.
    Rule(ErrorCode),
    /// Something in the form, or somebody was faster.
    Form(Trouble),
}

impl Refusal {
    pub(super) fn of(error: Error) -> Result<(Self, StatusCode)> {
        use ErrorCode as C;
        let status = status_of(error.code());
        Ok(match error {
            Error::Figures(_) => (Self::Rule(C::FiguresIncomplete), status),
            Error::Unjustified(_) => (Self::Rule(C::JustificationRequired), status),
            Error::Refused(
                code @ (C::SecondPersonRequired
                | C::ReportFirst
                | C::WrongState
                | C::PeriodNotOpen
                | C::CutOffPassed
                | C::NotCutOff
                | C::CorrectionWaiting
                | C::NothingCorrected
                | C::NilNotAllowed),
            ) => (Self::Rule(code), status),
            error => (Self::Form(Trouble::of(error)?), status),
        })
    }
}

/// Declares page and sending of an act: the page is made from what is read, and from what was tried and refused.
macro_rules! act {
    ($page:ident, $send:ident, $path:literal, $perm:ident, $done:ident, |$of:ident, $tried:ident| $shown:expr,
     |$tx:ident, $id:ident, $seen:ident, $input:ident| $run:expr) => {
        #[get($path)]
        pub(super) async fn $page(
            request: HttpRequest,
            auth: Auth<perm::$perm>,
            id: Id<AssignmentId>,
        ) -> Result<HttpResponse> {
            let ($of, $tried) = (look(&auth, &request, id.0).await?, None);
            $shown.show(StatusCode::OK)
        }

        #[post($path)]
        pub(super) async fn $send(
            request: HttpRequest,
            id: Id<AssignmentId>,
            sent: Posted<perm::$perm, RemarkForm>,
        ) -> Result<HttpResponse> {
            let Posted { auth, form, command } = sent;
            let ($id, $seen, $input) = (id.0, command.version()?, form.input());
            let written = auth.once(&command, &$input, async |$tx, _| $run).await;
            let Err(error) = written else { return Ok(layout::go(&path_of($id), Done::$done)) };
            let (refusal, status) = Refusal::of(error)?;
            let ($of, $tried) = (look(&auth, &request, $id).await?, Some((&form, $seen, refusal)));
            $shown.show(status)
        }
    };
}
pub(super) use act;

act! { propose_page, propose, "/reports/{id}/propose", EnterFigures, Proposed, |of, tried| ActPage::new(of, false, tried),
|tx, id, seen, input| {
    let calendar = calendar::current(tx).await?;
    super::super::propose(tx, &calendar, id, seen, &input).await
} }
act! { file_page, file, "/reports/{id}/file", FileReport, Submitted, |of, tried| ActPage::new(of, true, tried),
|tx, id, seen, input| super::super::file(tx, id, seen, &input).await }
