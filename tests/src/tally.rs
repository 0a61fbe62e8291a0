//! The counts of open and closed work, counted once more from the assignments themselves.

use tokio_postgres::Client;

/// The lines of open work, counted.
pub(crate) const OPEN: &str = "select tenant_id, due_on is not null as has_due, status,
    coalesce(late_from, '9999-12-31') as late_from, coalesce(original_late_from, '9999-12-31') as original_late_from,
    count(*) as n from dondoc.assignments where counted and open group by 1, 2, 3, 4, 5";

const CLOSED: &str = "select count(*) from
    (select tenant_id, extract(year from submitted_on)::int as year,
            case when due_on is null then 'no_deadline' when submitted_on <= due_on then 'completed_on_time'
                 else 'completed_late' end as class,
            case when original_due_on is null then 'no_deadline' when submitted_on <= original_due_on then 'completed_on_time'
                 else 'completed_late' end as original_class, count(*) as n
       from dondoc.assignments where counted and not open group by 1, 2, 3, 4) r
    full join (select * from dondoc.tally_closed where n <> 0) t
      using (tenant_id, year, class, original_class) where r.n is distinct from t.n";

/// How many lines of open and of closed work say something else than a count.
pub async fn differences(admin: &Client) -> anyhow::Result<(i64, i64)> {
    let open = format!(
        "select count(*) from ({OPEN}) r full join (select * from dondoc.tally_open where n <> 0) t
           using (tenant_id, has_due, status, late_from, original_late_from) where r.n is distinct from t.n"
    );
    Ok((admin.query_one(&open, &[]).await?.get(0), admin.query_one(CLOSED, &[]).await?.get(0)))
}
