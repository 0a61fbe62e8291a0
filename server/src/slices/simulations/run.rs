//! The next run of the reminders, as the Working Group sees it before it happens.

use dondoc_shared::{
    order,
    text::Lang,
    wire::{
        TenantRef,
        policy::{LineRun, PersonRun, Run, TenantRun},
    },
};
use jiff::civil::Date;

use crate::{
    domain::{calendar::window::Leaving, policies::Rules},
    slices::{
        letters::budget_left,
        reminders::{CopyLine, DigestLine, Planned, Preview, preview},
        weekly,
    },
};
use dondoc_kernel::{
    clock,
    db::{NationalTx, Tx},
    error::Result,
    outbox::holds,
    tenants::{self, Tenant},
};

/// A day's run over all tenants, as the Working Group sees it before it happens; with its people where one tenant is asked
/// for.
pub async fn run(
    tx: &mut NationalTx,
    rules: &Rules<'_>,
    lang: Lang,
    date: Date,
    only: Option<&str>,
) -> Result<Run> {
    let mut runs = Vec::new();
    for tenant in tenants::all(tx).await? {
        if only.is_some_and(|slug| slug != tenant.slug) {
            continue;
        }
        let own = Rules { calendar: rules.calendar.of(tenant.id), book: rules.book };
        let reports = weekly::expected(tx, own.calendar, tenant.id, date).await?;
        let found = preview(tx, &own, tenant, date).await?;
        if !found.people.is_empty() || reports > 0 {
            let over_budget = over_budget(tx, &found, date).await?;
            let told = found.told(lang, only.is_some());
            runs.push(TenantRun { mails: told.mails.saturating_add(count(reports)), over_budget, ..told });
        }
    }
    runs.sort_by_cached_key(|run| (std::cmp::Reverse(run.mails), order::tenant(&run.tenant)));
    let begins = clock::zone(clock::DEFAULT_ZONE).to_timestamp(date.at(0, 0, 0, 0));
    let begins = begins.map_or(tx.now, |begins| begins.max(tx.now));
    let holds = holds::standing(tx).await?.of(None);
    let Leaving { at: leaves_at, held } = rules.calendar.leaving(begins, false, &holds);
    Ok(Run {
        on: date,
        leaves_at,
        held,
        mails: runs.iter().map(|run| run.mails).sum(),
        lines: runs.iter().map(|run| run.lines).sum(),
        tenants: runs,
    })
}

/// How many digests of this run on `date` the tenant's budget puts off to a later day (R76).
pub async fn over_budget(tx: &mut Tx, run: &Preview, date: Date) -> Result<i64> {
    let zone = clock::zone(&run.tenant.zone);
    let day = run.leaves.at.map_or(date, |at| clock::local_date(at, &zone));
    let left = budget_left(tx, run.tenant.id, day).await?;
    Ok(count(run.people.len()).saturating_sub(left.into()).max(0))
}

impl Preview {
    fn told(self, lang: Lang, with_people: bool) -> TenantRun {
        let Tenant { slug, short, name_vi, name_en, .. } = self.tenant;
        let of = |planned: &Planned| planned.lines.len().saturating_add(planned.copies.len());
        let lines = self.people.iter().map(|planned| count(of(planned))).sum();
        let line = |line: &DigestLine| {
            let item = self.items.get(&line.facts.id)?;
            let title = lang.pick(&item.title_vi, &item.title_en).to_owned();
            Some(LineRun { code: item.code.clone(), title, why: line.why(lang) })
        };
        let copy = |line: &CopyLine| LineRun {
            code: line.held.code.clone(),
            title: line.held.title(lang).to_owned(),
            why: line.why(lang),
        };
        let person = |planned: &Planned| PersonRun {
            name: planned.person.name.clone(),
            address: planned.person.address.clone(),
            lines: planned.lines.iter().filter_map(line).chain(planned.copies.iter().map(copy)).collect(),
        };
        TenantRun {
            tenant: TenantRef { slug, short, name_vi, name_en },
            leaves_at: self.leaves.at,
            held: self.leaves.held,
            mails: count(self.people.len()),
            over_budget: 0,
            lines,
            people: self.people.iter().filter(|_| with_people).map(person).collect(),
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
