//! Access tokens: JWT, EdDSA, ten minutes, no role inside. The signature is checked before the database is asked, the
//! times inside the transaction by our own clock, the session and the role in that same transaction.

use anyhow::Context;
use dondoc_shared::{
    error::ErrorCode,
    id::{SessionId, TenantId, UserId},
};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Life of an access token.
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// Tolerance between the clocks of two servers.
const LEEWAY: SignedDuration = SignedDuration::from_secs(30);
const ISSUER: &str = "dondoc";
const AUDIENCE: &str = "dondoc-api";
const TYPE: &str = "at+jwt";

/// Every claim is required and typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The person whom the token was given to.
    pub sub: UserId,
    /// The person's tenant.
    pub tid: TenantId,
    /// The session that must still be alive.
    pub sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
}

/// The key that signs and verifies.
pub struct TokenKey {
    /// The one header that our tokens have.
    header: Header,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS #8.
const PKCS8_HEAD: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

impl TokenKey {
    /// The key that follows from 32 secret bytes; every server process gets the same ones.
    pub fn from_seed(seed: &[u8; 32]) -> anyhow::Result<Self> {
        let pair =
            Ed25519KeyPair::from_seed_unchecked(seed).map_err(|e| anyhow::anyhow!("token key: {e}"))?;
        let public = pair.public_key().as_ref();
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(crate::secret::hex(public).chars().take(12).collect());
        let der = [PKCS8_HEAD.as_slice(), seed.as_slice()].concat();
        let (encoding, decoding) = (EncodingKey::from_ed_der(&der), DecodingKey::from_ed_der(public));
        Ok(Self { header, encoding, decoding })
    }

    /// A token for a session.
    pub fn mint(
        &self,
        sub: UserId,
        tid: TenantId,
        sid: SessionId,
        now: Timestamp,
        jti: String,
    ) -> Result<(String, Timestamp)> {
        let expires = now.checked_add(LIFE).context("expiry")?;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub,
            tid,
            sid,
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: expires.as_second(),
            jti,
        };
        let token = jsonwebtoken::encode(&self.header, &claims, &self.encoding).context("token")?;
        Ok((token, expires))
    }

    /// The claims of a token whose signature, kind and audience are right. The times are not judged yet.
    pub fn verify(&self, token: &str) -> Result<Claims> {
        let refused = || Error::Refused(ErrorCode::NotSignedIn);
        if token.len() > 2048 {
            return Err(refused());
        }
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        // Times are compared with our own clock, see `check_times`; they are still required, by their type.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.required_spec_claims.clear();
        let data =
            jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation).map_err(|_| refused())?;
        // A header that says anything more (`crit`, `b64`, a key of its own) is not one of ours.
        if data.header == self.header { Ok(data.claims) } else { Err(refused()) }
    }
}

impl Claims {
    /// Checks the token at this instant.
    pub fn check_times(&self, now: Timestamp) -> Result<()> {
        let (now, leeway) = (now.as_second(), LEEWAY.as_secs());
        let lived = self.exp.checked_sub(self.iat);
        if self.nbf.max(self.iat) <= now.saturating_add(leeway)
            && now < self.exp.saturating_add(leeway)
            && lived.is_some_and(|s| (0..=LIFE.as_secs()).contains(&s))
        {
            Ok(())
        } else {
            Err(Error::Refused(ErrorCode::NotSignedIn))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn minted(key: &TokenKey, now: Timestamp) -> String {
        let id = Uuid::from_u128(7);
        key.mint(UserId(id), TenantId(24), SessionId(id), now, "j".into()).unwrap().0
    }

    #[test]
    fn a_token_lives_ten_minutes_and_a_leeway() {
        let key = TokenKey::from_seed(&[7; 32]).unwrap();
        let now: Timestamp = "2024-07-25T01:00:00Z".parse().unwrap();
        let claims = key.verify(&minted(&key, now)).unwrap();
        let after = |s| now.checked_add(SignedDuration::from_secs(s)).unwrap();
        assert!(claims.check_times(now).is_ok());
        assert!(claims.check_times(after(629)).is_ok());
        assert!(claims.check_times(after(630)).is_err());
        assert!(claims.check_times(after(-31)).is_err());
    }

    #[test]
    fn every_prefix_every_other_key_and_every_other_algorithm_is_refused() {
        let key = TokenKey::from_seed(&[7; 32]).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let token = minted(&key, now);
        for end in 0..token.len() {
            assert!(key.verify(token.get(..end).unwrap()).is_err(), "prefix of {end}");
        }
        assert!(TokenKey::from_seed(&[8; 32]).unwrap().verify(&token).is_err());
        let signed = token.split_once('.').unwrap().1;
        for header in [
            r#"{"alg":"none","typ":"at+jwt"}"#,
            r#"{"alg":"HS256","typ":"at+jwt","kid":"x"}"#,
            r#"{"alg":"EdDSA","typ":"JWT"}"#,
            r#"{"alg":"EdDSA","typ":"at+jwt","kid":"../x"}"#,
        ] {
            use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
            let forged = URL_SAFE_NO_PAD.encode(header);
            assert!(key.verify(&format!("{forged}.{signed}")).is_err(), "{header}");
        }
    }
}
