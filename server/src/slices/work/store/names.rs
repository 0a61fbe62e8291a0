//! SQL of the words and names of a filter: looked up in tables without row-level security, where an index on words is used.

use std::collections::HashSet;

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Text},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    filter::{Filter, FilterError, FilterFault, Named},
    fold::nearest,
    id::TenantId,
    search::{Search, Spelling},
};
use uuid::Uuid;

use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::{Error, Result},
    schema::tasks,
    tenants,
};

/// What a filter's words and names are in the database.
#[derive(Default)]
pub(super) struct Names {
    /// The tasks that contain all words; none where there are no words.
    pub(super) tasks: Option<Vec<Uuid>>,
    /// Those that contain them as one phrase, if these are some and not all.
    phrase: Vec<Uuid>,
    /// The tasks that contain the words beside a body's name; none where all words name bodies.
    pub(super) rest: Option<Vec<Uuid>>,
    pub(super) tenants: Option<Vec<TenantId>>,
    /// Those that are waited for.
    pub(super) blocked_by: Option<Vec<TenantId>>,
    /// Tenants that words name: their work is found beside the tasks that contain the name.
    pub(super) named: Vec<TenantId>,
}

impl Names {
    pub(super) async fn resolve(tx: &mut Tx, filter: &Filter) -> Result<Self> {
        let mut found = Self::default();
        let mut bodies = vec![];
        let by_words = !filter.words.is_empty() && tx.tenant().is_none();
        if by_words || !filter.tenants.is_empty() || !filter.blocked_by.is_empty() {
            bodies = tenants::all(tx).await?;
        }
        let spelled: Vec<(TenantId, Spelling)> = bodies
            .iter()
            .map(|b| (b.id, Spelling::new(b.kind, [&b.slug, &b.short], [&b.name_vi, &b.name_en])))
            .collect();
        if !filter.words.is_empty() {
            let search = Search::new(&filter.words, if by_words { &spelled } else { &[] });
            let all = containing(tx, &search.all).await?;
            if let Some(phrase) = &search.phrase {
                let as_phrase = containing(tx, phrase).await?;
                found.phrase = if as_phrase.len() < all.len() { as_phrase } else { vec![] };
            }
            if let Some(rest) = &search.rest {
                found.rest = if search.named.is_empty() { None } else { Some(containing(tx, rest).await?) };
            }
            (found.tasks, found.named) = (Some(all), search.named);
        }
        let number = |named: &Named| {
            let is = |(_, spelling): &&(TenantId, Spelling)| spelling.is_value(&named.name);
            let id = spelled.iter().find(is).map(|(id, _)| *id);
            id.ok_or_else(|| {
                let near = nearest(&named.name.to_lowercase(), bodies.iter().map(|body| body.slug.as_str()));
                let fault = FilterFault::UnknownTenant(near.map(str::to_owned));
                Error::Filter(FilterError { at: named.at, term: named.term.clone(), fault })
            })
        };
        if !filter.tenants.is_empty() {
            found.tenants = Some(filter.tenants.iter().map(number).collect::<Result<_>>()?);
        }
        if !filter.blocked_by.is_empty() {
            found.blocked_by = Some(filter.blocked_by.iter().map(number).collect::<Result<_>>()?);
        }
        Ok(found)
    }

    /// The parts of the list, one after the other, each with its tasks.
    pub(super) fn parts(&self) -> Vec<Option<Vec<Uuid>>> {
        let Some(all) = self.tasks.as_ref().filter(|_| !self.phrase.is_empty()) else {
            return vec![self.tasks.clone()];
        };
        let first: HashSet<&Uuid> = self.phrase.iter().collect();
        let others = all.iter().filter(|id| !first.contains(id)).copied().collect();
        vec![Some(self.phrase.clone()), Some(others)]
    }

    /// The part in which a task stands.
    pub(super) fn part_of(&self, task: Uuid) -> usize {
        usize::from(!self.phrase.is_empty() && !self.phrase.contains(&task))
    }
}

/// The tasks in which a query of [`dondoc_shared::fold::query`] finds its words, by the index of words.
async fn containing(tx: &mut Tx, query: &str) -> Result<Vec<Uuid>> {
    let found = sql::<Bool>("tasks.words::tsvector @@ ").bind::<Text, _>(query).sql("::tsquery");
    Ok(tasks::table.filter(found).select(tasks::id).load(conn(tx)).await?)
}
