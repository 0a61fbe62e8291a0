//! Where a message comes from: which rule and version, or which act of which person, made it. Answered from the rows that
//! it was made from, which are kept for ever, and not from a log.

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{EscalationId, MessageId, TenantId, UrgeId},
    text::Lang,
    wire::policy::Why,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Kind,
    letter::{DecisionArgs, EscalationArgs, UrgeArgs},
};
use crate::{
    domain::policies::Rules,
    kernel::{
        clock,
        db::NationalTx,
        error::Result,
        schema::{contacts, escalation_steps, outbox, urges, users},
        tenants,
    },
    slices::{reminders, weekly},
};

/// What made this message.
pub async fn of(tx: &mut NationalTx, rules: &Rules<'_>, lang: Lang, id: MessageId) -> Result<Why> {
    type Row = (TenantId, String, Value, Option<Uuid>, jiff_diesel::Timestamp);
    // The tenants are named, because the key of the table begins with them.
    let all: Vec<TenantId> = tenants::all(tx).await?.into_iter().map(|tenant| tenant.id).collect();
    let (tenant, kind, args, recipient, at): Row = outbox::table
        .filter(outbox::tenant_id.eq_any(all))
        .filter(outbox::id.eq(id))
        .select((outbox::tenant_id, outbox::kind, outbox::args, outbox::recipient_id, outbox::created_at))
        .first(&mut tx.conn)
        .await?;
    let mut lines = vec![];
    let told = match Kind::parse(&kind) {
        Some(Kind::Digest) => {
            lines = reminders::why(tx, rules, lang, tenant, id).await?;
            vec![lang.why_digest(&name(tx, tenant, recipient).await?)]
        }
        Some(Kind::Urge) => vec![urge(tx, lang, tenant, read::<UrgeArgs>(&args)?.urge).await?],
        Some(Kind::Escalation) => step(tx, lang, tenant, read::<EscalationArgs>(&args)?.step).await?,
        Some(Kind::Decision) => {
            let DecisionArgs { assignment, event, .. } = read(&args)?;
            let item = reminders::item(tx, tenant, assignment).await?;
            vec![lang.why_decision(event.name(lang), &item.map_or_else(String::new, |(_, item)| item.code))]
        }
        Some(Kind::Report) => {
            let on = lang.date(read::<weekly::Report>(&args)?.on);
            vec![lang.why_weekly(&name(tx, tenant, recipient).await?, &on)]
        }
        Some(Kind::CloseContributions | Kind::Share) | None => vec![],
    };
    Ok(Why { kind, queued_at: at.to_jiff(), told, lines })
}

fn read<A: DeserializeOwned>(args: &Value) -> Result<A> {
    Ok(A::deserialize(args).context("the row's arguments")?)
}

/// The name of a person or an office, also of one who has left.
async fn name(tx: &mut NationalTx, tenant: TenantId, id: Option<Uuid>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    let user = users::table.find((tenant, id)).select(users::name).first(&mut tx.conn).await.optional()?;
    if let Some(name) = user {
        return Ok(name);
    }
    let office = contacts::table.filter(contacts::tenant_id.eq(tenant)).filter(contacts::id.eq(id));
    Ok(office.select(contacts::office).first(&mut tx.conn).await.optional()?.unwrap_or_default())
}

fn on(lang: Lang, at: jiff_diesel::Timestamp) -> String {
    lang.date(clock::local_date(at.to_jiff(), &clock::zone(clock::DEFAULT_ZONE)))
}

async fn urge(tx: &mut NationalTx, lang: Lang, tenant: TenantId, id: UrgeId) -> Result<String> {
    let (year, number, by, at): (i32, i32, String, jiff_diesel::Timestamp) = urges::table
        .find((tenant, id))
        .select((urges::year, urges::number, urges::by_name, urges::at))
        .first(&mut tx.conn)
        .await?;
    Ok(lang.why_urge(&format!("{number}/{year}"), &by, &on(lang, at)))
}

async fn step(tx: &mut NationalTx, lang: Lang, tenant: TenantId, id: EscalationId) -> Result<Vec<String>> {
    use escalation_steps as s;
    type Signed = (Option<String>, Option<jiff_diesel::Timestamp>);
    let (level, proposed_on, days, policy, first, last): (_, jiff_diesel::Date, _, _, Signed, Signed) =
        s::table
            .find((tenant, id))
            .select((
                s::level,
                s::proposed_on,
                s::days_overdue,
                s::policy_id,
                (s::signed_name, s::signed_at),
                (s::decided_name, s::decided_at),
            ))
            .first(&mut tx.conn)
            .await?;
    let (_, version) = crate::domain::policies::level(tx, policy, level).await?;
    let mut told =
        vec![lang.why_step(level, &lang.date(proposed_on.to_jiff()), days), lang.why_ladder(version)];
    if let (Some(by), Some(at)) = first {
        told.push(lang.why_signed(&by, &on(lang, at)));
    }
    if let (Some(by), Some(at)) = last {
        told.push(lang.why_released(lang.actor(&by), &on(lang, at)));
    }
    Ok(told)
}
