//! Urges: numbered, dated acts about one or many assignments of a tenant, addressed to a role of it. The row comes first,
//! the mail second; one answer from the portal closes the urge for all of its assignments.
//!
//! | Module | Holds |
//! |---|---|
//! | `model` | what a draft asks for, what a template says (pure) |
//! | [`plan`](mod@plan) | urging many at once: shown first, then issued tenant by tenant |
//! | [`store`] | SQL of issuing, answering, closing; [`register`]: the list, one with all that belongs to it, statistics |
//! | [`templates`] | texts to make urges from |
//! | [`mail`] | what its mail says |
//! | [`official_letter`] | the letter to be printed, signed and sealed |

pub mod api;
pub mod mail;
mod model;
pub mod official_letter;
pub mod plan;
pub mod store;
pub mod templates;

use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, MessageId, TenantId, UrgeId},
    lateness::days_overdue,
    lifecycle::Act,
    role::Role,
    text::{Lang, timeline::BETWEEN_FACTS},
    wire::{
        ContactRole, Written,
        assignment::{EventKind, NewUrge, NewUrgeAnswer, Preview, PreviewRecipient},
        urge::{UrgeAddressee, UrgeDraft, UrgeIssued, UrgeTarget, UrgeTemplate, plan::Planned},
    },
};
use jiff::Timestamp;
use serde_json::json;
use url::Url;
use uuid::Uuid;

use self::model::{Asked, Placeholders, Text, Words};
pub use self::{model::Number, store::register};
use crate::{
    domain::{
        assignments::{self, Change, Loaded, open_of_urge},
        calendar::{Calendar, window::Leaving},
        recipients::{Directory, Person},
    },
    slices::reminders::office::without_account,
};
use dondoc_kernel::{
    db::{
        NationalTx, TenantTx, Tx, Version,
        audit::{Entry, Logged},
    },
    error::Result,
    http::input::Checks,
    outbox::{self, Kind, NewMessage, holds},
};

/// The issuing body's document symbol, unless the setting `urge_symbol` says otherwise.
const SYMBOL: &str = "TCT";

/// The text and the recipients of an urge, found out before anything is written.
struct Plan {
    tenant: TenantId,
    words: Words,
    recipients: Vec<Person>,
}

async fn plan(tx: &mut Tx, draft: &UrgeDraft, asked: &Asked, about: &[Loaded]) -> Result<Plan> {
    let tenant = about.first().ok_or(ErrorCode::NotFound)?.tenant_id;
    if about.iter().any(|of| of.tenant_id != tenant) {
        return Err(ErrorCode::SeveralTenants.into());
    }
    let words = match &asked.text {
        Text::Free(text) => Words { vi: text.clone(), en: None },
        Text::Template(code) => filled(tx, code, asked, about).await?,
    };
    let recipients = recipients(tx, tenant, draft.addressee, about).await?;
    Ok(Plan { tenant, words, recipients })
}

/// The text of a template about these assignments.
async fn filled(tx: &mut Tx, code: &str, asked: &Asked, about: &[Loaded]) -> Result<Words> {
    let template = store::template(tx, code).await?.ok_or(ErrorCode::UnknownTemplate)?;
    if let Some((_, why)) = unfit(tx, &template, about).await?.first() {
        return Err((*why).into());
    }
    let (tenant, ids) = (about.first().ok_or(ErrorCode::NotFound)?.tenant_id, about.iter().map(|of| of.id));
    let (name_vi, name_en, codes) = store::names(tx, tenant, &ids.collect::<Vec<_>>()).await?;
    let waiting = waiting_for(tx, &template, tenant, about).await?;
    let today = tx.today();
    // With several tasks, each waiting body is followed by the tasks it waits with.
    let who = |lang: Lang, one: &store::WaitingTenant| {
        let name = lang.pick(&one.name_vi, &one.name_en);
        if codes.len() > 1 { format!("{name} ({})", one.codes.join(", ")) } else { name.to_owned() }
    };
    let values = |lang: Lang| Placeholders {
        tenant: lang.pick(&name_vi, &name_en).to_owned(),
        tasks: lang.urge_tasks(codes.len(), &codes.join(", ")),
        days_overdue: about
            .iter()
            .map(|of| days_overdue(of.late_from(), today))
            .max()
            .unwrap_or(0)
            .to_string(),
        reply_by: lang.date(asked.reply_by),
        waiting: waiting.iter().map(|one| who(lang, one)).collect::<Vec<_>>().join(", "),
    };
    let vi = model::fill(&template.text_vi, &values(Lang::Vi))?;
    let en = model::fill(&template.text_en, &values(Lang::En))?;
    Ok(Words { vi, en: Some(en) })
}

/// The bodies that the text of a template names as waiting for this tenant.
async fn waiting_for(
    tx: &mut Tx,
    template: &UrgeTemplate,
    tenant: TenantId,
    about: &[Loaded],
) -> Result<Vec<store::WaitingTenant>> {
    if !model::says(template, model::WAITING) {
        return Ok(vec![]);
    }
    store::who_waits(tx, tenant, about.iter().map(|of| of.task_id).collect()).await
}

/// The assignments of a tenant that a template cannot speak of, each with the reason.
async fn unfit(
    tx: &mut Tx,
    template: &UrgeTemplate,
    about: &[Loaded],
) -> Result<Vec<(AssignmentId, ErrorCode)>> {
    let Some(tenant) = about.first().map(|of| of.tenant_id) else { return Ok(vec![]) };
    let today = tx.today();
    let waiting = waiting_for(tx, template, tenant, about).await?;
    let (of_lateness, of_waiting) =
        (model::says(template, model::DAYS_OVERDUE), model::says(template, model::WAITING));
    let why = |of: &Loaded| {
        if of_lateness && days_overdue(of.late_from(), today) == 0 {
            return Some(ErrorCode::TemplateNeedsOverdue);
        }
        let waits = waiting.iter().any(|one| one.tasks.contains(&of.task_id));
        (of_waiting && !waits).then_some(ErrorCode::TemplateNeedsWaiting)
    };
    Ok(about.iter().filter_map(|of| Some((of.id, why(of)?))).collect())
}

/// The recipients of an urge: those it addresses, or their stand-ins (R53). An urge without any would count as unanswered for
/// ever.
async fn recipients(
    tx: &mut Tx,
    tenant: TenantId,
    addressee: UrgeAddressee,
    about: &[Loaded],
) -> Result<Vec<Person>> {
    let directory = Directory::of(tx, tenant).await?;
    let office = |role| directory.office(role).into_iter();
    let addressed: Vec<&Person> = match addressee {
        UrgeAddressee::Responsible => {
            let assignees: Vec<Uuid> = about.iter().filter_map(|of| of.assignee_id).map(|id| id.0).collect();
            // Where somebody works on each, other officers need not know.
            let roles: &[Role] = if assignees.len() == about.len() {
                &[Role::Approver, Role::Lead]
            } else {
                &[Role::Approver, Role::Lead, Role::Officer, Role::NationalOfficer]
            };
            let is_one = |person: &&Person| person.holds(roles) || assignees.contains(&person.id);
            directory.people().filter(is_one).chain(office(ContactRole::AgencyMailbox)).collect()
        }
        UrgeAddressee::FocalHead => office(ContactRole::FocalHead).collect(),
        UrgeAddressee::SteeringHead => office(ContactRole::SteeringHead).collect(),
        UrgeAddressee::AgencyMailbox => office(ContactRole::AgencyMailbox).collect(),
    };
    let found = directory.reachable(addressed);
    if found.is_empty() { Err(ErrorCode::NobodyToAddress.into()) } else { Ok(found) }
}

/// Previews an urge as its first recipient will read it. Writes nothing.
pub async fn preview(
    tx: &mut NationalTx,
    calendar: &Calendar,
    public_url: &Url,
    draft: &UrgeDraft,
) -> Result<Preview> {
    let asked = model::check(draft, tx.today(), calendar)?;
    let mut about = Vec::new();
    for target in &asked.targets {
        about.push(assignments::look(tx, target.id).await?);
    }
    let Plan { tenant, words, recipients } = plan(tx, draft, &asked, &about).await?;
    let symbol = store::setting(tx, "urge_symbol", SYMBOL).await?;
    let number = format!("…/{}/{symbol}", tx.today().year());
    let ids: Vec<_> = about.iter().map(|of| of.id).collect();
    let said = (number, words.both(), asked.reply_by);
    let mail = mail::draft(tx, calendar.of(tenant), public_url, (tenant, &ids), said).await?;
    let (name, lang) = recipients.first().map_or(("", Lang::Vi), |first| (first.name.as_str(), first.lang));
    let mut sheet = mail.sheet(lang);
    if recipients.first().is_some_and(|first| first.role.is_none()) {
        let directory = Directory::of(tx, tenant).await?;
        sheet = without_account(tx, &directory, lang, (tenant, &ids, None), sheet).await?;
        sheet.closing.push(lang.office_letter_attached().to_owned());
    }
    let (subject, text) = sheet.preview(lang, name)?;
    let recipients = recipients.iter().map(Person::previewed).collect();
    let holds = holds::standing(tx).await?.of(Some(tenant));
    let Leaving { at: leaves_at, held } = calendar.of(tenant).leaving(tx.now, draft.now, &holds);
    let reply_on_free_day = !calendar.of(tenant).is_working_day(asked.reply_by);
    Ok(Preview { recipients, subject, text, leaves_at, held, reply_on_free_day })
}

/// An urge about one assignment, addressed to the people who work on it.
pub fn draft_on(id: AssignmentId, seen: Version, input: &NewUrge) -> UrgeDraft {
    UrgeDraft {
        assignments: vec![UrgeTarget { id, version: seen.0 }],
        addressee: UrgeAddressee::Responsible,
        template: None,
        text: input.text.clone(),
        reply_by: Some(input.reply_by),
        reply_in: None,
        now: input.now,
    }
}

/// Issues an urge about one assignment and queues its mail.
pub async fn issue_on(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &NewUrge,
) -> Result<Logged<Written>> {
    let issued = issue(tx, calendar, &draft_on(id, seen, input)).await?;
    Ok(issued.map(|issued| Written { id: issued.id.0, version: seen.0.saturating_add(1) }))
}

/// Issues an urge and queues its mail.
pub async fn issue(
    tx: &mut NationalTx,
    calendar: &Calendar,
    draft: &UrgeDraft,
) -> Result<Logged<UrgeIssued>> {
    let at_once = Issuing { from: tx.now, shown: None };
    issue_at(tx, calendar, draft, at_once).await.map(|(logged, _)| logged)
}

/// How an urge is issued.
struct Issuing<'a> {
    /// Its mail leaves no earlier, and no other mail tells of it before.
    from: Timestamp,
    /// What somebody has confirmed: it is issued so, or not at all.
    shown: Option<&'a Planned>,
}

/// What the keys of all mail about an urge begin with.
fn matter(urge: UrgeId) -> String {
    format!("urge:{urge}")
}

/// Issues an urge. It, and the mail that was queued for it.
async fn issue_at(
    tx: &mut NationalTx,
    calendar: &Calendar,
    draft: &UrgeDraft,
    Issuing { from, shown }: Issuing<'_>,
) -> Result<(Logged<UrgeIssued>, Vec<MessageId>)> {
    let asked = model::check(draft, tx.today(), calendar)?;
    let mut changes = Vec::new();
    for target in &asked.targets {
        let of = assignments::load(tx, target.id).await?;
        changes.push(of.begin(tx, Act::Urge, Version(target.version)).await?);
    }
    let about: Vec<Loaded> = changes.iter().map(|change| change.after.clone()).collect();
    let Plan { tenant, words, recipients } = plan(tx, draft, &asked, &about).await?;
    let is_as_shown = |shown: &Planned| {
        let readers: Vec<PreviewRecipient> = recipients.iter().map(Person::previewed).collect();
        shown.text == words.vi && shown.recipients == readers
    };
    if !shown.is_none_or(is_as_shown) {
        return Err(ErrorCode::PlanStale.into());
    }
    let year = i32::from(tx.today().year());
    let symbol = store::setting(tx, "urge_symbol", SYMBOL).await?;
    let number = Number { number: store::next_number(tx, year, &symbol).await?, year, symbol };
    let row = store::NewUrgeRow {
        tenant,
        number: &number,
        addressee: draft.addressee,
        template: draft.template.as_deref(),
        words: &words,
        reply_by: asked.reply_by,
        about: &about,
        mail_from: (from > tx.now).then_some(from),
    };
    let urge = store::insert(tx, &row).await?;
    let run_at = calendar.of(tenant).send_time(from, draft.now);
    let mut messages = Vec::new();
    for recipient in recipients {
        let message = NewMessage {
            tenant,
            kind: Kind::Urge,
            dedupe_key: format!("{}:{}", matter(urge), recipient.id),
            args: json!({"urge": urge, "now": draft.now}),
            run_at,
            recipient: Some((recipient.id, recipient.address)),
        };
        messages.extend(outbox::enqueue(tx, message).await?);
    }
    let entry = Entry {
        tenant,
        action: "issue_urge",
        subject_kind: "urge",
        subject_id: Some(urge.0),
        detail: json!({
            "number": number.to_string(), "addressee": draft.addressee, "template": draft.template,
            "reply_by": asked.reply_by, "assignments": about.iter().map(|of| of.id).collect::<Vec<_>>(),
        }),
    };
    let mut logged =
        Logged::new(UrgeIssued { id: urge, number: number.to_string(), reply_by: asked.reply_by }, entry);
    let detail = format!("{number}{BETWEEN_FACTS}{}", asked.reply_by);
    for mut change in changes {
        change.after.unanswered_urges = change.after.unanswered_urges.saturating_add(1);
        change.after.urges = change.after.urges.saturating_add(1);
        change.after.last_urged_on = Some(tx.today());
        let saved = change.save(tx, EventKind::Urged, &detail, Some(urge.0)).await?;
        logged = logged.and(saved.into_parts().1);
    }
    Ok((logged, messages))
}

/// Answers an open urge, for all that it still asks about. One that is named is answered whatever else has changed (R19);
/// without a name it is the oldest one of the version seen.
pub async fn answer(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Option<Version>,
    input: &NewUrgeAnswer,
) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let text = checks.required("text", &input.text, 4000);
    checks.finish()?;
    let tenant = tx.own();
    let asked = store::open_one(tx, tenant, id, input.urge).await?;
    let mut ids = match &asked {
        Some((urge, _)) => open_of_urge(tx, tenant, *urge).await?,
        None => vec![],
    };
    if !ids.contains(&id) {
        ids = vec![id];
    }
    // All are locked in the order in which every act about many locks them, the one that was on the screen among them.
    let mut own: Option<Change> = None;
    let mut others = Vec::new();
    for each in ids {
        let of = assignments::load(tx, each).await?;
        if each == id {
            own = Some(match (input.urge, seen) {
                (Some(_), _) => of.append(tx, Act::AnswerUrge).await?,
                (None, seen) => {
                    of.begin(tx, Act::AnswerUrge, seen.ok_or(ErrorCode::VersionRequired)?).await?
                }
            });
        } else {
            others.push(of.begin_by_system(Act::AnswerUrge.as_str()));
        }
    }
    let own = own.ok_or(ErrorCode::NotFound)?;
    let (urge, number) = asked.ok_or(ErrorCode::NothingWaiting)?;
    // While this waited for the locks one of the others may have been accepted, and no longer is asked about.
    let still = open_of_urge(tx, tenant, urge).await?;
    store::answer(tx, tenant, urge, &text).await?;
    let entry = Entry {
        tenant,
        action: "answer_urge",
        subject_kind: "urge",
        subject_id: Some(urge.0),
        detail: json!({"number": number.to_string(), "assignments": still}),
    };
    let mut logged = save_answered(tx, own, &number, urge.0).await?.and([entry]);
    for change in others.into_iter().filter(|change| still.contains(&change.after.id)) {
        logged = logged.and(save_answered(tx, change, &number, urge.0).await?.into_parts().1);
    }
    Ok(logged)
}

async fn save_answered(
    tx: &mut Tx,
    mut change: Change,
    number: &Number,
    urge: Uuid,
) -> Result<Logged<Written>> {
    change.after.unanswered_urges = change.after.unanswered_urges.saturating_sub(1);
    change.save(tx, EventKind::UrgeAnswered, &number.to_string(), Some(urge)).await
}
