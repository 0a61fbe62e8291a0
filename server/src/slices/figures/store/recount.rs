//! SQL of the recount: every figure as it is kept, beside what the cells filed come to.

use diesel::{
    QueryableByName,
    sql_types::{Integer, Nullable, Text},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::id::PeriodId;

use dondoc_kernel::{
    db::{NationalTx, sql::conn},
    error::Result,
};

/// A figure that is not what was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Number of the period.
    pub period: i32,
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the group.
    pub group: String,
    /// Filed or verified.
    pub basis: String,
    /// What is kept, as counts and sums in the order of the columns.
    pub kept: String,
    /// What was filed.
    pub filed: String,
}

/// A figure as it is kept, and as it is.
#[derive(QueryableByName)]
pub struct Line {
    #[diesel(sql_type = Integer)]
    period: i32,
    #[diesel(sql_type = Text)]
    indicator: String,
    #[diesel(sql_type = Text)]
    group: String,
    #[diesel(sql_type = Text)]
    basis: String,
    #[diesel(sql_type = Nullable<Text>)]
    kept: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    filed: Option<String>,
}

impl Line {
    /// The difference, if there is one.
    pub fn difference(self) -> Option<Difference> {
        let Self { period, indicator, group, basis, kept, filed } = self;
        (kept != filed).then(|| Difference {
            period,
            indicator,
            group,
            basis,
            kept: kept.unwrap_or_default(),
            filed: filed.unwrap_or_default(),
        })
    }
}

/// What is counted of each body is looked up in its submissions, not in what the figures say they count.
const STATEMENT: &str = "
with counted as (
  select s.period_id, s.source_id, s.groups, b.basis, p.id as report_id,
    (select max(r.revision) from dondoc.report_revisions r
       left join dondoc.submissions u on u.tenant_id = r.tenant_id and u.id = r.submission_id
      where r.tenant_id = p.tenant_id and r.report_id = p.id and (r.kind <> 'correction' or r.decision = 'accepted')
        and (r.submission_id is null or u.decision = 'accepted' or b.basis = 'filed' and u.decision is null)) as revision
    from dondoc.figure_sources s
    join dondoc.reports p on p.tenant_id = s.source_id and p.period_id = s.period_id
    cross join (values ('filed'), ('verified')) b (basis)
   where s.tenant_id = 0 and ($1 is null or s.period_id = $1)
), cells as (
  select c.period_id, w.indicator_id, g.group_id, c.basis, m.state, m.num, m.den, m.estimated,
    case when i.over_bodies = 'ratio' then w.weight end as weight, i.over_bodies = 'ratio' and w.weight is null as unweighted
    from counted c
    join dondoc.figure_weights w on w.tenant_id = 0 and w.period_id = c.period_id and w.source_id = c.source_id
    join dondoc.indicators i on i.id = w.indicator_id
    cross join unnest(c.groups) g (group_id)
    left join dondoc.measurements m on m.tenant_id = c.source_id and m.report_id = c.report_id and m.revision = c.revision
      and m.indicator_id = w.indicator_id
), filed as (
  select period_id, indicator_id, group_id, basis, concat_ws(' ',
    count(*) filter (where state is distinct from 'not_applicable'), count(*) filter (where state = 'value'),
    count(*) filter (where state = 'nil'), count(*) filter (where state = 'not_applicable'),
    count(*) filter (where state = 'not_available'), count(*) filter (where state = 'value' and estimated),
    count(*) filter (where state = 'value' and (den is null and num > 0 or den > 0 and num = den)),
    coalesce(sum(num), 0), coalesce(sum(den), 0),
    coalesce(sum(weight) filter (where state is distinct from 'not_applicable'), 0),
    coalesce(sum(weight) filter (where state in ('value', 'nil')), 0),
    count(*) filter (where unweighted and (state is null or state = 'not_available'))) as sums
    from cells group by period_id, indicator_id, group_id, basis
), kept as (
  select period_id, indicator_id, group_id, basis, concat_ws(' ', expected, n_value, n_nil, n_na, n_none, n_estimated, n_yes,
    num, den, w_expected, w_present, n_weightless) as sums
    from dondoc.figures where tenant_id = 0 and ($1 is null or period_id = $1)
)
select b.period_id as period, i.code as indicator, g.code as \"group\", b.basis, b.kept, b.filed
  from (select period_id, indicator_id, group_id, basis, kept.sums as kept, filed.sums as filed
          from filed full join kept using (period_id, indicator_id, group_id, basis)) b
  join dondoc.indicators i on i.id = b.indicator_id
  join dondoc.body_groups g on g.id = b.group_id
 order by b.period_id, i.code, g.code, b.basis";

/// Every figure, of a period or of all.
#[expect(clippy::disallowed_methods, reason = "a full join of two sums has no name in the DSL")]
pub async fn lines(tx: &mut NationalTx, period: Option<PeriodId>) -> Result<Vec<Line>> {
    Ok(diesel::sql_query(STATEMENT)
        .bind::<Nullable<Integer>, _>(period.map(|period| period.0))
        .load(conn(tx))
        .await?)
}
