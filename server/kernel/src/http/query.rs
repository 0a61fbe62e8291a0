//! What stands behind the `?` of an address: the only way to read it (the framework's own extractor is a banned type).

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::{Deserialize, de::DeserializeOwned};

use super::input::named;
use crate::error::{Error, Result};

/// The query, read strictly (R92): an error names its field.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(pairs(request.query_string()).map(Self))
    }
}

/// Reads `name=value&name=value`, as a query and a form have it.
pub(super) fn pairs<T: DeserializeOwned>(encoded: &str) -> Result<T> {
    let pairs = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(encoded.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let path = error.path().to_string();
        let given = url::form_urlencoded::parse(encoded.as_bytes()).find(|(name, _)| *name == path);
        named(&error.into_inner().to_string(), Some(&path), "query", given.as_ref().map(|(_, text)| &**text))
    })
}

/// Rows of a page: 1 to 200, 50 where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct PageSize(i64);

impl PageSize {
    const MOST: i64 = 200;

    /// The number of rows.
    pub fn rows(self) -> i64 {
        self.0
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<i64> for PageSize {
    type Error = &'static str;

    fn try_from(rows: i64) -> Result<Self, Self::Error> {
        if (1..=Self::MOST).contains(&rows) { Ok(Self(rows)) } else { Err("a page has 1 to 200 rows") }
    }
}

impl utoipa::PartialSchema for PageSize {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .minimum(Some(1))
            .maximum(Some(Self::MOST))
            .default(Some(50.into()))
            .into()
    }
}

impl utoipa::ToSchema for PageSize {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Fault, FieldFault};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        year: i16,
        #[serde(default)]
        limit: PageSize,
    }

    #[test]
    fn a_query_that_is_wrong_is_told_by_its_field() {
        let fault = |query: &str| match pairs::<Asked>(query) {
            Err(Error::Fields(faults)) => faults[0].clone(),
            _ => unreachable!(),
        };
        assert_eq!(fault("year=x"), FieldFault::new("year", Fault::Malformed));
        assert_eq!(fault("limit=1"), FieldFault::new("year", Fault::Missing));
        assert_eq!(fault("year=1&month=2"), FieldFault::new("month", Fault::Unknown));
        for limit in ["0", "-1", "201", "x", "99999999999999999999"] {
            assert_eq!(fault(&format!("year=1&limit={limit}")), FieldFault::new("limit", Fault::Malformed));
        }
        let read = |query: &str| pairs::<Asked>(query).map(|read| (read.year, read.limit.rows())).unwrap();
        assert_eq!((read("year=1"), read("year=1&limit=200")), ((1, 50), (1, 200)));
    }
}
