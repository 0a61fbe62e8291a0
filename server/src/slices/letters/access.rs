//! Mail about somebody's own access: an invitation, a link, what was changed of it, work that they take over.

use dondoc_kernel::{
    auth::news::AccessNews,
    mail::{Sheet, log_in_link, my_work_link, set_phrase_link},
};
use dondoc_shared::text::Lang;
use url::Url;

/// What it says; none where a link was to be sent that cannot be made any more.
pub fn sheet(
    lang: Lang,
    public_url: &Url,
    tenant: &str,
    address: &str,
    news: &AccessNews,
    link: Option<&str>,
) -> Option<Sheet> {
    let account = (lang.access_log_in_name().to_owned(), address.to_owned());
    let set = match (news.link_life(), link) {
        (Some(_), None) => return None,
        (_, link) => {
            link.map(|link| (lang.access_set_phrase().to_owned(), set_phrase_link(public_url, link)))
        }
    };
    let log_in = || Some((lang.log_in().to_owned(), log_in_link(public_url)));
    let why = lang.access_why(tenant);
    let sheet = match news {
        AccessNews::Invited { by } => Sheet {
            subject: lang.access_invited_subject(tenant),
            opening: vec![lang.access_invited_opening(lang.actor(by), tenant)],
            facts: vec![account],
            closing: vec![lang.access_invited_closing().to_owned()],
            link: set,
            ..Sheet::default()
        },
        AccessNews::Link { by } => {
            let hours = news.link_life().map_or(0, |life| life.as_hours());
            let (opening, not_yours) = match by {
                Some(by) => (lang.access_link_opening(lang.actor(by)), None),
                None => (lang.access_forgotten_opening().to_owned(), Some(lang.access_link_not_yours())),
            };
            Sheet {
                subject: lang.access_link_subject().to_owned(),
                opening: vec![opening],
                facts: vec![account],
                closing: [Some(lang.access_link_closing(hours)), not_yours.map(str::to_owned)]
                    .into_iter()
                    .flatten()
                    .collect(),
                link: set,
                ..Sheet::default()
            }
        }
        AccessNews::PhraseSet { by_link } => Sheet {
            subject: lang.access_phrase_set_subject().to_owned(),
            opening: vec![
                if *by_link {
                    lang.access_phrase_set_opening()
                } else {
                    lang.access_phrase_changed_opening()
                }
                .to_owned(),
            ],
            facts: vec![account],
            closing: vec![lang.access_phrase_set_closing().to_owned()],
            link: log_in(),
            ..Sheet::default()
        },
        AccessNews::Role { by, from, to } => Sheet {
            subject: lang.access_role_subject(to.name(lang)),
            opening: vec![lang.access_role_opening(lang.actor(by), from.name(lang), to.name(lang))],
            closing: vec![to.does(lang).to_owned(), lang.access_log_in_again().to_owned()],
            link: log_in(),
            ..Sheet::default()
        },
        AccessNews::Enabled { by } => Sheet {
            subject: lang.access_enabled_subject().to_owned(),
            opening: vec![lang.access_enabled_opening(lang.actor(by))],
            facts: vec![account],
            link: log_in(),
            ..Sheet::default()
        },
        AccessNews::HandedOver { by, from, items, overdue } => Sheet {
            subject: lang.access_handed_over_subject(*items),
            opening: vec![lang.access_handed_over_opening(lang.actor(by), from)],
            facts: vec![(lang.people_open_work().to_owned(), lang.people_open_items(*items, *overdue))],
            link: Some((lang.mail_open_my_work().to_owned(), my_work_link(public_url))),
            ..Sheet::default()
        },
    };
    Some(Sheet { why, ..sheet })
}

/// What it is about, for what explains the message.
pub(super) fn subject(lang: Lang, news: &AccessNews) -> &'static str {
    match news {
        AccessNews::Invited { .. } => lang.people_invite(),
        AccessNews::Link { .. } => lang.access_link_subject(),
        AccessNews::PhraseSet { .. } => lang.access_phrase_set_subject(),
        AccessNews::Role { .. } => lang.people_change_role(),
        AccessNews::Enabled { .. } => lang.people_enable(),
        AccessNews::HandedOver { .. } => lang.people_hand_over(),
    }
}

/// Name of the person who made it, for what explains the message.
pub(super) fn by(news: &AccessNews) -> &str {
    match news {
        AccessNews::Invited { by }
        | AccessNews::Role { by, .. }
        | AccessNews::Enabled { by }
        | AccessNews::HandedOver { by, .. }
        | AccessNews::Link { by: Some(by) } => by,
        AccessNews::Link { by: None } | AccessNews::PhraseSet { .. } => "",
    }
}
