//! What header and address alone tell: no byte of the body is read.

use std::time::Duration;

use anyhow::Context;
use dondoc_shared::role::Role;
use dondoc_tests::{
    server::Server,
    world::World,
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
