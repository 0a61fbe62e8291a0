//! What the reducer may know beyond the model: the time since the start, and one fresh key. Both are injected.

use std::time::Duration;

use uuid::Uuid;

/// Given to every step.
#[derive(Debug, Clone, Copy)]
pub struct Env {
    /// Monotonic time since the start.
    pub at: Duration,
    /// A key that no request has carried yet; at most one request of a step uses it.
    pub key: Uuid,
}
