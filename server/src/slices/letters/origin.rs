//! Where a message comes from: which rule and version, or which act of which person, made it. Answered from the rows that
//! it was made from, which are never deleted, and not from a log.

use anyhow::Context;
use dondoc_shared::{
    id::{EscalationId, MessageId, TenantId, UrgeId},
    text::Lang,
    wire::policy::Why,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    access,
    assigned::AssignedArgs,
    decision::DecisionArgs,
    notice::{Notice, NoticeArgs},
    store::origin::{self as store, RowOfMessage, StepOfMessage},
};
use crate::{
    domain::policies::{self, Rules},
    slices::{escalations::mail::StepArgs, reminders, urges::mail::UrgeArgs, weekly::report::Report},
};
use dondoc_kernel::{
    auth::news::AccessNews,
    clock,
    db::NationalTx,
    error::Result,
    outbox::{Kind, said},
};

/// What made this message.
pub async fn of(tx: &mut NationalTx, rules: &Rules<'_>, lang: Lang, id: MessageId) -> Result<Why> {
    let RowOfMessage { tenant, kind, args, recipient, at } = store::row(tx, id).await?;
    let mut lines = vec![];
    let told = match Kind::parse(&kind) {
        Some(Kind::Digest) => {
            lines = reminders::why(tx, rules, lang, tenant, id).await?;
            vec![lang.why_digest(&store::name(tx, tenant, recipient).await?)]
        }
        Some(Kind::Urge) => vec![urge(tx, lang, tenant, read::<UrgeArgs>(&args)?.urge).await?],
        Some(Kind::Escalation) => {
            let mut told = Vec::new();
            for args in said(&args) {
                told.extend(step(tx, lang, tenant, read::<StepArgs>(args)?.step).await?);
            }
            told
        }
        Some(Kind::Decision) => {
            let mut told = Vec::new();
            for args in said(&args) {
                let DecisionArgs { assignment, event, .. } = read(args)?;
                let code = reminders::item::code(tx, tenant, assignment).await?.unwrap_or_default();
                told.push(lang.why_decision(event.name(lang), &code));
            }
            told
        }
        Some(Kind::Notice) => {
            let mut told = Vec::new();
            for Notice { assignment, event, by, .. } in read::<NoticeArgs>(&args)?.notices {
                let code = reminders::item::code(tx, tenant, assignment).await?.unwrap_or_default();
                told.push(lang.why_notice(event.name(lang), &code, &by));
            }
            told
        }
        Some(Kind::Assignments) => {
            vec![lang.why_assigned(read::<AssignedArgs>(&args)?.assignments.len())]
        }
        Some(Kind::Report) => {
            let on = lang.date(read::<Report>(&args)?.on);
            vec![lang.why_weekly(&store::name(tx, tenant, recipient).await?, &on)]
        }
        Some(Kind::Access) => {
            let news: AccessNews = read(&args)?;
            vec![lang.why_access(access::subject(lang, &news), access::by(&news))]
        }
        Some(Kind::CloseContributions | Kind::Share | Kind::Figures | Kind::Forgotten) | None => vec![],
    };
    Ok(Why { kind, queued_at: at.to_jiff(), told, lines })
}

fn read<A: DeserializeOwned>(args: &Value) -> Result<A> {
    Ok(A::deserialize(args).context("the row's arguments")?)
}

fn on(lang: Lang, at: jiff_diesel::Timestamp) -> String {
    lang.date(clock::local_date(at.to_jiff(), &clock::zone(clock::DEFAULT_ZONE)))
}

async fn urge(tx: &mut NationalTx, lang: Lang, tenant: TenantId, id: UrgeId) -> Result<String> {
    let (year, number, by, at) = store::urge(tx, tenant, id).await?;
    Ok(lang.why_urge(&format!("{number}/{year}"), &by, &on(lang, at)))
}

async fn step(tx: &mut NationalTx, lang: Lang, tenant: TenantId, id: EscalationId) -> Result<Vec<String>> {
    let StepOfMessage { level, proposed_on, days, policy, first, last } = store::step(tx, tenant, id).await?;
    let (_, version) = policies::level(tx, policy, level).await?;
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
