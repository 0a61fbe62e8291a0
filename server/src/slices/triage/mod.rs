//! The console's first page: figures with their denominators, and what waits for a person of the Working Group.
//!
//! Figures come from the tallies, which the store functions that change an assignment write; a test recounts each of
//! them from the trail.

pub mod api;
mod matrix;
mod store;
mod tenant;

use std::collections::HashMap;

use dondoc_shared::{
    id::TenantId,
    lateness::{Rate, days_overdue},
    wire::national::{Classes, Overview, TenantFigure, ToBeAssigned},
};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use self::store::{ClosedLine, OpenLine};
pub use self::{
    matrix::{directives, matrix},
    store::weeks::note as note_week,
    store::{WaitingForUs, waiting},
    tenant::page,
};
use dondoc_kernel::{
    db::{NationalTx, Tx},
    error::Result,
    outbox::figures,
};

/// The console's first page: figures, queues, mail.
pub async fn overview(tx: &mut NationalTx) -> Result<Overview> {
    let today = tx.today();
    let (open, closed) = (store::open(tx, None, today).await?, store::closed(tx, None).await?);
    let Figures { classes, completion, on_time, on_time_original, ageing } =
        Figures::of(&open, &closed, today);
    let (ids, mut tenants): (Vec<_>, Vec<TenantFigure>) = store::tenants(tx).await?.into_iter().unzip();
    let places: HashMap<_, _> = ids.into_iter().zip(0..).collect();
    for line in &open {
        let place: Option<&usize> = places.get(&line.tenant);
        let Some(figure) = place.and_then(|place| tenants.get_mut(*place)) else { continue };
        figure.open = figure.open.saturating_add(line.n);
        if let Some(bar) = bar(line, today) {
            figure.overdue = figure.overdue.saturating_add(line.n);
            if let Some(n) = figure.ageing.get_mut(bar) {
                *n = n.saturating_add(line.n);
            }
        }
    }
    // Those with equally much stand in the order in which they are read.
    tenants.sort_by_key(|figure| std::cmp::Reverse(figure.overdue));
    Ok(Overview {
        today,
        now: tx.now,
        completion,
        on_time,
        on_time_original,
        classes,
        ageing,
        tenants,
        trend: store::weeks::since(tx, first_week(today)).await?,
        queues: store::queues(tx).await?,
        mail: figures::figures(tx).await?,
    })
}

/// Weeks of the trend.
const WEEKS: i32 = 12;

/// The Monday with which the trend begins, that of this week being its last.
fn first_week(today: Date) -> Date {
    let back = i32::from(today.weekday().to_monday_zero_offset()).saturating_add((WEEKS - 1) * 7);
    today.checked_sub(Span::new().days(back)).unwrap_or(today)
}

/// The figures of one tenant or of all: rates with their denominators, classes, ageing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The four classes, and no deadline beside them.
    pub classes: Classes,
    /// Completed ÷ (completed + open overdue).
    pub completion: Rate,
    /// On time ÷ all that was due, against the current due dates.
    pub on_time: Rate,
    /// The same against the original due dates.
    pub on_time_original: Rate,
    /// Open overdue by days overdue: 1-7, 8-14, 15-30, 31-60, more.
    pub ageing: [i64; 5],
}

impl Figures {
    fn of(open: &[OpenLine], closed: &[ClosedLine], today: Date) -> Self {
        let classes = classes(open, closed, today);
        let completed = classes.completed_on_time.saturating_add(classes.completed_late);
        Self {
            completion: Rate::completion(completed, classes.open_overdue),
            on_time: Rate::on_time(classes.completed_on_time, classes.completed_late, classes.open_overdue),
            on_time_original: original(open, closed, today),
            ageing: ageing(open, today),
            classes,
        }
    }
}

/// The figures of one tenant, or of all, on a date.
pub async fn figures_of(tx: &mut Tx, only: Option<TenantId>, today: Date) -> Result<Figures> {
    let (open, closed) = (store::open(tx, only, today).await?, store::closed(tx, only).await?);
    Ok(Figures::of(&open, &closed, today))
}

/// The tasks whose tenants are not named yet.
pub async fn to_be_assigned(tx: &mut NationalTx) -> Result<ToBeAssigned> {
    Ok(ToBeAssigned { items: store::to_be_assigned(tx).await?, today: tx.today(), now: tx.now })
}

fn classes(open: &[OpenLine], closed: &[ClosedLine], today: Date) -> Classes {
    let mut classes = Classes::default();
    for line in open {
        let place = match line {
            _ if !line.has_due => &mut classes.no_deadline,
            _ if line.late_from.to_jiff() <= today => &mut classes.open_overdue,
            _ => &mut classes.open_in_time,
        };
        *place = place.saturating_add(line.n);
    }
    for line in closed {
        let place = match line.class.as_str() {
            "completed_on_time" => &mut classes.completed_on_time,
            "completed_late" => &mut classes.completed_late,
            _ => &mut classes.no_deadline,
        };
        *place = place.saturating_add(line.n);
    }
    classes
}

/// On time against the due dates first set, over all that was due by them.
fn original(open: &[OpenLine], closed: &[ClosedLine], today: Date) -> Rate {
    let overdue = open.iter().filter(|l| l.original_late_from.to_jiff() <= today).map(|l| l.n).sum();
    let of = |class: &str| closed.iter().filter(|l| l.original_class == class).map(|l| l.n).sum();
    Rate::on_time(of("completed_on_time"), of("completed_late"), overdue)
}

/// Open overdue by calendar days: 1-7, 8-14, 15-30, 31-60, more.
fn ageing(open: &[OpenLine], today: Date) -> [i64; 5] {
    let mut bars = [0i64; 5];
    for line in open {
        if let Some(n) = bar(line, today).and_then(|bar| bars.get_mut(bar)) {
            *n = n.saturating_add(line.n);
        }
    }
    bars
}

/// The bar of the ageing in which a line stands; none if it is not overdue.
fn bar(line: &OpenLine, today: Date) -> Option<usize> {
    Some(match days_overdue(Some(line.late_from.to_jiff()), today) {
        ..=0 => return None,
        1..=7 => 0,
        8..=14 => 1,
        15..=30 => 2,
        31..=60 => 3,
        _ => 4,
    })
}
