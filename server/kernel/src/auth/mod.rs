//! Authentication, and the only door from a handler to the database.
//!
//! `Auth<P>` names the permission as a type. It reads cookie or token from the request without asking the database; the
//! session, the person's status and role are read inside the request's own transaction, so a right that was taken away
//! is gone at the next request. No handler holds a [`Db`]: it comes through here, or through [`Public`].

mod admission;
pub mod api;
pub mod console;
mod device;
pub mod factor;
pub mod form;
mod guesses;
mod key;
pub mod news;
pub mod own;
pub mod passkeys;
pub mod password;
mod public;
mod rotating;
pub mod sessions;
mod standing;
mod state;
mod store;
pub mod token;

use std::{
    marker::PhantomData,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use dondoc_shared::{
    error::ErrorCode,
    id::{SessionId, TenantId, UserId},
    role::{Permission, Role},
    text::Lang,
    wire::stand_in::ActingFor,
};
use futures_util::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Serialize, de::DeserializeOwned};

use self::{
    admission::{Admitted, Claim},
    standing::Standing,
    token::Claims,
};
pub use self::{
    admission::{Limits, Rate},
    key::RelayKey,
    public::Public,
    rotating::Seeds,
    state::State,
};
use crate::{
    db::{Actor, Db, National, NationalTx, Tenant, TenantTx, Tx, audit::Logged},
    error::{Error, Result},
    gate::Entered,
    http::{Bearer, Command, Sent, Site, chosen_lang, drafts, idempotency, is_api, request_id},
    secret::digest,
};

/// How a request proved who it is.
#[derive(Clone)]
pub enum Credential {
    /// An access token whose signature is right.
    Token(Claims),
    /// The secret of a portal's cookie.
    Cookie(Bearer),
}

/// The person behind a request, as read in its transaction.
#[derive(Debug, Clone)]
pub struct Person {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// Id of the person, within their tenant.
    pub id: UserId,
    /// Name as it stands under what they do, with the absent person's where they act for one.
    pub name: String,
    /// Decides what they may do (R7): their own, or the one that is lent to them.
    pub role: Role,
    /// The language of their screen: chosen in the browser, else the account's.
    pub lang: Lang,
    /// The account's language, in which they get mail.
    pub mail_lang: Lang,
    /// The local date from which their role must have a second factor, where they have none (R185).
    pub enrol_from: Option<Date>,
    /// Until when they decide nothing, because their second factor was lost (R187).
    pub barred_until: Option<Timestamp>,
    /// For whom the session acts (R186); none: for its own person.
    pub acting_for: Option<ActingFor>,
    /// For whom they ever stood in, or will.
    pub stands_in_for: Vec<ActingFor>,
}

impl Person {
    /// Tells this person's idempotency keys from everybody else's.
    pub fn key(&self) -> (TenantId, UserId) {
        (self.tenant, self.id)
    }

    /// Whose forms a page of theirs carries: not the same ones while they act for somebody, so that nothing is done for another
    /// than its page says.
    fn form(&self) -> UserId {
        self.acting_for.as_ref().map_or(self.id, |acting| UserId(acting.id.0))
    }

    /// Whose forms their other pages carry.
    fn other_forms(&self) -> impl Iterator<Item = UserId> {
        [self.id].into_iter().chain(self.stands_in_for.iter().map(|acting| UserId(acting.id.0)))
    }
}

/// A permission as a type, together with the kind of transaction it opens.
pub trait Required: 'static {
    /// The right that a caller must hold.
    const PERMISSION: Permission;
    /// Where its work is done.
    type Side: Side;
    /// How old the proof of who somebody is may be; none where any session will do.
    const PROOF: Option<SignedDuration> = None;
}

/// The same right, of somebody who has just proved who they are (R180).
pub struct Fresh<P>(PhantomData<P>);

impl<P: Required> Required for Fresh<P> {
    const PERMISSION: Permission = P::PERMISSION;
    type Side = P::Side;
    const PROOF: Option<SignedDuration> = Some(sessions::FRESH);
}

/// In whose name an operation acts.
pub trait Side: 'static {
    /// The kind of transaction.
    type Tx;
    /// Opens it for a person of this tenant.
    fn open(db: &Db, tenant: TenantId, actor: Actor) -> impl Future<Output = Result<Self::Tx>>;
    /// Lends the transaction without its side.
    fn tx(tx: &mut Self::Tx) -> &mut Tx;
    /// Commits with audit entries.
    fn commit<R>(tx: Self::Tx, logged: Logged<R>) -> impl Future<Output = Result<R>>;
    /// Ends a transaction that wrote nothing.
    fn finish(tx: Self::Tx) -> impl Future<Output = Result<()>>;
    /// Undoes it and hands the error on.
    fn abandon<R>(tx: Self::Tx, error: Error) -> impl Future<Output = Result<R>>;
}

/// Inside the person's own tenant, the Working Group's own tasks included.
pub struct Own;
/// Over all tenants; only the Working Group's people get here.
pub struct OverAll;

impl Side for Own {
    type Tx = TenantTx;
    async fn open(db: &Db, tenant: TenantId, actor: Actor) -> Result<TenantTx> {
        db.begin(Tenant(tenant), actor).await
    }
    fn tx(tx: &mut TenantTx) -> &mut Tx {
        tx
    }
    async fn commit<R>(tx: TenantTx, logged: Logged<R>) -> Result<R> {
        Db::commit::<Tenant, R>(tx, logged).await
    }
    async fn finish(tx: TenantTx) -> Result<()> {
        Db::finish::<Tenant>(tx).await
    }
    async fn abandon<R>(tx: TenantTx, error: Error) -> Result<R> {
        Db::abandon::<Tenant, R>(tx, error).await
    }
}

impl Side for OverAll {
    type Tx = NationalTx;
    async fn open(db: &Db, tenant: TenantId, actor: Actor) -> Result<NationalTx> {
        if !tenant.is_national() {
            return Err(ErrorCode::NotPermitted.into());
        }
        db.begin(National, actor).await
    }
    fn tx(tx: &mut NationalTx) -> &mut Tx {
        tx
    }
    async fn commit<R>(tx: NationalTx, logged: Logged<R>) -> Result<R> {
        Db::commit::<National, R>(tx, logged).await
    }
    async fn finish(tx: NationalTx) -> Result<()> {
        Db::finish::<National>(tx).await
    }
    async fn abandon<R>(tx: NationalTx, error: Error) -> Result<R> {
        Db::abandon::<National, R>(tx, error).await
    }
}

/// Reads as the person's side: a tenant's user inside the tenant, the Working Group over all.
pub struct AsPerson;

/// The transaction of [`AsPerson`].
pub enum PersonTx {
    /// Of a tenant's user.
    Own(TenantTx),
    /// Of the Working Group.
    OverAll(NationalTx),
}

impl Side for AsPerson {
    type Tx = PersonTx;
    async fn open(db: &Db, tenant: TenantId, actor: Actor) -> Result<PersonTx> {
        if tenant.is_national() {
            db.begin(National, actor).await.map(PersonTx::OverAll)
        } else {
            db.begin(Tenant(tenant), actor).await.map(PersonTx::Own)
        }
    }
    fn tx(tx: &mut PersonTx) -> &mut Tx {
        match tx {
            PersonTx::Own(tx) => tx,
            PersonTx::OverAll(tx) => tx,
        }
    }
    async fn commit<R>(tx: PersonTx, logged: Logged<R>) -> Result<R> {
        match tx {
            PersonTx::Own(tx) => Db::commit::<Tenant, R>(tx, logged).await,
            PersonTx::OverAll(tx) => Db::commit::<National, R>(tx, logged).await,
        }
    }
    async fn finish(tx: PersonTx) -> Result<()> {
        match tx {
            PersonTx::Own(tx) => Db::finish::<Tenant>(tx).await,
            PersonTx::OverAll(tx) => Db::finish::<National>(tx).await,
        }
    }
    async fn abandon<R>(tx: PersonTx, error: Error) -> Result<R> {
        match tx {
            PersonTx::Own(tx) => Db::abandon::<Tenant, R>(tx, error).await,
            PersonTx::OverAll(tx) => Db::abandon::<National, R>(tx, error).await,
        }
    }
}

macro_rules! permissions {
    ($($name:ident => $side:ident,)+) => {
        /// Each permission as a type, for `Auth<P>`.
        pub mod perm {
            $(
                #[doc = concat!("`", stringify!($name), "`")]
                pub struct $name;
                impl super::Required for $name {
                    const PERMISSION: dondoc_shared::role::Permission = dondoc_shared::role::Permission::$name;
                    type Side = super::$side;
                }
            )+
        }
    };
}

permissions! {
    Session => AsPerson,
    ReadAssignments => AsPerson,
    ReportProgress => Own,
    Submit => Own,
    RequestExtension => Own,
    AnswerUrge => Own,
    ManageContacts => Own,
    ManagePeople => Own,
    ReadNational => OverAll,
    Handle => OverAll,
    Urge => OverAll,
    ManageTemplates => OverAll,
    Verify => OverAll,
    Reopen => OverAll,
    DecideExtension => OverAll,
    Escalate => OverAll,
    SetPolicies => OverAll,
    ReadCalendar => AsPerson,
    KeepCalendar => OverAll,
    ManageMail => OverAll,
    ChooseMail => Own,
    ReadReports => Own,
    EnterFigures => Own,
    FileReport => Own,
    ReadFigures => OverAll,
    KeepPeriods => OverAll,
    GrantException => OverAll,
    StandIn => Own,
    ConfirmLostFactor => Own,
}

/// A signed-in caller who must hold the permission `P`.
pub struct Auth<P> {
    state: Arc<State>,
    site: Arc<Site>,
    credential: Credential,
    claim: Claim,
    /// Whether the tenant's count has this request.
    counted: AtomicBool,
    /// The language chosen in the browser; a token's reader has none.
    chosen: Option<Lang>,
    request_id: String,
    /// The tenant to act in, where that is not the caller's own.
    inside: Option<TenantId>,
    permission: PhantomData<fn() -> P>,
}

/// A transaction with the person who acts, for as long as it was let in.
struct Opened<P: Required> {
    tx: <P::Side as Side>::Tx,
    person: Person,
    /// When the session was last used before.
    last_used_at: Timestamp,
    admitted: Admitted,
}

/// When a session was last used before, and its person last proved who they are.
struct Seen {
    last_used_at: Timestamp,
    proved_at: Timestamp,
}

impl<P: Required> FromRequest for Auth<P> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(admission::unhurried(Self::of(request)))
    }
}

impl<P: Required> Auth<P> {
    fn of(request: &HttpRequest) -> Result<Self> {
        let (state, site) = (State::of(request)?, Site::of(request)?);
        let credential = credential(request, &state, site)?;
        let claim = match &credential {
            Credential::Token(claims) => digest(&["token", &claims.tid.to_string(), &claims.sid.to_string()]),
            Credential::Cookie(bearer) => digest(&["cookie", &bearer.text()]),
        };
        // Whoever wants to leave may always do so.
        let leaves = P::PERMISSION == Permission::Session && !request.method().is_safe();
        if !leaves {
            state.admission.count_session(&claim, public::caller_of(request, site))?;
        }
        Ok(Self {
            claim,
            counted: AtomicBool::new(leaves),
            chosen: chosen_lang(request).filter(|_| matches!(credential, Credential::Cookie(_))),
            state,
            site: Arc::clone(site),
            credential,
            request_id: request_id(request),
            inside: None,
            permission: PhantomData,
        })
    }

    /// What the installation is called and where it is reached.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The tenant the caller claims to be of; proven only inside the transaction.
    pub fn tenant(&self) -> TenantId {
        match &self.credential {
            Credential::Token(claims) => claims.tid,
            Credential::Cookie(bearer) => bearer.tenant,
        }
    }

    /// Id of the session that the request came with.
    pub fn session(&self) -> SessionId {
        match &self.credential {
            Credential::Token(claims) => claims.sid,
            Credential::Cookie(bearer) => bearer.session,
        }
    }

    /// The token that the person's forms carry.
    pub fn form_token(&self, person: &Person) -> String {
        self.state.keys.form.signs().token(person.form())
    }

    /// Refuses a form that was not made for this person, or for whom they act. What is about their own account may come from each of
    /// their pages.
    ///
    /// # Errors
    /// `forged_request`, `stand_in_changed`.
    pub fn check_form(&self, person: &Person, token: Option<&str>) -> Result<()> {
        let check = |whose| self.state.keys.form.take(|key| key.check(whose, token));
        match check(person.form()) {
            Err(_) if person.other_forms().any(|other| check(other).is_ok()) => {
                if P::PERMISSION == Permission::Session {
                    Ok(())
                } else {
                    Err(ErrorCode::StandInChanged.into())
                }
            }
            done => done,
        }
    }

    /// The mark of a text that a form hands on unseen: only a server of ours makes it, for this person.
    pub fn mark(&self, person: &Person, text: &str) -> String {
        self.state.keys.form.signs().mark(person.id, text)
    }

    /// Refuses a text that no form has handed on to this person.
    pub fn check_mark(&self, person: &Person, text: &str, mark: &str) -> Result<()> {
        self.state.keys.form.take(|key| key.check_mark(person.id, text, mark))
    }

    /// Takes a form from the signed-in person: it must be theirs, and what it holds is written down before anything is done
    /// with it.
    pub async fn receive(&self, sent: &Sent) -> Result<()> {
        let (form, fields) = sent.typed();
        self.read(async |tx, person| {
            self.check_form(person, sent.hidden("_token"))?;
            // Our own forms have short addresses.
            if form.len() > 200 || fields.iter().all(|(_, text)| text.is_empty()) {
                return Ok(());
            }
            drafts::keep(P::Side::tx(tx), person.key(), form, &fields).await
        })
        .await
    }

    /// Remembers the language of the person's mail.
    pub async fn choose_lang(&self, lang: Lang) -> Result<()> {
        let ((tenant, user), now) = self.read(async |_, person| Ok((person.key(), person.mail_lang))).await?;
        if lang == now {
            return Ok(());
        }
        sessions::choose_lang(&self.state.db, tenant, user, lang, self.actor()).await
    }

    /// The caller as an actor, before it is known who they are.
    fn actor(&self) -> Actor {
        Actor {
            tenant: Some(self.tenant()),
            session: Some(self.session()),
            request_id: self.request_id.clone(),
            ..Actor::system("session")
        }
    }

    /// Opens the transaction and reads the person who acts.
    async fn open(&self) -> Result<Opened<P>> {
        let admitted = self.state.admission.enter(self.tenant(), &self.claim).await?;
        let mut opened = P::Side::open(&self.state.db, self.tenant(), self.actor()).await?;
        let tx = P::Side::tx(&mut opened);
        let (person, last_used_at) = match self.entitled(tx).await {
            Ok(found) => found,
            Err(error) => return P::Side::abandon(opened, error).await,
        };
        if !self.counted.swap(true, Ordering::Relaxed)
            && let Err(error) = self.state.admission.count_tenant(self.tenant(), &self.claim)
        {
            return P::Side::abandon(opened, error).await;
        }
        tx.actor.user = Some(person.id);
        tx.actor.role = Some(person.role);
        tx.actor.name.clone_from(&person.name);
        Ok(Opened { tx: opened, person, last_used_at, admitted })
    }

    /// Notes that the session is used, once the request has given its connection back.
    async fn note_use(&self, last_used_at: Timestamp) {
        let session = (self.tenant(), self.session());
        sessions::note_use(&self.state.db, session, last_used_at, self.actor()).await;
    }

    /// The person, who holds the right, and when their session was last used before. From here on the transaction is inside the
    /// tenant that they act in.
    async fn entitled(&self, tx: &mut Tx) -> Result<(Person, Timestamp)> {
        let (person, seen) = self.person(tx).await?;
        // Their own account is open to them: there it is chosen for whom they act, and a second factor set up.
        if P::PERMISSION != Permission::Session {
            if person.acting_for.as_ref().is_some_and(|acting| acting.over) {
                return Err(ErrorCode::StandInChanged.into());
            }
            if person.enrol_from.is_some_and(|from| from <= tx.today()) {
                return Err(ErrorCode::EnrolmentRequired.into());
            }
        }
        if !person.role.may(P::PERMISSION) {
            return Err(Error::NotHeld(P::PERMISSION, person.tenant));
        }
        if P::PERMISSION.decides() && person.barred_until.is_some() {
            return Err(ErrorCode::AccessRestored.into());
        }
        // A proof of the future is one of before the clock was set back.
        let age = tx.now.duration_since(seen.proved_at);
        if P::PROOF.is_some_and(|most| age > most || age.is_negative()) {
            return Err(ErrorCode::StepUpRequired.into());
        }
        if let Some(tenant) = self.inside.filter(|tenant| *tenant != person.tenant) {
            if !person.role.may(Permission::ManageTenants) {
                return Err(ErrorCode::NotFound.into());
            }
            tx.enter(tenant).await?;
        }
        Ok((person, seen.last_used_at))
    }

    /// The person, and what is known of their session.
    async fn person(&self, tx: &mut Tx) -> Result<(Person, Seen)> {
        let refused = || Error::Refused(ErrorCode::NotSignedIn);
        let row = store::session(tx, self.tenant(), self.session()).await?.ok_or_else(refused)?;
        let proven = match &self.credential {
            Credential::Token(claims) => {
                claims.check_times(tx.now).is_ok() && claims.sub == row.user_id && row.kind == "console"
            }
            Credential::Cookie(bearer) => row.kind == "portal" && bearer.secret.fits(&row.secret_hash),
        };
        let alive = row.revoked_at.is_none() && row.expires_at.to_jiff() > tx.now && row.status == "active";
        let last_seen = row.last_seen_at.to_jiff();
        // A console refreshes its session by itself, and has a lock of its own.
        let idle = row.kind == "portal" && sessions::is_idle(last_seen, tx.now);
        // An older server, which knows of no second factor, may have begun it.
        let is_half = row.second_factor_at.is_some() && !row.with_code;
        if !(proven && alive) || idle || is_half {
            return Err(refused());
        }
        let standing = standing::read(row.stand_ins, row.acting_under, row.user_id, tx.today())?;
        let Standing { hands, acting_for, stands_in_for } = standing;
        let (acting_for, lent) = acting_for.unzip();
        let (name, role) = match (&acting_for, lent) {
            (Some(acting), Some(lent)) if !acting.over => {
                (format!("{} (thay {})", row.name, acting.absent.name), lent)
            }
            _ => (row.name, row.role),
        };
        tx.actor.hands = hands;
        let enrol_from = match row.second_factor_at {
            None if role.needs_second_factor() => Some(factor::required_from(tx).await?),
            _ => None,
        };
        let (tenant, id) = (self.tenant(), row.user_id);
        let lang = self.chosen.unwrap_or(row.lang);
        let seen = Seen { last_used_at: last_seen, proved_at: row.authn_at.to_jiff() };
        let mail_lang = row.lang;
        let barred_until =
            row.barred_until.map(jiff_diesel::Timestamp::to_jiff).filter(|until| *until > tx.now);
        let who = Person {
            tenant,
            id,
            name,
            role,
            lang,
            mail_lang,
            enrol_from,
            barred_until,
            acting_for,
            stands_in_for,
        };
        Ok((who, seen))
    }

    /// Waits until work that takes seconds may begin: it is done one at a time, and each session waits with one.
    ///
    /// # Errors
    /// `too_many_requests` where too many wait already.
    pub async fn alone(&self) -> Result<[Entered; 2]> {
        self.state.admission.enter_heavy(&self.claim).await
    }

    /// Runs a use case that reads.
    pub async fn read<R>(
        &self,
        look: impl AsyncFnOnce(&mut <P::Side as Side>::Tx, &Person) -> Result<R>,
    ) -> Result<R> {
        let Opened { mut tx, person, last_used_at, admitted } = self.open().await?;
        let read = match look(&mut tx, &person).await {
            Ok(result) => P::Side::finish(tx).await.map(|()| result),
            Err(error) => P::Side::abandon(tx, error).await,
        };
        drop(admitted);
        self.note_use(last_used_at).await;
        read
    }

    /// Runs a use case that writes.
    pub async fn write<R>(
        &self,
        act: impl AsyncFnOnce(&mut <P::Side as Side>::Tx, &Person) -> Result<Logged<R>>,
    ) -> Result<R> {
        let Opened { mut tx, person, last_used_at, admitted } = self.open().await?;
        let written = match act(&mut tx, &person).await {
            Ok(logged) => P::Side::commit(tx, logged).await,
            Err(error) => P::Side::abandon(tx, error).await,
        };
        drop(admitted);
        self.note_use(last_used_at).await;
        written
    }

    /// Like [`Auth::write`], at most once for each idempotency key: a repeated request gets the first one's answer.
    pub async fn once<I: Serialize, R: Serialize + DeserializeOwned>(
        &self,
        command: &Command,
        input: &I,
        act: impl AsyncFnOnce(&mut <P::Side as Side>::Tx, &Person) -> Result<Logged<R>>,
    ) -> Result<R> {
        let hash = command.request_hash(input)?;
        let opened = self.open().await?;
        let last_used_at = opened.last_used_at;
        let done = self.once_in(opened, command, &hash, act).await;
        self.note_use(last_used_at).await;
        done
    }

    async fn once_in<R: Serialize + DeserializeOwned>(
        &self,
        Opened { tx: mut opened, person, admitted, .. }: Opened<P>,
        command: &Command,
        hash: &[u8],
        act: impl AsyncFnOnce(&mut <P::Side as Side>::Tx, &Person) -> Result<Logged<R>>,
    ) -> Result<R> {
        let tx = P::Side::tx(&mut opened);
        match idempotency::find(tx, keeper(tx, &person), command, hash).await {
            Ok(Some(answer)) => {
                return match forget_draft(tx, &person, command).await {
                    Ok(()) => P::Side::finish(opened).await.map(|()| answer),
                    Err(error) => P::Side::abandon(opened, error).await,
                };
            }
            Ok(None) => {}
            Err(error) => return P::Side::abandon(opened, error).await,
        }
        let failed = match act(&mut opened, &person).await {
            Ok(logged) => {
                let tx = P::Side::tx(&mut opened);
                let kept = async {
                    idempotency::keep(tx, keeper(tx, &person), command, hash, &logged.result).await?;
                    forget_draft(tx, &person, command).await
                };
                match kept.await {
                    Ok(()) => return P::Side::commit(opened, logged).await,
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        let undone = P::Side::abandon(opened, failed).await;
        drop(admitted);
        match &undone {
            // The same request may have been on its way twice: to the slower one the row looks changed by somebody else, or what it
            // asks for is there already.
            Err(error) if is_perhaps_done(error.code()) => {
                let kept = async |tx: &mut _, person: &Person| {
                    let tx = P::Side::tx(tx);
                    let kept = idempotency::find(tx, keeper(tx, person), command, hash).await?;
                    if kept.is_some() {
                        forget_draft(tx, person, command).await?;
                    }
                    Ok(kept)
                };
                self.read(kept).await?.map_or(undone, Ok)
            }
            _ => undone,
        }
    }
}

/// Whether an act that was refused so may be one that was done already.
fn is_perhaps_done(code: ErrorCode) -> bool {
    use ErrorCode::{EmailTaken, KeyInUse, VersionStale, WrongState};
    matches!(code, EmailTaken | KeyInUse | VersionStale | WrongState)
}

impl<P: Required<Side = Own>> Auth<P> {
    /// Goes on inside this tenant. To whoever does not keep the people of all of them there is no other than their own.
    #[must_use]
    pub fn inside(self, tenant: TenantId) -> Self {
        Self { inside: Some(tenant), ..self }
    }
}

/// Under whose name the answer to a request is kept: the person's, in the tenant that the transaction is inside.
fn keeper(tx: &Tx, person: &Person) -> (TenantId, UserId) {
    (tx.tenant().unwrap_or(person.tenant), person.id)
}

/// What the form held has been carried out.
async fn forget_draft(tx: &mut Tx, person: &Person, command: &Command) -> Result<()> {
    match command.form() {
        Some(form) => drafts::forget(tx, person.key(), form).await,
        None => Ok(()),
    }
}

/// Routes of the API take a token, all others the portal's cookie: neither works in the other's place.
fn credential(request: &HttpRequest, state: &State, site: &Site) -> Result<Credential> {
    let refused = || Error::Refused(ErrorCode::NotSignedIn);
    if is_api(request) {
        let header = request.headers().get(actix_web::http::header::AUTHORIZATION).ok_or_else(refused)?;
        let token = header.to_str().ok().and_then(|h| h.strip_prefix("Bearer ")).ok_or_else(refused)?;
        return state.keys.token.take(|key| key.verify(token)).map(Credential::Token);
    }
    let cookie = request.cookie(site.cookie_name()).ok_or_else(refused)?;
    Bearer::parse(cookie.value()).map(Credential::Cookie).ok_or_else(refused)
}
