//! What a report's page says of its nil return and of its correction, and a change as its reader reads it.

use askama::{Template, filters::HtmlSafe};
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    period::CorrectionState,
    role::Permission,
    text::Lang,
    wire::{
        correction::{Correction, CorrectionChange, CorrectionStep},
        report::ReportDetail,
    },
};

use super::seen::path_of;
use crate::slices::portal::layout::moment;

/// What is done with a correction that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CorrectionAct {
    Propose,
    SendBack,
    File,
    Discard,
}

impl CorrectionAct {
    /// What its button says.
    pub fn name(self, t: Lang) -> &'static str {
        match self {
            Self::Propose => t.propose_correction(),
            Self::SendBack => t.send_correction_back(),
            Self::File => t.file_correction(),
            Self::Discard => t.discard_correction(),
        }
    }

    /// What it means.
    pub fn explained(self, t: Lang) -> &'static str {
        match self {
            Self::Propose => t.propose_correction_explained(),
            Self::SendBack => t.send_correction_back_explained(),
            Self::File => t.file_correction_explained(),
            Self::Discard => t.discard_correction_explained(),
        }
    }

    /// Where it is done.
    pub fn path(self, id: AssignmentId) -> String {
        let act = match self {
            Self::Propose => "propose",
            Self::SendBack => "send-back",
            Self::File => "file",
            Self::Discard => "discard",
        };
        format!("{}/{act}", path_of_correction(id))
    }
}

/// Where the correction of a report is.
pub(super) fn path_of_correction(id: AssignmentId) -> String {
    format!("{}/correction", path_of(id))
}

/// Why it cannot be done now; where another person must do it, who.
pub(super) fn why_not(t: Lang, code: ErrorCode) -> String {
    match code {
        ErrorCode::SecondPersonRequired => {
            t.second_person_files_correction(&t.holders(Permission::FileReport, false))
        }
        ErrorCode::InvalidInput => t.correction_needs_reason().to_owned(),
        ErrorCode::WrongState => t.correction_only_of_filed().to_owned(),
        code => code.message(t).to_owned(),
    }
}

/// A figure that is corrected: its name, what counted, what is to count.
pub(super) struct Change {
    pub name: String,
    pub old: String,
    pub new: String,
}

impl Change {
    pub fn of(t: Lang, change: &CorrectionChange) -> Self {
        Self {
            name: format!("{} {}", change.indicator, t.pick(&change.name_vi, &change.name_en)),
            old: t.pick(&change.old_vi, &change.old_en).to_owned(),
            new: t.pick(&change.new_vi, &change.new_en).to_owned(),
        }
    }
}

/// A correction that was filed, as its body reads it.
pub(super) struct Shown {
    /// What became of it, in a sentence.
    pub state: String,
    pub reason: &'static str,
    pub text: String,
    pub remark: String,
    pub changes: Vec<Change>,
}

impl Shown {
    pub fn of(t: Lang, one: &Correction) -> Self {
        let filed_on = t.date(one.filed_on);
        let decided = || {
            let name = one.decided_name.as_deref().unwrap_or_default();
            (one.decided_at.as_ref().map(moment).unwrap_or_default(), name)
        };
        Self {
            state: match one.state {
                CorrectionState::Waiting => t.correction_waits(&filed_on, &one.filed_name),
                CorrectionState::Lapsed => t.correction_lapsed(&filed_on),
                state => {
                    let (at, name) = decided();
                    t.correction_decided(state == CorrectionState::Accepted, &at, name)
                }
            },
            reason: one.reason.name(t),
            text: one.text.clone(),
            remark: one.remark.clone(),
            changes: one.changes.iter().map(|change| Change::of(t, change)).collect(),
        }
    }
}

/// The part of a report's page about both.
#[derive(Template)]
#[template(path = "reports/note.html")]
pub(super) struct Note {
    t: Lang,
    nil: bool,
    /// What is being written, and whose turn it is.
    written: Option<&'static str>,
    /// The newest that was filed.
    newest: Option<Shown>,
    path: String,
}

impl HtmlSafe for Note {}

impl Note {
    /// None where there is neither.
    pub fn of(t: Lang, detail: &ReportDetail) -> Option<Self> {
        let report = &detail.report;
        let written = match report.correction {
            Some(CorrectionStep::Draft) => Some(t.correction_is_written()),
            Some(CorrectionStep::Proposed) => Some(t.correction_is_proposed()),
            Some(CorrectionStep::Waiting) | None => None,
        };
        let newest = detail.corrected.as_ref().map(|one| Shown::of(t, one));
        let path = path_of_correction(report.assignment);
        (report.nil || written.is_some() || newest.is_some()).then_some(Self {
            t,
            nil: report.nil,
            written,
            newest,
            path,
        })
    }
}
