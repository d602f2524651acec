//! The program: chooses between the window and the command line, and turns the result into the exit code.

use std::process::ExitCode;

use userhub_connect::cli::{self, Asked};
use userhub_connect::window::{self, Opened, Options};

fn main() -> ExitCode {
    match cli::run() {
        Asked::Done(code) => code,
        Asked::Window {
            folder,
            practice,
            world,
        } => match window::open(Options {
            folder,
            practice,
            world: *world,
        }) {
            Ok(Opened::Closed) => ExitCode::SUCCESS,
            Ok(Opened::Before) => cli::open_before(practice),
            Err(why) => cli::no_window(&why.to_string()),
        },
    }
}
