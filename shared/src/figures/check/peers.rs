//! A body's value among those of comparable bodies (R134, R166).

use serde::{Deserialize, Serialize};

use super::{
    finding::{CheckRule, FindingLevel, Found, Seen},
    form::{Form, Item, Peer, Thresholds},
    robust,
};
use crate::figures::{Cell, CellState, Decimal, Formula};

impl Peer {
    /// In percent; none of nothing.
    fn percent(self) -> Option<f64> {
        (self.den > 0).then(|| 100.0 * robust::float(self.num) / robust::float(self.den))
    }
}

/// A body that lies far from the others: percentages, each rounded to one decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unlike {
    /// Its own.
    pub own: Decimal,
    /// The median of the others.
    pub median: Decimal,
    /// How many others there are.
    pub bodies: usize,
}

impl Unlike {
    /// By a score and the median that it is measured from; none where the body is like the others.
    fn of(thresholds: &Thresholds, own: f64, bodies: usize, (score, median): (f64, f64)) -> Option<Self> {
        (score.abs() * 100.0 > f64::from(thresholds.peer_score)).then(|| Self {
            own: tenths(own),
            median: tenths(median),
            bodies,
        })
    }
}

/// The smallest median distance that counts: a share has a point; what is no share has no such measure, and takes a fiftieth of the
/// median.
fn least_distance(formula: &Formula, median: f64) -> f64 {
    if formula.has_whole() { 1.0 } else { median.abs() / 50.0 }
}

/// Whether the cell lies far from those of `peers`.
pub(super) fn look(form: &Form, item: &Item, cell: &Cell, peers: &[Peer]) -> Option<Found> {
    if cell.state() != CellState::Value {
        return None;
    }
    let own = Peer { num: cell.num(), den: cell.den().or(item.weight)? }.percent()?;
    let others: Vec<f64> = peers.iter().filter_map(|peer| peer.percent()).collect();
    let least = least_distance(&item.formula, robust::median(&others).unwrap_or_default());
    let score = robust::peer_score(&others, own, least)?;
    let Unlike { own, median, bodies } = Unlike::of(&form.thresholds, own, others.len(), score)?;
    Some(Found {
        rule: CheckRule::AmongPeers,
        level: FindingLevel::Notice,
        part: None,
        seen: Seen::Median { own, median, bodies },
    })
}

/// Which of these bodies lie far from all the others of them, in their order: what [`check`](super::check) says of one body, said of
/// a whole group at once. A body without a number is none; it is neither marked nor held against anybody.
pub fn unlike(formula: &Formula, bodies: &[Option<Peer>], thresholds: &Thresholds) -> Vec<Option<Unlike>> {
    let shares: Vec<Option<f64>> = bodies.iter().map(|body| body.and_then(Peer::percent)).collect();
    let known: Vec<f64> = shares.iter().copied().flatten().collect();
    let others = known.len().saturating_sub(1);
    // One score for each that is known, in the same order.
    let mut scores = robust::peer_scores(&known, |median| least_distance(formula, median)).into_iter();
    let mark = |share: Option<f64>| Unlike::of(thresholds, share?, others, scores.next()??);
    shares.into_iter().map(mark).collect()
}

/// Rounded to one decimal, to be shown.
fn tenths(value: f64) -> Decimal {
    format!("{value:.1}").parse().unwrap_or(Decimal::whole(0))
}
