//! The oracle: the rules of reminders (R38–R47) and of their leaving (R35, R41, R76) written out the slow way. It shares no
//! line with the product.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    ToSpan,
    civil::{Date, DateTime, time},
};
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

/// A digest as the relay got it.
#[derive(Debug, Clone)]
pub struct Mail {
    pub reader: Uuid,
    /// The date that it says.
    pub day: Date,
    pub codes: BTreeSet<String>,
    pub message_id: String,
    /// Whether the worker read the relay's answer.
    pub acknowledged: bool,
}

#[derive(Default)]
pub struct Oracle {
    pub owed: BTreeSet<Owed>,
    /// What each reader is owed and was not told.
    waiting: BTreeMap<Uuid, BTreeSet<Owed>>,
    /// The digest of each reader whose answer was lost, with what it owes.
    doubtful: BTreeMap<Uuid, (String, BTreeSet<Owed>)>,
    /// The one digest of each reader and local date.
    told: BTreeMap<(Uuid, Date), String>,
    /// Digests that a body got on a local date, as far as the worker knows.
    counted: BTreeMap<(usize, Date), usize>,
    /// Digests that waited over a night, that went twice, and that the budget put off.
    pub waited: usize,
    pub doubled: usize,
    pub put_off: usize,
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
                    self.fall(script, body, of, item, slot);
                }
                day = day.tomorrow().unwrap();
            }
            if self.rules_noted(item) > before {
                self.counts.insert(item.code.clone(), (item.changes, told + 1));
            }
        }
        true
    }

    /// Holds the mails that a body got at this moment against what had to leave.
    pub fn leave(
        &mut self,
        script: &Script,
        body: usize,
        (now, stopped, budget): (DateTime, bool, usize),
        mails: &[Mail],
    ) {
        let (day, of) = (now.date(), &script.bodies[body]);
        let window = time(7, 30, 0, 0)..time(17, 0, 0, 0);
        if stopped || !script.works(day) || !window.contains(&now.time()) {
            assert!(mails.is_empty(), "{now}: nothing can leave, and there is {mails:?}");
            return;
        }
        let mut mails: BTreeMap<Uuid, &Mail> = mails.iter().map(|mail| (mail.reader, mail)).collect();
        let readers: Vec<Uuid> = of.people.iter().map(|person| person.id).chain(of.mailbox).collect();
        let still = |lines: &BTreeSet<Owed>| -> BTreeSet<String> {
            let due = lines.iter().filter(|line| is_still_owed(script, of, line));
            due.map(|line| line.code.clone()).collect()
        };
        let room = |counted: &BTreeMap<(usize, Date), usize>| {
            budget.saturating_sub(counted.get(&(body, day)).copied().unwrap_or(0))
        };
        let most = room(&self.counted);
        // What is in doubt goes first, once more, if any of it is still owed.
        for reader in &readers {
            let Some((message, lines)) = self.doubtful.remove(reader) else { continue };
            if still(&lines).is_empty() {
                continue;
            }
            if self.told.get(&(*reader, day)).is_some_and(|told| *told != message) {
                self.doubtful.insert(*reader, (message, lines));
                continue;
            }
            let mail = mails.remove(reader).unwrap_or_else(|| panic!("{now}: {message} does not go again"));
            assert_eq!(mail.message_id, message, "{now}: two digests on one day");
            self.told.insert((*reader, day), message);
            *self.counted.entry((body, day)).or_default() += usize::from(mail.acknowledged);
            self.doubled += 1;
        }
        // A digest waits for the day's sweep.
        if self.swept.get(&body).is_some_and(|swept| *swept < day) {
            assert!(mails.is_empty(), "{now}: the day is not swept, and there is {mails:?}");
            return;
        }
        let mut ready: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
        for reader in readers {
            let codes = self.waiting.get(&reader).map(&still).unwrap_or_default();
            if codes.is_empty() {
                self.waiting.remove(&reader);
            } else if !self.told.contains_key(&(reader, day)) {
                ready.insert(reader, codes);
            }
        }
        // One that went again is counted, and may have gone before or after the others.
        let left = ready.len().min(room(&self.counted))..=ready.len().min(most);
        assert!(left.contains(&mails.len()), "{now}, body {body}: {mails:?} of {ready:?}");
        self.put_off += ready.len() - mails.len();
        for (reader, mail) in mails {
            // What waits for a reader brings no digest, and is listed in each (R107).
            let waits = of.items.values().filter(|item| waits_for(of, item, reader, day));
            let codes = ready[&reader].iter().cloned().chain(waits.map(|item| item.code.clone()));
            assert_eq!(mail.codes, codes.collect(), "{now}: {mail:?}");
            assert_eq!(mail.day, day, "{now}: it tells another day than the one on which it leaves");
            let lines = self.waiting.remove(&reader).unwrap();
            self.waited += usize::from(lines.iter().any(|line| leaves_on(script, line.slot) < day));
            self.told.insert((reader, day), mail.message_id.clone());
            if mail.acknowledged {
                *self.counted.entry((body, day)).or_default() += 1;
            } else {
                self.doubtful.insert(reader, (mail.message_id.clone(), lines));
            }
        }
    }

    fn rules_noted(&self, item: &Item) -> usize {
        let of_item = self.owed.iter().filter(|owed| owed.code == item.code);
        of_item.map(|owed| (&owed.rule, owed.slot)).collect::<BTreeSet<_>>().len()
    }

    /// Everything that falls on one day for one item.
    fn fall(&mut self, script: &Script, body: usize, of: &Body, item: &Item, slot: Date) {
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
                    self.owed.insert(owed.clone());
                    self.waiting.entry(recipient).or_default().insert(owed);
                }
            }
        }
    }
}

/// Whether what was owed when it was noted still is: the item with the tenant, the rule on that day, the reader among its
/// recipients (R42).
fn is_still_owed(script: &Script, of: &Body, owed: &Owed) -> bool {
    let Some(item) = of.items.get(&owed.code).filter(|item| item.is_with_the_tenant()) else { return false };
    let audiences = script.audiences(owed.version, owed.own, &owed.rule);
    falls(script, &owed.rule, item.due, owed.slot)
        && recipients(of, item, audiences).contains(&owed.recipient)
}

/// Whether it waits for this reader's act: new, returned, to be approved or overdue.
fn waits_for(of: &Body, item: &Item, reader: Uuid, today: Date) -> bool {
    let waits = ["assigned", "returned", "proposed"].contains(&item.status) || item.due < today;
    waits && item.is_with_the_tenant() && recipients(of, item, &["assignee".to_owned()]).contains(&reader)
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
