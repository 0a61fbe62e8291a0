//! What is asked about the nation's figures, and what is said of them.

use dondoc_shared::{
    figures::Basis,
    text::Lang,
    wire::figure::{Figures, Sources},
};
use reqwest::Method;

use super::{
    auth::Auth,
    failure::{Failure, signed_out},
    get::get,
    http,
};

/// Which figures are meant; what is none is left to the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// `CT-2024-M07`; the newest period that was opened where none is given.
    pub period: Option<String>,
    /// `localities`; all bodies where none is given.
    pub group: Option<String>,
    /// What was filed, or what of it was verified.
    pub basis: Option<Basis>,
}

impl Scope {
    /// As parameters of a request, without the period.
    fn of_bodies(&self) -> [(&'static str, Option<&str>); 2] {
        [("group", self.group.as_deref()), ("basis", self.basis.map(Basis::as_str))]
    }
}

/// What is asked about the nation's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FiguresCall {
    /// The figures of a period.
    All(Scope),
    /// The bodies that owe a number.
    Sources {
        /// `CT-2024-M07`
        period: String,
        /// Code of the indicator.
        indicator: String,
        /// Of which bodies, and what of theirs; its period is not asked for.
        scope: Scope,
    },
}

/// What is said of them.
#[derive(Debug)]
pub enum FiguresAnswer {
    /// The figures of a period.
    All(Box<Figures>),
    /// The bodies that owe a number.
    Sources(Box<Sources>),
}

/// Asks the server, and decodes what it says.
pub(super) async fn answer(auth: &Auth, call: FiguresCall, lang: Lang) -> Result<FiguresAnswer, Failure> {
    let request = |parts: &[&str]| auth.request(Method::GET, parts, lang);
    Ok(match call {
        FiguresCall::All(scope) => {
            let request = request(&["figures"]).query(&[("period", scope.period.as_deref())]);
            FiguresAnswer::All(get(auth, request.query(&scope.of_bodies()), lang).await?)
        }
        FiguresCall::Sources { period, indicator, scope } => {
            let request = request(&["figures", &period, &indicator, "sources"]).query(&scope.of_bodies());
            FiguresAnswer::Sources(get(auth, request, lang).await?)
        }
    })
}

/// The figures of a period and the cells that they are made of, as the server writes them for a spreadsheet.
pub(super) async fn table(auth: &Auth, scope: Scope, lang: Lang) -> Result<String, Failure> {
    let request = auth.request(Method::GET, &["figures.csv"], lang).timeout(http::LONG);
    let request = request.query(&[("period", scope.period.as_deref())]).query(&scope.of_bodies());
    http::text(auth.send(request, lang).await?).await.map_err(signed_out)
}
