//! `dondoc`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    dondoc_console::start().unwrap_or_else(|error| {
        eprintln!("dondoc: {error:#}");
        ExitCode::from(2)
    })
}
