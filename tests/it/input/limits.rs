//! The bounds that the API's document states, held against what the server takes.

use dondoc_server::programs::app::document;
use dondoc_shared::text::Lang;
use dondoc_tests::{server::Server, world::World};
use serde_json::{Value, json};

use super::{Trial, trials};

/// What is compared with something and never kept; the size of the body bounds it.
const COMPARED: [&str; 6] = ["email", "password", "device", "refresh_token", "code", "device_code"];

/// A field of a body that is right: where it stands, as a pointer and as a fault names it, and its schema.
struct Place {
    pointer: String,
    name: String,
    schema: Value,
}

/// Every field that the schema knows in the body and below, also those that the body leaves out.
fn places(document: &Value, schema: &Value, body: &Value, (pointer, name): (&str, &str)) -> Vec<Place> {
    let mut schema = schema;
    while let Some(to) = schema["$ref"].as_str() {
        schema = &document[&to[1..].rsplit('/').next().unwrap()];
    }
    for of in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[of].as_array() {
            return all.iter().flat_map(|one| places(document, one, body, (pointer, name))).collect();
        }
    }
    let mut found =
        vec![Place { pointer: pointer.to_owned(), name: name.to_owned(), schema: schema.clone() }];
    for (field, of) in schema["properties"].as_object().into_iter().flatten() {
        let below = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
        found.extend(places(document, of, &body[field], (&format!("{pointer}/{field}"), &below)));
    }
    if body.is_array() || schema["items"].is_object() {
        let below = (format!("{pointer}/0"), format!("{name}[0]"));
        found.extend(places(document, &schema["items"], &body[0], (&below.0, &below.1)));
    }
    found
}

fn places_of(trial: &Trial) -> Vec<Place> {
    let schemas = serde_json::to_value(document()).unwrap()["components"]["schemas"].clone();
    places(&schemas, &trial.schema, &trial.good, ("", ""))
}

fn is_a(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.contains(&json!(kind)))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_and_list_of_a_request_has_a_bound_and_one_more_is_told_by_its_field() -> anyhow::Result<()>
{
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let mut tried = 0;
    for trial in trials(&world, &server).await?.iter().filter(|trial| trial.has_body()) {
        let places = places_of(trial);
        // What is taken changes what it is about, so it comes last.
        for fits in [false, true] {
            for Place { pointer, name, schema } in &places {
                let what = format!("{}: {name}", trial.operation.id);
                let known = ["maxLength", "format", "pattern", "enum"].iter().any(|k| !schema[*k].is_null());
                let compared = COMPARED.contains(&name.as_str());
                assert!(!is_a(schema, "string") || known || compared, "{what} has no bound");
                assert!(!is_a(schema, "array") || schema["maxItems"].is_u64(), "{what} has no bound");
                let Some(most) = schema["maxLength"].as_u64() else { continue };
                let mut body = trial.good.clone();
                // A text stands in the place of a template.
                if name == "text"
                    && let Some(body) = body.as_object_mut()
                {
                    body.remove("template");
                }
                let Some(place) = reach(&mut body, pointer) else { continue };
                *place = json!("x".repeat(usize::try_from(most)? + usize::from(!fits)));
                let answer = trial.send(&server, Lang::En, body.to_string()).await?;
                let status = answer.status().as_u16();
                let told: Value = serde_json::from_str(&answer.text().await?).unwrap_or_default();
                let faults = told["errors"].as_array().cloned().unwrap_or_default();
                // Those of a policy are named by rule and level, not by place.
                let last = name.rsplit('.').next().unwrap_or(name);
                let too_long = faults.iter().any(|fault| {
                    let field = fault["field"].as_str().unwrap();
                    let most = usize::try_from(most).unwrap();
                    field.ends_with(last) && fault["message"] == Lang::En.field_too_long(field, most, 1)
                });
                assert_eq!((too_long, too_long && status == 422), (!fits, !fits), "{what}, {most}: {told}");
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "only {tried}");
    Ok(())
}

/// The place in a body, made where its last step is missing.
fn reach<'a>(body: &'a mut Value, pointer: &str) -> Option<&'a mut Value> {
    let (above, field) = pointer.rsplit_once('/')?;
    let above = body.pointer_mut(above)?;
    above.as_object_mut().map(|above| above.entry(field).or_insert(Value::Null))
}
