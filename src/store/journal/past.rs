//! Reads what runs came to, beside whoever writes: History never waits for a sync, and holds none up.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row, params};
use tempfile::TempDir;

use super::ends::{code, effort};
use super::rows::{count, count_if_any, from_json};
use super::{
    Identity, Journal, OF_EVERYBODY, RunState, StoreError, VERSION, certify, moment, version,
};
use crate::domain::changes::Compared;
use crate::domain::history::{
    Counts, Ending, Kind, PastAction, PastOutcome, PastPerson, PastRun, People, Trouble,
};
use crate::domain::issue::FolderFault;
use crate::domain::removal::Act;
use crate::domain::tally::Tally;
use crate::store::file;
use crate::store::folder::private_file;
use crate::store::lock::ProfileLock;

/// The runs of one profile, for reading.
#[derive(Debug)]
pub struct Past {
    db: Connection,
    /// Whether somebody holds the profile's lock, so that its newest run is at work.
    is_busy: bool,
    /// The folder of a copy, where the journal itself cannot be read in its place.
    _copy: Option<TempDir>,
}

impl Past {
    /// Opens the journal in a profile's folder; `None` where there is none, or nobody has had a run in it.
    ///
    /// Nothing is written where the folder can only be read: SQLite would need a file beside a journal that was left open,
    /// and one of an earlier form must be brought up to date, so that both are read as a copy elsewhere.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when this version does not know its form.
    pub fn open(profile: &Path) -> Result<Option<Self>, StoreError> {
        let path = profile.join(JOURNAL);
        if !file::is_there(&path).map_err(StoreError::io(&path))? {
            return Ok(None);
        }
        let is_busy = ProfileLock::is_held(profile);
        let mut copy = None;
        let mut opened = open(&path);
        if opened.as_ref().is_err_and(needs_to_write) {
            opened = if has_log(&path) {
                open(&copied(&path, &mut copy)?)
            } else {
                open_unchanging(&path)
            };
        }
        let (mut db, form) = opened?;
        match form {
            0 => return Ok(None),
            VERSION => {}
            1..VERSION => {
                let Some(identity) = identity(&db)? else {
                    return Ok(None);
                };
                drop(db);
                let lock = match copy {
                    Some(_) => None,
                    None => match ProfileLock::take(profile, "an update of the journal") {
                        Ok(lock) => Some(lock),
                        Err(error) if error.fault() == FolderFault::NotAllowed => None,
                        Err(error) => return Err(error),
                    },
                };
                if lock.is_none() && copy.is_none() {
                    copied(&path, &mut copy)?;
                }
                let place = copy.as_ref().map_or(profile, |copy| copy.path());
                drop(Journal::open(place, &identity)?);
                db = open(&place.join(JOURNAL))?.0;
            }
            _ => return Err(StoreError::Newer),
        }
        Ok(Some(Self {
            db,
            is_busy,
            _copy: copy,
        }))
    }

    /// Whose runs these are; `None` before the first.
    pub fn identity(&self) -> Result<Option<Identity>, StoreError> {
        identity(&self.db)
    }

    /// Whether a plan of everybody was ever carried out, as far as it came.
    pub fn has_synced(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM run WHERE kind = 'sync')
                   OR EXISTS (SELECT 1 FROM meta WHERE key = 'everybody at')";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// The last comparison of everybody that was carried out to its end, if there was one.
    pub fn compared(&self) -> Result<Option<Compared>, StoreError> {
        compared(&self.db)
    }

    /// The journal itself.
    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    /// All runs, newest first.
    pub fn runs(&self) -> Result<Vec<PastRun>, StoreError> {
        let newest = self.newest()?;
        let is_busy = self.run_at_work()?.or(newest);
        let mut statement = self
            .db
            .prepare_cached(&format!("SELECT {RUN_COLUMNS} FROM run ORDER BY id DESC"))?;
        let mut rows = statement.query([])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            runs.push(self.read_run(row, newest, is_busy)?);
        }
        Ok(runs)
    }

    /// The run whose plan is in `item`, if it has one.
    fn newest(&self) -> Result<Option<i64>, StoreError> {
        let sql = format!("SELECT max(id) FROM run WHERE {OF_EVERYBODY}");
        Ok(self.db.query_row(&sql, [], |row| row.get(0))?)
    }

    /// The run that was begun or gone on with last; nothing where only a version before this one has been at work.
    fn run_at_work(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = 'at work'";
        let noted: Option<String> = self.db.query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(noted.and_then(|run| run.parse().ok()))
    }

    /// Where a run's people lie, as a piece of SQL whose only parameter is the run.
    fn people_of(&self, run: i64) -> Result<&'static str, StoreError> {
        Ok(if self.newest()? == Some(run) {
            "item WHERE ?1 = ?1"
        } else {
            "past WHERE run = ?1"
        })
    }

    /// One run.
    pub fn run(&self, id: i64) -> Result<Option<PastRun>, StoreError> {
        Ok(self.runs()?.into_iter().find(|run| run.id == id))
    }

    fn read_run(
        &self,
        row: &Row<'_>,
        newest: Option<i64>,
        is_busy: Option<i64>,
    ) -> Result<PastRun, StoreError> {
        let id = row.get(0)?;
        let state: String = row.get(2)?;
        let is_newest = newest == Some(id);
        let is_busy = self.is_busy && is_busy == Some(id);
        let mut counts = counts(row)?;
        // Whoever cut it off left counts that are older than its people, and one at work keeps changing them.
        if is_newest && state == "running" {
            counts = Some(super::plan::counts(&self.db, id)?);
        }
        let act = "SELECT act FROM deed WHERE run = ?1 ORDER BY seq LIMIT 1";
        let word: String = row.get(1)?;
        let act = match word.as_str() {
            // A journal from before there were any has no such table, and no such run.
            "removal" | "policy" => (self.db.prepare_cached(act)?)
                .query_row([id], |row| row.get::<_, String>(0))
                .optional()?,
            _ => None,
        };
        Ok(PastRun {
            id,
            act: act.as_deref().and_then(Act::from_word),
            kind: match word.as_str() {
                "sync" => Kind::Sync,
                "person" => Kind::Person,
                "verify" => Kind::Verify,
                "removal" => Kind::Removal,
                "policy" => Kind::Policy,
                "restore" => Kind::Restore,
                "undo" => Kind::Undo,
                "changes" => Kind::Changes,
                "watch" => Kind::Watch,
                _ => Kind::Check,
            },
            ending: match ending(row, &state, is_busy)? {
                Ending::Problem(trouble) => Ending::Problem(Trouble {
                    code: code(&self.db, id)?,
                    ..trouble
                }),
                ending => ending,
            },
            started_at: moment(row.get(3)?).unwrap_or_default(),
            ended_at: moment(row.get(4)?),
            counts,
            effort: effort(row, 8)?,
            people: if row.get(20)? {
                People::Kept(count(row, 19)?)
            } else {
                People::Cleared
            },
            not_proved: certify::not_proved(&self.db, id)?,
            certificate: from_json(row.get(22)?),
            pace: from_json(row.get(23)?),
        })
    }

    /// Gives the people of a run to `see`, in order of id, until it answers false.
    pub fn each_person(
        &self,
        run: i64,
        mut see: impl FnMut(PastPerson) -> bool,
    ) -> Result<(), StoreError> {
        let from = self.people_of(run)?;
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT {PERSON_COLUMNS} FROM {from} ORDER BY position"
        ))?;
        let mut rows = statement.query([run])?;
        while let Some(row) = rows.next()? {
            if !see(person(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// The reasons for attention in a run with how many people each has, most people first.
    pub fn reasons(&self, run: i64) -> Result<Vec<(String, String, u64)>, StoreError> {
        let from = self.people_of(run)?;
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT coalesce(reason, ''), coalesce(fix, ''), count(*) AS people FROM {from}
             AND outcome = 'attention' GROUP BY reason, fix ORDER BY people DESC, reason LIMIT 100",
        ))?;
        let reasons = statement.query_map(params![run], |row| {
            Ok((row.get(0)?, row.get(1)?, count(row, 2)?))
        })?;
        Ok(reasons.collect::<Result<_, _>>()?)
    }
}

/// The journal's file, and how SQLite names the log beside it.
const JOURNAL: &str = "journal.sqlite";
const LOG: &str = "journal.sqlite-wal";

/// Opens a journal for reading; gives the number of its form, too.
pub(super) fn open(path: &Path) -> Result<(Connection, i32), StoreError> {
    open_with(path, OpenFlags::empty())
}

fn open_with(path: &Path, more: OpenFlags) -> Result<(Connection, i32), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let db = Connection::open_with_flags(path, flags)?;
    db.pragma_update(None, "cache_size", -4000)?;
    let form = version(&db)?;
    Ok((db, form))
}

/// Opens a journal that has no log and whose folder can only be read: SQLite is told that it will stay as it is.
fn open_unchanging(path: &Path) -> Result<(Connection, i32), StoreError> {
    let whole = std::path::absolute(path).map_err(StoreError::io(path))?;
    let unusable = || StoreError::io(path)(ErrorKind::InvalidFilename.into());
    let mut url = url::Url::from_file_path(whole).map_err(|()| unusable())?;
    url.set_query(Some("immutable=1"));
    open_with(Path::new(url.as_str()), OpenFlags::SQLITE_OPEN_URI)
}

/// Whether SQLite could not go on without writing into the folder.
fn needs_to_write(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(_)) && error.fault() == FolderFault::NotAllowed
}

/// Whether somebody has left changes that are not in the journal's own file yet.
fn has_log(path: &Path) -> bool {
    fs::metadata(path.with_file_name(LOG)).is_ok_and(|log| log.len() > 0)
}

/// A copy of a journal with its log, for this user alone. It goes when what is put into `copy` does.
fn copied(path: &Path, copy: &mut Option<TempDir>) -> Result<PathBuf, StoreError> {
    let temporary = std::env::temp_dir();
    let folder = TempDir::new().map_err(StoreError::io(&temporary))?;
    let logs = has_log(path).then_some(LOG);
    for name in [JOURNAL].into_iter().chain(logs) {
        let from = path.with_file_name(name);
        let mut original = fs::File::open(&from).map_err(StoreError::io(&from))?;
        let to = folder.path().join(name);
        // Not as the system copies: a copy of what can only be read could only be read.
        let written = private_file()
            .write(true)
            .open(&to)
            .and_then(|mut written| io::copy(&mut original, &mut written));
        written.map_err(StoreError::io(&temporary))?;
    }
    let path = folder.path().join(JOURNAL);
    *copy = Some(folder);
    Ok(path)
}

const RUN_COLUMNS: &str = "id, kind, state, started_at, finished_at, problem, problem_why, problem_fix,
    auth0_requests, userhub_requests, took_ms,
    added, updated, same, attention, left_auth0, only_in_userhub, to_add, to_update, people, people_kept, read_auth0,
    certificate, pace";

const PERSON_COLUMNS: &str =
    "id, userhub_id, name, email, action, outcome, coalesce(reason, ''), coalesce(fix, ''), at";

/// The last comparison of everybody that was carried out to its end, if there was one.
pub(super) fn compared(db: &Connection) -> Result<Option<Compared>, StoreError> {
    let noted = |key: &str| -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = ?1";
        let value = db.query_row(sql, [key], |row| row.get(0)).optional()?;
        Ok(moment(value))
    };
    let (at, from) = (noted("everybody at")?, noted("changes from")?);
    Ok(at.zip(from).map(|(everybody_at, changes_from)| Compared {
        changes_from,
        everybody_at,
    }))
}

/// Whose journal it is; `None` before the first run.
pub(super) fn identity(db: &Connection) -> Result<Option<Identity>, StoreError> {
    let noted = |key: &str| -> rusqlite::Result<Option<String>> {
        db.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
        .optional()
    };
    let (auth0, connection) = (noted("auth0")?, noted("connection")?);
    Ok(auth0
        .zip(connection)
        .map(|(auth0, connection)| Identity { auth0, connection }))
}

fn counts(row: &Row<'_>) -> rusqlite::Result<Option<Counts>> {
    if row.get::<_, Option<i64>>(11)?.is_none() {
        return Ok(None);
    }
    let number = |column: usize| -> rusqlite::Result<u64> {
        Ok(count_if_any(row, column)?.unwrap_or_default())
    };
    Ok(Some(Counts {
        tally: Tally {
            added: number(11)?,
            updated: number(12)?,
            up_to_date: number(13)?,
            attention: number(14)?,
            left: number(15)?,
            only_in_userhub: number(16)?,
        },
        to_add: number(17)?,
        to_update: number(18)?,
        read_auth0: number(21)?,
    }))
}

fn ending(row: &Row<'_>, state: &str, is_busy: bool) -> rusqlite::Result<Ending> {
    let text = |column| -> rusqlite::Result<String> {
        Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
    };
    let what = text(5)?;
    let is_open = matches!(
        RunState::from_word(state),
        RunState::Reading | RunState::Running
    );
    if is_busy && is_open {
        return Ok(Ending::AtWork);
    }
    if !what.is_empty() {
        return Ok(Ending::Problem(Trouble {
            what,
            why: text(6)?,
            fix: text(7)?,
            ..Trouble::default()
        }));
    }
    Ok(match RunState::from_word(state) {
        RunState::Planned | RunState::Finished => Ending::Done,
        RunState::Reading | RunState::Running => Ending::Stopped,
        // The first version did not write down why.
        RunState::GivenUp => Ending::Problem(Trouble {
            what: "Ended before everybody was seen to".to_owned(),
            ..Trouble::default()
        }),
    })
}

pub(super) fn person(row: &Row<'_>) -> rusqlite::Result<PastPerson> {
    Ok(PastPerson {
        id: row.get(0)?,
        userhub_id: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        action: match row.get_ref(4)?.as_str()? {
            "add" => PastAction::Add,
            "update" => PastAction::Update,
            "only in userhub" => PastAction::OnlyInUserHub,
            "verify" => PastAction::Verify,
            "disable" | "mark" | "undo" | "enable" | "restore" => PastAction::Deed,
            _ => PastAction::Attention,
        },
        outcome: match row.get_ref(5)?.as_str_or_null()? {
            None => None,
            Some("added") => Some(PastOutcome::Added),
            Some("updated") => Some(PastOutcome::Updated),
            Some("up to date") => Some(PastOutcome::UpToDate),
            Some("left") => Some(PastOutcome::Left),
            Some("only in userhub") => Some(PastOutcome::OnlyInUserHub),
            Some("missing") => Some(PastOutcome::Missing),
            Some("different") => Some(PastOutcome::Different),
            Some("kept") => Some(PastOutcome::Kept),
            Some("disable") => Some(PastOutcome::Disabled),
            Some("mark") => Some(PastOutcome::Marked),
            Some("undo") => Some(PastOutcome::TakenBack),
            Some("enable") => Some(PastOutcome::Enabled),
            Some("restore") => Some(PastOutcome::Restored),
            Some("unknown" | "not read") => Some(PastOutcome::Unknown),
            Some(_) => Some(PastOutcome::Attention),
        },
        reason: row.get(6)?,
        fix: row.get(7)?,
        at: row
            .get::<_, Option<i64>>(8)?
            .and_then(|at| Timestamp::from_millisecond(at).ok()),
    })
}
