//! To hold mail, of one tenant or all of it.

use dondoc_shared::{
    day::is_no_such_day,
    fold::compose,
    text::{Both, Lang},
    wire::mail::NewHold,
};
use jiff::Timestamp;

use super::{done::done, tenant::tenant_typed};
use crate::{
    dialog::form::read_date,
    net::{Answer, Order},
    step::{Agreement, Subject, Wish, WrongField, common::Body, wrong},
    ui::{theme::Token, time, words},
};

/// The fields: whose mail, until when, why.
const TENANT: usize = 0;
const UNTIL: usize = 1;
const REASON: usize = 2;

/// See the module.
#[derive(Debug)]
pub struct Hold {
    /// Every tenant.
    pub tenants: Vec<Body>,
}

impl Agreement for Hold {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.post_field_tenant(), 60), (lang.post_field_until(), 16), (lang.post_field_remark(), 500)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject { act: "hold", of: Vec::new(), page: None })
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        match field {
            "tenant" => Some(TENANT),
            "until" => Some(UNTIL),
            "reason" => Some(REASON),
            _ => None,
        }
    }

    fn word(&self, lang: Lang, typed: &[String]) -> Option<String> {
        let is_all = typed.get(TENANT).is_some_and(|tenant| tenant.trim().is_empty());
        is_all.then(|| lang.post_all_mail().to_owned())
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        vec![(Token::Text, lang.post_hold_means().to_owned())]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.post_agree_hold()
    }

    fn order(&self, typed: &[String], now: Option<Timestamp>) -> Result<Order, WrongField> {
        let text = |place: usize| compose(typed.get(place).map_or("", |text| text.trim()));
        let tenant = tenant_typed(&self.tenants, typed, TENANT)?;
        let (until, reason) = (text(UNTIL), text(REASON));
        let until = match until.as_str() {
            "" => None,
            typed => match read_instant(typed) {
                Some(until) => Some(until),
                None if is_no_such_day(until.split(' ').next().unwrap_or_default()) => {
                    return Err(wrong(UNTIL, Lang::post_no_such_day));
                }
                None => return Err(wrong(UNTIL, Lang::post_bad_until)),
            },
        };
        if until.zip(now).is_some_and(|(until, now)| until <= now) {
            return Err(wrong(UNTIL, Lang::post_bad_until));
        }
        if reason.is_empty() {
            return Err(wrong(REASON, Lang::post_reason_missing));
        }
        Ok(Order::HoldMail(NewHold { tenant, from: None, until, reason }))
    }

    fn done(&self, typed: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let tenant = tenant_typed(&self.tenants, typed, TENANT).ok().flatten();
        done(answer, |lang| lang.post_hold_made(&words::held(lang, tenant.as_deref())))
    }
}

/// Reads `31/12/2024 17:00` as a time of Ha Noi.
fn read_instant(text: &str) -> Option<Timestamp> {
    let (day, at) = text.trim().split_once(' ')?;
    Some(read_date(day)?.to_datetime(time::read_time(at)?).to_zoned(time::zone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_with_its_time_and_never_guessed() {
        assert_eq!(read_instant("26/07/2024 17:30"), "2024-07-26T10:30:00Z".parse().ok());
        assert_eq!(read_instant(" 2024-07-26  08:00"), "2024-07-26T01:00:00Z".parse().ok());
        for wrong in ["", "26/07/2024", "17:30", "26/07/2024 25:00", "26/07/2024 8h", "31/02/2024 08:00"] {
            assert_eq!(read_instant(wrong), None, "{wrong}");
        }
    }
}
