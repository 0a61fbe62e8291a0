//! The figures of a period as SDMX-CSV 2.0: a row is an observation, of the figure of a group or of the cell of a body, with its coverage as
//! attributes (R158).

use dondoc_shared::{
    figures::{CellState, Decimal, Quotient},
    wire::figure::{FigureRow, SourceRow},
};

use super::export::Export;

/// What the rows are an instance of.
const STRUCTURE: [&str; 3] = ["dataflow", "DONDOC:FIGURES(1.0)", "I"];

const COLUMNS: [&str; 29] = [
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "TIME_PERIOD",
    "REF_AREA",
    "INDICATOR",
    "BASIS",
    "OBS_VALUE",
    "OBS_STATUS",
    "UNIT_MEASURE",
    "UNIT_MULT",
    "DECIMALS",
    "NUMERATOR",
    "DENOMINATOR",
    "VERSION",
    "EXPECTED",
    "N_VALUE",
    "N_NIL",
    "N_NOT_APPLICABLE",
    "N_NOT_AVAILABLE",
    "N_MISSING",
    "N_ESTIMATED",
    "N_VERIFIED",
    "WEIGHT_PRESENT",
    "WEIGHT_EXPECTED",
    "LOW",
    "HIGH",
    "VERDICT",
    "SIMULATED",
];

/// The table.
///
/// # Errors
/// None that memory does not raise.
pub fn sdmx(of: &Export) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(vec![]);
    table.write_record(COLUMNS)?;
    // First day and duration: a year of reports is none of the calendar (R125).
    let duration = match of.period.code.split_once('-').map_or("", |(_, place)| place).chars().next() {
        Some('Q') => "P3M",
        Some('S') => "P6M",
        Some('A') => "P1Y",
        _ => "P1M",
    };
    let time = format!("{}/{duration}", of.period.from_on);
    for (figure, sources) in &of.made {
        let mut line = |area: &str, observed: &Observed, rest: [String; 13]| {
            let of_all = [time.as_str(), area, figure.indicator.as_str(), of.basis.as_str()];
            let head = STRUCTURE.into_iter().chain(of_all).map(str::to_owned);
            let whole = head.chain(observed.columns(figure)).chain(rest);
            let simulated = if of.period.simulated { "true" } else { "false" };
            table.write_record(whole.chain([simulated.to_owned()]))
        };
        line(&of.group, &Observed::of_figure(figure), coverage(figure))?;
        for source in sources {
            line(
                &source.tenant.slug,
                &Observed::of_cell(figure, source),
                std::array::from_fn(|_| String::new()),
            )?;
        }
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// A value, why there is none, and its parts.
struct Observed {
    value: Option<Decimal>,
    /// SDMX's own codes: `A` normal, `E` estimated, `M` cannot exist, `L` exists and was not collected.
    status: &'static str,
    parts: [Option<i64>; 2],
}

impl Observed {
    fn of_figure(figure: &FigureRow) -> Self {
        let estimated = figure.coverage.is_some_and(|coverage| coverage.estimated > 0);
        let status = match figure.value {
            None => "L",
            Some(_) if estimated => "E",
            Some(_) => "A",
        };
        Self { value: figure.value, status, parts: [figure.num, figure.den] }
    }

    fn of_cell(figure: &FigureRow, source: &SourceRow) -> Self {
        let places = figure.value.map_or(1, Decimal::places);
        let value = match (source.num, source.den) {
            (Some(num), Some(den)) if is_percent(figure) => {
                Quotient::percent(num, den).map(|exact| exact.rounded(places))
            }
            (Some(num), _) => Decimal::new(num, figure.scale),
            _ => None,
        };
        let status = match source.state {
            Some(CellState::NotApplicable) => "M",
            Some(CellState::NotAvailable) | None => "L",
            Some(CellState::Value | CellState::Nil) if source.estimated => "E",
            Some(CellState::Value | CellState::Nil) => "A",
        };
        Self { value, status, parts: [source.num, source.den] }
    }

    fn columns(&self, figure: &FigureRow) -> Vec<String> {
        let scaled = |n: Option<i64>| number(n.and_then(|n| Decimal::new(n, figure.scale)));
        let [num, den] = self.parts.map(scaled);
        let unit = if is_percent(figure) { "PT".to_owned() } else { figure.unit_en.clone() };
        let places = self.value.map_or(String::new(), |value| value.places().to_string());
        vec![
            number(self.value),
            self.status.to_owned(),
            unit,
            "0".to_owned(),
            places,
            num,
            den,
            figure.version.to_string(),
        ]
    }
}

fn is_percent(figure: &FigureRow) -> bool {
    figure.unit_en == "%"
}

fn number(number: Option<Decimal>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn coverage(figure: &FigureRow) -> [String; 13] {
    let counts = figure.coverage.unwrap_or_default();
    let weight = |part: fn(&dondoc_shared::figures::Weight) -> i64| {
        figure.weight.as_ref().map(|weight| part(weight).to_string()).unwrap_or_default()
    };
    [
        counts.expected.to_string(),
        counts.value.to_string(),
        counts.nil.to_string(),
        counts.not_applicable.to_string(),
        counts.not_available.to_string(),
        counts.missing.to_string(),
        counts.estimated.to_string(),
        counts.verified.to_string(),
        weight(|weight| weight.present),
        weight(|weight| weight.of),
        number(figure.low),
        number(figure.high),
        figure.outcome.map(|outcome| outcome.as_str().to_owned()).unwrap_or_default(),
    ]
}
