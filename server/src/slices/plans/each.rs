//! The parts of a plan, one after the other, as a request carries them out.

use dondoc_shared::{error::ErrorCode, id::PlanId, wire::plan::PartState};

use super::refused;
use dondoc_kernel::{
    auth::{Auth, OverAll, Required},
    db::{NationalTx, audit::Logged},
    error::{Result, status_of},
};

/// Parts that may fail one after the other because something of ours is away, before the rest is left as it is.
const FAILURES: usize = 3;

/// Does the same with these parts of a plan, one after the other. A part that is refused, or that fails, keeps none of the others from
/// being done.
pub async fn each<P: Required<Side = OverAll>>(
    auth: &Auth<P>,
    id: PlanId,
    state: PartState,
    parts: Vec<i32>,
    act: impl AsyncFn(&mut NationalTx, i32) -> Result<Logged<()>>,
) -> Result<()> {
    let mut failures = 0;
    for part in parts {
        let Err(error) = auth.write(async |tx, _| act(tx, part).await).await else {
            failures = 0;
            continue;
        };
        let why = error.code();
        if is_about_caller(why) {
            return Err(error);
        }
        if !status_of(why).is_client_error() {
            failures += 1;
            if failures == FAILURES {
                return Err(error);
            }
            continue;
        }
        match auth.write(async |tx, _| refused(tx, (id, part), state, why).await).await {
            // Whoever does the same at the same time was faster here.
            Err(error) if error.code() == ErrorCode::NothingWaiting => {}
            noted => noted?,
        }
    }
    Ok(())
}

/// Whether a refusal is no fault of the part, but of whoever asks or how often.
fn is_about_caller(why: ErrorCode) -> bool {
    matches!(why, ErrorCode::NotSignedIn | ErrorCode::NotPermitted | ErrorCode::TooManyRequests)
}
