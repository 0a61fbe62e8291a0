//! The draw: who is drawn follows from the seed alone, so that anybody can draw again and see that nobody was chosen by hand.

use dondoc_kernel::secret::hex;
use dondoc_shared::id::AssignmentId;
use sha2::{Digest, Sha256};

/// The lot of an assignment under a seed: the SHA-256 of `seed:id`.
fn lot(seed: &str, id: AssignmentId) -> Vec<u8> {
    Sha256::digest(format!("{seed}:{id}")).to_vec()
}

/// So many of them, those with the smallest lots, in the order of their lots.
pub fn draw<T>(seed: &str, mut from: Vec<T>, id: impl Fn(&T) -> AssignmentId, items: usize) -> Vec<T> {
    from.sort_by_cached_key(|one| (lot(seed, id(one)), id(one)));
    from.truncate(items);
    from
}

/// A digest of what is drawn from, in whatever order: the SHA-256 of the ids in ascending order, a line each.
pub fn digest(from: impl Iterator<Item = AssignmentId>) -> String {
    let mut ids: Vec<AssignmentId> = from.collect();
    ids.sort_unstable();
    let digest = ids.iter().fold(Sha256::new(), |digest, id| digest.chain_update(format!("{id}\n")));
    hex(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SEED: &str = "00112233445566778899aabbccddeeff";

    fn pool(n: u128) -> Vec<AssignmentId> {
        (1..=n).map(|n| AssignmentId(Uuid::from_u128(n))).collect()
    }

    fn drawn(seed: &str, from: Vec<AssignmentId>, items: usize) -> Vec<AssignmentId> {
        draw(seed, from, |id| *id, items)
    }

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order_of_those_that_are_drawn_from() {
        let mut turned = pool(50);
        turned.reverse();
        assert_eq!(drawn(SEED, pool(50), 7), drawn(SEED, turned, 7));
        assert_eq!(drawn(SEED, pool(50), 7), drawn(SEED, pool(50), 20)[..7]);
    }

    #[test]
    fn a_draw_by_hand_with_another_program_draws_the_same() {
        // printf 'SEED:00000000-0000-0000-0000-00000000000N' | sha256sum, for N from 1 to 4, sorted.
        let expected = [4, 1, 3, 2].map(|n| AssignmentId(Uuid::from_u128(n)));
        assert_eq!(drawn(SEED, pool(4), 4), expected);
    }

    #[test]
    fn each_is_drawn_as_often_as_any_other() {
        let mut times = [0_u32; 20];
        for seed in 0..2_000 {
            for id in drawn(&format!("{seed:032x}"), pool(20), 5) {
                let place = usize::try_from(id.0.as_u128() - 1).unwrap();
                times[place] += 1;
            }
        }
        // 500 each: five standard deviations are 97.
        assert!(times.iter().all(|n| (403..=597).contains(n)), "{times:?}");
    }

    #[test]
    fn the_digest_of_what_was_drawn_from_is_that_of_another_program_and_knows_no_order() {
        // printf '00000000-0000-0000-0000-00000000000%d\n' 1 2 3 | sha256sum
        let expected = "7a2ffd1dd0caa19bbfbff3757117ce8442257a811b8cf9de1344677d590ba057";
        assert_eq!(digest(pool(3).into_iter()), expected);
        assert_eq!(digest(pool(3).into_iter().rev()), expected);
    }

    #[test]
    fn all_are_drawn_where_there_are_fewer() {
        assert_eq!(drawn(SEED, pool(3), 10).len(), 3);
    }
}
