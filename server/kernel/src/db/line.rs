//! The line to PostgreSQL: plain through a socket and on this machine, anywhere else under TLS with a server that proves its name
//! (R183). Every connection of ours is made here.

use std::sync::Arc;

use diesel::ConnectionError;
use diesel_async::AsyncPgConnection;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::{
    Config, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Where a database is, and how it is spoken to.
#[derive(Clone)]
pub(super) struct Line {
    /// Host, port, name, user.
    pub(super) config: Config,
    tls: Option<MakeRustlsConnect>,
}

/// Why nothing came of a connection.
#[derive(Debug)]
pub(super) enum Refused {
    /// The address cannot be read, or what it names; in words.
    Address(String),
    /// The server, or the way to it.
    Server(tokio_postgres::Error),
    /// What follows the log-in.
    Session(ConnectionError),
}

impl From<Refused> for ConnectionError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Address(why) => Self::InvalidConnectionUrl(why),
            Refused::Server(error) => Self::BadConnection(told(&error)),
            Refused::Session(error) => error,
        }
    }
}

/// An error with what caused it.
pub(super) fn told(error: &tokio_postgres::Error) -> String {
    use std::error::Error;
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl Line {
    /// Reads an address as libpq writes it. Of `sslmode` the two that are safe are known: `verify-full`, which is meant where nothing
    /// is said and the host is not this machine, and `disable`. `sslrootcert` names a file with the certificates that are trusted, else
    /// the system's are.
    pub(super) fn read(url: &str) -> Result<Self, Refused> {
        let (mut mode, mut roots) = (None, None);
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let rest: Vec<&str> = query
            .split('&')
            .filter(|pair| {
                let Some((key, value)) = url::form_urlencoded::parse(pair.as_bytes()).next() else {
                    return false;
                };
                match &*key {
                    "sslmode" => mode = Some(value.into_owned()),
                    "sslrootcert" => roots = Some(value.into_owned()),
                    _ => return true,
                }
                false
            })
            .collect();
        let plain =
            if rest.is_empty() { address.to_owned() } else { format!("{address}?{}", rest.join("&")) };
        let mut config: Config = plain.parse().map_err(Refused::Server)?;
        let secure = match mode.as_deref() {
            None => !config.get_hosts().iter().all(is_here),
            Some("verify-full") => true,
            Some("disable") => false,
            Some(other) => {
                return Err(Refused::Address(format!("sslmode={other}: verify-full or disable is meant")));
            }
        };
        config.ssl_mode(if secure { SslMode::Require } else { SslMode::Disable });
        let tls = if secure { Some(tls(roots.as_deref()).map_err(Refused::Address)?) } else { None };
        Ok(Self { config, tls })
    }

    /// Opens a connection to this address.
    pub(super) async fn open(url: &SecretString) -> Result<AsyncPgConnection, Refused> {
        Self::read(url.expose_secret())?.connect().await
    }

    /// Opens a connection.
    pub(super) async fn connect(&self) -> Result<AsyncPgConnection, Refused> {
        let ready = match &self.tls {
            None => {
                let (client, connection) = self.config.connect(NoTls).await.map_err(Refused::Server)?;
                AsyncPgConnection::try_from_client_and_connection(client, connection).await
            }
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await.map_err(Refused::Server)?;
                AsyncPgConnection::try_from_client_and_connection(client, connection).await
            }
        };
        ready.map_err(Refused::Session)
    }
}

/// Whether it is this machine: what is said to it goes over no wire.
fn is_here(host: &Host) -> bool {
    match host {
        #[cfg(unix)]
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
    }
}

fn tls(roots: Option<&str>) -> Result<MakeRustlsConnect, String> {
    let mut store = RootCertStore::empty();
    match roots {
        Some(file) => {
            let named = |error| format!("sslrootcert={file}: {error}");
            for certificate in CertificateDer::pem_file_iter(file).map_err(named)? {
                let added = store.add(certificate.map_err(named)?);
                added.map_err(|error| format!("sslrootcert={file}: {error}"))?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if store.is_empty() {
        return Err("no certificate is trusted: name a file by sslrootcert".to_owned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config =
        config.map_err(|error| error.to_string())?.with_root_certificates(store).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_secure(url: &str) -> Option<bool> {
        Line::read(url).ok().map(|line| line.tls.is_some())
    }

    #[test]
    fn off_this_machine_a_line_is_secure_unless_somebody_says_otherwise() {
        for (url, secure) in [
            ("postgres://a:b@localhost:5432/x", Some(false)),
            ("postgres://a:b@127.0.0.1/x", Some(false)),
            ("postgres://a:b@[::1]/x", Some(false)),
            ("postgres://a:b@%2Frun%2Fpostgresql/x", Some(false)),
            ("postgres://a:b@db.example/x?sslmode=disable", Some(false)),
            ("postgres://a:b@db.example/x?sslmode=prefer", None),
            ("postgres://a:b@db.example/x?sslmode=require", None),
            ("postgres://a:b@db.example/x?sslrootcert=/nowhere", None),
        ] {
            assert_eq!(is_secure(url), secure, "{url}");
        }
    }

    #[test]
    fn what_an_address_says_beside_is_kept() {
        let line =
            Line::read("postgres://a:b@localhost/x?sslmode=disable&options=-c%20jit%3Doff").ok().unwrap();
        assert_eq!(line.config.get_options(), Some("-c jit=off"));
        assert_eq!(line.config.get_ssl_mode(), SslMode::Disable);
    }
}
