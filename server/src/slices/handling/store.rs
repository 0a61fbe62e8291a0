//! SQL of claims, snoozes, notes and presences: rows of the Working Group, beside the assignments of tenants.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Date as SqlDate, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
    upsert::excluded,
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, NoteId, TenantId, UserId},
    wire::handling::{Claim, Handling, Held, NewSnoozes, Note, Presence, Snooze},
};
use jiff::Timestamp;
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{
        NationalTx, Tx,
        sql::{self, conn},
    },
    error::Result,
    schema::{claims as c, notes as n, presences as p, snoozes as s},
};

/// Assignments by the keys of their rows.
pub type Keys = [(TenantId, AssignmentId)];

/// The most notes that are shown.
const MOST_NOTES: i64 = 100;

/// Rows of one statement.
const CHUNK: usize = 500;

fn ids(keys: &Keys) -> Vec<AssignmentId> {
    keys.iter().map(|(_, id)| *id).collect()
}

/// Nobody else claims, releases or snoozes until the end of the transaction.
pub async fn write_alone(tx: &mut NationalTx) -> Result<()> {
    sql::write_alone(tx, "dondoc.claims", 0).await
}

/// Whose the claims of this act are: an absent person's where somebody stands in for them (R186), as with an assignee.
pub fn claimant(tx: &NationalTx) -> Result<UserId> {
    tx.actor.whose().ok_or_else(|| ErrorCode::NotPermitted.into())
}

/// Claims for the person who acts what nobody has claimed, or all of it, and returns how many are theirs.
pub async fn claim(tx: &mut NationalTx, keys: &Keys, take_over: bool) -> Result<usize> {
    let user = claimant(tx)?;
    let now = tx.now.to_diesel();
    let row = |(tenant, id): &(TenantId, AssignmentId)| {
        (
            c::tenant_id.eq(*tenant),
            c::assignment_id.eq(*id),
            c::by_id.eq(user),
            c::by_name.eq(tx.actor.name.clone()),
            c::at.eq(now),
        )
    };
    let rows: Vec<_> = keys.iter().map(row).collect();
    if take_over {
        // Since when one has it oneself stays.
        let theirs = c::table.filter(c::assignment_id.eq_any(ids(keys))).filter(c::by_id.ne(user));
        diesel::delete(theirs).execute(conn(tx)).await?;
    }
    for chunk in rows.chunks(CHUNK) {
        let insert = diesel::insert_into(c::table).values(chunk);
        insert.on_conflict((c::tenant_id, c::assignment_id)).do_nothing().execute(conn(tx)).await?;
    }
    let mine = c::table.filter(c::assignment_id.eq_any(ids(keys))).filter(c::by_id.eq(user));
    let n: i64 = mine.count().get_result(conn(tx)).await?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

/// Ends the claims of the person who acts, or everybody's, and returns how many.
pub async fn release(tx: &mut NationalTx, keys: &Keys, of: Option<UserId>) -> Result<usize> {
    let mut delete = diesel::delete(c::table.filter(c::assignment_id.eq_any(ids(keys)))).into_boxed();
    if let Some(of) = of {
        delete = delete.filter(c::by_id.eq(of));
    }
    Ok(delete.execute(conn(tx)).await?)
}

/// Which of these somebody else has claimed.
pub async fn held(tx: &mut NationalTx, keys: &Keys) -> Result<Vec<Held>> {
    let user = claimant(tx)?;
    let rows: Vec<(AssignmentId, String)> = c::table
        .filter(c::assignment_id.eq_any(ids(keys)))
        .filter(c::by_id.ne(user))
        .order(c::assignment_id)
        .select((c::assignment_id, c::by_name))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|(assignment, by)| Held { assignment, by }).collect())
}

/// Snoozes all of these, those too that are snoozed already.
pub async fn snooze(tx: &mut NationalTx, keys: &Keys, of: &NewSnoozes) -> Result<usize> {
    let (user, _) = tx.actor.person()?;
    let (now, until) = (tx.now.to_diesel(), of.until.to_diesel());
    let row = |(tenant, id): &(TenantId, AssignmentId)| {
        (
            (s::tenant_id.eq(*tenant), s::assignment_id.eq(*id)),
            (s::until_on.eq(until), s::reason.eq(of.reason.clone())),
            (s::by_id.eq(user), s::by_name.eq(tx.actor.name.clone()), s::at.eq(now)),
        )
    };
    let rows: Vec<_> = keys.iter().map(row).collect();
    let mut done = 0_usize;
    for chunk in rows.chunks(CHUNK) {
        let written = diesel::insert_into(s::table)
            .values(chunk)
            .on_conflict((s::tenant_id, s::assignment_id))
            .do_update()
            .set((
                (s::until_on.eq(excluded(s::until_on)), s::reason.eq(excluded(s::reason))),
                (s::by_id.eq(excluded(s::by_id)), s::by_name.eq(excluded(s::by_name))),
                s::at.eq(excluded(s::at)),
            ))
            .execute(conn(tx))
            .await?;
        done = done.saturating_add(written);
    }
    Ok(done)
}

/// Ends snoozes, and returns how many.
pub async fn end_snoozes(tx: &mut NationalTx, keys: &Keys) -> Result<usize> {
    let theirs = s::table.filter(s::assignment_id.eq_any(ids(keys)));
    Ok(diesel::delete(theirs).execute(conn(tx)).await?)
}

/// Writes a note.
pub async fn note(
    tx: &mut NationalTx,
    (tenant, assignment): (TenantId, AssignmentId),
    text: &str,
) -> Result<NoteId> {
    let (id, (user, _)) = (NoteId(tx.new_id()), tx.actor.person()?);
    let row = (
        (n::id.eq(id), n::tenant_id.eq(tenant), n::assignment_id.eq(assignment)),
        (n::text.eq(text), n::by_id.eq(user), n::by_name.eq(tx.actor.name.clone())),
        n::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(n::table).values(row).execute(conn(tx)).await?;
    Ok(id)
}

/// The notes of an assignment, newest first.
pub async fn notes(tx: &mut Tx, (tenant, assignment): (TenantId, AssignmentId)) -> Result<Vec<Note>> {
    let rows: Vec<(NoteId, String, jiff_diesel::Timestamp, String)> = n::table
        .filter(n::tenant_id.eq(tenant))
        .filter(n::assignment_id.eq(assignment))
        .order(n::id.desc())
        .limit(MOST_NOTES)
        .select((n::id, n::by_name, n::at, n::text))
        .load(conn(tx))
        .await?;
    let read =
        |(id, by, at, text): (_, _, jiff_diesel::Timestamp, _)| Note { id, by, at: at.to_jiff(), text };
    Ok(rows.into_iter().map(read).collect())
}

/// Notes that the person who acts reads these until then, or no longer; what of theirs counts no more goes with it.
pub async fn be_present(tx: &mut NationalTx, keys: &Keys, until: Option<Timestamp>) -> Result<()> {
    let (user, _) = tx.actor.person()?;
    let now = tx.now.to_diesel();
    let theirs = p::table.filter(p::by_id.eq(user));
    diesel::delete(theirs.filter(p::until_at.le(now))).execute(conn(tx)).await?;
    let Some(until) = until.map(ToDiesel::to_diesel) else {
        diesel::delete(theirs.filter(p::assignment_id.eq_any(ids(keys)))).execute(conn(tx)).await?;
        return Ok(());
    };
    let row = |(tenant, id): &(TenantId, AssignmentId)| {
        (
            (p::tenant_id.eq(*tenant), p::assignment_id.eq(*id)),
            (p::by_id.eq(user), p::by_name.eq(tx.actor.name.clone())),
            (p::since.eq(now), p::until_at.eq(until)),
        )
    };
    let rows: Vec<_> = keys.iter().map(row).collect();
    // Since when one has read it stays.
    diesel::insert_into(p::table)
        .values(rows)
        .on_conflict((p::tenant_id, p::assignment_id, p::by_id))
        .do_update()
        .set(p::until_at.eq(excluded(p::until_at)))
        .execute(conn(tx))
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: AssignmentId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    claimed_by: Option<UserId>,
    #[diesel(sql_type = Nullable<Text>)]
    claimed_name: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    claimed_at: Option<jiff_diesel::Timestamp>,
    #[diesel(sql_type = Nullable<SqlDate>)]
    until_on: Option<jiff_diesel::Date>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    snoozed_name: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    snoozed_at: Option<jiff_diesel::Timestamp>,
    #[diesel(sql_type = BigInt)]
    notes: i64,
    #[diesel(sql_type = Nullable<Text>)]
    present: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    present_since: Option<jiff_diesel::Timestamp>,
}

/// What has been said about these, of those about which anything has.
#[expect(clippy::disallowed_methods, reason = "unnest of several arrays has no name in the DSL")]
pub async fn handling(tx: &mut Tx, keys: &Keys) -> Result<HashMap<AssignmentId, Handling>> {
    let (tenants, ids): (Vec<TenantId>, Vec<AssignmentId>) = keys.iter().copied().unzip();
    let statement = "select k.id, c.by_id as claimed_by, c.by_name as claimed_name, c.at as claimed_at,
          s.until_on, s.reason, s.by_name as snoozed_name, s.at as snoozed_at, n.notes,
          p.by_name as present, p.since as present_since
        from unnest($1::int[], $2::uuid[]) as k (tenant_id, id)
        left join dondoc.claims c on c.tenant_id = k.tenant_id and c.assignment_id = k.id
        left join dondoc.snoozes s on s.tenant_id = k.tenant_id and s.assignment_id = k.id
        cross join lateral (select count(*) as notes from dondoc.notes n
          where n.tenant_id = k.tenant_id and n.assignment_id = k.id) n
        left join lateral (select by_name, since from dondoc.presences p
          where p.tenant_id = k.tenant_id and p.assignment_id = k.id and p.until_at > $3 and p.by_id is distinct from $4
          order by since, by_id limit 1) p on true
        where c.at is not null or s.at is not null or n.notes > 0 or p.since is not null";
    let (reader, me) = (tx.actor.user, tx.actor.whose());
    let rows: Vec<Row> = diesel::sql_query(statement)
        .bind::<Array<Integer>, _>(tenants)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Timestamptz, _>(tx.now.to_diesel())
        .bind::<Nullable<SqlUuid>, _>(reader)
        .load(conn(tx))
        .await?;
    let read = |row: Row| {
        let claim = row.claimed_name.zip(row.claimed_at).map(|(by, at)| Claim {
            by,
            mine: row.claimed_by.is_some() && row.claimed_by == me,
            at: at.to_jiff(),
        });
        let snooze = row.until_on.zip(row.snoozed_at).map(|(until, at)| Snooze {
            until: until.to_jiff(),
            reason: row.reason.unwrap_or_default(),
            by: row.snoozed_name.unwrap_or_default(),
            at: at.to_jiff(),
        });
        let present =
            row.present.zip(row.present_since).map(|(by, since)| Presence { by, since: since.to_jiff() });
        (row.id, Handling { claim, snooze, notes: row.notes, present })
    };
    Ok(rows.into_iter().map(read).collect())
}
