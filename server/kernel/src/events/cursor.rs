//! Places in the stream.

use uuid::Uuid;

/// How many events one read gives at most.
pub const BATCH: i64 = 200;
/// Events older than this many days are not replayed.
pub(super) const KEPT_DAYS: i64 = 7;

/// A place in the stream: a transaction's number and an event of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// Number of the transaction that wrote the event.
    pub xid: i64,
    /// The last event of it that was told.
    pub id: Uuid,
}

impl Cursor {
    /// Reads what [`Cursor::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (xid, id) = text.split_once('-')?;
        Some(Self { xid: xid.parse().ok().filter(|n| *n >= 0)?, id: Uuid::try_parse(id).ok()? })
    }

    /// Letters for the `id` of an event.
    pub fn text(self) -> String {
        format!("{}-{}", self.xid, self.id.simple())
    }
}
