//! Propose and file a correction: a page that shows what changes from what to what, one button.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use askama::Template;
use dondoc_shared::{error::ErrorCode, id::AssignmentId, text::Lang};

use super::{
    acts::{Refusal, RemarkForm},
    correction::{Correcting, look},
    note::{Change, label, path_of_act, path_of_correction, why_not},
    seen::{Standing, path_of},
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
    reason: &'static str,
    text: String,
    form: Option<Form>,
}

impl CorrectingPage {
    /// `tried`: what was typed, the version seen, and why it was refused.
    pub(super) fn new(of: Correcting, files: bool, tried: Option<(&RemarkForm, Version, Refusal)>) -> Self {
        let Correcting { frame, detail, standing } = of;
        let t: Lang = frame.t;
        let id = detail.report.assignment;
        let stored = if files { detail.file_refused } else { detail.propose_refused };
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
            let remark = Field::new(t, "remark", text, Input::Area(4)).at_most(MAX_REMARK).optional();
            let fields = if files { vec![] } else { vec![remark] };
            let stored = t.correction_changes(detail.changes.len());
            Form::new(&frame, path_of_act(id, files), label(t, files), version, fields)
                .cancel(&path_of_correction(id))
                .with(&trouble, stored)
        });
        let proposed = detail.write_refused.is_none() && !files;
        let why = |code| match code {
            ErrorCode::WrongState if proposed => t.correction_is_proposed().to_owned(),
            code => why_not(t, code),
        };
        Self {
            title: label(t, files),
            intro: if files { t.file_correction_explained() } else { t.propose_correction_explained() },
            refused: refused.map(why),
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

#[get("/reports/{id}/correction/propose")]
pub(super) async fn propose_page(
    request: HttpRequest,
    auth: Auth<perm::EnterFigures>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    CorrectingPage::new(look(&auth, &request, id.0).await?, false, None).show(StatusCode::OK)
}

#[post("/reports/{id}/correction/propose")]
pub(super) async fn propose(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::EnterFigures, RemarkForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let (seen, input) = (command.version()?, form.input());
    let proposed = auth
        .once(&command, &input, async |tx, _| {
            let calendar = calendar::current(tx).await?;
            super::super::propose_correction(tx, &calendar, id.0, seen, &input).await
        })
        .await;
    let Err(error) = proposed else { return Ok(layout::go(&path_of(id.0), Done::CorrectionProposed)) };
    let (refusal, status) = Refusal::of(error)?;
    let of = look(&auth, &request, id.0).await?;
    CorrectingPage::new(of, false, Some((&form, seen, refusal))).show(status)
}

#[get("/reports/{id}/correction/file")]
pub(super) async fn file_page(
    request: HttpRequest,
    auth: Auth<perm::FileReport>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    CorrectingPage::new(look(&auth, &request, id.0).await?, true, None).show(StatusCode::OK)
}

#[post("/reports/{id}/correction/file")]
pub(super) async fn file(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::FileReport, RemarkForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let filed =
        auth.once(&command, &(), async |tx, _| super::super::file_correction(tx, id.0, seen).await).await;
    let Err(error) = filed else { return Ok(layout::go(&path_of(id.0), Done::CorrectionFiled)) };
    let (refusal, status) = Refusal::of(error)?;
    let of = look(&auth, &request, id.0).await?;
    CorrectingPage::new(of, true, Some((&form, seen, refusal))).show(status)
}
