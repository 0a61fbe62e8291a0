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
    let mut before = 0;
    for name in &names {
        // Numbers are allotted to branches, so there may be gaps until all are merged; but no number is there twice.
        let number: u32 = name.split_once('_').and_then(|(number, _)| number.parse().ok()).unwrap_or(0);
        if number <= before || name.find('_') != Some(4) {
            return Err(
                format!("migrations/{name}: expected a number of four digits after {before:04}").into()
            );
        }
        before = number;
        let [up, down] =
            ["up.sql", "down.sql"].map(|file| folder.join(name).join(file).display().to_string());
        writeln!(list, "({name:?}, include_str!({up:?}), include_str!({down:?})),")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), format!("&[{list}]"))?;
    Ok(())
}
