//! The command line: what was typed becomes the same Commands that the window sends, and the Events become text,
//! progress bars or JSON.

mod args;
mod check;
mod config;
mod exit;
mod guide;
mod json;
mod out;
mod practice;
mod sync;
mod talk;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use self::args::{Cli, Verb};
use self::exit::Exit;
use self::out::Out;

/// Runs the command that was typed; the answer is the process's exit code.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not mistakes; clap tells the two apart.
            let code = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            return if error.print().is_ok() {
                code.into()
            } else {
                Exit::Usage.into()
            };
        }
    };
    talk::start_log();
    let out = Out::new(cli.options.json);
    obey(cli, out).into()
}

fn obey(cli: Cli, out: Out) -> Exit {
    let options = cli.options;
    match cli.verb {
        Verb::Guide => guide::print(&options, out),
        Verb::Snippet => guide::snippet(),
        Verb::Check(check) => check::run(&options, &check, out),
        Verb::Sync(sync) => sync::run(&options, &sync, out),
        Verb::Practice => practice::serve(&options, out),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "userhub-connect", &mut script);
            Out::raw(&script);
            Exit::Done
        }
    }
}
