//! A list under a cursor: where the cursor stands, what moves it, and a table whose columns are data.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    Ui, cursor_at, paint_row, put,
    text::{cut, fit, fit_right, width},
    theme::Token,
};
use crate::keys::Command;

/// Something that stands in a list.
pub trait Keyed {
    /// What tells one row from the others, wherever it stands.
    type Key: PartialEq + Clone;

    /// The key of this row.
    fn key(&self) -> Self::Key;
}

/// The cursor of a list and the part of it that is shown. The cursor is a key and no place, so that no change of the rows
/// moves it to another row.
#[derive(Debug)]
pub struct List<K> {
    /// What the cursor is on; none, or what is no longer in the list, stands for the first row.
    pub cursor: Option<K>,
    /// First row shown.
    pub top: usize,
}

impl<K> Default for List<K> {
    fn default() -> Self {
        Self { cursor: None, top: 0 }
    }
}

impl<K: PartialEq + Clone> List<K> {
    /// Where in `rows` the cursor stands.
    pub fn place<R: Keyed<Key = K>>(&self, rows: &[R]) -> usize {
        let found = self.cursor.as_ref().and_then(|key| rows.iter().position(|row| row.key() == *key));
        found.unwrap_or(0)
    }

    /// The row under the cursor.
    pub fn selected<'r, R: Keyed<Key = K>>(&self, rows: &'r [R]) -> Option<&'r R> {
        rows.get(self.place(rows))
    }

    /// Moves the cursor, `page` rows being visible. False if `command` is no movement.
    pub fn command<R: Keyed<Key = K>>(&mut self, command: Command, rows: &[R], page: usize) -> bool {
        let Some(to) = moved(command, self.place(rows), rows.len(), page) else { return false };
        self.cursor = rows.get(to).map(Keyed::key);
        self.keep_in_view(rows, page);
        true
    }

    /// Scrolls so that the cursor's row is visible.
    pub fn keep_in_view<R: Keyed<Key = K>>(&mut self, rows: &[R], page: usize) {
        self.keep(self.place(rows), page);
    }

    /// Scrolls so that row `here` is visible.
    pub fn keep(&mut self, here: usize, page: usize) {
        self.top = self.top.min(here).max((here + 1).saturating_sub(page.max(1)));
    }
}

/// The row that a movement from row `here` leads to, of `count` rows of which `page` are visible. None if `command` is no
/// movement.
pub fn moved(command: Command, here: usize, count: usize, page: usize) -> Option<usize> {
    let (half, last) = ((page / 2).max(1), count.saturating_sub(1));
    let to = match command {
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// What stands in a cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// How it looks; as the row does if none.
    token: Option<Token>,
    text: String,
    /// What stands there if the text does not fit.
    instead: Option<String>,
}

impl Cell {
    /// `text`, or `instead` where it would be cut: names of bodies begin alike, so one that is cut tells nothing.
    pub fn or(text: &str, instead: &str) -> Self {
        Self { token: None, text: text.to_owned(), instead: Some(instead.to_owned()) }
    }

    fn shown(&self, cells: usize) -> &str {
        match &self.instead {
            Some(instead) if width(&self.text) >= cells => instead,
            _ => &self.text,
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T: Into<Self>> From<(Token, T)> for Cell {
    fn from((token, text): (Token, T)) -> Self {
        Self { token: Some(token), ..text.into() }
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy)]
enum Wide {
    /// So many cells.
    Fixed(usize),
    /// What the others leave.
    Rest,
}

/// A column of rows `R`.
pub struct Column<'a, R> {
    head: String,
    wide: Wide,
    right: bool,
    gap: bool,
    /// Its place among those that get room, and how many cells it must leave to the column that takes the rest; none if it
    /// always stands.
    rank: Option<(u8, usize)>,
    cell: Box<dyn Fn(&R) -> Cell + 'a>,
}

impl<'a, R> Column<'a, R> {
    fn new<C: Into<Cell>>(head: &str, wide: Wide, cell: impl Fn(&R) -> C + 'a) -> Self {
        let cell = Box::new(move |row: &R| cell(row).into());
        Self { head: head.to_owned(), wide, right: false, gap: true, rank: None, cell }
    }

    /// A column of `cells` cells and a blank.
    pub fn fixed<C: Into<Cell>>(head: &str, cells: usize, cell: impl Fn(&R) -> C + 'a) -> Self {
        Self::new(head, Wide::Fixed(cells), cell)
    }

    /// The column that takes what the others leave.
    pub fn rest<C: Into<Cell>>(head: &str, cell: impl Fn(&R) -> C + 'a) -> Self {
        Self::new(head, Wide::Rest, cell)
    }

    /// The same, written against its right edge.
    #[must_use]
    pub fn right(self) -> Self {
        Self { right: true, ..self }
    }

    /// The same without the blank behind it.
    #[must_use]
    pub fn tight(self) -> Self {
        Self { gap: false, ..self }
    }

    /// The same, only where there is room: columns get it in the order of `rank`, and this one if it leaves `least` cells
    /// to the column that takes the rest.
    #[must_use]
    pub fn if_room(self, rank: u8, least: usize) -> Self {
        Self { rank: Some((rank, least)), ..self }
    }

    /// The same before all others that get room where there is some.
    #[must_use]
    pub fn wanted(self) -> Self {
        Self { rank: self.rank.map(|_| (0, LEAST)), ..self }
    }

    /// What it is called, where a person may do without it: not the column that takes the rest, nor one without a head.
    pub fn choosable(&self) -> Option<&str> {
        (matches!(self.wide, Wide::Fixed(_)) && !self.head.is_empty()).then_some(self.head.as_str())
    }

    /// What it is called.
    #[cfg(test)]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// What it prints of a row.
    #[cfg(test)]
    pub fn text(&self, row: &R) -> String {
        (self.cell)(row).text
    }

    fn cells(&self) -> usize {
        match self.wide {
            Wide::Fixed(cells) => cells + usize::from(self.gap),
            Wide::Rest => 0,
        }
    }
}

/// Cells of the column that takes the rest, for which others that always stand make room.
const LEAST: usize = 8;

/// A table, fitted into a width.
pub struct Table<'a, R> {
    /// The columns that have room, each with its cells.
    columns: Vec<(Column<'a, R>, usize)>,
}

impl<'a, R> Table<'a, R> {
    /// Fits `columns` into `width` cells behind a blank, leaving `margin` cells at the right edge.
    pub fn new(columns: impl IntoIterator<Item = Column<'a, R>>, width: usize, margin: usize) -> Self {
        let mut columns: Vec<Column<'a, R>> = columns.into_iter().collect();
        // A window of one column has no room for all that always stands elsewhere: the last of it goes first.
        let least = if columns.iter().any(|column| matches!(column.wide, Wide::Rest)) { LEAST } else { 0 };
        let is_always = |column: &Column<'a, R>| column.rank.is_none() && column.cells() > 0;
        while columns.iter().filter(|column| column.rank.is_none()).map(Column::cells).sum::<usize>()
            + 1
            + margin
            + least
            > width
            && columns.iter().filter(|column| is_always(column)).count() > 1
            && let Some(last) = columns.iter().rposition(is_always)
        {
            columns.remove(last);
        }
        // The blank behind the last column is not drawn; it stands for the one behind the column that takes the rest.
        let always: usize = columns.iter().filter(|column| column.rank.is_none()).map(Column::cells).sum();
        let mut rest = width.saturating_sub(1 + margin + always);
        let mut ranked: Vec<(u8, usize)> = columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| column.rank.map(|(rank, _)| (rank, place)))
            .collect();
        ranked.sort_unstable();
        let mut kept = Vec::new();
        for (_, place) in ranked {
            let Some(column) = columns.get(place) else { continue };
            let (cells, least) = (column.cells(), column.rank.map_or(0, |(_, least)| least));
            if cells + least <= rest {
                rest -= cells;
                kept.push(place);
            }
        }
        let stands = |place: &usize, column: &Column<'a, R>| column.rank.is_none() || kept.contains(place);
        let fitted = columns.into_iter().enumerate().filter(|(place, column)| stands(place, column));
        let fitted = fitted.map(|(_, column)| {
            let cells = match column.wide {
                Wide::Fixed(cells) => cells,
                Wide::Rest => rest,
            };
            (column, cells)
        });
        Self { columns: fitted.collect() }
    }

    fn line<'c>(
        &self,
        ui: Ui,
        token: Token,
        cell: impl Fn(&Column<'a, R>, usize) -> (Option<Token>, String) + 'c,
    ) -> Line<'static> {
        let mut spans: Vec<Span<'static>> = vec![ui.span(token, " ")];
        let last = self.columns.len().saturating_sub(1);
        for (place, (column, cells)) in self.columns.iter().enumerate() {
            let (own, text) = cell(column, *cells);
            let shown = match column.wide {
                _ if column.right => fit_right(&text, *cells),
                Wide::Rest if place == last => cut(&text, *cells),
                _ => fit(&text, *cells),
            };
            spans.push(ui.span(own.unwrap_or(token), shown));
            if column.gap && place < last {
                spans.push(ui.span(token, " "));
            }
        }
        Line::from(spans)
    }

    /// Whether a column of this head has room.
    pub fn has(&self, head: &str) -> bool {
        self.columns.iter().any(|(column, _)| column.head == head)
    }

    /// The number of columns that have room.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The line above the rows.
    pub fn head(&self, ui: Ui) -> Line<'static> {
        self.line(ui, Token::Muted, |column, _| (None, column.head.clone()))
    }

    /// The line of `row`, which looks like `token` where a cell does not say otherwise.
    pub fn row(&self, ui: Ui, token: Token, row: &R) -> Line<'static> {
        self.line(ui, token, |column, cells| {
            let cell = (column.cell)(row);
            (cell.token, cell.shown(cells).to_owned())
        })
    }

    /// Draws the head in the first row of `area` and below it `page` of the `rows`, from row `top` on; the row `here` is
    /// marked.
    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        ui: Ui,
        area: Rect,
        (here, top, page): (Option<usize>, usize, usize),
        rows: impl Iterator<Item = (Token, R)>,
    ) {
        put(frame, area, 0, &self.head(ui));
        let shown = rows.enumerate().skip(top).take(page);
        for (line, (place, (token, row))) in shown.enumerate() {
            put(frame, area, 1 + line, &self.row(ui, token, &row));
            if Some(place) == here {
                paint_row(frame, area, 1 + line, ui.style(Token::Cursor));
                if !ui.covered {
                    cursor_at(frame, area, 0, 1 + line);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone)]
    struct Row(u32);

    impl Keyed for Row {
        type Key = u32;

        fn key(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn a_cursor_stays_on_its_row_when_others_come_before_it_and_in_view_when_the_window_shrinks() {
        let mut rows: Vec<Row> = (0..50).map(Row).collect();
        let mut list = List::default();
        assert!(!list.command(Command::Open, &rows, 10));
        for (command, place, top) in [
            (Command::Up, 0, 0),
            (Command::Down, 1, 0),
            (Command::PageDown, 6, 0),
            (Command::Bottom, 49, 40),
            (Command::Down, 49, 40),
            (Command::PageUp, 44, 40),
            (Command::Top, 0, 0),
        ] {
            assert!(list.command(command, &rows, 10));
            assert_eq!((list.place(&rows), list.top), (place, top), "{command:?}");
        }
        list.cursor = Some(30);
        rows.insert(0, Row(99));
        assert_eq!(list.selected(&rows).map(|row| row.0), Some(30));
        list.keep_in_view(&rows, 3);
        assert_eq!(list.top, 29);
        rows.retain(|row| row.0 != 30);
        assert_eq!(list.place(&rows), 0, "what is gone is not somebody else's row");
    }

    #[test]
    fn columns_get_room_by_rank_and_the_rest_keeps_its_least() {
        let columns = || {
            [
                Column::fixed("B", 3, |row: &Row| row.0.to_string()).if_room(2, 10),
                Column::fixed("A", 3, |row: &Row| row.0.to_string()).right().if_room(1, 4),
                Column::rest("REST", |_: &Row| "tên dài hơn chỗ có"),
            ]
        };
        let ui = Ui { size: (20, 5), ..Ui::default() };
        let at = |width| Table::new(columns(), width, 0).row(ui, Token::Text, &Row(7)).to_string();
        assert_eq!(at(19), " 7     7 tên dài h…");
        assert_eq!(at(18), "   7 tên dài hơn …");
        assert_eq!(at(8), " tên dà…");
    }
}
