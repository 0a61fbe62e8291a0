//! Load, check, save: the only way an assignment changes.
//!
//! [`load`](super::load) locks the row; [`Loaded::begin`] asks the table of acts whether this person may do this now and gives
//! back a [`Change`]; [`Change::save`] writes what differs together with lateness, urgency, tally, version and timeline.

use diesel::prelude::*;
use dondoc_shared::{
    error::ErrorCode,
    id::{SubmissionId, UserId},
    lifecycle::{Act, Status, check},
    wire::{Precision, Written, assignment::EventKind},
};
use jiff_diesel::{NullableDate, NullableTimestamp, ToDiesel};
use serde_json::json;
use uuid::Uuid;

use super::{model::Loaded, share, store, tally};
use crate::kernel::{
    db::{
        Tx, Version,
        audit::{Entry, Logged},
    },
    error::Result,
    schema::assignments,
};

/// An assignment on its way to a new state.
#[derive(Debug)]
pub struct Change {
    before: Loaded,
    /// The row as it will be; change what the act changes.
    pub after: Loaded,
    act: Act,
}

impl Loaded {
    /// Asks whether the actor may do this now, and whether they have seen the present version.
    pub async fn begin(self, tx: &mut Tx, act: Act, seen: Version) -> Result<Change> {
        if self.version != seen.0 {
            return Err(ErrorCode::VersionStale.into());
        }
        let (_, role) = tx.actor.person()?;
        let evidence = if act == Act::Submit { store::count_evidence(tx, &self).await? } else { 0 };
        let steps = if act == Act::Escalate { store::count_steps(tx, &self).await? } else { 0 };
        let facts = self.facts(&tx.actor, evidence, steps);
        let status = check(act, role, self.part, self.status, &facts)?;
        let after = Loaded { status, ..self.clone() };
        Ok(Change { before: self, after, act })
    }

    /// A change made by the system itself, which no table of acts covers.
    pub fn begin_by_system(self, act: Act) -> Change {
        Change { after: self.clone(), before: self, act }
    }
}

/// The columns that differ. A column that a role may not write is not named unless it changes.
#[derive(AsChangeset)]
#[diesel(table_name = assignments)]
#[expect(
    clippy::option_option,
    reason = "whether it changes, and to what: diesel's form of a nullable column"
)]
pub(super) struct Columns {
    status: Option<Status>,
    open: Option<bool>,
    counted: Option<bool>,
    due_on: Option<NullableDate>,
    due_precision: Option<Precision>,
    late_from: Option<NullableDate>,
    original_late_from: Option<NullableDate>,
    urgency_on: Option<jiff_diesel::Date>,
    percent: Option<i16>,
    level: Option<i16>,
    unanswered_urges: Option<i32>,
    reminders_at_level: Option<i16>,
    silent: Option<bool>,
    extension_count: Option<i32>,
    extension_pending: Option<bool>,
    assignee_id: Option<Option<UserId>>,
    proposed_by: Option<Option<UserId>>,
    submission_id: Option<Option<SubmissionId>>,
    submitted_by: Option<Option<UserId>>,
    submitted_on: Option<NullableDate>,
    opened_at: Option<NullableTimestamp>,
    last_report_at: Option<NullableTimestamp>,
}

fn changed<T: PartialEq + Clone>(before: &T, after: &T) -> Option<T> {
    (before != after).then(|| after.clone())
}

impl Columns {
    fn between(b: &Loaded, a: &Loaded) -> Self {
        Self {
            status: changed(&b.status, &a.status),
            open: changed(&b.status.is_open(), &a.status.is_open()),
            counted: changed(&b.counted, &a.counted),
            due_on: changed(&b.due_on, &a.due_on).map(ToDiesel::to_diesel),
            due_precision: changed(&b.due_precision, &a.due_precision),
            late_from: changed(&b.late_from(), &a.late_from()).map(ToDiesel::to_diesel),
            original_late_from: changed(&b.original_late_from(), &a.original_late_from())
                .map(ToDiesel::to_diesel),
            urgency_on: changed(&b.urgency_on(), &a.urgency_on()).map(ToDiesel::to_diesel),
            percent: changed(&b.percent, &a.percent),
            level: changed(&b.level, &a.level),
            unanswered_urges: changed(&b.unanswered_urges, &a.unanswered_urges),
            reminders_at_level: changed(&b.reminders_at_level, &a.reminders_at_level),
            // Only the sweep says that the row has had all its reminders; a new count is a new beginning.
            silent: (a.reminders_at_level == 0 && b.reminders_at_level > 0).then_some(false),
            extension_count: changed(&b.extension_count, &a.extension_count),
            extension_pending: changed(&b.extension_pending, &a.extension_pending),
            assignee_id: changed(&b.assignee_id, &a.assignee_id),
            proposed_by: changed(&b.proposed_by, &a.proposed_by),
            submission_id: changed(&b.submission_id, &a.submission_id),
            submitted_by: changed(&b.submitted_by, &a.submitted_by),
            submitted_on: changed(&b.submitted_on, &a.submitted_on).map(ToDiesel::to_diesel),
            opened_at: changed(&b.opened_at, &a.opened_at).map(ToDiesel::to_diesel),
            last_report_at: changed(&b.last_report_at, &a.last_report_at).map(ToDiesel::to_diesel),
        }
    }
}

impl Change {
    /// Writes the change, its line in the timeline and its audit entry. `about` is the id of the thing made along with it
    /// (a report, an urge); `detail` is the one line that the timeline shows beside the kind.
    pub async fn save(
        mut self,
        tx: &mut Tx,
        kind: EventKind,
        detail: &str,
        about: Option<Uuid>,
    ) -> Result<Logged<Written>> {
        let (b, a) = (&self.before, &mut self.after);
        if (b.status, b.level, b.due_on) != (a.status, a.level, a.due_on) {
            a.reminders_at_level = 0;
        }
        let version = b.version.saturating_add(1);
        store::update(tx, b, Columns::between(b, a), version).await?;
        store::tally::shift(tx, a.tenant_id, tally::line(b), tally::line(a)).await?;
        store::tell(tx, a, kind, detail).await?;
        if self.act == Act::Report || shared(b) != shared(a) {
            share::tell(tx, a, version).await?;
        }
        let entry = self.entry(version, about);
        Ok(Logged::new(Written { id: about.unwrap_or(self.after.id.0), version }, entry))
    }

    /// Everything is already as the act would leave it: only the trail tells that it was asked for again.
    pub fn leave(self) -> Logged<Written> {
        let (id, version) = (self.before.id.0, self.before.version);
        Logged::new(Written { id, version }, self.entry(version, None))
    }

    fn entry(&self, version: i32, about: Option<Uuid>) -> Entry {
        let (b, a) = (&self.before, &self.after);
        Entry {
            tenant: a.tenant_id,
            action: self.act.as_str(),
            subject_kind: "assignment",
            subject_id: Some(a.id.0),
            detail: json!({
                "about": about, "version": version, "status": [b.status.as_str(), a.status.as_str()],
                "due_on": [b.due_on, a.due_on], "percent": [b.percent, a.percent], "level": [b.level, a.level],
            }),
        }
    }
}

/// What other tenants may know.
fn shared(row: &Loaded) -> impl PartialEq {
    (row.status, row.percent, row.due_on, row.due_precision, row.submitted_on, row.last_report_at)
}
