//! Figures and the cells that they are made of as one table: numbers as their parts, and no figure without its coverage.

use dondoc_shared::{
    figures::{Basis, CellState, Decimal, Weight},
    wire::{
        TenantRef,
        figure::{Absence, FigureRow, SourceRow},
    },
};

use super::export::Export;
use dondoc_kernel::csv::Table;

/// What is new stands at the end: whoever reads a column by its place finds it where it was.
const COLUMNS: [&str; 35] = [
    "period",
    "period_start",
    "period_end",
    "indicator",
    "version",
    "body",
    "group",
    "basis",
    "state",
    "num",
    "den",
    "scale",
    "value",
    "unit",
    "estimated",
    "reason",
    "as_of",
    "expected",
    "n_value",
    "n_nil",
    "n_na",
    "n_none",
    "n_missing",
    "n_verified",
    "weight",
    "weight_present",
    "weight_expected",
    "low",
    "high",
    "verdict",
    "simulated",
    "indicator_vi",
    "indicator_en",
    "body_vi",
    "body_en",
];

/// The table: of each indicator that bodies are asked for, its figure, then the cell of each body that owes it.
pub fn csv(of: &Export) -> String {
    let Export { period, group, basis, made, today, .. } = of;
    // A period that is not over is counted up to today.
    let as_of = period.to_on.min(*today).to_string();
    let span = [period.code.clone(), period.from_on.to_string(), period.to_on.to_string()];
    let simulated = if period.simulated { "yes" } else { "no" };
    let mut table = Table::default();
    table.line(COLUMNS);
    for (figure, sources) in made {
        let of = Of { span: &span, last_day: &as_of, figure, group, basis: *basis, simulated };
        of.figure(&mut table);
        for source in sources {
            of.cell(&mut table, source);
        }
    }
    table.text()
}

/// What a line stands for.
struct Of<'a> {
    span: &'a [String; 3],
    /// The last day that is counted.
    last_day: &'a str,
    figure: &'a FigureRow,
    group: &'a str,
    basis: Basis,
    simulated: &'a str,
}

impl Of<'_> {
    fn figure(&self, table: &mut Table) {
        let figure = self.figure;
        let Some(coverage) = figure.coverage else { return };
        let decimal = |value: Option<Decimal>| value.map(|value| value.to_string());
        let weight = |read: fn(&Weight) -> i64| figure.weight.as_ref().map(read);
        let number = |n: Option<i64>| n.map(|n| n.to_string());
        self.line(
            table,
            None,
            &[
                Some("figure".to_owned()),
                number(figure.num),
                number(figure.den),
                Some(figure.scale.to_string()),
                decimal(figure.value),
                Some(figure.unit_en.clone()),
                number(Some(coverage.estimated)),
                None,
                Some(self.last_day.to_owned()),
                number(Some(coverage.expected)),
                number(Some(coverage.value)),
                number(Some(coverage.nil)),
                number(Some(coverage.not_applicable)),
                number(Some(coverage.not_available)),
                number(Some(coverage.missing)),
                number(Some(coverage.verified)),
                None,
                number(weight(|weight| weight.present)),
                number(weight(|weight| weight.of)),
                decimal(figure.low),
                decimal(figure.high),
                figure.outcome.map(|outcome| outcome.as_str().to_owned()),
            ],
        );
    }

    fn cell(&self, table: &mut Table, source: &SourceRow) {
        let number = |n: Option<i64>| n.map(|n| n.to_string());
        let state = source.state.map(CellState::as_str).or(source.absence.map(Absence::as_str));
        self.line(
            table,
            Some(&source.tenant),
            &[
                state.map(str::to_owned),
                number(source.num),
                number(source.den),
                Some(self.figure.scale.to_string()),
                None,
                Some(self.figure.unit_en.clone()),
                Some(i64::from(source.estimated).to_string()),
                Some(source.reason.clone()),
                Some(self.last_day.to_owned()),
                None,
                None,
                None,
                None,
                None,
                None,
                Some(i64::from(source.verified).to_string()),
                number(source.weight),
                None,
                None,
                None,
                None,
                None,
            ],
        );
    }

    /// A line of the figure, or of one body in it; codes first, and what they are called last.
    fn line(&self, table: &mut Table, body: Option<&TenantRef>, rest: &[Option<String>; 22]) {
        let version = self.figure.version.to_string();
        let [code, start, end] = self.span;
        let of_body = |read: fn(&TenantRef) -> &str| body.map_or("", read);
        let slug = of_body(|body| body.slug.as_str());
        let head =
            [code, start, end, &self.figure.indicator, &version, slug, self.group, self.basis.as_str()];
        let rest = rest.iter().map(|cell| cell.as_deref().unwrap_or_default());
        let names = [
            self.figure.name_vi.as_str(),
            self.figure.name_en.as_str(),
            of_body(|body| body.name_vi.as_str()),
            of_body(|body| body.name_en.as_str()),
        ];
        table.line(head.into_iter().chain(rest).chain([self.simulated]).chain(names));
    }
}

#[cfg(test)]
mod tests {
    use dondoc_shared::figures::OverBodies;
    use jiff::civil::date;

    use super::{
        super::export::sample::{export, source},
        *,
    };

    /// What stands under a head, of each line.
    fn column(of: &Export, head: &str) -> Vec<String> {
        let place = COLUMNS.iter().position(|column| *column == head).unwrap();
        let text = csv(of);
        let cell = |line: &str| {
            // One mark on each side, and no more: a last cell that is empty has two.
            let inside = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap();
            inside.split("\",\"").nth(place).unwrap().to_owned()
        };
        text.lines().skip(1).map(cell).collect()
    }

    #[test]
    fn of_a_body_without_a_number_it_is_told_whether_it_filed() {
        let sources =
            Absence::ALL.iter().map(|why| SourceRow { absence: Some(*why), ..source(None, None, None) });
        let of = export(OverBodies::Ratio, sources.collect());
        assert_eq!(column(&of, "state"), ["figure", "waiting", "left_out", "missing"]);
    }

    #[test]
    fn codes_stand_where_they_stood_and_what_they_are_called_at_the_end_in_both_languages() {
        let mut of = export(OverBodies::Ratio, vec![source(Some(CellState::Value), Some(9), Some(10))]);
        let figure = &mut of.made[0].0;
        "Tỷ lệ hồ sơ".clone_into(&mut figure.name_vi);
        "Share of cases".clone_into(&mut figure.name_en);
        for (place, head) in [(0, "period"), (3, "indicator"), (5, "body"), (8, "state"), (30, "simulated")] {
            assert_eq!(COLUMNS[place], head);
        }
        assert_eq!(column(&of, "indicator"), ["I24-02", "I24-02"]);
        assert_eq!(column(&of, "body"), ["", "ha-noi"]);
        assert_eq!(column(&of, "simulated"), ["yes", "yes"]);
        assert_eq!(column(&of, "indicator_vi"), ["Tỷ lệ hồ sơ", "Tỷ lệ hồ sơ"]);
        assert_eq!(column(&of, "indicator_en"), ["Share of cases", "Share of cases"]);
        assert_eq!(column(&of, "body_vi"), ["", "Hà Nội"]);
        assert_eq!(column(&of, "body_en"), ["", "Ha Noi"]);
        for line in csv(&of).lines() {
            assert_eq!(line.split("\",\"").count(), COLUMNS.len(), "{line}");
        }
    }

    #[test]
    fn a_period_that_is_not_over_is_counted_up_to_today() {
        let mut of = export(OverBodies::Ratio, vec![source(None, None, None)]);
        of.today = date(2024, 7, 10);
        assert_eq!(column(&of, "as_of"), ["2024-07-10", "2024-07-10"]);
        of.today = date(2024, 8, 1);
        assert_eq!(column(&of, "as_of"), ["2024-07-14", "2024-07-14"]);
    }
}
