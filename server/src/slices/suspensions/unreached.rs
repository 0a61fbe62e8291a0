//! What a message that reached nobody is known by.

use dondoc_shared::id::{MessageId, TenantId};
use uuid::Uuid;

/// A message that came back, or that cannot leave.
#[derive(Debug, Clone)]
pub(crate) struct UnreachedMessage {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The row's id in the outbox.
    pub id: MessageId,
    /// The kind of message: `digest`, `urge`, ….
    pub kind: String,
    /// The user or contact.
    pub recipient: Uuid,
    /// The address that it went to.
    pub address: String,
}
