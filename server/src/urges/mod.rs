//! Urges: numbered, dated, addressed acts with a reply-by date. The row comes first, the mail second; an answer from the
//! portal closes it.

pub mod api;
mod store;

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Act,
    text::Lang,
    wire::{
        Written,
        assignment::{EventKind, NewUrge, NewUrgeAnswer, Preview, PreviewRecipient},
    },
};
use serde_json::json;
use url::Url;

use crate::{
    assignments::{self, Loaded},
    audit::Logged,
    calendar::Calendar,
    db::{NationalTx, TenantTx, Tx, Version},
    error::{Error, Fault, Result},
    http::input::Checks,
    outbox::{self, Kind, NewMessage, letter},
};

fn checked(tx: &Tx, input: &NewUrge) -> Result<String> {
    let mut checks = Checks::default();
    let text = checks.required("text", &input.text, 2000);
    checks.finish()?;
    let today = tx.today();
    if input.reply_by <= today {
        return Err(ErrorCode::ReplyByPast.into());
    }
    if i32::from(input.reply_by.year()) > i32::from(today.year()).saturating_add(2) {
        return Err(Error::field("reply_by", Fault::Malformed));
    }
    Ok(text)
}

/// Whom an urge reaches: who works on the assignment, the approvers, and the agency mailbox. An urge that reaches nobody
/// would count as unanswered for ever.
async fn recipients(tx: &mut Tx, of: &Loaded) -> Result<Vec<(uuid::Uuid, String, String)>> {
    let mut found = store::people(tx, of).await?;
    found.extend(store::mailbox(tx, of).await?);
    if found.is_empty() { Err(ErrorCode::NobodyToAddress.into()) } else { Ok(found) }
}

/// What an urge would send, to whom and when; nothing is written.
pub async fn preview(
    tx: &mut NationalTx,
    calendar: &Calendar,
    public_url: &Url,
    lang: Lang,
    id: AssignmentId,
    input: &NewUrge,
) -> Result<Preview> {
    let text = checked(tx, input)?;
    let of = assignments::look(tx, id).await?;
    let about = (of.tenant_id, id);
    let content = letter::draft_urge(tx, calendar, public_url, about, &text, input.reply_by).await?;
    let recipients = recipients(tx, &of).await?;
    let name = recipients.first().map_or("", |(_, name, _)| name.as_str());
    let (subject, text) = content.preview_text(lang, name)?;
    let recipients =
        recipients.into_iter().map(|(_, name, address)| PreviewRecipient { name, address }).collect();
    Ok(Preview { recipients, subject, text, leaves_at: calendar.send_time(tx.now, input.now) })
}

/// Issues an urge and queues its mail.
pub async fn issue(
    tx: &mut NationalTx,
    calendar: &Calendar,
    id: AssignmentId,
    seen: Version,
    input: &NewUrge,
) -> Result<Logged<Written>> {
    let text = checked(tx, input)?;
    let mut change = assignments::load(tx, id).await?.begin(tx, Act::Urge, seen).await?;
    let of = change.after.clone();
    let year = i32::from(tx.today().year());
    let recipients = recipients(tx, &of).await?;
    let number = store::next_number(tx, year).await?;
    let urge = store::insert(tx, &of, (year, number), &text, input.reply_by).await?;
    let run_at = calendar.send_time(tx.now, input.now);
    for (recipient, _, address) in recipients {
        let message = NewMessage {
            tenant: of.tenant_id,
            kind: Kind::Urge,
            dedupe_key: format!("urge:{urge}:{recipient}"),
            args: json!({"urge": urge, "now": input.now}),
            run_at,
            recipient: Some((recipient, address)),
        };
        outbox::enqueue(tx, message).await?;
    }
    change.after.unanswered_urges = change.after.unanswered_urges.saturating_add(1);
    let detail = format!("{number}/{year} · {}", Lang::Vi.date(input.reply_by));
    change.save(tx, EventKind::Urged, &detail, Some(urge.0)).await
}

/// Open urges lapse: the work that they ask for was accepted. What nobody answered is not counted as answered.
pub async fn lapse(tx: &mut Tx, of: &Loaded) -> Result<()> {
    store::lapse(tx, of).await
}

/// Answers the oldest open urge.
pub async fn answer(
    tx: &mut TenantTx,
    id: AssignmentId,
    seen: Version,
    input: &NewUrgeAnswer,
) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let text = checks.required("text", &input.text, 4000);
    checks.finish()?;
    let mut change = assignments::load(tx, id).await?.begin(tx, Act::AnswerUrge, seen).await?;
    let (urge, number) = store::oldest_open(tx, &change.after).await?;
    store::answer(tx, &change.after, urge, &text).await?;
    change.after.unanswered_urges = change.after.unanswered_urges.saturating_sub(1);
    change.save(tx, EventKind::UrgeAnswered, &number, Some(urge.0)).await
}
