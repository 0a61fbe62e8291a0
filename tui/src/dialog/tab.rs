//! The order of Tab. The focus is what it was put on and no place among the stops, so that it stays there whatever appears before it;
//! where that has gone, the next stop has it.

/// Which of the `stops` has the focus that was put on one that may be gone.
pub fn at<S: Copy + Ord>(stops: &[S], focus: S) -> Option<S> {
    stops.iter().find(|stop| **stop >= focus).or(stops.last()).copied()
}

/// The stop behind the one in focus, or the one before; round and round.
pub fn moved<S: Copy + Ord>(stops: &[S], focus: S, forward: bool) -> Option<S> {
    let here = at(stops, focus).and_then(|at| stops.iter().position(|stop| *stop == at))?;
    let by = if forward { 1 } else { stops.len().saturating_sub(1) };
    stops.get(here.saturating_add(by).checked_rem(stops.len())?).copied()
}
