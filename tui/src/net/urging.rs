//! What is asked about urging many at once, and what is said of it.

use dondoc_shared::{
    id::{PlanId, UrgeId},
    text::Lang,
    wire::{
        assignment::Preview,
        urge::{
            UrgeDetail, UrgeDraft, UrgeTemplates,
            plan::{NewUrgePlan, UrgePlan},
        },
    },
};
use reqwest::Method;
use uuid::Uuid;

use super::{
    auth::Auth,
    failure::{Failure, signed_out},
    get::get,
    http,
};

/// What is asked about urging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrgingCall {
    /// The texts to make urges from.
    Templates,
    /// Who would be asked for what.
    Plan {
        /// The same for every try.
        key: Uuid,
        /// What is asked, of which assignments.
        asked: NewUrgePlan,
    },
    /// A plan as it stands.
    Standing(PlanId),
    /// The mail of one urge of a plan.
    Preview(UrgeDraft),
    /// An urge that was issued.
    Show(UrgeId),
    /// Its official letter.
    Letter(UrgeId),
}

/// What is said of it.
#[derive(Debug)]
pub enum UrgingAnswer {
    /// The texts to make urges from.
    Templates(UrgeTemplates),
    /// A plan as it stands.
    Plan(Box<UrgePlan>),
    /// The mail of one urge of a plan.
    Preview(Box<Preview>),
    /// An urge that was issued.
    Urge(Box<UrgeDetail>),
    /// Its official letter, a Word document.
    Letter(Vec<u8>),
}

/// Asks the server, and decodes what it says.
pub(super) async fn answer(auth: &Auth, call: UrgingCall, lang: Lang) -> Result<UrgingAnswer, Failure> {
    let read = |parts: &[&str]| auth.request(Method::GET, parts, lang);
    let write = |parts: &[&str]| auth.request(Method::POST, parts, lang).timeout(http::LONG);
    Ok(match call {
        UrgingCall::Templates => UrgingAnswer::Templates(get(auth, read(&["urge-templates"]), lang).await?),
        UrgingCall::Plan { key, asked } => {
            let request = write(&["urge-plans"]).header("Idempotency-Key", key.to_string());
            UrgingAnswer::Plan(get(auth, http::json(request, &asked), lang).await?)
        }
        UrgingCall::Standing(id) => {
            UrgingAnswer::Plan(get(auth, read(&["urge-plans", &id.to_string()]), lang).await?)
        }
        UrgingCall::Show(id) => UrgingAnswer::Urge(get(auth, read(&["urges", &id.to_string()]), lang).await?),
        UrgingCall::Letter(id) => {
            let request = read(&["urges", &id.to_string(), "letter.docx"]).timeout(http::LONG);
            let response = auth.send(request, lang).await?;
            UrgingAnswer::Letter(http::bytes(response).await.map_err(signed_out)?)
        }
        UrgingCall::Preview(draft) => {
            let request = http::json(write(&["urges", "preview"]), &draft);
            UrgingAnswer::Preview(get(auth, request, lang).await?)
        }
    })
}
