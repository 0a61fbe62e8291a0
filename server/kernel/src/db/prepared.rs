//! Statements that a connection prepares once.
//!
//! diesel never keeps an update, an upsert or anything that contains words of SQL: each run is two round trips instead of
//! one, and PostgreSQL parses and plans it anew. For statements that run thousands of times an hour this is most of the cost.
//!
//! Statements that do not wait for each other are sent together by `join!`. Their results are read in the order in which
//! they were sent: after the first that failed, the others say only that the transaction has.

use std::marker::PhantomData;

use diesel::{
    expression::{
        AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
    },
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};

/// The query, kept prepared; only for one whose text is among few, whatever its parameters are.
pub fn prepared<Q>(query: Q) -> Prepared<Q> {
    Prepared(query)
}

/// See [`prepared`].
pub struct Prepared<Q>(Q);

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    // Found again by its text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

/// Words of SQL that, unlike diesel's own, leave the statement around them kept prepared.
#[derive(Debug, Clone, Copy)]
pub struct Words<ST> {
    text: &'static str,
    yields: PhantomData<ST>,
}

/// An expression in words, without a parameter.
pub const fn words<ST>(text: &'static str) -> Words<ST> {
    Words { text, yields: PhantomData }
}

impl<ST: TypedExpressionType> Expression for Words<ST> {
    type SqlType = ST;
}

impl<ST, QS> AppearsOnTable<QS> for Words<ST> where Self: Expression {}

impl<ST, QS> SelectableExpression<QS> for Words<ST> where Self: AppearsOnTable<QS> {}

impl<ST, GroupBy> ValidGrouping<GroupBy> for Words<ST> {
    type IsAggregate = is_aggregate::Never;
}

impl<ST> QueryId for Words<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> QueryFragment<Pg> for Words<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        Ok(())
    }
}
