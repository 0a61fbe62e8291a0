//! JSON of assignments, for the console and for other systems.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, post,
    web::{Data, Json},
};
use dondoc_shared::{
    filter::Filter,
    id::AssignmentId,
    scrub,
    wire::{
        Count, Page, Written,
        assignment::{
            AssignmentDetail, AssignmentRow, DecisionReaders, ExtensionDecision, HandIn, NewExtension,
            NewLink, NewReturn, Queue, Remark, ReportBody,
        },
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::{
    detail::detail,
    list::{count_of, list},
};
use crate::{
    domain::{
        assignments::{self, evidence::download, extension},
        calendar,
    },
    slices::views,
};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Side, perm},
    db::Tx,
    error::{Error, Fault, Result},
    evidence::EvidenceStore,
    http::{Answer, Command, EvidencePart, Id, Input, PageSize, Parts, Query, lang_of, parts},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(list_assignments)
        .service(count_assignments)
        .service(show_assignment)
        .service(acknowledge_assignment)
        .service(report_progress)
        .service(add_evidence_link)
        .service(add_evidence)
        .service(remove_evidence)
        .service(download_evidence)
        .service(propose_submission)
        .service(take_proposal_back)
        .service(send_back_proposal)
        .service(submit_assignment)
        .service(take_back_submission)
        .service(open_submission)
        .service(accept_submission)
        .service(return_submission)
        .service(reopen_assignment)
        .service(request_extension)
        .service(decide_extension)
        .service(list_decision_readers);
}

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Words and terms: `chuyen doi so tenant:ha-noi (overdue>14 or level>=2) not status:submitted` (R102).
    #[serde(default)]
    #[param(max_length = 300)]
    filter: String,
    /// What waits on each row is wanted too: what a person of the Working Group weighs before deciding on it. Steps are told
    /// to the Working Group alone.
    with: Option<Queue>,
    /// `next` of the page before.
    #[param(min_length = 1)]
    cursor: Option<String>,
    /// Rows of the page.
    #[serde(default)]
    #[param(inline)]
    limit: PageSize,
}

/// A page of assignments in urgency order: the Working Group's over all tenants, a tenant's own.
#[utoipa::path(tag = "assignments", params(ListQuery), security(("token" = [])),
    responses((status = 200, body = Page<AssignmentRow>)))]
#[get("/assignments")]
async fn list_assignments(
    auth: Auth<perm::ReadAssignments>,
    request: HttpRequest,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<AssignmentRow>>> {
    let (lang, limit) = (lang_of(&request), query.limit.rows());
    let page = auth
        .read(async |tx, _| {
            let tx = AsPerson::tx(tx);
            let filter = filter_of(tx, &query.filter).await?;
            let calendar = calendar::current(tx).await?;
            list(tx, &calendar, lang, (&filter, query.with), query.cursor.as_deref(), limit).await
        })
        .await?;
    Ok(Json(page))
}

/// What is to be counted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CountQuery {
    /// As in the list.
    #[serde(default)]
    #[param(max_length = 300)]
    filter: String,
}

/// How many assignments the list of a filter has.
#[utoipa::path(tag = "assignments", params(CountQuery), security(("token" = [])),
    responses((status = 200, body = Count)))]
#[get("/assignments/count")]
async fn count_assignments(
    auth: Auth<perm::ReadAssignments>,
    query: Query<CountQuery>,
) -> Result<Json<Count>> {
    let counted = auth
        .read(async |tx, _| {
            let tx = AsPerson::tx(tx);
            let filter = filter_of(tx, &query.0.filter).await?;
            count_of(tx, &filter).await
        })
        .await?;
    Ok(Json(counted))
}

/// The filter that the person means, who is not to ask for what is not told to them.
async fn filter_of(tx: &mut Tx, text: &str) -> Result<Filter> {
    if tx.tenant().is_some() {
        Filter::parse_of_tenant(text).map_err(Error::Filter)
    } else {
        views::filter(tx, text).await
    }
}

/// The whole item: facts, what the caller can do and why not, reports, evidence, urges, timeline.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path)), security(("token" = [])),
    responses((status = 200, body = AssignmentDetail)))]
#[get("/assignments/{id}")]
async fn show_assignment(
    auth: Auth<perm::ReadAssignments>,
    request: HttpRequest,
    id: Id<AssignmentId>,
) -> Result<Answer<AssignmentDetail>> {
    let lang = lang_of(&request);
    let detail = auth
        .read(async |tx, _| {
            let tx = AsPerson::tx(tx);
            let calendar = calendar::current(tx).await?;
            detail(tx, &calendar, lang, id.0).await
        })
        .await?;
    Ok(Answer(detail))
}

/// An empty body, so that an act without inputs is called like the others.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Declares the handler of an act. Where something is sent or decided, the key is required.
macro_rules! act {
    ($(#[$doc:meta])* $name:ident, $path:literal, $perm:ident, $input:ty, $(keyed $keyed:ident,)?
     |$tx:ident, $id:ident, $seen:ident, $body:ident| $run:expr) => {
        $(#[$doc])*
        #[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path),
                ("If-Match" = String, Header, description = "the version seen, in double quotes"),
                ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
            security(("token" = [])), request_body = $input, responses((status = 200, body = Written)))]
        #[post($path)]
        async fn $name(
            auth: Auth<perm::$perm>,
            $id: Id<AssignmentId>,
            command: Command,
            $body: Input<$input>,
        ) -> Result<Answer<Written>> {
            let ($id, $body) = ($id.0, &$body.0);
            let written = auth
                .once(&command, $body, async |$tx, _| {
                    $(let _: &Command = command.$keyed()?;)?
                    let $seen = command.version()?;
                    let _ = &$body;
                    $run
                })
                .await?;
            Ok(Answer(written))
        }
    };
}

act! {
    /// Says that the assignment has been received.
    acknowledge_assignment, "/assignments/{id}/acknowledge", ReportProgress, Nothing,
    |tx, id, seen, body| assignments::acknowledge(tx, id, seen).await
}
/// Reports progress. In conflict with a report that is newer than the version seen, and with nothing else.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path),
        ("If-Match" = Option<String>, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = ReportBody, responses((status = 200, body = Written)))]
#[post("/assignments/{id}/progress-reports")]
async fn report_progress(
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
    command: Command,
    body: Input<ReportBody>,
) -> Result<Answer<Written>> {
    let report = async |tx: &mut _, _: &_| assignments::report(tx, id.0, command.seen(), &body.0).await;
    Ok(Answer(auth.once(&command, &body.0, report).await?))
}

/// Adds a link as evidence.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewLink, responses((status = 200, body = Written)))]
#[post("/assignments/{id}/evidence-links")]
async fn add_evidence_link(
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
    command: Command,
    body: Input<NewLink>,
) -> Result<Answer<Written>> {
    let add = async |tx: &mut _, _: &_| assignments::add_link(tx, id.0, &body.0).await;
    Ok(Answer(auth.once(&command, &body.0, add).await?))
}

act! {
    /// Says that the work is finished, and asks an approver to submit it.
    propose_submission, "/assignments/{id}/propose", ReportProgress, HandIn,
    |tx, id, seen, body| {
        let calendar = calendar::current(tx).await?;
        assignments::propose(tx, &calendar, id, seen, body).await
    }
}
act! {
    /// Takes one's own proposal back.
    take_proposal_back, "/assignments/{id}/take-proposal-back", ReportProgress, Nothing,
    |tx, id, seen, body| assignments::take_proposal_back(tx, id, seen).await
}
act! {
    /// Sends the proposal back to the officer.
    send_back_proposal, "/assignments/{id}/send-back", Submit, Remark,
    |tx, id, seen, body| {
        let calendar = calendar::current(tx).await?;
        assignments::send_back(tx, &calendar, id, seen, body).await
    }
}
act! {
    /// Says that the work is finished, and submits it to the Working Group.
    submit_assignment, "/assignments/{id}/submit", Submit, HandIn, keyed require_key,
    |tx, id, seen, body| assignments::submit(tx, id, seen, body).await
}
act! {
    /// Takes the submission back before the Working Group has opened it.
    take_back_submission, "/assignments/{id}/take-back", Submit, Nothing,
    |tx, id, seen, body| assignments::take_back(tx, id, seen).await
}
act! {
    /// Opens the submission for verification.
    open_submission, "/assignments/{id}/open", Verify, Nothing,
    |tx, id, seen, body| assignments::open(tx, id, seen).await
}
act! {
    /// Accepts the submission.
    accept_submission, "/assignments/{id}/accept", Verify, Remark, keyed require_key,
    |tx, id, seen, body| {
        let calendar = calendar::current(tx).await?;
        assignments::accept(tx, &calendar, id, seen, body).await
    }
}
act! {
    /// Returns the submission to the tenant, with a later due date if one is given.
    return_submission, "/assignments/{id}/return", Verify, NewReturn, keyed require_key,
    |tx, id, seen, body| {
        let calendar = calendar::current(tx).await?;
        assignments::return_to_tenant(tx, &calendar, id, seen, body).await
    }
}
act! {
    /// Returns what was accepted, with a later due date if one is given.
    reopen_assignment, "/assignments/{id}/reopen", Reopen, NewReturn, keyed require_key,
    |tx, id, seen, body| {
        let calendar = calendar::current(tx).await?;
        assignments::reopen(tx, &calendar, id, seen, body).await
    }
}
act! {
    /// Asks for a later due date.
    request_extension, "/assignments/{id}/extension-requests", RequestExtension, NewExtension, keyed require_key,
    |tx, id, seen, body| extension::request(tx, id, seen, body).await
}
act! {
    /// Grants or refuses the later due date.
    decide_extension, "/assignments/{id}/extension-decision", DecideExtension, ExtensionDecision, keyed require_key,
    |tx, id, seen, body| {
        let calendar = calendar::current(tx).await?;
        extension::decide(tx, &calendar, id, seen, body).await
    }
}

/// On what the decision is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DecisionQuery {
    /// On the extension that was asked for, rather than on the submission.
    #[serde(default)]
    on_extension: bool,
}

/// Who would be told by mail of a decision, and when it would leave. Writes nothing.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path), DecisionQuery), security(("token" = [])),
    responses((status = 200, body = DecisionReaders)))]
#[get("/assignments/{id}/decision-readers")]
async fn list_decision_readers(
    auth: Auth<perm::Verify>,
    id: Id<AssignmentId>,
    Query(query): Query<DecisionQuery>,
) -> Result<Json<DecisionReaders>> {
    let readers = auth
        .read(async |tx, _| {
            let calendar = calendar::current(tx).await?;
            assignments::decision_readers(tx, &calendar, id.0, query.on_extension).await
        })
        .await?;
    Ok(Json(readers))
}

/// A file in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body; the file itself is streamed")]
struct FileForm {
    /// At most 25 MiB: PDF, DOCX, XLSX, PPTX, PNG, JPEG, TXT or CSV.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Adds a file as evidence: streamed, hashed, its size and kind checked.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Written)))]
#[post("/assignments/{id}/evidence")]
async fn add_evidence(
    auth: Auth<perm::ReportProgress>,
    store: Data<EvidenceStore>,
    id: Id<AssignmentId>,
    command: Command,
    mut form: Parts,
) -> Result<Answer<Written>> {
    // Whether the caller may add here is asked before a byte is stored, and again when the row is written.
    auth.read(async |tx, person| assignments::evidence::may_add(tx, person, id.0, &command).await).await?;
    let field = form.next().await?.ok_or_else(|| Error::field("file", Fault::Missing))?;
    // A field that is passed over would be read to its end, however long it is.
    if field.name() != Some("file") {
        let name = scrub::one_line(field.name().unwrap_or_default());
        return Err(Error::field(&name, Fault::Unknown));
    }
    let name = parts::file_name(&field);
    let name = assignments::evidence::file_name(&name)?;
    let stored = store.put(auth.tenant(), &name, field).await?;
    let mut named = false;
    let written = auth
        .once(&command, &stored.sha256, async |tx, _| {
            let added = assignments::add_file(tx, id.0, &name, &stored).await;
            named = added.is_ok();
            added
        })
        .await;
    assignments::evidence::tidy(&store, &written, named, [&stored]).await;
    Ok(Answer(written?))
}

/// Removes evidence that was never submitted; a tombstone stays.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path), ("evidence" = dondoc_shared::id::EvidenceId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[delete("/assignments/{id}/evidence/{evidence}")]
async fn remove_evidence(
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
    evidence: EvidencePart,
    command: Command,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &Nothing {}, async |tx, _| {
            assignments::remove_evidence(tx, id.0, command.version()?, evidence.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// The file, as an attachment.
#[utoipa::path(tag = "assignments", params(("id" = AssignmentId, Path), ("evidence" = dondoc_shared::id::EvidenceId, Path)),
    security(("token" = [])), responses((status = 200, body = [u8], content_type = "*/*")))]
#[get("/assignments/{id}/evidence/{evidence}")]
async fn download_evidence(
    auth: Auth<perm::ReadAssignments>,
    store: Data<EvidenceStore>,
    id: Id<AssignmentId>,
    evidence: EvidencePart,
) -> Result<HttpResponse> {
    download(&auth, &store, id.0, evidence.0).await
}
