//! What stood in the way of what is done by itself: the newest halt, as it is told until it is over, and its run in History.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::deeds::RunKind;
use super::rows::{as_json, from_json};
use super::{Journal, Look, Past, StoreError};
use crate::domain::history::Effort;
use crate::domain::removal::PolicyHalt;

const KEY: &str = "policy halt";

impl Journal {
    /// Writes down what stood in the way, and gives it as it is told. The run of the policy that was begun since `began` is
    /// its run, or else one of its own; where the newest halt is of the same cause, it lasts since then, and in the run that
    /// has told it, for as long as History has that.
    pub fn note_policy_halt(
        &mut self,
        halt: PolicyHalt,
        effort: Effort,
        began: Timestamp,
    ) -> Result<PolicyHalt, StoreError> {
        let (kind, began) = (RunKind::Policy.word(), began.to_string());
        let sql = "SELECT max(id) FROM run WHERE kind = ?1 AND started_at >= ?2";
        let own: Option<i64> = (self.db).query_row(sql, [kind, &began], |row| row.get(0))?;
        let same = newest(&self.db)?.filter(|before| before.is_same(&halt));
        let since = same.as_ref().map_or(halt.at, |before| before.since);
        let told = match same {
            Some(before) if self.began_at(before.run)?.is_some() => Some(before.run),
            // History does not have it any more.
            Some(_) | None => None,
        };
        let run = if let Some(run) = own.or(told) {
            run
        } else {
            self.db.execute(
                "INSERT INTO run (state, kind, started_at) VALUES ('given up', ?1, ?2)",
                params![kind, began],
            )?;
            self.note_identity()?;
            self.db.last_insert_rowid()
        };
        let halt = PolicyHalt { since, run, ..halt };
        if own.is_some() {
            self.put_trouble(run, Some(&halt.trouble()))?;
        } else if told.is_none() {
            self.note_end(run, Some(effort), Some(&halt.trouble()), halt.at)?;
        }
        self.db.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
            params![KEY, as_json(&halt)],
        )?;
        Ok(halt)
    }

    /// Writes down that nothing stands in the way any longer.
    pub fn end_policy_halt(&mut self) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM meta WHERE key = ?1", [KEY])?;
        Ok(())
    }
}

impl Look {
    /// What stood in the way of what is done by itself when it was last to be done.
    pub fn policy_halt(&self) -> Result<Option<PolicyHalt>, StoreError> {
        newest(&self.db)
    }
}

impl Past {
    /// What stood in the way of what is done by itself when it was last to be done.
    pub fn policy_halt(&self) -> Result<Option<PolicyHalt>, StoreError> {
        newest(self.db())
    }
}

fn newest(db: &Connection) -> Result<Option<PolicyHalt>, StoreError> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    let text: Option<String> = db.query_row(sql, [KEY], |row| row.get(0)).optional()?;
    Ok(from_json(text))
}
