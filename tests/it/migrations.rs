//! The migrations go up, down and up again, and `schema.rs` says what they make.

use std::{collections::BTreeMap, process::Command};

use dondoc_kernel::db::admin;
use dondoc_tests::database::{PREFIX, TestDatabase, connect, migrate};

/// The schema as SQL; what a dump says about itself left out.
fn dump(url: &str) -> String {
    let output = Command::new("pg_dump")
        .args(["--schema-only", "--schema", "dondoc", "--role", "dondoc_owner", "--dbname", url])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let dump = String::from_utf8(output.stdout).unwrap();
    dump.lines().filter(|line| !line.starts_with('\\')).fold(String::new(), |all, line| all + line + "\n")
}

#[tokio::test]
async fn up_down_and_up_again_leaves_the_same_schema() {
    let database = TestDatabase::empty().await.unwrap();
    let url = database.admin_url();
    migrate(&url).await.unwrap();
    let first = dump(&url);
    assert!(first.contains("CREATE TABLE dondoc.assignments"), "{first}");

    admin::revert_all(&url.clone().into(), PREFIX).await.unwrap();
    let client = connect(&url).await.unwrap();
    let left = "select count(*) from pg_class where relnamespace = 'dondoc'::regnamespace and relkind = 'r'
        and relname <> '__diesel_schema_migrations'";
    let left: i64 = client.query_one(left, &[]).await.unwrap().get(0);
    assert_eq!(left, 0);

    migrate(&url).await.unwrap();
    assert_eq!(dump(&url), first);
    migrate(&url).await.unwrap();
    assert_eq!(dump(&url), first);
}

/// Table → columns in order, each with type and nullability, as `schema.rs` writes them.
type Columns = BTreeMap<String, Vec<(String, String)>>;

fn written_down() -> Columns {
    let mut columns = Columns::new();
    let mut table = String::new();
    for line in include_str!("../../server/kernel/src/schema.rs").lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("dondoc.") {
            name.split(' ').next().unwrap().clone_into(&mut table);
        } else if let Some((name, kind)) = line.split_once(" -> ") {
            let column = (name.to_owned(), kind.trim_end_matches(',').to_owned());
            columns.entry(table.clone()).or_default().push(column);
        }
    }
    columns
}

#[tokio::test]
async fn the_schema_that_is_written_down_is_the_one_that_the_migrations_make() {
    let database = TestDatabase::migrated().await.unwrap();
    let client = connect(&database.admin_url()).await.unwrap();
    let query = "select table_name::text, column_name::text, udt_name::text, is_nullable = 'YES'
        from information_schema.columns where table_schema = 'dondoc' and table_name not like '\\_\\_%'
        order by table_name, ordinal_position";
    let mut live = Columns::new();
    for row in client.query(query, &[]).await.unwrap() {
        let kind = match row.get::<_, &str>(2) {
            "int2" => "SmallInt",
            "int4" => "Integer",
            "int8" => "BigInt",
            "_int4" => "Array<Integer>",
            "_uuid" => "Array<Uuid>",
            "bool" => "Bool",
            "text" => "Text",
            "uuid" => "Uuid",
            "date" => "Date",
            "time" => "Time",
            "timestamptz" => "Timestamptz",
            "bytea" => "Bytea",
            "jsonb" => "Jsonb",
            other => panic!("what is {other} in schema.rs?"),
        };
        let kind = if row.get(3) { format!("Nullable<{kind}>") } else { kind.to_owned() };
        live.entry(row.get(0)).or_default().push((row.get(1), kind));
    }
    assert_eq!(written_down(), live);
}

#[tokio::test]
async fn whoever_works_already_has_two_weeks_to_set_up_a_second_factor() {
    let database = TestDatabase::empty().await.unwrap();
    let url = database.admin_url();
    migrate(&url).await.unwrap();
    let client = connect(&url).await.unwrap();
    let from = async || {
        let row =
            client.query_opt("select value from dondoc.settings where key = 'second_factor_from'", &[]).await;
        row.unwrap().map(|row| row.get::<_, String>(0))
    };
    assert_eq!(from().await, None, "at once where nobody works yet");
    let people =
        "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en, region, code_status, zone)
          values (7, 'xa', 'XA', 'province', 'x', 'x', '', 'unverified', 'Asia/Ho_Chi_Minh');
        insert into dondoc.users (tenant_id, id, name, role, status, email, lang, created_at)
          values (7, gen_random_uuid(), 'x', 'officer', 'active', 'x@x.example', 'vi', now());
        insert into dondoc.accounts (tenant_id, id, user_id, email, created_at)
          select tenant_id, id, id, email, now() from dondoc.users";
    client.batch_execute(people).await.unwrap();
    let [down, up] = [
        include_str!("../../migrations/0043_second_factor/down.sql"),
        include_str!("../../migrations/0043_second_factor/up.sql"),
    ];
    client.batch_execute(&format!("set role dondoc_owner; {down}; {up}; reset role")).await.unwrap();
    let fortnight = "select to_char((now() at time zone 'Asia/Ho_Chi_Minh')::date + 14, 'YYYY-MM-DD')";
    assert_eq!(from().await, Some(client.query_one(fortnight, &[]).await.unwrap().get(0)));
}
