//! Whose turn it is after each event, and how they hear of it (R106): one table, read by mail, digest and portal.
//!
//! An event that makes somebody else the next to act tells them: on their first page at once, by mail, and in each digest
//! as long as it waits. The Working Group works at a console that shows its queues as they change, and gets no mail.

use crate::{
    coded::coded,
    lifecycle::{Act, Status},
    role::Permission,
    wire::assignment::EventKind,
};

coded! {
    /// Whoever has to act after an event.
    Next {
        /// Nobody, or the same person as before.
        Nobody = "nobody",
        /// The assignee; without one every officer (R45).
        Workers = "workers",
        /// The approvers, but for whoever proposed.
        Approvers = "approvers",
        /// Whoever proposed, and the assignee.
        Author = "author",
        /// Whoever submitted or asked, and the assignee.
        Asker = "asker",
        /// Those whom the urge or the step up the ladder addresses.
        Addressees = "addressees",
        /// The Working Group.
        WorkingGroup = "working_group",
    }
}

coded! {
    /// The mail by which they hear of it.
    Letter {
        /// One mail of all that a directive has newly assigned to a tenant.
        Assignments = "assignments",
        /// A short mail; several within 15 minutes are one.
        Notice = "notice",
        /// The Working Group's decision.
        Decision = "decision",
        /// The urge's own mail.
        Urge = "urge",
        /// The mail of a step up the ladder.
        Escalation = "escalation",
    }
}

coded! {
    /// What is to be done with work that waits: the lines of the first page, and the groups of a digest in this order.
    ToDo {
        /// An urge waits for its answer.
        Answer = "answer",
        /// The Working Group returned it.
        Amend = "amend",
        /// The approver sent the proposal back.
        Rework = "rework",
        /// It was proposed.
        Approve = "approve",
        /// It is overdue.
        Overdue = "overdue",
        /// It is new, and nobody has acknowledged it.
        Acknowledge = "acknowledge",
        /// A correction of a report was proposed (R147); the report itself is done, and in no digest.
        Correct = "correct",
        /// The approver sent the correction back (R147); likewise.
        MendCorrection = "mend_correction",
    }
}

impl ToDo {
    /// The right that doing it asks for: whoever lacks it is not told that it waits for them.
    pub fn needs(self) -> Permission {
        match self {
            Self::Approve => Permission::Submit,
            Self::Correct => Permission::FileReport,
            Self::MendCorrection => Permission::EnterFigures,
            Self::Answer => Permission::AnswerUrge,
            Self::Amend | Self::Rework | Self::Overdue | Self::Acknowledge => Permission::ReportProgress,
        }
    }
}

coded! {
    /// The queue of the console in which it waits for the Working Group.
    Queue {
        /// Submissions to verify.
        Submitted = "submitted",
        /// Requests for a later due date.
        Extensions = "extensions",
        /// Steps up the ladder to release or drop.
        Steps = "steps",
        /// Corrections of reports to accept or refuse.
        Corrections = "corrections",
    }
}

/// Where something waits for whoever is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Nothing waits.
    Nowhere,
    /// A line of the first page, and of each digest.
    Line(ToDo),
    /// The console.
    Queue(Queue),
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// What happened.
    pub event: EventKind,
    /// The act that did it; none for what no person did.
    pub act: Option<Act>,
    /// Whose turn it is.
    pub next: Next,
    /// How they hear of it; an answer is also told to whoever asked, though nothing is left to do.
    pub mail: Option<Letter>,
    /// Where it waits.
    pub waits: Waits,
}

const fn turn(event: EventKind, act: Act, next: Next, mail: Letter, waits: Waits) -> Turn {
    Turn { event, act: Some(act), next, mail: Some(mail), waits }
}

const fn queued(event: EventKind, act: Option<Act>, queue: Queue) -> Turn {
    Turn { event, act, next: Next::WorkingGroup, mail: None, waits: Waits::Queue(queue) }
}

const fn goes_on(event: EventKind, act: Option<Act>) -> Turn {
    Turn { event, act, next: Next::Nobody, mail: None, waits: Waits::Nowhere }
}

/// A decision that leaves nothing to do.
const fn decided(event: EventKind) -> Turn {
    Turn { event, act: None, next: Next::Nobody, mail: Some(Letter::Decision), waits: Waits::Nowhere }
}

use EventKind as E;
use Waits::{Line, Nowhere};

/// The table, in the order of a life.
pub const TURNS: &[Turn] = &[
    Turn {
        event: E::Assigned,
        act: None,
        next: Next::Workers,
        mail: Some(Letter::Assignments),
        waits: Line(ToDo::Acknowledge),
    },
    goes_on(E::Acknowledged, Some(Act::Acknowledge)),
    goes_on(E::Reported, Some(Act::Report)),
    goes_on(E::EvidenceAdded, Some(Act::AddEvidence)),
    goes_on(E::EvidenceRemoved, Some(Act::RemoveEvidence)),
    turn(E::Proposed, Act::Propose, Next::Approvers, Letter::Notice, Line(ToDo::Approve)),
    // Whoever takes something back goes on with it.
    goes_on(E::ProposalTakenBack, Some(Act::TakeProposalBack)),
    turn(E::SentBack, Act::SendBack, Next::Author, Letter::Notice, Line(ToDo::Rework)),
    queued(E::Submitted, Some(Act::Submit), Queue::Submitted),
    goes_on(E::TakenBack, Some(Act::TakeBack)),
    goes_on(E::Opened, Some(Act::Open)),
    turn(E::Accepted, Act::Accept, Next::Nobody, Letter::Decision, Nowhere),
    turn(E::Returned, Act::Return, Next::Asker, Letter::Decision, Line(ToDo::Amend)),
    turn(E::Reopened, Act::Reopen, Next::Asker, Letter::Decision, Line(ToDo::Amend)),
    Turn { event: E::Missed, act: None, next: Next::Nobody, mail: Some(Letter::Decision), waits: Nowhere },
    queued(E::ExtensionRequested, Some(Act::RequestExtension), Queue::Extensions),
    turn(E::ExtensionGranted, Act::DecideExtension, Next::Nobody, Letter::Decision, Nowhere),
    turn(E::ExtensionRefused, Act::DecideExtension, Next::Nobody, Letter::Decision, Nowhere),
    Turn {
        event: E::ExceptionGranted,
        act: None,
        next: Next::Workers,
        mail: Some(Letter::Decision),
        waits: Line(ToDo::Overdue),
    },
    decided(E::ExceptionCancelled),
    Turn {
        event: E::CorrectionProposed,
        act: None,
        next: Next::Approvers,
        mail: Some(Letter::Notice),
        waits: Line(ToDo::Correct),
    },
    Turn {
        event: E::CorrectionSentBack,
        act: None,
        next: Next::Author,
        mail: Some(Letter::Notice),
        waits: Line(ToDo::MendCorrection),
    },
    queued(E::CorrectionFiled, None, Queue::Corrections),
    decided(E::CorrectionAccepted),
    decided(E::CorrectionRefused),
    turn(E::Urged, Act::Urge, Next::Addressees, Letter::Urge, Line(ToDo::Answer)),
    goes_on(E::UrgeAnswered, Some(Act::AnswerUrge)),
    goes_on(E::UrgeWithdrawn, None),
    queued(E::EscalationProposed, None, Queue::Steps),
    queued(E::EscalationSigned, Some(Act::Escalate), Queue::Steps),
    turn(E::Escalated, Act::Escalate, Next::Addressees, Letter::Escalation, Line(ToDo::Overdue)),
    goes_on(E::EscalationDropped, Some(Act::Escalate)),
    // Whoever takes it over is told of all that they take over, by mail about their access.
    goes_on(E::HandedOver, None),
    goes_on(E::ContributionClosed, None),
    goes_on(E::Reminded, None),
    goes_on(E::AssignmentsMailed, None),
    goes_on(E::NoticeMailed, None),
    goes_on(E::DecisionMailed, None),
    goes_on(E::UrgeMailed, None),
    goes_on(E::EscalationMailed, None),
];

/// What decides in which line work waits for its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Where it stands.
    pub status: Status,
    /// Whether an approver sent it back, and nobody has reported since.
    pub sent_back: bool,
    /// Urges without an answer.
    pub urges: i32,
    /// Whether it is overdue.
    pub overdue: bool,
}

impl Waiting {
    /// Whether it waits in this line.
    pub fn is_in(self, line: ToDo) -> bool {
        match line {
            ToDo::Answer => self.urges > 0,
            ToDo::Amend => self.status == Status::Returned,
            ToDo::Rework => self.status == Status::InProgress && self.sent_back,
            ToDo::Approve => self.status == Status::Proposed,
            ToDo::Overdue => self.overdue,
            ToDo::Acknowledge => self.status == Status::Assigned,
            // They stand beside work that is done.
            ToDo::Correct | ToDo::MendCorrection => false,
        }
    }

    /// The line in which a digest tells it: the first one, since a digest tells each item once.
    pub fn line(self) -> Option<ToDo> {
        ToDo::ALL.iter().copied().find(|line| self.is_in(*line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::RULES;

    #[test]
    fn every_event_has_a_row_and_only_one_and_every_act_is_in_one() {
        for event in EventKind::ALL {
            assert_eq!(TURNS.iter().filter(|turn| turn.event == *event).count(), 1, "{event}");
        }
        for rule in RULES {
            assert!(TURNS.iter().any(|turn| turn.act == Some(rule.act)), "{}", rule.act);
        }
    }

    #[test]
    fn whoever_is_next_hears_of_it_and_finds_it_again() {
        for turn in TURNS {
            let told = match turn.next {
                Next::Nobody => turn.waits == Nowhere,
                Next::WorkingGroup => matches!(turn.waits, Waits::Queue(_)),
                _ => turn.mail.is_some() && matches!(turn.waits, Line(_)),
            };
            assert!(told, "{turn:?}");
        }
        for letter in Letter::ALL {
            assert!(TURNS.iter().any(|turn| turn.mail == Some(*letter)), "{letter}");
        }
        for line in ToDo::ALL {
            assert!(TURNS.iter().any(|turn| turn.waits == Line(*line)), "{line}");
        }
    }

    /// An act that hands the work to the other side, by the table of states, leaves nobody without their turn.
    #[test]
    fn an_act_that_moves_the_work_to_another_side_makes_somebody_next() {
        let side = |status: Status| match status {
            Status::Proposed => "approver",
            Status::Submitted => "working group",
            status if status.is_with_tenant() => "officer",
            _ => "nobody",
        };
        // Whoever takes something back, goes on with it.
        let takes_back = |act| matches!(act, Act::TakeBack | Act::TakeProposalBack);
        for rule in RULES.iter().filter(|rule| !takes_back(rule.act)) {
            let Some(to) = rule.to.filter(|to| side(*to) != "nobody") else { continue };
            if rule.from.iter().all(|from| side(*from) == side(to)) {
                continue;
            }
            for turn in TURNS.iter().filter(|turn| turn.act == Some(rule.act)) {
                assert_ne!(turn.next, Next::Nobody, "{}", rule.act);
            }
        }
    }

    #[test]
    fn a_digest_tells_each_item_once_where_most_depends_on_it() {
        let of = |status, sent_back, urges, overdue| Waiting { status, sent_back, urges, overdue }.line();
        assert_eq!(of(Status::Returned, false, 1, true), Some(ToDo::Answer));
        assert_eq!(of(Status::Returned, false, 0, true), Some(ToDo::Amend));
        assert_eq!(of(Status::InProgress, true, 0, true), Some(ToDo::Rework));
        assert_eq!(of(Status::Proposed, false, 0, true), Some(ToDo::Approve));
        assert_eq!(of(Status::Assigned, false, 0, true), Some(ToDo::Overdue));
        assert_eq!(of(Status::Assigned, false, 0, false), Some(ToDo::Acknowledge));
        assert_eq!(of(Status::InProgress, false, 0, false), None);
    }
}
