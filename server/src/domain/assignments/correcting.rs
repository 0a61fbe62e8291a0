//! Telling of a correction of a period's report (R147, R148): the timeline, the mail, and the errand to the figures. A correction never
//! changes the assignment; what it does is counted by the report, whose version (`nth`) keeps one mail apart from the next.

use dondoc_shared::{id::UserId, wire::assignment::EventKind};

use super::{acts::remark, errand, model::Loaded, notify, store::tell};
use crate::domain::calendar::Calendar;
use dondoc_kernel::{
    db::{NationalTx, TenantTx},
    error::Result,
};

/// An officer asks the approvers to file a correction.
pub async fn proposed(
    tx: &mut TenantTx,
    calendar: &Calendar,
    of: &Loaded,
    nth: i32,
    text: &str,
) -> Result<()> {
    let text = remark(text, false)?;
    let told = Loaded { version: nth, ..of.clone() };
    notify::tell_approvers(tx, calendar, &told, EventKind::CorrectionProposed, &text).await?;
    tell(tx, of, EventKind::CorrectionProposed, &text).await
}

/// An approver sends it back to whoever proposed it.
pub async fn sent_back(
    tx: &mut TenantTx,
    calendar: &Calendar,
    of: &Loaded,
    nth: i32,
    (author, remark): (UserId, &str),
) -> Result<()> {
    let told = Loaded { version: nth, ..of.clone() };
    let back = (EventKind::CorrectionSentBack, remark);
    notify::tell_author(tx, calendar, &told, Some(author), back).await?;
    tell(tx, of, EventKind::CorrectionSentBack, remark).await
}

/// An approver files it: it waits in the queue of the Working Group.
pub async fn filed(tx: &mut TenantTx, of: &Loaded, text: &str) -> Result<()> {
    tell(tx, of, EventKind::CorrectionFiled, text).await
}

/// What the Working Group decided on a correction, and whose it was.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// The revision that it is.
    pub revision: i32,
    /// Who filed it.
    pub filed_by: UserId,
    /// Whether it counts from now on.
    pub accepted: bool,
    /// What the Working Group remarked.
    pub remark: &'a str,
}

/// The Working Group has decided: whoever filed is told, and what was accepted is counted.
pub async fn decided(
    tx: &mut NationalTx,
    calendar: &Calendar,
    of: &Loaded,
    nth: i32,
    decided: Decided<'_>,
) -> Result<()> {
    let Decided { revision, filed_by, accepted, remark } = decided;
    let kind = if accepted { EventKind::CorrectionAccepted } else { EventKind::CorrectionRefused };
    let told = Loaded { version: nth, submitted_by: Some(filed_by), ..of.clone() };
    notify::inform(tx, calendar, &told, kind, remark, notify::Dates::default()).await?;
    if accepted {
        errand::count_correction(tx, of, revision).await?;
    }
    tell(tx, of, kind, remark).await
}
