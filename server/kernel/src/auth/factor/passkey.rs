//! Passkeys (R188): what a browser is asked to have signed, and what it answers (pure). Between the two nothing is kept here: the state of a
//! ceremony goes out sealed, is good for five minutes at its place alone, and each challenge is spent by its first answer.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dondoc_shared::id::{SessionId, TenantId};
use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::Url;
use uuid::{Builder, Uuid, Variant, Version};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::{seal::SealingKey, store::Whose};
use crate::{
    error::{Error, Result},
    secret::{Secret, digest, hex},
};

/// How long a browser has for its answer.
const LIFE: SignedDuration = SignedDuration::from_mins(5);

/// Where the state of a log-in is good: in this browser.
fn logging_in(browser: &Secret) -> [String; 2] {
    ["passkey log-in".to_owned(), hex(&browser.digest())]
}

/// What passkeys of an installation are asked for and by whom their answers are judged.
pub(crate) struct Ceremonies<'a> {
    webauthn: Webauthn,
    /// Under which the state lies while the browser has it.
    key: &'a SealingKey,
    at: Timestamp,
}

/// None where the portal has no name: browsers take no address of numbers.
fn webauthn(public_url: &Url) -> Option<Webauthn> {
    let built = WebauthnBuilder::new(public_url.domain()?, public_url)
        .map(|builder| builder.rp_name("Đôn đốc").timeout(LIFE.unsigned_abs()));
    built.and_then(WebauthnBuilder::build).ok()
}

/// What a browser is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// For its script.
    pub options: Value,
    /// Comes back with the answer.
    pub state: String,
}

impl Asked {
    fn of(options: &impl Serialize, state: String) -> Result<Self> {
        let options = serde_json::to_value(options).map_err(internal)?;
        Ok(Self { options, state })
    }
}

/// An answer that is to be judged, of an account of this tenant if it is right.
pub(crate) struct Answer {
    pub(crate) tenant: TenantId,
    handle: Uuid,
    credential: PublicKeyCredential,
    state: DiscoverableAuthentication,
    pub(super) challenge: Challenge,
}

/// What tells a challenge from all others: a digest of its sealed state, which nobody can make twice. And from when on its answer
/// would be refused for its age.
pub(crate) struct Challenge {
    pub(super) hash: Vec<u8>,
    pub(super) until: Timestamp,
}

impl Answer {
    /// Under which name the device knows the passkey.
    pub(super) fn credential(&self) -> &[u8] {
        self.credential.get_credential_id()
    }
}

/// What an answer is worth.
pub(super) enum Worth {
    /// What is kept of the passkey from now on.
    Right(Value),
    Wrong,
    /// The counter went back, as that of a copy does.
    Copied,
}

/// A passkey that has just been made.
pub(crate) struct Made {
    /// Under which name the device knows it.
    pub(super) credential: Vec<u8>,
    pub(super) kept: Value,
    pub(super) challenge: Challenge,
}

/// Under which name a device keeps whose passkey it is: the tenant, so that it is known where to look, and nothing that is known elsewhere.
fn handle((tenant, account): Whose) -> Uuid {
    let mut bytes = [0; 16];
    let (of, rest) = bytes.split_at_mut(4);
    of.copy_from_slice(&tenant.0.to_be_bytes());
    let digest = digest(&["passkey", &account.to_string()]);
    rest.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    Builder::from_bytes(bytes).with_version(Version::Custom).with_variant(Variant::RFC4122).into_uuid()
}

fn tenant_of(handle: Uuid) -> TenantId {
    let [a, b, c, d, ..] = handle.into_bytes();
    TenantId(i32::from_be_bytes([a, b, c, d]))
}

fn internal(error: impl Into<anyhow::Error>) -> Error {
    Error::Internal(error.into())
}

/// Where a passkey is made: in this session alone.
fn making((whose, session): (Whose, SessionId)) -> [String; 4] {
    let (tenant, account) = whose;
    ["new passkey".to_owned(), tenant.to_string(), account.to_string(), session.to_string()]
}

impl<'a> Ceremonies<'a> {
    /// At this instant; none where the installation has no passkeys.
    pub(crate) fn of(public_url: &Url, key: &'a SealingKey, at: Timestamp) -> Option<Self> {
        Some(Self { webauthn: webauthn(public_url)?, key, at })
    }

    fn until(&self) -> Result<Timestamp> {
        self.at.checked_add(LIFE).map_err(internal)
    }

    fn close<const N: usize>(&self, place: &[String; N], state: &impl Serialize) -> Result<String> {
        let place = place.each_ref().map(String::as_str);
        let bytes = serde_json::to_vec(&(self.until()?, state)).map_err(internal)?;
        Ok(URL_SAFE_NO_PAD.encode(self.key.seal(&place, &bytes)?))
    }

    fn reopen<S: DeserializeOwned, const N: usize>(
        &self,
        place: &[String; N],
        closed: &str,
    ) -> Option<(Challenge, S)> {
        let place = place.each_ref().map(String::as_str);
        let bytes = self.key.open(&place, &URL_SAFE_NO_PAD.decode(closed).ok()?).ok()?;
        let (until, state): (Timestamp, S) = serde_json::from_slice(&bytes).ok()?;
        let challenge = Challenge { hash: digest(&[closed]), until };
        (until > self.at).then_some((challenge, state))
    }

    /// Asks a browser, known by a secret of its own, for a passkey, whosever it is.
    pub(crate) fn ask(&self, browser: &Secret) -> Result<Asked> {
        let (options, state) = self.webauthn.start_discoverable_authentication().map_err(internal)?;
        let place = logging_in(browser);
        Asked::of(&options, self.close(&place, &state)?)
    }

    /// Reads what came back; none where it is no answer to what this browser was asked in the last minutes.
    pub(crate) fn read_answer(&self, browser: &Secret, closed: &str, answer: &str) -> Option<Answer> {
        let place = logging_in(browser);
        let (challenge, state) = self.reopen(&place, closed)?;
        let credential: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        let (handle, _) = self.webauthn.identify_discoverable_authentication(&credential).ok()?;
        Some(Answer { tenant: tenant_of(handle), handle, credential, state, challenge })
    }

    /// Judges an answer by what is kept of a passkey of this account.
    pub(super) fn judge(&self, answer: Answer, whose: Whose, kept: Value) -> Result<Worth> {
        if answer.handle != handle(whose) {
            return Ok(Worth::Wrong);
        }
        let mut key: Passkey = serde_json::from_value(kept).map_err(internal)?;
        let Answer { credential, state, .. } = answer;
        match self.webauthn.finish_discoverable_authentication_v2(&credential, state, &key) {
            Ok(result) => {
                // The counter of what is on several devices stands still or jumps.
                if !result.backup_eligible() {
                    key.update_credential(&result);
                }
                let kept = serde_json::to_value(&key).map_err(internal)?;
                Ok(Worth::Right(kept))
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Ok(Worth::Copied),
            Err(error) => {
                tracing::info!("a passkey is refused: {error}");
                Ok(Worth::Wrong)
            }
        }
    }

    /// Asks the browser of a session to make a passkey of this account, on none of the devices that hold one.
    pub(crate) fn ask_for_new(
        &self,
        here: (Whose, SessionId),
        (email, name): (&str, &str),
        held: Vec<Vec<u8>>,
    ) -> Result<Asked> {
        let asked = self.webauthn.start_passkey_registration(handle(here.0), email, name, Some(held));
        let (options, state) = asked.map_err(internal)?;
        let mut options = serde_json::to_value(options).map_err(internal)?;
        // Nobody types who they are first: the device must know it.
        if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection["residentKey"] = json!("required");
            selection["requireResidentKey"] = json!(true);
        }
        let place = making(here);
        Asked::of(&options, self.close(&place, &state)?)
    }

    /// What the browser made; none where it is not what this session was asked for in the last minutes.
    pub(crate) fn read_new(
        &self,
        here: (Whose, SessionId),
        closed: &str,
        answer: &str,
    ) -> Result<Option<Made>> {
        let place = making(here);
        let state: Option<(_, PasskeyRegistration)> = self.reopen(&place, closed);
        let answer: Option<RegisterPublicKeyCredential> = serde_json::from_str(answer).ok();
        let made = state.zip(answer).and_then(|((challenge, state), answer)| {
            let made = self.webauthn.finish_passkey_registration(&answer, &state);
            let made = made.inspect_err(|error| tracing::info!("a new passkey is refused: {error}")).ok();
            Some(challenge).zip(made)
        });
        let Some((challenge, made)) = made else { return Ok(None) };
        let mut kept = serde_json::to_value(&made).map_err(internal)?;
        // See above: of what is on several devices no counter is kept.
        if kept.pointer("/cred/backup_eligible") == Some(&json!(true))
            && let Some(counter) = kept.pointer_mut("/cred/counter")
        {
            *counter = json!(0);
        }
        Ok(Some(Made { credential: made.cred_id().clone(), kept, challenge }))
    }
}

#[cfg(test)]
mod tests {
    use dondoc_shared::id::AccountId;

    use super::*;

    #[test]
    fn a_handle_says_the_tenant_and_is_one_of_the_account_alone() {
        let [one, other] = [1, 2].map(|n| AccountId(Uuid::from_u128(n)));
        for tenant in [0, 1, 93, i32::MAX].map(TenantId) {
            assert_eq!(tenant_of(handle((tenant, one))), tenant);
            assert_ne!(handle((tenant, one)), handle((tenant, other)));
            assert_eq!(handle((tenant, one)).get_version(), Some(Version::Custom));
        }
    }

    #[test]
    fn only_an_installation_with_a_name_has_passkeys() {
        for (address, has) in [
            ("https://dondoc.example", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", false),
            ("http://[::1]:8080", false),
        ] {
            assert_eq!(webauthn(&address.parse().unwrap()).is_some(), has, "{address}");
        }
    }
}
