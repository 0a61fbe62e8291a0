//! TLS with the database, and STARTTLS with the relay: a certificate of its name from a known root, or nothing is said. The certificates were made for
//! this test: `root.pem` signed `localhost.pem` and `other.example.pem`, and its key is gone.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use dondoc_kernel::clock::Clock;
use dondoc_kernel::db::admin::Place;
use dondoc_kernel::db::{Actor, Auth, Db};
use dondoc_kernel::mail::message::address;
use dondoc_kernel::mail::smtp::Relay;
use dondoc_tests::database::{TestDatabase, passwords};
use dondoc_tests::relay_world::SHORT;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const ROOT: &[u8] = include_bytes!("tls/root.pem");
const KEY: &[u8] = include_bytes!("tls/relay-key.pem");
const OWN: &[u8] = include_bytes!("tls/localhost.pem");
const OTHER: &[u8] = include_bytes!("tls/other.example.pem");

/// A relay that takes one connection; what it heard under TLS.
fn relay_with(certificate: &'static [u8]) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        serve(stream, certificate).unwrap_or_default()
    });
    (port, heard)
}

fn serve(mut plain: TcpStream, certificate: &[u8]) -> anyhow::Result<Vec<String>> {
    plain.write_all(b"220 relay.example\r\n")?;
    let mut lines = BufReader::new(plain.try_clone()?).lines();
    for offer in ["250-relay.example\r\n250 STARTTLS\r\n", "220 go\r\n"] {
        lines.next();
        plain.write_all(offer.as_bytes())?;
    }
    let mut secret = BufReader::new(StreamOwned::new(ServerConnection::new(shows(certificate)?)?, plain));
    let mut heard = Vec::new();
    let mut in_message = false;
    loop {
        let mut line = String::new();
        if secret.read_line(&mut line).unwrap_or(0) == 0 {
            return Ok(heard);
        }
        heard.push(line.trim_end().to_owned());
        let verb: String = line.chars().take(4).collect();
        let reply = match verb.as_str() {
            ".\r\n" => {
                in_message = false;
                "250 kept\r\n"
            }
            _ if in_message => continue,
            "EHLO" => "250-relay.example\r\n250 AUTH PLAIN LOGIN\r\n",
            "AUTH" => "235 welcome\r\n",
            "DATA" => {
                in_message = true;
                "354 go on\r\n"
            }
            _ => "250 ok\r\n",
        };
        secret.get_mut().write_all(reply.as_bytes())?;
    }
}

fn relay(port: u16, roots: &[u8]) -> Relay {
    let url = format!("smtp://user:p%40ss@localhost:{port}?tls=required").parse().unwrap();
    Relay::new(&url, roots, SHORT, Duration::ZERO).unwrap()
}

#[tokio::test]
async fn a_relay_that_proves_its_name_gets_password_and_message_under_tls() {
    let (port, heard) = relay_with(OWN);
    let mut connection = relay(port, ROOT).connect().await.unwrap();
    let [from, to] = ["dondoc@nation.example", "officer@ha-noi.example"].map(|text| address(text).unwrap());
    connection.send(&from, &to, b"Subject: a\r\n\r\nb\r\n").await.unwrap();
    connection.quit().await;
    let heard = heard.join().unwrap();
    // "\0user\0p@ss"
    assert!(heard.contains(&"AUTH PLAIN AHVzZXIAcEBzcw==".to_owned()), "{heard:?}");
    assert!(heard.contains(&"Subject: a".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn a_relay_with_another_name_or_from_an_unknown_root_gets_nothing() {
    for (certificate, roots) in [(OTHER, ROOT), (OWN, b"".as_slice())] {
        let (port, heard) = relay_with(certificate);
        let failure = relay(port, roots).connect().await.err().unwrap();
        assert!(failure.of_relay, "{failure:?}");
        assert_eq!(heard.join().unwrap(), Vec::<String>::new());
    }
}

/// A line before a real PostgreSQL that speaks TLS with this certificate, or none at all; its port.
async fn before_postgres(database: &TestDatabase, certificate: Option<&'static [u8]>) -> anyhow::Result<u16> {
    let admin: tokio_postgres::Config = database.admin_url().parse()?;
    let target = admin.get_ports().first().copied().unwrap_or(5432);
    let host = match admin.get_hosts().first() {
        Some(tokio_postgres::config::Host::Tcp(host)) => host.clone(),
        Some(tokio_postgres::config::Host::Unix(folder)) => folder.display().to_string(),
        None => anyhow::bail!("no host"),
    };
    let acceptor = certificate.map(shows).transpose()?.map(tokio_rustls::TlsAcceptor::from);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((mut plain, _)) = listener.accept().await {
            let (host, acceptor) = (host.clone(), acceptor.clone());
            tokio::spawn(async move {
                let mut asked = [0; 8];
                plain.read_exact(&mut asked).await?;
                // SSLRequest is answered with one letter.
                let Some(acceptor) = acceptor else { return plain.write_all(b"N").await };
                plain.write_all(b"S").await?;
                let mut secret = acceptor.accept(plain).await?;
                if host.starts_with('/') {
                    let mut behind =
                        tokio::net::UnixStream::connect(format!("{host}/.s.PGSQL.{target}")).await?;
                    tokio::io::copy_bidirectional(&mut secret, &mut behind).await?;
                } else {
                    let mut behind = tokio::net::TcpStream::connect((host.as_str(), target)).await?;
                    tokio::io::copy_bidirectional(&mut secret, &mut behind).await?;
                }
                Ok(())
            });
        }
    });
    Ok(port)
}

/// A line of TLS for `localhost` before a server on this port; its own port.
pub async fn before(server: u16) -> anyhow::Result<u16> {
    let acceptor = tokio_rustls::TlsAcceptor::from(shows(OWN)?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((plain, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut secret = acceptor.accept(plain).await?;
                let mut behind = tokio::net::TcpStream::connect(("127.0.0.1", server)).await?;
                tokio::io::copy_bidirectional(&mut secret, &mut behind).await
            });
        }
    });
    Ok(port)
}

/// A server that shows this certificate.
fn shows(certificate: &[u8]) -> anyhow::Result<Arc<ServerConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate)?],
            PrivateKeyDer::from_pem_slice(KEY)?,
        )?;
    Ok(Arc::new(config))
}

#[tokio::test]
async fn a_database_that_does_not_prove_its_name_is_not_spoken_to() -> anyhow::Result<()> {
    let database = TestDatabase::migrated().await?;
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("root.pem");
    std::fs::write(&root, ROOT)?;
    let (own, other) =
        (before_postgres(&database, Some(OWN)).await?, before_postgres(&database, Some(OTHER)).await?);
    let plain = before_postgres(&database, None).await?;
    let strange = folder.path().join("strange.pem");
    std::fs::write(&strange, OTHER)?;
    let reads = async |port: u16, host: &str, root: &Path| -> anyhow::Result<Option<String>> {
        let (name, root) = (database.name(), root.display());
        let url = format!("postgres://{host}:{port}/{name}?sslmode=verify-full&sslrootcert={root}");
        let place = Place { url: url.parse()?, ..database.place()? };
        let db = Db::new(&place.pools(&passwords(), 1)?, Clock::System)?;
        let read = db.read(Auth, Actor::system("test"), async |_| Ok(())).await;
        Ok(read.err().map(|error| error.to_string()))
    };
    assert_eq!(reads(own, "localhost", &root).await?, None);
    for (what, port, host, root, why) in [
        ("a certificate of another name", other, "localhost", &root, "not valid for name"),
        ("the right one, asked for by another name", own, "127.0.0.1", &root, "not valid for name"),
        ("a root that nobody trusts", own, "localhost", &strange, "UnknownIssuer"),
        ("no TLS", plain, "localhost", &root, "TLS"),
    ] {
        let refused = reads(port, host, root).await?.unwrap_or_default();
        assert!(refused.contains(why), "{what}: {refused}");
    }
    Ok(())
}
