//! What a watch knows: whom it is still to look at, from where on Auth0's events are to be read, and what it has done.
//!
//! Whom events name is kept in the transaction that moves the place in the stream, so that a process that is killed has
//! either both or neither.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::left_out::TAKEN_BACK;
use super::plan::{record_in, word};
use super::rows::{PROFILE_COLUMNS, count, profile};
use super::{Done, ItemAction, Journal, StoreError, moment};
use crate::domain::history::Counts;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::live::{ChangeKind, Hint};
use crate::domain::plan::Kept;
use crate::domain::profile::{Fields, Profile};
use crate::domain::tally::Outcome;

/// How many people of one watch History names; older ones are only counted.
const NAMED: i64 = 10_000;

/// From where on Auth0's events are to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The offset of the last event that is kept.
    pub offset: Option<String>,
    /// The moment from which on they are to be read, where there is no offset yet.
    pub from: Option<Timestamp>,
    /// When this was kept.
    pub kept_at: Option<Timestamp>,
}

/// Somebody whom a watch is still to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outstanding {
    /// The user.
    pub id: Auth0UserId,
    /// What is said to have happened.
    pub kind: ChangeKind,
    /// When, by Auth0's clock, where that was told.
    pub changed_at: Option<Timestamp>,
    /// Which naming this is.
    pub seq: i64,
    /// How often looking at them has come to nothing.
    pub tries: u32,
}

/// What is known of a user from earlier runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// UserHub's own id.
    pub userhub_id: Option<UserHubUserId>,
    /// What UserHub held when it was seen last.
    pub profile: Option<Profile>,
    /// The difference that UserHub was asked to close and did not.
    pub kept: Option<Kept>,
    /// Whether an undo has taken them back, so that nobody is to bring them over.
    pub taken_back: bool,
    /// The user of whom they became an identity.
    pub linked_into: Option<Auth0UserId>,
}

/// What a watch has come to about one user.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Whom it was about.
    pub outstanding: Outstanding,
    /// The name and the email address, where they are known.
    pub called: (Option<String>, Option<String>),
    /// What was to be done.
    pub action: ItemAction,
    /// What became of them; `None` for those who are gone.
    pub done: Option<Done>,
}

/// What became of one user of a plan that was carried out.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The user.
    pub id: Auth0UserId,
    /// What they are called, where that is known.
    pub who: Option<String>,
    /// The fields that differed.
    pub fields: Fields,
    /// What became of them.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
}

const OFFSET: &str = "events offset";
const FROM: &str = "events from";
const KEPT_AT: &str = "events kept at";

impl Journal {
    /// From where on Auth0's events are to be read.
    pub fn place(&self) -> Result<Place, StoreError> {
        let value = |key: &str| -> rusqlite::Result<Option<String>> {
            let sql = "SELECT value FROM meta WHERE key = ?1";
            self.db.query_row(sql, [key], |row| row.get(0)).optional()
        };
        Ok(Place {
            offset: value(OFFSET)?,
            from: moment(value(FROM)?),
            kept_at: moment(value(KEPT_AT)?),
        })
    }

    /// Lets events be read from this moment on, whatever offset was kept.
    pub fn read_events_from(&mut self, from: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        tx.execute("DELETE FROM meta WHERE key = ?1", [OFFSET])?;
        note(&tx, FROM, &from.to_string())?;
        note(&tx, KEPT_AT, &now.to_string())?;
        tx.commit()?;
        Ok(())
    }

    /// Forgets from where on events are to be read: what lies there is gone.
    pub fn forget_place(&mut self) -> Result<(), StoreError> {
        let sql = "DELETE FROM meta WHERE key IN (?1, ?2, ?3)";
        self.db.execute(sql, [OFFSET, FROM, KEPT_AT])?;
        Ok(())
    }

    /// Keeps whom events have named, together with the place that they came to.
    pub fn keep_hints(
        &mut self,
        hints: &[Hint],
        offset: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO hint (id, kind, changed_at, seq)
                 VALUES (?1, ?2, ?3, (SELECT coalesce(max(seq), 0) + 1 FROM hint))
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, seq = excluded.seq, due = 0,
                    changed_at = min(coalesce(changed_at, excluded.changed_at), excluded.changed_at)",
            )?;
            let mut link =
                tx.prepare_cached("INSERT OR REPLACE INTO linked (id, into_user) VALUES (?1, ?2)")?;
            let mut again = tx.prepare_cached(
                "UPDATE hint SET due = 0, seq = (SELECT max(seq) + 1 FROM hint) WHERE id = ?1",
            )?;
            for hint in hints {
                insert.execute(params![
                    hint.id.as_str(),
                    hint.kind.word(),
                    hint.at.map(Timestamp::as_millisecond),
                ])?;
                for linked in &hint.linked {
                    link.execute([linked.as_str(), hint.id.as_str()])?;
                    // Whoever is looked for already is looked for with this knowledge.
                    again.execute([linked.as_str()])?;
                }
            }
        }
        if let Some(offset) = offset {
            note(&tx, OFFSET, offset)?;
            note(&tx, KEPT_AT, &now.to_string())?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Those who are to be looked at by now, oldest first.
    pub fn outstanding(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Outstanding>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, kind, changed_at, seq, tries FROM hint WHERE due <= ?1 ORDER BY due, seq LIMIT ?2",
        )?;
        let found = statement.query_map(
            params![now.as_millisecond(), limit.cast_signed()],
            read_outstanding,
        )?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// How many are still to be looked at, now or later.
    pub fn outstanding_count(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM hint";
        Ok(self.db.query_row(sql, [], |row| count(row, 0))?)
    }

    /// Puts a look off; nothing where somebody was named again since.
    pub fn put_off(
        &mut self,
        outstanding: &Outstanding,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE hint SET due = ?3, tries = tries + 1 WHERE id = ?1 AND seq = ?2",
            params![
                outstanding.id.as_str(),
                outstanding.seq,
                until.as_millisecond()
            ],
        )?;
        Ok(())
    }

    /// What is known of a user from earlier runs.
    pub fn known(&self, id: &Auth0UserId) -> Result<Known, StoreError> {
        let id = id.as_str();
        let person = format!(
            "SELECT userhub_id, {PROFILE_COLUMNS}, kept_fields, kept_expected, kept_held FROM person WHERE id = ?1"
        );
        let mut person = self.db.prepare_cached(&person)?;
        let mut known = person.query_row([id], read_known).optional()?;
        if known.is_none() {
            // No run has brought them over: UserHub had them when it was listed last.
            let target = format!(
                "SELECT userhub_id, {PROFILE_COLUMNS}, 0, NULL, NULL FROM target WHERE id = ?1 ORDER BY seq DESC LIMIT 1"
            );
            let mut target = self.db.prepare_cached(&target)?;
            known = target.query_row([id], read_known).optional()?;
        }
        let text = |sql: &str| -> rusqlite::Result<Option<String>> {
            let mut statement = self.db.prepare_cached(sql)?;
            statement.query_row([id], |row| row.get(0)).optional()
        };
        let taken_back = text(&format!(
            "SELECT id FROM deed WHERE id = ?1 AND {TAKEN_BACK} LIMIT 1"
        ))?;
        let linked_into = text("SELECT into_user FROM linked WHERE id = ?1")?;
        Ok(Known {
            taken_back: taken_back.is_some(),
            linked_into: linked_into.map(Auth0UserId::new),
            ..known.unwrap_or_default()
        })
    }

    /// Somebody whom earlier runs have seen alive, but for this one: a control for what Auth0 says of others.
    pub fn somebody_else(&self, but: &Auth0UserId) -> Result<Option<Auth0UserId>, StoreError> {
        let sql = "SELECT id FROM person WHERE id <> ?1 AND id NOT IN (SELECT id FROM gone)
                   AND id NOT IN (SELECT id FROM hint WHERE kind = 'deleted') ORDER BY synced_at DESC LIMIT 1";
        let found = self
            .db
            .query_row(sql, [but.as_str()], |row| row.get::<_, String>(0))
            .optional()?;
        Ok(found.map(Auth0UserId::new))
    }

    /// Goes on with a run that watches.
    pub fn go_on_watching(&mut self, run: i64) -> Result<(), StoreError> {
        let sql = "UPDATE run SET state = 'running', finished_at = NULL WHERE id = ?1";
        self.db.execute(sql, [run])?;
        Ok(())
    }

    /// Writes down what became of people whom a watch has looked at, with the watch's counts until then. Whoever was named
    /// again meanwhile is looked at again.
    pub fn watched(
        &mut self,
        run: i64,
        watched: &[Watched],
        counts: &Counts,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tx = self.db.unchecked_transaction()?;
        for one in watched {
            let outcome = one.done.as_ref().map_or(Outcome::Left, |done| done.outcome);
            if let Some(done) = &one.done {
                record_in(&tx, std::slice::from_ref(done), now)?;
            }
            tx.prepare_cached("DELETE FROM hint WHERE id = ?1 AND seq = ?2")?
                .execute(params![one.outstanding.id.as_str(), one.outstanding.seq])?;
            // Who has only signed in, or was changed and is as before, is counted and not named.
            if outcome != Outcome::UpToDate {
                insert_past(&tx, run, one, outcome, now)?;
            }
        }
        tx.prepare_cached(
            "DELETE FROM past WHERE run = ?1 AND position <= (SELECT max(position) FROM past WHERE run = ?1) - ?2",
        )?
        .execute([run, NAMED])?;
        self.keep_counts(run, counts)?;
        tx.execute(
            "UPDATE run SET read_auth0 = ?2, people = (SELECT count(*) FROM past WHERE run = ?1) WHERE id = ?1",
            params![run, counts.read_auth0.cast_signed()],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Ends a run that watched.
    pub fn end_watch(&mut self, run: i64, now: Timestamp) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE run SET state = 'finished', finished_at = ?2 WHERE id = ?1",
            params![run, now.to_string()],
        )?;
        Ok(())
    }

    /// Gives each of the newest plan to `see` who was added, updated, or could not be, in order of id.
    pub fn each_outcome(&self, mut see: impl FnMut(Brought)) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, outcome, at, coalesce(name, email), fields FROM item WHERE action IN ('add', 'update') AND outcome IS NOT NULL ORDER BY position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let outcome = match row.get_ref(1)?.as_str().unwrap_or_default() {
                "added" => Outcome::Added,
                "updated" => Outcome::Updated,
                "up to date" => Outcome::UpToDate,
                "left" => Outcome::Left,
                _ => Outcome::Attention,
            };
            let at = Timestamp::from_millisecond(row.get::<_, Option<i64>>(2)?.unwrap_or(0));
            see(Brought {
                id: Auth0UserId::new(row.get::<_, String>(0)?),
                who: row.get(3)?,
                fields: Fields::from_bits(row.get(4)?),
                outcome,
                at: at.unwrap_or_default(),
            });
        }
        Ok(())
    }
}

/// Names somebody where History reads it.
fn insert_past(
    tx: &Transaction<'_>,
    run: i64,
    one: &Watched,
    outcome: Outcome,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let done = one.done.as_ref();
    let problem = done.and_then(|done| done.problem.as_ref());
    let held = done.and_then(|done| done.held.as_ref());
    tx.prepare_cached(
        "INSERT INTO past (run, position, id, name, email, userhub_id, action, outcome, reason, fix, at)
         VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM past WHERE run = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        run,
        one.outstanding.id.as_str(),
        one.called.0,
        one.called.1,
        held.map(|(id, _)| id.as_str()),
        match one.action {
            ItemAction::Add => "add",
            ItemAction::Update => "update",
        },
        word(outcome),
        problem.map(|problem| &problem.reason),
        problem.map(|problem| &problem.fix),
        now.as_millisecond(),
    ])?;
    Ok(())
}

fn note(tx: &Transaction<'_>, key: &str, value: &str) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?
        .execute([key, value])?;
    Ok(())
}

fn read_known(row: &Row<'_>) -> rusqlite::Result<Known> {
    let fields = Fields::from_bits(row.get(6)?);
    let kept = match (row.get(7)?, row.get(8)?) {
        (Some(expected), Some(held)) => Some(Kept {
            fields,
            expected,
            held,
        }),
        _ => None,
    };
    Ok(Known {
        userhub_id: Some(UserHubUserId::new(row.get::<_, String>(0)?)),
        profile: Some(profile(row, 1)?),
        kept,
        ..Known::default()
    })
}

fn read_outstanding(row: &Row<'_>) -> rusqlite::Result<Outstanding> {
    let changed_at: Option<i64> = row.get(2)?;
    Ok(Outstanding {
        id: Auth0UserId::new(row.get::<_, String>(0)?),
        kind: ChangeKind::from_word(row.get_ref(1)?.as_str()?),
        changed_at: changed_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        seq: row.get(3)?,
        tries: u32::try_from(row.get::<_, i64>(4)?).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests;
