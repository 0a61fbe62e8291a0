//! Saved views of the backlog: filters with a name, one's own or the Working Group's (R168).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The most views that a person, or the Working Group together, may keep.
pub const MOST_VIEWS: usize = 60;

/// A filter with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct View {
    /// What stands after `@` in a filter: the name in small letters without accents, its words joined by hyphens.
    pub key: String,
    /// Its name, as it was given.
    pub name: String,
    /// In the filter language.
    pub filter: String,
    /// Whether all of the Working Group have it.
    pub shared: bool,
    /// Who saved it last; none of those that come with the program.
    pub by: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// Sent back as `If-Match`; 0 of those that come with the program.
    pub version: i32,
}

/// `GET /api/v1/views`: one's own, then the Working Group's, then those that come with the program. Of equal keys the first counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Views {
    /// All of them.
    pub items: Vec<View>,
}

/// `PUT /api/v1/views/{key}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Its name, which has the key of the address; at most 60 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: String,
    /// In the filter language; it names no other view.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 300))]
    pub filter: String,
    /// Whether all of the Working Group are to have it.
    #[serde(default)]
    pub shared: bool,
}
