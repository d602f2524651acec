//! Looking into a journal that somebody else is writing: a second connection that only reads.
//!
//! The journal's write-ahead log lets both work at once. Each look is short, so that the log can be folded back.

use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::left_out::is_overtaken;
use super::rows::{PROFILE_COLUMNS, profile};
use super::{Identity, Journal, Run, RunState, StoreError, VERSION, latest_run, version};
use crate::domain::profile::{Fields, Profile};
use crate::domain::roster::{Listed, Person, Roster, Row, SyncStatus};
use crate::domain::search::Sought;
use crate::store::file;

/// After how many people a search says that it goes on, and can be ended.
const TOLD_EVERY: usize = 1000;

/// What a search shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The number of a record that it has found.
    Found(u32),
    /// It has gone on.
    More,
}

/// A journal that is only looked into.
#[derive(Debug)]
pub struct Look {
    pub(super) db: Connection,
}

/// What the journal knows of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Auth0's record, or why it could not be read.
    pub auth0: Option<Result<Profile, String>>,
    /// What UserHub held when it was looked at last; `None` also where a list that was read since has nobody of this id.
    pub userhub: Option<Profile>,
    /// UserHub's own id, by which it can be asked again, also where that list has them no longer.
    pub userhub_id: Option<String>,
    /// The place in the plan, with what was to be done and the fields that differed.
    pub planned: Option<(i64, Fields)>,
    /// Why the person needs attention, and what to do about it.
    pub problem: Option<(String, String)>,
    /// When both sides were read.
    pub read_at: Option<Timestamp>,
    /// When a sync last brought them over.
    pub synced_at: Option<String>,
}

/// Those who need attention for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The reason.
    pub reason: String,
    /// What to do about it.
    pub fix: String,
    /// How many there are.
    pub count: u64,
    /// Whether a change was tried, so that trying again may help.
    pub again: bool,
    /// The first few.
    pub first: Vec<Listed>,
}

/// A run that did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// People seen to.
    pub done: u64,
    /// People of the plan.
    pub of: u64,
    /// When its plan stood; `None` where that plan cannot be gone on with, whatever its age.
    pub planned_at: Option<Timestamp>,
}

impl Journal {
    /// Opens the journal in a profile's folder without its lock: it is only read, beside whoever writes it. `None` where there
    /// is none, or none of this version's form.
    ///
    /// # Errors
    /// [`StoreError::AnotherTenant`] when it belongs to other tenants.
    pub fn open_to_look(profile: &Path, identity: &Identity) -> Result<Option<Self>, StoreError> {
        let Some(Look { db }) = Look::open(profile)? else {
            return Ok(None);
        };
        if version(&db)? != VERSION {
            return Ok(None);
        }
        let journal = Self::from_connection(db, identity);
        journal.check_identity()?;
        Ok(Some(journal))
    }
}

impl Look {
    /// Opens a profile's journal; `None` when there is none yet.
    pub fn open(profile: &Path) -> Result<Option<Self>, StoreError> {
        let path = profile.join("journal.sqlite");
        if !file::is_there(&path).map_err(StoreError::io(&path))? {
            return Ok(None);
        }
        // A connection that may write can always join the log; this one is told not to.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags)?;
        db.execute_batch("PRAGMA query_only = ON; PRAGMA temp_store = FILE;")?;
        db.pragma_update(None, "temp_store_directory", profile.to_string_lossy())?;
        Ok(Some(Self { db }))
    }

    /// Loads everybody: Auth0's people in order of id, then those whom only UserHub holds.
    pub fn roster(&self) -> Result<Roster, StoreError> {
        let mut roster = Roster::default();
        self.call_auth0(&mut roster)?;
        self.call_userhub(&mut roster)?;
        Ok(roster)
    }

    fn call_auth0(&self, roster: &mut Roster) -> Result<(), StoreError> {
        let mut people = self
            .db
            .prepare("SELECT seq, id FROM source ORDER BY id, seq")?;
        let mut plan = self.db.prepare(
            "SELECT position, id, action, outcome FROM item WHERE action <> 'only in userhub' ORDER BY position",
        )?;
        let (mut people, mut plan) = (people.query([])?, plan.query([])?);
        let mut item = plan.next()?;
        let mut last: Option<(String, u32)> = None;
        loop {
            let next = match people.next()? {
                None => None,
                Some(row) => Some((row.get::<_, String>(1)?, row.get::<_, u32>(0)?)),
            };
            // The last record of an id counts.
            if let (Some((id, _)), Some((next_id, _))) = (&last, &next)
                && id == next_id
            {
                last = next;
                continue;
            }
            if let Some((id, record)) = last.take() {
                let mut entry = (0, SyncStatus::UpToDate);
                if let Some(row) = item
                    && row.get_ref(1)?.as_str().is_ok_and(|item| item == id)
                {
                    let outcome = row.get_ref(3)?.as_str().ok();
                    entry = (
                        row.get(0)?,
                        standing(row.get_ref(2)?.as_str().unwrap_or_default(), outcome),
                    );
                    item = plan.next()?;
                }
                let (position, standing) = entry;
                roster.push(Row { record, position }, standing);
            }
            match next {
                Some(next) => last = Some(next),
                None => return Ok(()),
            }
        }
    }

    fn call_userhub(&self, roster: &mut Roster) -> Result<(), StoreError> {
        let mut alone = self.db.prepare(
            "SELECT item.position, max(target.seq) FROM item JOIN target ON target.id = item.id
             WHERE item.outcome = 'only in userhub' GROUP BY item.position ORDER BY item.position",
        )?;
        let mut rows = alone.query([])?;
        while let Some(row) = rows.next()? {
            let (position, record) = (row.get(0)?, row.get(1)?);
            roster.push(Row { record, position }, SyncStatus::OnlyInUserHub);
        }
        Ok(())
    }

    /// What a list shows of a person.
    pub fn person(
        &self,
        index: usize,
        row: Row,
        standing: SyncStatus,
    ) -> Result<Person, StoreError> {
        let from = if standing == SyncStatus::OnlyInUserHub {
            "SELECT id, coalesce(name, ''), coalesce(email, '') FROM target WHERE seq = ?1"
        } else {
            "SELECT id, coalesce(name, ''), coalesce(email, '') FROM source WHERE seq = ?1"
        };
        let mut person = Person {
            index,
            id: String::new(),
            name: String::new(),
            email: String::new(),
            standing,
            fields: Fields::NONE,
            reason: String::new(),
        };
        let mut record = self.db.prepare_cached(from)?;
        if let Some(row) = record.query([row.record])?.next()? {
            (person.id, person.name, person.email) = (row.get(0)?, row.get(1)?, row.get(2)?);
        }
        if row.position > 0 {
            let mut item = self.db.prepare_cached(
                "SELECT fields, coalesce(reason, '') FROM item WHERE position = ?1",
            )?;
            if let Some(row) = item.query([row.position])?.next()? {
                person.fields = Fields::from_bits(row.get(0)?);
                person.reason = row.get(1)?;
            }
        }
        Ok(person)
    }

    /// Shows each of Auth0's people who have `text` in their name, address or id to `see`, and now and then that it goes on.
    ///
    /// Accents, capitals and the order of words do not matter. It ends early, with [`StoreError::Stopped`], once `see` breaks.
    pub fn search(
        &self,
        text: &str,
        mut see: impl FnMut(Seen) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let sought = Sought::of(text);
        let mut all = self
            .db
            .prepare("SELECT seq, id, name, email FROM source ORDER BY seq")?;
        let mut rows = all.query([])?;
        let mut number = 0;
        while let Some(row) = rows.next()? {
            if number % TOLD_EVERY == 0 && see(Seen::More).is_break() {
                return Err(StoreError::Stopped);
            }
            number += 1;
            let text =
                |column| Ok::<_, StoreError>(row.get_ref(column)?.as_str().unwrap_or_default());
            if sought.is_in(&[text(1)?, text(2)?, text(3)?])
                && see(Seen::Found(row.get(0)?)).is_break()
            {
                return Err(StoreError::Stopped);
            }
        }
        Ok(())
    }

    /// All that is known of one person.
    pub fn stored(&self, id: &str) -> Result<Stored, StoreError> {
        let columns = PROFILE_COLUMNS;
        let auth0 = self
            .db
            .query_row(
                &format!(
                    "SELECT {columns}, problem FROM source WHERE id = ?1 ORDER BY seq DESC LIMIT 1"
                ),
                [id],
                |row| {
                    Ok(match row.get::<_, Option<String>>(5)? {
                        Some(problem) => Err(problem),
                        None => Ok(profile(row, 0)?),
                    })
                },
            )
            .optional()?;
        let latest = latest_run(&self.db)?;
        let (userhub, userhub_id) = self.held(id, latest.as_ref())?;
        let item = self
            .db
            .query_row(
                "SELECT position, fields, reason, fix FROM item WHERE id = ?1",
                [id],
                |row| {
                    let fields = Fields::from_bits(row.get(1)?);
                    let reason: Option<String> = row.get(2)?;
                    let fix: Option<String> = row.get(3)?;
                    Ok(((row.get(0)?, fields), reason.zip(fix)))
                },
            )
            .optional()?;
        let (planned, problem) = item.unzip();
        let synced_at = self
            .db
            .query_row("SELECT synced_at FROM person WHERE id = ?1", [id], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(Stored {
            auth0,
            userhub,
            userhub_id,
            planned,
            problem: problem.flatten(),
            read_at: latest.and_then(|run| run.sources_read_at),
            synced_at,
        })
    }

    /// What UserHub held of a person when it was looked at last, and its own id of them. What a sync left behind is older than
    /// what was listed for a later one, unless it was seen since.
    fn held(
        &self,
        id: &str,
        latest: Option<&Run>,
    ) -> Result<(Option<Profile>, Option<String>), StoreError> {
        let columns = PROFILE_COLUMNS;
        let find = |rest: &str| {
            let sql = format!("SELECT {columns}, userhub_id, {rest} LIMIT 1");
            let held = |row: &rusqlite::Row<'_>| Ok((profile(row, 0)?, row.get(5)?, row.get(6)?));
            self.db.query_row(&sql, [id], held).optional()
        };
        let before: Option<(Profile, String, i64)> = find("held_in FROM person WHERE id = ?1")?;
        let listed: Option<(Profile, String, i64)> =
            find("0 FROM target WHERE id = ?1 ORDER BY seq DESC")?;
        let is_newer = |held_in: &i64| latest.is_none_or(|run| *held_in >= run.id);
        // The list is whole once a plan was made of it.
        let is_listed = latest.is_some_and(|run| run.listed && run.planned_at.is_some());
        Ok(match (before, listed) {
            (Some((profile, its, held_in)), _) if is_newer(&held_in) => (Some(profile), Some(its)),
            (Some((_, its, _)), None) if is_listed => (None, Some(its)),
            (_, Some((profile, its, _))) | (Some((profile, its, _)), None) => {
                (Some(profile), Some(its))
            }
            (None, None) => (None, None),
        })
    }

    /// Who needs attention, by reason: the reasons with most people first, and no more than `most` of them.
    pub fn reasons(&self, most: usize) -> Result<Vec<Reason>, StoreError> {
        let mut reasons = self.db.prepare(
            "SELECT reason, fix, count(*), max(action <> 'attention') FROM item
             WHERE outcome = 'attention' GROUP BY reason, fix ORDER BY count(*) DESC, reason LIMIT ?1",
        )?;
        let mut few = self.db.prepare(
            "SELECT id, coalesce(nullif(trim(name), ''), nullif(email, ''), id),
               CASE WHEN trim(coalesce(name, '')) <> '' THEN coalesce(nullif(email, ''), id)
                 WHEN coalesce(email, '') <> '' THEN id ELSE '' END
             FROM item WHERE outcome = 'attention' AND reason IS ?1 AND fix IS ?2 ORDER BY position LIMIT 3",
        )?;
        let mut found = Vec::new();
        let mut rows = reasons.query([most.cast_signed()])?;
        while let Some(row) = rows.next()? {
            let (reason, fix): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
            let first = few.query_map(params![reason, fix], |row| {
                Ok(Listed {
                    id: row.get(0)?,
                    called: row.get(1)?,
                    also: row.get(2)?,
                })
            })?;
            found.push(Reason {
                first: first.collect::<Result<_, _>>()?,
                count: row.get::<_, i64>(2)?.cast_unsigned(),
                again: row.get(3)?,
                reason: reason.unwrap_or_default(),
                fix: fix.unwrap_or_default(),
            });
        }
        Ok(found)
    }

    /// The run that was cut off while it was carried out, if the newest one was.
    pub fn unfinished(&self) -> Result<Option<Unfinished>, StoreError> {
        let Some(run) = latest_run(&self.db)?.filter(|run| run.state == RunState::Running) else {
            return Ok(None);
        };
        let of: i64 = self.db.query_row(
            "SELECT read_auth0 FROM run WHERE id = ?1",
            [run.id],
            |row| row.get(0),
        )?;
        let open: i64 = self.db.query_row(
            "SELECT count(*) FROM item WHERE outcome IS NULL",
            params![],
            |row| row.get(0),
        )?;
        let of = of.cast_unsigned();
        let can_go_on = run.can_go_on() && !is_overtaken(&self.db, run.id)?;
        Ok(Some(Unfinished {
            done: of.saturating_sub(open.cast_unsigned()),
            of,
            planned_at: run.planned_at.filter(|_| can_go_on),
        }))
    }
}

fn standing(action: &str, outcome: Option<&str>) -> SyncStatus {
    match (outcome, action) {
        (None, "add") => SyncStatus::ToAdd,
        (None, _) => SyncStatus::ToUpdate,
        (Some("added"), _) => SyncStatus::Added,
        (Some("updated"), _) => SyncStatus::Updated,
        (Some("up to date"), _) => SyncStatus::UpToDate,
        (Some("left"), _) => SyncStatus::Left,
        (Some(_), _) => SyncStatus::Attention,
    }
}

#[cfg(test)]
mod tests;
