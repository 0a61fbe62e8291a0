//! Counting the rows of a query no further than its limit.

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::BigInt,
};

/// `select count(*) from (…) as counted`: counts no further than the inner query's limit.
#[derive(QueryId)]
pub struct CountOf<T>(pub T);

impl<T: Query> Query for CountOf<T> {
    type SqlType = BigInt;
}

impl<T: QueryFragment<Pg>> QueryFragment<Pg> for CountOf<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select count(*) from (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") as counted");
        Ok(())
    }
}
