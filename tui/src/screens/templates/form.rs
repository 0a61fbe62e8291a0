//! The form in which a template is changed.

use dondoc_shared::{
    text::{Both, Lang},
    wire::urge::{NewUrgeTemplate, UrgeTemplate},
};
use tui_input::Input;

use crate::{
    dialog::{
        form::{self, Field, Form},
        tab,
    },
    keys::Key,
    net::Failure,
};

/// The fields, by their places.
const NAME_VI: usize = 0;
const NAME_EN: usize = 1;
const TEXT_VI: usize = 2;
const TEXT_EN: usize = 3;
const FIELDS: usize = 4;
/// The longest name, in characters (the server's limit).
const MAX_NAME: usize = 200;

/// What a template may name in braces.
const PLACEHOLDERS: [&str; 5] = ["tenant", "tasks", "days_overdue", "reply_by", "waiting"];

/// What the focus can stop at, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// A field, by its place.
    Field(usize),
    /// The button that closes.
    Cancel,
    /// The button that goes on.
    Go,
}

/// Every stop, in the order of Tab.
const STOPS: [Stop; FIELDS + 2] = [
    Stop::Field(NAME_VI),
    Stop::Field(NAME_EN),
    Stop::Field(TEXT_VI),
    Stop::Field(TEXT_EN),
    Stop::Cancel,
    Stop::Go,
];

/// A template that is changed.
#[derive(Debug)]
pub struct Editing {
    /// The template as it is stored.
    pub stored: UrgeTemplate,
    /// What was typed.
    pub form: Form,
    /// What the focus is on.
    pub focus: Stop,
    /// What is wrong, or worth knowing.
    pub notice: Option<Both>,
}

impl Editing {
    /// A template of which nothing is changed yet.
    pub fn of(stored: UrgeTemplate) -> Self {
        let line = |text: &str| Field::line(text, MAX_NAME);
        let text = |text: &str| Field::Text(Input::new(text.to_owned()).with_cursor(0));
        let fields =
            vec![line(&stored.name_vi), line(&stored.name_en), text(&stored.text_vi), text(&stored.text_en)];
        Self { stored, form: Form { fields }, focus: Stop::Field(TEXT_VI), notice: None }
    }

    /// Goes on with what was typed; the template may have been written by somebody else meanwhile.
    #[must_use]
    pub fn go_on(self, stored: UrgeTemplate) -> Self {
        let is_other = stored.version != self.stored.version;
        let notice = is_other.then(|| Both::new(|lang| lang.tui_changed_meanwhile().to_owned()));
        Self { stored, notice, ..self }
    }

    /// What it is called.
    pub fn name(&self, lang: Lang) -> String {
        lang.pick(&self.stored.name_vi, &self.stored.name_en).to_owned()
    }

    /// Whether anything was typed that is not stored.
    pub fn is_written(&self) -> bool {
        self.form.is_written_beyond(&Self::of(self.stored.clone()).form)
    }

    /// Moves the focus, to the next stop or the one before.
    pub fn step(&mut self, forward: bool) {
        self.focus = tab::moved(&STOPS, self.focus, forward).unwrap_or(Stop::Go);
    }

    /// The field in focus.
    fn field(&mut self) -> Option<&mut Field> {
        let Stop::Field(place) = self.focus else { return None };
        self.form.fields.get_mut(place)
    }

    /// Whether Enter and the arrows move within what is typed.
    pub fn takes_lines(&self) -> bool {
        matches!(self.focus, Stop::Field(TEXT_VI | TEXT_EN))
    }

    /// A key that is typed; `width` is that of a line of text.
    pub fn press(&mut self, key: Key, width: usize) {
        if let Some(field) = self.field() {
            let full = form::full(field, key);
            form::press(field, key, width);
            self.notice = full;
        }
    }

    /// Text that is pasted. False where the focus is on no field.
    pub fn paste(&mut self, text: &str) -> bool {
        let Some(field) = self.field() else { return false };
        let notice = form::paste(field, text).err().map(|long| Both::new(|lang| long.text(lang)));
        self.notice = notice;
        true
    }

    /// The labels of the fields.
    pub fn labels(lang: Lang) -> [&'static str; FIELDS] {
        [
            lang.almanac_field_name_vi(),
            lang.almanac_field_name_en(),
            lang.templates_text_vi(),
            lang.templates_text_en(),
        ]
    }

    /// What is to be stored, if it holds and is another than what is.
    pub fn checked(&mut self) -> Option<NewUrgeTemplate> {
        let text = |place: usize| self.form.typed(place);
        let missing = (0..FIELDS).find(|place| text(*place).is_empty());
        let wrong = [TEXT_VI, TEXT_EN]
            .into_iter()
            .find_map(|place| unknown(&text(place)).map(|word| (place, word.to_owned())));
        let fault = match (missing, wrong) {
            (Some(place), _) => Some((
                Stop::Field(place),
                Both::new(|lang| {
                    lang.field_missing(Self::labels(lang).get(place).copied().unwrap_or_default())
                }),
            )),
            (None, Some((place, word))) => {
                Some((Stop::Field(place), Both::new(|lang| lang.templates_unknown(&word))))
            }
            (None, None) if !self.is_written() => {
                Some((self.focus, Both::new(|lang| lang.templates_same().to_owned())))
            }
            (None, None) => None,
        };
        if let Some((stop, notice)) = fault {
            (self.focus, self.notice) = (stop, Some(notice));
            return None;
        }
        self.notice = None;
        Some(NewUrgeTemplate {
            name_vi: text(NAME_VI),
            name_en: text(NAME_EN),
            text_vi: text(TEXT_VI),
            text_en: text(TEXT_EN),
        })
    }

    /// Says what the server has against it, at the field that it means.
    pub fn refuse(&mut self, failure: &Failure) {
        if let Failure::Refused(problem) = failure
            && let Some(error) = problem.errors.first()
        {
            self.focus = Stop::Field(match error.field.as_str() {
                "name_vi" => NAME_VI,
                "name_en" => NAME_EN,
                "text_en" => TEXT_EN,
                _ => TEXT_VI,
            });
        }
        self.notice = Some(failure.in_a_box());
    }
}

/// What stands in braces and is not known, or a brace that stands alone.
fn unknown(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let from = rest.get(at..).unwrap_or_default();
        let end = from.find('}').filter(|end| *end > 0);
        let Some(end) = end else { return from.get(..1) };
        let (named, after) = from.split_at(end + 1);
        let name = named.trim_start_matches('{').trim_end_matches('}');
        if !PLACEHOLDERS.contains(&name) || named.len() != name.len() + 2 {
            return Some(named);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_braces_is_one_of_five_words() {
        assert_eq!(unknown("Đề nghị {tenant} trả lời trước {reply_by}."), None);
        assert_eq!(unknown("{tenant}{tasks}{waiting}{days_overdue}"), None);
        assert_eq!(unknown("Kính gửi {co_quan}."), Some("{co_quan}"));
        assert_eq!(unknown("{ tenant }"), Some("{ tenant }"));
        assert_eq!(unknown("{{tenant}}"), Some("{{tenant}"));
        assert_eq!(unknown("đến {tenant"), Some("{"));
        assert_eq!(unknown("a } b"), Some("}"));
    }
}
