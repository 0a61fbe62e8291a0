//! Files of evidence, by way of the form.

use super::*;
use crate::input::files::files_in;

#[tokio::test(flavor = "multi_thread")]
async fn files_arrive_together_or_not_at_all_and_come_back_as_attachments() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    let visitor = Visitor::new(&server, Some(&officer))?;
    let (path, send) = (format!("/assignments/{id}/evidence"), format!("/assignments/{id}/evidence/files"));
    let page = visitor.get(&path).await?;
    let upload = async |token: &str, files: &[(&str, &[u8])]| {
        let mut body = Vec::new();
        for name in ["_token", "_key", "_version"] {
            let value = if name == "_token" { token.to_owned() } else { page.value(&send, name) };
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, content) in files {
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
                    .bytes(),
            );
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = visitor
            .http
            .post(format!("{}{send}", visitor.base))
            .header(header::ORIGIN, &visitor.base)
            .header(header::COOKIE, visitor.cookie.clone().unwrap())
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(body);
        Page::of(request.send().await?).await
    };
    let token = page.value(&send, "_token");
    let pdf = ("kế hoạch.pdf", b"%PDF-1.7 text".as_slice());
    let refused = upload(&token, &[pdf, ("virus.exe", b"MZ")]).await?;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Tệp “virus.exe”"), "{}", refused.text);
    assert!(refused.text.contains("Hãy lưu thành DOCX"), "what to do: {}", refused.text);
    assert!(refused.text.contains("Chưa lưu tệp nào"), "the good one was not kept either: {}", refused.text);
    let files = || files_in(server.evidence());
    assert_eq!(files(), 0, "nothing is kept of a form that is refused");
    let many = vec![("a.txt", b"text".as_slice()); 11];
    assert_eq!(upload(&token, &many).await?.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(files(), 0);
    let name = format!("{}.pdf", "x".repeat(300));
    let named = upload(&token, &[(&name, pdf.1)]).await?;
    assert!(named.text.contains("dài quá 200 ký tự"), "{}", named.text);
    assert_eq!(upload(&token, &[]).await?.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(upload("x", &[pdf]).await?.status, StatusCode::FORBIDDEN);
    assert_eq!(world.count("select count(*) from dondoc.evidence").await?, 0);

    // Of whoever's session is over nothing is read, and log-in leads back to the page of the form.
    let revoke = "update dondoc.sessions set revoked_at = case when revoked_at is null then now() end";
    world.run(revoke, &[]).await?;
    let over = upload(&token, &[pdf]).await?;
    assert_eq!((over.status, files()), (StatusCode::UNAUTHORIZED, 0));
    let log_in = format!("action=\"/log-in?next=%2Fassignments%2F{id}%2Fevidence\"");
    assert!(over.text.contains(&log_in), "{log_in} in {}", over.text);
    world.run(revoke, &[]).await?;

    let done = upload(&token, &[pdf, ("số liệu.csv", b"a;b\n1;2\n")]).await?;
    assert_eq!((done.status, done.to), (StatusCode::SEE_OTHER, format!("/assignments/{id}")));
    assert_eq!(world.count("select count(*) from dondoc.evidence").await?, 2);
    assert_eq!(upload(&token, &[pdf]).await?.status, StatusCode::UNPROCESSABLE_ENTITY, "the same key");
    assert_eq!(files(), 2);
    assert_eq!(world.count("select count(*) from dondoc.audit where action = 'add_evidence'").await?, 2);

    let item = visitor.get(&format!("/assignments/{id}")).await?;
    let before = item.text.split("kế hoạch.pdf").next().unwrap();
    let file =
        before.rsplit(&format!("href=\"{path}/")).next().unwrap().split('"').next().unwrap().to_owned();
    let answer = server.page(&format!("{path}/{file}"), Some(&officer)).send().await?;
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"k_ ho_ch.pdf\"; filename*=UTF-8''k%E1%BA%BF%20ho%E1%BA%A1ch.pdf"
    );
    assert_eq!(
        (header("x-content-type-options"), header("content-type")),
        ("nosniff".to_owned(), "application/pdf".to_owned())
    );
    assert_eq!(answer.bytes().await?.as_ref(), b"%PDF-1.7 text");
    let drawn = server.page(&format!("{path}/{file}"), Some(&officer)).header("Sec-Fetch-Site", "cross-site");
    assert_eq!(drawn.send().await?.status(), StatusCode::FORBIDDEN);
    let other = Visitor::new(&server, Some(&world.person("lao-cai", Role::Approver).await?))?;
    assert_eq!(other.get(&format!("{path}/{file}")).await?.status, StatusCode::NOT_FOUND);

    let removal = visitor.get(&format!("{path}/{file}/remove")).await?;
    let done = visitor.fill(&removal, &format!("{path}/{file}/remove"), &[]).await?;
    assert_eq!((done.to.clone(), done.done()), (format!("/assignments/{id}"), Some("evidence-removed")));
    assert!(visitor.get(&format!("/assignments/{id}")).await?.text.contains("đã gỡ ngày"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_with_files_is_refused_whoever_sends_it_and_breaks_nothing() -> anyhow::Result<()> {
    let Stage { world, server, officer, id } = stage(Status::InProgress).await?;
    // Of the right form, and of nobody.
    let made_up = format!("0.{}.{}", "0".repeat(32), "A".repeat(43));
    let http = reqwest::Client::builder().redirect(Policy::none()).build()?;
    let form = "--x\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n";
    for (kind, body) in [
        (Some("application/x-www-form-urlencoded"), "a=b"),
        (Some("text/plain"), "hello"),
        (Some("application/json"), "{}"),
        (Some("multipart/form-data"), form),
        (Some("multipart/form-data; boundary="), form),
        (Some("multipart/form-data; boundary=x"), ""),
        (Some("multipart/form-data; boundary=x"), form),
        (
            Some("multipart/form-data; boundary=x"),
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\0b.txt\"\r\n\r\nhello\r\n--x--\r\n",
        ),
        (Some("multipart/mixed; boundary=x"), form),
        (None, "hello"),
        (None, ""),
    ] {
        for cookie in [&made_up, &officer.cookie] {
            let sent = |path: &str| {
                let request = http.post(format!("{}{path}", server.base)).body(body);
                let request = request.header(header::ORIGIN, &server.base).header(header::IF_MATCH, "\"1\"");
                match kind {
                    Some(kind) => request.header(header::CONTENT_TYPE, kind),
                    None => request,
                }
            };
            let page = sent(&format!("/assignments/{id}/evidence/files"))
                .header(header::COOKIE, format!("dondoc={cookie}"));
            let api = sent(&format!("/api/v1/assignments/{id}/evidence")).bearer_auth(&officer.token);
            for request in [page, api] {
                let answer = request.send().await?;
                let status = answer.status().as_u16();
                assert!([401, 403, 415, 422].contains(&status), "{kind:?} {body:?}: {status}");
                assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{kind:?}");
                assert!(!answer.text().await?.is_empty(), "{kind:?} {body:?}: {status}");
            }
        }
    }
    assert_eq!(world.count("select count(*) from dondoc.evidence").await?, 0);
    Ok(())
}
