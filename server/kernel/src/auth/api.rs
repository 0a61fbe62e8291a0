//! JSON of log-in, for the console and for other systems.

use actix_web::{HttpResponse, delete, get, post, put, web::Json};
use dondoc_shared::{
    error::ErrorCode,
    wire::{
        TenantRef,
        session::{DeviceAuthorization, DevicePoll, DeviceRequest, LogIn, Me, Proof, Refresh, Tokens},
        stand_in::ActFor,
    },
};

use super::{AsPerson, Auth, Side, perm, store};
use crate::{
    auth::Public,
    error::Result,
    http::{Bearer, Input},
};

/// Adds the routes of log-in and of the person's own facts.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(log_in)
        .service(ask_by_browser)
        .service(begin_by_browser)
        .service(refresh_session)
        .service(prove_session)
        .service(act_for)
        .service(log_out)
        .service(show_me);
}

/// Begins a session. Every failure of e-mail or pass-phrase looks the same. Whoever has a second factor is asked for a code of it
/// (`second_factor_required`): all is sent again with one. Whoever must have one and has none gets no session (`enrolment_required`).
#[utoipa::path(tag = "session", request_body = LogIn, responses((status = 200, body = Tokens)))]
#[post("/session")]
async fn log_in(public: Public, input: Input<LogIn>) -> Result<Json<Tokens>> {
    let (begun, device) = public.log_in_of_program(&input.0).await?;
    let tokens = public.tokens(&begun)?;
    Ok(Json(Tokens { device: Some(device), ..tokens }))
}

/// Has a console wait for somebody of the Working Group who lets it in from a browser, after RFC 8628: they type the `user_code` at
/// `verification_uri`. Both codes run out after five minutes.
#[utoipa::path(tag = "session", request_body = DeviceRequest, responses((status = 200, body = DeviceAuthorization)))]
#[post("/session/device")]
async fn ask_by_browser(public: Public, input: Input<DeviceRequest>) -> Result<Json<DeviceAuthorization>> {
    public.ask_by_browser(&input.0.host).await.map(Json)
}

/// Begins the session of a console that was let in. Until then it asks again every five seconds (`device_pending`; sooner than that,
/// `device_slow_down`). Whoever was refused, waited for too long, or has the tokens already begins anew (`device_refused`).
#[utoipa::path(tag = "session", request_body = DevicePoll, responses((status = 200, body = Tokens)))]
#[post("/session/device/tokens")]
async fn begin_by_browser(public: Public, input: Input<DevicePoll>) -> Result<Json<Tokens>> {
    let begun = public.begin_by_browser(&input.0.device_code).await?;
    public.tokens(&begun).map(Json)
}

/// Exchanges the refresh token for new tokens. The token is good once; the one before it answers with the same
/// successor for 30 seconds, any other re-use ends the session.
#[utoipa::path(tag = "session", request_body = Refresh, responses((status = 200, body = Tokens)))]
#[post("/session/refresh")]
async fn refresh_session(public: Public, input: Input<Refresh>) -> Result<Json<Tokens>> {
    let presented = Bearer::parse(&input.0.refresh_token).ok_or(ErrorCode::NotSignedIn)?;
    let begun = public.refresh(presented).await?;
    public.tokens(&begun).map(Json)
}

/// Proves anew that whoever uses the session is its person. What was refused with `step_up_required` can be sent again within 15
/// minutes.
#[utoipa::path(tag = "session", security(("token" = [])), request_body = Proof, responses((status = 204)))]
#[post("/session/proof")]
async fn prove_session(auth: Auth<perm::Session>, input: Input<Proof>) -> Result<HttpResponse> {
    auth.prove(&input.0.password, input.0.code.as_deref()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Chooses for whom the session acts from now on: by a stand-in that is in force, or for its own person. Whatever was asked before in
/// another name is refused with `stand_in_changed` once that is over.
#[utoipa::path(tag = "session", security(("token" = [])), request_body = ActFor, responses((status = 204)))]
#[put("/session/stand-in")]
async fn act_for(auth: Auth<perm::Session>, input: Input<ActFor>) -> Result<HttpResponse> {
    auth.act_under(input.0.stand_in).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends the session.
#[utoipa::path(tag = "session", security(("token" = [])), responses((status = 204)))]
#[delete("/session")]
async fn log_out(auth: Auth<perm::Session>) -> Result<HttpResponse> {
    auth.log_out().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Shows the signed-in person.
#[utoipa::path(tag = "session", security(("token" = [])), responses((status = 200, body = Me)))]
#[get("/me")]
async fn show_me(auth: Auth<perm::Session>) -> Result<Json<Me>> {
    let simulated = auth.site().simulated;
    let me = auth
        .read(async |tx, person| {
            let tx = AsPerson::tx(tx);
            let (slug, short, name_vi, name_en) = store::tenant(tx, person.tenant).await?;
            let tenant = TenantRef { slug, short, name_vi, name_en };
            let (name, now, acting_for) = (person.name.clone(), tx.now, person.acting_for.clone());
            Ok(Me {
                id: person.id,
                name,
                role: person.role,
                lang: person.lang,
                tenant,
                now,
                simulated,
                acting_for,
            })
        })
        .await?;
    Ok(Json(me))
}
