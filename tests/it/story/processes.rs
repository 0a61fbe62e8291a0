//! The processes that a demo has started, told apart from others by their ancestry.

use std::{collections::BTreeSet, fs, path::Path};

/// Process numbers with their starting times: a number alone may be another's later.
#[derive(Debug)]
pub struct Family(BTreeSet<(u32, u64)>);

impl Family {
    /// A process, the PostgreSQL that it started, and whatever both have started.
    pub fn of(leader: u32, postmaster: &Path) -> anyhow::Result<Self> {
        let server: u32 = fs::read_to_string(postmaster)?.lines().next().unwrap_or_default().parse()?;
        let all = all();
        let mut known = BTreeSet::from([leader, server]);
        loop {
            let children = all.iter().filter(|one| known.contains(&one.parent)).map(|one| one.id);
            let more: BTreeSet<u32> = children.chain(known.iter().copied()).collect();
            if more.len() == known.len() {
                break;
            }
            known = more;
        }
        Ok(Self(all.iter().filter(|one| known.contains(&one.id)).map(|one| (one.id, one.began)).collect()))
    }

    pub fn is_alive(&self) -> bool {
        all().iter().any(|one| self.0.contains(&(one.id, one.began)))
    }
}

struct One {
    id: u32,
    parent: u32,
    began: u64,
}

fn all() -> Vec<One> {
    let one = |entry: fs::DirEntry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // The name in parentheses may contain anything; what follows the last one does not.
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        Some(One { id, parent: fields.get(1)?.parse().ok()?, began: fields.get(19)?.parse().ok()? })
    };
    fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(one).collect()
}
