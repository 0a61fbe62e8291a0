//! Templates of urges: national texts with placeholders, kept by the Working Group's lead.

use dondoc_shared::{
    error::ErrorCode,
    id::TenantId,
    wire::urge::{NewUrgeTemplate, UrgeTemplate},
};
use serde_json::json;

use super::{model, store};
use dondoc_kernel::{
    db::{
        NationalTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// Writes a template. `seen` is 0 for a new one. Urges that were made from it keep their text.
///
/// # Errors
/// `version_stale` where somebody else has written in the meantime.
pub async fn put(
    tx: &mut NationalTx,
    code: &str,
    seen: Version,
    input: &NewUrgeTemplate,
) -> Result<Logged<UrgeTemplate>> {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !(1..=40).contains(&code.len()) || !code.chars().all(word) {
        return Err(Error::field("code", Fault::Malformed));
    }
    let mut checks = Checks::default();
    let row = store::UrgeTemplateRow {
        code: code.to_owned(),
        name_vi: checks.line("name_vi", &input.name_vi, 200),
        name_en: checks.line("name_en", &input.name_en, 200),
        text_vi: checks.required("text_vi", &input.text_vi, 2000),
        text_en: checks.required("text_en", &input.text_en, 2000),
        version: seen.0.saturating_add(1),
    };
    checks.finish()?;
    for text in [&row.text_vi, &row.text_en] {
        model::fill(text, &model::Placeholders::default())?;
    }
    if !store::put_template(tx, &row, seen.0).await? {
        return Err(ErrorCode::VersionStale.into());
    }
    let entry = Entry {
        tenant: TenantId::NATIONAL,
        action: "put_urge_template",
        subject_kind: "urge_template",
        subject_id: None,
        detail: json!({"code": row.code, "version": row.version}),
    };
    Ok(Logged::new(row.into_wire(), entry))
}
