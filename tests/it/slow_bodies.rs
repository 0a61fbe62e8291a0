//! Bodies that come slowly, or that nobody reads: they are given up, and their connections close.

use std::time::{Duration, Instant};

use dondoc_shared::role::Role;
use dondoc_tests::{
    server::Server,
    world::{Scene, World},
};
use futures_util::future::try_join_all;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Sends `head` and `begin`, then `drop` again and again; reads until the server closes the connection.
async fn until_closed(server: &Server, head: &str, begin: &[u8], drop: &[u8]) -> anyhow::Result<String> {
    let stream = TcpStream::connect(server.base.trim_start_matches("http://")).await?;
    let (mut reader, mut writer) = stream.into_split();
    writer.write_all(format!("{head}\r\n\r\n").as_bytes()).await?;
    writer.write_all(begin).await?;
    let dawdling = async {
        let mut pace = tokio::time::interval(Duration::from_secs(1));
        loop {
            pace.tick().await;
            if writer.write_all(drop).await.is_err() {
                return std::future::pending().await;
            }
        }
    };
    let mut told = Vec::new();
    tokio::select! {
        // A connection that is reset is closed as well; what it said before has been read.
        _ = reader.read_to_end(&mut told) => {}
        () = dawdling => {}
    }
    Ok(String::from_utf8_lossy(&told).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_dawdles_is_given_up_after_half_a_minute() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    let api = |path: &str, rest: &str| {
        format!("POST /api/v1{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n{rest}", officer.token)
    };
    let form = "Content-Type: multipart/form-data; boundary=B";
    let long = format!("{form}\r\nContent-Length: 200000000");
    let page = format!(
        "POST /assignments/{id}/evidence/files HTTP/1.1\r\nHost: x\r\nOrigin: {}\r\nCookie: dondoc={}\r\n",
        server.base, officer.cookie
    );
    let upload = api(&format!("/assignments/{id}/evidence"), &format!("If-Match: \"1\"\r\n{long}"));
    let chunked = api(
        &format!("/assignments/{id}/evidence"),
        &format!("If-Match: \"1\"\r\n{form}\r\nTransfer-Encoding: chunked"),
    );
    let json = api("/policies/simulation", "Content-Type: application/json\r\nTransfer-Encoding: chunked");
    let token = "--B\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n";
    let file = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let begun = Instant::now();
    let cases: [(&str, String, &str, String); 6] = [
        ("before the first part", format!("{page}{long}"), "", String::new()),
        ("within a hidden field", format!("{page}{long}"), token, "x".to_owned()),
        ("before the first part of the API's", upload.clone(), "", String::new()),
        ("within a file", upload, file, "x".to_owned()),
        ("within a file in chunks", chunked, &chunk(file), chunk("x")),
        ("within JSON in chunks", json, "1\r\n{\r\n", chunk(" ")),
    ];
    let sent = cases.iter().map(async |(what, head, begin, drop)| {
        let told = until_closed(&server, head, begin.as_bytes(), drop.as_bytes()).await?;
        assert!(told.starts_with("HTTP/1.1 408 "), "{what}: {told}");
        anyhow::Ok(())
    });
    try_join_all(sent).await?;
    let took = begun.elapsed();
    assert!((25..50).contains(&took.as_secs()), "{took:?}");
    assert_eq!(world.count("select count(*) from dondoc.evidence").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_stranger_no_body_is_read_and_the_connection_closes() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    let made_up = format!("0.{}.{}", "0".repeat(32), "A".repeat(43));
    let page =
        format!("POST /assignments/{id}/evidence/files HTTP/1.1\r\nHost: x\r\nOrigin: {}", server.base);
    let form = "Content-Type: multipart/form-data; boundary=B";
    let token = "--B\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n";
    let chunked = "Transfer-Encoding: chunked";
    let begun = Instant::now();
    let cases = [
        (format!("{page}\r\nCookie: dondoc={made_up}\r\n{form}\r\nContent-Length: 200000000"), token, 401),
        (format!("{page}\r\nCookie: dondoc={made_up}\r\n{form}\r\n{chunked}"), "", 401),
        (format!("{page}\r\n{form}\r\n{chunked}"), "", 401),
        (format!("POST /api/v1/assignments/{id}/progress-reports HTTP/1.1\r\nHost: x\r\n{chunked}"), "", 401),
        (format!("POST /nowhere HTTP/1.1\r\nHost: x\r\n{chunked}"), "", 404),
        (format!("GET /health HTTP/1.1\r\nHost: x\r\n{chunked}"), "", 404),
        (
            format!(
                "POST /api/v1/assignments/{id}/progress-reports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: text/plain\r\nIf-Match: \"1\"\r\n{chunked}",
                officer.token
            ),
            "",
            415,
        ),
    ];
    let sent = cases.iter().map(async |(head, begin, status)| {
        let drop = if head.contains(chunked) { "1\r\nx\r\n" } else { "x" };
        let told = until_closed(&server, head, begin.as_bytes(), drop.as_bytes()).await?;
        assert!(told.starts_with(&format!("HTTP/1.1 {status} ")), "{head}: {told}");
        anyhow::Ok(())
    });
    try_join_all(sent).await?;
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    Ok(())
}
