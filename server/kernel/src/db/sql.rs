//! The connection of a transaction, for files of SQL alone: what imports this is called `store`.

use diesel_async::AsyncPgConnection;

use super::Tx;

/// The connection, for one statement after the other.
pub fn conn(tx: &mut Tx) -> &mut AsyncPgConnection {
    &mut tx.conn
}

/// The connection, for statements that are sent together: each takes `&mut lane(tx)`.
pub fn lane(tx: &Tx) -> &AsyncPgConnection {
    &tx.conn
}
