//! The plan and its outcomes: made in one pass over the sorted streams, carried out in batches.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::rows::{PROFILE_COLUMNS, count, flags, profile};
use super::{Journal, StoreError, people};
use crate::domain::history::Counts;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::plan::{Action, Attention, Join, Kept, Planned};
use crate::domain::profile::{Fields, Profile};
use crate::domain::tally::{Outcome, Tally};

/// What is to be done with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemAction {
    /// Bring them in.
    Add,
    /// Have UserHub read them again.
    Update,
}

impl ItemAction {
    /// Reads the action's word from a row of somebody who is still to be seen to.
    fn read(row: &Row<'_>, column: usize) -> rusqlite::Result<Self> {
        let word = row.get_ref(column)?.as_str()?;
        Ok(if word == "add" {
            Self::Add
        } else {
            Self::Update
        })
    }
}

/// One person of the plan who is still to be seen to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Their place in the plan.
    pub position: i64,
    /// Auth0's id.
    pub id: Auth0UserId,
    /// UserHub's own id, where it is known.
    pub userhub_id: Option<UserHubUserId>,
    /// What is to be done.
    pub action: ItemAction,
    /// The fields in which the two sides differed.
    pub fields: Fields,
    /// What UserHub should hold in the end.
    pub expected: Profile,
}

/// Why a person needs attention, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Why.
    pub reason: String,
    /// What to do.
    pub fix: String,
}

/// What became of one person of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Their place in the plan.
    pub position: i64,
    /// Auth0's id.
    pub id: Auth0UserId,
    /// How they fared.
    pub outcome: Outcome,
    /// What UserHub holds now, where that was seen.
    pub held: Option<(UserHubUserId, Profile)>,
    /// In what UserHub keeps its own value.
    pub kept: Option<Kept>,
    /// Why they need attention.
    pub problem: Option<Problem>,
}

/// After how many people it is asked whether making the plan was stopped.
const ASKED_EVERY: usize = 1000;

impl Journal {
    /// Makes the plan of a run from what was read, and gives its counts.
    ///
    /// In the counts, `added` and `updated` are people to be added and updated. `problem` turns a reason for
    /// attention into words. `listed` says whether UserHub's people were listed; otherwise the journal stands in.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] once `stopped` says so, which is asked every 1,000 people; no plan is left then.
    pub fn make_plan(
        &mut self,
        run: i64,
        listed: bool,
        now: Timestamp,
        problem: impl Fn(&Attention) -> Problem,
        stopped: impl Fn() -> bool,
    ) -> Result<Tally, StoreError> {
        let tally = {
            let tx = self.db.unchecked_transaction()?;
            tx.execute("DELETE FROM item", [])?;
            let tally = self.write_items(now, listed, problem, stopped)?;
            tx.execute(
                "DELETE FROM late WHERE id NOT IN (SELECT id FROM item WHERE outcome IS NULL)",
                [],
            )?;
            let read_auth0 = tally.accounted_for();
            let people = read_auth0 - tally.up_to_date + tally.only_in_userhub;
            tx.execute(
                "UPDATE run SET state = 'planned', planned_at = ?2, read_auth0 = ?3, up_to_date = ?4, listed = ?5,
                 people = ?6 WHERE id = ?1",
                params![
                    run,
                    now.to_string(),
                    read_auth0.cast_signed(),
                    tally.up_to_date.cast_signed(),
                    listed,
                    people.cast_signed(),
                ],
            )?;
            let (to_add, to_update) = (tally.added, tally.updated);
            let counts = Counts {
                tally: Tally {
                    added: 0,
                    updated: 0,
                    ..tally
                },
                to_add,
                to_update,
                read_auth0,
            };
            self.keep_counts(run, &counts)?;
            tx.commit()?;
            tally
        };
        Ok(tally)
    }

    pub(super) fn write_items(
        &self,
        now: Timestamp,
        listed: bool,
        problem: impl Fn(&Attention) -> Problem,
        stopped: impl Fn() -> bool,
    ) -> Result<Tally, StoreError> {
        let (mut sources, mut targets, mut last) =
            (self.sources()?, self.targets(listed)?, self.last_known()?);
        let join = Join::new(
            sources.query_map([], people::source)?,
            targets.query_map([], people::target)?,
            last.query_map([], people::last)?,
        );
        let now = now.as_millisecond();
        let mut tally = Tally::default();
        for (number, planned) in join.enumerate() {
            if number % ASKED_EVERY == 0 && stopped() {
                return Err(StoreError::Stopped);
            }
            let planned = planned?;
            let row = match &planned.action {
                Action::UpToDate => {
                    tally.up_to_date += 1;
                    continue;
                }
                Action::Add => {
                    tally.added += 1;
                    NewItem {
                        action: "add",
                        ..NewItem::default()
                    }
                }
                Action::Update(fields) => {
                    tally.updated += 1;
                    NewItem {
                        action: "update",
                        fields: *fields,
                        ..NewItem::default()
                    }
                }
                Action::Attention(attention) => {
                    tally.attention += 1;
                    let problem = Some(problem(attention));
                    NewItem {
                        action: "attention",
                        outcome: Some("attention"),
                        problem,
                        ..NewItem::default()
                    }
                }
                // Who was not found and not looked up may be there all the same.
                Action::OnlyInUserHub if !self.is_gone(&planned.id) => continue,
                Action::OnlyInUserHub => {
                    tally.only_in_userhub += 1;
                    let outcome = Some("only in userhub");
                    NewItem {
                        action: "only in userhub",
                        outcome,
                        ..NewItem::default()
                    }
                }
            };
            let at = row.outcome.map(|_| now);
            self.write_item(&planned, &row, at)?;
        }
        Ok(tally)
    }

    fn write_item(
        &self,
        planned: &Planned,
        row: &NewItem,
        at: Option<i64>,
    ) -> Result<(), StoreError> {
        let blank = Profile::default();
        let expected = planned.expected.as_ref().unwrap_or(&blank);
        self.db
            .prepare_cached(
                "INSERT INTO item
                 (id, flags, name, email, phone, image, userhub_id, action, fields, outcome, reason, fix, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                planned.id.as_str(),
                flags(expected),
                expected.display_name,
                expected.email,
                expected.phone_number,
                expected.image_url,
                planned.userhub_id.as_ref().map(UserHubUserId::as_str),
                row.action,
                row.fields.bits(),
                row.outcome,
                row.problem.as_ref().map(|problem| problem.reason.as_str()),
                row.problem.as_ref().map(|problem| problem.fix.as_str()),
                at,
            ])?;
        Ok(())
    }

    /// The next people of the plan after `position` who are still to be seen to.
    pub fn items_after(&self, position: i64, limit: usize) -> Result<Vec<Item>, StoreError> {
        self.open_items("true", position, limit)
    }

    /// The next people whose turn it is: those whom an earlier try could not bring over come after all others, with
    /// positions that begin anew.
    pub fn items_in_turn(
        &self,
        late: bool,
        position: i64,
        limit: usize,
    ) -> Result<Vec<Item>, StoreError> {
        let which = if late {
            "EXISTS (SELECT 1 FROM late WHERE late.id = item.id)"
        } else {
            "NOT EXISTS (SELECT 1 FROM late WHERE late.id = item.id)"
        };
        self.open_items(which, position, limit)
    }

    fn open_items(
        &self,
        which: &'static str,
        position: i64,
        limit: usize,
    ) -> Result<Vec<Item>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT position, id, userhub_id, action, fields, {PROFILE_COLUMNS} FROM item
             WHERE position > ?1 AND outcome IS NULL AND {which} ORDER BY position LIMIT ?2"
        ))?;
        let items = statement.query_map(params![position, limit.cast_signed()], |row| {
            Ok(Item {
                position: row.get(0)?,
                id: Auth0UserId::new(row.get::<_, String>(1)?),
                userhub_id: row.get::<_, Option<String>>(2)?.map(UserHubUserId::new),
                action: ItemAction::read(row, 3)?,
                fields: Fields::from_bits(row.get(4)?),
                expected: profile(row, 5)?,
            })
        })?;
        Ok(items.collect::<Result<_, _>>()?)
    }

    /// Records what became of people, in one transaction.
    pub fn record(&mut self, done: &[Done], now: Timestamp) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        record_in(&tx, done, now)?;
        tx.commit()?;
        Ok(())
    }

    /// Those of the plan who are still to be seen to and needed attention when they were tried last, with how many they are:
    /// the most frequent reason first. Earlier runs are kept for as long as History keeps them.
    pub fn tried_before(&self) -> Result<Vec<(Problem, u64)>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT past.reason, past.fix, count(*) FROM past
             CROSS JOIN late ON late.id = past.id CROSS JOIN item ON item.id = past.id AND item.outcome IS NULL
             WHERE past.outcome = 'attention' AND past.run =
                 (SELECT max(later.id) FROM run later WHERE later.kind = 'sync' AND later.attention > 0
                  AND later.id < (SELECT max(id) FROM run))
             GROUP BY past.reason, past.fix ORDER BY count(*) DESC, past.reason",
        )?;
        let found = statement.query_map([], |row| {
            let problem = Problem {
                reason: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
                fix: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            };
            Ok((problem, count(row, 2)?))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The counts of the newest run as they stand.
    pub fn counts(&self, run: i64) -> Result<Counts, StoreError> {
        counts(&self.db, run)
    }

    /// Opens those people of the plan again whom an earlier try could not bring over.
    pub fn retry_attention(&mut self) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE item SET outcome = NULL, reason = NULL, fix = NULL, at = NULL
             WHERE outcome = 'attention' AND action IN ('add', 'update')",
            [],
        )?;
        Ok(())
    }

    /// Opens those again who could not be brought over for this reason.
    pub fn retry_attention_for(&mut self, reason: &str) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE item SET outcome = NULL, reason = NULL, fix = NULL, at = NULL
             WHERE outcome = 'attention' AND action IN ('add', 'update') AND reason = ?1",
            [reason],
        )?;
        Ok(())
    }

    /// Gives everybody to `see` who is to be added or updated, in order of id.
    pub fn each_planned(&self, mut see: impl FnMut(&str, ItemAction)) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, action FROM item WHERE outcome IS NULL ORDER BY position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let action = ItemAction::read(row, 1)?;
            see(row.get_ref(0)?.as_str().unwrap_or_default(), action);
        }
        Ok(())
    }

    /// Gives everybody who needs attention to `see`, in order of id.
    pub fn each_attention(&self, mut see: impl FnMut(&str, Problem)) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, reason, fix FROM item WHERE outcome = 'attention' ORDER BY position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let problem = Problem {
                reason: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                fix: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            };
            see(row.get_ref(0)?.as_str().unwrap_or_default(), problem);
        }
        Ok(())
    }

    /// Gives everybody whom only UserHub holds to `see`, in order of id.
    pub fn each_only_in_userhub(&self, mut see: impl FnMut(&str, &str)) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, coalesce(userhub_id, '') FROM item WHERE outcome = 'only in userhub' ORDER BY position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            see(
                row.get_ref(0)?.as_str().unwrap_or_default(),
                row.get_ref(1)?.as_str().unwrap_or_default(),
            );
        }
        Ok(())
    }
}

/// Records what became of people, as part of a transaction.
pub(super) fn record_in(tx: &Connection, done: &[Done], now: Timestamp) -> Result<(), StoreError> {
    let (now, at) = (now.to_string(), now.as_millisecond());
    let mut item = tx.prepare_cached(
        "UPDATE item SET outcome = ?2, reason = ?3, fix = ?4, at = ?5, userhub_id = coalesce(?6, userhub_id)
         WHERE position = ?1",
    )?;
    let mut person = tx.prepare_cached(
        "INSERT OR REPLACE INTO person
         (id, flags, name, email, phone, image, userhub_id, kept_fields, kept_expected, kept_held, synced_at,
          held_in)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, (SELECT coalesce(max(id), 0) FROM run))",
    )?;
    let mut late = tx.prepare_cached("INSERT OR IGNORE INTO late (id) VALUES (?1)")?;
    let mut in_time = tx.prepare_cached("DELETE FROM late WHERE id = ?1")?;
    for one in done {
        if one.outcome == Outcome::Attention {
            late.execute([one.id.as_str()])?;
        } else {
            in_time.execute([one.id.as_str()])?;
        }
        item.execute(params![
            one.position,
            word(one.outcome),
            one.problem.as_ref().map(|problem| problem.reason.as_str()),
            one.problem.as_ref().map(|problem| problem.fix.as_str()),
            at,
            one.held.as_ref().map(|(id, _)| id.as_str()),
        ])?;
        let Some((userhub_id, held)) = &one.held else {
            continue;
        };
        person.execute(params![
            one.id.as_str(),
            flags(held),
            held.display_name,
            held.email,
            held.phone_number,
            held.image_url,
            userhub_id.as_str(),
            one.kept.map_or(0, |kept| kept.fields.bits()),
            one.kept.map(|kept| kept.expected),
            one.kept.map(|kept| kept.held),
            now,
        ])?;
    }
    Ok(())
}

/// The counts of the newest run, as its people have them.
pub(super) fn counts(db: &Connection, run: i64) -> Result<Counts, StoreError> {
    let (up_to_date, read_auth0) = db.query_row(
        "SELECT up_to_date, read_auth0 FROM run WHERE id = ?1",
        [run],
        |row| Ok((count(row, 0)?, count(row, 1)?)),
    )?;
    let mut tally = Tally {
        up_to_date,
        ..Tally::default()
    };
    let (mut to_add, mut to_update) = (0, 0);
    let mut statement =
        db.prepare_cached("SELECT outcome, action, count(*) FROM item GROUP BY outcome, action")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let count = count(row, 2)?;
        match row.get::<_, Option<String>>(0)?.as_deref() {
            None => match ItemAction::read(row, 1)? {
                ItemAction::Add => to_add += count,
                ItemAction::Update => to_update += count,
            },
            Some("added") => tally.added += count,
            Some("updated") => tally.updated += count,
            Some("up to date") => tally.up_to_date += count,
            Some("left") => tally.left += count,
            Some("only in userhub") => tally.only_in_userhub += count,
            Some(_) => tally.attention += count,
        }
    }
    Ok(Counts {
        tally,
        to_add,
        to_update,
        read_auth0,
    })
}

/// What a new line of the plan holds beside the person.
#[derive(Default)]
struct NewItem {
    action: &'static str,
    fields: Fields,
    outcome: Option<&'static str>,
    problem: Option<Problem>,
}

pub(super) fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Added => "added",
        Outcome::Updated => "updated",
        Outcome::UpToDate => "up to date",
        Outcome::Attention => "attention",
        Outcome::Left => "left",
    }
}

#[cfg(test)]
mod tests;
