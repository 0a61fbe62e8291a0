//! Playing one step: the person whose part it is carries out the use case, on a clock that shows the step's moment.

use anyhow::bail;
use dondoc_shared::{error::ErrorCode, lifecycle::Part::Coordinating, wire::Written};
use jiff::civil::DateTime;

use super::{
    case::{Case, Deed, Step},
    cast::Cast,
};
use crate::{
    domain::{
        assignments::{self, extension},
        calendar::Calendar,
    },
    slices::urges,
};
use dondoc_kernel::{
    clock,
    db::{Actor, Db, National, NationalTx, Tenant, TenantTx, Version, audit::Logged},
    error::{Error, Result},
};

/// The instant of a local moment of Ha Noi.
pub(super) fn instant(at: DateTime) -> anyhow::Result<jiff::Timestamp> {
    Ok(at.to_zoned(clock::zone(clock::DEFAULT_ZONE))?.timestamp())
}

/// Plays a step; false if there was nothing left to do: a contribution closes with the lead's acceptance, whether or not it
/// was reported.
pub(super) async fn play(
    db: &Db,
    cast: &Cast,
    calendar: &Calendar,
    case: &Case,
    step: &Step,
) -> anyhow::Result<bool> {
    db.clock().set(instant(step.at)?);
    let part = Part { db, calendar, case, deed: &step.deed, actor: actor(cast, case, &step.deed)? };
    let mut done = part.act(case.seen()).await;
    if matches!(done, Err(Error::Refused(ErrorCode::VersionStale))) {
        // The worker was here in the meantime: read again, as a person would.
        done = part.act(part.read_again().await?).await;
    }
    match done {
        Ok(written) => case.see(written.version),
        Err(Error::Refused(ErrorCode::WrongState)) if case.part == Coordinating => return Ok(false),
        Err(error) => bail!("{} on {}: {:?}: {error}", case.code(), step.at, step.deed),
    }
    Ok(true)
}

fn actor(cast: &Cast, case: &Case, deed: &Deed) -> anyhow::Result<Actor> {
    let staff = cast.staff(case.tenant)?;
    let actor = match deed {
        Deed::Acknowledge | Deed::Report(_) | Deed::Link(_) | Deed::Propose(_) | Deed::Answer(_) => {
            &staff.officer
        }
        Deed::SendBack(_) | Deed::Submit(_) | Deed::TakeBack | Deed::RequestExtension(_) => &staff.approver,
        Deed::Reopen(_) | Deed::Decide(_) => &cast.lead,
        Deed::Accept(_) | Deed::Return(_) | Deed::Open if case.tenant.is_national() => &cast.second_lead,
        Deed::Open | Deed::Accept(_) | Deed::Return(_) | Deed::Urge(_) => &cast.officer,
    };
    Ok(actor.clone())
}

/// Somebody's part in a case.
struct Part<'a> {
    db: &'a Db,
    calendar: &'a Calendar,
    case: &'a Case,
    deed: &'a Deed,
    actor: Actor,
}

impl Part<'_> {
    async fn read_again(&self) -> Result<Version> {
        let id = self.case.id;
        let row = self.db.read(National, self.actor.clone(), async |tx| assignments::load(tx, id).await);
        Ok(Version(row.await?.version))
    }

    async fn act(&self, seen: Version) -> Result<Written> {
        use Deed::{Accept, Decide, Open, Reopen, Return, Urge};
        match self.deed {
            Open | Accept(_) | Return(_) | Reopen(_) | Decide(_) | Urge(_) => {
                let act = async |tx: &mut NationalTx| self.by_the_working_group(tx, seen).await;
                self.db.write(National, self.actor.clone(), act).await
            }
            _ => {
                let act = async |tx: &mut TenantTx| self.by_the_tenant(tx, seen).await;
                self.db.write(Tenant(self.case.tenant), self.actor.clone(), act).await
            }
        }
    }

    async fn by_the_tenant(&self, tx: &mut TenantTx, seen: Version) -> Result<Logged<Written>> {
        let (id, calendar) = (self.case.id, self.calendar);
        match self.deed {
            Deed::Acknowledge => assignments::acknowledge(tx, id, seen).await,
            Deed::Report(body) => assignments::report(tx, id, Some(seen), body).await,
            Deed::Link(link) => assignments::add_link(tx, id, link).await,
            Deed::Propose(remark) => assignments::propose(tx, calendar, id, seen, remark).await,
            Deed::SendBack(remark) => assignments::send_back(tx, calendar, id, seen, remark).await,
            Deed::Submit(remark) => assignments::submit(tx, id, seen, remark).await,
            Deed::RequestExtension(input) => extension::request(tx, id, seen, input).await,
            Deed::Answer(input) => urges::answer(tx, id, Some(seen), input).await,
            _ => assignments::take_back(tx, id, seen).await,
        }
    }

    async fn by_the_working_group(&self, tx: &mut NationalTx, seen: Version) -> Result<Logged<Written>> {
        let (id, calendar) = (self.case.id, self.calendar);
        match self.deed {
            Deed::Accept(remark) => assignments::accept(tx, calendar, id, seen, remark).await,
            Deed::Return(remark) => assignments::return_to_tenant(tx, calendar, id, seen, remark).await,
            Deed::Reopen(input) => assignments::reopen(tx, calendar, id, seen, input).await,
            Deed::Decide(input) => extension::decide(tx, calendar, id, seen, input).await,
            Deed::Urge(input) => urges::issue_on(tx, calendar, id, seen, input).await,
            _ => assignments::open(tx, id, seen).await,
        }
    }
}
