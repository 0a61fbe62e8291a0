//! A simulation as a table for a spreadsheet.

use dondoc_shared::{
    text::Lang,
    wire::policy::{Pair, Simulation},
};

use dondoc_kernel::csv::Table;

/// A line for each tenant, then one for each day.
pub fn csv(simulation: &Simulation, lang: Lang) -> String {
    let mut table = Table::default();
    table.line(lang.simulation_heads());
    for tenant in &simulation.tenants {
        let name = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
        let figures = [tenant.mails, tenant.lines, tenant.most_a_day, tenant.steps, tenant.silent];
        row(&mut table, &tenant.tenant.slug, name, &figures);
    }
    for day in &simulation.days {
        row(
            &mut table,
            &day.on.to_string(),
            lang.simulation_all(),
            &[day.mails, day.lines, day.mails, day.steps],
        );
    }
    table.text()
}

fn row(table: &mut Table, key: &str, name: &str, figures: &[Pair]) {
    let figures = figures.iter().flat_map(|pair| [pair.now.to_string(), pair.draft.to_string()]);
    let figures: Vec<String> = figures.collect();
    table.line([key, name].into_iter().chain(figures.iter().map(String::as_str)));
}
