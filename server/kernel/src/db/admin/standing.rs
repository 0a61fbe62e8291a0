//! Whether a folder's passwords are those of the database, asked before anything would set them.

use std::num::NonZeroU32;

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use diesel::{ConnectionError, ExpressionMethods, QueryDsl, result::Error as Sql};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use ring::{hmac, pbkdf2};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tokio_postgres::error::SqlState;

use self::postgres::{pg_authid, pg_roles};
use super::{Passwords, Place, as_administrator};
use crate::db::{
    line::{Line, Refused},
    migrations::ROLES,
};

mod postgres {
    diesel::table! {
        pg_catalog.pg_roles (rolname) {
            rolname -> Text,
            rolcanlogin -> Bool,
        }
    }

    diesel::table! {
        pg_catalog.pg_authid (rolname) {
            rolname -> Text,
            rolpassword -> Nullable<Text>,
        }
    }
}

/// How a folder stands to the roles that are there.
#[derive(Debug)]
pub enum Standing {
    /// No role can log in yet, or each has its password of the folder.
    Fits,
    /// Roles that can log in are there, and the folder holds no passwords for them.
    Unknown,
    /// This role has another password than the folder's.
    Foreign(String),
}

/// Looks whether passwords fit before [`migrate`](super::migrate) would set them: every running server and worker has those
/// of today.
pub async fn standing(
    admin_url: &SecretString,
    prefix: &str,
    passwords: Option<&Passwords>,
) -> anyhow::Result<Standing> {
    let mut admin = as_administrator(admin_url).await?;
    let names: Vec<String> = ROLES.iter().map(|role| format!("{prefix}_{role}")).collect();
    let known: Vec<String> = pg_roles::table
        .filter(pg_roles::rolname.eq_any(names))
        .filter(pg_roles::rolcanlogin)
        .select(pg_roles::rolname)
        .load(&mut admin)
        .await?;
    if known.is_empty() {
        return Ok(Standing::Fits);
    }
    let Some(passwords) = passwords else { return Ok(Standing::Unknown) };
    let place = Place { url: url::Url::parse(admin_url.expose_secret())?, prefix: prefix.to_owned() };
    for (role, password) in passwords.iter() {
        let name = format!("{prefix}_{role}");
        if !known.contains(&name) {
            continue;
        }
        let fits = match verifier(&mut admin, &name).await? {
            Some(verifier) => is_of(&verifier, password).context("a verifier that is none")?,
            None => opens(&place.url_for(role, password)?).await.with_context(|| name.clone())?,
        };
        if !fits {
            return Ok(Standing::Foreign(name));
        }
    }
    Ok(Standing::Fits)
}

/// What PostgreSQL keeps of a role's password; none where only a superuser may read it, or where it is none of SCRAM's.
async fn verifier(admin: &mut AsyncPgConnection, role: &str) -> anyhow::Result<Option<String>> {
    let kept = pg_authid::table.find(role).select(pg_authid::rolpassword);
    match kept.first::<Option<String>>(admin).await {
        Ok(kept) => Ok(kept.filter(|kept| kept.starts_with("SCRAM-SHA-256$"))),
        Err(Sql::DatabaseError(..)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a verifier of RFC 5803 was made from this password; none if it is not of that form. The password needs no
/// preparation, since it has letters and digits alone.
fn is_of(verifier: &str, password: &SecretString) -> Option<bool> {
    let (rounds, rest) = verifier.strip_prefix("SCRAM-SHA-256$")?.split_once(':')?;
    let (salt, keys) = rest.split_once('$')?;
    let (stored, _) = keys.split_once(':')?;
    let rounds: NonZeroU32 = rounds.parse().ok()?;
    let (salt, stored) = (STANDARD.decode(salt).ok()?, STANDARD.decode(stored).ok()?);
    let mut salted = [0; 32];
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        rounds,
        &salt,
        password.expose_secret().as_bytes(),
        &mut salted,
    );
    let client = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &salted), b"Client Key");
    Some(Sha256::digest(client.as_ref()).as_slice() == stored)
}

/// Whether a role gets in; any other refusal than that of the password is an error.
async fn opens(url: &SecretString) -> anyhow::Result<bool> {
    match Line::open(url).await {
        Ok(_) => Ok(true),
        Err(Refused::Server(error)) if error.code() == Some(&SqlState::INVALID_PASSWORD) => Ok(false),
        Err(refused) => Err(ConnectionError::from(refused).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_knows_its_own_password() {
        // Salt, rounds and password are those of the exchange in RFC 7677.
        let verifier =
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:x";
        assert_eq!(is_of(verifier, &SecretString::from("pencil")), Some(true));
        assert_eq!(is_of(verifier, &SecretString::from("pen")), Some(false));
        assert_eq!(is_of("md5abc", &SecretString::from("pencil")), None);
    }
}
