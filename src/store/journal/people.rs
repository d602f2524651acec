//! Both sides as they are read: batches in, sorted streams out.

use rusqlite::{CachedStatement, Connection, ErrorCode, Row, params};

use super::rows::{PENDING_DELETION, PROFILE_COLUMNS, flags, profile};
use super::{Journal, OF_EVERYBODY, StoreError};
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::plan::{Kept, LastKnown};
use crate::domain::profile::{Fields, Profile, Source, Target};

/// After how many steps of SQLite's own machine it is asked whether laying sides down was stopped: a few thousand people.
const STEPS: i32 = 100_000;

impl Journal {
    /// Adds people whom Auth0 named. One who came before is replaced by what came later.
    pub fn add_sources(&mut self, people: &[Source]) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO source (id, flags, name, email, phone, image, problem)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            let blank = Profile::default();
            for person in people {
                let (profile, problem) = match &person.profile {
                    Ok(profile) => (profile, None),
                    Err(problem) => (&blank, Some(problem)),
                };
                insert.execute(params![
                    person.id.as_str(),
                    flags(profile),
                    profile.display_name,
                    profile.email,
                    profile.phone_number,
                    profile.image_url,
                    problem,
                ])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Adds people whom UserHub named.
    pub fn add_targets(&mut self, people: &[Target]) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO target (id, flags, name, email, phone, image, userhub_id, created_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?;
            for person in people {
                let pending = if person.pending_deletion {
                    PENDING_DELETION
                } else {
                    0
                };
                insert.execute(params![
                    person.id.as_str(),
                    flags(&person.profile) | pending,
                    person.profile.display_name,
                    person.profile.email,
                    person.profile.phone_number,
                    person.profile.image_url,
                    person.userhub_id.as_str(),
                    (person.created_at).map(|at| at.strftime("%Y-%m-%d").to_string()),
                ])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Lays both sides down in order of id, once they are read. All that goes through them from then on sorts nothing.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] once `stopped` says so; the sides are as they were then.
    pub fn index_sides(
        &mut self,
        stopped: impl FnMut() -> bool + Send + 'static,
    ) -> Result<(), StoreError> {
        self.db.progress_handler(STEPS, Some(stopped))?;
        let made = index_sides_of(&self.db, if self.apart { "temp" } else { "main" });
        self.db.progress_handler(0, None::<fn() -> bool>)?;
        made.map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => StoreError::Stopped,
            _ => error.into(),
        })
    }

    /// As [`index_sides`](Self::index_sides), those that are kept, whatever lies apart of them.
    pub fn index_kept_sides(&self) -> Result<(), StoreError> {
        Ok(index_sides_of(&self.db, "main")?)
    }

    /// Throws away what was read of Auth0, to begin that side anew. No run has read everybody then.
    pub fn clear_sources(&mut self) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        tx.execute("DELETE FROM source", [])?;
        if !self.apart {
            tx.execute("DROP INDEX IF EXISTS source_by_id", [])?;
            tx.execute("UPDATE run SET sources_read_at = NULL", [])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Throws away what was read of UserHub, to begin that side anew. Whoever was seen before is seen again by that.
    pub fn clear_targets(&mut self) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        tx.execute("DELETE FROM target", [])?;
        if !self.apart {
            tx.execute("DROP INDEX IF EXISTS target_by_id", [])?;
            tx.execute(
                &format!(
                    "UPDATE person SET held_in = 0
                     WHERE held_in >= (SELECT max(id) FROM run WHERE {OF_EVERYBODY})"
                ),
                [],
            )?;
        }
        tx.commit()?;
        Ok(())
    }

    /// How many people earlier runs have brought into UserHub.
    pub fn known_people(&self) -> Result<u64, StoreError> {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM person", [], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    pub(super) fn sources(&self) -> Result<CachedStatement<'_>, StoreError> {
        Ok(self.db.prepare_cached(&format!(
            "SELECT id, {PROFILE_COLUMNS}, problem FROM source ORDER BY id, seq"
        ))?)
    }

    /// UserHub's side: as it was listed, or as earlier runs left it where the key may not list.
    pub(super) fn targets(&self, listed: bool) -> Result<CachedStatement<'_>, StoreError> {
        let from = if listed {
            "target ORDER BY id, seq"
        } else {
            "person ORDER BY id"
        };
        Ok(self.db.prepare_cached(&format!(
            "SELECT id, {PROFILE_COLUMNS}, userhub_id FROM {from}"
        ))?)
    }

    pub(super) fn last_known(&self) -> Result<CachedStatement<'_>, StoreError> {
        // Of a few who were read, the others need not be looked through.
        let whose = if self.apart {
            " AND id IN (SELECT id FROM source)"
        } else {
            ""
        };
        Ok(self.db.prepare_cached(&format!(
            "SELECT id, kept_fields, kept_expected, kept_held FROM person WHERE kept_fields <> 0{whose} ORDER BY id"
        ))?)
    }
}

/// The whole rows are in the indexes: to look each of a million up where it lies costs more than to sort them all.
fn index_sides_of(db: &Connection, schema: &str) -> rusqlite::Result<()> {
    db.execute_batch(&format!(
        "CREATE INDEX IF NOT EXISTS {schema}.source_by_id ON source (id, seq, {PROFILE_COLUMNS}, problem);
         CREATE INDEX IF NOT EXISTS {schema}.target_by_id ON target (id, seq, {PROFILE_COLUMNS}, userhub_id);"
    ))
}

pub(super) fn source(row: &Row<'_>) -> rusqlite::Result<Source> {
    let profile = match row.get::<_, Option<String>>(6)? {
        Some(problem) => Err(problem),
        None => Ok(profile(row, 1)?),
    };
    Ok(Source {
        id: Auth0UserId::new(row.get::<_, String>(0)?),
        profile,
    })
}

pub(super) fn target(row: &Row<'_>) -> rusqlite::Result<Target> {
    Ok(Target {
        id: Auth0UserId::new(row.get::<_, String>(0)?),
        userhub_id: UserHubUserId::new(row.get::<_, String>(6)?),
        pending_deletion: row.get::<_, i64>(1)? & PENDING_DELETION != 0,
        profile: profile(row, 1)?,
        created_at: None,
    })
}

pub(super) fn last(row: &Row<'_>) -> rusqlite::Result<LastKnown> {
    let fields = Fields::from_bits(row.get(1)?);
    let kept = match (row.get(2)?, row.get(3)?) {
        (Some(expected), Some(held)) => Some(Kept {
            fields,
            expected,
            held,
        }),
        _ => None,
    };
    Ok(LastKnown {
        id: Auth0UserId::new(row.get::<_, String>(0)?),
        kept,
    })
}
