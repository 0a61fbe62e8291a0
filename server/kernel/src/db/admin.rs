//! What only an administrator of the database does: roles, grants on the database, migrations.
//!
//! Tables belong to `<prefix>_owner`, which cannot log in; the four login roles own nothing and bypass nothing.

mod standing;

use std::fmt::Write;

use anyhow::{Context, ensure};
use diesel::ConnectionError;
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection};
use diesel_migrations::MigrationHarness;
use secrecy::{ExposeSecret, SecretString};

pub use self::standing::{Standing, standing};
use super::{
    DbConfig, PoolConfig,
    line::Line,
    migrations::{Migrations, ROLES},
    reach,
};

/// The login roles' passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// `app`, `national`, `auth`, `worker`, in the order of [`ROLES`].
    pub by_role: [SecretString; 4],
}

impl Passwords {
    /// Makes a new password for each role.
    pub fn random() -> Self {
        Self { by_role: std::array::from_fn(|_| SecretString::from(crate::secret::random_hex())) }
    }

    /// Role and password, for each login role.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &SecretString)> {
        ROLES.iter().skip(1).copied().zip(&self.by_role)
    }
}

/// Where a database is, without a user: host, port or socket folder, and name.
#[derive(Clone, Debug)]
pub struct Place {
    /// `postgres://HOST:PORT/NAME`, or with a percent-encoded socket folder as host.
    pub url: url::Url,
    /// Prefix of the role names.
    pub prefix: String,
}

impl Place {
    /// The URL for one role.
    pub fn url_for(&self, role: &str, password: &SecretString) -> anyhow::Result<SecretString> {
        let (_, rest) =
            self.url.as_str().split_once("://").context("the database URL begins with postgres://")?;
        let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        Ok(SecretString::from(format!(
            "postgres://{}_{role}:{}@{rest}",
            self.prefix,
            password.expose_secret()
        )))
    }

    /// Pools for all roles. `size` is the size of the application's pool; the others follow from it.
    pub fn pools(&self, passwords: &Passwords, size: usize) -> anyhow::Result<DbConfig> {
        let mut urls = Vec::new();
        for (role, password) in passwords.iter() {
            urls.push(self.url_for(role, password)?);
        }
        let [app, national, auth, worker] =
            <[SecretString; 4]>::try_from(urls).map_err(|_| anyhow::anyhow!("one URL per role"))?;
        let small = (size / 2).max(2);
        Ok(DbConfig {
            app: PoolConfig { url: app, size },
            national: PoolConfig { url: national, size: small },
            auth: PoolConfig { url: auth, size: small },
            worker: PoolConfig { url: worker, size: small },
        })
    }
}

async fn as_administrator(admin_url: &SecretString) -> anyhow::Result<AsyncPgConnection> {
    connect(admin_url).await.context("cannot connect as the administrator of the database")
}

/// Connects, or says what is wrong with the address or behind it.
pub(super) async fn connect(url: &SecretString) -> anyhow::Result<AsyncPgConnection> {
    match Line::open(url).await {
        Ok(connection) => Ok(connection),
        Err(refused) => {
            let error = ConnectionError::from(refused);
            Err(reach::why(url).await.map_or_else(|| error.into(), Into::into))
        }
    }
}

/// Creates the roles, sets their passwords, and runs what is pending. Running it again changes nothing.
pub async fn migrate(admin_url: &SecretString, prefix: &str, passwords: &Passwords) -> anyhow::Result<()> {
    let roles = roles_sql(prefix, passwords)?;
    let readable = format!(
        "grant select on dondoc.__diesel_schema_migrations to {prefix}_app, {prefix}_national, {prefix}_auth, {prefix}_worker"
    );
    as_owner(
        admin_url,
        prefix,
        roles,
        |harness, migrations| harness.run_pending_migrations(migrations).map(drop),
        readable,
    )
    .await
}

/// Gives the roles these passwords, all or none; what is connected stays connected.
pub async fn set_passwords(
    admin_url: &SecretString,
    prefix: &str,
    passwords: &Passwords,
) -> anyhow::Result<()> {
    let roles = roles_sql(prefix, passwords)?;
    as_administrator(admin_url).await?.batch_execute(&roles).await.context("roles")
}

/// Undoes every migration; the roles stay. For the test that up, down, up leaves the same schema.
pub async fn revert_all(admin_url: &SecretString, prefix: &str) -> anyhow::Result<()> {
    let undo = |harness: &mut Harness, migrations| harness.revert_all_migrations(migrations).map(drop);
    as_owner(admin_url, prefix, String::new(), undo, String::new()).await
}

type Harness = AsyncMigrationHarness<AsyncPgConnection>;

/// Runs `before` as the administrator, then the migrations and `after` as the owner of the tables.
async fn as_owner(
    admin_url: &SecretString,
    prefix: &str,
    before: String,
    migrate: impl FnOnce(&mut Harness, Migrations) -> diesel::migration::Result<()> + Send + 'static,
    after: String,
) -> anyhow::Result<()> {
    let (admin_url, prefix) = (admin_url.clone(), prefix.to_owned());
    let work = async move {
        let mut conn = as_administrator(&admin_url).await?;
        // A hint for two that start at once; correctness does not hang on it.
        conn.batch_execute("select pg_advisory_lock(7305061)").await?;
        conn.batch_execute(&before).await.context("roles")?;
        conn.batch_execute(&format!("set role {prefix}_owner; set search_path to dondoc")).await?;
        let mut harness = AsyncMigrationHarness::new(conn);
        migrate(&mut harness, Migrations { prefix }).map_err(|e| anyhow::anyhow!("migrations: {e}"))?;
        harness.into_inner().batch_execute(&after).await.context("grants")
    };
    // The harness blocks its thread, which a worker of actix cannot afford; and the connection must live on the same
    // runtime as the harness, or it would wait for a thread that waits for it.
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        // Nobody listening means that the caller is gone.
        drop(done.send(runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(work))));
    });
    result.await.context("migrations: the thread ended unexpectedly")?
}

fn roles_sql(prefix: &str, passwords: &Passwords) -> anyhow::Result<String> {
    ensure!(
        !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
        "a role prefix has lower-case letters and underscores only"
    );
    let mut sql = String::new();
    for role in ROLES {
        writeln!(
            sql,
            "do $$ begin create role {prefix}_{role} nologin; exception when duplicate_object then null; end $$;"
        )?;
    }
    for (role, password) in passwords.iter() {
        let password = password.expose_secret();
        ensure!(
            password.len() >= 16 && password.chars().all(|c| c.is_ascii_alphanumeric()),
            "the password of {prefix}_{role} must have at least 16 letters and digits, and nothing else"
        );
        write!(
        sql,
            "alter role {prefix}_{role} login nosuperuser nocreatedb nocreaterole nobypassrls noinherit password '{password}';
             alter role {prefix}_{role} set statement_timeout to '15s';
             alter role {prefix}_{role} set lock_timeout to '5s';
             alter role {prefix}_{role} set idle_in_transaction_session_timeout to '30s';
             alter role {prefix}_{role} set search_path to '';
             alter role {prefix}_{role} set timezone to 'UTC';
             alter role {prefix}_{role} set plan_cache_mode to 'auto';"
        )?;
    }
    write!(
        sql,
        "do $$ begin
           execute format('revoke temporary, create on database %I from public', current_database());
           revoke all on schema public from public;
           -- Large objects have no row-level security: one tenant would read what another wrote.
           execute (select 'revoke execute on function ' || string_agg(oid::regprocedure::text, ', ') || ' from public'
                      from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^(lo_|loread|lowrite)');
           if not exists (select from pg_namespace where nspname = 'dondoc') then
             execute 'grant {prefix}_owner to ' || quote_ident(current_user);
             create schema dondoc authorization {prefix}_owner;
           end if;
           grant usage on schema dondoc to {prefix}_app, {prefix}_national, {prefix}_auth, {prefix}_worker;
         end $$;"
    )?;
    Ok(sql)
}
