//! Every answer that a test gets from the API, held against the API's own document: a status, a type or a value that the
//! document does not know fails the test that saw it.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use anyhow::{Context, anyhow, bail, ensure};
use dondoc_server::programs::app::document;
use jsonschema::Validator;
use reqwest::{
    Request, Response,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};
use reqwest_middleware::{Middleware, Next};
use serde_json::{Value, json};

/// What a client of the API has in its way.
pub struct Contract;

#[async_trait::async_trait]
impl Middleware for Contract {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let asked = Asked::of(&request);
        let answer = next.run(request, extensions).await?;
        match asked {
            Some(asked) if !asked.streams() => asked.holds(answer).await.map_err(Into::into),
            _ => Ok(answer),
        }
    }
}

/// What was asked, as the document has it.
struct Asked {
    /// `POST /api/v1/urges`.
    name: String,
    operation: &'static Value,
}

impl Asked {
    /// None for what the document does not speak of: pages, addresses that are not there.
    fn of(request: &Request) -> Option<Self> {
        let (path, item) = DOCUMENT["paths"]
            .as_object()?
            .iter()
            .filter(|(path, _)| fits(path, request.url().path()))
            // A word stands before a parameter that could be it.
            .min_by_key(|(path, _)| path.matches('{').count())?;
        // HEAD answers as GET does, without what it says.
        let operation = item.get(request.method().as_str().to_lowercase())?;
        Some(Self { name: format!("{} {path}", request.method()), operation })
    }

    fn streams(&self) -> bool {
        self.operation["operationId"] == "stream_events"
    }

    /// The answer as it was, if the document knows it.
    async fn holds(self, answer: Response) -> anyhow::Result<Response> {
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.bytes().await?;
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        self.judge(status.as_str(), kind, headers.contains_key(CONTENT_ENCODING), &bytes).with_context(
            || format!("{} answered {status}: {}", self.name, String::from_utf8_lossy(&bytes)),
        )?;
        let mut same = http::Response::new(bytes);
        *same.status_mut() = status;
        *same.headers_mut() = headers;
        Ok(same.into())
    }

    fn judge(&self, status: &str, kind: Option<&str>, coded: bool, bytes: &[u8]) -> anyhow::Result<()> {
        let mut response = &self.operation["responses"][status];
        if let Some(place) = response["$ref"].as_str() {
            response = DOCUMENT.pointer(&place[1..]).context("a reference that leads nowhere")?;
        }
        ensure!(!response.is_null(), "the document does not know the status");
        let Some(content) = response["content"].as_object().filter(|content| !content.is_empty()) else {
            ensure!(bytes.is_empty(), "the document knows no body");
            return Ok(());
        };
        let kind = kind.and_then(|kind| kind.split(';').next()).context("no type")?;
        let Some(known) = content.get(kind).or_else(|| content.get("*/*")) else {
            bail!("the document knows {:?} and not {kind}", content.keys().collect::<Vec<_>>())
        };
        // What is compressed is compared with what is not where that is tested.
        let Some(body) = serde_json::from_slice(bytes).ok().filter(|_| kind.ends_with("json")) else {
            ensure!(coded || !kind.ends_with("json"), "no JSON");
            return Ok(());
        };
        validator(&known["schema"])?
            .validate(&body)
            .map_err(|error| anyhow!("{error} at {}", error.instance_path()))
    }
}

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(document()).unwrap_or_else(|error| panic!("no document: {error}")));

/// Whether a path is of this form, `/urges/{id}`.
fn fits(form: &str, path: &str) -> bool {
    form.split('/').count() == path.split('/').count()
        && form.split('/').zip(path.split('/')).all(|(form, part)| form.starts_with('{') || form == part)
}

fn validator(schema: &Value) -> anyhow::Result<Arc<Validator>> {
    static MADE: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = made.get(&schema.to_string()) {
        return Ok(Arc::clone(known));
    }
    let whole = json!({"allOf": [schema], "components": DOCUMENT["components"]});
    let validator = jsonschema::options().should_validate_formats(true).build(&whole);
    let validator = Arc::new(validator.map_err(|error| anyhow!("the document is no schema: {error}"))?);
    made.insert(schema.to_string(), Arc::clone(&validator));
    Ok(validator)
}
