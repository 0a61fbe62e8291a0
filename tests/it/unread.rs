//! What header and address alone tell: no byte of the body is read, and no other spelling of an address finds a way in.

use std::time::Duration;

use anyhow::Context;
use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use uuid::Uuid;

/// Sends a request as it stands, which a client would put in order first; gives back status and headers. Whoever waits for
/// the rest of the body before answering waits for ever.
async fn answer(server: &Server, request: &str) -> anyhow::Result<(u16, String)> {
    let mut line = TcpStream::connect(server.base.trim_start_matches("http://")).await?;
    line.write_all(request.as_bytes()).await?;
    let mut head = String::new();
    while !head.contains("\r\n\r\n") {
        let mut read = [0; 4096];
        let n = timeout(Duration::from_secs(4), line.read(&mut read)).await.context("no answer")??;
        anyhow::ensure!(n > 0, "{request} is not answered");
        head.push_str(&String::from_utf8_lossy(&read[..n]));
    }
    let status = head.split(' ').nth(1).context("no status")?.parse()?;
    Ok((status, head.to_lowercase()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_comes_compressed_is_refused_before_any_of_it_is_read() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let (token, cookie) = (&officer.token, &officer.cookie);
    let id = Uuid::now_v7();
    for (what, head) in [
        ("JSON", "POST /api/v1/session HTTP/1.1\r\nContent-Type: application/json".to_owned()),
        (
            "a form",
            format!(
                "POST /log-in HTTP/1.1\r\nOrigin: {}\r\nContent-Type: application/x-www-form-urlencoded",
                server.base
            ),
        ),
        (
            "files",
            format!(
                "POST /api/v1/assignments/{id}/evidence HTTP/1.1\r\nIf-Match: \"1\"\r\nAuthorization: Bearer {token}\r\nContent-Type: multipart/form-data; boundary=x"
            ),
        ),
        (
            "files of a form",
            format!(
                "POST /assignments/{id}/evidence/files HTTP/1.1\r\nOrigin: {}\r\nCookie: dondoc={cookie}\r\nContent-Type: multipart/form-data; boundary=x",
                server.base
            ),
        ),
        ("nothing that is asked for", "POST /nowhere HTTP/1.1\r\nContent-Type: text/plain".to_owned()),
        ("nothing of the API", "PUT /api/v1/nowhere HTTP/1.1\r\nContent-Type: application/json".to_owned()),
        ("what is only read", "GET /api/v1/me HTTP/1.1".to_owned()),
    ] {
        for coding in [
            "Content-Encoding: gzip",
            "Content-Encoding: GZIP",
            "content-encoding:  gzip ",
            "Content-Encoding: x-gzip",
            "Content-Encoding: br",
            "Content-Encoding: deflate",
            "Content-Encoding: zstd",
            "Content-Encoding: unheard-of",
            "Content-Encoding: ",
            "Content-Encoding: identity, gzip",
            "Content-Encoding: identity\r\nContent-Encoding: gzip",
        ] {
            let request = format!("{head}\r\nHost: h\r\n{coding}\r\nContent-Length: 200000\r\n\r\n\x1f");
            let (status, head) = answer(&server, &request).await.context(what)?;
            assert_eq!(status, 415, "{what} with {coding:?}: {head}");
            assert!(head.contains("accept-encoding: identity") && head.contains("nosniff"), "{head}");
        }
    }
    let plain = "POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Encoding: identity\r\n\
        Content-Length: 2\r\n\r\n{}";
    assert_eq!(answer(&server, plain).await?.0, 422, "a body that is not coded is read");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_opens_no_route_of_the_api_and_a_token_no_page_however_the_path_is_spelt()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer: Person = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let scene = Scene::due(Some(world.day(5))).status(Status::InProgress);
    let id = world.assignment("ha-noi", task, &scene).await?;
    let form = World::form_token(&officer);
    let cookie = format!("Cookie: dondoc={}\r\nOrigin: {}", officer.cookie, server.base);
    let token = format!("Authorization: Bearer {}", officer.token);
    let report = r#"{"percent":55,"results":"x"}"#;
    let typed = format!("_token={form}&_key={}&_version=1&percent=55&results=x", Uuid::now_v7());
    let spellings = |path: &str| {
        let letters = path.replacen("a", "%61", 1);
        let all: String =
            path.bytes().map(|b| if b == b'/' { "/".to_owned() } else { format!("%{b:02X}") }).collect();
        let (first, rest) = path[1..].split_once('/').unwrap();
        [
            letters,
            all,
            format!("/{path}"),
            format!("/{first}//{rest}"),
            format!("/./{first}/{rest}"),
            format!("/{first}/x/../{rest}"),
            format!("/{first}/%2e/{rest}"),
            format!("/x/%2E%2E/{first}/{rest}"),
            format!("/{first}/{rest}/."),
            format!("/%25/..{path}"),
        ]
    };
    let api = format!("/api/v1/assignments/{id}/progress-reports");
    let page = format!("/assignments/{id}/report");
    let send = async |path: &str, who: &str, kind: &str, body: &str| {
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: h\r\n{who}\r\nIf-Match: \"1\"\r\n\
            Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        answer(&server, &request).await
    };
    let (json, urlencoded) = ("application/json", "application/x-www-form-urlencoded");
    for (path, wrong, right, kind, body) in
        [(&api, &cookie, &token, json, report), (&page, &token, &cookie, urlencoded, &typed)]
    {
        let (status, head) = send(path, wrong, kind, body).await?;
        assert_eq!(status, if kind == json { 401 } else { 403 }, "{path}: {head}");
        for spelling in spellings(path) {
            for who in [wrong, right] {
                let (status, head) = send(&spelling, who, kind, body).await?;
                assert_eq!(status, 404, "{spelling}: {head}");
            }
        }
    }
    assert_eq!(world.count("select count(*) from dondoc.audit").await?, 0, "something was written");
    // Who asks in the API's own words, however spelt, is answered in them.
    let (_, head) = send("/%61pi/v1/me", &cookie, json, report).await?;
    assert!(head.contains("application/problem+json"), "{head}");
    assert_eq!(send(&api, &token, json, report).await?.0, 200, "the one that is right");
    Ok(())
}
