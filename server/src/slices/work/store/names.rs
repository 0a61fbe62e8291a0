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
    fold::{fold, nearest},
    id::TenantId,
    search::{Search, Spelling},
};
use uuid::Uuid;

use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::{Error, Result},
    schema::{directives, tasks},
    tenants::{self, Tenant},
};

/// What the words and names of a group of terms are in the database; none where it has no such terms.
#[derive(Default)]
pub(super) struct Names {
    /// The tasks that contain all words.
    pub(super) tasks: Option<Vec<Uuid>>,
    /// Those that contain them as one phrase, if these are some and not all.
    phrase: Vec<Uuid>,
    /// The tasks that contain the words beside a body's name; none where all words name bodies.
    pub(super) rest: Option<Vec<Uuid>>,
    /// Tenants that words name: their work is found beside the tasks that contain the name.
    pub(super) named: Vec<TenantId>,
    pub(super) tenants: Option<Vec<TenantId>>,
    /// The tenants of its groups of bodies.
    pub(super) groups: Option<Vec<TenantId>>,
    /// Those that are waited for.
    pub(super) blocked_by: Option<Vec<TenantId>>,
    pub(super) directives: Option<Vec<Uuid>>,
    /// The tasks that are named by their code.
    pub(super) coded: Option<Vec<Uuid>>,
    /// The same of the groups in each of its other parts.
    pub(super) others: Vec<Vec<Self>>,
}

/// The bodies, as filters name them.
struct Bodies {
    all: Vec<Tenant>,
    spelled: Vec<(TenantId, Spelling)>,
}

impl Bodies {
    async fn load(tx: &mut Tx) -> Result<Self> {
        let all = tenants::all(tx).await?;
        let spelling = |b: &Tenant| Spelling::new(b.kind, [&b.slug, &b.short], [&b.name_vi, &b.name_en]);
        let spelled = all.iter().map(|body| (body.id, spelling(body))).collect();
        Ok(Self { all, spelled })
    }

    fn named(&self, of: &[Named]) -> Result<Option<Vec<TenantId>>> {
        let number = |named: &Named| {
            let is = |(_, spelling): &&(TenantId, Spelling)| spelling.is_value(&named.name);
            let id = self.spelled.iter().find(is).map(|(id, _)| *id);
            let slugs = self.all.iter().map(|body| body.slug.as_str());
            id.ok_or_else(|| {
                let near = nearest(&named.name.to_lowercase(), slugs).map(str::to_owned);
                unknown(named, FilterFault::UnknownTenant(near))
            })
        };
        if of.is_empty() { Ok(None) } else { of.iter().map(number).collect::<Result<_>>().map(Some) }
    }
}

fn unknown(named: &Named, fault: FilterFault) -> Error {
    Error::Filter(FilterError { at: named.at, term: named.term.clone(), fault })
}

impl Names {
    pub(super) async fn resolve(tx: &mut Tx, filter: &Filter) -> Result<Self> {
        // Nothing is read for a filter without words and names, which is the usual one.
        let bodies = if names_bodies(tx, filter) {
            Bodies::load(tx).await?
        } else {
            Bodies { all: vec![], spelled: vec![] }
        };
        Self::of_group(tx, filter, &bodies).await
    }

    async fn of_group(tx: &mut Tx, filter: &Filter, bodies: &Bodies) -> Result<Self> {
        let mut found = Self {
            tenants: bodies.named(&filter.tenants)?,
            blocked_by: bodies.named(&filter.blocked_by)?,
            directives: directives_of(tx, &filter.directives).await?,
            coded: tasks_of(tx, &filter.tasks).await?,
            ..Self::default()
        };
        if !filter.groups.is_empty() {
            let is_of = |body: &&Tenant| filter.groups.iter().any(|group| group.has(body.kind));
            found.groups = Some(bodies.all.iter().filter(is_of).map(|body| body.id).collect());
        }
        if !filter.words.is_empty() {
            let by_words = tx.tenant().is_none();
            let search = Search::new(&filter.words, if by_words { &bodies.spelled } else { &[] });
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
        for other in &filter.others {
            let mut groups = vec![];
            for group in other.groups() {
                groups.push(Box::pin(Self::of_group(tx, group, bodies)).await?);
            }
            found.others.push(groups);
        }
        Ok(found)
    }

    /// The tenant, where the filter names one alone.
    pub(super) fn one_tenant(&self) -> Option<TenantId> {
        match (self.tenants.as_deref(), &self.groups) {
            (Some([tenant]), None) => Some(*tenant),
            _ => None,
        }
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
}

/// Whether the bodies must be known in order to read it.
fn names_bodies(tx: &Tx, filter: &Filter) -> bool {
    (!filter.words.is_empty() && tx.tenant().is_none())
        || !(filter.tenants.is_empty() && filter.blocked_by.is_empty() && filter.groups.is_empty())
        || filter.others.iter().any(|other| other.groups().iter().any(|group| names_bodies(tx, group)))
}

/// The directives whose number is typed, in any case, or its part before the first stroke: `58/QĐ-UBQGCĐS` or `58`.
async fn directives_of(tx: &mut Tx, named: &[Named]) -> Result<Option<Vec<Uuid>>> {
    if named.is_empty() {
        return Ok(None);
    }
    let known = directives::table.select((directives::id, directives::number)).load(conn(tx)).await?;
    let is = |typed: &str, number: &str| number == typed || number.split('/').next() == Some(typed);
    borne(named, &known, is, FilterFault::UnknownDirective)
}

/// The tasks whose code is typed, in any case, or the first of its parts: `T24-08` or `T24`.
async fn tasks_of(tx: &mut Tx, named: &[Named]) -> Result<Option<Vec<Uuid>>> {
    if named.is_empty() {
        return Ok(None);
    }
    let known = tasks::table.select((tasks::id, tasks::code)).load(conn(tx)).await?;
    let is = |typed: &str, code: &str| {
        code.strip_prefix(typed).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    borne(named, &known, is, FilterFault::UnknownTask)
}

/// Those of which a name is typed, as `is` compares it with each of theirs, both folded.
///
/// # Errors
/// The first name that nothing bears, with the nearest.
fn borne(
    named: &[Named],
    known: &[(Uuid, String)],
    is: fn(&str, &str) -> bool,
    fault: fn(Option<String>) -> FilterFault,
) -> Result<Option<Vec<Uuid>>> {
    let known: Vec<(Uuid, String, &String)> =
        known.iter().map(|(id, name)| (*id, fold(name), name)).collect();
    let mut found = vec![];
    for one in named {
        let typed = fold(&one.name);
        let before = found.len();
        found.extend(known.iter().filter(|(_, name, _)| is(&typed, name)).map(|(id, ..)| *id));
        if found.len() == before {
            let near = nearest(&typed, known.iter().map(|(_, name, _)| name.as_str()));
            let near = known.iter().find(|(_, name, _)| Some(name.as_str()) == near);
            return Err(unknown(one, fault(near.map(|(.., name)| (*name).clone()))));
        }
    }
    Ok(Some(found))
}

/// The tasks in which a query of [`dondoc_shared::fold::query`] finds its words, by the index of words.
async fn containing(tx: &mut Tx, query: &str) -> Result<Vec<Uuid>> {
    let found = sql::<Bool>("tasks.words::tsvector @@ ").bind::<Text, _>(query).sql("::tsquery");
    Ok(tasks::table.filter(found).select(tasks::id).load(conn(tx)).await?)
}
