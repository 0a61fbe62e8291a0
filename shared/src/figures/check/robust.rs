//! Robust statistics of short series: medians, which one wild value cannot move (R133, R134). The only floating point of
//! figures; it flags and never decides what a figure is.

use std::collections::BTreeMap;

/// Ratios of a history that are looked at, the newest.
pub const MAX_RATIOS: usize = 24;

/// Ratios below which a history has no score.
pub const MIN_RATIOS: usize = 6;

/// Bodies below which nobody is compared: of few values even the most extreme one is never far from the rest.
pub const MIN_PEERS: usize = 12;

/// The standard deviation of normal data is 1.4826 times the median distance from their median.
const DEVIATIONS: f64 = 1.4826;

/// A stored number in floating point.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "numbers have at most 15 digits, which a double keeps; sums beyond lose what no score can see"
)]
pub(super) fn float(n: i64) -> f64 {
    n as f64
}

/// The middle value, or the mean of the two in the middle; none of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let sorted = ascending(values.iter().copied());
    middle_of(sorted.len(), |place| sorted.get(place).copied())
}

fn ascending(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The middle one of `count` values in order, or the mean of the two in the middle; none of nothing.
fn middle_of(count: usize, at: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let middle = count / 2;
    let upper = at(middle)?;
    if count % 2 == 1 { Some(upper) } else { Some(f64::midpoint(at(middle.checked_sub(1)?)?, upper)) }
}

/// The median of `sorted` without `own`, which is one of them: which of several equals is left out makes no difference.
fn median_without(sorted: &[f64], own: f64) -> Option<f64> {
    let left_out = sorted.partition_point(|value| *value < own);
    // What stands behind the one left out moves up by one.
    let at = |place: usize| sorted.get(place + usize::from(place >= left_out)).copied();
    middle_of(sorted.len().checked_sub(1)?, at)
}

/// The median distance from `centre`.
fn median_distance(values: &[f64], centre: f64) -> Option<f64> {
    median(&values.iter().map(|value| (value - centre).abs()).collect::<Vec<_>>())
}

/// What a body's own history says of its next value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OwnHistory {
    /// Too few ratios for a score: by which factor the value moved, above 1 in either direction.
    Factor(f64),
    /// The distance of the last growth from the usual one, in usual distances.
    Score(f64),
}

/// Looks at `next` after `past`, in the order of time; values that are not above zero have no growth and are passed over. None
/// without a value before it, or where `next` is not above zero.
///
/// The score is the distance of ln(next ÷ last) from the median of the same ratios of the past, in standard deviations
/// estimated by their median distance, at least ln 1.02: a series that never moved does not flag everything.
pub fn own_history(past: &[f64], next: f64) -> Option<OwnHistory> {
    let growth = |from: f64, to: f64| (from > 0.0 && to > 0.0).then(|| (to / from).ln());
    let now = growth(*past.last()?, next)?;
    let ratios: Vec<f64> = past.windows(2).filter_map(|pair| growth(*pair.first()?, *pair.last()?)).collect();
    let newest = ratios.get(ratios.len().saturating_sub(MAX_RATIOS)..).unwrap_or_default();
    if newest.len() < MIN_RATIOS {
        return Some(OwnHistory::Factor(now.abs().exp()));
    }
    let usual = median(newest)?;
    let spread = (DEVIATIONS * median_distance(newest, usual)?).max(1.02f64.ln());
    Some(OwnHistory::Score((now - usual).abs() / spread))
}

/// Powers of ten by which `next` is off the last value, from 1 to 3 in either direction, with half as much again on both sides;
/// none where it is not.
pub fn digits_off(last: f64, next: f64) -> Option<i8> {
    if last <= 0.0 || next <= 0.0 {
        return None;
    }
    let growth = (next / last).ln();
    let near = |digits: &i8| (growth - f64::from(*digits) * std::f64::consts::LN_10).abs() <= 1.5f64.ln();
    [1, 2, 3, -1, -2, -3].into_iter().find(near)
}

/// The modified z-score of `own` among `others` and their median; `least` is the smallest median distance that counts. None with
/// fewer than [`MIN_PEERS`] others.
pub fn peer_score(others: &[f64], own: f64, least: f64) -> Option<(f64, f64)> {
    if others.len() < MIN_PEERS {
        return None;
    }
    let middle = median(others)?;
    scored(own, middle, median_distance(others, middle)?.max(least))
}

/// The modified z-score and the median that it is measured from; none where there is nothing to measure by.
fn scored(own: f64, middle: f64, spread: f64) -> Option<(f64, f64)> {
    (spread > 0.0).then(|| (0.6745 * (own - middle) / spread, middle))
}

/// What [`peer_score`] says of each of `values` among all the others, in their order; `least` is asked for the median at hand.
///
/// Leaving one value out moves a median by a place at most, so that the others of any of them have one of three medians: these few
/// are measured from once each, and many bodies cost little more than their sorting.
pub fn peer_scores(values: &[f64], least: impl Fn(f64) -> f64) -> Vec<Option<(f64, f64)>> {
    if values.len() <= MIN_PEERS {
        return vec![None; values.len()];
    }
    let sorted = ascending(values.iter().copied());
    // By the bits of the median: floating point has no order of its own.
    let mut distances = BTreeMap::<u64, Vec<f64>>::new();
    let score = |own: f64| {
        let middle = median_without(&sorted, own)?;
        let around = distances
            .entry(middle.to_bits())
            .or_insert_with(|| ascending(values.iter().map(|value| (value - middle).abs())));
        scored(own, middle, median_without(around, (own - middle).abs())?.max(least(middle)))
    };
    values.iter().copied().map(score).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Seven months of steady growth.
    const STEADY: [f64; 7] = [1_000.0, 1_020.0, 1_041.0, 1_060.0, 1_083.0, 1_104.0, 1_126.0];

    fn score(past: &[f64], next: f64) -> f64 {
        match own_history(past, next) {
            Some(OwnHistory::Score(score)) => score,
            other => panic!("{other:?}"),
        }
    }

    fn close(found: f64, expected: f64, within: f64) -> bool {
        (found - expected).abs() <= within
    }

    #[test]
    fn a_steady_series_flags_what_leaves_its_growth() {
        for (next, expected, within) in [
            (1_150.0, 0.07, 0.005),
            (1_260.0, 4.68, 0.005),
            (1_275.0, 5.28, 0.005),
            (1_300.0, 6.26, 0.005),
            (11_260.0, 115.0, 0.5),
        ] {
            let found = score(&STEADY, next);
            assert!(close(found, expected, within), "{next}: {found}");
        }
        let ratios: Vec<f64> = STEADY.windows(2).map(|pair| (pair[1] / pair[0]).ln()).collect();
        let usual = median(&ratios).unwrap();
        assert!(close(usual, 0.01977, 5e-6), "{usual}");
        assert!(close(median_distance(&ratios, usual).unwrap(), 0.00059, 5e-6));
    }

    #[test]
    fn a_series_that_never_moved_does_not_flag_everything() {
        let flat = [412.0; 8];
        assert!(close(score(&flat, 412.0), 0.0, 1e-12));
        assert!(score(&flat, 430.0) < 5.0 && score(&flat, 460.0) > 5.0);
    }

    #[test]
    fn a_short_history_knows_factors_only() {
        assert_eq!(own_history(&[], 5.0), None);
        let Some(OwnHistory::Factor(factor)) = own_history(&STEADY[..6], 368.0) else { panic!() };
        assert!(close(factor, 3.0, 1e-9), "{factor}");
        assert!(matches!(own_history(&STEADY, 1_150.0), Some(OwnHistory::Score(_))));
        assert_eq!(own_history(&STEADY, 0.0), None);
        assert_eq!(own_history(&[100.0, 0.0], 100.0), None);
    }

    #[test]
    fn only_the_newest_ratios_count() {
        let mut wild: Vec<f64> = (0..24).map(|n| if n % 2 == 0 { 100.0 } else { 400.0 }).collect();
        wild.extend((0..25).map(|_| 400.0));
        assert!(score(&wild, 460.0) > 5.0);
    }

    #[test]
    fn a_slipped_digit_is_told_from_growth() {
        assert_eq!(digits_off(1_126.0, 11_260.0), Some(1));
        assert_eq!(digits_off(1_126.0, 115.0), Some(-1));
        assert_eq!(digits_off(1_126.0, 112_600.0), Some(2));
        assert_eq!(digits_off(1_126.0, 1_126_000.0), Some(3));
        for next in [1_126.0, 5_000.0, 3_378.0, 375.0, 0.0, 11_260_000.0] {
            assert_eq!(digits_off(1_126.0, next), None, "{next}");
        }
    }

    #[test]
    fn a_median_is_the_middle_one_and_no_wild_value_moves_it() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 1e9]), Some(3.0));
    }

    #[test]
    fn peers_need_a_dozen_and_a_distance() {
        let others: Vec<f64> = (0..12).map(|n| 60.0 + f64::from(n)).collect();
        let (high, middle) = peer_score(&others, 90.0, 1.0).unwrap();
        assert!(close(middle, 65.5, 1e-9) && close(high, 0.6745 * 24.5 / 3.0, 1e-9), "{middle} {high}");
        assert!(peer_score(&others, 40.0, 1.0).unwrap().0 < -3.5, "both sides are looked at");
        assert_eq!(peer_score(&others[1..], 90.0, 1.0), None);
        let same = [50.0; 12];
        assert!(
            peer_score(&same, 55.0, 1.0).unwrap().0 < 3.5 && peer_score(&same, 56.0, 1.0).unwrap().0 > 3.5
        );
    }

    #[test]
    fn of_many_none_is_scored_before_each_has_a_dozen_others() {
        let many: Vec<f64> = (0..12).map(|n| 60.0 + f64::from(n)).chain([90.0]).collect();
        let scores = peer_scores(&many, |_| 1.0);
        let (high, middle) = scores.last().copied().flatten().unwrap();
        assert!(close(middle, 65.5, 1e-9) && close(high, 0.6745 * 24.5 / 3.0, 1e-9), "{middle} {high}");
        assert!(scores.iter().take(12).flatten().all(|(score, _)| score.abs() < 3.5), "{scores:?}");
        let few = peer_scores(&many[1..], |_| 1.0);
        assert!(few.len() == 12 && few.iter().all(Option::is_none), "{few:?}");
        assert!(peer_scores(&[], |_| 1.0).is_empty());
    }

    proptest! {
        #[test]
        fn many_are_scored_at_once_as_each_is_by_itself(values in proptest::collection::vec(0u8..60, 0..40)) {
            let values: Vec<f64> = values.into_iter().map(|n| f64::from(n) / 3.0).collect();
            let least = |middle: f64| middle / 50.0;
            let alone = |place: usize| {
                let mut others = values.clone();
                let own = others.remove(place);
                peer_score(&others, own, least(median(&others).unwrap_or_default()))
            };
            let one_by_one: Vec<Option<(f64, f64)>> = (0..values.len()).map(alone).collect();
            prop_assert_eq!(peer_scores(&values, least), one_by_one);
        }
    }
}
