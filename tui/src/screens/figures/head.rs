//! What stands above the figures: which period, in which state, whose they are, and who has filed.

use dondoc_shared::{
    text::Lang,
    wire::{
        figure::{FigureRow, Figures},
        report::PeriodRow,
    },
};

use super::trend;
use crate::ui::{Ui, text, theme::Token};

/// Lines of a part, at most.
const PART: usize = 2;

/// The lines above the list: which period it is and in which state, its dates, whose figures they are.
pub fn head(ui: Ui, figures: &Figures) -> Vec<(Token, String)> {
    let lang = ui.lang;
    let parts = match &figures.period {
        None => vec![(Token::Text, lang.figures_none().to_owned())],
        Some(period) => {
            let date = |on| lang.date(on);
            let filed = lang.figures_filed(
                &lang.number(figures.filed),
                &lang.number(figures.owing),
                &lang.number(figures.verified),
            );
            vec![
                (Token::Title, period_words(lang, period)),
                (
                    Token::Text,
                    lang.figures_dates(
                        &date(period.from_on),
                        &date(period.to_on),
                        &date(period.due_on),
                        &date(period.cutoff_on),
                    ),
                ),
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

/// The period in a few words: its name, whether its figures are invented, its state, its regime.
fn period_words(lang: Lang, period: &PeriodRow) -> String {
    let name = trend::period_name(lang, &period.code);
    let simulated = period.simulated.then(|| lang.figures_simulated());
    let rest = [period.state.name(lang), lang.pick(&period.regime_vi, &period.regime_en)];
    [name.as_str()].into_iter().chain(simulated).chain(rest).collect::<Vec<_>>().join(" · ")
}

/// The lines above a figure: its name, the period, whose it is. The state and the dates of the period stand above the list.
pub fn head_of_one(ui: Ui, figures: &Figures, row: &FigureRow) -> Vec<(Token, String)> {
    let (lang, width) = (ui.lang, usize::from(ui.size.0).saturating_sub(2));
    let period = figures.period.as_ref().map(|period| {
        let simulated = period.simulated.then(|| lang.figures_simulated().to_owned());
        [trend::period_name(lang, &period.code)].into_iter().chain(simulated)
    });
    let scope = period.into_iter().flatten().chain([whose(lang, figures)]).collect::<Vec<_>>().join(" · ");
    let name = format!("{} {}", row.indicator, lang.pick(&row.name_vi, &row.name_en));
    let lines = [(Token::Title, name), (Token::Muted, scope)]
        .into_iter()
        .flat_map(|(token, part)| text::lines(&part, width, PART).into_iter().map(move |line| (token, line)));
    lines.collect()
}

/// Whose figures they are, and on what basis.
fn whose(lang: Lang, figures: &Figures) -> String {
    let group = figures.groups.iter().find(|group| group.code == figures.group);
    let group = group.map_or(figures.group.as_str(), |group| lang.pick(&group.name_vi, &group.name_en));
    format!("{group} · {}", figures.basis.name(lang))
}
