//! Mail about somebody's own access: an invitation, a link, what was changed of it, work that they take over.

use dondoc_kernel::{
    auth::news::AccessNews,
    mail::{
        Sheet, account_link, log_in_link, lost_factors_link, my_work_link, set_phrase_link, stand_ins_link,
    },
};
use dondoc_shared::{role::Role, text::Lang};
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
    if news.link_life().is_some() && link.is_none() {
        return None;
    }
    let account = (lang.access_log_in_name().to_owned(), address.to_owned());
    let base = Sheet {
        subject: subject(lang, news).to_owned(),
        facts: vec![account],
        link: Some(leads_to(lang, public_url, news, link)),
        why: lang.access_why(tenant),
        ..Sheet::default()
    };
    Some(match news {
        AccessNews::Invited { by } => Sheet {
            subject: lang.access_invited_subject(tenant),
            opening: vec![lang.access_invited_opening(lang.actor(by), tenant)],
            closing: vec![lang.access_invited_closing().to_owned()],
            ..base
        },
        AccessNews::Link { by } => with_link(lang, news, by.as_deref(), base),
        AccessNews::PhraseSet { by_link } => {
            let opening = match by_link {
                true => lang.access_phrase_set_opening(),
                false => lang.access_phrase_changed_opening(),
            };
            let closing = vec![lang.access_phrase_set_closing().to_owned()];
            Sheet { opening: vec![opening.to_owned()], closing, ..base }
        }
        AccessNews::SessionsEnded { by } => Sheet {
            subject: lang.access_sessions_ended_subject().to_owned(),
            opening: vec![lang.access_sessions_ended_opening(lang.actor(by))],
            closing: vec![lang.access_log_in_again().to_owned()],
            ..base
        },
        AccessNews::Role { by, from, to } => Sheet {
            subject: lang.access_role_subject(to.name(lang)),
            opening: vec![lang.access_role_opening(lang.actor(by), from.name(lang), to.name(lang))],
            facts: vec![],
            closing: of_role(lang, *from, *to),
            ..base
        },
        AccessNews::Enabled { by } => Sheet {
            subject: lang.access_enabled_subject().to_owned(),
            opening: vec![lang.access_enabled_opening(lang.actor(by))],
            ..base
        },
        AccessNews::HandedOver { by, from, items, overdue } => Sheet {
            subject: lang.access_handed_over_subject(*items),
            opening: vec![lang.access_handed_over_opening(lang.actor(by), from)],
            facts: vec![(lang.people_open_work().to_owned(), lang.people_open_items(*items, *overdue))],
            ..base
        },
        AccessNews::StandsIn { .. } | AccessNews::StoodInFor { .. } | AccessNews::StandInEnded { .. } => {
            let page = (lang.stand_ins().to_owned(), stand_ins_link(public_url));
            about_stand_in(lang, news, Sheet { link: Some(page), facts: vec![], ..base })
        }
        AccessNews::LostFactorAsked { .. }
        | AccessNews::LostFactorReported { .. }
        | AccessNews::Restored { .. }
        | AccessNews::LostFactorDecided { .. } => about_loss(lang, news, base),
        AccessNews::ConsoleConnected { host, address } => {
            let account = (lang.account().to_owned(), account_link(public_url));
            console_connected(lang, (host, address), Sheet { link: Some(account), ..base })
        }
        AccessNews::SecondFactorWanted { .. }
        | AccessNews::CodesGuessed
        | AccessNews::SecondFactorSet
        | AccessNews::SecondFactorRemoved { .. }
        | AccessNews::AuthenticatorAdded
        | AccessNews::AuthenticatorRemoved
        | AccessNews::PasskeyAdded { .. }
        | AccessNews::PasskeyRemoved { .. }
        | AccessNews::PasskeyCopied { .. }
        | AccessNews::RecoveryCodesMade
        | AccessNews::RecoveryCodeUsed { .. } => {
            let account = (lang.account().to_owned(), account_link(public_url));
            about_second_factor(lang, news, Sheet { link: Some(account), ..base })
        }
    })
}

/// Where the mail leads, in words and as an address.
fn leads_to(lang: Lang, public_url: &Url, news: &AccessNews, link: Option<&str>) -> (String, String) {
    match (news, link) {
        (_, Some(link)) => (lang.access_set_phrase().to_owned(), set_phrase_link(public_url, link)),
        (AccessNews::HandedOver { .. }, _) => (lang.mail_open_my_work().to_owned(), my_work_link(public_url)),
        (AccessNews::LostFactorAsked { .. }, _) => {
            (lang.lost_factors().to_owned(), lost_factors_link(public_url))
        }
        _ => (lang.log_in().to_owned(), log_in_link(public_url)),
    }
}

/// A link to set the pass-phrase anew, which somebody else sends or its owner has asked for.
fn with_link(lang: Lang, news: &AccessNews, by: Option<&str>, base: Sheet) -> Sheet {
    let hours = news.link_life().map_or(0, |life| life.as_hours());
    let (opening, not_yours) = match by {
        Some(by) => (lang.access_link_opening(lang.actor(by)), None),
        None => (lang.access_forgotten_opening().to_owned(), Some(lang.access_link_not_yours())),
    };
    let closing = [Some(lang.access_link_closing(hours)), not_yours.map(str::to_owned)];
    Sheet { opening: vec![opening], closing: closing.into_iter().flatten().collect(), ..base }
}

/// A console that was let in, which calls itself `host` and asked from `address`.
fn console_connected(lang: Lang, (host, address): (&str, &str), base: Sheet) -> Sheet {
    let told = [(lang.console_host(), host), (lang.console_address(), address)];
    let told = told.map(|(label, value)| (label.to_owned(), value.to_owned()));
    Sheet {
        opening: vec![lang.access_console_opening().to_owned()],
        facts: base.facts.into_iter().chain(told).collect(),
        closing: vec![lang.access_console_closing().to_owned()],
        ..base
    }
}

/// A second factor that is said to be lost.
fn about_loss(lang: Lang, news: &AccessNews, base: Sheet) -> Sheet {
    match news {
        AccessNews::LostFactorAsked { by, person, proof } => Sheet {
            subject: lang.access_lost_factor_asked_subject(person),
            opening: vec![lang.access_lost_factor_asked_opening(lang.actor(by), person)],
            facts: vec![(lang.lost_factor_proof().to_owned(), proof.clone())],
            closing: vec![lang.access_lost_factor_asked_closing().to_owned()],
            ..base
        },
        AccessNews::LostFactorReported { by } => Sheet {
            subject: lang.access_lost_factor_reported_subject().to_owned(),
            opening: vec![lang.access_lost_factor_reported_opening(lang.actor(by))],
            closing: vec![lang.access_lost_factor_reported_closing().to_owned()],
            ..base
        },
        AccessNews::Restored { by, confirmed_by } => {
            let hours = news.link_life().map_or(0, |life| life.as_hours());
            Sheet {
                opening: vec![lang.access_restored_opening(lang.actor(by), lang.actor(confirmed_by))],
                closing: vec![lang.access_restored_closing(hours)],
                ..base
            }
        }
        AccessNews::LostFactorDecided { by, person, confirmed, reason } => {
            let by = lang.actor(by);
            let (subject, opening) = if *confirmed {
                let subject = lang.access_lost_factor_confirmed_subject(person);
                (subject, lang.access_lost_factor_confirmed_opening(by, person))
            } else {
                let subject = lang.access_lost_factor_refused_subject(person);
                (subject, lang.access_lost_factor_refused_opening(by, person))
            };
            let reason = reason.iter().map(|reason| (lang.label_reason().to_owned(), reason.clone()));
            Sheet { subject, opening: vec![opening], facts: reason.collect(), ..base }
        }
        _ => base,
    }
}

/// Who stands in for whom.
fn about_stand_in(lang: Lang, news: &AccessNews, base: Sheet) -> Sheet {
    let days = |from, to| lang.stand_in_days(&lang.date(from), &lang.date(to));
    match news {
        AccessNews::StandsIn { by, absent, from, to, reason } => Sheet {
            subject: lang.access_stands_in_subject(absent),
            opening: vec![lang.access_stands_in_opening(lang.actor(by), absent, &days(*from, *to))],
            facts: reason.iter().map(|reason| (lang.label_reason().to_owned(), reason.clone())).collect(),
            closing: vec![lang.access_stands_in_closing().to_owned()],
            ..base
        },
        AccessNews::StoodInFor { by, stand_in, from, to } => Sheet {
            subject: lang.access_stood_in_for_subject(stand_in),
            opening: vec![lang.access_stood_in_for_opening(lang.actor(by), stand_in, &days(*from, *to))],
            closing: vec![lang.access_stood_in_for_closing().to_owned()],
            ..base
        },
        AccessNews::StandInEnded { by, stand_in, absent } => Sheet {
            subject: lang.access_stand_in_ended_subject(stand_in, absent),
            opening: vec![lang.access_stand_in_ended_opening(lang.actor(by), stand_in, absent)],
            ..base
        },
        _ => base,
    }
}

/// What whoever has another role now should know of it.
fn of_role(lang: Lang, from: Role, to: Role) -> Vec<String> {
    let must_enrol = to.needs_second_factor() && !from.needs_second_factor();
    let enrol = must_enrol.then(|| lang.access_role_needs_factor());
    [Some(to.does(lang)), enrol, Some(lang.access_log_in_again())]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .collect()
}

/// What became of somebody's second factor, or is to.
fn about_second_factor(lang: Lang, news: &AccessNews, base: Sheet) -> Sheet {
    let (opening, closing) = match news {
        AccessNews::SecondFactorWanted { from } => {
            (lang.access_second_factor_wanted_opening(&lang.date(*from)), lang.second_factor_explained())
        }
        AccessNews::CodesGuessed => {
            (lang.access_codes_guessed_opening().to_owned(), lang.access_codes_guessed_closing())
        }
        AccessNews::PasskeyCopied { name } => {
            (lang.access_passkey_copied_opening(name), lang.access_passkey_copied_closing())
        }
        AccessNews::PasskeyAdded { name, first } => {
            let added = lang.access_passkey_added_opening(name);
            let opening = if *first { format!("{added} {}", lang.access_passkey_first()) } else { added };
            (opening, lang.access_passkey_added_closing())
        }
        other => (second_factor(lang, other), lang.access_not_you_closing()),
    };
    let subject = match news {
        AccessNews::SecondFactorWanted { from } => {
            lang.access_second_factor_wanted_subject(&lang.date(*from))
        }
        _ => base.subject,
    };
    Sheet { subject, opening: vec![opening], closing: vec![closing.to_owned()], ..base }
}

/// What became of it.
fn second_factor(lang: Lang, news: &AccessNews) -> String {
    match news {
        AccessNews::SecondFactorRemoved { by: Some(by) } => {
            lang.access_second_factor_taken_opening(lang.actor(by))
        }
        AccessNews::SecondFactorRemoved { by: None } => {
            lang.access_second_factor_removed_opening().to_owned()
        }
        AccessNews::AuthenticatorAdded => lang.access_authenticator_added_opening().to_owned(),
        AccessNews::AuthenticatorRemoved => lang.access_authenticator_removed_opening().to_owned(),
        AccessNews::PasskeyRemoved { name } => lang.access_passkey_removed_opening(name),
        AccessNews::RecoveryCodesMade => lang.access_recovery_codes_opening().to_owned(),
        AccessNews::RecoveryCodeUsed { left } => lang.access_recovery_code_used_opening(*left),
        _ => lang.access_second_factor_set_opening().to_owned(),
    }
}

/// What it is about, for what explains the message.
pub(super) fn subject(lang: Lang, news: &AccessNews) -> &'static str {
    match news {
        AccessNews::Invited { .. } => lang.people_invite(),
        AccessNews::Link { .. } => lang.access_link_subject(),
        AccessNews::PhraseSet { .. } => lang.access_phrase_set_subject(),
        AccessNews::SecondFactorWanted { .. } => lang.second_factor_set_up(),
        AccessNews::SecondFactorSet => lang.access_second_factor_set_subject(),
        AccessNews::SecondFactorRemoved { .. } => lang.access_second_factor_removed_subject(),
        AccessNews::AuthenticatorAdded => lang.access_authenticator_added_subject(),
        AccessNews::AuthenticatorRemoved => lang.access_authenticator_removed_subject(),
        AccessNews::PasskeyAdded { .. } => lang.access_passkey_added_subject(),
        AccessNews::PasskeyRemoved { .. } => lang.access_passkey_removed_subject(),
        AccessNews::PasskeyCopied { .. } => lang.access_passkey_copied_subject(),
        AccessNews::ConsoleConnected { .. } => lang.access_console_subject(),
        AccessNews::RecoveryCodesMade => lang.access_recovery_codes_subject(),
        AccessNews::RecoveryCodeUsed { .. } => lang.access_recovery_code_used_subject(),
        AccessNews::CodesGuessed => lang.access_codes_guessed_subject(),
        AccessNews::LostFactorAsked { .. }
        | AccessNews::LostFactorReported { .. }
        | AccessNews::LostFactorDecided { .. } => lang.lost_factor(),
        AccessNews::Restored { .. } => lang.access_restored_subject(),
        AccessNews::SessionsEnded { .. } => lang.people_end_sessions(),
        AccessNews::Role { .. } => lang.people_change_role(),
        AccessNews::Enabled { .. } => lang.people_enable(),
        AccessNews::HandedOver { .. } => lang.people_hand_over(),
        AccessNews::StandsIn { .. } | AccessNews::StoodInFor { .. } => lang.stand_in_make_for(),
        AccessNews::StandInEnded { .. } => lang.stand_in_end(),
    }
}

/// Name of the person who made it, for what explains the message.
pub(super) fn by(news: &AccessNews) -> &str {
    match news {
        AccessNews::Invited { by }
        | AccessNews::SecondFactorRemoved { by: Some(by) }
        | AccessNews::LostFactorAsked { by, .. }
        | AccessNews::LostFactorReported { by }
        | AccessNews::Restored { by, .. }
        | AccessNews::LostFactorDecided { by, .. }
        | AccessNews::SessionsEnded { by }
        | AccessNews::Role { by, .. }
        | AccessNews::Enabled { by }
        | AccessNews::HandedOver { by, .. }
        | AccessNews::StandsIn { by, .. }
        | AccessNews::StoodInFor { by, .. }
        | AccessNews::StandInEnded { by, .. }
        | AccessNews::Link { by: Some(by) } => by,
        AccessNews::Link { by: None }
        | AccessNews::PhraseSet { .. }
        | AccessNews::SecondFactorWanted { .. }
        | AccessNews::SecondFactorSet
        | AccessNews::SecondFactorRemoved { by: None }
        | AccessNews::AuthenticatorAdded
        | AccessNews::AuthenticatorRemoved
        | AccessNews::PasskeyAdded { .. }
        | AccessNews::PasskeyRemoved { .. }
        | AccessNews::PasskeyCopied { .. }
        | AccessNews::ConsoleConnected { .. }
        | AccessNews::RecoveryCodesMade
        | AccessNews::RecoveryCodeUsed { .. }
        | AccessNews::CodesGuessed => "",
    }
}
