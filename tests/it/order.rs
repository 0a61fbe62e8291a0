//! Lists in another order than that of urgency.

use std::cmp::Ordering;

use dondoc_shared::{
    filter::{Filter, SortBy},
    role::Role,
    wire::{Page, assignment::AssignmentRow},
};
use dondoc_tests::{
    server::{Server, answer},
    world::{Person, World},
};
use reqwest::Method;
use reqwest_middleware::RequestBuilder;

/// Of each of 93 bodies: 930 rows, some pages of them.
const EACH: i32 = 10;

struct Desk {
    world: World,
    server: Server,
    officer: Person,
}

impl Desk {
    async fn set(each: i32) -> anyhow::Result<Self> {
        let world = World::new().await?;
        let officer = world.person("national", Role::NationalOfficer).await?;
        world.crowd(each).await?;
        let server = Server::of(&world)?;
        Ok(Self { world, server, officer })
    }

    fn ask(&self, filter: &str, limit: i64, cursor: Option<&str>) -> RequestBuilder {
        let request = self.server.api(Method::GET, "/assignments", Some(&self.officer));
        let request = request.query(&[("filter", filter), ("limit", &limit.to_string())]);
        match cursor {
            Some(cursor) => request.query(&[("cursor", cursor)]),
            None => request,
        }
    }

    /// Every row of a list, page by page.
    async fn all(&self, filter: &str) -> anyhow::Result<Vec<AssignmentRow>> {
        let mut rows = vec![];
        let mut cursor: Option<String> = None;
        loop {
            let page: Page<AssignmentRow> =
                self.ask(filter, 100, cursor.as_deref()).send().await?.error_for_status()?.json().await?;
            rows.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return Ok(rows);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_order_has_every_row_once_by_what_it_names_and_what_is_equal_in_it_by_urgency()
-> anyhow::Result<()> {
    let desk = Desk::set(EACH).await?;
    // Chance gives each row something of everything, and many of them the same or nothing.
    desk.world
        .owner
        .batch_execute(
            "select setseed(0.5);
             update dondoc.assignments a set level = r.level, urgency_on = late_from - 3 * r.level,
               percent = 10 * floor(10 * random()),
               urges = r.urges,
               last_urged_on = case when r.urges > 0 then date '2024-01-01' + (100 * random())::int end,
               last_report_at = case when random() < 0.5 then '2024-01-01'::timestamptz + 100 * random() * interval '1 day' end,
               updated_at = '2024-05-01'::timestamptz + 50 * random() * interval '1 day'
               from (select id, floor(4 * random())::int as level, floor(5 * random())::int as urges from dondoc.assignments) as r where r.id = a.id;
             update dondoc.assignments set status = (array['assigned', 'acknowledged', 'in_progress'])[1 + floor(3 * random())];",
        )
        .await?;
    let urgent = desk.all("is:open").await?;
    let place = |row: &AssignmentRow| urgent.iter().position(|other| other.id == row.id).unwrap();
    for by in SortBy::ALL {
        for sign in ["", "-"] {
            let text = format!("sort:{sign}{by}");
            let rows = desk.all(&text).await?;
            let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!((ids.len(), rows.len()), (urgent.len(), urgent.len()), "{text}");
            if *by == SortBy::Changed {
                continue;
            }
            let sort = Filter::parse(&text).unwrap().sort.unwrap();
            for pair in rows.windows(2) {
                let [a, b] = pair else { continue };
                let order = sort.compare(a, b).then_with(|| place(a).cmp(&place(b)));
                assert_eq!(order, Ordering::Less, "{text}: {} before {}", a.code, b.code);
            }
        }
    }
    let changed: Vec<String> = desk.all("sort:-changed").await?.into_iter().map(|row| row.code).collect();
    let told = desk
        .world
        .owner
        .query(
            "select k.code || '/' || t.slug from dondoc.assignments a join dondoc.tasks k on k.id = a.task_id
               join dondoc.tenants t on t.id = a.tenant_id where a.open
              order by a.updated_at desc, a.urgency_on, a.code_order, a.tenant_id, a.id",
            &[],
        )
        .await?;
    assert_eq!(changed, told.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn more_rows_than_a_list_counts_are_not_sorted_and_a_cursor_is_good_for_its_own_order_alone()
-> anyhow::Result<()> {
    let desk = Desk::set(110).await?;
    let (status, refused) = answer(desk.ask("is:open sort:due", 50, None)).await?;
    assert_eq!((status.as_u16(), &refused["code"]), (400, &"invalid_filter".into()), "{refused}");
    assert!(refused["detail"].as_str().unwrap_or_default().contains("10.000"), "{refused}");
    desk.ask("tenant:ha-noi sort:due", 50, None).send().await?.error_for_status()?;
    let page: Page<AssignmentRow> = desk.ask("tenant:ha-noi sort:due", 50, None).send().await?.json().await?;
    let cursor = page.next.unwrap();
    for other in ["tenant:ha-noi sort:-due", "tenant:ha-noi sort:level", "tenant:ha-noi"] {
        assert_eq!(desk.ask(other, 50, Some(&cursor)).send().await?.status(), 400, "{other}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn my_work_in_another_order_stands_under_no_heading_that_would_order_it_anew() -> anyhow::Result<()> {
    let desk = Desk::set(EACH).await?;
    let urged = "update dondoc.assignments set urges = 2, last_urged_on = '2024-07-01' where late_from > '2024-07-25'";
    desk.world.owner.batch_execute(urged).await?;
    let officer = desk.world.person("ha-noi", Role::Officer).await?;
    let page = async |q: &str| -> anyhow::Result<String> {
        let request = desk.server.page("/", Some(&officer)).query(&[("q", q)]);
        Ok(request.send().await?.error_for_status()?.text().await?)
    };
    let codes = |html: &str| -> Vec<String> {
        let cut = html.split("/assignments/").skip(1).map(|rest| rest.chars().take(36).collect());
        let mut codes: Vec<String> = cut.collect();
        codes.dedup();
        codes
    };
    let (urgent, sorted) = (page("").await?, page("sapxep:-dondoc").await?);
    assert!(urgent.contains("<section class=\"rows ") && !sorted.contains("<section class=\"rows "));
    let last = "select id::text from dondoc.assignments where tenant_id = 1 and open
        order by urges desc, urgency_on, code_order, tenant_id, id";
    let told: Vec<String> = desk.world.owner.query(last, &[]).await?.iter().map(|row| row.get(0)).collect();
    assert_eq!(codes(&sorted), told);
    assert_ne!(codes(&urgent), told);
    Ok(())
}
