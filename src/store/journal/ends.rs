//! What is written down of a run for later: how it ended, what it took, its last counts. And what is thrown away again.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::deeds::STANDING;
use super::rows::{count, count_if_any};
use super::{Journal, StoreError, rows};
use crate::domain::history::{Counts, Effort, Trouble};
use crate::domain::pace::Lesson;

/// How many people of earlier runs are kept at most. A tenant of a million that is only ever checked would fill the
/// disk otherwise; the runs themselves and their counts stay.
const MOST_PEOPLE: u64 = 2_000_000;

impl Journal {
    /// Takes away what was noted of a run's effort, for [`note_end`](Self::note_end) to put back with more. If that
    /// never happens because the run is cut off, its effort is not known, and so it stays.
    pub fn take_effort(&mut self, run: i64) -> Result<Option<Effort>, StoreError> {
        self.db.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('at work', ?1)",
            [run.to_string()],
        )?;
        let effort = self
            .db
            .query_row(
                "SELECT auth0_requests, userhub_requests, took_ms FROM run WHERE id = ?1",
                [run],
                |row| effort(row, 0),
            )
            .optional()?
            .flatten();
        self.put_effort(run, None)?;
        Ok(effort)
    }

    /// Writes down how a run ended for now, with what it took in all and its counts.
    pub fn note_end(
        &mut self,
        run: i64,
        effort: Option<Effort>,
        trouble: Option<&Trouble>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.put_effort(run, effort)?;
        self.db.execute(
            "UPDATE run SET finished_at = ?2 WHERE id = ?1",
            params![run, now.to_string()],
        )?;
        self.put_trouble(run, trouble)
    }

    /// Writes down the problem that ended a run, or that none did.
    pub(super) fn put_trouble(
        &self,
        run: i64,
        trouble: Option<&Trouble>,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET problem = ?2, problem_why = ?3, problem_fix = ?4 WHERE id = ?1",
            params![
                run,
                trouble.map(|trouble| &trouble.what),
                trouble.map(|trouble| &trouble.why),
                trouble.map(|trouble| &trouble.fix),
            ],
        )?;
        note_code(
            &self.db,
            run,
            trouble.and_then(|trouble| trouble.code.as_deref()),
        )
    }

    /// Writes down what a run has learnt of the tenant's limit. What is not known any more stays as it was.
    pub fn note_pace(&self, run: i64, pace: &Lesson) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET pace = ?2 WHERE id = ?1",
            params![run, rows::as_json(pace)],
        )?;
        Ok(())
    }

    /// What the newest sync that has learnt something of the tenant's limit has learnt.
    pub fn latest_pace(&self) -> Result<Option<Lesson>, StoreError> {
        let text: Option<String> = self
            .db
            .query_row(
                "SELECT pace FROM run WHERE pace IS NOT NULL AND kind = 'sync' ORDER BY id DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .optional()?;
        Ok(rows::from_json(text))
    }

    /// Writes down a run that was refused before it began, in a journal that has had runs.
    pub fn note_refused(
        &mut self,
        effort: Effort,
        trouble: &Trouble,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let had_runs: bool = self
            .db
            .query_row("SELECT exists (SELECT 1 FROM run)", [], |row| row.get(0))?;
        if !had_runs {
            return Ok(());
        }
        let started = now
            .checked_sub(SignedDuration::try_from(effort.took).unwrap_or_default())
            .unwrap_or(now);
        self.db.execute(
            "INSERT INTO run (state, started_at) VALUES ('not begun', ?1)",
            [started.to_string()],
        )?;
        self.note_end(
            self.db.last_insert_rowid(),
            Some(effort),
            Some(trouble),
            now,
        )
    }

    fn put_effort(&self, run: i64, effort: Option<Effort>) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET auth0_requests = ?2, userhub_requests = ?3, took_ms = ?4 WHERE id = ?1",
            params![
                run,
                effort.map(|effort| effort.auth0_requests.cast_signed()),
                effort.map(|effort| effort.userhub_requests.cast_signed()),
                effort.map(|effort| i64::try_from(effort.took.as_millis()).unwrap_or(i64::MAX)),
            ],
        )?;
        Ok(())
    }

    /// Writes a run's counts beside it, so that they are known when its people are no longer kept.
    pub fn keep_counts(&self, run: i64, counts: &Counts) -> Result<(), StoreError> {
        let tally = &counts.tally;
        self.db.execute(
            "UPDATE run SET added = ?2, updated = ?3, same = ?4, attention = ?5, left_auth0 = ?6,
             only_in_userhub = ?7, to_add = ?8, to_update = ?9 WHERE id = ?1",
            params![
                run,
                tally.added.cast_signed(),
                tally.updated.cast_signed(),
                tally.up_to_date.cast_signed(),
                tally.attention.cast_signed(),
                tally.left.cast_signed(),
                tally.only_in_userhub.cast_signed(),
                counts.to_add.cast_signed(),
                counts.to_update.cast_signed(),
            ],
        )?;
        Ok(())
    }

    /// Keeps the counts of the newest run as its people have them now: whoever cut it off left older ones.
    pub(super) fn settle_counts(&self) -> Result<(), StoreError> {
        match self.latest_run()? {
            Some(run) if run.planned_at.is_some() => {
                self.keep_counts(run.id, &self.counts(run.id)?)
            }
            _ => Ok(()),
        }
    }

    /// Keeps of the newest run's plan what History shows.
    pub(super) fn keep_people(&self) -> Result<(), StoreError> {
        if let Some(run) = self.latest_run()?.filter(|run| run.planned_at.is_some()) {
            self.db.execute(
                "INSERT INTO past (run, position, id, name, email, userhub_id, action, outcome, reason, fix, at)
                 SELECT ?1, position, id, name, email, userhub_id, action, outcome, reason, fix, at FROM item
                 ORDER BY position",
                [run.id],
            )?;
        }
        Ok(())
    }

    /// Throws away runs that are older than `keep_days` days, and the people of so many others that no more than
    /// [`MOST_PEOPLE`] are kept. `but` is a run that stays in any case, since its plan is the newest one.
    pub(super) fn prune(
        &self,
        now: Timestamp,
        keep_days: u16,
        but: Option<i64>,
    ) -> Result<(), StoreError> {
        // No run has this number.
        let but = but.unwrap_or(0);
        let age = SignedDuration::from_hours(24 * i64::from(keep_days));
        if let Ok(oldest) = now.checked_sub(age) {
            let oldest = oldest.to_string();
            // What can still be taken back is kept for as long as that lasts.
            let which = format!(
                "started_at < ?1 AND id <> ?2 AND id NOT IN (SELECT run FROM deed WHERE {STANDING})
                 AND id NOT IN (SELECT run FROM deed WHERE outcome IS NULL)
                 AND id NOT IN (SELECT of_run FROM deed WHERE of_run IS NOT NULL AND outcome IS NULL)"
            );
            for (table, column) in [("past", "run"), ("deed", "run"), ("run", "id")] {
                self.db.execute(
                    &format!(
                        "DELETE FROM {table} WHERE {column} IN (SELECT id FROM run WHERE {which})"
                    ),
                    params![oldest, but],
                )?;
            }
        }
        self.db.execute(
            "DELETE FROM meta WHERE key LIKE 'problem of run %'
             AND NOT EXISTS (SELECT 1 FROM run WHERE meta.key = 'problem of run ' || run.id)",
            [],
        )?;
        let mut statement = self
            .db
            .prepare_cached("SELECT id, people FROM run WHERE people_kept ORDER BY id DESC")?;
        let kept = statement.query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?;
        let kept: Vec<(i64, u64)> = kept.collect::<Result<_, _>>()?;
        let mut people = 0;
        for (run, its_people) in kept {
            people = u64::saturating_add(people, its_people);
            if people > MOST_PEOPLE && run != but {
                self.db.execute("DELETE FROM past WHERE run = ?1", [run])?;
                self.db
                    .execute("UPDATE run SET people_kept = 0 WHERE id = ?1", [run])?;
            }
        }
        Ok(())
    }
}

/// Writes down the number of the problem that ended a run, or that there is none.
pub(super) fn note_code(db: &Connection, run: i64, code: Option<&str>) -> Result<(), StoreError> {
    let key = format!("problem of run {run}");
    match code {
        Some(code) => db.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
            [&key, code],
        )?,
        None => db.execute("DELETE FROM meta WHERE key = ?1", [&key])?,
    };
    Ok(())
}

/// The number of the problem that ended a run, where it was written down.
pub(super) fn code(db: &Connection, run: i64) -> Result<Option<String>, StoreError> {
    let key = format!("problem of run {run}");
    let sql = "SELECT value FROM meta WHERE key = ?1";
    Ok(db.query_row(sql, [key], |row| row.get(0)).optional()?)
}

/// Reads an effort whose first column is `first`; nothing where it is not known.
pub(super) fn effort(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Option<Effort>> {
    let (auth0, userhub, took) = (
        count_if_any(row, first)?,
        count_if_any(row, first + 1)?,
        count_if_any(row, first + 2)?,
    );
    Ok(match (auth0, userhub, took) {
        (Some(auth0_requests), Some(userhub_requests), Some(took)) => Some(Effort {
            auth0_requests,
            userhub_requests,
            took: Duration::from_millis(took),
        }),
        _ => None,
    })
}
