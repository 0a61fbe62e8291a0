//! What has been recorded about an assignment: reports, evidence, requests, steps, urges, and the timeline.

use dondoc_shared::{
    text::Lang,
    wire::{
        TenantRef,
        assignment::{
            AssignmentDetail, AssignmentRow, Event, Evidence, EvidenceKind, ExtensionRequest, ExtensionState,
            ProposedStep, Report, Urge,
        },
        handling::Note,
    },
};
use ratatui::text::Line;

use super::{document::Doc, text, theme::Token, time::in_full, words};

/// Writes all sections, what waits for a decision first.
pub fn write(doc: &mut Doc, detail: &AssignmentDetail, tenants: &[TenantRef]) {
    let lang = doc.ui.lang;
    if !detail.proposed_steps.is_empty() {
        doc.heading(lang.tui_section_steps());
        detail.proposed_steps.iter().for_each(|step| proposed(doc, step));
    }
    if !detail.extension_requests.is_empty() {
        doc.heading(lang.tui_section_extensions());
        detail.extension_requests.iter().for_each(|request| extension(doc, request));
    }
    if !detail.notes.is_empty() {
        doc.heading(lang.handling_section_notes());
        detail.notes.iter().for_each(|one| note(doc, one));
    }
    doc.heading(lang.tui_section_reports());
    if detail.reports.is_empty() {
        doc.text(Token::Muted, 2, lang.tui_reports_none());
    }
    detail.reports.iter().for_each(|one| report(doc, one, (detail, tenants)));
    doc.heading(lang.tui_section_evidence());
    if detail.evidence.is_empty() {
        doc.text(Token::Muted, 2, lang.tui_evidence_none());
    }
    detail.evidence.iter().for_each(|one| evidence(doc, one));
    if !detail.urges.is_empty() {
        doc.heading(lang.tui_section_urges());
        detail.urges.iter().for_each(|one| urge(doc, one));
    }
    doc.heading(lang.tui_section_timeline());
    detail.timeline.iter().for_each(|one| event(doc, one));
}

/// A step that waits for a person.
pub fn proposed(doc: &mut Doc, step: &ProposedStep) {
    let lang = doc.ui.lang;
    doc.text(Token::Warn, 2, &words::step(lang, step));
    if !step.addressees.is_empty() {
        doc.text(Token::Text, 4, &lang.tui_step_addressees(&step.addressees.join(", ")));
    }
    if let Some(by) = &step.signed_by {
        doc.text(Token::Text, 4, &lang.tui_step_signed(by));
    } else if step.second_person {
        doc.text(Token::Text, 4, lang.tui_step_two_persons());
    }
}

fn note(doc: &mut Doc, note: &Note) {
    doc.text(Token::Muted, 2, &doc.ui.lang.tui_at_by(&in_full(doc.ui.lang, note.at), &note.by));
    doc.text(Token::Text, 4, &note.text);
}

/// A request for a later due date, and what became of it.
pub fn extension(doc: &mut Doc, request: &ExtensionRequest) {
    let lang = doc.ui.lang;
    let asked =
        lang.tui_extension_asked(&lang.date(request.from), &lang.date(request.to), request.reason.name(lang));
    let state = extension_state(lang, request);
    let token = if request.state == ExtensionState::Pending { Token::Warn } else { Token::Text };
    doc.text(token, 2, &format!("{state}: {asked}"));
    doc.text(Token::Muted, 4, &lang.tui_at_by(&in_full(lang, request.at), &request.by));
    doc.text(Token::Text, 4, &request.text);
    if let (Some(at), Some(by)) = (request.decided_at, &request.decided_by) {
        doc.text(Token::Muted, 4, &lang.tui_decided(&in_full(lang, at), by));
    }
    if let Some(remark) = request.remark.as_deref().filter(|remark| !remark.is_empty()) {
        doc.text(Token::Text, 4, remark);
    }
}

fn extension_state(lang: Lang, request: &ExtensionRequest) -> String {
    match (request.state, request.granted_to) {
        (ExtensionState::Pending, _) => lang.tui_extension_pending().to_owned(),
        (ExtensionState::Granted, Some(to)) => lang.tui_extension_granted_to(&lang.date(to)),
        (ExtensionState::Granted, None) => lang.tui_extension_granted().to_owned(),
        (ExtensionState::Refused, _) => lang.tui_extension_refused().to_owned(),
        (ExtensionState::Lapsed, _) => lang.tui_extension_lapsed().to_owned(),
    }
}

/// A report of progress; those of the `tenants` that it names by their keys are called by their names.
pub fn report(doc: &mut Doc, report: &Report, (detail, tenants): (&AssignmentDetail, &[TenantRef])) {
    let lang = doc.ui.lang;
    let body = &report.body;
    let head =
        format!("{}  {}", lang.percent(body.percent), lang.tui_at_by(&in_full(lang, report.at), &report.by));
    doc.text(Token::Title, 2, &head);
    let cause = body.cause.map(|cause| cause.name(lang)).unwrap_or_default();
    // A report has the key alone. Whoever is waited for now has a name, also where no tenant is known otherwise.
    let waiting = body.waiting_on.as_deref().unwrap_or_default();
    let mut known = detail.waiting.iter().map(|now| &now.tenant).chain(tenants);
    let named = known.find(|tenant| tenant.slug == waiting);
    let waiting = named.map_or(waiting, |tenant| lang.pick(&tenant.name_vi, &tenant.name_en));
    for (label, text) in [
        (lang.tui_report_results(), body.results.as_str()),
        (lang.tui_report_figures(), &body.figures),
        (lang.tui_report_limitations(), &body.limitations),
        (lang.tui_report_barriers(), &body.barriers),
        (lang.tui_report_cause(), cause),
        (lang.tui_report_waiting_on(), waiting),
        (lang.tui_report_next(), &body.next_step),
    ] {
        doc.labelled(&format!("    {label}"), text);
    }
}

fn evidence(doc: &mut Doc, evidence: &Evidence) {
    let lang = doc.ui.lang;
    let mut parts = vec![match evidence.kind {
        EvidenceKind::File => lang.tui_evidence_file().to_owned(),
        EvidenceKind::Link => lang.tui_evidence_link().to_owned(),
    }];
    parts.extend(evidence.size.map(|bytes| size(lang, bytes)));
    parts.push(lang.tui_at_by(&in_full(lang, evidence.at), &evidence.by));
    if evidence.frozen {
        parts.push(lang.tui_evidence_submitted().to_owned());
    }
    let token = match evidence.removed_at {
        Some(at) => {
            parts.push(lang.tui_evidence_removed(&in_full(lang, at)));
            Token::Muted
        }
        None => Token::Text,
    };
    doc.text(token, 2, &evidence.name);
    doc.text(Token::Muted, 4, &parts.join(" · "));
    if let Some(url) = &evidence.url {
        doc.link(url);
    }
    if let Some(hash) = &evidence.sha256 {
        doc.text(Token::Muted, 4, &format!("SHA-256 {hash}"));
    }
}

/// The due date, the one first set where that is another, and how late or near it is.
pub fn due(lang: Lang, detail: &AssignmentDetail) -> (Token, String) {
    let row = &detail.row;
    let Some(due) = row.due_on else { return (Token::Text, lang.no_deadline().to_owned()) };
    let (token, late) = words::lateness(lang, row).unwrap_or((Token::Text, String::new()));
    let mut said = lang.due_date(due, row.due_precision);
    if let Some(original) = row.original_due_on.filter(|original| *original != due) {
        said.push_str(&lang.tui_due_original(
            &lang.due_date(original, detail.task.due_precision),
            detail.extensions.count,
            detail.extensions.days,
        ));
    }
    (token, text::joined(&[&said, &late], " · "))
}

/// The level of the ladder, and the urges without an answer.
pub fn level(lang: Lang, row: &AssignmentRow) -> String {
    let level = if row.level > 0 { lang.level(row.level) } else { lang.tui_level_none().to_owned() };
    format!("{level} · {}", lang.tui_unanswered_urges(row.unanswered_urges))
}

/// Bytes in a unit that can be read.
pub fn size(lang: Lang, bytes: i64) -> String {
    let (unit, name) = match bytes {
        ..=1_023 => return format!("{bytes} B"),
        1_024..=1_048_575 => (1_024, "KB"),
        _ => (1_048_576, "MB"),
    };
    let tenths = bytes.saturating_mul(10) / unit;
    let comma = if lang == Lang::Vi { ',' } else { '.' };
    format!("{}{comma}{} {name}", tenths / 10, tenths % 10)
}

/// An urge and its answer.
pub fn urge(doc: &mut Doc, urge: &Urge) {
    let lang = doc.ui.lang;
    let state = match (&urge.answer, urge.days_overdue) {
        (Some(_), _) => lang.tui_urge_answered().to_owned(),
        (None, _) if urge.withdrawn => lang.urge_withdrawn().to_owned(),
        (None, _) if urge.lapsed_at.is_some() => lang.urge_lapsed().to_owned(),
        (None, days @ 1..) => lang.tui_urge_overdue(days),
        (None, _) => lang.tui_urge_open().to_owned(),
    };
    let token = if urge.answer.is_none() && urge.days_overdue > 0 { Token::Danger } else { Token::Text };
    doc.text(token, 2, &lang.tui_urge_line(&urge.number, &lang.date(urge.reply_by), &state));
    doc.text(Token::Muted, 4, &lang.tui_at_by(&in_full(lang, urge.at), &urge.by));
    doc.text(Token::Text, 4, &urge.text);
    if let Some(answer) = &urge.answer {
        doc.text(Token::Muted, 4, &lang.tui_urge_answer_at(&in_full(lang, answer.at), &answer.by));
        doc.text(Token::Text, 6, &answer.text);
    }
}

fn event(doc: &mut Doc, event: &Event) {
    let lang = doc.ui.lang;
    let side = if event.by_working_group { "◆" } else { "·" };
    let head = Line::from(vec![
        doc.ui.span(Token::Muted, format!("  {}  ", in_full(lang, event.at))),
        doc.ui.span(Token::Text, format!("{side} {}", words::event(lang, event.kind))),
        doc.ui.span(Token::Muted, format!("  {}", lang.actor(&event.by))),
    ]);
    doc.push(head);
    let detail = lang.event_detail(event.kind, &event.detail);
    if !detail.trim().is_empty() {
        doc.text(Token::Text, 22, &detail);
    }
}
