//! One HTTP exchange: time limits, headers, and what an answer means.

use std::time::Duration;

use dondoc_shared::{error::Problem, text::Lang};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header, redirect::Policy};
use serde::{Serialize, de::DeserializeOwned};
use url::{Host, Url};

use super::{decode::decode, failure::Failure};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(20);
/// The time limit of what the server works out over the whole backlog.
pub const LONG: Duration = Duration::from_mins(2);

/// The server, and how to talk to it.
#[derive(Debug, Clone)]
pub struct Server {
    client: Client,
    base: Url,
    reads_only: bool,
}

/// What is sent by another method than GET and writes nothing but the session itself; `*` stands for an id. A path that is not
/// here is taken to write.
const ASKED: &[&str] = &[
    "session",
    "session/refresh",
    "session/device",
    "session/device/tokens",
    "policies/simulation",
    "policies/simulation.csv",
    "urges/preview",
    "assignments/*/escalation/preview",
];

/// Whether a request of this method writes, by the parts of its path below that of the API.
fn writes(method: &Method, path: &[&str]) -> bool {
    let is_asked = |asked: &&str| {
        let asked: Vec<&str> = asked.split('/').collect();
        let fits = |(asked, part): (&&str, &&str)| *asked == "*" || asked == part;
        asked.len() == path.len() && asked.iter().zip(path).all(fits)
    };
    method != Method::GET && !ASKED.iter().any(is_asked)
}

impl Server {
    /// Prepares to talk to `base`, which [`crate::cli::server_url`] has accepted.
    ///
    /// # Errors
    /// TLS cannot be set up on this machine.
    pub fn new(base: Url) -> reqwest::Result<Self> {
        let builder = Client::builder().connect_timeout(CONNECT).redirect(Policy::none());
        // On loopback there is neither a certificate to check nor a proxy to ask.
        let builder = if base.scheme() == "http" {
            builder.no_proxy().tls_certs_only([])
        } else {
            builder.https_only(true)
        };
        Ok(Self { client: builder.build()?, base, reads_only: false })
    }

    /// The same, if `only`, for reading alone: whatever would write is refused here, whoever asks for it.
    #[must_use]
    pub fn reading(self, only: bool) -> Self {
        Self { reads_only: only, ..self }
    }

    /// Sends a request within the time limit: its own if it has one.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, Failure> {
        self.execute(request, Some(WHOLE)).await
    }

    /// The same for a stream: no limit on the whole of it.
    pub async fn stream(&self, request: RequestBuilder) -> Result<Response, Failure> {
        self.execute(request, None).await
    }

    /// The one place where requests leave the process.
    async fn execute(&self, request: RequestBuilder, limit: Option<Duration>) -> Result<Response, Failure> {
        let mut request = request.build().map_err(|error| failure(&error))?;
        let before = self.path(&[]).path_segments().map_or(0, Iterator::count);
        let path: Vec<&str> = request.url().path_segments().into_iter().flatten().skip(before).collect();
        if self.reads_only && writes(request.method(), &path) {
            return Err(Failure::ReadOnly);
        }
        if let Some(limit) = limit {
            request.timeout_mut().get_or_insert(limit);
        }
        self.client.execute(request).await.map_err(|error| failure(&error))
    }

    /// Begins a request to `/api/v1/<path>`; `parts` are escaped.
    pub fn request(&self, method: Method, parts: &[&str], lang: Lang) -> RequestBuilder {
        self.client.request(method, self.path(parts)).header(header::ACCEPT_LANGUAGE, lang.as_str())
    }

    fn path(&self, parts: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["api", "v1"]).extend(parts);
        }
        url
    }
}

/// Is this host the machine itself?
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The body of an answer, or why there is none.
pub async fn body<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let response = successful(response).await?;
    let bytes = response.bytes().await.map_err(|error| failure(&error))?;
    decode(&bytes).map_err(|_| Failure::Garbled)
}

/// The body of an answer that is text, byte for byte: a table for a spreadsheet begins with a byte order mark.
pub async fn text(response: Response) -> Result<String, Failure> {
    let response = successful(response).await?;
    let bytes = response.bytes().await.map_err(|error| failure(&error))?;
    String::from_utf8(bytes.into()).map_err(|_| Failure::Garbled)
}

/// The body of an answer that is a file.
pub async fn bytes(response: Response) -> Result<Vec<u8>, Failure> {
    let response = successful(response).await?;
    response.bytes().await.map(Vec::from).map_err(|error| failure(&error))
}

/// The answer if it is a good one, else the problem that it carries.
pub async fn successful(response: Response) -> Result<Response, Failure> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let bytes = response.bytes().await.map_err(|error| failure(&error))?;
    Err(match decode::<Problem>(&bytes) {
        Ok(problem) => Failure::Refused(Box::new(problem)),
        Err(_) if status == StatusCode::UNAUTHORIZED => Failure::SessionOver,
        Err(_) if matches!(status.as_u16(), 502..=504) => Failure::Unreachable,
        Err(_) => Failure::Garbled,
    })
}

/// A request's body.
pub fn json<T: Serialize>(request: RequestBuilder, body: &T) -> RequestBuilder {
    request.json(body)
}

/// What a failed exchange means for the person.
pub fn failure(error: &reqwest::Error) -> Failure {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(cause) = source {
        // The client wraps the TLS error in an I/O error; only its innards tell it from a refused connection.
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = cause.downcast_ref::<rustls::Error>().or_else(|| inner?.downcast_ref::<rustls::Error>());
        if matches!(tls, Some(rustls::Error::InvalidCertificate(_))) {
            return Failure::Certificate;
        }
        source = cause.source();
    }
    if error.is_timeout() && !error.is_connect() {
        Failure::TimedOut
    } else if error.is_builder() {
        Failure::Internal
    } else {
        Failure::Unreachable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_reading_is_taken_to_write() {
        let is_write = |method: &Method, path: &str| writes(method, &path.split('/').collect::<Vec<_>>());
        for path in ["assignments", "session/mine", "urges"] {
            assert!(!is_write(&Method::GET, path));
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                assert!(is_write(&method, path), "{method} {path}");
            }
        }
        let id = "01900000-0000-7000-8000-000000000001";
        for path in
            ["session", "session/refresh", "policies/simulation", "policies/simulation.csv", "urges/preview"]
        {
            assert!(!is_write(&Method::POST, path), "{path}");
        }
        let of_step = |end: &str| format!("assignments/{id}/escalation{end}");
        assert!(!is_write(&Method::POST, &of_step("/preview")));
        assert!(is_write(&Method::POST, &of_step("")));
        assert!(is_write(&Method::POST, "policies"));
    }

    #[test]
    fn only_the_machine_itself_is_loopback() {
        for (url, expected) in [
            ("http://127.0.0.1:8080", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:8080", true),
            ("http://localhost", true),
            ("http://localhost.example", false),
            ("http://10.0.0.1", false),
            ("http://127.0.0.1.example", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
