//! When mail may leave: inside the send window, local time, of a working day.

use dondoc_shared::wire::calendar::SendWindow;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
    tz::AmbiguousOffset,
};

use super::Calendar;
use dondoc_kernel::{
    error::{Fault, Result},
    http::input::Checks,
    outbox::holds::Span,
};

/// The send window where nothing else is set.
pub const DEFAULT: SendWindow =
    SendWindow { opens: Time::constant(7, 30, 0, 0), closes: Time::constant(17, 0, 0, 0) };

/// No window opens earlier or closes later.
const BOUNDS: (Time, Time) = (Time::constant(6, 0, 0, 0), Time::constant(20, 0, 0, 0));

/// No window is shorter.
const SHORTEST: SignedDuration = SignedDuration::from_hours(2);

/// How many working days are tried for one that the zone has; it has skipped one at a time so far.
const TRIES: usize = 7;

/// When mail leaves, as things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// None while a hold lasts until a person lifts it.
    pub at: Option<Timestamp>,
    /// Whether a hold puts it off.
    pub held: bool,
}

/// A window that may be set.
///
/// # Errors
/// `invalid_input` with the field where it leaves the bounds, is too short, or is finer than a minute.
pub fn check(window: SendWindow) -> Result<()> {
    let mut checks = Checks::default();
    let SendWindow { opens, closes } = window;
    for (field, time) in [("opens", opens), ("closes", closes)] {
        if time < BOUNDS.0 || time > BOUNDS.1 {
            checks.fault(field, Fault::OutOfHours(6, 20));
        } else if time.second() != 0 || time.subsec_nanosecond() != 0 {
            checks.fault(field, Fault::Malformed);
        }
    }
    if opens.duration_until(closes) < SHORTEST {
        checks.fault("closes", Fault::WindowShort);
    }
    checks.finish()
}

impl Calendar {
    /// The window that counts on this day.
    pub fn window_on(&self, day: Date) -> SendWindow {
        self.windows.range(..=day).next_back().map_or(DEFAULT, |(_, window)| *window)
    }

    /// The earliest instant at or after `now` inside the window; `now` itself where the sender chose "now".
    pub fn send_time(&self, now: Timestamp, immediate: bool) -> Timestamp {
        if immediate {
            return now;
        }
        let local = self.zone.to_datetime(now);
        let window = self.window_on(local.date());
        let mut day = local.date();
        if local.time() >= window.closes {
            day = day.tomorrow().unwrap_or(day);
        } else if local.time() >= window.opens && self.is_working_day(day) {
            return now;
        }
        for _ in 0..TRIES {
            day = self.send_day(day);
            if let Some(at) = self.opening(day, now) {
                return at;
            }
            day = day.tomorrow().unwrap_or(day);
        }
        now
    }

    /// When mail leaves that waits from this instant on: in the window, once no hold keeps it back (R76).
    pub fn leaving(&self, from: Timestamp, immediate: bool, holds: &[Span]) -> Leaving {
        let (mut from, mut held) = (from, false);
        loop {
            let at = self.send_time(from, immediate);
            match holds.iter().find(|hold| hold.covers(at)) {
                None => return Leaving { at: Some(at), held },
                Some(Span { until: Some(until), .. }) => (from, held) = (*until, true),
                Some(Span { until: None, .. }) => return Leaving { at: None, held: true },
            }
        }
    }

    /// The first instant at or after `now` at which the window of that day is open. None where the zone skips the day, or
    /// all of its window.
    fn opening(&self, day: Date, now: Timestamp) -> Option<Timestamp> {
        let window = self.window_on(day);
        let begin = self.zone.to_ambiguous_timestamp(day.to_datetime(window.opens));
        let at = match begin.offset() {
            AmbiguousOffset::Unambiguous { .. } => begin.compatible().ok()?,
            // The clock is put forward over the beginning: the window opens with the first instant after.
            AmbiguousOffset::Gap { .. } => self.zone.following(begin.earlier().ok()?).next()?.timestamp(),
            // The clock is put back over it: it opens twice.
            AmbiguousOffset::Fold { .. } => {
                [begin.earlier().ok()?, begin.later().ok()?].into_iter().find(|at| *at >= now)?
            }
        };
        let local = self.zone.to_datetime(at);
        (at >= now && local.date() == day && local.time() < window.closes).then_some(at)
    }
}

#[cfg(test)]
mod tests;
