//! The delivery log: what became of each message, over all tenants, and what a person may do about one: cancel what waits,
//! send again what was given up.

use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{MessageId, TenantId, UserId},
    wire::{
        TenantRef,
        mail::{
            CancelMessage, MailActed, MessageDetail, MessageRow, MessageState, Messages, Returned,
            SuspensionReason,
        },
        people::MailToMember,
    },
};
use jiff::{SignedDuration, Timestamp};
use jiff_diesel::ToDiesel;
use mail_parser::MessageParser;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::{domain::calendar::Calendar, slices::suspensions::refuse};
use dondoc_kernel::{
    auth::news::BY_SOMEBODY,
    db::{
        NationalTx, TenantTx,
        audit::{Entry, Logged},
        exactly_one,
        sql::conn,
    },
    error::{Error, Fault, Result},
    http::{PageSize, cursor, input::Checks},
    outbox::{
        Kind, holds, steps,
        store::{forget_bytes, mail},
    },
    schema::{contacts, outbox as o, suspensions as s, tenants, users},
    secret::{digest, hex},
};

/// Which part of the log; everything without one.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LogFilter {
    /// Slug of a tenant.
    #[param(min_length = 1, max_length = 60)]
    pub tenant: Option<String>,
    /// Only messages in this state.
    pub state: Option<MessageState>,
    /// Only messages of this kind, `digest`.
    #[param(min_length = 1, max_length = 20)]
    pub kind: Option<String>,
    /// An address, as it stands in the log or in lower case.
    #[param(min_length = 1, max_length = 254)]
    pub address: Option<String>,
    /// `next` of the page before.
    #[param(min_length = 1)]
    pub cursor: Option<String>,
    /// Rows of a page.
    #[serde(default)]
    #[param(inline)]
    pub limit: PageSize,
}

/// Where a page ended, bound to its filter.
#[derive(Serialize, Deserialize)]
struct LogCursor {
    id: MessageId,
    filter: String,
}

impl LogCursor {
    fn parse(text: &str, filter: &str) -> Result<Self> {
        let cursor: Option<Self> = cursor::decode(text);
        cursor.filter(|cursor| cursor.filter == filter).ok_or(ErrorCode::InvalidCursor.into())
    }

    fn text(&self) -> Result<String> {
        cursor::encode(self)
    }
}

/// A message with its tenant and its recipient. Both joins are from the left: the recipient is either a person or an office.
#[diesel::dsl::auto_type]
fn joined() -> _ {
    o::table
        .inner_join(tenants::table.on(tenants::id.eq(o::tenant_id)))
        .left_join(
            users::table.on(users::tenant_id.eq(o::tenant_id).and(users::id.nullable().eq(o::recipient_id))),
        )
        .left_join(
            contacts::table
                .on(contacts::tenant_id.eq(o::tenant_id).and(contacts::id.nullable().eq(o::recipient_id))),
        )
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = o)]
struct LoggedRow {
    id: MessageId,
    tenant_id: TenantId,
    kind: String,
    state: MessageState,
    address: Option<String>,
    created_at: jiff_diesel::Timestamp,
    run_at: jiff_diesel::Timestamp,
    attempts: i32,
    ambiguous: i32,
    finished_at: Option<jiff_diesel::Timestamp>,
    last_error: Option<String>,
    #[diesel(select_expression = tenants::slug)]
    slug: String,
    #[diesel(select_expression = tenants::short)]
    short: String,
    #[diesel(select_expression = tenants::name_vi)]
    name_vi: String,
    #[diesel(select_expression = tenants::name_en)]
    name_en: String,
    #[diesel(select_expression = users::name.nullable())]
    person: Option<String>,
    #[diesel(select_expression = contacts::office.nullable())]
    office: Option<String>,
}

impl From<LoggedRow> for MessageRow {
    fn from(row: LoggedRow) -> Self {
        Self {
            id: row.id,
            tenant: TenantRef {
                slug: row.slug,
                short: row.short,
                name_vi: row.name_vi,
                name_en: row.name_en,
            },
            kind: row.kind,
            state: row.state,
            recipient: row.person.or(row.office),
            address: row.address,
            created_at: row.created_at.to_jiff(),
            run_at: row.run_at.to_jiff(),
            attempts: row.attempts,
            ambiguous: row.ambiguous,
            finished_at: row.finished_at.map(jiff_diesel::Timestamp::to_jiff),
            last_error: row.last_error,
        }
    }
}

/// It goes to a relay, and is no errand of the worker's. In words, as states and kinds are in [`list`].
fn is_mail() -> SqlLiteral<Bool> {
    let kinds: Vec<String> = mail().iter().map(|kind| format!("'{kind}'")).collect();
    sql(&format!("outbox.kind in ({})", kinds.join(", ")))
}

/// A page of the log, newest first. States and kinds are words of ours in the statement and not parameters: a plan for
/// every parameter could use none of the partial indexes.
pub async fn list(tx: &mut NationalTx, wanted: &LogFilter) -> Result<Messages> {
    let limit = wanted.limit.rows();
    let kind = wanted.kind.as_deref().map(|word| Kind::parse(word).filter(|kind| kind.is_mail()));
    let kind = kind.map(|kind| kind.ok_or_else(|| Error::field("kind", Fault::Malformed))).transpose()?;
    let mut checks = Checks::default();
    let slug = wanted.tenant.as_ref().map(|slug| checks.line("tenant", slug, 60));
    let address = wanted.address.as_ref().map(|address| checks.line("address", address, 254));
    checks.finish()?;
    let key =
        [slug.as_deref(), wanted.state.map(MessageState::as_str), kind.map(Kind::as_str), address.as_deref()]
            .map(Option::unwrap_or_default);
    let key: String = hex(&digest(&key)).chars().take(16).collect();
    let after = wanted.cursor.as_deref().map(|text| LogCursor::parse(text, &key)).transpose()?;

    let mut query = joined().into_boxed();
    query = match kind {
        Some(Kind::Digest) => query.filter(sql::<Bool>("outbox.kind = 'digest'")),
        Some(kind) => {
            let word = kind.as_str();
            query.filter(sql::<Bool>(&format!("outbox.kind = '{word}' and outbox.kind <> 'digest'")))
        }
        None => query.filter(is_mail()),
    };
    query = match wanted.state {
        Some(MessageState::Sent) => query.filter(sql::<Bool>("outbox.state = 'sent'")),
        Some(state) => {
            query.filter(sql::<Bool>(&format!("outbox.state = '{state}' and outbox.state <> 'sent'")))
        }
        None => query,
    };
    if let Some(slug) = &slug {
        query = query.filter(o::tenant_id.eq(holds::tenant_of(tx, slug).await?));
    }
    if let Some(address) = address {
        query = query.filter(o::address.eq_any([address.to_lowercase(), address]));
    }
    if let Some(cursor) = &after {
        query = query.filter(o::id.lt(cursor.id));
    }
    let more = limit.saturating_add(1);
    let rows: Vec<LoggedRow> =
        query.order(o::id.desc()).limit(more).select(LoggedRow::as_select()).load(conn(tx)).await?;
    let mut items: Vec<MessageRow> = rows.into_iter().map(Into::into).collect();
    let is_last = items.len() <= usize::try_from(limit).unwrap_or(usize::MAX);
    if !is_last {
        items.pop();
    }
    let next = match items.last().filter(|_| !is_last) {
        Some(last) => Some(LogCursor { id: last.id, filter: key }.text()?),
        None => None,
    };
    Ok(Messages { items, next, now: tx.now })
}

/// The newest mail to one of the tenant's people, without what it says.
pub async fn to_member(tx: &mut TenantTx, recipient: UserId, most: i64) -> Result<Vec<MailToMember>> {
    type Row = (
        MessageId,
        String,
        MessageState,
        jiff_diesel::Timestamp,
        Option<jiff_diesel::Timestamp>,
        Option<String>,
    );
    let rows: Vec<Row> = o::table
        .filter(o::tenant_id.eq(tx.own()))
        .filter(o::recipient_id.eq(recipient.0))
        .order(o::id.desc())
        .limit(most)
        .select((o::id, o::kind, o::state, o::created_at, o::finished_at, o::last_error))
        .load(conn(tx))
        .await?;
    let read = |(id, kind, state, created_at, finished_at, why): Row| MailToMember {
        finished_at: finished_at.map(jiff_diesel::Timestamp::to_jiff),
        created_at: created_at.to_jiff(),
        why: why.filter(|_| state != MessageState::Sent),
        id,
        kind,
        state,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// So much mail about access is sent to the people of a body within an hour.
const ACCESS_OF_BODY: usize = 60;
/// So much of it to one of them.
const ACCESS_TO_PERSON: usize = 5;

/// Refuses more mail about access than a body, or one of its people, is sent within an hour: a hasty hand or a stolen session fills no
/// mailbox. The command line is its operator's.
///
/// # Errors
/// `too_much_mail`.
pub async fn refuse_flood(tx: &mut TenantTx, to: Option<UserId>) -> Result<()> {
    if tx.actor.user.is_none() {
        return Ok(());
    }
    let sent = access_mail_of_an_hour(tx).await?;
    let to_them = sent.iter().filter(|recipient| to.is_some_and(|to| **recipient == Some(to))).count();
    if sent.len() >= ACCESS_OF_BODY || to_them >= ACCESS_TO_PERSON {
        return Err(ErrorCode::TooMuchMail.into());
    }
    Ok(())
}

/// Whom the mail was for that those who keep the tenant's people have caused within the last hour; what strangers cause takes none of
/// theirs.
async fn access_mail_of_an_hour(tx: &mut TenantTx) -> Result<Vec<Option<UserId>>> {
    let since = tx.now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(tx.now);
    let rows: Vec<Option<Uuid>> = o::table
        .filter(o::tenant_id.eq(tx.own()))
        .filter(o::kind.eq(Kind::Access.as_str()))
        .filter(o::dedupe_key.like(format!("{BY_SOMEBODY}:%")))
        .filter(o::created_at.gt(since.to_diesel()))
        .select(o::recipient_id)
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|id| id.map(UserId)).collect())
}

/// One message with what it said.
pub async fn show(tx: &mut NationalTx, id: MessageId) -> Result<MessageDetail> {
    let (row, message_id, raw): (LoggedRow, String, Option<Vec<u8>>) = joined()
        .filter(o::id.eq(id))
        .filter(is_mail())
        .select((LoggedRow::as_select(), o::message_id, o::raw))
        .first(conn(tx))
        .await?;
    let waits = matches!(row.state, MessageState::Ready | MessageState::Ambiguous);
    let held = waits && holds::is_held(tx, row.tenant_id).await?;
    let steps = steps::of(tx, row.tenant_id, id).await?;
    // The report lies in the tenant of the message, or in the Working Group's, whose addressee it was.
    let returned: Option<(jiff_diesel::Timestamp, SuspensionReason, String)> = s::table
        .filter(s::tenant_id.eq_any([row.tenant_id, TenantId::NATIONAL]))
        .filter(s::message_id.eq(id))
        .order((s::since.desc(), s::id.desc()))
        .select((s::since, s::reason, s::detail))
        .first(conn(tx))
        .await
        .optional()?;
    let returned = returned.map(|(at, reason, detail)| Returned { at: at.to_jiff(), reason, detail });
    // A link opens an account to whoever reads it; until the mail has left, its bytes are there.
    let raw = raw.filter(|_| Kind::parse(&row.kind) != Some(Kind::Access));
    let sent = raw.as_deref().and_then(|raw| MessageParser::default().parse(raw));
    let subject = sent.as_ref().and_then(|sent| sent.subject().map(str::to_owned));
    let text = sent.as_ref().and_then(|sent| sent.body_text(0).map(std::borrow::Cow::into_owned));
    Ok(MessageDetail { row: row.into(), message_id, subject, text, held, steps, returned, now: tx.now })
}

#[derive(Queryable)]
struct LockedRow {
    tenant: TenantId,
    kind: String,
    state: MessageState,
    ambiguous: i32,
    address: Option<String>,
}

/// A message in this state, locked. A worker that holds it has put it in another one.
async fn lock(tx: &mut NationalTx, id: MessageId, state: MessageState) -> Result<LockedRow> {
    let row: LockedRow = o::table
        .filter(o::id.eq(id))
        .filter(is_mail())
        .select((o::tenant_id, o::kind, o::state, o::ambiguous, o::address))
        .for_update()
        .first(conn(tx))
        .await?;
    if row.state == state { Ok(row) } else { Err(ErrorCode::WrongState.into()) }
}

fn entry(row: &LockedRow, action: &'static str, id: MessageId) -> Entry {
    let detail = json!({"kind": row.kind});
    Entry { tenant: row.tenant, action, subject_kind: "message", subject_id: Some(id.0), detail }
}

/// Cancels a message that waits.
pub async fn cancel(tx: &mut NationalTx, id: MessageId, input: &CancelMessage) -> Result<Logged<MailActed>> {
    let mut checks = Checks::default();
    let remark = checks.line("remark", &input.remark, 200);
    checks.finish()?;
    let row = lock(tx, id, MessageState::Ready).await?;
    let why = steps::said(&format!("{}: {remark}", tx.actor.name));
    let rows = diesel::update(o::table.find((row.tenant, id)))
        .set((o::state.eq("cancelled"), o::finished_at.eq(tx.now.to_diesel()), o::last_error.eq(&why)))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)?;
    forget_bytes(tx, row.tenant, &[id]).await?;
    steps::add(tx, row.tenant, MessageState::Cancelled, &[(id, Some(why))]).await?;
    Ok(Logged::new(MailActed { id: id.0 }, entry(&row, "cancel_message", id)))
}

/// Queues a message again that was given up: the same message, with the same Message-ID. Where the relay may have it
/// already, the same bytes; else it says what is true by then.
pub async fn resend(tx: &mut NationalTx, calendar: &Calendar, id: MessageId) -> Result<Logged<MailActed>> {
    let row = lock(tx, id, MessageState::Dead).await?;
    if let Some(address) = &row.address {
        refuse(tx, row.tenant, address).await?;
        refuse(tx, TenantId::NATIONAL, address).await?;
    }
    let run_at: Timestamp = calendar.send_time(tx.now, false);
    let again = (
        o::state.eq("ready"),
        o::run_at.eq(run_at.to_diesel()),
        o::attempts.eq(0),
        o::finished_at.eq(None::<jiff_diesel::Timestamp>),
    );
    let target = o::table.find((row.tenant, id));
    let rows = if row.ambiguous > 0 {
        diesel::update(target).set(again).execute(conn(tx)).await?
    } else {
        diesel::update(target).set((again, o::raw.eq(None::<Vec<u8>>))).execute(conn(tx)).await?
    };
    exactly_one(rows)?;
    steps::add(tx, row.tenant, MessageState::Ready, &[(id, Some(tx.actor.name.clone()))]).await?;
    Ok(Logged::new(MailActed { id: id.0 }, entry(&row, "resend_message", id)))
}
