//! The figures of a period as a workbook: what they cover on the first sheet, then the figures, then the cells that they are made of.
//! Numbers are numbers, and a percentage is worked out from its parts (R158).

use dondoc_shared::{
    figures::{Basis, Decimal},
    period::PeriodCode,
    text::{Lang, reports::percentage},
    wire::{
        figure::{FigureRow, SourceRow},
        report::PeriodRow,
    },
};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use crate::{height, number::of_decimal};

/// A figure with the cells that it is made of, in the order in which bodies are read.
pub type Made = (FigureRow, Vec<SourceRow>);

/// The figures of a period over a group.
#[derive(Debug)]
pub struct Figures<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The period.
    pub period: &'a PeriodRow,
    /// What stands under the title: the group and the basis.
    pub over: String,
    /// Which reports are in it.
    pub basis: Basis,
    /// Figures that bodies report, in the order of the catalogue.
    pub figures: &'a [Made],
    /// The local date.
    pub made_on: Date,
}

/// The row of the heads, from 0.
const HEADS: u32 = 3;

/// The formats of cells.
struct Formats {
    title: Format,
    quiet: Format,
    head: Format,
    text: Format,
    cell: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_border_color("BFBFBF")
            .set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            quiet: Format::new().set_font_color("595959"),
            head: cell.clone().set_bold().set_text_wrap().set_background_color("DCE6F1"),
            text: cell.clone().set_text_wrap(),
            cell,
        }
    }

    fn number(&self, places: u8, percent: bool) -> Format {
        let point = if places == 0 { String::new() } else { format!(".{}", "0".repeat(places.into())) };
        let format = if percent { format!("0{point}%") } else { format!("#,##0{point}") };
        self.cell.clone().set_num_format(format)
    }
}

/// The bytes of the workbook.
///
/// # Errors
/// If a text is longer than a cell can hold.
pub fn write(of: &Figures<'_>) -> Result<Vec<u8>, XlsxError> {
    let t = of.lang;
    let mut book = Workbook::new();
    let about = DocProperties::new().set_title(title(of)).set_author("Dondoc");
    book.set_properties(&about.set_creation_datetime(&of.made_on));
    let formats = Formats::new();
    coverage(book.add_worksheet().set_name(t.sheet_of_coverage())?, of, &formats)?;
    figures(book.add_worksheet().set_name(t.sheet_of_figures())?, of, &formats)?;
    bodies(book.add_worksheet().set_name(t.sheet_of_bodies())?, of, &formats)?;
    book.save_to_buffer()
}

fn title(of: &Figures<'_>) -> String {
    let t = of.lang;
    t.report_of_period(t.pick(&of.period.regime_vi, &of.period.regime_en), &period(of))
}

/// The period by name, with the mark of what is invented.
fn period(of: &Figures<'_>) -> String {
    let (t, code) = (of.lang, &of.period.code);
    let named = code.parse::<PeriodCode>().map_or_else(|_| code.clone(), |code| code.name(t));
    if of.period.simulated { format!("{named} ({})", t.report_simulated()) } else { named }
}

/// Title, what it is over, and the heads of a sheet.
fn begin(
    sheet: &mut Worksheet,
    of: &Figures<'_>,
    formats: &Formats,
    heads: &[(&str, f64)],
) -> Result<(), XlsxError> {
    let t = of.lang;
    let window = t.report_from_to(&t.date(of.period.from_on), &t.date(of.period.to_on));
    sheet.write_string_with_format(0, 0, title(of), &formats.title)?;
    sheet.write_string_with_format(1, 0, format!("{window} · {}", of.over), &formats.quiet)?;
    for (column, (head, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, *width)?.write_string_with_format(
            HEADS,
            column,
            *head,
            &formats.head,
        )?;
    }
    sheet.set_row_height(HEADS, height(heads.iter().copied()))?;
    sheet.set_freeze_panes(HEADS + 1, 2)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADS, HEADS)?;
    Ok(())
}

fn whole(n: i64) -> f64 {
    of_decimal(Decimal::whole(n))
}

fn scaled(n: i64, scale: u8) -> f64 {
    Decimal::new(n, scale).map_or(f64::NAN, of_decimal)
}

/// A quotient that the spreadsheet works out, with what it comes to for those that do not.
fn quotient(num: &str, den: &str, value: f64) -> Formula {
    Formula::new(format!("IF({den}>0,{num}/{den},\"\")")).set_result(value.to_string())
}

fn coverage(sheet: &mut Worksheet, of: &Figures<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let t = of.lang;
    // Of the verified figures also those are missing that have filed.
    let missing = match of.basis {
        Basis::Filed => t.workbook_missing(),
        Basis::Verified => t.workbook_missing_verified(),
    };
    let heads = [
        (t.workbook_head_code(), 10.0),
        (t.workbook_head_name(), 40.0),
        (t.workbook_expected(), 12.0),
        (t.workbook_reported(), 12.0),
        (t.workbook_nil(), 12.0),
        (t.workbook_not_available(), 12.0),
        (missing, 12.0),
        (t.workbook_not_applicable(), 12.0),
        (t.workbook_estimated(), 12.0),
        (t.workbook_verified(), 12.0),
        (t.workbook_chart_axis(), 14.0),
    ];
    begin(sheet, of, formats, &heads)?;
    let count = formats.number(0, false);
    let share = formats.number(1, true);
    for (row, (figure, _)) in (HEADS + 1..).zip(of.figures) {
        let Some(counts) = figure.coverage else { continue };
        sheet.write_string_with_format(row, 0, &figure.indicator, &formats.text)?;
        let name = t.pick(&figure.name_vi, &figure.name_en);
        sheet.set_row_height(row, height([(name, 40.0)]))?;
        sheet.write_string_with_format(row, 1, name, &formats.text)?;
        let numbers = [
            counts.expected,
            counts.value,
            counts.nil,
            counts.not_available,
            counts.missing,
            counts.not_applicable,
            counts.estimated,
            counts.verified,
        ];
        for (column, n) in (2..).zip(numbers) {
            sheet.write_number_with_format(row, column, whole(n), &count)?;
        }
        let line = row + 1;
        let present = whole(counts.value.saturating_add(counts.nil));
        let value = if counts.expected > 0 { present / whole(counts.expected) } else { 0.0 };
        let formula = quotient(&format!("(D{line}+E{line})"), &format!("C{line}"), value);
        sheet.write_formula_with_format(row, 10, formula, &share)?;
    }
    let count = u32::try_from(of.figures.len()).unwrap_or_default();
    if count > 0 {
        sheet.insert_chart(HEADS + count + 3, 1, &chart(of, count))?;
    }
    Ok(())
}

/// Who is in each figure and who is missing, as bars of the same table.
fn chart(of: &Figures<'_>, count: u32) -> Chart {
    let t = of.lang;
    let (first, last) = (HEADS + 1, HEADS + count);
    let sheet = t.sheet_of_coverage();
    let mut chart = Chart::new(ChartType::BarStacked);
    for (column, color) in [(3, "1F5A99"), (4, "7FA8D1"), (5, "E0A030"), (6, "BFBFBF")] {
        let series = chart.add_series();
        series.set_categories((sheet, first, 0, last, 0)).set_values((sheet, first, column, last, column));
        series.set_name((sheet, HEADS, column)).set_gap(60);
        series.set_format(
            rust_xlsxwriter::ChartFormat::new()
                .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(color)),
        );
    }
    chart.title().set_name(&t.workbook_chart_title(&period(of)));
    // The first figure stands on top, as in the table.
    chart.y_axis().set_reverse();
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(760).set_height(count.saturating_mul(34).saturating_add(140));
    chart.set_alt_text(t.workbook_chart_title(&title(of)));
    chart
}

fn figures(sheet: &mut Worksheet, of: &Figures<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let t = of.lang;
    let heads = [
        (t.workbook_head_code(), 10.0),
        (t.workbook_head_name(), 40.0),
        (t.workbook_head_unit(), 14.0),
        (t.workbook_head_num(), 16.0),
        (t.workbook_head_den(), 16.0),
        (t.workbook_rate(), 12.0),
        (t.workbook_low(), 12.0),
        (t.workbook_high(), 12.0),
        (t.workbook_verdict(), 34.0),
        (t.workbook_words(), 70.0),
    ];
    begin(sheet, of, formats, &heads)?;
    for (row, (figure, _)) in (HEADS + 1..).zip(of.figures) {
        let percent = figure.unit_en == "%";
        let told = [
            figure.indicator.as_str(),
            t.pick(&figure.name_vi, &figure.name_en),
            t.pick(&figure.unit_vi, &figure.unit_en),
        ];
        for (column, text) in (0..).zip(told) {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        let places = figure.value.filter(|_| percent).map(Decimal::places);
        parts(sheet, row, (3, figure.num, figure.den), figure.scale, places, formats)?;
        for (column, bound) in [(6, figure.low), (7, figure.high)] {
            match bound {
                // What is printed in percent is a share here.
                Some(bound) if percent => {
                    let format = formats.number(bound.places(), true);
                    sheet.write_number_with_format(row, column, of_decimal(bound) / 100.0, &format)?
                }
                Some(bound) => {
                    let format = formats.number(bound.places(), false);
                    sheet.write_number_with_format(row, column, of_decimal(bound), &format)?
                }
                None => sheet.write_blank(row, column, &formats.cell)?,
            };
        }
        let said =
            [t.pick(&figure.verdict_vi, &figure.verdict_en), t.pick(&figure.words_vi, &figure.words_en)];
        sheet.set_row_height(row, height([(told[1], 40.0), (said[0], 34.0), (said[1], 70.0)]))?;
        for (column, text) in (8..).zip(said) {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
    }
    Ok(())
}

/// Numerator, denominator and, of a percentage, what they come to with so many decimals, from a column on.
fn parts(
    sheet: &mut Worksheet,
    row: u32,
    (column, num, den): (u16, Option<i64>, Option<i64>),
    scale: u8,
    places: Option<u8>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = formats.number(scale, false);
    for (column, n) in (column..).zip([num, den]) {
        match n {
            Some(n) => sheet.write_number_with_format(row, column, scaled(n, scale), &format)?,
            None => sheet.write_blank(row, column, &formats.cell)?,
        };
    }
    let rate = column + 2;
    match (num, den, places) {
        (Some(num), Some(den), Some(places)) if den > 0 => {
            let names = [column, column + 1].map(|column| format!("{}{}", letter(column), row + 1));
            let [num_cell, den_cell] = &names;
            let formula = quotient(num_cell, den_cell, whole(num) / whole(den));
            sheet.write_formula_with_format(row, rate, formula, &formats.number(places, true))?
        }
        _ => sheet.write_blank(row, rate, &formats.cell)?,
    };
    Ok(())
}

/// Of the first 26 columns.
fn letter(column: u16) -> char {
    char::from_u32(u32::from(b'A') + u32::from(column)).unwrap_or('?')
}

fn bodies(sheet: &mut Worksheet, of: &Figures<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let t = of.lang;
    let heads = [
        (t.workbook_head_code(), 10.0),
        (t.workbook_head_body(), 32.0),
        (t.cell_state(), 18.0),
        (t.workbook_head_num(), 16.0),
        (t.workbook_head_den(), 16.0),
        (t.workbook_rate(), 12.0),
        (t.workbook_estimated(), 12.0),
        (t.workbook_verified(), 12.0),
        (t.cell_reason(), 40.0),
    ];
    begin(sheet, of, formats, &heads)?;
    let rows =
        of.figures.iter().flat_map(|(figure, sources)| sources.iter().map(move |source| (figure, source)));
    for (row, (figure, source)) in (HEADS + 1..).zip(rows) {
        let tenant = t.pick(&source.tenant.name_vi, &source.tenant.name_en);
        let state = source.state.map_or(t.pick(&source.short_vi, &source.short_en), |state| state.name(t));
        for (column, text) in (0..).zip([figure.indicator.as_str(), tenant, state]) {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        // Of a body that answers yes or no there is no percentage.
        let shares = source.num.zip(source.den).filter(|_| figure.unit_en == "%");
        let places = shares.and_then(|(num, den)| percentage(num, den)).map(Decimal::places);
        parts(sheet, row, (3, source.num, source.den), figure.scale, places, formats)?;
        let yes = |yes: bool| if yes { t.workbook_yes() } else { "" };
        sheet.set_row_height(row, height([(tenant, 32.0), (source.reason.as_str(), 40.0)]))?;
        for (column, text) in (6..).zip([yes(source.estimated), yes(source.verified), source.reason.as_str()])
        {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
    }
    let last = of.figures.iter().map(|(_, sources)| sources.len()).sum::<usize>();
    if let Ok(last @ 1..) = u32::try_from(last) {
        sheet.autofilter(HEADS, 0, HEADS + last, 8)?;
    }
    Ok(())
}
