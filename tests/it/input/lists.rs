//! Filters and cursors of the list.

use dondoc_server::programs::app::document;
use dondoc_shared::{error::ErrorCode, role::Role, text::Lang};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::{Method, StatusCode, header};
use reqwest_middleware::RequestBuilder;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{LANGS, refused};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_refuses_filters_and_cursors_that_are_not_right() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let other = world.person("lao-cai", Role::Officer).await?;
    for n in 0..3 {
        let task = world.task(&format!("T24-{n}")).await?;
        world.assignment("ha-noi", task, &Scene::due(Some(world.day(n - 5)))).await?;
    }
    let ask = async |query: &[(&str, &str)], person: &Person| {
        server.api(Method::GET, "/assignments", Some(person)).query(query).send().await
    };
    for (query, code) in [
        (("filter", "colour:red"), ErrorCode::InvalidFilter),
        (("filter", "overdue>soon"), ErrorCode::InvalidFilter),
        (("filter", "overdue>99999999999999999999"), ErrorCode::InvalidFilter),
        (("filter", "level>=1.5"), ErrorCode::InvalidFilter),
        (("filter", "status:done"), ErrorCode::InvalidFilter),
        (("filter", "is:"), ErrorCode::InvalidFilter),
        (("filter", "tenant:"), ErrorCode::InvalidFilter),
        (("filter", "tenant:khongco"), ErrorCode::InvalidFilter),
        (("filter", "overdue or"), ErrorCode::InvalidFilter),
        (("filter", "due:-2147483648d"), ErrorCode::InvalidFilter),
        (("filter", &"!".repeat(299)), ErrorCode::InvalidFilter),
        (("filter", "overdue>5 overdue<2"), ErrorCode::InvalidFilter),
        (("filter", "\"hồ sơ"), ErrorCode::InvalidFilter),
        (("filter", "(((("), ErrorCode::InvalidFilter),
        (("filter", &"x".repeat(301)), ErrorCode::InvalidFilter),
        (("limit", "x"), ErrorCode::InvalidInput),
        (("limit", "99999999999999999999"), ErrorCode::InvalidInput),
        (("sort", "id"), ErrorCode::InvalidInput),
        (("cursor", ""), ErrorCode::InvalidCursor),
        (("cursor", "x"), ErrorCode::InvalidCursor),
        (("cursor", "\u{0}"), ErrorCode::InvalidInput),
        (("cursor", "bnVsbA"), ErrorCode::InvalidCursor),
        (("cursor", &"A".repeat(5000)), ErrorCode::InvalidCursor),
    ] {
        for lang in LANGS {
            let request = server.api(Method::GET, "/assignments", Some(&officer)).query(&[query]);
            let response = request.header(header::ACCEPT_LANGUAGE, lang.as_str()).send().await?;
            assert_eq!(refused(response, lang, &format!("{query:?}")).await?, code, "{query:?}");
        }
    }
    // Odd, and yet something that can be asked for.
    for filter in [
        "overdue>2147483646",
        "overdue<-2147483648",
        "overdue:-5..5",
        "overdue<=2147483647",
        "level>=32767",
        "level<-32768",
        "tenant:'",
        "a\u{1b}b",
        "%_\\",
        "\u{202e}x",
        "((((",
    ] {
        let (status, page) =
            answer(server.api(Method::GET, "/assignments", Some(&officer)).query(&[("filter", filter)]))
                .await?;
        assert!([200, 400].contains(&status.as_u16()), "{filter:?}: {status} {page}");
    }
    for raw in
        ["filter=%00", "filter=%ff%fe", "filter=%", "filter=a&filter=b", "%00=1", "limit=-5", "limit=0"]
    {
        let response = server.api(Method::GET, &format!("/assignments?{raw}"), Some(&officer)).send().await?;
        assert!(response.status().as_u16() < 500, "{raw}: {}", response.status());
    }

    // A cursor is good for the list it came from: neither for another filter nor for another tenant's list.
    let (_, page) = answer(
        server
            .api(Method::GET, "/assignments", Some(&officer))
            .query(&[("filter", "overdue"), ("limit", "1")]),
    )
    .await?;
    let cursor = page["next"].as_str().unwrap();
    for (query, person) in [
        (vec![("cursor", cursor)], &officer),
        (vec![("cursor", cursor), ("filter", "overdue>1")], &officer),
        (vec![("cursor", cursor), ("filter", "overdue")], &other),
    ] {
        let response = ask(&query, person).await?;
        assert_eq!(refused(response, Lang::Vi, "a cursor elsewhere").await?, ErrorCode::InvalidCursor);
    }
    assert_eq!(ask(&[("cursor", cursor), ("filter", "overdue")], &officer).await?.status(), StatusCode::OK);
    // A place that no list has, in a cursor that else is ours.
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let known: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor)?)?;
    for (field, value) in [
        ("urgency_on", json!("-009999-01-01")),
        ("urgency_on", json!("9999-12-31")),
        ("code", json!("\u{0}")),
        ("part", json!(99)),
        ("tenant", json!(i32::MIN)),
        ("id", json!(Uuid::max())),
        ("total", json!(i64::MIN)),
    ] {
        let mut changed = known.clone();
        changed[field] = value.clone();
        let text = URL_SAFE_NO_PAD.encode(changed.to_string());
        let status = ask(&[("cursor", &text), ("filter", "overdue")], &officer).await?.status();
        assert!([200, 400].contains(&status.as_u16()), "{field} = {value}: {status}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_no_database_stores_is_refused_at_its_field_in_every_query_and_form() -> anyhow::Result<()>
{
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let people = [world.person("national", Role::Lead).await?, world.person("ha-noi", Role::Officer).await?];
    let refuses = async |request: RequestBuilder, field: &str, what: &str| {
        let response = request.header(header::ACCEPT_LANGUAGE, "en").send().await?;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let text = response.text().await?;
        assert!(text.contains(field), "{what}: {text}");
        anyhow::Ok(text)
    };
    let document = serde_json::to_value(document())?;
    let mut tried = 0;
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        let known = operations["get"]["parameters"].as_array().into_iter().flatten();
        let named = known.filter(|p| p["in"] == "query").filter_map(|p| p["name"].as_str());
        // One more that nobody knows.
        for name in named.chain(["unknown"]) {
            let path = path.trim_start_matches("/api/v1").replace(['{', '}'], "");
            for (person, text) in people.iter().zip(["%00", "a%00b"]) {
                let path = format!("{path}?{name}={text}");
                let request = server.api(Method::GET, &path, Some(person));
                let problem: Value = serde_json::from_str(&refuses(request, name, &path).await?)?;
                let told = (&problem["code"], &problem["errors"][0]["field"]);
                assert_eq!(told, (&json!("invalid_input"), &json!(name)), "{path}: {problem}");
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "only {tried}");
    for path in
        ["/?q=%00", "/?cursor=%00", "/log-in?next=/%00", "/standings?q=%00", "/assets/portal.css?v=%00"]
    {
        refuses(server.page(path, Some(&people[1])), "control characters", path).await?;
    }
    let form = server.http.post(format!("{}/log-in", server.base)).header(header::ORIGIN, &server.base);
    let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = form.body("email=a%00b%40ha-noi.example&password=x");
    refuses(form, "control characters", "a form").await?;
    Ok(())
}
