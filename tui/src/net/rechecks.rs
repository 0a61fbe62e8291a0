//! What is asked about the random re-check, and what is said of it.

use dondoc_shared::{
    id::RecheckId,
    text::Lang,
    wire::recheck::{NewOutcome, NewSample, RecheckMonth, Rechecked},
};
use jiff::civil::Date;
use reqwest::{Method, header};
use uuid::Uuid;

use super::{auth::Auth, failure::Failure, get::get, http};

/// An act of the re-check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecheckOrder {
    /// Draw the sample of a month.
    Draw(NewSample),
    /// Say what came of one.
    Decide {
        /// Which.
        id: RecheckId,
        /// The assignment's version that was on the screen.
        version: i32,
        /// What came of it.
        outcome: NewOutcome,
    },
}

/// What is said of the re-check.
#[derive(Debug)]
pub enum RecheckAnswer {
    /// The sample of a month, or what it could be drawn from.
    Month(Box<RecheckMonth>),
    /// What came of one.
    Decided(Rechecked),
}

/// The sample of a month.
pub(super) async fn read(auth: &Auth, month: Option<Date>, lang: Lang) -> Result<RecheckAnswer, Failure> {
    let request = auth.request(Method::GET, &["recheck-samples"], lang).query(&[("month", month)]);
    get(auth, request, lang).await.map(RecheckAnswer::Month)
}

/// Carries an act out.
pub(super) async fn carried_out(
    auth: &Auth,
    key: Uuid,
    order: &RecheckOrder,
    lang: Lang,
) -> Result<RecheckAnswer, Failure> {
    let request =
        |parts: &[&str]| auth.request(Method::POST, parts, lang).header("Idempotency-Key", key.to_string());
    match order {
        RecheckOrder::Draw(sample) => {
            get(auth, http::json(request(&["recheck-samples"]), sample), lang).await.map(RecheckAnswer::Month)
        }
        RecheckOrder::Decide { id, version, outcome } => {
            let request = request(&["rechecks", &id.to_string(), "outcome"]);
            let request = request.header(header::IF_MATCH, format!("\"{version}\""));
            get(auth, http::json(request, outcome), lang).await.map(RecheckAnswer::Decided)
        }
    }
}
