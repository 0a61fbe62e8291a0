//! How deciding on many looks: the form, the plan with what becomes of each, and what became of it.

use dondoc_shared::{
    text::Lang,
    wire::{
        decision::{Decision, DecisionItem},
        plan::{PartState, PlanSkipped},
    },
};
use ratatui::{Frame, layout::Rect};

use super::{
    Face, Row, State,
    ask::{Stop, choices, command_of},
    rows_of,
    said::{lines, outcome, warnings},
};
use crate::{
    dialog::page::{self, Button, Page},
    keys::table::label_of,
    ui::{
        Ui, View, below,
        list::{Cell, Column, Keyed as _, Table},
        message,
        sheet::{self, Layout},
        theme::Token,
        words,
    },
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        match (self.face, self.shown()) {
            (Face::Ask, _) => self.draw_form(frame, ui, area),
            (_, None) => message(frame, ui, area, (1, 1), ui.lang.decisions_nothing_yet()),
            (_, Some(_)) => self.draw_plan(frame, ui, area),
        }
    }

    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if self.making.is_open() {
            return lang.composer_planning().to_owned();
        }
        if self.standing.is_open() {
            return lang.tui_loading().to_owned();
        }
        let rows = self.rows();
        let Some(here) = self.list.selected(&rows) else { return String::new() };
        let place = words::count(lang, here.key() + 1);
        lang.tui_row_of(&place, &words::count(lang, rows.len()))
    }
}

impl State {
    fn draw_form(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let (lang, asking) = (ui.lang, &self.asking);
        let mut head =
            vec![(Token::Title, asking.name(lang)), (Token::Muted, lang.tui_tenant_will_see().to_owned())];
        if asking.is_restored {
            head.push((Token::Accent, lang.composer_draft().to_owned()));
        }
        let options = choices(asking.by).map(|decision| decision.choice(lang).to_owned()).to_vec();
        let fields = asking.form.fields.iter().enumerate().map(|(place, field)| {
            let options = options.clone();
            let labelled = if Stop::Choice.field() == Some(place) {
                (lang.decisions_label(), options)
            } else {
                (lang.decisions_label_remark(), vec![])
            };
            (field, labelled)
        });
        let is_at_go = asking.focus == Stop::Go;
        let lines = page::lines(ui, head, &fields.collect::<Vec<_>>(), asking.focus.field());
        let label = lang.composer_button_plan();
        let button = Button { label, focused: is_at_go, usable: !self.making.is_open() };
        let (notice, keys) = (asking.notice.as_ref(), lang.decisions_form_keys());
        page::draw(frame, ui, area, &Page { lines, notice, buttons: vec![button], keys });
    }

    /// What stands above the table: the sums, what gives pause, what can be done.
    fn head(&self, ui: Ui) -> Vec<(Token, String)> {
        let lang = ui.lang;
        let Some(plan) = self.shown() else { return Vec::new() };
        let [planned, done, failed] =
            [PartState::Planned, PartState::Decided, PartState::Failed].map(|state| plan.count(state));
        let name = plan.decision.name(lang);
        let mut head = if self.face == Face::Plan {
            let sum = lang.decisions_sum(name, planned, plan.mails(PartState::Planned));
            let said =
                if planned == 0 { lang.decisions_nothing_planned() } else { lang.decisions_not_made() };
            let warnings: Vec<String> = warnings(plan).iter().map(|text| text.get(lang).to_owned()).collect();
            let warned = (!warnings.is_empty()).then(|| (Token::Warn, warnings.join(" · ")));
            [Some((Token::Title, sum)), warned, Some((Token::Accent, said.to_owned()))]
        } else {
            let sum = lang.decisions_sum(name, done, plan.mails(PartState::Decided));
            let token = if failed > 0 { Token::Warn } else { Token::Good };
            let made = lang.decisions_made(done, failed, &label_of(command_of(plan.decision)));
            let rest = (planned > 0).then(|| (Token::Warn, lang.decisions_rest(planned)));
            [Some((Token::Title, sum)), Some((token, made)), rest]
        };
        if let (Some(Some((_, sum))), false) = (head.first_mut(), plan.remark.is_empty()) {
            *sum = format!("{sum} · {}", lang.decisions_agree_remark(&plan.remark));
        }
        sheet::broken(head.into_iter().flatten().collect(), usize::from(ui.size.0).saturating_sub(2))
    }

    /// How the rows of the window are shared.
    pub(super) fn layout(&self, ui: Ui) -> Layout {
        Layout::new(ui, self.head(ui).len(), self.rows().len())
    }

    /// How many lines are said about the row under the cursor, and how many of them are visible.
    pub(super) fn extent(&self, ui: Ui) -> (usize, usize) {
        (self.about(ui).len(), self.layout(ui).about)
    }

    fn draw_plan(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        sheet::draw_head(frame, ui, area, self.head(ui));
        let layout = self.layout(ui);
        let Some(plan) = self.shown() else { return };
        let (rows, decision) = (rows_of(plan), plan.decision);
        let here = self.list.place(&rows);
        let cells = rows.iter().map(|row| code(row).chars().count()).max().unwrap_or(0).clamp(8, 22);
        let columns = [
            Column::fixed(lang.decisions_column_code(), cells, |row: &Row<'_>| code(row).to_owned()),
            Column::fixed(lang.decisions_column_outcome(), 21, move |row: &Row<'_>| match row {
                Row::Item(_, _, item) => outcome(lang, decision, item),
                Row::Skipped(..) => String::new(),
            }),
            Column::fixed(lang.decisions_column_note(), 18, |row: &Row<'_>| note(lang, row)),
            Column::rest(lang.decisions_column_title(), |row: &Row<'_>| match row {
                Row::Item(_, _, item) => lang.pick(&item.title_vi, &item.title_en).to_owned(),
                Row::Skipped(_, skipped) => skipped.why.message(lang).to_owned(),
            }),
        ];
        let table = Table::new(columns, usize::from(area.width), 0);
        let lines = rows.iter().map(|row| (Token::Text, *row));
        table.draw(frame, ui, below(area, layout.head), (Some(here), self.list.top, layout.page), lines);
        sheet::draw_about(frame, ui, area, layout, (&self.about(ui), self.scroll));
    }

    /// All that is known of the row under the cursor.
    fn about(&self, ui: Ui) -> Vec<(Token, String)> {
        let (lang, rows) = (ui.lang, self.rows());
        let decision = self.shown().map_or(Decision::Accept, |plan| plan.decision);
        let said = match self.list.selected(&rows) {
            Some(Row::Item(_, part, item)) => lines(lang, decision, part, item),
            Some(Row::Skipped(_, PlanSkipped { code, why, .. })) => {
                vec![(Token::Title, code.clone()), (Token::Warn, why.message(lang).to_owned())]
            }
            None => Vec::new(),
        };
        sheet::broken(said, usize::from(ui.size.0).saturating_sub(2).min(110))
    }
}

fn code<'a>(row: &Row<'a>) -> &'a str {
    match row {
        Row::Item(_, _, item) => &item.code,
        Row::Skipped(_, skipped) => &skipped.code,
    }
}

/// What gives pause before it is decided, what became of it after.
fn note(lang: Lang, row: &Row<'_>) -> Cell {
    let Row::Item(_, _, item) = row else { return (Token::Warn, lang.decisions_note_skipped()).into() };
    match item.state {
        PartState::Planned => (Token::Warn, doubt(lang, item)).into(),
        PartState::Failed => (Token::Danger, lang.decisions_note_failed()).into(),
        _ => (Token::Good, lang.decisions_note_done()).into(),
    }
}

fn doubt(lang: Lang, item: &DecisionItem) -> &'static str {
    if item.claimed_by.is_some() {
        lang.handling_note_claimed()
    } else if item.snoozed_until.is_some() {
        lang.handling_note_snoozed()
    } else if item.unopened {
        lang.decisions_note_unopened()
    } else {
        ""
    }
}
