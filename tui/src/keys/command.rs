//! What a key can do.

use super::screen::Screen;

/// Something a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Open the item, or what the cursor is on.
    Open,
    /// All that is open of the body that the cursor is on.
    OpenWhole,
    /// The next order of the bodies.
    Sort,
    /// The bodies by their kinds, or all together.
    Group,
    /// Begin the dialog that verifies a submission.
    Verify,
    /// Begin to verify, to accept.
    Accept,
    /// Begin to verify, to send back.
    SendBack,
    /// The figures of the report that is decided on, and back.
    ReadFigures,
    /// Begin an urge.
    Urge,
    /// Begin an urge of all bodies of the list that owe something.
    UrgeMissing,
    /// Mark the row under the cursor, or take its mark away.
    Mark,
    /// Mark every row from the one that was marked last.
    MarkRange,
    /// Mark all that the filter finds.
    MarkAll,
    /// Take every mark away.
    ClearMarks,
    /// Take in hand what is chosen, or give it back.
    Claim,
    /// Begin to leave alone until a date what is chosen.
    Snooze,
    /// Begin a note about the item.
    Note,
    /// Begin to issue the urges of a plan.
    IssuePlan,
    /// Begin to make the decisions of a plan.
    CarryOut,
    /// Take back what was issued and has not left.
    Undo,
    /// To the page of the tenant that the row, cell or page is about.
    TenantPage,
    /// To the saved views.
    Views,
    /// Begin to save the filter in force.
    SaveView,
    /// Begin to delete the view under the cursor.
    DeleteView,
    /// Begin an urge about all that a tenant has overdue.
    UrgeOverdue,
    /// Begin an urge about all of a row of a matrix that is overdue: one body, several tasks.
    UrgeRow,
    /// Begin an urge about all of a column of a matrix that is overdue: one task, several bodies.
    UrgeColumn,
    /// To the matrix of the directive that the row or page is about.
    DirectiveMatrix,
    /// Begin the decision on an extension request.
    Extension,
    /// Begin the decision on a proposed step up the ladder.
    Escalate,
    /// Begin the decision on a correction of a report.
    Decide,
    /// Begin to draw the sample of a month.
    DrawSample,
    /// Begin to say what came of looking at an accepted assignment again.
    Recheck,
    /// Begin to judge how a body justified a warning.
    Judge,
    /// Begin the re-opening of what was accepted.
    Reopen,
    /// Type a filter.
    Filter,
    /// Load again, in the present order.
    Refresh,
    /// The item after this one in the list.
    NextItem,
    /// The item before this one in the list.
    PreviousItem,
    /// The next item of the list that still waits.
    NextWaiting,
    /// The previous item of the list that still waits.
    PreviousWaiting,
    /// One line or cell up.
    Up,
    /// One line or cell down.
    Down,
    /// One cell left; another choice.
    Left,
    /// One cell right; another choice.
    Right,
    /// Half a page up.
    PageUp,
    /// Half a page down.
    PageDown,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// To the next pane, section or field.
    NextPane,
    /// To the previous pane, section or field.
    PreviousPane,
    /// Apply, go on, press the button in focus.
    Confirm,
    /// Confirm a prepared act from anywhere in its confirmation.
    Yes,
    /// To another screen.
    Go(Screen),
    /// One step back.
    Back,
    /// Close this screen; on the first one, ask whether to leave.
    Close,
    /// The day before the one on the screen.
    PreviousDay,
    /// The day after the one on the screen.
    NextDay,
    /// The year before the one on the screen.
    PreviousYear,
    /// The year after the one on the screen.
    NextYear,
    /// The period before the one on the screen.
    PreviousPeriod,
    /// The period after the one on the screen.
    NextPeriod,
    /// The figures of the next group of bodies.
    NextGroup,
    /// Figures as filed or as verified.
    SwapBasis,
    /// The chart or the table of the same numbers.
    SwapChart,
    /// Keep the figures in a file.
    Export,
    /// Keep the list in a file.
    ExportList,
    /// Show beside the list what is known of the row under the cursor, or no longer.
    Preview,
    /// Choose the columns of a list.
    Columns,
    /// Look for something in the text on the screen.
    Search,
    /// To the next place where it is.
    NextHit,
    /// To the one before.
    PreviousHit,
    /// Show the column under the cursor, or leave it out.
    SwapColumn,
    /// Try a new version made from the one under the cursor.
    Draft,
    /// Write the draft of a policy in sentences or in lines.
    SwapWay,
    /// Withdraw the version under the cursor.
    Withdraw,
    /// Make the version whose simulation is shown.
    Make,
    /// Keep what is shown in a file.
    Save,
    /// Begin to add days to the calendar.
    AddDay,
    /// Begin to change the day of the calendar under the cursor.
    ChangeDay,
    /// Begin to take the day under the cursor out of the calendar.
    RemoveDay,
    /// Begin to change the send window.
    ChangeWindow,
    /// Begin to set how many digests of reminders leave on a day.
    SetBudget,
    /// Begin to change the office under the cursor.
    ChangeContact,
    /// Begin to change the template of urges under the cursor.
    ChangeTemplate,
    /// To the evidence beside the work, and back to the page of the item.
    Evidence,
    /// Read the piece of evidence under the cursor.
    Read,
    /// Keep the files of the evidence.
    SaveEvidence,
    /// Open a piece of evidence with this machine's program for it.
    OpenEvidence,
    /// Log in from a browser.
    LogInByBrowser,
    /// Copy the code of the item.
    CopyCode,
    /// Copy the address of its page in the portal.
    CopyAddress,
    /// Copy the link of the piece of evidence under the cursor.
    CopyLink,
    /// Copy the text that is read.
    CopyText,
    /// Keep the official letter of an urge.
    SaveLetter,
    /// Begin to cancel a message.
    CancelMail,
    /// Begin to send a message again.
    ResendMail,
    /// Begin to hold mail.
    HoldMail,
    /// Begin to lift the hold under the cursor.
    LiftHold,
    /// Begin to let the address under the cursor get mail again.
    Restore,
    /// To the messages.
    GoLog,
    /// The other language.
    Language,
    /// Help.
    Help,
    /// Everything that can be done or gone to, by a few letters of its name.
    Palette,
    /// What can be done here and now, and why the rest cannot.
    Here,
    /// Do what the cursor of help or palette is on.
    Run,
    /// Draw everything again.
    Repaint,
    /// Give the terminal back to the shell until it calls the console up again.
    Suspend,
    /// Stop what runs; twice within two seconds leaves.
    Interrupt,
}

impl Command {
    /// Whether a number before it says how often.
    pub fn repeats(self) -> bool {
        use Command as C;
        matches!(self, C::Up | C::Down | C::Left | C::Right | C::PageUp | C::PageDown)
    }

    /// Whether it moves within what is shown, or leads out of it: nobody looks for it by its name.
    pub fn is_movement(self) -> bool {
        use Command as C;
        let leads = matches!(
            self,
            C::Top | C::Bottom | C::NextPane | C::PreviousPane | C::Back | C::Palette | C::Here
        );
        leads || self.repeats()
    }

    /// Whether it acts upon what a screen shows, so that it has nothing to act upon before that is there.
    pub fn is_about_content(self) -> bool {
        use Command as C;
        let opens = matches!(
            self,
            C::Open
                | C::SaveLetter
                | C::Verify
                | C::Accept
                | C::SendBack
                | C::Urge
                | C::UrgeMissing
                | C::UrgeOverdue
                | C::UrgeRow
                | C::UrgeColumn
                | C::DirectiveMatrix
                | C::TenantPage
                | C::Extension
                | C::Escalate
                | C::Reopen
        );
        opens
            || matches!(
                self,
                C::Claim
                    | C::Snooze
                    | C::Note
                    | C::Decide
                    | C::DrawSample
                    | C::Recheck
                    | C::Judge
                    | C::Draft
                    | C::Withdraw
                    | C::CancelMail
                    | C::ResendMail
                    | C::LiftHold
                    | C::AddDay
                    | C::ChangeDay
                    | C::RemoveDay
                    | C::ChangeWindow
                    | C::SetBudget
                    | C::ChangeContact
                    | C::ChangeTemplate
                    | C::Restore
                    | C::Evidence
                    | C::Read
                    | C::SaveEvidence
                    | C::OpenEvidence
                    | C::CopyLink
                    | C::CopyText
            )
    }
}

/// How heavy a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Looks, moves, copies.
    D0,
    /// Stays within the Working Group, and is undone by its inverse.
    D1,
    /// Opens a dialog whose end a tenant sees.
    D2,
    /// Opens a dialog whose end goes up the ladder.
    D3,
}
