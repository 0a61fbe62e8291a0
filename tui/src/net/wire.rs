//! What passes between the screen and the network: requests one way, replies the other.

use std::time::Duration;

use dondoc_shared::{
    id::{
        AssignmentId, DirectiveId, EvidenceId, FindingId, HoldId, MessageId, PlanId, PolicyId, SuspensionId,
    },
    text::Lang,
    wire::{
        Changed, Count, Page, Written,
        assignment::{
            AssignmentDetail, AssignmentRow, DecisionReaders, EscalationDecision, ExtensionDecision,
            NewReturn, Preview, Queue, Remark,
        },
        calendar::{CalendarYear, SendWindows},
        contact::Contacts,
        correcting::Corrections,
        correction::{CorrectionDecided, CorrectionDecision},
        decision::DecisionPlan,
        figure::{Figures, Sources},
        filing::{FiledReport, PeriodReports, Periods},
        handling::{Claimed, NewClaims, NewNote, NewSnoozes, Note, Others, Snoozed, Unsnoozed},
        mail::{CancelMessage, Holds, MailActed, MailState, MessageDetail, Messages, NewHold, Suspensions},
        matrix::{DirectiveMatrix, Directives},
        national::{Overview, TenantPage, ToBeAssigned},
        plan::ConfirmPlan,
        policy::{Draft, NewPolicy, Policies, Run, Simulation, Why},
        recheck::RecheckMonth,
        report::{JudgementInput, Noise, ReportFindings},
        session::Me,
        standing::Blocks,
        urge::{UrgeDetail, UrgeRow, UrgeState, UrgeStatistics, UrgeTemplates, plan::UrgePlan},
        view::{View, Views},
    },
};
use jiff::civil::Date;
use secrecy::SecretString;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    auth::{ByBrowser, Shown},
    calendar::{CalendarAnswer, CalendarCall},
    deciding::DecidingCall,
    failure::Failure,
    figures::{FiguresAnswer, FiguresCall, Scope},
    filings::{FilingsAnswer, FilingsCall},
    head::Head,
    mail::{MailAnswer, MailCall},
    rechecks::{RecheckAnswer, RecheckOrder},
    settings::{SettingOrder, SettingWritten},
    urging::{UrgingAnswer, UrgingCall},
    views::ViewOrder,
};

/// Tells an answer from an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// A question to the server.
#[derive(Debug)]
pub struct Request {
    /// Comes back with the answer.
    pub ticket: Ticket,
    /// The language in which the server explains itself.
    pub lang: Lang,
    /// What is asked.
    pub call: Call,
}

/// What is asked.
#[derive(Debug)]
pub enum Call {
    /// Begin a session; answered by who one is.
    LogIn(Shown),
    /// A code with which somebody lets the console in from a browser.
    AskByBrowser,
    /// Begin a session where somebody has, by the secret that came with the code; answered by who one is.
    BeginByBrowser(SecretString),
    /// End the session; not answered.
    LogOut,
    /// Try the event stream again now; not answered.
    RetryNow,
    /// The first page.
    Overview,
    /// The page of a tenant, by its key.
    Tenant(String),
    /// The saved views.
    Views,
    /// A page of the backlog.
    Page {
        /// In the filter language.
        filter: String,
        /// What waits on its rows, to be told with them.
        with: Option<Queue>,
        /// From the page before.
        cursor: Option<String>,
        /// How many rows.
        limit: u16,
    },
    /// How many assignments a filter finds.
    Count(String),
    /// One assignment, whole.
    Item(AssignmentId),
    /// A file that proves a result.
    Evidence(AssignmentId, EvidenceId),
    /// Its beginning alone.
    EvidenceHead(AssignmentId, EvidenceId),
    /// What a day's run would queue.
    Run {
        /// The local date; the next working day where none is given.
        on: Option<Date>,
        /// Key of the tenant whose people are wanted.
        tenant: Option<String>,
    },
    /// The tasks whose tenants are not named yet.
    ToBeAssigned,
    /// Who waits for whom.
    Blocks,
    /// The sample of a month; none names the month in which something waits.
    Rechecks(Option<Date>),
    /// The directives that name tasks.
    Directives,
    /// A directive as a matrix of bodies and tasks.
    Matrix(DirectiveId),
    /// Every version of every policy.
    Policies,
    /// A page of the urges, newest first.
    Urges {
        /// Where all of them stand; none for every state.
        state: Option<UrgeState>,
        /// The slug of the body that was urged; none for all.
        tenant: Option<String>,
        /// From the page before.
        cursor: Option<String>,
    },
    /// What became of the urges issued in a period.
    UrgeStatistics {
        /// The first local date of issue.
        from: Date,
        /// The last one.
        to: Date,
    },
    /// Something of outgoing mail.
    Mail(MailCall),
    /// The offices of one's own tenant.
    Contacts,
    /// Something of the working calendar.
    Calendar(CalendarCall),
    /// Something of the nation's figures.
    Figures(FiguresCall),
    /// The figures of a period, as a table for a spreadsheet.
    FiguresTable(Scope),
    /// Something of the reports of periods.
    Filings(FilingsCall),
    /// Something of urging many at once.
    Urging(UrgingCall),
    /// Something of deciding on many at once.
    Deciding(DecidingCall),
    /// What a draft would do; nothing is written.
    Simulate(Draft),
    /// The same as a table for a spreadsheet.
    SimulationTable(Draft),
    /// An act on something else than an assignment.
    Order {
        /// The same for every try of the same act.
        key: Uuid,
        /// The act.
        order: Order,
    },
    /// What a step up the ladder would send; nothing is written.
    Preview(AssignmentId, EscalationDecision),
    /// Who would be told of a decision.
    Readers {
        /// On which assignment.
        id: AssignmentId,
        /// On the extension that was asked for, rather than on the submission.
        on_extension: bool,
    },
    /// An act.
    Write {
        /// On which assignment.
        id: AssignmentId,
        /// The version that was on the screen.
        version: i32,
        /// The same for every try of the same act.
        key: Uuid,
        /// The act.
        deed: Deed,
    },
}

/// An act of the Working Group, with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Begin to verify.
    Open,
    /// Accept the submission.
    Accept(Remark),
    /// Return the submission.
    Return(NewReturn),
    /// Return what was accepted.
    Reopen(NewReturn),
    /// Decide the waiting extension request.
    Extension(ExtensionDecision),
    /// Release, sign or drop the proposed step.
    Escalation(EscalationDecision),
}

/// An act on something else than an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Make a version of a policy.
    MakePolicy(NewPolicy),
    /// Withdraw a version of a policy.
    WithdrawPolicy(PolicyId),
    /// Cancel a message that waits.
    CancelMail(MessageId, CancelMessage),
    /// Send again what was given up.
    ResendMail(MessageId),
    /// Hold mail.
    HoldMail(NewHold),
    /// Lift a hold.
    LiftHold(HoldId),
    /// Let an address get mail again.
    RestoreAddress(SuspensionId),
    /// Judge how a body justified a warning.
    Judge {
        /// The assignment that the report is.
        id: AssignmentId,
        /// The warning.
        finding: FindingId,
        /// Its version that was on the screen.
        version: i32,
        /// What is thought of it.
        judgement: JudgementInput,
    },
    /// Draw a sample, or say what came of what was drawn.
    Recheck(RecheckOrder),
    /// Save a view, or delete one.
    View(ViewOrder),
    /// Write a setting.
    Setting(SettingOrder),
    /// Take assignments in hand.
    Claim(NewClaims),
    /// Give them back.
    Release(NewClaims),
    /// Leave assignments alone until a date.
    Snooze(NewSnoozes),
    /// Take them up again.
    EndSnoozes(Unsnoozed),
    /// Write a note about an assignment, for the Working Group alone.
    AddNote(AssignmentId, NewNote),
    /// Say that an assignment is read, or no longer.
    BePresent {
        /// Which.
        id: AssignmentId,
        /// Whether it is.
        reading: bool,
    },
    /// Issue the urges of a plan.
    IssuePlan(PlanId, ConfirmPlan),
    /// Take back what of a plan of urges was issued and has not left.
    RecallPlan(PlanId),
    /// Make the decisions of a plan.
    CarryOut(PlanId, ConfirmPlan),
    /// Accept or refuse a correction of a report.
    DecideCorrection {
        /// The assignment that the report is.
        id: AssignmentId,
        /// The revision that the correction is.
        revision: i32,
        /// What is decided.
        decision: CorrectionDecision,
    },
}

/// What comes back.
#[derive(Debug)]
pub enum Reply {
    /// The answer to a request.
    Answer(Ticket, Result<Answer, Failure>),
    /// The event stream was made, lost, ...
    Link(LinkNews),
    /// Something changed.
    Changed(Changed),
    /// An assignment that changed, as the list shows it now.
    Row(Box<AssignmentRow>),
    /// Changes may have been missed: what is shown must be fetched again.
    Resync,
    /// The session is over; log in again.
    SessionOver,
}

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// Signed in.
    SignedIn(Me),
    /// A code with which somebody lets the console in from a browser.
    ByBrowser(ByBrowser),
    /// The first page.
    Overview(Box<Overview>),
    /// The page of a tenant.
    Tenant(Box<TenantPage>),
    /// The saved views.
    Views(Views),
    /// A view as it was saved; none where it was deleted.
    View(Option<Box<View>>),
    /// A page of the backlog.
    Page(Page<AssignmentRow>),
    /// How many a filter finds.
    Count(Count),
    /// One assignment.
    Item(Box<AssignmentDetail>),
    /// A file, as it was added.
    File(Vec<u8>),
    /// The beginning of one.
    Head(Head),
    /// A day's run.
    Run(Box<Run>),
    /// The tasks whose tenants are not named yet.
    ToBeAssigned(ToBeAssigned),
    /// Who waits for whom.
    Blocks(Box<Blocks>),
    /// Something of the random re-check.
    Recheck(RecheckAnswer),
    /// The directives that name tasks.
    Directives(Directives),
    /// A directive as a matrix of bodies and tasks.
    Matrix(Box<DirectiveMatrix>),
    /// Every version of every policy.
    Policies(Policies),
    /// A page of the urges.
    Urges(Page<UrgeRow>),
    /// What became of the urges.
    UrgeStatistics(Box<UrgeStatistics>),
    /// What a draft would do.
    Simulation(Box<Simulation>),
    /// A table for a spreadsheet, as it is to be kept.
    Table(String),
    /// Something of outgoing mail.
    Mail(MailAnswer),
    /// The offices of one's own tenant.
    Contacts(Contacts),
    /// A setting as it was written.
    Setting(SettingWritten),
    /// Something of the working calendar.
    Calendar(CalendarAnswer),
    /// Something of the nation's figures.
    Figures(FiguresAnswer),
    /// Something of the reports of periods.
    Filings(FilingsAnswer),
    /// Something of urging many at once.
    Urging(UrgingAnswer),
    /// A plan of decisions as it stands.
    Deciding(Box<DecisionPlan>),
    /// What would be sent.
    Preview(Box<Preview>),
    /// Who would be told.
    Readers(DecisionReaders),
    /// Written.
    Written(Written),
    /// An act on mail was carried out.
    Acted(MailActed),
    /// A correction of a report was decided on.
    Decided(CorrectionDecided),
    /// Assignments were claimed or given back.
    Claimed(Claimed),
    /// Assignments were snoozed or taken up again.
    Snoozed(Snoozed),
    /// A note was written.
    Noted(Note),
    /// Who else reads the assignment.
    Present(Others),
}

/// How what an answer holds is taken out of it: anything else than what was asked for is garbled.
macro_rules! held_by {
    ($($of:ty: $answer:pat => $held:ident;)+) => {$(
        impl TryFrom<Answer> for $of {
            type Error = Failure;

            fn try_from(answer: Answer) -> Result<Self, Failure> {
                match answer {
                    $answer => Ok($held),
                    _ => Err(Failure::Garbled),
                }
            }
        }
    )+};
}

held_by! {
    Me: Answer::SignedIn(it) => it;
    ByBrowser: Answer::ByBrowser(it) => it;
    Box<Overview>: Answer::Overview(it) => it;
    Box<TenantPage>: Answer::Tenant(it) => it;
    Views: Answer::Views(it) => it;
    Page<AssignmentRow>: Answer::Page(it) => it;
    Count: Answer::Count(it) => it;
    Box<AssignmentDetail>: Answer::Item(it) => it;
    Box<Run>: Answer::Run(it) => it;
    ToBeAssigned: Answer::ToBeAssigned(it) => it;
    Box<Blocks>: Answer::Blocks(it) => it;
    Box<RecheckMonth>: Answer::Recheck(RecheckAnswer::Month(it)) => it;
    Directives: Answer::Directives(it) => it;
    Box<DirectiveMatrix>: Answer::Matrix(it) => it;
    Policies: Answer::Policies(it) => it;
    Page<UrgeRow>: Answer::Urges(it) => it;
    Box<UrgeStatistics>: Answer::UrgeStatistics(it) => it;
    Box<Simulation>: Answer::Simulation(it) => it;
    String: Answer::Table(it) => it;
    Vec<u8>: Answer::File(it) | Answer::Urging(UrgingAnswer::Letter(it)) => it;
    Head: Answer::Head(it) => it;
    Box<Preview>: Answer::Preview(it) | Answer::Urging(UrgingAnswer::Preview(it)) => it;
    DecisionReaders: Answer::Readers(it) => it;
    Written: Answer::Written(it) => it;
    MailActed: Answer::Acted(it) => it;
    Claimed: Answer::Claimed(it) => it;
    Others: Answer::Present(it) => it;
    Box<MailState>: Answer::Mail(MailAnswer::State(it)) => it;
    Messages: Answer::Mail(MailAnswer::Page(it)) => it;
    Holds: Answer::Mail(MailAnswer::Holds(it)) => it;
    Suspensions: Answer::Mail(MailAnswer::Addresses(it)) => it;
    Box<MessageDetail>: Answer::Mail(MailAnswer::Message(it)) => it;
    Box<Why>: Answer::Mail(MailAnswer::Why(it)) => it;
    Box<CalendarYear>: Answer::Calendar(CalendarAnswer::Year(it)) => it;
    Box<SendWindows>: Answer::Calendar(CalendarAnswer::Windows(it)) => it;
    Contacts: Answer::Contacts(it) => it;
    Box<Figures>: Answer::Figures(FiguresAnswer::All(it)) => it;
    Box<Sources>: Answer::Figures(FiguresAnswer::Sources(it)) => it;
    Box<Periods>: Answer::Filings(FilingsAnswer::Periods(it)) => it;
    Box<PeriodReports>: Answer::Filings(FilingsAnswer::Reports(it)) => it;
    Box<FiledReport>: Answer::Filings(FilingsAnswer::Report(it)) => it;
    ReportFindings: Answer::Filings(FilingsAnswer::Findings(it)) => it;
    Corrections: Answer::Filings(FilingsAnswer::Corrections(it)) => it;
    Noise: Answer::Filings(FilingsAnswer::Noise(it)) => it;
    Box<UrgeDetail>: Answer::Urging(UrgingAnswer::Urge(it)) => it;
    UrgeTemplates: Answer::Urging(UrgingAnswer::Templates(it)) => it;
    Box<DecisionPlan>: Answer::Deciding(it) => it;
    Box<UrgePlan>: Answer::Urging(UrgingAnswer::Plan(it)) => it;
}

/// News of the event stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkNews {
    /// A try begins.
    Connecting,
    /// It stands.
    Live,
    /// The server has none for this person's role.
    Absent,
    /// It is gone, or a try failed.
    Lost {
        /// How many tries in a row have failed.
        attempt: u32,
        /// When the next begins.
        retry_in: Duration,
    },
}

/// The screen's end of the two channels.
#[derive(Debug)]
pub struct Wire {
    /// Requests go in here; never awaited.
    pub requests: mpsc::Sender<Request>,
    /// Replies come out here.
    pub replies: mpsc::Receiver<Reply>,
}

/// How many requests may wait.
pub const REQUESTS: usize = 64;
/// How many replies may wait.
pub const REPLIES: usize = 256;
