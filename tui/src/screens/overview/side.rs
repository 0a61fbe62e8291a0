//! What stands beside the tenants where the window is wide: why work waits and for whom, the reports of the newest period, the
//! indicators.

use std::collections::BTreeMap;

use dondoc_shared::{
    text::Lang,
    wire::{
        Cause,
        figure::Figures,
        filing::{FilingRates, Periods, ReportsShown},
        national::{Overview, WeekFigure},
        standing::Blocks,
    },
};

use super::Spot;
use crate::{
    keys::{Screen, table::chord_to},
    step::read::Read,
    ui::{bars::bar, body_of, size::is_one_column, text, theme::Token, words},
};

/// Cells of a column, the line before it and the gaps around that counted.
const COLUMN: u16 = 44;
/// The windows with one and with two columns beside the tenants have at least so many cells.
const WIDE: [u16; 2] = [120, 190];

/// The columns beside the tenants in a window of this size.
pub fn columns(size: (u16, u16)) -> u16 {
    if is_one_column(size) {
        return 0;
    }
    WIDE.iter().filter(|least| size.0 >= **least).map(|_| 1).sum()
}

/// Cells that are left of them in a page of `width` cells, which may be wider than what it is laid out for.
pub fn left(width: u16, size: (u16, u16)) -> u16 {
    width.saturating_sub(columns(size).saturating_mul(COLUMN))
}

/// Cells of what is said in a column.
pub const WIDTH: usize = 40;

/// A line of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the cursor is on; none where it cannot stand.
    pub spot: Option<Spot>,
    /// What is counted.
    pub label: String,
    /// The figure.
    pub value: String,
    /// How it looks.
    pub token: Token,
}

/// Rows below a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The title.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What was read of the side.
#[derive(Debug, Default)]
pub struct Side {
    /// Who waits for whom.
    pub blocks: Read<Box<Blocks>>,
    /// The periods, and how each was filed.
    pub periods: Read<Box<Periods>>,
    /// The indicators of the newest period.
    pub figures: Read<Box<Figures>>,
    /// Whether it was asked for since somebody came or wanted it anew.
    pub is_asked: bool,
}

/// What makes a block of the side.
type Make = fn(&Side, Lang) -> Source;

impl Side {
    /// The blocks in the columns of a window of this size, from left to right, each cut to what there is room for.
    pub fn laid(&self, figures: &Overview, lang: Lang, size: (u16, u16)) -> Vec<Vec<Block>> {
        let plan: &[&[Make]] = match columns(size) {
            0 => &[],
            1 => &[&[Self::causes, Self::waited_for, Self::reports, Self::indicators]],
            _ => &[&[Self::causes, Self::waited_for], &[Self::reports, Self::indicators]],
        };
        let rows = usize::from(body_of(size).height);
        let mut trend = Some(trend(lang, figures));
        let blocks = |column: &&[Make]| {
            let own = column.iter().map(|of| of(self, lang));
            cut(trend.take().into_iter().chain(own).collect(), lang, rows)
        };
        plan.iter().map(blocks).collect()
    }

    fn causes(&self, lang: Lang) -> Source {
        let mut sums: BTreeMap<Option<Cause>, i64> = BTreeMap::new();
        for group in self.blocks.value.iter().flat_map(|blocks| &blocks.groups) {
            let sum = sums.entry(group.cause).or_default();
            *sum = sum.saturating_add(group.count);
        }
        let mut sums: Vec<(Option<Cause>, i64)> = sums.into_iter().collect();
        sums.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let rows = sums.into_iter().map(|(cause, n)| {
            let label = cause.map_or(lang.cause_not_given(), |cause| cause.name(lang));
            counted(lang, Spot::Cause(cause), label.to_owned(), n)
        });
        let title = lang.overview_block_causes().to_owned();
        Source::new(
            title,
            rows.collect(),
            Screen::Blocks,
            said(&self.blocks, lang, Lang::overview_nothing_waits),
        )
    }

    fn waited_for(&self, lang: Lang) -> Source {
        let mut sums: Vec<(&str, &str, i64)> = Vec::new();
        for group in self.blocks.value.iter().flat_map(|blocks| &blocks.groups) {
            match sums.iter_mut().find(|(slug, ..)| *slug == group.on.slug) {
                Some((.., n)) => *n = n.saturating_add(group.count),
                None => {
                    sums.push((&group.on.slug, lang.pick(&group.on.name_vi, &group.on.name_en), group.count));
                }
            }
        }
        sums.sort_by_key(|(.., n)| std::cmp::Reverse(*n));
        let rows = sums
            .into_iter()
            .map(|(slug, name, n)| counted(lang, Spot::WaitedFor(slug.to_owned()), name.to_owned(), n));
        let title = lang.overview_block_waited_for().to_owned();
        Source::new(
            title,
            rows.collect(),
            Screen::Blocks,
            said(&self.blocks, lang, Lang::overview_nothing_waits),
        )
    }

    fn reports(&self, lang: Lang) -> Source {
        let periods = self.periods.value.iter().flat_map(|periods| &periods.items);
        let newest = periods.filter(|of| of.filing.is_some()).max_by_key(|of| of.period.to_on);
        let Some((period, rates)) = newest.and_then(|of| Some((&of.period, of.filing?))) else {
            let title = lang.overview_block_no_reports().to_owned();
            return Source::new(
                title,
                vec![],
                Screen::Periods,
                said(&self.periods, lang, Lang::overview_no_period),
            );
        };
        let rows = [ReportsShown::Missing, ReportsShown::Late, ReportsShown::Waiting, ReportsShown::Verified];
        let rows = rows.into_iter().map(|show| {
            let spot = Spot::Reports(period.key(), show);
            counted(lang, spot, show.name(lang).to_owned(), of_reports(rates, show))
        });
        let title = lang.overview_block_reports(&words::period(lang, &period.code));
        Source::new(title, rows.collect(), Screen::Periods, String::new())
    }

    fn indicators(&self, lang: Lang) -> Source {
        let items = self.figures.value.as_ref().map_or(&[][..], |figures| &figures.items);
        let rows = items.iter().map(|of| Row {
            spot: Some(Spot::Indicator(of.indicator.clone())),
            label: lang.pick(&of.name_vi, &of.name_en).to_owned(),
            value: lang.pick(&of.short_vi, &of.short_en).to_owned(),
            token: Token::Text,
        });
        let title = lang.overview_block_indicators(items.len());
        Source::new(
            title,
            rows.collect(),
            Screen::Figures,
            said(&self.figures, lang, Lang::overview_no_indicators),
        )
    }
}

/// How much was overdue and was closed in the last twelve weeks: bars of one cell, and the newest number.
fn trend(lang: Lang, figures: &Overview) -> Source {
    let weeks = &figures.trend;
    let title = lang.overview_block_trend(weeks.len());
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        return Source::new(title, vec![], Screen::Overview, lang.overview_no_trend().to_owned());
    };
    let row = |label: &str, of: fn(&WeekFigure) -> i64, token: Token| {
        let most = weeks.iter().map(of).max().unwrap_or(0);
        let bars: String = weeks.iter().map(|week| bar(of(week), most)).collect();
        let value = format!("{bars} {}", text::fit_right(&lang.number(of(last)), 6));
        Row { spot: None, label: label.to_owned(), value, token }
    };
    let since = lang.overview_trend_since(&lang.date(first.week_of));
    let rows = vec![
        row(lang.overview_trend_overdue(), |week| week.overdue, Token::Danger),
        row(lang.overview_trend_closed(), |week| week.closed, Token::Good),
        Row { spot: None, label: since, value: String::new(), token: Token::Muted },
    ];
    Source::new(title, rows, Screen::Overview, String::new())
}

/// How many reports a list of them has.
fn of_reports(rates: FilingRates, show: ReportsShown) -> i64 {
    match show {
        ReportsShown::All => rates.filed.whole,
        ReportsShown::Waiting => rates.waiting,
        ReportsShown::Missing => rates.missing.saturating_add(rates.not_yet_due),
        ReportsShown::Late => rates.late.saturating_add(rates.missing),
        ReportsShown::Verified => rates.verified.part,
    }
}

/// What stands where there are no rows: that there is nothing, or why it is not known.
fn said<T>(of: &Read<T>, lang: Lang, none: fn(Lang) -> &'static str) -> String {
    if of.value.is_some() { none(lang).to_owned() } else { of.blank(lang) }
}

fn counted(lang: Lang, spot: Spot, label: String, n: i64) -> Row {
    let token = if n > 0 { Token::Text } else { Token::Muted };
    Row { spot: Some(spot), label, value: lang.number(n), token }
}

/// A block before it is cut.
struct Source {
    block: Block,
    /// Where all of it is.
    whole: Screen,
}

impl Source {
    fn new(title: String, rows: Vec<Row>, whole: Screen, none: String) -> Self {
        let rows = if rows.is_empty() {
            vec![Row { spot: None, label: none, value: String::new(), token: Token::Muted }]
        } else {
            rows
        };
        Self { block: Block { title, rows }, whole }
    }
}

/// The blocks below each other in `rows` rows: short ones whole, and the others share what is left.
fn cut(sources: Vec<Source>, lang: Lang, rows: usize) -> Vec<Block> {
    let mut room = rows.saturating_sub(sources.len() * 2);
    let mut most: Vec<usize> = vec![0; sources.len()];
    let mut by_length: Vec<usize> = (0..sources.len()).collect();
    by_length.sort_by_key(|place| sources.get(*place).map(|of| of.block.rows.len()));
    for (nth, place) in by_length.iter().enumerate() {
        let share = room.checked_div(sources.len() - nth).unwrap_or(0);
        let length = sources.get(*place).map_or(0, |of| of.block.rows.len()).min(share);
        if let Some(most) = most.get_mut(*place) {
            *most = length;
        }
        room = room.saturating_sub(length);
    }
    sources.into_iter().zip(most).map(|(of, most)| cut_one(of, lang, most)).collect()
}

/// A block of at most so many rows, the last of which says how many are left out.
fn cut_one(of: Source, lang: Lang, most: usize) -> Block {
    let Source { mut block, whole } = of;
    if block.rows.len() > most {
        let keys = chord_to(whole).and_then(|chord| chord.keys.first()).map(|keys| keys.label());
        let kept = most.saturating_sub(1);
        let label = lang.overview_more(block.rows.len() - kept, &keys.unwrap_or_default());
        block.rows.truncate(kept);
        if most > 0 {
            block.rows.push(Row { spot: None, label, value: String::new(), token: Token::Muted });
        }
    }
    block
}
