//! Tenants: ministries, agencies, provinces, cities, and the Working Group itself.

mod store;

pub use self::store::{Tenant, all, by_id, by_slug, meant, refs};
