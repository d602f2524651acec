//! The program: everything is in the library; this turns its result into the process's exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    userhub_connect::cli::run()
}
