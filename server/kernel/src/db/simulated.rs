//! The mark of a database that carries invented data, and its moved clock.
//!
//! Code that invents data or moves the clock asks for the mark first, so that it can never touch a real database (R86).

use anyhow::{Context, bail};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::TenantId;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::json;

use super::{Actor, Db, DbConfig, National, NationalTx, Tx, admin};
use crate::{
    clock::Clock,
    db::audit::{Entry, Logged},
    error::Result,
    schema::{events, settings, tasks, users},
};

const MARK: &str = "simulated";
const PLAYED: &str = "simulated_past";
const OFFSET: &str = "clock_offset_us";

impl Db {
    /// The pools with the clock that this database asks for, and whether it bears the mark. A moved clock without the
    /// mark is refused.
    pub async fn open(config: &DbConfig) -> anyhow::Result<(Self, bool)> {
        let db = Self::new(config, Clock::System)?;
        let (marked, moved) = db
            .read(National, Actor::system("start"), async |tx| {
                Ok((is_marked(tx).await?, setting(tx, OFFSET).await?.is_some()))
            })
            .await?;
        match (marked, moved) {
            (true, _) => Ok((Self { clock: Clock::Offset, ..db }, true)),
            (false, false) => Ok((db, false)),
            (false, true) => bail!(
                "settings.{OFFSET} moves the clock of a database that does not bear the mark settings.{MARK}: remove the row"
            ),
        }
    }
}

/// Whether the database bears the mark.
pub async fn is_marked(tx: &mut Tx) -> Result<bool> {
    Ok(setting(tx, MARK).await?.is_some())
}

/// Marks a database in which there is nothing yet: no people, no tasks. One with the mark stays as it is. Answers whether
/// the mark is new.
pub async fn mark(db: &Db, actor: Actor) -> Result<bool> {
    if db.read(National, actor.clone(), async |tx| is_marked(tx).await).await? {
        return Ok(false);
    }
    db.write(National, actor, async |tx| {
        let people: i64 = users::table.count().get_result(&mut tx.conn).await?;
        let work: i64 = tasks::table.count().get_result(&mut tx.conn).await?;
        if people > 0 || work > 0 {
            return Err(
                anyhow::anyhow!("this database holds real data: it cannot be marked as simulated").into()
            );
        }
        set(tx, MARK, "true").await?;
        Ok(Logged::new(true, entry("mark_simulated", json!({}))))
    })
    .await
}

/// Whether the past has been played to its end.
pub async fn is_played(db: &Db) -> Result<bool> {
    db.read(National, Actor::system("start"), async |tx| Ok(setting(tx, PLAYED).await?.is_some())).await
}

/// Notes that the past has been played to its end.
pub async fn note_played(db: &Db, actor: Actor) -> Result<()> {
    db.write(National, actor, async |tx| {
        require_mark(tx).await?;
        set(tx, PLAYED, "played").await?;
        Ok(Logged::new((), entry("play_past", json!({}))))
    })
    .await
}

/// Moves the clock of a marked database so that it is `now`, or with none back to the machine's. It goes on from there.
pub async fn move_clock(db: &Db, actor: Actor, now: Option<Timestamp>) -> Result<()> {
    db.write(National, actor, async |tx| {
        require_mark(tx).await?;
        let offset =
            now.map_or(0, |now| now.as_microsecond().saturating_sub(Clock::System.now(0).as_microsecond()));
        set(tx, OFFSET, &offset.to_string()).await?;
        Ok(Logged::new((), entry("move_clock", json!({"offset_us": offset}))))
    })
    .await
}

/// An error unless the database bears the mark.
pub async fn require_mark(tx: &mut Tx) -> Result<()> {
    if is_marked(tx).await? {
        return Ok(());
    }
    Err(anyhow::anyhow!("this database does not bear the mark settings.{MARK}: nothing is invented in it")
        .into())
}

/// The last instant at which anything happened to an assignment.
pub async fn last_event(tx: &mut NationalTx) -> Result<Option<Timestamp>> {
    let at: Option<jiff_diesel::Timestamp> =
        events::table.select(diesel::dsl::max(events::at)).first(&mut tx.conn).await?;
    Ok(at.map(jiff_diesel::Timestamp::to_jiff))
}

async fn setting(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    let value = settings::table.find(key).select(settings::value).first(&mut tx.conn).await.optional();
    Ok(value.context("settings")?)
}

async fn set(tx: &mut NationalTx, key: &str, value: &str) -> Result<()> {
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(value))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

fn entry(action: &'static str, detail: serde_json::Value) -> Entry {
    Entry { tenant: TenantId::NATIONAL, action, subject_kind: "settings", subject_id: None, detail }
}

#[derive(diesel::QueryableByName)]
struct Answer {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    yes: bool,
}

/// Whether the database at this address is empty or bears the mark.
#[expect(clippy::disallowed_methods, reason = "asked of a database that may have none of our tables")]
pub async fn is_ours(admin_url: &SecretString) -> anyhow::Result<bool> {
    let mut conn = admin::connect(admin_url)
        .await
        .context("cannot connect as the administrator of the demo's database")?;
    let empty = "select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p', 'v', 'm', 'S')
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')) as yes";
    let empty: Answer = diesel::sql_query(empty).get_result(&mut conn).await?;
    if empty.yes {
        return Ok(true);
    }
    let there =
        "select to_regclass('dondoc.settings') is not null and to_regclass('dondoc.users') is not null
        and to_regclass('dondoc.tasks') is not null as yes";
    let there: Answer = diesel::sql_query(there).get_result(&mut conn).await?;
    if !there.yes {
        return Ok(false);
    }
    let marked = "select exists (select from dondoc.settings where key = 'simulated') as yes";
    let marked: Answer = diesel::sql_query(marked).get_result(&mut conn).await?;
    Ok(marked.yes)
}
