//! What every page of one assignment reads.

use actix_web::HttpRequest;
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::{Act, Part, RULES},
    wire::assignment::AssignmentDetail,
};

use crate::{
    domain::calendar,
    slices::{portal::Frame, work::store::detail::detail},
};
use dondoc_kernel::{
    auth::{Auth, Required, Side},
    error::Result,
    tenants::{self, Tenant},
};

/// What the page of an item is made from.
pub(super) struct Seen {
    pub frame: Frame,
    pub detail: AssignmentDetail,
    /// All tenants: a report names the one that is waited for by its key.
    pub tenants: Vec<Tenant>,
}

/// Reads the item together with the frame of its page.
pub(super) async fn look<P: Required>(
    auth: &Auth<P>,
    request: &HttpRequest,
    id: AssignmentId,
) -> Result<Seen> {
    auth.read(async |tx, person| {
        let tx = P::Side::tx(tx);
        let frame = Frame::of(tx, auth, person, request).await?;
        let calendar = calendar::current(tx).await?;
        let detail = detail(tx, &calendar, person.lang, id).await?;
        Ok(Seen { frame, detail, tenants: tenants::all(tx).await? })
    })
    .await
}

/// Why the act cannot be done now, if so.
///
/// # Errors
/// `not_permitted` for an act that is not this reader's at all.
pub(super) fn refusal(detail: &AssignmentDetail, act: Act) -> Result<Option<ErrorCode>> {
    if detail.row.part == Part::Coordinating && RULES.iter().any(|rule| rule.act == act && !rule.coordinating)
    {
        return Ok(Some(ErrorCode::CoordinatingOnly));
    }
    let found = detail.acts.iter().find(|allowed| allowed.act == act);
    found.map(|allowed| allowed.refused).ok_or(ErrorCode::NotPermitted.into())
}
