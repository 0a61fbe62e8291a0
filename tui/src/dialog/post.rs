//! The acts on outgoing mail that are agreed to: what each asks for, and what it is to the server.

use dondoc_shared::{
    fold::compose,
    text::Lang,
    wire::mail::{CancelMessage, Hold, MessageRow, NewHold, Suspension},
};
use jiff::{Timestamp, civil::Time};

use super::form::read_date;
use crate::{net::Order, ui};

/// An act on outgoing mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A message that waits is cancelled.
    Cancel(Box<MessageRow>),
    /// A message that was given up goes again.
    Resend(Box<MessageRow>),
    /// Mail is held.
    Hold,
    /// A hold is lifted.
    Lift(Box<Hold>),
    /// An address gets mail again.
    Restore(Box<Suspension>),
}

/// The word that holds all mail.
pub const ALL: &str = "all";
/// The fields of a hold: whose mail, until when, why.
const TENANT: usize = 0;
const UNTIL: usize = 1;
const REASON: usize = 2;

impl Deed {
    /// The fields: label, and the longest text in characters.
    pub fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        match self {
            Self::Cancel(_) => vec![(lang.post_field_remark(), 200)],
            Self::Hold => vec![
                (lang.post_field_tenant(), 60),
                (lang.post_field_until(), 16),
                (lang.post_field_remark(), 500),
            ],
            Self::Resend(_) | Self::Lift(_) | Self::Restore(_) => vec![],
        }
    }

    /// The word that must be typed, by what stands in the fields.
    pub fn word(&self, typed: &[String]) -> Option<&'static str> {
        let is_all = typed.get(TENANT).is_some_and(|tenant| tenant.trim().is_empty());
        (*self == Self::Hold && is_all).then_some(ALL)
    }

    /// The act, or the field that is wrong and why.
    pub fn order(
        &self,
        lang: Lang,
        typed: &[String],
        now: Option<Timestamp>,
    ) -> Result<Order, (usize, &'static str)> {
        let text = |place: usize| compose(typed.get(place).map_or("", |text| text.trim()));
        match self {
            Self::Cancel(row) => {
                let remark = text(0);
                if remark.is_empty() {
                    return Err((0, lang.post_reason_missing()));
                }
                Ok(Order::CancelMail(row.id, CancelMessage { remark }))
            }
            Self::Resend(row) => Ok(Order::ResendMail(row.id)),
            Self::Hold => {
                let (tenant, until, reason) = (text(TENANT).to_lowercase(), text(UNTIL), text(REASON));
                let until = match until.as_str() {
                    "" => None,
                    typed => Some(read_instant(typed).ok_or((UNTIL, lang.post_bad_until()))?),
                };
                if until.zip(now).is_some_and(|(until, now)| until <= now) {
                    return Err((UNTIL, lang.post_bad_until()));
                }
                if reason.is_empty() {
                    return Err((REASON, lang.post_reason_missing()));
                }
                let tenant = (!tenant.is_empty()).then_some(tenant);
                Ok(Order::HoldMail(NewHold { tenant, from: None, until, reason }))
            }
            Self::Lift(hold) => Ok(Order::LiftHold(hold.id)),
            Self::Restore(row) => Ok(Order::RestoreAddress(row.id)),
        }
    }

    /// Whose mail a hold is about.
    pub fn held(lang: Lang, tenant: Option<&str>) -> String {
        tenant.unwrap_or(lang.post_all_mail()).to_owned()
    }

    /// What is said when it is done.
    pub fn done(&self, lang: Lang, typed: &[String]) -> String {
        match self {
            Self::Cancel(_) => lang.post_cancelled().to_owned(),
            Self::Resend(_) => lang.post_resent().to_owned(),
            Self::Hold => {
                let tenant = typed.get(TENANT).map(|tenant| tenant.trim()).filter(|t| !t.is_empty());
                lang.post_hold_made(&Self::held(lang, tenant))
            }
            Self::Lift(hold) => {
                let tenant = hold.tenant.as_ref().map(|tenant| tenant.slug.as_str());
                lang.post_hold_gone(&Self::held(lang, tenant))
            }
            Self::Restore(row) => lang.post_restored(&row.address),
        }
    }
}

/// Reads `31/12/2024 17:00` as a time of Ha Noi.
fn read_instant(text: &str) -> Option<Timestamp> {
    let (day, time) = text.trim().split_once(' ')?;
    let (hour, minute) = time.trim().split_once(':')?;
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    Some(read_date(day)?.to_datetime(time).to_zoned(ui::zone()).ok()?.timestamp())
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
