//! A handler that panics: the answer is one like others, the log has one line, and the server goes on.

use std::{collections::HashMap, env, net::TcpListener, process::Command};

use actix_web::{HttpResponse, web};
use anyhow::Context;
use dondoc_kernel::{auth::Limits, http::Submitted, telemetry};
use dondoc_server::programs::app::{Services, Settings, app};
use dondoc_tests::{server::SEEDS, world::World};
use reqwest::{Client, RequestBuilder, StatusCode, header};
use serde_json::Value;

/// Set for the process that panics, whose log the test reads.
const SERVES: &str = "DONDOC_TEST_PANICS";

async fn panics() -> HttpResponse {
    panic!("made to fail")
}

async fn panics_over_a_form(_: Submitted<HashMap<String, String>>) -> HttpResponse {
    panic!("made to fail")
}

/// What every answer has, and the number that this one names.
async fn number(request: RequestBuilder, before: &str) -> anyhow::Result<(String, String)> {
    let answer = request.header(header::ACCEPT_LANGUAGE, "en").send().await?;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"] {
        assert!(answer.headers().contains_key(name), "no {name}: {:?}", answer.headers());
    }
    let text = answer.text().await?;
    assert!(!text.contains("made to fail"), "{text}");
    let number = text.split(before).nth(1).with_context(|| format!("no number in {text}"))?;
    Ok((number.chars().take_while(char::is_ascii_hexdigit).collect(), text))
}

/// Serves, asks what panics, and prints the number of each answer.
async fn serve() -> anyhow::Result<()> {
    telemetry::log();
    let metrics = telemetry::measure()?;
    let world = World::new().await?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base = format!("http://{}", listener.local_addr()?);
    let evidence = tempfile::tempdir()?;
    let settings = Settings {
        evidence: evidence.path(),
        public_url: base.parse()?,
        seeds: SEEDS,
        simulated: false,
        trusted_proxies: 0,
        relay_key: None,
        limits: Limits::default(),
        program: dondoc_tests::program::server_program(),
    };
    let services = Services::new(world.db()?, settings)?;
    std::thread::spawn(move || {
        let server = actix_web::HttpServer::new(move || {
            app(services.clone())
                .route("/page", web::get().to(panics))
                .route("/page", web::post().to(panics_over_a_form))
                .route("/api/panics", web::get().to(panics))
                .route("/api/panics", web::post().to(panics))
        });
        actix_web::rt::System::new().block_on(server.workers(1).listen(listener).unwrap().run())
    });
    drop(rustls::crypto::ring::default_provider().install_default());
    let http = Client::new();
    let (page, api) = (format!("{base}/page"), format!("{base}/api/panics"));
    println!("number {}", number(http.get(&page), "quote request ").await?.0);
    println!("number {}", number(http.get(&api), "\"request_id\":\"").await?.0);
    println!("number {}", number(http.post(&api), "\"request_id\":\"").await?.0);
    let typed = "remark=Ba+trang+d%C3%A0i&password=bi+mat";
    let form = http.post(&page).header(header::ORIGIN, &base).body(typed);
    let form = form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let (number, text) = number(form, "quote request ").await?;
    println!("number {number}");
    assert!(
        text.contains("Ba trang dài") && !text.contains("bi mat"),
        "what was typed is given back: {text}"
    );
    assert_eq!(http.get(format!("{base}/log-in")).send().await?.status(), StatusCode::OK, "it goes on");

    let told = metrics.render();
    for line in [
        r#"dondoc_requests_total{operation="GET /page",status="500"} 1"#,
        r#"dondoc_requests_total{operation="POST /page",status="500"} 1"#,
        r#"dondoc_requests_total{operation="GET /api/panics",status="500"} 1"#,
        r#"dondoc_requests_total{operation="POST /api/panics",status="500"} 1"#,
        r#"dondoc_problems_total{code="internal"} 4"#,
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_panics_is_answered_counted_and_logged_in_one_line_as_any_failure()
-> anyhow::Result<()> {
    if env::var_os(SERVES).is_some() {
        return serve().await;
    }
    let name = "panics::a_handler_that_panics_is_answered_counted_and_logged_in_one_line_as_any_failure";
    let served = Command::new(env::current_exe()?)
        .args(["--exact", name, "--nocapture"])
        .env(SERVES, "1")
        .env("RUST_BACKTRACE", "1")
        .env_remove("RUST_LOG")
        .output()?;
    let (told, log) = (String::from_utf8(served.stdout)?, String::from_utf8(served.stderr)?);
    assert!(served.status.success(), "{told}\n{log}");
    let numbers: Vec<&str> = told.lines().filter_map(|line| line.split("number ").nth(1)).collect();
    assert_eq!(numbers.len(), 4, "{told}");
    for number in numbers {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(number)).collect();
        let [line] = lines[..] else { panic!("{number} has {} lines in {log}", lines.len()) };
        let said: Value = serde_json::from_str(line)?;
        let fields = &said["fields"];
        assert_eq!((&said["level"], &fields["request_id"]), (&"ERROR".into(), &number.into()), "{line}");
        assert_eq!(fields["message"], "panicked: made to fail");
        assert!(fields["at"].as_str().is_some_and(|at| at.contains("panics.rs")), "{line}");
        assert!(fields["trace"].as_str().is_some_and(|trace| trace.contains("panics")), "{line}");
    }
    for line in log.lines() {
        serde_json::from_str::<Value>(line).with_context(|| format!("no line of the log: {line}"))?;
    }
    Ok(())
}
