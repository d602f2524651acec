//! The runs that are over, as the window knows them: the list, the one that is open, and reports of it.

use std::path::PathBuf;

use super::command::Command;
use super::remote::Remote;
use super::state::State;
use crate::domain::history::{PastPerson, PastRun};
use crate::domain::issue::Issue;
use crate::domain::report::Format;

/// How many of a run's people are shown; a report names all of them.
pub const SHOWN_PEOPLE: usize = 1000;

/// What can be asked about runs that are over.
#[derive(Clone, Debug)]
pub enum Ask {
    /// All runs of some profiles. Answered by [`Told::Runs`].
    Runs {
        /// Where to look.
        of: Whose,
    },
    /// One run with its people. Answered by [`Told::Opened`].
    Open {
        /// The profile's folder.
        profile: PathBuf,
        /// The run's number.
        run: i64,
    },
    /// A report of one run. Answered by [`Told::Saved`] or [`Told::NotSaved`].
    Save {
        /// The profile's folder.
        profile: PathBuf,
        /// The run's number.
        run: i64,
        /// The form.
        format: Format,
        /// The file, which must not be there yet.
        to: PathBuf,
    },
}

/// Whose runs are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of every real profile under this folder.
    Everybodys(PathBuf),
    /// Those of this profile alone.
    Profile(PathBuf),
}

/// An answer about runs that are over.
#[derive(Clone, Debug)]
pub enum Told {
    /// The runs, newest first.
    Runs(Vec<Entry>),
    /// The runs could not be had.
    NoRuns(Issue),
    /// One run with its people.
    Opened(Box<Opened>),
    /// The run could not be opened.
    NotOpened(Issue),
    /// A report lies here now.
    Saved(PathBuf),
    /// No report was written, and nothing was changed.
    NotSaved(Issue),
}

/// A line of the list. Entries of other kinds can stand beside runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The Auth0 domain.
    pub auth0: String,
    /// The connection in UserHub.
    pub connection: String,
    /// The run.
    pub run: PastRun,
}

/// A run that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its line in the list.
    pub entry: Entry,
    /// The reasons for attention: why, what to do, and how many people.
    pub reasons: Vec<(String, String, u64)>,
    /// The first [`SHOWN_PEOPLE`] of its people, those who need attention before all others.
    pub people: Vec<PastPerson>,
}

/// What the window knows of runs that are over.
#[derive(Debug, Default)]
pub struct History {
    /// The list.
    pub entries: Remote<Vec<Entry>>,
    /// The run that is open; the list is shown where it is [`Remote::NotAsked`].
    pub open: Remote<Box<Opened>>,
    /// Where a report is to be written, as it is typed.
    pub path: String,
    /// What became of the last report.
    pub saved: Remote<PathBuf>,
}

/// What the person does with runs that are over.
#[derive(Clone, Debug)]
pub enum Did {
    /// They opened a run.
    Opened(PathBuf, i64),
    /// They went back to the list.
    Closed,
    /// They asked for a report at the path that was typed.
    AskedToSave(Format),
}

/// Asks for the list anew.
pub(super) fn show(state: &mut State) -> Vec<Command> {
    let practice = state
        .practice
        .ready()
        .filter(|_| state.world == Some(super::msg::World::Practice));
    let of = match practice {
        Some(setup) => Whose::Profile(setup.profile.clone()),
        None => Whose::Everybodys(state.folder.clone()),
    };
    let kept = std::mem::take(&mut state.history.path);
    state.history = History {
        entries: Remote::Loading,
        path: kept,
        ..History::default()
    };
    vec![Command::History(Ask::Runs { of })]
}

/// What follows from what the person did.
pub(super) fn did(state: &mut State, did: Did) -> Vec<Command> {
    let history = &mut state.history;
    match did {
        Did::Opened(profile, run) => {
            history.open = Remote::Loading;
            history.saved = Remote::NotAsked;
            vec![Command::History(Ask::Open { profile, run })]
        }
        Did::Closed => {
            history.open = Remote::NotAsked;
            Vec::new()
        }
        Did::AskedToSave(format) => save(history, format),
    }
}

fn save(history: &mut History, format: Format) -> Vec<Command> {
    let Some(open) = history.open.ready() else {
        return Vec::new();
    };
    let (profile, run) = (open.entry.profile.clone(), open.entry.run.id);
    let typed = history.path.trim();
    if typed.is_empty() {
        history.saved = Remote::Failed(Box::new(Issue::no_path_given()));
        return Vec::new();
    }
    let mut to = PathBuf::from(typed);
    if to.extension().is_none_or(|it| it != format.extension()) {
        to = PathBuf::from(format!("{typed}.{}", format.extension()));
    }
    history.saved = Remote::Loading;
    vec![Command::History(Ask::Save {
        profile,
        run,
        format,
        to,
    })]
}

/// Takes in an answer.
pub(super) fn told(state: &mut State, told: Told) {
    let history = &mut state.history;
    match told {
        Told::Runs(entries) => history.entries = Remote::Ready(entries),
        Told::NoRuns(issue) => history.entries = Remote::Failed(Box::new(issue)),
        Told::Opened(opened) => history.open = Remote::Ready(opened),
        Told::NotOpened(issue) => history.open = Remote::Failed(Box::new(issue)),
        Told::Saved(path) => history.saved = Remote::Ready(path),
        Told::NotSaved(issue) => history.saved = Remote::Failed(Box::new(issue)),
    }
}
