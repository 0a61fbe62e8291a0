//! Enough rows for an index to matter.

use dondoc_shared::role::Role;
use dondoc_tests::world::{Person, World};

use crate::load::Request;

/// Connections on either side; more gain nothing on two cores.
pub const CLIENTS: usize = 8;
/// Open assignments of each of 93 tenants.
const EACH: i32 = 2_000;

/// The world with its rows.
pub struct Scenery {
    pub world: World,
    pub officer: Person,
    pub size: i64,
}

impl Scenery {
    pub async fn set() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let officer = world.person("ha-noi", Role::Officer).await?;
        world.crowd(EACH).await?;
        let size = world.count("select count(*) from dondoc.assignments").await?;
        Ok(Self { world, officer, size })
    }

    /// Fifty rows of the officer's work.
    pub fn my_work(&self) -> Request {
        Self::work_of(&self.officer)
    }

    /// Fifty rows of somebody's work.
    pub fn work_of(person: &Person) -> Request {
        Request::get("/api/v1/assignments?limit=50", &person.token)
    }

    /// Each connection reports on an assignment of its own.
    pub fn report_path(client: usize) -> String {
        format!("/api/v1/assignments/{}/progress-reports", World::crowd_id(client))
    }
}
