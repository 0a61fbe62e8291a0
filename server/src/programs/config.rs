//! Configuration: from the command line or the environment, checked as a whole before anything starts.
//!
//! Every problem is told at once, in the reader's language. Passwords and keys come from files (see [`secrets`]); the two
//! addresses that may carry a password are kept as secrets, so that no `Debug` shows them.

pub mod secrets;

use std::{net::SocketAddr, path::PathBuf};

use dondoc_shared::text::Lang;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use self::secrets::Secrets;
use crate::programs::worker::CONNECTIONS;
use dondoc_kernel::db::{DbConfig, admin::Place};

/// Settings from flags and variables. Everything is optional here: each command checks what it needs.
#[derive(clap::Args, Clone, Debug)]
pub struct Options {
    /// Address of the database, without a user: postgres://HOST:PORT/NAME, or a percent-encoded socket folder as host
    #[arg(long, global = true, env = "DONDOC_DATABASE_URL", value_name = "URL")]
    pub database_url: Option<String>,
    /// What the names of the database roles begin with
    #[arg(long, global = true, env = "DONDOC_ROLE_PREFIX", value_name = "WORD", default_value = "dondoc")]
    pub role_prefix: String,
    /// Folder with app.password, national.password, auth.password, worker.password, token.key and sealing.key, each of mode 0600
    #[arg(long, global = true, env = "DONDOC_SECRETS_DIR", value_name = "DIR")]
    pub secrets_dir: Option<PathBuf>,
    /// Where people reach the portal; plain http for this machine only
    #[arg(long, global = true, env = "DONDOC_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// Settings that only a server process needs.
#[derive(clap::Args, Clone, Debug)]
pub struct ServerOptions {
    /// Address of portal and API
    #[arg(long, env = "DONDOC_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Address of health and metrics
    #[arg(long, env = "DONDOC_OPS_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9090")]
    pub ops_listen: String,
    /// Folder for the files of evidence
    #[arg(long, env = "DONDOC_EVIDENCE_DIR", value_name = "DIR")]
    pub evidence_dir: Option<PathBuf>,
    /// Number of proxies in front, each adding to X-Forwarded-For; failed log-ins are counted by the address before them
    #[arg(long, env = "DONDOC_TRUSTED_PROXIES", value_name = "NUMBER", default_value_t = 0)]
    pub trusted_proxies: u8,
    /// File of mode 0600 with the key that the mail relay shows when it reports mail that came back; without it nobody can
    #[arg(long, env = "DONDOC_RELAY_KEY_FILE", value_name = "FILE")]
    pub relay_key_file: Option<PathBuf>,
}

/// Settings that only a worker process needs.
#[derive(clap::Args, Clone, Debug)]
pub struct WorkerOptions {
    /// Address of health and metrics
    #[arg(
        long,
        env = "DONDOC_WORKER_OPS_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:9091"
    )]
    pub ops_listen: String,
    /// The mail relay: `smtp://[USER:PASSWORD@]HOST[:PORT][?tls=required|off]`
    #[arg(long, env = "DONDOC_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<SecretString>,
    /// The sender of all mail: dondoc@example.gov.vn or "Name <dondoc@example.gov.vn>"
    #[arg(long, env = "DONDOC_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// How many connections to the relay there may be at once, 1 to 16
    #[arg(
        long,
        env = "DONDOC_RELAY_CONNECTIONS",
        value_name = "NUMBER",
        default_value_t = CONNECTIONS,
        value_parser = clap::value_parser!(u8).range(1..=16)
    )]
    pub relay_connections: u8,
}

/// How to reach the database as the application's roles.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// Host, port or socket, and name of the database.
    pub place: Place,
    /// Passwords and the token key.
    pub secrets: Secrets,
}

impl DatabaseConfig {
    /// The pools of a process whose application pool has this size.
    pub fn pools(&self, size: usize) -> anyhow::Result<DbConfig> {
        self.place.pools(&self.secrets.passwords, size)
    }
}

/// The checked settings of a server process.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// How the database is reached.
    pub database: DatabaseConfig,
    /// Where people reach the portal.
    pub public_url: Url,
    /// Address of portal and API.
    pub listen: SocketAddr,
    /// Address of health and metrics.
    pub ops_listen: SocketAddr,
    /// Folder for the files of evidence.
    pub evidence_dir: PathBuf,
    /// How many proxies stand in front.
    pub trusted_proxies: u8,
    /// What the mail relay shows when it reports mail that came back.
    pub relay_key: Option<SecretString>,
}

/// What a demo may be told of where it is reached.
#[derive(Clone, Debug, Default)]
pub struct DemoConfig {
    /// Address of portal and API.
    pub listen: Option<SocketAddr>,
    /// Address of health and metrics.
    pub ops_listen: Option<SocketAddr>,
    /// Where people reach the portal.
    pub public_url: Option<Url>,
}

impl ServerConfig {
    /// The server has no TLS: an https address means a proxy, and a proxy that is not counted hides the callers' addresses.
    pub fn has_uncounted_proxy(&self) -> bool {
        self.public_url.scheme() == "https" && self.trusted_proxies == 0
    }
}

/// The checked settings of a worker process.
#[derive(Clone, Debug)]
pub struct WorkerConfig {
    /// How the database is reached.
    pub database: DatabaseConfig,
    /// What links in mail begin with.
    pub public_url: Url,
    /// Address of health and metrics.
    pub ops_listen: SocketAddr,
    /// The relay; may carry a password.
    pub smtp_url: SecretString,
    /// The sender of all mail.
    pub mail_from: lettre::message::Mailbox,
    /// The most connections to the relay at once.
    pub relay_connections: u8,
}

/// Everything that is wrong with the configuration, a sentence each.
#[derive(Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

/// Collects problems beside values: a value is there unless a problem says why not.
struct Checks {
    lang: Lang,
    problems: Vec<String>,
}

impl Checks {
    fn new(lang: Lang) -> Self {
        Self { lang, problems: Vec::new() }
    }

    fn keep<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn given<T: Clone>(&mut self, name: &str, value: Option<&T>) -> Option<T> {
        let missing = self.lang.config_missing(name);
        self.keep(value.cloned().ok_or(missing))
    }

    fn address(&mut self, name: &str, text: &str) -> Option<SocketAddr> {
        let parsed = text.parse().map_err(|_| self.lang.config_not_an_address(name, text));
        self.keep(parsed)
    }

    /// The configuration, if there is no problem.
    fn end<T>(self, config: Option<T>) -> Result<T, Problems> {
        match config {
            Some(config) if self.problems.is_empty() => Ok(config),
            _ => Err(Problems(self.problems)),
        }
    }
}

impl Options {
    /// Where the database is, for the command that makes its roles.
    pub fn place(&self, lang: Lang) -> Result<Place, Problems> {
        let mut checks = Checks::new(lang);
        let place = self.check_place(&mut checks);
        checks.end(place)
    }

    /// For commands that work on the database.
    pub fn database(&self, lang: Lang) -> Result<DatabaseConfig, Problems> {
        let mut checks = Checks::new(lang);
        let database = self.check_database(&mut checks);
        checks.end(database)
    }

    /// For commands that print a link.
    pub fn database_and_url(&self, lang: Lang) -> Result<(DatabaseConfig, Url), Problems> {
        let mut checks = Checks::new(lang);
        let (database, url) = (self.check_database(&mut checks), self.check_public_url(&mut checks));
        checks.end(database.zip(url))
    }

    /// Checks the settings of `serve`.
    pub fn server(&self, server: &ServerOptions, lang: Lang) -> Result<ServerConfig, Problems> {
        let mut checks = Checks::new(lang);
        let (database, public_url) = (self.check_database(&mut checks), self.check_public_url(&mut checks));
        let listen = checks.address("DONDOC_LISTEN", &server.listen);
        let ops_listen = checks.address("DONDOC_OPS_LISTEN", &server.ops_listen);
        let evidence_dir = checks.given("DONDOC_EVIDENCE_DIR", server.evidence_dir.as_ref());
        let relay_key = server.relay_key_file.as_deref().and_then(|file| {
            let read = secrets::read_one(file, 32).map_err(|fault| {
                format!("{} {}", fault.message(lang), lang.config_wrong_key_file("DONDOC_RELAY_KEY_FILE"))
            });
            checks.keep(read)
        });
        let config = || {
            Some(ServerConfig {
                database: database?,
                public_url: public_url?,
                listen: listen?,
                ops_listen: ops_listen?,
                evidence_dir: evidence_dir?,
                trusted_proxies: server.trusted_proxies,
                relay_key,
            })
        };
        checks.end(config())
    }

    /// For `demo`, which needs none of it.
    pub fn demo(&self, [listen, ops_listen]: [Option<&str>; 2], lang: Lang) -> Result<DemoConfig, Problems> {
        let mut checks = Checks::new(lang);
        let config = DemoConfig {
            listen: listen.and_then(|text| checks.address("DONDOC_LISTEN", text)),
            ops_listen: ops_listen.and_then(|text| checks.address("DONDOC_OPS_LISTEN", text)),
            public_url: self.public_url.as_ref().and_then(|_| self.check_public_url(&mut checks)),
        };
        checks.end(Some(config))
    }

    /// For `worker`.
    /// Checks the settings of `worker`.
    pub fn worker(&self, worker: &WorkerOptions, lang: Lang) -> Result<WorkerConfig, Problems> {
        let mut checks = Checks::new(lang);
        let (database, public_url) = (self.check_database(&mut checks), self.check_public_url(&mut checks));
        let ops_listen = checks.address("DONDOC_WORKER_OPS_LISTEN", &worker.ops_listen);
        let smtp_url = checks.given("DONDOC_SMTP_URL", worker.smtp_url.as_ref()).and_then(|url| {
            let is_smtp =
                Url::parse(url.expose_secret()).is_ok_and(|url| url.scheme() == "smtp" && url.has_host());
            let wrong = lang.config_not_a_relay("DONDOC_SMTP_URL");
            checks.keep(if is_smtp { Ok(url) } else { Err(wrong) })
        });
        let mail_from = checks.given("DONDOC_MAIL_FROM", worker.mail_from.as_ref()).and_then(|from| {
            checks.keep(from.parse().map_err(|_| lang.config_not_a_mail_address("DONDOC_MAIL_FROM", &from)))
        });
        let config = || {
            Some(WorkerConfig {
                database: database?,
                public_url: public_url?,
                ops_listen: ops_listen?,
                smtp_url: smtp_url?,
                mail_from: mail_from?,
                relay_connections: worker.relay_connections,
            })
        };
        checks.end(config())
    }

    fn check_database(&self, checks: &mut Checks) -> Option<DatabaseConfig> {
        let place = self.check_place(checks);
        let dir = checks.given("DONDOC_SECRETS_DIR", self.secrets_dir.as_ref());
        let secrets = dir.and_then(|dir| match Secrets::read(&dir) {
            Ok(secrets) => Some(secrets),
            Err(faults) => {
                checks.problems.extend(faults.iter().map(|fault| fault.message(checks.lang)));
                None
            }
        });
        Some(DatabaseConfig { place: place?, secrets: secrets? })
    }

    fn check_place(&self, checks: &mut Checks) -> Option<Place> {
        let (lang, prefix) = (checks.lang, &self.role_prefix);
        let url = checks.given("DONDOC_DATABASE_URL", self.database_url.as_ref()).and_then(|text| {
            checks.keep(database_url(&text).map_err(|wrong| wrong(lang, "DONDOC_DATABASE_URL")))
        });
        let right = !prefix.is_empty()
            && prefix.len() <= 40
            && prefix.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let prefix =
            if right { Ok(prefix.clone()) } else { Err(lang.config_wrong_prefix("DONDOC_ROLE_PREFIX")) };
        let prefix = checks.keep(prefix);
        Some(Place { url: url?, prefix: prefix? })
    }

    fn check_public_url(&self, checks: &mut Checks) -> Option<Url> {
        let lang = checks.lang;
        let text = checks.given("DONDOC_PUBLIC_URL", self.public_url.as_ref())?;
        checks.keep(public_url(&text).map_err(|wrong| wrong(lang, "DONDOC_PUBLIC_URL")))
    }
}

/// A problem with the variable of this name.
type Wrong = fn(Lang, &str) -> String;

fn database_url(text: &str) -> Result<Url, Wrong> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| ["postgres", "postgresql"].contains(&url.scheme()) && url.has_host());
    let Some(url) = url else { return Err(Lang::config_not_a_database_url) };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Lang::config_database_url_has_user);
    }
    if url.path().len() < 2 || url.path().get(1..).is_some_and(|name| name.contains('/')) {
        return Err(Lang::config_not_a_database_url);
    }
    Ok(url)
}

/// A cookie that goes over plain http can be read on the way, so http is for this machine alone.
fn public_url(text: &str) -> Result<Url, Wrong> {
    let url = Url::parse(text).ok().filter(|url| {
        ["http", "https"].contains(&url.scheme())
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
    });
    let Some(url) = url else { return Err(Lang::config_not_a_public_url) };
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() == "http" && !loopback {
        return Err(Lang::config_public_url_needs_https);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Options {
        Options { database_url: None, role_prefix: "dondoc".into(), secrets_dir: None, public_url: None }
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for good in
            ["http://localhost:8080", "http://127.0.0.1:8080/", "http://[::1]:80", "https://dondoc.example"]
        {
            assert!(public_url(good).is_ok(), "{good}");
        }
        for bad in [
            "http://dondoc.example",
            "http://10.0.0.1:8080",
            "https://dondoc.example/sub",
            "ftp://localhost",
            "dondoc",
        ] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
        let told = public_url("http://dondoc.example").unwrap_err()(Lang::En, "DONDOC_PUBLIC_URL");
        assert!(told.contains("https"), "{told}");
    }

    #[test]
    fn a_database_address_names_a_database_and_no_user() {
        for good in ["postgres://db:5432/dondoc", "postgresql://%2Frun%2Fpostgresql/dondoc"] {
            assert!(database_url(good).is_ok(), "{good}");
        }
        for bad in [
            "postgres://me@db/dondoc",
            "postgres://:x@db/dondoc",
            "postgres://db",
            "mysql://db/dondoc",
            "dondoc",
        ] {
            assert!(database_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn all_problems_are_told_at_once_and_none_shows_a_secret() {
        let server = ServerOptions {
            listen: "here".into(),
            ops_listen: "127.0.0.1:9090".into(),
            evidence_dir: None,
            trusted_proxies: 0,
            relay_key_file: None,
        };
        let options = Options { database_url: Some("postgres://me:hidden@db/x".into()), ..options() };
        let Problems(told) = options.server(&server, Lang::En).unwrap_err();
        assert_eq!(told.len(), 5, "{told:#?}");
        assert!(
            told.iter().all(|problem| problem.contains("DONDOC_") && !problem.contains("hidden")),
            "{told:#?}"
        );
        let keyed = ServerOptions { relay_key_file: Some("/nowhere".into()), ..server };
        let Problems(told) = options.server(&keyed, Lang::En).unwrap_err();
        assert!(told.iter().any(|problem| problem.contains("DONDOC_RELAY_KEY_FILE")), "{told:#?}");
        let demo = Options { public_url: Some("http://dondoc.example".into()), ..options.clone() };
        let Problems(told) = demo.demo([Some("here"), None], Lang::En).unwrap_err();
        assert_eq!(told.len(), 2, "{told:#?}");
        let worker = WorkerOptions {
            ops_listen: "127.0.0.1:9091".into(),
            smtp_url: Some("http://u:hidden@relay".into()),
            mail_from: Some("nobody".into()),
            relay_connections: CONNECTIONS,
        };
        let Problems(told) = options.worker(&worker, Lang::Vi).unwrap_err();
        assert_eq!(told.len(), 5, "{told:#?}");
        assert!(!format!("{told:?} {worker:?}").contains("hidden"));
    }
}
