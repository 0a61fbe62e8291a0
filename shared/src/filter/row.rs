//! Whether a row can be in a filtered list, as far as its line tells; the server alone knows words, blocks and steps.

use super::{Filter, Flag, Named};
use crate::{
    fold::{Syllable, fold, syllables},
    wire::assignment::AssignmentRow,
};

impl Filter {
    /// Whether the row is certainly not in the list.
    pub fn excludes(&self, row: &AssignmentRow) -> bool {
        row.status.is_open() == self.wants_closed()
            || (!self.tenants.is_empty() && self.tenants.iter().all(|named| is_another(named, row)))
            || (!self.statuses.is_empty() && !self.statuses.contains(&row.status))
            || self.overdue_at_least.is_some_and(|least| row.days_overdue < least)
            || self
                .overdue_at_most
                .is_some_and(|most| row.days_overdue > most.max(0) || row.late_from.is_none())
            || self.level_at_least.is_some_and(|least| row.level < least)
            || self.level_at_most.is_some_and(|most| row.level > most)
            || self.flags.iter().any(|flag| lacks(*flag, row))
    }
}

/// Whether the row has not the property; of some the line does not tell.
fn lacks(flag: Flag, row: &AssignmentRow) -> bool {
    match flag {
        Flag::Extension => !row.extension_pending,
        Flag::Urged | Flag::UrgeOverdue => row.unanswered_urges == 0,
        Flag::Dated => row.due_on.is_none(),
        Flag::Undated => row.due_on.is_some(),
        Flag::InTime => row.days_overdue > 0,
        Flag::Unreachable => row.days_overdue == 0,
        Flag::Step | Flag::Silent | Flag::Counted | Flag::SentBack | Flag::Report => false,
    }
}

/// Whether a key or a short name is another body's. What has blanks or accents is a name, which the server knows.
fn is_another(named: &Named, row: &AssignmentRow) -> bool {
    let (typed, slug) = (fold(&named.name), &row.tenant.slug);
    let is_name = syllables(&named.name).iter().any(Syllable::is_accented) || typed.contains(' ');
    !is_name && typed != *slug && typed != slug.replace('-', "") && typed != fold(&row.tenant.short)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::lifecycle::Status;

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
        for text in kept {
            assert!(!Filter::parse(text).unwrap().excludes(row), "{text} keeps it");
        }
        for text in excluded {
            assert!(Filter::parse(text).unwrap().excludes(row), "{text} excludes it");
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
}
