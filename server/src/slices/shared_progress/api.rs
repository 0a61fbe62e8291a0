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

/// Everything that waits for the caller's own tenant, longest first; to the Working Group, for any tenant.
#[utoipa::path(tag = "assignments", security(("token" = [])), responses((status = 200, body = Blocks)))]
#[get("/blocks")]
async fn list_blocks(auth: Auth<perm::ReadAssignments>) -> Result<Json<Blocks>> {
    let blocks = auth
        .read(async |tx, _| {
            let tx = AsPerson::tx(tx);
            let on = tx.tenant();
            super::blocks(tx, on).await
        })
        .await?;
    Ok(Json(blocks))
}
