//! See `dondoc-server --help`.

fn main() -> std::process::ExitCode {
    dondoc_server::programs::cli::run()
}
