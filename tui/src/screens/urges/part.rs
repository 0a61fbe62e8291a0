//! Which of the urges are wanted: those that stand so, of one body or of all.

use dondoc_shared::{
    filter::Filter,
    text::{Both, Lang},
    wire::{TenantRef, urge::UrgeState},
};

use crate::step::common::{Body, slug_of};

/// The part of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Where the urges stand; none for every state.
    pub state: Option<UrgeState>,
    /// The body that was urged; none for all.
    pub of: Option<TenantRef>,
}

impl Part {
    /// The same in the state after this one, or before; every state stands before the first.
    #[must_use]
    pub fn turned(&self, after: bool) -> Self {
        let all: Vec<Option<UrgeState>> =
            std::iter::once(None).chain(UrgeState::ALL.iter().copied().map(Some)).collect();
        let here = all.iter().position(|one| *one == self.state).unwrap_or(0);
        let by = if after { 1 } else { all.len().saturating_sub(1) };
        let state = all.get((here + by) % all.len().max(1)).copied().flatten();
        Self { state, of: self.of.clone() }
    }

    /// The body as the line says it.
    pub fn typed(&self) -> String {
        self.of.as_ref().map(|body| format!("tenant:{}", body.slug)).unwrap_or_default()
    }
}

/// The body that a line names, as the backlog's filter does; none where nothing is typed.
///
/// # Errors
/// Why it names none, in both languages.
pub fn read(line: &str, tenants: &[Body]) -> Result<Option<TenantRef>, Both> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let filter =
        Filter::parse(line).map_err(|error| Both::new(|lang: Lang| lang.filter_reason(&error.fault)))?;
    let [named] = filter.tenants.as_slice() else { return Err(takes()) };
    if filter != (Filter { tenants: filter.tenants.clone(), ..Filter::default() }) {
        return Err(takes());
    }
    let unknown = |near: Option<&str>| Both::new(|lang: Lang| lang.filter_unknown_tenant(near));
    let slug = slug_of(tenants, &named.name).map_err(|near| unknown(Some(near)))?;
    let body = tenants.iter().map(|(body, _)| body).find(|body| body.slug == slug);
    body.cloned().map(Some).ok_or_else(|| unknown(None))
}

fn takes() -> Both {
    Both::new(|lang: Lang| lang.desk_urges_filter_takes().to_owned())
}
