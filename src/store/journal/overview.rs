//! What the journal says of today: who needs attention now, who has left, and what was brought over on which day.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, params};

use super::past::person;
use super::rows::count;
use super::{OF_EVERYBODY, Past, StoreError, gone};
use crate::domain::history::{Ending, Kind, PastPerson, PastRun, People};
use crate::domain::overview::{Activity, Glance, Looked};

/// What is brought over is counted in stretches of so many milliseconds: every zone's midnight is between two of them.
const STRETCH: i64 = 15 * 60 * 1000;

/// How far back the chart goes, with a day for zones that are ahead.
const BACK: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Those who need attention: who could not be brought over when they were tried last, and whom a comparison that was not
/// carried out has found since, unless something was brought over for them after it.
const ATTENTION: &str = "
    SELECT id FROM late UNION
    SELECT id FROM item WHERE outcome = 'attention' AND ?1 IS NOT NULL
        AND id NOT IN (SELECT id FROM past WHERE run > ?1 AND outcome <> 'attention')";

impl Past {
    /// What is known of the set-up today.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn glance(&self, now: Timestamp) -> Result<Glance, StoreError> {
        let runs = self.runs()?;
        let everybody_at = self.compared()?.map(|compared| compared.everybody_at);
        let (attention, why) = self.attention()?;
        let since = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
        let mut activity = self.brought_over(&runs, since)?;
        activity.extend(self.leavers(since)?);
        let recent = runs
            .iter()
            .filter(|run| run.started_at >= since || run.ended_at.is_none_or(|at| at >= since));
        let looked = recent.filter_map(|run| looked(run, now)).collect();
        let changed = |one: &&Activity| one.added + one.updated > 0;
        let last_change = activity.iter().filter(changed).map(|one| one.at).max();
        Ok(Glance {
            attention,
            why,
            left: u64::try_from(self.undecided()?.len()).unwrap_or(u64::MAX),
            activity,
            looked,
            last_change,
            ..Glance::of_runs(&runs, everybody_at)
        })
    }

    /// Gives those who need attention to `see`, in order of id, each with the reason that was told last.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn each_in_need(&self, mut see: impl FnMut(PastPerson)) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT who.id, told.userhub_id, told.name, told.email, coalesce(told.action, 'attention'), 'attention',
                coalesce(told.reason, ''), coalesce(told.fix, ''), told.at, max(told.run)
             FROM ({ATTENTION}) AS who LEFT JOIN (
                SELECT {MOST} AS run, id, userhub_id, name, email, action, reason, fix, at FROM item
                WHERE outcome = 'attention'
                UNION ALL
                SELECT run, id, userhub_id, name, email, action, reason, fix, at FROM past
                WHERE outcome = 'attention' AND run IN (SELECT id FROM run WHERE kind NOT IN ('removal', 'policy', 'restore', 'undo'))
             ) AS told ON told.id = who.id GROUP BY who.id ORDER BY who.id",
            MOST = i64::MAX
        );
        let mut statement = self.db().prepare(&sql)?;
        let mut rows = statement.query([self.planned()?])?;
        while let Some(row) = rows.next()? {
            see(person(row)?);
        }
        Ok(())
    }

    /// The newest run of everybody, where it has a plan that was not carried out.
    fn planned(&self) -> Result<Option<i64>, StoreError> {
        let sql = format!(
            "SELECT max(id) FROM run WHERE {OF_EVERYBODY} AND state = 'planned'
                           AND id = (SELECT max(id) FROM run WHERE {OF_EVERYBODY})"
        );
        Ok(self.db().query_row(&sql, [], |row| row.get(0))?)
    }

    /// How many need attention, and why most of them do.
    fn attention(&self) -> Result<(u64, Option<String>), StoreError> {
        let planned = self.planned()?;
        let sql = format!("SELECT count(*) FROM ({ATTENTION})");
        let all = self
            .db()
            .query_row(&sql, params![planned], |row| count(row, 0))?;
        if all == 0 {
            return Ok((0, None));
        }
        let sql = format!(
            "SELECT reason FROM (SELECT id, reason FROM item WHERE outcome = 'attention'
                UNION SELECT id, reason FROM past WHERE outcome = 'attention')
             WHERE id IN ({ATTENTION}) AND reason IS NOT NULL GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 1"
        );
        let why = self
            .db()
            .query_row(&sql, params![planned], |row| row.get(0))
            .optional()?;
        Ok((all, why))
    }

    /// What was added and updated, by when.
    fn brought_over(
        &self,
        runs: &[PastRun],
        since: Timestamp,
    ) -> Result<Vec<Activity>, StoreError> {
        let mut activity = Vec::new();
        let mut by_person = self.db().prepare_cached(
            "SELECT at / ?2, sum(outcome = 'added'), sum(outcome = 'updated') FROM past
             WHERE run = ?1 AND at >= ?3 AND outcome IN ('added', 'updated') GROUP BY 1",
        )?;
        for run in runs {
            let Some(counts) = run.counts else { continue };
            let ended = run.ended_at.unwrap_or(run.started_at);
            let is_over_time = matches!(run.kind, Kind::Watch | Kind::Changes);
            if is_over_time && run.people != People::Cleared {
                let from = [run.id, STRETCH, since.as_millisecond()];
                let mut rows = by_person.query(from)?;
                while let Some(row) = rows.next()? {
                    let stretch: i64 = row.get(0)?;
                    let at = Timestamp::from_millisecond(stretch.saturating_mul(STRETCH));
                    activity.push(Activity {
                        at: at.unwrap_or(ended),
                        added: count(row, 1)?,
                        updated: count(row, 2)?,
                        left: 0,
                    });
                }
            } else if ended >= since
                && matches!(
                    run.kind,
                    Kind::Sync | Kind::Person | Kind::Watch | Kind::Changes
                )
            {
                activity.push(Activity {
                    at: ended,
                    added: counts.tally.added,
                    updated: counts.tally.updated,
                    left: 0,
                });
            }
        }
        activity.retain(|one| one.added + one.updated > 0);
        Ok(activity)
    }

    /// Who was seen to have left Auth0, by when.
    fn leavers(&self, since: Timestamp) -> Result<Vec<Activity>, StoreError> {
        let all = gone::all(self.db())?;
        let proved = all.into_iter().filter(|gone| gone.again.is_some());
        let at = proved.map(|gone| gone.deleted.map_or(gone.hint.1, |deleted| deleted.at));
        Ok(at
            .filter(|at| *at >= since)
            .map(|at| Activity {
                at,
                added: 0,
                updated: 0,
                left: 1,
            })
            .collect())
    }
}

/// When a run looked whether something is to be brought over, if it came to that.
fn looked(run: &PastRun, now: Timestamp) -> Option<Looked> {
    let is_look = matches!(
        run.kind,
        Kind::Check | Kind::Sync | Kind::Verify | Kind::Changes | Kind::Watch
    );
    let from = run.started_at;
    let to = match (&run.ending, run.kind) {
        (Ending::AtWork, Kind::Watch) => now,
        (Ending::Done, _) | (_, Kind::Watch) => run.ended_at.unwrap_or(from),
        _ => return None,
    };
    is_look.then_some(Looked {
        from,
        to: to.max(from),
    })
}
