//! Names of things that several screens and dialogs show.

use dondoc_shared::{
    filter::Filter,
    lateness::days_between,
    period::PeriodCode,
    text::Lang,
    wire::{
        assignment::{AssignmentRow, EventKind, ProposedStep},
        policy::{Pair, Policy},
        report::PeriodRow,
    },
};

use super::{Ui, text, theme::Token};

/// For whom a version of a policy is.
pub fn scope(lang: Lang, tenant: Option<&str>) -> String {
    tenant.unwrap_or(lang.desk_everyone()).to_owned()
}

/// A version of a policy.
pub fn policy(lang: Lang, policy: &Policy) -> String {
    let tenant = policy.tenant.as_ref().map(|tenant| tenant.short.as_str());
    lang.desk_policy_title(policy.body.kind().name(lang), &scope(lang, tenant), policy.version)
}

/// A figure of today and of a draft, side by side.
pub fn pair(lang: Lang, pair: Pair) -> String {
    format!("{}→{}", lang.number(pair.now), lang.number(pair.draft))
}

/// A proposed step up the ladder.
pub fn step(lang: Lang, step: &ProposedStep) -> String {
    lang.tui_step_proposed(step.level, step.target.name(lang), &lang.date(step.on), step.days_overdue)
}

/// What Enter lists, in plain words as far as the day is known.
pub fn opens(ui: Ui, filter: &str) -> String {
    let read = Filter::parse(filter).ok().zip(ui.today);
    let said = read.map(|(filter, today)| ui.lang.filter_in_words(&filter, today));
    said.map_or_else(|| ui.lang.tui_opens_filter(filter), |said| ui.lang.tui_opens_list(&said))
}

/// The bodies that a hold of mail is about.
pub fn held(lang: Lang, tenant: Option<&str>) -> String {
    tenant.unwrap_or(lang.post_all_mail()).to_owned()
}

/// How late an assignment is, as a token and as marks: never by colour alone.
pub fn severity(row: &AssignmentRow) -> (Token, &'static str) {
    match (row.days_overdue, row.working_days_left) {
        (31.., _) => (Token::Danger, "!!!"),
        (15..=30, _) => (Token::Danger, "!!"),
        (1..=14, _) => (Token::Warn, "!"),
        (_, Some(0..=3)) => (Token::Accent, "~"),
        _ => (Token::Text, ""),
    }
}

/// How late or near an assignment is, in words and marks; of one that is completed, how late that was. Nothing where its due date says
/// all that there is.
pub fn lateness(lang: Lang, row: &AssignmentRow) -> Option<(Token, String)> {
    if let Some((done, due)) = row.completed_on.zip(row.due_on) {
        let late = i64::from(days_between(due, done).max(0));
        return Some((Token::Text, lang.completed_by_days(late)));
    }
    if row.due_on.is_none() || !row.status.is_open() {
        return None;
    }
    let (token, marks) = severity(row);
    let words = lang.due_in_words(row.due_on, row.days_overdue, row.working_days_left);
    Some((token, text::joined(&[marks, &words], " ")))
}

/// What a period is called, by its code; the code itself where it is none that we know.
pub fn period(lang: Lang, code: &str) -> String {
    code.parse::<PeriodCode>().map_or_else(|_| code.to_owned(), |code| code.name(lang))
}

/// A period in a few words: its name, whether its figures are invented, its state, its regime.
pub fn period_in_full(lang: Lang, of: &PeriodRow) -> String {
    let simulated = of.simulated.then(|| lang.figures_simulated().to_owned());
    let rest = [of.state.name(lang), lang.pick(&of.regime_vi, &of.regime_en)].map(str::to_owned);
    [period(lang, &of.code)].into_iter().chain(simulated).chain(rest).collect::<Vec<_>>().join(" · ")
}

/// The days that a period covers, and when its reports are due and cut off.
pub fn period_dates(lang: Lang, of: &PeriodRow) -> String {
    let [from, to, due, cutoff] = [of.from_on, of.to_on, of.due_on, of.cutoff_on].map(|on| lang.date(on));
    lang.figures_dates(&from, &to, &due, &cutoff)
}

/// The number of elements of a list.
pub fn count(lang: Lang, n: usize) -> String {
    lang.number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What happened, in a few words.
pub fn event(lang: Lang, kind: EventKind) -> &'static str {
    match kind {
        EventKind::Assigned => lang.tui_event_assigned(),
        EventKind::Acknowledged => lang.tui_event_acknowledged(),
        EventKind::Reported => lang.tui_event_reported(),
        EventKind::EvidenceAdded => lang.tui_event_evidence_added(),
        EventKind::EvidenceRemoved => lang.tui_event_evidence_removed(),
        EventKind::Proposed => lang.tui_event_proposed(),
        EventKind::ProposalTakenBack => lang.tui_event_proposal_taken_back(),
        EventKind::SentBack => lang.tui_event_sent_back(),
        EventKind::Submitted => lang.tui_event_submitted(),
        EventKind::TakenBack => lang.tui_event_taken_back(),
        EventKind::Opened => lang.tui_event_opened(),
        EventKind::Accepted => lang.tui_event_accepted(),
        EventKind::Returned => lang.tui_event_returned(),
        EventKind::Reopened => lang.tui_event_reopened(),
        EventKind::ExtensionRequested => lang.tui_event_extension_requested(),
        EventKind::ExtensionGranted => lang.tui_event_extension_granted(),
        EventKind::ExtensionRefused => lang.tui_event_extension_refused(),
        EventKind::ExceptionGranted => lang.tui_event_exception_granted(),
        EventKind::ExceptionCancelled => lang.tui_event_exception_cancelled(),
        EventKind::CorrectionProposed => lang.tui_event_correction_proposed(),
        EventKind::CorrectionSentBack => lang.tui_event_correction_sent_back(),
        EventKind::CorrectionFiled => lang.tui_event_correction_filed(),
        EventKind::CorrectionAccepted => lang.tui_event_correction_accepted(),
        EventKind::CorrectionRefused => lang.tui_event_correction_refused(),
        EventKind::Urged => lang.tui_event_urged(),
        EventKind::UrgeAnswered => lang.tui_event_urge_answered(),
        EventKind::UrgeWithdrawn => lang.tui_event_urge_withdrawn(),
        EventKind::Reminded => lang.tui_event_reminded(),
        EventKind::AssignmentsMailed => lang.tui_event_assignments_mailed(),
        EventKind::NoticeMailed => lang.tui_event_notice_mailed(),
        EventKind::DecisionMailed => lang.tui_event_decision_mailed(),
        EventKind::UrgeMailed => lang.tui_event_urge_mailed(),
        EventKind::EscalationMailed => lang.tui_event_escalation_mailed(),
        EventKind::EscalationProposed => lang.tui_event_escalation_proposed(),
        EventKind::EscalationSigned => lang.tui_event_escalation_signed(),
        EventKind::Escalated => lang.tui_event_escalated(),
        EventKind::EscalationDropped => lang.tui_event_escalation_dropped(),
        EventKind::HandedOver => lang.tui_event_handed_over(),
        EventKind::ContributionClosed => lang.tui_event_contribution_closed(),
        EventKind::Missed => lang.tui_event_missed(),
    }
}
