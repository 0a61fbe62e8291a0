//! The oracle: the rules of reminders (R38–R47) written out the slow way. It shares no line with the product.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

use super::script::{Body, Item, Script};

/// A reminder that is owed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owed {
    pub code: String,
    pub rule: String,
    pub slot: Date,
    pub recipient: Uuid,
    pub version: i32,
    pub own: bool,
}

#[derive(Default)]
pub struct Oracle {
    pub owed: BTreeSet<Owed>,
    /// Reader, local date and item of every line that is mailed.
    pub mails: BTreeSet<(Uuid, Date, String)>,
    swept: BTreeMap<usize, Date>,
    /// Reminders of an item since its level, due date or status last changed.
    counts: BTreeMap<String, (u32, u32)>,
}

impl Oracle {
    /// Owes what a sweep on this local date owes; false if the date has been swept.
    pub fn sweep(&mut self, script: &Script, body: usize, today: Date) -> bool {
        let last = self.swept.get(&body).copied();
        if last.is_some_and(|last| last >= today) {
            return false;
        }
        self.swept.insert(body, today);
        let of = &script.bodies[body];
        for item in of.items.values() {
            let cap = script.policy(body, today).cap;
            let (changes, told) = self.counts.get(&item.code).copied().unwrap_or((item.changes, 0));
            let told = if changes == item.changes { told } else { 0 };
            self.counts.insert(item.code.clone(), (item.changes, told));
            if !item.is_with_the_tenant() || told >= cap {
                continue;
            }
            let before = self.rules_noted(item);
            // The day of the last sweep once more: what became due on it later is owed now.
            let mut day = last.unwrap_or(today);
            while day <= today {
                for slot in slots_told_on(script, day) {
                    self.fall(script, body, of, item, slot, today);
                }
                day = day.tomorrow().unwrap();
            }
            if self.rules_noted(item) > before {
                self.counts.insert(item.code.clone(), (item.changes, told + 1));
            }
        }
        true
    }

    fn rules_noted(&self, item: &Item) -> usize {
        let of_item = self.owed.iter().filter(|owed| owed.code == item.code);
        of_item.map(|owed| (&owed.rule, owed.slot)).collect::<BTreeSet<_>>().len()
    }

    /// Everything that falls on one day for one item.
    fn fall(&mut self, script: &Script, body: usize, of: &Body, item: &Item, slot: Date, today: Date) {
        if slot < item.assigned_on {
            return;
        }
        let policy = script.policy(body, slot);
        for (rule, audiences) in &policy.rules {
            if !falls(script, rule, item.due, slot) {
                continue;
            }
            for recipient in recipients(of, item, audiences) {
                let owed = Owed {
                    code: item.code.clone(),
                    rule: rule.clone(),
                    slot,
                    recipient,
                    version: policy.version,
                    own: policy.own,
                };
                // Nobody is told twice of the same item, rule and day, whichever version owes it.
                let same = |o: &&Owed| {
                    (&o.code, &o.rule, o.slot, o.recipient) == (&owed.code, &owed.rule, slot, recipient)
                };
                if self.owed.iter().find(same).is_none() {
                    self.owed.insert(owed);
                    self.mails.insert((recipient, leaves_on(script, today), item.code.clone()));
                }
            }
        }
    }
}

/// The days whose reminders are told on this one: itself and the idle days just before it, if it is worked.
fn slots_told_on(script: &Script, day: Date) -> Vec<Date> {
    if !script.works(day) {
        return vec![];
    }
    let mut slots = vec![day];
    let mut earlier = day.yesterday().unwrap();
    while !script.works(earlier) {
        slots.push(earlier);
        earlier = earlier.yesterday().unwrap();
    }
    slots
}

/// The day itself if it is worked, else the next that is.
fn leaves_on(script: &Script, mut day: Date) -> Date {
    while !script.works(day) {
        day = day.tomorrow().unwrap();
    }
    day
}

/// Whether the rule with this word falls on this day (R38).
fn falls(script: &Script, rule: &str, due: Date, day: Date) -> bool {
    let after = |days: i64| due + days.days() == day;
    let number = |text: &str| text.parse::<i64>().unwrap();
    if rule == "due" {
        return day == due;
    }
    if let Some(days) = rule.strip_prefix("before-") {
        // Counts working days back from the due date, which is not counted itself.
        let mut left = number(days);
        let mut at = due;
        while left > 0 {
            at = at.yesterday().unwrap();
            left -= i64::from(script.works(at));
        }
        return at == day;
    }
    if let Some(days) = rule.strip_prefix("overdue-") {
        return after(number(days));
    }
    let doubling = rule.starts_with("doubling-");
    let (pause, from) = rule.split_once('-').unwrap().1.split_once("-from-").unwrap();
    let (mut pause, mut at) = (number(pause), number(from));
    while due + at.days() < day {
        at += pause;
        if doubling {
            pause *= 2;
        }
    }
    after(at)
}

/// The people whom a rule with these audiences reminds (R45).
fn recipients(of: &Body, item: &Item, audiences: &[String]) -> BTreeSet<Uuid> {
    let names = |word: &str| audiences.iter().any(|audience| audience == word);
    let active = |role: &str| {
        of.people.iter().filter(|p| p.active && p.role == role).map(|p| p.id).collect::<BTreeSet<_>>()
    };
    let (officers, approvers) = (active("officer"), active("approver"));
    let mut to = BTreeSet::new();
    if names("assignee") || names("approvers") {
        if item.status == "proposed" {
            to = approvers;
        } else {
            if names("assignee") {
                let assignee = item.assignee.filter(|id| officers.contains(id) || approvers.contains(id));
                to = assignee.map_or(officers, |id| BTreeSet::from([id]));
            }
            if names("approvers") || to.is_empty() {
                to.extend(approvers);
            }
        }
    }
    if to.is_empty() || names("agency_mailbox") {
        to.extend(of.mailbox);
    }
    to
}
