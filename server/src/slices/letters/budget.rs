//! How many digests of reminders a tenant may get on a local date (pure; R76).
//!
//! A body has some dozens of people here and each gets at most one digest a day, so two hundred on one day mean that
//! something is wrong (an import, a rule), and 93 bodies at two hundred are what a relay takes in half an hour.

use dondoc_shared::id::TenantId;

/// Digests a day where nobody has set another number.
const DEFAULT: i32 = 200;

/// The setting with the number for all; a tenant's own has its number behind it.
pub(super) const SETTING: &str = "digests_a_day";

/// The setting with a tenant's own number.
pub(super) fn own_setting(tenant: TenantId) -> String {
    format!("{SETTING}/{tenant}")
}

/// The settings that there are, each with its value.
pub(super) struct Limits(pub(super) Vec<(String, String)>);

impl Limits {
    fn get(&self, key: &str) -> Option<i32> {
        self.0.iter().find(|(known, _)| known == key).and_then(|(_, value)| value.parse().ok())
    }

    /// What a tenant may get that has no number of its own.
    pub(super) fn default(&self) -> i32 {
        self.get(SETTING).unwrap_or(DEFAULT)
    }

    /// What this tenant may get.
    pub(super) fn of(&self, tenant: TenantId) -> i32 {
        self.get(&own_setting(tenant)).unwrap_or_else(|| self.default())
    }
}

/// A tenant's budget on a local date, and what is left of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// The most digests.
    pub(super) most: i32,
    /// Digests sent, or on their way.
    pub(super) sent: i32,
}

impl Budget {
    /// How many more may leave.
    pub(super) fn left(self) -> i32 {
        self.most.saturating_sub(self.sent).max(0)
    }

    /// Takes one digest of it; false if nothing is left.
    pub(super) fn take(&mut self) -> bool {
        let is_left = self.left() > 0;
        self.sent = self.sent.saturating_add(1);
        is_left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_gets_200_a_day_or_what_is_set_for_all_or_what_is_set_for_it() {
        let set = |rows: &[(&str, &str)]| {
            Limits(rows.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
        };
        let of = |limits: &Limits| [7, 8].map(|tenant| limits.of(TenantId(tenant)));
        assert_eq!(of(&set(&[])), [200, 200]);
        assert_eq!(of(&set(&[("digests_a_day", "50")])), [50, 50]);
        let own = set(&[("digests_a_day/7", "3"), ("digests_a_day", "50")]);
        assert_eq!((of(&own), own.default()), ([3, 50], 50));
        assert_eq!(of(&set(&[("digests_a_day/7", "3")])), [3, 200]);
    }

    #[test]
    fn the_last_digest_of_a_budget_leaves_and_the_next_one_waits() {
        let mut budget = Budget { most: 200, sent: 197 };
        assert_eq!([(); 5].map(|()| budget.take()), [true, true, true, false, false]);
        let left = |sent| Budget { most: 200, sent }.left();
        assert_eq!([0, 199, 200, 201].map(left), [200, 1, 0, 0]);
    }
}
