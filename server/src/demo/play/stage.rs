//! Playing one step: the person whose part it is carries out the use case, on a clock that shows the step's moment.

use anyhow::Context;
use dondoc_shared::{id::TenantId, lifecycle::Part};
use jiff::civil::DateTime;

use super::{
    case::{Case, Deed, Step},
    cast::Cast,
};
use crate::{
    assignments::{self, Loaded, extension},
    calendar::Calendar,
    clock,
    db::{Actor, Db, National, Tenant, Version},
    error::Result,
    urges,
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
    let actor = actor(cast, case, &step.deed)?;
    let played = match &step.deed {
        Deed::Open
        | Deed::Accept(_)
        | Deed::Return(_)
        | Deed::Reopen(_)
        | Deed::Decide(_)
        | Deed::Urge(_) => by_the_working_group(db, actor, calendar, case, &step.deed).await,
        _ => by_the_tenant(db, actor, case, &step.deed).await,
    };
    played
        .map_err(|error| anyhow::anyhow!("{error}"))
        .with_context(|| format!("{} on {}: {:?}", case.code(), step.at, step.deed))
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

async fn by_the_tenant(db: &Db, actor: Actor, case: &Case, deed: &Deed) -> Result<bool> {
    let id = case.id;
    let over = |row: &Loaded| row.part == Part::Coordinating && !row.status.is_open();
    if case.part == Part::Coordinating
        && db
            .read(Tenant(case.tenant), actor.clone(), async |tx| Ok(over(&assignments::load(tx, id).await?)))
            .await?
    {
        return Ok(false);
    }
    db.write(Tenant(case.tenant), actor, async |tx| {
        let seen = Version(assignments::load(tx, id).await?.version);
        match deed {
            Deed::Acknowledge => assignments::acknowledge(tx, id, seen).await,
            Deed::Report(body) => assignments::report(tx, id, seen, body).await,
            Deed::Link(link) => assignments::add_link(tx, id, seen, link).await,
            Deed::Propose(remark) => assignments::propose(tx, id, seen, remark).await,
            Deed::SendBack(remark) => assignments::send_back(tx, id, seen, remark).await,
            Deed::Submit(remark) => assignments::submit(tx, id, seen, remark).await,
            Deed::RequestExtension(input) => extension::request(tx, id, seen, input).await,
            Deed::Answer(input) => urges::answer(tx, id, seen, input).await,
            _ => assignments::take_back(tx, id, seen).await,
        }
    })
    .await?;
    Ok(true)
}

async fn by_the_working_group(
    db: &Db,
    actor: Actor,
    calendar: &Calendar,
    case: &Case,
    deed: &Deed,
) -> Result<bool> {
    let id = case.id;
    db.write(National, actor, async |tx| {
        let seen = Version(assignments::load(tx, id).await?.version);
        match deed {
            Deed::Accept(remark) => assignments::accept(tx, calendar, id, seen, remark).await,
            Deed::Return(remark) => assignments::return_to_tenant(tx, calendar, id, seen, remark).await,
            Deed::Reopen(remark) => assignments::reopen(tx, calendar, id, seen, remark).await,
            Deed::Decide(input) => extension::decide(tx, calendar, id, seen, input).await,
            Deed::Urge(input) => urges::issue(tx, calendar, id, seen, input).await,
            _ => assignments::open(tx, id, seen).await,
        }
    })
    .await?;
    Ok(true)
}

/// A copy of the pools for one tenant's day, with a clock of its own.
pub(super) fn lane(db: &Db, tenant: TenantId, at: jiff::Timestamp) -> (Db, TenantId) {
    (db.under(clock::Clock::manual(at)), tenant)
}
