//! Corrections that were filed: what each changes from what to what, and what became of it.

use dondoc_shared::{
    text::Lang,
    wire::correction::{Correction, CorrectionChange},
};

use super::store::{
    ReportRow,
    corrections::{Cells, FiledCorrection, Which, filed},
};
use crate::domain::indicators::{Catalogue, Indicator};
use dondoc_kernel::{db::Tx, error::Result};

/// What differs between two states of a report's cells, in the order of the form.
pub fn changes(catalogue: &Catalogue, old: &Cells, new: &Cells) -> Vec<CorrectionChange> {
    let differing = catalogue.indicators.iter().filter(|one| old.get(&one.id) != new.get(&one.id));
    let change = |indicator: &Indicator| {
        let said = |cells: &Cells, lang: Lang| match cells.get(&indicator.id) {
            None => lang.cell_none_before().to_owned(),
            Some((entry, reason)) => {
                let words = entry.words(lang, indicator.formula.over_bodies, indicator.formula.scale);
                if reason.is_empty() { words } else { format!("{words}: {reason}") }
            }
        };
        let entry = |cells: &Cells| cells.get(&indicator.id).map(|(entry, _)| *entry);
        CorrectionChange {
            indicator: indicator.code.clone(),
            name_vi: indicator.name.get(Lang::Vi).to_owned(),
            name_en: indicator.name.get(Lang::En).to_owned(),
            old: entry(old),
            new: entry(new),
            old_vi: said(old, Lang::Vi),
            old_en: said(old, Lang::En),
            new_vi: said(new, Lang::Vi),
            new_en: said(new, Lang::En),
        }
    };
    differing.map(change).collect()
}

/// A correction that was filed, as clients see it.
pub fn row(catalogue: &Catalogue, of: FiledCorrection) -> Correction {
    Correction {
        changes: changes(catalogue, &of.old, &of.new),
        revision: of.revision,
        state: of.state,
        reason: of.reason,
        text: of.text,
        filed_name: of.filed_name,
        filed_on: of.filed_on,
        at: of.at,
        decided_name: of.decided_name,
        decided_at: of.decided_at,
        remark: of.remark,
    }
}

/// The corrections of a report that were filed, the newest first.
pub async fn of_report(tx: &mut Tx, catalogue: &Catalogue, of: &ReportRow) -> Result<Vec<Correction>> {
    let filed = filed(tx, Which::Of(of)).await?;
    Ok(filed.into_iter().map(|one| row(catalogue, one)).collect())
}
