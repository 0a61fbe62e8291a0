//! A database made ready for the demo: tables, mark, plans and their played past, people, clock. A past that was cut short
//! is played again from its beginning; every other step can be repeated.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use dondoc_shared::text::Lang;
use jiff::{SignedDuration, Timestamp, ToSpan};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{people, play, progress::Bar};
use crate::{
    programs::{
        config::{
            DatabaseConfig,
            secrets::{Secrets, create_one},
        },
        demo::post::Post,
        process::{open, say},
    },
    slices::directives::{self, import::CARRIED},
};
use dondoc_kernel::{
    auth::factor,
    clock::Clock,
    db::{
        Actor, Db, National,
        admin::{self, Place},
        simulated,
    },
};

/// The database to be made ready.
#[derive(Debug)]
pub struct Source {
    /// With an administrator's user.
    pub admin_url: SecretString,
    /// Whether nobody else uses it: then tables without a mark can only come from a start that was cut short.
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
    /// Of every demo account.
    pub pass_phrase: SecretString,
    /// What the demo's clock showed.
    pub now: Timestamp,
}

/// Makes the database ready, whose mail leaves by this post; none if it holds data that is not simulated. With `today` the
/// clock is the machine's.
pub async fn prepare(
    source: &Source,
    post: &Post,
    today: bool,
    lang: Lang,
) -> anyhow::Result<Option<Prepared>> {
    if !source.private && !simulated::is_ours(&source.admin_url).await? {
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
    let mut is_new = simulated::mark(&plain, actor.clone()).await?;
    if !simulated::is_played(&plain).await? {
        if !is_new {
            say!("{}", lang.demo_cut_short());
            admin::revert_all(&source.admin_url, &source.prefix).await?;
            admin::migrate(&source.admin_url, &source.prefix, &config.secrets.passwords).await?;
            is_new = simulated::mark(&plain, actor.clone()).await?;
        }
        play_past(&config, post, lang).await?;
        simulated::note_played(&plain, actor.clone()).await?;
    }
    set_clock(&plain, &actor, today).await?;
    plain.close();
    let (db, _) = open(&config, 8).await?;

    // The plans came in with the past; a newer program may carry newer ones. What is published later is not known yet.
    let day = db.read(National, actor.clone(), async |tx| Ok(tx.today())).await?;
    directives::import_issued(&db, &CARRIED, day).await?.map_err(|faults| {
        anyhow::anyhow!(faults.iter().map(|f| f.message(Lang::En)).collect::<Vec<_>>().join("\n"))
    })?;
    // Whoever tries the demo needs no authenticator for it; that one will be needed is said.
    let from = day.saturating_add(DAYS_TO_ENROL.days());
    db.write(National, actor.clone(), async |tx| factor::require_from(tx, from).await).await?;
    say!("{}", lang.demo_people());
    let pass_phrase = people(&db, &actor, &secrets_dir.join("pass-phrase"), is_new).await?;
    let now = db.read(National, actor, async |tx| Ok(tx.now)).await?;
    Ok(Some(Prepared { db, config, evidence: source.dir.join("evidence"), pass_phrase, now }))
}

/// Days until roles that must have a second factor need it in the demo.
const DAYS_TO_ENROL: i32 = 30;

/// Days played between two runs of the errands.
const ERRANDS: usize = 20;

/// Plays the demo's past, whose mail leaves on its day.
async fn play_past(config: &DatabaseConfig, post: &Post, lang: Lang) -> anyhow::Result<()> {
    say!("{}", lang.demo_playing());
    // A past that a crash cuts short is played again, so no act of it need wait for the disk. What ends it does.
    let pools = config.pools(8)?.with_option("-c synchronous_commit=off");
    let db = Db::new(&pools, Clock::manual(Timestamp::UNIX_EPOCH))?;
    let worker = post.worker(&db)?;
    let mut bar = Bar::new(lang);
    let mut days = 0usize;
    let played = play::play(&db, async |progress| {
        // Mail leaves on its day. What tenants know of each other is copied now and then, because each copy but the last is
        // written over.
        days = days.saturating_add(1);
        if days.is_multiple_of(ERRANDS) {
            worker.drain().await?
        } else {
            worker.deliver_all().await?
        };
        bar.show(progress);
        Ok(())
    });
    let played = played.await?;
    worker.drain().await?;
    db.close();
    bar.end(&played);
    Ok(())
}

/// The clock begins where the past ends, and at a later start goes on after the last thing that happened: time never runs back.
async fn set_clock(db: &Db, actor: &Actor, today: bool) -> anyhow::Result<()> {
    if today {
        return Ok(simulated::move_clock(db, actor.clone(), None).await?);
    }
    let begin = play::end()?;
    let last = db.read(National, actor.clone(), async |tx| simulated::last_event(tx).await).await?;
    let after =
        last.filter(|at| *at > begin).map(|at| at.checked_add(SignedDuration::from_mins(1))).transpose()?;
    let now = after.unwrap_or(begin);
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
