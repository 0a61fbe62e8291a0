//! The page of a tenant: its name, and blocks of rows in as many columns as there is room for.

use ratatui::{Frame, layout::Rect};

use super::{
    State,
    layout::{HEAD, page_rows},
    rows::Opens,
};
use crate::{
    keys::{Screen, table::chord_to},
    ui::{Ui, View, below, cursor_at, message, more_below, put_at, text, theme::Token, words},
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        if let Some(tenant) = &self.tenant {
            let kind = self.page.value.as_ref().map(|page| page.kind.name(lang));
            let name = lang.pick(&tenant.name_vi, &tenant.name_en);
            let rest = kind.map(|kind| format!(" · {kind}")).unwrap_or_default();
            // The kind stands whole, and of the name what there is room for.
            let room = usize::from(area.width).saturating_sub(2 + text::width(&rest));
            put_at(frame, area, 1, 0, &ui.line(Token::Title, format!("{}{rest}", text::cut(name, room))));
        }
        let area = below(area, HEAD);
        let Some(laid) = self.laid(lang, ui.size) else {
            return message(frame, ui, area, (1, 0), &self.page.blank(lang));
        };
        let here = self.here(&laid).map(|(_, row)| &row.spot);
        for (place, blocks) in laid.columns.iter().enumerate() {
            let x = 1 + place * (laid.width + 3);
            let mut line = 0;
            let mut draw = |token: Token, said: &str, is_first: bool| {
                if let Some(row) =
                    usize::checked_sub(line, self.top).filter(|row| *row < usize::from(area.height))
                {
                    put_at(frame, area, x, row, &ui.line(token, text::cut(said, laid.width)));
                    if is_first && !ui.covered {
                        cursor_at(frame, area, x, row);
                    }
                }
                line += 1;
            };
            for block in blocks {
                draw(Token::Title, block.title, false);
                for row in &block.rows {
                    let is_here = here == Some(&row.spot);
                    for (nth, (token, said)) in row.lines.iter().enumerate() {
                        let token = if is_here { Token::Cursor } else { *token };
                        draw(token, said, is_here && nth == 0);
                    }
                }
                draw(Token::Text, "", false);
            }
        }
    }

    /// What Enter does, and what is hidden below.
    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if let Some(finding) = &self.finding {
            return lang.tenant_finding(finding.read());
        }
        if self.page.is_waiting() {
            return lang.tui_loading().to_owned();
        }
        if let Some(failure) = &self.page.failure {
            return failure.text(lang);
        }
        let Some(laid) = self.laid(lang, ui.size) else { return String::new() };
        let opens = self.here(&laid).and_then(|(_, row)| match (self.list(&row.opens), &row.opens) {
            (Some((Screen::Backlog, filter)), _) => Some(words::opens(ui, &filter)),
            (Some((screen, _)), _) => {
                let chord = chord_to(screen)?;
                let keys = chord.keys.first().map(|keys| keys.label()).unwrap_or_default();
                Some(lang.queues_opens(&keys, (chord.title)(lang)))
            }
            (None, Opens::Urge(urge)) => Some(lang.tenant_opens_urge(&urge.number)),
            (None, Opens::Item { code, .. }) => Some(lang.tenant_opens_item(code)),
            (None, _) => None,
        });
        let hidden = more_below(ui, laid.length(), self.top + page_rows(ui.size));
        [opens, hidden].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}
