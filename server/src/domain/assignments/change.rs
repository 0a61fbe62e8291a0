//! Load, check, save: the only way an assignment changes.
//!
//! [`load`](super::load) locks the row; [`Loaded::begin`] asks the table of acts whether this person may do this now and gives
//! back a [`Change`]; [`Change::save`] writes what differs together with lateness, urgency, tally, version and timeline.

use dondoc_shared::{
    day::in_ha_noi,
    error::ErrorCode,
    lifecycle::{Act, Status, check},
    wire::{Written, assignment::EventKind},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    errand,
    model::{Beside, Loaded},
    share, store, tally,
};
use dondoc_kernel::{
    db::{
        Tx, Version,
        audit::{Entry, Logged},
    },
    error::Result,
};

/// An assignment on its way to a new state.
#[derive(Debug)]
pub struct Change {
    before: Loaded,
    /// The row as it will be; change what the act changes.
    pub after: Loaded,
    /// The act; none of what the system does by itself.
    act: Option<Act>,
    /// What the trail calls it.
    action: &'static str,
}

impl Loaded {
    /// Asks whether the actor may do this now, and whether they have seen the present version.
    pub async fn begin(self, tx: &mut Tx, act: Act, seen: Version) -> Result<Change> {
        if self.speaks_in_figures(act) {
            return Err(ErrorCode::FiguresInstead.into());
        }
        let mut beside = Beside::default();
        if matches!(act, Act::Propose | Act::Submit) {
            beside.evidence = store::count_evidence(tx, &self).await?;
        }
        if act == Act::Propose && self.sent_back {
            beside.evidence_since = store::has_evidence_since(tx, &self).await?;
        }
        if act == Act::Escalate {
            beside.proposed_steps = store::count_steps(tx, &self).await?;
        }
        self.begin_beside(tx, act, seen, beside)
    }

    /// Whether this act is done by entering, proposing and filing figures: of a period's report they speak, see `filing`.
    pub fn speaks_in_figures(&self, act: Act) -> bool {
        self.period_id.is_some() && matches!(act, Act::Report | Act::Propose | Act::Submit)
    }

    /// The same, where what stands beside the row is known.
    pub(super) fn begin_beside(self, tx: &Tx, act: Act, seen: Version, beside: Beside) -> Result<Change> {
        if self.version != seen.0 {
            return Err(ErrorCode::VersionStale.into());
        }
        let (_, role) = tx.actor.person()?;
        let facts = self.facts(&tx.actor, beside);
        let status = check(act, role, self.part, self.status, &facts)?;
        let after = Loaded { status, ..self.clone() };
        Ok(Change { before: self, after, act: Some(act), action: act.as_str() })
    }

    /// The same for what is only added: it takes nothing away that somebody else wrote, so whatever version was seen, it
    /// follows the present one.
    pub async fn append(self, tx: &mut Tx, act: Act) -> Result<Change> {
        let present = Version(self.version);
        self.begin(tx, act, present).await
    }

    /// A change made by the system itself, which no table of acts covers; the trail calls it `action`.
    pub fn begin_by_system(self, action: &'static str) -> Change {
        Change { after: self.clone(), before: self, act: None, action }
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
        // Its silence begins again once it has its turn: what waited for the Working Group was no silence of its own.
        let is_turn = matches!(
            kind,
            EventKind::Returned
                | EventKind::Reopened
                | EventKind::ExtensionGranted
                | EventKind::ExtensionRefused
        );
        // That somebody else has it now is no news of the work.
        let is_heard =
            tx.tenant() == Some(a.tenant_id) && tx.actor.user.is_some() && kind != EventKind::HandedOver;
        if is_turn || is_heard {
            a.heard_on = Some(in_ha_noi(tx.now));
        }
        // Only an act that leaves the state alone leaves it sent back: an answer, a piece of evidence.
        a.sent_back &= a.status == Status::InProgress;
        if (b.status, b.level, b.due_on) != (a.status, a.level, a.due_on) {
            a.reminders_at_level = 0;
            a.silent = false;
        }
        let version = b.version.saturating_add(1);
        store::columns::update(tx, b, a, version).await?;
        store::tally::shift(tx, a.tenant_id, tally::line(b), tally::line(a)).await?;
        store::tell(tx, a, kind, detail).await?;
        if self.act == Some(Act::Report) || shared(b) != shared(a) {
            share::tell(tx, a, version).await?;
        }
        if b.status != a.status {
            errand::count(tx, a, version).await?;
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
            action: self.action,
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
