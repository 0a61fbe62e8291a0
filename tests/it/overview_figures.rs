//! Every figure of the console's first page, recounted from the trail: from events, submissions and decided requests,
//! with arithmetic of its own, never from the columns and tallies that the page itself reads.

use std::collections::HashMap;

use dondoc_console::{
    keys::Screen,
    screens::{
        backlog::Listed as _,
        extensions::Extensions,
        overview::{Opens, Spot},
        steps::Steps,
        submissions::Submissions,
    },
};
use dondoc_shared::{filter::BodyGroup, role::Role, wire::national::Overview};
use dondoc_tests::{
    server::{Server, answer},
    world::{BODIES, Person, Scene, World},
};
use jiff::{ToSpan, civil::Date};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// What the trail says of one assignment.
struct Traced {
    tenant: i32,
    open: bool,
    submitted: bool,
    submitted_on: Option<Date>,
    due: Option<Date>,
    original: Option<Date>,
}

impl Traced {
    fn completed(&self) -> bool {
        !self.open
    }

    /// Late against a date: completed or waiting after it, or still owed past it.
    fn late(&self, due: Option<Date>, today: Date) -> bool {
        match (due, self.submitted_on) {
            (None, _) => false,
            (Some(due), Some(on)) if self.completed() || self.submitted => on > due,
            (Some(due), _) => today > due,
        }
    }
}

async fn trace(world: &World) -> anyhow::Result<Vec<Traced>> {
    let mut found = Vec::new();
    let rows = world
        .owner
        .query(
            "select a.tenant_id, a.id, a.original_due_on::text from dondoc.assignments a \
             where a.part = 'lead' and a.tenant_id > 0",
            &[],
        )
        .await?;
    for row in rows {
        let (tenant, id): (i32, Uuid) = (row.get(0), row.get(1));
        let original: Option<Date> = row.get::<_, Option<String>>(2).map(|d| d.parse()).transpose()?;
        let kinds = world
            .owner
            .query("select kind from dondoc.events where assignment_id = $1 order by xid", &[&id])
            .await?;
        let (mut open, mut submitted) = (true, false);
        for kind in &kinds {
            match kind.get::<_, &str>(0) {
                "submitted" => submitted = true,
                "taken_back" | "returned" => submitted = false,
                "accepted" => (open, submitted) = (false, false),
                "reopened" => (open, submitted) = (true, false),
                _ => {}
            }
        }
        let last = world
            .owner
            .query_opt(
                "select submitted_on::text from dondoc.submissions where assignment_id = $1 \
                 order by at desc, id desc limit 1",
                &[&id],
            )
            .await?;
        let submitted_on = last.map(|r| r.get::<_, String>(0).parse()).transpose()?;
        let granted = world
            .owner
            .query_one(
                "select max(granted_to)::text from dondoc.extension_requests \
                 where assignment_id = $1 and state = 'granted'",
                &[&id],
            )
            .await?;
        let granted: Option<Date> = granted.get::<_, Option<String>>(0).map(|d| d.parse()).transpose()?;
        found.push(Traced { tenant, open, submitted, submitted_on, due: granted.or(original), original });
    }
    Ok(found)
}

fn count(traced: &[Traced], of: impl Fn(&Traced) -> bool) -> usize {
    traced.iter().filter(|t| of(t)).count()
}

fn expected(traced: &[Traced], today: Date) -> Value {
    let due = |t: &Traced| t.due.is_some();
    let on_time = count(traced, |t| due(t) && t.completed() && !t.late(t.due, today));
    let completed_late = count(traced, |t| due(t) && t.completed() && t.late(t.due, today));
    let overdue = |t: &Traced| due(t) && t.open && t.late(t.due, today);
    let open_overdue = count(traced, overdue);
    let original = |t: &Traced| t.original.is_some() && (t.completed() || t.late(t.original, today));
    let days = |t: &Traced| t.due.map_or(0, |due| (today - due).get_days());
    let bar = |from, to| count(traced, |t| overdue(t) && (from..=to).contains(&days(t)));
    json!({
        "classes": {
            "completed_on_time": on_time,
            "completed_late": completed_late,
            "open_in_time": count(traced, |t| due(t) && t.open && !t.late(t.due, today)),
            "open_overdue": open_overdue,
            "no_deadline": count(traced, |t| !due(t)),
        },
        "completion": {"part": on_time + completed_late, "whole": on_time + completed_late + open_overdue},
        "on_time": {"part": on_time, "whole": on_time + completed_late + open_overdue},
        "on_time_original": {
            "part": count(traced, |t| original(t) && !t.late(t.original, today)),
            "whole": count(traced, original),
        },
        "ageing": [bar(1, 7), bar(8, 14), bar(15, 30), bar(31, 60), bar(61, 9999)],
    })
}

struct Cast {
    officers: Vec<Person>,
    approvers: Vec<Person>,
    lead: Person,
}

/// One random act; most are refused, which is part of the point.
async fn act(
    server: &Server,
    cast: &Cast,
    ids: &[(usize, Uuid)],
    rng: &mut StdRng,
    world: &World,
) -> anyhow::Result<bool> {
    let (body, id) = *ids.choose(rng).unwrap();
    let remark = json!({"remark": "Lý do"});
    let report = json!({"percent": rng.random_range(0..=100), "results": "x", "limitations": "y"});
    let finished = json!({"remark": "Lý do", "report": {"results": "x"}});
    let later = json!({"to": world.day(rng.random_range(1..90)), "reason": "scope", "text": "x"});
    let urge = json!({"text": "x", "reply_by": world.day(3)});
    let (path, input, caller) = match rng.random_range(0..14) {
        0 => ("acknowledge", json!({}), &cast.officers[body]),
        1..=2 => ("progress-reports", report, &cast.officers[body]),
        3..=5 => ("submit", finished, &cast.approvers[body]),
        6 => ("take-back", json!({}), &cast.approvers[body]),
        7 => ("return", remark, &cast.lead),
        8..=9 => ("accept", remark, &cast.lead),
        10 => ("reopen", remark, &cast.lead),
        11 => ("extension-requests", later, &cast.approvers[body]),
        12 => ("extension-decision", json!({"grant": rng.random_bool(0.7), "remark": "x"}), &cast.lead),
        _ => ("urges", urge, &cast.lead),
    };
    let (_, detail) = server.get(&format!("/assignments/{id}"), caller).await?;
    let version = detail["row"]["version"].as_i64().unwrap_or_default();
    let (status, answer) = server.act(&format!("/assignments/{id}/{path}"), version, &input, caller).await?;
    assert!(status.as_u16() < 500, "{path}: {answer}");
    Ok(status == StatusCode::OK)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_the_first_page_is_what_the_trail_says() -> anyhow::Result<()> {
    const SEED: u64 = 20_240_725;
    let mut rng = StdRng::seed_from_u64(SEED);
    let world = World::new().await?;
    let lead = world.person("national", Role::Lead).await?;
    let mut cast = Cast { officers: vec![], approvers: vec![], lead };
    let mut ids = Vec::new();
    for (body, slug) in BODIES.iter().enumerate() {
        cast.officers.push(world.person(slug, Role::Officer).await?);
        cast.approvers.push(world.person(slug, Role::Approver).await?);
        for n in 0..8 {
            let task = world.task(&format!("F{body}-{n}")).await?;
            let due = (n > 0).then(|| world.day(rng.random_range(-70..30)));
            let id = world.assignment(slug, task, &Scene::due(due)).await?;
            world
                .run(
                    "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, url, by_id, by_name, at) \
                     values ($1, $2, $3, 'link', 'x', 'https://x.example', $4, 'x', now())",
                    &[&World::tenant(slug).0, &Uuid::now_v7(), &id.0, &Uuid::nil()],
                )
                .await?;
            ids.push((body, id.0));
        }
    }
    let server = Server::of(&world)?;
    let mut done = 0;
    for round in 0..12 {
        for _ in 0..25 {
            done += usize::from(act(&server, &cast, &ids, &mut rng, &world).await?);
        }
        // Days pass: what was in time becomes overdue without anybody touching it.
        world.clock.set(world.now().checked_add((24 * 3).hours())?);
        cast = renewed(&world, cast).await?;
        let (status, overview) = server.get("/overview", &cast.lead).await?;
        assert_eq!(status, StatusCode::OK, "{overview}");
        let (traced, today) = (trace(&world).await?, world.day(0));
        let expected = expected(&traced, today);
        for figure in ["classes", "completion", "on_time", "on_time_original", "ageing"] {
            assert_eq!(overview[figure], expected[figure], "{figure}, round {round}, seed {SEED}");
        }
        let by_slug: HashMap<&str, &Value> = overview["tenants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| (t["tenant"]["slug"].as_str().unwrap(), t))
            .collect();
        for (slug, tenant) in BODIES.iter().zip(1..) {
            let own = |t: &Traced| t.tenant == tenant && t.open;
            assert_eq!(by_slug[slug]["open"], count(&traced, own), "open of {slug}");
            let overdue = |t: &Traced| own(t) && t.late(t.due, today);
            assert_eq!(by_slug[slug]["overdue"], count(&traced, overdue), "overdue of {slug}");
            let days = |t: &Traced| t.due.map_or(0, |due| (today - due).get_days());
            let bars = [(1, 7), (8, 14), (15, 30), (31, 60), (61, 9999)];
            let bars =
                bars.map(|(from, to)| count(&traced, |t| overdue(t) && (from..=to).contains(&days(t))));
            assert_eq!(by_slug[slug]["ageing"], json!(bars), "ageing of {slug}");
        }
        assert_eq!(overview["queues"]["submitted"], count(&traced, |t| t.submitted && t.open));
        let waiting = "select count(*) from dondoc.extension_requests where state = 'pending'";
        assert_eq!(overview["queues"]["extensions"], world.count(waiting).await?);
        let unanswered = format!(
            "select count(distinct l.assignment_id) from dondoc.urges u join dondoc.urge_assignments l on l.urge_id = u.id \
             where answered_at is null and l.lapsed_at is null and reply_by < '{today}'"
        );
        assert_eq!(overview["queues"]["urges_overdue"], world.count(&unanswered).await?);
        if round % 4 == 3 {
            leads_to_its_list(&server, &cast.lead, &overview).await?;
        }
        let mail = "select count(*) from dondoc.outbox where finished_at is null and kind not in ('close_contributions', 'share')";
        assert_eq!(overview["mail"]["waiting"], world.count(mail).await?);
    }
    assert!(done > 60, "only {done} acts succeeded: the test did not test much");
    // What the worker writes: steps of the ladder, and reminders sent.
    let proposed = "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, \
                    days_overdue, policy_id) select tenant_id, gen_random_uuid(), id, 1, '2024-07-25', 8, \
                    '00000000-0000-7000-8000-000000000002'::uuid \
                    from dondoc.assignments where open order by id limit 7";
    world.run(proposed, &[]).await?;
    let reminded = "update dondoc.assignments set reminders_at_level = 5, silent = true where id in \
                    (select id from dondoc.assignments order by id limit 9)";
    world.run(reminded, &[]).await?;
    // Nobody of Lao Cai is left.
    let left = "update dondoc.users set status = 'disabled' where tenant_id = $1";
    world.run(left, &[&World::tenant("lao-cai").0]).await?;
    let unnamed = "update dondoc.tasks set scope = 'subset' where not exists \
                   (select from dondoc.assignments a where a.task_id = tasks.id)";
    world.task("T24-90").await?;
    world.run(unnamed, &[]).await?;
    // Of the last two months something was drawn: three wait, and of one something came.
    let [first, last] = [2, 1].map(|ago| world.day(0).first_of_month().saturating_sub(ago.months()));
    let drawn = format!("with months as (insert into dondoc.recheck_samples select month, repeat('0', 32), 4, $1, 'x', now()
                   from unnest(array['{first}', '{last}']::date[]) month returning month),
                 two as (select tenant_id, id, row_number() over (order by id) n from dondoc.assignments limit 2)
                 insert into dondoc.rechecks (tenant_id, id, month, place, assignment_id, accepted_name, accepted_at, outcome, decided_at)
                   select tenant_id, gen_random_uuid(), month, n, id, 'x', now(), outcome, case when outcome is not null then now() end
                     from months, two, lateral (select case when n = 1 and month = '{first}' then 'lapsed' end outcome) o");
    assert_eq!(world.run(&drawn, &[&cast.lead.id.0]).await?, 4);
    let (_, overview) = server.get("/overview", &cast.lead).await?;
    assert_eq!(overview["queues"]["rechecks"], 3);
    assert!(overview["queues"]["to_be_assigned"].as_i64() > Some(0));
    assert_eq!(overview["queues"]["steps"], 7);
    assert!(overview["queues"]["silent"].as_i64() > Some(0));
    assert!(overview["queues"]["nobody_to_remind"].as_i64() > Some(0));
    leads_to_its_list(&server, &cast.lead, &overview).await?;
    Ok(())
}

/// The list that a figure of the console opens has as many rows as the figure says.
async fn leads_to_its_list(server: &Server, reader: &Person, overview: &Value) -> anyhow::Result<()> {
    let figures: Overview = serde_json::from_value(overview.clone())?;
    let tenants = figures.tenants.iter().map(|tenant| Spot::Tenant(tenant.tenant.slug.clone()));
    let groups = [BodyGroup::Ministries, BodyGroup::Localities].map(Spot::Group);
    for spot in Spot::fixed().into_iter().chain(groups).chain(tenants) {
        let listed = |about: &str| ("/assignments", Some(about.to_owned()));
        let (path, filter) = match spot.opens() {
            Opens::Backlog(filter) => listed(&filter),
            Opens::Screen(Screen::Submissions) => listed(Submissions::ABOUT),
            Opens::Screen(Screen::Extensions) => listed(Extensions::ABOUT),
            Opens::Screen(Screen::Steps) => listed(Steps::ABOUT),
            Opens::Screen(Screen::ToAssign) => ("/tasks/to-be-assigned", None),
            Opens::Screen(Screen::Corrections) => ("/corrections", None),
            Opens::Screen(Screen::Rechecks) => ("/recheck-samples", None),
            other => anyhow::bail!("{spot:?} opens {other:?}"),
        };
        let mut request = server.api(Method::GET, path, Some(reader));
        if let Some(filter) = filter {
            request = request.query(&[("filter", filter)]);
        }
        let (status, list) = answer(request).await?;
        if spot == Spot::Stale {
            // Nobody could count it at once: it leads to a list and says no number.
            assert_eq!((status, spot.figure(&figures)), (StatusCode::OK, None));
            continue;
        }
        if let Some(samples) = list["waiting"].as_array() {
            let waiting = samples.iter().filter_map(|of| of["items"].as_i64()).map(|n| n.max(1)).sum();
            assert_eq!((status, Some(waiting)), (StatusCode::OK, spot.figure(&figures)), "{spot:?}");
            continue;
        }
        let rows = list["items"].as_array().and_then(|items| i64::try_from(items.len()).ok());
        let count = list["total"].as_i64().or(rows);
        assert_eq!((status, count), (StatusCode::OK, spot.figure(&figures)), "{spot:?}");
    }
    Ok(())
}

/// Sessions end after a working day, and tokens after ten minutes.
async fn renewed(world: &World, cast: Cast) -> anyhow::Result<Cast> {
    let mut officers = vec![];
    let mut approvers = vec![];
    for person in &cast.officers {
        officers.push(world.another_session(person).await?);
    }
    for person in &cast.approvers {
        approvers.push(world.another_session(person).await?);
    }
    Ok(Cast { officers, approvers, lead: world.another_session(&cast.lead).await? })
}
