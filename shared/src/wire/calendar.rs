//! The working calendar: a year's exceptions with their versions, and when mail may leave.

use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};

use super::TenantRef;
use crate::coded::coded;

coded! {
    /// What a row of the calendar is.
    HolidayKind {
        /// A public holiday of the solar calendar.
        Public = "public",
        /// Holiday by the lunar calendar.
        Lunar = "lunar",
        /// Day in lieu of a holiday on a weekend.
        Observed = "observed",
        /// Day off in exchange for a make-up day.
        SwapOff = "swap_off",
        /// Make-up day: worked although a weekend.
        SwapWork = "swap_work",
    }
}

coded! {
    /// How sure a row of the calendar is.
    Certainty {
        /// Published by the authority.
        Verified = "verified",
        /// The date is sure, the rest is not.
        Partly = "partly",
        /// Computed or announced, not confirmed.
        Unverified = "unverified",
    }
}

coded! {
    /// What is worth a look in a year's table without being wrong.
    RemarkKind {
        /// The day is so anyway: a day off on a weekend, a day worked in the week.
        ChangesNothing = "changes_nothing",
        /// The day of the lunar new year's holiday as computed, from the eve to the third, is worked.
        LunarNewYearWorked = "lunar_new_year_worked",
        /// The day of the Hùng Kings' commemoration as computed is worked.
        HungKingsWorked = "hung_kings_worked",
        /// A lunar holiday that is near neither of the two.
        LunarDayElsewhere = "lunar_day_elsewhere",
    }
}

/// Something about a day that is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarRemark {
    /// What is odd about the day.
    pub kind: RemarkKind,
    /// The local date concerned.
    pub day: Date,
}

/// A day that differs from its weekday: a holiday, or a make-up day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDay {
    /// The local date that differs from its weekday.
    pub day: Date,
    /// Whether it is worked, and why.
    pub kind: HolidayKind,
    /// Its name; at most 200 characters.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name_vi: String,
    /// The same in English.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name_en: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it is known; at most 1,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub source_note_vi: String,
    /// The same in English.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub source_note_en: String,
}

/// One version of a year's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarVersion {
    /// Its number, from 1.
    pub version: i32,
    /// The first day on which it says something else than the version before.
    pub from_day: Date,
    /// When it was written.
    pub at: Timestamp,
    /// Name of the person who wrote it.
    pub by: String,
    /// Where it comes from; may be empty.
    pub source_note: String,
}

/// `GET /api/v1/calendar/{year}` and `…/calendar/{year}/{tenant}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarYear {
    /// The calendar year.
    pub year: i16,
    /// Slug of the tenant whose additions these are; none: the nation's table.
    pub tenant: Option<String>,
    /// The version shown, the newest unless another was asked for; 0 where nothing is stored. Send the newest back as
    /// `If-Match`.
    pub version: i32,
    /// The first day that may still be changed.
    pub changeable_from: Date,
    /// All versions, the newest first.
    pub versions: Vec<CalendarVersion>,
    /// The year's exceptions by date.
    pub days: Vec<CalendarDay>,
    /// What is worth a look.
    pub remarks: Vec<CalendarRemark>,
}

/// `PUT /api/v1/calendar/{year}` and `…/calendar/{year}/{tenant}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCalendarYear {
    /// All exceptions of the year; what is not named is as its weekday is. Days before `changeable_from` stay worked or
    /// not worked as they are.
    #[cfg_attr(feature = "openapi", schema(max_items = 366))]
    pub days: Vec<CalendarDay>,
    /// Where this comes from, such as the number of the notice; at most 1,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 1000))]
    pub source_note: String,
}

/// What a written year is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarWritten {
    /// The number of the new version.
    pub version: i32,
    /// The first day on which it says something else than the version before.
    pub from_day: Date,
    /// What is worth a look.
    pub remarks: Vec<CalendarRemark>,
}

/// When mail may leave on a working day, local time of the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendWindow {
    /// From this time on; 06:00 at the earliest.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = r"^\d{2}:\d{2}(:\d{2})?$", example = "07:30:00"))]
    pub opens: Time,
    /// Before this time; 20:00 at the latest, and two hours after `opens` at the earliest.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = r"^\d{2}:\d{2}(:\d{2})?$", example = "07:30:00"))]
    pub closes: Time,
}

/// One version of a send window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendWindowVersion {
    /// Its number, from 1.
    pub version: i32,
    /// None: the tenant has the nation's window.
    pub window: Option<SendWindow>,
    /// The first local day on which it counts.
    pub from_day: Date,
    /// When it was written.
    pub at: Timestamp,
    /// Name of the person who wrote it.
    pub by: String,
}

/// `GET /api/v1/calendar/window` and `…/calendar/window/{tenant}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendWindows {
    /// Slug of the tenant; none: the nation's window.
    pub tenant: Option<String>,
    /// The zone whose local time counts.
    pub zone: String,
    /// The window that counts today.
    pub today: SendWindow,
    /// The newest version; 0 where nothing is stored. Send it back as `If-Match`.
    pub version: i32,
    /// All versions, the newest first.
    pub versions: Vec<SendWindowVersion>,
    /// Beside the nation's window, for the Working Group: tenants whose calendar is not the nation's, by their numbers.
    pub different: Vec<DifferentCalendar>,
}

/// A tenant whose calendar is not the nation's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DifferentCalendar {
    /// The tenant whose calendar differs.
    pub tenant: TenantRef,
    /// The zone whose local time counts.
    pub zone: String,
    /// When its mail may leave today.
    pub today: SendWindow,
    /// The years in which it has days of its own.
    pub years: Vec<i16>,
}

/// `PUT /api/v1/calendar/window` and `…/calendar/window/{tenant}`; counts from tomorrow on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSendWindow {
    /// The window; none gives a tenant the nation's window again.
    pub window: Option<SendWindow>,
}

/// What a written window is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendWindowWritten {
    /// The number of the new version.
    pub version: i32,
    /// The first local day on which it counts.
    pub from_day: Date,
}
