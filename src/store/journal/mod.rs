//! The journal: an SQLite file with both sides as they were read, the plan, its outcomes, and what earlier runs did.
//!
//! A run goes through [`RunState`]: reading, planned, running, finished. A run that a crash left behind is found by
//! [`Journal::latest_run`]. People are never held in memory: they are written in batches as they arrive and
//! streamed out in order of id. What runs came to stays for as long as History keeps it, and is read by [`Past`].

mod absent;
mod alone;
mod carried;
mod certify;
mod changes;
mod cut_off;
mod deeds;
mod ends;
mod gone;
mod hints;
mod identity;
mod left_out;
mod look;
mod overview;
mod past;
mod people;
mod plan;
mod policy_halt;
mod rows;
mod someone;
mod verify;
mod witnesses;

use std::collections::HashSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;
use super::file;
use super::folder::private_file;
use crate::domain::completeness::Evidence;
use crate::domain::ids::{Auth0UserId, JobId};
use crate::domain::removal::Said;

pub use absent::{Absent, Known};
pub use alone::Alone;
pub use carried::{Carried, check};
pub use cut_off::CutOff;
pub use deeds::{AddedRow, NewDeed, RunKind, connection_of};
pub use hints::{Known as KnownUser, Outstanding, Place, Watched};
pub use identity::Identity;
pub use look::{Look, Reason, Seen, Stored, Unfinished};
pub use past::Past;
pub use plan::{Done, Item, ItemAction, Problem};

/// How far a run came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// The two sides are being read.
    Reading,
    /// The plan stands; nothing was changed yet.
    Planned,
    /// The plan is being carried out.
    Running,
    /// Everybody was seen to.
    Finished,
    /// It was given up for a cause that a person has to remove.
    GivenUp,
}

/// A run as the journal knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The run's number.
    pub id: i64,
    /// How far it came.
    pub state: RunState,
    /// When it was begun.
    pub started_at: Timestamp,
    /// The export job that it started at Auth0.
    pub export_job: Option<JobId>,
    /// When all people of Auth0 had been read.
    pub sources_read_at: Option<Timestamp>,
    /// When the plan stood.
    pub planned_at: Option<Timestamp>,
    /// Whether UserHub's people were listed for it.
    pub listed: bool,
    /// Whether it is known what the reading of Auth0 proves, and what that of UserHub does. A version before this wrote
    /// it down of neither.
    pub evidence: (bool, bool),
}

impl Run {
    /// Whether it was cut off while it was carried out, and can be gone on with: it is known what its readings prove, so
    /// that its end can be certified.
    pub fn can_go_on(&self) -> bool {
        self.state == RunState::Running && self.evidence == (true, true)
    }
}

/// The journal of one profile, open for writing. The profile's lock must be held.
#[derive(Debug)]
pub struct Journal {
    db: Connection,
    identity: Identity,
    /// Who is proved to be gone from Auth0, once that was looked into.
    gone: Option<HashSet<Auth0UserId>>,
    /// What Auth0 has said of them, and nobody has taken in yet.
    said: Said,
    /// Whether both sides and the plan are of this connection alone, and go with it.
    apart: bool,
}

/// The number of the file's form.
pub const VERSION: i32 = 6;

/// Each makes the next version of a file, the first one version 2.
const MIGRATIONS: [&str; 5] = [
    include_str!("migrate-2.sql"),
    include_str!("migrate-3.sql"),
    include_str!("migrate-4.sql"),
    include_str!("migrate-5.sql"),
    include_str!("migrate-6.sql"),
];

/// The runs that are about everybody and may have a plan, as a condition of SQL.
const OF_EVERYBODY: &str = "kind IN ('check', 'sync') AND state <> 'not begun'";

impl Journal {
    /// Opens the journal in a profile's folder, or begins one.
    ///
    /// # Errors
    /// [`StoreError::AnotherTenant`] when it belongs to other tenants, [`StoreError::Newer`] when this version
    /// does not know its form.
    pub fn open(profile: &Path, identity: &Identity) -> Result<Self, StoreError> {
        let path = profile.join("journal.sqlite");
        file::is_there(&path).map_err(StoreError::io(&path))?;
        // Its owner's alone from the beginning; SQLite gives the files beside it the same permissions.
        private_file()
            .append(true)
            .open(&path)
            .map_err(StoreError::io(&path))?;
        let db = Connection::open(path)?;
        // Write-ahead log and no flush per commit: a killed process loses nothing, a power cut at most the last moment.
        db.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             PRAGMA wal_autocheckpoint = 4000;
             PRAGMA cache_size = -8000;
             PRAGMA temp_store = FILE;",
        )?;
        // Sorting a large tenant needs room on the disk; people's names must not leave the profile's folder for it.
        db.pragma_update(None, "temp_store_directory", profile.to_string_lossy())?;
        let journal = Self::from_connection(db, identity);
        journal.prepare_schema()?;
        journal.check_identity()?;
        Ok(journal)
    }

    /// The journal that an open file is.
    fn from_connection(db: Connection, identity: &Identity) -> Self {
        Self {
            db,
            identity: identity.clone(),
            gone: None,
            said: Said::default(),
            apart: false,
        }
    }

    fn prepare_schema(&self) -> Result<(), StoreError> {
        match version(&self.db)? {
            VERSION => Ok(()),
            0 => self.become_current(&[include_str!("schema.sql")]),
            1 => {
                self.become_current(&MIGRATIONS)?;
                self.settle_counts()
            }
            2 => self.become_current(&MIGRATIONS[1..]),
            3 => self.become_current(&MIGRATIONS[2..]),
            4 => self.become_current(&MIGRATIONS[3..]),
            5 => self.become_current(&MIGRATIONS[4..]),
            _ => Err(StoreError::Newer),
        }
    }

    /// Brings the file to the current version, whole or not at all.
    fn become_current(&self, steps: &[&str]) -> Result<(), StoreError> {
        let tx = self.db.unchecked_transaction()?;
        for step in steps {
            tx.execute_batch(step)?;
        }
        tx.pragma_update(None, "user_version", VERSION)?;
        tx.commit()?;
        Ok(())
    }

    /// Refuses a journal that other tenants have had a run in. A new one is nobody's until its first run begins, so
    /// that a mistyped domain, at which no run can begin, leaves no mark.
    fn check_identity(&self) -> Result<(), StoreError> {
        let noted = |key: &str, wanted: &str| -> rusqlite::Result<String> {
            let found = self
                .db
                .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(found.unwrap_or_else(|| wanted.to_owned()))
        };
        let found = Identity {
            auth0: noted("auth0", &self.identity.auth0)?,
            connection: noted("connection", &self.identity.connection)?,
        };
        if found == self.identity {
            Ok(())
        } else {
            Err(StoreError::AnotherTenant { found })
        }
    }

    /// The newest run of everybody that was begun, if there was any.
    pub fn latest_run(&self) -> Result<Option<Run>, StoreError> {
        latest_run(&self.db)
    }

    /// Begins a run: what an earlier one had read is thrown away, and so are runs older than `keep_days` days. What
    /// became of the earlier one's people is kept. The first makes the journal its tenants'.
    pub fn begin_run(&mut self, now: Timestamp, keep_days: u16) -> Result<i64, StoreError> {
        self.settle_counts()?;
        let tx = self.db.unchecked_transaction()?;
        self.keep_people()?;
        // Rows are put in faster without the indexes that looking for few of them needs.
        tx.execute_batch(
            "DROP INDEX IF EXISTS source_by_id; DROP INDEX IF EXISTS target_by_id;
             DELETE FROM source; DELETE FROM target; DELETE FROM item;",
        )?;
        self.prune(now, keep_days, None)?;
        tx.execute(
            "INSERT INTO run (state, started_at, auth0_requests, userhub_requests, took_ms)
             VALUES ('reading', ?1, 0, 0, 0)",
            [now.to_string()],
        )?;
        let id = tx.last_insert_rowid();
        self.note_identity()?;
        tx.commit()?;
        Ok(id)
    }

    /// Writes down whose journal it is, with its first run. It is part of the transaction that is open.
    pub(super) fn note_identity(&self) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO meta (key, value) VALUES ('auth0', ?1), ('connection', ?2) ON CONFLICT DO NOTHING",
            [&self.identity.auth0, &self.identity.connection],
        )?;
        Ok(())
    }

    /// Notes the export job that a run has started, so that a later run can go on with it.
    pub fn set_export_job(&mut self, run: i64, job: Option<&JobId>) -> Result<(), StoreError> {
        let job = job.map(JobId::as_str);
        self.db.execute(
            "UPDATE run SET export_job = ?2 WHERE id = ?1",
            params![run, job],
        )?;
        Ok(())
    }

    /// Notes when the reading of Auth0 for a run begins, by Auth0's clock where it tells the time.
    pub fn set_read_from(&mut self, run: i64, at: Timestamp) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET read_from = ?2 WHERE id = ?1",
            params![run, at.to_string()],
        )?;
        Ok(())
    }

    /// Notes that all people of Auth0 were read, and what that proves.
    pub fn sources_read(
        &mut self,
        run: i64,
        now: Timestamp,
        evidence: &Evidence,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET sources_read_at = ?2, auth0_evidence = ?3 WHERE id = ?1",
            params![run, now.to_string(), rows::as_json(evidence)],
        )?;
        Ok(())
    }

    /// What the reading of Auth0 for a run proves, where it is known.
    pub fn auth0_evidence(&self, run: i64) -> Result<Option<Evidence>, StoreError> {
        let text = self.db.query_row(
            "SELECT auth0_evidence FROM run WHERE id = ?1",
            [run],
            |row| row.get(0),
        )?;
        Ok(rows::from_json(text))
    }

    /// Puts what the reading of Auth0 proves right, once more is known.
    pub fn set_auth0_evidence(&self, run: i64, evidence: &Evidence) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET auth0_evidence = ?2 WHERE id = ?1",
            params![run, rows::as_json(evidence)],
        )?;
        Ok(())
    }

    /// Notes that all people of UserHub were read, as far as they can be, and what that proves.
    pub fn targets_read(
        &mut self,
        run: i64,
        now: Timestamp,
        evidence: &Evidence,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET targets_read_at = ?2, userhub_evidence = ?3 WHERE id = ?1",
            params![run, now.to_string(), rows::as_json(evidence)],
        )?;
        Ok(())
    }

    /// Moves a run on; its end is dated.
    pub fn set_state(
        &mut self,
        run: i64,
        state: RunState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let over = matches!(state, RunState::Finished | RunState::GivenUp).then(|| now.to_string());
        let is_sync = state == RunState::Running;
        self.db.execute(
            "UPDATE run SET state = ?2, finished_at = ?3, kind = iif(?4, 'sync', kind) WHERE id = ?1",
            params![run, state.word(), over, is_sync],
        )?;
        Ok(())
    }
}

impl RunState {
    fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::GivenUp => "given up",
        }
    }

    /// A word that this version does not know is a run that is not to be continued.
    fn from_word(word: &str) -> Self {
        match word {
            "reading" => Self::Reading,
            "planned" => Self::Planned,
            "running" => Self::Running,
            "finished" => Self::Finished,
            _ => Self::GivenUp,
        }
    }
}

fn latest_run(db: &Connection) -> Result<Option<Run>, StoreError> {
    let run = db
        .query_row(
            &format!(
                "SELECT id, state, started_at, export_job, sources_read_at, planned_at, listed,
                 auth0_evidence IS NOT NULL, userhub_evidence IS NOT NULL
                 FROM run WHERE {OF_EVERYBODY} ORDER BY id DESC LIMIT 1"
            ),
            [],
            |row| {
                Ok(Run {
                    id: row.get(0)?,
                    state: RunState::from_word(&row.get::<_, String>(1)?),
                    started_at: moment(row.get(2)?).unwrap_or_default(),
                    export_job: row.get::<_, Option<String>>(3)?.map(JobId::new),
                    sources_read_at: moment(row.get(4)?),
                    planned_at: moment(row.get(5)?),
                    listed: row.get(6)?,
                    evidence: (row.get(7)?, row.get(8)?),
                })
            },
        )
        .optional()?;
    Ok(run)
}

fn moment(text: Option<String>) -> Option<Timestamp> {
    text?.parse().ok()
}

/// The version of a file's form; 0 for a new one.
fn version(db: &Connection) -> Result<i32, StoreError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
