//! Workbooks as people send them: the form of a report, filled in, and files that mean no good.

use std::{collections::BTreeMap, io::Write};

use dondoc_shared::{error::ErrorCode, figures::CellState, text::Lang};
use dondoc_workbook::{
    Key,
    form::{Form, Number, Row, write},
};
use flate2::{Compression, write::DeflateEncoder};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter};

/// The parts of a package, by name.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// A form of two rows that nobody has touched.
pub fn form() -> Vec<u8> {
    let row = |code: &str| Row {
        indicator: code.to_owned(),
        seen: 0,
        told: ["Hồ sơ".to_owned(), "%".to_owned(), "cộng".to_owned()],
        before: ["không có".to_owned(), "không có".to_owned()],
        num: Number::Empty,
        den: Some(Number::Empty),
        scale: 0,
        stock: false,
        state: CellState::Value,
        reason: String::new(),
        estimated: false,
    };
    let form = Form {
        lang: Lang::Vi,
        key: Key { regime: "CT".into(), period: "2024-M07".into(), body: "ha-noi".into(), revision: 0 },
        titles: ["Báo cáo".to_owned(), "Hà Nội".to_owned(), "Thời hạn".to_owned()],
        rows: vec![row("I24-01"), row("I24-02")],
        made_on: jiff::civil::date(2024, 7, 15),
    };
    write(&form).unwrap()
}

/// Takes a package apart.
pub fn parts(book: &[u8]) -> Parts {
    let archive = ZipArchive::from_slice(book).unwrap();
    let mut entries = archive.entries();
    let mut parts = Parts::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = String::from_utf8(entry.file_path().as_bytes().to_vec()).unwrap();
        let part = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = vec![];
        let mut reader: Box<dyn std::io::Read> = match entry.compression_method() {
            CompressionMethod::Store => Box::new(part.data()),
            _ => Box::new(flate2::bufread::DeflateDecoder::new(part.data())),
        };
        reader.read_to_end(&mut content).unwrap();
        parts.insert(name, content);
    }
    parts
}

/// Puts a package together, packed as hard as may be.
pub fn pack<'a>(parts: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> Vec<u8> {
    let mut whole = vec![];
    let mut archive = ZipArchiveWriter::new(&mut whole);
    for (name, content) in parts {
        let (mut entry, config) =
            archive.new_file(name).compression_method(CompressionMethod::Deflate).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::best()));
        writer.write_all(content).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    whole
}

/// The form with a part changed; what is to be changed must be there.
pub fn changed(book: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = parts(book);
    let text = String::from_utf8(parts[part].clone()).unwrap();
    assert!(text.contains(from), "no {from} in {part}: {text}");
    parts.insert(part.to_owned(), text.replacen(from, to, 1).into_bytes());
    pack(&parts)
}

/// The form with numbers in cells that are empty: `G6`, `12`.
pub fn with_numbers(book: &[u8], cells: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = parts(book);
    let mut xml = String::from_utf8(parts[SHEET].clone()).unwrap();
    for (cell, number) in cells {
        let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no {cell} in {xml}"));
        let end = start + xml[start..].find('>').unwrap() + 1;
        let open = xml[start..end].trim_end_matches("/>").trim_end_matches('>').to_owned();
        // A cell that holds a number already is closed by an element of its own.
        let end = if xml[start..end].ends_with("/>") {
            end
        } else {
            start + xml[start..].find("</c>").unwrap() + 4
        };
        xml.replace_range(start..end, &format!("{open}><v>{number}</v></c>"));
    }
    parts.insert(SHEET.to_owned(), xml.into_bytes());
    pack(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const TYPES: &str = "[Content_Types].xml";
const RELS: &str = "xl/_rels/workbook.xml.rels";
const BOOK: &str = "xl/workbook.xml";

/// A file that means no good: what it is, its bytes, and how it is refused.
pub type Hostile = (&'static str, Vec<u8>, ErrorCode);

/// Files that mean no good, made from a form.
pub fn hostile() -> Vec<Hostile> {
    let good = form();
    [bombs(&good), broken(&good), carriers(&good), strangers(&good), liars(&good)].concat()
}

/// Another part, or another content of one.
fn put(good: &[u8], name: &str, content: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut parts = parts(good);
    parts.insert(name.to_owned(), content.into());
    pack(&parts)
}

/// Text that packs badly, so that its size is no warning.
fn noise(bytes: usize) -> String {
    let mut chance = StdRng::seed_from_u64(21);
    (0..bytes).map(|_| char::from(chance.random_range(b'a'..=b'p'))).collect()
}

const MIB: usize = 1024 * 1024;

fn bombs(good: &[u8]) -> Vec<Hostile> {
    use ErrorCode::{FileTooMuchInside as Much, TooLarge, WorkbookForeign as Foreign};
    let cell = |row: u32| format!("<row r=\"{row}\"><c r=\"D{row}\"><v>1</v></c></row>");
    let rows: String = (20..30_000).map(cell).collect();
    let strings: String = (0..150_000).map(|n| format!("<si><t>{n}</t></si>")).collect();
    let merges: String = (0..250_000).map(|n| format!("<mergeCell ref=\"A{n}:B{n}\"/>")).collect();
    let sheets: String =
        (9..10_009).map(|n| format!("<sheet name=\"s{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>")).collect();
    let deep = ["<a>".repeat(500_000), "</a>".repeat(500_000)].concat();
    let many: Parts = (0..10_000).map(|n| (format!("xl/{n}.xml"), vec![])).chain(parts(good)).collect();
    let some: Parts = (0..200).map(|n| (format!("xl/{n}.bin"), vec![])).chain(parts(good)).collect();
    let inner = pack(&Parts::from([("0".to_owned(), vec![0; 50 * MIB])]));
    let spread: Parts =
        (0..70).map(|n| (format!("xl/media/{n}.png"), noise(MIB).into_bytes())).chain(parts(good)).collect();
    let shared = |si: &str| {
        let formula = format!(
            "<row r=\"30\"><c r=\"G30\"><f t=\"shared\" ref=\"G30:G31\" si=\"{si}\">1</f><v>1</v></c></row></sheetData>"
        );
        changed(good, SHEET, "</sheetData>", &formula)
    };
    let end = |more: &str| changed(good, SHEET, "</sheetData>", &format!("{more}</sheetData>"));
    let dimension = |range: &str| {
        let sheet = String::from_utf8(parts(good)[SHEET].clone()).unwrap();
        let now = sheet.split_once("<dimension ref=\"").unwrap().1.split('"').next().unwrap().to_owned();
        changed(good, SHEET, &format!("<dimension ref=\"{now}\""), &format!("<dimension ref=\"{range}\""))
    };
    vec![
        ("a sheet of 61 MiB", put(good, SHEET, vec![b' '; 61 * MIB]), Much),
        (
            "shared strings of 50 MiB in one",
            put(good, STRINGS, format!("<sst><si><t>{}</t></si></sst>", "a".repeat(50 * MIB))),
            Much,
        ),
        ("a hundred times its size", put(good, "xl/media/a.png", vec![0; 11 * MIB]), Much),
        ("70 MiB in parts that pack badly", pack(&spread), TooLarge),
        ("ten thousand parts", pack(&many), Much),
        ("two hundred parts and more", pack(&some), Much),
        ("a package in a package", put(good, "xl/embeddings/a.zip", inner), Foreign),
        ("elements half a million deep", end(&deep), Much),
        ("150,000 shared strings", changed(good, STRINGS, "</sst>", &format!("{strings}</sst>")), Much),
        ("30,000 rows", end(&rows), Much),
        (
            "a quarter of a million merged cells",
            changed(good, SHEET, "</sheetData>", &format!("</sheetData><mergeCells>{merges}</mergeCells>")),
            Much,
        ),
        ("a row at the end of the sheet", end(&cell(1_048_576)), Much),
        ("a dimension of 17 thousand million cells", dimension("A1:XFD1048576"), Much),
        (
            "ten thousand sheets of one part",
            changed(good, BOOK, "</sheets>", &format!("{sheets}</sheets>")),
            Much,
        ),
        (
            "a shared formula of a number beyond numbers",
            shared("99999999999999999999"),
            ErrorCode::FileUnreadable,
        ),
        ("more than five MiB", noise(6 * MIB).into_bytes(), TooLarge),
        ("five MiB of a package", put(good, "xl/media/a.png", noise(12 * MIB)), TooLarge),
    ]
}

fn broken(good: &[u8]) -> Vec<Hostile> {
    use ErrorCode::FileUnreadable as Unreadable;
    let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let outside = "<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    let sheet = String::from_utf8(parts(good)[SHEET].clone()).unwrap();
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(sheet.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let declared = |doctype: &str| changed(good, SHEET, "<worksheet", &format!("{doctype}<worksheet"));
    vec![
        (
            "a sheet that ends in the middle",
            put(good, SHEET, &sheet.as_bytes()[..sheet.len() / 2]),
            Unreadable,
        ),
        ("tags that close each other", changed(good, SHEET, "</sheetData>", "</sheetDate>"), Unreadable),
        ("entities that expand", declared(laughs), Unreadable),
        ("an entity from outside", declared(outside), Unreadable),
        ("a sheet in UTF-16", put(good, SHEET, wide), Unreadable),
        ("a sheet that is no text", put(good, SHEET, vec![0xff; 100]), Unreadable),
        ("a sheet that is empty", put(good, SHEET, vec![]), Unreadable),
        ("a row of no number", changed(good, SHEET, "<row r=\"6\"", "<row r=\"99999999999\""), Unreadable),
        ("a cell of no column", changed(good, SHEET, "<c r=\"A6\"", "<c r=\"ZZZZZZZZZZ6\""), Unreadable),
        ("a string that is not there", changed(good, SHEET, "t=\"s\"><v>", "t=\"s\"><v>99999"), Unreadable),
        ("no workbook", put(good, BOOK, "<workbook/>"), ErrorCode::WorkbookForeign),
        (
            "a sheet that leads nowhere",
            changed(good, RELS, "worksheets/sheet1.xml", "worksheets/sheet9.xml"),
            Unreadable,
        ),
        ("a file that ends in the middle", good[..good.len() / 2].to_vec(), Unreadable),
        ("a file that ends one byte early", good[..good.len() - 1].to_vec(), Unreadable),
        ("a file with more behind it", [good, b"more".as_slice()].concat(), Unreadable),
        ("a file with a program before it", [b"MZ".as_slice(), good].concat(), Unreadable),
    ]
}

fn carriers(good: &[u8]) -> Vec<Hostile> {
    use ErrorCode::{
        FileCarriesProgram as Program, FileUnreadable as Unreadable, WorkbookForeign as Foreign,
    };
    const MAIN: &str = "spreadsheetml.sheet.main+xml";
    let typed = |kind: &str| {
        changed(good, TYPES, &format!("application/vnd.openxmlformats-officedocument.{MAIN}"), kind)
    };
    let outside = "<Relationship Id=\"rId99\" TargetMode=\"External\" Type=\"x/oleObject\" Target=\"file:///etc/passwd\"/></Relationships>";
    vec![
        ("macros", put(good, "xl/vbaProject.bin", "x"), Program),
        (
            "the type of a workbook with macros",
            typed("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            Program,
        ),
        ("controls", put(good, "xl/activeX/activeX1.bin", "x"), Program),
        ("a macro sheet", put(good, "xl/macrosheets/sheet1.xml", "<x/>"), Program),
        ("a program", put(good, "xl/media/run.exe", "MZ"), Program),
        ("an external link", put(good, "xl/externalLinks/externalLink1.xml", "<x/>"), Foreign),
        ("a relation to a file outside", changed(good, RELS, "</Relationships>", outside), Foreign),
        ("a connection", put(good, "xl/connections.xml", "<x/>"), Foreign),
        ("a query", put(good, "xl/queryTables/queryTable1.xml", "<x/>"), Foreign),
        (
            "the type of a template",
            typed("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
            Unreadable,
        ),
        (
            "the type of a document",
            typed("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            Unreadable,
        ),
    ]
}

fn strangers(good: &[u8]) -> Vec<Hostile> {
    use ErrorCode::{FileUnreadable as Unreadable, WorkbookForeign as Foreign};
    const CFB: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let locked = [CFB, &[0; 504], b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
    let package = |names: &[&str]| {
        pack(&names.iter().map(|name| ((*name).to_owned(), b"<x/>".to_vec())).collect::<Parts>())
    };
    vec![
        ("nothing", vec![], ErrorCode::FileEmpty),
        ("text", b"chi tieu,so lieu\n1,2\n".to_vec(), Unreadable),
        ("a workbook of 1997", [CFB, &[0; 4096]].concat(), Unreadable),
        ("a locked workbook", locked, Unreadable),
        ("an OpenDocument sheet", package(&["mimetype", "content.xml", "META-INF/manifest.xml"]), Unreadable),
        ("a document", package(&["[Content_Types].xml", "word/document.xml"]), Unreadable),
        ("a binary workbook", package(&["[Content_Types].xml", "xl/workbook.bin"]), Unreadable),
        ("any package", package(&["a.txt"]), Unreadable),
        ("a form whose heads were changed", changed(good, STRINGS, "Mẫu số", "Tử số"), Foreign),
        ("a form whose key was changed", changed(good, STRINGS, "ha-noi", "lao-cai"), Foreign),
        ("a form without its key", changed(good, BOOK, "name=\"dondoc\"", "name=\"khac\""), Foreign),
    ]
}

/// What only bytes can say: names and lists that nobody writes who means well.
fn liars(good: &[u8]) -> Vec<Hostile> {
    use ErrorCode::FileUnreadable as Unreadable;
    let renamed = |name: &str| {
        let plain = "q".repeat(name.len());
        let mut book = put(good, &plain, "x");
        while let Some(at) = book.windows(plain.len()).position(|bytes| bytes == plain.as_bytes()) {
            book[at..at + plain.len()].copy_from_slice(name.as_bytes());
        }
        book
    };
    let patched = |from: &[u8], to: &[u8]| {
        let mut book = put(good, "xl/media/a.png", vec![0; 900_000]);
        let mut found = false;
        while let Some(at) = book.windows(from.len()).position(|bytes| bytes == from) {
            book[at..at + to.len()].copy_from_slice(to);
            found = true;
        }
        assert!(found, "nothing to patch");
        book
    };
    let twice = {
        let parts = parts(good);
        let again = [(SHEET.to_lowercase(), parts[SHEET].clone()), (SHEET.to_uppercase(), vec![])];
        pack(
            parts
                .iter()
                .filter(|(name, _)| *name != SHEET)
                .chain(again.iter().map(|(name, content)| (name, content))),
        )
    };
    // In the list of the archive: the flag of a locked part, and a method that nobody knows, of every part.
    let listed = |place: usize, value: u8| {
        let mut book = good.to_vec();
        let heads: Vec<usize> =
            (0..book.len() - 4).filter(|at| &book[*at..*at + 4] == b"PK\x01\x02").collect();
        heads.into_iter().for_each(|at| book[at + place] = value);
        book
    };
    vec![
        ("a part outside", renamed("/etc/passwd"), Unreadable),
        ("a part above", renamed("xl/../../x.xml"), Unreadable),
        ("a part with turned slashes", renamed("xl\\..\\..\\x.xml"), Unreadable),
        ("a part on a drive", renamed("C:xl.xml"), Unreadable),
        ("a part with a bell", renamed("xl/\u{7}.xml"), Unreadable),
        ("a size that is a lie", patched(&900_000u32.to_le_bytes(), &10u32.to_le_bytes()), Unreadable),
        ("a part that is there twice", twice, Unreadable),
        ("a method that nobody knows", listed(10, 14), Unreadable),
    ]
}
