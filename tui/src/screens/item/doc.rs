//! What the screen says of an assignment, from top to bottom: facts, what can be done, what was reported, what proves it, what was
//! asked and decided, what happened.

use dondoc_shared::{
    lifecycle::{Act, Part, Status},
    text::Lang,
    wire::{TenantRef, assignment::AssignmentDetail},
};
use ratatui::text::Line;

use crate::{
    dialog::kind::{Kind, begun_by, refusal},
    keys::{Command, table::entries},
    ui::{
        Ui,
        document::{Doc, DocLine},
        handling, records, text,
        theme::Token,
    },
};

/// Everything about an assignment, whose page in the portal is at `address`, in lines that fit the window. Those of the `tenants`
/// that its reports name by their keys are called by their names.
pub fn write(ui: Ui, detail: &AssignmentDetail, (address, tenants): (&str, &[TenantRef])) -> Vec<DocLine> {
    let mut doc = begun(ui, detail, address);
    acts(&mut doc, detail);
    records::write(&mut doc, detail, tenants);
    doc.lines
}

/// The same for where no key does anything.
pub fn write_to_read(
    ui: Ui,
    detail: &AssignmentDetail,
    (address, tenants): (&str, &[TenantRef]),
) -> Vec<DocLine> {
    let mut doc = begun(ui, detail, address);
    records::write(&mut doc, detail, tenants);
    doc.lines
}

fn begun(ui: Ui, detail: &AssignmentDetail, address: &str) -> Doc {
    // Long lines are hard to read: a wide window leaves the right free.
    let width = usize::from(ui.size.0).saturating_sub(2).min(110);
    let mut doc = Doc { ui, width, lines: Vec::new() };
    facts(&mut doc, detail);
    doc.text(Token::Muted, 0, ui.lang.tui_fact_address());
    doc.link(address);
    doc
}

fn facts(doc: &mut Doc, detail: &AssignmentDetail) {
    let lang = doc.ui.lang;
    let row = &detail.row;
    doc.text(Token::Title, 0, lang.pick(&row.title_vi, &row.title_en));
    doc.labelled(
        lang.tui_fact_tenant(),
        &format!("{} ({})", lang.pick(&row.tenant.name_vi, &row.tenant.name_en), row.part.name(lang)),
    );
    doc.labelled(
        lang.tui_fact_status(),
        &format!("{} · {}", row.status.name(lang), lang.percent(row.percent)),
    );
    let (token, due) = records::due(lang, detail);
    doc.labelled_as(token, lang.tui_fact_due(), &due);
    doc.labelled(lang.tui_fact_level(), &records::level(lang, row));
    doc.labelled(lang.tui_fact_assignee(), row.assignee.as_deref().unwrap_or(lang.tui_nobody_named()));
    if let Some(said) = &row.handling {
        doc.labelled(lang.handling_fact(), &handling::in_a_line(lang, said, Some(detail.today)));
    }
    let task = &detail.task;
    let directive = lang.pick(&task.directive_vi, &task.directive_en);
    let issued = format!("{} ({})", row.directive, lang.date(task.issued_on));
    let cited = text::joined(&[&text::joined(&[&issued, &row.clause], ", "), directive], ". ");
    doc.labelled(lang.tui_fact_directive(), &cited);
    // What this reader cannot read stands with where it comes from.
    let is_foreign = lang == Lang::Vi && Lang::of_text(&task.product) == Lang::En;
    if !is_foreign {
        doc.labelled(lang.tui_fact_product(), &task.product);
    }
    doc.labelled(lang.tui_fact_due_text(), &task.due_text);
    if let Some(restates) = &task.restates {
        doc.labelled(lang.tui_fact_restates(), restates);
    }
    if !detail.others.is_empty() {
        let others: Vec<String> = detail
            .others
            .iter()
            .map(|other| match other.part {
                Part::Lead => format!("{} ({})", other.tenant.short, Part::Lead.name(lang)),
                Part::Coordinating => other.tenant.short.clone(),
            })
            .collect();
        doc.labelled(lang.tui_fact_others(), &others.join(", "));
    }
    if let Some(waiting) = &detail.waiting {
        let cause = waiting.cause.map_or(lang.cause_not_given(), |cause| cause.name(lang));
        let tenant = lang.pick(&waiting.tenant.name_vi, &waiting.tenant.name_en);
        let since = lang.tui_waiting_since(tenant, &lang.date(waiting.since), cause);
        doc.labelled(lang.tui_fact_waiting(), &since);
    }
    let source = [task.lead_basis.name(lang), task.source_note.as_str()];
    doc.labelled(lang.tui_fact_source(), source.join(": ").trim_end_matches(": "));
    if is_foreign && !task.product.is_empty() {
        doc.labelled(lang.tui_fact_product(), &format!("{} {}", task.product, lang.english_only()));
    }
}

/// What can be done, with its key; and what cannot, with the reason.
fn acts(doc: &mut Doc, detail: &AssignmentDetail) {
    let lang = doc.ui.lang;
    let mut lines = Vec::new();
    for entry in entries() {
        // What chooses in its dialog as well works on the page of a report; what urges many, in a list of bodies.
        let is_elsewhere = Kind::picked_by(entry.command).is_some() || entry.command == Command::UrgeMissing;
        let is_always = matches!(entry.command, Command::Claim | Command::Snooze | Command::Note);
        let always: Option<(&[Act], &str)> = is_always.then(|| (&[][..], (entry.title)(lang)));
        let begun = begun_by(entry.command, lang).filter(|_| !is_elsewhere).or(always);
        let Some((acts, title)) = begun else { continue };
        if !doc.ui.has(entry) {
            // What waits for somebody else to decide says for whom.
            let needs = entry.needs.filter(|needs| waits_for(entry.command, detail) && !doc.ui.may(*needs));
            lines.extend(
                needs.map(|needs| {
                    doc.ui.line(Token::Muted, format!("  –  {title}: {}", lang.decided_by(needs)))
                }),
            );
            continue;
        }
        let key = entry.keys.first().map(|keys| keys.label()).unwrap_or_default();
        lines.push(match refusal(acts, detail).filter(|_| !is_always) {
            None => Line::from(vec![
                doc.ui.span(Token::Accent, format!("  {key}  ")),
                doc.ui.span(Token::Text, title),
            ]),
            Some(code) => doc.ui.line(Token::Muted, format!("  –  {title}: {}", code.message(lang))),
        });
    }
    doc.heading(lang.tui_section_acts());
    if lines.is_empty() {
        let none = if doc.ui.reads_only { lang.tui_read_only_refused() } else { lang.tui_acts_none() };
        doc.text(Token::Muted, 2, none);
    }
    for line in lines {
        doc.push(line);
    }
}

/// Whether an assignment waits for the decision that a command begins.
fn waits_for(command: Command, detail: &AssignmentDetail) -> bool {
    match command {
        Command::Verify => detail.row.status == Status::Submitted,
        Command::Extension => detail.row.extension_pending,
        Command::Escalate => !detail.proposed_steps.is_empty(),
        _ => false,
    }
}

/// The lines on which sections begin.
pub fn headings(lines: &[DocLine]) -> impl Iterator<Item = usize> {
    lines.iter().enumerate().filter(|(_, line)| line.heading).map(|(place, _)| place)
}
