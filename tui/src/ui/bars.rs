//! Bars of one cell each.

/// From the lowest to the full one.
pub const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The bar of a number beside the largest one: nothing is a dot, and something is never nothing.
pub fn bar(n: i64, most: i64) -> char {
    if n <= 0 {
        return '·';
    }
    let step = n.saturating_mul(8).saturating_sub(1).checked_div(most).unwrap_or(0);
    usize::try_from(step).ok().and_then(|step| BARS.get(step)).copied().unwrap_or('█')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_seen_and_the_most_is_full() {
        assert_eq!([0, 1, 50, 99, 100].map(|mails| bar(mails, 100)), ['·', '▁', '▄', '█', '█']);
        assert_eq!(bar(1, 1), '█');
    }
}
