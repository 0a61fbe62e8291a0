//! Telling people whose turn it is: the mail that follows an act (R106). What each event is told by stands in
//! [`dondoc_shared::turn`].

use std::{collections::BTreeMap, time::Duration};

use dondoc_shared::{
    id::{AssignmentId, DirectiveId, TaskId, TenantId, UserId},
    lifecycle::Status,
    policy::Audience,
    role::Role,
    wire::{
        ContactRole,
        assignment::{DecisionReaders, EventKind, PreviewRecipient},
    },
};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    model::Loaded,
    store::{look, pending_extension},
};
use crate::domain::{
    calendar::{self, Calendar, window::Leaving},
    recipients::{Audiences, Directory, Person},
};
use dondoc_kernel::{
    db::{NationalTx, Tx},
    error::Result,
    outbox::{self, Kind, NewMessage, after, holds},
};

/// What comes to one reader within this time is one mail.
const TOGETHER: Duration = Duration::from_mins(15);

/// Who is told of a decision (R72): the submitter and the assignee, or their substitutes; the agency mailbox if neither is active.
fn told(directory: &Directory, row: &Loaded) -> Vec<Person> {
    let concerned = row.submitted_by.into_iter().chain(row.assignee_id);
    let mut addressed: Vec<&Person> = concerned.filter_map(|id| directory.find(id.0)).collect();
    if addressed.is_empty() {
        addressed.extend(directory.office(ContactRole::AgencyMailbox));
    }
    directory.reachable(addressed)
}

/// Who would be told of a decision on the submission, or on the extension that was asked for, and when.
pub async fn decision_readers(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    on_extension: bool,
) -> Result<DecisionReaders> {
    let mut row = look(tx, id).await?;
    if on_extension {
        row.submitted_by = Some(pending_extension(tx, &row).await?.1);
    }
    let readers = told(&Directory::of(tx, row.tenant_id).await?, &row);
    let holds = holds::standing(tx).await?.of(Some(row.tenant_id));
    let Leaving { at: leaves_at, held } = calendar.of(row.tenant_id).leaving(tx.now, false, &holds);
    let recipients = readers.into_iter().map(|to| PreviewRecipient { name: to.name, address: to.address });
    Ok(DecisionReaders { recipients: recipients.collect(), leaves_at, held })
}

/// Dates that a decision is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dates {
    /// The due date before a decision on an extension, and the one that was asked for.
    pub asked: Option<(Date, Date)>,
    /// The due date that came with a return.
    pub new_due: Option<Date>,
}

/// Queues mail about a decision (R72).
pub(super) async fn inform(
    tx: &mut Tx,
    calendar: &Calendar,
    row: &Loaded,
    kind: EventKind,
    remark: &str,
    Dates { asked, new_due }: Dates,
) -> Result<()> {
    let directory = Directory::of(tx, row.tenant_id).await?;
    let args =
        json!({"assignment": row.id, "event": kind, "remark": remark, "asked": asked, "new_due": new_due});
    decide_mail(tx, calendar, (row, kind), &args, told(&directory, row)).await
}

/// Queues mail about what a body must know to go on, or need not go on with: to those who would be reminded of it, and its approvers.
pub(super) async fn inform_body(
    tx: &mut Tx,
    calendar: &Calendar,
    row: &Loaded,
    kind: EventKind,
    (remark, until): (&str, Option<Date>),
) -> Result<()> {
    let directory = Directory::of(tx, row.tenant_id).await?;
    let audience = Audiences::of(&[Audience::Assignee, Audience::Approvers]);
    let readers = directory.reminded(Status::InProgress, row.assignee_id, audience);
    let people = readers.into_iter().map(|(person, _)| person.clone()).collect();
    let args = json!({"assignment": row.id, "event": kind, "remark": remark, "until": until});
    decide_mail(tx, calendar, (row, kind), &args, people).await
}

async fn decide_mail(
    tx: &mut Tx,
    calendar: &Calendar,
    (row, kind): (&Loaded, EventKind),
    args: &Value,
    readers: Vec<Person>,
) -> Result<()> {
    let run_at = calendar.of(row.tenant_id).send_time(tx.now, false);
    for person in readers {
        let message = NewMessage {
            tenant: row.tenant_id,
            kind: Kind::Decision,
            dedupe_key: format!("{kind}:{}:{}:{}", row.id, row.version, person.id),
            args: args.clone(),
            run_at,
            recipient: Some((person.id, person.address)),
        };
        outbox::enqueue(tx, message).await?;
    }
    Ok(())
}

/// Tells the approvers of a proposal, but for the person who proposes.
pub(super) async fn tell_approvers(
    tx: &mut Tx,
    calendar: &Calendar,
    row: &Loaded,
    proposed: EventKind,
    remark: &str,
) -> Result<()> {
    let directory = Directory::of(tx, row.tenant_id).await?;
    let approvers = directory.holders(&[Role::Approver, Role::Lead]).collect();
    pass_on(tx, calendar, (row, proposed, remark), &directory, approvers).await
}

/// Tells whoever proposed, and the assignee; if neither is active, those who would be reminded.
pub(super) async fn tell_author(
    tx: &mut Tx,
    calendar: &Calendar,
    row: &Loaded,
    author: Option<UserId>,
    (event, remark): (EventKind, &str),
) -> Result<()> {
    let directory = Directory::of(tx, row.tenant_id).await?;
    let concerned = author.into_iter().chain(row.assignee_id);
    let mut addressed: Vec<&Person> = concerned.filter_map(|id| directory.find(id.0)).collect();
    if addressed.is_empty() {
        addressed.extend(workers(&directory, Status::InProgress));
    }
    pass_on(tx, calendar, (row, event, remark), &directory, addressed).await
}

/// Those who would be reminded of an item that is nobody's.
fn workers(directory: &Directory, status: Status) -> Vec<&Person> {
    let reminded = directory.reminded(status, None, Audiences::of(&[Audience::Assignee]));
    reminded.into_iter().map(|(person, _)| person).collect()
}

/// Queues notices of an event, to everybody but the person who acts; to the agency mailbox if that leaves nobody.
async fn pass_on(
    tx: &mut Tx,
    calendar: &Calendar,
    (row, event, remark): (&Loaded, EventKind, &str),
    directory: &Directory,
    mut addressed: Vec<&Person>,
) -> Result<()> {
    let actor: Option<Uuid> = tx.actor.user.map(|user| user.0);
    // Whoever cannot decide on what they proposed is not asked to.
    let is_own = |person: &Person| match event {
        EventKind::Proposed => tx.actor.is_hand_of(Some(UserId(person.id)), Some(tx.actor.hands.today)),
        _ => Some(person.id) == actor,
    };
    addressed.retain(|person| !is_own(person));
    if addressed.is_empty() {
        addressed.extend(directory.office(ContactRole::AgencyMailbox));
    }
    let run_at = calendar.of(row.tenant_id).send_time(after(tx.now, TOGETHER), false);
    let notice = json!({"assignment": row.id, "event": event, "by": tx.actor.name, "remark": remark});
    for person in directory.reachable(addressed).into_iter().filter(|person| Some(person.id) != actor) {
        let message = NewMessage {
            tenant: row.tenant_id,
            kind: Kind::Notice,
            dedupe_key: format!("{event}:{}:{}:{}", row.id, row.version, person.id),
            args: json!({"notices": [notice]}),
            run_at,
            recipient: Some((person.id, person.address)),
        };
        outbox::enqueue(tx, message).await?;
    }
    Ok(())
}

/// Queues one mail for each tenant and directive of what has just been assigned, to those who would be reminded of it.
pub(super) async fn announce(
    tx: &mut NationalTx,
    rows: &[Loaded],
    directive_of: impl Fn(TaskId) -> Option<DirectiveId>,
) -> Result<()> {
    let mut new: BTreeMap<(TenantId, DirectiveId), Vec<AssignmentId>> = BTreeMap::new();
    for row in rows {
        if let Some(directive) = directive_of(TaskId(row.task_id)) {
            new.entry((row.tenant_id, directive)).or_default().push(row.id);
        }
    }
    let mut tenants: Vec<TenantId> = new.keys().map(|(tenant, _)| *tenant).collect();
    tenants.dedup();
    let directories = Directory::of_each(tx, &tenants).await?;
    let calendar = calendar::load(tx).await?;
    for ((tenant, directive), ids) in new {
        let Some(first) = ids.first() else { continue };
        let Some(directory) = directories.get(&tenant) else { continue };
        let run_at = calendar.of(tenant).send_time(tx.now, false);
        for person in workers(directory, Status::Assigned) {
            let message = NewMessage {
                tenant,
                kind: Kind::Assignments,
                dedupe_key: format!("assignments:{first}:{}", person.id),
                args: json!({"directive": directive, "assignments": ids}),
                run_at,
                recipient: Some((person.id, person.address.clone())),
            };
            outbox::enqueue(tx, message).await?;
        }
    }
    Ok(())
}
