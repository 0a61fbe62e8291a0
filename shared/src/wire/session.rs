//! Log-in, refresh, and who one is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{TenantRef, stand_in::ActingFor};
use crate::{id::UserId, role::Role, text::Lang};

/// `POST /api/v1/session`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// E-mail address; one address is one account in one tenant.
    pub email: String,
    /// The pass-phrase, 12 to 100 characters.
    pub password: String,
    /// What an earlier log-in from this device has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// A code of the second factor: six digits of an authenticator, or a recovery code. Asked for by `second_factor_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// `POST /api/v1/session/device`, after RFC 8628
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceRequest {
    /// What the machine calls itself that asks, for whoever lets it in.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub host: String,
}

/// What a console needs that is to be let in from a browser.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceAuthorization {
    /// Shown for the tokens; to nobody else.
    pub device_code: String,
    /// To be typed by a person who is signed in at `verification_uri`.
    pub user_code: String,
    /// The page where it is typed.
    pub verification_uri: String,
    /// Seconds until both codes run out.
    pub expires_in: i64,
    /// Seconds to wait before the tokens are asked for, each time.
    pub interval: i64,
}

/// `POST /api/v1/session/device/tokens`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DevicePoll {
    /// The device code of the request.
    pub device_code: String,
}

/// `POST /api/v1/session/proof`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The pass-phrase of the session's person.
    pub password: String,
    /// A code of the second factor, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// `POST /api/v1/session/refresh`
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token of the last answer.
    pub refresh_token: String,
}

/// Tokens of a session. The access token is short-lived and carries no role; the refresh token is good once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tokens {
    /// Send as `Authorization: Bearer ...`.
    pub access_token: String,
    /// When the access token runs out.
    pub expires_at: Timestamp,
    /// Seconds from now until then, for a client whose clock is off.
    pub expires_in: i64,
    /// Good for one refresh.
    pub refresh_token: String,
    /// Of a log-in: to be kept and sent with the next one, so that the failures of others make nobody wait on this device. It
    /// opens nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// `GET /api/v1/me`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Finds the person again.
    pub id: UserId,
    /// Name as it stands under what they do.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The language of their mail; the language switch sets it.
    pub lang: Lang,
    /// The body that they belong to.
    pub tenant: TenantRef,
    /// The server's present instant (moved in a simulated database).
    pub now: Timestamp,
    /// Whether this database bears the simulated mark (R86).
    pub simulated: bool,
    /// For whom the session acts (R186); then `name` and `role` are of them too. None: for its own person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<ActingFor>,
}
