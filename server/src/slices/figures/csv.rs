//! Figures and the cells that they are made of as one table: numbers as their parts, and no figure without its coverage.

use dondoc_shared::{
    figures::{Basis, CellState, Decimal, Weight},
    wire::figure::{FigureRow, SourceRow},
};

use super::export::Export;
use dondoc_kernel::csv::Table;

const COLUMNS: [&str; 31] = [
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
];

/// The table: of each indicator that bodies are asked for, its figure, then the cell of each body that owes it.
pub fn csv(of: &Export) -> String {
    let Export { period, group, basis, made, .. } = of;
    let span = [period.code.clone(), period.from_on.to_string(), period.to_on.to_string()];
    let simulated = if period.simulated { "yes" } else { "no" };
    let mut table = Table::default();
    table.line(COLUMNS);
    for (figure, sources) in made {
        let of = Of { span: &span, figure, group, basis: *basis, simulated };
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
            "",
            &[
                Some("figure".to_owned()),
                number(figure.num),
                number(figure.den),
                Some(figure.scale.to_string()),
                decimal(figure.value),
                Some(figure.unit_en.clone()),
                number(Some(coverage.estimated)),
                None,
                Some(self.span[2].clone()),
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
        let state = source.state.map_or("missing", |state: CellState| state.as_str());
        self.line(
            table,
            &source.tenant.slug,
            &[
                Some(state.to_owned()),
                number(source.num),
                number(source.den),
                Some(self.figure.scale.to_string()),
                None,
                Some(self.figure.unit_en.clone()),
                Some(i64::from(source.estimated).to_string()),
                Some(source.reason.clone()),
                Some(self.span[2].clone()),
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

    fn line(&self, table: &mut Table, body: &str, rest: &[Option<String>; 22]) {
        let version = self.figure.version.to_string();
        let [code, start, end] = self.span;
        let head =
            [code, start, end, &self.figure.indicator, &version, body, self.group, self.basis.as_str()];
        let rest = rest.iter().map(|cell| cell.as_deref().unwrap_or_default());
        table.line(head.into_iter().chain(rest).chain([self.simulated]));
    }
}
