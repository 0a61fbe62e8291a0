//! The built programs, which lie beside the tests.

use std::path::PathBuf;

/// `dondoc-server`, as `cargo build --workspace --bins` leaves it.
pub fn server_program() -> PathBuf {
    beside("dondoc-server")
}

/// `dondoc`, the console.
pub fn console_program() -> PathBuf {
    beside("dondoc")
}

fn beside(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own program");
    let program = test.ancestors().skip(1).map(|dir| dir.join(name)).find(|path| path.is_file());
    program.unwrap_or_else(|| panic!("build `{name}` first: cargo build --workspace --bins"))
}
