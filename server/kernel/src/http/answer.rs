//! JSON answers; their entity tag is the version of the thing read or written (R19).

use actix_web::{HttpRequest, HttpResponse, Responder, body::BoxBody, http::header::ETAG};
use dondoc_shared::wire::{
    Written,
    assignment::AssignmentDetail,
    calendar::{CalendarWritten, CalendarYear, SendWindowWritten, SendWindows},
    urge::UrgeTemplate,
};
use serde::Serialize;

/// An answer that carries a version.
pub struct Answer<T>(pub T);

/// What the entity tag is made of.
pub trait Versioned {
    /// The version that the answer's ETag names.
    fn version(&self) -> i32;
}

impl Versioned for AssignmentDetail {
    fn version(&self) -> i32 {
        self.row.version
    }
}

macro_rules! versioned {
    ($($name:ident)+) => {$(
        impl Versioned for $name {
            fn version(&self) -> i32 {
                self.version
            }
        }
    )+};
}

versioned! { CalendarWritten CalendarYear SendWindowWritten SendWindows UrgeTemplate Written }

impl<T: Serialize + Versioned> Responder for Answer<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        let tag = format!("\"{}\"", self.0.version());
        HttpResponse::Ok().insert_header((ETAG, tag)).json(self.0)
    }
}
