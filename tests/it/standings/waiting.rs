//! The queue of those that wait for a body, and an urge that names them.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_waited_for_sees_it_since_the_first_report_and_no_longer_than_it_lasts()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let id = stage.assign("T24-21", &[("ha-noi", Part::Lead)]).await?["ha-noi"];
    let of = |since: &str| vec![["ha-noi", "T24-21", "data", since].map(str::to_owned)];
    stage.report("ha-noi", id, 10, Some("bca")).await?;
    stage.drain().await;
    assert_eq!(stage.blocks("bca").await?, of("2024-07-25"));
    assert!(stage.blocks("lao-cai").await?.is_empty());
    let (_, detail) = stage.server.get(&format!("/assignments/{id}"), &stage.lead).await?;
    assert_eq!(
        (&detail["waiting"]["tenant"]["slug"], &detail["waiting"]["since"]),
        (&json!("bca"), &json!("2024-07-25"))
    );

    stage.post.at("2024-07-26T08:00+07:00");
    stage.report("ha-noi", id, 20, Some("bca")).await?;
    stage.drain().await;
    assert_eq!(stage.blocks("bca").await?, of("2024-07-25"), "since the first of the reports");
    for (day, on) in [("2024-07-27", None), ("2024-07-28", Some("lao-cai"))] {
        stage.post.at(&format!("{day}T08:00+07:00"));
        stage.report("ha-noi", id, 30, on).await?;
    }
    stage.drain().await;
    assert!(stage.blocks("bca").await?.is_empty());
    assert_eq!(stage.blocks("lao-cai").await?, of("2024-07-28"));
    stage.post.at("2024-07-29T08:00+07:00");
    stage.report("ha-noi", id, 100, Some("bca")).await?;
    stage.drain().await;
    assert!(stage.blocks("lao-cai").await?.is_empty());

    let link = json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"});
    stage.act(id, "evidence-links", link, &stage.people["ha-noi"]).await?;
    let (own, lead) = (&stage.people["ha-noi"], &stage.lead);
    let (nothing, remark) = (json!({}), json!({"remark": "Lý do"}));
    // Who still waits for somebody has not finished: the last report says that it is settled.
    let finished = json!({"report": {"results": "Đã có dữ liệu"}});
    for (act, body, by) in [
        ("submit", &finished, own),
        ("take-back", &nothing, own),
        ("submit", &nothing, own),
        ("open", &nothing, lead),
        ("accept", &nothing, lead),
        ("reopen", &remark, lead),
    ] {
        assert_eq!(
            stage.blocks("bca").await?,
            if body == &finished { of("2024-07-29") } else { vec![] },
            "{act}"
        );
        stage.post.later(1);
        stage.act(id, act, body.clone(), by).await?;
        stage.drain().await;
    }
    assert!(stage.blocks("bca").await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_a_page_and_a_count_on_my_work() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let id = stage.assign("T24-21", &[("ha-noi", Part::Lead)]).await?["ha-noi"];
    let page = async |path: &str, slug: &str| {
        let answer = stage.server.page(path, Some(&stage.people[slug])).send().await?;
        anyhow::ensure!(answer.status() == StatusCode::OK, "{}", answer.status());
        Ok(answer.text().await?)
    };
    assert!(page("/waiting-on-us", "bca").await?.contains("Không có cơ quan nào đang chờ đơn vị bạn."));
    stage.report("ha-noi", id, 10, Some("bca")).await?;
    stage.post.at("2024-07-25T13:00+07:00");
    stage.drain().await;
    let queue = page("/waiting-on-us", "bca").await?;
    for text in ["Đơn vị ha-noi", "T24-21", "chờ từ hôm nay, 25/07/2024", "dữ liệu", "quá hạn 12 ngày"]
    {
        assert!(queue.contains(text), "{text} in {queue}");
    }
    assert!(!queue.contains("riêng"), "{queue}");
    assert!(page("/", "bca").await?.contains("1 việc của cơ quan khác đang chờ đơn vị"));
    assert!(!page("/", "lao-cai").await?.contains("đang chờ đơn vị"));
    assert!(page("/waiting-on-us", "lao-cai").await?.contains("Không có cơ quan nào đang chờ đơn vị bạn."));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urge_to_a_body_that_others_wait_for_names_them() -> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &[("ha-noi", Part::Lead), ("bca", Part::Lead)]).await?;
    stage.report("ha-noi", ids["ha-noi"], 10, Some("bca")).await?;
    let second = stage.assign("T24-22", &[("lao-cai", Part::Lead), ("bca", Part::Lead)]).await?;
    stage.report("lao-cai", second["lao-cai"], 10, Some("bca")).await?;
    let third = stage.assign("T24-23", &[("bca", Part::Lead)]).await?;
    stage.post.at("2024-07-25T13:00+07:00");
    stage.drain().await;
    let lead = stage.post.world.person("national", Role::Lead).await?;
    let urge = async |about: &[AssignmentId]| {
        let mut targets = Vec::new();
        for id in about {
            let (_, detail) = stage.server.get(&format!("/assignments/{id}"), &lead).await?;
            targets.push(json!({"id": id, "version": detail["row"]["version"]}));
        }
        let draft = json!({
            "assignments": targets, "addressee": "responsible", "template": "waiting", "reply_in": 3,
        });
        let request = stage.server.api(Method::POST, "/urges/preview", Some(&lead)).json(&draft);
        anyhow::Ok(request.send().await?.json::<Value>().await?)
    };
    let preview = urge(&[ids["bca"]]).await?.to_string();
    assert!(preview.contains("Đơn vị ha-noi đang chờ Đơn vị bca"), "{preview}");
    // With several tasks it says which body waits with which; a task with which nobody waits is refused.
    let preview = urge(&[ids["bca"], second["bca"]]).await?.to_string();
    assert!(preview.contains("Đơn vị ha-noi (T24-21), Đơn vị lao-cai (T24-22) đang chờ"), "{preview}");
    for about in [vec![ids["bca"], third["bca"]], vec![ids["ha-noi"]]] {
        assert_eq!(urge(&about).await?["code"], "template_needs_waiting");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_working_group_reads_who_holds_up_whom_over_all_bodies_and_finds_exactly_that_work()
-> anyhow::Result<()> {
    let stage = Stage::new().await?;
    let ids = stage.assign("T24-21", &[("ha-noi", Part::Lead), ("bca", Part::Coordinating)]).await?;
    let second = stage.assign("T24-22", &[("lao-cai", Part::Lead), ("ha-noi", Part::Coordinating)]).await?;
    let free = stage.assign("T24-23", &[("bca", Part::Lead)]).await?;
    stage.report("lao-cai", second["lao-cai"], 10, Some("bca")).await?;
    stage.post.at("2024-07-26T08:00+07:00");
    stage.report("ha-noi", ids["ha-noi"], 10, Some("bca")).await?;
    // A contribution holds work up as well.
    stage.report("ha-noi", second["ha-noi"], 10, Some("lao-cai")).await?;
    stage.report("bca", free["bca"], 10, None).await?;
    stage.drain().await;

    let lead = stage.now(&stage.lead).await?;
    let (status, all) = stage.server.get("/blocks", &lead).await?;
    assert_eq!(status, StatusCode::OK, "{all}");
    let line = |row: &Value| {
        json!([row["tenant"]["slug"], row["on"]["slug"], row["task"], row["asked"], row["days"]])
    };
    let lines: Vec<Value> = all["items"].as_array().unwrap().iter().map(line).collect();
    let expected = [
        // Longest first; the body that is waited for has no part in the first task, and does not lead the last.
        json!(["lao-cai", "bca", "T24-22", null, 1]),
        json!(["ha-noi", "lao-cai", "T24-22", second["lao-cai"], 0]),
        json!(["ha-noi", "bca", "T24-21", null, 0]),
    ];
    assert_eq!(lines.len(), 3, "{all}");
    for line in expected {
        assert!(lines.contains(&line), "{line} in {all}");
    }
    assert_eq!(lines[0][0], "lao-cai", "{all}");
    assert_eq!(all["total"], 3);
    let group =
        |row: &Value| json!([row["on"]["slug"], row["cause"], row["count"], row["since"], row["days"]]);
    let groups: Vec<Value> = all["groups"].as_array().unwrap().iter().map(group).collect();
    let expected =
        [json!(["bca", "data", 2, "2024-07-25", 1]), json!(["lao-cai", "data", 1, "2024-07-26", 0])];
    assert_eq!(groups, expected, "{all}");

    let found = async |filter: &str| {
        let path = format!("/assignments?filter={filter}");
        let (status, page) = stage.server.get(&path, &lead).await?;
        anyhow::ensure!(status == StatusCode::OK, "{filter}: {page}");
        let mut codes: Vec<String> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["code"].as_str().unwrap_or_default().to_owned())
            .collect();
        codes.sort_unstable();
        Ok(codes)
    };
    assert_eq!(found("blocked-by:bca%20cause:data").await?, ["T24-21/ha-noi", "T24-22/lao-cai"]);
    assert_eq!(found("cho:BCA").await?, ["T24-21/ha-noi", "T24-22/lao-cai"]);
    assert_eq!(found("blocked-by:lao-cai").await?, ["T24-22/ha-noi"]);
    assert_eq!(found("cause:data").await?.len(), 3);
    for nothing in ["blocked-by:ha-noi", "cause:funding", "cause:none"] {
        assert!(found(nothing).await?.is_empty(), "{nothing}");
    }
    for wrong in ["blocked-by:nobody", "cause:weather", "blocked-by:"] {
        let (status, refused) = stage.server.get(&format!("/assignments?filter={wrong}"), &lead).await?;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}: {refused}");
    }

    // A body sees who waits for it, and only that.
    let own = stage.now(&stage.people["bca"]).await?;
    let (_, own) = stage.server.get("/blocks", &own).await?;
    assert_eq!((&own["total"], own["groups"].as_array().map(Vec::len)), (&json!(2), Some(1)), "{own}");
    assert!(own["items"].as_array().unwrap().iter().all(|row| row["on"]["slug"] == "bca"), "{own}");
    Ok(())
}
