//! Four hundred days of reminders in six time zones, beside an oracle that is written from the rules and not from the code:
//! day by day, item by item, rule by rule, the slow way.
//!
//! The calendar and the policies change on the way, people come and go, due dates move, several sweep at once, some are
//! stopped in the middle, and on some days nobody sweeps. Holds, days without a relay, lost answers and a small budget keep mail
//! back. What the oracle owes is in the ledger, and leaves at the first moment at which it can, in the reader's one digest of that
//! local day; what is no longer owed by then does not.

mod obstacles;
mod oracle;
mod script;

use std::collections::BTreeMap;

use dondoc_kernel::db::Db;
use dondoc_server::{
    domain::{
        calendar,
        policies::{self, Rules},
    },
    slices::reminders,
};
use dondoc_shared::id::TenantId;
use dondoc_tests::relay_world::Post;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use self::{
    obstacles::{BUDGET, Obstacles, SPARING},
    oracle::{Mail, Oracle, Owed},
    script::Script,
};

const DAYS: i64 = 400;

/// UTC+7, +14, -11, and three with daylight saving time: an hour in the north, an hour in the west, half an hour in the south.
pub(super) const ZONES: [&str; 6] = [
    "Asia/Ho_Chi_Minh",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
];

pub(super) fn tenant(body: usize) -> TenantId {
    TenantId(i32::try_from(10 + body).unwrap())
}

async fn sweep(db: &Db, tenant: TenantId) -> Result<usize, String> {
    let swept = db.keep_books(tenant, async |tx| {
        let (calendar, book) = (calendar::load(tx).await?, policies::load(tx).await?);
        reminders::sweep(tx, &Rules { calendar: calendar.of(tenant), book: &book }).await
    });
    swept.await.map_err(|error| error.to_string())
}

/// Four at once, now and then one before them that is stopped wherever it is.
async fn swept_by_four(post: &Post, tenant: TenantId, chance: &mut StdRng) {
    if chance.random_ratio(1, 5) {
        // With connections of its own, which end with it as those of a process do.
        let db = post.world.db().unwrap();
        let doomed = tokio::spawn({
            let db = db.clone();
            async move { sweep(&db, tenant).await }
        });
        tokio::time::sleep(std::time::Duration::from_micros(chance.random_range(0..20_000))).await;
        doomed.abort();
        let _ = doomed.await;
        db.close();
    }
    let many = if chance.random_ratio(1, 4) { 4 } else { 1 };
    let all = (0..many).map(|_| sweep(&post.db, tenant));
    for swept in futures_util::future::join_all(all).await {
        swept.unwrap();
    }
}

/// The digests that the relay got since the `seen` first ones, by body.
fn mails_since(post: &Post, script: &Script, seen: &mut usize) -> BTreeMap<usize, Vec<Mail>> {
    let mut mails: BTreeMap<usize, Vec<Mail>> = BTreeMap::new();
    for mail in post.relay.received_after(*seen) {
        let letter = mail.letter();
        let reader = script.reader(&mail.to);
        let codes = letter.text.lines().filter_map(|line| line.strip_prefix("- ")?.split_once('/'));
        mails.entry(script.body_of(reader)).or_default().push(Mail {
            reader,
            day: date_in(&letter.subject),
            codes: codes.map(|(code, _)| code.to_owned()).collect(),
            message_id: letter.message_id,
            acknowledged: mail.acknowledged,
        });
    }
    *seen += mails.values().map(Vec::len).sum::<usize>();
    mails
}

/// `Nhắc việc Đơn vị 10, 25/07/2024: 2 quá hạn, …`: the digest's local date.
fn date_in(subject: &str) -> Date {
    let date = subject.split_once(", ").unwrap().1.split_once(':').unwrap().0;
    Date::strptime("%d/%m/%Y", date).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn in_four_hundred_days_everyone_is_told_what_the_rules_owe_once_and_nothing_else() {
    let post = Post::new().await.unwrap();
    let seed = 20_240_725;
    let mut chance = StdRng::seed_from_u64(seed);
    let mut script = Script::begin(&post).await;
    let mut oracle = Oracle::default();
    let mut obstacles = Obstacles::begin(&post, seed).await;
    let mut seen = 0;
    let worker = post.worker();
    let begin: Timestamp = "2024-01-15T00:10:00Z".parse().unwrap();
    for quarter in 0..DAYS * 4 {
        let now = begin + (quarter * 6).hours();
        post.world.clock.set(now);
        script.change_the_rules(&post, now).await;
        obstacles.turn(&post, now).await;
        for (body, zone) in ZONES.iter().enumerate() {
            let local = now.to_zoned(TimeZone::get(zone).unwrap());
            // Nobody sweeps on some days, and then not for three in a row.
            let stopped = matches!(local.date().day_of_year() % 45, 20..=22);
            if local.hour() >= 18 {
                // What is queued over idle days leaves after them; nothing happens until then that would change it.
                if !script.works(local.date()) {
                    continue;
                }
                script.evening(&post, body, local.date(), &mut chance).await;
            } else if !stopped && oracle.sweep(&script, body, local.date()) {
                swept_by_four(&post, tenant(body), &mut chance).await;
            }
        }
        worker.drain().await.unwrap();
        let mut mails = mails_since(&post, &script, &mut seen);
        for (body, zone) in ZONES.iter().enumerate() {
            let local = now.to_zoned(TimeZone::get(zone).unwrap()).datetime();
            let budget = if body == SPARING { BUDGET } else { usize::MAX };
            let got = mails.remove(&body).unwrap_or_default();
            oracle.leave(&script, body, (local, obstacles.stop(body), budget), &got);
        }
    }
    let found = ledger(&post).await;
    assert!(oracle.owed.len() > 1_000, "the year is not a poor one: {}", oracle.owed.len());
    let Oracle { waited, doubled, put_off, .. } = oracle;
    assert!(
        waited > 100 && doubled > 20 && put_off > 20,
        "{waited} waited, {doubled} twice, {put_off} put off"
    );
    let (missing, beyond): (Vec<_>, Vec<_>) = (
        oracle.owed.iter().filter(|owed| !found.contains_key(owed)).take(5).collect(),
        found.keys().filter(|owed| !oracle.owed.contains(owed)).take(5).collect(),
    );
    assert!(missing.is_empty() && beyond.is_empty(), "seed {seed}: missing {missing:#?}, beyond {beyond:#?}");
}

/// What is noted: item, rule, slot and recipient, with the version that owed it.
async fn ledger(post: &Post) -> BTreeMap<Owed, ()> {
    let sql = "select t.code, o.rule_id, o.slot_date::text, o.recipient_id, p.version, p.for_tenant
               from dondoc.reminder_occurrences o join dondoc.policies p on p.id = o.policy_id
               join dondoc.assignments a on a.tenant_id = o.tenant_id and a.id = o.assignment_id
               join dondoc.tasks t on t.id = a.task_id";
    let rows = post.world.owner.query(sql, &[]).await.unwrap();
    let owed = |row: &tokio_postgres::Row| Owed {
        code: row.get(0),
        rule: row.get(1),
        slot: row.get::<_, String>(2).parse().unwrap(),
        recipient: row.get(3),
        version: row.get(4),
        own: row.get::<_, Option<i32>>(5).is_some(),
    };
    rows.iter().map(|row| (owed(row), ())).collect()
}
