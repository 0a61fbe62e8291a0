//! JSON of people.

use actix_web::{get, post, put, web::Json};
use dondoc_shared::{
    id::{StandInId, UserId},
    wire::{
        Written,
        lost_factor::NewLostFactor,
        people::{Disable, MailsToMember, NewMember, NewRole, People},
        stand_in::{NewStandIn, StandIns},
    },
};
use serde::Deserialize;

use crate::slices::{lost_factors, stand_ins};
use dondoc_kernel::{
    auth::{Auth, Fresh, Own, Required, perm},
    error::{Error, Fault, Result},
    http::{Answer, Command, Id, Input, Query},
    tenants,
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(list_people)
        .service(invite_person)
        .service(change_role)
        .service(disable_person)
        .service(enable_person)
        .service(send_link)
        .service(list_mail_to_person)
        .service(lift_suspension_of_person)
        .service(end_sessions)
        .service(report_lost_factor)
        .service(list_stand_ins_of_person)
        .service(make_stand_in_for_person)
        .service(end_stand_in_of_person);
}

/// The body whose people are meant.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Of {
    /// Its key; the caller's own without one.
    tenant: Option<String>,
}

/// The right as it is held in the body that is meant.
async fn inside<P>(auth: Auth<P>, Of { tenant }: Of) -> Result<Auth<P>>
where
    P: Required<Side = Own>,
{
    let Some(slug) = tenant else { return Ok(auth) };
    let found = auth.read(async |tx, _| tenants::by_slug(tx, &slug).await).await?;
    let body = found.ok_or_else(|| Error::field("tenant", Fault::NoSuchTenant))?;
    Ok(auth.inside(body.id))
}

/// Everybody who has an account in a body.
#[utoipa::path(tag = "people", params(Of),
    security(("token" = [])), responses((status = 200, body = People)))]
#[get("/people")]
async fn list_people(auth: Auth<perm::ManagePeople>, Query(of): Query<Of>) -> Result<Json<People>> {
    let auth = inside(auth, of).await?;
    let items = auth.read(async |tx, _| super::list(tx).await).await?;
    Ok(Json(People { items }))
}

/// Invites somebody: they get a mail with a link by which they set their pass-phrase.
#[utoipa::path(tag = "people", params(Of,
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewMember, responses((status = 200, body = Written)))]
#[post("/people")]
async fn invite_person(
    auth: Auth<Fresh<perm::ManagePeople>>,
    Query(of): Query<Of>,
    command: Command,
    input: Input<NewMember>,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let invited = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::invite(tx, &input.0).await
        })
        .await?;
    Ok(Answer(invited))
}

/// Changes what somebody may do; their sessions end, and a mail tells them.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewRole, responses((status = 200, body = Written)))]
#[put("/people/{id}/role")]
async fn change_role(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
    input: Input<NewRole>,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let seen = command.version()?;
    let act = async |tx: &mut _, _: &_| super::change_role(tx, id.0, seen, &input.0).await;
    auth.once(&command, &input.0, act).await.map(Answer)
}

/// Disables somebody: their sessions end, no mail goes to them, and their open work goes to somebody else.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = Disable, responses((status = 200, body = Written)))]
#[post("/people/{id}/disable")]
async fn disable_person(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
    input: Input<Disable>,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let seen = command.version()?;
    let act = async |tx: &mut _, _: &_| super::disable(tx, id.0, seen, input.0.hand_over).await;
    auth.once(&command, &input.0, act).await.map(Answer)
}

/// Lets somebody in again who was disabled, with the role and the pass-phrase that they had.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/people/{id}/enable")]
async fn enable_person(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let seen = command.version()?;
    let act = async |tx: &mut _, _: &_| super::enable(tx, id.0, seen).await;
    auth.once(&command, &(), act).await.map(Answer)
}

/// Sends somebody a link to set their pass-phrase, to their own address.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/people/{id}/link")]
async fn send_link(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let act = async |tx: &mut _, _: &_| super::send_link(tx, id.0).await;
    auth.once(&command, &(), act).await.map(Answer)
}

/// The newest mail to somebody: what kind it was and what became of it, not what it says.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of), security(("token" = [])),
    responses((status = 200, body = MailsToMember)))]
#[get("/people/{id}/mail")]
async fn list_mail_to_person(
    auth: Auth<perm::ManagePeople>,
    id: Id<UserId>,
    Query(of): Query<Of>,
) -> Result<Json<MailsToMember>> {
    let auth = inside(auth, of).await?;
    let items = auth.read(async |tx, _| super::mail_to(tx, id.0).await).await?;
    Ok(Json(MailsToMember { items }))
}

/// Lets somebody's address get mail again to which mail came back.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/people/{id}/lift-suspension")]
async fn lift_suspension_of_person(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let act = async |tx: &mut _, _: &_| super::lift_suspension(tx, id.0).await;
    auth.once(&command, &(), act).await.map(Answer)
}

/// Ends all sessions of somebody.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/people/{id}/end-sessions")]
async fn end_sessions(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let act = async |tx: &mut _, _: &_| super::end_sessions(tx, id.0).await;
    auth.once(&command, &(), act).await.map(Answer)
}

/// Reports that somebody has lost their second factor. An approver of the body confirms it; the Working Group's system administrator does so
/// with the report.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewLostFactor, responses((status = 200, body = Written)))]
#[post("/people/{id}/lost-factor")]
async fn report_lost_factor(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
    input: Input<NewLostFactor>,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let reported = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            lost_factors::report(tx, id.0, &input.0).await
        })
        .await?;
    Ok(Answer(reported))
}

/// The stand-ins in which somebody lends or acts, and who could stand in for them.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of), security(("token" = [])),
    responses((status = 200, body = StandIns)))]
#[get("/people/{id}/stand-ins")]
async fn list_stand_ins_of_person(
    auth: Auth<perm::ManagePeople>,
    id: Id<UserId>,
    Query(of): Query<Of>,
) -> Result<Json<StandIns>> {
    let auth = inside(auth, of).await?;
    auth.read(async |tx, _| super::stand_ins_of(tx, id.0).await).await.map(Json)
}

/// Appoints somebody to stand in for a person who is away. Both are told by mail.
#[utoipa::path(tag = "people", params(("id" = UserId, Path), Of,
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewStandIn, responses((status = 200, body = Written)))]
#[post("/people/{id}/stand-ins")]
async fn make_stand_in_for_person(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<UserId>,
    Query(of): Query<Of>,
    command: Command,
    input: Input<NewStandIn>,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let made = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            stand_ins::make(tx, id.0, &input.0).await
        })
        .await?;
    Ok(Answer(made))
}

/// Ends a stand-in of the body before its time. Both are told by mail.
#[utoipa::path(tag = "people", params(("id" = StandInId, Path), Of,
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/people/stand-ins/{id}/end")]
async fn end_stand_in_of_person(
    auth: Auth<Fresh<perm::ManagePeople>>,
    id: Id<StandInId>,
    Query(of): Query<Of>,
    command: Command,
) -> Result<Answer<Written>> {
    let auth = inside(auth, of).await?;
    let act = async |tx: &mut _, _: &_| stand_ins::end(tx, id.0, None).await;
    auth.once(&command, &(), act).await.map(Answer)
}
