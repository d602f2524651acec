//! What the app does to users of UserHub beside syncing them: written down before a call is sent and after its answer was
//! looked at, so that whoever goes on after a crash does nothing twice, and kept for as long as it can be taken back.

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::rows::{PENDING_DELETION, PROFILE_COLUMNS, as_json, count, from_json, profile};
use super::{Journal, OF_EVERYBODY, StoreError, certify, moment};
use crate::domain::history::Counts;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::removal::{Account, Act, Added, Crowd, Deed, Hint, Missing, Outcome, Write};
use crate::domain::tally::Tally;

/// What a run of deeds is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// People who left Auth0 are disabled or marked.
    Removal,
    /// The same, by what a person has turned on for the set-up.
    Policy,
    /// What the app removed is brought back.
    Restore,
    /// What a sync added is taken back.
    Undo,
}

impl RunKind {
    const ALL: [Self; 4] = [Self::Removal, Self::Policy, Self::Restore, Self::Undo];

    /// The kind of a word; `None` where it is no run of deeds.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The word in the journal.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Removal => "removal",
            Self::Policy => "policy",
            Self::Restore => "restore",
            Self::Undo => "undo",
        }
    }
}

/// One act that is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeed {
    /// Auth0's id of the user.
    pub id: Auth0UserId,
    /// UserHub's own id.
    pub userhub_id: UserHubUserId,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// What is to be done.
    pub act: Act,
    /// The sync that is taken back, for [`Act::TakeBack`].
    pub of_run: Option<i64>,
}

/// Somebody whom a run added, with what is needed to take that back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedRow {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// What the decision needs.
    pub added: Added,
}

/// For how long a batch counts for what is usual.
const RECENT: SignedDuration = SignedDuration::from_hours(24 * 30);

const DEED: &str =
    "seq, run, id, userhub_id, name, email, act, before, outcome, coalesce(reason, ''), of_run";

/// Which deeds the app has done and nobody has taken back, as a condition of SQL.
pub(super) const STANDING: &str =
    "outcome = 'done' AND undone_by IS NULL AND act IN ('disable', 'mark', 'undo')";

impl Journal {
    /// Begins a run of deeds: the whole intent is written down before anything is done.
    pub fn begin_deeds(
        &mut self,
        kind: RunKind,
        deeds: &[NewDeed],
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        // What is about to be done in UserHub must outlive a power cut as well.
        self.db.pragma_update(None, "synchronous", "FULL")?;
        let tx = self.db.unchecked_transaction()?;
        tx.execute(
            "INSERT INTO run (state, kind, started_at, people) VALUES ('running', ?1, ?2, ?3)",
            params![kind.word(), now.to_string(), deeds.len().cast_signed()],
        )?;
        let run = tx.last_insert_rowid();
        for deed in deeds {
            tx.prepare_cached(
                "INSERT INTO deed (run, id, userhub_id, name, email, act, of_run)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                run,
                deed.id.as_str(),
                deed.userhub_id.as_str(),
                deed.name,
                deed.email,
                deed.act.word(),
                deed.of_run,
            ])?;
        }
        self.note_identity()?;
        tx.commit()?;
        Ok(run)
    }

    /// The deeds of a run, those alone that have not ended where `open` says so.
    pub fn deeds_of(&self, run: i64, open: bool) -> Result<Vec<Deed>, StoreError> {
        let which = if open { "outcome IS NULL" } else { "true" };
        self.deeds(&format!("run = ?1 AND {which}"), run)
    }

    /// What the app has done to anybody and nobody has taken back, or to those of one run.
    pub fn standing_deeds(&self, of_run: Option<i64>) -> Result<Vec<Deed>, StoreError> {
        self.deeds(&format!("(?1 IS NULL OR run = ?1) AND {STANDING}"), of_run)
    }

    fn deeds(&self, which: &str, value: impl rusqlite::ToSql) -> Result<Vec<Deed>, StoreError> {
        deeds(&self.db, which, value)
    }

    /// Writes down that a call is about to be sent, in which state the user is, and what is known against them.
    pub fn deed_begins(
        &mut self,
        seq: i64,
        write: Write,
        evidence: &[String],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE deed SET before = ?2, evidence = ?3, began_at = ?4 WHERE seq = ?1",
            params![
                seq,
                as_json(&write.before),
                as_json(&evidence),
                now.to_string()
            ],
        )?;
        Ok(())
    }

    /// Writes down how a deed ended and what UserHub has then. What it took back is marked as taken back.
    pub fn deed_ends(
        &mut self,
        deed: &Deed,
        outcome: &Outcome,
        after: Option<Account>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (word, reason) = match outcome {
            Outcome::Done => ("done", None),
            Outcome::Already(why) => ("already", Some(why)),
            Outcome::Left(why) => ("left", Some(why)),
        };
        let tx = self.db.transaction()?;
        tx.execute(
            "UPDATE deed SET outcome = ?2, reason = ?3, after = ?4, ended_at = ?5 WHERE seq = ?1",
            params![
                deed.seq,
                word,
                reason,
                after.map(|after| as_json(&after)),
                now.to_string()
            ],
        )?;
        let is_back = deed.act.way_back().is_none() && !matches!(outcome, Outcome::Left(_));
        if is_back {
            let undone = match deed.act {
                Act::Enable => "act = 'disable'",
                _ => "act IN ('mark', 'undo')",
            };
            tx.execute(
                &format!(
                    "UPDATE deed SET undone_by = ?2 WHERE id = ?1 AND {STANDING} AND {undone}"
                ),
                params![deed.id.as_str(), deed.seq],
            )?;
            // Whoever is restored counts as kept.
            let kept = "UPDATE gone SET kept_at = ?2 WHERE id = ?1";
            tx.execute(kept, params![deed.id.as_str(), now.to_string()])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Ends a run of deeds: its people are put where History reads them. Nothing where some have not ended.
    pub fn finish_deeds(&mut self, run: i64, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.db.unchecked_transaction()?;
        let left: i64 = tx.query_row(
            "SELECT count(*) FROM deed WHERE run = ?1 AND outcome = 'left'",
            [run],
            |row| row.get(0),
        )?;
        let done: i64 = tx.query_row(
            "SELECT count(*) FROM deed WHERE run = ?1 AND outcome <> 'left'",
            [run],
            |row| row.get(0),
        )?;
        tx.execute("DELETE FROM past WHERE run = ?1", [run])?;
        tx.execute(
            "INSERT INTO past (run, position, id, name, email, userhub_id, action, outcome, reason, fix, at)
             SELECT run, seq, id, name, email, userhub_id, act,
                CASE outcome WHEN 'left' THEN 'attention' WHEN 'already' THEN 'up to date' WHEN 'done' THEN act END,
                reason, '', unixepoch(ended_at) * 1000
             FROM deed WHERE run = ?1",
            [run],
        )?;
        let counts = Counts {
            tally: Tally {
                updated: done.cast_unsigned(),
                attention: left.cast_unsigned(),
                ..Tally::default()
            },
            ..Counts::default()
        };
        self.keep_counts(run, &counts)?;
        tx.execute(
            "UPDATE run SET state = 'finished', finished_at = ?2 WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM deed WHERE run = ?1 AND outcome IS NULL)",
            params![run, now.to_string()],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// How many people each batch of removals of the last 30 days has removed.
    pub fn recent_batches(&self, now: Timestamp) -> Result<Vec<usize>, StoreError> {
        let since = now.checked_sub(RECENT).unwrap_or(now).to_string();
        let mut statement = self.db.prepare_cached(
            "SELECT count(*) FROM deed JOIN run ON run.id = deed.run
             WHERE run.kind IN ('removal', 'policy') AND run.started_at >= ?1 AND deed.outcome = 'done' GROUP BY run.id",
        )?;
        let sizes = statement.query_map([since], |row| count(row, 0))?;
        let sizes: Vec<u64> = sizes.collect::<Result<_, _>>()?;
        Ok((sizes.into_iter())
            .filter_map(|size| usize::try_from(size).ok())
            .collect())
    }

    /// What was done by itself since a moment, taken back or not.
    pub fn done_by_policy(&self, since: Timestamp) -> Result<Vec<Deed>, StoreError> {
        self.deeds(
            "run IN (SELECT id FROM run WHERE kind = 'policy' AND started_at >= ?1) AND outcome = 'done'",
            since.to_string(),
        )
    }

    /// Whether a run was not a person's, but what a person has turned on for the set-up.
    pub fn is_by_policy(&self, run: i64) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?1 AND kind = 'policy')";
        Ok(self.db.query_row(sql, [run], |row| row.get(0))?)
    }

    /// Whom a run added, in order of id; `None` where there is no such run, or it was no sync.
    pub fn added_by(&self, run: i64) -> Result<Option<Vec<AddedRow>>, StoreError> {
        let began: Option<Option<Timestamp>> = self
            .db
            .query_row(
                "SELECT started_at FROM run WHERE id = ?1 AND kind IN ('sync', 'person', 'changes', 'watch')",
                [run],
                |row| Ok(moment(row.get(0)?)),
            )
            .optional()?;
        let Some(run_began) = began.flatten() else {
            return Ok(None);
        };
        let newest = self.latest_run()?.map(|latest| latest.id) == Some(run);
        let from = if newest {
            "SELECT id, name, email, userhub_id, at FROM item WHERE outcome = 'added' AND ?1 = ?1"
        } else {
            "SELECT id, name, email, userhub_id, at FROM past WHERE run = ?1 AND outcome = 'added'"
        };
        // The person's line is what the run left, unless a later one has written it since.
        let sql = format!(
            "SELECT who.id, who.name, who.email, coalesce(person.userhub_id, who.userhub_id), who.at, person.synced_at,
             EXISTS (SELECT 1 FROM gone WHERE gone.id = who.id AND gone.kept_at IS NOT NULL), {}
             FROM ({from}) AS who LEFT JOIN person ON person.id = who.id ORDER BY who.id",
            PROFILE_COLUMNS
                .split(", ")
                .map(|column| format!("person.{column}"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        let mut statement = self.db.prepare(&sql)?;
        let rows = statement.query_map([run], |row| {
            let at: Option<i64> = row.get(4)?;
            let synced = moment(row.get(5)?).map(Timestamp::as_millisecond);
            let is_its = at.is_some() && at == synced;
            Ok(AddedRow {
                id: Auth0UserId::new(row.get::<_, String>(0)?),
                name: row.get(1)?,
                email: row.get(2)?,
                added: Added {
                    userhub_id: row.get::<_, Option<String>>(3)?.map(UserHubUserId::new),
                    left: if is_its { Some(profile(row, 7)?) } else { None },
                    run_began,
                    is_kept: row.get(6)?,
                },
            })
        })?;
        Ok(Some(rows.collect::<Result<_, _>>()?))
    }

    /// How many people the connection has in UserHub, by the newest list or by what earlier runs did; and what many of
    /// them share.
    pub fn crowd(&self) -> Result<(u64, Crowd), StoreError> {
        let listed = self.lists_anybody()?;
        let from = if listed { "target" } else { "person" };
        let mut crowd = Crowd::default();
        let mut people = 0;
        let mut statement = self
            .db
            .prepare(&format!("SELECT DISTINCT id FROM {from}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            people += 1;
            let id = row.get_ref(0)?.as_str().unwrap_or_default();
            let connection = connection_of(id);
            match crowd.connections.get_mut(connection) {
                Some(count) => *count += 1,
                None => drop(crowd.connections.insert(connection.to_owned(), 1)),
            }
        }
        if listed {
            let sql = "SELECT created_on, count(DISTINCT id) FROM target WHERE created_on IS NOT NULL GROUP BY created_on";
            let mut days = self.db.prepare(sql)?;
            let days = days.query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?;
            crowd.days = days.collect::<Result<BTreeMap<_, _>, _>>()?;
        }
        Ok((people, crowd))
    }

    /// The Auth0 connections of these of which the newest reading found nobody.
    pub fn emptied(&self, connections: &HashSet<String>) -> Result<Vec<String>, StoreError> {
        let mut left = connections.clone();
        let mut statement = self.db.prepare("SELECT id FROM source")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if left.is_empty() {
                break;
            }
            let id = row.get_ref(0)?.as_str().unwrap_or_default();
            left.remove(connection_of(id));
        }
        let mut emptied: Vec<String> = left.into_iter().collect();
        emptied.sort_unstable();
        Ok(emptied)
    }

    /// How many comparisons of everybody were proved complete, and what the newest one could not prove.
    pub fn complete_comparisons(&self) -> Result<(u64, Option<String>), StoreError> {
        let sql = format!(
            "SELECT id FROM run WHERE {OF_EVERYBODY} AND planned_at IS NOT NULL AND state <> 'given up' ORDER BY id DESC"
        );
        let mut statement = self.db.prepare(&sql)?;
        let runs = statement.query_map([], |row| row.get::<_, i64>(0))?;
        let runs: Vec<i64> = runs.collect::<Result<_, _>>()?;
        let (mut complete, mut newest) = (0, None);
        for (place, run) in runs.iter().enumerate() {
            let not_proved = certify::not_proved(&self.db, *run)?;
            let why = not_proved.iter().find(|what| !what.is_expected());
            match why {
                None if self.auth0_evidence(*run)?.is_some() => complete += 1,
                None if place == 0 => {
                    newest = Some("it is not known what its readings prove".to_owned());
                }
                Some(why) if place == 0 => newest = Some(why.to_string()),
                None | Some(_) => {}
            }
        }
        Ok((complete, newest))
    }

    /// Somebody of this comparison whom Auth0 has for certain: an id to be asked for beside one that may be gone.
    pub fn living(&self, most: usize) -> Result<Vec<Auth0UserId>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT source.id FROM source WHERE source.problem IS NULL
             AND NOT EXISTS (SELECT 1 FROM gone WHERE gone.id = source.id) ORDER BY seq DESC LIMIT ?1",
        )?;
        let ids = statement.query_map([most.cast_signed()], |row| {
            Ok(Auth0UserId::new(row.get::<_, String>(0)?))
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// What UserHub is known to have of those whom Auth0 does not: by its newest list, or, where that is not to be had, by
    /// what earlier runs did. Who is not among them is not in UserHub, or is marked for deletion there.
    pub fn held_of(&self, ids: &HashSet<Auth0UserId>) -> Result<Vec<Missing>, StoreError> {
        let sql = if self.lists_anybody()? {
            format!(
                "SELECT userhub_id, name, email FROM target WHERE id = ?1 AND flags & {PENDING_DELETION} = 0
                 ORDER BY seq DESC LIMIT 1"
            )
        } else {
            "SELECT userhub_id, name, email FROM person WHERE id = ?1".to_owned()
        };
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut held = Vec::new();
        for id in ids {
            let row = statement.query_row([id.as_str()], |row| {
                Ok(Missing {
                    id: id.clone(),
                    userhub_id: Some(UserHubUserId::new(row.get::<_, String>(0)?)),
                    name: row.get(1)?,
                    email: row.get(2)?,
                    hint: Hint::Absent,
                    deleted: None,
                })
            });
            held.extend(row.optional()?);
        }
        Ok(held)
    }

    /// Those of the missed whom the newest reading of Auth0 has found, and those whom UserHub has no longer and the app has
    /// not marked: neither belongs on the list.
    pub fn no_longer_missed(&self) -> Result<Vec<Auth0UserId>, StoreError> {
        let and_gone = if self.lists_anybody()? {
            format!(
                " OR (NOT EXISTS (SELECT 1 FROM target WHERE target.id = gone.id)
                 AND NOT EXISTS (SELECT 1 FROM deed WHERE deed.id = gone.id AND {STANDING}))"
            )
        } else {
            String::new()
        };
        let sql = format!(
            "SELECT id FROM gone WHERE EXISTS (SELECT 1 FROM source WHERE source.id = gone.id){and_gone}"
        );
        let mut statement = self.db.prepare(&sql)?;
        let ids = statement.query_map([], |row| Ok(Auth0UserId::new(row.get::<_, String>(0)?)))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// What the app has done to people who left and whom the newest reading of Auth0 has found again.
    pub fn came_back(&self) -> Result<Vec<Deed>, StoreError> {
        self.deeds(
            &format!(
                "?1 IS NULL AND act <> 'undo' AND {STANDING}
                 AND EXISTS (SELECT 1 FROM source WHERE source.id = deed.id)"
            ),
            None::<i64>,
        )
    }

    /// Whether a call of this kind was sent for somebody before, and its answer was lost.
    pub fn was_sent(&self, id: &Auth0UserId, act: Act) -> Result<bool, StoreError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM deed WHERE id = ?1 AND act = ?2 AND outcome = 'left'
                   AND before IS NOT NULL AND after IS NULL)";
        let sent = self
            .db
            .query_row(sql, [id.as_str(), act.word()], |row| row.get(0))?;
        Ok(sent)
    }
}

/// The part of an id that names its connection: all before its last bar.
pub fn connection_of(id: &str) -> &str {
    id.rsplit_once('|').map_or(id, |(connection, _)| connection)
}

/// Deeds by a condition with one parameter, in the order in which they were to be done.
pub(super) fn deeds(
    db: &rusqlite::Connection,
    which: &str,
    value: impl rusqlite::ToSql,
) -> Result<Vec<Deed>, StoreError> {
    let mut statement = db.prepare(&format!(
        "SELECT {DEED} FROM deed WHERE {which} ORDER BY seq"
    ))?;
    let deeds = statement.query_map([value], read)?;
    // An act of a newer version is not this one's to go on with.
    Ok(deeds
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<Deed>> {
    let Some(act) = Act::from_word(row.get_ref(6)?.as_str()?) else {
        return Ok(None);
    };
    let before: Option<Account> = from_json(row.get(7)?);
    let reason: String = row.get(9)?;
    Ok(Some(Deed {
        seq: row.get(0)?,
        run: row.get(1)?,
        id: Auth0UserId::new(row.get::<_, String>(2)?),
        userhub_id: UserHubUserId::new(row.get::<_, String>(3)?),
        name: row.get(4)?,
        email: row.get(5)?,
        act,
        of_run: row.get(10)?,
        sent: before.map(|before| Write { before }),
        outcome: match row.get_ref(8)?.as_str_or_null()? {
            None => None,
            Some("done") => Some(Outcome::Done),
            Some("already") => Some(Outcome::Already(reason)),
            Some(_) => Some(Outcome::Left(reason)),
        },
    }))
}
