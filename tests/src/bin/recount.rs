//! `recount ADDRESS`: adds up the figures of a database anew and says which differ from those that are kept. `ADDRESS` is that of
//! a user whom row-level security does not bind, as `postgres://…` or `host=… user=… dbname=…`; nothing is written.

use std::process::ExitCode;

use anyhow::Context;
use dondoc_tests::recount::recount;
use tokio_postgres::NoTls;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let address = std::env::args().nth(1).context("usage: recount ADDRESS")?;
    let (client, connection) = tokio_postgres::connect(&address, NoTls).await?;
    tokio::spawn(connection);
    let found = recount(&client).await?;
    println!("{} figures, {} cells, {} differences", found.figures, found.cells, found.differences.len());
    found.differences.iter().for_each(|one| println!("{one}"));
    Ok(if found.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
