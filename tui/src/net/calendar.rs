//! What is asked about the working calendar, and what is said of it.

use dondoc_shared::{
    text::Lang,
    wire::calendar::{CalendarYear, SendWindows},
};
use reqwest::Method;

use super::{auth::Auth, failure::Failure, get::get};

/// What is asked about the working calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarCall {
    /// A year's table.
    Year {
        year: i16,
        /// Slug of the tenant whose additions are wanted; none: the nation's.
        tenant: Option<String>,
        /// Which version; the newest where none is given.
        version: Option<i32>,
    },
    /// The nation's send window, and the tenants that differ.
    Windows,
    /// The send window of a tenant, by its slug.
    Window(String),
}

/// What is said of it.
#[derive(Debug)]
pub enum CalendarAnswer {
    /// A year's table.
    Year(Box<CalendarYear>),
    /// The send window.
    Windows(Box<SendWindows>),
}

/// Asks the server, and decodes what it says.
pub(super) async fn answer(auth: &Auth, call: CalendarCall, lang: Lang) -> Result<CalendarAnswer, Failure> {
    Ok(match call {
        CalendarCall::Year { year, tenant, version } => {
            let year = year.to_string();
            let parts: Vec<&str> = ["calendar", &year].into_iter().chain(tenant.as_deref()).collect();
            let request = auth.request(Method::GET, &parts, lang).query(&[("version", version)]);
            CalendarAnswer::Year(get(auth, request, lang).await?)
        }
        CalendarCall::Window(tenant) => {
            let request = auth.request(Method::GET, &["calendar", "window", &tenant], lang);
            CalendarAnswer::Windows(get(auth, request, lang).await?)
        }
        CalendarCall::Windows => {
            let request = auth.request(Method::GET, &["calendar", "window"], lang);
            CalendarAnswer::Windows(get(auth, request, lang).await?)
        }
    })
}
