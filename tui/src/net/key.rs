//! Idempotency keys.

use uuid::Uuid;

/// Makes a key that no request has carried yet.
#[expect(clippy::disallowed_methods, reason = "the one place of the console where chance enters")]
pub fn fresh_key() -> Uuid {
    Uuid::new_v4()
}
