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
    lateness::Rate,
    wire::national::{Classes, Overview, TenantFigure, ToBeAssigned},
};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use self::store::{ClosedLine, Open};
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
    let Figures { classes, completion, on_time, on_time_original, ageing } = Figures::of(&open, &closed);
    let (ids, mut tenants): (Vec<_>, Vec<TenantFigure>) = store::tenants(tx).await?.into_iter().unzip();
    let places: HashMap<_, _> = ids.into_iter().zip(0..).collect();
    for of in &open {
        let place: Option<&usize> = places.get(&of.tenant_id);
        let Some(figure) = place.and_then(|place| tenants.get_mut(*place)) else { continue };
        figure.open = of.no_deadline.saturating_add(of.in_time).saturating_add(of.overdue);
        figure.overdue = of.overdue;
        add(&mut figure.ageing, &of.ageing);
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
    fn of(open: &[Open], closed: &[ClosedLine]) -> Self {
        let classes = classes(open, closed);
        let completed = classes.completed_on_time.saturating_add(classes.completed_late);
        Self {
            completion: Rate::completion(completed, classes.open_overdue),
            on_time: Rate::on_time(classes.completed_on_time, classes.completed_late, classes.open_overdue),
            on_time_original: original(open, closed),
            ageing: ageing(open),
            classes,
        }
    }
}

/// The figures of one tenant, or of all, on a date.
pub async fn figures_of(tx: &mut Tx, only: Option<TenantId>, today: Date) -> Result<Figures> {
    let (open, closed) = (store::open(tx, only, today).await?, store::closed(tx, only).await?);
    Ok(Figures::of(&open, &closed))
}

/// The tasks whose tenants are not named yet.
pub async fn to_be_assigned(tx: &mut NationalTx) -> Result<ToBeAssigned> {
    Ok(ToBeAssigned { items: store::to_be_assigned(tx).await?, today: tx.today(), now: tx.now })
}

fn classes(open: &[Open], closed: &[ClosedLine]) -> Classes {
    let sum = |of: fn(&Open) -> i64| open.iter().map(of).sum();
    let mut classes = Classes {
        no_deadline: sum(|of| of.no_deadline),
        open_in_time: sum(|of| of.in_time),
        open_overdue: sum(|of| of.overdue),
        ..Classes::default()
    };
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
fn original(open: &[Open], closed: &[ClosedLine]) -> Rate {
    let overdue = open.iter().map(|of| of.original_overdue).sum();
    let of = |class: &str| closed.iter().filter(|l| l.original_class == class).map(|l| l.n).sum();
    Rate::on_time(of("completed_on_time"), of("completed_late"), overdue)
}

fn ageing(open: &[Open]) -> [i64; 5] {
    let mut bars = [0i64; 5];
    for of in open {
        add(&mut bars, &of.ageing);
    }
    bars
}

fn add(bars: &mut [i64; 5], more: &[i64]) {
    for (bar, n) in bars.iter_mut().zip(more) {
        *bar = bar.saturating_add(*n);
    }
}
