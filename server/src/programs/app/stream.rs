//! The stream itself: server-sent events, resumable by `Last-Event-ID`.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Bytes, Data},
};
use dondoc_shared::{
    id::{AssignmentId, SessionId, TenantId},
    text::Lang,
    wire::{Changed, assignment::AssignmentRow},
};
use futures_util::stream;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{domain::calendar, slices::work};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Side, perm},
    db::Tx,
    error::Result,
    events::{self, BATCH, Bell, Cursor},
    gate::{Entered, Gates},
    http::lang_of,
};

/// A comment this often keeps the line open, and the session is checked at least this often.
const HEARTBEAT: Duration = Duration::from_secs(5);

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(stream_events);
}

/// The rows of more assignments than these are not told: a reader fetches those of them that it shows.
const ROWS: usize = 50;

/// Streams that one session may have open.
const A_SESSION: (usize, usize) = (5, 0);

/// What all streams of a process share.
pub struct Streams {
    /// Wakes the streams.
    pub bell: Bell,
    /// Cancelled when the process ends: they close.
    pub stopping: CancellationToken,
    open: Gates<(TenantId, SessionId)>,
}

impl Default for Streams {
    fn default() -> Self {
        let open = Gates::new(A_SESSION, Duration::ZERO);
        Self { bell: Bell::default(), stopping: CancellationToken::default(), open }
    }
}

struct Stream {
    _place: Entered,
    auth: Auth<perm::ReadAssignments>,
    lang: Lang,
    bell: broadcast::Receiver<Arc<BTreeSet<TenantId>>>,
    stopping: CancellationToken,
    /// Where the reader is; none until the first read has found out.
    cursor: Option<Cursor>,
    asked: Option<Cursor>,
    /// More was waiting than one read gives.
    behind: bool,
}

/// Changes as they are committed: `event: changed` with the assignment's id, or `event: resync` when the place asked
/// for is unknown or older than seven days. Behind them comes `event: row` with each assignment as the list shows it now, in the
/// language of `Accept-Language`, unless more than 50 changed at once.
#[utoipa::path(tag = "events", security(("token" = [])),
    params(("Last-Event-ID" = Option<String>, Header, description = "where to go on from")),
    responses((status = 200, body = Changed, content_type = "text/event-stream")))]
#[get("/events")]
async fn stream_events(
    auth: Auth<perm::ReadAssignments>,
    streams: Data<Streams>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let header = request.headers().get("last-event-id").and_then(|h| h.to_str().ok());
    let lang = lang_of(&request);
    let place = streams.open.enter((auth.tenant(), auth.session())).await?;
    let bell = streams.bell.listen();
    let asked = header.map(|text| {
        // What is not ours is a place that is never found.
        Cursor::parse(text).unwrap_or(Cursor { xid: i64::MAX, id: Uuid::max() })
    });
    let mut state = Stream {
        _place: place,
        auth,
        lang,
        bell,
        stopping: streams.stopping.clone(),
        cursor: None,
        asked,
        behind: true,
    };
    let first = state.read().await?;
    let rest = stream::unfold(state, async |mut state| {
        let stopping = state.stopping.clone();
        tokio::select! {
            () = stopping.cancelled() => return None,
            () = state.wait() => {}
        }
        // The session is over, or the database is away: the stream ends and the client comes back.
        let text = state.read().await.ok()?;
        Some((Ok::<_, actix_web::Error>(Bytes::from(text)), state))
    });
    let first = stream::once(async move { Ok(Bytes::from(first)) });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(futures_util::StreamExt::chain(first, rest)))
}

impl Stream {
    /// Waits for the bell of the reader's tenant, at most until the next heartbeat.
    async fn wait(&mut self) {
        if self.behind {
            return;
        }
        let tenant = self.auth.tenant();
        let rung = async {
            loop {
                match self.bell.recv().await {
                    Ok(tenants) if tenant.is_national() || tenants.contains(&tenant) => return,
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        // The heartbeat ends the wait as well as the bell does.
        drop(tokio::time::timeout(HEARTBEAT, rung).await);
    }

    /// Reads what is new, in a transaction that checks the session first.
    async fn read(&mut self) -> Result<String> {
        let (cursor, asked, lang) = (self.cursor, self.asked, self.lang);
        let (cursor, events, rows, resync) = self
            .auth
            .read(async |tx, _| {
                let tx = AsPerson::tx(tx);
                let horizon = events::horizon(tx).await?;
                let here = Cursor { xid: horizon, id: Uuid::nil() };
                let (from, resync) = match (cursor, asked) {
                    (Some(cursor), _) => (cursor, false),
                    (None, Some(asked)) if events::is_known(tx, asked, horizon).await? => (asked, false),
                    (None, Some(_)) => (here, true),
                    (None, None) => (here, false),
                };
                let events = events::after(tx, from, horizon).await?;
                let rows = rows(tx, lang, &events).await?;
                Ok((from, events, rows, resync))
            })
            .await?;
        self.behind = i64::try_from(events.len()).is_ok_and(|n| n >= BATCH);
        let mut blocks: Vec<String> = Vec::new();
        if resync {
            blocks.push(format!("event: resync\nid: {}\ndata: {{}}\n\n", cursor.text()));
        }
        for (at, changed) in &events {
            let data = serde_json::to_string(changed).unwrap_or_default();
            blocks.push(format!("event: changed\nid: {}\ndata: {data}\n\n", at.text()));
        }
        for row in &rows {
            blocks.push(format!("event: row\ndata: {}\n\n", serde_json::to_string(row).unwrap_or_default()));
        }
        if blocks.is_empty() {
            // A place to come back to even before the first event; later, a comment that keeps the line open.
            let first = self.cursor.is_none();
            blocks.push(if first { format!("id: {}\n\n", cursor.text()) } else { ": \n\n".to_owned() });
        }
        self.cursor = Some(events.last().map_or(cursor, |(at, _)| *at));
        Ok(blocks.concat())
    }
}

/// What changed, as the list shows it.
async fn rows(tx: &mut Tx, lang: Lang, events: &[(Cursor, Changed)]) -> Result<Vec<AssignmentRow>> {
    let ids: BTreeSet<AssignmentId> = events.iter().map(|(_, changed)| changed.assignment).collect();
    if ids.is_empty() || ids.len() > ROWS {
        return Ok(vec![]);
    }
    let calendar = calendar::current(tx).await?;
    work::rows(tx, &calendar, lang, &ids.into_iter().collect::<Vec<_>>()).await
}
