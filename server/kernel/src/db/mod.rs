//! Pools by role and the transactions that come from them.
//!
//! | Type | Pool | May |
//! |---|---|---|
//! | [`TenantTx`] | `dondoc_app` | what one tenant's user may, inside that tenant |
//! | [`NationalTx`] | `dondoc_national` | read every tenant, write what the Working Group decides |
//! | [`AuthTx`] | `dondoc_auth` | look up who somebody is, before the tenant is known |
//! | [`WorkerTx`] | `dondoc_worker` | act inside the tenant it has entered |
//!
//! The tenant travels in a transaction-local setting, set in the same round trip as BEGIN. A transaction that is
//! dropped half-way takes its connection with it: the pool refuses one whose transaction is still open.

pub mod admin;
pub mod audit;
mod cache;
pub mod catalogue;
mod count;
mod difference;
mod line;
pub mod migrations;
mod prepared;
pub mod reach;
pub mod simulated;
pub mod sql;
mod tx;

use std::{ops::DerefMut, sync::Arc, time::Duration};

use anyhow::Context;
use deadpool::Runtime;
use diesel::ConnectionError;
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, TransactionManager,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
        deadpool::{Object, Pool},
    },
};
use dondoc_shared::id::TenantId;
use secrecy::ExposeSecret;

use self::line::Line;
pub use self::prepared::{prepared, words};
pub use self::tx::{
    Actor, AuthTx, Hands, NationalTx, TenantTx, Tx, Version, WorkerListTx, WorkerTx, exactly_one,
};
pub use self::{
    count::CountOf,
    difference::{Counts, Difference},
    prepared::Words,
};
use crate::{
    clock::Clock,
    db::audit::Logged,
    error::{Error, Result},
};

/// A server that does not answer the first words of a transaction within this time is gone; a line that is dead without
/// having been closed would otherwise hold its request for a quarter of an hour.
const SILENCE: Duration = Duration::from_secs(5);

/// Where a role's connections lead, and how many there may be.
#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// `postgres://` URL with user and password; not for logs.
    pub url: secrecy::SecretString,
    /// The most connections that are open at once.
    pub size: usize,
}

/// Where all roles' connections lead.
#[derive(Clone, Debug)]
pub struct DbConfig {
    /// For people of tenants.
    pub app: PoolConfig,
    /// For people of the Working Group, over all tenants.
    pub national: PoolConfig,
    /// For log-in, before the tenant is known.
    pub auth: PoolConfig,
    /// For the worker, inside one tenant after the other.
    pub worker: PoolConfig,
}

impl DbConfig {
    /// The same, with an option for each of its sessions, as PostgreSQL's command line takes it.
    #[must_use]
    pub fn with_option(mut self, option: &str) -> Self {
        for pool in [&mut self.app, &mut self.national, &mut self.auth, &mut self.worker] {
            let mark = if pool.url.expose_secret().contains('?') { '&' } else { '?' };
            let option: String = url::form_urlencoded::byte_serialize(option.as_bytes()).collect();
            // What the form writes as a plus is one to PostgreSQL.
            let option = option.replace('+', "%20");
            pool.url = format!("{}{mark}options={option}", pool.url.expose_secret()).into();
        }
        self
    }
}

/// The pools and the clock. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    app: Pool<AsyncPgConnection>,
    national: Pool<AsyncPgConnection>,
    auth: Pool<AsyncPgConnection>,
    worker: Pool<AsyncPgConnection>,
    /// One connection, so that a busy process still answers whether it is ready.
    probe: Pool<AsyncPgConnection>,
    clock: Clock,
    cache: cache::Cache,
}

/// A way to a transaction: the pool that it comes from, the tenant it is confined to, and its kind.
pub trait Door: Copy {
    /// The kind of transaction that comes out.
    type Tx: DerefMut<Target = Tx>;
    /// The tenant it is confined to.
    fn tenant(self) -> Option<TenantId>;
    /// The pool that the connection comes from.
    fn pool(self, db: &Db) -> &Pool<AsyncPgConnection>;
    /// Names a transaction's side.
    fn wrap(tx: Tx) -> Self::Tx;
    /// Gives the transaction back to be ended.
    fn unwrap(tx: Self::Tx) -> Tx;
}

macro_rules! doors {
    ($($(#[$meta:meta])* $name:ident $(($id:ident))? => $tx:ident, $pool:ident, $tenant:expr;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name $((pub $id))?;
        impl Door for $name {
            type Tx = $tx;
            fn tenant(self) -> Option<TenantId> { let tenant: fn(Self) -> Option<TenantId> = $tenant; tenant(self) }
            fn pool(self, db: &Db) -> &Pool<AsyncPgConnection> { &db.$pool }
            fn wrap(tx: Tx) -> $tx { $tx(tx) }
            fn unwrap(tx: $tx) -> Tx { tx.0 }
        }
    )+};
}

doors! {
    /// A tenant's own people.
    Tenant(TenantId) => TenantTx, app, |door| Some(door.0);
    /// The Working Group, over all tenants.
    National => NationalTx, national, |_| None;
    /// Log-in, before the tenant is known.
    Auth => AuthTx, auth, |_| None;
    /// The worker, inside a tenant.
    Worker(TenantId) => WorkerTx, worker, |door| Some(door.0);
    /// The worker, to see which tenants have work due.
    WorkerList => WorkerListTx, worker, |_| None;
    /// To see whether the database answers.
    Probe => AuthTx, probe, |_| None;
}

impl Db {
    /// Builds the pools; connects to nothing yet.
    pub fn new(config: &DbConfig, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            app: pool(&config.app)?,
            national: pool(&config.national)?,
            auth: pool(&config.auth)?,
            worker: pool(&config.worker)?,
            probe: pool(&PoolConfig { size: 1, ..config.auth.clone() })?,
            clock,
            cache: cache::Cache::default(),
        })
    }

    /// The same pools under another clock, for acts that are played side by side.
    #[must_use]
    pub fn under(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The most connections of the application's pool.
    pub fn connections(&self) -> usize {
        self.app.status().max_size
    }

    /// The clock of this process.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Begins a transaction. `now` is read here, once.
    pub async fn begin<D: Door>(&self, door: D, actor: Actor) -> Result<D::Tx> {
        let mut conn = door.pool(self).get().await.map_err(|e| Error::Unavailable(e.into()))?;
        let begin = match door.tenant() {
            // A number of our own type: nothing in it can be SQL.
            Some(TenantId(id)) => format!("BEGIN; select dondoc.use_tenant({id})"),
            // Whatever the connection may carry, this transaction is in nobody's name.
            None => "BEGIN; set local app.tenant_id = ''".to_owned(),
        };
        let begun = AnsiTransactionManager::begin_transaction_sql(&mut *conn, &begin);
        let begun = tokio::time::timeout(SILENCE, begun).await.map_err(anyhow::Error::from);
        if let Err(error) = begun.and_then(|begun| begun.map_err(anyhow::Error::from)) {
            // BEGIN may have worked where what follows it did not: the next borrower must not find itself in there.
            drop(Object::take(conn));
            return Err(Error::Unavailable(error));
        }
        let mut tx = Tx::new(conn, door.tenant(), actor, self.cache.clone());
        let offset = if matches!(self.clock, Clock::Offset) { tx.clock_offset().await? } else { 0 };
        tx.now = self.clock.now(offset);
        Ok(D::wrap(tx))
    }

    /// Ends a transaction that wrote nothing that needs an audit entry.
    pub async fn finish<D: Door>(tx: D::Tx) -> Result<()> {
        let mut tx = D::unwrap(tx);
        AnsiTransactionManager::commit_transaction(&mut *tx.conn).await?;
        tx.cache.forget(&tx.outdated);
        Ok(())
    }

    /// Writes the audit entries and commits.
    pub async fn commit<D: Door, R>(tx: D::Tx, logged: Logged<R>) -> Result<R> {
        let mut tx = D::unwrap(tx);
        audit::record(&mut tx, &logged.entries).await?;
        AnsiTransactionManager::commit_transaction(&mut *tx.conn).await?;
        tx.cache.forget(&tx.outdated);
        Ok(logged.result)
    }

    /// Undoes the transaction and hands the error on. A rollback that fails drops the connection, which is as good.
    pub async fn abandon<D: Door, R>(tx: D::Tx, error: Error) -> Result<R> {
        let mut tx = D::unwrap(tx);
        drop(AnsiTransactionManager::rollback_transaction(&mut *tx.conn).await);
        Err(error)
    }

    /// Runs a use case that writes, for the worker, the command line and log-in. Handlers come through
    /// [`crate::auth::Auth`].
    pub async fn write<D: Door, R>(
        &self,
        door: D,
        actor: Actor,
        act: impl AsyncFnOnce(&mut D::Tx) -> Result<Logged<R>>,
    ) -> Result<R> {
        let mut tx = self.begin(door, actor).await?;
        match act(&mut tx).await {
            Ok(logged) => Self::commit::<D, R>(tx, logged).await,
            Err(error) => Self::abandon::<D, R>(tx, error).await,
        }
    }

    /// Runs a use case that reads.
    pub async fn read<D: Door, R>(
        &self,
        door: D,
        actor: Actor,
        look: impl AsyncFnOnce(&mut D::Tx) -> Result<R>,
    ) -> Result<R> {
        let mut tx = self.begin(door, actor).await?;
        match look(&mut tx).await {
            Ok(result) => Self::finish::<D>(tx).await.map(|()| result),
            Err(error) => Self::abandon::<D, R>(tx, error).await,
        }
    }

    /// Like [`Db::write`] without an audit entry: for the worker's own book-keeping (leases, sweeps), which changes
    /// nothing that a person entered or decided.
    pub async fn keep_books<R>(
        &self,
        tenant: TenantId,
        act: impl AsyncFnOnce(&mut WorkerTx) -> Result<R>,
    ) -> Result<R> {
        self.read(Worker(tenant), Actor::system("worker"), act).await
    }

    /// The database for whoever acts as the worker does.
    pub fn as_worker(&self) -> AsWorker<'_> {
        AsWorker(self)
    }

    /// Closes the pools; connections in use end when they are given back.
    pub fn close(&self) {
        for pool in [&self.app, &self.national, &self.auth, &self.worker, &self.probe] {
            pool.close();
        }
    }
}

/// What the worker's role reaches, inside one tenant at a time.
#[derive(Clone, Copy)]
pub struct AsWorker<'a>(&'a Db);

impl AsWorker<'_> {
    /// Runs a use case of the worker's own book-keeping inside `tenant`; see [`Db::keep_books`].
    pub async fn keep_books<R>(
        self,
        tenant: TenantId,
        act: impl AsyncFnOnce(&mut WorkerTx) -> Result<R>,
    ) -> Result<R> {
        self.0.keep_books(tenant, act).await
    }

    /// Runs a use case that writes inside `tenant`.
    pub async fn write<R>(
        self,
        tenant: TenantId,
        actor: Actor,
        act: impl AsyncFnOnce(&mut WorkerTx) -> Result<Logged<R>>,
    ) -> Result<R> {
        self.0.write(Worker(tenant), actor, act).await
    }
}

fn pool(config: &PoolConfig) -> anyhow::Result<Pool<AsyncPgConnection>> {
    let mut manager = ManagerConfig::default();
    // A connection whose transaction is still open is refused without asking it (see the module's text).
    manager.recycling_method = RecyclingMethod::Fast;
    let line = Arc::new(Line::read(config.url.expose_secret()).map_err(ConnectionError::from)?);
    manager.custom_setup = Box::new(move |_| {
        let line = Arc::clone(&line);
        Box::pin(async move { line.connect().await.map_err(ConnectionError::from) })
    });
    let manager = AsyncDieselConnectionManager::new_with_config(config.url.expose_secret(), manager);
    Pool::builder(manager)
        .max_size(config.size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(Duration::from_secs(2)))
        .create_timeout(Some(Duration::from_secs(5)))
        .recycle_timeout(Some(Duration::from_secs(2)))
        .build()
        .context("pool")
}
