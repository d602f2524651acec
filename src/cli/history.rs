//! `history`: the runs that are kept, as a table or as JSON, and one run as a table for spreadsheets.

use std::io;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::args::{HistoryArgs, Options};
use super::config;
use super::exit::Exit;
use super::out::Out;
use crate::app::history::{Entry, Whose};
use crate::domain::history::{Effort, People, took_in_words};
use crate::domain::issue::{Issue, thousands};
use crate::domain::report::Format;
use crate::engine::history;

/// Lists the runs, or writes one of them. Nobody is asked anything: all of it lies on this computer.
pub(super) fn run(options: &Options, args: &HistoryArgs, out: Out) -> Exit {
    match tell(options, args, out) {
        Ok(exit) => exit,
        Err(issue) => out.problem(&issue),
    }
}

fn tell(options: &Options, args: &HistoryArgs, out: Out) -> Result<Exit, Issue> {
    let entries = history::runs(&whose(options)?)?;
    if let (Some(run), Some(file)) = (args.run, &args.csv) {
        let profile = profile_of(&entries, run)?;
        return write(&profile, run, file, out);
    }
    if out.is_json() {
        for entry in &entries {
            Out::event(&as_json(entry));
        }
    } else if entries.is_empty() {
        Out::line("Nothing here yet. Your first sync will appear here.");
    } else {
        for line in table(&entries) {
            Out::line(line);
        }
    }
    Ok(Exit::Done)
}

/// The practice world's runs, those of the connection that was named, or everybody's.
fn whose(options: &Options) -> Result<Whose, Issue> {
    let folder = config::data_folder(options)?;
    let folder = folder.path();
    Ok(if options.practice {
        Whose::Profile(folder.join("practice"))
    } else {
        match config::connection(options)? {
            Some(id) => Whose::Profile(folder.join("profiles").join(id.as_str())),
            None => Whose::Everybodys(folder.to_owned()),
        }
    })
}

/// The one profile that has a run of this number.
fn profile_of(entries: &[Entry], run: i64) -> Result<PathBuf, Issue> {
    let mut with: Vec<&Entry> = entries.iter().filter(|entry| entry.run.id == run).collect();
    match (with.pop(), with.is_empty()) {
        (Some(entry), true) => Ok(entry.profile.clone()),
        (Some(_), false) => Err(Issue::several_runs(run)),
        (None, _) => Err(Issue::run_not_kept(run)),
    }
}

fn write(profile: &Path, run: i64, file: &Path, out: Out) -> Result<Exit, Issue> {
    if file == Path::new("-") {
        history::report(profile, run, Format::Csv, &mut io::stdout().lock())?;
    } else {
        history::report_to_file(profile, run, Format::Csv, file)?;
        out.say(format!("Written to {}", file.display()));
    }
    Ok(Exit::Done)
}

fn table(entries: &[Entry]) -> Vec<String> {
    let zone = TimeZone::system();
    let whose = |entry: &Entry| entry.connection.clone();
    let widest = entries.iter().map(|entry| whose(entry).len()).max();
    let width = widest.unwrap_or_default();
    let mut lines = vec![format!(
        "{:>5}  {:<16}  {:<10}  {:>12}  {:<width$}  Result",
        "Run", "Begun", "Kind", "Time at work", "Connection"
    )];
    lines.extend(entries.iter().map(|entry| {
        let run = &entry.run;
        format!(
            "{:>5}  {:<16}  {:<10}  {:>12}  {:<width$}  {}",
            run.id,
            run.started_at
                .to_zoned(zone.clone())
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            run.kind.words(),
            run.effort.map_or_else(
                || "not known".to_owned(),
                |effort| took_in_words(effort.took)
            ),
            whose(entry),
            run.result(),
        )
    }));
    let people: u64 = entries
        .iter()
        .map(|entry| match entry.run.people {
            People::Kept(people) => people,
            People::Cleared => 0,
        })
        .sum();
    lines.push(format!(
        "The people of a run: --run RUN --csv FILE ({} kept in all)",
        thousands(people)
    ));
    lines
}

fn as_json(entry: &Entry) -> Value {
    let run = &entry.run;
    let counts = run.counts.map(|counts| {
        let tally = counts.tally;
        json!({
            "added": tally.added,
            "updated": tally.updated,
            "up_to_date": tally.up_to_date,
            "attention": tally.attention,
            "left_auth0": tally.left,
            "only_in_userhub": tally.only_in_userhub,
            "to_add": counts.to_add,
            "to_update": counts.to_update,
            "read_auth0": counts.read_auth0,
        })
    });
    let effort = |of: fn(Effort) -> Value| run.effort.map(of);
    json!({
        "event": "run",
        "run": run.id,
        "kind": run.kind.word(),
        "ending": run.ending.word(),
        "result": run.result(),
        "started_at": run.started_at.to_string(),
        "ended_at": run.ended_at.map(|at| at.to_string()),
        "auth0": entry.auth0,
        "connection": entry.connection,
        "counts": counts,
        "requests": effort(|effort| {
            json!({ "auth0": effort.auth0_requests, "userhub": effort.userhub_requests })
        }),
        "seconds": effort(|effort| effort.took.as_secs_f64().into()),
        "people_kept": matches!(run.people, People::Kept(_)),
    })
}
