//! Acknowledge, propose, send back, submit, take back: a page that says what follows, a remark, one button.
//!
//! Handing in says that the work is finished (R12). Where the last report does not say so, the page asks for the report that
//! does, and both are written in one act.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Act,
    text::Lang,
    wire::assignment::{AssignmentDetail, FinalReport, HandIn, Remark},
};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_act},
    seen::{Seen, look, refusal},
    subject::{Aside, FormPage, ShownReport},
};
use crate::{
    domain::{
        assignments::{self, acts::MAX_REMARK, progress::MAX_TEXT},
        calendar,
    },
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

impl RemarkForm {
    fn input(&self) -> Remark {
        Remark { remark: self.remark.clone() }
    }

    fn typed(self) -> HandInForm {
        HandInForm { remark: self.remark, ..HandInForm::default() }
    }
}

/// The remark and the last report as they were typed; no report where the page did not ask for one.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HandInForm {
    pub remark: String,
    pub results: Option<String>,
    pub figures: Option<String>,
}

impl HandInForm {
    fn input(&self) -> HandIn {
        let report = self.results.as_ref().map(|results| FinalReport {
            results: results.clone(),
            figures: self.figures.clone().unwrap_or_default(),
        });
        HandIn { remark: self.remark.clone(), report }
    }

    fn typed(self) -> Self {
        self
    }
}

fn explained(t: Lang, act: Act) -> &'static str {
    match act {
        Act::Propose => t.propose_explained(),
        Act::TakeProposalBack => t.take_proposal_back_explained(),
        Act::SendBack => t.send_back_explained(),
        Act::TakeBack => t.take_back_explained(),
        Act::Acknowledge => t.acknowledge_explained(),
        _ => t.submit_explained(),
    }
}

/// Whether nothing but the last report bars handing in, so that the page can ask for it.
pub(super) fn wants_report(detail: &AssignmentDetail, act: Act) -> bool {
    use ErrorCode as C;
    let of = |act| detail.acts.iter().find(|allowed| allowed.act == act);
    let unfinished = of(act).and_then(|allowed| allowed.refused);
    matches!(unfinished, Some(C::ReportFirst | C::NotFinished | C::BarrierOpen | C::NothingNew))
        && of(Act::Report).is_some_and(|report| report.refused.is_none())
        && detail.evidence.iter().any(|piece| piece.removed_at.is_none())
}

/// The page of an act, with what was typed.
pub(super) fn view(
    of: Seen,
    act: Act,
    typed: &HandInForm,
    seen: Option<Version>,
    trouble: &Trouble,
) -> FormPage {
    let wants_report = wants_report(&of.detail, act);
    let Seen { frame, detail, tenants } = of;
    let t = frame.t;
    let field = Field::new(t, "remark", &typed.remark, Input::Area(4))
        .hint(t.remark_hint_tenant())
        .at_most(MAX_REMARK);
    let mut fields = match act {
        Act::TakeBack | Act::TakeProposalBack | Act::Acknowledge => vec![],
        Act::SendBack => vec![field.labelled(t.label_remark_required())],
        _ => vec![field.optional()],
    };
    if wants_report {
        let area = |name, value: &Option<String>, rows| {
            Field::new(t, name, value.as_deref().unwrap_or_default(), Input::Area(rows))
        };
        let results = area("results", &typed.results, 5).hint(t.results_hint()).at_most(MAX_TEXT);
        let figures = area("figures", &typed.figures, 2).hint(t.figures_hint()).at_most(MAX_TEXT).optional();
        fields.splice(0..0, [results, figures]);
    }
    let action = path_of_act(detail.row.id, act).unwrap_or_default();
    let version = trouble.version(seen, detail.row.version);
    let form = Form::new(&frame, action, act.name(t), version, fields);
    let mut page = FormPage::new(frame, &detail, act.name(t));
    page.intro = vec![explained(t, act).to_owned()];
    page.intro.extend(wants_report.then(|| t.final_report_explained().to_owned()));
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
    if let Some(code) = refusal(&of.detail, act)?
        && !wants_report(&of.detail, act)
    {
        return FormPage::refused(of.frame, &of.detail, act, code).show(StatusCode::OK);
    }
    view(of, act, &HandInForm::default(), None, &Trouble::default()).show(StatusCode::OK)
}

/// What follows the act: on to the item, or back to the form with what was typed.
async fn after<P: Required>(
    request: &HttpRequest,
    auth: &Auth<P>,
    id: AssignmentId,
    act: Act,
    (typed, seen): (HandInForm, Version),
    written: Result<(), Error>,
) -> Result<HttpResponse> {
    let done = match act {
        Act::Propose => Done::Proposed,
        Act::TakeProposalBack => Done::ProposalTakenBack,
        Act::SendBack => Done::SentBack,
        Act::TakeBack => Done::TakenBack,
        _ => Done::Submitted,
    };
    let Err(error) = written else { return Ok(layout::go(&path_of(id), done)) };
    let trouble = Trouble::of(error)?;
    let of = look(auth, request, id).await?;
    view(of, act, &typed, Some(seen), &trouble).show(trouble.status())
}

/// Declares page and sending of an act.
macro_rules! act {
    ($page:ident, $send:ident, $path:literal, $perm:ident, $act:ident, $form:ident,
     |$tx:ident, $id:ident, $seen:ident, $input:ident| $run:expr) => {
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
            sent: Posted<perm::$perm, $form>,
        ) -> Result<HttpResponse> {
            let Posted { auth, form, command } = sent;
            let ($id, $seen) = (id.0, command.version()?);
            let $input = form.input();
            let written = auth.once(&command, &$input, async |$tx, _| $run).await.map(drop);
            after(&request, &auth, $id, Act::$act, (form.typed(), $seen), written).await
        }
    };
}

act! { propose_page, propose, "/assignments/{id}/propose", ReportProgress, Propose, HandInForm,
|tx, id, seen, input| {
    let calendar = calendar::current(tx).await?;
    assignments::propose(tx, &calendar, id, seen, &input).await
} }
act! { take_proposal_back_page, take_proposal_back, "/assignments/{id}/take-proposal-back", ReportProgress, TakeProposalBack,
RemarkForm, |tx, id, seen, input| assignments::take_proposal_back(tx, id, seen).await }
act! { send_back_page, send_back, "/assignments/{id}/send-back", Submit, SendBack, RemarkForm,
|tx, id, seen, input| {
    let calendar = calendar::current(tx).await?;
    assignments::send_back(tx, &calendar, id, seen, &input).await
} }
act! { submit_page, submit, "/assignments/{id}/submit", Submit, Submit, HandInForm,
|tx, id, seen, input| assignments::submit(tx, id, seen, &input).await }
act! { take_back_page, take_back, "/assignments/{id}/take-back", Submit, TakeBack, RemarkForm,
|tx, id, seen, input| assignments::take_back(tx, id, seen).await }

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
