//! Those who have changed, as a run of its own beside the plan of everybody: what is known of them, their plan, and what is
//! left for the next one.
//!
//! The journal must be [opened apart](Journal::open_apart): `source`, `target` and `item` are then this run's, and those of
//! the file, which are everybody's, are named with `main`.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::{Journal, Problem, RunState, StoreError, moment};
use crate::domain::changes::{Baseline, next_from};
use crate::domain::history::{Counts, Kind};
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::plan::Attention;
use crate::domain::tally::Tally;

impl Journal {
    /// Notes that a run of everybody was carried out to its end: from then on changes alone may be read, from before its
    /// reading began. Whoever needs attention is tried again with them.
    pub fn note_everybody(&mut self, run: i64) -> Result<(), StoreError> {
        let found: Option<(Option<String>, Option<String>)> = self
            .db
            .query_row(
                "SELECT started_at, read_from FROM run WHERE id = ?1",
                [run],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((Some(started), Some(read_from))) =
            found.map(|(started, read_from)| (moment(started), moment(read_from)))
        else {
            return Ok(());
        };
        let tx = self.db.transaction()?;
        note(&tx, "everybody at", started)?;
        note(&tx, "changes from", next_from(read_from, 0))?;
        tx.execute(
            "INSERT OR IGNORE INTO late SELECT id FROM item WHERE outcome = 'attention'",
            [],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// What changes can be read on top of.
    pub fn baseline(&self) -> Result<Baseline, StoreError> {
        let latest = self.latest_run()?;
        let is_whole = latest
            .as_ref()
            .is_some_and(|run| matches!(run.state, RunState::Finished | RunState::Planned));
        Ok(Baseline {
            compared: super::past::compared(&self.db)?,
            is_whole,
            listed: latest.is_none_or(|run| run.listed),
        })
    }

    /// Begins a run of those who have changed, or a watch.
    pub fn begin_changes(
        &mut self,
        kind: Kind,
        now: Timestamp,
        keep_days: u16,
    ) -> Result<i64, StoreError> {
        let newest = self.latest_run()?.map(|run| run.id);
        let tx = self.db.unchecked_transaction()?;
        self.prune(now, keep_days, newest)?;
        tx.execute(
            "INSERT INTO run (state, kind, started_at, auth0_requests, userhub_requests, took_ms)
             VALUES ('running', ?1, ?2, 0, 0, 0)",
            params![kind.word(), now.to_string()],
        )?;
        let id = tx.last_insert_rowid();
        self.note_identity()?;
        tx.commit()?;
        Ok(id)
    }

    /// Takes back that a run was begun, since another one does its work.
    pub fn forget_run(&mut self, run: i64) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM run WHERE id = ?1", [run])?;
        Ok(())
    }

    /// Nobody is tried again for these: Auth0 does not have them any longer.
    pub fn not_late(&mut self, ids: &[Auth0UserId]) -> Result<(), StoreError> {
        let mut delete = self.db.prepare_cached("DELETE FROM late WHERE id = ?1")?;
        for id in ids {
            delete.execute([id.as_str()])?;
        }
        Ok(())
    }

    /// Throws away whom the round before was about.
    pub fn begin_round(&mut self) -> Result<(), StoreError> {
        self.db.execute_batch(
            "DELETE FROM temp.source; DELETE FROM temp.target; DELETE FROM temp.item;",
        )?;
        Ok(())
    }

    /// Those who could not be brought over when they were last tried, in order of id.
    pub fn late(&self) -> Result<Vec<Auth0UserId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id FROM late ORDER BY id")?;
        let ids = statement.query_map([], |row| Ok(Auth0UserId::new(row.get::<_, String>(0)?)))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Gathers what is known of UserHub's side of those who were read, as everybody's reading left it or as UserHub has
    /// answered since. Gives those who were marked for deletion, or could not be brought over, by what is known, with UserHub's own ids.
    pub fn gather_known(
        &mut self,
        listed: bool,
    ) -> Result<Vec<(Auth0UserId, UserHubUserId)>, StoreError> {
        let latest = self.latest_run()?.map_or(0, |run| run.id);
        if listed {
            self.index_kept_sides()?;
            self.db.execute_batch(
                "INSERT INTO temp.target (id, flags, name, email, phone, image, userhub_id)
                 SELECT id, flags, name, email, phone, image, userhub_id FROM main.target
                 WHERE id IN (SELECT id FROM temp.source) ORDER BY seq;",
            )?;
        }
        self.db.execute(
            "INSERT INTO temp.target (id, flags, name, email, phone, image, userhub_id)
             SELECT id, flags, name, email, phone, image, userhub_id FROM main.person
             WHERE id IN (SELECT id FROM temp.source) AND (held_in >= ?1 OR NOT ?2)",
            params![latest, listed],
        )?;
        let mut statement = self.db.prepare_cached(
            "SELECT id, userhub_id, max(seq) FROM temp.target
             WHERE flags & ?1 <> 0 OR id IN (SELECT id FROM late) GROUP BY id ORDER BY id",
        )?;
        let uncertain = statement.query_map([super::rows::PENDING_DELETION], |row| {
            Ok((
                Auth0UserId::new(row.get::<_, String>(0)?),
                UserHubUserId::new(row.get::<_, String>(1)?),
            ))
        })?;
        Ok(uncertain.collect::<Result<_, _>>()?)
    }

    /// Forgets what was known of UserHub's side of these, since it does not have them.
    pub fn not_held(&mut self, ids: &[Auth0UserId]) -> Result<(), StoreError> {
        let mut delete = self
            .db
            .prepare_cached("DELETE FROM temp.target WHERE id = ?1")?;
        for id in ids {
            delete.execute([id.as_str()])?;
        }
        Ok(())
    }

    /// Makes the plan of those who were read. In the counts, `added` and `updated` are people to be added and updated.
    pub fn plan_changes(
        &mut self,
        run: i64,
        now: Timestamp,
        problem: impl Fn(&Attention) -> Problem,
    ) -> Result<Tally, StoreError> {
        let tx = self.db.unchecked_transaction()?;
        tx.execute("DELETE FROM temp.item", [])?;
        let tally = self.write_items(now, true, problem, || false)?;
        tx.execute(
            "UPDATE run SET planned_at = ?2, read_auth0 = ?3, up_to_date = ?4 WHERE id = ?1",
            params![
                run,
                now.to_string(),
                tally.accounted_for().cast_signed(),
                tally.up_to_date.cast_signed(),
            ],
        )?;
        tx.commit()?;
        Ok(tally)
    }

    /// Keeps what a round came to: whom History names, who is to be tried again, and, in everybody's plan and sides, what is
    /// known now of those who stand there. Whoever needs attention for the reason that an earlier round of this run had is
    /// tried again, and is no news: of the round they are no longer.
    pub fn keep_round(&mut self, run: i64) -> Result<(), StoreError> {
        let tx = self.db.unchecked_transaction()?;
        tx.execute_batch("CREATE TEMP TABLE IF NOT EXISTS no_news (id TEXT PRIMARY KEY) WITHOUT ROWID; DELETE FROM no_news;")?;
        tx.execute(
            "INSERT OR IGNORE INTO no_news SELECT item.id FROM temp.item AS item JOIN past ON past.id = item.id
             WHERE item.outcome = 'attention' AND past.run = ?1 AND past.outcome = 'attention' AND past.reason IS item.reason
                 AND past.position = (SELECT max(position) FROM past AS last WHERE last.run = ?1 AND last.id = item.id)",
            [run],
        )?;
        tx.execute(
            "INSERT INTO past (run, position, id, name, email, userhub_id, action, outcome, reason, fix, at)
             SELECT ?1, (SELECT coalesce(max(position), 0) FROM past WHERE run = ?1) + position,
                 id, name, email, userhub_id, action, outcome, reason, fix, at
             FROM temp.item WHERE id NOT IN (SELECT id FROM no_news) ORDER BY position",
            [run],
        )?;
        tx.execute(
            "UPDATE run SET people = (SELECT count(*) FROM past WHERE run = ?1) WHERE id = ?1",
            [run],
        )?;
        tx.execute_batch(
            "INSERT OR IGNORE INTO late SELECT id FROM temp.item WHERE outcome = 'attention';
             DELETE FROM late WHERE id IN (SELECT id FROM temp.source)
                 AND id NOT IN (SELECT id FROM temp.item WHERE outcome IS NULL OR outcome = 'attention');",
        )?;
        let any: bool = tx.query_row(
            "SELECT EXISTS (SELECT 1 FROM temp.item WHERE outcome IS NOT NULL)",
            [],
            |row| row.get(0),
        )?;
        if any {
            self.index_kept_sides()?;
            tx.execute_batch(
                "INSERT INTO main.source (id, flags, name, email, phone, image, problem)
                 SELECT id, flags, name, email, phone, image, problem FROM temp.source AS new
                 WHERE id IN (SELECT id FROM temp.item WHERE outcome IS NOT NULL)
                     AND EXISTS (SELECT 1 FROM main.source AS old WHERE old.id = new.id) ORDER BY seq;
                 UPDATE main.item SET (outcome, reason, fix, at) =
                     (SELECT outcome, reason, fix, at FROM temp.item AS new WHERE new.id = main.item.id)
                 WHERE id IN (SELECT id FROM temp.item WHERE outcome IS NOT NULL)
                     AND (outcome IS NULL OR outcome = 'attention') AND action IN ('add', 'update');",
            )?;
        }
        tx.execute_batch("DELETE FROM temp.item WHERE id IN (SELECT id FROM no_news);")?;
        tx.commit()?;
        Ok(())
    }

    /// Ends a run of those who have changed, with its counts. `from` is when the next reading of changes has to begin; `None`
    /// leaves it where it was. Of runs that had nobody to see to, or came to the same people who need attention for the same
    /// reasons, the newest alone is kept.
    pub fn end_changes(
        &mut self,
        run: i64,
        counts: &Counts,
        from: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.db.unchecked_transaction()?;
        self.keep_counts(run, counts)?;
        if let Some(from) = from {
            note(&tx, "changes from", from)?;
            tx.execute(
                "UPDATE run SET state = 'finished', finished_at = ?2 WHERE id = ?1",
                params![run, now.to_string()],
            )?;
            tx.execute(
                "DELETE FROM run WHERE kind = 'changes' AND state = 'finished' AND people = 0 AND problem IS NULL
                 AND id <> ?1",
                [run],
            )?;
            forget_same(&tx, run)?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// Forgets the run of changes before this one, if all that it names is who needs attention still, for the same reasons.
fn forget_same(tx: &rusqlite::Transaction<'_>, run: i64) -> rusqlite::Result<()> {
    let same: Option<i64> = tx
        .query_row(
            "SELECT id FROM run AS before WHERE id = (SELECT max(id) FROM run WHERE kind = 'changes' AND id < ?1)
                 AND state = 'finished' AND problem IS NULL AND people > 0
                 AND people = (SELECT people FROM run WHERE id = ?1 AND kind = 'changes')
                 AND NOT EXISTS (SELECT 1 FROM past AS old WHERE old.run = before.id AND NOT EXISTS (
                     SELECT 1 FROM past AS new WHERE new.run = ?1 AND new.id = old.id AND new.reason IS old.reason
                         AND new.outcome = 'attention' AND old.outcome = 'attention'))",
            [run],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(same) = same {
        tx.execute("DELETE FROM past WHERE run = ?1", [same])?;
        tx.execute("DELETE FROM run WHERE id = ?1", [same])?;
    }
    Ok(())
}

fn note(db: &rusqlite::Connection, key: &str, at: Timestamp) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
        [key, &at.to_string()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
