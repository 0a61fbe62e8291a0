//! Saved views (R168): filters with a name, one's own or the Working Group's, which a filter names by `@`.

pub mod api;
mod store;

use dondoc_shared::{
    error::ErrorCode,
    filter::{Filter, MAX_CHARS, built_in, view_key, with_built_in},
    id::TenantId,
    role::Permission,
    text::Lang,
    wire::view::{MOST_VIEWS, NewView, View, Views},
};
use serde_json::json;

use self::store::Owner;
use dondoc_kernel::{
    db::{
        NationalTx, Tx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// The views of the person who asks: their own, the Working Group's, and those that come with the program.
pub async fn all(tx: &mut Tx, lang: Lang) -> Result<Views> {
    let (user, _) = tx.actor.person()?;
    let mut items = store::all(tx, user).await?;
    items.extend(built_in(lang));
    Ok(Views { items })
}

/// The filter that somebody of the Working Group means. Views are looked up only where one is named.
///
/// # Errors
/// What is wrong with it, and where.
pub async fn filter(tx: &mut Tx, text: &str) -> Result<Filter> {
    let mut views = vec![];
    if text.contains('@') {
        let (user, _) = tx.actor.person()?;
        views = with_built_in(store::all(tx, user).await?);
    }
    Filter::parse_with(text, &views).map_err(Error::Filter)
}

/// Saves a view. `seen` is 0 for a new one.
///
/// # Errors
/// A name without letters, or another than the address has; a filter that does not parse or names a view; `not_permitted` where a
/// view of the Working Group is not this person's to write; `version_stale` where somebody else has written it meanwhile.
pub async fn put(tx: &mut NationalTx, key: &str, seen: Version, input: &NewView) -> Result<Logged<View>> {
    let mut checks = Checks::default();
    let name = checks.line("name", &input.name, 60);
    if key.is_empty() || view_key(&name) != key {
        checks.fault("name", Fault::Malformed);
    }
    let filter = checks.line("filter", &input.filter, MAX_CHARS);
    checks.finish()?;
    if Filter::parse(&filter).map_err(Error::Filter)?.is_empty() {
        return Err(Error::field("filter", Fault::Missing));
    }
    let owner = owner(tx, input.shared)?;
    let most = i64::try_from(MOST_VIEWS).unwrap_or(i64::MAX);
    if seen.0 == 0 && store::count(tx, owner).await? >= most {
        return Err(Error::field("name", Fault::OutOfRange(0, most)));
    }
    let view = View {
        key: key.to_owned(),
        name,
        filter,
        shared: input.shared,
        by: Some(tx.actor.name.clone()),
        at: Some(tx.now),
        version: seen.0.saturating_add(1),
    };
    if !store::put(tx, owner, &view, seen.0).await? {
        return Err(ErrorCode::VersionStale.into());
    }
    let entry = entry("put_view", json!({"key": key, "shared": input.shared, "filter": view.filter}));
    Ok(Logged::new(view, entry))
}

/// Deletes a view.
///
/// # Errors
/// `not_found`; `version_stale` where somebody else has written it meanwhile.
pub async fn delete(tx: &mut NationalTx, key: &str, seen: Version, shared: bool) -> Result<Logged<()>> {
    let owner = owner(tx, shared)?;
    if !store::has(tx, owner, key).await? {
        return Err(ErrorCode::NotFound.into());
    }
    if !store::delete(tx, owner, key, seen.0).await? {
        return Err(ErrorCode::VersionStale.into());
    }
    Ok(Logged::new((), entry("delete_view", json!({"key": key, "shared": shared}))))
}

/// Whose view is written: who only reads has views of their own.
fn owner(tx: &Tx, shared: bool) -> Result<Owner> {
    let (user, role) = tx.actor.person()?;
    match shared {
        false => Ok(Some(user)),
        true if role.may(Permission::Handle) => Ok(None),
        true => Err(ErrorCode::NotPermitted.into()),
    }
}

fn entry(action: &'static str, detail: serde_json::Value) -> Entry {
    Entry { tenant: TenantId::NATIONAL, action, subject_kind: "view", subject_id: None, detail }
}
