//! Policies as data: the rules of reminders and the levels of the ladder, as versions that take effect on a date.
//!
//! A *national* version counts for every tenant; a tenant's own version counts in its place while it is in force. What a
//! version says is never changed and never acts backwards: a later version takes effect on a later date, and a reminder
//! names the version that owed it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    coded::{UnknownWord, coded},
    ladder::LadderPolicy,
    lifecycle::TaskKind,
};

coded! {
    /// What a policy is about.
    PolicyKind {
        /// On which days people are reminded, and which people.
        Reminders = "reminders",
        /// The same of the reports of periods.
        ReportReminders = "report_reminders",
        /// When steps up the ladder are proposed, and to which addressees.
        Ladder = "ladder",
    }
}

coded! {
    /// An audience of a reminder (R45).
    Audience {
        /// The assignee; without an active one every active officer, and without any the approvers.
        Assignee = "assignee",
        /// Every active approver of the tenant.
        Approvers = "approvers",
        /// The head of the tenant's steering committee, at the address of the contacts.
        SteeringHead = "steering_head",
        /// The agency mailbox, also where somebody is active.
        AgencyMailbox = "agency_mailbox",
        /// The tenants that coordinate on the task, told by their own copy of the lead's dates.
        Coordinating = "coordinating",
        /// The tenant that the assignment waits for, told by its own copy of the block.
        Blocking = "blocking",
    }
}

impl Audience {
    /// Whether it belongs to another tenant, which is told by its own copy: of a duty, never of a report.
    pub const fn is_another_tenant(self) -> bool {
        matches!(self, Self::Coordinating | Self::Blocking)
    }
}

/// When a rule reminds, counted from the due date (R38). Its word identifies the rule in the ledger of reminders, so the same
/// rule in two versions owes nobody the same reminder twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// This many working days before the due date: `before-7`.
    Before(i32),
    /// On the due date: `due`.
    Due,
    /// This many calendar days after the due date: `overdue-3`.
    Overdue(i32),
    /// Again and again while overdue: `every-7-from-14`, or `doubling-7-from-14` where each pause is twice the last.
    Every {
        /// Calendar days after the due date, for the first time.
        from: i32,
        /// The pause, or the first one, in calendar days.
        days: i32,
        /// Whether the pause doubles each time.
        doubling: bool,
    },
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(days) => write!(f, "before-{days}"),
            Self::Due => f.write_str("due"),
            Self::Overdue(days) => write!(f, "overdue-{days}"),
            Self::Every { from, days, doubling: false } => write!(f, "every-{days}-from-{from}"),
            Self::Every { from, days, doubling: true } => write!(f, "doubling-{days}-from-{from}"),
        }
    }
}

impl FromStr for When {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let number = |text: &str| text.parse::<i32>().ok().filter(|n| *n > 0).ok_or(UnknownWord);
        let every = |text: &str, doubling| {
            let (days, from) = text.split_once("-from-").ok_or(UnknownWord)?;
            Ok(Self::Every { from: number(from)?, days: number(days)?, doubling })
        };
        let found = match word.split_once('-') {
            None => Self::Due,
            Some(("before", days)) => Self::Before(number(days)?),
            Some(("overdue", days)) => Self::Overdue(number(days)?),
            Some(("every", rest)) => every(rest, false)?,
            Some(("doubling", rest)) => every(rest, true)?,
            _ => return Err(UnknownWord),
        };
        // Each rule has one word: "before-07" is refused, and so is any word but "due".
        if found.to_string() == word { Ok(found) } else { Err(UnknownWord) }
    }
}

impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for When {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^(before-\d+|due|overdue-\d+|(every|doubling)-\d+-from-\d+)$"))
            .description(Some("`before-7` (working days), `due`, `overdue-3`, `every-7-from-14` or `doubling-7-from-14` (calendar days)"))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for When {}

/// One rule of a reminder policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReminderRule {
    /// The days on which it reminds.
    pub when: When,
    /// The audiences that it reminds; at least one.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub to: Vec<Audience>,
}

/// On which days people are reminded, and which people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReminderPolicy {
    /// The rules, in the order of time.
    #[cfg_attr(feature = "openapi", schema(max_items = 12))]
    pub rules: Vec<ReminderRule>,
    /// Reminders of an assignment at one level before silence.
    #[cfg_attr(feature = "openapi", schema(minimum = 3, maximum = 10))]
    pub cap: i16,
}

impl Default for ReminderPolicy {
    /// The first national version (R39).
    fn default() -> Self {
        use When::{Before, Due, Every, Overdue};
        let rule = |when, to: &[Audience]| ReminderRule { when, to: to.to_vec() };
        let (early, late) = ([Audience::Assignee], [Audience::Assignee, Audience::Approvers]);
        let mut rules: Vec<_> = [Before(7), Before(3), Before(1), Due, Overdue(1), Overdue(3)]
            .map(|when| rule(when, &early))
            .into();
        rules
            .extend([Overdue(7), Every { from: 14, days: 7, doubling: false }].map(|when| rule(when, &late)));
        Self { rules, cap: 5 }
    }
}

impl ReminderPolicy {
    /// The first national version for reports (R139).
    pub fn of_reports() -> Self {
        use When::{Before, Due, Overdue};
        let rule = |when, to: &[Audience]| ReminderRule { when, to: to.to_vec() };
        let (early, late) = ([Audience::Assignee], [Audience::Assignee, Audience::Approvers]);
        let mut rules: Vec<_> = [Before(3), Due].map(|when| rule(when, &early)).into();
        rules.extend([Overdue(1), Overdue(3)].map(|when| rule(when, &late)));
        Self { rules, cap: 4 }
    }
}

/// What a version says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PolicyBody {
    /// On which days people are reminded, and which people.
    Reminders(ReminderPolicy),
    /// The same of the reports of periods.
    ReportReminders(ReminderPolicy),
    /// When steps up the ladder are proposed, and to which addressees.
    Ladder(LadderPolicy),
}

/// Written by hand: a derived one says "all of the policy and of its kind", which nothing is where each of the two refuses
/// fields that it does not know.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for PolicyBody {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::{
            RefOr,
            schema::{ObjectBuilder, OneOfBuilder, Schema, Type},
        };

        let tagged = |policy: RefOr<Schema>, kind: PolicyKind| match policy {
            RefOr::T(Schema::Object(mut policy)) => {
                let word = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([kind.as_str()]));
                policy.properties.insert("kind".to_owned(), word.into());
                policy.required.push("kind".to_owned());
                RefOr::T(Schema::Object(policy))
            }
            other => other,
        };
        OneOfBuilder::new()
            .item(tagged(ReminderPolicy::schema(), PolicyKind::Reminders))
            .item(tagged(ReminderPolicy::schema(), PolicyKind::ReportReminders))
            .item(tagged(LadderPolicy::schema(), PolicyKind::Ladder))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for PolicyBody {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        ReminderPolicy::schemas(schemas);
        LadderPolicy::schemas(schemas);
    }
}

impl PolicyBody {
    /// Reminders of what is assigned.
    pub fn reminders(of: TaskKind, policy: ReminderPolicy) -> Self {
        match of {
            TaskKind::Duty => Self::Reminders(policy),
            TaskKind::Report => Self::ReportReminders(policy),
        }
    }

    /// The kind of policy that this is a version of.
    pub fn kind(&self) -> PolicyKind {
        match self {
            Self::Reminders(_) => PolicyKind::Reminders,
            Self::ReportReminders(_) => PolicyKind::ReportReminders,
            Self::Ladder(_) => PolicyKind::Ladder,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_one_word_and_every_word_one_rule() {
        for rule in ReminderPolicy::default().rules {
            assert_eq!(rule.when.to_string().parse(), Ok(rule.when));
        }
        let doubling = When::Every { from: 14, days: 7, doubling: true };
        assert_eq!("doubling-7-from-14".parse(), Ok(doubling));
        for wrong in [
            "",
            "before",
            "before-0",
            "before-07",
            "before--1",
            "due-1",
            "every-7",
            "every-7-from-",
            "weekly",
        ] {
            assert_eq!(wrong.parse::<When>(), Err(UnknownWord), "{wrong}");
        }
    }

    #[cfg(feature = "openapi")]
    #[test]
    fn the_document_has_each_part_of_a_policy() {
        let mut schemas = vec![];
        <PolicyBody as utoipa::ToSchema>::schemas(&mut schemas);
        let names: Vec<&str> = schemas.iter().map(|(name, _)| name.as_str()).collect();
        for part in ["ReminderRule", "Audience", "When", "Level", "LadderTarget"] {
            assert!(names.contains(&part), "{part} in {names:?}");
        }
    }

    #[test]
    fn a_policy_reads_as_it_is_written() {
        let body = PolicyBody::Reminders(ReminderPolicy::default());
        let text = serde_json::to_string(&body).unwrap();
        assert!(
            text.starts_with(r#"{"kind":"reminders","rules":[{"when":"before-7","to":["assignee"]}"#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<PolicyBody>(&text).unwrap(), body);
        serde_json::from_str::<PolicyBody>(
            r#"{"kind":"reminders","rules":[{"when":"daily","to":[]}],"cap":5}"#,
        )
        .unwrap_err();
    }
}
