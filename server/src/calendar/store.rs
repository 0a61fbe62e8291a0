//! The calendar's rows, and the copy that a process keeps of them.

use std::sync::{Arc, RwLock};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};

use super::{Calendar, DayKind, Holiday};
use crate::{db::Tx, error::Result, schema::holidays};

/// Reads the calendar.
pub async fn load(tx: &mut Tx) -> Result<Calendar> {
    let rows: Vec<(jiff_diesel::Date, String)> =
        holidays::table.select((holidays::day, holidays::kind)).load(&mut tx.conn).await?;
    Ok(Calendar::new(rows.into_iter().map(|(day, kind)| Holiday {
        date: day.to_jiff(),
        kind: if kind == "swap_work" { DayKind::Work } else { DayKind::Off },
    })))
}

/// A copy of the calendar, read again after a minute: it changes once a year.
#[derive(Default)]
pub struct CalendarCache(RwLock<Option<(Timestamp, Arc<Calendar>)>>);

impl CalendarCache {
    /// The calendar, at most a minute old.
    pub async fn get(&self, tx: &mut Tx) -> Result<Arc<Calendar>> {
        let fresh = |at: Timestamp| tx.now.duration_since(at).abs() < SignedDuration::from_mins(1);
        let kept = self.0.read().ok().and_then(|kept| kept.clone());
        if let Some((at, calendar)) = kept
            && fresh(at)
        {
            return Ok(calendar);
        }
        let calendar = Arc::new(load(tx).await?);
        if let Ok(mut kept) = self.0.write() {
            *kept = Some((tx.now, calendar.clone()));
        }
        Ok(calendar)
    }
}
