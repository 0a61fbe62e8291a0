//! What the words of a filter find, and the order in which rows stand.

use dondoc_shared::{fold, role::Role, search::Phrase};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, Scene, World},
};
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

/// A task with a title of its own.
async fn titled(world: &World, code: &str, title: &str) -> anyhow::Result<Uuid> {
    let task = world.task(code).await?;
    let words = fold::index(&[code, "", "", "", title]);
    world
        .run("update dondoc.tasks set title_vi = $2, words = $3 where id = $1", &[&task, &title, &words])
        .await?;
    Ok(task)
}

/// The codes that a list has, in its order, read in pages of `limit`.
async fn listed(server: &Server, reader: &Person, filter: &str, limit: usize) -> anyhow::Result<Vec<String>> {
    let mut codes: Vec<String> = vec![];
    let mut cursor: Option<String> = None;
    loop {
        let mut query = vec![("filter", filter.to_owned()), ("limit", limit.to_string())];
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let (status, page) =
            answer(server.api(Method::GET, "/assignments", Some(reader)).query(&query)).await?;
        anyhow::ensure!(status.is_success(), "{filter}: {page}");
        let rows = page["items"].as_array().cloned().unwrap_or_default();
        codes.extend(rows.iter().map(|row| row["code"].as_str().unwrap_or_default().to_owned()));
        cursor = page["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            anyhow::ensure!(page["total"] == codes.len(), "{filter}: {codes:?} {page}");
            return Ok(codes);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_as_whole_syllables_and_with_the_accents_that_were_typed() -> anyhow::Result<()> {
    let world = World::new().await?;
    let reader = world.person("ha-noi", Role::Officer).await?;
    for (n, title) in [
        "Cơ sở dữ liệu đất đai",
        "Đạt chuẩn 100%",
        "Open data portal",
        "Đường bộ, đường thủy",
        "Hòa giải ở cơ sở",
    ]
    .into_iter()
    .enumerate()
    {
        let task = titled(&world, &format!("T24-{n}"), title).await?;
        world.assignment("ha-noi", task, &Scene::due(Some(world.day(3)))).await?;
    }
    let server = Server::of(&world)?;
    for (filter, expected) in [
        ("đất", &[0][..]),
        ("dat", &[0, 1]),
        ("data", &[2]),
        ("dương", &[]),
        ("duong", &[3]),
        ("co so", &[0, 4]),
        ("cơ sở", &[0, 4]),
        ("\"so co\"", &[]),
        ("sở cơ", &[0, 4]),
        ("hoà", &[4]),
        ("đường-bộ", &[3]),
        ("bộ-đường", &[3]),
        ("thủy đường", &[3]),
        ("\"thủy đường\"", &[]),
        ("100%", &[1]),
        ("_", &[]),
    ] {
        if filter == "_" {
            let (status, _) =
                answer(server.api(Method::GET, "/assignments", Some(&reader)).query(&[("filter", filter)]))
                    .await?;
            assert_eq!(status, 400, "nothing in it can be looked for");
            continue;
        }
        let codes: Vec<String> = expected.iter().map(|n| format!("T24-{n}/ha-noi")).collect();
        assert_eq!(listed(&server, &reader, filter, 50).await?, codes, "{filter}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_contains_the_words_as_a_phrase_comes_first_on_every_page() -> anyhow::Result<()> {
    let world = World::new().await?;
    let readers = [
        world.person("national", Role::NationalOfficer).await?,
        world.person("ha-noi", Role::Officer).await?,
    ];
    for (code, title, due) in [
        ("T24-1", "Hồ sơ đất, đai và số liệu được hóa giải", -30),
        ("T24-2", "Số hóa hồ sơ đất đai", 40),
        ("T24-3", "Hoàn thành số hóa hồ sơ đất đai", 20),
        ("T24-4", "Đất đai: hồ sơ được số hóa", 5),
        ("T24-5", "Hồ sơ", -60),
    ] {
        let task = titled(&world, code, title).await?;
        world.assignment("ha-noi", task, &Scene::due(Some(world.day(due)))).await?;
    }
    let server = Server::of(&world)?;
    let expected = ["T24-3/ha-noi", "T24-2/ha-noi", "T24-1/ha-noi", "T24-4/ha-noi"];
    for reader in &readers {
        for limit in [1, 2, 3, 50] {
            assert_eq!(
                listed(&server, reader, "số hóa hồ sơ đất đai", limit).await?,
                expected,
                "pages of {limit}"
            );
            assert_eq!(
                listed(&server, reader, "so hoa ho so dat dai", limit).await?,
                expected,
                "pages of {limit}"
            );
        }
        assert_eq!(listed(&server, reader, "\"số hóa hồ sơ đất đai\"", 50).await?, expected[..2]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_found_by_any_spelling_of_its_name_also_among_other_words() -> anyhow::Result<()> {
    let world = World::new().await?;
    let reader = world.person("national", Role::NationalOfficer).await?;
    for (slug, vi, en) in [
        ("lao-cai", "Tỉnh Bà Rịa - Vũng Tàu", "Ba Ria - Vung Tau Province"),
        ("bca", "Bộ Thông tin và Truyền thông", "Ministry of Information and Communications"),
    ] {
        world
            .run("update dondoc.tenants set name_vi = $2, name_en = $3 where slug = $1", &[&slug, &vi, &en])
            .await?;
    }
    for (code, title) in [
        ("T24-1", "Kế hoạch cải cách"),
        ("T24-2", "Báo cáo về Bà Rịa, Vũng Tàu"),
        ("T24-3", "Thông tin cơ sở"),
    ] {
        let task = titled(&world, code, title).await?;
        for slug in ["ha-noi", "lao-cai", "bca"] {
            world.assignment(slug, task, &Scene::due(Some(world.day(3)))).await?;
        }
    }
    let server = Server::of(&world)?;
    let of_the_body_and_what_names_it =
        ["T24-1/lao-cai", "T24-2/ha-noi", "T24-2/lao-cai", "T24-2/bca", "T24-3/lao-cai"];
    for spelled in
        ["Bà Rịa Vũng Tàu", "Bà Rịa-Vũng Tàu", "Bà Rịa–Vũng Tàu", "ba ria vung tau", "Tỉnh Bà Rịa - Vũng Tàu"]
    {
        let mut found = listed(&server, &reader, spelled, 2).await?;
        if spelled.starts_with("Tỉnh") {
            // No task names it so.
            assert_eq!(found, ["T24-1/lao-cai", "T24-2/lao-cai", "T24-3/lao-cai"]);
            continue;
        }
        found.sort_unstable();
        let mut expected = of_the_body_and_what_names_it.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{spelled}");
    }
    let plans = ["T24-1/lao-cai"];
    assert_eq!(listed(&server, &reader, "Bà Rịa Vũng Tàu kế hoạch", 50).await?, plans);
    assert_eq!(listed(&server, &reader, "kế hoạch Bà Rịa - Vũng Tàu", 50).await?, plans);
    assert_eq!(listed(&server, &reader, "Bộ TT&TT", 50).await?, ["T24-1/bca", "T24-2/bca", "T24-3/bca"]);
    assert_eq!(
        listed(&server, &reader, "thông tin", 50).await?,
        ["T24-3/ha-noi", "T24-3/lao-cai", "T24-3/bca"]
    );
    assert_eq!(listed(&server, &reader, "tenant:\"bà rịa vũng tàu\" cải", 50).await?, plans);
    assert!(Phrase::new("Bộ TT&TT", false).syllables.len() == 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_body_is_an_error_with_its_place_and_the_nearest() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let readers = [
        world.person("national", Role::NationalOfficer).await?,
        world.person("ha-noi", Role::Officer).await?,
    ];
    for reader in &readers {
        for (filter, place, nearest) in [
            ("overdue tenant:ha-noii", "9", Some("ha-noi")),
            ("cho:laocay", "1", Some("lao-cai")),
            ("dv:bca,khongco", "1", None),
            ("T24-08/ha-nol", "1", Some("ha-noi")),
        ] {
            let request = server.api(Method::GET, "/assignments", Some(reader)).query(&[("filter", filter)]);
            let (status, problem): (_, Value) = answer(request.header("Accept-Language", "en")).await?;
            assert_eq!(
                (status.as_u16(), &problem["code"]),
                (400, &Value::from("invalid_filter")),
                "{filter}: {problem}"
            );
            let said = problem["detail"].as_str().unwrap_or_default();
            assert!(said.starts_with(&format!("Character {place}, ")), "{filter}: {said}");
            match nearest {
                Some(nearest) => {
                    assert!(said.contains(&format!("did you mean “{nearest}”")), "{filter}: {said}")
                }
                None => assert!(said.contains("no such body") && !said.contains("mean"), "{filter}: {said}"),
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn equally_urgent_rows_stand_by_the_number_of_their_task_then_by_body() -> anyhow::Result<()> {
    let world = World::new().await?;
    let national = world.person("national", Role::NationalOfficer).await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    // Made in another order than they are to be read.
    for code in ["T24-10", "T24-2", "T24-100", "T24-9", "T24-02a", "T9-1"] {
        let task = world.task(code).await?;
        for slug in ["bca", "ha-noi", "lao-cai"] {
            world.assignment(slug, task, &Scene::due(Some(world.day(3)))).await?;
        }
    }
    let server = Server::of(&world)?;
    let codes = ["T9-1", "T24-2", "T24-02a", "T24-9", "T24-10", "T24-100"];
    for limit in [1, 4, 5, 50] {
        let own: Vec<String> = codes.iter().map(|code| format!("{code}/ha-noi")).collect();
        assert_eq!(listed(&server, &officer, "", limit).await?, own, "pages of {limit}");
        let all =
            codes.iter().flat_map(|code| ["ha-noi", "lao-cai", "bca"].map(|slug| format!("{code}/{slug}")));
        assert_eq!(listed(&server, &national, "", limit).await?, all.collect::<Vec<_>>(), "pages of {limit}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn states_that_are_closed_are_found_and_two_bounds_both_hold() -> anyhow::Result<()> {
    use dondoc_shared::lifecycle::Status;
    let world = World::new().await?;
    let reader = world.person("national", Role::NationalOfficer).await?;
    for (n, days) in [-2, -10, -20, 3].into_iter().enumerate() {
        let task = world.task(&format!("T24-{n}")).await?;
        world.assignment("ha-noi", task, &Scene::due(Some(world.day(days)))).await?;
    }
    let done = world.task("T24-9").await?;
    let accepted = Scene {
        submitted_on: Some(world.day(-5)),
        ..Scene::due(Some(world.day(-1))).status(Status::Accepted)
    };
    world.assignment("ha-noi", done, &accepted).await?;
    let server = Server::of(&world)?;
    for (filter, expected) in [
        ("overdue>5 overdue<15", &[1][..]),
        ("overdue<15 overdue>5", &[1]),
        ("overdue overdue<=10", &[1, 0]),
        ("overdue<=10", &[1, 0]),
        ("overdue<1", &[3]),
        ("status:accepted", &[9]),
        ("tt:\"hoàn thành\"", &[9]),
    ] {
        let codes: Vec<String> = expected.iter().map(|n| format!("T24-{n}/ha-noi")).collect();
        assert_eq!(listed(&server, &reader, filter, 2).await?, codes, "{filter}");
    }
    Ok(())
}
