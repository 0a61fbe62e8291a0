//! To put a day into a year's table, or several in a row, and to change one that stands there.

use dondoc_shared::{
    fold::compose,
    text::{Both, Lang},
    wire::calendar::{CalendarDay, Certainty, HolidayKind},
};
use jiff::{Timestamp, civil::Date};

use super::{Table, done, is_weekday, is_worked, named};
use crate::{
    dialog::form::read_date,
    net::{Answer, Call, Order},
    step::{Agreement, Subject, Wish, WrongField, wrong},
    ui::theme::Token,
};

/// The fields, by their places.
const DAY: usize = 0;
const LAST: usize = 1;
const NAME_VI: usize = 2;
const NAME_EN: usize = 3;
const SOURCE: usize = 4;

/// See the module.
#[derive(Debug)]
pub struct WriteDay {
    table: Table,
    /// The row that is changed; none where days are added.
    old: Option<CalendarDay>,
    /// The kind of day that is chosen.
    picked: Option<usize>,
}

impl WriteDay {
    /// To add days to a table.
    pub fn add(table: Table) -> Self {
        Self { table, old: None, picked: None }
    }

    /// To change a row of a table.
    pub fn change(table: Table, old: CalendarDay) -> Self {
        let picked = HolidayKind::ALL.iter().position(|kind| *kind == old.kind);
        Self { table, old: Some(old), picked }
    }

    fn kind(&self) -> Option<HolidayKind> {
        self.picked.and_then(|option| HolidayKind::ALL.get(option)).copied()
    }

    /// A day of the year, as it was typed in a field.
    fn day(&self, typed: &[String], place: usize) -> Result<Date, WrongField> {
        let text = typed.get(place).map_or("", |text| text.trim());
        let label = move |lang| self.label(lang, place);
        let Some(day) = read_date(text) else {
            return Err(wrong(place, |lang| {
                if text.is_empty() { lang.field_missing(label(lang)) } else { lang.tui_no_date(text) }
            }));
        };
        let year = self.table.year.year;
        if day.year() != year {
            return Err(wrong(place, |lang| lang.field_other_year(label(lang), year)));
        }
        Ok(day)
    }

    /// The days that are written, first to last.
    fn days(&self, typed: &[String]) -> Result<Vec<Date>, WrongField> {
        let first = self.day(typed, DAY)?;
        let is_one = self.old.is_some() || typed.get(LAST).is_none_or(|text| text.trim().is_empty());
        let last = if is_one { first } else { self.day(typed, LAST)? };
        if last < first {
            return Err(wrong(LAST, |lang| lang.almanac_ends_before(&lang.date(first))));
        }
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        Ok(days.take_while(|day| *day <= last).collect())
    }

    fn label(&self, lang: Lang, place: usize) -> &'static str {
        self.fields(lang).get(place).map_or("", |(label, _)| *label)
    }

    /// Why one of `days` cannot be of this `kind`.
    fn refusal(&self, days: &[Date], kind: HolidayKind) -> Option<WrongField> {
        let old = self.old.as_ref();
        let there =
            days.iter().find(|day| self.table.row(**day).is_some() && old.is_none_or(|old| old.day != **day));
        if let Some(day) = there {
            return Some(wrong(DAY, |lang| lang.almanac_day_is_there(&lang.date(*day))));
        }
        // What is over stays worked or not worked as it was.
        let same =
            |day: Date| old.is_some_and(|old| old.day == day && is_worked(old.kind) == is_worked(kind));
        let touched = days.iter().copied().chain(old.map(|old| old.day));
        let over = touched.into_iter().find(|day| !same(*day) && !self.table.is_changeable(*day));
        over.map(|_| {
            wrong(DAY, |lang| lang.field_past(self.label(lang, DAY), self.table.year.changeable_from))
        })
    }
}

impl Agreement for WriteDay {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        vec![
            (lang.almanac_field_day(), 10),
            (lang.almanac_field_last(), 10),
            (lang.almanac_field_name_vi(), 200),
            (lang.almanac_field_name_en(), 200),
            (lang.almanac_field_source(), 1_000),
        ]
    }

    fn subject(&self) -> Option<Subject> {
        Some(self.table.subject("write day", self.old.as_ref().map(|old| old.day)))
    }

    fn typed(&self) -> Vec<String> {
        let Some(old) = &self.old else { return Vec::new() };
        let day = Lang::Vi.date(old.day);
        vec![day, String::new(), old.name_vi.clone(), old.name_en.clone(), old.source_note_vi.clone()]
    }

    fn uses(&self, place: usize) -> bool {
        place != LAST || self.old.is_none()
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        match field.split_once('.').map_or(field, |(_, name)| name) {
            "day" => Some(DAY),
            "name_vi" => Some(NAME_VI),
            "name_en" => Some(NAME_EN),
            "source_note" | "source_note_vi" => Some(SOURCE),
            _ => None,
        }
    }

    fn options(&self, lang: Lang) -> Vec<String> {
        HolidayKind::ALL.iter().map(|kind| kind.name(lang).to_owned()).collect()
    }

    fn picked(&self) -> Option<usize> {
        self.picked
    }

    fn pick(&mut self, option: usize) {
        self.picked = Some(option);
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let mut lines = vec![(Token::Title, self.table.title(lang))];
        if let Some(old) = &self.old {
            let name = lang.pick(&old.name_vi, &old.name_en);
            lines.push((Token::Text, lang.almanac_day_now(&named(lang, old.day), old.kind.name(lang), name)));
        }
        lines.push((Token::Muted, lang.almanac_write_means(&lang.date(self.table.year.changeable_from))));
        let hint = if self.old.is_some() { lang.almanac_source_hint() } else { lang.almanac_write_hint() };
        lines.push((Token::Muted, hint.to_owned()));
        lines
    }

    fn brings(&self, lang: Lang, typed: &[String]) -> Vec<(Token, String)> {
        let unknown = || vec![(Token::Muted, lang.almanac_brings_unknown().to_owned())];
        let (Some(kind), Ok(days)) = (self.kind(), self.days(typed)) else { return unknown() };
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return unknown() };
        let same = days.iter().filter(|day| is_weekday(**day) == is_worked(kind)).count();
        let span = if first == last {
            named(lang, *first)
        } else {
            lang.almanac_span(&named(lang, *first), &named(lang, *last), days.len())
        };
        let token = if same > 0 { Token::Warn } else { Token::Accent };
        vec![(token, lang.almanac_brings(&span, is_worked(kind), same))]
    }

    fn go(&self, lang: Lang) -> &'static str {
        if self.old.is_some() { lang.almanac_agree_change() } else { lang.almanac_agree_add() }
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let text = |place: usize| compose(typed.get(place).map_or("", |text| text.trim()));
        let Some(kind) = self.kind() else { return Err(wrong(DAY, Lang::tui_choose_first)) };
        let days = self.days(typed)?;
        if let Some(refused) = self.refusal(&days, kind) {
            return Err(refused);
        }
        if let Some(place) = [NAME_VI, NAME_EN].into_iter().find(|place| text(*place).is_empty()) {
            return Err(wrong(place, |lang| lang.field_missing(self.label(lang, place))));
        }
        let source = text(SOURCE);
        let old = self.old.as_ref();
        let same_source = old.filter(|old| old.source_note_vi == source);
        let certainty = match same_source {
            Some(old) => old.certainty,
            None if source.is_empty() => Certainty::Unverified,
            None => Certainty::Verified,
        };
        let row = |day: Date| CalendarDay {
            day,
            kind,
            name_vi: text(NAME_VI),
            name_en: text(NAME_EN),
            certainty,
            source_note_vi: source.clone(),
            source_note_en: same_source.map(|old| old.source_note_en.clone()).unwrap_or_default(),
        };
        let kept = self.table.year.days.iter().filter(|row| old.is_none_or(|old| old.day != row.day));
        let rows = kept.cloned().chain(days.into_iter().map(row)).collect();
        Ok(self.table.order(rows, source.clone()))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer)
    }

    fn again(&self) -> Option<Call> {
        Some(self.table.again())
    }

    fn renew(&mut self, answer: Answer) -> bool {
        let is_renewed = self.table.renew(answer);
        // What is changed is what stands there now; where nothing does, the day is added.
        self.old = self.old.take().and_then(|old| self.table.row(old.day).cloned());
        is_renewed
    }
}
