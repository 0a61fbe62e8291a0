//! What people do with the nouns: pages, JSON, letters, lists, and what the worker does in their name.
//!
//! A slice is `model` (pure) ← `store` (SQL) ← `mod` (use cases) ← `api` (JSON) / `web` (portal) / `job` (worker).

pub mod contacts;
pub mod decisions;
pub mod directives;
pub mod escalations;
pub mod figures;
pub mod handling;
pub mod letters;
pub mod lost_factors;
pub mod people;
pub mod periods;
pub mod plans;
pub mod portal;
pub mod rechecks;
pub mod reminders;
pub mod reports;
pub mod shared_progress;
pub mod simulations;
pub mod stand_ins;
pub mod suspensions;
pub mod triage;
pub mod urges;
pub mod views;
pub mod weekly;
pub mod work;
