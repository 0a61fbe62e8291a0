//! File that nothing happened: a page that says what it means, a remark, one button.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post};
use askama::Template;
use dondoc_shared::{error::ErrorCode, figures::CellFault, id::AssignmentId, period::ReportAct};

use super::{
    acts::{Refusal, RemarkForm, act, why_not},
    cell::{Cell, Faults},
    seen::{Seen, Standing, look, path_of},
    typed::format_of,
};
use crate::{
    domain::assignments::acts::MAX_REMARK,
    slices::portal::{Done, Field, Form, Frame, Input, Posted, Trouble, layout, show},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::Result,
    http::Id,
};

#[derive(Template)]
#[template(path = "reports/nil.html")]
pub(super) struct NilPage {
    frame: Frame,
    standing: Standing,
    back: String,
    title: &'static str,
    /// Why it cannot be filed so now.
    refused: Option<String>,
    cells: Vec<Cell>,
    /// Whether somebody has typed figures, which are not filed.
    leaves_typed: bool,
    form: Option<Form>,
}

impl NilPage {
    pub(super) fn new(of: Seen, tried: Option<(&RemarkForm, Version, Refusal)>) -> Self {
        let Seen { frame, detail, standing } = of;
        let t = frame.t;
        let back = path_of(detail.report.assignment);
        let (typed, seen, trouble, refused) = match tried {
            None => (None, None, Trouble::default(), detail.nil_refused),
            Some((typed, seen, Refusal::Rule(code))) => {
                (Some(typed), Some(seen), Trouble::default(), Some(code))
            }
            Some((typed, seen, Refusal::Form(trouble))) => (Some(typed), Some(seen), trouble, None),
        };
        let version = trouble.version(seen, detail.report.version);
        let title = ReportAct::FileNil.name(t);
        let form = (typed.is_some() || refused.is_none()).then(|| {
            let text = typed.map_or("", |typed| typed.remark.as_str());
            let remark = Field::new(t, "remark", text, Input::Area(4));
            let remark = remark.hint(t.remark_hint_tenant()).at_most(MAX_REMARK).optional();
            let stored = t.stored_report(standing.state, detail.report.percent);
            Form::new(&frame, format!("{back}/nil"), title, version, vec![remark])
                .cancel(&back)
                .with(&trouble, stored)
        });
        let format = format_of(t, &detail.cells);
        Self {
            title,
            // Of a stock the list below says what is asked instead.
            refused: refused
                .filter(|code| *code != ErrorCode::FiguresIncomplete)
                .map(|code| why_not(t, code)),
            leaves_typed: detail.cells.iter().any(|row| row.version > 0),
            cells: detail
                .cells
                .iter()
                .map(|row| Cell::new(t, (row, &[]), format, None, &Faults::new()))
                .collect(),
            form,
            back,
            frame,
            standing,
        }
    }

    /// The compulsory stocks, of which something is always to be said.
    fn stocks(&self) -> Vec<String> {
        let t = self.frame.t;
        let stocks = self.cells.iter().filter(|cell| cell.stock && cell.compulsory);
        stocks.map(|cell| t.cell_named(&cell.code, &cell.name, CellFault::NilOfStock.message(t))).collect()
    }

    fn flows(&self) -> Vec<&Cell> {
        self.cells.iter().filter(|cell| !cell.stock).collect()
    }

    fn says_secrecy(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.secrecy)
    }

    fn is_in_trouble(&self) -> bool {
        self.form.as_ref().is_some_and(|form| self.refused.is_some() || form.is_in_trouble())
    }

    fn show(&self, status: StatusCode) -> Result<HttpResponse> {
        show(self, &self.frame, status)
    }
}

act! { nil_page, file_nil, "/reports/{id}/nil", FileReport, NilFiled, |of, tried| NilPage::new(of, tried),
|tx, id, seen, input| super::super::file_nil(tx, id, seen, &input).await }
