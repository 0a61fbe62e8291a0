//! What is asked about deciding on many at once, and what is said of it.

use dondoc_shared::{
    id::PlanId,
    text::Lang,
    wire::decision::{DecisionPlan, NewDecisionPlan},
};
use reqwest::Method;
use uuid::Uuid;

use super::{auth::Auth, failure::Failure, get::get, http};

/// What is asked about deciding on many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecidingCall {
    /// What would happen to each, and who would be told.
    Plan {
        /// The same for every try.
        key: Uuid,
        /// What is decided, on which assignments.
        asked: NewDecisionPlan,
    },
    /// A plan as it stands.
    Standing(PlanId),
}

/// Asks the server, and decodes what it says.
pub(super) async fn answer(
    auth: &Auth,
    call: DecidingCall,
    lang: Lang,
) -> Result<Box<DecisionPlan>, Failure> {
    let request = match call {
        DecidingCall::Plan { key, asked } => {
            let request = auth.request(Method::POST, &["decision-plans"], lang).timeout(http::LONG);
            http::json(request.header("Idempotency-Key", key.to_string()), &asked)
        }
        DecidingCall::Standing(id) => auth.request(Method::GET, &["decision-plans", &id.to_string()], lang),
    };
    get(auth, request, lang).await
}
