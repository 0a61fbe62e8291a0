//! What an address answers to methods beside its own (RFC 9110).

use dondoc_server::programs::app::document;
use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Scene, World},
};
use reqwest::{Method, StatusCode, header};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn head_answers_as_get_does_without_the_body() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let scene = Scene::due(Some(world.day(5))).status(Status::InProgress);
    let id = world.assignment("ha-noi", task, &scene).await?;
    let server = Server::of(&world)?;
    let paths = [
        "/",
        "/log-in",
        "/assets/portal.css",
        "/nowhere",
        "/api/v1/openapi.json",
        "/api/v1/me",
        "/api/v1/assignments",
    ];
    for path in paths
        .map(ToOwned::to_owned)
        .into_iter()
        .chain([format!("/assignments/{id}"), format!("/api/v1/assignments/{id}")])
    {
        let ask = async |method: Method| {
            let request = server.http.request(method, format!("{}{path}", server.base));
            let request = request.bearer_auth(&officer.token);
            request.header(header::COOKIE, format!("dondoc={}", officer.cookie)).send().await
        };
        let (get, head) = (ask(Method::GET).await?, ask(Method::HEAD).await?);
        assert_eq!(head.status(), get.status(), "{path}");
        for name in [header::CONTENT_TYPE, header::CONTENT_SECURITY_POLICY, header::ETAG] {
            assert_eq!(head.headers().get(&name), get.headers().get(&name), "{path}: {name}");
        }
        assert_eq!(head.bytes().await?.len(), 0, "{path}");
    }
    // A stream that would never end answers and is done.
    let request = server.api(Method::HEAD, "/events", Some(&officer)).send();
    let answer = tokio::time::timeout(std::time::Duration::from_secs(10), request).await??;
    assert_eq!((answer.status(), answer.bytes().await?.len()), (StatusCode::OK, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_know_is_told_with_those_that_it_does() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let document = serde_json::to_value(document())?;
    let all = ["get", "put", "post", "delete", "patch", "trace", "options"];
    let mut tried = 0;
    let paths: Vec<(&String, &Value)> = document["paths"].as_object().into_iter().flatten().collect();
    for (path, item) in &paths {
        let known: Vec<&str> = all.into_iter().filter(|method| !item[method].is_null()).collect();
        for method in all.iter().filter(|method| !known.contains(method)) {
            // `/urges/{id}` answers for `/urges/preview`, and finds no such urge.
            let as_id = |(form, other): &(&String, &Value)| {
                form != path && fits(form, path) && !other[method].is_null()
            };
            if paths.iter().any(as_id) {
                continue;
            }
            let method = Method::from_bytes(method.to_uppercase().as_bytes())?;
            let place = path.replace("{year}", "2024").replace(['{', '}'], "");
            let answer =
                server.http.request(method.clone(), format!("{}{place}", server.base)).send().await?;
            assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            let allow = answer.headers()[header::ALLOW].to_str()?.replace("GET, HEAD", "GET").to_lowercase();
            assert_eq!(allow.split(", ").collect::<Vec<_>>(), known, "{method} {path}");
            let problem: Value = answer.json().await?;
            assert_eq!(problem["code"], "method_not_allowed");
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried}");
    for (method, path, allow) in [
        ("POST", "/", "GET, HEAD"),
        ("GET", "/log-out", "POST"),
        ("PUT", "/log-in", "GET, HEAD, POST"),
        ("TRACE", "/", "GET, HEAD, POST"),
    ] {
        let answer = server.http.request(method.parse()?, format!("{}{path}", server.base)).send().await?;
        assert_eq!(
            (answer.status(), answer.headers()[header::ALLOW].to_str()?),
            (StatusCode::METHOD_NOT_ALLOWED, allow),
            "{method} {path}"
        );
    }
    let nowhere = server.http.delete(format!("{}/nowhere", server.base)).send().await?;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    Ok(())
}

/// Whether an address of the one form could be read as the other.
fn fits(form: &str, path: &str) -> bool {
    let (form, path): (Vec<_>, Vec<_>) = (form.split('/').collect(), path.split('/').collect());
    form.len() == path.len()
        && form.iter().zip(path).all(|(form, part)| form.starts_with('{') || *form == part)
}
