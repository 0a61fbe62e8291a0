//! Tables for spreadsheets: UTF-8 with a byte order mark, which they need to read Vietnamese, in the form of RFC 4180.

use dondoc_shared::scrub::runs_in_spreadsheets;

/// A table that grows line by line.
pub struct Table(String);

impl Default for Table {
    fn default() -> Self {
        Self(String::from('\u{feff}'))
    }
}

impl Table {
    /// Adds a line. Text that a spreadsheet would run as a formula is marked as text; a number is one.
    pub fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (n, cell) in cells.into_iter().enumerate() {
            if n > 0 {
                self.0.push(',');
            }
            self.0.push('"');
            if runs_in_spreadsheets(cell) && !is_number(cell) {
                self.0.push('\'');
            }
            self.0.push_str(&cell.replace('"', "\"\""));
            self.0.push('"');
        }
        self.0.push_str("\r\n");
    }

    /// The whole table.
    pub fn text(self) -> String {
        self.0
    }
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_stays_a_text_and_a_number_stays_a_number() {
        let mut table = Table::default();
        table.line(["=1+1", "a \"b\", c", "-2", "-2+3", "-0.5", "Hà Nội"]);
        assert_eq!(
            table.text(),
            "\u{feff}\"'=1+1\",\"a \"\"b\"\", c\",\"-2\",\"'-2+3\",\"-0.5\",\"Hà Nội\"\r\n"
        );
    }
}
