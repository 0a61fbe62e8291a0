//! The filter language against the database: whatever is asked, the rows are those of which it holds one by one.

use dondoc_shared::{
    error::ErrorCode,
    filter::{Filter, Scope},
    lifecycle::{Part, Status},
    role::Role,
    wire::{Page, assignment::AssignmentRow},
};
use dondoc_tests::{
    server::{Server, answer},
    world::{BODIES, Scene, World},
};
use jiff::{ToSpan, civil::Date};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;

/// Filters that are tried; `FILTERS` sets another number.
const FILTERS: usize = 1_000;
/// 25 July 2024, a Thursday: where the clock of a world stands.
const TODAY: Date = jiff::civil::date(2024, 7, 25);

/// What the database says of an assignment, read without the product.
struct Fact {
    code: String,
    tenant: String,
    task: String,
    ministry: bool,
    status: String,
    open: bool,
    part: String,
    report: bool,
    due_on: Option<Date>,
    late_from: Option<Date>,
    level: i16,
    urges: i32,
    last_urged_on: Option<Date>,
    reported_on: Option<Date>,
    changed_on: Date,
    unanswered: i32,
    percent: i16,
    extension: bool,
    counted: bool,
    sent_back: bool,
    assignee: bool,
    heard_on: Date,
    barrier: bool,
}

/// A term as it is typed, and when it holds.
type Term = (String, Box<dyn Fn(&Fact) -> bool>);

/// Terms joined at random.
enum Tree {
    Term(Term),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

impl Tree {
    fn text(&self) -> String {
        let inner = |tree: &Self| match tree {
            Self::Term((text, _)) => text.clone(),
            tree => format!("({})", tree.text()),
        };
        let joined = |trees: &[Self], by: &str| trees.iter().map(inner).collect::<Vec<_>>().join(by);
        match self {
            Self::Term((text, _)) => text.clone(),
            Self::Not(tree) => format!("not {}", inner(tree)),
            Self::All(trees) => joined(trees, " "),
            Self::Any(trees) => joined(trees, " hoặc "),
        }
    }

    /// Leads alone, unless parts are asked for; of what `or` joins, each by itself.
    fn is_listed(&self, fact: &Fact) -> bool {
        let usual = |tree: &Self| fact.part == "lead" || tree.text().contains("part:");
        match self {
            Self::Any(trees) => trees.iter().any(|tree| usual(tree) && tree.holds(fact)),
            tree => usual(tree) && tree.holds(fact),
        }
    }

    fn holds(&self, fact: &Fact) -> bool {
        match self {
            Self::Term((_, holds)) => holds(fact),
            Self::Not(tree) => !tree.holds(fact),
            Self::All(trees) => trees.iter().all(|tree| tree.holds(fact)),
            Self::Any(trees) => trees.iter().any(|tree| tree.holds(fact)),
        }
    }
}

fn term(text: impl Into<String>, holds: impl Fn(&Fact) -> bool + 'static) -> Term {
    (text.into(), Box::new(holds))
}

fn numbers(dice: &mut StdRng, name: &str, most: i32, of: fn(&Fact) -> Option<i32>) -> Term {
    let n = dice.random_range(0..most);
    let far = n + dice.random_range(0..9);
    let is = move |by: fn(i32, i32) -> bool| move |fact: &Fact| of(fact).is_some_and(|held| by(held, n));
    match dice.random_range(0..6) {
        0 => term(format!("{name}>{n}"), is(|held, n| held > n)),
        1 => term(format!("{name}>={n}"), is(|held, n| held >= n)),
        2 => term(format!("{name}:{n}.."), is(|held, n| held >= n)),
        3 => term(format!("{name}:{n}"), is(|held, n| held == n)),
        4 => term(format!("{name}!={n}"), move |fact| of(fact) != Some(n)),
        _ => term(format!("{name}:{n}..{far}"), move |fact| {
            of(fact).is_some_and(|held| (n..=far).contains(&held))
        }),
    }
}

fn dates(dice: &mut StdRng, name: &str, of: fn(&Fact) -> Option<Date>) -> Term {
    let days = dice.random_range(-60..60);
    let date = TODAY.saturating_add(days.days());
    let typed = match dice.random_range(0..3) {
        0 => date.strftime("%d/%m/%Y").to_string(),
        1 => date.to_string(),
        _ => format!("{days:+}d"),
    };
    let is = move |by: fn(Date, Date) -> bool| move |fact: &Fact| of(fact).is_some_and(|held| by(held, date));
    let within = move |from: Date, to: Date| {
        move |fact: &Fact| of(fact).is_some_and(|held| (from..=to).contains(&held))
    };
    match dice.random_range(0..8) {
        0 => term(format!("{name}<{typed}"), is(|held, date| held < date)),
        1 => term(format!("{name}<={typed}"), is(|held, date| held <= date)),
        2 => term(format!("{name}>{typed}"), is(|held, date| held > date)),
        3 => term(format!("{name}>={typed}"), is(|held, date| held >= date)),
        4 => term(format!("{name}:{typed}"), is(|held, date| held == date)),
        5 => term(
            format!("{name}:this-week"),
            within(jiff::civil::date(2024, 7, 22), jiff::civil::date(2024, 7, 28)),
        ),
        6 => term(
            format!("{name}:tháng-trước"),
            within(jiff::civil::date(2024, 6, 1), jiff::civil::date(2024, 6, 30)),
        ),
        _ => term(format!("{name}:none"), move |fact| of(fact).is_none()),
    }
}

fn late(fact: &Fact) -> Option<i32> {
    let days = fact.late_from?.until(TODAY).unwrap().get_days() + 1;
    Some(days)
}

/// For how many days nothing was heard of what is on track.
fn unheard(fact: &Fact) -> Option<i32> {
    let with_its_body = ["assigned", "acknowledged", "in_progress", "proposed", "returned"];
    let is_quiet = fact.part == "lead"
        && with_its_body.contains(&fact.status.as_str())
        && late(fact).is_none_or(|days| days < 1)
        && !fact.barrier
        && !fact.extension;
    is_quiet.then(|| fact.heard_on.until(TODAY).unwrap().get_days())
}

fn leaf(dice: &mut StdRng) -> Term {
    match dice.random_range(0..20) {
        18 => numbers(dice, "unanswered", 3, |fact| Some(fact.unanswered)),
        19 => numbers(dice, "percent", 100, |fact| Some(i32::from(fact.percent))),
        16 => numbers(dice, "stale", 60, unheard),
        17 => term("la:không-tin", |fact| unheard(fact).is_some_and(|days| days >= 30)),
        0 => {
            let body = *BODIES.choose(dice).unwrap();
            term(format!("tenant:{body}"), move |fact| fact.tenant == body)
        }
        1 => term("khoi:bộ-ngành", |fact| fact.ministry),
        2 => {
            let [one, other] = [0, 1].map(|_| *Status::ALL.choose(dice).unwrap());
            let is = move |fact: &Fact| [one.as_str(), other.as_str()].contains(&fact.status.as_str());
            if dice.random() {
                term(format!("status:{one},{other}"), is)
            } else {
                let name = |status: Status| status.name(dondoc_shared::text::Lang::Vi);
                term(format!("tt:\"{}\",\"{}\"", name(one), name(other)), is)
            }
        }
        3 => {
            let n: i32 = dice.random_range(-40..40);
            let m = n + dice.random_range(0..40);
            // An upper bound alone that lies above 0 asks for what is overdue.
            let least = if n > 0 { 1 } else { i32::MIN };
            match dice.random_range(0..5) {
                4 => term(format!("overdue!=..{n}"), move |fact| {
                    !late(fact).is_some_and(|days| (least..=n).contains(&days))
                }),
                0 => term("overdue", |fact| late(fact).is_some_and(|days| days >= 1)),
                1 => term(format!("overdue>={n}"), move |fact| late(fact).is_some_and(|days| days >= n)),
                2 => term(format!("quahan<={n}"), move |fact| {
                    late(fact).is_some_and(|days| (least..=n).contains(&days))
                }),
                _ => term(format!("qh:{n}..{m}"), move |fact| {
                    late(fact).is_some_and(|days| (n..=m).contains(&days))
                }),
            }
        }
        4 => numbers(dice, "level", 5, |fact| Some(i32::from(fact.level))),
        5 => numbers(dice, "urges", 4, |fact| Some(fact.urges)),
        6 => dates(dice, "due", |fact| fact.due_on),
        7 => dates(dice, "last-urge", |fact| fact.last_urged_on),
        8 => dates(dice, "last-report", |fact| fact.reported_on),
        9 => dates(dice, "changed", |fact| Some(fact.changed_on)),
        10 => term("part:phối-hợp", |fact| fact.part == "coordinating"),
        11 if dice.random() => term("kind:task,report", |_| true),
        11 => term("kind:task", |fact| !fact.report),
        12 => term("assignee:none", |fact| !fact.assignee),
        13 => {
            let n = dice.random_range(0..6);
            term(format!("task:T24-{n:02}"), move |fact| fact.task == format!("T24-{n:02}"))
        }
        14 => term("directive:58", |_| true),
        _ => match dice.random_range(0..9) {
            0 => term("is:extension", |fact| fact.extension),
            1 => term("is:urged", |fact| fact.unanswered > 0),
            2 => term("is:counted", |fact| fact.counted),
            3 => term("la:phê-duyệt-trả-lại", |fact| fact.sent_back),
            4 => term("is:dated", |fact| fact.due_on.is_some()),
            5 => term("is:undated", |fact| fact.due_on.is_none()),
            6 => term("is:in-time", |fact| late(fact).is_none_or(|days| days < 1)),
            7 => term("is:closed", |fact| !fact.open),
            _ => term("is:urged,extension", |fact| fact.unanswered > 0 || fact.extension),
        },
    }
}

fn tree(dice: &mut StdRng, depth: u32) -> Tree {
    if depth == 0 || dice.random_ratio(1, 4) {
        return Tree::Term(leaf(dice));
    }
    let some = |dice: &mut StdRng| (0..dice.random_range(2..4)).map(|_| tree(dice, depth - 1)).collect();
    match dice.random_range(0..5) {
        0 => Tree::Not(Box::new(tree(dice, depth - 1))),
        1 | 2 => Tree::Any(some(dice)),
        _ => Tree::All(some(dice)),
    }
}

async fn scene(world: &World, dice: &mut StdRng) -> anyhow::Result<Vec<Fact>> {
    let person = world.person("ha-noi", Role::Officer).await?;
    for n in 0..40 {
        let task = world.task(&format!("T24-{n:02}")).await?;
        for (tenant, slug) in BODIES.iter().enumerate() {
            let status = *Status::ALL.choose(dice).unwrap();
            let due = dice.random_ratio(5, 6).then(|| world.day(dice.random_range(-60..60)));
            let scene = Scene {
                part: if dice.random_ratio(1, 5) { Part::Coordinating } else { Part::Lead },
                level: dice.random_range(0..5),
                assignee: (tenant == 0 && dice.random()).then_some(person.id),
                submitted_on: matches!(status, Status::Submitted | Status::Accepted).then(|| world.day(-9)),
                ..Scene::due(due).status(status)
            };
            let id = uuid::Uuid::now_v7();
            world.row(World::tenant(slug), id, task, &scene).await?;
            let urges: i32 = dice.random_range(0..4);
            let urged = (urges > 0).then(|| world.day(dice.random_range(-60..1)).to_string());
            let reported = dice
                .random::<bool>()
                .then(|| format!("{}T16:30:00+07:00", world.day(dice.random_range(-60..1))));
            let changed = format!("{}T00:15:00+07:00", world.day(dice.random_range(-60..1)));
            world
                .run(
                    "update dondoc.assignments set urges = $2::int, last_urged_on = $3::text::date, \
                       last_report_at = $4::text::timestamptz, updated_at = $5::text::timestamptz, \
                       unanswered_urges = least($2::int, $6::int), extension_pending = $7, sent_back = $8, \
                       heard_on = $9::text::date, barrier_open = $10, percent = $11, \
                       urgency_on = case when late_from is null then '9999-12-31' \
                         else late_from - least(3 * level + 2 * least($2::int, $6::int), 30) end where id = $1",
                    &[
                        &id,
                        &urges,
                        &urged,
                        &reported,
                        &changed,
                        &i32::from(dice.random::<bool>()),
                        &(scene.part == Part::Lead && status.is_open() && dice.random()),
                        &(status == Status::InProgress && dice.random()),
                        &dice.random::<bool>().then(|| world.day(dice.random_range(-60..1)).to_string()),
                        &dice.random_ratio(1, 4),
                        &dice.random_range(0..=100_i16),
                    ],
                )
                .await?;
        }
    }
    let rows = world
        .owner
        .query(
            "select t.code || '/' || b.slug, b.slug, t.code, b.kind = 'ministry', a.status, a.open, a.part, \
               a.period_id is not null, a.due_on::text, a.late_from::text, a.level, a.urges, a.last_urged_on::text, \
               (a.last_report_at at time zone 'Asia/Ho_Chi_Minh')::date::text, \
               (a.updated_at at time zone 'Asia/Ho_Chi_Minh')::date::text, a.unanswered_urges, \
               a.extension_pending, a.counted, a.sent_back, a.assignee_id is not null, coalesce(a.heard_on, a.assigned_on)::text, a.barrier_open, a.percent \
             from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id join dondoc.tenants b on b.id = a.tenant_id",
            &[],
        )
        .await?;
    let date = |text: Option<String>| text.map(|text| text.parse().unwrap());
    Ok(rows
        .iter()
        .map(|row| Fact {
            code: row.get(0),
            tenant: row.get(1),
            task: row.get(2),
            ministry: row.get(3),
            status: row.get(4),
            open: row.get(5),
            part: row.get(6),
            report: row.get(7),
            due_on: date(row.get(8)),
            late_from: date(row.get(9)),
            level: row.get(10),
            urges: row.get(11),
            last_urged_on: date(row.get(12)),
            reported_on: date(row.get(13)),
            changed_on: date(row.get(14)).unwrap(),
            unanswered: row.get(15),
            extension: row.get(16),
            counted: row.get(17),
            sent_back: row.get(18),
            assignee: row.get(19),
            heard_on: date(row.get(20)).unwrap(),
            barrier: row.get(21),
            percent: row.get(22),
        })
        .collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_of_any_filter_are_those_of_which_it_holds_one_by_one() -> anyhow::Result<()> {
    let (world, mut dice) = (World::new().await?, StdRng::seed_from_u64(20_240_725));
    let facts = scene(&world, &mut dice).await?;
    let lead = world.person("national", Role::Lead).await?;
    let server = Server::of(&world)?;
    let wanted = std::env::var("FILTERS").ok().and_then(|n| n.parse().ok()).unwrap_or(FILTERS);
    let (mut tried, mut found, mut refused) = (0, 0, 0);
    while tried < wanted {
        let tree = tree(&mut dice, 3);
        let text = tree.text();
        let Ok(filter) = Filter::parse(&text) else {
            refused += 1;
            anyhow::ensure!(refused < 2 * wanted, "{text}");
            continue;
        };
        tried += 1;
        // Which of open and closed work a list is about, and that it has leads, is said elsewhere.
        let in_scope = |fact: &&Fact| match filter.scope() {
            Scope::Open => fact.open,
            Scope::Closed => !fact.open,
            Scope::Both => true,
        };
        let is_listed = |fact: &&Fact| in_scope(fact) && tree.is_listed(fact);
        let mut expected: Vec<&str> = facts.iter().filter(is_listed).map(|fact| fact.code.as_str()).collect();
        let (mut rows, mut next): (Vec<AssignmentRow>, Option<String>) = (vec![], None);
        let total = loop {
            let query = [("filter", Some(text.clone())), ("limit", Some("45".to_owned())), ("cursor", next)];
            let request = server.api(Method::GET, "/assignments", Some(&lead)).query(&query);
            let (status, page) = answer(request).await?;
            anyhow::ensure!(status.is_success(), "{text}: {page}");
            let page: Page<AssignmentRow> = serde_json::from_value(page)?;
            rows.extend(page.items);
            next = page.next;
            if next.is_none() {
                break page.total;
            }
        };
        let mut codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        // What a row tells by itself never takes it out of a list in which it is.
        anyhow::ensure!(rows.iter().all(|row| !filter.excludes(row, TODAY)), "{text}");
        codes.sort_unstable();
        expected.sort_unstable();
        anyhow::ensure!(codes == expected, "{text}: {codes:?} and not {expected:?}");
        anyhow::ensure!(total == i64::try_from(codes.len())?, "{text}: {total}");
        found += usize::from(!codes.is_empty());
    }
    anyhow::ensure!(found * 3 > tried, "{found} of {tried} filters found anything");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nothing_bears_is_an_error_with_its_place_and_the_nearest() -> anyhow::Result<()> {
    let world = World::new().await?;
    world.assignment("ha-noi", world.task("T24-08").await?, &Scene::due(Some(world.day(3)))).await?;
    let officer = world.person("national", Role::NationalOfficer).await?;
    let server = Server::of(&world)?;
    for (filter, place, near) in [
        ("overdue or tenant:ha-nio", "12", "ha-noi"),
        ("not (task:T24-80 or overdue)", "6", "T24-08"),
        ("directive:58/QD-UBQGCDSS", "1", "58/QĐ-UBQGCĐS"),
    ] {
        for path in ["/assignments", "/assignments/count"] {
            let asked = server.api(Method::GET, path, Some(&officer)).query(&[("filter", filter)]);
            let (status, problem) = answer(asked).await?;
            assert_eq!(problem["code"], ErrorCode::InvalidFilter.as_str(), "{status} {filter}: {problem}");
            let told = problem.to_string();
            assert!(told.contains(near) && told.contains(&format!(" {place}, ")), "{filter}: {told}");
        }
    }
    for (filter, total) in
        [("task:t24", 1), ("task:T24-08 directive:58/qđ-ubqgcđs", 1), ("not task:T24", 0), ("assignee:me", 0)]
    {
        let asked =
            server.api(Method::GET, "/assignments/count", Some(&officer)).query(&[("filter", filter)]);
        let (_, count) = answer(asked).await?;
        assert_eq!(
            (&count["total"], &count["at_least"]),
            (&total.into(), &false.into()),
            "{filter}: {count}"
        );
    }
    Ok(())
}
