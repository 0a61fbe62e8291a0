//! Stand-ins in the portal: who stands in for whom, asking somebody, ending it, and acting for the absent person.
//!
//! | Address | Does |
//! |---|---|
//! | `GET /account/stand-ins` | shows one's own |
//! | `POST /account/stand-ins` | lends one's role |
//! | `POST /account/stand-ins/{id}/end` | ends one |
//! | `POST /account/act-for` | acts for the absent person from now on, or for oneself again |

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    id::StandInId,
    text::Lang,
    wire::{
        Written,
        stand_in::{NewStandIn, StandInRow, StandInState, StandIns},
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::slices::portal::{
    Choice, Done, Field, Form, Frame, Input, Posted, Trouble,
    day::{fault_of_date, written_date},
    form::{Nothing, Ticket},
    layout::{go, see_other},
    show,
};
use dondoc_kernel::{
    auth::{Auth, Fresh, Own, Person, Required, perm},
    error::{Error, Fault, FieldFault, Result},
    http::Id,
};

/// Where the page is.
const PATH: &str = "/account/stand-ins";

pub fn routes(config: &mut ServiceConfig) {
    config.service(show_page).service(make).service(end_own).service(act_for);
}

/// The page.
#[derive(Template)]
#[template(path = "stand_ins/page.html")]
struct StandInsPage {
    frame: Frame,
    lines: Lines,
    /// None where there is nobody to choose.
    form: Option<Form>,
}

/// Stand-ins with what can be done about each.
#[derive(Template)]
#[template(path = "stand_ins/lines.html")]
pub struct Lines {
    t: Lang,
    items: Vec<(StandInRow, Ticket)>,
    /// Below which address one is ended.
    path: &'static str,
    none: &'static str,
}

impl askama::filters::HtmlSafe for Lines {}

impl Lines {
    /// Of oneself, or of somebody whose page an administrator reads.
    pub fn new(frame: &Frame, items: Vec<StandInRow>, of_another: bool) -> Self {
        let t = frame.t;
        let (path, none) = if of_another {
            ("/people/stand-ins", t.stand_ins_none_of_person())
        } else {
            (PATH, t.stand_ins_none())
        };
        let items = items.into_iter().map(|one| (one, Ticket::new(frame, 0))).collect();
        Self { t, items, path, none }
    }

    fn t(&self) -> Lang {
        self.t
    }
}

/// What the form of a new stand-in sends.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StandInForm {
    stand_in: String,
    from_on: String,
    to_on: String,
    reason: String,
}

impl StandInForm {
    /// Filled in for somebody who leaves today.
    pub fn from(today: Date) -> Self {
        Self { from_on: today.strftime("%d/%m/%Y").to_string(), ..Self::default() }
    }

    /// What is meant, or everything that is missing or is no date.
    pub fn read(&self) -> Result<NewStandIn> {
        let mut faults = vec![];
        let mut day = |field: &str, typed: &str| {
            let day = written_date(typed);
            if day.is_none() {
                faults.push(FieldFault::new(field, fault_of_date(typed)));
            }
            day
        };
        let days = day("from_on", &self.from_on).zip(day("to_on", &self.to_on));
        let stand_in = self.stand_in.parse().ok();
        if stand_in.is_none() {
            faults.insert(0, FieldFault::new("stand_in", Fault::Missing));
        }
        match (stand_in, days) {
            (Some(stand_in), Some((from_on, to_on))) => {
                Ok(NewStandIn { stand_in, from_on, to_on, reason: self.reason.clone() })
            }
            _ => Err(Error::Fields(faults)),
        }
    }

    /// The fields as they were typed; none where there is nobody to choose.
    pub fn fields(&self, t: Lang, of: &StandIns, reason_needed: bool) -> Option<Vec<Field>> {
        if of.choices.is_empty() {
            return None;
        }
        let choice = |value: String, label: String| Choice { value, label };
        let choices = [choice(String::new(), t.choose().to_owned())];
        let people = of.choices.iter();
        let people =
            people.map(|one| choice(one.id.to_string(), format!("{} ({})", one.name, one.role.name(t))));
        let choices = choices.into_iter().chain(people).collect();
        let select = Input::Select(vec![(String::new(), choices)]);
        let day = || Input::Line { kind: "text", autocomplete: "off", mode: "numeric" };
        let reason = Field::new(t, "reason", &self.reason, Input::text()).at_most(300);
        Some(vec![
            Field::new(t, "stand_in", &self.stand_in, select),
            Field::new(t, "from_on", &self.from_on, day()).hint(t.stand_in_day_hint()),
            Field::new(t, "to_on", &self.to_on, day()).hint(t.stand_in_days_hint()),
            if reason_needed { reason } else { reason.optional() },
        ])
    }
}

async fn look<P>(auth: &Auth<P>, request: &HttpRequest) -> Result<(Frame, StandIns, Date)>
where
    P: Required<Side = Own>,
{
    auth.read(async |tx, person| {
        let frame = Frame::of(tx, auth, person, request).await?;
        Ok((frame, super::of(tx, person.id).await?, tx.today()))
    })
    .await
}

fn view(frame: Frame, of: StandIns, typed: &StandInForm, trouble: &Trouble) -> StandInsPage {
    let t = frame.t;
    let form = typed.fields(t, &of, false).map(|fields| {
        let mut form =
            Form::new(&frame, PATH.to_owned(), t.stand_in_make(), 0, fields).with(trouble, String::new());
        form.secrecy = false;
        form
    });
    StandInsPage { lines: Lines::new(&frame, of.items, false), form, frame }
}

#[get("/account/stand-ins")]
async fn show_page(request: HttpRequest, auth: Auth<perm::StandIn>) -> Result<HttpResponse> {
    let (frame, of, today) = look(&auth, &request).await?;
    let view = view(frame, of, &StandInForm::from(today), &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/account/stand-ins")]
async fn make(request: HttpRequest, sent: Posted<Fresh<perm::StandIn>, StandInForm>) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let made = match form.read() {
        Ok(input) => {
            auth.once(&command, &input, async |tx, person| super::make(tx, person.id, &input).await).await
        }
        Err(error) => Err(error),
    };
    let Err(error) = made else { return Ok(go(PATH, Done::StandInMade)) };
    let trouble = Trouble::of(error)?;
    let (frame, of, _) = look(&auth, &request).await?;
    let view = view(frame, of, &form, &trouble);
    show(&view, &view.frame, trouble.status())
}

#[post("/account/stand-ins/{id}/end")]
async fn end_own(id: Id<StandInId>, sent: Posted<perm::StandIn, Nothing>) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let ended = async |tx: &mut _, person: &Person| super::end(tx, id.0, Some(person.id)).await;
    ended_at(PATH, auth.once(&command, &form, ended).await)
}

/// Back to the page, also where it was over already.
pub fn ended_at(page: &str, ended: Result<Written>) -> Result<HttpResponse> {
    match ended {
        Ok(_) => Ok(go(page, Done::StandInEnded)),
        Err(error) if error.code() == ErrorCode::WrongState => Ok(see_other(page)),
        Err(error) => Err(error),
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ActForForm {
    /// Empty: for oneself.
    stand_in: String,
}

#[post("/account/act-for")]
async fn act_for(sent: Posted<perm::Session, ActForForm>) -> Result<HttpResponse> {
    let chosen = match sent.form.stand_in.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::field("stand_in", Fault::Malformed))?),
    };
    sent.auth.act_under(chosen).await?;
    Ok(go("/", if chosen.is_some() { Done::ActingFor } else { Done::ActingAsOneself }))
}

#[cfg(test)]
pub mod tests {
    use dondoc_shared::{
        id::{TenantId, UserId},
        role::Role,
        wire::stand_in::{Hand, StandInChoice},
    };
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::slices::portal::sample::check;

    /// One in each state, and one person to choose; names as hostile as they come.
    pub fn sample() -> StandIns {
        let hand = |id: u128, name: &str| Hand { id: UserId(Uuid::from_u128(id)), name: name.repeat(9) };
        let one = |id, state, ended_on, reason: Option<&str>| StandInRow {
            id: StandInId(Uuid::from_u128(id)),
            absent: hand(1, "Lãnh đạo <b>"),
            stand_in: hand(2, "Chuyên viên <b>"),
            from_on: date(2024, 7, 25),
            to_on: date(2024, 7, 31),
            ended_on,
            state,
            by: "Quản trị <b>".to_owned(),
            reason: reason.map(str::to_owned),
        };
        StandIns {
            items: vec![
                one(3, StandInState::InForce, None, Some("Ốm <b>")),
                one(4, StandInState::Coming, None, None),
                one(5, StandInState::Over, Some(date(2024, 7, 26)), None),
            ],
            choices: vec![StandInChoice {
                id: UserId(Uuid::from_u128(2)),
                name: "Chuyên viên <b>".to_owned(),
                role: Role::Officer,
            }],
        }
    }

    #[test]
    fn the_page_of_stand_ins_can_be_read_and_filled_in_by_everybody_and_ends_what_is_not_over() {
        for t in [Lang::Vi, Lang::En] {
            let frame = || Frame::sample_of(t, Role::Approver, TenantId(24));
            let typed =
                StandInForm { to_on: "31/02/2024".to_owned(), ..StandInForm::from(date(2024, 7, 25)) };
            let trouble = Trouble::of(typed.read().unwrap_err()).unwrap();
            let html = view(frame(), sample(), &typed, &trouble).render().unwrap();
            check(&html, t);
            assert_eq!(html.matches("/end\"").count(), 2, "{html}");
            assert!(html.contains("31/02/2024") && !html.contains("<b>"), "{html}");
            let alone = StandIns { items: vec![], choices: vec![] };
            let html = view(frame(), alone, &typed, &Trouble::default()).render().unwrap();
            check(&html, t);
            assert!(html.contains(t.stand_in_nobody_to_choose()), "{html}");
        }
    }
}
