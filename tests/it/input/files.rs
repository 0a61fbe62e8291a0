//! Files of evidence.

use dondoc_shared::{error::ErrorCode, id::AssignmentId, role::Role, text::Lang};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode, header};
use reqwest_middleware::RequestBuilder;
use uuid::Uuid;

use super::{LANGS, contents, refused};

/// A request with one file in a form.
pub(crate) fn file(request: RequestBuilder, name: &str, content: &[u8]) -> RequestBuilder {
    let mut body = format!(
        "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--part--\r\n");
    request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=part").body(body)
}

async fn stage() -> anyhow::Result<(World, Server, Person, AssignmentId)> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let task = world.task("T24-08").await?;
    let id = world.assignment("ha-noi", task, &Scene::due(Some(world.day(5)))).await?;
    Ok((world, server, officer, id))
}

pub(crate) fn files_in(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|e| if e.path().is_dir() { files_in(&e.path()) } else { 1 }).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_empty_or_not_what_it_says_is_refused_and_not_kept() -> anyhow::Result<()> {
    let (world, server, officer, id) = stage().await?;
    let path = format!("/assignments/{id}/evidence");
    let request = |lang: Lang| {
        let request = server.api(Method::POST, &path, Some(&officer)).header(header::IF_MATCH, "\"1\"");
        request.header(header::ACCEPT_LANGUAGE, lang.as_str())
    };
    let before = contents(&world).await?;
    let max = 25 * 1024 * 1024;
    let large = vec![b'a'; max + 1];
    let zip_bomb = [b"PK\x03\x04".as_slice(), &[0; 100]].concat();
    let name = "x".repeat(300) + ".txt";
    let cases: Vec<(&str, &[u8], ErrorCode)> = vec![
        ("a.txt", &large, ErrorCode::TooLarge),
        ("a.txt", b"", ErrorCode::FileEmpty),
        ("a.pdf", b"MZ\x90\x00 a program", ErrorCode::FileUnreadable),
        ("a.exe", b"%PDF-1.7", ErrorCode::FileTypeRefused),
        ("a.pdf.exe", b"%PDF-1.7", ErrorCode::FileTypeRefused),
        ("a", b"%PDF-1.7", ErrorCode::FileTypeRefused),
        ("pdf", b"%PDF-1.7", ErrorCode::FileTypeRefused),
        ("a.html", b"<script>", ErrorCode::FileTypeRefused),
        ("a.svg", b"<svg/>", ErrorCode::FileTypeRefused),
        ("a.txt", b"\x00\x01", ErrorCode::FileUnreadable),
        ("a.txt", b"\xff\xfe", ErrorCode::FileUnreadable),
        ("a.png", &zip_bomb, ErrorCode::FileUnreadable),
        ("a.docx", &zip_bomb, ErrorCode::FileUnreadable),
        ("a.doc", &zip_bomb, ErrorCode::FileTypeRefused),
        ("a.zip", &zip_bomb, ErrorCode::FileTypeRefused),
        ("", b"hello", ErrorCode::InvalidInput),
        ("..", b"hello", ErrorCode::FileTypeRefused),
        ("../../", b"hello", ErrorCode::InvalidInput),
        ("a\u{202e}txt.exe", b"hello", ErrorCode::InvalidInput),
        (&name, b"hello", ErrorCode::InvalidInput),
    ];
    for ((name, content, code), lang) in cases.into_iter().zip(LANGS.into_iter().cycle()) {
        let response = file(request(lang), name, content).send().await?;
        assert_eq!(refused(response, lang, &format!("{name:.20}")).await?, code, "{name:.20}");
        assert_eq!(files_in(server.evidence()), 0, "{name:.20} is kept");
    }
    let form = |body: Vec<u8>| {
        request(Lang::Vi).header(header::CONTENT_TYPE, "multipart/form-data; boundary=part").body(body).send()
    };
    let other = "--part\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nhello\r\n";
    for (what, body) in [
        ("nothing", String::new()),
        ("no parts", "--part--\r\n".to_owned()),
        ("another field", format!("{other}--part--\r\n")),
        ("ten thousand fields", format!("{}--part--\r\n", other.repeat(10_000))),
        (
            "no end",
            "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello".into(),
        ),
        ("another boundary", "--other\r\n\r\nx\r\n--other--\r\n".into()),
        ("no headers", "--part\r\n\r\nhello\r\n--part--\r\n".into()),
        ("a long header", format!("--part\r\nX: {}\r\n\r\nhello\r\n--part--\r\n", "x".repeat(100_000))),
    ] {
        refused(form(body.into_bytes()).await?, Lang::Vi, what).await?;
        assert_eq!(files_in(server.evidence()), 0, "{what}");
    }
    for kind in ["application/json", "multipart/form-data", "text/plain", "multipart/form-data; boundary="] {
        let response = request(Lang::Vi).header(header::CONTENT_TYPE, kind).body("{}").send().await?;
        refused(response, Lang::Vi, kind).await?;
    }
    assert_eq!(contents(&world).await?, before);
    let (status, written) = answer(file(request(Lang::Vi), "báo cáo/số liệu.txt", &large[..max])).await?;
    assert_eq!(status, StatusCode::OK, "25 MiB to the byte are taken: {written}");
    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    assert_eq!(detail["evidence"][0]["name"], "số liệu.txt");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_and_a_tenant_have_quotas_of_files() -> anyhow::Result<()> {
    let (world, server, officer, id) = stage().await?;
    let fill = async |files: i64, bytes: i64| {
        world.run("delete from dondoc.evidence", &[]).await?;
        let rows = "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, media_type, size, sha256, object, \
                    by_id, by_name, at) select $1, gen_random_uuid(), $2, 'file', 'a.txt', 'text/plain', $4, '', n::text, \
                    gen_random_uuid(), 'x', now() from generate_series(1, $3::bigint) n";
        world.run(rows, &[&officer.tenant.0, &id.0, &files, &bytes]).await
    };
    for (files, bytes, taken) in
        [(359, 1, true), (360, 1, false), (1, (2 << 30) - 1, true), (1, 2 << 30, false)]
    {
        fill(files, bytes).await?;
        let version = world.count("select version::bigint from dondoc.assignments").await?;
        let request = server.api(Method::POST, &format!("/assignments/{id}/evidence"), Some(&officer));
        let request = request.header(header::IF_MATCH, format!("\"{version}\""));
        let (status, problem) = answer(file(request, "a.txt", b"hello")).await?;
        let expected =
            if taken { (200, &serde_json::Value::Null) } else { (409, &"file_quota_reached".into()) };
        assert_eq!(
            (status.as_u16(), &problem["code"]),
            expected,
            "{files} files of {bytes} bytes: {problem}"
        );
        assert_eq!(files_in(server.evidence()), usize::from(taken));
        for tenant in std::fs::read_dir(server.evidence())? {
            std::fs::remove_dir_all(tenant?.path())?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_altered_or_is_gone_is_not_served() -> anyhow::Result<()> {
    let (_world, server, officer, id) = stage().await?;
    let path = format!("/assignments/{id}/evidence");
    let request = server.api(Method::POST, &path, Some(&officer)).header(header::IF_MATCH, "\"1\"");
    assert_eq!(answer(file(request, "a.txt", b"hello")).await?.0, StatusCode::OK);
    let (_, detail) = server.get(&format!("/assignments/{id}"), &officer).await?;
    let path = format!("{path}/{}", detail["evidence"][0]["id"].as_str().unwrap());
    let folder = std::fs::read_dir(server.evidence())?.next().unwrap()?.path();
    let stored = std::fs::read_dir(folder)?.next().unwrap()?.path();
    let download = async || answer(server.api(Method::GET, &path, Some(&officer))).await;
    assert_eq!(server.api(Method::GET, &path, Some(&officer)).send().await?.text().await?, "hello");
    std::fs::write(&stored, "hellO")?;
    let altered = download().await?;
    std::fs::remove_file(&stored)?;
    for (status, problem) in [altered, download().await?] {
        assert_eq!((status.as_u16(), &problem["code"]), (503, &"evidence_unavailable".into()), "{problem}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_whose_answer_got_lost_can_be_repeated() -> anyhow::Result<()> {
    let (world, server, officer, id) = stage().await?;
    let key = Uuid::now_v7().to_string();
    let upload = |content: &'static [u8]| {
        let request = server.api(Method::POST, &format!("/assignments/{id}/evidence"), Some(&officer));
        let request = request.header(header::IF_MATCH, "\"1\"").header("Idempotency-Key", key.clone());
        answer(file(request, "a.txt", content))
    };
    let first = upload(b"hello").await?;
    assert_eq!(first.0, StatusCode::OK, "{}", first.1);
    assert_eq!(upload(b"hello").await?, first);
    assert_eq!(files_in(server.evidence()), 1, "the file of the repeated request is nobody's");
    assert_eq!(upload(b"other").await?.1["code"], "key_reused");
    assert_eq!(files_in(server.evidence()), 1);
    assert_eq!(world.count("select count(*) from dondoc.evidence").await?, 1);
    Ok(())
}
