//! The tallies under many acts at once: whatever happens in whatever order, they are what a count finds.

use std::{collections::BTreeMap, sync::Arc};

use dondoc_shared::{id::AssignmentId, role::Role};
use dondoc_tests::{
    server::{Server, answer},
    tally,
    world::{Person, Scene, World},
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// Who acts at once, and how often each.
const CLIENTS: u64 = 8;
const ACTS: usize = 90;
const ASSIGNMENTS: i64 = 6;
const SLUGS: [&str; 3] = ["ha-noi", "lao-cai", "bca"];

/// A body at work.
struct Body {
    officer: Person,
    approver: Person,
    items: Vec<AssignmentId>,
}

struct Storm {
    server: Server,
    lead: Person,
    bodies: Vec<Body>,
}

impl Storm {
    /// Does something to an assignment that its state may not allow; answers what was done.
    async fn act(&self, rng: &mut StdRng) -> anyhow::Result<Option<&'static str>> {
        let body = self.bodies.choose(rng).unwrap();
        let id = *body.items.choose(rng).unwrap();
        let remark = json!({"remark": "Thiếu số liệu"});
        let later = json!({"to": "2025-03-31", "reason": "funding", "text": "Chờ kinh phí"});
        let (percent, grant) = (rng.random_range(1..=100), rng.random_bool(0.5));
        let report = json!({"percent": percent, "results": "Kết quả"});
        let (act, sent, who) = match rng.random_range(0..12) {
            0 | 1 => ("progress-reports", report, &body.officer),
            2 | 3 => {
                let link = json!({"name": "Quyết định", "url": "https://x.example/qd"});
                self.send(id, "evidence-links", &link, &body.officer).await?;
                ("submit", json!({"report": {"results": "Xong"}}), &body.approver)
            }
            4 => ("take-back", json!({}), &body.approver),
            5 | 6 => {
                self.send(id, "open", &json!({}), &self.lead).await?;
                ("accept", remark, &self.lead)
            }
            7 => ("return", remark, &self.lead),
            8 => ("reopen", remark, &self.lead),
            9 => ("extension-requests", later, &body.approver),
            10 => ("extension-decision", json!({"grant": grant, "remark": "Xem xét"}), &self.lead),
            _ => return Ok(self.urge(id).await?.then_some("urge")),
        };
        Ok(self.send(id, act, &sent, who).await?.then_some(act))
    }

    async fn send(&self, id: AssignmentId, act: &str, body: &Value, who: &Person) -> anyhow::Result<bool> {
        let (status, told) = self.server.act_now(id, act, body, who).await?;
        anyhow::ensure!(!status.is_server_error(), "{act}: {told}");
        Ok(status.is_success())
    }

    async fn urge(&self, id: AssignmentId) -> anyhow::Result<bool> {
        let (_, detail) = self.server.get(&format!("/assignments/{id}"), &self.lead).await?;
        let targets = json!([{"id": id, "version": detail["row"]["version"]}]);
        let draft = json!({"assignments": targets, "addressee": "responsible", "reply_in": 3, "text": "Đề nghị báo cáo"});
        let request = self.server.api(Method::POST, "/urges", Some(&self.lead)).json(&draft);
        let (status, told) = answer(request.header("Idempotency-Key", Uuid::now_v7().to_string())).await?;
        anyhow::ensure!(!status.is_server_error(), "urge: {told}");
        Ok(status.is_success())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_storm_of_acts_at_once_the_tallies_are_what_a_count_finds_and_nobody_waited_for_each_other()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let lead = world.person("national", Role::Lead).await?;
    let mut bodies = vec![];
    for slug in SLUGS {
        let (officer, approver) =
            (world.person(slug, Role::Officer).await?, world.person(slug, Role::Approver).await?);
        let mut items = vec![];
        for n in 0..ASSIGNMENTS {
            let due = (n > 0).then(|| world.day(20 * n - 60));
            let task = world.task(&format!("S24-{n}-{slug}")).await?;
            items.push(world.assignment(slug, task, &Scene::due(due)).await?);
        }
        bodies.push(Body { officer, approver, items });
    }
    let storm = Arc::new(Storm { server: Server::of(&world)?, lead, bodies });
    let clients = (0..CLIENTS).map(|seed| {
        let storm = Arc::clone(&storm);
        tokio::spawn(async move {
            let (mut rng, mut done) = (StdRng::seed_from_u64(seed), vec![]);
            for _ in 0..ACTS {
                done.extend(storm.act(&mut rng).await?);
            }
            anyhow::Ok(done)
        })
    });
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    for client in clients.collect::<Vec<_>>() {
        for act in client.await?? {
            *done.entry(act).or_default() += 1;
        }
    }
    // Whatever can move a line of a tally has moved one.
    assert_eq!(done.len(), 9, "{done:?}");
    assert_eq!(tally::differences(&world.owner).await?, (0, 0), "{done:?}");
    // One more or less would be found.
    world.run("update dondoc.tally_open set n = n + 1 where n > 0", &[]).await?;
    assert_ne!(tally::differences(&world.owner).await?.0, 0);
    let deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
    assert_eq!(world.count(deadlocks).await?, 0);
    Ok(())
}
