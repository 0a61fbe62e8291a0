//! Lost second factors in the portal, for whoever confirms them. Who reports one does so on a person's page.
//!
//! | Address | Does |
//! |---|---|
//! | `GET /lost-factors` | lists those that wait |
//! | `GET /lost-factors/{id}` | asks what is decided on one |
//! | `POST /lost-factors/{id}` | confirms it, or does not |

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    id::LostFactorId,
    text::Lang,
    wire::lost_factor::{LostFactorDecision, LostFactorRow},
};
use serde::{Deserialize, Serialize};

use crate::slices::portal::{
    Choice, Done, Field, Form, Frame, Input, Posted, Trouble,
    layout::{go, see_other},
    show,
};
use dondoc_kernel::{
    auth::{Auth, Fresh, perm},
    error::{Error, Fault, Result},
    http::Id,
};

/// Where the list is.
pub const PATH: &str = "/lost-factors";

/// As the form says that it is confirmed, and that it is not.
const CONFIRMED: &str = "confirm";
const REFUSED: &str = "refuse";

type Reading = Auth<perm::ConfirmLostFactor>;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_page).service(decide_page).service(decide);
}

#[derive(Template)]
#[template(path = "lost_factors/list.html")]
struct ListPage {
    frame: Frame,
    items: Vec<LostFactorRow>,
}

#[derive(Template)]
#[template(path = "lost_factors/decide.html")]
struct DecidePage {
    frame: Frame,
    one: LostFactorRow,
    form: Form,
}

/// What the form sends.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DecisionForm {
    decision: String,
    reason: String,
}

impl DecisionForm {
    fn read(&self) -> Result<LostFactorDecision> {
        let confirmed = match self.decision.as_str() {
            CONFIRMED => true,
            REFUSED => false,
            _ => return Err(Error::field("decision", Fault::Missing)),
        };
        Ok(LostFactorDecision { confirmed, reason: Some(self.reason.clone()) })
    }

    fn fields(&self, t: Lang) -> Vec<Field> {
        let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
        let choices =
            vec![choice(CONFIRMED, t.lost_factor_confirm()), choice(REFUSED, t.lost_factor_refuse())];
        vec![
            Field::new(t, "decision", &self.decision, Input::Radios(choices)),
            Field::new(t, "reason", &self.reason, Input::text())
                .at_most(300)
                .needed_if(t.lost_factor_reason_if()),
        ]
    }
}

async fn look(auth: &Reading, request: &HttpRequest) -> Result<(Frame, Vec<LostFactorRow>)> {
    auth.read(async |tx, person| {
        Ok((Frame::of(tx, auth, person, request).await?, super::to_decide(tx).await?))
    })
    .await
}

fn decide_view(frame: Frame, one: LostFactorRow, typed: &DecisionForm, trouble: &Trouble) -> DecidePage {
    let t = frame.t;
    let action = format!("{PATH}/{}", one.id);
    let form = Form::new(&frame, action, t.lost_factor_decide(), 0, typed.fields(t));
    DecidePage { form: form.with(trouble, String::new()).cancel(PATH), one, frame }
}

#[get("/lost-factors")]
async fn list_page(request: HttpRequest, auth: Reading) -> Result<HttpResponse> {
    let (frame, items) = look(&auth, &request).await?;
    let view = ListPage { frame, items };
    show(&view, &view.frame, StatusCode::OK)
}

#[get("/lost-factors/{id}")]
async fn decide_page(request: HttpRequest, auth: Reading, id: Id<LostFactorId>) -> Result<HttpResponse> {
    let (frame, items) = look(&auth, &request).await?;
    // Decided on meanwhile, or not theirs: the list says what there is.
    let Some(one) = items.into_iter().find(|one| one.id == id.0) else { return Ok(see_other(PATH)) };
    let view = decide_view(frame, one, &DecisionForm::default(), &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/lost-factors/{id}")]
async fn decide(
    request: HttpRequest,
    reading: Reading,
    id: Id<LostFactorId>,
    sent: Posted<Fresh<perm::ConfirmLostFactor>, DecisionForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let decided = match form.read() {
        Ok(input) => auth.once(&command, &input, async |tx, _| super::decide(tx, id.0, &input).await).await,
        Err(error) => Err(error),
    };
    let Err(error) = decided else { return Ok(go(PATH, Done::LostFactorDecided)) };
    let trouble = Trouble::of(error)?;
    let (frame, items) = look(&reading, &request).await?;
    let Some(one) = items.into_iter().find(|one| one.id == id.0) else {
        return Err(ErrorCode::WrongState.into());
    };
    let view = decide_view(frame, one, &form, &trouble);
    show(&view, &view.frame, trouble.status())
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{
        id::{TenantId, UserId},
        role::Role,
        wire::stand_in::Hand,
    };
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::slices::portal::sample::check;

    #[test]
    fn the_pages_of_lost_factors_can_be_read_and_filled_in_by_everybody() {
        let one = || LostFactorRow {
            id: LostFactorId(Uuid::from_u128(1)),
            person: Hand { id: UserId(Uuid::from_u128(2)), name: "Chuyên viên <b>".repeat(8) },
            email: format!("{}@ha-noi.example", "a&b".repeat(20)),
            role: Role::Officer,
            proof: "Gặp trực tiếp <b>".to_owned(),
            by: "Quản trị <b>".to_owned(),
            asked_at: Timestamp::UNIX_EPOCH,
        };
        for t in [Lang::Vi, Lang::En] {
            let frame = || Frame::sample_of(t, Role::Approver, TenantId(24));
            for items in [vec![], vec![one(), LostFactorRow { id: LostFactorId(Uuid::nil()), ..one() }]] {
                let empty = items.is_empty();
                let html = ListPage { frame: frame(), items }.render().unwrap();
                check(&html, t);
                assert_eq!(html.contains(t.lost_factors_none()), empty, "{html}");
            }
            let typed = DecisionForm { reason: "Không <b>".to_owned(), ..DecisionForm::default() };
            let trouble = Trouble::of(typed.read().unwrap_err()).unwrap();
            let html = decide_view(frame(), one(), &typed, &trouble).render().unwrap();
            check(&html, t);
            assert!(html.contains("Không &#60;b&#62;") && !html.contains("<b>"), "{html}");
        }
    }
}
