//! The pages of a body's people: the list, the invitation, one person.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{
    day::in_ha_noi,
    error::ErrorCode,
    id::{StandInId, UserId},
    role::{Permission, Role},
    text::Lang,
    wire::{
        Written,
        lost_factor::NewLostFactor,
        people::{AccountState, HandOver, MailToMember, Member, NewMember, NewRole},
        stand_in::StandIns,
    },
};
use serde::{Deserialize, Serialize};

use super::roles;
use crate::slices::{
    lost_factors,
    portal::{
        Choice, Done, Field, Form, Frame, Input, Posted, Trouble,
        form::Nothing,
        layout::{go, see_other},
        show,
    },
    stand_ins::{
        self,
        web::{Lines, StandInForm, ended_at},
    },
};
use dondoc_kernel::{
    auth::{Auth, Fresh, perm},
    db::{TenantTx, Version, audit::Logged},
    error::{Error, Fault, FieldFault, Result},
    http::Id,
};

/// Where the list is.
pub const PATH: &str = "/people";

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_page)
        .service(invite_page)
        .service(invite)
        .service(person_page)
        .service(role_page)
        .service(change_role)
        .service(disable_page)
        .service(lost_factor_page)
        .service(report_lost_factor)
        .service(stand_in_page)
        .service(make_stand_in)
        .service(end_stand_in)
        .service(send_link)
        .service(end_sessions)
        .service(lift_suspension)
        .service(disable)
        .service(enable);
}

/// The list.
#[derive(Template)]
#[template(path = "people/list.html")]
struct PeoplePage {
    frame: Frame,
    people: Vec<Member>,
}

impl PeoplePage {
    fn can_act(&self) -> usize {
        self.people.iter().filter(|person| person.state == AccountState::Active).count()
    }

    fn is_reader(&self, id: &UserId) -> bool {
        is_reader(&self.frame, *id)
    }
}

/// The invitation.
#[derive(Template)]
#[template(path = "people/invite.html")]
struct InvitePage {
    frame: Frame,
    form: Form,
}

/// One person, with what can be done about them.
#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    frame: Frame,
    person: Member,
    is_reader: bool,
    /// What one press does: what it is called, what it is for, and its form.
    presses: Vec<(&'static str, &'static str, Form)>,
    stand_ins: Lines,
    anybody_stands_in: bool,
    mails: Vec<MailToMember>,
}

impl PersonPage {
    /// Whether they have a second factor that they could have lost.
    fn can_lose(&self) -> bool {
        can_lose(&self.frame, &self.person)
    }

    /// Whether somebody can be made to stand in for them, where there is anybody.
    fn can_lend(&self) -> bool {
        can_lend(&self.person)
    }
}

/// An act on one person that asks for something.
#[derive(Template)]
#[template(path = "people/act.html")]
struct ActPage {
    frame: Frame,
    person: Member,
    title: &'static str,
    explained: &'static str,
    form: Form,
}

/// The fields of the invitation as they were typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct InviteForm {
    name: String,
    email: String,
    role: String,
    lang: String,
}

impl InviteForm {
    fn read(&self) -> Result<NewMember> {
        // All that is missing at once: a form that comes back twice tires.
        let boxes = [("name", &self.name), ("email", &self.email), ("role", &self.role)];
        let empty = boxes.into_iter().filter(|(_, typed)| typed.trim().is_empty());
        let faults: Vec<_> = empty.map(|(name, _)| FieldFault::new(name, Fault::Missing)).collect();
        if !faults.is_empty() {
            return Err(Error::Fields(faults));
        }
        let malformed = |field| Error::field(field, Fault::Missing);
        Ok(NewMember {
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role.parse().map_err(|_| malformed("role"))?,
            lang: self.lang.parse().map_err(|_| malformed("lang"))?,
        })
    }
}

/// What the forms about one person send; each has some of it.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PersonForm {
    role: String,
    hand_over: String,
    proof: String,
}

impl PersonForm {
    fn hand_over(&self) -> Result<Option<HandOver>> {
        Ok(match self.hand_over.as_str() {
            "" => None,
            NOBODY => Some(HandOver::ToNobody),
            id => Some(HandOver::To(id.parse().map_err(|_| Error::field("hand_over", Fault::Malformed))?)),
        })
    }
}

/// The choice that gives work to nobody in particular.
const NOBODY: &str = "nobody";

type Reading = Auth<perm::ManagePeople>;
type Changing = Posted<Fresh<perm::ManagePeople>, PersonForm>;

async fn look(auth: &Reading, request: &HttpRequest) -> Result<(Frame, Vec<Member>)> {
    auth.read(async |tx, person| {
        let frame = Frame::of(tx, auth, person, request).await?;
        Ok((frame, super::list(tx).await?))
    })
    .await
}

fn role_field(t: Lang, frame: &Frame, picked: &str) -> Field {
    let (giver, tenant) = frame.who.as_ref().map(|who| (who.role, who.tenant)).unzip();
    let given = tenant.map(|tenant| roles(giver, tenant)).unwrap_or_default();
    let choice = |role: &Role| Choice {
        value: role.as_str().to_owned(),
        label: format!("{}: {}", role.name(t), role.does(t)),
    };
    let field = Field::new(t, "role", picked, Input::Radios(given.iter().map(choice).collect()));
    if giver == Some(Role::Administrator) {
        field.hint(t.people_administrators_come_from_above())
    } else {
        field
    }
}

fn invite_view(frame: Frame, typed: &InviteForm, trouble: &Trouble) -> InvitePage {
    let t = frame.t;
    let langs = Lang::ALL.iter().map(|lang| Choice {
        value: lang.as_str().to_owned(),
        label: lang.other().other_language().to_owned(),
    });
    let email = Input::Line { kind: "email", autocomplete: "off", mode: "email" };
    let fields = vec![
        Field::new(t, "name", &typed.name, Input::text())
            .labelled(t.people_name())
            .hint(t.people_name_hint())
            .at_most(120),
        Field::new(t, "email", &typed.email, email).hint(t.people_email_hint()),
        role_field(t, &frame, &typed.role),
        Field::new(t, "lang", &typed.lang, Input::Radios(langs.collect())),
    ];
    let form = Form::new(&frame, PATH.to_owned(), t.people_invite_send(), 0, fields)
        .cancel(PATH)
        .with(trouble, String::new());
    InvitePage { frame, form }
}

fn find(people: &[Member], id: UserId) -> Result<Member> {
    people.iter().find(|one| one.id == id).cloned().ok_or(ErrorCode::NotFound.into())
}

fn stored(t: Lang, person: &Member) -> String {
    format!("{}, {}", person.role.name(t), person.state.name(t))
}

/// The form of an act on a person; `trouble` is why it came back, if it did.
fn form_of(
    frame: &Frame,
    person: &Member,
    (word, button): (&str, &str),
    fields: Vec<Field>,
    trouble: &Trouble,
) -> Form {
    let action = format!("{PATH}/{}/{word}", person.id);
    Form::new(frame, action, button, person.version, fields).with(trouble, stored(frame.t, person))
}

/// One person's page; `trouble` is why a press came back, if one did.
fn person_view(
    frame: Frame,
    person: Member,
    (mails, stand_ins): (Vec<MailToMember>, StandIns),
    trouble: Option<(&str, &Trouble)>,
) -> PersonPage {
    let t = frame.t;
    let is_reader = is_reader(&frame, person.id);
    let nothing = Trouble::default();
    let press = |word: &str, name: &'static str, explained: &'static str| {
        let trouble = trouble.filter(|(of, _)| *of == word).map_or(&nothing, |(_, trouble)| trouble);
        (name, explained, form_of(&frame, &person, (word, name), vec![], trouble))
    };
    let mut presses = if person.state == AccountState::Disabled {
        vec![press("enable", t.people_enable(), t.people_enable_explained())]
    } else {
        vec![
            press("link", t.people_send_link(), t.people_send_link_explained()),
            press("end-sessions", t.people_end_sessions(), t.people_end_sessions_explained()),
        ]
    };
    if person.suspended {
        presses.insert(0, press("lift-suspension", t.people_lift(), t.people_lift_explained()));
    }
    let anybody_stands_in = !stand_ins.choices.is_empty();
    let stand_ins = Lines::new(&frame, stand_ins.items, true);
    PersonPage { frame, person, is_reader, presses, stand_ins, anybody_stands_in, mails }
}

fn can_lose(frame: &Frame, person: &Member) -> bool {
    person.second_factor && person.state != AccountState::Disabled && !is_reader(frame, person.id)
}

fn can_lend(person: &Member) -> bool {
    person.state != AccountState::Disabled && person.role.may(Permission::StandIn)
}

fn is_reader(frame: &Frame, id: UserId) -> bool {
    frame.who.as_ref().is_some_and(|who| who.id == id)
}

/// Who could take a person's open work over; none where there is none.
fn hand_over_field(t: Lang, people: &[Member], person: &Member, picked: &str) -> Option<Field> {
    let heirs = people.iter().filter(|one| {
        one.id != person.id && one.state == AccountState::Active && one.role.may(Permission::ReportProgress)
    });
    let choice = |value: String, label: String| Choice { value, label };
    let choices = [choice(String::new(), t.choose().to_owned())]
        .into_iter()
        .chain(heirs.map(|one| choice(one.id.to_string(), format!("{} ({})", one.name, one.role.name(t)))))
        .chain([choice(NOBODY.to_owned(), t.people_hand_over_nobody().to_owned())]);
    let select = Input::Select(vec![(String::new(), choices.collect())]);
    (person.open > 0).then(|| Field::new(t, "hand_over", picked, select).hint(t.people_hand_over_hint()))
}

fn role_view(
    frame: Frame,
    people: &[Member],
    person: Member,
    typed: &PersonForm,
    trouble: &Trouble,
) -> ActPage {
    let t = frame.t;
    let picked = if typed.role.is_empty() { person.role.as_str() } else { &typed.role };
    let hand_over = hand_over_field(t, people, &person, &typed.hand_over);
    let hand_over = hand_over.map(|field| field.needed_if(t.people_hand_over_if_no_tasks()));
    let fields = [role_field(t, &frame, picked)].into_iter().chain(hand_over).collect();
    let form = form_of(&frame, &person, ("role", t.people_change_role()), fields, trouble);
    let form = form.cancel(&format!("{PATH}/{}", person.id));
    ActPage {
        title: t.people_change_role(),
        explained: t.people_change_role_explained(),
        form,
        person,
        frame,
    }
}

fn disable_view(
    frame: Frame,
    people: &[Member],
    person: Member,
    typed: &PersonForm,
    trouble: &Trouble,
) -> ActPage {
    let t = frame.t;
    let fields = hand_over_field(t, people, &person, &typed.hand_over).into_iter().collect();
    let form = form_of(&frame, &person, ("disable", t.people_disable()), fields, trouble);
    let form = form.cancel(&format!("{PATH}/{}", person.id));
    ActPage { title: t.people_disable(), explained: t.people_disable_explained(), form, person, frame }
}

#[get("/people")]
async fn list_page(request: HttpRequest, auth: Reading) -> Result<HttpResponse> {
    let (frame, people) = look(&auth, &request).await?;
    let view = PeoplePage { frame, people };
    show(&view, &view.frame, StatusCode::OK)
}

#[get("/people/new")]
async fn invite_page(request: HttpRequest, auth: Reading) -> Result<HttpResponse> {
    let (frame, _) = look(&auth, &request).await?;
    let typed = InviteForm { lang: Lang::Vi.as_str().to_owned(), ..InviteForm::default() };
    let view = invite_view(frame, &typed, &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/people")]
async fn invite(
    request: HttpRequest,
    reading: Reading,
    sent: Posted<Fresh<perm::ManagePeople>, InviteForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let invited = match form.read() {
        Ok(input) => auth.once(&command, &input, async |tx, _| super::invite(tx, &input).await).await,
        Err(error) => Err(error),
    };
    let Err(error) = invited else { return Ok(go(PATH, Done::PersonInvited)) };
    let trouble = Trouble::of(error)?;
    let (frame, _) = look(&reading, &request).await?;
    let trouble = trouble.reword("email", Fault::Malformed, frame.t.people_email_like());
    let view = invite_view(frame, &form, &trouble);
    show(&view, &view.frame, trouble.status())
}

#[get("/people/{id}")]
async fn person_page(request: HttpRequest, auth: Reading, id: Id<UserId>) -> Result<HttpResponse> {
    let (frame, people) = look(&auth, &request).await?;
    let person = find(&people, id.0)?;
    let beside = beside(&auth, id.0).await?;
    let view = person_view(frame, person, beside, None);
    show(&view, &view.frame, StatusCode::OK)
}

/// What a person's page shows beside them.
async fn beside(auth: &Reading, id: UserId) -> Result<(Vec<MailToMember>, StandIns)> {
    auth.read(async |tx, _| Ok((super::mail_to(tx, id).await?, super::stand_ins_of(tx, id).await?))).await
}

fn lost_factor_view(
    frame: Frame,
    _: &[Member],
    person: Member,
    typed: &PersonForm,
    trouble: &Trouble,
) -> ActPage {
    let t = frame.t;
    let proof = Field::new(t, "proof", &typed.proof, Input::text()).at_most(300);
    let fields = vec![proof.hint(t.lost_factor_proof_hint())];
    let form = form_of(&frame, &person, ("lost-factor", t.lost_factor_report()), fields, trouble);
    let form = form.cancel(&format!("{PATH}/{}", person.id));
    ActPage { title: t.lost_factor(), explained: t.lost_factor_explained(), form, person, frame }
}

#[get("/people/{id}/lost-factor")]
async fn lost_factor_page(request: HttpRequest, auth: Reading, id: Id<UserId>) -> Result<HttpResponse> {
    let (frame, people) = look(&auth, &request).await?;
    let person = find(&people, id.0)?;
    if !can_lose(&frame, &person) || person.lost_factor_waits {
        return Ok(see_other(&format!("{PATH}/{}", id.0)));
    }
    let view = lost_factor_view(frame, &people, person, &PersonForm::default(), &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/people/{id}/lost-factor")]
async fn report_lost_factor(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let report = async |tx: &mut TenantTx, form: &PersonForm, _| {
        lost_factors::report(tx, id.0, &NewLostFactor { proof: form.proof.clone() }).await
    };
    carry_out((request, reading, id.0), sent, (lost_factor_view, Done::LostFactorReported), report).await
}

fn stand_in_view(
    frame: Frame,
    person: Member,
    of: &StandIns,
    typed: &StandInForm,
    trouble: &Trouble,
) -> ActPage {
    let t = frame.t;
    let fields = typed.fields(t, of, true).unwrap_or_default();
    let form = form_of(&frame, &person, ("stand-in", t.stand_in_make_for()), fields, trouble);
    let form = form.cancel(&format!("{PATH}/{}", person.id));
    ActPage { title: t.stand_in_make_for(), explained: t.stand_in_make_for_explained(), form, person, frame }
}

/// The person, where their role can be lent, and who could stand in for them.
async fn absent(auth: &Reading, request: &HttpRequest, id: UserId) -> Result<(Frame, Member, StandIns)> {
    let (frame, people) = look(auth, request).await?;
    let stand_ins = auth.read(async |tx, _| super::stand_ins_of(tx, id).await).await?;
    Ok((frame, find(&people, id)?, stand_ins))
}

#[get("/people/{id}/stand-in")]
async fn stand_in_page(request: HttpRequest, auth: Reading, id: Id<UserId>) -> Result<HttpResponse> {
    let (frame, person, of) = absent(&auth, &request, id.0).await?;
    if !can_lend(&person) || of.choices.is_empty() {
        return Ok(see_other(&format!("{PATH}/{}", id.0)));
    }
    let typed = StandInForm::from(in_ha_noi(frame.now));
    let view = stand_in_view(frame, person, &of, &typed, &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/people/{id}/stand-in")]
async fn make_stand_in(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Posted<Fresh<perm::ManagePeople>, StandInForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let made = match form.read() {
        Ok(input) => auth.once(&command, &input, async |tx, _| stand_ins::make(tx, id.0, &input).await).await,
        Err(error) => Err(error),
    };
    let Err(error) = made else { return Ok(go(&format!("{PATH}/{}", id.0), Done::StandInMade)) };
    let trouble = Trouble::of(error)?;
    let (frame, person, of) = absent(&reading, &request, id.0).await?;
    let view = stand_in_view(frame, person, &of, &form, &trouble);
    show(&view, &view.frame, trouble.status())
}

#[post("/people/stand-ins/{id}/end")]
async fn end_stand_in(
    id: Id<StandInId>,
    sent: Posted<Fresh<perm::ManagePeople>, Nothing>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let end = async |tx: &mut _, _: &_| stand_ins::end(tx, id.0, None).await;
    ended_at(PATH, auth.once(&command, &form, end).await)
}

type ActView = fn(Frame, &[Member], Member, &PersonForm, &Trouble) -> ActPage;

/// The page of an act on somebody else; on oneself there is none.
async fn act_page(
    (request, auth, id): (HttpRequest, Reading, UserId),
    view: ActView,
) -> Result<HttpResponse> {
    let (frame, people) = look(&auth, &request).await?;
    let person = find(&people, id)?;
    if is_reader(&frame, id) || person.state == AccountState::Disabled {
        return Ok(see_other(&format!("{PATH}/{id}")));
    }
    let view = view(frame, &people, person, &PersonForm::default(), &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[get("/people/{id}/role")]
async fn role_page(request: HttpRequest, auth: Reading, id: Id<UserId>) -> Result<HttpResponse> {
    act_page((request, auth, id.0), role_view).await
}

#[get("/people/{id}/disable")]
async fn disable_page(request: HttpRequest, auth: Reading, id: Id<UserId>) -> Result<HttpResponse> {
    act_page((request, auth, id.0), disable_view).await
}

/// Carries the form of an act out; shows it again with what is to be put right.
async fn carry_out(
    (request, reading, id): (HttpRequest, Reading, UserId),
    sent: Changing,
    (view, done): (ActView, Done),
    act: impl AsyncFnOnce(&mut TenantTx, &PersonForm, Version) -> Result<Logged<Written>>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let written = auth.once(&command, &form, async |tx, _| act(tx, &form, seen).await).await;
    let Err(error) = written else { return Ok(go(&format!("{PATH}/{id}"), done)) };
    let trouble = Trouble::of(error)?;
    let (frame, people) = look(&reading, &request).await?;
    let view = view(frame, &people, find(&people, id)?, &form, &trouble);
    show(&view, &view.frame, trouble.status())
}

#[post("/people/{id}/role")]
async fn change_role(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let change = async |tx: &mut TenantTx, form: &PersonForm, seen| {
        let role = form.role.parse().map_err(|_| Error::field("role", Fault::Missing))?;
        let input = NewRole { role, hand_over: form.hand_over()? };
        super::change_role(tx, id.0, seen, &input).await
    };
    carry_out((request, reading, id.0), sent, (role_view, Done::RoleChanged), change).await
}

#[post("/people/{id}/disable")]
async fn disable(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let disable = async |tx: &mut TenantTx, form: &PersonForm, seen| {
        super::disable(tx, id.0, seen, form.hand_over()?).await
    };
    carry_out((request, reading, id.0), sent, (disable_view, Done::PersonDisabled), disable).await
}

/// Carries out what one press on a person's page does.
async fn press(
    (request, reading, id): (HttpRequest, Reading, UserId),
    sent: Changing,
    (word, done): (&str, Done),
    act: impl AsyncFnOnce(&mut TenantTx, Version) -> Result<Logged<Written>>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let seen = command.version()?;
    let written = auth.once(&command, &form, async |tx, _| act(tx, seen).await).await;
    let Err(error) = written else { return Ok(go(&format!("{PATH}/{id}"), done)) };
    let trouble = Trouble::of(error)?;
    let (frame, people) = look(&reading, &request).await?;
    let person = find(&people, id)?;
    let view = person_view(frame, person, beside(&reading, id).await?, Some((word, &trouble)));
    show(&view, &view.frame, trouble.status())
}

#[post("/people/{id}/link")]
async fn send_link(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let send = async |tx: &mut TenantTx, _| super::send_link(tx, id.0).await;
    press((request, reading, id.0), sent, ("link", Done::LinkSent), send).await
}

#[post("/people/{id}/end-sessions")]
async fn end_sessions(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let end = async |tx: &mut TenantTx, _| super::end_sessions(tx, id.0).await;
    press((request, reading, id.0), sent, ("end-sessions", Done::SessionsEnded), end).await
}

#[post("/people/{id}/lift-suspension")]
async fn lift_suspension(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let lift = async |tx: &mut TenantTx, _| super::lift_suspension(tx, id.0).await;
    press((request, reading, id.0), sent, ("lift-suspension", Done::SuspensionLifted), lift).await
}

#[post("/people/{id}/enable")]
async fn enable(
    request: HttpRequest,
    reading: Reading,
    id: Id<UserId>,
    sent: Changing,
) -> Result<HttpResponse> {
    let enable = async |tx: &mut TenantTx, seen| super::enable(tx, id.0, seen).await;
    press((request, reading, id.0), sent, ("enable", Done::PersonEnabled), enable).await
}

#[cfg(test)]
mod tests {
    use dondoc_shared::wire::mail::MessageState;
    use uuid::Uuid;

    use super::*;
    use crate::slices::stand_ins::web::tests::sample;

    fn member(n: u128, role: Role, state: AccountState) -> Member {
        Member {
            id: UserId(Uuid::from_u128(n)),
            name: "Chuyên viên <b>".to_owned(),
            email: "a&b@ha-noi.example".to_owned(),
            role,
            lang: Lang::Vi,
            state,
            last_used_at: None,
            open: 12,
            overdue: 3,
            suspended: true,
            second_factor: false,
            lost_factor_waits: false,
            version: 4,
        }
    }

    fn people() -> Vec<Member> {
        vec![
            member(0, Role::Administrator, AccountState::Active),
            member(1, Role::Officer, AccountState::Active),
            member(2, Role::Approver, AccountState::Active),
            member(3, Role::Officer, AccountState::Disabled),
            member(4, Role::Officer, AccountState::Invited),
        ]
    }

    fn mails() -> Vec<MailToMember> {
        let mail = |state, why: Option<&str>| MailToMember {
            id: dondoc_shared::id::MessageId(Uuid::from_u128(7)),
            kind: "digest".to_owned(),
            state,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            finished_at: None,
            why: why.map(str::to_owned),
        };
        vec![mail(MessageState::Sent, None), mail(MessageState::Dead, Some("550 <b>"))]
    }

    fn frame(t: Lang) -> Frame {
        Frame::sample_of(t, Role::Administrator, dondoc_shared::id::TenantId(24))
    }

    #[test]
    fn every_page_of_people_can_be_read_and_filled_in_by_everybody() {
        for t in [Lang::Vi, Lang::En] {
            let list = PeoplePage { frame: frame(t), people: people() }.render().unwrap();
            let invitation =
                invite_view(frame(t), &InviteForm::default(), &Trouble::default()).render().unwrap();
            for html in [&list, &invitation] {
                crate::slices::portal::sample::check(html, t);
            }
            assert!(list.contains(AccountState::Invited.name(t)) && list.contains("Chuyên viên &#60;b&#62;"));
            assert!(
                invitation.contains(Role::Officer.does(t))
                    && !invitation.contains(r#"value="administrator""#)
            );
            for (person, offered, missing) in [
                (0, t.people_yourself(), t.people_disable()),
                (1, t.people_disable(), t.people_enable()),
                (3, t.people_enable(), t.people_disable()),
            ] {
                let html = person_view(frame(t), people().swap_remove(person), (mails(), sample()), None)
                    .render()
                    .unwrap();
                crate::slices::portal::sample::check(&html, t);
                assert!(html.contains(offered) && !html.contains(missing), "{html}");
            }
            let nobody = StandIns { items: vec![], choices: vec![] };
            let alone =
                person_view(frame(t), people().swap_remove(1), (vec![], nobody), None).render().unwrap();
            crate::slices::portal::sample::check(&alone, t);
            assert!(
                alone.contains(t.stand_in_nobody_to_choose()) && !alone.contains("/stand-in\""),
                "{alone}"
            );
            let typed = StandInForm::default();
            let trouble = Trouble::of(typed.read().unwrap_err()).unwrap();
            let appointing = stand_in_view(frame(t), people().swap_remove(1), &sample(), &typed, &trouble);
            crate::slices::portal::sample::check(&appointing.render().unwrap(), t);
        }
    }

    #[test]
    fn work_is_handed_over_to_those_who_may_do_it_and_what_was_chosen_stays_when_the_form_comes_back() {
        for t in [Lang::Vi, Lang::En] {
            let picked = UserId(Uuid::from_u128(2)).to_string();
            let typed =
                PersonForm { role: "viewer".to_owned(), hand_over: picked.clone(), ..PersonForm::default() };
            let trouble = Trouble::of(ErrorCode::LastAdministrator.into()).unwrap();
            let views: [ActView; 2] = [role_view, disable_view];
            for view in views {
                let (all, person) = (people(), people().swap_remove(1));
                let html = view(frame(t), &all, person, &typed, &trouble).render().unwrap();
                crate::slices::portal::sample::check(&html, t);
                assert!(html.contains(&format!(r#"value="{picked}" selected"#)), "{html}");
                for not_theirs in [0, 1, 3, 4] {
                    assert!(!html.contains(&format!(r#"value="{}""#, all[not_theirs].id)), "{not_theirs}");
                }
                let said = ErrorCode::LastAdministrator.message(t).replace('\'', "&#39;");
                assert!(html.contains(&said), "{html}");
            }
        }
    }
}
