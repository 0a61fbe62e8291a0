//! What is written of the settings that a version is kept of: calendar, send window, contacts, templates of urges; and the
//! budget of reminders.

use dondoc_shared::{
    text::Lang,
    wire::{
        ContactRole, Written,
        calendar::{CalendarWritten, NewCalendarYear, NewSendWindow, SendWindowWritten},
        contact::NewContact,
        mail::NewBudget,
        urge::{NewUrgeTemplate, UrgeTemplate},
    },
};
use reqwest::{Method, header};
use uuid::Uuid;

use super::{auth::Auth, failure::Failure, get::get, http};

/// A setting to be written, with the version that was on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingOrder {
    /// A year's table, whole.
    Year {
        year: i16,
        /// Slug of the tenant whose additions they are; none: the nation's table.
        tenant: Option<String>,
        /// 0 where there was none.
        version: i32,
        body: NewCalendarYear,
    },
    /// When mail may leave.
    Window {
        /// Slug of the tenant; none: the nation.
        tenant: Option<String>,
        /// 0 where there was none.
        version: i32,
        body: NewSendWindow,
    },
    /// An office of one's own tenant, and its address.
    Contact {
        role: ContactRole,
        /// 0 where nothing was stored.
        version: i32,
        body: NewContact,
    },
    /// A text to make urges from.
    Template { code: String, version: i32, body: NewUrgeTemplate },
    /// How many digests of reminders leave on a day.
    Budget(NewBudget),
}

/// A setting as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingWritten {
    /// A year's table.
    Year(CalendarWritten),
    /// When mail may leave.
    Window(SendWindowWritten),
    /// An office of one's own tenant.
    Contact(Written),
    /// A text to make urges from.
    Template(Box<UrgeTemplate>),
    /// How many digests of reminders leave on a day.
    Budget(NewBudget),
}

/// Writes a setting.
pub(super) async fn carried_out(
    auth: &Auth,
    key: Uuid,
    order: &SettingOrder,
    lang: Lang,
) -> Result<SettingWritten, Failure> {
    let put =
        |parts: &[&str]| auth.request(Method::PUT, parts, lang).header("Idempotency-Key", key.to_string());
    let seen = |parts: &[&str], version: i32| put(parts).header(header::IF_MATCH, format!("\"{version}\""));
    Ok(match order {
        SettingOrder::Year { year, tenant, version, body } => {
            let year = year.to_string();
            let parts: Vec<&str> = ["calendar", &year].into_iter().chain(tenant.as_deref()).collect();
            SettingWritten::Year(get(auth, http::json(seen(&parts, *version), body), lang).await?)
        }
        SettingOrder::Window { tenant, version, body } => {
            let parts: Vec<&str> = ["calendar", "window"].into_iter().chain(tenant.as_deref()).collect();
            SettingWritten::Window(get(auth, http::json(seen(&parts, *version), body), lang).await?)
        }
        SettingOrder::Contact { role, version, body } => {
            let request = http::json(seen(&["contacts", role.as_str()], *version), body);
            SettingWritten::Contact(get(auth, request, lang).await?)
        }
        SettingOrder::Template { code, version, body } => {
            let request = http::json(seen(&["urge-templates", code], *version), body);
            SettingWritten::Template(get(auth, request, lang).await?)
        }
        SettingOrder::Budget(body) => {
            SettingWritten::Budget(get(auth, http::json(put(&["mail", "budget"]), body), lang).await?)
        }
    })
}
