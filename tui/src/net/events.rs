//! The event stream: resumed by `Last-Event-ID`, watched by a clock of its own (any byte counts as life, comments
//! too), made again with a growing and jittered wait.

use std::time::Duration;

use dondoc_shared::{
    error::ErrorCode,
    text::Lang,
    wire::{Changed, assignment::AssignmentRow},
};
use futures_util::{Stream, StreamExt};
use reqwest::{Method, header};
use tokio::{
    sync::{Notify, mpsc},
    time::{Instant, sleep, timeout},
};

use super::{
    auth::Auth,
    backoff,
    blocks::Blocks,
    decode::decode,
    failure::Failure,
    http,
    key::fresh_key,
    wire::{LinkNews, Reply},
};

/// Three heartbeats of the server.
const SILENCE: Duration = Duration::from_secs(45);
/// A stream that stood this long was healthy: the next loss begins the count anew.
const HEALTHY: Duration = Duration::from_mins(1);

/// Keeps the stream up until the session is over or the screen is gone. `hurry` cuts a wait short.
pub async fn keep(auth: Auth, lang: Lang, replies: mpsc::Sender<Reply>, hurry: &Notify) {
    let mut last_id: Option<String> = None;
    let mut attempt: u32 = 0;
    loop {
        if replies.send(Reply::Link(LinkNews::Connecting)).await.is_err() {
            return;
        }
        let began = Instant::now();
        // A stream that broke before its first event has no place to resume from.
        let missed = attempt > 0 && last_id.is_none();
        let ended = follow(&auth, lang, &replies, &mut last_id, missed).await;
        if replies.is_closed() {
            return;
        }
        if ended == Failure::SessionOver {
            let _ = replies.send(Reply::SessionOver).await;
            return;
        }
        // Asking again would not change a role.
        if ended.code() == Some(ErrorCode::NotPermitted) {
            let _ = replies.send(Reply::Link(LinkNews::Absent)).await;
            return;
        }
        attempt = if began.elapsed() >= HEALTHY { 1 } else { attempt.saturating_add(1) };
        let retry_in = backoff::wait(attempt, fresh_key().as_u128());
        let _ = replies.send(Reply::Link(LinkNews::Lost { attempt, retry_in })).await;
        tokio::select! {
            () = sleep(retry_in) => {}
            () = hurry.notified() => {}
        }
    }
}

/// Follows one connection to its end and says why it ended.
async fn follow(
    auth: &Auth,
    lang: Lang,
    replies: &mpsc::Sender<Reply>,
    last_id: &mut Option<String>,
    missed: bool,
) -> Failure {
    let mut request =
        auth.request(Method::GET, &["events"], lang).header(header::ACCEPT, "text/event-stream");
    if let Some(id) = last_id.as_deref() {
        request = request.header("Last-Event-ID", id);
    }
    let opened = match timeout(SILENCE, auth.open(request, lang)).await {
        Ok(Ok(response)) => http::successful(response).await,
        Ok(Err(failure)) => Err(failure),
        Err(_) => Err(Failure::TimedOut),
    };
    let response = match opened {
        Ok(response) => response,
        Err(failure) => return failure,
    };
    if replies.send(Reply::Link(LinkNews::Live)).await.is_err() {
        return Failure::Unreachable;
    }
    if missed {
        let _ = replies.send(Reply::Resync).await;
    }
    let mut stream = Box::pin(watched(response.bytes_stream(), SILENCE));
    let mut blocks = Blocks::default();
    while let Some(Ok(bytes)) = stream.next().await {
        for block in blocks.read(&bytes) {
            if let Some(id) = block.id {
                *last_id = Some(id);
            }
            let reply = match block.event.as_str() {
                "changed" => match decode::<Changed>(block.data.as_bytes()) {
                    Ok(changed) => Reply::Changed(changed),
                    // A kind of change that this version does not know: all is fetched again rather than missed.
                    Err(_) => Reply::Resync,
                },
                "row" => match decode::<AssignmentRow>(block.data.as_bytes()) {
                    Ok(row) => Reply::Row(Box::new(row)),
                    // That it changed has been told, so it is fetched.
                    Err(_) => continue,
                },
                "resync" => Reply::Resync,
                _ => continue,
            };
            if replies.send(reply).await.is_err() {
                return Failure::Unreachable;
            }
        }
    }
    Failure::Unreachable
}

/// The stream, ended when nothing at all has come for so long.
fn watched<S: Stream + Unpin>(stream: S, silence: Duration) -> impl Stream<Item = S::Item> {
    futures_util::stream::unfold(stream, move |mut stream| async move {
        let item = timeout(silence, stream.next()).await.ok()??;
        Some((item, stream))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stream_that_falls_silent_ends() {
        let endless = futures_util::stream::iter([1, 2]).chain(futures_util::stream::pending());
        let all: Vec<i32> = watched(endless, Duration::from_millis(20)).collect().await;
        assert_eq!(all, [1, 2]);
    }
}
