//! Evidence: files and links that prove a result.

use actix_web::HttpResponse;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EvidenceId},
    lifecycle::Act,
    wire::{
        Written,
        assignment::{EventKind, NewLink},
    },
};

use super::store::{self, load, look};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Person, Side, perm},
    db::{TenantTx, Tx, Version, audit::Logged},
    error::{Error, Fault, Result},
    evidence::{EvidenceStore, Stored},
    http::{Command, idempotency, input::Checks},
};

/// What a download needs; the caller has been authorised by finding it.
#[derive(Debug)]
pub struct FileRow {
    /// The file's name as it was uploaded.
    pub name: String,
    /// What its content is.
    pub media_type: String,
    /// Its name in the store.
    pub object: String,
    /// Size in bytes.
    pub size: i64,
}

/// Adds a link as evidence (R97).
pub async fn add_link(tx: &mut TenantTx, id: AssignmentId, input: &NewLink) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let name = checks.line("name", &input.name, 200);
    let url = checks.line("url", &input.url, 2000);
    let web = url::Url::parse(&url).is_ok_and(|u| {
        matches!(u.scheme(), "https" | "http") && u.host().is_some() && u.username().is_empty()
    });
    if !web {
        checks.fault("url", Fault::Malformed);
    }
    checks.finish()?;
    let change = load(tx, id).await?.append(tx, Act::AddEvidence).await?;
    let (user, _) = tx.actor.person()?;
    let evidence = store::insert_link(tx, &change.after, user, &name, &url).await?;
    change.save(tx, EventKind::EvidenceAdded, &name, Some(evidence.0)).await
}

/// Adds a file that is already in the store.
pub async fn add_file(
    tx: &mut TenantTx,
    id: AssignmentId,
    name: &str,
    stored: &Stored,
) -> Result<Logged<Written>> {
    let name = file_name(name)?;
    let change = load(tx, id).await?.append(tx, Act::AddEvidence).await?;
    let (user, _) = tx.actor.person()?;
    let evidence = store::insert_file(tx, &change.after, user, &name, stored).await?;
    change.save(tx, EventKind::EvidenceAdded, &name, Some(evidence.0)).await
}

/// The last part of a path, at most 200 characters, without anything that a header or a terminal would act on.
///
/// # Errors
/// `invalid_input` where nothing is left.
pub fn file_name(name: &str) -> Result<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut checks = Checks::default();
    let name = checks.line("file", last, 200);
    checks.finish()?;
    Ok(name)
}

/// Removes evidence that was never submitted; a tombstone keeps name and digest.
pub async fn remove_evidence(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    evidence: EvidenceId,
) -> Result<Logged<Written>> {
    let change = load(tx, id).await?.begin(tx, Act::RemoveEvidence, seen).await?;
    let (user, _) = tx.actor.person()?;
    let name = match store::evidence_frozen(tx, &change.after, evidence).await? {
        None => return Err(ErrorCode::NotFound.into()),
        Some((true, _)) => return Err(ErrorCode::EvidenceFrozen.into()),
        Some((false, name)) => name,
    };
    store::remove_evidence(tx, &change.after, evidence, user).await?;
    change.save(tx, EventKind::EvidenceRemoved, &name, Some(evidence.0)).await
}

/// What a download needs; of another tenant's file nothing is found.
pub async fn evidence_file(tx: &mut Tx, id: AssignmentId, evidence: EvidenceId) -> Result<FileRow> {
    // The Working Group reads over all tenants, and a file is found by its tenant only.
    let of = look(tx, id).await?;
    let (name, media_type, object, size) = store::file(tx, &of, evidence).await?;
    let missing = || Error::Refused(ErrorCode::NotFound);
    Ok(FileRow {
        name,
        media_type: media_type.ok_or_else(missing)?,
        object: object.ok_or_else(missing)?,
        size: size.ok_or_else(missing)?,
    })
}

/// Asks, before a byte of a file is stored, whether it could be added. To a request that was carried out already the
/// answer is yes, whatever the state is now: it gets its first answer again.
pub async fn may_add(tx: &mut TenantTx, person: &Person, id: AssignmentId, command: &Command) -> Result<()> {
    if idempotency::is_kept(tx, person.key(), command).await? {
        return Ok(());
    }
    look(tx, id).await?.append(tx, Act::AddEvidence).await.map(drop)
}

/// The file as an attachment: authorised anew each time, never shown inside a page.
pub async fn download(
    auth: &Auth<perm::ReadAssignments>,
    store: &EvidenceStore,
    id: AssignmentId,
    evidence: EvidenceId,
) -> Result<HttpResponse> {
    let file = auth.read(async |tx, _| evidence_file(AsPerson::tx(tx), id, evidence).await).await?;
    let content = store.get(&file.object).await?;
    let size = u64::try_from(file.size).unwrap_or(0);
    Ok(HttpResponse::Ok()
        .content_type(file.media_type)
        .insert_header(attachment(&file.name))
        .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
        .no_chunking(size)
        .streaming(content))
}

/// RFC 6266: a plain name for old readers, the true one beside it.
fn attachment(name: &str) -> (&'static str, String) {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect();
    let encoded =
        url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    ("Content-Disposition", format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
}
