//! Answer an urge: the one that is named, else the oldest that waits.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, UrgeId},
    lifecycle::Act,
    wire::assignment::{AssignmentDetail, NewUrgeAnswer, Urge},
};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_answer},
    seen::{Seen, look, refusal},
    subject::{Aside, FormPage},
};
use crate::slices::{
    portal::{Done, Field, Form, Frame, Input, Posted, Trouble, layout},
    urges,
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::Result,
    http::{Id, Query},
};

/// The answer as it was typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AnswerForm {
    pub text: String,
}

/// Which urge is answered.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    urge: String,
}

/// The one that has waited longest.
pub(super) fn oldest(detail: &AssignmentDetail) -> Option<&Urge> {
    open(detail).last()
}

/// The urges that wait for an answer, the newest first.
fn open(detail: &AssignmentDetail) -> impl Iterator<Item = &Urge> {
    detail.urges.iter().filter(|urge| urge.answer.is_none() && urge.lapsed_at.is_none())
}

impl Which {
    /// The urge that is meant, if it waits for an answer.
    fn of<'a>(&self, detail: &'a AssignmentDetail) -> Option<&'a Urge> {
        if self.urge.is_empty() {
            return oldest(detail);
        }
        open(detail).find(|urge| urge.id.to_string() == self.urge)
    }
}

/// The page, with the answer as typed.
pub(super) fn view(
    frame: Frame,
    detail: &AssignmentDetail,
    urge: &Urge,
    typed: &AnswerForm,
    seen: Option<Version>,
    trouble: &Trouble,
) -> FormPage {
    let t = frame.t;
    let field = Field::new(t, "text", &typed.text, Input::Area(8))
        .labelled(t.label_answer())
        .hint(t.answer_hint())
        .at_most(4000);
    let action = path_of_answer(detail.row.id, urge.id);
    let version = trouble.version(seen, detail.row.version);
    let form = Form::new(&frame, action, t.send_answer(), version, vec![field]);
    let mut page = FormPage::new(frame, detail, Act::AnswerUrge.name(t));
    page.aside = Aside::Urge(urge.clone());
    page.add("", form, trouble, &detail.row);
    page
}

#[get("/assignments/{id}/urge-answer")]
pub(super) async fn form_page(
    request: HttpRequest,
    auth: Auth<perm::AnswerUrge>,
    id: Id<AssignmentId>,
    Query(which): Query<Which>,
) -> Result<HttpResponse> {
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    match (refusal(&detail, Act::AnswerUrge)?, which.of(&detail)) {
        (None, Some(urge)) => {
            let urge = urge.clone();
            view(frame, &detail, &urge, &AnswerForm::default(), None, &Trouble::default())
                .show(StatusCode::OK)
        }
        (code, _) => {
            let code = code.unwrap_or(ErrorCode::NothingWaiting);
            FormPage::refused(frame, &detail, Act::AnswerUrge, code).show(StatusCode::OK)
        }
    }
}

#[post("/assignments/{id}/urge-answer")]
pub(super) async fn send(
    request: HttpRequest,
    id: Id<AssignmentId>,
    Query(which): Query<Which>,
    sent: Posted<perm::AnswerUrge, AnswerForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.seen();
    let urge: Option<UrgeId> = match which.urge.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| ErrorCode::NotFound)?),
    };
    let input = NewUrgeAnswer { text: form.text.clone(), urge };
    let written =
        auth.once(&command, &input, async |tx, _| urges::answer(tx, id.0, seen, &input).await).await;
    let Err(error) = written else { return Ok(layout::go(&path_of(id.0), Done::UrgeAnswered)) };
    let trouble = Trouble::of(error)?;
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    // What somebody else has answered in the meantime is shown all the same, with what was typed.
    let answered = || detail.urges.iter().find(|urge| urge.id.to_string() == which.urge);
    let Some(urge) = which.of(&detail).or_else(answered) else {
        return FormPage::refused(frame, &detail, Act::AnswerUrge, ErrorCode::NothingWaiting)
            .show(StatusCode::CONFLICT);
    };
    view(frame, &detail, urge, &form, seen, &trouble).show(trouble.status())
}
