//! Time and ids: the only file that asks the machine.
//!
//! `now` is read once per transaction and truncated to microseconds, which is what PostgreSQL keeps.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

/// The source of "now".
#[derive(Debug, Clone)]
pub enum Clock {
    /// Tells the machine's time.
    System,
    /// The machine's clock moved by an offset that is a row of a *simulated* database; each transaction reads it.
    Offset,
    /// A clock that stands still until moved, for tests and the played past within one process. Microseconds.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn manual(at: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// Moves a manual clock; the others cannot be moved.
    pub fn set(&self, at: Timestamp) {
        if let Self::Manual(micros) = self {
            micros.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// The present instant, to the microsecond, with the database's offset where the clock follows one.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self, offset_us: i64) -> Timestamp {
        let micros = match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Offset => Timestamp::now().as_microsecond().saturating_add(offset_us),
            Self::Manual(micros) => micros.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// The zone of every tenant unless its row says otherwise.
pub const DEFAULT_ZONE: &str = "Asia/Ho_Chi_Minh";

/// The zone by its name; the default one where the name is unknown.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).or_else(|_| TimeZone::get(DEFAULT_ZONE)).unwrap_or(TimeZone::UTC)
}

/// The local date in a zone.
pub fn local_date(now: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(now).date()
}

/// A new id that sorts by the time of its making. It carries our time, so ids follow a moved clock.
pub fn new_id(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let mut random = [0u8; 10];
    fill_random(&mut random);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Fills a buffer from the system's source of randomness.
pub fn fill_random(buffer: &mut [u8]) {
    use rand::Rng;
    rand::rng().fill_bytes(buffer);
}
