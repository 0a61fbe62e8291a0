//! Roles, permissions, and the one table that says which role holds which permission.
//!
//! Approver ⊃ officer ⊃ viewer; lead ⊃ national officer ⊃ observer. Administrators manage people and settings
//! and hold no business right (R7).

use crate::coded::coded;

coded! {
    /// What a person is in their tenant.
    Role {
        /// Reads the tenant's assignments.
        Viewer = "viewer",
        /// Reports progress, adds evidence, proposes, answers urges.
        Officer = "officer",
        /// Submits to the Working Group, sends back, asks for extensions.
        Approver = "approver",
        /// Manages the tenant's people and contacts; no business right.
        Administrator = "administrator",
        /// Reads the national backlog (Committee).
        Observer = "observer",
        /// Triages: urges, verifies, proposes and releases lower levels of the ladder.
        NationalOfficer = "national_officer",
        /// Decides: extensions, re-opening, the two highest levels.
        Lead = "lead",
        /// Manages tenants, users and settings of the whole system; no business right.
        SystemAdministrator = "system_administrator",
    }
}

impl Role {
    /// Whether the role belongs to the Working Group's tenant.
    pub fn is_national(self) -> bool {
        matches!(self, Self::Observer | Self::NationalOfficer | Self::Lead | Self::SystemAdministrator)
    }

    /// Whether its holders must have a second factor (R185): who decides, who lets others in, and all of the Working Group.
    pub fn needs_second_factor(self) -> bool {
        matches!(self, Self::Approver | Self::Administrator) || self.is_national()
    }

    /// Whether the role holds the permission.
    pub fn may(self, permission: Permission) -> bool {
        HOLDERS.iter().any(|(p, roles)| *p == permission && roles.contains(&self))
    }
}

coded! {
    /// A right that an operation asks for.
    Permission {
        /// Read one's own tenant's (or, nationally, every tenant's) assignments.
        ReadAssignments = "read_assignments",
        /// Acknowledge, report progress, add or remove evidence, propose.
        ReportProgress = "report_progress",
        /// Send back a proposal, submit to the Working Group, take a submission back.
        Submit = "submit",
        /// Ask for a later due date, or take the request back.
        RequestExtension = "request_extension",
        /// Answer an urge for the tenant.
        AnswerUrge = "answer_urge",
        /// Keep the tenant's contacts.
        ManageContacts = "manage_contacts",
        /// Keep the tenant's people: invite, disable, change roles.
        ManagePeople = "manage_people",
        /// Do so in every tenant.
        ManageTenants = "manage_tenants",
        /// Read the national backlog, its figures and queues.
        ReadNational = "read_national",
        /// Claim, snooze and note: how the Working Group shares its work.
        Handle = "handle",
        /// Issue an urge to a tenant.
        Urge = "urge",
        /// Write the templates of urges.
        ManageTemplates = "manage_templates",
        /// Accept or return a submission.
        Verify = "verify",
        /// Accept what the Working Group itself submitted; return what was accepted; draw what is looked at again.
        Reopen = "reopen",
        /// Grant or refuse a later due date.
        DecideExtension = "decide_extension",
        /// Release or drop a proposed step up the ladder.
        Escalate = "escalate",
        /// Give the second signature that the two highest levels need.
        ConfirmEscalation = "confirm_escalation",
        /// Make and withdraw versions of policies.
        SetPolicies = "set_policies",
        /// Read the working calendar and the send window.
        ReadCalendar = "read_calendar",
        /// Write the working calendar and the send window, the nation's and tenants'.
        KeepCalendar = "keep_calendar",
        /// Hold, cancel and send again mail; let a suspended address get mail again; set the budget of reminders.
        ManageMail = "manage_mail",
        /// Read the reports of one's own tenant.
        ReadReports = "read_reports",
        /// Enter the figures of a period, and propose their report.
        EnterFigures = "enter_figures",
        /// File a report of figures.
        FileReport = "file_report",
        /// Read the nation's figures, and what they are made of.
        ReadFigures = "read_figures",
        /// Plan and open periods.
        KeepPeriods = "keep_periods",
        /// Choose what concerns one's own mail.
        ChooseMail = "choose_mail",
        /// Let a body enter its figures for longer.
        GrantException = "grant_exception",
        /// Lend one's role for a time, and act with a lent one (R186).
        StandIn = "stand_in",
        /// Confirm that somebody of one's body has lost their second factor (R187).
        ConfirmLostFactor = "confirm_lost_factor",
        /// End one's own session, read who one is.
        Session = "session",
    }
}

use Role::{Administrator, Approver, Lead, NationalOfficer, Observer, Officer, SystemAdministrator, Viewer};

const EVERYONE: &[Role] = Role::ALL;

/// The matrix. A pair that is not here is refused.
pub const HOLDERS: &[(Permission, &[Role])] = &[
    (Permission::Session, EVERYONE),
    (
        Permission::ReadAssignments,
        &[Viewer, Officer, Approver, Administrator, Observer, NationalOfficer, Lead],
    ),
    (Permission::ReportProgress, &[Officer, Approver, NationalOfficer, Lead]),
    (Permission::Submit, &[Approver, NationalOfficer, Lead]),
    (Permission::RequestExtension, &[Approver]),
    (Permission::AnswerUrge, &[Officer, Approver]),
    (Permission::ManageContacts, &[Administrator, SystemAdministrator]),
    (Permission::ManagePeople, &[Administrator, SystemAdministrator]),
    (Permission::ManageTenants, &[SystemAdministrator]),
    (Permission::ReadNational, &[Observer, NationalOfficer, Lead, SystemAdministrator]),
    (Permission::Handle, &[NationalOfficer, Lead]),
    (Permission::Urge, &[NationalOfficer, Lead]),
    (Permission::ManageTemplates, &[Lead]),
    (Permission::Verify, &[NationalOfficer, Lead]),
    (Permission::Reopen, &[Lead]),
    (Permission::DecideExtension, &[Lead]),
    (Permission::Escalate, &[NationalOfficer, Lead]),
    (Permission::ConfirmEscalation, &[Lead]),
    (Permission::SetPolicies, &[Lead]),
    (Permission::ReadCalendar, EVERYONE),
    (Permission::KeepCalendar, &[Lead]),
    (Permission::ManageMail, &[NationalOfficer, Lead]),
    (Permission::ChooseMail, &[Viewer, Officer, Approver, Administrator, NationalOfficer, Lead]),
    (Permission::ReadReports, &[Viewer, Officer, Approver, Administrator]),
    (Permission::EnterFigures, &[Officer, Approver]),
    (Permission::FileReport, &[Approver]),
    (Permission::ReadFigures, &[Observer, NationalOfficer, Lead]),
    (Permission::KeepPeriods, &[Lead]),
    (Permission::GrantException, &[NationalOfficer, Lead]),
    (Permission::StandIn, &[Viewer, Officer, Approver, Observer, NationalOfficer, Lead]),
    (Permission::ConfirmLostFactor, &[Approver, Lead]),
];

impl Permission {
    /// Whether it decides for a body or over its people, which nobody does on the day after they lost their second factor (R187).
    pub fn decides(self) -> bool {
        matches!(
            self,
            Self::Submit
                | Self::FileReport
                | Self::ManagePeople
                | Self::ManageTenants
                | Self::ConfirmLostFactor
                | Self::Verify
                | Self::Reopen
                | Self::DecideExtension
                | Self::Escalate
                | Self::ConfirmEscalation
                | Self::SetPolicies
                | Self::GrantException
        )
    }

    /// Who of the Working Group holds it.
    pub fn holders(self) -> impl Iterator<Item = Role> {
        let held = HOLDERS.iter().filter(move |(permission, _)| *permission == self);
        held.flat_map(|(_, roles)| *roles).copied().filter(|role| role.is_national())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_a_row_and_only_one() {
        for permission in Permission::ALL {
            assert_eq!(HOLDERS.iter().filter(|(p, _)| p == permission).count(), 1, "{permission}");
        }
    }

    #[test]
    fn an_approver_can_do_all_that_an_officer_can_and_an_officer_all_that_a_viewer_can() {
        for (wide, narrow) in
            [(Approver, Officer), (Officer, Viewer), (Lead, NationalOfficer), (NationalOfficer, Observer)]
        {
            for permission in Permission::ALL {
                assert!(!narrow.may(*permission) || wide.may(*permission), "{wide} lacks {permission}");
            }
        }
    }

    #[test]
    fn the_roles_of_the_working_group_are_those_that_read_or_manage_the_nation() {
        let national: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.is_national()).collect();
        assert_eq!(national, [Observer, NationalOfficer, Lead, SystemAdministrator]);
    }

    #[test]
    fn administrators_hold_no_business_right() {
        for permission in
            [Permission::ReportProgress, Permission::Submit, Permission::Verify, Permission::Urge]
        {
            assert!(!Administrator.may(permission) && !SystemAdministrator.may(permission));
        }
    }
}
