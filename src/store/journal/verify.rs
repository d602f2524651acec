//! A verification: both sides read anew beside everything that is kept, so that a sync that was interrupted is still there
//! to be gone on with.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::params;

use super::{Identity, Journal, StoreError};
use crate::domain::certificate::{Certificate, Found};

impl Journal {
    /// Opens the journal as [`open`](Self::open) does, with both sides and the plan empty and apart: they are files without
    /// a name in the profile's folder, which go with this connection, however it ends.
    pub fn open_apart(profile: &Path, identity: &Identity) -> Result<Self, StoreError> {
        let mut journal = Self::open(profile, identity)?;
        // A table of this name that is of the connection is found before the one of the file.
        journal.db.execute_batch(
            "CREATE TEMP TABLE source (
                 seq INTEGER PRIMARY KEY, id TEXT NOT NULL, flags INTEGER NOT NULL,
                 name TEXT, email TEXT, phone TEXT, image TEXT, problem TEXT
             );
             CREATE TEMP TABLE target (
                 seq INTEGER PRIMARY KEY, id TEXT NOT NULL, flags INTEGER NOT NULL,
                 name TEXT, email TEXT, phone TEXT, image TEXT, userhub_id TEXT NOT NULL, created_on TEXT
             );
             CREATE TEMP TABLE item (
                 position INTEGER PRIMARY KEY, id TEXT NOT NULL, flags INTEGER NOT NULL,
                 name TEXT, email TEXT, phone TEXT, image TEXT, userhub_id TEXT,
                 action TEXT NOT NULL, fields INTEGER NOT NULL, outcome TEXT, reason TEXT, fix TEXT, at INTEGER
             );",
        )?;
        journal.apart = true;
        Ok(journal)
    }

    /// How many people were read of UserHub, each counted once.
    pub fn count_targets(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(DISTINCT id) FROM target";
        let count: i64 = self.db.query_row(sql, [], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// Begins a verification as a run of its own. The plan of everybody stays the newest one.
    pub fn begin_verify(&mut self, now: Timestamp, keep_days: u16) -> Result<i64, StoreError> {
        let newest = self.latest_run()?.map(|run| run.id);
        let tx = self.db.unchecked_transaction()?;
        self.prune(now, keep_days, newest)?;
        tx.execute(
            "INSERT INTO run (state, kind, started_at, auth0_requests, userhub_requests, took_ms)
             VALUES ('reading', 'verify', ?1, 0, 0, 0)",
            [now.to_string()],
        )?;
        let id = tx.last_insert_rowid();
        self.note_identity()?;
        tx.commit()?;
        Ok(id)
    }

    /// Counts both sides, keeps the certificate and everybody whom it names with the run, and tells `see` of each.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] once `stopped` says so; nothing is kept then.
    pub fn finish_verify(
        &mut self,
        run: i64,
        now: Timestamp,
        stopped: impl Fn() -> bool,
        mut see: impl FnMut(&Found),
    ) -> Result<Option<Certificate>, StoreError> {
        let tx = self.db.unchecked_transaction()?;
        let mut people = 0_i64;
        let certificate = self.certify_and_name(run, now, stopped, |named| {
            people += 1;
            see(named.found);
            let (found, finding) = (named.found, &named.found.finding);
            self.db
                .prepare_cached(
                    "INSERT INTO past (run, position, id, name, email, userhub_id, action, outcome, reason, fix, at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'verify', ?7, ?8, ?9, ?10)",
                )?
                .execute(params![
                    run,
                    people,
                    found.id,
                    named.name,
                    named.email,
                    found.userhub_id,
                    finding.word().replace('_', " "),
                    finding.words(),
                    finding.fix(),
                    now.as_millisecond(),
                ])?;
            Ok(())
        })?;
        let users = certificate.as_ref().map_or(0, |it| it.auth0.users);
        tx.execute(
            "UPDATE run SET state = 'finished', finished_at = ?2, read_auth0 = ?3, people = ?4 WHERE id = ?1",
            params![run, now.to_string(), users.cast_signed(), people],
        )?;
        tx.commit()?;
        Ok(certificate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of a table as SQLite has them: name, type, whether a value must be there, default, place in the key.
    fn columns(journal: &Journal, schema: &str, table: &str) -> Vec<String> {
        let sql = format!("PRAGMA {schema}.table_info({table})");
        let mut rows = journal.db.prepare(&sql).unwrap();
        let rows = rows.query_map([], |row| {
            let (name, of): (String, String) = (row.get(1)?, row.get(2)?);
            let (must, default): (bool, Option<String>) = (row.get(3)?, row.get(4)?);
            let key: u32 = row.get(5)?;
            Ok(format!("{name} {of} {must} {default:?} {key}"))
        });
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn what_is_read_apart_has_the_columns_of_what_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let journal = Journal::open_apart(folder.path(), &identity).unwrap();
        for table in ["source", "target", "item"] {
            let kept = columns(&journal, "main", table);
            assert!(!kept.is_empty(), "{table}");
            assert_eq!(columns(&journal, "temp", table), kept, "{table}");
        }
    }
}
