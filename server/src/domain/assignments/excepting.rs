//! Telling of an exception of a period's report (R150), which moves no date of the assignment: the timeline and the mail.

use dondoc_shared::wire::assignment::EventKind;
use jiff::civil::Date;

use super::{model::Loaded, notify, store::tell};
use crate::domain::calendar::Calendar;
use dondoc_kernel::{db::NationalTx, error::Result};

/// Those who work on it and the approvers are told; `nth` keeps one mail apart from the next.
pub async fn told(
    tx: &mut NationalTx,
    calendar: &Calendar,
    of: &Loaded,
    nth: i32,
    (kind, text, until): (EventKind, &str, Option<Date>),
) -> Result<()> {
    let row = Loaded { version: nth, ..of.clone() };
    notify::inform_body(tx, calendar, &row, kind, (text, until)).await?;
    let date = until.map(|until| until.to_string()).unwrap_or_default();
    tell(tx, of, kind, [date.as_str(), text].join(" ").trim()).await
}
