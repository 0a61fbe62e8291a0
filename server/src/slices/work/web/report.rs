//! Report progress: the last report stands beside the form, and what still holds is filled in from it.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use dondoc_shared::{
    id::AssignmentId,
    lifecycle::Act,
    text::Lang,
    wire::{
        Cause, TenantKind,
        assignment::{AssignmentDetail, ReportBody},
    },
};
use serde::Deserialize;

use super::{
    paths::{path_of, path_of_act},
    seen::{Seen, look, refusal},
    subject::{Aside, FormPage, ShownReport},
};
use crate::{
    domain::assignments::{self, progress::MAX_TEXT},
    slices::portal::{Choice, Done, Field, Form, Input, Posted, Trouble, layout},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::{Error, Fault, FieldFault, Result},
    http::Id,
    tenants::Tenant,
};

/// The fields as they were typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ReportForm {
    pub percent: String,
    pub results: String,
    pub figures: String,
    pub limitations: String,
    pub barriers: String,
    pub cause: String,
    pub waiting_on: String,
    pub next_step: String,
}

impl ReportForm {
    /// A first report starts at the stored percentage; a later one with what usually still holds.
    pub(super) fn of(detail: &AssignmentDetail) -> Self {
        let percent = detail.row.percent.to_string();
        let Some(last) = detail.reports.first() else { return Self { percent, ..Self::default() } };
        let body = last.body.clone();
        Self {
            percent,
            limitations: body.limitations,
            barriers: body.barriers,
            cause: body.cause.map(|c| c.as_str().to_owned()).unwrap_or_default(),
            waiting_on: body.waiting_on.unwrap_or_default(),
            ..Self::default()
        }
    }

    fn percent(&self) -> &str {
        self.percent.trim().trim_end_matches('%').trim()
    }

    /// Whether the percent cannot be read, as in 45,5.
    fn percent_is_no_number(&self) -> bool {
        !self.percent().is_empty() && self.percent().parse::<i16>().is_err()
    }

    fn trouble(&self, t: Lang, error: Error) -> Result<Trouble> {
        let mut trouble = Trouble::of(error)?;
        if !self.barriers.trim().is_empty() {
            trouble = trouble.reword("cause", Fault::Missing, t.cause_goes_with_barrier());
        }
        trouble = trouble.reword("barriers", Fault::Missing, t.barrier_goes_with_waiting());
        let told = t.percent_is_whole().to_owned();
        Ok(if self.percent_is_no_number() { trouble.and("percent", told) } else { trouble })
    }

    fn read(&self) -> Result<ReportBody> {
        let mut faults = vec![];
        let percent = self.percent();
        let percent = match percent.parse() {
            Ok(percent @ 0..=100) => percent,
            Ok(_) => {
                faults.push(FieldFault::new("percent", Fault::OutOfRange(0, 100)));
                0
            }
            // The page says itself that it wants a whole number.
            Err(_) => {
                faults.extend(percent.is_empty().then(|| FieldFault::new("percent", Fault::Missing)));
                0
            }
        };
        if self.results.trim().is_empty() {
            faults.push(FieldFault::new("results", Fault::Missing));
        }
        let cause = match self.cause.as_str() {
            "" => None,
            word => {
                let known = word.parse().ok();
                if known.is_none() {
                    faults.push(FieldFault::new("cause", Fault::Malformed));
                }
                known
            }
        };
        if !faults.is_empty() || self.percent_is_no_number() {
            return Err(Error::Fields(faults));
        }
        Ok(ReportBody {
            percent,
            results: self.results.clone(),
            figures: self.figures.clone(),
            limitations: self.limitations.clone(),
            barriers: self.barriers.clone(),
            cause,
            waiting_on: (!self.waiting_on.is_empty()).then(|| self.waiting_on.clone()),
            next_step: self.next_step.clone(),
        })
    }
}

fn causes(t: Lang) -> Input {
    let none = Choice { value: String::new(), label: t.choose().to_owned() };
    let all = Cause::ALL.iter().map(|c| Choice { value: c.as_str().to_owned(), label: c.name(t).to_owned() });
    Input::Select(vec![(String::new(), std::iter::once(none).chain(all).collect())])
}

/// The bodies that can be waited for, by kind; oneself is not among them.
fn waited_for(t: Lang, tenants: &[Tenant], own: &str) -> Input {
    let none = Choice { value: String::new(), label: t.nobody_waited_on().to_owned() };
    let groups = TenantKind::ALL.iter().map(|kind| {
        let of_kind = tenants.iter().filter(|b| b.kind == *kind && b.slug != own);
        let choice =
            |b: &Tenant| Choice { value: b.slug.clone(), label: t.pick(&b.name_vi, &b.name_en).to_owned() };
        (kind.name(t).to_owned(), of_kind.map(choice).collect::<Vec<_>>())
    });
    let none = (String::new(), vec![none]);
    Input::Select(std::iter::once(none).chain(groups.filter(|(_, choices)| !choices.is_empty())).collect())
}

/// The page, with the fields as typed.
pub(super) fn view(of: Seen, typed: &ReportForm, seen: Option<Version>, trouble: &Trouble) -> FormPage {
    let Seen { frame, detail, tenants } = of;
    let t = frame.t;
    let area = |name, value: &str, rows, hint: &str| {
        Field::new(t, name, value, Input::Area(rows)).hint(hint).at_most(MAX_TEXT)
    };
    let number = Input::Line { kind: "text", autocomplete: "off", mode: "numeric" };
    let fields = vec![
        Field::new(t, "percent", &typed.percent, number).hint(t.percent_hint()),
        area("results", &typed.results, 5, t.results_hint()),
        area("figures", &typed.figures, 2, t.figures_hint()).optional(),
        area("limitations", &typed.limitations, 3, "").optional(),
        area("barriers", &typed.barriers, 3, "").needed_if(t.needed_when_waiting()),
        Field::new(t, "cause", &typed.cause, causes(t)).needed_if(t.needed_with_barrier()),
        Field::new(t, "waiting_on", &typed.waiting_on, waited_for(t, &tenants, &detail.row.tenant.slug))
            .hint(t.waiting_on_hint())
            .optional(),
        area("next_step", &typed.next_step, 2, t.next_step_hint()).optional(),
    ];
    let action = path_of_act(detail.row.id, Act::Report).unwrap_or_default();
    let version = trouble.version(seen, detail.row.version);
    let form = Form::new(&frame, action, t.send_report(), version, fields);
    let mut page = FormPage::new(frame, &detail, Act::Report.name(t));
    page.intro = vec![t.report_goes_to().to_owned()];
    page.aside = Aside::LastReport(detail.reports.first().map(|last| ShownReport::of(t, last, &tenants)));
    page.add("", form, trouble, &detail.row);
    page
}

#[get("/assignments/{id}/report")]
pub(super) async fn form_page(
    request: HttpRequest,
    auth: Auth<perm::ReportProgress>,
    id: Id<AssignmentId>,
) -> Result<HttpResponse> {
    let of = look(&auth, &request, id.0).await?;
    if let Some(code) = refusal(&of.detail, Act::Report)? {
        return FormPage::refused(of.frame, &of.detail, Act::Report, code).show(StatusCode::OK);
    }
    let typed = ReportForm::of(&of.detail);
    view(of, &typed, None, &Trouble::default()).show(StatusCode::OK)
}

#[post("/assignments/{id}/report")]
pub(super) async fn send(
    request: HttpRequest,
    id: Id<AssignmentId>,
    sent: Posted<perm::ReportProgress, ReportForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let written = match form.read() {
        Ok(body) => auth
            .once(&command, &body, async |tx, _| assignments::report(tx, id.0, Some(seen), &body).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    let Err(error) = written else { return Ok(layout::go(&path_of(id.0), Done::Reported)) };
    let of = look(&auth, &request, id.0).await?;
    let trouble = form.trouble(of.frame.t, error)?;
    view(of, &form, Some(seen), &trouble).show(trouble.status())
}
