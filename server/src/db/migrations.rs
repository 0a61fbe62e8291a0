//! The migrations, embedded, and run without libpq.

use diesel::migration::{Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion};
use diesel::{connection::BoxableConnection, pg::Pg};

macro_rules! embedded {
    ($($dir:literal,)+) => {
        &[$(($dir, include_str!(concat!("../../../migrations/", $dir, "/up.sql")), include_str!(concat!("../../../migrations/", $dir, "/down.sql"))),)+]
    };
}

/// Folder, up, down.
const ALL: &[(&str, &str, &str)] = embedded![
    "0001_tenancy",
    "0002_people",
    "0003_kernel",
    "0004_directives",
    "0005_assignments",
    "0006_urging",
    "0007_policies",
    "0008_delivery",
    "0009_calendar",
    "0010_urges",
    "0011_standings",
    "0012_owed_for_others",
    "0013_mail",
    "0014_delivery",
    "0015_who_waits",
    "0016_housekeeping",
    "0017_longest_blocks",
];

/// The migrations for roles with this prefix.
pub struct Migrations {
    /// `dondoc` unless configured.
    pub prefix: String,
}

impl Migrations {
    /// Every version this binary knows, in their order.
    pub fn versions() -> impl Iterator<Item = &'static str> {
        ALL.iter().filter_map(|(dir, ..)| dir.split('_').next())
    }

    /// A digest over all files, to key a template database by.
    pub fn digest() -> String {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for (dir, up, _) in ALL {
            hash.update(dir);
            hash.update(up);
        }
        crate::auth::secret::hex(&hash.finalize())
    }

    fn with_prefix(&self, sql: &str) -> String {
        super::admin::ROLES.iter().fold(sql.to_owned(), |sql, role| {
            sql.replace(&format!("dondoc_{role}"), &format!("{}_{role}", self.prefix))
        })
    }
}

impl MigrationSource<Pg> for Migrations {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<Pg>>>> {
        Ok(ALL
            .iter()
            .map(|(dir, up, down)| {
                let one = One { name: Name(dir), up: self.with_prefix(up), down: self.with_prefix(down) };
                let boxed: Box<dyn Migration<Pg>> = Box::new(one);
                boxed
            })
            .collect())
    }
}

struct One {
    name: Name,
    up: String,
    down: String,
}

#[derive(Clone, Copy)]
struct Name(&'static str);

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl MigrationName for Name {
    fn version(&self) -> MigrationVersion<'_> {
        MigrationVersion::from(self.0.split('_').next().unwrap_or(self.0))
    }
}

struct InTransaction;

impl MigrationMetadata for InTransaction {
    fn run_in_transaction(&self) -> bool {
        true
    }
}

impl Migration<Pg> for One {
    fn run(&self, conn: &mut dyn BoxableConnection<Pg>) -> diesel::migration::Result<()> {
        Ok(conn.batch_execute(&self.up)?)
    }

    fn revert(&self, conn: &mut dyn BoxableConnection<Pg>) -> diesel::migration::Result<()> {
        Ok(conn.batch_execute(&self.down)?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &InTransaction
    }

    fn name(&self) -> &dyn MigrationName {
        &self.name
    }
}
