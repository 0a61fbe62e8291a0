//! A policy as sentences in the reader's language, one for each part of it that can be changed by itself.

use dondoc_shared::{policy::PolicyBody, text::Lang};

/// The sentences: each rule and how many reminders there are, or each level, the rests and how many steps.
pub fn sentences(lang: Lang, body: &PolicyBody) -> Vec<String> {
    match body {
        PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy) => {
            let rules = policy.rules.iter().map(|rule| lang.policies_rule(rule));
            rules.chain([lang.policies_cap(policy.cap)]).collect()
        }
        PolicyBody::Ladder(policy) => {
            let pauses = lang.policies_pauses(policy.rest_days, policy.longest_rest_days);
            let levels = policy.levels.iter().map(|level| lang.policies_level_of(level));
            levels.chain([pauses, lang.policies_most(policy.most_steps)]).collect()
        }
    }
}

/// The place of the sentence that a field of the server's answer is about: `rules.overdue-7`, `levels.3.target`, `cap`.
pub fn place_of(body: &PolicyBody, field: &str) -> Option<usize> {
    let parts: Vec<&str> = field.split('.').collect();
    match (body, parts.as_slice()) {
        (PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy), ["rules", rule]) => {
            policy.rules.iter().position(|one| one.when.to_string() == *rule)
        }
        (PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy), ["cap"]) => {
            Some(policy.rules.len())
        }
        (PolicyBody::Ladder(policy), ["levels", level, _]) => {
            policy.levels.iter().position(|one| one.level.to_string() == *level)
        }
        (PolicyBody::Ladder(policy), ["rest_days" | "longest_rest_days"]) => Some(policy.levels.len()),
        (PolicyBody::Ladder(policy), ["most_steps"]) => Some(policy.levels.len() + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{ladder::LadderPolicy, policy::ReminderPolicy};

    use super::*;

    #[test]
    fn every_part_of_a_policy_has_a_sentence_and_what_the_server_says_leads_to_it() {
        let reminders = PolicyBody::Reminders(ReminderPolicy::default());
        let said = sentences(Lang::Vi, &reminders);
        assert_eq!(said.len(), 9);
        assert!(said.iter().all(|line| !line.contains("overdue") && !line.contains("assignee")), "{said:?}");
        assert_eq!(place_of(&reminders, "rules.overdue-7"), Some(6));
        assert_eq!(place_of(&reminders, "cap"), Some(8));
        assert_eq!(place_of(&reminders, "rules.overdue-8"), None);
        let ladder = PolicyBody::Ladder(LadderPolicy::default());
        assert_eq!(sentences(Lang::En, &ladder).len(), 6);
        assert_eq!(place_of(&ladder, "levels.3.after_days"), Some(2));
        assert_eq!(place_of(&ladder, "longest_rest_days"), Some(4));
        assert_eq!(place_of(&ladder, "most_steps"), Some(5));
        assert_eq!(place_of(&ladder, "rules.due"), None);
    }
}
