//! What stands above the figures: which period, in which state, whose they are, and who has filed.

use dondoc_shared::{
    text::Lang,
    wire::figure::{FigureRow, Figures, SourceRow},
};

use crate::ui::{Ui, text, theme::Token, words};

/// Lines of a part, at most.
const PART: usize = 2;

/// The lines above the list: which period it is and in which state, its dates, whose figures they are.
pub fn head(ui: Ui, figures: &Figures) -> Vec<(Token, String)> {
    let lang = ui.lang;
    let parts = match &figures.period {
        None => vec![(Token::Text, lang.figures_none().to_owned())],
        Some(period) => {
            let filed = lang.figures_filed(
                &lang.number(figures.filed),
                &lang.number(figures.owing),
                &lang.number(figures.verified),
            );
            vec![
                (Token::Title, words::period_in_full(lang, period)),
                (Token::Text, words::period_dates(lang, period)),
                (Token::Text, format!("{} · {filed}", whose(lang, figures))),
            ]
        }
    };
    let width = usize::from(ui.size.0).saturating_sub(2);
    // The way out of an empty screen is told whole.
    let most = if figures.period.is_some() { PART } else { usize::MAX };
    let lines = parts
        .into_iter()
        .flat_map(|(token, part)| text::lines(&part, width, most).into_iter().map(move |line| (token, line)));
    lines.collect()
}

/// The lines above a figure: its name where the period and the group have it, else its code; the period, whose it is; how many of its
/// bodies are unlike the others, or finished their tasks without reaching the target, if any. The state and the dates of the period stand above the list.
pub fn head_of_one(
    ui: Ui,
    figures: &Figures,
    code: &str,
    row: Option<&FigureRow>,
    bodies: &[SourceRow],
) -> Vec<(Token, String)> {
    let (lang, width) = (ui.lang, usize::from(ui.size.0).saturating_sub(2));
    let period = figures.period.as_ref().map(|period| {
        let simulated = period.simulated.then(|| lang.figures_simulated().to_owned());
        [words::period(lang, &period.code)].into_iter().chain(simulated)
    });
    let scope = period.into_iter().flatten().chain([whose(lang, figures)]).collect::<Vec<_>>().join(" · ");
    let name = row.map_or("", |row| lang.pick(&row.name_vi, &row.name_en));
    let name = format!("{code} {name}").trim_end().to_owned();
    let marked = |is_so: fn(&&SourceRow) -> bool, said: fn(Lang, i64) -> String| {
        let n = i64::try_from(bodies.iter().filter(is_so).count()).unwrap_or(i64::MAX);
        (n > 0).then(|| (Token::Warn, said(lang, n)))
    };
    let unlike = marked(|body| body.unlike.is_some(), Lang::figures_unlike);
    let paper_green = marked(|body| body.paper_green.is_some(), Lang::figures_paper_green);
    let lines =
        [(Token::Title, name), (Token::Muted, scope)].into_iter().chain(unlike).chain(paper_green).flat_map(
            |(token, part)| text::lines(&part, width, PART).into_iter().map(move |line| (token, line)),
        );
    lines.collect()
}

/// Whose figures they are, and on what basis.
fn whose(lang: Lang, figures: &Figures) -> String {
    let group = figures.groups.iter().find(|group| group.code == figures.group);
    let group = group.map_or(figures.group.as_str(), |group| lang.pick(&group.name_vi, &group.name_en));
    format!("{group} · {}", figures.basis.name(lang))
}
