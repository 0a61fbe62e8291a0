//! The checks of what a body reports, behind every door (R131): what they are given, what its body says to their warnings, and what
//! the Working Group thinks of that (R142–R144).

pub mod api;
mod model;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    figures::{
        Entry as Numbers,
        check::{CheckRule, RuleVerdict},
    },
    id::{AssignmentId, FindingId, IndicatorId, PeriodId, RegimeId, ReportId, TenantId},
    period::{PeriodCode, PeriodStatus},
    text::Lang,
    wire::{
        Written,
        report::{
            FiledFinding, JudgementInput, JustificationConflict, JustificationInput, MAX_JUSTIFICATION,
            MAX_SEEN, MOST_JUSTIFICATIONS, Noise, ReportFindings, RuleNoise,
        },
    },
};
use serde_json::json;

use self::model::{Key, Said as Kept};
pub use self::{
    model::{Checked, Draft, Earlier, Justified},
    store::{file, justified},
};
use super::store::{ReportRow, of_assignment};
use crate::domain::{
    indicators::{self, Catalogue, Indicator},
    periods::{self, Period},
};
use dondoc_kernel::{
    db::{
        NationalTx, TenantTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// What somebody says in a request, and to which warning.
pub type Said = (Key, JustificationInput);

/// How many periods back a body's history goes (R145): 24 changes, and the period before the first of them.
pub const PERIODS: usize = 25;

/// What the body filed for the periods before this one.
pub async fn earlier(tx: &mut TenantTx, period: &Period) -> Result<Earlier> {
    let back = std::iter::successors(period.window.code.previous(), |code: &PeriodCode| code.previous());
    let Some(first) = back.take(PERIODS).last() else { return Ok(Earlier::new()) };
    let cells = store::earlier(tx, period.number_of(first), period.id).await?;
    let mut earlier = Earlier::new();
    if cells.is_empty() {
        return Ok(earlier);
    }
    let windows: BTreeMap<_, _> = periods::all(tx).await?.into_iter().map(|p| (p.id, p.window)).collect();
    for (period, indicator, entry) in cells {
        if let Some(window) = windows.get(&period) {
            earlier.entry(indicator).or_default().push((*window, entry));
        }
    }
    Ok(earlier)
}

/// What counts of the body's own report of this period (R135).
pub async fn counted(tx: &mut TenantTx, period: &Period) -> Result<BTreeMap<IndicatorId, Numbers>> {
    let next = PeriodId(period.id.0.saturating_add(1));
    let cells = store::earlier(tx, period.id, next).await?;
    Ok(cells.into_iter().map(|(_, indicator, entry)| (indicator, entry)).collect())
}

/// Keeps what somebody says to the warnings of a draft, whole or not. What somebody else has changed since its writer had seen it
/// is left as it is and answered as a conflict. The indicators of what was written.
pub async fn say(
    tx: &mut TenantTx,
    of: &ReportRow,
    said: &[Said],
    justified: &mut Justified,
) -> Result<(Vec<String>, Vec<JustificationConflict>)> {
    let (by, _) = tx.actor.person()?;
    let (mut written, mut conflicts) = (vec![], vec![]);
    for (key, input) in said {
        let there = justified.get(key);
        let new = Kept {
            code: input.code,
            text: input.text.clone(),
            seen: input.seen.clone(),
            by,
            by_name: tx.actor.name.clone(),
            version: there.map_or(1, |there| there.version.saturating_add(1)),
        };
        let says = |said: &Kept| (said.code, said.text.clone(), said.seen.clone());
        match there {
            None if new.code.is_none() && new.text.is_empty() => {}
            Some(there) if says(there) == says(&new) => {}
            Some(there) if there.version != input.version => conflicts.push(JustificationConflict {
                indicator: input.indicator.clone(),
                rule: input.rule,
                part: input.part,
                there: there.row(&input.seen),
            }),
            _ => {
                store::say(tx, of, *key, &new).await?;
                written.push(input.indicator.clone());
                justified.insert(*key, new);
            }
        }
    }
    Ok((written, conflicts))
}

/// The justifications of a request with what they are about, cleaned as all text is.
pub fn cleaned(checks: &mut Checks, input: &[JustificationInput], owed: &[&Indicator]) -> Vec<Said> {
    if input.len() > MOST_JUSTIFICATIONS {
        checks.fault(
            "justifications",
            Fault::OutOfRange(0, i64::try_from(MOST_JUSTIFICATIONS).unwrap_or(i64::MAX)),
        );
    }
    let (mut seen, mut said) = (BTreeSet::new(), vec![]);
    for (place, input) in input.iter().take(MOST_JUSTIFICATIONS).enumerate() {
        let at = |part: &str| format!("justifications[{place}].{part}");
        let Some(indicator) = owed.iter().find(|indicator| indicator.code == input.indicator) else {
            checks.fault(&at("indicator"), Fault::NotAsked);
            continue;
        };
        let key = (indicator.id, input.rule, input.part);
        if !seen.insert(key) {
            checks.fault(&at("rule"), Fault::Repeated);
        }
        let input = JustificationInput {
            text: checks.text(&at("text"), &input.text, MAX_JUSTIFICATION),
            seen: checks.line(&at("seen"), &input.seen, MAX_SEEN),
            ..input.clone()
        };
        said.push((key, input));
    }
    said
}

/// What the checks had found in a report when it was last filed.
pub async fn findings(tx: &mut NationalTx, id: AssignmentId) -> Result<ReportFindings> {
    let catalogue = indicators::current(tx).await?;
    let report = of_assignment(tx, id).await?;
    let items = listed(&catalogue, store::filed(tx, &report).await?)?;
    Ok(ReportFindings { revision: store::newest_filing(tx, &report).await?, items })
}

/// What the checks had found in each of these corrections when it was filed (R160).
pub async fn of_corrections(
    tx: &mut NationalTx,
    catalogue: &Catalogue,
    of: &[(TenantId, ReportId, i32)],
) -> Result<BTreeMap<(ReportId, i32), Vec<FiledFinding>>> {
    let found = store::of_revisions(tx, of).await?;
    found.into_iter().map(|(key, filed)| Ok((key, listed(catalogue, filed)?))).collect()
}

/// What was found in a revision, as the Working Group reads it: warnings before notices, each in the order of the form.
fn listed(catalogue: &Catalogue, filed: Vec<store::Filed>) -> Result<Vec<FiledFinding>> {
    let mut items = vec![];
    for found in filed {
        let seen = model::seen_of(found.seen).map_err(|error| Error::Internal(error.into()))?;
        let indicator = catalogue.indicator(found.indicator);
        let name = |lang| indicator.map(|of| of.name.get(lang).to_owned()).unwrap_or_default();
        let place = catalogue.indicators.iter().position(|of| of.id == found.indicator);
        let item = FiledFinding {
            id: found.id,
            indicator: indicator.map(|of| of.code.clone()).unwrap_or_default(),
            name_vi: name(Lang::Vi),
            name_en: name(Lang::En),
            rule: found.rule,
            level: found.level,
            part: found.part,
            message_vi: seen.message(found.rule, Lang::Vi),
            message_en: seen.message(found.rule, Lang::En),
            justification: found.code,
            text: found.text,
            justified_by: found.justified_by,
            judged: found.judged,
            judged_by: found.judged_by,
            judged_at: found.judged_at,
            version: found.version,
        };
        items.push((found.level, place, item));
    }
    items.sort_by_key(|(level, place, item)| (*level, *place, item.rule, item.part));
    Ok(items.into_iter().map(|(.., item)| item).collect())
}

/// The Working Group says whether a justification explains the number.
pub async fn judge(
    tx: &mut NationalTx,
    id: AssignmentId,
    finding: FindingId,
    seen: Version,
    input: &JudgementInput,
) -> Result<Logged<Written>> {
    let report = of_assignment(tx, id).await?;
    let version = store::judge(tx, &report, finding, input.judgement, seen).await?;
    let entry = Entry {
        tenant: report.tenant_id,
        action: "judge_finding",
        subject_kind: "finding",
        subject_id: Some(finding.0),
        detail: json!({"judgement": input.judgement}),
    };
    Ok(Logged::new(Written { id: finding.0, version }, entry))
}

/// How often each rule warned needlessly, over the newest two periods of each regime.
pub async fn noise(tx: &mut NationalTx) -> Result<Noise> {
    let catalogue = indicators::current(tx).await?;
    let mut taken: BTreeMap<RegimeId, usize> = BTreeMap::new();
    let mut periods = periods::all(tx).await?;
    periods.retain(|period| {
        let is_owed = period.status == PeriodStatus::Open;
        let taken = taken.entry(period.regime).or_default();
        *taken += usize::from(is_owed);
        is_owed && *taken <= 2
    });
    let ids: Vec<_> = periods.iter().map(|period| period.id).collect();
    let item = |(rule, warnings, judged, needless): (CheckRule, i64, i64, i64)| RuleNoise {
        rule,
        warnings,
        judged,
        needless,
        noisy: RuleVerdict::of(judged, needless) == RuleVerdict::Noisy,
    };
    let key = |period: &Period| {
        let regime = catalogue.regime(period.regime).map(|regime| regime.code.as_str());
        Period::key(regime.unwrap_or_default(), period.window.code)
    };
    Ok(Noise {
        items: store::noise(tx, &ids).await?.into_iter().map(item).collect(),
        periods: periods.iter().map(key).collect(),
    })
}
