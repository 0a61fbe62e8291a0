//! A simulation as a table for a spreadsheet.

use dondoc_shared::{
    text::Lang,
    wire::policy::{Pair, Simulation},
};

/// UTF-8 with a byte order mark, which spreadsheets need to read Vietnamese; a line for each tenant, then one for each day.
pub fn csv(simulation: &Simulation, lang: Lang) -> String {
    let mut text = String::from('\u{feff}');
    let heads = lang.simulation_heads();
    line(&mut text, &heads.map(str::to_owned));
    for tenant in &simulation.tenants {
        let name = lang.pick(&tenant.tenant.name_vi, &tenant.tenant.name_en);
        let figures = [tenant.mails, tenant.lines, tenant.most_a_day, tenant.steps, tenant.silent];
        row(&mut text, &tenant.tenant.slug, name, &figures);
    }
    for day in &simulation.days {
        row(
            &mut text,
            &day.on.to_string(),
            lang.simulation_all(),
            &[day.mails, day.lines, day.mails, day.steps],
        );
    }
    text
}

fn row(text: &mut String, key: &str, name: &str, figures: &[Pair]) {
    let figures = figures.iter().flat_map(|pair| [pair.now.to_string(), pair.draft.to_string()]);
    let cells: Vec<String> = [key.to_owned(), name.to_owned()].into_iter().chain(figures).collect();
    line(text, &cells);
}

/// One line in the form of RFC 4180; text that a spreadsheet would run as a formula is marked as text.
fn line(text: &mut String, cells: &[String]) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        text.push('"');
        if runs {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_stays_a_text() {
        let mut text = String::new();
        line(&mut text, &["=1+1".to_owned(), "a \"b\", c".to_owned(), "-2".to_owned(), "Hà Nội".to_owned()]);
        assert_eq!(text, "\"'=1+1\",\"a \"\"b\"\", c\",\"'-2\",\"Hà Nội\"\r\n");
    }
}
