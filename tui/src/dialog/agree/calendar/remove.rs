//! To take a day out of a year's table, so that it is as its weekday is.

use dondoc_shared::{
    fold::compose,
    text::{Both, Lang},
    wire::calendar::CalendarDay,
};
use jiff::Timestamp;

use super::{Table, done, is_weekday, named};
use crate::{
    net::{Answer, Call, Order},
    step::{Agreement, Subject, Wish, WrongField, wrong},
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct RemoveDay {
    /// The table.
    pub table: Table,
    /// The row that is taken out.
    pub row: CalendarDay,
}

impl Agreement for RemoveDay {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![(lang.almanac_field_why(), 1_000)]
    }

    fn subject(&self) -> Option<Subject> {
        Some(self.table.subject("remove day", Some(self.row.day)))
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        (field == "source_note").then_some(0)
    }

    /// The day itself: whoever types it has read it.
    fn word(&self, lang: Lang, _: &[String]) -> Option<String> {
        Some(lang.date(self.row.day))
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { table, row } = self;
        let name = lang.pick(&row.name_vi, &row.name_en);
        let becomes = match &table.year.tenant {
            Some(_) => lang.almanac_becomes_nations().to_owned(),
            None => lang.almanac_becomes(is_weekday(row.day)),
        };
        vec![
            (Token::Title, table.title(lang)),
            (Token::Text, lang.almanac_day_now(&named(lang, row.day), row.kind.name(lang), name)),
            (Token::Warn, becomes),
            (Token::Muted, lang.almanac_write_means(&lang.date(table.year.changeable_from))),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.almanac_agree_remove()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let (table, day) = (&self.table, self.row.day);
        if table.row(day).is_none() {
            return Err(wrong(0, |lang| lang.almanac_day_is_gone(&lang.date(day))));
        }
        let rows = table.year.days.iter().filter(|row| row.day != day).cloned().collect();
        Ok(table.order(rows, compose(typed.first().map_or("", |text| text.trim()))))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer)
    }

    fn again(&self) -> Option<Call> {
        Some(self.table.again())
    }

    fn renew(&mut self, answer: Answer) -> bool {
        let is_renewed = self.table.renew(answer);
        if let Some(row) = self.table.row(self.row.day) {
            self.row = row.clone();
        }
        is_renewed
    }
}
