//! A small picture of a reader's open work: how much of it is overdue, and how long.

use std::collections::{BTreeMap, HashMap};

use dondoc_shared::{lateness::days_overdue, text::Lang};
use jiff::civil::Date;
use uuid::Uuid;

use super::store::ageing::open_work;
use crate::domain::recipients::Person;
use dondoc_kernel::{
    db::WorkerTx,
    error::Result,
    mail::{Bar, Picture},
};

/// Counts of open work: not overdue, 1 to 7, 8 to 30 and more calendar days overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ageing {
    /// Whether it is the reader's own work rather than all of the tenant's.
    pub own: bool,
    /// Not overdue, 1–7, 8–30 and more days overdue (R31).
    pub counts: [i64; 4],
}

/// The open work of a tenant and of some of its people.
pub(super) struct Works {
    own: HashMap<Uuid, Lines>,
    all: Lines,
    today: Date,
}

/// How many are late from which day.
type Lines = Vec<(Option<Date>, i64)>;

impl Works {
    pub(super) async fn read(tx: &WorkerTx, people: Vec<Uuid>, today: Date) -> Result<Self> {
        let (assigned, all) = open_work(tx, people).await?;
        let mut own: HashMap<Uuid, Lines> = HashMap::new();
        for (person, from, n) in assigned {
            let lines = own.entry(person.unwrap_or_default()).or_default();
            lines.push((from.map(jiff_diesel::Date::to_jiff), n));
        }
        let all = all.into_iter().map(|(from, n)| (Some(from.to_jiff()), n)).collect();
        Ok(Self { own, all, today })
    }

    /// The work assigned to a person; all of the tenant's if nothing is, as for an office or where nobody is assigned.
    pub(super) fn of(&self, person: &Person) -> Ageing {
        match self.own.get(&person.id) {
            Some(own) => Ageing { own: true, counts: counts(own, self.today) },
            None => Ageing { own: false, counts: counts(&self.all, self.today) },
        }
    }
}

fn counts(lines: &Lines, today: Date) -> [i64; 4] {
    let mut found: BTreeMap<usize, i64> = BTreeMap::new();
    for (late_from, n) in lines {
        let bar = match days_overdue(*late_from, today) {
            ..=0 => 0,
            1..=7 => 1,
            8..=30 => 2,
            _ => 3,
        };
        let count = found.entry(bar).or_default();
        *count = count.saturating_add(*n);
    }
    [0, 1, 2, 3].map(|bar| found.get(&bar).copied().unwrap_or(0))
}

impl Ageing {
    /// Draws it as a picture; none if there is no open work.
    pub fn picture(&self, lang: Lang, tenant: &str) -> Option<Picture> {
        let title = if self.own { lang.open_ageing_own().to_owned() } else { lang.open_ageing_all(tenant) };
        let bars = self.counts.iter().zip(lang.open_ageing_names()).enumerate();
        let bar = |(place, (n, name)): (usize, (&i64, &str))| Bar {
            label: name.to_owned(),
            n: *n,
            late: place > 0,
        };
        self.counts.iter().any(|n| *n > 0).then(|| Picture { title, bars: bars.map(bar).collect() })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_bar_begins_on_its_day() {
        let today = date(2024, 7, 31);
        let overdue = |days: i8| (Some(date(2024, 7, 32 - days)), 1);
        let lines =
            vec![(None, 5), (Some(date(2024, 8, 1)), 2), overdue(1), overdue(7), overdue(8), overdue(30)];
        assert_eq!(counts(&lines, today), [7, 2, 2, 0]);
        assert_eq!(counts(&vec![(Some(date(2024, 7, 1)), 3)], today), [0, 0, 0, 3]);
    }
}
