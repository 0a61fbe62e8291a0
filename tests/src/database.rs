//! A database per test, cloned from a template that is built once per set of migrations.
//!
//! The cluster comes from `with-postgres`, and every test process shares it. Tests connect as the application's
//! roles: the superuser is not bound by row-level security, so through it they would prove nothing.

use std::{fmt::Write as _, sync::OnceLock};

use anyhow::Context;
use dondoc_kernel::cluster::{Cluster, Options};
use dondoc_kernel::{
    clock::Clock,
    db::{
        Db,
        admin::{self, Passwords, Place},
        migrations::Migrations,
    },
};
use dondoc_server::slices::directives::{self, import::CARRIED};
use jiff::Timestamp;
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use tokio_postgres::{Client, NoTls};
use url::Url;
use uuid::Uuid;

/// Set by `with-postgres`: the superuser's address of the database `postgres`.
pub const ADMIN_URL: &str = "DONDOC_TEST_ADMIN_URL";

/// The prefix of the application's roles in the tests' cluster.
pub const PREFIX: &str = "dondoc";

/// 25 July 2024, 08:00 in Ha Noi: where the tests' clock stands unless moved.
pub const NOW: &str = "2024-07-25T01:00:00Z";

/// A database of one test; dropping it removes it, and ends whatever is still connected.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
    admin: Url,
}

impl TestDatabase {
    /// A clone of the template for `contents` (say, all migrations' text). When there is none yet, `prepare`
    /// fills it, given the superuser's address of an empty database, while all others wait.
    pub async fn cloned<F>(contents: &[u8], prepare: F) -> anyhow::Result<Self>
    where
        F: AsyncFnOnce(&str) -> anyhow::Result<()>,
    {
        let template = ensure_template(contents, prepare).await?;
        let database = Self::named(&unique_name())?;
        let admin = connect(database.admin.as_str()).await?;
        // Copying files is three times as fast as logging each page, where nothing has to reach the disk.
        execute(
            &admin,
            &format!(r#"create database "{}" template "{template}" strategy file_copy"#, database.name),
        )
        .await?;
        Ok(database)
    }

    /// A clone with the application's tables, as the migrations leave them.
    pub async fn migrated() -> anyhow::Result<Self> {
        let contents = format!("migrated {}", Migrations::digest());
        Self::cloned(contents.as_bytes(), async |url| migrate(url).await).await?.closed_to_the_public().await
    }

    /// A clone with the real data imported: 93 tenants, their tasks and assignments, the calendar. No people.
    pub async fn imported() -> anyhow::Result<Self> {
        let mut contents = format!("imported {}", Migrations::digest()).into_bytes();
        contents.extend(CARRIED.iter().flat_map(|source| source.bytes));
        let import = async |url: &str| {
            migrate(url).await?;
            let place = Place { url: Url::parse(url)?, prefix: PREFIX.to_owned() };
            let db = Db::new(&place.pools(&passwords(), 2)?, Clock::manual(NOW.parse()?))?;
            let imported = directives::import(&db, &CARRIED, false).await?;
            db.close();
            imported.map(drop).map_err(|faults| anyhow::anyhow!("{faults:?}"))
        };
        Self::cloned(&contents, import).await?.closed_to_the_public().await
    }

    /// Ready for tests. Nobody but our roles gets in: the right to do so is the database's own and is not copied from a template.
    async fn closed_to_the_public(self) -> anyhow::Result<Self> {
        let admin = connect(self.admin.as_str()).await?;
        execute(&admin, &format!(r#"revoke temporary, create on database "{}" from public"#, self.name))
            .await?;
        // Whose role must have a second factor needs it from a day that no test reaches by itself (R185).
        let put_off = "insert into dondoc.settings (key, value) values ('second_factor_from', '2999-01-01')";
        execute(&connect(&self.admin_url()).await?, put_off).await?;
        Ok(self)
    }

    /// The application's pools, with a clock that stands still at [`NOW`].
    pub fn db(&self) -> anyhow::Result<Db> {
        self.db_with(Clock::manual(NOW.parse::<Timestamp>()?))
    }

    /// The application's pools.
    pub fn db_with(&self, clock: Clock) -> anyhow::Result<Db> {
        Db::new(&self.place()?.pools(&passwords(), 4)?, clock)
    }

    /// Where the application finds this database.
    pub fn place(&self) -> anyhow::Result<Place> {
        Ok(Place { url: Url::parse(&self.admin_url())?, prefix: PREFIX.to_owned() })
    }

    /// A new database without anything in it.
    pub async fn empty() -> anyhow::Result<Self> {
        let database = Self::named(&unique_name())?;
        let admin = connect(database.admin.as_str()).await?;
        execute(&admin, &format!(r#"create database "{}" template template0"#, database.name)).await?;
        Ok(database)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// For what only an administrator may do: look into the catalogue, break something on purpose.
    pub fn admin_url(&self) -> String {
        with_database(&self.admin, &self.name)
    }

    /// The address for one of the application's roles.
    pub fn url(&self, role: &str, password: &str) -> anyhow::Result<String> {
        let mut url = Url::parse(&self.admin_url())?;
        url.set_username(role).ok().context("this address takes no role")?;
        url.set_password(Some(password)).ok().context("this address takes no password")?;
        Ok(url.into())
    }

    fn named(name: &str) -> anyhow::Result<Self> {
        Ok(Self { name: name.to_owned(), admin: admin_url()? })
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (admin, name) = (self.admin.clone(), self.name.clone());
        // The runtime of the test may be gone, or be the very thread we are on.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
                let admin = connect(admin.as_str()).await?;
                execute(&admin, &format!(r#"drop database if exists "{name}" with (force)"#)).await
            })
        });
        if let Ok(Err(error)) = dropped.join() {
            eprintln!("cannot drop the test's database: {error:#}");
        }
    }
}

static CLUSTER: OnceLock<String> = OnceLock::new();

/// A cluster for this process alone, for a benchmark: fsync and synchronous commit are on. It ends when it is dropped.
pub fn durable_cluster() -> anyhow::Result<(Cluster, tempfile::TempDir)> {
    let folder = tempfile::Builder::new().prefix("dondoc-measure-").tempdir()?;
    let cluster = Cluster::start(&Options { preferred: folder.path().to_owned(), durable: true })?;
    CLUSTER.get_or_init(|| cluster.admin_url("postgres"));
    Ok((cluster, folder))
}

/// The application's passwords in the tests' cluster. Roles belong to the whole cluster, so every test uses these.
pub fn passwords() -> Passwords {
    Passwords {
        by_role: ["app", "national", "auth", "worker"]
            .map(|role| format!("{role}{role}{role}{role}{role}{role}").into()),
    }
}

/// Migrates a database, one test process at a time: two that alter one role at the same moment hinder each other.
pub async fn migrate(url: &str) -> anyhow::Result<()> {
    const ONE_AT_A_TIME: i64 = 7_305_062;
    let admin = connect(admin_url()?.as_str()).await?;
    admin.execute("select pg_advisory_lock($1)", &[&ONE_AT_A_TIME]).await?;
    admin::migrate(&SecretString::from(url), PREFIX, &passwords()).await
}

/// A connection whose other half runs until the client is dropped.
pub async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// The name of the finished template. A template is never half-made: it gets its name when it is whole.
async fn ensure_template<F>(contents: &[u8], prepare: F) -> anyhow::Result<String>
where
    F: AsyncFnOnce(&str) -> anyhow::Result<()>,
{
    let hash = Sha256::digest(contents);
    let key = i64::from_be_bytes(hash[..8].try_into()?);
    let name = hash[..12].iter().fold("template_".to_owned(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    });
    let url = admin_url()?;
    let admin = connect(url.as_str()).await?;
    // Test processes run side by side; the lock goes with the connection, also when its process is killed.
    admin.execute("select pg_advisory_lock($1)", &[&key]).await?;
    if admin.query_opt("select from pg_database where datname = $1", &[&name]).await?.is_some() {
        return Ok(name);
    }
    let unfinished = format!("{name}_unfinished");
    execute(&admin, &format!(r#"drop database if exists "{unfinished}" with (force)"#)).await?;
    execute(&admin, &format!(r#"create database "{unfinished}" template template0"#)).await?;
    prepare(&with_database(&url, &unfinished)).await.context("the template cannot be prepared")?;
    // Nobody may be connected while a database is renamed or copied, not even for a moment.
    execute(&admin, &format!(r#"alter database "{unfinished}" with allow_connections false"#)).await?;
    let end = "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1";
    admin.execute(end, &[&unfinished]).await?;
    execute(&admin, &format!(r#"alter database "{unfinished}" rename to "{name}""#)).await?;
    Ok(name)
}

async fn execute(admin: &Client, statement: &str) -> anyhow::Result<()> {
    admin.batch_execute(statement).await.with_context(|| statement.to_owned())
}

fn unique_name() -> String {
    format!("test_{}", Uuid::now_v7().simple())
}

fn admin_url() -> anyhow::Result<Url> {
    if let Some(url) = CLUSTER.get() {
        return Ok(Url::parse(url)?);
    }
    let url = std::env::var(ADMIN_URL).with_context(|| {
        format!("{ADMIN_URL} is not set: run the tests by `target/debug/with-postgres cargo nextest run --workspace`")
    })?;
    Ok(Url::parse(&url)?)
}

fn with_database(admin: &Url, name: &str) -> String {
    let mut url = admin.clone();
    url.set_path(name);
    url.into()
}
