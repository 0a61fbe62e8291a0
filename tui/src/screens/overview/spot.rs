//! What the cursor of the first page can be on, and which list has as many rows as the figure there says.

use dondoc_shared::{
    filter::{BodyGroup, NO_CAUSE},
    wire::{Cause, filing::ReportsShown, national::Overview},
};

use crate::{keys::Screen, step::common::counted};

/// What the cursor can be on: the figures that the filter language can say exactly, so that the list which a figure
/// opens has as many rows as the figure says. Completed on time, completed late and no deadline are not among them:
/// lateness of what is closed is in no column that a list may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// All that is completed and had a due date: the numerator of the first rate.
    Completed,
    /// Open and in time.
    InTime,
    /// Open and overdue.
    Overdue,
    /// Open and on track, of which nothing was heard for long: a list without a figure, which nobody could count at once.
    Stale,
    /// Accepted assignments that were drawn to be looked at again.
    Rechecks,
    /// A bucket of the ageing, 0 to 4.
    Age(usize),
    /// Submissions to verify.
    Submitted,
    /// Extension requests to decide.
    Extensions,
    /// Corrections of reports to accept or refuse.
    Corrections,
    /// Steps of the ladder to release or drop.
    Steps,
    /// Assignments with an urge past its reply-by date.
    Urges,
    /// Tasks whose tenants are not named yet.
    ToBeAssigned,
    /// Overdue assignments that nobody can be reminded of.
    Nobody,
    /// Assignments that have had all their reminders at this level.
    Silent,
    /// What a group of tenants has overdue: ministries and agencies, or localities.
    Group(BodyGroup),
    /// What a tenant has overdue, by its slug.
    Tenant(String),
    /// What waits for another body for this cause.
    Cause(Option<Cause>),
    /// What waits for this body, by its slug.
    WaitedFor(String),
    /// Reports of a period, as addresses name it.
    Reports(String, ReportsShown),
    /// An indicator of the newest period, by its code.
    Indicator(String),
}

/// Which list has as many rows as a figure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// The assignments that this filter finds.
    Backlog(String),
    /// What a screen lists by itself.
    Screen(Screen),
    /// The reports of a period.
    Reports(String, ReportsShown),
    /// An indicator, which is no list.
    Indicator(String),
}

/// The buckets of the ageing in the filter language.
const AGES: [&str; 5] = ["overdue:1..7", "overdue:8..14", "overdue:15..30", "overdue:31..60", "overdue>60"];

impl Spot {
    /// The spots above the grid of tenants, in the order of Tab and the arrows.
    pub fn fixed() -> Vec<Self> {
        let ages = (0..AGES.len()).map(Self::Age);
        let before = [Self::Completed, Self::InTime, Self::Overdue, Self::Rechecks, Self::Stale];
        let after = [
            Self::Submitted,
            Self::Extensions,
            Self::Corrections,
            Self::Steps,
            Self::Urges,
            Self::ToBeAssigned,
            Self::Nobody,
            Self::Silent,
        ];
        before.into_iter().chain(ages).chain(after).collect()
    }

    /// The list of what the figure counts.
    pub fn opens(&self) -> Opens {
        let filter = match self {
            Self::ToBeAssigned => return Opens::Screen(Screen::ToAssign),
            Self::Corrections => return Opens::Screen(Screen::Corrections),
            Self::Submitted => return Opens::Screen(Screen::Submissions),
            Self::Extensions => return Opens::Screen(Screen::Extensions),
            Self::Steps => return Opens::Screen(Screen::Steps),
            Self::Rechecks => return Opens::Screen(Screen::Rechecks),
            Self::Reports(period, show) => return Opens::Reports(period.clone(), *show),
            Self::Indicator(code) => return Opens::Indicator(code.clone()),
            Self::Completed => "is:closed is:counted is:dated status:accepted".to_owned(),
            Self::InTime => "is:counted is:dated is:in-time".to_owned(),
            Self::Overdue => "is:counted overdue>=1".to_owned(),
            Self::Age(bucket) => {
                format!("is:counted {}", AGES.get(*bucket).copied().unwrap_or("overdue>=1"))
            }
            Self::Stale => "is:stale".to_owned(),
            Self::Urges => "is:urge-overdue".to_owned(),
            Self::Nobody => "is:counted is:unreachable".to_owned(),
            Self::Silent => "is:silent".to_owned(),
            Self::Group(group) => format!("group:{group} is:counted overdue>=1"),
            Self::Tenant(slug) => format!("tenant:{slug} is:counted overdue>=1"),
            Self::Cause(cause) => format!("cause:{}", cause.map_or(NO_CAUSE, Cause::as_str)),
            Self::WaitedFor(slug) => format!("waiting-on:{slug}"),
        };
        Opens::Backlog(counted(&filter))
    }

    /// The figure itself; none of what is not among the first page's own figures.
    pub fn figure(&self, figures: &Overview) -> Option<i64> {
        let (classes, queues) = (figures.classes, figures.queues);
        Some(match self {
            Self::Completed => figures.completion.part,
            Self::InTime => classes.open_in_time,
            Self::Overdue => classes.open_overdue,
            Self::Age(bucket) => figures.ageing.get(*bucket).copied().unwrap_or_default(),
            Self::Submitted => queues.submitted,
            Self::Extensions => queues.extensions,
            Self::Corrections => queues.corrections,
            Self::Steps => queues.steps,
            Self::Urges => queues.urges_overdue,
            Self::ToBeAssigned => queues.to_be_assigned,
            Self::Nobody => queues.nobody_to_remind,
            Self::Silent => queues.silent,
            Self::Rechecks => queues.rechecks,
            Self::Group(group) => {
                let own = figures.tenants.iter().filter(|tenant| group.has(tenant.kind));
                own.map(|tenant| tenant.overdue).fold(0, i64::saturating_add)
            }
            Self::Tenant(slug) => {
                figures.tenants.iter().find(|t| t.tenant.slug == *slug).map_or(0, |tenant| tenant.overdue)
            }
            Self::Stale | Self::Cause(_) | Self::WaitedFor(_) | Self::Reports(..) | Self::Indicator(_) => {
                return None;
            }
        })
    }

    /// The block that it stands in, from left to right; the rates stand above them.
    pub fn block(&self) -> usize {
        match self {
            Self::Completed => 0,
            Self::InTime | Self::Overdue | Self::Stale | Self::Rechecks => 1,
            Self::Age(_) => 2,
            _ => 3,
        }
    }
}
