//! Runs of deeds that did not come to their end: found, ended without anything being done, and ended together with every other
//! run where a journal has come from another computer.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::deeds::RunKind;
use super::{Journal, StoreError, moment};

/// A run of deeds that was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// The run.
    pub run: i64,
    /// What it is for.
    pub kind: RunKind,
    /// When it was begun.
    pub began: Option<Timestamp>,
}

/// Why a deed was left that was open when the journal was handed over.
const HANDED_OVER: &str =
    "The set-up was handed over to another computer before this user\u{2019}s turn. Decide anew.";

/// The same of one whose call was sent.
const SENT_BEFORE: &str =
    "The set-up was handed over to another computer before it was seen whether this came through.";

impl Journal {
    /// The newest run of deeds that was cut off, if there is one; none is begun before it has come to its end.
    ///
    /// # Errors
    /// [`StoreError::Newer`] where an act is open in it that this version does not know, and so can neither do nor end.
    pub fn cut_off(&self) -> Result<Option<CutOff>, StoreError> {
        let sql = "SELECT id, kind, started_at FROM run
                   WHERE state = 'running' AND kind IN ('removal', 'policy', 'restore', 'undo') ORDER BY id DESC LIMIT 1";
        let found: Option<(i64, String, Option<String>)> = (self.db)
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((run, kind, began)) = found else {
            return Ok(None);
        };
        let sql = "SELECT count(*) FROM deed WHERE run = ?1 AND outcome IS NULL";
        let open: i64 = self.db.query_row(sql, [run], |row| row.get(0))?;
        let known = self.deeds_of(run, true)?;
        let Some(kind) = RunKind::from_word(&kind) else {
            return Err(StoreError::Newer);
        };
        if usize::try_from(open).is_ok_and(|open| open != known.len()) {
            return Err(StoreError::Newer);
        }
        let began = moment(began);
        Ok(Some(CutOff { run, kind, began }))
    }

    /// When the runs of deeds were begun that a person has asked for, and that were cut off before everybody's turn.
    pub fn cut_off_from_persons(&self) -> Result<Vec<Option<Timestamp>>, StoreError> {
        let sql = "SELECT started_at FROM run
                   WHERE state = 'running' AND kind IN ('removal', 'restore', 'undo')
                   AND EXISTS (SELECT 1 FROM deed WHERE deed.run = run.id AND deed.outcome IS NULL)";
        let mut statement = self.db.prepare(sql)?;
        let began = statement.query_map([], |row| Ok(moment(row.get(0)?)))?;
        Ok(began.collect::<Result<_, _>>()?)
    }

    /// When a run was begun.
    pub fn began_at(&self, run: i64) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT started_at FROM run WHERE id = ?1";
        let found = self.db.query_row(sql, [run], |row| Ok(moment(row.get(0)?)));
        Ok(found.optional()?.flatten())
    }

    /// Ends what is open of a run of deeds and was not begun: these users are left as they are. Whose call was sent stays
    /// open, for UserHub is still to be looked at.
    pub fn leave_the_rest(
        &mut self,
        run: i64,
        why: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.execute(
            "UPDATE deed SET outcome = 'left', reason = ?2, ended_at = ?3
             WHERE run = ?1 AND outcome IS NULL AND before IS NULL",
            params![run, why, now.to_string()],
        )?;
        Ok(())
    }

    /// Ends whatever was under way when the journal was handed over: nothing of it goes on by itself on another computer.
    /// Whoever has the journal's elder has perhaps gone on since.
    pub(super) fn end_what_was_under_way(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.settle_counts()?;
        let sql = "SELECT id FROM run WHERE id IN (SELECT run FROM deed WHERE outcome IS NULL)";
        let mut statement = self.db.prepare(sql)?;
        let runs = statement.query_map([], |row| row.get(0))?;
        let runs: Vec<i64> = runs.collect::<Result<_, _>>()?;
        drop(statement);
        self.db.execute(
            "UPDATE deed SET outcome = 'left', reason = iif(before IS NULL, ?1, ?2), ended_at = ?3
             WHERE outcome IS NULL",
            params![HANDED_OVER, SENT_BEFORE, now.to_string()],
        )?;
        for run in runs {
            self.finish_deeds(run, now)?;
        }
        self.db.execute(
            "UPDATE run SET state = 'given up', finished_at = ?1, problem = 'Handed over to another computer',
                problem_why = 'It was under way when the set-up was handed over, and does not go on by itself elsewhere.',
                problem_fix = 'Sync again.'
             WHERE state IN ('reading', 'running')",
            [now.to_string()],
        )?;
        // What stood in the way there does not stand in the way here, where nothing is done by itself yet.
        self.db.execute(
            "DELETE FROM meta WHERE key IN ('at work', 'policy halt')",
            [],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Auth0UserId, UserHubUserId};
    use crate::domain::removal::{Account, Act, Outcome, Write};
    use crate::store::journal::{Identity, NewDeed, Past};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn with_a_run(folder: &std::path::Path, kind: RunKind) -> (Journal, i64) {
        let identity = Identity {
            auth0: "acme".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let mut journal = Journal::open(folder, &identity).unwrap();
        let deeds: Vec<NewDeed> = (1..=3)
            .map(|number| NewDeed {
                id: Auth0UserId::new(format!("auth0|{number}")),
                userhub_id: UserHubUserId::new(format!("usr_{number}")),
                name: None,
                email: None,
                act: Act::Mark,
                of_run: None,
            })
            .collect();
        let run = journal.begin_deeds(kind, &deeds, at(10)).unwrap();
        let write = Write {
            before: Account::default(),
        };
        journal.deed_begins(1, write, &[], at(11)).unwrap();
        (journal, run)
    }

    #[test]
    fn what_was_not_begun_is_left_and_whose_call_was_sent_is_still_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (mut journal, run) = with_a_run(folder.path(), RunKind::Removal);
        journal.leave_the_rest(run, "stopped", at(12)).unwrap();
        journal.finish_deeds(run, at(12)).unwrap();
        let open = journal.deeds_of(run, true).unwrap();
        assert_eq!(open.len(), 1);
        // History does not say that whoever has not come to an end is marked.
        let told = || {
            let mut words = Vec::new();
            let past = Past::open(folder.path()).unwrap().unwrap();
            past.each_person(run, |person| {
                words.push(person.words());
                true
            })
            .unwrap();
            words
        };
        let (stopped, marked) = ("Needs attention", Act::Mark.done_words());
        assert_eq!(told(), ["Not seen to", stopped, stopped]);
        assert_eq!(journal.cut_off().unwrap().map(|found| found.run), Some(run));
        journal
            .deed_ends(&open[0], &Outcome::Done, None, at(13))
            .unwrap();
        journal.finish_deeds(run, at(13)).unwrap();
        assert_eq!(told(), [marked, stopped, stopped]);
        assert_eq!(journal.cut_off().unwrap(), None);
    }

    #[test]
    fn an_act_of_a_newer_version_is_neither_done_nor_ended() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, run) = with_a_run(folder.path(), RunKind::Policy);
        let found = journal.cut_off().unwrap().unwrap();
        let kind = RunKind::Policy;
        let began = Some(at(10));
        assert_eq!(found, CutOff { run, kind, began });
        let sql = "UPDATE deed SET act = 'archive' WHERE seq = 2";
        journal.db.execute(sql, []).unwrap();
        assert!(matches!(journal.cut_off(), Err(StoreError::Newer)));
    }

    #[test]
    fn nothing_is_under_way_in_a_journal_that_was_handed_over() {
        let folder = tempfile::tempdir().unwrap();
        let (mut journal, run) = with_a_run(folder.path(), RunKind::Policy);
        journal.begin_run(at(20), 90).unwrap();
        // Of a newer version's act nothing goes on either.
        let sql = "UPDATE deed SET act = 'archive' WHERE seq = 2";
        journal.db.execute(sql, []).unwrap();
        journal.end_what_was_under_way(at(30)).unwrap();
        assert_eq!(journal.cut_off().unwrap(), None);
        let left: Vec<Outcome> = (journal.deeds_of(run, false).unwrap().into_iter())
            .filter_map(|deed| deed.outcome)
            .collect();
        let (sent, not_begun) = (SENT_BEFORE.to_owned(), HANDED_OVER.to_owned());
        assert_eq!(left, [Outcome::Left(sent), Outcome::Left(not_begun)]);
        let newest = journal.latest_run().unwrap().unwrap();
        assert_eq!(newest.state, crate::store::journal::RunState::GivenUp);
    }
}
