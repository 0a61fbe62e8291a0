//! What is asked about saved views, and what is said of it.

use dondoc_shared::{
    text::Lang,
    wire::view::{NewView, View},
};
use reqwest::{Method, header};
use uuid::Uuid;

use super::{auth::Auth, failure::Failure, get::get, http};

/// An act on a saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewOrder {
    /// Save it.
    Put {
        /// The key of its name.
        key: String,
        /// Its version that was on the screen; 0 for a new one.
        version: i32,
        /// What is saved.
        view: NewView,
    },
    /// Delete it.
    Delete {
        /// Its key.
        key: String,
        /// Its version that was on the screen.
        version: i32,
        /// Is it the Working Group's?
        shared: bool,
    },
}

/// Carries an act out: the view as it was saved, or none where it was deleted.
pub(super) async fn carried_out(
    auth: &Auth,
    key: Uuid,
    order: &ViewOrder,
    lang: Lang,
) -> Result<Option<Box<View>>, Failure> {
    let request = |method, of: &str, version: i32| {
        auth.request(method, &["views", of], lang)
            .header("Idempotency-Key", key.to_string())
            .header(header::IF_MATCH, format!("\"{version}\""))
    };
    match order {
        ViewOrder::Put { key, version, view } => {
            get(auth, http::json(request(Method::PUT, key, *version), view), lang).await.map(Some)
        }
        ViewOrder::Delete { key, version, shared } => {
            let request = request(Method::DELETE, key, *version).query(&[("shared", shared)]);
            auth.send(request, lang).await.map(|_| None)
        }
    }
}
