//! Evidence: files and links in, files out, removal before submission.
//!
//! Files stream into the store as they arrive, several at a time, and become rows together in one transaction or not at
//! all. The form's hidden fields stand before the files, so that a forged or refused request is stopped before a byte is
//! stored.

use actix_multipart::Field as Part;
use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::Data};
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Act,
    text::Lang,
    wire::{
        Written,
        assignment::{AssignmentDetail, NewLink},
    },
};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_act},
    seen::{Seen, look, refusal},
    subject::FormPage,
};
use crate::{
    domain::assignments::{self, evidence},
    slices::portal::{Done, Field, Form, Frame, Input, Posted, Trouble, form::Nothing, layout},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::{TenantTx, Version, audit::Logged},
    error::{Error, Fault, FieldFault, Result},
    evidence::{EvidenceStore, MAX_BYTES, Stored},
    http::{
        Command, EvidencePart, Id, Parts,
        parts::{file_name, short},
        submitted::check_origin,
    },
};

/// The most files at a time.
const MAX_FILES: usize = 10;

/// The link as it was typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LinkForm {
    pub name: String,
    pub url: String,
}

/// The page: a form for files and one for a link; what went wrong belongs to one of them.
pub(super) fn view(
    mut frame: Frame,
    detail: &AssignmentDetail,
    typed: &LinkForm,
    seen: Option<Version>,
    file_trouble: &Trouble,
    link_trouble: &Trouble,
) -> FormPage {
    let t = frame.t;
    let base = path_of_act(detail.row.id, Act::AddEvidence).unwrap_or_default();
    frame.here.clone_from(&base);
    let address = Input::Line { kind: "url", autocomplete: "off", mode: "url" };
    let link = vec![
        Field::new(t, "name", &typed.name, Input::text()).at_most(200),
        Field::new(t, "url", &typed.url, address),
    ];
    let file = vec![Field::new(t, "file", "", Input::Files).hint(t.file_hint())];
    let version = |trouble: &Trouble| trouble.version(seen, detail.row.version);
    let files = Form::new(&frame, format!("{base}/files"), t.upload(), version(file_trouble), file);
    let links = Form::new(&frame, format!("{base}/links"), t.add_link(), version(link_trouble), link);
    let mut page = FormPage::new(frame, detail, Act::AddEvidence.name(t));
    page.intro = vec![t.evidence_hint().to_owned()];
    page.add(t.add_file(), files, file_trouble, &detail.row);
    page.add(t.add_link(), links, link_trouble, &detail.row);
    page
}

#[get("/assignments/{id}/evidence")]
pub(super) async fn form_page(
    request: HttpRequest,
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    if let Some(code) = refusal(&detail, Act::AddEvidence)? {
        return FormPage::refused(frame, &detail, Act::AddEvidence, code).show(StatusCode::OK);
    }
    let none = Trouble::default();
    view(frame, &detail, &LinkForm::default(), None, &none, &none).show(StatusCode::OK)
}

#[post("/assignments/{id}/evidence/links")]
pub(super) async fn add_link(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::ReportProgress, LinkForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let input = NewLink { name: form.name.clone(), url: form.url.clone() };
    let written =
        auth.once(&command, &input, async |tx, _| assignments::add_link(tx, id.0, &input).await).await;
    let Err(error) = written else { return Ok(layout::go(&path_of(id.0), Done::EvidenceAdded)) };
    let trouble = Trouble::of(error)?;
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    view(frame, &detail, &form, Some(seen), &Trouble::default(), &trouble).show(trouble.status())
}

#[post("/assignments/{id}/evidence/files")]
pub(super) async fn upload(
    request: HttpRequest,
    auth: Auth<perm::ReportProgress>,
    store: Data<EvidenceStore>,
    id: Id<AssignmentId>,
    mut parts: Parts,
) -> Result<HttpResponse> {
    check_origin(&request)?;
    // Of whoever is not signed in nothing is read.
    auth.read(async |_, _| Ok(())).await?;
    let mut upload = Upload { auth: &auth, store: &store, id: id.0, head: Head::default(), files: vec![] };
    let written = match upload.read(&mut parts).await {
        Ok(()) => upload.write().await,
        Err(failed) => Err(failed),
    };
    let Err(failed) = written else { return Ok(layout::go(&path_of(id.0), Done::EvidenceAdded)) };
    // Those that arrived before the one that was refused.
    store.discard(upload.files.iter().map(|(_, file)| file.object.as_str())).await;
    // The browser shows our answer only once it has sent all that it wanted to send.
    parts.drain(MAX_BYTES.saturating_mul(4)).await;
    let trouble = match failed {
        Failed::Told(trouble) => trouble,
        Failed::Error(error) => Trouble::of(error)?,
    };
    let seen = upload.head.version.map(Version);
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    view(frame, &detail, &LinkForm::default(), seen, &trouble, &Trouble::default()).show(trouble.status())
}

/// The hidden fields before the files.
#[derive(Default)]
struct Head {
    token: Option<String>,
    key: Option<uuid::Uuid>,
    version: Option<i32>,
    checked: Option<Lang>,
}

/// Why nothing was written: in the page's words, or as an error.
enum Failed {
    Told(Trouble),
    Error(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Files on their way in.
struct Upload<'a> {
    auth: &'a Auth<perm::ReportProgress>,
    store: &'a EvidenceStore,
    id: AssignmentId,
    head: Head,
    files: Vec<(String, Stored)>,
}

impl Upload<'_> {
    async fn read(&mut self, parts: &mut Parts) -> Result<(), Failed> {
        while let Some(mut part) = parts.next().await? {
            match part.name() {
                Some("_token") => self.head.token = Some(short(&mut part).await?),
                Some("_key") => self.head.key = short(&mut part).await?.parse().ok(),
                Some("_page") => drop(short(&mut part).await?),
                Some("_version") => self.head.version = short(&mut part).await?.parse().ok(),
                Some("file") => self.file(part).await?,
                _ => return Err(Error::field("form", Fault::Unknown).into()),
            }
        }
        let t = self.check().await?;
        if self.files.is_empty() {
            return Err(Failed::Told(Trouble::said("file", t.choose_file().to_owned())));
        }
        Ok(())
    }

    /// Checks the form's person and whether a file could be added, before the first byte is stored.
    async fn check(&mut self) -> Result<Lang> {
        if let Some(checked) = self.head.checked {
            return Ok(checked);
        }
        let command = self.command()?;
        let t = self
            .auth
            .read(async |tx, person| {
                self.auth.check_form(person, self.head.token.as_deref())?;
                evidence::may_add(tx, person, self.id, &command).await?;
                Ok(person.lang)
            })
            .await?;
        self.head.checked = Some(t);
        Ok(t)
    }

    async fn file(&mut self, part: Part) -> Result<(), Failed> {
        let t = self.check().await?;
        let name = file_name(&part);
        if name.is_empty() {
            return Ok(()); // A field that was left empty.
        }
        if self.files.len() >= MAX_FILES {
            return Err(Failed::Told(Trouble::said("file", t.too_many_files().to_owned())));
        }
        let stored = match evidence::file_name(&name) {
            Ok(name) => self.store.put(self.auth.tenant(), &name, part).await.map(|s| (name, s)),
            Err(error) => Err(error),
        };
        match stored {
            Ok(stored) => {
                self.files.push(stored);
                Ok(())
            }
            Err(error) => Err(of_file(t, &name, error)),
        }
    }

    fn command(&self) -> Result<Command> {
        let key = self.head.key.ok_or_else(|| Error::field("_key", Fault::Missing))?;
        let seen = self.head.version.ok_or(ErrorCode::VersionRequired)?;
        Ok(Command::from_form(
            key,
            seen,
            &format!("{}/files", path_of_act(self.id, Act::AddEvidence).unwrap_or_default()),
        ))
    }

    /// All rows in one transaction; each sees the version that the one before it has made.
    async fn write(&mut self) -> Result<(), Failed> {
        let command = self.command()?;
        let input: Vec<_> = self.files.iter().map(|(name, stored)| (name, &stored.sha256)).collect();
        let mut named = false;
        let written = self
            .auth
            .once(&command, &input, async |tx, _| {
                let added = add_files(tx, self.id, &self.files).await;
                named = added.is_ok();
                added
            })
            .await;
        let files: Vec<_> = self.files.drain(..).map(|(_, file)| file).collect();
        evidence::tidy(self.store, &written, named, &files).await;
        written?;
        Ok(())
    }
}

/// Names the file when something is wrong with one of several.
fn of_file(t: Lang, name: &str, error: Error) -> Failed {
    let what = match &error {
        Error::Refused(ErrorCode::TooLarge) => t.file_too_large().to_owned(),
        Error::Refused(
            code @ (ErrorCode::FileEmpty
            | ErrorCode::FileTypeRefused
            | ErrorCode::FileUnreadable
            | ErrorCode::FileCarriesProgram
            | ErrorCode::FileTooMuchInside),
        ) => code.message(t).to_owned(),
        Error::Fields(faults) => {
            let of_name = |fault: &FieldFault| FieldFault::new(t.label_file_name(), fault.fault).message(t);
            faults.iter().map(of_name).collect::<Vec<_>>().join(" ")
        }
        _ => return Failed::Error(error),
    };
    Failed::Told(Trouble::said("file", format!("{} {}", t.file_trouble(name, &what), t.no_file_kept())))
}

async fn add_files(
    tx: &mut TenantTx,
    id: AssignmentId,
    files: &[(String, Stored)],
) -> Result<Logged<Written>> {
    let mut all: Option<Logged<Written>> = None;
    for (name, stored) in files {
        let before = all.take().map(|before| before.into_parts().1).unwrap_or_default();
        all = Some(assignments::add_file(tx, id, name, stored).await?.and(before));
    }
    all.ok_or_else(|| Error::field("file", Fault::Missing))
}

/// Asks before evidence is removed.
pub(super) fn removal(
    frame: Frame,
    detail: &AssignmentDetail,
    index: usize,
    trouble: &Trouble,
) -> Result<FormPage> {
    let t = frame.t;
    let found = detail.evidence.get(index).ok_or(ErrorCode::NotFound)?;
    let action = format!("{}/evidence/{}/remove", path_of(detail.row.id), found.id);
    let form = Form::new(&frame, action, t.remove(), detail.row.version, vec![]);
    let mut page = FormPage::new(frame, detail, &t.remove_named(&found.name));
    page.intro = vec![t.remove_evidence_explained().to_owned()];
    page.add("", form, trouble, &detail.row);
    Ok(page)
}

fn index_of(detail: &AssignmentDetail, evidence: &EvidencePart) -> Result<usize> {
    let found = detail.evidence.iter().position(|e| e.id == evidence.0 && e.removed_at.is_none());
    found.ok_or(ErrorCode::NotFound.into())
}

#[get("/assignments/{id}/evidence/{evidence}/remove")]
pub(super) async fn remove_page(
    request: HttpRequest,
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
    evidence: EvidencePart,
) -> Result<HttpResponse> {
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    if let Some(code) = refusal(&detail, Act::RemoveEvidence)? {
        return FormPage::refused(frame, &detail, Act::RemoveEvidence, code).show(StatusCode::OK);
    }
    let index = index_of(&detail, &evidence)?;
    removal(frame, &detail, index, &Trouble::default())?.show(StatusCode::OK)
}

#[post("/assignments/{id}/evidence/{evidence}/remove")]
pub(super) async fn remove(
    request: HttpRequest,
    id: Id<AssignmentId>,
    evidence: EvidencePart,
    sent: Posted<perm::ReportProgress, Nothing>,
) -> Result<HttpResponse> {
    let Posted { auth, command, .. } = sent;
    let seen = command.version()?;
    let written = auth
        .once(&command, &evidence.0, async |tx, _| {
            assignments::remove_evidence(tx, id.0, seen, evidence.0).await
        })
        .await;
    let Err(error) = written else { return Ok(layout::go(&path_of(id.0), Done::EvidenceRemoved)) };
    let trouble = Trouble::of(error)?;
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    let index = index_of(&detail, &evidence)?;
    removal(frame, &detail, index, &trouble)?.show(trouble.status())
}

/// The file, authorised anew each time; another site's page cannot make a browser fetch it.
#[get("/assignments/{id}/evidence/{evidence}")]
pub(super) async fn download(
    request: HttpRequest,
    auth: Auth<perm::ReadAssignments>,
    store: Data<EvidenceStore>,
    id: Id<AssignmentId>,
    evidence: EvidencePart,
) -> Result<HttpResponse> {
    let site = request.headers().get("sec-fetch-site").map(actix_web::http::header::HeaderValue::as_bytes);
    if site == Some(b"cross-site") {
        return Err(ErrorCode::ForgedRequest.into());
    }
    evidence::download(&auth, &store, id.0, evidence.0).await
}
