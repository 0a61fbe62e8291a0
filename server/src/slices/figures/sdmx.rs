//! The figures of a period as SDMX-CSV 2.0: a row is an observation, of the figure of a group or of the cell of a body, with its coverage as
//! attributes (R158).

use dondoc_shared::{
    figures::{CellState, Decimal, OverBodies},
    text::reports::percentage,
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
    let cut_off = of.today > of.period.cutoff_on;
    for (figure, sources) in &of.made {
        let mut line = |area: &str, observed: &Observed<'_>, rest: [String; 13]| {
            let of_all = [time.as_str(), area, figure.indicator.as_str(), of.basis.as_str()];
            let head = STRUCTURE.into_iter().chain(of_all).map(str::to_owned);
            let whole = head.chain(observed.columns(figure)).chain(rest);
            let simulated = if of.period.simulated { "true" } else { "false" };
            table.write_record(whole.chain([simulated.to_owned()]))
        };
        line(&of.group, &Observed::of_figure(figure, cut_off), coverage(figure))?;
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
struct Observed<'a> {
    value: Option<Decimal>,
    /// SDMX's own codes: `A` normal, `E` estimated, `P` provisional, `M` cannot exist, `L` exists and was not collected.
    status: &'static str,
    /// SDMX's own codes for a percentage (`PT`) and for a number of nothing in particular (`PN`).
    unit: &'a str,
    parts: [Option<i64>; 2],
}

impl<'a> Observed<'a> {
    fn of_figure(figure: &'a FigureRow, cut_off: bool) -> Self {
        let estimated = figure.coverage.is_some_and(|coverage| coverage.estimated > 0);
        let status = match figure.value {
            None => "L",
            Some(_) if !cut_off || is_at_least(figure) => "P",
            Some(_) if estimated => "E",
            Some(_) => "A",
        };
        let unit = if is_percent(figure) { "PT" } else { figure.unit_en.as_str() };
        Self { value: figure.value, status, unit, parts: [figure.num, figure.den] }
    }

    fn of_cell(figure: &'a FigureRow, source: &SourceRow) -> Self {
        // Of the percentage of bodies that say yes, a body has its yes.
        let answers = figure.over_bodies == OverBodies::CountOfTenants;
        let shares = is_percent(figure) && !answers;
        let value = match (source.num, source.den) {
            (Some(num), Some(den)) if shares => percentage(num, den),
            (Some(num), _) if !shares => Decimal::new(num, figure.scale),
            _ => None,
        };
        let status = match source.state {
            Some(CellState::NotApplicable) => "M",
            Some(CellState::NotAvailable) | None => "L",
            // Of nothing there is no percentage.
            Some(CellState::Nil) if shares => "M",
            Some(CellState::Value | CellState::Nil) if source.estimated => "E",
            Some(CellState::Value | CellState::Nil) => "A",
        };
        let unit = match (is_percent(figure), answers) {
            (true, true) => "PN",
            (true, false) => "PT",
            (false, _) => figure.unit_en.as_str(),
        };
        Self { value, status, unit, parts: [source.num, source.den] }
    }

    fn columns(&self, figure: &FigureRow) -> Vec<String> {
        let scaled = |n: Option<i64>| number(n.and_then(|n| Decimal::new(n, figure.scale)));
        let [num, den] = self.parts.map(scaled);
        let places = self.value.map_or(String::new(), |value| value.places().to_string());
        vec![
            number(self.value),
            self.status.to_owned(),
            self.unit.to_owned(),
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

/// Whether the whole can only be more, as its sentence says.
fn is_at_least(figure: &FigureRow) -> bool {
    let adds_up = matches!(figure.over_bodies, OverBodies::Sum | OverBodies::Distinct);
    adds_up && figure.low.is_some() && figure.high != figure.low
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        super::export::sample::{export, source},
        *,
    };

    /// Value, status, unit and parts of each row.
    fn told(of: &Export) -> Vec<[String; 5]> {
        let table = sdmx(of).unwrap();
        let mut rows = csv::Reader::from_reader(table.as_slice());
        rows.records().map(|row| [7, 8, 9, 12, 13].map(|n| row.as_ref().unwrap()[n].to_owned())).collect()
    }

    #[test]
    fn a_cell_is_a_percentage_only_with_its_whole_and_never_says_all_of_what_is_some() {
        use CellState::{Nil, Value};
        let ratio = export(
            OverBodies::Ratio,
            vec![
                source(Some(Value), Some(9_996), Some(10_000)),
                source(Some(Nil), Some(0), None),
                source(None, None, None),
            ],
        );
        let cells = told(&ratio).split_off(1);
        assert_eq!(cells[0], ["99.96", "A", "PT", "9996", "10000"]);
        assert_eq!(cells[1], ["", "M", "PT", "0", ""]);
        assert_eq!(cells[2], ["", "L", "PT", "", ""]);
        let answers = export(OverBodies::CountOfTenants, vec![source(Some(Value), Some(1), None)]);
        assert_eq!(told(&answers)[1], ["1", "A", "PN", "1", ""]);
    }

    #[test]
    fn a_figure_is_provisional_until_the_cut_off_and_while_it_can_only_be_more() {
        let status = |of: &Export| told(of)[0][1].clone();
        let mut of = export(OverBodies::Ratio, vec![]);
        of.today = of.period.cutoff_on;
        assert_eq!(status(&of), "P");
        of.today = date(2024, 12, 31);
        assert_eq!(status(&of), "A");
        let mut sum = export(OverBodies::Sum, vec![]);
        sum.today = date(2024, 12, 31);
        sum.made[0].0.high = None;
        assert_eq!(status(&sum), "P", "at least");
    }
}
