//! To set the hours in which mail may leave.

use dondoc_shared::{
    text::{Both, Lang},
    wire::calendar::{NewSendWindow, SendWindow, SendWindows},
};
use jiff::{Timestamp, civil::Time};

use crate::{
    net::{Answer, CalendarCall, Call, Order, SettingOrder, SettingWritten},
    step::{Agreement, News, Subject, Wish, WrongField, wrong},
    ui::{
        theme::Token,
        time::{hours, read_time},
    },
};

/// The fields, by their places.
const OPENS: usize = 0;
const CLOSES: usize = 1;
/// The hours between which a window lies, and the least hours that it has (the server's limits).
const BETWEEN: (i8, i8) = (6, 20);
const LEAST: i8 = 2;

/// See the module.
#[derive(Debug)]
pub struct Window {
    /// The window with its versions.
    pub of: Box<SendWindows>,
    /// Whose it is, by name.
    pub whose: Both,
}

impl Window {
    /// The window of the newest version; none where a tenant has the nation's.
    fn newest(&self) -> Option<SendWindow> {
        match self.of.versions.first() {
            Some(version) => version.window,
            None => self.of.tenant.is_none().then_some(self.of.today),
        }
    }

    fn label(lang: Lang, place: usize) -> &'static str {
        if place == OPENS { lang.almanac_field_opens() } else { lang.almanac_field_closes() }
    }

    fn time(typed: &[String], place: usize) -> Result<Time, WrongField> {
        let text = typed.get(place).map_or("", |text| text.trim());
        read_time(text).ok_or_else(|| {
            wrong(place, |lang| match text {
                "" => lang.field_missing(Self::label(lang, place)),
                text => lang.almanac_no_time(text),
            })
        })
    }

    /// The window that was typed; none where a tenant is to have the nation's.
    fn window(&self, typed: &[String]) -> Result<Option<SendWindow>, WrongField> {
        if self.of.tenant.is_some() && typed.iter().all(|text| text.trim().is_empty()) {
            return Ok(None);
        }
        let window = SendWindow { opens: Self::time(typed, OPENS)?, closes: Self::time(typed, CLOSES)? };
        let ((from, to), hour) = (BETWEEN, |hour| Time::constant(hour, 0, 0, 0));
        for (place, time) in [(OPENS, window.opens), (CLOSES, window.closes)] {
            if time < hour(from) || time > hour(to) {
                return Err(wrong(place, |lang| lang.field_out_of_hours(Self::label(lang, place), from, to)));
            }
        }
        if window.closes < window.opens
            || window.opens.duration_until(window.closes).as_hours() < LEAST.into()
        {
            return Err(wrong(CLOSES, |lang| lang.field_window_short(Self::label(lang, CLOSES))));
        }
        Ok(Some(window))
    }
}

/// The hours of a window, or that they are the nation's.
fn said(lang: Lang, window: Option<SendWindow>) -> String {
    window.map_or_else(|| lang.almanac_as_nation().to_owned(), hours)
}

impl Agreement for Window {
    fn fields(&self, lang: Lang) -> Vec<(&'static str, usize)> {
        [OPENS, CLOSES].map(|place| (Self::label(lang, place), 5)).into()
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject { act: "window", of: self.of.tenant.iter().cloned().collect(), page: None })
    }

    fn typed(&self) -> Vec<String> {
        let Some(window) = self.newest() else { return Vec::new() };
        [window.opens, window.closes].map(|time| format!("{:02}:{:02}", time.hour(), time.minute())).into()
    }

    fn place_of(&self, field: &str) -> Option<usize> {
        match field {
            "window" | "opens" | "window.opens" => Some(OPENS),
            "closes" | "window.closes" => Some(CLOSES),
            _ => None,
        }
    }

    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self { of, whose } = self;
        let mut lines = vec![
            (Token::Title, lang.almanac_window_of(whose.get(lang))),
            (Token::Text, lang.almanac_window(&hours(of.today), &of.zone)),
        ];
        if let Some(newest) = of.versions.first() {
            let (from, hours) = (lang.date(newest.from_day), said(lang, newest.window));
            lines.push((Token::Text, lang.almanac_window_newest(newest.version, &from, &hours)));
        }
        lines.push((Token::Muted, lang.almanac_window_means().to_owned()));
        if of.tenant.is_some() {
            lines.push((Token::Muted, lang.almanac_window_empty().to_owned()));
        }
        lines
    }

    fn brings(&self, lang: Lang, typed: &[String]) -> Vec<(Token, String)> {
        match self.window(typed) {
            Ok(window) if window == self.newest() => {
                vec![(Token::Muted, lang.almanac_window_same().to_owned())]
            }
            Ok(window) => {
                let change = lang.almanac_window_change(&said(lang, self.newest()), &said(lang, window));
                vec![(Token::Accent, change)]
            }
            Err(_) => vec![(Token::Muted, lang.almanac_window_unknown().to_owned())],
        }
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.almanac_agree_window()
    }

    fn order(&self, typed: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let window = self.window(typed)?;
        if window == self.newest() {
            return Err(wrong(OPENS, Lang::almanac_window_same));
        }
        let (tenant, version) = (self.of.tenant.clone(), self.of.version);
        let body = NewSendWindow { window };
        Ok(Order::Setting(SettingOrder::Window { tenant, version, body }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        let Answer::Setting(SettingWritten::Window(written)) = answer else { return None };
        let said = Both::new(|lang| lang.almanac_window_written(written.version, written.from_day));
        Some((said, vec![Wish::Tell(News::SettingWritten)]))
    }

    fn again(&self) -> Option<Call> {
        let call = self.of.tenant.clone().map_or(CalendarCall::Windows, CalendarCall::Window);
        Some(Call::Calendar(call))
    }

    fn renew(&mut self, answer: Answer) -> bool {
        let read = Box::<SendWindows>::try_from(answer).ok();
        let Some(read) = read.filter(|read| read.tenant == self.of.tenant) else { return false };
        self.of = read;
        true
    }
}
