//! Requests made from the API's own document: every operation, with values that its schemas allow.

use std::time::Duration;

use anyhow::Context;
use dondoc_server::programs::app::document;
use dondoc_tests::world::BODIES;
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use reqwest::{Method, header::CONTENT_TYPE};
use reqwest_middleware::{ClientWithMiddleware, RequestBuilder};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// A stream is listened to for so long.
const LISTENS: Duration = Duration::from_secs(2);
/// Words for texts.
const WORDS: [&str; 8] = ["Đã", "trình", "lãnh đạo", "báo cáo", "quý III", "ký số", "đôn đốc", "12/30"];

/// The operations of the document.
pub struct Operations {
    document: Value,
    all: Vec<Operation>,
}

struct Operation {
    method: Method,
    path: String,
    description: Value,
}

/// The parameters of a request.
struct Filled {
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
}

/// What a client fills a path with: the things that it may see. What is missing has an id that nobody knows.
#[derive(Clone, Default)]
pub struct Known {
    pub assignments: Vec<Uuid>,
    pub urges: Vec<Uuid>,
    pub messages: Vec<Uuid>,
    pub policies: Vec<Uuid>,
}

impl Known {
    fn of(&self, path: &str) -> &[Uuid] {
        let kinds = [
            ("/api/v1/assignments/", &self.assignments),
            ("/api/v1/urges/", &self.urges),
            ("/api/v1/mail/messages/", &self.messages),
            ("/api/v1/policies/", &self.policies),
        ];
        kinds.iter().find(|(begin, _)| path.starts_with(begin)).map_or(&[], |(_, ids)| ids)
    }
}

impl Operations {
    /// Those of the document, but for what ends or opens a session: each log-in costs what a pass-phrase costs on purpose.
    pub fn read() -> anyhow::Result<Self> {
        let document = serde_json::to_value(document())?;
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().context("paths")? {
            for (method, description) in item.as_object().context("path")? {
                let Ok(method) = method.to_uppercase().parse() else { continue };
                if description["operationId"].is_string() && !path.contains("/session") {
                    all.push(Operation { method, path: path.clone(), description: description.clone() });
                }
            }
        }
        Ok(Self { document, all })
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// One of them, asked once. Returns its name and the status of its answer.
    pub async fn ask(
        &self,
        which: usize,
        (http, base, token): (&ClientWithMiddleware, &str, &str),
        known: &Known,
        chance: &mut StdRng,
    ) -> anyhow::Result<(String, u16)> {
        let operation = &self.all[which % self.all.len()];
        let name = format!("{} {}", operation.method, operation.path);
        let Filled { path, query, headers } = self.filled(operation, known, chance);
        let mut request = http.request(operation.method.clone(), format!("{base}{path}")).bearer_auth(token);
        request = request.query(&query);
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let answer = self.with_body(operation, request, chance).send().await;
        let mut answer = answer.with_context(|| name.clone())?;
        let status = answer.status().as_u16();
        if operation.description["operationId"] == "stream_events" {
            let listening = async { while let Ok(Some(_)) = answer.chunk().await {} };
            drop(tokio::time::timeout(LISTENS, listening).await);
        } else {
            answer.bytes().await.with_context(|| name.clone())?;
        }
        Ok((name, status))
    }

    fn filled(&self, operation: &Operation, known: &Known, chance: &mut StdRng) -> Filled {
        let (mut path, mut query, mut headers) = (operation.path.clone(), vec![], vec![]);
        for parameter in operation.description["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            let optional = parameter["required"] != true;
            let value = match name {
                "id" => pick(known.of(&operation.path), chance),
                "tenant" => BODIES.choose(chance).copied().unwrap_or_default().to_owned(),
                // That of a thing that was changed a little.
                "If-Match" => format!("\"{}\"", chance.random_range(1..4)),
                _ => text_of(&self.value(&parameter["schema"], chance, 0)),
            };
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), &value),
                Some(_) if optional && chance.random_bool(0.5) => {}
                Some("query") => query.push((name.to_owned(), value)),
                _ => headers.push((name.to_owned(), value)),
            }
        }
        Filled { path, query, headers }
    }

    fn with_body(
        &self,
        operation: &Operation,
        request: RequestBuilder,
        chance: &mut StdRng,
    ) -> RequestBuilder {
        let content = &operation.description["requestBody"]["content"];
        if content["multipart/form-data"].is_object() {
            let file = format!(
                "--x-part-x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bien-ban.txt\"\r\n\
                 Content-Type: text/plain\r\n\r\n{}\r\n--x-part-x--\r\n",
                WORDS.join(" ")
            );
            return request.header(CONTENT_TYPE, "multipart/form-data; boundary=x-part-x").body(file);
        }
        let schema = &content["application/json"]["schema"];
        if schema.is_object() { request.json(&self.value(schema, chance, 0)) } else { request }
    }

    /// A value that the schema allows, as far as it says so.
    fn value(&self, schema: &Value, chance: &mut StdRng, depth: usize) -> Value {
        if let Some(place) = schema["$ref"].as_str() {
            return self.value(self.document.pointer(&place[1..]).unwrap_or(&Value::Null), chance, depth);
        }
        let among = |list: &Value| list.as_array().cloned().unwrap_or_default();
        if let Some(one) = among(&schema["enum"]).choose(chance) {
            return one.clone();
        }
        for of in ["oneOf", "anyOf"] {
            if let Some(one) = among(&schema[of]).choose(chance) {
                return self.value(one, chance, depth);
            }
        }
        let parts = among(&schema["allOf"]);
        if !parts.is_empty() {
            let parts = parts.iter().map(|part| self.value(part, chance, depth));
            let fields = parts.filter_map(|part| part.as_object().cloned()).flatten();
            return Value::Object(fields.collect::<Map<_, _>>());
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.choose(chance).and_then(Value::as_str),
            kind => kind.as_str(),
        };
        let bound = |name: &str, or: i64| schema[name].as_i64().unwrap_or(or);
        match kinds {
            Some("object") => {
                let required = among(&schema["required"]);
                let fields = schema["properties"].as_object().into_iter().flatten();
                let wanted = fields.filter(|(name, _)| {
                    required.contains(&json!(name)) || (depth < 3 && chance.random_bool(0.5))
                });
                let wanted: Vec<_> = wanted.collect();
                wanted
                    .into_iter()
                    .map(|(name, of)| (name.clone(), self.value(of, chance, depth + 1)))
                    .collect()
            }
            Some("array") => {
                let n = chance.random_range(bound("minItems", 0)..=bound("maxItems", 3).min(3));
                (0..n).map(|_| self.value(&schema["items"], chance, depth + 1)).collect()
            }
            Some("integer" | "number") => {
                let least = bound("minimum", 0);
                json!(chance.random_range(least..=bound("maximum", least + 100)))
            }
            Some("boolean") => json!(chance.random_bool(0.5)),
            Some("string") => json!(match schema["format"].as_str() {
                Some("uuid") => Uuid::now_v7().to_string(),
                Some("date") => format!("2024-08-{:02}", chance.random_range(1..=30)),
                Some("date-time") => format!("2024-08-{:02}T08:00:00Z", chance.random_range(1..=30)),
                _ if !schema["example"].is_null() => text_of(&schema["example"]),
                _ if schema["pattern"].as_str().is_some_and(|p| p.contains("before")) =>
                    "overdue-3".to_owned(),
                _ => WORDS.choose(chance).copied().unwrap_or_default().to_owned(),
            }),
            _ => Value::Null,
        }
    }
}

fn pick(known: &[Uuid], chance: &mut StdRng) -> String {
    known.choose(chance).copied().unwrap_or_else(Uuid::now_v7).to_string()
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
