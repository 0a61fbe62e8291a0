//! Guesses by network address: at most ten a minute are looked at, whoever's account they are for (R88).
//!
//! A place is taken before the pass-phrase is looked at, so that guesses made at the same moment count as well. A log-in that
//! succeeds gives its place back at once, one that fails after a minute.

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};

/// Guesses that are looked at within a minute.
const PLACES: usize = 10;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// How long a log-in waits for the others of its office that are being looked at.
const PATIENCE: Duration = Duration::from_secs(2);
/// More addresses than this are counted as one.
const ADDRESSES: usize = 100_000;

/// The places of each address, in this process.
#[derive(Default)]
pub(super) struct Guesses(Mutex<HashMap<IpAddr, Places>>);

struct Places {
    /// When each of the last minute's failures took its place.
    failed: VecDeque<Timestamp>,
    free: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        Self { failed: VecDeque::new(), free: Arc::new(Semaphore::new(PLACES)) }
    }
}

impl Places {
    /// Gives the places back that were taken more than a minute ago.
    fn renew(&mut self, now: Timestamp) {
        let over = |at: &Timestamp| now.duration_since(*at) >= MINUTE;
        let renewed = self.failed.iter().take_while(|at| over(at)).count();
        self.failed.drain(..renewed);
        if self.free.is_closed() && renewed > 0 {
            self.free = Arc::new(Semaphore::new(renewed));
        } else {
            self.free.add_permits(renewed);
        }
    }

    fn is_idle(&self) -> bool {
        self.failed.is_empty() && self.free.available_permits() == PLACES
    }
}

/// A place that a log-in has taken. Unless it is given back, it is free again after a minute.
#[must_use]
pub(super) struct Place<'a> {
    guesses: &'a Guesses,
    address: IpAddr,
    at: Timestamp,
    permit: Option<OwnedSemaphorePermit>,
}

impl Place<'_> {
    /// Gives the place back: the pass-phrase was right, or was not looked at.
    pub(super) fn give_back(mut self) {
        self.permit = None;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Some(permit) = self.permit.take() else { return };
        permit.forget();
        self.guesses.with(self.address, |places| {
            places.failed.push_back(self.at);
            if places.failed.len() >= PLACES {
                // Whoever waits need not wait any longer.
                places.free.close();
            }
        });
    }
}

impl Guesses {
    /// Takes a place for a log-in from `address`.
    ///
    /// # Errors
    /// `too_many_attempts`, with the seconds until a place is free.
    pub(super) async fn take(&self, address: IpAddr, now: Timestamp) -> Result<Place<'_>> {
        let address = self.counted(network(address));
        let (free, _) = self.look(address, now);
        match tokio::time::timeout(PATIENCE, free.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Place { guesses: self, address, at: now, permit: Some(permit) }),
            _ => Err(Error::TooMany(self.look(address, now).1)),
        }
    }

    /// The places of an address, and the seconds until the next one is free.
    fn look(&self, address: IpAddr, now: Timestamp) -> (Arc<Semaphore>, u32) {
        self.with(address, |places| {
            places.renew(now);
            let oldest = places.failed.front().filter(|_| places.failed.len() >= PLACES);
            let wait =
                oldest.map_or(0, |at| MINUTE.as_secs().saturating_sub(now.duration_since(*at).as_secs()));
            (Arc::clone(&places.free), u32::try_from(wait).unwrap_or(1).max(1))
        })
    }

    fn with<R>(&self, address: IpAddr, act: impl FnOnce(&mut Places) -> R) -> R {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(all.entry(address).or_default())
    }

    /// The address, or one that stands for all, where there are too many to count each.
    fn counted(&self, address: IpAddr) -> IpAddr {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ADDRESSES && !all.contains_key(&address) {
            all.retain(|_, places| !places.is_idle());
            if all.len() >= ADDRESSES {
                return Ipv6Addr::UNSPECIFIED.into();
            }
        }
        address
    }
}

/// The address by which a caller is counted: in IPv6 everybody has a whole network of their own.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_721_869_200 + second).unwrap()
    }

    #[tokio::test]
    async fn ten_failures_take_all_places_for_a_minute_and_successes_none() {
        let guesses = Guesses::default();
        let office: IpAddr = "203.0.113.9".parse().unwrap();
        for second in 0..20 {
            guesses.take(office, at(second)).await.unwrap().give_back();
        }
        for second in 20..30 {
            drop(guesses.take(office, at(second)).await.unwrap());
        }
        let wait = |refused: Result<Place<'_>>| match refused {
            Err(Error::TooMany(seconds)) => seconds,
            _ => 0,
        };
        assert_eq!(wait(guesses.take(office, at(30)).await), 50);
        assert_eq!(wait(guesses.take(office, at(79)).await), 1);
        assert!(guesses.take("203.0.113.8".parse().unwrap(), at(79)).await.is_ok());
        drop(guesses.take(office, at(80)).await.unwrap());
        assert_eq!(wait(guesses.take(office, at(80)).await), 1, "one place was renewed and is taken again");
        for second in 81..90 {
            drop(guesses.take(office, at(second)).await.unwrap());
        }
        assert_eq!(wait(guesses.take(office, at(90)).await), 50);
    }

    #[tokio::test]
    async fn of_many_at_the_same_moment_ten_are_looked_at() {
        let guesses = Guesses::default();
        let tries = (0..60).map(|_| async {
            let place = guesses.take("203.0.113.9".parse().unwrap(), at(0)).await?;
            tokio::task::yield_now().await;
            drop(place);
            Ok::<_, Error>(())
        });
        let looked_at =
            futures_util::future::join_all(tries).await.iter().filter(|tried| tried.is_ok()).count();
        assert_eq!(looked_at, PLACES);
    }

    #[tokio::test]
    async fn all_addresses_of_a_network_are_one() {
        let guesses = Guesses::default();
        for n in 0..10 {
            drop(guesses.take(format!("2001:db8:1:2::{n}").parse().unwrap(), at(0)).await.unwrap());
        }
        assert!(guesses.take("2001:db8:1:2:ffff::1".parse().unwrap(), at(1)).await.is_err());
        assert!(guesses.take("2001:db8:1:3::1".parse().unwrap(), at(1)).await.is_ok());
    }
}
