//! How much one session, one tenant and one network may ask of this process, so that nobody takes the service away from
//! the others (R104). The excess is told to come back, before it costs a connection to the database.

use std::{
    collections::HashSet,
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use dondoc_shared::id::TenantId;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use tokio::time::sleep;

use crate::{
    error::{Error, Result},
    gate::{Entered, Gate, Gates},
};

/// How many requests: in the long run a second, and at once after a pause.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// In the long run.
    pub a_second: NonZeroU32,
    /// After a pause.
    pub at_once: NonZeroU32,
}

/// The rates of requests.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of one session.
    pub session: Rate,
    /// Of all people of one tenant.
    pub tenant: Rate,
    /// Of one network, before it is known who asks.
    pub network: Rate,
}

impl Limits {
    /// The same rate for each.
    pub const fn all(a_second: NonZeroU32) -> Self {
        let rate = Rate { a_second, at_once: a_second };
        Self { session: rate, tenant: rate, network: rate }
    }
}

impl Default for Limits {
    fn default() -> Self {
        fn rate(a_second: u32, at_once: u32) -> Rate {
            let of = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
            Rate { a_second: of(a_second), at_once: of(at_once) }
        }
        Self { session: rate(20, 60), tenant: rate(200, 400), network: rate(50, 100) }
    }
}

/// Requests of one session that are carried out at the same time, and those that wait.
const SESSION: (usize, usize) = (4, 60);
/// Those of one tenant that wait; see [`Admission::new`].
const TENANT_LINE: usize = 64;
/// How long a request waits for those before it.
const PATIENCE: Duration = Duration::from_secs(2);
/// Work that takes seconds is done one at a time; a few wait.
const HEAVY: (usize, usize) = (1, 4);
const HEAVY_PATIENCE: Duration = Duration::from_secs(10);
/// How long the excess waits for its answer.
const PAUSE: Duration = Duration::from_millis(500);
/// More keys than this are thrown away, those first that have rested.
const KEYS: usize = 100_000;

/// What a request shows: the digest of its cookie, or of the session that its token names.
pub(super) type Claim = Vec<u8>;

/// The bounds of one process.
pub(super) struct Admission {
    sessions: Rated<Claim>,
    tenants: Rated<TenantId>,
    networks: Rated<IpAddr>,
    of_session: Gates<Claim>,
    of_tenant: Gates<TenantId>,
    heavy: Gate,
    heavy_of_session: Gates<Claim>,
    /// Claims that have been true.
    proven: Mutex<HashSet<Claim>>,
}

/// A request that was let in; dropping it makes room.
#[must_use]
pub(super) struct Admitted {
    _session: Entered,
    _tenant: Entered,
}

impl Admission {
    /// `connections` are those of the application's pool: one tenant gets three quarters of them.
    pub(super) fn new(limits: Limits, connections: usize) -> Self {
        let of_tenant = (connections.saturating_mul(3).div_ceil(4), TENANT_LINE);
        Self {
            sessions: Rated::new(limits.session),
            tenants: Rated::new(limits.tenant),
            networks: Rated::new(limits.network),
            of_session: Gates::new(SESSION, PATIENCE),
            of_tenant: Gates::new(of_tenant, PATIENCE),
            heavy: Gate::new(HEAVY, HEAVY_PATIENCE),
            heavy_of_session: Gates::new((1, 1), HEAVY_PATIENCE),
            proven: Mutex::default(),
        }
    }

    /// Counts a request whose sender is not known.
    pub(super) fn count_stranger(&self, from: IpAddr) -> Result<()> {
        self.networks.count(&network(from))
    }

    /// Counts a request of a session. One whose claim was never true is its network's as well: nobody can use up a tenant's
    /// share with made-up cookies.
    pub(super) fn count_session(&self, claim: &Claim, from: IpAddr) -> Result<()> {
        self.sessions.count(claim)?;
        let proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner).contains(claim);
        if proven { Ok(()) } else { self.count_stranger(from) }
    }

    /// Counts a request of a tenant, whose claim has just been found true.
    pub(super) fn count_tenant(&self, tenant: TenantId, claim: &Claim) -> Result<()> {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        if !proven.contains(claim) {
            if proven.len() >= KEYS {
                proven.clear();
            }
            proven.insert(claim.clone());
        }
        drop(proven);
        self.tenants.count(&tenant)
    }

    /// Waits until the request may go to the database.
    pub(super) async fn enter(&self, tenant: TenantId, claim: &Claim) -> Result<Admitted> {
        let session = self.of_session.enter(claim.clone()).await?;
        Ok(Admitted { _session: session, _tenant: self.of_tenant.enter(tenant).await? })
    }

    /// Waits until work that takes seconds may begin.
    pub(super) async fn enter_heavy(&self, claim: &Claim) -> Result<[Entered; 2]> {
        let of_session = self.heavy_of_session.enter(claim.clone()).await?;
        Ok([of_session, self.heavy.enter().await?])
    }
}

/// Lets the excess wait for its answer: whoever asks again at once gets no more of the process than whoever waits.
pub(super) async fn unhurried<T>(counted: Result<T>) -> Result<T> {
    if matches!(counted, Err(Error::Busy(_))) {
        sleep(PAUSE).await;
    }
    counted
}

/// A rate for each key.
struct Rated<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> Rated<K> {
    fn new(rate: Rate) -> Self {
        Self(RateLimiter::keyed(Quota::per_second(rate.a_second).allow_burst(rate.at_once)))
    }

    fn count(&self, key: &K) -> Result<()> {
        if self.0.len() >= KEYS {
            self.0.retain_recent();
        }
        self.0.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            Error::Busy(u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(1).max(1))
        })
    }
}

/// The network by which strangers are counted.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            Ipv4Addr::new(a, b, c, 0).into()
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use dondoc_shared::error::ErrorCode;

    use super::*;

    fn refused(counted: &Result<()>) -> bool {
        matches!(counted, Err(Error::Busy(_)))
    }

    #[test]
    fn a_session_that_asks_too_much_is_told_and_no_other_is() {
        let admission = Admission::new(Limits::default(), 16);
        let (here, there): (IpAddr, IpAddr) =
            ("203.0.113.9".parse().unwrap(), "203.0.112.9".parse().unwrap());
        let (one, other) = (vec![1], vec![2]);
        admission.count_tenant(TenantId(24), &one).unwrap();
        let asked = (0..200).filter(|_| admission.count_session(&one, here).is_ok()).count();
        assert!((60..90).contains(&asked), "{asked}");
        assert!(admission.count_session(&other, here).is_ok());
        // Cookies that are made up anew each time are counted by the network that they come from.
        let made_up = (0..200u8).filter(|n| admission.count_session(&vec![9, *n], here).is_ok()).count();
        assert!((99..150).contains(&made_up), "{made_up}");
        assert!(refused(&admission.count_stranger("203.0.113.77".parse().unwrap())), "the same network");
        assert!(admission.count_stranger(there).is_ok());
    }

    #[tokio::test]
    async fn the_excess_waits_for_its_answer_and_nothing_else_does() {
        let begun = std::time::Instant::now();
        unhurried(Ok(())).await.unwrap();
        unhurried::<()>(Err(ErrorCode::NotFound.into())).await.unwrap_err();
        assert!(begun.elapsed() < PAUSE / 2);
        assert!(refused(&unhurried(Err(Error::Busy(1))).await));
        assert!(begun.elapsed() >= PAUSE);
    }

    #[tokio::test]
    async fn a_tenant_leaves_connections_to_the_others() {
        let admission = Admission::new(Limits::default(), 4);
        let enter = async |tenant, claim: u8| admission.enter(TenantId(tenant), &vec![claim]).await;
        let inside = [enter(24, 1).await.ok(), enter(24, 1).await.ok(), enter(24, 2).await.ok()];
        assert!(inside.iter().all(Option::is_some));
        assert!(enter(24, 3).await.is_err(), "three of four connections");
        assert!(enter(31, 4).await.is_ok());
    }
}
