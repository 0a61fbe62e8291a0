//! The addressees of a step, and its mail.

use dondoc_shared::{
    error::ErrorCode,
    id::{EscalationId, TenantId},
    ladder::LadderTarget,
    role::Role,
    wire::ContactRole,
};
use serde_json::json;

use crate::domain::{
    assignments::Loaded,
    calendar::Calendar,
    recipients::{Directory, Person},
};
use dondoc_kernel::{
    db::Tx,
    error::Result,
    outbox::{self, Kind, NewMessage},
};

/// A step that reaches nobody is not taken: the ladder would stand higher, and nobody would know.
pub(super) async fn reached(tx: &mut Tx, of: &Loaded, target: LadderTarget) -> Result<Vec<Person>> {
    let found = addressees(tx, of, target).await?;
    if found.is_empty() { Err(ErrorCode::NobodyToAddress.into()) } else { Ok(found) }
}

/// The addressees of a level, or their stand-ins (R64).
pub(super) async fn addressees(tx: &mut Tx, of: &Loaded, target: LadderTarget) -> Result<Vec<Person>> {
    let own = Directory::of(tx, of.tenant_id).await?;
    let national = match target {
        LadderTarget::ViceChair => Directory::of(tx, TenantId::NATIONAL).await?,
        _ => Directory::default(),
    };
    let approvers = own.holders(&[Role::Approver, Role::Lead]);
    let addressed: Vec<&Person> = match target {
        LadderTarget::Approvers => approvers.chain(own.office(ContactRole::AgencyMailbox)).collect(),
        LadderTarget::FocalHead => own.office(ContactRole::FocalHead).into_iter().collect(),
        LadderTarget::SteeringHead => own.office(ContactRole::SteeringHead).into_iter().collect(),
        LadderTarget::ViceChair => national.office(ContactRole::ViceChair).into_iter().collect(),
    };
    Ok(own.reachable(addressed))
}

/// Queues the mail of a step.
pub(super) async fn queue(
    tx: &mut Tx,
    calendar: &Calendar,
    of: &Loaded,
    step: EscalationId,
    addressees: Vec<Person>,
) -> Result<()> {
    let run_at = calendar.of(of.tenant_id).send_time(tx.now, false);
    for addressee in addressees {
        let message = NewMessage {
            tenant: of.tenant_id,
            kind: Kind::Escalation,
            dedupe_key: format!("escalation:{step}:{}", addressee.id),
            args: json!({"step": step}),
            run_at,
            recipient: Some((addressee.id, addressee.address)),
        };
        outbox::enqueue(tx, message).await?;
    }
    Ok(())
}
