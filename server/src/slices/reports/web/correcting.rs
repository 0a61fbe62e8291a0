//! Propose a correction, send it back, file it, throw it away: a page that shows what changes from what to what, one button.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use askama::Template;
use dondoc_shared::{error::ErrorCode, id::AssignmentId, text::Lang, wire::correcting::CorrectionDetail};

use super::{
    acts::{Refusal, RemarkForm, act},
    cell::{Cell, Faults},
    correction::{Correcting, is_written, look},
    note::{Change, CorrectionAct, path_of_correction, why_not},
    seen::{Standing, path_of},
    typed::format_of,
};
use crate::{
    domain::{assignments::acts::MAX_REMARK, calendar},
    slices::portal::{Done, Field, Form, Frame, Input, Posted, Trouble, layout, show},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::Result,
    http::Id,
};

/// The page of an act.
#[derive(Template)]
#[template(path = "reports/correcting.html")]
pub(super) struct CorrectingPage {
    frame: Frame,
    standing: Standing,
    back: String,
    title: &'static str,
    intro: &'static str,
    /// Why it cannot be done now.
    refused: Option<String>,
    changes: Vec<Change>,
    /// What the checks warn of in it: the place where it is explained, and what the body says to it.
    warned: Vec<(String, String, Option<String>)>,
    reason: &'static str,
    text: String,
    form: Option<Form>,
}

impl CorrectingPage {
    /// `tried`: what was typed, the version seen, and why it was refused.
    pub(super) fn new(
        of: Correcting,
        act: CorrectionAct,
        tried: Option<(&RemarkForm, Version, Refusal)>,
    ) -> Self {
        let Correcting { frame, detail, standing } = of;
        let t: Lang = frame.t;
        let id = detail.report.assignment;
        let not_proposed = detail.propose_refused != Some(ErrorCode::WrongState);
        let nothing = (!is_written(&detail)).then_some(ErrorCode::NothingWaiting);
        let stored = match act {
            CorrectionAct::Propose => detail.propose_refused,
            CorrectionAct::SendBack => {
                detail.write_refused.or(not_proposed.then_some(ErrorCode::NothingWaiting))
            }
            CorrectionAct::File => detail.file_refused,
            CorrectionAct::Discard => detail.write_refused.or(nothing),
        };
        let (typed, seen, trouble, refused) = match tried {
            None => (None, None, Trouble::default(), stored),
            Some((typed, seen, Refusal::Rule(code))) => {
                (Some(typed), Some(seen), Trouble::default(), Some(code))
            }
            Some((typed, seen, Refusal::Form(trouble))) => (Some(typed), Some(seen), trouble, None),
        };
        let version = trouble.version(seen, detail.version);
        let form = (typed.is_some() || refused.is_none()).then(|| {
            let text = typed.map_or("", |typed| typed.remark.as_str());
            let remark = Field::new(t, "remark", text, Input::Area(4)).at_most(MAX_REMARK);
            let fields = match act {
                CorrectionAct::Propose => vec![remark.optional()],
                CorrectionAct::SendBack => vec![remark],
                CorrectionAct::File | CorrectionAct::Discard => vec![],
            };
            let stored = t.correction_changes(detail.changes.len());
            Form::new(&frame, act.path(id), act.name(t), version, fields)
                .cancel(&path_of_correction(id))
                .with(&trouble, stored)
        });
        let proposed = detail.write_refused.is_none() && act == CorrectionAct::Propose;
        let why = |code| match code {
            ErrorCode::WrongState if proposed => t.correction_is_proposed().to_owned(),
            code => why_not(t, code),
        };
        Self {
            title: act.name(t),
            intro: act.explained(t),
            refused: refused.map(why),
            warned: warned(t, &detail),
            changes: detail.changes.iter().map(|change| Change::of(t, change)).collect(),
            reason: detail.reason.map_or("", |reason| reason.name(t)),
            text: detail.text.clone(),
            back: path_of_correction(id),
            form,
            frame,
            standing,
        }
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

/// What stands out of the corrected figures, and why it is right all the same: whoever sends them on has read it.
fn warned(t: Lang, detail: &CorrectionDetail) -> Vec<(String, String, Option<String>)> {
    let (path, format) = (path_of_correction(detail.report.assignment), format_of(t, &detail.cells));
    let mut lines = vec![];
    for row in &detail.cells {
        let cell = Cell::new(t, (row, &detail.findings), format, None, &Faults::new());
        for (field, line, warning) in cell.warned(t) {
            lines.push((format!("{path}#{field}"), line, warning.said.clone()));
        }
    }
    lines
}

act! { propose_page, propose, "/reports/{id}/correction/propose", EnterFigures, CorrectionProposed,
|of, tried| CorrectingPage::new(of, CorrectionAct::Propose, tried),
|tx, id, seen, input| {
    let calendar = calendar::current(tx).await?;
    super::super::propose_correction(tx, &calendar, id, seen, &input).await
} }
act! { send_back_page, send_back, "/reports/{id}/correction/send-back", FileReport, CorrectionSentBack,
|of, tried| CorrectingPage::new(of, CorrectionAct::SendBack, tried),
|tx, id, seen, input| {
    let calendar = calendar::current(tx).await?;
    super::super::send_correction_back(tx, &calendar, id, seen, &input).await
} }
act! { discard_page, discard, "/reports/{id}/correction/discard", EnterFigures, CorrectionDiscarded,
|of, tried| CorrectingPage::new(of, CorrectionAct::Discard, tried),
|tx, id, seen, input| super::super::discard_correction(tx, id, seen).await }
act! { file_page, file, "/reports/{id}/correction/file", FileReport, CorrectionFiled,
|of, tried| CorrectingPage::new(of, CorrectionAct::File, tried),
|tx, id, seen, input| super::super::file_correction(tx, id, seen).await }
