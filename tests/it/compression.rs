//! What is compressed on the wire, and that nothing else is.

use std::time::Duration;

use actix_web::{dev::Decompress, error::PayloadError, http::header::ContentEncoding, web::Bytes};
use anyhow::Context;
use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use futures_util::{StreamExt, stream};
use reqwest::{Method, Response, StatusCode, header};
use reqwest_middleware::RequestBuilder;
use tokio::time::timeout;
use uuid::Uuid;

const BROWSER: &str = "gzip, deflate, br, zstd";

fn header(answer: &Response, name: header::HeaderName) -> Option<String> {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The body as it was before it was compressed, and by what.
async fn plain(answer: Response) -> anyhow::Result<(Option<String>, String)> {
    let coding = header(&answer, header::CONTENT_ENCODING);
    let known = coding.as_deref().unwrap_or("identity").parse::<ContentEncoding>();
    let body: Bytes = answer.bytes().await?;
    let length = body.len();
    let body = stream::once(async move { Ok::<_, PayloadError>(body) });
    let parts: Vec<_> =
        Decompress::new(Box::pin(body), known.map_err(|_| anyhow::anyhow!("{coding:?}"))?).collect().await;
    let whole = parts.into_iter().collect::<Result<Vec<Bytes>, _>>()?.concat();
    assert!(coding.is_none() || length < whole.len(), "{length} bytes for {}", whole.len());
    Ok((coding, String::from_utf8(whole)?))
}

/// Without what differs from one rendering to the next.
fn lasting(page: &str) -> String {
    let mut parts = page.split("name=\"_key\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('"').map_or(part, |(_, rest)| rest))
}

struct Stage {
    world: World,
    server: Server,
    officer: Person,
    id: String,
}

async fn stage() -> anyhow::Result<Stage> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let mut id = String::new();
    for n in 0..20 {
        let task = world.task(&format!("T24-{n}")).await?;
        let scene = Scene::due(Some(world.day(n - 5))).status(Status::InProgress);
        id = world.assignment("ha-noi", task, &scene).await?.to_string();
    }
    Ok(Stage { world, server, officer, id })
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_json_and_assets_are_compressed_for_whoever_takes_it_and_say_the_same() -> anyhow::Result<()> {
    let Stage { world: _world, server, officer, id } = stage().await?;
    let item = format!("/assignments/{id}");
    let page = |path: &str| server.page(path, Some(&officer));
    let api = |path: &str| server.api(Method::GET, path, Some(&officer));
    let list = "/assignments?limit=200&filter=status:in_progress";
    let requests: [(&str, &dyn Fn() -> RequestBuilder); 7] = [
        ("my work", &|| page("/")),
        ("an item", &|| page(&item)),
        ("a form", &|| page(&format!("{item}/report"))),
        ("a list", &|| api(list)),
        ("an item's JSON", &|| api(&item)),
        ("the style", &|| page("/assets/portal.css")),
        ("the script", &|| page("/assets/portal.js?v=x")),
    ];
    for (what, request) in requests {
        let untouched = request().send().await?;
        let tag = header(&untouched, header::ETAG);
        let (none, expected) = plain(untouched).await?;
        assert_eq!(none, None, "{what}: nobody asked");
        for (accepted, coding) in
            [("gzip", "gzip"), ("br", "br"), (BROWSER, "br"), ("gzip;q=1, br;q=0.5", "gzip")]
        {
            let answer = request().header(header::ACCEPT_ENCODING, accepted).send().await?;
            assert_eq!(answer.status(), StatusCode::OK, "{what}");
            assert!(
                header(&answer, header::VARY).is_some_and(|v| v.to_lowercase().contains("accept-encoding")),
                "{what}"
            );
            assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{what}");
            assert_eq!(header(&answer, header::ETAG), tag, "{what}: the version to be named in If-Match");
            let (found, text) = plain(answer).await?;
            assert_eq!(found.as_deref(), Some(coding), "{what} for {accepted}");
            assert_eq!(lasting(&text), lasting(&expected), "{what} as {coding}");
        }
    }
    let tag = header(&page("/assets/portal.css").send().await?, header::ETAG).context("a tag")?;
    let again = page("/assets/portal.css")
        .header(header::IF_NONE_MATCH, tag)
        .header(header::ACCEPT_ENCODING, BROWSER);
    let again = again.send().await?;
    assert_eq!((again.status(), header(&again, header::CONTENT_ENCODING)), (StatusCode::NOT_MODIFIED, None));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_compressed_that_mixes_a_secret_with_what_a_stranger_chose_nor_a_stream()
-> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage().await?;
    let page = format!("/assignments/{id}");
    let form = |path: &str, body: &str| {
        let request = server.http.post(format!("{}{path}", server.base)).header(header::ORIGIN, &server.base);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.header(header::COOKIE, format!("dondoc={}", officer.cookie)).body(body.to_owned())
    };
    let token = World::form_token(&officer);
    let bad_report = format!("_token={token}&_key={}&_version=1&percent=900&results=x", Uuid::now_v7());
    world.account(&officer, "bốn con trâu trắng").await?;
    let log_in = serde_json::json!({"email": officer.email, "password": "bốn con trâu trắng"});
    let cases = [
        ("a search", server.page("/?q=quahan", Some(&officer)), 200),
        ("a page with any query", server.page("/contacts?x=guess", Some(&officer)), 403),
        ("an item with a query", server.page(&format!("{page}?guess"), Some(&officer)), 200),
        ("log-in with a query", server.page("/log-in?next=/guess", None), 200),
        ("a page that is not there", server.page("/guess", Some(&officer)), 404),
        ("a form that comes back", form(&format!("{page}/report"), &bad_report), 422),
        ("a form without its token", form(&format!("{page}/report"), "results=typed"), 403),
        ("a problem of the API", server.api(Method::GET, "/assignments/guess", Some(&officer)), 404),
        ("a session's tokens", server.api(Method::POST, "/session", None).json(&log_in), 200),
    ];
    for (what, request, status) in cases {
        let answer = request.header(header::ACCEPT_ENCODING, BROWSER).send().await?;
        assert_eq!(
            (answer.status().as_u16(), header(&answer, header::CONTENT_ENCODING)),
            (status, None),
            "{what}"
        );
        assert!(!answer.bytes().await?.is_empty(), "{what}");
    }

    let mut stream = server
        .api(Method::GET, "/events", Some(&officer))
        .header(header::ACCEPT_ENCODING, BROWSER)
        .send()
        .await?;
    assert_eq!(header(&stream, header::CONTENT_ENCODING), None);
    let first = timeout(Duration::from_secs(5), stream.chunk()).await??.context("a place")?;
    assert!(first.starts_with(b"id: "), "{first:?}");

    let text = "kết quả;".repeat(500);
    let sent = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{text}\r\n--x--\r\n"
    );
    let upload = server.api(Method::POST, &format!("/assignments/{id}/evidence"), Some(&officer));
    let upload = upload.header(header::IF_MATCH, "\"1\"").body(sent);
    let upload = upload.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").send().await?;
    assert_eq!(upload.status(), StatusCode::OK);
    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    let evidence = detail["evidence"][0]["id"].as_str().context("evidence")?.to_owned();
    let file = server.api(Method::GET, &format!("/assignments/{id}/evidence/{evidence}"), Some(&officer));
    let file = file.header(header::ACCEPT_ENCODING, BROWSER).send().await?;
    assert_eq!(header(&file, header::CONTENT_ENCODING), None);
    assert_eq!(header(&file, header::CONTENT_LENGTH), Some(text.len().to_string()));
    assert_eq!(file.text().await?, text);
    Ok(())
}
