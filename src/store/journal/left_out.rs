//! Those whom an undo has taken back: until they are restored, each run leaves them out of what it has read.

use std::collections::HashSet;

use rusqlite::Connection;

use super::rows::count;
use super::{Journal, StoreError};
use crate::domain::ids::Auth0UserId;

/// Which deeds are an undo's and nobody has taken back, as a condition of SQL.
pub(super) const TAKEN_BACK: &str = "outcome = 'done' AND undone_by IS NULL AND act = 'undo'";

/// Whether an undo, or a restoring after one, is newer than a run of everybody: the run left out others than are left out now,
/// and its plan and its counts are no longer true.
pub(super) fn is_overtaken(db: &Connection, run: i64) -> Result<bool, StoreError> {
    // Journals of the first versions have no deeds.
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'deed')";
    if !db.query_row(sql, [], |row| row.get::<_, bool>(0))? {
        return Ok(false);
    }
    let sql = "SELECT EXISTS (
        SELECT 1 FROM deed LEFT JOIN deed AS back ON back.seq = deed.undone_by
        WHERE deed.act = 'undo' AND deed.outcome = 'done' AND (deed.run > ?1 OR back.run > ?1))";
    Ok(db.query_row(sql, [run], |row| row.get(0))?)
}

impl Journal {
    /// Whether an undo, or a restoring after one, is newer than a run of everybody, which is not to be carried out then.
    pub fn is_overtaken(&self, run: i64) -> Result<bool, StoreError> {
        is_overtaken(&self.db, run)
    }

    /// Those whom an undo has taken back and nobody has restored: no sync brings them over again meanwhile.
    pub fn taken_back(&self) -> Result<HashSet<Auth0UserId>, StoreError> {
        let sql = format!("SELECT id FROM deed WHERE {TAKEN_BACK}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let ids = statement.query_map([], |row| Ok(Auth0UserId::new(row.get::<_, String>(0)?)))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The undos that have taken somebody back whom nobody has restored.
    pub fn taken_back_by(&self) -> Result<Vec<i64>, StoreError> {
        let sql = format!("SELECT DISTINCT run FROM deed WHERE {TAKEN_BACK} ORDER BY run");
        let mut statement = self.db.prepare_cached(&sql)?;
        let runs = statement.query_map([], |row| row.get(0))?;
        Ok(runs.collect::<Result<_, _>>()?)
    }

    /// Leaves those out of what a run has read of Auth0 whom an undo has taken back, and writes down with the run how many
    /// people they are.
    pub fn leave_out_taken_back(&mut self, run: i64) -> Result<(), StoreError> {
        if self.taken_back_by()?.is_empty() {
            return Ok(());
        }
        let theirs = format!("id IN (SELECT id FROM deed WHERE {TAKEN_BACK})");
        let tx = self.db.unchecked_transaction()?;
        // Somebody may have been read more than once.
        let people = tx.query_row(
            &format!("SELECT count(DISTINCT id) FROM source WHERE {theirs}"),
            [],
            |row| count(row, 0),
        )?;
        if people > 0 {
            tx.execute(&format!("DELETE FROM source WHERE {theirs}"), [])?;
            if let Some(mut evidence) = self.auth0_evidence(run)? {
                evidence.taken_back = people;
                self.set_auth0_evidence(run, &evidence)?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// How many people a run leaves out of what it has read of Auth0, since the sync that added them was taken back.
    pub fn left_out(&self, run: i64) -> Result<u64, StoreError> {
        let evidence = self.auth0_evidence(run)?;
        Ok(evidence.map_or(0, |evidence| evidence.taken_back))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::completeness::{Evidence, HowRead};
    use crate::domain::profile::{Profile, Source};
    use crate::store::journal::Identity;

    #[test]
    fn who_is_read_more_than_once_is_one_person_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let mut journal = Journal::open(folder.path(), &identity).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let run = journal.begin_run(now, 30).unwrap();
        let read = ["a", "b", "a", "c", "d", "a"].map(|id| Source {
            id: Auth0UserId::new(id),
            profile: Ok(Profile::default()),
        });
        journal.add_sources(&read).unwrap();
        let evidence = Evidence {
            how: HowRead::Pages,
            counted: None,
            not_proved: Vec::new(),
            taken_back: 0,
        };
        journal.sources_read(run, now, &evidence).unwrap();
        journal.leave_out_taken_back(run).unwrap();
        assert_eq!(journal.left_out(run).unwrap(), 0);
        // One was not marked, one was restored since, one was not read, and one was marked for another reason.
        let deeds = "INSERT INTO deed (seq, run, id, userhub_id, act, outcome, undone_by) VALUES
            (1, 7, 'a', 'usr_a', 'undo', 'done', NULL), (2, 7, 'b', 'usr_b', 'undo', 'left', NULL),
            (3, 7, 'c', 'usr_c', 'undo', 'done', 7), (4, 9, 'd', 'usr_d', 'undo', 'done', NULL),
            (5, 9, 'z', 'usr_z', 'undo', 'done', NULL), (6, 10, 'b', 'usr_b', 'mark', 'done', NULL),
            (7, 12, 'c', 'usr_c', 'restore', 'done', NULL)";
        journal.db.execute(deeds, []).unwrap();
        let overtaken = |run| journal.is_overtaken(run).unwrap();
        assert!(overtaken(8), "by an undo");
        assert!(overtaken(11), "by a restoring");
        assert!(!overtaken(12), "it knows of both");
        journal.leave_out_taken_back(run).unwrap();
        assert_eq!(journal.left_out(run).unwrap(), 2);
        assert_eq!(journal.count_sources().unwrap(), 2);
        assert_eq!(journal.taken_back_by().unwrap(), [7, 9]);
    }
}
