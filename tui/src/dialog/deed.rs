//! From what was typed to the act, and what the act brings about.

use dondoc_shared::{
    error::ErrorCode,
    lateness::{days_overdue, late_from},
    lifecycle::Status,
    wire::assignment::{AssignmentDetail, EscalationDecision, ExtensionDecision, NewUrge, Remark},
};

use super::{Dialog, Kind, pending};
use crate::net::{Deed, Proposal};

/// What is wrong with the form: the code, and the field.
pub type Fault = (ErrorCode, usize);

impl Dialog {
    /// The act that the form describes.
    ///
    /// # Errors
    /// What the server would refuse, said before it is asked.
    pub fn deed(&self) -> Result<Deed, Fault> {
        let remark = self.form.text();
        let required = || {
            let missing = remark.is_empty().then_some((ErrorCode::RemarkRequired, self.form.text_place()));
            missing.map_or(Ok(()), Err)
        };
        match (self.kind, self.form.picked()) {
            (Kind::Verify, 0) => Ok(Deed::Accept(Remark { remark })),
            (Kind::Verify, _) => {
                required()?;
                Ok(Deed::Return(Remark { remark }))
            }
            (Kind::Reopen, _) => {
                required()?;
                Ok(Deed::Reopen(Remark { remark }))
            }
            (Kind::Urge, _) => {
                required()?;
                self.urge(remark).map(Deed::Urge)
            }
            (Kind::Extension, picked) => self.extension(picked, remark).map(Deed::Extension),
            (Kind::Escalate, _) => {
                let release = self.is_release();
                if !release {
                    required()?;
                }
                let step = self.step().ok_or((ErrorCode::NothingWaiting, 0))?.id;
                Ok(Deed::Escalation(EscalationDecision { step, release, remark }))
            }
        }
    }

    fn urge(&self, text: String) -> Result<NewUrge, Fault> {
        let place = self.form.date_place();
        let reply_by = self.form.date().ok_or((ErrorCode::InvalidInput, place))?;
        if reply_by <= self.detail.today {
            return Err((ErrorCode::ReplyByPast, place));
        }
        Ok(NewUrge { text, reply_by, now: self.form.is_on() })
    }

    fn extension(&self, picked: usize, remark: String) -> Result<ExtensionDecision, Fault> {
        let asked = pending(&self.detail).ok_or((ErrorCode::NothingWaiting, 0))?;
        let (grant, to) = match picked {
            0 => (true, None),
            1 => {
                let place = self.form.date_place();
                let to = self.form.date().ok_or((ErrorCode::InvalidInput, place))?;
                if to <= self.detail.today || self.detail.row.due_on.is_some_and(|due| to <= due) {
                    return Err((ErrorCode::DateNotLater, place));
                }
                (true, Some(to).filter(|to| *to != asked.to))
            }
            _ => (false, None),
        };
        if (!grant || to.is_some()) && remark.is_empty() {
            return Err((ErrorCode::RemarkRequired, self.form.text_place()));
        }
        Ok(ExtensionDecision { grant, to, remark })
    }
}

/// What the server can show before the act is done.
pub fn proposal(deed: &Deed) -> Option<Proposal> {
    match deed {
        Deed::Urge(urge) => Some(Proposal::Urge(urge.clone())),
        Deed::Escalation(decision) if decision.release => Some(Proposal::Escalation(decision.clone())),
        _ => None,
    }
}

/// Calendar days that the assignment will be overdue at once if it is returned today; 0 if it will not be.
pub fn overdue_on_return(detail: &AssignmentDetail) -> i32 {
    days_overdue(late_from(Status::Returned, detail.row.due_on, None), detail.today)
}
