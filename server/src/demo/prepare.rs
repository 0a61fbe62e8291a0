//! A database made ready for the demo: tables, mark, clock, plans, people. Every step can be repeated, so that a demo that
//! was killed half-way goes on at the next start.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use dondoc_shared::text::Lang;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::people;
use crate::{
    cli::{self, say},
    clock::Clock,
    config::{
        DatabaseConfig,
        secrets::{Secrets, create_one},
    },
    db::{
        Actor, Db, National,
        admin::{self, Place},
        simulated,
    },
    directives::{self, import::CARRIED},
};

/// 25 July 2024, 08:00 in Ha Noi.
pub const BEGIN: &str = "2024-07-25T08:00:00+07:00";

/// The database to be made ready.
#[derive(Debug)]
pub struct Source {
    /// With an administrator's user.
    pub admin_url: SecretString,
    /// Nobody else uses it, so that tables without a mark can only be those of a start that was cut short.
    pub private: bool,
    /// Of the role names.
    pub prefix: String,
    /// Where passwords, the pass-phrase and files of evidence are kept.
    pub dir: PathBuf,
}

/// A database that is ready.
pub struct Prepared {
    /// Its pools, with its clock.
    pub db: Db,
    /// How it is reached.
    pub config: DatabaseConfig,
    /// Folder for the files of evidence.
    pub evidence: PathBuf,
    /// Folder for the mail that is caught.
    pub mail: PathBuf,
    /// Of every demo account.
    pub pass_phrase: SecretString,
    /// What the demo's clock showed.
    pub now: Timestamp,
}

/// Makes the database ready; none if it holds data that is not simulated. With `today` the clock is the machine's.
pub async fn prepare(source: &Source, today: bool, lang: Lang) -> anyhow::Result<Option<Prepared>> {
    if !source.private && !is_ours(&source.admin_url).await? {
        return Ok(None);
    }
    let secrets_dir = source.dir.join("secrets");
    Secrets::create_missing(&secrets_dir).with_context(|| secrets_dir.display().to_string())?;
    let secrets = Secrets::read(&secrets_dir).map_err(|faults| {
        anyhow::anyhow!(faults.iter().map(|fault| fault.message(lang)).collect::<Vec<_>>().join(" "))
    })?;
    admin::migrate(&source.admin_url, &source.prefix, &secrets.passwords).await?;
    let place = Place { url: Url::parse(source.admin_url.expose_secret())?, prefix: source.prefix.clone() };
    let config = DatabaseConfig { place, secrets };

    let actor = Actor::system("system:demo");
    let plain = Db::new(&config.pools(2)?, Clock::System)?;
    let is_new = simulated::mark(&plain, actor.clone()).await?;
    set_clock(&plain, &actor, today).await?;
    plain.close();
    let (db, _) = cli::open(&config, 8).await?;

    say!("{}", lang.demo_preparing());
    directives::import(&db, &CARRIED, false).await?.map_err(|faults| {
        anyhow::anyhow!(faults.iter().map(|f| f.message(false)).collect::<Vec<_>>().join("\n"))
    })?;
    say!("{}", lang.demo_people());
    let pass_phrase = people(&db, &actor, &secrets_dir.join("pass-phrase"), is_new).await?;
    let now = db.read(National, actor, async |tx| Ok(tx.now)).await?;
    Ok(Some(Prepared {
        db,
        config,
        evidence: source.dir.join("evidence"),
        mail: source.dir.join("mail"),
        pass_phrase,
        now,
    }))
}

#[derive(diesel::QueryableByName)]
struct Answer {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    yes: bool,
}

/// Is the database empty, or does it bear the mark?
#[expect(clippy::disallowed_methods, reason = "asked of a database that may have none of our tables")]
async fn is_ours(admin_url: &SecretString) -> anyhow::Result<bool> {
    let mut conn = AsyncPgConnection::establish(admin_url.expose_secret())
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

/// The clock begins at [`BEGIN`], and at a later start goes on after the last thing that happened: time never runs back.
async fn set_clock(db: &Db, actor: &Actor, today: bool) -> anyhow::Result<()> {
    if today {
        return Ok(simulated::move_clock(db, actor.clone(), None).await?);
    }
    let begin: Timestamp = BEGIN.parse()?;
    let last = db.read(National, actor.clone(), async |tx| simulated::last_event(tx).await).await?;
    let after = last.map(|at| at.checked_add(SignedDuration::from_mins(1))).transpose()?;
    let now = after.map_or(begin, |after| after.max(begin));
    Ok(simulated::move_clock(db, actor.clone(), Some(now)).await?)
}

/// The demo accounts and their pass-phrase: random for each database, kept there as hashes and here in a file of mode
/// 0600, so that a later start can print it again. It is written last: without it every account gets a new one.
async fn people(db: &Db, actor: &Actor, file: &Path, is_new: bool) -> anyhow::Result<SecretString> {
    if is_new
        && let Err(error) = fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error).context("pass-phrase");
    }
    let kept = fs::read_to_string(file).ok().map(|text| SecretString::from(text.trim()));
    let phrase = kept.clone().unwrap_or_else(people::pass_phrase);
    people::ensure(db, actor, &phrase, kept.is_none()).await?;
    if kept.is_none() {
        create_one(file, phrase.expose_secret())?;
    }
    Ok(phrase)
}
