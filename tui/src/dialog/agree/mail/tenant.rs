//! The tenant that is typed into a field of a box.

use dondoc_shared::text::Lang;

use crate::step::{
    WrongField,
    common::{Body, slug_of},
    wrong,
};

/// The key of the tenant in the field at this `place`; none where nothing is typed.
///
/// # Errors
/// That there is no such tenant, and the one that was probably meant.
pub fn tenant_typed(tenants: &[Body], typed: &[String], place: usize) -> Result<Option<String>, WrongField> {
    let Some(text) = typed.get(place).map(|text| text.trim()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let slug = slug_of(tenants, text);
    slug.map(Some).map_err(|near| wrong(place, |lang: Lang| lang.tui_no_such_tenant(text, near)))
}
