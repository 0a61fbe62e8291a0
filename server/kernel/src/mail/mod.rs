//! Mail: what a message says, the bytes it becomes, and the conversation that hands them over.
//!
//! | Module | Holds |
//! |---|---|
//! | this one | the [`Sheet`] that every mail is, and its text in plain and HTML form |
//! | [`message`] | a sheet as bytes: headers, encodings, the last look before they leave |
//! | [`smtp`] | the conversation with the relay, a deadline for each step |
//! | [`status`] | what an enhanced status code says of an address |
//! | [`breaker`] | when to leave a relay alone |
//!
//! Only the worker talks to a relay. A mail carries numbers, titles and links, never the content of a report.

pub mod breaker;
pub mod message;
pub mod smtp;
pub mod status;

use askama::Template;
use dondoc_shared::{
    id::{AssignmentId, UrgeId},
    scrub::one_line,
    text::Lang,
};
use lettre::message::Mailbox;
use url::Url;

/// The sender, and the address that links in a mail lead to.
#[derive(Debug, Clone)]
pub struct Sender {
    /// From, and the envelope's sender.
    pub from: Mailbox,
    /// What stands right of the `@` in a Message-ID; never changes, so that a second hand-over is the same message.
    pub domain: String,
    /// Where people reach the portal.
    pub public_url: Url,
}

impl Sender {
    /// # Errors
    /// The domain of the address is not plain ASCII.
    pub fn new(from: Mailbox, public_url: &Url) -> anyhow::Result<Self> {
        let domain = from.email.domain().to_owned();
        anyhow::ensure!(domain.is_ascii(), "the sender's domain {domain:?} is not ASCII");
        Ok(Self { from, domain, public_url: public_url.clone() })
    }
}

/// The reader's list of work in the portal.
pub fn my_work_link(public_url: &Url) -> String {
    link(public_url, "")
}

/// Where a reader switches off what may be.
pub fn choice_link(public_url: &Url) -> String {
    link(public_url, "account/reminders")
}

/// One item of it.
pub fn item_link(public_url: &Url, id: AssignmentId) -> String {
    link(public_url, &format!("assignments/{id}"))
}

/// The report that an item is, where its figures are entered.
pub fn report_link(public_url: &Url, id: AssignmentId) -> String {
    link(public_url, &format!("reports/{id}"))
}

/// The page on which an urge about an item is answered.
pub fn answer_link(public_url: &Url, id: AssignmentId, urge: UrgeId) -> String {
    link(public_url, &format!("assignments/{id}/urge-answer?urge={urge}"))
}

/// Where somebody sets their pass-phrase; the link's own text goes to nobody else.
pub fn set_phrase_link(public_url: &Url, token: &str) -> String {
    link(public_url, &format!("link/{token}"))
}

/// The log-in page.
pub fn log_in_link(public_url: &Url) -> String {
    link(public_url, "log-in")
}

/// The page of one's own account.
pub fn account_link(public_url: &Url) -> String {
    link(public_url, "account")
}

/// Where a console is let in.
pub fn console_link(public_url: &Url) -> String {
    link(public_url, "console")
}

/// Second factors that were reported lost, for whoever confirms it.
pub fn lost_factors_link(public_url: &Url) -> String {
    link(public_url, "lost-factors")
}

/// One's stand-ins.
pub fn stand_ins_link(public_url: &Url) -> String {
    link(public_url, "account/stand-ins")
}

/// What other tenants wait for.
pub fn waiting_on_us_link(public_url: &Url) -> String {
    link(public_url, "waiting-on-us")
}

/// The page with the one button that acknowledges an item; looking at it changes nothing.
pub fn acknowledge_link(public_url: &Url, id: AssignmentId) -> String {
    link(public_url, &format!("assignments/{id}/acknowledge"))
}

fn link(public_url: &Url, path: &str) -> String {
    public_url.join(path).map_or_else(|_| public_url.to_string(), Into::into)
}

/// What every mail consists of. Both forms are drawn from it, so plain text says all that HTML says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The subject line.
    pub subject: String,
    /// Sentences before the rest.
    pub opening: Vec<String>,
    /// Facts as label and value, in the order shown.
    pub facts: Vec<(String, String)>,
    /// A text that a person wrote, with its label; its line feeds stay.
    pub quote: Option<(String, String)>,
    /// A small picture of counts, if there is one.
    pub picture: Option<Picture>,
    /// Items by what is to be done.
    pub groups: Vec<Group>,
    /// Sentences after the rest.
    pub closing: Vec<String>,
    /// Label and address of the link below all; none for a reader who cannot open it.
    pub link: Option<(String, String)>,
    /// Why the reader gets this.
    pub why: String,
    /// Label and address of the page where this mail is switched off; only for mail that can be (R47).
    pub switch_off: Option<(String, String)>,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
}

/// A file that goes with a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name: letters, digits, dots and hyphens.
    pub name: String,
    /// What its content is.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Counts as bars: coloured cells in HTML, characters in plain text, with the number beside each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// What the bars count.
    pub title: String,
    /// The bars from left to right.
    pub bars: Vec<Bar>,
}

/// One bar of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bar {
    /// What the bar counts.
    pub label: String,
    /// The count that its length shows.
    pub n: i64,
    /// Whether the bar counts something overdue.
    pub late: bool,
}

impl Bar {
    fn colour(&self) -> &'static str {
        if self.late { "#b91c1c" } else { "#1d4ed8" }
    }
}

/// The longest bar, in characters.
const LONGEST: i64 = 20;

impl Picture {
    /// Label, length and number of each bar; anything at all is at least one long.
    fn drawn(&self, lang: Lang) -> impl Iterator<Item = (&Bar, i64, String)> {
        let most = self.bars.iter().map(|bar| bar.n).max().unwrap_or(0).max(1);
        let length = move |n: i64| n.saturating_mul(LONGEST).checked_div(most).unwrap_or(0);
        let least = move |n: i64| length(n).max(i64::from(n > 0));
        self.bars.iter().map(move |bar| (bar, least(bar.n), lang.number(bar.n)))
    }

    /// Each bar as a line of characters, labels in one column.
    fn lines(&self, lang: Lang) -> Vec<String> {
        let widest = self.bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
        let line = |(bar, length, number): (&Bar, i64, String)| {
            let drawn = "#".repeat(usize::try_from(length).unwrap_or(0));
            let space = if drawn.is_empty() { "" } else { " " };
            format!("{:widest$}  {drawn}{space}{number}", bar.label)
        };
        self.drawn(lang).map(line).collect()
    }
}

/// Items that ask for the same act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// What is to be done.
    pub title: String,
    /// The items.
    pub rows: Vec<SheetRow>,
}

/// An item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// Code and title of the item.
    pub title: String,
    /// Facts as label and value, in the order shown.
    pub facts: Vec<(String, String)>,
    /// Label and address of a link of its own.
    pub link: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Plain<'a> {
    t: Lang,
    name: &'a str,
    sheet: &'a Sheet,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    t: Lang,
    name: &'a str,
    sheet: &'a Sheet,
}

impl Sheet {
    /// The plain text. `name` is the reader's, or the office's.
    pub fn text(&self, lang: Lang, name: &str) -> anyhow::Result<String> {
        Ok(Plain { t: lang, name: &one_line(name), sheet: self }.render()?)
    }

    /// The HTML: tables and inline style only, because mail programs know little else; nothing from elsewhere.
    pub fn html(&self, lang: Lang, name: &str) -> anyhow::Result<String> {
        Ok(Html { t: lang, name: &one_line(name), sheet: self }.render()?)
    }

    /// Subject and plain text as `name` would get them: what a person sees before they send.
    pub fn preview(self, lang: Lang, name: &str) -> anyhow::Result<(String, String)> {
        let sheet = self.scrubbed();
        let text = sheet.text(lang, name)?;
        Ok((sheet.subject, text))
    }

    /// The same sheet with every value in one line and free of control characters; a quote keeps its line feeds.
    /// Texts were checked when they came in: this is the second wall.
    #[must_use]
    pub fn scrubbed(mut self) -> Self {
        let facts = |facts: &mut Vec<(String, String)>| {
            for (label, value) in facts {
                *label = one_line(label);
                *value = one_line(value);
            }
        };
        self.subject = one_line(&self.subject);
        self.opening.iter_mut().chain(&mut self.closing).for_each(|line| *line = one_line(line));
        facts(&mut self.facts);
        self.quote = self.quote.map(|(label, text)| (one_line(&label), dondoc_shared::scrub::lines(&text)));
        if let Some(picture) = &mut self.picture {
            picture.title = one_line(&picture.title);
            picture.bars.iter_mut().for_each(|bar| bar.label = one_line(&bar.label));
        }
        for group in &mut self.groups {
            group.title = one_line(&group.title);
            for row in &mut group.rows {
                row.title = one_line(&row.title);
                facts(&mut row.facts);
                row.link = row.link.take().map(|(label, to)| (one_line(&label), to));
            }
        }
        self.why = one_line(&self.why);
        self
    }
}
