//! What comes in: JSON bodies with a limit and errors that name the field, and the checks of free text.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Bytes};
use dondoc_shared::{day::is_no_such_day, error::ErrorCode, scrub};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Fault, FieldFault, Result};

/// The largest JSON body and the largest form, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;

/// How long a body may take to arrive.
const BODY_TIME: std::time::Duration = std::time::Duration::from_secs(30);

/// A JSON body that was read strictly (R92).
pub struct Input<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Input<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let json = super::media_type(request) == "application/json";
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !json {
                return Err(ErrorCode::UnsupportedType.into());
            }
            parse(&whole(bytes).await?).map(Self)
        })
    }
}

/// The whole body. It must be there within half a minute: the framework itself never cuts a slow one.
pub(super) async fn whole<E>(bytes: impl Future<Output = Result<Bytes, E>>) -> Result<Bytes> {
    match tokio::time::timeout(BODY_TIME, bytes).await {
        // The limit itself is set where the application is put together, for all bodies alike.
        Ok(read) => read.map_err(|_| ErrorCode::TooLarge.into()),
        Err(_) => Err(ErrorCode::BodyTooSlow.into()),
    }
}

/// Refuses what PostgreSQL cannot store: text has every character there but U+0000. Whatever reaches the database passes
/// here on its way in, each query, form and JSON body; a path with it is not in normal form, a header cannot carry it.
pub(super) fn storable(field: &str, text: &str) -> Result<()> {
    if field.contains('\0') || text.contains('\0') {
        return Err(Error::field(&scrub::one_line(field), Fault::Forbidden));
    }
    Ok(())
}

/// The same for all texts in a JSON value; `field` is the name of the outermost one.
fn all_storable(field: &str, value: &Value) -> Result<()> {
    match value {
        Value::String(text) => storable(field, text),
        Value::Array(items) => items.iter().try_for_each(|item| all_storable(field, item)),
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            storable(name, "")?;
            all_storable(if field.is_empty() { name } else { field }, value)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// Reads JSON; an error names its field, `levels[1].target` for one within others.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // The only way to write that character in JSON. What is no JSON at all is said below.
    let escaped = bytes.windows(6).any(|window| window == b"\\u0000");
    if escaped && let Ok(value) = serde_json::from_slice(bytes) {
        all_storable("", &value)?;
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| {
            let path = error.path().to_string();
            let error = error.into_inner();
            // What is no JSON has no fields, so there the place is told.
            let place = format!("{}:{}", error.line(), error.column());
            let value: Option<Value> = serde_json::from_slice(bytes).ok();
            let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
            let given = value.as_ref().and_then(|value| value.pointer(&pointer)?.as_str());
            named(&error.to_string(), error.is_data().then_some(&*path), &place, given)
        })
        .and_then(|read| {
            let after = |e: serde_json::Error| format!("{}:{}", e.line(), e.column());
            reader.end().map(|()| read).map_err(|error| Error::field(&after(error), Fault::Malformed))
        })
}

/// What serde says is wrong, by the field at `path`, or by `place` where it is in none; `given` is the text of that field.
pub(super) fn named(text: &str, path: Option<&str>, place: &str, given: Option<&str>) -> Error {
    let path = path.filter(|path| *path != ".");
    let quoted = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.split('`').next());
    let within = |field: &str| {
        // Of an unknown field the path names the field itself, of a missing one what should hold it.
        let holder = path.map(|path| path.strip_suffix(field).unwrap_or(path).trim_end_matches('.'));
        match holder {
            None | Some("") => field.to_owned(),
            Some(holder) => format!("{holder}.{field}"),
        }
    };
    let (field, fault) = match (quoted("missing field `"), quoted("unknown field `")) {
        (Some(field), _) => (within(field), Fault::Missing),
        (_, Some(field)) => (within(field), Fault::Unknown),
        _ => {
            let fault = if given.is_some_and(is_no_such_day) { Fault::NoSuchDay } else { Fault::Malformed };
            (path.unwrap_or(place).to_owned(), fault)
        }
    };
    Error::field(&scrub::one_line(&field), fault)
}

/// Collects the faults of an input, so that all are said at once.
#[derive(Default)]
pub struct Checks {
    faults: Vec<FieldFault>,
}

impl Checks {
    /// Free text: composed (NFC), trimmed, at most `max` characters. What comes along from a word processor is made
    /// plain; control and bidirectional characters are refused.
    pub fn text(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = scrub::clean(text);
        if let Some(over @ 1..) = text.chars().count().checked_sub(max) {
            self.fault(field, Fault::TooLong(max, over));
        }
        if let Some((c, line, at)) = scrub::first_forbidden(&text) {
            self.fault(field, Fault::Unseen(c, line, at));
        }
        text
    }

    /// Free text that must not be empty.
    pub fn required(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = self.text(field, text, max);
        if text.is_empty() {
            self.fault(field, Fault::Missing);
        }
        text
    }

    /// Free text in one line that must not be empty.
    pub fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = self.required(field, text, max);
        if text.contains('\n') {
            self.fault(field, Fault::Forbidden);
        }
        text
    }

    /// A number within bounds, inclusive.
    pub fn range(&mut self, field: &str, n: i64, min: i64, max: i64) {
        if !(min..=max).contains(&n) {
            self.fault(field, Fault::OutOfRange(min, max));
        }
    }

    /// A fault found elsewhere.
    pub fn fault(&mut self, field: &str, fault: Fault) {
        self.faults.push(FieldFault::new(field, fault));
    }

    /// All faults, or none.
    pub fn finish(self) -> Result<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(Error::Fields(self.faults)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dondoc_shared::wire::assignment::NewLink;

    #[test]
    fn an_unreadable_body_says_which_field() {
        let fault = |json: &str| match parse::<NewLink>(json.as_bytes()) {
            Err(Error::Fields(faults)) => faults[0].clone(),
            _ => unreachable!(),
        };
        assert_eq!(fault(r#"{"name":"x"}"#), FieldFault::new("url", Fault::Missing));
        assert_eq!(fault(r#"{"name":"x","url":"y","id":1}"#), FieldFault::new("id", Fault::Unknown));
        assert_eq!(fault(r#"{"name":7}"#), FieldFault::new("name", Fault::Malformed));
        assert_eq!(fault(""), FieldFault::new("1:0", Fault::Malformed));
        assert_eq!(fault(r#"{"name":"x","url":"y"} z"#), FieldFault::new("1:24", Fault::Malformed));
        assert_eq!(fault(r#"{"name":"a\u0000","url":"y"}"#), FieldFault::new("name", Fault::Forbidden));
        assert_eq!(fault(r#"{"name":[{"x":"\u0000"}]}"#), FieldFault::new("name", Fault::Forbidden));
        assert_eq!(fault(r#"{"\u0000":1}"#), FieldFault::new(" ", Fault::Forbidden));
        assert!(parse::<NewLink>(br#"{"name":"\\u0000","url":"y"}"#).is_ok());
    }

    #[test]
    fn a_word_that_is_wrong_is_told_by_the_field_that_it_stands_in_however_deep() {
        use dondoc_shared::wire::urge::UrgeDraft;

        let fault = |json: &str| match parse::<UrgeDraft>(json.as_bytes()) {
            Err(Error::Fields(faults)) => faults[0].clone(),
            _ => unreachable!(),
        };
        let with = |assignment: &str, addressee: &str| {
            format!(r#"{{"assignments":[{assignment}],"addressee":"{addressee}"}}"#)
        };
        let good = r#"{"id":"018ef3c2-9740-706e-9ed2-8bf15e084d18","version":1}"#;
        assert_eq!(fault(&with(good, "workers")), FieldFault::new("addressee", Fault::Malformed));
        for (assignment, field, wrong) in [
            (r#"{"id":"x","version":1}"#, "assignments[0].id", Fault::Malformed),
            (r#"{"id":"018ef3c2-9740-706e-9ed2-8bf15e084d18"}"#, "assignments[0].version", Fault::Missing),
            (r#"{"id":"018ef3c2-9740-706e-9ed2-8bf15e084d18","v":1}"#, "assignments[0].v", Fault::Unknown),
        ] {
            assert_eq!(fault(&with(assignment, "responsible")), FieldFault::new(field, wrong));
        }
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_told_as_such() {
        use dondoc_shared::wire::assignment::NewExtension;

        let fault = |to: &str| {
            let body = format!(r#"{{"to":"{to}","reason":"funding","text":"x"}}"#);
            match parse::<NewExtension>(body.as_bytes()) {
                Err(Error::Fields(faults)) => faults[0].clone(),
                _ => unreachable!(),
            }
        };
        assert_eq!(fault("2024-02-31"), FieldFault::new("to", Fault::NoSuchDay));
        assert_eq!(fault("soon"), FieldFault::new("to", Fault::Malformed));
    }

    #[test]
    fn text_is_composed_and_its_faults_are_collected() {
        let mut checks = Checks::default();
        assert_eq!(checks.text("a", " Tra\u{302}\u{300}n\r\n", 4), "Trần");
        assert_eq!(checks.line("a", "Sở\tTT&TT\u{200b}", 9), "Sở TT&TT");
        checks.required("b", " ", 9);
        checks.text("c", "a\u{202e}b", 9);
        checks.text("d", "dài quá", 3);
        let Err(Error::Fields(faults)) = checks.finish() else { unreachable!() };
        let found: Vec<_> = faults.iter().map(|f| (f.field.as_str(), f.fault)).collect();
        assert_eq!(
            found,
            [("b", Fault::Missing), ("c", Fault::Unseen('\u{202e}', 1, 2)), ("d", Fault::TooLong(3, 4))]
        );
    }
}
