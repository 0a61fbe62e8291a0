//! Contacts: where mail to a tenant's offices goes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ContactRole;

/// An office and its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// The office that mail is addressed to.
    pub role: ContactRole,
    /// Its name, or its holder's title; empty where nothing is stored yet.
    pub office: String,
    /// Its e-mail address; empty where nothing is stored yet.
    pub address: String,
    /// When somebody proved that the address is theirs; a changed address is unproven.
    pub verified_at: Option<Timestamp>,
    /// Send back as `If-Match`; 0 where nothing is stored yet.
    pub version: i32,
}

/// `GET /api/v1/contacts`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contacts {
    /// Every office a body has, whether or not something is stored of it.
    pub items: Vec<Contact>,
}

/// `PUT /api/v1/contacts/{role}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// The office's name; at most 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub office: String,
    /// Its e-mail address; at most 254 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
    pub address: String,
}
