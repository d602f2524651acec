//! A journal that goes to another computer: copied whole while others may write, and taken in where there is none.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::{NamedTempFile, TempDir, TempPath};

use super::{Identity, Journal, Past, StoreError, VERSION};
use crate::store::file;
use crate::store::folder::private_file;

/// The file's name in a profile's folder.
const JOURNAL: &str = "journal.sqlite";

impl Past {
    /// The whole journal as one file's bytes, as it stands at one moment.
    ///
    /// # Errors
    /// Why it could not be read, or copied for a moment.
    pub fn whole(&self) -> Result<Vec<u8>, StoreError> {
        let temporary = std::env::temp_dir();
        let folder = TempDir::new().map_err(StoreError::io(&temporary))?;
        let path = folder.path().join(JOURNAL);
        self.db()
            .execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
        fs::read(&path).map_err(StoreError::io(&path))
    }
}

/// A journal that came from elsewhere, looked at and made ready to be put into a profile. Until then nothing counts of it.
#[derive(Debug)]
pub struct Carried {
    /// A folder of its own beside where it will lie; it goes when this does.
    draft: TempDir,
    to: PathBuf,
}

/// Looks at a journal that came from elsewhere, and makes it ready: of this version's form, and with nothing under way in
/// it. `None` where the profile has a journal, which stays as it is.
///
/// # Errors
/// Where it is no journal of these tenants', has not the form of its version, or cannot be written. Nothing is changed then.
pub fn check(
    bytes: &[u8],
    profile: &Path,
    of: &Identity,
    now: Timestamp,
) -> Result<Option<Carried>, StoreError> {
    let to = profile.join(JOURNAL);
    if file::is_there(&to).map_err(StoreError::io(&to))? {
        return Ok(None);
    }
    let draft = tempfile::Builder::new()
        .prefix(file::UNFINISHED)
        .tempdir_in(profile)
        .map_err(StoreError::io(profile))?;
    let path = draft.path().join(JOURNAL);
    let mut written = private_file()
        .write(true)
        .open(&path)
        .map_err(StoreError::io(&path))?;
    written.write_all(bytes).map_err(StoreError::io(&path))?;
    drop(written);
    look(&path, of)?;
    let mut journal = Journal::open(draft.path(), of)?;
    if shape(&journal.db)? != shape(&current()?)? {
        return Err(damaged(&path, "it has not the form of a journal"));
    }
    journal.end_what_was_under_way(now)?;
    // One file again, without a log beside it.
    journal.db.execute_batch("PRAGMA journal_mode = DELETE;")?;
    close(journal.db)?;
    Ok(Some(Carried { draft, to }))
}

impl Carried {
    /// Puts it into its place, in one step. Gives whether it is there now: one that somebody has begun meanwhile stays.
    ///
    /// # Errors
    /// Where it cannot be put there.
    pub fn put(self) -> Result<bool, StoreError> {
        let path = self.draft.path().join(JOURNAL);
        let whole = || -> io::Result<NamedTempFile> {
            let written = fs::File::options().read(true).write(true).open(&path)?;
            Ok(NamedTempFile::from_parts(
                written,
                TempPath::try_from_path(&path)?,
            ))
        };
        let whole = whole().map_err(StoreError::io(&path))?;
        match file::finish(whole, &self.to, false) {
            Ok(()) => Ok(true),
            // A run has begun one meanwhile.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(StoreError::io(&self.to)(error)),
        }
    }
}

fn damaged(path: &Path, why: &'static str) -> StoreError {
    StoreError::io(path)(io::Error::new(ErrorKind::InvalidData, why))
}

/// Looks at a file that somebody else has made, before anything of it is used.
fn look(path: &Path, of: &Identity) -> Result<(), StoreError> {
    let (db, form) = super::past::open(path)?;
    match form {
        1..=VERSION => {}
        _ if form > VERSION => return Err(StoreError::Newer),
        _ => return Err(damaged(path, "it is no journal")),
    }
    // What acts by itself, or hides what it does, has no place in a journal.
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'";
    let odd: i64 = db.query_row(sql, [], |row| row.get(0))?;
    let state: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if odd > 0 || state != "ok" {
        return Err(damaged(path, "it is no journal"));
    }
    match super::past::identity(&db)? {
        Some(found) if found == *of => close(db),
        Some(found) => Err(StoreError::AnotherTenant { found }),
        None => Err(damaged(path, "it names no tenant")),
    }
}

/// A journal of this version's form, with nothing in it.
fn current() -> Result<Connection, StoreError> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(include_str!("schema.sql"))?;
    Ok(db)
}

/// What a file is made of: each column of each table with its type, its place in the key and how it comes about; and the
/// indexes that forbid anything or compute anything, of which a journal has none.
fn shape(db: &Connection) -> Result<BTreeSet<String>, StoreError> {
    let sql = "SELECT 'column ' || list.name || '.' || info.name || ' ' || upper(info.type) || ' ' || info.pk || ' ' || info.hidden
               FROM pragma_table_list AS list, pragma_table_xinfo(list.name) AS info
               WHERE list.schema = 'main' AND list.name NOT LIKE 'sqlite_%'
               UNION ALL
               SELECT 'index ' || indexes.name
               FROM pragma_table_list AS list, pragma_index_list(list.name) AS indexes
               WHERE list.schema = 'main' AND indexes.origin = 'c' AND (indexes.[unique] OR indexes.partial OR EXISTS (
                   SELECT 1 FROM pragma_index_xinfo(indexes.name) AS part WHERE part.cid = -2))";
    let mut statement = db.prepare(sql)?;
    let found = statement.query_map([], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn close(db: Connection) -> Result<(), StoreError> {
    db.close().map_err(|(_, error)| StoreError::from(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    fn take_in(bytes: &[u8], profile: &Path, of: &Identity) -> Result<bool, StoreError> {
        match check(bytes, profile, of, clock::timestamp())? {
            Some(carried) => carried.put(),
            None => Ok(false),
        }
    }

    fn identity(auth0: &str) -> Identity {
        Identity {
            auth0: auth0.to_owned(),
            connection: "conn_1".to_owned(),
        }
    }

    fn journal() -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), &identity("acme")).unwrap();
        journal.begin_run(clock::timestamp(), 90).unwrap();
        let past = Past::open(folder.path()).unwrap().unwrap();
        past.whole().unwrap()
    }

    #[test]
    fn a_journal_is_the_same_elsewhere_and_never_takes_the_place_of_another() {
        let bytes = journal();
        let there = tempfile::tempdir().unwrap();
        assert!(take_in(&bytes, there.path(), &identity("acme")).unwrap());
        let past = Past::open(there.path()).unwrap().unwrap();
        assert_eq!(past.runs().unwrap().len(), 1);
        assert!(!take_in(&bytes, there.path(), &identity("acme")).unwrap());
    }

    #[test]
    fn what_is_no_journal_of_these_tenants_changes_nothing() {
        let good = journal();
        let there = tempfile::tempdir().unwrap();
        let of = identity("acme");
        let with = |sql: &str| {
            let path = there.path().join("made-up.sqlite");
            fs::write(&path, &good).unwrap();
            let db = Connection::open(&path).unwrap();
            db.execute_batch(sql).unwrap();
            db.close().unwrap();
            let bytes = fs::read(&path).unwrap();
            fs::remove_file(&path).unwrap();
            bytes
        };
        let trigger = with("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM person; END");
        let newer = with("PRAGMA user_version = 99");
        // A file that says whose it is and is none for all that, or has more or less than a journal has.
        let none = with("PRAGMA user_version = 0");
        let negative = with("PRAGMA user_version = -1");
        let lacks = with("DROP TABLE gone");
        let lacks_a_column = with("ALTER TABLE deed DROP COLUMN undone_by");
        let has_more = with("ALTER TABLE person ADD COLUMN more TEXT");
        let computes = with("ALTER TABLE person ADD COLUMN more TEXT AS (upper(id))");
        let forbids = with("CREATE UNIQUE INDEX one_run ON run (state)");
        let older = with("PRAGMA user_version = 3");
        for bytes in [
            none,
            negative,
            lacks,
            lacks_a_column,
            has_more,
            computes,
            forbids,
            older,
            b"no database at all".to_vec(),
            good[..4096].to_vec(),
            trigger,
            newer,
        ] {
            assert!(take_in(&bytes, there.path(), &of).is_err());
        }
        assert!(matches!(
            take_in(&good, there.path(), &identity("other")),
            Err(StoreError::AnotherTenant { .. })
        ));
        assert_eq!(fs::read_dir(there.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_earlier_versions_journal_is_brought_up_to_date() {
        let versions = [
            (
                1,
                include_str!("../../../tests/fixtures/journal-version-1.sql"),
            ),
            (
                2,
                include_str!("../../../tests/fixtures/journal-version-2.sql"),
            ),
            (
                3,
                include_str!("../../../tests/fixtures/journal-version-3.sql"),
            ),
        ];
        for (version, schema) in versions {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("made.sqlite");
            let db = Connection::open(&path).unwrap();
            db.execute_batch(schema).unwrap();
            db.execute_batch(&format!(
                "PRAGMA user_version = {version};
                 INSERT INTO meta VALUES ('auth0', 'acme'), ('connection', 'conn_1');"
            ))
            .unwrap();
            db.close().unwrap();
            let bytes = fs::read(&path).unwrap();
            let there = tempfile::tempdir().unwrap();
            assert!(take_in(&bytes, there.path(), &identity("acme")).unwrap());
            assert!(Past::open(there.path()).unwrap().is_some());
        }
    }
}
