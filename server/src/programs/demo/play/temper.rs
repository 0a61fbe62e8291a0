//! How a tenant works, drawn once for the whole past. Which tenant is how is chance, except that the demo's own accounts
//! have something to do.

use std::collections::BTreeMap;

use dondoc_shared::id::TenantId;

use super::chance::Chance;
use dondoc_kernel::tenants::Tenant;

/// How a tenant works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Temper {
    /// Acts early and tidily.
    Prompt,
    /// In time more often than not.
    Steady,
    /// Late more often than not.
    Slow,
    /// Slow, and from 2024 on not heard of.
    Silent,
}

/// In percent, and ranges in days.
pub(super) struct Habit {
    /// Done by the due date, in a year to go and in a few days to go; the rest is late, or not done.
    pub on_time: [i32; 2],
    pub late: [i32; 2],
    /// Calendar days late, least and most.
    pub late_by: (i32, i32),
    /// Percent of its time after which a long task of 2024 is done.
    pub pace: (i32, i32),
    /// Working days until somebody looks.
    pub looks_after: (i32, i32),
    /// Calendar days between two reports.
    pub reports_every: (i32, i32),
    /// Reports that name a barrier.
    pub troubled: i32,
    /// Urges answered in time, and late.
    pub answers: [i32; 2],
}

impl Temper {
    pub(super) fn habit(self) -> Habit {
        match self {
            Self::Prompt => Habit {
                on_time: [90, 72],
                late: [9, 25],
                late_by: (2, 14),
                pace: (22, 85),
                looks_after: (1, 4),
                reports_every: (35, 60),
                troubled: 8,
                answers: [85, 15],
            },
            Self::Steady => Habit {
                on_time: [80, 34],
                late: [17, 43],
                late_by: (3, 35),
                pace: (34, 100),
                looks_after: (1, 8),
                reports_every: (40, 75),
                troubled: 14,
                answers: [62, 20],
            },
            Self::Slow => Habit {
                on_time: [58, 4],
                late: [33, 38],
                late_by: (10, 75),
                pace: (60, 125),
                looks_after: (4, 25),
                reports_every: (55, 95),
                troubled: 32,
                answers: [30, 25],
            },
            Self::Silent => Habit {
                on_time: [35, 0],
                late: [50, 10],
                late_by: (30, 120),
                pace: (110, 160),
                looks_after: (10, 40),
                reports_every: (60, 90),
                troubled: 30,
                answers: [0, 0],
            },
        }
    }
}

/// How each tenant works: of 93 are 28 prompt, 42 steady, 17 slow and 6 silent.
pub(super) fn of_all(tenants: &[Tenant]) -> BTreeMap<TenantId, Temper> {
    let order = shuffled("temper", tenants.iter().filter(|tenant| !tenant.id.is_national()));
    let mut tempers = BTreeMap::from([(TenantId::NATIONAL, Temper::Steady)]);
    for (place, tenant) in order.iter().enumerate() {
        let drawn = match place {
            0..28 => Temper::Prompt,
            28..70 => Temper::Steady,
            70..87 => Temper::Slow,
            _ => Temper::Silent,
        };
        let temper = match tenant.slug.as_str() {
            "ha-noi" | "btttt" | "bca" => Temper::Steady,
            "lao-cai" => Temper::Slow,
            _ => drawn,
        };
        tempers.insert(tenant.id, temper);
    }
    tempers
}

/// The slugs of the bodies that have not issued their action plan for 2024. How many agencies and localities is public, which
/// ones is not: these are drawn.
pub(super) fn without_plan(tenants: &[Tenant]) -> Vec<String> {
    let bodies = |localities: bool| {
        let of_kind =
            tenants.iter().filter(move |t| !t.id.is_national() && t.kind.is_locality() == localities);
        shuffled("without plan", of_kind).into_iter().map(|tenant| tenant.slug.clone())
    };
    bodies(false).take(4).chain(bodies(true).take(7)).collect()
}

/// Shuffles the slugs in an order that depends on the slugs and the purpose only.
fn shuffled<'a>(what: &str, tenants: impl Iterator<Item = &'a Tenant>) -> Vec<&'a Tenant> {
    let mut order: Vec<_> = tenants
        .map(|tenant| (Chance::of(&format!("{what} {}", tenant.slug)).between((0, 1_000_000_000)), tenant))
        .collect();
    order.sort_by_key(|(drawn, tenant)| (*drawn, tenant.id));
    order.into_iter().map(|(_, tenant)| tenant).collect()
}
