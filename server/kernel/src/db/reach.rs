//! Why a database cannot be reached, by what its operator can mend: address, program, name, password. Asked once more after
//! a connection has failed, because the pools tell only that it did.

use std::{error::Error as _, fmt, io, time::Duration};

use dondoc_shared::{scrub, text::Lang};
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::{config::Host, error::SqlState};

use super::{
    DbConfig,
    line::{Line, Refused},
};

/// How long an answer is waited for.
const SILENCE: Duration = Duration::from_secs(5);

/// A database that cannot be reached.
#[derive(Debug)]
pub enum Unreachable {
    /// The address cannot be read; it may hold a password, and is not repeated.
    Address,
    /// What it says of TLS cannot be followed.
    Wrong(String),
    /// Host, port and cause.
    At(String, u16, Why),
}

/// Why nothing came of a connection.
#[derive(Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody knows the host.
    UnknownHost,
    /// Nothing listens at the port.
    Refused,
    /// No answer came.
    Silent,
    /// This user is not let in.
    LogIn(String),
    /// There is no database of this name.
    NoDatabase(String),
    /// What the server or the system said.
    Said(String),
}

impl Unreachable {
    /// What is wrong, in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        let (host, port, why) = match self {
            Self::At(host, port, why) => (host, port, why),
            Self::Wrong(why) => return why.clone(),
            Self::Address => return lang.database_address_wrong().to_owned(),
        };
        let why = match why {
            Why::UnknownHost => lang.database_unknown_host().to_owned(),
            Why::Refused => lang.database_connection_refused().to_owned(),
            Why::Silent => lang.database_silent().to_owned(),
            Why::LogIn(user) => lang.database_log_in_refused(user),
            Why::NoDatabase(name) => lang.database_not_there(name),
            Why::Said(said) => said.clone(),
        };
        lang.database_unreachable(host, *port, &why)
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Unreachable {}

/// Why one of the roles cannot reach its database; none if all can.
pub async fn why_of(config: &DbConfig) -> Option<Unreachable> {
    for pool in [&config.app, &config.national, &config.auth, &config.worker] {
        if let Some(away) = why(&pool.url).await {
            return Some(away);
        }
    }
    None
}

/// Why the database at this address cannot be reached; none if it can.
pub async fn why(url: &SecretString) -> Option<Unreachable> {
    let line = match Line::read(url.expose_secret()) {
        Ok(line) => line,
        Err(Refused::Address(why)) => return Some(Unreachable::Wrong(why)),
        Err(_) => return Some(Unreachable::Address),
    };
    let config = &line.config;
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(folder)) => folder.display().to_string(),
        None => return Some(Unreachable::Address),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let found = match tokio::time::timeout(SILENCE, line.connect()).await {
        Ok(Ok(_)) => return None,
        Err(_) => Why::Silent,
        Ok(Err(Refused::Address(why))) => Why::Said(why),
        Ok(Err(Refused::Session(error))) => Why::Said(scrub::one_line(&error.to_string())),
        Ok(Err(Refused::Server(error))) => {
            match (error.code(), error.source().and_then(|cause| cause.downcast_ref::<io::Error>())) {
                (Some(code), _) if *code == SqlState::INVALID_CATALOG_NAME => {
                    Why::NoDatabase(config.get_dbname().or(config.get_user()).unwrap_or_default().to_owned())
                }
                (Some(code), _)
                    if [SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION]
                        .contains(code) =>
                {
                    Why::LogIn(config.get_user().unwrap_or_default().to_owned())
                }
                // A socket that is not there has nobody who listens either.
                (_, Some(io))
                    if [io::ErrorKind::ConnectionRefused, io::ErrorKind::NotFound].contains(&io.kind()) =>
                {
                    Why::Refused
                }
                _ if !host.starts_with('/')
                    && tokio::net::lookup_host((host.as_str(), port)).await.is_err() =>
                {
                    Why::UnknownHost
                }
                _ => {
                    let said = error.as_db_error().map(|error| error.message().to_owned());
                    let said = said.or_else(|| error.source().map(ToString::to_string));
                    Why::Said(scrub::one_line(&said.unwrap_or_else(|| error.to_string())))
                }
            }
        }
    };
    Some(Unreachable::At(host, port, found))
}
