//! Lists the migrations: their folder is the list, so that none can be forgotten, and adding one builds anew.

use std::{env, error::Error, fmt::Write, fs, path::Path};

/// Where the migrations are, from this crate.
const FOLDER: &str = "../../migrations";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(FOLDER).canonicalize()?;
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(
                entry.file_name().into_string().map_err(|name| format!("{} is not UTF-8", name.display()))?,
            );
        }
    }
    names.sort_unstable();
    let mut list = String::new();
    for (number, name) in (1..).zip(&names) {
        if !name.starts_with(&format!("{number:04}_")) {
            return Err(format!(
                "migrations/{name}: expected number {number:04}, one more than the one before"
            )
            .into());
        }
        let [up, down] =
            ["up.sql", "down.sql"].map(|file| folder.join(name).join(file).display().to_string());
        writeln!(list, "({name:?}, include_str!({up:?}), include_str!({down:?})),")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), format!("&[{list}]"))?;
    Ok(())
}
