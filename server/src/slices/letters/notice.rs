//! Notices: the short mail that tells somebody that it is their turn (R106). Those to one reader within 15 minutes are one
//! mail; each is looked at again just before it leaves.

use anyhow::Context;
use dondoc_shared::{
    id::AssignmentId,
    lifecycle::Status,
    text::Lang,
    turn::{TURNS, ToDo, Waits},
    wire::assignment::EventKind,
};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    domain::{
        calendar::Calendar,
        recipients::{Directory, Person},
    },
    slices::{
        reminders::{
            Item,
            item::{Subject, subject},
        },
        reports,
    },
};
use dondoc_kernel::{
    db::WorkerTx,
    error::Result,
    mail::{Group, Sheet, SheetRow, my_work_link},
    outbox::{gather, store::Claimed},
};

/// The list of notices in the arguments of a row.
const LIST: &str = "notices";

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Notice {
    pub assignment: AssignmentId,
    pub event: EventKind,
    /// Name of the person who acted.
    pub by: String,
    #[serde(default)]
    pub remark: String,
}

/// The notices of a row, for what explains it.
#[derive(Debug, Deserialize)]
pub(super) struct NoticeArgs {
    pub notices: Vec<Notice>,
}

/// What has come to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeMail {
    /// Name of the tenant in the reader's language.
    pub tenant: String,
    /// The notices, the oldest first; never empty.
    pub lines: Vec<NoticeLine>,
    /// The reader's list of work.
    pub my_work: String,
}

/// One notice with its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// What happened.
    pub event: EventKind,
    /// Name of the person who acted.
    pub by: String,
    /// What they remarked.
    pub remark: String,
    /// Where the item stands.
    pub status: Status,
    /// The item.
    pub about: Subject,
}

impl NoticeLine {
    fn to_do(&self) -> Option<ToDo> {
        let turn = TURNS.iter().find(|turn| turn.event == self.event)?;
        match turn.waits {
            Waits::Line(line) => Some(line),
            Waits::Nowhere | Waits::Queue(_) => None,
        }
    }

    fn row(&self, lang: Lang) -> SheetRow {
        let mut row = self.about.row(lang);
        let mut fact = |label: &str, value: &str| row.facts.push((label.to_owned(), value.to_owned()));
        fact(lang.notice_by(), &self.by);
        if !self.remark.is_empty() {
            fact(lang.mail_remark(), &self.remark);
        }
        fact(lang.mail_next_step(), lang.next_step_after(self.event, self.status));
        row
    }
}

impl NoticeMail {
    /// The mail in the reader's language.
    pub fn sheet(&self, lang: Lang) -> Sheet {
        let why = lang.notice_footer(&self.tenant);
        if let [only] = self.lines.as_slice() {
            let mut sheet = only.about.sheet(lang);
            let next = lang.next_step_after(only.event, only.status);
            sheet.facts.push((lang.mail_next_step().to_owned(), next.to_owned()));
            return Sheet {
                subject: lang.notice_subject(only.event, &only.about.code),
                opening: vec![lang.notice_opening(only.event, &only.by)],
                quote: (!only.remark.is_empty())
                    .then(|| (lang.mail_remark().to_owned(), only.remark.clone())),
                why,
                ..sheet
            };
        }
        let rows_of = |line: ToDo| {
            let of = self.lines.iter().filter(move |notice| notice.to_do() == Some(line));
            of.map(|notice| notice.row(lang)).collect::<Vec<_>>()
        };
        let groups =
            ToDo::ALL.iter().map(|line| Group { title: line.heading(lang).to_owned(), rows: rows_of(*line) });
        Sheet {
            subject: lang.notice_subject_of_several(self.lines.len()),
            opening: vec![lang.notice_opening_of_several(self.lines.len())],
            groups: groups.filter(|group| !group.rows.is_empty()).collect(),
            link: Some((lang.mail_open_my_work().to_owned(), self.my_work.clone())),
            why,
            ..Sheet::default()
        }
    }

    /// The items that it tells of, in the order of its rows.
    fn about(&self, ids: &[AssignmentId]) -> Vec<AssignmentId> {
        let mut placed: Vec<(Option<ToDo>, AssignmentId)> =
            self.lines.iter().map(NoticeLine::to_do).zip(ids.iter().copied()).collect();
        placed.sort_by_key(|(line, _)| *line);
        placed.into_iter().map(|(_, id)| id).collect()
    }
}

/// What the mail says and which items it tells of: those that still wait for this reader. Takes along what else waits to be
/// told to them.
pub(super) async fn owed(
    tx: &mut WorkerTx,
    calendar: &Calendar,
    public_url: &Url,
    (reader, directory): (&Person, &Directory),
    row: &Claimed,
) -> Result<Option<(Sheet, Vec<AssignmentId>)>> {
    let said = if row.raw.is_none() {
        gather(tx, row, LIST).await?
    } else {
        row.args.get(LIST).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let (tenant, lang) = (tx.own(), reader.lang);
    let (mut ids, mut lines) = (vec![], vec![]);
    let mut name = String::new();
    for notice in said {
        let Notice { assignment, event, by, remark } =
            Notice::deserialize(&notice).context("a notice of the row")?;
        let found = subject(tx, calendar, public_url, tenant, assignment).await?;
        let Some((about, item)) = found else { continue };
        // A correction stands beside the item, which is done.
        let still_waits = match event {
            EventKind::CorrectionProposed => {
                let by = reports::correction_by(tx, assignment).await?;
                by.is_some() && !directory.is_hand_of(reader, by)
            }
            EventKind::CorrectionSentBack => reports::is_back(tx, assignment).await?,
            event => waits(event, &item, directory.is_hand_of(reader, item.facts.proposed_by)),
        };
        if !still_waits {
            continue;
        }
        about.tenant.get(lang).clone_into(&mut name);
        let line = NoticeLine { event, by, remark, status: item.facts.status, about };
        // Proposed, taken back and proposed again: the last time counts.
        if let Some(known) =
            ids.iter().position(|id| *id == assignment).and_then(|place| lines.get_mut(place))
        {
            *known = line;
        } else {
            ids.push(assignment);
            lines.push(line);
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let mail = NoticeMail { tenant: name, lines, my_work: my_work_link(public_url) };
    Ok(Some((mail.sheet(lang), mail.about(&ids))))
}

/// Whether the item still stands where the event has put it, and waits for a reader, whose own proposal it is or is not.
fn waits(event: EventKind, item: &Item, own_proposal: bool) -> bool {
    let facts = &item.facts;
    match event {
        EventKind::Proposed => facts.status == Status::Proposed && !own_proposal,
        EventKind::SentBack => facts.status == Status::InProgress && facts.sent_back,
        _ => false,
    }
}
