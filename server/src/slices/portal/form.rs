//! Forms: their fields, what is wrong with them, and how nothing typed is lost.
//!
//! A form is read as text ([`Posted`]), so that whatever was typed can be shown again. A use case's refusal becomes a
//! [`Trouble`]: the same page again with all that was typed, a summary on top linked to the fields, and, where
//! somebody else was faster, what is stored now beside it. What cannot be put right on the page goes on as an error;
//! [`dondoc_kernel::http::problems`] then shows what was typed, to be copied.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode};
use askama::{Template, filters::HtmlSafe};
use dondoc_shared::{error::ErrorCode, text::Lang};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Frame, layout::moment};
use dondoc_kernel::{
    auth::{Auth, Required},
    db::Version,
    error::{Error, Fault, FieldFault, Result, status_of},
    http::{Command, Sent},
};

/// A form in which nothing is filled in.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A signed-in person's form. The form is read before the session is looked at: whatever then fails, the typed text
/// has been seen and can be given back.
pub struct Posted<P, T> {
    /// The person who sent it, with the right that it needs.
    pub auth: Auth<P>,
    /// The visible fields.
    pub form: T,
    /// The version seen and the key.
    pub command: Command,
}

impl<P: Required, T: DeserializeOwned + 'static> FromRequest for Posted<P, T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let sent = Sent::from_request(&request, payload);
        Box::pin(async move {
            let sent = sent.await?;
            let auth = Auth::<P>::extract(&request).await?;
            auth.receive(&sent).await?;
            let command = sent.command()?;
            Ok(Self { auth, form: sent.form()?, command })
        })
    }
}

/// Why a form comes back.
#[derive(Default)]
pub struct Trouble {
    faults: Vec<FieldFault>,
    code: Option<ErrorCode>,
    told: Vec<(&'static str, String)>,
}

impl Trouble {
    /// What the person can put right on the page.
    ///
    /// # Errors
    /// Everything else, unchanged.
    pub fn of(error: Error) -> Result<Self> {
        use ErrorCode as C;
        match error {
            Error::Fields(faults) => Ok(Self { faults, code: Some(C::InvalidInput), ..Self::default() }),
            Error::Refused(
                code @ (C::VersionStale
                | C::KeyReused
                | C::WrongState
                | C::PeriodNotOpen
                | C::CutOffPassed
                | C::NotFinished
                | C::BarrierOpen
                | C::ReportFirst
                | C::EvidenceRequired
                | C::NothingNew
                | C::NotTheAuthor
                | C::EvidenceFrozen
                | C::SecondPersonRequired
                | C::AlreadyOpened
                | C::NothingWaiting
                | C::ExtensionPending
                | C::NoDueDate
                | C::DateNotLater
                | C::RemarkRequired
                | C::ReasonForLowerPercent
                | C::PassPhraseWeak
                | C::LogInFailed
                | C::SecondFactorRequired
                | C::SecondFactorWrong
                | C::EmailTaken
                | C::TooMuchMail
                | C::RoleNotYours
                | C::NotOneself
                | C::LastAdministrator
                | C::HandOverRequired
                | C::StandInTaken
                | C::NobodyToConfirm
                | C::NotWhileStandingIn
                | C::AddressSuspended
                | C::FileEmpty
                | C::FileTypeRefused
                | C::TooLarge),
            ) => Ok(Self { code: Some(code), ..Self::default() }),
            other => Err(other),
        }
    }

    /// A fault that only the page knows of, in the reader's words.
    pub fn said(field: &'static str, text: String) -> Self {
        Self { told: vec![(field, text)], code: Some(ErrorCode::InvalidInput), ..Self::default() }
    }

    /// One fault more that only the page knows of.
    #[must_use]
    pub fn and(mut self, field: &'static str, text: String) -> Self {
        self.told.push((field, text));
        self.code = Some(ErrorCode::InvalidInput);
        self
    }

    /// Says a field's fault in words that only the page knows.
    #[must_use]
    pub fn reword(mut self, field: &'static str, fault: Fault, text: &str) -> Self {
        let before = self.faults.len();
        self.faults.retain(|known| !(known.field == field && known.fault == fault));
        if self.faults.len() < before {
            self.told.push((field, text.to_owned()));
        }
        self
    }

    /// Whether somebody else was faster or this form's key is used up: then the page shows what is stored now.
    pub fn is_stale(&self) -> bool {
        matches!(self.code, Some(ErrorCode::VersionStale | ErrorCode::KeyReused))
    }

    /// The status of the page that shows the trouble.
    pub fn status(&self) -> StatusCode {
        self.code.map_or(StatusCode::OK, status_of)
    }

    /// The version that the form shown again carries: the one its writer has seen, unless that is the trouble.
    pub fn version(&self, seen: Option<Version>, stored: i32) -> i32 {
        match seen {
            Some(Version(seen)) if !self.is_stale() => seen,
            _ => stored,
        }
    }

    /// What is wrong with one field.
    fn of_field(&self, t: Lang, field: &Field) -> Option<String> {
        self.lines(t, std::slice::from_ref(field))
            .into_iter()
            .find(|(of, _)| of == field.name)
            .map(|(_, text)| text)
    }

    /// Each fault with the field it belongs to, as the fields follow each other; an empty name belongs to the whole form.
    fn lines(&self, t: Lang, fields: &[Field]) -> Vec<(String, String)> {
        let faults = self.faults.iter().map(|fault| {
            // The label as it stands on this page, which is not always the field's usual one.
            let shown = fields.iter().find(|f| f.name == fault.field).map(|f| f.label.as_str());
            let label = shown.or_else(|| t.field_label(&fault.field)).unwrap_or(&fault.field);
            (fault.field.clone(), FieldFault::new(label, fault.fault).message(t))
        });
        let told = self.told.iter().map(|(field, text)| ((*field).to_owned(), text.clone()));
        let code = self.code.filter(|code| *code != ErrorCode::InvalidInput && !self.is_stale());
        let refused = code.map(|code| (field_of(code).to_owned(), code.message(t).to_owned()));
        let mut lines: Vec<(String, String)> = refused.into_iter().chain(faults).chain(told).collect();
        // What belongs to no field comes first.
        lines.sort_by_key(|(of, _)| fields.iter().position(|field| field.name == of).map(|place| place + 1));
        lines
    }
}

/// The field that a rule's refusal is about.
fn field_of(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::RemarkRequired => "remark",
        ErrorCode::ReasonForLowerPercent => "limitations",
        ErrorCode::DateNotLater => "to",
        ErrorCode::PassPhraseWeak => "password_new",
        ErrorCode::SecondFactorRequired | ErrorCode::SecondFactorWrong => "code",
        ErrorCode::EmailTaken => "email",
        ErrorCode::RoleNotYours => "role",
        ErrorCode::HandOverRequired => "hand_over",
        ErrorCode::StandInTaken => "from_on",
        ErrorCode::FileEmpty | ErrorCode::FileTypeRefused | ErrorCode::TooLarge => "file",
        _ => "",
    }
}

/// One of the values a field can take.
pub struct Choice {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub label: String,
}

/// How a field is filled in.
pub enum Input {
    /// Several lines; how many are shown.
    Area(u8),
    /// One line: the input's type, what a browser may fill in, and the keyboard of a phone.
    Line {
        /// `text`, `email`, `password`, `date`, `url`
        kind: &'static str,
        /// `username`, `current-password`, `off`, ...
        autocomplete: &'static str,
        /// `numeric`, `email`, `text`, ...
        mode: &'static str,
    },
    /// One of many, in groups with a heading (an empty heading: no group).
    Select(Vec<(String, Vec<Choice>)>),
    /// One of a few.
    Radios(Vec<Choice>),
    /// A choice of files.
    Files,
}

impl Input {
    /// A line of plain text.
    pub fn text() -> Self {
        Self::Line { kind: "text", autocomplete: "off", mode: "text" }
    }
}

/// A field with its label, hint and fault.
#[derive(Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    t: Lang,
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    input: Input,
    /// Why it may be left empty, or when not; none for a field that is always needed.
    optional: Option<&'static str>,
    /// The longest text, in characters.
    max: Option<usize>,
    error: Option<String>,
}

impl HtmlSafe for Field {}

impl Field {
    /// A field with the catalogue's label for its name.
    pub fn new(t: Lang, name: &'static str, value: &str, input: Input) -> Self {
        let label = t.field_label(name).unwrap_or(name).to_owned();
        Self {
            t,
            name,
            label,
            hint: String::new(),
            value: value.to_owned(),
            input,
            optional: None,
            max: None,
            error: None,
        }
    }

    /// May be left empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: Some(self.t.optional()), ..self }
    }

    /// May be left empty unless this holds.
    #[must_use]
    pub fn needed_if(self, condition: &'static str) -> Self {
        Self { optional: Some(condition), ..self }
    }

    /// Another label than the usual one.
    #[must_use]
    pub fn labelled(self, label: &str) -> Self {
        Self { label: label.to_owned(), ..self }
    }

    /// What helps to fill it in.
    #[must_use]
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// How long the text may be.
    #[must_use]
    pub fn at_most(self, max: usize) -> Self {
        let limit = self.t.at_most_characters(max);
        let hint = if self.hint.is_empty() { limit } else { format!("{} {limit}", self.hint) };
        Self { hint, max: Some(max), ..self }
    }

    /// Ids of hint and fault, as `aria-describedby` names them.
    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// The hidden fields: the person's token, the page that the form stands on, the key that makes a repetition harmless, the version that was seen.
#[derive(Template)]
#[template(path = "parts/ticket.html")]
pub struct Ticket {
    token: String,
    key: Uuid,
    version: i32,
    page: String,
}

impl HtmlSafe for Ticket {}

impl Ticket {
    /// For one rendering of one form.
    pub fn new(frame: &Frame, version: i32) -> Self {
        Self { token: frame.token.clone(), key: frame.new_key(), version, page: frame.page().to_owned() }
    }
}

/// A form as it stands on its page.
#[derive(Template)]
#[template(path = "parts/form.html")]
pub struct Form {
    t: Lang,
    action: String,
    ticket: Ticket,
    fields: Vec<Field>,
    button: String,
    cancel: Option<String>,
    lines: Vec<(String, String)>,
    stale: Option<String>,
    files: bool,
    /// Whether what is typed is kept as a draft.
    kept: bool,
    /// Whether it says what must not be typed here.
    pub secrecy: bool,
    /// What stands over the faults.
    trouble_title: &'static str,
    /// When the draft was saved that the fields are filled in from.
    restored: Option<String>,
    /// Hidden fields of this form alone.
    carried: Vec<(&'static str, String)>,
}

impl HtmlSafe for Form {}

impl Form {
    /// A form that is sent to `action`, filled in from its writer's draft where there is one.
    pub fn new(frame: &Frame, action: String, button: &str, version: i32, mut fields: Vec<Field>) -> Self {
        let draft = frame.drafts.iter().find(|draft| draft.form == action);
        for field in &mut fields {
            if let Some((_, text)) =
                draft.and_then(|draft| draft.fields.iter().find(|(name, _)| name == field.name))
            {
                field.value.clone_from(text);
            }
        }
        let free_text =
            |f: &Field| matches!(&f.input, Input::Area(_) | Input::Files | Input::Line { kind: "text", .. });
        let kept = fields.iter().any(free_text);
        Self {
            t: frame.t,
            action,
            ticket: Ticket::new(frame, version),
            button: button.to_owned(),
            cancel: None,
            lines: vec![],
            stale: None,
            files: fields.iter().any(|f| matches!(f.input, Input::Files)),
            kept,
            secrecy: kept,
            trouble_title: frame.t.there_is_a_problem(),
            restored: draft.map(|draft| moment(&draft.saved_at)),
            carried: vec![],
            fields,
        }
    }

    /// Hidden fields that the form hands on.
    #[must_use]
    pub fn carry(self, carried: Vec<(&'static str, String)>) -> Self {
        Self { carried, ..self }
    }

    /// What stands over the faults, where nothing is to be put right.
    #[must_use]
    pub fn trouble_title(self, trouble_title: &'static str) -> Self {
        Self { trouble_title, ..self }
    }

    /// Where to go without sending.
    #[must_use]
    pub fn cancel(self, back: &str) -> Self {
        Self { cancel: Some(back.to_owned()), ..self }
    }

    /// Shows what went wrong; `stored` says what is stored now.
    #[must_use]
    pub fn with(mut self, trouble: &Trouble, stored: String) -> Self {
        for field in &mut self.fields {
            field.error = trouble.of_field(self.t, field);
        }
        self.lines = trouble.lines(self.t, &self.fields);
        if trouble.code.is_some() {
            // What was typed just now is on the page anyway.
            self.restored = None;
        }
        if trouble.is_stale() {
            self.t.stale_send().clone_into(&mut self.button);
            self.stale = Some(stored);
        }
        self
    }

    /// Is there something to put right? Then the page's title says so first.
    pub fn is_in_trouble(&self) -> bool {
        self.stale.is_some() || !self.lines.is_empty()
    }

    /// The id that a line of the summary leads to.
    fn target(&self, field: &str) -> Option<String> {
        let field = self.fields.iter().find(|f| f.name == field)?;
        let first = matches!(field.input, Input::Radios(_));
        Some(if first { format!("{}-0", field.name) } else { field.name.to_owned() })
    }
}
