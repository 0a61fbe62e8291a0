//! Answer the oldest open urge.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use dondoc_shared::{
    id::AssignmentId,
    lifecycle::Act,
    wire::assignment::{AssignmentDetail, NewUrgeAnswer, Urge},
};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_act},
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
    http::Id,
};

/// The answer as it was typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AnswerForm {
    pub text: String,
}

/// The one that is answered next.
pub(super) fn oldest(detail: &AssignmentDetail) -> Option<&Urge> {
    detail.urges.iter().rev().find(|urge| urge.answer.is_none() && urge.lapsed_at.is_none())
}

/// The page, with the answer as typed.
pub(super) fn view(
    frame: Frame,
    detail: &AssignmentDetail,
    typed: &AnswerForm,
    seen: Option<Version>,
    trouble: &Trouble,
) -> FormPage {
    let t = frame.t;
    let field = Field::new(t, "text", &typed.text, Input::Area(8))
        .labelled(t.label_answer())
        .hint(t.answer_hint())
        .at_most(4000);
    let action = path_of_act(detail.row.id, Act::AnswerUrge).unwrap_or_default();
    let version = trouble.version(seen, detail.row.version);
    let form = Form::new(&frame, action, t.send_answer(), version, vec![field]);
    let mut page = FormPage::new(frame, detail, Act::AnswerUrge.name(t));
    page.aside = oldest(detail).map_or(Aside::Nothing, |urge| Aside::Urge(urge.clone()));
    page.add("", form, trouble, &detail.row);
    page
}

#[get("/assignments/{id}/urge-answer")]
pub(super) async fn form_page(
    request: HttpRequest,
    auth: Auth<perm::AnswerUrge>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    if let Some(code) = refusal(&detail, Act::AnswerUrge)? {
        return FormPage::refused(frame, &detail, Act::AnswerUrge, code).show(StatusCode::OK);
    }
    view(frame, &detail, &AnswerForm::default(), None, &Trouble::default()).show(StatusCode::OK)
}

#[post("/assignments/{id}/urge-answer")]
pub(super) async fn send(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::AnswerUrge, AnswerForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let input = NewUrgeAnswer { text: form.text.clone() };
    let written =
        auth.once(&command, &input, async |tx, _| urges::answer(tx, id.0, seen, &input).await).await;
    let Err(error) = written else { return Ok(layout::go(&path_of(id.0), Done::UrgeAnswered)) };
    let trouble = Trouble::of(error)?;
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    view(frame, &detail, &form, Some(seen), &trouble).show(trouble.status())
}
