//! How far a list is searched: in a backlog of more than fifty thousand, what an index has is found wherever it stands, and what no
//! index has is looked for a stretch at a time, without losing anything.

use dondoc_shared::role::Role;
use dondoc_tests::{
    server::Server,
    world::{Person, World},
};
use reqwest::Method;
use serde_json::Value;

/// Open assignments of each of 93 bodies: 55,800 in all, more than one search looks at.
const EACH: i32 = 600;

struct Desk {
    world: World,
    server: Server,
    officer: Person,
}

/// Every page of a filter: the codes in order, how many pages, and what the first one says of how many there are.
struct Listed {
    codes: Vec<String>,
    pages: usize,
    total: i64,
    at_least: bool,
}

impl Desk {
    async fn set() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let officer = world.person("national", Role::NationalOfficer).await?;
        world.crowd(EACH).await?;
        let server = Server::of(&world)?;
        Ok(Self { world, server, officer })
    }

    /// Changes the assignments at these places in the order of the list.
    async fn change(&self, places: &[i64], set: &str) -> anyhow::Result<()> {
        let sql = format!(
            "with placed as (
                select tenant_id, id, row_number() over (order by urgency_on, code_order, tenant_id, id) as place
                from dondoc.assignments where open)
             update dondoc.assignments a set {set} from placed p
             where p.tenant_id = a.tenant_id and p.id = a.id and p.place = any($1)"
        );
        self.world.run(&sql, &[&places]).await?;
        Ok(self.world.owner.batch_execute("vacuum analyze dondoc.assignments").await?)
    }

    async fn listed(&self, filter: &str) -> anyhow::Result<Listed> {
        let mut listed = Listed { codes: vec![], pages: 0, total: -1, at_least: false };
        let mut next = String::new();
        loop {
            let request = self.server.api(Method::GET, "/assignments?limit=50", Some(&self.officer));
            let request = request.query(&[("filter", filter)]);
            let request = if next.is_empty() { request } else { request.query(&[("cursor", &next)]) };
            let page: Value = request.send().await?.error_for_status()?.json().await?;
            if listed.pages == 0 {
                listed.total = page["total"].as_i64().unwrap();
                listed.at_least = page["at_least"].as_bool().unwrap();
            }
            listed.pages += 1;
            let items = page["items"].as_array().unwrap();
            listed.codes.extend(items.iter().map(|item| item["code"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(more) => more.clone_into(&mut next),
                None => return Ok(listed),
            }
        }
    }

    /// The codes of those with a condition, in the order of the list.
    async fn expected(&self, condition: &str) -> anyhow::Result<Vec<String>> {
        let sql = format!(
            "select k.code || '/' || t.slug from dondoc.assignments a
               join dondoc.tasks k on k.id = a.task_id join dondoc.tenants t on t.id = a.tenant_id
             where a.open and {condition} order by a.urgency_on, a.code_order, a.tenant_id, a.id"
        );
        Ok(self.world.owner.query(&sql, &[]).await?.iter().map(|row| row.get(0)).collect())
    }
}

/// The first, the last that one search looks at, the one behind it, and the last of all.
const PLACES: [i64; 4] = [1, 50_000, 50_001, 55_800];

#[tokio::test(flavor = "multi_thread")]
async fn what_no_index_has_is_looked_for_a_stretch_at_a_time_and_nothing_is_lost() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.change(&PLACES, "sent_back = true").await?;
    let found = desk.listed("is:sent-back").await?;
    assert_eq!(found.codes, desk.expected("a.sent_back").await?);
    assert_eq!(
        (found.pages, found.total, found.at_least),
        (2, 2, true),
        "two of them were seen in the first search"
    );
    let none = desk.listed("is:sent-back tenant:ha-noi status:returned").await?;
    assert_eq!(
        (none.codes.len(), none.pages, none.total, none.at_least),
        (0, 1, 0, false),
        "a body has fewer"
    );
    let nothing = desk.listed("last-report>2024-01-01").await?;
    assert_eq!(
        (nothing.codes.len(), nothing.pages, nothing.at_least),
        (0, 2, true),
        "it says that there is more to search"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_index_has_is_found_wherever_it_stands_and_counted_exactly() -> anyhow::Result<()> {
    let desk = Desk::set().await?;
    desk.change(
        &PLACES,
        "status = 'returned', level = 3, urgency_on = late_from - 9, extension_pending = true",
    )
    .await?;
    let last = desk.expected("a.level = 3").await?;
    let (code, _) = last.last().unwrap().split_once('/').unwrap();
    let of_code = format!("k.code = '{code}'");
    for (filter, condition) in [
        ("level>=3", "a.level = 3"),
        ("level>=1 last-report:none", "a.level = 3"),
        ("status:returned", "a.status = 'returned'"),
        ("status:returned,submitted", "a.status = 'returned'"),
        ("is:extension", "a.extension_pending"),
        ("level>=4", "false"),
        ("status:refused", "false"),
        ("claimed:me", "false"),
        ("due:2023-01-01..2023-12-31", "false"),
        (&format!("task:{code}"), &of_code),
    ] {
        let found = desk.listed(filter).await?;
        let expected = desk.expected(condition).await?;
        let counted = (i64::try_from(expected.len())?, false);
        assert_eq!((found.total, found.at_least), counted, "{filter}");
        assert_eq!(found.codes, expected, "{filter}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn open_work_stands_before_closed_where_both_are_asked_for() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("national", Role::NationalOfficer).await?;
    world.crowd(1).await?;
    let closed = "update dondoc.assignments set status = 'accepted', open = false, submitted_on = due_on, late_from = null, \
        original_late_from = null, urgency_on = '9999-12-31' where tenant_id % 2 = 0";
    world.run(closed, &[]).await?;
    let desk = Desk { server: Server::of(&world)?, world, officer };
    let found = desk.listed("is:open or is:closed").await?;
    assert_eq!((found.codes.len(), found.total, found.at_least, found.pages), (93, 93, false, 2));
    let first_closed = found.codes.iter().position(|code| code.ends_with("/body-4")).unwrap();
    let last_open = found.codes.iter().position(|code| code.ends_with("/body-93")).unwrap();
    assert!(last_open < first_closed, "{:?}", found.codes);
    Ok(())
}
