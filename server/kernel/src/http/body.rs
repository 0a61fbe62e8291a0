//! The body of a request on its way in, whoever reads it: it keeps a pace, and one that is not read to its end closes its
//! connection. The framework itself never cuts a slow body, and would read a chunked one that nobody wants for ever.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest},
    error::PayloadError,
    web::Bytes,
};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, Sleep};

/// What is asked of a body.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// So long is looked at a time …
    window: Duration,
    /// … in which at least so many bytes must come.
    least: usize,
    /// However steadily it comes, a body has come by then.
    whole: Duration,
}

/// One KiB a second.
const PACE: Pace = Pace { window: Duration::from_secs(30), least: 30 * 1024, whole: Duration::from_mins(30) };

/// What a request's body has done so far. Clones are of the same body.
#[derive(Clone)]
pub(super) struct Body(Rc<RefCell<State>>);

struct State {
    payload: Payload,
    /// Made when the body is first asked for: a body that nobody reads costs no time.
    begun: Option<Begun>,
    pace: Pace,
    slow: bool,
}

struct Begun {
    window: Pin<Box<Sleep>>,
    arrived: usize,
    last: Instant,
}

impl Body {
    /// Puts itself between the request and whoever reads its body.
    pub(super) fn of(request: &mut ServiceRequest) -> Option<Self> {
        Self::at(PACE, request)
    }

    fn at(pace: Pace, request: &mut ServiceRequest) -> Option<Self> {
        let payload = request.take_payload();
        if matches!(payload, Payload::None) {
            return None;
        }
        let body = Self(Rc::new(RefCell::new(State { payload, begun: None, pace, slow: false })));
        request.set_payload(Payload::Stream { payload: Box::pin(Read(body.clone())) });
        Some(body)
    }

    /// Whether it was given up because it came too slowly.
    pub(super) fn was_slow(&self) -> bool {
        self.0.borrow().slow
    }

    /// Lets the answer hold what was not read, which makes the framework close the connection after it.
    pub(super) fn hold(&self, answer: BoxBody) -> BoxBody {
        BoxBody::new(Held { answer, _unread: self.clone() })
    }
}

/// What the handler reads.
struct Read(Body);

impl Stream for Read {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.0.borrow_mut().poll(context)
    }
}

impl State {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let Pace { window, least, whole } = self.pace;
        let begun = self.begun.get_or_insert_with(|| Begun {
            window: Box::pin(tokio::time::sleep(window)),
            arrived: 0,
            last: Instant::now() + whole,
        });
        if let Poll::Ready(came) = self.payload.poll_next_unpin(context) {
            if let Some(Ok(bytes)) = &came {
                begun.arrived = begun.arrived.saturating_add(bytes.len());
            }
            return Poll::Ready(came);
        }
        while begun.window.as_mut().poll(context).is_ready() {
            if begun.arrived < least || Instant::now() >= begun.last {
                self.slow = true;
                return Poll::Ready(Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into()))));
            }
            begun.arrived = 0;
            begun.window.as_mut().reset(Instant::now() + window);
        }
        Poll::Pending
    }
}

struct Held {
    answer: BoxBody,
    _unread: Body,
}

impl MessageBody for Held {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    /// How a body ends of which `bytes` come each time that `pause` has passed: how many bytes came, and whether it was given up.
    async fn read(bytes: usize, pause: u64, times: usize) -> (usize, bool) {
        let stream = futures_util::stream::unfold(0, move |n| async move {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            (n < times).then(|| (Ok(Bytes::from(vec![b'x'; bytes])), n + 1))
        });
        let mut request = TestRequest::default().to_srv_request();
        request.set_payload(Payload::Stream { payload: Box::pin(stream) });
        let millis = Duration::from_millis;
        let pace = Pace { window: millis(300), least: 300, whole: millis(2000) };
        let body = Body::at(pace, &mut request).unwrap();
        let mut arrived = 0;
        let mut payload = request.take_payload();
        while let Some(Ok(bytes)) = payload.next().await {
            arrived += bytes.len();
        }
        (arrived, body.was_slow())
    }

    #[actix_web::test]
    async fn a_body_that_comes_too_slowly_is_given_up_and_a_steady_one_is_not() {
        assert_eq!(read(0, 60_000, 1).await, (0, true), "nothing comes");
        let (arrived, slow) = read(1, 20, 1000).await;
        assert!(arrived < 20 && slow, "a little now and then: {arrived}");
        assert_eq!(read(10, 20, 4).await, (40, false), "a short one may be slow");
        assert_eq!(read(1000, 20, 40).await, (40_000, false), "a long one that keeps the pace");
        let (arrived, slow) = read(1000, 20, 10_000).await;
        assert!(arrived > 20_000 && slow, "whatever its pace, it ends: {arrived}");
    }
}
