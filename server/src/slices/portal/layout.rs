//! The frame of every page, and how a page is answered.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::{StatusCode, header::LOCATION},
};
use askama::Template;
use dondoc_shared::{
    id::{TenantId, UserId},
    role::{Permission, Role},
    text::Lang,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::domain::recipients::store::suspension_of;
use dondoc_kernel::{
    auth::{Auth, Person, Public, Required, sessions::IDLE},
    clock,
    db::Tx,
    error::Result,
    http::{
        LANG_COOKIE, Site,
        drafts::{self, Draft},
        lang_of, page_of,
    },
    tenants,
};

/// What has just been done, as the word in the cookie that says so once: a fixed list, so it can say nothing else.
macro_rules! done {
    ($($name:ident = $word:literal => $text:ident,)+) => {
        /// What has just been done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the words say it")]
        pub enum Done { $($name,)+ }

        impl Done {
            fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }

            fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            pub(super) fn text(self, t: Lang) -> &'static str {
                match self { $(Self::$name => t.$text(),)+ }
            }
        }
    };
}

done! {
    Acknowledged = "acknowledged" => done_acknowledged,
    Reported = "reported" => done_reported,
    EvidenceAdded = "evidence-added" => done_evidence_added,
    EvidenceRemoved = "evidence-removed" => done_evidence_removed,
    Proposed = "proposed" => done_proposed,
    ProposalTakenBack = "proposal-taken-back" => done_proposal_taken_back,
    SentBack = "sent-back" => done_sent_back,
    Submitted = "submitted" => done_submitted,
    TakenBack = "taken-back" => done_taken_back,
    FiguresSaved = "figures-saved" => done_figures_saved,
    NilFiled = "nil-filed" => done_nil_filed,
    CorrectionSaved = "correction-saved" => done_correction_saved,
    CorrectionProposed = "correction-proposed" => done_correction_proposed,
    CorrectionSentBack = "correction-sent-back" => done_correction_sent_back,
    CorrectionFiled = "correction-filed" => done_correction_filed,
    CorrectionDiscarded = "correction-discarded" => done_correction_discarded,
    ExtensionRequested = "extension-requested" => done_extension_requested,
    UrgeAnswered = "urge-answered" => done_urge_answered,
    ContactSaved = "contact-saved" => done_contact_saved,
    PersonInvited = "person-invited" => done_person_invited,
    RoleChanged = "role-changed" => done_role_changed,
    LinkSent = "link-sent" => done_link_sent,
    SessionsEnded = "sessions-ended" => done_sessions_ended,
    SuspensionLifted = "suspension-lifted" => done_suspension_lifted,
    PersonDisabled = "person-disabled" => done_person_disabled,
    PersonEnabled = "person-enabled" => done_person_enabled,
    PhraseChanged = "phrase-changed" => done_phrase_changed,
    SessionEnded = "session-ended" => done_session_ended,
    StandInMade = "stand-in-made" => done_stand_in_made,
    LostFactorReported = "lost-factor-reported" => done_lost_factor_reported,
    LostFactorDecided = "lost-factor-decided" => done_lost_factor_decided,
    StandInEnded = "stand-in-ended" => done_stand_in_ended,
    ActingFor = "acting-for" => done_acting_for,
    ActingAsOneself = "acting-as-oneself" => done_acting_as_oneself,
    SecondFactorSet = "second-factor-set" => done_second_factor_set,
    RecoveryCodesMade = "recovery-codes-made" => done_recovery_codes_made,
    SecondFactorRemoved = "second-factor-removed" => done_second_factor_removed,
    AuthenticatorAdded = "authenticator-added" => done_authenticator_added,
    AuthenticatorRemoved = "authenticator-removed" => done_authenticator_removed,
    PasskeyAdded = "passkey-added" => done_passkey_added,
    PasskeyRemoved = "passkey-removed" => done_passkey_removed,
    ConsoleLetIn = "console-let-in" => done_console_let_in,
    ConsoleRefused = "console-refused" => done_console_refused,
    LinkAsked = "link-asked" => done_link_asked,
    RemindersChosen = "reminders-chosen" => done_reminders_chosen,
    PassPhraseSet = "pass-phrase-set" => done_pass_phrase_set,
    LoggedOut = "logged-out" => done_logged_out,
}

/// The signed-in person, as the frame shows them.
pub struct Who {
    /// Finds them again.
    pub id: UserId,
    /// Name as it stands under what they do.
    pub name: String,
    /// Decides what they may do (R7).
    pub role: Role,
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The tenant's name in the reader's language.
    pub tenant_name: String,
}

/// What the frame of a page needs.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
pub struct Frame {
    /// The texts in the reader's language.
    pub t: Lang,
    /// Nobody on the log-in page.
    pub who: Option<Who>,
    /// The token that forms of this page carry; empty while nobody is known.
    pub token: String,
    /// What the person typed and did not send, the newest first.
    pub drafts: Vec<Draft>,
    /// Path and query, to come back to after switching the language.
    pub here: String,
    /// Whether the database bears the simulated mark (R86).
    pub simulated: bool,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// That the person's own address takes no mail, and what to do.
    pub suspended: Option<String>,
    /// That the person's role must have a second factor, which they have not set up.
    pub enrol: Option<String>,
    /// That the person decides nothing for a time (R187).
    pub barred: Option<String>,
    /// For whom the person acts, or could act: what is said of it, and each choice with its button.
    pub standing: Option<(String, Vec<(String, String)>)>,
    /// Whether the page cannot be shown again, as by another language.
    pub once: bool,
    /// Whether this installation has passkeys.
    pub passkeys: bool,
    /// When the page was read.
    pub now: Timestamp,
    lang_cookie: Option<Lang>,
    secure: bool,
}

/// Days before their role must have a second factor on which somebody is told so.
const TOLD: i32 = 30;

/// What is said to somebody whose role must have a second factor from this date on.
fn wanted(t: Lang, today: Date, from: Date) -> Option<String> {
    match today.until(from).map_or(0, |left| left.get_days()) {
        ..=0 => Some(t.second_factor_needed().to_owned()),
        left if left <= TOLD => Some(t.second_factor_wanted(&t.date(from))),
        _ => None,
    }
}

/// What is said to somebody who acts for somebody else, or could, and what they can choose.
fn standing(person: &Person) -> Option<(String, Vec<(String, String)>)> {
    let t = person.lang;
    if let Some(acting) = &person.acting_for {
        let name = &acting.absent.name;
        let said = if acting.over {
            t.stand_in_is_over(name)
        } else {
            t.stand_in_acting(name, &t.date(acting.to_on))
        };
        return Some((said, vec![(String::new(), t.stand_in_act_as_oneself().to_owned())]));
    }
    let offered = person.stands_in_for.iter().filter(|acting| !acting.over);
    let (said, choices): (Vec<String>, Vec<_>) = offered
        .map(|acting| {
            let name = &acting.absent.name;
            let said = t.stand_in_offered(name, &t.date(acting.to_on));
            (said, (acting.id.to_string(), t.stand_in_act(name)))
        })
        .unzip();
    (!choices.is_empty()).then(|| (said.join(" "), choices))
}

impl Frame {
    /// Seconds after which a session that nobody uses may end.
    pub fn idle_seconds(&self) -> i64 {
        IDLE.as_secs()
    }

    /// The frame for a signed-in person.
    pub async fn of<P: Required>(
        tx: &mut Tx,
        auth: &Auth<P>,
        person: &Person,
        request: &HttpRequest,
    ) -> Result<Self> {
        let tenant = tenants::by_id(tx, person.tenant).await?;
        let who = Who {
            id: person.id,
            name: person.name.clone(),
            role: person.role,
            tenant: person.tenant,
            tenant_name: person.lang.pick(&tenant.name_vi, &tenant.name_en).to_owned(),
        };
        let suspended = suspension_of(tx, person.tenant, person.id).await?;
        let suspended = suspended.map(|suspended| {
            let (at, why) = (moment(&suspended.since), suspended.reason.name(person.lang));
            person.lang.your_address_is_suspended(&suspended.address, &at, why)
        });
        let site = auth.site();
        Ok(Self {
            who: Some(who),
            suspended,
            enrol: person.enrol_from.and_then(|from| wanted(person.lang, tx.today(), from)),
            barred: person.barred_until.map(|until| person.lang.barred_until(&moment(&until))),
            standing: standing(person),
            token: auth.form_token(person),
            drafts: drafts::all(tx, person.key()).await?,
            now: tx.now,
            // Pages of errors know no person: they follow the cookie.
            lang_cookie: (lang_of(request) != person.lang).then_some(person.lang),
            ..Self::bare(person.lang, site, request)
        })
    }

    /// The frame before anybody is known.
    pub fn public(public: &Public, request: &HttpRequest) -> Self {
        let site = public.site();
        Self { now: site.now(), ..Self::bare(public.lang, site, request) }
    }

    fn bare(t: Lang, site: &Site, request: &HttpRequest) -> Self {
        let asked = || request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned();
        Self {
            t,
            who: None,
            token: String::new(),
            drafts: vec![],
            // A form that comes back stands on its page, not at the address that it was sent to.
            here: page_of(request).filter(|page| local_path(page).is_some()).unwrap_or_else(asked),
            simulated: site.simulated,
            done: just_done(request).map(|done| done.text(t)),
            suspended: None,
            enrol: None,
            barred: None,
            standing: None,
            once: false,
            passkeys: site.takes_passkeys(),
            now: Timestamp::UNIX_EPOCH,
            lang_cookie: None,
            secure: site.is_secure(),
        }
    }

    /// A frame that no request asked for.
    #[cfg(test)]
    pub(super) fn for_test(t: Lang, who: Option<Who>, now: Timestamp) -> Self {
        Self {
            t,
            who,
            token: "token".to_owned(),
            drafts: vec![],
            here: "/?q=<x>".to_owned(),
            simulated: true,
            done: Some(Done::Reported.text(t)),
            suspended: Some(t.your_address_is_suspended("a@b.example", "25/07/2024", "<b>")),
            enrol: Some(t.second_factor_wanted("25/07/2024")),
            barred: Some(t.barred_until("26/07/2024 08:00")),
            standing: Some((
                t.stand_in_offered("<b>", "25/07/2024"),
                vec![("x".to_owned(), t.stand_in_act("<b>"))],
            )),
            once: false,
            passkeys: true,
            now,
            lang_cookie: None,
            secure: true,
        }
    }

    /// The page without its query.
    pub fn page(&self) -> &str {
        self.here.split('?').next().unwrap_or_default()
    }

    /// A key that makes the sending of one rendered form harmless to repeat.
    pub fn new_key(&self) -> Uuid {
        clock::new_id(self.now)
    }

    /// Whether the person holds the permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.who.as_ref().is_some_and(|who| who.role.may(permission))
    }

    /// The reader's language, for templates.
    pub fn t(&self) -> Lang {
        self.t
    }

    /// Whether the navigation shows the contacts.
    pub fn may_manage_contacts(&self) -> bool {
        self.may(Permission::ManageContacts)
    }

    /// Whether the person can lend their role.
    pub fn may_stand_in(&self) -> bool {
        self.may(Permission::StandIn)
    }

    /// Whether the navigation shows the people of the body.
    pub fn may_manage_people(&self) -> bool {
        self.may(Permission::ManagePeople)
    }

    /// Whether the navigation shows the work.
    pub fn may_read_assignments(&self) -> bool {
        self.may(Permission::ReadAssignments)
    }

    /// Whether the navigation shows the reports of periods.
    pub fn may_read_reports(&self) -> bool {
        self.may(Permission::ReadReports)
    }

    /// Whether the reader is reminded, and may choose of what.
    pub fn may_report_progress(&self) -> bool {
        self.may(Permission::ReportProgress)
    }

    /// Whether the reader works in the console.
    pub fn may_use_console(&self) -> bool {
        self.may(Permission::ReadNational)
    }

    /// Whether the navigation shows what concerns the reader's mail.
    pub fn may_choose_mail(&self) -> bool {
        self.may(Permission::ChooseMail)
    }

    /// What the page is called on which the reader chooses what concerns their mail.
    pub fn mail_choice_title(&self) -> &'static str {
        if self.may_report_progress() { self.t.early_title() } else { self.t.mail_lang_label() }
    }

    /// Whether this is the page under that path.
    pub fn is_at(&self, path: &str) -> bool {
        self.here.split('?').next() == Some(path)
    }
}

/// A cookie that only our own pages get back.
pub fn cookie(name: &str, value: String, secure: bool) -> Cookie<'_> {
    Cookie::build(name, value).path("/").http_only(true).secure(secure).same_site(SameSite::Lax).finish()
}

/// The cookie of the language switch.
pub fn lang_cookie(lang: Lang, secure: bool) -> Cookie<'static> {
    let mut cookie = cookie(LANG_COOKIE, lang.as_str().to_owned(), secure);
    cookie.set_max_age(Duration::days(365));
    cookie
}

/// Says once what has just been done, to the page that was gone to: an address could be sent to anybody.
const DONE_COOKIE: &str = "dondoc_done";

/// It holds no secret, only a word of our list and a path: it needs no `Secure`.
fn done_cookie(value: String, seconds: i64) -> Cookie<'static> {
    let mut cookie = cookie(DONE_COOKIE, value, false);
    cookie.set_max_age(Duration::seconds(seconds));
    cookie
}

fn just_done(request: &HttpRequest) -> Option<Done> {
    // The script's upload follows the redirect first; the page that people see comes after it.
    let unseen = request.headers().get("sec-fetch-dest").is_some_and(|dest| dest == "empty");
    let cookie = request.cookie(DONE_COOKIE).filter(|_| !unseen)?;
    // Another tab's page leaves it to the page that it is meant for.
    let (word, path) = cookie.value().split_once(':')?;
    Done::parse(word).filter(|_| path == request.path())
}

/// The address to go to, if it is a path of ours: never another host, never another scheme.
pub fn local_path(next: &str) -> Option<&str> {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2000
        && !next.chars().any(|c| c == '\\' || c.is_control() || c.is_whitespace());
    local.then_some(next)
}

/// Answers with a page.
pub fn show(page: &impl Template, frame: &Frame, status: StatusCode) -> Result<HttpResponse> {
    let html = page.render().map_err(|e| anyhow::anyhow!("page: {e}"))?;
    let mut answer = HttpResponse::build(status);
    answer.content_type("text/html; charset=utf-8");
    answer.insert_header(("Content-Language", frame.t.as_str()));
    if let Some(lang) = frame.lang_cookie {
        answer.cookie(lang_cookie(lang, frame.secure));
    }
    if frame.done.is_some() {
        answer.cookie(done_cookie(String::new(), 0));
    }
    Ok(answer.body(html))
}

/// Goes to another page of ours.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// Goes to a page that says what has just been done.
pub fn go(path: &str, done: Done) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .cookie(done_cookie(format!("{}:{path}", done.word()), 60))
        .finish()
}

/// A moment as people in Viet Nam write it, in Ha Noi's time: 25/07/2024 08:00.
pub fn moment(at: &Timestamp) -> String {
    let local = clock::zone(clock::DEFAULT_ZONE).to_datetime(*at);
    format!(
        "{:02}/{:02}/{:04} {:02}:{:02}",
        local.day(),
        local.month(),
        local.year(),
        local.hour(),
        local.minute()
    )
}

/// The same for machines.
pub fn machine_moment(at: &Timestamp) -> String {
    at.to_string()
}
