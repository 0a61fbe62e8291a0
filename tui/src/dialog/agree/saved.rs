//! To save a filter under a name, and to delete one that was saved.

use dondoc_shared::{
    error::ErrorCode,
    text::{Both, Lang},
    wire::view::{NewView, View},
};
use jiff::Timestamp;

use crate::{
    net::{Answer, Failure, Order, ViewOrder},
    step::{Agreement, News, Wish, WrongField},
    ui::theme::Token,
};

/// Whose a view is.
pub fn whose(lang: Lang, shared: bool) -> &'static str {
    if shared { lang.views_shared() } else { lang.views_own() }
}

/// Somebody else was faster: what was meant is kept.
fn refused(failure: &Failure, meant: Option<NewView>) -> Option<Vec<Wish>> {
    let is_stale = failure.code() == Some(ErrorCode::VersionStale);
    is_stale.then(|| vec![Wish::Tell(News::ViewStale(meant))])
}

fn done(answer: &Answer, said: impl Fn(Lang) -> String) -> Option<(Both, Vec<Wish>)> {
    let Answer::View(_) = answer else { return None };
    Some((Both::new(said), vec![Wish::Tell(News::ViewWritten)]))
}

/// To save a view.
#[derive(Debug)]
pub struct Save {
    /// The key of its name.
    pub key: String,
    /// What is saved.
    pub view: NewView,
    /// What is saved under this name now.
    pub old: Option<View>,
}

impl Agreement for Save {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let whose = whose(lang, self.view.shared);
        match &self.old {
            Some(old) => vec![
                (Token::Warn, lang.views_replaces(&old.name, whose)),
                (Token::Text, lang.views_old(&old.filter)),
                (Token::Title, lang.views_new(&self.view.filter)),
            ],
            None => vec![
                (Token::Title, format!("{} · @{} · {whose}", self.view.name, self.key)),
                (Token::Text, lang.views_filter_is(&self.view.filter)),
            ],
        }
    }

    fn go(&self, lang: Lang) -> &'static str {
        if self.old.is_some() { lang.views_agree_replace() } else { lang.views_agree_save() }
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let version = self.old.as_ref().map_or(0, |old| old.version);
        let (key, view) = (self.key.clone(), self.view.clone());
        Ok(Order::View(ViewOrder::Put { key, version, view }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer, |lang| lang.views_saved(&self.key))
    }

    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        refused(failure, Some(self.view.clone()))
    }
}

/// To delete a view.
#[derive(Debug)]
pub struct Delete(pub View);

impl Agreement for Delete {
    fn about(&self, lang: Lang) -> Vec<(Token, String)> {
        let Self(view) = self;
        vec![
            (Token::Text, lang.views_delete_means(&view.name, whose(lang, view.shared))),
            (Token::Muted, lang.views_filter_is(&view.filter)),
        ]
    }

    fn go(&self, lang: Lang) -> &'static str {
        lang.views_agree_delete()
    }

    fn order(&self, _: &[String], _: Option<Timestamp>) -> Result<Order, WrongField> {
        let View { key, version, shared, .. } = self.0.clone();
        Ok(Order::View(ViewOrder::Delete { key, version, shared }))
    }

    fn done(&self, _: &[String], answer: &Answer) -> Option<(Both, Vec<Wish>)> {
        done(answer, |lang| lang.views_deleted(&self.0.key))
    }

    fn refused(&self, failure: &Failure) -> Option<Vec<Wish>> {
        refused(failure, None)
    }
}
