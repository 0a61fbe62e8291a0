//! The parts of a package: what a form never holds is refused before anything is read, and what the reader of cells does not tell is
//! found here.

use std::collections::BTreeMap;

use dondoc_package::{Bounds, Package};
use dondoc_shared::error::ErrorCode;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

/// A form has some twenty parts; programs add pictures, printers and properties.
const BOUNDS: Bounds = Bounds { parts: 200, bytes: 60 * 1024 * 1024 };
/// How deep elements stand in each other; a form has ten.
const DEEPEST: usize = 64;
/// Elements of all parts; the largest form has ten thousand.
const MOST_ELEMENTS: usize = 200_000;
/// Rows that a sheet may say it has.
const MOST_ROWS: u32 = 10_000;
/// Sheets; a form has three.
const MOST_SHEETS: usize = 20;

/// What fetches from elsewhere, or carries files of its own.
const FOREIGN: [&str; 6] = [
    "xl/externallinks/",
    "xl/embeddings/",
    "xl/connections.xml",
    "xl/querytables/",
    "xl/model/",
    "xl/webextensions/",
];

/// What the sheets hold beside their cells.
#[derive(Debug, Default)]
pub struct Parts {
    /// By name.
    pub sheets: BTreeMap<String, Shown>,
}

/// How a sheet shows its cells.
#[derive(Debug, Default, Clone)]
pub struct Shown {
    /// Hidden rows, from 1.
    pub hidden: Vec<u32>,
    /// Ranges of merged cells: `A1:B2`.
    pub merged: Vec<String>,
}

/// Opens a workbook.
///
/// # Errors
/// Those of [`Package::open`]; `file_unreadable` for broken XML and entities, and for a workbook or sheets that stand where nobody
/// looks for them, `file_carries_program` for macros, `file_too_much_inside` for what is too deep, `workbook_foreign` for what fetches
/// from elsewhere.
pub fn judge(content: &[u8]) -> Result<Parts, ErrorCode> {
    let package = Package::open(content, "xl/", BOUNDS)?;
    if package.names().any(|name| FOREIGN.iter().any(|foreign| name.starts_with(foreign))) {
        return Err(ErrorCode::WorkbookForeign);
    }
    let names: Vec<String> = package
        .names()
        .filter(|name| name.rsplit_once('.').is_some_and(|(_, ending)| ["xml", "rels"].contains(&ending)))
        .map(str::to_owned)
        .collect();
    let (mut found, mut left) = (Found::default(), MOST_ELEMENTS);
    for name in &names {
        let content = package.part(name)?.unwrap_or_default();
        let text = std::str::from_utf8(&content).map_err(|_| ErrorCode::FileUnreadable)?;
        walk(text, |element| {
            left = left.checked_sub(1).ok_or(ErrorCode::FileTooMuchInside)?;
            found.take(name, element)
        })?;
    }
    if found.sheets.len() > MOST_SHEETS {
        return Err(ErrorCode::FileTooMuchInside);
    }
    if !found.is_workbook {
        return Err(ErrorCode::FileUnreadable);
    }
    Ok(found.parts())
}

/// What is found on the way.
#[derive(Default)]
struct Found {
    is_workbook: bool,
    /// Name and relation of each sheet.
    sheets: Vec<(String, String)>,
    /// The part that each relation of the workbook leads to.
    targets: BTreeMap<String, String>,
    /// By part.
    shown: BTreeMap<String, Shown>,
    /// The row that was last seen: some writers leave the number out.
    row: (String, u32),
}

impl Found {
    fn take(&mut self, part: &str, element: &BytesStart<'_>) -> Result<(), ErrorCode> {
        let attribute = |name: &str| attribute(element, name);
        match (part, element.local_name().as_ref()) {
            ("[content_types].xml", "Override" | "Default") => {
                let kind = attribute("ContentType")?.unwrap_or_default();
                if kind.contains("macroEnabled") || kind.contains("vbaProject") {
                    return Err(ErrorCode::FileCarriesProgram);
                }
                self.is_workbook |= attribute("PartName")?.is_some_and(|part| part == "/xl/workbook.xml")
                    && kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
            }
            ("xl/workbook.xml", "sheet") => {
                let named = (attribute("name")?.unwrap_or_default(), attribute("id")?.unwrap_or_default());
                self.sheets.push(named);
            }
            (_, "Relationship") => {
                let outside = attribute("TargetMode")?.is_some_and(|mode| mode == "External");
                let kind = attribute("Type")?.unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default();
                // A web address in a reason becomes a link by itself; nobody follows it here.
                if outside && kind != "hyperlink" {
                    return Err(ErrorCode::WorkbookForeign);
                }
                let target = attribute("Target")?.unwrap_or_default().to_lowercase();
                self.lead(part, kind, attribute("Id")?.unwrap_or_default(), &target)?;
            }
            (part, "dimension") if part.starts_with("xl/worksheets/") => {
                let range = attribute("ref")?.unwrap_or_default();
                let last = range.rsplit(':').next().unwrap_or_default();
                let row = last.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>();
                if row.is_ok_and(|row| row > MOST_ROWS) {
                    return Err(ErrorCode::FileTooMuchInside);
                }
            }
            (part, "row") if part.starts_with("xl/worksheets/") => {
                let before = if self.row.0 == part { self.row.1 } else { 0 };
                let told = attribute("r")?.and_then(|row| row.parse().ok());
                self.row = (part.to_owned(), told.unwrap_or(before.saturating_add(1)));
                if attribute("hidden")?.is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true")) {
                    self.shown.entry(part.to_owned()).or_default().hidden.push(self.row.1);
                }
            }
            (part, "mergeCell") if part.starts_with("xl/worksheets/") => {
                let range = attribute("ref")?.unwrap_or_default();
                self.shown.entry(part.to_owned()).or_default().merged.push(range);
            }
            _ => {}
        }
        Ok(())
    }

    /// Where a relation leads. The reader of cells follows these, so a workbook and sheets in other places, or in parts that are not
    /// gone through here, are refused.
    fn lead(&mut self, part: &str, kind: &str, relation: String, target: &str) -> Result<(), ErrorCode> {
        let from_root = target.strip_prefix('/');
        let is_main = (part, kind) == ("_rels/.rels", "officeDocument");
        if is_main && from_root.unwrap_or(target) != "xl/workbook.xml" {
            return Err(ErrorCode::FileUnreadable);
        }
        if part == "xl/_rels/workbook.xml.rels" {
            let whole = from_root.map_or_else(|| format!("xl/{target}"), str::to_owned);
            let named = whole.strip_prefix("xl/worksheets/").and_then(|name| name.strip_suffix(".xml"));
            if kind == "worksheet" && named.is_none() {
                return Err(ErrorCode::FileUnreadable);
            }
            self.targets.insert(relation, whole);
        }
        Ok(())
    }

    fn parts(mut self) -> Parts {
        let shown = |(name, relation): (String, String)| {
            let part = self.targets.get(&relation);
            (name, part.and_then(|part| self.shown.remove(part)).unwrap_or_default())
        };
        Parts { sheets: self.sheets.into_iter().map(shown).collect() }
    }
}

/// Goes through the elements of a part. It declares no entities, is not deep, and ends as it began.
fn walk(text: &str, mut each: impl FnMut(&BytesStart<'_>) -> Result<(), ErrorCode>) -> Result<(), ErrorCode> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|_| ErrorCode::FileUnreadable)? {
            Event::Start(element) => {
                depth = depth.saturating_add(1);
                if depth > DEEPEST {
                    return Err(ErrorCode::FileTooMuchInside);
                }
                each(&element)?;
            }
            Event::Empty(element) => each(&element)?,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth == 0 => return Ok(()),
            Event::DocType(_) | Event::Eof => return Err(ErrorCode::FileUnreadable),
            _ => {}
        }
    }
}

/// The value of an attribute, whatever its prefix. Of two, another reader could take the other.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, ErrorCode> {
    let mut value = None;
    for found in element.attributes().with_checks(false) {
        let found = found.map_err(|_| ErrorCode::FileUnreadable)?;
        if found.key.local_name().as_ref() == name {
            let read =
                found.normalized_value(XmlVersion::Implicit1_0).map_err(|_| ErrorCode::FileUnreadable)?;
            if value.replace(read.into_owned()).is_some() {
                return Err(ErrorCode::FileUnreadable);
            }
        }
    }
    Ok(value)
}
