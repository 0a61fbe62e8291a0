//! The form of a report as a workbook: a row for each indicator that is asked, cells to fill in, everything else protected.

use dondoc_shared::{
    figures::{CellState, Decimal, NumberFormat},
    text::Lang,
};
use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, Format, FormatAlign, FormatBorder, Formula,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::{KEY_SHEET, Key, LAYOUT, digest, height, number, place};

/// What stands in a number's cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// Nothing yet.
    Empty,
    /// A number.
    Known(Decimal),
    /// What somebody typed that is none.
    Typed(String),
}

/// A row of the form.
#[derive(Debug, Clone)]
pub struct Row {
    /// Code of the indicator.
    pub indicator: String,
    /// The version of its cell.
    pub seen: i32,
    /// What it is called, what it is counted in, how it counts.
    pub told: [String; 3],
    /// What was filed for the period before, and for the same one a year before.
    pub before: [String; 2],
    /// The numerator, or the number.
    pub num: Number,
    /// The denominator; none where the indicator has none.
    pub den: Option<Number>,
    /// Digits behind the point that are kept.
    pub scale: u8,
    /// Whether it stands at some number, so that nil is no answer (R110).
    pub stock: bool,
    /// What is chosen now.
    pub state: CellState,
    /// Why there is no number.
    pub reason: String,
    /// Whether the number is an estimate.
    pub estimated: bool,
}

/// A form to be filled in.
#[derive(Debug, Clone)]
pub struct Form {
    /// The reader's language.
    pub lang: Lang,
    /// The report.
    pub key: Key,
    /// What stands over it: the report's name, the body's name, and its dates.
    pub titles: [String; 3],
    /// In the order in which they are asked.
    pub rows: Vec<Row>,
    /// The local date.
    pub made_on: Date,
}

/// What stands over the columns.
fn heads(t: Lang) -> [&'static str; 11] {
    [
        t.workbook_head_code(),
        t.workbook_head_name(),
        t.workbook_head_unit(),
        t.workbook_head_counted(),
        t.cell_last_period(),
        t.cell_year_ago(),
        t.workbook_head_num(),
        t.workbook_head_den(),
        t.cell_state(),
        t.cell_reason(),
        t.cell_is_estimated(),
    ]
}

const WIDTHS: [f64; 11] = [10.0, 38.0, 16.0, 34.0, 20.0, 20.0, 18.0, 18.0, 18.0, 30.0, 12.0];

/// The formats of cells.
struct Formats {
    title: Format,
    head: Format,
    told: Format,
    word: Format,
    quiet: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_border_color("BFBFBF")
            .set_align(FormatAlign::Top);
        let filled = cell.clone().set_background_color("FFF4CC").set_unlocked();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: cell.clone().set_bold().set_text_wrap().set_background_color("DCE6F1"),
            told: cell.clone().set_text_wrap().set_background_color("F5F5F5"),
            word: filled.set_text_wrap(),
            quiet: Format::new().set_font_color("595959"),
        }
    }

    fn number(&self, scale: u8) -> Format {
        let places = if scale == 0 { String::new() } else { format!(".{}", "0".repeat(scale.into())) };
        self.word.clone().set_align(FormatAlign::Right).set_num_format(format!("#,##0{places}"))
    }
}

/// The bytes of the form.
///
/// # Errors
/// If a text is longer than a cell can hold; none of the product's is.
pub fn write(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let t = form.lang;
    let mut book = Workbook::new();
    let about = DocProperties::new().set_title(&form.titles[0]).set_author("Dondoc");
    book.set_properties(&about.set_creation_datetime(&form.made_on));
    let formats = Formats::new();
    fill(book.add_worksheet().set_name(t.sheet_of_figures())?, form, &formats)?;
    explain(book.add_worksheet().set_name(t.sheet_of_help())?, t, &formats)?;
    remember(book.add_worksheet().set_name(KEY_SHEET)?, form)?;
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, form: &Form, formats: &Formats) -> Result<(), XlsxError> {
    let t = form.lang;
    for ((row, text), format) in (0..).zip(&form.titles).zip([&formats.title, &formats.quiet, &formats.quiet])
    {
        sheet.write_string_with_format(row, 0, text, format)?;
    }
    let (row, column) = place::SPELLING;
    sheet.write_string_with_format(row, 0, t.workbook_spelling(), &formats.quiet)?;
    sheet.write_blank(row, column, &formats.word)?;
    sheet.add_data_validation(row, column, row, column, &list("D", NumberFormat::ALL.len()))?;
    for ((column, head), width) in (0..).zip(heads(t)).zip(WIDTHS) {
        sheet.set_column_width(column, width)?.write_string_with_format(
            place::HEADS,
            column,
            head,
            &formats.head,
        )?;
    }
    sheet.set_row_height(place::HEADS, height(heads(t).into_iter().zip(WIDTHS)))?;
    for (line, row) in (place::HEADS + 1..).zip(&form.rows) {
        fill_row(sheet, line, row, t, formats)?;
    }
    sheet.set_freeze_panes(place::HEADS + 1, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(place::HEADS, place::HEADS)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    Ok(())
}

fn fill_row(
    sheet: &mut Worksheet,
    line: u32,
    row: &Row,
    t: Lang,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let told = [&row.indicator].into_iter().chain(&row.told).chain(&row.before);
    sheet.set_row_height(line, height(told.clone().map(String::as_str).zip(WIDTHS)))?;
    for (column, text) in (0..).zip(told) {
        sheet.write_string_with_format(line, column, text, &formats.told)?;
    }
    let entry = formats.number(row.scale);
    let mut number = |column, number: &Number| -> Result<(), XlsxError> {
        match number {
            Number::Empty => sheet.write_blank(line, column, &entry)?,
            Number::Known(number) => {
                sheet.write_number_with_format(line, column, number::of_decimal(*number), &entry)?
            }
            Number::Typed(text) => sheet.write_string_with_format(line, column, text, &entry)?,
        };
        sheet.add_data_validation(line, column, line, column, &counts(t, line, column, row.scale)?)?;
        Ok(())
    };
    number(place::NUM, &row.num)?;
    match &row.den {
        Some(den) => number(place::DEN, den)?,
        None => drop(sheet.write_blank(line, place::DEN, &formats.told)?),
    }
    let word = |text: &str, shown: bool| if shown { text.to_owned() } else { String::new() };
    let state = word(row.state.name(t), row.state != CellState::Value);
    let estimated = word(t.workbook_yes(), row.estimated);
    for (column, text) in
        [(place::STATE, &state), (place::REASON, &row.reason), (place::ESTIMATED, &estimated)]
    {
        if text.is_empty() {
            sheet.write_blank(line, column, &formats.word)?;
        } else {
            sheet.write_string_with_format(line, column, text, &formats.word)?;
        }
    }
    let states = if row.stock { list("F", states(true).count()) } else { list("E", states(false).count()) };
    sheet.add_data_validation(line, place::STATE, line, place::STATE, &states)?;
    sheet.add_data_validation(line, place::ESTIMATED, line, place::ESTIMATED, &list("G", 1))?;
    Ok(())
}

fn states(of_stock: bool) -> impl Iterator<Item = CellState> {
    CellState::ALL.iter().copied().filter(move |state| !of_stock || *state != CellState::Nil)
}

/// A list that stands in a column of the hidden sheet.
fn list(column: &str, words: usize) -> DataValidation {
    DataValidation::new()
        .allow_list_formula(Formula::new(format!("{KEY_SHEET}!${column}$1:${column}${words}")))
}

/// Warns of what is no number, or not whole where whole things are counted; text can be meant, so it is let through.
fn counts(t: Lang, line: u32, column: u16, scale: u8) -> Result<DataValidation, XlsxError> {
    let cell = format!("{}{}", if column == place::NUM { "G" } else { "H" }, line + 1);
    let rule = if scale == 0 {
        format!("AND(ISNUMBER({cell}),{cell}=INT({cell}))")
    } else {
        format!("ISNUMBER({cell})")
    };
    DataValidation::new()
        .allow_custom(Formula::new(rule))
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_message(t.workbook_help_number())
}

fn explain(sheet: &mut Worksheet, t: Lang, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 100)?.write_string_with_format(0, 0, t.sheet_of_help(), &formats.title)?;
    let lines = [
        t.workbook_help_1(),
        t.workbook_help_2(),
        t.workbook_help_3(),
        t.workbook_help_4(),
        t.workbook_help_5(),
        t.workbook_help_6(),
        t.secrecy_statement(),
    ];
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (line, text) in (2..).zip(lines) {
        sheet.write_string_with_format(line, 0, text, &wrapped)?;
    }
    sheet.protect();
    Ok(())
}

/// Writes down which report it is of, with the words of the lists.
fn remember(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    let (t, key) = (form.lang, &form.key);
    let rows = form.rows.iter().map(|row| (row.indicator.as_str(), row.seen));
    let digest = digest(key, heads(t), rows.clone());
    let revision = key.revision.to_string();
    let known = [
        ("layout", LAYOUT),
        ("regime", &key.regime),
        ("period", &key.period),
        ("body", &key.body),
        ("revision", &revision),
        ("digest", &digest),
    ];
    for (line, (name, text)) in (0..).zip(known) {
        sheet.write_string(line, 0, name)?.write_string(line, 1, text)?;
    }
    for (line, (code, seen)) in (place::KEYS..).zip(rows) {
        sheet.write_string(line, 0, code)?.write_string(line, 1, seen.to_string())?;
    }
    let formats = NumberFormat::ALL.iter().map(|format| format.name(t));
    let all = states(false).map(|state| state.name(t));
    let of_stock = states(true).map(|state| state.name(t));
    let mut column = |column: u16, words: &mut dyn Iterator<Item = &'static str>| -> Result<(), XlsxError> {
        (0..).zip(words).try_for_each(|(line, word)| sheet.write_string(line, column, word).map(drop))
    };
    column(3, &mut formats.into_iter())?;
    column(4, &mut all.into_iter())?;
    column(5, &mut of_stock.into_iter())?;
    column(6, &mut [t.workbook_yes()].into_iter())?;
    sheet.set_very_hidden(true).protect();
    Ok(())
}
