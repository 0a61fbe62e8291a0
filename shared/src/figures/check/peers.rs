//! A body's value among those of comparable bodies (R134).

use super::{
    finding::{CheckRule, FindingLevel, Found, Seen},
    form::{Form, Item, Peer},
    robust,
};
use crate::figures::{Cell, CellState, Decimal};

impl Peer {
    /// In percent; none of nothing.
    fn percent(self) -> Option<f64> {
        (self.den > 0).then(|| 100.0 * robust::float(self.num) / robust::float(self.den))
    }
}

/// Whether the cell lies far from those of `peers`.
pub(super) fn look(form: &Form, item: &Item, cell: &Cell, peers: &[Peer]) -> Option<Found> {
    if cell.state() != CellState::Value {
        return None;
    }
    let own = Peer { num: cell.num(), den: cell.den().or(item.weight)? }.percent()?;
    let others: Vec<f64> = peers.iter().filter_map(|peer| peer.percent()).collect();
    // A share has a point as its least distance; what is no share has no such measure, and takes a fiftieth of the middle.
    let least =
        if item.formula.has_whole() { 1.0 } else { robust::median(&others).unwrap_or_default().abs() / 50.0 };
    let (score, middle) = robust::peer_score(&others, own, least)?;
    (score.abs() * 100.0 > f64::from(form.thresholds.peer_score)).then(|| Found {
        rule: CheckRule::AmongPeers,
        level: FindingLevel::Notice,
        part: None,
        seen: Seen::Median { own: tenths(own), median: tenths(middle), bodies: others.len() },
    })
}

/// Rounded to one decimal, to be shown.
fn tenths(value: f64) -> Decimal {
    format!("{value:.1}").parse().unwrap_or(Decimal::whole(0))
}
