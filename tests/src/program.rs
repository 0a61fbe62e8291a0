//! The built programs, which lie beside the tests.

use std::{path::PathBuf, process::Command};

/// `dondoc-server`, as `cargo build --workspace --bins` leaves it.
pub fn server_program() -> PathBuf {
    beside("dondoc-server")
}

/// `dondoc`, the console.
pub fn console_program() -> PathBuf {
    beside("dondoc")
}

/// Builds the programs as they are delivered, for a benchmark, beside which cargo builds none.
///
/// # Errors
/// If they cannot be built.
pub fn build_for_release() -> std::io::Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo tells the benchmark about itself would make some dependencies build themselves anew.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy().into_owned();
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| told.starts_with(prefix)) {
            cargo.env_remove(name);
        }
    }
    let built = cargo.args(["build", "--release", "--workspace", "--bins", "--locked"]).status()?;
    if built.success() { Ok(()) } else { Err(std::io::Error::other("the programs cannot be built")) }
}

fn beside(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own program");
    let program = test.ancestors().skip(1).map(|dir| dir.join(name)).find(|path| path.is_file());
    program.unwrap_or_else(|| panic!("build `{name}` first: cargo build --workspace --bins"))
}
