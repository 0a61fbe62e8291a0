//! A form goes out and comes back, as a spreadsheet program leaves it: rows moved, cells filled in, text in place of numbers.

#![expect(clippy::string_slice, reason = "the parts of a package are cut where its own ASCII marks stand")]

use std::{collections::BTreeMap, io::Write};

use dondoc_package::{Bounds, Package};
use dondoc_shared::{
    error::ErrorCode,
    figures::{Basis, CellState, Counts, Decimal, Direction, OverBodies, OverTime},
    lifecycle::Status,
    period::PeriodState,
    text::Lang,
    wire::{
        TenantRef,
        figure::{Absence, FigureRow, SourceRow},
        report::PeriodRow,
        workbook::{CellAddress, WorkbookFault as Fault},
    },
};
use jiff::civil::date;
use proptest::prelude::*;

use crate::{
    Key,
    figures::{Figures, Made},
    form::{Form, Number, Row, write},
    read::{Answer, Filled, read},
};

fn row(code: &str, ratio: bool) -> Row {
    Row {
        indicator: code.to_owned(),
        seen: 3,
        told: ["=1+1 Hồ sơ".to_owned(), "%".to_owned(), "+ cộng".to_owned()],
        before: ["71,4% (1.000/1.400)".to_owned(), "không có".to_owned()],
        num: Number::Empty,
        den: ratio.then_some(Number::Empty),
        scale: 0,
        stock: false,
        state: CellState::Value,
        reason: String::new(),
        estimated: false,
    }
}

fn form(lang: Lang, rows: Vec<Row>) -> Form {
    Form {
        lang,
        key: Key { regime: "CT".into(), period: "2024-M07".into(), body: "ha-noi".into(), revision: 0 },
        titles: ["Báo cáo".to_owned(), "Đơn vị: Hà Nội".to_owned(), "@ từ 15/6".to_owned()],
        rows,
        made_on: date(2024, 7, 15),
    }
}

fn sample() -> Vec<u8> {
    write(&form(Lang::Vi, vec![row("I24-01", false), row("I24-02", true), row("I24-08", false)])).unwrap()
}

fn parts(book: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let package = Package::open(book, "xl/", Bounds { parts: 100, bytes: 1 << 24 }).unwrap();
    let content = |name: &str| package.part(name).unwrap().unwrap();
    package.names().map(|name| (name.to_owned(), content(name))).collect()
}

fn pack(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut whole = vec![];
    let mut archive = rawzip::ZipArchiveWriter::new(&mut whole);
    for (name, content) in parts {
        let (mut entry, config) =
            archive.new_file(name).compression_method(rawzip::CompressionMethod::Deflate).start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::fast());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    whole
}

/// The workbook with a part changed.
fn changed(book: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(book);
    let text = String::from_utf8(parts[part].clone()).unwrap();
    let after = change(text.clone());
    assert_ne!(after, text, "nothing changed in {part}");
    parts.insert(part.to_owned(), after.into_bytes());
    pack(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The workbook with cells of its first sheet written anew; `inner` is what stands in `<c>`.
fn filled(book: &[u8], cells: &[(&str, &str, &str)]) -> Vec<u8> {
    changed(book, SHEET, |mut xml| {
        for (cell, attributes, inner) in cells {
            let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no {cell} in {xml}"));
            let end = start + xml[start..].find("/>").unwrap() + 2;
            let style =
                xml[start..end].split_once(" s=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap());
            let style = if attributes.contains("s=") { String::new() } else { format!(" s=\"{style}\"") };
            xml.replace_range(start..end, &format!("<c r=\"{cell}\"{style} {attributes}>{inner}</c>"));
        }
        xml
    })
}

fn number(cell: &'static str, value: &'static str) -> (&'static str, &'static str, String) {
    (cell, "", format!("<v>{value}</v>"))
}

fn text(cell: &'static str, value: &str) -> (&'static str, &'static str, String) {
    (cell, "t=\"inlineStr\"", format!("<is><t>{value}</t></is>"))
}

fn with(cells: &[(&str, &str, String)]) -> Filled {
    let cells: Vec<_> = cells.iter().map(|(cell, kind, inner)| (*cell, *kind, inner.as_str())).collect();
    read(&filled(&sample(), &cells)).unwrap()
}

fn at(cell: &str) -> CellAddress {
    CellAddress::try_from(format!("1!{cell}")).unwrap()
}

fn answer<'a>(of: &'a Filled, code: &str) -> &'a Answer {
    of.answers.iter().find(|answer| answer.indicator == code).unwrap()
}

#[test]
fn a_form_that_nobody_touched_says_what_it_was_made_with() {
    for lang in [Lang::Vi, Lang::En] {
        let mut rows =
            vec![row("I24-01", false), row("I24-02", true), row("I24-05", true), row("I24-08", false)];
        rows[0].num = Number::Known(Decimal::new(-1_234_567, 3).unwrap());
        rows[0].scale = 3;
        (rows[1].num, rows[1].den) =
            (Number::Known(Decimal::whole(0)), Some(Number::Known(Decimal::whole(1_200))));
        rows[1].estimated = true;
        rows[2].state = CellState::NotAvailable;
        rows[2].reason = "=HYPERLINK(\"http://x\")".to_owned();
        let read = read(&write(&form(lang, rows)).unwrap()).unwrap();
        assert_eq!((read.faults.clone(), read.formulas.clone()), (vec![], vec![]));
        assert_eq!(read.key, form(lang, vec![]).key);
        let numbers: Vec<_> = read.answers.iter().map(|a| (a.num.as_str(), a.den.as_str(), a.seen)).collect();
        // Zero is a number, and three decimals cannot be taken for thousands.
        assert_eq!(numbers, [("-1234.5670", "", 3), ("0", "1200", 3), ("", "", 3), ("", "", 3)]);
        assert_eq!(answer(&read, "I24-05").state, CellState::NotAvailable);
        assert_eq!(answer(&read, "I24-05").reason, "=HYPERLINK(\"http://x\")");
        assert!(answer(&read, "I24-02").estimated);
    }
}

#[test]
fn what_looks_like_a_formula_is_text_in_the_file() {
    let parts = parts(&sample());
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/"));
    for (name, content) in sheets {
        assert!(!String::from_utf8_lossy(content).contains("<f>"), "{name}");
    }
}

#[test]
fn numbers_are_read_as_numbers_and_text_only_in_the_declared_format() {
    let read = with(&[number("G6", "20000"), number("G7", "0"), number("H7", "1200"), text("G8", "1.234")]);
    assert_eq!(answer(&read, "I24-01").num, "20000");
    assert_eq!((answer(&read, "I24-02").num.as_str(), answer(&read, "I24-02").den.as_str()), ("0", "1200"));
    assert_eq!(read.faults, [(at("G8"), Fault::AmbiguousNumber)]);
    let declared = text("C4", "1.234,5 (dấu chấm ngăn hàng nghìn)");
    let read = with(&[declared, text("G8", "1.234"), text("G6", "12,5")]);
    assert_eq!(read.faults, []);
    assert_eq!(
        (answer(&read, "I24-08").num.as_str(), answer(&read, "I24-01").num.as_str()),
        ("1234", "12.5")
    );
    let read = with(&[text("C4", "kiểu khác")]);
    assert_eq!(read.faults, [(at("C4"), Fault::UnknownWord)]);
}

#[test]
fn what_is_no_number_is_told_by_its_address() {
    for (cell, fault) in [
        (text("G6", "71 %"), Fault::PercentTyped),
        (text("G6", "khoảng 5"), Fault::NotANumber),
        (("G6", "t=\"b\"", "<v>1</v>".to_owned()), Fault::NotANumber),
        (("G6", "t=\"e\"", "<v>#DIV/0!</v>".to_owned()), Fault::NotANumber),
        (("G6", "", "<v>1234567890123456</v>".to_owned()), Fault::TooManyDigits),
        (("G6", "", "<f>1+1</f>".to_owned()), Fault::FormulaWithoutValue),
        (text("I6", "zero"), Fault::UnknownWord),
        (text("K6", "maybe"), Fault::UnknownWord),
        (text("J6", &"x".repeat(501)), Fault::TextRefused),
    ] {
        let address = at(cell.0);
        assert_eq!(with(&[cell]).faults, [(address, fault)]);
    }
}

#[test]
fn a_percentage_in_a_cell_of_numbers_is_none() {
    // A style of whole percents, at the end of those that there are.
    let styled = changed(&sample(), "xl/styles.xml", |xml| {
        let (before, rest) = xml.split_once("</cellXfs>").unwrap();
        format!(
            "{before}<xf numFmtId=\"9\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>{rest}"
        )
    });
    let styles = String::from_utf8(parts(&styled)["xl/styles.xml"].clone()).unwrap();
    let last =
        styles.split_once("<cellXfs").unwrap().1.split_once("</cellXfs>").unwrap().0.matches("<xf ").count()
            - 1;
    let cell = format!("s=\"{last}\"");
    let read = read(&filled(&styled, &[("G7", &cell, "<v>0.71</v>")])).unwrap();
    assert_eq!(read.faults, [(at("G7"), Fault::PercentTyped)]);
}

#[test]
fn of_a_formula_the_result_is_taken_and_the_cell_is_named() {
    let word = |cell: &'static str, text: &str| (cell, "t=\"str\"", format!("<f>A1</f><v>{text}</v>"));
    let read = with(&[
        ("G6", "", "<f>SUM(1,2)</f><v>3</v>".to_owned()),
        word("K6", "có"),
        word("I7", "không áp dụng"),
        word("J7", "vì thế"),
    ]);
    assert_eq!((answer(&read, "I24-01").num.as_str(), answer(&read, "I24-01").estimated), ("3", true));
    let other = answer(&read, "I24-02");
    assert_eq!((other.state, other.reason.as_str()), (CellState::NotApplicable, "vì thế"));
    assert_eq!(read.formulas, [at("G6"), at("K6"), at("I7"), at("J7")]);
    assert_eq!(read.faults, []);
}

#[test]
fn blank_rows_move_no_answer() {
    let moved = changed(&sample(), SHEET, |xml| {
        // As if three rows were put in above the last: its cells are in row 11 now.
        let start = xml.find("<row r=\"8\"").unwrap();
        let end = start + xml[start..].find("</row>").unwrap();
        let row = xml[start..end].replace("<row r=\"8\"", "<row r=\"11\"").replace("8\" ", "11\" ");
        format!("{}{row}{}", &xml[..start], &xml[end..])
    });
    let moved = filled(&moved, &[("G11", "t=\"inlineStr\"", "<is><t>1.234</t></is>")]);
    let read = read(&moved).unwrap();
    assert_eq!(read.faults, [(at("G11"), Fault::AmbiguousNumber)]);
}

#[test]
fn merged_hidden_extra_and_missing_cells_are_told_by_their_address() {
    let told = |change: &dyn Fn(String) -> String| read(&changed(&sample(), SHEET, change)).unwrap().faults;
    let merge = |range: &'static str| {
        move |xml: String| {
            let merged = format!("<mergeCells count=\"1\"><mergeCell ref=\"{range}\"/></mergeCells>");
            xml.replace("</sheetData>", &format!("</sheetData>{merged}"))
        }
    };
    assert_eq!(told(&merge("G6:G7")), [(at("G6"), Fault::MergedCells)]);
    assert_eq!(told(&merge("A4:K9")), [(at("A4"), Fault::MergedCells)], "it ends among the answers");
    assert_eq!(told(&merge("A1:K3")), []);
    let hide = |xml: String| xml.replace("<row r=\"7\"", "<row r=\"7\" hidden=\"1\"");
    assert_eq!(told(&hide), [(at("A7"), Fault::HiddenRow)]);
    let row = |cell: &str| {
        format!(
            "<row r=\"20\"><c r=\"{cell}20\" t=\"inlineStr\"><is><t>I24-09</t></is></c></row></sheetData>"
        )
    };
    assert_eq!(told(&|xml| xml.replace("</sheetData>", &row("A"))), [(at("A20"), Fault::ExtraRow)]);
    assert_eq!(told(&|xml| xml.replace("</sheetData>", &row("D"))), [(at("D20"), Fault::ExtraCell)]);
    let twice = |xml: String| xml.replace("</sheetData>", &row("A").replace("I24-09", "I24-01"));
    assert_eq!(told(&twice), [(at("A20"), Fault::ExtraRow)]);
    let gone = |xml: String| {
        let start = xml.find("<row r=\"7\"").unwrap();
        let end = start + xml[start..].find("</row>").unwrap() + "</row>".len();
        format!("{}{}", &xml[..start], &xml[end..])
    };
    assert_eq!(told(&gone), [(at("A7"), Fault::MissingRow)]);
}

#[test]
fn a_workbook_that_is_no_form_or_no_longer_as_it_was_made_is_foreign() {
    let mut other = rust_xlsxwriter::Workbook::new();
    other.add_worksheet().write_string(0, 0, "Mã").unwrap();
    assert_eq!(read(&other.save_to_buffer().unwrap()), Err(ErrorCode::WorkbookForeign));
    let heads = changed(&sample(), "xl/sharedstrings.xml", |xml| xml.replace("Mẫu số", "Tử số"));
    assert_eq!(read(&heads), Err(ErrorCode::WorkbookForeign));
    for (what, to) in [("ha-noi", "lao-cai"), ("2024-M07", "2024-M08")] {
        let forged = changed(&sample(), "xl/sharedstrings.xml", |xml| xml.replace(what, to));
        assert_eq!(read(&forged), Err(ErrorCode::WorkbookForeign), "{what}");
    }
    let links = |part: &str, content: &str| {
        let mut parts = parts(&sample());
        parts.insert(part.to_owned(), content.as_bytes().to_vec());
        read(&pack(&parts))
    };
    assert_eq!(links("xl/externalLinks/externalLink1.xml", "<x/>"), Err(ErrorCode::WorkbookForeign));
    assert_eq!(links("xl/vbaProject.bin", "x"), Err(ErrorCode::FileCarriesProgram));
}

#[test]
fn a_workbook_or_a_sheet_that_stands_elsewhere_is_not_read() {
    const RELS: &str = "xl/_rels/workbook.xml.rels";
    let refused = Err(ErrorCode::FileUnreadable);
    let target = |to: &str| {
        let moved = changed(&sample(), RELS, |xml| xml.replace("worksheets/sheet1.xml", to));
        let mut parts = parts(&moved);
        parts.insert(format!("xl/{to}"), parts[SHEET].clone());
        read(&pack(&parts))
    };
    assert_eq!(target("worksheets/sheet1.dat"), refused);
    assert_eq!(target("sheet1.xml"), refused);
    let twice = "\"worksheets/sheet1.xml\" x:Target=\"worksheets/sheet2.xml\"";
    let twice = changed(&sample(), RELS, |xml| xml.replace("\"worksheets/sheet1.xml\"", twice));
    assert_eq!(read(&twice), refused);
    let main = changed(&sample(), "_rels/.rels", |xml| xml.replace("xl/workbook.xml", "xl/other.xml"));
    let mut parts = parts(&main);
    parts.insert("xl/other.xml".to_owned(), parts["xl/workbook.xml"].clone());
    parts.insert("xl/_rels/other.xml.rels".to_owned(), parts[RELS].clone());
    assert_eq!(read(&pack(&parts)), refused);
}

/// A figure in percent that two bodies make: one filed, of the other a number waits to be verified.
fn figures() -> Made {
    let text = |text: &str| text.to_owned();
    let value = Decimal::new(5_996, 2);
    let figure = FigureRow {
        indicator: text("I24-02"),
        name_vi: text("Hồ sơ"),
        name_en: text("Dossiers"),
        unit_vi: text("%"),
        unit_en: text("%"),
        concept_vi: String::new(),
        concept_en: String::new(),
        over_bodies: OverBodies::Ratio,
        over_time: OverTime::Flow,
        direction: Direction::Up,
        version: 1,
        num: Some(59_960),
        den: Some(100_000),
        scale: 0,
        value,
        coverage: Some(Counts { expected: 2, value: 1, missing: 1, ..Counts::default() }),
        weight: None,
        low: value,
        high: None,
        target: None,
        outcome: None,
        doubt: None,
        words_vi: String::new(),
        words_en: String::new(),
        short_vi: String::new(),
        short_en: String::new(),
        verdict_vi: String::new(),
        verdict_en: String::new(),
        series: vec![],
        year: None,
        record: None,
    };
    let source = |state, num, den, short: &str| SourceRow {
        tenant: TenantRef {
            slug: text("ha-noi"),
            short: text("HN"),
            name_vi: text("Hà Nội"),
            name_en: text("Ha Noi"),
        },
        assignment: "00000000-0000-0000-0000-000000000007".parse().unwrap(),
        version: 1,
        status: Status::Submitted,
        due_on: None,
        state,
        absence: state.is_none().then_some(Absence::Waiting),
        num,
        den,
        estimated: false,
        reason: String::new(),
        verified: false,
        unanswered_urges: 0,
        weight: None,
        unlike: None,
        paper_green: None,
        short_vi: text(short),
        short_en: text(short),
    };
    let waiting = source(None, None, None, Lang::Vi.cell_waiting());
    (figure, vec![waiting, source(Some(CellState::Value), Some(9_996), Some(10_000), "")])
}

/// The parts of a workbook of figures.
fn exported(basis: Basis) -> BTreeMap<String, Vec<u8>> {
    let period = PeriodRow {
        regime: "CT".to_owned(),
        regime_vi: "Báo cáo".to_owned(),
        regime_en: "Report".to_owned(),
        code: "2024-M07".to_owned(),
        from_on: date(2024, 6, 15),
        to_on: date(2024, 7, 14),
        opens_on: date(2024, 7, 8),
        due_on: date(2024, 7, 17),
        cutoff_on: date(2024, 7, 19),
        close_on: date(2024, 8, 19),
        state: PeriodState::Open,
        simulated: true,
        version: 1,
    };
    let made = [figures()];
    let of = Figures {
        lang: Lang::Vi,
        period: &period,
        over: String::new(),
        basis,
        figures: &made,
        made_on: date(2024, 7, 15),
    };
    parts(&crate::figures::write(&of).unwrap())
}

fn part<'a>(parts: &'a BTreeMap<String, Vec<u8>>, name: &str) -> &'a str {
    std::str::from_utf8(&parts[name]).unwrap()
}

#[test]
fn a_body_that_filed_is_not_said_to_be_missing() {
    let filed = exported(Basis::Filed);
    let strings = part(&filed, "xl/sharedstrings.xml");
    assert!(strings.contains(Lang::Vi.cell_waiting()) && !strings.contains(">chưa gửi<"), "{strings}");
    assert!(strings.contains(">Không có số liệu<"), "{strings}");
    let verified = exported(Basis::Verified);
    let strings = part(&verified, "xl/sharedstrings.xml");
    assert!(strings.contains(">Chưa thẩm tra hoặc chưa gửi<"), "{strings}");
}

#[test]
fn what_is_simulated_says_so_in_its_chart() {
    let parts = exported(Basis::Filed);
    assert!(part(&parts, "xl/charts/chart1.xml").contains("tháng 7/2024 (mô phỏng)"));
}

#[test]
fn a_percentage_has_as_many_digits_as_it_takes_to_be_true() {
    let parts = exported(Basis::Filed);
    let styles = part(&parts, "xl/styles.xml");
    let behind =
        |text: &str, mark: &str| text.split_once(mark).unwrap().1.split('"').next().unwrap().to_owned();
    let format = |sheet: &str, cell: &str| {
        let style: usize = behind(part(&parts, sheet), &format!("<c r=\"{cell}\" s=\"")).parse().unwrap();
        let cells = styles.split_once("<cellXfs").unwrap().1;
        let id = behind(cells.split("<xf ").nth(style + 1).unwrap(), "numFmtId=\"");
        behind(styles, &format!("<numFmt numFmtId=\"{id}\" formatCode=\""))
    };
    assert_eq!(format("xl/worksheets/sheet2.xml", "F5"), "0.00%", "59.96 of a figure");
    assert_eq!(format("xl/worksheets/sheet3.xml", "F6"), "0.00%", "99.96 of a cell");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_change_of_a_byte_makes_the_reader_fail(at in 0usize..40_000, byte in any::<u8>()) {
        let mut book = sample();
        let place = at % book.len();
        book[place] = byte;
        // Refused or read: it ends, and without a panic.
        let _ = read(&book);
    }
}
