//! JSON made by chance.

use dondoc_shared::text::Lang;
use dondoc_tests::{server::Server, world::World};
use proptest::{
    prelude::{Just, Strategy, any, prop, prop_oneof},
    strategy::ValueTree,
    test_runner::TestRunner,
};
use serde_json::{Value, json};

use super::{refused, trials};

/// Any JSON, of the words that our bodies have and of others.
fn any_json() -> impl Strategy<Value = Value> {
    let words = [
        "remark",
        "percent",
        "results",
        "text",
        "to",
        "reply_by",
        "grant",
        "now",
        "step",
        "release",
        "name",
        "url",
        "cause",
        "waiting_on",
        "email",
        "password",
        "refresh_token",
        "reason",
        "office",
        "address",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-2i64..102).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-zà-ỹ0-9\\-:/ \\x00-\\x1f]{0,40}".prop_map(Value::from),
        Just(json!("2024-08-30")),
        Just(json!("funding")),
        Just(json!("https://ha-noi.example/x")),
        Just(json!("lao-cai")),
    ];
    let tree = leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..5)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    });
    prop::collection::hash_map(prop::sample::select(words.to_vec()), tree, 0..6)
        .prop_map(|m| Value::Object(m.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()))
}

#[tokio::test(flavor = "multi_thread")]
async fn random_json_is_taken_or_refused_and_never_breaks_anything() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let trials = trials(&world, &server).await?;
    let mut runner = TestRunner::deterministic();
    let strategy = (any::<bool>(), any_json());
    for trial in trials.iter().filter(|t| t.has_body()) {
        for _ in 0..8 {
            let (near, random) = strategy.new_tree(&mut runner).unwrap().current();
            let mut body = random.as_object().cloned().unwrap_or_default();
            // Half of them near what is right: with the fields that it needs and no others.
            if near {
                let known = trial.schema["properties"].as_object().cloned().unwrap_or_default();
                body.retain(|field, _| known.contains_key(field));
                for (field, value) in trial.good.as_object().into_iter().flatten() {
                    body.entry(field.clone()).or_insert_with(|| value.clone());
                }
            }
            let body = Value::Object(body).to_string();
            let response = trial.send(&server, Lang::En, body.clone()).await?;
            if !response.status().is_success() {
                let what = format!("{}: {body}", trial.operation.id);
                refused(response, Lang::En, &what).await?;
            }
            if trial.is_log_in() {
                world.run("delete from dondoc.log_in_failures", &[]).await?;
            }
        }
    }
    let torn = "select count(*) from dondoc.assignments a where (version - 1) <> \
        (select count(*) from dondoc.audit t where t.tenant_id = a.tenant_id and t.subject_id = a.id and t.subject_kind = 'assignment')";
    assert_eq!(world.count(torn).await?, 0, "each version has its audit entry");
    Ok(())
}
