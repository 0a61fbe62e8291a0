//! Error codes, which are stable and translated where they are shown, and the problem document of RFC 9457.

use serde::{Deserialize, Serialize};

use crate::coded::coded;

coded! {
    /// Why something could not be done. The word is stable; the text is in [`crate::text`].
    ErrorCode {
        // Who is asking
        /// No valid session or token.
        NotSignedIn = "not_signed_in",
        /// E-mail and pass-phrase do not fit together; says nothing about which exists.
        LogInFailed = "log_in_failed",
        /// The act wants its person to have given their pass-phrase just now.
        StepUpRequired = "step_up_required",
        /// The pass-phrase is right, and a code of the second factor is asked for.
        SecondFactorRequired = "second_factor_required",
        /// The code is none of the person's, was used before, or has run out.
        SecondFactorWrong = "second_factor_wrong",
        /// A console is not yet let in from a browser.
        DevicePending = "device_pending",
        /// The console asks again too soon.
        DeviceSlowDown = "device_slow_down",
        /// The console was not let in, waited for too long, or has its tokens already.
        DeviceRefused = "device_refused",
        /// The role must have a second factor, and its person has set none up.
        EnrolmentRequired = "enrolment_required",
        /// Too many failed attempts.
        TooManyAttempts = "too_many_attempts",
        /// The role does not hold the permission.
        NotPermitted = "not_permitted",
        /// The form did not come from our own page.
        ForgedRequest = "forged_request",
        /// The link has been used, has run out, or never existed.
        LinkInvalid = "link_invalid",
        /// The pass-phrase is too short, too long or too common.
        PassPhraseWeak = "pass_phrase_weak",
        /// Somebody has an account with this address.
        EmailTaken = "email_taken",
        /// A body, or one of its people, was sent as much mail about access within an hour as they may be.
        TooMuchMail = "too_much_mail",
        /// The Working Group's system administrator gives this role.
        RoleNotYours = "role_not_yours",
        /// Nobody disables themselves or changes their own role.
        NotOneself = "not_oneself",
        /// A body keeps one administrator at least.
        LastAdministrator = "last_administrator",
        /// Whoever leaves has open work: who takes it over must be said.
        HandOverRequired = "hand_over_required",
        /// The session does not act for whom the request was made: that was chosen anew, or is over.
        StandInChanged = "stand_in_changed",
        /// The absent person has a stand-in in that time.
        StandInTaken = "stand_in_taken",
        /// Nobody else of the body could confirm that a second factor was lost.
        NobodyToConfirm = "nobody_to_confirm",
        /// Whoever lost their second factor decides nothing for a day.
        AccessRestored = "access_restored",
        /// Whoever acts for somebody lends no role.
        NotWhileStandingIn = "not_while_standing_in",
        // What is asked for
        /// It does not exist, or not for the person who asks.
        NotFound = "not_found",
        /// No such operation for this address.
        MethodNotAllowed = "method_not_allowed",
        /// A field is missing, unknown, too long, of a wrong type, or carries forbidden characters.
        InvalidInput = "invalid_input",
        /// The filter does not parse.
        InvalidFilter = "invalid_filter",
        /// The cursor is not ours or belongs to another filter.
        InvalidCursor = "invalid_cursor",
        /// The body is larger than allowed.
        TooLarge = "too_large",
        /// The body did not come in time.
        BodyTooSlow = "body_too_slow",
        /// The media type is not accepted.
        UnsupportedType = "unsupported_type",
        /// A file of a kind that is not accepted.
        FileTypeRefused = "file_type_refused",
        /// The file is not what its name says, is damaged, or is locked by a password.
        FileUnreadable = "file_unreadable",
        /// The file carries macros or programs.
        FileCarriesProgram = "file_carries_program",
        /// Unpacked or drawn, the file is larger than whoever opens it could hold.
        FileTooMuchInside = "file_too_much_inside",
        /// The workbook is not the form of a report, or no longer as it was made.
        WorkbookForeign = "workbook_foreign",
        /// Cells of the workbook cannot be taken as they stand.
        WorkbookFaulty = "workbook_faulty",
        /// The assignment or the tenant has as many files as it may have.
        FileQuotaReached = "file_quota_reached",
        /// The stored file is gone or is no longer what it was.
        EvidenceUnavailable = "evidence_unavailable",
        /// The file is empty.
        FileEmpty = "file_empty",
        // Two people, two tries
        /// `If-Match` is missing.
        VersionRequired = "version_required",
        /// Somebody changed it in the meantime.
        VersionStale = "version_stale",
        /// `Idempotency-Key` is missing.
        KeyRequired = "key_required",
        /// The key was used for another request.
        KeyReused = "key_reused",
        /// The same request is being carried out right now.
        KeyInUse = "key_in_use",
        // The rules of the work
        /// Not possible in the present state.
        WrongState = "wrong_state",
        /// The tenant only coordinates here.
        CoordinatingOnly = "coordinating_only",
        /// A proposal or submission says that the work is finished, and the newest report does not.
        NotFinished = "not_finished",
        /// The newest report names a barrier, or a tenant that is waited for.
        BarrierOpen = "barrier_open",
        /// Nothing was reported since the work was assigned or returned.
        ReportFirst = "report_first",
        /// A proposal or submission needs evidence.
        EvidenceRequired = "evidence_required",
        /// A proposal was sent back, and neither a report nor evidence has come since.
        NothingNew = "nothing_new",
        /// Only the person who proposed can take the proposal back.
        NotTheAuthor = "not_the_author",
        /// The report of a period says by its figures how far it is.
        FiguresInstead = "figures_instead",
        /// A report is verified by itself, with its figures in sight.
        FiguresUnseen = "figures_unseen",
        /// The period is not open yet.
        PeriodNotOpen = "period_not_open",
        /// The cut-off of a period that is to be opened is past.
        PeriodOver = "period_over",
        /// The figures of the period are cut off.
        CutOffPassed = "cut_off_passed",
        /// A cell that must be filled is empty, or one is wrong.
        FiguresIncomplete = "figures_incomplete",
        /// A warning of the checks has no justification that holds for the number as it is.
        JustificationRequired = "justification_required",
        /// Figures of the period can still be entered: what was filed is taken back or returned, not corrected.
        NotCutOff = "not_cut_off",
        /// A correction of this report waits for the Working Group already.
        CorrectionWaiting = "correction_waiting",
        /// A correction that changes nothing.
        NothingCorrected = "nothing_corrected",
        /// This report is never "nothing happened".
        NilNotAllowed = "nil_not_allowed",
        /// No version of this body's calendar says which days are worked in this year.
        NoCalendar = "no_calendar",
        /// Evidence that was submitted can only be added to.
        EvidenceFrozen = "evidence_frozen",
        /// Another person must do this.
        SecondPersonRequired = "second_person_required",
        /// The Working Group has already opened the submission.
        AlreadyOpened = "already_opened",
        /// The sample of this month was drawn before.
        AlreadyDrawn = "already_drawn",
        /// Nothing was accepted in this month that could be drawn.
        NothingAccepted = "nothing_accepted",
        /// Nothing waits for this decision or answer.
        NothingWaiting = "nothing_waiting",
        /// The plan is too old, or is not what was confirmed.
        PlanStale = "plan_stale",
        /// Mail has left already, or is about to.
        MailHasLeft = "mail_has_left",
        /// No office and no person has an address that this could go to.
        NobodyToAddress = "nobody_to_address",
        /// A request for a later due date is already waiting.
        ExtensionPending = "extension_pending",
        /// There is no due date to extend.
        NoDueDate = "no_due_date",
        /// The new date must lie after the current due date and after today.
        DateNotLater = "date_not_later",
        /// The reply-by date must lie in the future.
        ReplyByPast = "reply_by_past",
        /// An urge addresses one tenant.
        SeveralTenants = "several_tenants",
        /// No such template of urges.
        UnknownTemplate = "unknown_template",
        /// A template has a placeholder that nothing fills, or a stray brace.
        UnknownPlaceholder = "unknown_placeholder",
        /// The template speaks of overdue tasks, and not all of these are.
        TemplateNeedsOverdue = "template_needs_overdue",
        /// The template names the bodies that wait, and nobody waits with one of the tasks.
        TemplateNeedsWaiting = "template_needs_waiting",
        /// A remark or reason is required.
        RemarkRequired = "remark_required",
        /// Progress cannot go back without saying why.
        ReasonForLowerPercent = "reason_for_lower_percent",
        /// The address is suspended: mail to it came back.
        AddressSuspended = "address_suspended",
        // The machine
        /// Too many requests at once: wait, then send it again.
        TooManyRequests = "too_many_requests",
        /// A part we need is away.
        Unavailable = "unavailable",
        /// Something of ours went wrong.
        Internal = "internal",
    }
}

/// A fault in one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name as it was sent.
    pub field: String,
    /// What is wrong with it, in the reader's language.
    pub message: String,
}

/// `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: the code says what it is.
    pub r#type: String,
    /// The code's text in the reader's language.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// The stable word that programs act on.
    pub code: ErrorCode,
    /// What in particular, in the reader's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Faults in single fields, in the order in which they were found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The number to quote when asking for help.
    pub request_id: String,
    /// Seconds after which a new try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}
