//! The built programs as processes of their own, killed with -9 while they work.
//!
//! What must hold is kept in a ledger of the test's own: what is owed is computed before a worker starts, what was
//! acknowledged is noted by the client that read the answer. Seeds are printed; each test ends only what it started.

mod mail;
mod writes;
