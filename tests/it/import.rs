//! The import of the real data into a real database: counted, repeated, refused.

use std::collections::BTreeMap;

use dondoc_kernel::db::{Actor, National};
use dondoc_server::{
    domain::indicators,
    slices::directives::{
        self, Counts, Refusal, Summary,
        import::{CARRIED, Source},
    },
};
use dondoc_shared::{
    figures::{Decimal, Quotient},
    id::TenantId,
    text::Lang,
};
use dondoc_tests::{
    database::{TestDatabase, connect},
    tally,
};
use jiff::civil::date;
use tokio_postgres::Client;

async fn imported() -> (TestDatabase, Client) {
    let database = TestDatabase::imported().await.unwrap();
    let admin = connect(&database.admin_url()).await.unwrap();
    (database, admin)
}

/// Text and number of each row.
async fn counts(admin: &Client, query: &str) -> BTreeMap<String, i64> {
    admin.query(query, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn number(admin: &Client, query: &str) -> i64 {
    admin.query_one(query, &[]).await.unwrap().get(0)
}

/// Every row of every table with the transaction that wrote it last.
async fn everything(admin: &Client) -> Vec<String> {
    let mut all = Vec::new();
    let tables =
        "select relname::text from pg_class where relnamespace = 'dondoc'::regnamespace and relkind = 'r'";
    for table in admin.query(tables, &[]).await.unwrap() {
        let table: String = table.get(0);
        let rows = format!(
            "select '{table} ' || t.xmin || ' ' || t.ctid || ' ' || t from dondoc.{table} t order by 1"
        );
        all.extend(admin.query(&rows, &[]).await.unwrap().iter().map(|row| row.get::<_, String>(0)));
    }
    all
}

/// The carried files, one of them changed.
fn with<'a>(name: &str, text: &'a str) -> [Source<'a>; 10] {
    CARRIED
        .map(|source| if source.name == name { Source { bytes: text.as_bytes(), ..source } } else { source })
}

fn carried(name: &str) -> String {
    let source = CARRIED.iter().find(|source| source.name == name).unwrap();
    String::from_utf8(source.bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn every_lead_and_every_contribution_of_the_plans_is_there() {
    let (_database, admin) = imported().await;
    let leads = counts(
        &admin,
        "select case when a.tenant_id = 0 then 'national' else d.number end, count(*) from dondoc.assignments a
           join dondoc.tasks t on t.id = a.task_id join dondoc.directives d on d.id = t.directive_id
          where a.part = 'lead' group by 1",
    )
    .await;
    let expected = [
        ("27/QĐ-UBQGCĐS", 454),
        ("58/QĐ-UBQGCĐS", 876),
        ("344/TB-VPCP", 973),
        ("82/NQ-CP", 186),
        ("203/TB-VPCP", 93),
        ("national", 3),
    ];
    assert_eq!(leads, expected.map(|(number, n)| (number.to_owned(), n)).into());
    assert_eq!(
        number(&admin, "select count(*) from dondoc.assignments where part = 'coordinating'").await,
        850
    );
    let without = "select string_agg(code, ' ' order by code) from dondoc.tasks t
        where not exists (select from dondoc.assignments a where a.task_id = t.id)";
    let without: String = admin.query_one(without, &[]).await.unwrap().get(0);
    assert_eq!(without, "T24-03 T24-32a T24-46 T24-47");
    assert_eq!(number(&admin, "select count(*) from dondoc.tenants where id > 0").await, 93);
    assert_eq!(number(&admin, "select count(*) from dondoc.holidays").await, 93);
}

#[tokio::test]
async fn every_assignment_has_its_line_in_timeline_trail_and_tally() {
    let (_database, admin) = imported().await;
    let all = number(&admin, "select count(*) from dondoc.assignments").await;
    assert_eq!(all, 454 + 876 + 973 + 186 + 93 + 3 + 850);
    let told = "select count(*) from dondoc.assignments a
        join dondoc.events e on (e.tenant_id, e.assignment_id) = (a.tenant_id, a.id) and e.kind = 'assigned'
        join dondoc.audit u on (u.tenant_id, u.subject_id) = (a.tenant_id, a.id) and u.action = 'assign'
         and u.actor_name = 'system:import' and e.actor_name = u.actor_name";
    assert_eq!(number(&admin, told).await, all);
    assert_eq!(tally::differences(&admin).await.unwrap(), (0, 0));
    let today =
        "select count(*) from dondoc.assignments where assigned_on <> '2024-07-25' or status <> 'assigned'";
    assert_eq!(number(&admin, today).await, 0);
}

#[tokio::test]
async fn what_is_restated_counts_once_and_the_later_one_leads() {
    let (_database, admin) = imported().await;
    let counted = counts(
        &admin,
        "select t.code, count(*) filter (where counted) from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
          where t.code in ('T24-33', 'T24-02', 'T24-23', 'T24-43', 'T24-24', 'T24-44') and part = 'lead' group by 1",
    )
    .await;
    for (later, earlier) in [("T24-33", "T24-02"), ("T24-23", "T24-43"), ("T24-24", "T24-44")] {
        assert!(counted[later] > 0, "{later}");
        // Only a tenant that leads the earlier task alone is still counted with it.
        let alone = format!(
            "select count(*) from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
              where t.code = '{earlier}' and part = 'lead' and tenant_id > 0 and not exists (
                    select from dondoc.assignments b join dondoc.tasks l on l.id = b.task_id
                     where l.code = '{later}' and b.part = 'lead' and b.tenant_id = a.tenant_id)"
        );
        assert_eq!(counted[earlier], number(&admin, &alone).await, "{earlier}");
    }
    let never =
        "select count(*) from dondoc.assignments where counted and (tenant_id = 0 or part = 'coordinating')";
    assert_eq!(number(&admin, never).await, 0);
}

#[tokio::test]
async fn the_migration_spells_words_and_codes_as_the_import_does() {
    let (_database, admin) = imported().await;
    let stored = "select code, words || code_order || (select string_agg(distinct a.code_order, '/') from dondoc.assignments a where a.task_id = t.id)
        from dondoc.tasks t order by code";
    let read = async || -> Vec<(String, Option<String>)> {
        admin.query(stored, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect()
    };
    let before = read().await;
    assert!(before.iter().any(|(_, words)| words.as_ref().is_some_and(|words| words.contains("'ubqgcđs'"))));
    let migration = include_str!("../../migrations/0019_words_and_order/up.sql");
    let updates: Vec<&str> =
        migration.split(';').map(str::trim).filter(|part| part.contains("update dondoc.")).collect();
    assert_eq!(updates.len(), 3);
    admin.batch_execute("update dondoc.tasks set words = '', code_order = ''; update dondoc.assignments set code_order = ''").await.unwrap();
    for update in updates {
        admin.batch_execute(update).await.unwrap();
    }
    assert_eq!(read().await, before);
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let (database, admin) = imported().await;
    let before = everything(&admin).await;
    let summary = directives::import(&database.db().unwrap(), &CARRIED, false).await.unwrap().unwrap();
    assert!(summary.is_nothing());
    assert_eq!(summary.assignments, Counts { new: 0, changed: 0, unchanged: 3435 });
    assert_eq!(everything(&admin).await, before);
}

#[tokio::test]
async fn a_dry_run_tells_what_a_run_would_do_and_writes_nothing() {
    let (database, admin) = imported().await;
    let db = database.db().unwrap();
    let before = everything(&admin).await;
    let tasks = carried("tasks.csv").replace("Phổ cập danh tính điện tử đến toàn dân", "Định danh điện tử");
    let tasks = format!(
        "{tasks}T24-99,344/TB-VPCP,,,Việc mới,New work,,,all-localities,stated,,localities,2024-07-10,day,,,,none,,T24-33,,,nguồn,source\n"
    );
    let files = with("tasks.csv", &tasks);
    let dry = directives::import(&db, &files, true).await.unwrap().unwrap();
    assert_eq!(dry.tasks, Counts { new: 1, changed: 1, unchanged: 73 });
    assert_eq!(dry.assignments, Counts { new: 63, changed: 0, unchanged: 3435 });
    assert_eq!(everything(&admin).await, before);

    let wet: Summary = directives::import(&db, &files, false).await.unwrap().unwrap();
    assert_eq!(wet, dry);
    let title = "select count(*) from dondoc.tasks where title_vi = 'Định danh điện tử' and words::tsvector @@ 'dinh <-> danh <-> dien <-> tu'";
    assert_eq!(number(&admin, title).await, 1);
    // It restates a task that was imported earlier, whose assignments of the localities leave the figures.
    let earlier = "select count(*) from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
        join dondoc.tenants n on n.id = a.tenant_id where t.code = 'T24-33' and counted and n.kind in ('province', 'city')";
    assert_eq!(number(&admin, earlier).await, 0);
    let odd = "select (select count(*) from dondoc.assignments where counted and open)
        - (select sum(n)::bigint from dondoc.tally_open)";
    assert_eq!(number(&admin, odd).await, 0);
}

#[tokio::test]
async fn files_with_faults_write_nothing_and_name_every_place() {
    let (database, admin) = imported().await;
    let before = everything(&admin).await;
    let broken = carried("tasks.csv").replacen("T22-01,27/QĐ-UBQGCĐS", "T22-01,99/QĐ", 1).replacen(
        "bca,stated,btttt",
        "nobody,stated,btttt",
        1,
    );
    let files = with("tasks.csv", &broken);
    let faults = directives::import(&database.db().unwrap(), &files, false).await.unwrap().unwrap_err();
    let told: Vec<String> = faults.iter().map(|fault| fault.message(Lang::En)).collect();
    assert_eq!(
        told,
        [
            "tasks.csv, line 2, column 2 (directive): there is no directive “99/QĐ”",
            "tasks.csv, line 3, column 9 (lead): there is no tenant or set of tenants “nobody”",
        ]
    );
    assert_eq!(everything(&admin).await, before);
}

#[tokio::test]
async fn a_task_without_named_tenants_gets_them_by_name() {
    let (database, admin) = imported().await;
    let db = database.db().unwrap();
    let actor = Actor::system("system:command");
    let slugs = |slugs: &[&str]| slugs.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let assign = async |code, to: &[&str]| directives::assign(&db, &actor, code, &slugs(to)).await.unwrap();

    assert_eq!(assign("T24-32a", &["ha-noi", "son-la", "ha-noi"]).await, Ok((2, 2)));
    let rows = admin
        .query(
            "select n.slug, a.late_from::text, a.counted from dondoc.assignments a join dondoc.tenants n on n.id = a.tenant_id
               join dondoc.tasks t on t.id = a.task_id where t.code = 'T24-32a' order by 1",
            &[],
        )
        .await
        .unwrap();
    let rows: Vec<(String, String, bool)> = rows.iter().map(|r| (r.get(0), r.get(1), r.get(2))).collect();
    let row = |slug: &str| (slug.to_owned(), "2024-07-20".to_owned(), true);
    assert_eq!(rows, [row("ha-noi"), row("son-la")]);

    let before = everything(&admin).await;
    assert_eq!(assign("T24-32a", &["ha-noi"]).await, Ok((0, 1)));
    assert_eq!(assign("T99-99", &["ha-noi"]).await, Err(Refusal::NoSuchTask("T99-99".to_owned())));
    assert_eq!(assign("T24-33", &["ha-noi"]).await, Err(Refusal::LeadIsNamed("T24-33".to_owned())));
    assert_eq!(
        assign("T24-32a", &["ha-noi", "x", "y"]).await,
        Err(Refusal::NoSuchTenants(slugs(&["x", "y"])))
    );
    assert_eq!(everything(&admin).await, before);
}

#[tokio::test]
async fn whom_the_directive_names_as_coordinating_coordinates_once_the_leads_are_named() {
    let (database, admin) = imported().await;
    let db = database.db().unwrap();
    let actor = Actor::system("system:command");
    let assign = async |to: &str| directives::assign(&db, &actor, "T24-46", &[to.to_owned()]).await.unwrap();
    let parts = async || {
        counts(
            &admin,
            "select part, count(*) from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
              where t.code = 'T24-46' group by 1",
        )
        .await
    };
    let expected: BTreeMap<String, i64> = [("lead".to_owned(), 1), ("coordinating".to_owned(), 92)].into();

    assert_eq!(assign("btttt").await, Ok((93, 93)));
    assert_eq!(parts().await, expected);
    assert_eq!(assign("btttt").await, Ok((0, 93)));
    assert_eq!(assign("bca").await, Err(Refusal::Coordinating(vec!["bca".to_owned()])));
    // Another import finds nothing to do, and gives back what is missing.
    assert!(directives::import(&db, &CARRIED, true).await.unwrap().unwrap().is_nothing());
    let one = "a.tenant_id = 1 and a.task_id = (select id from dondoc.tasks where code = 'T24-46')";
    admin
        .batch_execute(&format!(
            "delete from dondoc.events e using dondoc.assignments a
              where e.assignment_id = a.id and e.tenant_id = a.tenant_id and {one};
             delete from dondoc.assignments a where {one}"
        ))
        .await
        .unwrap();
    let again = directives::import(&db, &CARRIED, false).await.unwrap().unwrap();
    assert_eq!((again.assignments.new, parts().await), (1, expected));
}

#[tokio::test]
async fn a_corrected_restatement_counts_what_it_no_longer_restates() {
    let (database, admin) = imported().await;
    let db = database.db().unwrap();
    let counted = async |code: &str| {
        let of = format!(
            "select count(*) from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
              where t.code = '{code}' and counted"
        );
        number(&admin, &of).await
    };
    let leads = async |code: &str| {
        let of = format!(
            "select count(*) from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
              where t.code = '{code}' and part = 'lead' and tenant_id > 0"
        );
        number(&admin, &of).await
    };
    let before = counted("T24-02").await;
    assert!(before < leads("T24-02").await);
    let line = carried("tasks.csv").lines().find(|line| line.starts_with("T24-33,")).unwrap().to_owned();
    let corrected = carried("tasks.csv").replace(&line, &line.replacen(",T24-02,", ",,", 1));
    directives::import(&db, &with("tasks.csv", &corrected), false).await.unwrap().unwrap();
    assert_eq!(counted("T24-02").await, leads("T24-02").await);
    directives::import(&db, &CARRIED, false).await.unwrap().unwrap();
    assert_eq!(counted("T24-02").await, before);
    let odd = "select (select count(*) from dondoc.assignments where counted and open)
        - (select sum(n)::bigint from dondoc.tally_open)";
    assert_eq!(number(&admin, odd).await, 0);
}

#[tokio::test]
async fn directives_that_were_not_yet_issued_stay_out_until_their_day() {
    let database = TestDatabase::migrated().await.unwrap();
    let (db, admin) = (database.db().unwrap(), connect(&database.admin_url()).await.unwrap());
    let import = async |day: &str| {
        directives::import_issued(&db, &CARRIED, day.parse().unwrap()).await.unwrap().unwrap()
    };
    let leads = "select count(*) from dondoc.assignments where part = 'lead'";

    let first = import("2022-03-15").await;
    assert_eq!((first.directives.new, first.tenants.new, number(&admin, leads).await), (1, 93, 454 + 1));
    // Nothing but what was published between.
    let values = import("2024-04-18").await;
    assert_eq!(values.measured.records.new, 6, "{values:?}");
    let nothing = import("2024-04-18").await;
    assert!(nothing.is_nothing(), "{nothing:?}");
    let second = import("2024-04-19").await;
    assert_eq!((second.directives.new, second.tasks.changed), (1, 0));
    assert_eq!(number(&admin, leads).await, 454 + 876 + 3);
    let third = import("2024-07-25").await;
    assert_eq!(number(&admin, leads).await, 454 + 876 + 973 + 186 + 93 + 3);
    // The indicators of 2024 were there already, and are asked for from the notice of May on.
    let measured = |summary: Summary| {
        let Counts { new, changed, .. } = summary.measured.indicators;
        (new, changed, summary.measured.regimes.new, summary.measured.records.new)
    };
    assert_eq!([first, second, third].map(measured), [(18, 0, 0, 0), (10, 0, 0, 0), (7, 6, 1, 19)]);
    let rest = directives::import(&db, &CARRIED, false).await.unwrap().unwrap();
    assert_eq!(measured(rest), (0, 0, 0, 5));
    assert!(directives::import(&db, &CARRIED, true).await.unwrap().unwrap().is_nothing());
}

#[tokio::test]
async fn a_table_of_the_calendar_is_never_changed_backwards_and_each_change_is_a_version() {
    let (database, admin) = imported().await;
    let db = database.db().unwrap();
    let text = carried("holidays.csv");
    let import =
        async |text: &str| directives::import(&db, &with("holidays.csv", text), false).await.unwrap();
    // It is 25 July 2024: Tết is over.
    let line = text.lines().position(|line| line.starts_with("2024-02-12,lunar")).unwrap() + 1;
    let faults = import(&text.replacen("2024-02-12,lunar", "2024-02-12,swap_work", 1)).await.unwrap_err();
    let found: Vec<_> = faults.iter().map(|f| (f.file.as_str(), f.line, f.column, f.code())).collect();
    assert_eq!(found, [("holidays.csv", u64::try_from(line).unwrap(), 1, "day_past")]);
    let versions = "select count(*) from dondoc.calendar_versions";
    assert_eq!(number(&admin, versions).await, 6);

    // A name may be mended, and a day ahead may change.
    let mended = text.replacen("2024-02-12,lunar,", "2024-02-12,lunar,Mùng ba: ", 1);
    let mended = mended.replacen("2024-09-03,public", "2024-09-03,swap_work", 1);
    assert_eq!(import(&mended).await.unwrap().holidays, Counts { new: 0, changed: 2, unchanged: 91 });
    assert_eq!(number(&admin, versions).await, 7);
    let newest = "select count(*) from dondoc.holidays h where year = 2024 and version = 2 and for_tenant = 0
         and (kind = 'swap_work') = (day in ('2024-05-04', '2024-09-03'))";
    let all = "select count(*) from dondoc.holidays h where year = 2024 and version = 1";
    assert_eq!(number(&admin, newest).await, number(&admin, all).await);
    let from = "select count(*) from dondoc.calendar_versions where version = 2 and from_day = '2024-09-03'";
    assert_eq!(number(&admin, from).await, 1);
    assert!(import(&mended).await.unwrap().is_nothing());
}

#[tokio::test]
async fn what_is_measured_is_there_with_numbers_in_the_order_of_the_file() {
    let (database, admin) = imported().await;
    let rows = async |table: &str| number(&admin, &format!("select count(*) from dondoc.{table}")).await;
    for (table, expected) in [
        ("body_groups", 9),
        ("group_members", 249),
        ("regimes", 1),
        ("indicators", 35),
        ("indicator_versions", 35),
        ("targets", 35),
        ("figures_of_record", 30),
    ] {
        assert_eq!(rows(table).await, expected, "{table}");
    }
    let numbered = carried("indicators.csv");
    let numbered =
        numbered.lines().skip(1).zip(1i64..).map(|(line, id)| (line.split(',').next().unwrap(), id));
    assert_eq!(
        counts(&admin, "select code, id::bigint from dondoc.indicators").await,
        numbered.map(|(code, id)| (code.to_owned(), id)).collect()
    );
    // A body belongs to its groups as long as it exists.
    let odd = "select count(*) from dondoc.group_members m join dondoc.tenants t on t.id = m.body_id
        where (m.from_on, m.to_on) is distinct from (t.valid_from, t.valid_to)";
    assert_eq!(number(&admin, odd).await, 0);
    let until = "select count(*) from dondoc.group_members where to_on is not null";
    assert!(number(&admin, until).await > 0);
    drop(database);
}

#[tokio::test]
async fn the_catalogue_answers_what_the_files_say() {
    let (database, _admin) = imported().await;
    let (db, actor) = (database.db().unwrap(), Actor::system("system:command"));
    let catalogue = db.read(National, actor, async |tx| indicators::current(tx).await).await.unwrap();
    let indicator = |code: &str| catalogue.by_code(code).unwrap();
    let group = |code: &str| catalogue.group_by_code(code).unwrap();
    let regime = catalogue.regime_by_code("CT").unwrap();
    let (july, august) = (date(2024, 7, 14), date(2025, 8, 14));

    assert_eq!(group("all").bodies(july).count(), 93);
    assert_eq!(group("localities").bodies(july).count(), 63);
    assert_eq!(group("localities").bodies(august).count(), 34);
    let of = |body| catalogue.groups_of(body, july).map(|group| group.code.as_str()).collect::<Vec<_>>();
    let (ministry, province) = (TenantId(1), group("region-southeast").bodies(july).next().unwrap());
    assert_eq!(of(ministry), ["all", "ministries"]);
    assert_eq!(of(province), ["all", "localities", "region-southeast"]);
    let owed = |body| -> Vec<&str> {
        catalogue.owed(regime.id, body, july).into_iter().map(|indicator| indicator.code.as_str()).collect()
    };
    assert_eq!(owed(ministry), ["I24-05", "I24-06", "I24-08", "I24-09", "I24-10", "I24-12", "I25-01"]);
    assert_eq!(owed(province).len(), 10);

    let target = |code: &str, of: &str| catalogue.target(indicator(code).id, group(of).id).unwrap();
    let villages = target("I24-07", "localities").judged.unwrap();
    assert!(!villages.is_met_by(Quotient::percent(2_549, 3_186).unwrap()));
    assert!(catalogue.target(indicator("I24-07").id, group("all").id).is_none());
    // Nobody has said by when.
    assert_eq!(target("I24-13", "all").judged, None);
    assert_eq!(target("I24-13", "all").baseline.map(|(rank, _)| rank), Some(Decimal::whole(86)));
    assert_eq!(indicator("I24-04a").part_of, Some(indicator("I24-04").id));
    let fibre = catalogue.record(indicator("I22-01").id).unwrap();
    assert_eq!((fibre.value.to_string(), fibre.as_of), ("80.2".to_owned(), date(2024, 4, 24)));
    let earlier = catalogue.record_known(indicator("I22-01").id, date(2024, 4, 23)).unwrap();
    assert_eq!(earlier.value.to_string(), "71.75");
    // The missing plans stand beside the indicator and do not speak for it.
    assert!(catalogue.record(indicator("I24-12").id).is_none());
    assert_eq!(catalogue.records_of(indicator("I24-12").id).count(), 2);
}

#[tokio::test]
async fn a_published_value_is_corrected_by_a_revision_and_a_bodys_end_ends_its_membership() {
    let (database, admin) = imported().await;
    let db = database.db().unwrap();
    let text = carried("figures_of_record.csv");
    let line = text.lines().find(|line| line.contains(",80.2,")).unwrap();
    let changed = text.replacen(line, &line.replacen(",80.2,", ",80.3,", 1), 1);
    let before = everything(&admin).await;
    let faults = directives::import(&db, &with("figures_of_record.csv", &changed), false).await.unwrap();
    assert_eq!(faults.unwrap_err().iter().map(|fault| fault.code()).collect::<Vec<_>>(), ["record_changed"]);
    assert_eq!(everything(&admin).await, before);
    let revised =
        format!("{text}{}\n", line.replacen(",1,day,", ",2,day,", 1).replacen(",80.2,", ",80.3,", 1));
    let summary =
        directives::import(&db, &with("figures_of_record.csv", &revised), false).await.unwrap().unwrap();
    assert_eq!(summary.measured.records, Counts { new: 1, changed: 0, unchanged: 30 });
    let actor = Actor::system("system:command");
    let catalogue = db.read(National, actor, async |tx| indicators::load(tx).await).await.unwrap();
    let fibre = catalogue.record(catalogue.by_code("I22-01").unwrap().id).unwrap();
    assert_eq!((fibre.value.to_string(), fibre.revision), ("80.3".to_owned(), 2));

    // The file of tenants alone moves the dates of the members.
    let tenants = carried("tenants.csv");
    let line = tenants.lines().find(|line| line.starts_with("1,bca,")).unwrap();
    let ended = tenants.replacen(line, &line.replacen(",attested,,,", ",attested,,2030-12-31,", 1), 1);
    let alone = [Source { name: "tenants.csv", bytes: ended.as_bytes() }];
    let summary = directives::import(&db, &alone, false).await.unwrap().unwrap();
    assert_eq!(summary.measured.members, Counts { new: 0, changed: 2, unchanged: 0 });
    let ends = "select count(*) from dondoc.group_members where body_id = 1 and to_on = '2030-12-31'";
    assert_eq!(number(&admin, ends).await, 2);
}
