//! The form as a file: a page to take it along and to bring it back, and one that shows what it would change before anything is written.

use actix_multipart::Field as Part;
use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::Data};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    figures::{NumberFormat, check::FindingLevel},
    id::AssignmentId,
    text::Lang,
    wire::workbook::{MAX_WORKBOOK, WorkbookChange, WorkbookRead},
};
use serde::Deserialize;

use super::{
    entry::{closed, take},
    seen::{Seen, Standing, look, path_of},
    typed::Pairs,
};
use crate::slices::{
    portal::{Frame, Posted, form::Ticket, show},
    reports::workbook::{
        FOREIGN,
        api::{answer, named_xlsx},
        compare, digest_of, entry,
        process::Workbooks,
    },
};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::{Error, Fault, Result, status_of},
    http::{
        Id, Parts,
        parts::{file_name, short, whole},
        submitted::check_origin,
    },
};
use dondoc_workbook::read::MOST_FAULTS;

/// Where the page is.
fn path_of_workbook(id: AssignmentId) -> String {
    format!("{}/workbook", path_of(id))
}

/// The page from which the form is taken along and to which it is brought back.
#[derive(Template)]
#[template(path = "reports/workbook.html")]
pub(super) struct FormPage {
    frame: Frame,
    standing: Standing,
    back: String,
    action: String,
    download: String,
    ticket: Ticket,
    /// Why nothing can be brought back now.
    closed: Option<String>,
    /// Why the file that was sent is not taken.
    fault: Option<String>,
}

impl FormPage {
    pub(super) fn new(of: Seen, fault: Option<String>) -> Self {
        let Seen { mut frame, detail, standing } = of;
        let id = detail.report.assignment;
        frame.here = path_of_workbook(id);
        Self {
            closed: closed(&frame, &detail, &standing),
            ticket: Ticket::new(&frame, detail.report.version),
            back: path_of(id),
            action: path_of_workbook(id),
            download: format!("{}/workbook.xlsx", path_of(id)),
            fault,
            frame,
            standing,
        }
    }
}

#[get("/reports/{id}/workbook")]
pub(super) async fn form_page(
    request: HttpRequest,
    auth: Auth<perm::ReadReports>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let page = FormPage::new(look(&auth, &request, id.0).await?, None);
    show(&page, &page.frame, StatusCode::OK)
}

/// The file; another site's page cannot make a browser fetch it.
#[get("/reports/{id}/workbook.xlsx")]
pub(super) async fn download(
    request: HttpRequest,
    auth: Auth<perm::ReadReports>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let site = request.headers().get("sec-fetch-site").map(actix_web::http::header::HeaderValue::as_bytes);
    if site == Some(b"cross-site") {
        return Err(ErrorCode::ForgedRequest.into());
    }
    answer(&auth, id.0).await
}

/// What a workbook would change, and what must be put right in it first.
#[derive(Template)]
#[template(path = "reports/workbook_read.html")]
pub(super) struct ReadPage {
    frame: Frame,
    standing: Standing,
    back: String,
    again: String,
    action: String,
    ticket: Ticket,
    read: WorkbookRead,
    /// The hidden fields of what is written.
    fields: Vec<(String, String)>,
}

impl ReadPage {
    /// `file`: its digest, with the mark that it was read here.
    pub(super) fn new(of: Seen, read: WorkbookRead, file: String) -> Self {
        let Seen { mut frame, detail, standing } = of;
        let id = detail.report.assignment;
        frame.here = path_of_workbook(id);
        Self {
            back: path_of(id),
            again: path_of_workbook(id),
            action: format!("{}/write", path_of_workbook(id)),
            ticket: Ticket::new(&frame, detail.report.version),
            fields: fields(&read, file),
            read,
            frame,
            standing,
        }
    }

    /// What stands over the faults: where the form is of something else, no cell of it can be put right.
    fn heading(&self) -> String {
        let (t, faults) = (self.frame.t, &self.read.faults);
        if faults.iter().any(|fault| FOREIGN.contains(&fault.code)) {
            t.workbook_of_another_report().to_owned()
        } else {
            t.workbook_faults(faults.len(), faults.len() >= MOST_FAULTS)
        }
    }

    /// Who has changed a cell since the form was made, which may be the reader.
    fn overtaken(&self, change: &WorkbookChange) -> String {
        let by_reader = self.frame.who.as_ref().is_some_and(|who| who.name == change.changed_by);
        if by_reader {
            self.frame.t.workbook_overtaken_by_you().to_owned()
        } else {
            self.frame.t.workbook_overtaken(&change.changed_by)
        }
    }

    /// Address and sentence of each fault.
    fn faults(&self) -> Vec<String> {
        let t = self.frame.t;
        self.read.faults.iter().map(|fault| format!("{}: {}", fault.at.words(t), fault.message)).collect()
    }

    fn name<'a>(&self, change: &'a WorkbookChange) -> &'a str {
        self.frame.t.pick(&change.name_vi, &change.name_en)
    }

    fn formulas(&self) -> String {
        self.read.formulas.iter().map(|at| at.cell()).collect::<Vec<_>>().join(", ")
    }
}

/// The changes as the form of entry sends them. Its marks name the version seen and the digest of nothing, so each counts as changed.
fn fields(read: &WorkbookRead, file: String) -> Vec<(String, String)> {
    let plain = NumberFormat::Plain.to_string();
    let head = [("file", file), ("format", plain.clone()), ("drawn", plain)];
    let of = |change: &WorkbookChange| {
        let parts = [
            ("num", change.num.clone()),
            ("den", change.den.clone()),
            ("state", change.state.to_string()),
            ("reason", change.reason.clone()),
            ("mark", format!("{}-0", change.seen)),
        ];
        let estimated = change.estimated.then(|| ("estimated", "yes".to_owned()));
        let named = |(part, text)| (format!("{part}.{}", change.indicator), text);
        parts.into_iter().chain(estimated).map(named).collect::<Vec<_>>()
    };
    head.into_iter()
        .map(|(name, text)| (name.to_owned(), text))
        .chain(read.changes.iter().flat_map(of))
        .collect()
}

#[post("/reports/{id}/workbook")]
pub(super) async fn preview(
    request: HttpRequest,
    auth: Auth<perm::EnterFigures>,
    workbooks: Data<Workbooks>,
    id: Id<AssignmentId>,
    mut parts: Parts,
) -> Result<HttpResponse> {
    check_origin(&request)?;
    // Of whoever is not signed in, or may not enter here, nothing is read.
    let of = look(&auth, &request, id.0).await?;
    let t = of.frame.t;
    let _entered = workbooks.enter(auth.session()).await?;
    let received = receive(&auth, &mut parts).await;
    let read = match received {
        Ok(content) => {
            let filled = workbooks.read(&content).await;
            filled.map(|filled| (filled, digest_of(&content)))
        }
        Err(error) => Err(error),
    };
    let (filled, digest) = match read {
        Ok(read) => read,
        Err(error) => {
            parts.drain(DRAINED).await;
            let status = status_of(error.code());
            let page = FormPage::new(of, Some(fault(t, error)?));
            return show(&page, &page.frame, status);
        }
    };
    let (read, mark) = auth
        .read(async |tx, person| {
            let mark = auth.mark(person, &read_for(id.0, &digest));
            Ok((compare(tx, id.0, person.lang, &filled).await?, mark))
        })
        .await?;
    let page = ReadPage::new(of, read, format!("{digest}.{mark}"));
    show(&page, &page.frame, StatusCode::OK)
}

/// What is marked as ours: the trail names no file but one that was read for this report.
fn read_for(id: AssignmentId, digest: &str) -> String {
    format!("workbook {id} {digest}")
}

/// What is read at most of a file that is not taken.
const DRAINED: u64 = 64 * 1024 * 1024;

/// The file; the hidden fields before it prove the form.
async fn receive(auth: &Auth<perm::EnterFigures>, parts: &mut Parts) -> Result<Vec<u8>> {
    let mut token = None;
    while let Some(mut part) = parts.next().await? {
        match part.name() {
            Some("_token") => token = Some(short(&mut part).await?),
            Some("_key" | "_page" | "_version") => drop(short(&mut part).await?),
            Some("file") => {
                auth.read(async |_, person| auth.check_form(person, token.as_deref())).await?;
                return file(&mut part).await;
            }
            _ => return Err(Error::field("form", Fault::Unknown)),
        }
    }
    Err(Error::field("file", Fault::Missing))
}

async fn file(part: &mut Part) -> Result<Vec<u8>> {
    let name = file_name(part);
    if name.is_empty() {
        return Err(Error::field("file", Fault::Missing));
    }
    named_xlsx(&name)?;
    whole(part, MAX_WORKBOOK).await
}

/// What the person can do something about on the page.
fn fault(t: Lang, error: Error) -> Result<String> {
    use ErrorCode as C;
    Ok(match &error {
        Error::Fields(faults) if faults.iter().any(|fault| fault.field == "file") => {
            t.choose_file().to_owned()
        }
        Error::Refused(C::TooLarge) => t.workbook_too_large().to_owned(),
        Error::Refused(C::FileTypeRefused) => t.workbook_only().to_owned(),
        Error::Refused(C::FileTooMuchInside) => t.workbook_too_much_inside().to_owned(),
        Error::Refused(C::FileCarriesProgram) => t.workbook_macros().to_owned(),
        Error::Refused(code @ (C::FileEmpty | C::FileUnreadable | C::WorkbookForeign)) => {
            code.message(t).to_owned()
        }
        _ => return Err(error),
    })
}

/// The file that what is written came out of; the rest is as on the page of entry.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Written(Pairs);

#[post("/reports/{id}/workbook/write")]
pub(super) async fn write(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::EnterFigures, Written>,
) -> Result<HttpResponse> {
    let Posted { auth, form: Written(Pairs(mut pairs)), command } = sent;
    let place = pairs.iter().position(|(name, _)| name == "file");
    let file =
        place.map(|place| pairs.remove(place).1).ok_or_else(|| Error::field("file", Fault::Missing))?;
    let (digest, mark) = file.split_once('.').ok_or(ErrorCode::ForgedRequest)?;
    auth.read(async |_, person| auth.check_mark(person, &read_for(id.0, digest), mark)).await?;
    let beside = entry(auth.tenant(), id.0, digest);
    take(&request, id.0, Posted { auth, form: Pairs(pairs), command }, Some(beside)).await
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{
        figures::CellState,
        lifecycle::Status,
        role::Role,
        wire::workbook::{CellAddress, WorkbookFault, WorkbookFaultRow},
    };

    use super::{
        super::tests::{ESCAPED, HOSTILE, cell, detail, each, seen_by},
        *,
    };

    fn at(row: u32) -> CellAddress {
        CellAddress { sheet: 1, row, column: 7 }
    }

    fn read(faults: Vec<WorkbookFaultRow>) -> WorkbookRead {
        let change = WorkbookChange {
            indicator: "I24-01".to_owned(),
            name_vi: HOSTILE.to_owned(),
            name_en: HOSTILE.to_owned(),
            at: at(6),
            old: "5".to_owned(),
            new: "7".to_owned(),
            num: "7".to_owned(),
            den: String::new(),
            state: CellState::Value,
            reason: HOSTILE.to_owned(),
            estimated: true,
            seen: 3,
            changed_by: "Nguyễn <b>An</b>".to_owned(),
            findings: vec![],
        };
        WorkbookRead { changes: vec![change], unchanged: 2, faults, formulas: vec![at(6)], saved: None }
    }

    #[test]
    fn a_page_shows_what_changes_and_hands_on_exactly_that() {
        let detail = detail(Status::InProgress, vec![cell("I24-01", "5", 3)]);
        for html in each(|t| {
            let page = ReadPage::new(seen_by(t, Role::Officer, &detail), read(vec![]), "0f".repeat(32));
            page.render().unwrap()
        }) {
            assert!(html.contains(ESCAPED) && html.contains("G6"), "{html}");
            for field in [
                "name=\"num.I24-01\" value=\"7\"",
                "name=\"mark.I24-01\" value=\"3-0\"",
                "name=\"format\" value=\"plain\"",
            ] {
                assert!(html.contains(field), "{field} in {html}");
            }
        }
        let row =
            WorkbookFaultRow { at: at(9), code: WorkbookFault::AmbiguousNumber, message: HOSTILE.to_owned() };
        for html in each(|t| {
            let page =
                ReadPage::new(seen_by(t, Role::Officer, &detail), read(vec![row.clone()]), String::new());
            page.render().unwrap()
        }) {
            assert!(html.contains(ESCAPED) && html.contains("G9"), "{html}");
            assert!(!html.contains("/workbook/write"), "with a fault nothing can be written: {html}");
        }
    }

    #[test]
    fn over_the_faults_stands_what_can_be_put_right_and_a_reader_is_told_of_their_own_change() {
        let detail = detail(Status::InProgress, vec![cell("I24-01", "5", 3)]);
        let page = |t, faults: Vec<WorkbookFaultRow>| {
            ReadPage::new(seen_by(t, Role::Officer, &detail), read(faults), String::new())
        };
        let row = |code| WorkbookFaultRow { at: at(9), code, message: String::new() };
        let heading =
            page(Lang::Vi, vec![row(WorkbookFault::OtherBody), row(WorkbookFault::NotANumber)]).heading();
        assert_eq!(heading, Lang::Vi.workbook_of_another_report());
        let many = vec![row(WorkbookFault::NotANumber); MOST_FAULTS];
        assert!(page(Lang::Vi, many).heading().contains("ít nhất 50"));
        let page = page(Lang::Vi, vec![]);
        let mut change = read(vec![]).changes.remove(0);
        assert!(page.overtaken(&change).starts_with(&change.changed_by));
        change.changed_by = page.frame.who.as_ref().unwrap().name.clone();
        assert_eq!(page.overtaken(&change), Lang::Vi.workbook_overtaken_by_you());
    }

    #[test]
    fn the_page_of_the_file_says_what_is_wrong_with_it_and_takes_none_where_nothing_is_entered() {
        let mut detail = detail(Status::InProgress, vec![cell("I24-01", "5", 3)]);
        let page = |t, detail: &_, fault: Option<&str>| {
            FormPage::new(seen_by(t, Role::Officer, detail), fault.map(str::to_owned)).render().unwrap()
        };
        for html in each(|t| page(t, &detail, Some(HOSTILE))) {
            assert!(html.contains(ESCAPED) && html.contains("type=\"file\""), "{html}");
        }
        detail.entry_refused = Some(ErrorCode::CutOffPassed);
        for html in each(|t| page(t, &detail, None)) {
            assert!(!html.contains("type=\"file\"") && html.contains("/workbook.xlsx"), "{html}");
        }
    }
}
