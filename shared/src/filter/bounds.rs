//! Takes numbers and dates into a group of terms: two bounds of a field both hold.

use super::{
    Bounds, DateField, Dates, Days, Filter, FilterFault, Flag,
    day::{self, NoDates},
    fields::Field,
    printed::{self, Lateness},
    terms::{range, unquoted},
};

impl Filter {
    pub(super) fn take_number(
        &mut self,
        field: Field,
        operator: &str,
        value: &str,
    ) -> Result<(), FilterFault> {
        let wrong = || field.bad_value(None);
        match field {
            Field::Level => intersect(&mut self.level, range(field, operator, value).ok_or_else(wrong)?),
            Field::Percent => intersect(&mut self.percent, range(field, operator, value).ok_or_else(wrong)?),
            _ => {
                let bounds = match field {
                    Field::Stale => &mut self.stale,
                    Field::Urges => &mut self.urges,
                    Field::Unanswered => &mut self.unanswered,
                    _ => &mut self.overdue,
                };
                intersect(bounds, range(field, operator, value).ok_or_else(wrong)?)
            }
        }
    }

    pub(super) fn take_dates(
        &mut self,
        field: Field,
        operator: &str,
        value: &str,
    ) -> Result<(), FilterFault> {
        let of = match field {
            Field::LastUrge => DateField::LastUrge,
            Field::LastReport => DateField::LastReport,
            Field::Changed => DateField::Changed,
            _ => DateField::Due,
        };
        let mut value = unquoted(value);
        if operator == ":" && printed::is_never(of, &value) {
            "none".clone_into(&mut value);
        }
        // The column of how late or near it is stands for the due date.
        match Lateness::read(&value).filter(|_| of == DateField::Due && operator == ":") {
            Some(Lateness::Overdue(days)) => {
                return self.take_number(Field::Overdue, operator, &days.to_string());
            }
            // What has no date is called so.
            Some(Lateness::InTime) => {
                self.take_flag(Flag::InTime);
                self.take_flag(Flag::Dated);
                return Ok(());
            }
            Some(Lateness::Closed) => {
                self.take_closed(true)?;
                return self.settle_scope();
            }
            Some(Lateness::Today) => "today".clone_into(&mut value),
            None => {}
        }
        let dates = day::read(operator, &value).map_err(|none| match none {
            NoDates::Unreadable => field.bad_value(None),
            NoDates::Empty => FilterFault::Contradiction,
        })?;
        // Everything was written once.
        if of == DateField::Changed && dates == Dates::Never {
            return Err(field.bad_value(None));
        }
        let excludes = |other: Dates| match (dates, other) {
            (Dates::Within(one), Dates::Within(other)) => {
                Days { from: one.from, to: other.to }.are_none()
                    || Days { from: other.from, to: one.to }.are_none()
            }
            (one, other) => one != other,
        };
        if self.dates.iter().any(|(known, other)| *known == of && excludes(*other)) {
            return Err(FilterFault::Contradiction);
        }
        self.dates.push((of, dates));
        Ok(())
    }
}

pub(super) fn intersect<N: Ord + Copy>(
    bounds: &mut Bounds<N>,
    (at_least, at_most): (Option<N>, Option<N>),
) -> Result<(), FilterFault> {
    bounds.at_least = bounds.at_least.max(at_least);
    bounds.at_most = match (bounds.at_most, at_most) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    if matches!((&bounds.at_least, &bounds.at_most), (Some(low), Some(high)) if low > high) {
        return Err(FilterFault::Contradiction);
    }
    Ok(())
}
