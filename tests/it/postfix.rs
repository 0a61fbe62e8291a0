//! A real mail transfer agent takes what we send, under TLS, and has in its files what we handed over.

use std::collections::BTreeMap;
use std::time::Duration;

use dondoc_kernel::mail::smtp::{Deadlines, Relay};
use dondoc_kernel::outbox::Kind;
use dondoc_shared::role::Role;
use dondoc_tests::mailbox::Letter;
use dondoc_tests::postfix::Postfix;
use dondoc_tests::relay_world::Post;
use dondoc_tests::world::Scene;
use serde_json::json;

const ROOT: &[u8] = include_bytes!("tls/root.pem");
const KEY: &[u8] = include_bytes!("tls/relay-key.pem");
const CERTIFICATE: &[u8] = include_bytes!("tls/localhost.pem");

/// Remarks that a relay might take for something else.
const REMARKS: [&str; 6] = [
    "Thiếu số liệu",
    ".",
    ".\r\n.\r\nMAIL FROM:<thief@elsewhere.example>\r\n",
    "a\r\nBcc: thief@elsewhere.example\r\n\r\nb",
    "\u{2028}..\n..\n",
    "--\r\nFrom nobody Thu Jul 25 08:00:00 2024\r\n",
];

#[tokio::test]
async fn postfix_takes_every_message_under_tls_and_keeps_what_was_handed_over() {
    if !nix::unistd::geteuid().is_root() {
        eprintln!("not asked: Postfix's master wants root");
        return;
    }
    let post = Post::new().await.unwrap();
    let reader = post.world.person("ha-noi", Role::Approver).await.unwrap();
    post.world.run("update dondoc.users set lang = 'en' where id = $1", &[&reader.id.0]).await.unwrap();
    let task = post.world.task("T24-09").await.unwrap();
    let scene = Scene { assignee: Some(post.officer.id), ..Scene::due(Some(post.world.day(1))) };
    post.world.assignment("ha-noi", task, &scene).await.unwrap();
    post.sweep("ha-noi").await;
    for person in [post.officer.clone(), reader] {
        for remark in REMARKS {
            let args = json!({"assignment": post.item, "event": "returned", "remark": remark});
            let to = Some((person.id.0, person.email.clone()));
            post.queue(person.tenant, Kind::Decision, args, to).await.unwrap();
        }
    }
    let postfix = Postfix::start(CERTIFICATE, KEY, &["ha-noi.example", "nation.example"]).await.unwrap();
    let url = format!("smtp://{}?tls=required", postfix.address()).parse().unwrap();
    let relay = Relay::new(&url, ROOT, Deadlines::default(), Duration::ZERO).unwrap();
    post.worker_on(relay, Post::settings()).drain().await.unwrap();

    let query = "select message_id, raw, state, kind, address from dondoc.outbox where kind <> 'share'";
    let rows = post.world.owner.query(query, &[]).await.unwrap();
    let unsent: Vec<String> =
        rows.iter().map(|row| row.get(2)).filter(|state: &String| state != "sent").collect();
    assert!(unsent.is_empty(), "{unsent:?}\n{}", postfix.log());
    assert!(rows.iter().any(|row| row.get::<_, String>(3) == "digest"));
    let kept: BTreeMap<String, Letter> = postfix
        .kept(rows.len())
        .await
        .unwrap()
        .iter()
        .map(|raw| Letter::read(raw))
        .map(|letter| (letter.message_id.clone(), letter))
        .collect();
    assert_eq!(kept.len(), rows.len(), "one message each:\n{}", postfix.log());
    for row in rows {
        let (id, raw, address): (String, Vec<u8>, String) = (row.get(0), row.get(1), row.get(4));
        let kept = &kept[&format!("{id}@nation.example")];
        let handed = Letter::read(&raw);
        let received = kept.header("Received").unwrap_or_default();
        assert!(received.contains("using TLSv1.3"), "{received}");
        assert_eq!(kept.header("Delivered-To"), Some(address.as_str()));
        assert_eq!(kept.header("Return-Path"), Some("<dondoc@nation.example>"));
        // What Postfix put before it, and then ours.
        let added = kept.headers.len() - handed.headers.len();
        let lines = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(kept.headers[added..], handed.headers);
        assert_eq!((lines(&kept.text), lines(&kept.html)), (lines(&handed.text), lines(&handed.html)));
    }
}
