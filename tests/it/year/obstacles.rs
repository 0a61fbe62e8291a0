//! What keeps mail back in the year, drawn by a seed: holds of one body or of all, with an end or until they are lifted, days
//! without a relay, answers that are lost, and one body with a small budget.

use dondoc_tests::{
    mailbox::{Fault, Faults, Step},
    relay_world::Post,
};
use jiff::{Timestamp, ToSpan};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use super::{ZONES, tenant};

/// The body with a budget of its own.
pub const SPARING: usize = 4;
/// Its digests a day.
pub const BUDGET: usize = 1;

struct Hold {
    id: Uuid,
    /// One body's, or everybody's.
    of: Option<usize>,
    until: Timestamp,
    /// Whether a person has to lift it.
    open: bool,
}

pub struct Obstacles {
    chance: StdRng,
    holds: Vec<Hold>,
    relay_back: Option<Timestamp>,
    now: Timestamp,
}

impl Obstacles {
    pub async fn begin(post: &Post, seed: u64) -> Self {
        let key = format!("digests_a_day/{}", tenant(SPARING));
        let budget = "insert into dondoc.settings (key, value) values ($1, $2)";
        post.world.run(budget, &[&key, &BUDGET.to_string()]).await.unwrap();
        let chance = StdRng::seed_from_u64(seed);
        Self { chance, holds: Vec::new(), relay_back: None, now: Timestamp::UNIX_EPOCH }
    }

    /// A quarter of a day begins: some obstacles end, others begin.
    pub async fn turn(&mut self, post: &Post, now: Timestamp) {
        self.now = now;
        for hold in self.holds.extract_if(.., |hold| hold.until <= now).filter(|hold| hold.open) {
            let lift = "update dondoc.mail_holds set lifted_at = now(), lifted_by = id, lifted_name = 'x' where id = $1";
            post.world.run(lift, &[&hold.id]).await.unwrap();
        }
        if self.relay_back.take_if(|back| *back <= now).is_some() {
            post.relay.come_back().await.unwrap();
        }
        let everybody = self.chance.random_ratio(1, 160);
        let of: Vec<Option<usize>> = if everybody {
            vec![None]
        } else {
            (0..ZONES.len()).filter(|_| self.chance.random_ratio(1, 50)).map(Some).collect()
        };
        for of in of {
            self.hold(post, of).await;
        }
        if self.relay_back.is_none() && self.chance.random_ratio(1, 60) {
            post.relay.go_away().await;
            self.relay_back = Some(now + (self.chance.random_range(1..8i64) * 6).hours());
        }
        let lost = [(Step::Kept, Fault::Drop)].into_iter().filter(|_| self.chance.random_ratio(1, 5));
        post.relay.set_faults(Faults::script(lost));
    }

    async fn hold(&mut self, post: &Post, of: Option<usize>) {
        let (id, open) = (Uuid::from_u128(self.chance.random()), self.chance.random_ratio(1, 2));
        let until = self.now + (self.chance.random_range(1..18i64) * 6).hours();
        let ends = (!open).then(|| until.to_string());
        let body = of.map(|body| tenant(body).0);
        let sql = "insert into dondoc.mail_holds (id, for_tenant, begins_at, ends_at, reason, by_id, by_name, at)
                   values ($1, $2, $3::text::timestamptz, $4::text::timestamptz, 'x', $1, 'x', $3::text::timestamptz)";
        post.world.run(sql, &[&id, &body, &self.now.to_string(), &ends]).await.unwrap();
        self.holds.push(Hold { id, of, until, open });
    }

    /// Whether nothing can leave for this body.
    pub fn stop(&self, body: usize) -> bool {
        self.relay_back.is_some() || self.holds.iter().any(|hold| hold.of.is_none_or(|of| of == body))
    }
}
