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

use super::{
    model::Loaded,
    store::{self, load, look},
};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Person, Side, perm},
    db::{TenantTx, Tx, Version, audit::Logged},
    error::{Error, Fault, Result},
    evidence::{EvidenceStore, Stored},
    http::{Command, idempotency, input::Checks},
};

/// Files and bytes of one assignment: thirty a month for a year.
const OF_ASSIGNMENT: (i64, i64) = (360, 2 << 30);
/// Bytes of one tenant.
const OF_TENANT: i64 = 200 << 30;

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
    /// SHA-256 of its content.
    pub sha256: Vec<u8>,
}

/// Adds a link as evidence (R97).
pub async fn add_link(tx: &mut TenantTx, id: AssignmentId, input: &NewLink) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let name = checks.line("name", &input.name, 200);
    let url = checks.line("url", &input.url, 2000);
    if !is_web(&url) {
        checks.fault("url", Fault::Malformed);
    }
    checks.finish()?;
    let change = load(tx, id).await?.append(tx, Act::AddEvidence).await?;
    let (user, _) = tx.actor.person()?;
    let evidence = store::insert_link(tx, &change.after, user, &name, &url).await?;
    change.save(tx, EventKind::EvidenceAdded, &name, Some(evidence.0)).await
}

/// An address whose host is where its reader sees it: nothing stands before it, and no browser has to guess where it begins.
fn is_web(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let whole = (lower.starts_with("https://") || lower.starts_with("http://")) && !text.contains('\\');
    whole
        && url::Url::parse(text)
            .is_ok_and(|url| url.host().is_some() && url.username().is_empty() && url.password().is_none())
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
    refuse_too_much(tx, &change.after).await?;
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

/// Throws away the files of a request that no row names, whatever became of it: it was refused, or was carried out already
/// with files of its own. `named` says whether rows were written. Where it is not known whether they were committed, the files
/// stay, and the sweep finds those that are nobody's.
pub async fn tidy<R>(
    store: &EvidenceStore,
    written: &Result<R>,
    named: bool,
    files: impl IntoIterator<Item = &Stored>,
) {
    let nobodys = match written {
        Ok(_) | Err(Error::Unavailable(_) | Error::Internal(_)) => !named,
        Err(_) => true,
    };
    if nobodys {
        store.discard(files.into_iter().map(|file| file.object.as_str())).await;
    }
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
    let (name, media_type, object, size, sha256) = store::file(tx, &of, evidence).await?;
    let missing = || Error::Refused(ErrorCode::NotFound);
    Ok(FileRow {
        name,
        media_type: media_type.ok_or_else(missing)?,
        object: object.ok_or_else(missing)?,
        size: size.ok_or_else(missing)?,
        sha256: sha256.ok_or_else(missing)?,
    })
}

/// Asks, before a byte of a file is stored, whether it could be added. To a request that was carried out already the
/// answer is yes, whatever the state is now: it gets its first answer again.
pub async fn may_add(tx: &mut TenantTx, person: &Person, id: AssignmentId, command: &Command) -> Result<()> {
    if idempotency::is_kept(tx, person.key(), command).await? {
        return Ok(());
    }
    let change = look(tx, id).await?.append(tx, Act::AddEvidence).await?;
    refuse_too_much(tx, &change.after).await
}

/// Removed files count as well: they are kept. What is on its way at the same moment may go over a tenant's quota, an
/// assignment's row is locked.
async fn refuse_too_much(tx: &mut Tx, row: &Loaded) -> Result<()> {
    let (files, bytes) = store::files_of(tx, row).await?;
    if files >= OF_ASSIGNMENT.0
        || bytes >= OF_ASSIGNMENT.1
        || store::bytes_of_tenant(tx, row).await? >= OF_TENANT
    {
        return Err(ErrorCode::FileQuotaReached.into());
    }
    Ok(())
}

/// The file as an attachment: authorised anew each time, never shown inside a page.
pub async fn download(
    auth: &Auth<perm::ReadAssignments>,
    store: &EvidenceStore,
    id: AssignmentId,
    evidence: EvidenceId,
) -> Result<HttpResponse> {
    let file = auth.read(async |tx, _| evidence_file(AsPerson::tx(tx), id, evidence).await).await?;
    let content = store.get(&file.object, &file.sha256).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_where_it_leads() {
        for good in ["https://mic.gov.vn/văn-bản?a=b@c", "HTTP://x.example:8080/", "https://x.example/a@b"]
        {
            assert!(is_web(good), "{good}");
        }
        for bad in [
            "https://:mic.gov.vn@evil.example",
            "https://mic.gov.vn@evil.example",
            "https://a:b@evil.example",
            "http:\\\\evil.example",
            "https://mic.gov.vn\\@evil.example",
            "https:evil.example",
            "https:/evil.example",
            "javascript:alert(1)",
            "ftp://x.example",
            "//x.example",
            "https://",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
