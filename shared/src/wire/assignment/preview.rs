//! What an act would send, before it is done.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an urge or a step would send, before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// Names and addresses of those who get it.
    pub recipients: Vec<PreviewRecipient>,
    /// The subject in the first recipient's language.
    pub subject: String,
    /// The text part of the mail.
    pub text: String,
    /// When it will leave if sent now; absent while a hold keeps it back until a person lifts it.
    pub leaves_at: Option<Timestamp>,
    /// Whether a hold puts it off.
    pub held: bool,
    /// Whether the answer is asked for by a day on which the tenant does not work.
    #[serde(default)]
    pub reply_on_free_day: bool,
}

/// Who is told of a decision by mail, before it is made (R72).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionReaders {
    /// Names and addresses of those who get the mail.
    pub recipients: Vec<PreviewRecipient>,
    /// When it will leave if the decision is made now; absent while a hold keeps it back until a person lifts it.
    pub leaves_at: Option<Timestamp>,
    /// Whether a hold puts it off.
    pub held: bool,
}

/// One recipient of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewRecipient {
    /// Name of the person or office.
    pub name: String,
    /// E-mail address.
    pub address: String,
}
