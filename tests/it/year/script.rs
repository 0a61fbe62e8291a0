//! The script of the year: people who come and go, work that is assigned, rules and calendars that change.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{lifecycle::Status, role::Role};
use dondoc_tests::{relay_world::Post, world::Scene};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday, date},
};
use rand::{RngExt, rngs::StdRng, seq::IteratorRandom};
use uuid::Uuid;

use super::{ZONES, tenant};

pub struct Person {
    pub id: Uuid,
    pub role: &'static str,
    pub active: bool,
}

pub struct Item {
    pub id: Uuid,
    pub code: String,
    pub due: Date,
    pub original_due: Date,
    pub assigned_on: Date,
    pub status: &'static str,
    pub submitted_on: Option<Date>,
    pub assignee: Option<Uuid>,
    /// How often status, due date or level have changed.
    pub changes: u32,
}

impl Item {
    /// States in which the next step is the tenant's.
    pub fn is_with_the_tenant(&self) -> bool {
        ["assigned", "acknowledged", "in_progress", "proposed", "returned"].contains(&self.status)
    }
}

#[derive(Default)]
pub struct Body {
    pub people: Vec<Person>,
    pub mailbox: Option<Uuid>,
    pub items: BTreeMap<String, Item>,
}

pub struct Policy {
    pub version: i32,
    pub own: bool,
    pub cap: u32,
    pub rules: Vec<(String, Vec<String>)>,
    body: Option<usize>,
    from: Date,
    until: Date,
}

pub struct Script {
    pub bodies: Vec<Body>,
    policies: Vec<Policy>,
    off: BTreeSet<Date>,
    made_up: BTreeSet<Date>,
    made: usize,
    steps: usize,
}

const HOLIDAYS_2024: [&str; 12] = [
    "2024-02-08",
    "2024-02-09",
    "2024-02-12",
    "2024-02-13",
    "2024-02-14",
    "2024-04-18",
    "2024-04-29",
    "2024-04-30",
    "2024-05-01",
    "2024-09-02",
    "2024-09-03",
    "2024-01-01",
];
const MADE_UP: &str = "2024-05-04";
/// Decided in July: a long weekend in October, and a Saturday to make up for it.
const LATER: [&str; 2] = ["2024-10-10", "2024-10-11"];
const LATER_MADE_UP: &str = "2024-10-19";

impl Script {
    pub async fn begin(post: &Post) -> Self {
        let world = &post.world;
        world
            .run(
                "update dondoc.assignments set status = 'suspended', open = false, late_from = null, \
                   original_late_from = null, urgency_on = '9999-12-31'",
                &[],
            )
            .await
            .unwrap();
        let mut bodies = Vec::new();
        for (body, zone) in ZONES.iter().enumerate() {
            let id = tenant(body).0;
            let sql = "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en, zone)
                       values ($1, 'body-' || $1::int, 'B' || $1::int, 'province', 'Đơn vị ' || $1::int, 'Body ' || $1::int, $2)";
            world.run(sql, &[&id, zone]).await.unwrap();
            let mut people = Vec::new();
            for (n, role) in [Role::Officer, Role::Officer, Role::Approver].into_iter().enumerate() {
                let person = Uuid::from_u128(u128::try_from(body * 10 + n + 1).unwrap());
                let email = format!("{person}@body.example");
                world.user(tenant(body), person, role, role.as_str(), &email).await.unwrap();
                people.push(Person { id: person, role: role.as_str(), active: true });
            }
            // One body has no mailbox: there nobody is told when nobody is active.
            let mailbox = (body != 2).then(|| Uuid::from_u128(u128::try_from(1_000 + body).unwrap()));
            if let Some(mailbox) = &mailbox {
                let sql = "insert into dondoc.contacts (tenant_id, id, role, office, address)
                           values ($1, $2, 'agency_mailbox', 'Văn thư', $2::uuid || '@body.example')";
                world.run(sql, &[&id, mailbox]).await.unwrap();
            }
            bodies.push(Body { people, mailbox, items: BTreeMap::new() });
        }
        let days = |days: &[&str]| days.iter().map(|day| day.parse().unwrap()).collect::<BTreeSet<Date>>();
        let all: Vec<(&str, &str)> =
            HOLIDAYS_2024.iter().map(|day| (*day, "public")).chain([(MADE_UP, "swap_work")]).collect();
        world.holidays(2024, &all).await.unwrap();
        world
            .holidays(2025, &[("2025-01-01", "public"), ("2025-01-28", "lunar"), ("2025-01-29", "lunar")])
            .await
            .unwrap();
        let mut off = days(&HOLIDAYS_2024);
        off.extend(days(&["2025-01-01", "2025-01-28", "2025-01-29"]));
        let first = Policy {
            version: 1,
            own: false,
            cap: 5,
            rules: rules(
                &["before-7", "before-3", "before-1", "due", "overdue-1", "overdue-3"],
                &["overdue-7", "every-7-from-14"],
            ),
            body: None,
            from: date(2000, 1, 1),
            until: Date::MAX,
        };
        Self { bodies, policies: vec![first], off, made_up: days(&[MADE_UP]), made: 0, steps: 0 }
    }

    /// Whether the day is worked, by the present calendar.
    pub fn works(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.made_up.contains(&day) || (!weekend && !self.off.contains(&day))
    }

    /// The version that counts for a body on a day: its own newest, else the newest of all.
    pub fn policy(&self, body: usize, on: Date) -> &Policy {
        let counts = |policy: &&Policy| policy.from <= on && on < policy.until;
        let newest = |of: Option<usize>| {
            self.policies.iter().filter(|p| p.body == of).filter(counts).max_by_key(|p| p.version)
        };
        newest(Some(body)).or_else(|| newest(None)).unwrap()
    }

    /// Whom a version reminds by a rule.
    pub fn audiences(&self, version: i32, own: bool, rule: &str) -> &[String] {
        let policy = self.policies.iter().find(|policy| (policy.version, policy.own) == (version, own));
        let (_, audiences) = policy.unwrap().rules.iter().find(|(known, _)| known == rule).unwrap();
        audiences
    }

    /// The body that a reader belongs to.
    pub fn body_of(&self, reader: Uuid) -> usize {
        let is_theirs =
            |body: &Body| body.mailbox == Some(reader) || body.people.iter().any(|p| p.id == reader);
        self.bodies.iter().position(is_theirs).unwrap()
    }

    pub fn reader(&self, address: &str) -> Uuid {
        address.split_once('@').unwrap().0.parse().unwrap()
    }

    /// The decisions of the year, each before the date from which it counts.
    pub async fn change_the_rules(&mut self, post: &Post, now: Timestamp) {
        let moments = ["2024-05-20", "2024-07-15", "2024-08-20", "2024-10-28", "2024-12-12"];
        let Some(moment) = moments.get(self.steps) else { return };
        if now < format!("{moment}T00:00:00Z").parse().unwrap() {
            return;
        }
        self.steps += 1;
        match self.steps {
            1 => {
                let sparse = rules(&["before-5", "due", "overdue-2"], &["overdue-7", "doubling-5-from-12"]);
                self.make(post, None, 2, date(2024, 6, 3), 4, sparse).await;
            }
            2 => self.second_calendar(post).await,
            3 => {
                let mut own = rules(&["before-10", "due", "overdue-1"], &["every-3-from-4"]);
                own[2].1.push("agency_mailbox".to_owned());
                self.make(post, Some(3), 1, date(2024, 9, 2), 10, own).await;
            }
            4 => {
                let until = date(2024, 11, 4);
                post.world
                    .run(
                        "update dondoc.policies set until_on = '2024-11-04' where for_tenant is not null",
                        &[],
                    )
                    .await
                    .unwrap();
                self.policies
                    .iter_mut()
                    .filter(|policy| policy.body.is_some())
                    .for_each(|policy| policy.until = until);
            }
            _ => {
                let often =
                    rules(&["before-7", "before-3", "due", "overdue-1"], &["overdue-5", "every-4-from-8"]);
                self.make(post, None, 3, date(2025, 1, 2), 6, often).await;
            }
        }
    }

    async fn make(
        &mut self,
        post: &Post,
        body: Option<usize>,
        version: i32,
        from: Date,
        cap: u32,
        rules: Vec<(String, Vec<String>)>,
    ) {
        let id = Uuid::from_u128(u128::try_from(5_000 + self.steps).unwrap());
        let sql =
            "insert into dondoc.policies (id, kind, for_tenant, version, from_on, cap, note, by_name, at)
                   values ($1, 'reminders', $2, $3, $4::text::date, $5, 'x', 'x', now())";
        let of = body.map(|body| tenant(body).0);
        post.world
            .run(sql, &[&id, &of, &version, &from.to_string(), &i16::try_from(cap).unwrap()])
            .await
            .unwrap();
        for (rule, audiences) in &rules {
            for audience in audiences {
                let sql = "insert into dondoc.reminder_rules (policy_id, rule, audience) values ($1, $2, $3)";
                post.world.run(sql, &[&id, rule, audience]).await.unwrap();
            }
        }
        self.policies.push(Policy { version, own: body.is_some(), cap, rules, body, from, until: Date::MAX });
    }

    async fn second_calendar(&mut self, post: &Post) {
        let sql = "insert into dondoc.calendar_versions (for_tenant, year, version, from_day, at, by_name)
                   values (0, 2024, 2, '2024-10-10', '2024-07-15Z', 'x')";
        post.world.run(sql, &[]).await.unwrap();
        let same = HOLIDAYS_2024.iter().chain(&LATER).map(|day| (*day, "public"));
        for (day, kind) in same.chain([(MADE_UP, "swap_work"), (LATER_MADE_UP, "swap_work")]) {
            let sql = "insert into dondoc.holidays (for_tenant, year, version, day, kind, name_vi, name_en, certainty)
                       values (0, 2024, 2, $1::text::date, $2, '', '', 'verified')";
            post.world.run(sql, &[&day, &kind]).await.unwrap();
        }
        self.off.extend(LATER.iter().map(|day| day.parse::<Date>().unwrap()));
        self.made_up.insert(LATER_MADE_UP.parse().unwrap());
    }

    /// After office hours something happens, or nothing; to what waits, too.
    pub async fn evening(&mut self, post: &Post, body: usize, today: Date, chance: &mut StdRng) {
        let what = chance.random_range(0..100);
        let open = self.bodies[body].items.len();
        if what < 12 && open < 16 {
            return self.assign(post, body, today, chance).await;
        }
        if what > 94 {
            return self.come_or_go(post, body, chance).await;
        }
        let people: Vec<Uuid> = self.bodies[body].people.iter().map(|person| person.id).collect();
        let Some(item) = self.bodies[body].items.values_mut().choose(chance) else { return };
        let from = item.status;
        match (what, from) {
            (12..=16, "in_progress" | "proposed" | "assigned") => item.status = "submitted",
            (17..=24, "submitted") => item.status = "returned",
            (25..=27, "submitted") => item.status = "accepted",
            (28..=30, "in_progress" | "returned") => item.status = "proposed",
            (31..=33, "proposed" | "assigned" | "returned") => item.status = "in_progress",
            (34..=35, "in_progress") => item.status = "suspended",
            (36..=38, "suspended") => item.status = "in_progress",
            (39..=41, "in_progress" | "returned" | "proposed") => item.due = today.max(item.due) + 20.days(),
            (42..=44, _) => item.assignee = people.into_iter().choose(chance),
            _ => return,
        }
        if !(42..=44).contains(&what) {
            item.changes += 1;
        }
        item.submitted_on = if item.status == "submitted" { Some(today) } else { item.submitted_on };
        write(post, tenant(body).0, item, what < 42).await;
        if item.status == "accepted" {
            let code = item.code.clone();
            self.bodies[body].items.remove(&code);
        }
    }

    async fn assign(&mut self, post: &Post, body: usize, today: Date, chance: &mut StdRng) {
        self.made += 1;
        let code = format!("Y{}", self.made);
        let task = post.world.task(&code).await.unwrap();
        let due = today + chance.random_range(-9i64..45).days();
        let assignee = self.bodies[body].people.iter().map(|person| person.id).choose(chance);
        let item = Item {
            id: Uuid::from_u128(u128::try_from(10_000 + self.made).unwrap()),
            code: code.clone(),
            due,
            original_due: due,
            assigned_on: today,
            status: "assigned",
            submitted_on: None,
            assignee: assignee.filter(|_| chance.random_ratio(2, 3)),
            changes: 0,
        };
        let scene = Scene { assigned_on: today, ..Scene::due(Some(due)).status(Status::Assigned) };
        post.world.row(tenant(body), item.id, task, &scene).await.unwrap();
        write(post, tenant(body).0, &item, true).await;
        self.bodies[body].items.insert(code, item);
    }

    async fn come_or_go(&mut self, post: &Post, body: usize, chance: &mut StdRng) {
        let Some(person) = self.bodies[body].people.iter_mut().choose(chance) else { return };
        person.active = !person.active;
        let status = if person.active { "active" } else { "disabled" };
        post.world
            .run("update dondoc.users set status = $1 where id = $2", &[&status, &person.id])
            .await
            .unwrap();
    }
}

fn rules(early: &[&str], late: &[&str]) -> Vec<(String, Vec<String>)> {
    let with = |words: &[&str], to: &[&str]| {
        let to: Vec<String> = to.iter().map(|&to| to.to_owned()).collect();
        words.iter().map(|&word| (word.to_owned(), to.clone())).collect::<Vec<_>>()
    };
    [with(early, &["assignee"]), with(late, &["assignee", "approvers"])].concat()
}

/// Writes the row as the use cases would.
async fn write(post: &Post, tenant: i32, item: &Item, begins_anew: bool) {
    let sql = "update dondoc.assignments set status = $3, open = $3 not in ('accepted', 'suspended'),
                 due_on = $4::text::date, late_from = l.late, original_late_from = l.late,
                 urgency_on = coalesce(l.late, '9999-12-31'), submitted_on = $5::text::date, assignee_id = $6,
                 reminders_at_level = case when $7 then 0 else reminders_at_level end,
                 silent = case when $7 then false else silent end
               from (select case when $3 in ('accepted', 'suspended') then null
                                 when $3 = 'submitted' and $5::text::date <= $4::text::date then null
                                 else $4::text::date + 1 end as late) l
               where tenant_id = $1 and id = $2";
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 7] = [
        &tenant,
        &item.id,
        &item.status,
        &item.due.to_string(),
        &item.submitted_on.map(|day| day.to_string()),
        &item.assignee,
        &begins_anew,
    ];
    assert_eq!(post.world.run(sql, &values).await.unwrap(), 1, "{} of {}", item.code, item.original_due);
}
