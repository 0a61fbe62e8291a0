//! JSON of the blocks.

use actix_web::{get, web::Json};
use dondoc_shared::wire::standing::Blocks;

use dondoc_kernel::{
    auth::{AsPerson, Auth, Side, perm},
    error::Result,
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_blocks);
}

/// Everything that waits for the caller's own tenant, longest first.
#[utoipa::path(tag = "assignments", security(("token" = [])), responses((status = 200, body = Blocks)))]
#[get("/blocks")]
async fn list_blocks(auth: Auth<perm::ReadAssignments>) -> Result<Json<Blocks>> {
    let blocks = auth.read(async |tx, person| super::blocks(AsPerson::tx(tx), person.tenant).await).await?;
    Ok(Json(blocks))
}
