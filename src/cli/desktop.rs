//! `desktop`: a program that was unpacked and not installed is put into the menu, and taken out again.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::exit::Exit;
use super::out::Out;
use crate::domain::issue::Issue;
use crate::engine::desktop::menu;

/// What is typed after `desktop`.
#[derive(Debug, Args)]
pub(super) struct DesktopArgs {
    #[command(subcommand)]
    verb: DesktopVerb,
}

#[derive(Debug, Subcommand)]
enum DesktopVerb {
    /// Put this program, where it lies now, into the menu
    Install(WhoseArgs),
    /// Take it out of the menu; the program and its data stay
    Remove(WhoseArgs),
}

#[derive(Debug, Args)]
struct WhoseArgs {
    /// In your own menu, which is the only one; a package has its entry in everybody's
    #[arg(long)]
    user: bool,
}

pub(super) fn run(args: &DesktopArgs, out: Out) -> Exit {
    let done = match &args.verb {
        DesktopVerb::Install(_) => install(out),
        DesktopVerb::Remove(_) => remove(out),
    };
    done.unwrap_or_else(|issue| out.problem(&issue))
}

fn install(out: Out) -> Result<Exit, Issue> {
    let program = std::env::current_exe()
        .map_err(|error| Issue::cannot_start().with_detail(&error.to_string()))?;
    let files = menu::install(&menu::folder()?, &program)?;
    tell(out, "installed", &files);
    out.say("UserHub Connect is in your menu. If you move this program, run this again.");
    Ok(Exit::Done)
}

fn remove(out: Out) -> Result<Exit, Issue> {
    let files = menu::remove(&menu::folder()?)?;
    tell(out, "removed", &files);
    out.say(if files.is_empty() {
        "There was nothing of UserHub Connect in your menu."
    } else {
        "UserHub Connect is out of your menu. Its program and its data are where they were."
    });
    Ok(Exit::Done)
}

/// The files, a line each.
fn tell(out: Out, state: &str, files: &[PathBuf]) {
    let files = files.iter().map(|path| path.display().to_string());
    if out.is_json() {
        let files: Vec<String> = files.collect();
        Out::event(&json!({ "event": "desktop", "state": state, "files": files }));
    } else {
        files.for_each(Out::line);
    }
}
