//! Ask for a later due date: a few working days to choose from, or another date.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use dondoc_shared::{
    id::AssignmentId,
    lifecycle::Act,
    text::Lang,
    wire::{
        ExtensionReason,
        assignment::{AssignmentDetail, NewExtension},
    },
};
use jiff::{Span, civil::Date};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_act},
    seen::{Seen, look, refusal},
    subject::FormPage,
};
use crate::{
    domain::{
        assignments,
        calendar::{self, Calendar},
    },
    slices::portal::{
        Choice, Done, Field, Form, Frame, Input, Posted, Trouble,
        day::{fault_of_date, written_date},
        layout,
    },
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::{Error, Fault, FieldFault, Result},
    http::{Id, input::Checks},
};

/// Suggested dates: the first working day on or after each of these calendar days.
const SUGGESTED: [i32; 3] = [7, 14, 30];

/// The fields as they were typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ExtensionForm {
    pub pick: String,
    pub to: String,
    pub reason: String,
    pub text: String,
}

impl ExtensionForm {
    /// The date meant, as it was written.
    fn wanted(&self) -> &str {
        if self.pick.is_empty() || self.pick == "other" { &self.to } else { &self.pick }
    }

    /// A quick choice and another date: nobody but the writer knows which is meant.
    fn names_two_dates(&self) -> bool {
        !self.to.trim().is_empty() && written_date(&self.to) != written_date(self.wanted())
    }

    fn read(&self) -> Result<NewExtension> {
        let mut checks = Checks::default();
        let to = written_date(self.wanted());
        if to.is_none() {
            let fault = fault_of_date(self.wanted());
            let field = if self.pick.is_empty() && fault == Fault::Missing { "pick" } else { "to" };
            checks.fault(field, fault);
        }
        let reason = self.reason.parse().ok();
        if reason.is_none() {
            checks.fault("reason", Fault::Missing);
        }
        let text = checks.required("text", &self.text, 2000);
        checks.finish()?;
        match (to, reason) {
            (Some(to), Some(reason)) if !self.names_two_dates() => Ok(NewExtension { to, reason, text }),
            _ => Err(Error::Fields(vec![])),
        }
    }

    /// The trouble, with the hints that only this page can give.
    fn trouble(&self, t: Lang, today: Date, error: Error) -> Result<Trouble> {
        let slip = vec![FieldFault::new("to", Fault::Malformed)];
        match error {
            Error::Fields(faults) if faults == slip && written_date(self.wanted()).is_some() => {
                let last = Date::new(today.year().saturating_add(10), 12, 31).unwrap_or(today);
                Ok(Trouble::said("to", t.date_at_most(&t.date(last))))
            }
            error => {
                let trouble = Trouble::of(error)?.reword("pick", Fault::Missing, t.pick_a_date());
                Ok(if self.names_two_dates() { trouble.and("to", t.two_dates().to_owned()) } else { trouble })
            }
        }
    }
}

fn suggested(t: Lang, detail: &AssignmentDetail, calendar: &Calendar) -> Vec<Choice> {
    let due = detail.row.due_on.filter(|due| *due > detail.today);
    let start = due.unwrap_or(detail.today);
    let later = |days: i32| {
        start.checked_add(Span::new().days(days)).ok().map(|d| (days, calendar.next_working_day(d)))
    };
    let label = |days, on: &str| match due {
        Some(_) => t.pick_days_from_due(days, on),
        None => t.pick_days_from_today(days, on),
    };
    let choice = |(days, on): (i32, Date)| Choice { value: on.to_string(), label: label(days, &t.date(on)) };
    let other = Choice { value: "other".to_owned(), label: t.pick_other().to_owned() };
    SUGGESTED.into_iter().filter_map(later).map(choice).chain(std::iter::once(other)).collect()
}

fn reasons(t: Lang) -> Input {
    let none = Choice { value: String::new(), label: t.choose().to_owned() };
    let all = ExtensionReason::ALL
        .iter()
        .map(|r| Choice { value: r.as_str().to_owned(), label: r.name(t).to_owned() });
    Input::Select(vec![(String::new(), std::iter::once(none).chain(all).collect())])
}

/// The page, with the fields as typed.
pub(super) fn view(
    frame: Frame,
    detail: &AssignmentDetail,
    calendar: &Calendar,
    typed: &ExtensionForm,
    seen: Option<Version>,
    trouble: &Trouble,
) -> FormPage {
    let t = frame.t;
    let row = &detail.row;
    let current = row.due_on.map(|due| t.due_date(due, row.due_precision)).unwrap_or_default();
    let day = Input::Line { kind: "text", autocomplete: "off", mode: "numeric" };
    let fields = vec![
        Field::new(t, "pick", &typed.pick, Input::Radios(suggested(t, detail, calendar)))
            .hint(&t.to_hint(&current)),
        Field::new(t, "to", &typed.to, day)
            .labelled(t.label_other_date())
            .hint(t.other_date_hint())
            .needed_if(t.needed_for_other_date()),
        Field::new(t, "reason", &typed.reason, reasons(t)),
        Field::new(t, "text", &typed.text, Input::Area(6)).labelled(t.label_explanation()).at_most(2000),
    ];
    let action = path_of_act(row.id, Act::RequestExtension).unwrap_or_default();
    let version = trouble.version(seen, row.version);
    let form = Form::new(&frame, action, t.send_request(), version, fields);
    let mut page = FormPage::new(frame, detail, Act::RequestExtension.name(t));
    page.intro = vec![t.extension_explained().to_owned()];
    page.add("", form, trouble, row);
    page
}

async fn calendar(auth: &Auth<perm::RequestExtension>) -> Result<std::sync::Arc<Calendar>> {
    auth.read(async |tx, _| calendar::current(tx).await).await
}

#[get("/assignments/{id}/extension")]
pub(super) async fn form_page(
    request: HttpRequest,
    auth: Auth<perm::RequestExtension>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    if let Some(code) = refusal(&detail, Act::RequestExtension)? {
        return FormPage::refused(frame, &detail, Act::RequestExtension, code).show(StatusCode::OK);
    }
    let calendar = calendar(&auth).await?;
    view(frame, &detail, &calendar, &ExtensionForm::default(), None, &Trouble::default()).show(StatusCode::OK)
}

#[post("/assignments/{id}/extension")]
pub(super) async fn send(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::RequestExtension, ExtensionForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let written = match form.read() {
        Ok(input) => auth
            .once(&command, &input, async |tx, _| {
                assignments::extension::request(tx, id.0, seen, &input).await
            })
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    let Err(error) = written else { return Ok(layout::go(&path_of(id.0), Done::ExtensionRequested)) };
    let Seen { frame, detail, .. } = look(&auth, &request, id.0).await?;
    let trouble = form.trouble(frame.t, detail.today, error)?;
    let calendar = calendar(&auth).await?;
    view(frame, &detail, &calendar, &form, Some(seen), &trouble).show(trouble.status())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_told_as_such() {
        let faults = |to: &str| {
            let form = ExtensionForm { pick: "other".to_owned(), to: to.to_owned(), ..Default::default() };
            let Err(Error::Fields(faults)) = form.read() else { unreachable!() };
            faults
        };
        assert!(faults("31/02/2025").contains(&FieldFault::new("to", Fault::NoSuchDay)));
        assert!(faults("cuối tháng").contains(&FieldFault::new("to", Fault::Malformed)));
        assert!(faults(" ").contains(&FieldFault::new("to", Fault::Missing)));
    }
}
