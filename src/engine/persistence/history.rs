//! Answers what is asked about runs that are over: reads their journals, and writes reports of them.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, IntoInnerError, Write};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::domain::certificate;
use crate::domain::history::{Kind, PastOutcome, PastPerson, PastRun, Query};
use crate::domain::install::{PastSetup, What, undone_at};
use crate::domain::issue::Issue;
use crate::domain::report::{self, About, Format};
use crate::engine::persistence;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::history::{self, Entry, Line, Opened, SHOWN_PEOPLE, SetupEntry, Whose};
use crate::store::StoreError;
use crate::store::audit_log;
use crate::store::file;
use crate::store::installs::RecordFile;
use crate::store::journal::{Identity, Past};

/// Answers on a thread that may wait for the disk.
pub(in crate::engine) async fn handle(ask: history::Request, sink: &Sink) {
    // A panic was reported by the panic hook already; the person can ask again.
    if let Ok(told) = tokio::task::spawn_blocking(move || answer(&ask)).await {
        sink.send(Event::History(told));
    }
}

fn answer(ask: &history::Request) -> history::Event {
    match ask {
        history::Request::Runs { of, ticket } => history::Event::Runs {
            result: lines(of),
            ticket: *ticket,
        },
        history::Request::Open {
            profile,
            run,
            ticket,
        } => history::Event::Opened {
            result: open(profile, *run).map(Box::new),
            ticket: *ticket,
        },
        history::Request::People {
            profile,
            run,
            query,
            ticket,
        } => history::Event::People {
            result: seek(profile, *run, query),
            ticket: *ticket,
        },
        history::Request::Save {
            profile,
            run,
            format,
            to,
            replace,
            ticket,
        } => history::Event::Saved {
            result: save(profile, *run, *format, to, *replace).map(|()| to.clone()),
            ticket: *ticket,
        },
    }
}

/// All runs of some profiles, and what was set up there, newest first. What cannot be read is said before them, and hides
/// nothing else.
pub fn lines(of: &Whose) -> Result<Vec<Line>, Issue> {
    let mut lines: Vec<Line> = match of {
        Whose::Profile(profile) => runs(profile)?,
        Whose::Everybodys(folder) => profiles(folder)?
            .into_iter()
            .flat_map(|profile| {
                let runs = profile.and_then(|profile| runs(&profile));
                runs.unwrap_or_else(unreadable)
            })
            .collect(),
    };
    lines.extend(match of {
        Whose::Profile(profile) => setups(profile)?,
        Whose::Everybodys(folder) => setups(&folder.join("install")).unwrap_or_else(unreadable),
    });
    lines.sort_by_key(|line| std::cmp::Reverse(line.began_at()));
    Ok(lines)
}

fn unreadable(issue: Issue) -> Vec<Line> {
    vec![Line::Unreadable(Box::new(issue))]
}

/// What was set up and undone. A connection's own profile has nothing of it: a set-up begins before there is one.
fn setups(folder: &Path) -> Result<Vec<Line>, Issue> {
    let tenants = audit_log::read_all(folder).map_err(|error| unusable(&error, folder))?;
    let entries = |all: Vec<PastSetup>| {
        let undone = undone_at(&all);
        let there = |setup: &PastSetup| RecordFile::of(folder, &setup.domain).exists();
        all.into_iter()
            .zip(undone)
            .map(|(setup, undone_at)| SetupEntry {
                can_undo: setup.what == What::Made && undone_at.is_none() && there(&setup),
                setup,
                undone_at,
            })
            .map(|entry| Line::Setup(Box::new(entry)))
            .collect::<Vec<_>>()
    };
    Ok(tenants
        .into_iter()
        .flat_map(|tenant| match tenant {
            Ok(all) => entries(all),
            Err(error) => unreadable(unusable(&error, folder)),
        })
        .collect())
}

/// All runs of a profile.
fn runs(profile: &Path) -> Result<Vec<Line>, Issue> {
    let unusable = |error| unusable(&error, profile);
    let Some(past) = Past::open(profile).map_err(unusable)? else {
        return Ok(Vec::new());
    };
    let Some(whose) = past.identity().map_err(unusable)? else {
        return Ok(Vec::new());
    };
    let runs = past.runs().map_err(unusable)?.into_iter();
    Ok(runs
        .map(|run| Line::Run(Box::new(entry(profile, &whose, run))))
        .collect())
}

/// The folder of every profile under this one, or why it cannot be looked into.
fn profiles(folder: &Path) -> Result<Vec<Result<PathBuf, Issue>>, Issue> {
    let folder = folder.join("profiles");
    let refused = |error| unusable(&StoreError::io(&folder)(error), &folder);
    let found = match fs::read_dir(&folder) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refused(error)),
    };
    let path_of = |entry: io::Result<fs::DirEntry>| {
        let path = entry?.path();
        match fs::metadata(&path) {
            Ok(found) => Ok(found.is_dir().then_some(path)),
            // A link that leads nowhere, or a folder that is gone since.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    };
    let paths = found.filter_map(|entry| path_of(entry).map_err(refused).transpose());
    Ok(paths.collect())
}

fn entry(profile: &Path, whose: &Identity, run: crate::domain::history::PastRun) -> Entry {
    Entry {
        profile: profile.to_owned(),
        auth0: whose.auth0.clone(),
        connection: whose.connection.clone(),
        run,
    }
}

fn find(profile: &Path, run: i64) -> Result<(Past, Entry), Issue> {
    let unusable = |error| unusable(&error, profile);
    let gone = || Issue::run_not_kept(run);
    let past = Past::open(profile).map_err(unusable)?.ok_or_else(gone)?;
    let whose = past.identity().map_err(unusable)?.ok_or_else(gone)?;
    let found = past.run(run).map_err(unusable)?.ok_or_else(gone)?;
    Ok((past, entry(profile, &whose, found)))
}

fn open(profile: &Path, run: i64) -> Result<Opened, Issue> {
    let unusable = |error| unusable(&error, profile);
    let (past, entry) = find(profile, run)?;
    let (mut attention, mut others) = (Vec::new(), Vec::new());
    past.each_person(run, |person| {
        if person.outcome == Some(PastOutcome::Attention) {
            attention.push(person);
        } else if others.len() < SHOWN_PEOPLE {
            others.push(person);
        }
        attention.len() < SHOWN_PEOPLE
    })
    .map_err(unusable)?;
    attention.extend(others);
    attention.truncate(SHOWN_PEOPLE);
    Ok(Opened {
        reasons: past.reasons(run).map_err(unusable)?,
        people: attention,
        entry,
    })
}

/// The first of those who are wanted, and how many there are.
fn seek(profile: &Path, run: i64, query: &Query) -> Result<(Vec<PastPerson>, u64), Issue> {
    let (past, _) = find(profile, run)?;
    let (mut people, mut all) = (Vec::new(), 0);
    past.each_person(run, |person| {
        if query.has(&person) {
            all += 1;
            if people.len() < SHOWN_PEOPLE {
                people.push(person);
            }
        }
        true
    })
    .map_err(|error| unusable(&error, profile))?;
    Ok((people, all))
}

/// Writes a report into a file, whole or not at all, for its owner alone: it names people.
fn save(profile: &Path, run: i64, format: Format, to: &Path, replace: bool) -> Result<(), Issue> {
    let (past, entry) = find(profile, run)?;
    let refused = |error: io::Error| persistence::files::not_saved(to, &error);
    persistence::files::may_be_written(to, replace).map_err(refused)?;
    let written = file::begin(to).and_then(|draft| {
        let mut to_disk = BufWriter::new(draft);
        mark(format, &mut to_disk)?;
        write(&past, entry, format, &mut to_disk)?;
        let draft = to_disk.into_inner().map_err(IntoInnerError::into_error)?;
        file::finish(draft, to, replace)
    });
    written.map_err(refused)
}

/// Spreadsheet programs take a file for UTF-8 by this mark at its beginning.
fn mark(format: Format, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Csv => to.write_all("\u{feff}".as_bytes()),
        Format::Html => Ok(()),
    }
}

fn write(past: &Past, entry: Entry, format: Format, to: &mut impl Write) -> io::Result<()> {
    let run = entry.run.id;
    let zone = TimeZone::system();
    let about = About {
        auth0: entry.auth0,
        connection: entry.connection,
        reasons: past.reasons(run).map_err(io::Error::other)?,
        run: entry.run,
    };
    to.write_all(report::head(format, &about, &zone).as_bytes())?;
    let mut written = Ok(());
    past.each_person(run, |person| {
        written = to.write_all(report::row(format, &person, &zone).as_bytes());
        written.is_ok()
    })
    .map_err(io::Error::other)?;
    written?;
    to.write_all(report::foot(format).as_bytes())
}

/// Writes a report of a run to whatever takes it, person by person.
///
/// # Errors
/// An [`Issue`] where there is no such run; within, what the taker says.
pub fn report(
    profile: &Path,
    run: i64,
    format: Format,
    to: &mut impl Write,
) -> Result<io::Result<()>, Issue> {
    let (past, entry) = find(profile, run)?;
    Ok(write(&past, entry, format, to).and_then(|()| to.flush()))
}

/// Looks whether a new file can be begun there.
pub fn may_be_saved(to: &Path) -> Result<(), Issue> {
    persistence::files::may_be_written(to, false)
        .map_err(|error| persistence::files::not_saved(to, &error))
}

/// Writes the certificate of the newest verification into a new file, with everybody whom it names; as JSON, person by
/// person.
pub fn certificate_to_file(profile: &Path, to: &Path) -> Result<(), Issue> {
    let unusable = |error| unusable(&error, profile);
    let past = Past::open(profile).map_err(unusable)?;
    let newest = past.as_ref().map(Past::runs).transpose();
    let runs = newest.map_err(unusable)?.unwrap_or_default();
    let newest = runs.into_iter().find(|run| run.kind == Kind::Verify);
    let (Some(past), Some(run)) = (past, newest) else {
        return Err(Issue::run_not_kept(0));
    };
    let refused = |error: io::Error| persistence::files::not_saved(to, &error);
    may_be_saved(to)?;
    let written = file::begin(to).and_then(|draft| {
        let mut to_disk = BufWriter::new(draft);
        write_certificate(&past, &run, &mut to_disk)?;
        let draft = to_disk.into_inner().map_err(IntoInnerError::into_error)?;
        file::finish(draft, to, false)
    });
    written.map_err(refused)
}

fn write_certificate(past: &Past, run: &PastRun, to: &mut impl Write) -> io::Result<()> {
    let certificate = run.certificate.as_deref();
    to.write_all(certificate::head(certificate).as_bytes())?;
    let (mut written, mut first) = (Ok(()), true);
    past.each_person(run.id, |person| {
        written = to.write_all(certificate::person(&person, first).as_bytes());
        first = false;
        written.is_ok()
    })
    .map_err(io::Error::other)?;
    written?;
    to.write_all(certificate::FOOT.as_bytes())
}

/// Writes a report of a run into a new file.
pub fn report_to_file(profile: &Path, run: i64, format: Format, to: &Path) -> Result<(), Issue> {
    save(profile, run, format, to, false)
}

pub(super) fn unusable(error: &StoreError, profile: &Path) -> Issue {
    match error {
        StoreError::Locked { holder } => Issue::run_in_progress(holder),
        error => Issue::history_unreadable(&profile.display().to_string(), error.fault())
            .with_detail(&error.to_string()),
    }
}
