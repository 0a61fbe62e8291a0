//! Whether a row can be in a filtered list, as far as its line tells; the server alone knows words, blocks and steps. What holds is
//! known, known not to, or not known: of the last, a negation is not known either.

use jiff::civil::Date;

use super::{DateField, Dates, Filter, Flag, Named, Other, Scope, Whose};
use crate::{
    day::in_ha_noi,
    fold::{Syllable, fold, syllables},
    lateness::days_between,
    wire::assignment::AssignmentRow,
};

impl Filter {
    /// Whether the row is certainly not in the list, where it is `today` in Ha Noi.
    pub fn excludes(&self, row: &AssignmentRow, today: Date) -> bool {
        let is_out = match self.scope() {
            Scope::Open => !row.status.is_open(),
            Scope::Closed => row.status.is_open(),
            Scope::Both => false,
        };
        is_out || self.holds(row, today) == Some(false)
    }

    /// Whether its terms hold; none where that depends on what the row does not tell.
    fn holds(&self, row: &AssignmentRow, today: Date) -> Option<bool> {
        let given = |has: bool, holds: Option<bool>| if has { holds } else { Some(true) };
        let days = row.late_from.map(|from| days_between(from, today).saturating_add(1));
        let overdue = self.overdue.are_open() || days.is_some_and(|days| self.overdue.contain(days));
        let is_named = |whose: &Whose| match whose {
            Whose::Nobody => Some(row.assignee.is_none()),
            Whose::Anybody => Some(row.assignee.is_some()),
            Whose::Me => row.assignee.is_none().then_some(false),
        };
        let is_claimed = |whose: &Whose| {
            Some(match whose {
                Whose::Nobody => row.claim().is_none(),
                Whose::Anybody => row.claim().is_some(),
                Whose::Me => row.claim().is_some_and(|claim| claim.mine),
            })
        };
        let tenant = if self.tenants.iter().all(|named| is_another(named, row)) {
            Some(false)
        } else {
            self.tenants.iter().any(|named| is_its_key(named, row)).then_some(true)
        };
        let of_terms = [
            given(!self.tenants.is_empty(), tenant),
            given(!self.statuses.is_empty(), Some(self.statuses.contains(&row.status))),
            given(!self.parts.is_empty(), Some(self.parts.contains(&row.part))),
            Some(overdue && self.level.contain(row.level) && self.urges.contain(row.urges)),
            Some(self.unanswered.contain(row.unanswered_urges) && self.percent.contain(row.percent)),
            given(self.closed.is_some(), Some(self.closed != Some(row.status.is_open()))),
            given(!self.stale.are_open(), self.is_stale(row, today)),
            given(!self.assignees.is_empty(), any(self.assignees.iter().map(is_named))),
            given(!self.claimed.is_empty(), any(self.claimed.iter().map(is_claimed))),
            given(!self.words.is_empty() || !self.blocked_by.is_empty() || !self.causes.is_empty(), None),
            given(!self.groups.is_empty() || !self.directives.is_empty() || !self.tasks.is_empty(), None),
        ];
        let of_dates = self.dates.iter().map(|(field, dates)| fits(*field, *dates, row, today));
        let of_flags = self.flags.iter().map(|flag| has(*flag, row, today));
        let of_others = self.others.iter().map(|other| match other {
            Other::Not(group) => group.holds(row, today).map(|holds| !holds),
            Other::Any(options) => any(options.iter().map(|option| option.holds(row, today))),
        });
        all(of_terms.into_iter().chain(of_dates).chain(of_flags).chain(of_others))
    }
}

impl Filter {
    /// Whether it is on track and nothing was heard of it for as long as is asked for.
    fn is_stale(&self, row: &AssignmentRow, today: Date) -> Option<bool> {
        if row.is_on_track(today) {
            row.heard_on.map(|day| self.stale.contain(days_between(day, today)))
        } else {
            Some(false)
        }
    }
}

/// Whether all hold, as far as is known.
fn all(terms: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(terms.map(|term| term.map(|holds| !holds))).map(|holds| !holds)
}

/// Whether one holds, as far as is known.
fn any(terms: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(false);
    for term in terms {
        match term {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = None,
        }
    }
    known
}

/// Whether the date is as it must be.
fn fits(field: DateField, dates: Dates, row: &AssignmentRow, today: Date) -> Option<bool> {
    let date = match field {
        DateField::Due => row.due_on,
        DateField::LastUrge => row.last_urged_on,
        DateField::LastReport => row.last_report_at.map(in_ha_noi),
        DateField::Changed => return None,
    };
    Some(match dates {
        Dates::Never => date.is_none(),
        Dates::Within(days) => date.is_some_and(|date| days.contain(date, today)),
    })
}

/// Whether the row has the property; of some the line does not tell.
fn has(flag: Flag, row: &AssignmentRow, today: Date) -> Option<bool> {
    let unless = |lacks: bool| lacks.then_some(false);
    match flag {
        Flag::Extension => Some(row.extension_pending),
        Flag::Urged => Some(row.unanswered_urges > 0),
        Flag::UrgeOverdue => unless(row.unanswered_urges == 0),
        Flag::Dated => Some(row.due_on.is_some()),
        Flag::Undated => Some(row.due_on.is_none()),
        Flag::InTime => Some(row.days_overdue == 0),
        Flag::Report => Some(row.report),
        Flag::Snoozed => Some(row.snooze().is_some_and(|snooze| snooze.is_live(today))),
        Flag::Unreachable => unless(row.days_overdue == 0),
        Flag::Step | Flag::Silent | Flag::Counted | Flag::SentBack => None,
    }
}

/// Whether a key or a short name is another body's. What has blanks or accents is a name, which the server knows.
fn is_another(named: &Named, row: &AssignmentRow) -> bool {
    let (typed, slug) = (fold(&named.name), &row.tenant.slug);
    let is_name = syllables(&named.name).iter().any(Syllable::is_accented) || typed.contains(' ');
    !is_name && typed != *slug && typed != slug.replace('-', "") && typed != fold(&row.tenant.short)
}

/// Whether it is the body's key or short name.
fn is_its_key(named: &Named, row: &AssignmentRow) -> bool {
    let typed = fold(&named.name);
    typed == row.tenant.slug || typed == fold(&row.tenant.short)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::lifecycle::{Part, Status};

    /// Six days overdue, at level 2, with an urge.
    fn late() -> AssignmentRow {
        let due = date(2024, 7, 19);
        let tenant = json!({"slug": "ha-noi", "short": "HNO", "name_vi": "Thành phố Hà Nội", "name_en": "Ha Noi City"});
        serde_json::from_value(json!({
            "id": "018ef3c2-9740-706e-9ed2-8bf15e084d18", "code": "T24-08/ha-noi", "tenant": tenant,
            "title_vi": "Kế hoạch", "title_en": "Plan", "directive": "58/QĐ-UBQGCĐS", "clause": "Mục 3",
            "part": "lead", "status": "in_progress", "due_on": due, "due_precision": "day",
            "original_due_on": due, "late_from": date(2024, 7, 20), "days_overdue": 6,
            "working_days_left": null, "percent": 60, "level": 2, "unanswered_urges": 1, "assignee": null,
            "last_report_at": null, "extension_pending": false, "version": 3,
        }))
        .unwrap()
    }

    fn in_time() -> AssignmentRow {
        let day = Some(date(2024, 8, 2));
        AssignmentRow {
            due_on: day,
            late_from: day,
            days_overdue: 0,
            level: 0,
            unanswered_urges: 0,
            ..late()
        }
    }

    fn check(row: &AssignmentRow, kept: &[&str], excluded: &[&str]) {
        let excludes = |text: &str| Filter::parse(text).unwrap().excludes(row, date(2024, 7, 25));
        for text in kept {
            assert!(!excludes(text), "{text} keeps it");
        }
        for text in excluded {
            assert!(excludes(text), "{text} excludes it");
        }
    }

    #[test]
    fn open_work_is_in_a_list_of_open_work_and_closed_work_in_one_of_closed() {
        check(&late(), &["", "is:open", "kế hoạch"], &["is:closed"]);
        check(&AssignmentRow { status: Status::Accepted, ..late() }, &["is:closed"], &["", "is:open"]);
    }

    #[test]
    fn the_bounds_of_a_filter_are_those_of_the_row() {
        check(
            &late(),
            &["overdue", "overdue>=6", "overdue>5", "overdue<=6", "overdue<7", "overdue:6", "overdue:-5..6"],
            &["overdue>6", "overdue>=7", "overdue<6", "overdue<=5", "overdue:1..5", "overdue<=0"],
        );
        check(&late(), &["level>=2", "level<=2", "level:2"], &["level>2", "level<2", "level:3..4"]);
        check(
            &late(),
            &["status:in_progress", "status:returned,in_progress"],
            &["status:submitted,returned"],
        );
    }

    #[test]
    fn what_is_in_time_or_cannot_be_late_is_in_no_list_of_overdue_work() {
        check(&in_time(), &["is:in-time", "overdue<=0", "overdue:-9..5"], &["overdue", "overdue<30"]);
        let undated = AssignmentRow { due_on: None, late_from: None, ..in_time() };
        check(&undated, &["is:in-time", "is:undated"], &["overdue<=0", "overdue:-9..5", "is:dated"]);
    }

    #[test]
    fn a_property_that_the_row_has_not_excludes_it_and_one_that_it_does_not_tell_of_does_not() {
        let told_elsewhere = ["is:step", "is:silent", "is:counted", "is:sent-back"];
        check(
            &late(),
            &["is:urged", "is:urge-overdue", "is:dated", "is:unreachable"],
            &["is:extension", "is:undated", "is:in-time", "is:dated is:undated"],
        );
        check(&late(), &told_elsewhere, &[]);
        check(&in_time(), &told_elsewhere, &["is:urged", "is:urge-overdue", "is:unreachable"]);
        check(&AssignmentRow { extension_pending: true, ..late() }, &["is:extension"], &[]);
    }

    #[test]
    fn a_body_is_known_by_its_key_or_short_name_and_by_its_name_to_the_server_alone() {
        check(
            &late(),
            &["tenant:ha-noi", "tenant:HaNoi", "tenant:hno", "tenant:lao-cai,ha-noi", "T24-08/ha-noi"],
            &["tenant:lao-cai", "tenant:lci", "tenant:lao-cai,bca", "T24-08/lao-cai"],
        );
        check(&late(), &["tenant:\"lao cai\"", "tenant:lào-cai", "tenant:\"Lào Cai\",bca"], &[]);
    }

    #[test]
    fn what_is_not_known_of_a_row_keeps_it_whether_it_is_asked_for_or_not() {
        check(
            &late(),
            &[
                "not is:step",
                "is:step or level:4",
                "not tenant:\"lao cai\"",
                "not (overdue kế)",
                "overdue or is:step",
                "not đất",
            ],
            &[
                "not overdue",
                "not (overdue or is:step)",
                "level:4 or level:3",
                "not tenant:ha-noi",
                "tenant!=hno",
                "status!=in_progress",
            ],
        );
    }

    #[test]
    fn what_is_on_track_and_not_heard_of_is_stale_and_nothing_else_is() {
        let heard = |on: Date| AssignmentRow { heard_on: Some(on), extension_pending: false, ..in_time() };
        let quiet = heard(date(2024, 6, 25));
        check(
            &quiet,
            &["is:stale", "stale>=30", "stale:30", "khongtin:20..40", "la:không-tin", "not stale>30"],
            &["stale>30", "stale<=29", "not is:stale"],
        );
        check(&heard(date(2024, 6, 26)), &["stale:29", "not is:stale"], &["is:stale"]);
        for told in [
            AssignmentRow { barrier_open: true, ..quiet.clone() },
            AssignmentRow { extension_pending: true, ..quiet.clone() },
            AssignmentRow { part: Part::Coordinating, ..quiet.clone() },
            AssignmentRow { status: Status::Submitted, ..quiet.clone() },
            AssignmentRow { heard_on: quiet.heard_on, ..late() },
        ] {
            check(&told, &["not is:stale"], &["is:stale", "stale>=0", "stale<9999"]);
        }
        check(&AssignmentRow { heard_on: None, ..quiet }, &["is:stale", "not is:stale"], &[]);
    }

    #[test]
    fn dates_are_compared_with_those_of_the_row() {
        let row = AssignmentRow { urges: 2, last_urged_on: Some(date(2024, 7, 20)), ..late() };
        check(
            &row,
            &[
                "due:last-week",
                "due<today",
                "due:19/07/2024",
                "last-urge>=-7d",
                "urges:2",
                "last-report:none",
                "changed:today",
                "part:lead",
            ],
            &[
                "due:today..",
                "due:none",
                "last-urge<-7d",
                "last-urge:none",
                "urges:0",
                "last-report:2024",
                "part:coordinating",
            ],
        );
    }

    #[test]
    fn what_is_negated_about_days_overdue_is_so_of_work_in_time_as_well() {
        check(
            &in_time(),
            &[
                "not overdue:-6..5",
                "not overdue<=-8",
                "overdue:-7..",
                "overdue<=-7",
                "overdue!=5",
                "overdue!=..30",
            ],
            &["not overdue:-9..5", "not overdue<=-5", "overdue<=-8", "overdue:-6.."],
        );
        let undated = AssignmentRow { due_on: None, late_from: None, ..in_time() };
        check(&undated, &["not overdue>=-5", "not overdue<=0"], &["overdue>=-5"]);
    }
}
