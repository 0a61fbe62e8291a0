//! Acknowledge, propose, send back, submit, take back: a page that says what follows, a remark, one button.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use dondoc_shared::{id::AssignmentId, lifecycle::Act, text::Lang, wire::assignment::Remark};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_act},
    seen::{Seen, look, refusal},
    subject::{Aside, FormPage, ShownReport},
};
use crate::{
    domain::assignments,
    slices::portal::{Done, Field, Form, Input, Posted, Trouble, layout},
};
use dondoc_kernel::{
    auth::{Auth, Required, perm},
    db::Version,
    error::{Error, Result},
    http::Id,
};

/// The remark as it was typed; empty where the page has no such field.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RemarkForm {
    pub remark: String,
}

fn explained(t: Lang, act: Act) -> &'static str {
    match act {
        Act::Propose => t.propose_explained(),
        Act::SendBack => t.send_back_explained(),
        Act::TakeBack => t.take_back_explained(),
        Act::Acknowledge => t.acknowledge_explained(),
        _ => t.submit_explained(),
    }
}

/// The page of an act, with the remark as typed.
pub(super) fn view(of: Seen, act: Act, remark: &str, seen: Option<Version>, trouble: &Trouble) -> FormPage {
    let Seen { frame, detail, tenants } = of;
    let t = frame.t;
    let field = Field::new(t, "remark", remark, Input::Area(4)).hint(t.remark_hint_tenant());
    let fields = match act {
        Act::TakeBack | Act::Acknowledge => vec![],
        Act::SendBack => vec![field.labelled(t.label_remark_required()).at_most(2000)],
        _ => vec![field.optional()],
    };
    let action = path_of_act(detail.row.id, act).unwrap_or_default();
    let version = trouble.version(seen, detail.row.version);
    let form = Form::new(&frame, action, act.name(t), version, fields);
    let mut page = FormPage::new(frame, &detail, act.name(t));
    page.intro = vec![explained(t, act).to_owned()];
    if act != Act::Acknowledge {
        page.aside = Aside::Sent {
            report: detail.reports.first().map(|last| ShownReport::of(t, last, &tenants)),
            evidence: detail.evidence.iter().filter(|e| e.removed_at.is_none()).cloned().collect(),
        };
    }
    page.add("", form, trouble, &detail.row);
    page
}

async fn show<P: Required>(
    request: &HttpRequest,
    auth: &Auth<P>,
    id: AssignmentId,
    act: Act,
) -> Result<HttpResponse> {
    let of = look(auth, request, id).await?;
    if let Some(code) = refusal(&of.detail, act)? {
        return FormPage::refused(of.frame, &of.detail, act, code).show(StatusCode::OK);
    }
    view(of, act, "", None, &Trouble::default()).show(StatusCode::OK)
}

/// What follows the act: on to the item, or back to the form with what was typed.
async fn after<P: Required>(
    request: &HttpRequest,
    auth: &Auth<P>,
    id: AssignmentId,
    act: Act,
    (typed, seen): (&str, Version),
    written: Result<(), Error>,
) -> Result<HttpResponse> {
    let done = match act {
        Act::Propose => Done::Proposed,
        Act::SendBack => Done::SentBack,
        Act::TakeBack => Done::TakenBack,
        _ => Done::Submitted,
    };
    let Err(error) = written else { return Ok(layout::go(&path_of(id), done)) };
    let trouble = Trouble::of(error)?;
    let of = look(auth, request, id).await?;
    view(of, act, typed, Some(seen), &trouble).show(trouble.status())
}

/// Declares page and sending of an act.
macro_rules! act {
    ($page:ident, $send:ident, $path:literal, $perm:ident, $act:ident, |$tx:ident, $id:ident, $seen:ident, $remark:ident| $run:expr) => {
        #[get($path)]
        pub(super) async fn $page(
            request: HttpRequest,
            auth: Auth<perm::$perm>,
            id: Id<AssignmentId>,
        ) -> Result<HttpResponse> {
            show(&request, &auth, id.0, Act::$act).await
        }

        #[post($path)]
        pub(super) async fn $send(
            request: HttpRequest,
            id: Id<AssignmentId>,
            sent: Posted<perm::$perm, RemarkForm>,
        ) -> Result<HttpResponse> {
            let Posted { auth, form, command } = sent;
            let ($id, $seen) = (id.0, command.version()?);
            let $remark = Remark { remark: form.remark.clone() };
            let written = auth.once(&command, &$remark, async |$tx, _| $run).await.map(drop);
            after(&request, &auth, $id, Act::$act, (&form.remark, $seen), written).await
        }
    };
}

act! { propose_page, propose, "/assignments/{id}/propose", ReportProgress, Propose,
|tx, id, seen, remark| assignments::propose(tx, id, seen, &remark).await }
act! { send_back_page, send_back, "/assignments/{id}/send-back", Submit, SendBack,
|tx, id, seen, remark| assignments::send_back(tx, id, seen, &remark).await }
act! { submit_page, submit, "/assignments/{id}/submit", Submit, Submit,
|tx, id, seen, remark| assignments::submit(tx, id, seen, &remark).await }
act! { take_back_page, take_back, "/assignments/{id}/take-back", Submit, TakeBack,
|tx, id, seen, remark| assignments::take_back(tx, id, seen).await }

/// Where a mail's link leads, which programs follow as well as people: looking at it changes nothing.
#[get("/assignments/{id}/acknowledge")]
pub(super) async fn acknowledge_page(
    request: HttpRequest,
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    show(&request, &auth, id.0, Act::Acknowledge).await
}

/// Says that the task has been received: one button there or on the item's page, nothing to fill in.
#[post("/assignments/{id}/acknowledge")]
pub(super) async fn acknowledge(
    id: Id<AssignmentId>,
    sent: Posted<perm::ReportProgress, RemarkForm>,
) -> Result<HttpResponse> {
    let Posted { auth, command, .. } = sent;
    let seen = command.version()?;
    let input = Remark::default();
    auth.once(&command, &input, async |tx, _| assignments::acknowledge(tx, id.0, seen).await).await?;
    Ok(layout::go(&path_of(id.0), Done::Acknowledged))
}
