//! `history`: the runs that are kept, as a table or as JSON, and one run as a table for spreadsheets.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::args::{HistoryArgs, Options};
use super::config;
use super::exit::Exit;
use super::out::Out;
use crate::domain::certificate::{Certificate, codes};
use crate::domain::history::{Effort, Ending, People, took_in_words};
use crate::domain::issue::{Issue, thousands};
use crate::domain::report::Format;
use crate::engine::persistence;
use crate::protocol::history::{Entry, Line, SetupEntry, Whose};

/// Lists the runs, or writes one of them. Nobody is asked anything: all of it lies on this computer.
pub(super) fn run(options: &Options, args: &HistoryArgs, out: Out) -> Exit {
    match tell(options, args, out) {
        Ok(exit) => exit,
        Err(issue) => out.problem(&issue),
    }
}

fn tell(options: &Options, args: &HistoryArgs, out: Out) -> Result<Exit, Issue> {
    let lines = persistence::history::lines(&whose(options)?)?;
    if let Some(run) = args.run {
        let file = args.csv.as_deref().unwrap_or(Path::new("-"));
        let runs = lines.iter().filter_map(|line| match line {
            Line::Run(entry) => Some(&**entry),
            Line::Setup(_) | Line::Unreadable(_) => None,
        });
        let profile = match profile_of(runs, run) {
            Ok(profile) => profile,
            // What cannot be read may have it.
            Err(not_found) => return Ok(unreadable_or(&lines, &not_found, out)),
        };
        return write(&profile, run, file, out);
    }
    let (unreadable, lines): (Vec<Line>, Vec<Line>) = lines
        .into_iter()
        .partition(|line| matches!(line, Line::Unreadable(_)));
    // What can be read is shown all the same; the exit code says that it is not everything.
    let exit = unreadable.iter().fold(Exit::Done, |exit, line| match line {
        Line::Unreadable(issue) => out.problem(issue),
        Line::Run(_) | Line::Setup(_) => exit,
    });
    if out.is_json() {
        for line in &lines {
            match line {
                Line::Run(entry) => Out::event(&as_json(entry)),
                Line::Setup(entry) => Out::event(&setup_as_json(entry)),
                Line::Unreadable(_) => {}
            }
        }
    } else if lines.is_empty() && exit != Exit::Done {
        // There is something here, and it cannot be shown.
    } else if lines.is_empty() {
        Out::line("Nothing here yet. Your first sync will appear here.");
    } else {
        for line in table(&lines) {
            Out::line(line);
        }
    }
    Ok(exit)
}

/// The practice world's runs, those of the connection that was typed, or everybody's.
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

/// Says why a run was not found: that it is not there is known only where everything could be read.
fn unreadable_or(lines: &[Line], not_found: &Issue, out: Out) -> Exit {
    let mut unreadable = lines.iter().filter_map(|line| match line {
        Line::Unreadable(issue) => Some(&**issue),
        Line::Run(_) | Line::Setup(_) => None,
    });
    let Some(first) = unreadable.next() else {
        return out.problem(not_found);
    };
    unreadable.fold(out.problem(first), |_, issue| out.problem(issue))
}

/// The one profile that has a run of this number.
fn profile_of<'a>(runs: impl Iterator<Item = &'a Entry>, run: i64) -> Result<PathBuf, Issue> {
    let mut with: Vec<&Entry> = runs.filter(|entry| entry.run.id == run).collect();
    match (with.pop(), with.is_empty()) {
        (Some(entry), true) => Ok(entry.profile.clone()),
        (Some(_), false) => Err(Issue::several_runs(run)),
        (None, _) => Err(Issue::run_not_kept(run)),
    }
}

fn write(profile: &Path, run: i64, file: &Path, out: Out) -> Result<Exit, Issue> {
    if file == Path::new("-") {
        Out::written(persistence::history::report(
            profile,
            run,
            Format::Csv,
            &mut io::stdout().lock(),
        )?);
    } else {
        persistence::history::report_to_file(profile, run, Format::Csv, file)?;
        out.say(format!("Written to {}", file.display()));
    }
    Ok(Exit::Done)
}

fn table(lines: &[Line]) -> Vec<String> {
    let zone = TimeZone::system();
    let width = lines.iter().map(|line| whose_of(line).len()).max();
    let width = width.unwrap_or_default();
    let row = |cells: [&str; 6]| {
        let [run, begun, kind, took, whose, result] = cells;
        format!("{run:>5}  {begun:<16}  {kind:<17}  {took:>12}  {whose:<width$}  {result}")
    };
    let begun = |at: Timestamp| {
        let at = at.to_zoned(zone.clone());
        at.strftime("%Y-%m-%d %H:%M").to_string()
    };
    let headings = [
        "Run",
        "Begun",
        "Kind",
        "Time at work",
        "Connection",
        "Result",
    ];
    let mut rows = vec![row(headings)];
    rows.extend(lines.iter().flat_map(|line| match line {
        Line::Run(entry) => {
            let run = &entry.run;
            let took = run.effort.map_or_else(
                || "not known".to_owned(),
                |effort| took_in_words(effort.took),
            );
            let (id, at) = (run.id.to_string(), begun(run.started_at));
            let (kind, whose) = (run.kind.words(), whose_of(line));
            vec![row([&id, &at, kind, &took, whose, &run.result()])]
        }
        Line::Setup(entry) => {
            let setup = &entry.setup;
            let (at, kind) = (begun(setup.began_at), setup.what.words());
            let first = row(["", &at, kind, "", whose_of(line), &setup.result()]);
            let changes = setup.changes.iter();
            let changes = changes.map(|change| {
                format!(
                    "{:>26}{}: {} -> {}",
                    "", change.title, change.before, change.after
                )
            });
            std::iter::once(first).chain(changes).collect()
        }
        Line::Unreadable(_) => Vec::new(),
    }));
    let people: u64 = lines
        .iter()
        .map(|line| match line {
            Line::Run(entry) => match entry.run.people {
                People::Kept(people) => people,
                People::Cleared => 0,
            },
            Line::Setup(_) | Line::Unreadable(_) => 0,
        })
        .sum();
    rows.push(format!(
        "The people of a run: --run RUN --csv FILE ({} kept in all)",
        thousands(people)
    ));
    if lines
        .iter()
        .any(|line| matches!(line, Line::Setup(entry) if entry.can_undo))
    {
        rows.push("A set-up can be undone: install --undo".to_owned());
    }
    rows
}

/// Whose a line is: a connection's, or, before there is one, a tenant's.
fn whose_of(line: &Line) -> &str {
    match line {
        Line::Run(entry) => &entry.connection,
        Line::Setup(entry) => entry.setup.domain.as_str(),
        Line::Unreadable(_) => "",
    }
}

fn setup_as_json(entry: &SetupEntry) -> Value {
    let setup = &entry.setup;
    let changes: Vec<Value> = setup
        .changes
        .iter()
        .map(|change| {
            json!({
                "change": change.change,
                "title": change.title,
                "before": change.before,
                "after": change.after,
            })
        })
        .collect();
    json!({
        "event": "setup",
        "kind": "setup",
        "what": setup.what.word(),
        "way": setup.way.word(),
        "ending": setup.ending_word(),
        "result": setup.result(),
        "started_at": setup.began_at.to_string(),
        "ended_at": setup.ended_at.map(|at| at.to_string()),
        "auth0": setup.domain.as_str(),
        "changes": changes,
        "notes": setup.notes,
        "undone_at": entry.undone_at.map(|at| at.to_string()),
        "can_undo": entry.can_undo,
    })
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
    let problem = match &run.ending {
        Ending::Problem(trouble) => json!({
            "code": trouble.code,
            "what": trouble.what,
            "why": trouble.why,
            "fix": trouble.fix,
        }),
        Ending::AtWork | Ending::Done | Ending::Stopped => Value::Null,
    };
    let effort = |of: fn(Effort) -> Value| run.effort.map(of);
    json!({
        "event": "run",
        "run": run.id,
        "kind": run.kind.word(),
        "ending": run.ending.word(),
        "result": run.result(),
        "problem": problem,
        "started_at": run.started_at.to_string(),
        "ended_at": run.ended_at.map(|at| at.to_string()),
        "auth0": entry.auth0,
        "connection": entry.connection,
        "counts": counts,
        "requests": effort(|effort| {
            json!({ "auth0": effort.auth0_requests, "userhub": effort.userhub_requests })
        }),
        "seconds": effort(|effort| effort.took.as_secs_f64().into()),
        "not_proved": codes(&run.not_proved),
        "certificate": run.certificate.as_deref().map(Certificate::as_json),
        "people_kept": matches!(run.people, People::Kept(_)),
    })
}
