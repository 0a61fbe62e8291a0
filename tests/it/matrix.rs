//! A directive as a matrix of bodies and tasks: each cell says what its item says.

use std::collections::BTreeMap;

use dondoc_shared::{
    lifecycle::{Part, Status},
    role::Role,
    wire::{
        assignment::AssignmentDetail,
        matrix::{DirectiveMatrix, Directives},
    },
};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use reqwest::StatusCode;
use uuid::Uuid;

async fn directives(server: &Server, by: &Person) -> anyhow::Result<Directives> {
    let (status, said) = server.get("/directives", by).await?;
    anyhow::ensure!(status == StatusCode::OK, "{said}");
    Ok(serde_json::from_value(said)?)
}

async fn matrix(server: &Server, by: &Person) -> anyhow::Result<DirectiveMatrix> {
    let id = directives(server, by).await?.items[0].id;
    let (status, said) = server.get(&format!("/directives/{id}/matrix"), by).await?;
    anyhow::ensure!(status == StatusCode::OK, "{said}");
    Ok(serde_json::from_value(said)?)
}

#[tokio::test]
async fn each_cell_says_what_its_item_says_and_stands_under_its_task() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let observer = world.person("national", Role::Observer).await?;
    let mut expected = BTreeMap::new();
    for (n, code) in ["T24-10", "T24-2", "T24-9"].into_iter().enumerate() {
        let task = world.task(code).await?;
        for (nth, body) in ["ha-noi", "bca"].into_iter().enumerate() {
            // Bca does not lead the last one.
            if (n, nth) == (2, 1) {
                continue;
            }
            let due = (n, nth) != (1, 1);
            let status = [Status::InProgress, Status::Submitted, Status::Accepted][n];
            let submitted_on = (n > 0).then(|| world.day(-3));
            let due_on = due.then(|| world.day(-40 + 30 * i64::try_from(n + nth).unwrap()));
            let scene = Scene { level: i16::try_from(n).unwrap(), submitted_on, ..Scene::due(due_on) };
            let id = world.assignment(body, task, &scene.status(status)).await?;
            expected.insert((body.to_owned(), code.to_owned()), id);
        }
        let contribution = Scene { part: Part::Coordinating, ..Scene::due(None) };
        world.assignment("lao-cai", task, &contribution).await?;
    }
    let urged = expected[&("ha-noi".to_owned(), "T24-10".to_owned())];
    world.urge("ha-noi", urged.0, world.day(3)).await?;
    let counted =
        "update dondoc.assignments set unanswered_urges = 1, urgency_on = late_from - 2 where id = $1";
    world.run(counted, &[&urged.0]).await?;

    let seen = matrix(&server, &observer).await?;
    let codes: Vec<&str> = seen.columns.iter().map(|column| column.code.as_str()).collect();
    assert_eq!(codes, ["T24-2", "T24-9", "T24-10"], "tasks stand by their number");
    let bodies: Vec<&str> = seen.rows.iter().map(|row| row.tenant.slug.as_str()).collect();
    assert_eq!(bodies, ["bca", "ha-noi"], "ministries first, and nobody who only contributes");
    assert_eq!(seen.directive.tasks, 3);
    let mut cells = 0;
    for row in &seen.rows {
        assert!(row.cells.is_sorted_by_key(|cell| cell.column));
        for cell in &row.cells {
            let code = &seen.columns[cell.column].code;
            assert_eq!(cell.assignment, expected[&(row.tenant.slug.clone(), code.clone())]);
            let (status, item) = server.get(&format!("/assignments/{}", cell.assignment), &observer).await?;
            anyhow::ensure!(status == StatusCode::OK, "{item}");
            let item = serde_json::from_value::<AssignmentDetail>(item)?.row;
            assert_eq!(item.code, format!("{code}/{}", row.tenant.slug));
            assert_eq!(
                (cell.status, cell.due_on, cell.days_overdue, cell.level, cell.unanswered_urges),
                (item.status, item.due_on, item.days_overdue, item.level, item.unanswered_urges),
                "{}",
                item.code
            );
            cells += 1;
        }
    }
    assert_eq!(cells, expected.len());
    let to_urge = |cell: &&dondoc_shared::wire::matrix::MatrixCell| cell.is_to_urge();
    let late: Vec<_> = seen.rows.iter().flat_map(|row| &row.cells).filter(to_urge).collect();
    assert!(late.iter().any(|cell| cell.assignment == urged && cell.unanswered_urges == 1), "{late:?}");
    assert!(
        late.iter().all(|cell| cell.status == Status::InProgress),
        "nobody is urged about what is with us"
    );
    Ok(())
}

#[tokio::test]
async fn directives_stand_newest_first_with_their_tasks_and_reports_of_periods_are_none() -> anyhow::Result<()>
{
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    assert!(directives(&server, &lead).await?.items.is_empty());
    for code in ["T24-1", "CT-2024-M07", "T22-1"] {
        let task = world.task(code).await?;
        world.assignment("ha-noi", task, &Scene::due(Some(world.day(-5)))).await?;
    }
    world
        .owner
        .batch_execute(
            "insert into dondoc.directives (id, number, kind, issuer_vi, issuer_en, issued_on, title_vi, title_en)
               values (gen_random_uuid(), '27/QĐ', 'decision', 'x', 'x', '2022-03-15', 'Kế hoạch 2022', 'Plan of 2022'),
                      (gen_random_uuid(), '99/TB', 'notice', 'x', 'x', '2024-07-01', 'Không giao việc', 'Names no task');
             update dondoc.tasks set directive_id = (select id from dondoc.directives where number = '27/QĐ') where code = 'T22-1';
             insert into dondoc.regimes select 1, 'CT', 'x', 'x', 'month', id, 9, 3, 5, true, 'inferred', '', ''
               from dondoc.directives where number = '58/QĐ-UBQGCĐS';
             insert into dondoc.periods (id, regime_id, code, from_on, to_on, opens_on, due_on, cutoff_on, close_on, status, simulated,
               planned_name, planned_at, opened_name, opened_at)
               values (1202407, 1, '2024-M07', '2024-06-15', '2024-07-14', '2024-07-05', '2024-07-17', '2024-07-19', '2024-08-16',
                 'open', true, 'x', now(), 'x', now());
             update dondoc.tasks set kind = 'report', period_id = 1202407 where code = 'CT-2024-M07';
             update dondoc.assignments set counted = false, period_id = 1202407
               where task_id = (select id from dondoc.tasks where code = 'CT-2024-M07')",
        )
        .await?;
    let items = directives(&server, &lead).await?.items;
    let listed: Vec<_> = items.iter().map(|row| (row.number.as_str(), row.tasks)).collect();
    assert_eq!(listed, [("58/QĐ-UBQGCĐS", 1), ("27/QĐ", 1)]);
    let seen = matrix(&server, &lead).await?;
    let codes: Vec<&str> = seen.columns.iter().map(|column| column.code.as_str()).collect();
    assert_eq!((codes.as_slice(), seen.rows[0].cells.len()), (&["T24-1"][..], 1));
    Ok(())
}

#[tokio::test]
async fn there_is_no_matrix_of_what_names_no_task_and_none_for_a_tenant() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let lead = world.person("national", Role::Lead).await?;
    for id in [Uuid::now_v7().to_string(), "58".to_owned(), "%00".to_owned()] {
        let (status, said) = server.get(&format!("/directives/{id}/matrix"), &lead).await?;
        assert_eq!(status, StatusCode::NOT_FOUND, "{id}: {said}");
    }
    let task = world.task("T24-1").await?;
    world.assignment("ha-noi", task, &Scene::due(None)).await?;
    let id = directives(&server, &lead).await?.items[0].id;
    for role in [Role::Approver, Role::Administrator] {
        let person = world.person("ha-noi", role).await?;
        for path in ["/directives".to_owned(), format!("/directives/{id}/matrix")] {
            assert_eq!(server.get(&path, &person).await?.0, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
    Ok(())
}
