//! A transaction: a connection with its actor, its tenant and its one instant.

use std::{
    any::TypeId,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use diesel::prelude::*;
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, RunQueryDsl, TransactionManager,
    pooled_connection::deadpool::Object,
};
use dondoc_shared::{
    error::ErrorCode,
    id::{MessageId, SessionId, TenantId, UserId},
    role::Role,
    stand_in::{StandIn, same_hands},
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::cache::Cache;
use crate::{
    clock,
    error::{Error, Result},
    schema::settings,
};

#[diesel::declare_sql_function]
extern "SQL" {
    #[sql_name = "dondoc.use_tenant"]
    fn use_tenant(tenant: diesel::sql_types::Integer) -> diesel::sql_types::Text;
}

/// The person or part of the system that acts, as the trail names it.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The actor's tenant; none for the system.
    pub tenant: Option<TenantId>,
    /// The person; none for the system.
    pub user: Option<UserId>,
    /// The person's name, or the part of the system.
    pub name: String,
    /// The person's role; none for the system.
    pub role: Option<Role>,
    /// The session acted in; none for the system.
    pub session: Option<SessionId>,
    /// The number to quote when asking for help.
    pub request_id: String,
    /// For whom the person acts, and whose acts count as theirs.
    pub hands: Hands,
}

/// For whom a person acts, and whose acts count as theirs (R186).
#[derive(Debug, Clone, Default)]
pub struct Hands {
    /// The absent person in whose place they act; none where they act as themselves.
    pub acting_for: Option<UserId>,
    /// The stand-ins of the person, and of those with whom they share one.
    pub stand_ins: Vec<StandIn>,
    /// The local date of the act.
    pub today: Date,
}

impl Actor {
    /// A part of the system: `system:import`, `worker`.
    pub fn system(name: &str) -> Self {
        Self {
            tenant: None,
            user: None,
            name: name.to_owned(),
            role: None,
            session: None,
            request_id: String::new(),
            hands: Hands::default(),
        }
    }

    /// Whose queue and claims they see and keep: the absent person's, for whom they act, else their own.
    pub fn whose(&self) -> Option<UserId> {
        self.hands.acting_for.or(self.user)
    }

    /// Whether what `first` did on the local date `since` counts as an act of this person (R186). Without a date it was done when
    /// nobody stood in for anybody.
    pub fn is_hand_of(&self, first: Option<UserId>, since: Option<Date>) -> bool {
        let today = self.hands.today;
        self.user.zip(first).is_some_and(|(user, first)| {
            same_hands(&self.hands.stand_ins, (first, since.unwrap_or(today)), (user, today))
        })
    }

    /// The person, where only a person may act.
    pub fn person(&self) -> Result<(UserId, Role)> {
        self.user.zip(self.role).ok_or(Error::Refused(ErrorCode::NotPermitted))
    }
}

/// An open transaction, with the tenant it is confined to and its one instant.
pub struct Tx {
    pub(crate) conn: Object<AsyncPgConnection>,
    tenant: Option<TenantId>,
    pub(super) cache: Cache,
    pub(super) outdated: Vec<TypeId>,
    /// The messages that were queued so far, in their order.
    pub(crate) queued: Vec<MessageId>,
    /// The person or part of the system that acts.
    pub actor: Actor,
    /// The one instant of this transaction.
    pub now: Timestamp,
}

impl Tx {
    pub(super) fn new(
        conn: Object<AsyncPgConnection>,
        tenant: Option<TenantId>,
        actor: Actor,
        cache: Cache,
    ) -> Self {
        Self {
            conn,
            tenant,
            cache,
            outdated: Vec::new(),
            queued: Vec::new(),
            actor,
            now: Timestamp::UNIX_EPOCH,
        }
    }

    /// The tenant this transaction is confined to; none for the national role.
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant
    }

    /// The local date in Ha Noi, by which lateness is judged nationally.
    pub fn today(&self) -> Date {
        clock::local_date(self.now, &clock::zone(clock::DEFAULT_ZONE))
    }

    /// A new id of this transaction's time.
    pub fn new_id(&self) -> Uuid {
        clock::new_id(self.now)
    }

    /// How many messages it has queued so far.
    pub fn queued(&self) -> usize {
        self.queued.len()
    }

    /// Goes on inside a tenant: what the role may do at all it may do in this one alone from now on.
    pub(crate) async fn enter(&mut self, tenant: TenantId) -> Result<()> {
        diesel::select(use_tenant(tenant.0)).execute(&mut self.conn).await?;
        self.tenant = Some(tenant);
        Ok(())
    }

    /// How far the clock of a simulated database is moved, in microseconds.
    pub(super) async fn clock_offset(&mut self) -> Result<i64> {
        let value: Option<String> = settings::table
            .find("clock_offset_us")
            .select(settings::value)
            .first(&mut self.conn)
            .await
            .optional()?;
        Ok(value.and_then(|v| v.parse().ok()).unwrap_or(0))
    }
}

impl Tx {
    /// Returns this process's copy of `T`; reads it with `load` if it is missing or older than a minute. After
    /// [`Tx::outdates`] the transaction reads its own and keeps nothing.
    pub async fn kept<T: Send + Sync + 'static>(
        &mut self,
        load: impl AsyncFnOnce(&mut Self) -> Result<T>,
    ) -> Result<Arc<T>> {
        if self.outdated.contains(&TypeId::of::<T>()) {
            return load(self).await.map(Arc::new);
        }
        if let Some(copy) = self.cache.fresh(self.now) {
            return Ok(copy);
        }
        let forgotten = self.cache.forgotten();
        let copy = Arc::new(load(self).await?);
        self.cache.keep(self.now, Arc::clone(&copy), forgotten);
        Ok(copy)
    }

    /// Notes that this transaction changes what `T` is read from: once it has committed, this process's copy is gone.
    pub fn outdates<T: 'static>(&mut self) {
        self.outdated.push(TypeId::of::<T>());
    }
}

macro_rules! kinds {
    ($($(#[$meta:meta])* $name:ident,)+) => {$(
        $(#[$meta])*
        pub struct $name(pub(crate) Tx);
        impl Deref for $name { type Target = Tx; fn deref(&self) -> &Tx { &self.0 } }
        impl DerefMut for $name { fn deref_mut(&mut self) -> &mut Tx { &mut self.0 } }
    )+};
}

kinds! {
    /// Inside one tenant, as its users.
    TenantTx,
    /// Over all tenants, as the Working Group.
    NationalTx,
    /// Before the tenant is known.
    AuthTx,
    /// Inside one tenant, as the worker.
    WorkerTx,
    /// As the worker, to see which tenants have work due.
    WorkerListTx,
}

impl NationalTx {
    /// Runs `act` inside this transaction. Where it is refused, what it wrote is undone and nothing else: the transaction goes on.
    pub async fn attempt<R>(&mut self, act: impl AsyncFnOnce(&mut Self) -> Result<R>) -> Result<R> {
        self.apart(true, act).await
    }

    /// The same, with what it wrote undone in any case: what would come of it is known, and nothing has happened.
    pub async fn rehearse<R>(&mut self, act: impl AsyncFnOnce(&mut Self) -> Result<R>) -> Result<R> {
        self.apart(false, act).await
    }

    async fn apart<R>(&mut self, keep: bool, act: impl AsyncFnOnce(&mut Self) -> Result<R>) -> Result<R> {
        let before = self.queued.len();
        // Inside a transaction this sets a savepoint.
        AnsiTransactionManager::begin_transaction(&mut *self.conn).await?;
        let done = act(self).await;
        if keep && done.is_ok() {
            AnsiTransactionManager::commit_transaction(&mut *self.conn).await?;
        } else {
            self.queued.truncate(before);
            AnsiTransactionManager::rollback_transaction(&mut *self.conn).await?;
        }
        done
    }
}

impl TenantTx {
    /// The tenant whose people use this transaction.
    pub fn own(&self) -> TenantId {
        // A tenant transaction is only made through a door that names one; national is the harmless fallback,
        // because the database knows the true one.
        self.tenant.unwrap_or(TenantId::NATIONAL)
    }
}

impl WorkerTx {
    /// The tenant that the worker has entered.
    pub fn own(&self) -> TenantId {
        self.tenant.unwrap_or(TenantId::NATIONAL)
    }
}

/// The version a caller has seen; an update without one does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(pub i32);

/// The only way to end an update by id: anything but one row is a 404, because the row is missing or not ours.
pub fn exactly_one(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Refused(ErrorCode::NotFound)) }
}
