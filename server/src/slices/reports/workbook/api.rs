//! The form of a report as a file, and JSON of what one that was filled in says.

use actix_web::{
    HttpResponse, get,
    http::header::{self, ContentDisposition, DispositionParam, DispositionType},
    post,
    web::{Data, Json},
};
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    scrub,
    wire::workbook::{MAX_WORKBOOK, WorkbookRead},
};
use dondoc_workbook::form;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{digest_of, process::Workbooks};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::{Error, Fault, Result},
    http::{Command, Id, Parts, Query, parts},
};

/// The type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(download_report_workbook).service(import_report_workbook);
}

/// A file as an answer.
pub fn attachment(name: String, media_type: &str, content: Vec<u8>) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(content)
}

/// The form of a report, filled in with what stands in the draft, as an answer.
pub async fn answer<P>(auth: &Auth<P>, id: AssignmentId) -> Result<HttpResponse>
where
    P: dondoc_kernel::auth::Required<Side = dondoc_kernel::auth::Own>,
{
    let (name, form) = auth.read(async |tx, person| super::form(tx, id, person.lang).await).await?;
    let written = actix_web::web::block(move || form::write(&form)).await;
    let content = written.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    Ok(attachment(name, XLSX, content))
}

/// The form of a report as a workbook (XLSX): a row for each indicator, with what stands in the draft.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path, description = "the assignment that the report is")),
    security(("token" = [])), responses((status = 200, body = [u8],
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
#[get("/reports/{id}/workbook")]
async fn download_report_workbook(
    auth: Auth<perm::ReadReports>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    answer(&auth, id.0).await
}

/// Whether a workbook is written.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// Only says what would change; so it is where nothing is said.
    dry_run: Option<bool>,
}

/// A workbook in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body")]
struct WorkbookForm {
    /// The form of this report, filled in; at most 5 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Says what a workbook would change in the draft, or changes it: all of it or nothing. What somebody else has changed since the form was
/// made is answered as a conflict and left alone.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path), ImportQuery,
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "needed to write; the same key is carried out once")),
    security(("token" = [])), request_body(content = WorkbookForm, content_type = "multipart/form-data"),
    responses((status = 200, body = WorkbookRead)))]
#[post("/reports/{id}/workbook")]
async fn import_report_workbook(
    auth: Auth<perm::EnterFigures>,
    workbooks: Data<Workbooks>,
    id: Id<AssignmentId>,
    Query(query): Query<ImportQuery>,
    command: Command,
    mut form: Parts,
) -> Result<Json<WorkbookRead>> {
    // Whether there is such a report is asked before a byte is read.
    auth.read(async |tx, _| super::super::look(tx, id.0).await.map(drop)).await?;
    let writes = query.dry_run == Some(false);
    if writes {
        command.require_key()?;
    }
    let _entered = workbooks.enter(auth.session()).await?;
    let mut part = form.next().await?.ok_or_else(|| Error::field("file", Fault::Missing))?;
    // A field that is passed over would be read to its end, however long it is.
    if part.name() != Some("file") {
        let name = scrub::one_line(part.name().unwrap_or_default());
        return Err(Error::field(&name, Fault::Unknown));
    }
    named_xlsx(&parts::file_name(&part))?;
    let content = parts::whole(&mut part, MAX_WORKBOOK).await?;
    let filled = workbooks.read(&content).await?;
    let read = if writes {
        let digest = digest_of(&content);
        auth.once(&command, &digest, async |tx, person| {
            super::write(tx, id.0, person.lang, (&filled, &digest)).await
        })
        .await?
    } else {
        auth.read(async |tx, person| super::compare(tx, id.0, person.lang, &filled).await).await?
    };
    Ok(Json(read))
}

/// Refuses what is not even called a workbook.
pub fn named_xlsx(name: &str) -> Result<()> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    if ending.as_deref() == Some("xlsx") { Ok(()) } else { Err(ErrorCode::FileTypeRefused.into()) }
}
