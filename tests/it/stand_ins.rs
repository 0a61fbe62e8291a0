//! Stand-ins (R186): whoever stands in acts with the absent person's role and in both names, and the two are one person.

use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{
    relay_world::Post,
    server::{Server, answer},
    world::{Person, Scene, World},
};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const PHRASE: &str = "ba con mèo xanh lá";

async fn send(
    server: &Server,
    (method, path): (Method, &str),
    body: &Value,
    by: &Person,
) -> anyhow::Result<(StatusCode, Value)> {
    let key = uuid::Uuid::now_v7().to_string();
    answer(server.api(method, path, Some(by)).header("Idempotency-Key", key).json(body)).await
}

async fn act_for(server: &Server, by: &Person, stand_in: &Value) -> anyhow::Result<(StatusCode, Value)> {
    send(server, (Method::PUT, "/session/stand-in"), &json!({"stand_in": stand_in}), by).await
}

fn days(stand_in: &Person, from: &str, to: &str) -> Value {
    json!({"stand_in": stand_in.id, "from_on": from, "to_on": to})
}

/// An approver, who is away, and an officer of the same body.
async fn two(world: &World) -> anyhow::Result<(Person, Person)> {
    let absent = world.person("ha-noi", Role::Approver).await?;
    let stand_in = world.person("ha-noi", Role::Officer).await?;
    for person in [&absent, &stand_in] {
        world.account(person, PHRASE).await?;
    }
    Ok((absent, stand_in))
}

/// Lends the first one's role to the second one, who acts for them from now on; the id of the stand-in.
async fn standing(server: &Server, absent: &Person, stand_in: &Person) -> anyhow::Result<Value> {
    let asked = days(stand_in, "2024-07-25", "2024-07-31");
    let (status, made) = send(server, (Method::POST, "/stand-ins"), &asked, absent).await?;
    anyhow::ensure!(status == StatusCode::OK, "{made}");
    let (status, said) = act_for(server, stand_in, &made["id"]).await?;
    anyhow::ensure!(status == StatusCode::NO_CONTENT, "{said}");
    Ok(made["id"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_in_acts_in_both_names_and_neither_approves_what_the_other_proposed()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let (absent, stand_in) = two(&world).await?;
    let other = world.person("ha-noi", Role::Approver).await?;
    let task = world.task("T24-08").await?;
    let id =
        world.assignment("ha-noi", task, &Scene::due(Some(world.day(5))).status(Status::Assigned)).await?;
    let server = Server::of(&world)?;
    let made = standing(&server, &absent, &stand_in).await?;
    let (_, me) = server.get("/me", &stand_in).await?;
    assert_eq!(
        (&me["role"], &me["acting_for"]["absent"]["id"]),
        (&json!("approver"), &json!(absent.id)),
        "{me}"
    );
    assert!(me["name"].as_str().is_some_and(|name| name.contains("(thay ")), "{me}");

    let now = async |act: &str, body: Value, by: &Person| {
        let (_, detail) = server.get(&format!("/assignments/{id}"), by).await?;
        let version = detail["row"]["version"].as_i64().unwrap_or_default();
        server.act(&format!("/assignments/{id}/{act}"), version, &body, by).await
    };
    // In the absent person's name: the work is theirs, the trail names both.
    let (status, told) = now("acknowledge", json!({}), &stand_in).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    let both = format!(
        "select count(*) from dondoc.audit t join dondoc.assignments a on a.id = t.subject_id
          where t.action = 'acknowledge' and t.actor_id = '{}' and t.actor_for = '{}' and t.actor_name like '%(thay %'
            and a.assignee_id = t.actor_for",
        stand_in.id, absent.id
    );
    assert_eq!(world.count(&both).await?, 1);
    let (_, mine) = server.get("/assignments?filter=assignee:me", &stand_in).await?;
    assert_eq!(mine["items"].as_array().map(Vec::len), Some(1), "the absent person's queue: {mine}");

    // In their own name, the officer proposes.
    let own = act_for(&server, &stand_in, &Value::Null).await?;
    assert_eq!(own.0, StatusCode::NO_CONTENT, "{}", own.1);
    let link = json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"});
    let report = json!({"percent": 100, "results": "Đã ban hành"});
    for (act, body) in [("progress-reports", report), ("evidence-links", link), ("propose", json!({}))] {
        let (status, told) = now(act, body, &stand_in).await?;
        assert_eq!(status, StatusCode::OK, "{act}: {told}");
    }
    let refused = (StatusCode::CONFLICT, json!("second_person_required"));
    let submit = async |by: &Person| {
        let (status, told) = now("submit", json!({}), by).await?;
        anyhow::Ok((status, told["code"].clone()))
    };
    assert_eq!(submit(&absent).await?, refused, "what whoever stands in proposed is as good as one's own");
    let acting = act_for(&server, &stand_in, &made).await?;
    assert_eq!(acting.0, StatusCode::NO_CONTENT);
    assert_eq!(submit(&stand_in).await?, refused, "also in the absent person's name");
    // It ends, and what was proposed meanwhile stays theirs.
    let end = format!("/stand-ins/{}/end", made.as_str().unwrap());
    let (ended, _) = send(&server, (Method::POST, &end), &json!({}), &absent).await?;
    assert_eq!(ended, StatusCode::OK);
    assert_eq!(submit(&absent).await?, refused, "the two acts lie on both sides of its end");
    let (status, told) = now("submit", json!({}), &other).await?;
    assert_eq!(status, StatusCode::OK, "a third person may: {told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn once_it_is_over_nothing_more_is_done_in_the_absent_persons_name() -> anyhow::Result<()> {
    let world = World::new().await?;
    let (absent, stand_in) = two(&world).await?;
    let admin = world.person("ha-noi", Role::Administrator).await?;
    let server = Server::of(&world)?;
    let made = standing(&server, &absent, &stand_in).await?;
    let on = days(&absent, "2024-07-25", "2024-07-26");
    let (_, told) = send(&server, (Method::POST, "/stand-ins"), &on, &stand_in).await?;
    assert_eq!(told["code"], "not_while_standing_in");
    let (_, people) = server.get("/people", &admin).await?;
    let person =
        people["items"].as_array().unwrap().iter().find(|one| one["id"] == json!(absent.id)).unwrap();
    let disable = format!("/people/{}/disable", absent.id);
    let (status, told) =
        server.act(&disable, person["version"].as_i64().unwrap(), &json!({}), &admin).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    let (status, told) = server.get("/assignments", &stand_in).await?;
    assert_eq!((status, &told["code"]), (StatusCode::FORBIDDEN, &json!("stand_in_changed")));
    let again = act_for(&server, &stand_in, &made).await?;
    assert_eq!(again.1["code"], "not_found", "nobody acts by what is over");
    act_for(&server, &stand_in, &Value::Null).await?;
    assert_eq!(server.get("/assignments", &stand_in).await?.0, StatusCode::OK);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stands_in_when_and_for_how_long_is_checked_and_refused_at_its_field() -> anyhow::Result<()> {
    let world = World::new().await?;
    let (absent, stand_in) = two(&world).await?;
    let admin = world.person("ha-noi", Role::Administrator).await?;
    let stranger = world.person("lao-cai", Role::Officer).await?;
    for person in [&admin, &stranger] {
        world.account(person, PHRASE).await?;
    }
    let server = Server::of(&world)?;
    let make = async |of: &Person, from: &str, to: &str, by: &Person| {
        let (_, told) = send(&server, (Method::POST, "/stand-ins"), &days(of, from, to), by).await?;
        let field = told["errors"][0]["field"].as_str().unwrap_or_default().to_owned();
        anyhow::Ok((told["code"].as_str().unwrap_or_default().to_owned(), field))
    };
    for (of, from, to, code, field) in [
        (&stand_in, "2024-07-24", "2024-07-26", "invalid_input", "from_on"),
        (&stand_in, "2024-08-02", "2024-08-01", "invalid_input", "to_on"),
        (&stand_in, "2024-08-01", "2024-09-30", "invalid_input", "to_on"),
        (&absent, "2024-08-01", "2024-08-02", "invalid_input", "stand_in"),
        (&admin, "2024-08-01", "2024-08-02", "invalid_input", "stand_in"),
        (&stranger, "2024-08-01", "2024-08-02", "invalid_input", "stand_in"),
        (&stand_in, "2024-08-01", "2024-09-29", "", ""),
        (&stand_in, "2024-09-29", "2024-10-02", "stand_in_taken", ""),
    ] {
        let told = make(of, from, to, &absent).await?;
        assert_eq!(told, (code.to_owned(), field.to_owned()), "{from} {to}");
    }
    assert_eq!(make(&stand_in, "2024-08-01", "2024-08-02", &admin).await?.0, "not_permitted");
    // An administrator says why.
    let of = format!("/people/{}/stand-ins", absent.id);
    let asked = days(&stand_in, "2024-10-01", "2024-10-02");
    let (_, told) = send(&server, (Method::POST, &of), &asked, &admin).await?;
    assert_eq!(told["errors"][0]["field"], "reason", "{told}");
    let asked =
        json!({"stand_in": stand_in.id, "from_on": "2024-10-01", "to_on": "2024-10-02", "reason": "Ốm"});
    let (status, told) = send(&server, (Method::POST, &of), &asked, &admin).await?;
    assert_eq!(status, StatusCode::OK, "{told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_in_is_told_and_gets_the_absent_persons_mail_which_says_so() -> anyhow::Result<()> {
    let post = Post::new().await?;
    let (absent, stand_in) = two(&post.world).await?;
    let author = post.world.person("ha-noi", Role::Officer).await?;
    let task = post.world.task("T24-90").await?;
    let id = post.world.assignment("ha-noi", task, &Scene::due(Some(post.world.day(5)))).await?;
    let server = Server::of(&post.world)?;
    standing(&server, &absent, &stand_in).await?;
    let letters = async |to: &Person| {
        post.worker().drain().await.map_err(|e| anyhow::anyhow!("{e}"))?;
        anyhow::Ok(post.relay.to(&to.email).iter().map(|mail| mail.letter().text).collect::<Vec<_>>())
    };
    let told = letters(&stand_in).await?;
    assert!(told.iter().any(|text| text.contains("nhờ bạn làm thay")), "{told:?}");
    assert!(letters(&absent).await?.iter().any(|text| text.contains("với vai trò của bạn")));
    let mut version = 1;
    for (act, body) in [
        ("progress-reports", json!({"percent": 100, "results": "Đã ban hành"})),
        ("evidence-links", json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"})),
        ("propose", json!({})),
    ] {
        let (status, told) = server.act(&format!("/assignments/{id}/{act}"), version, &body, &author).await?;
        assert_eq!(status, StatusCode::OK, "{act}: {told}");
        version = told["version"].as_i64().unwrap();
    }
    post.world.clock.set(post.world.now() + SignedDuration::from_mins(20));
    for reader in [&absent, &stand_in] {
        let texts = letters(reader).await?;
        assert!(texts.iter().any(|text| text.contains("phê duyệt")), "{}: {texts:?}", reader.email);
        let says_so = texts.iter().any(|text| text.contains("thư của người đó cũng gửi đến bạn"));
        assert_eq!(says_so, reader.id == stand_in.id, "{texts:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_ask_each_other_at_the_same_moment_are_both_answered_and_one_person_lends_once_a_day()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let (first, second) = two(&world).await?;
    let third = world.person("ha-noi", Role::Viewer).await?;
    world.account(&third, PHRASE).await?;
    let server = Server::of(&world)?;
    for day in 1..=12 {
        let on = format!("2024-08-{day:02}");
        let lend = async |to: &Person, by: &Person| {
            let (_, told) = send(&server, (Method::POST, "/stand-ins"), &days(to, &on, &on), by).await?;
            anyhow::Ok(told["code"].as_str().unwrap_or("made").to_owned())
        };
        let (to_second, to_third, back) =
            tokio::join!(lend(&second, &first), lend(&third, &first), lend(&first, &second));
        let mut of_first = [to_second?, to_third?];
        of_first.sort();
        assert_eq!(of_first, ["made", "stand_in_taken"], "{on}");
        assert_eq!(back?, "made", "{on}");
        // As if hours had passed: so many mails about access are all that anybody gets within one.
        world.run("update dondoc.outbox set created_at = created_at - interval '2 hours'", &[]).await?;
    }
    Ok(())
}
