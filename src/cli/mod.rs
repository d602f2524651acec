//! The command line: what was typed becomes the same Commands that the window sends, and the Events become text,
//! progress bars or JSON.

mod args;
mod check;
mod config;
mod desktop;
mod environment;
mod exit;
mod guide;
mod hand_over;
mod hand_over_args;
mod history;
mod install;
mod json;
mod next;
mod out;
mod person;
mod practice;
mod removals;
mod removals_args;
mod schedule;
mod service_manager;
mod snippet;
mod sync;
mod talk;
mod unattended;
mod verify;
mod watch;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use self::args::{Cli, Options, Verb};
use self::exit::Exit;
use self::out::Out;
use crate::engine::desktop as computer;
use crate::engine::log;

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// A command, which has been carried out.
    Done(ExitCode),
    /// The window, since no command was given.
    Window {
        /// The folder under which everything is written.
        folder: PathBuf,
        /// Whether it opens in the practice world.
        practice: bool,
        /// What the practice world is like.
        world: Box<crate::practice::Options>,
    },
}

/// The command line as clap has it, from which a package's man pages are made.
pub fn command() -> clap::Command {
    Cli::command()
}

/// The completion script of a shell.
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "userhub-connect", &mut script);
    script
}

/// Runs the command that was typed, or says that the window is to be opened.
pub fn run() -> Asked {
    let cli = match environment::parse() {
        Ok(cli) => cli,
        Err(error) => return Asked::Done(not_understood(&error).into()),
    };
    // Commands say on standard error what there is to say; the window has no such thing.
    log::start(cli.verb.is_none());
    let out = Out::new(cli.options.json);
    match cli.verb {
        Some(verb) => Asked::Done(Out::unless_lost(handle(verb, &cli.options, out)).into()),
        None => match practice::for_a_window(&cli.options) {
            Ok((folder, world)) => Asked::Window {
                folder: folder.path().to_owned(),
                practice: cli.options.practice,
                world: Box::new(world),
            },
            Err(issue) => Asked::Done(out.problem(&issue).into()),
        },
    }
}

/// What was typed is no command; or it asks for help or the version, which are answers.
fn not_understood(error: &clap::Error) -> Exit {
    if let Some(issue) = environment::unreadable(error) {
        return Out::new(environment::is_json_asked()).problem(&issue);
    }
    if error.use_stderr() {
        // There is nowhere else to say it.
        drop(error.print());
        return Exit::Usage;
    }
    if error.kind() == ErrorKind::DisplayVersion && environment::is_json_asked() {
        Out::event(&json::version());
        return Out::unless_lost(Exit::Done);
    }
    let printed = error.print();
    Out::written(printed.and_then(|()| std::io::stdout().flush()));
    Out::unless_lost(Exit::Done)
}

/// Says that the window is open already.
pub fn open_before(practice: bool) -> ExitCode {
    let out = Out::new(false);
    let there =
        "UserHub Connect is open already with this data folder; its window is in front now.";
    if practice {
        out.say(format!(
            "{there} It stays as it is: to practise, choose All set-ups there."
        ));
    } else {
        out.say(there);
    }
    Exit::Done.into()
}

/// Says why there is no window, and how to go on without one.
pub fn no_window(why: &str) -> ExitCode {
    let out = Out::new(false);
    out.say(format!(
        "{why} Without a window: userhub-connect guide, then check, then sync (see --help)."
    ));
    Exit::Usage.into()
}

fn handle(verb: Verb, options: &Options, out: Out) -> Exit {
    let needs_connections = matches!(
        verb,
        Verb::Check(_)
            | Verb::Install(_)
            | Verb::Sync(_)
            | Verb::Verify(_)
            | Verb::Person(_)
            | Verb::Removals(_)
            | Verb::Undo(_)
            | Verb::Watch(_)
            | Verb::Practice
    );
    let is_practice = options.practice || matches!(verb, Verb::Practice);
    if needs_connections && let Err(issue) = computer::open_files::ask_for_enough(is_practice) {
        return out.problem(&issue);
    }
    match verb {
        Verb::Guide(args) => guide::print(options, &args, out),
        Verb::Snippet(args) => snippet::print(options, &args, out),
        Verb::Check(check) => check::run(options, &check, out),
        Verb::Install(install) => install::run(options, &install, out),
        Verb::History(history) => history::run(options, &history, out),
        Verb::Schedule(schedule) => schedule::run(options, &schedule, out),
        Verb::Sync(sync) => sync::run(options, &sync, out),
        Verb::Verify(verify) => verify::run(options, &verify, out),
        Verb::Removals(removals) => removals::run(options, &removals, out),
        Verb::Undo(undo) => removals::undo(options, &undo, out),
        Verb::Person(person) => person::run(options, &person, out),
        Verb::Watch(args) => watch::run(options, &args, out),
        Verb::Practice => practice::serve(options, out),
        Verb::HandOver(args) => hand_over::run(options, &args, out),
        Verb::Desktop(args) => desktop::run(&args, out),
        Verb::Completions { shell } => {
            Out::raw(&completions(shell));
            Exit::Done
        }
    }
}
