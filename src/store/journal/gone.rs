//! Who was missed in Auth0, and what Auth0 has said of them.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::deeds::{STANDING, deeds};
use super::{Journal, Look, Past, StoreError, moment, version};
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::removal::{Deed, Deletion, Gone, Hint, Missing, Said, Standing, Word};

/// The first form of a journal that knows who is gone.
pub(super) const WITH_GONE: i32 = 4;

const COLUMNS: &str = "id, userhub_id, name, email, hint, hinted_at, deleted_at, deleted_by, said_at, said_in, \
                       said_control, again_at, again_in, again_control, merged_into, kept_at";

impl Journal {
    /// Notes that somebody was missed. Who was missed before keeps what is known; a name, an id or a deletion that was not
    /// known is added.
    pub fn note_missing(&mut self, missing: &[Missing], now: Timestamp) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO gone (id, userhub_id, name, email, hint, hinted_at, deleted_at, deleted_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (id) DO UPDATE SET
                    userhub_id = coalesce(excluded.userhub_id, userhub_id),
                    name = coalesce(excluded.name, name), email = coalesce(excluded.email, email),
                    deleted_at = coalesce(deleted_at, excluded.deleted_at),
                    deleted_by = coalesce(deleted_by, excluded.deleted_by)",
            )?;
            for one in missing {
                let deleted = one.deleted.as_ref();
                insert.execute(params![
                    one.id.as_str(),
                    one.userhub_id.as_ref().map(UserHubUserId::as_str),
                    one.name,
                    one.email,
                    word_of(one.hint),
                    now.to_string(),
                    deleted.map(|deleted| deleted.at.to_string()),
                    deleted.and_then(|deleted| deleted.by.as_ref()),
                ])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Holds what Auth0 has said of people while it was read, and who was seen to live on in whom, until it is known what
    /// the reading proves.
    pub fn hold_words(
        &mut self,
        said: Vec<(Auth0UserId, Word)>,
        merged: Vec<(Auth0UserId, Auth0UserId)>,
    ) {
        self.said = (said, merged);
    }

    /// What is held of that; nothing is held any longer.
    pub fn take_words(&mut self) -> Said {
        std::mem::take(&mut self.said)
    }

    /// Takes in Auth0's word that there is no such user; nothing where nobody has missed them. A word that is none, by
    /// [`Gone::heard`], changes nothing.
    pub fn note_word(&mut self, id: &Auth0UserId, word: &Word) -> Result<(), StoreError> {
        let tx = self.db.unchecked_transaction()?;
        if let Some(mut gone) = self.gone_of(id)? {
            gone.heard(word.clone());
            let parts = |word: &Option<Word>| {
                let at = word.as_ref().map(|word| word.at.to_string());
                let run = word.as_ref().and_then(|word| word.run);
                (at, run, word.as_ref().map(|word| word.control.to_string()))
            };
            let (said, again) = (parts(&gone.said), parts(&gone.again));
            self.db.execute(
                "UPDATE gone SET said_at = ?2, said_in = ?3, said_control = ?4, again_at = ?5, again_in = ?6,
                 again_control = ?7 WHERE id = ?1",
                params![id.as_str(), said.0, said.1, said.2, again.0, again.1, again.2],
            )?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Notes that somebody's identity lives on in another user.
    pub fn note_merged(&mut self, id: &Auth0UserId, into: &Auth0UserId) -> Result<(), StoreError> {
        let sql = "UPDATE gone SET merged_into = ?2 WHERE id = ?1";
        self.db.execute(sql, [id.as_str(), into.as_str()])?;
        Ok(())
    }

    /// Notes that a person has decided to keep these, or (`None`) that this is open again.
    pub fn note_kept(
        &mut self,
        ids: &[Auth0UserId],
        kept_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        for id in ids {
            tx.prepare_cached("UPDATE gone SET kept_at = ?2 WHERE id = ?1")?
                .execute(params![id.as_str(), kept_at.map(|at| at.to_string())])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Takes these off the list: they are in Auth0, or in UserHub no longer.
    pub fn take_off(&mut self, ids: &[Auth0UserId]) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        for id in ids {
            tx.prepare_cached("DELETE FROM gone WHERE id = ?1")?
                .execute([id.as_str()])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Everybody who was missed, in order of id.
    pub fn gone(&self) -> Result<Vec<Gone>, StoreError> {
        all(&self.db)
    }

    /// What is known of one who was missed.
    pub fn gone_of(&self, id: &Auth0UserId) -> Result<Option<Gone>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM gone WHERE id = ?1");
        let found = self.db.query_row(&sql, [id.as_str()], read).optional()?;
        Ok(found)
    }
}

impl Journal {
    /// Those who are proved gone and about whom nobody has decided anything.
    pub fn undecided(&self) -> Result<Vec<Gone>, StoreError> {
        undecided(&self.db)
    }
}

/// Everybody who was missed; and what the app has done to anybody and nobody has taken back, each with when its run was
/// begun.
type Board = (Vec<Gone>, Vec<(Deed, Timestamp)>);

impl Look {
    /// Those who are proved gone and about whom nobody has decided anything; nobody where the journal is older than that.
    pub fn undecided(&self) -> Result<Vec<Gone>, StoreError> {
        if version(&self.db)? < WITH_GONE {
            return Ok(Vec::new());
        }
        undecided(&self.db)
    }

    /// Everybody who was missed, whatever became of them; and what the app has done to anybody and nobody has taken back,
    /// each with when its run was begun.
    pub fn board(&self) -> Result<Board, StoreError> {
        if version(&self.db)? < WITH_GONE {
            return Ok((Vec::new(), Vec::new()));
        }
        let mut began = self
            .db
            .prepare_cached("SELECT started_at FROM run WHERE id = ?1")?;
        let done = deeds(&self.db, &format!("?1 IS NULL AND {STANDING}"), None::<i64>)?;
        let done = done.into_iter().map(|deed| {
            let at = began.query_row([deed.run], |row| Ok(moment(row.get(0)?)));
            Ok((deed, at.optional()?.flatten().unwrap_or_default()))
        });
        Ok((all(&self.db)?, done.collect::<Result<_, StoreError>>()?))
    }
}

fn undecided(db: &Connection) -> Result<Vec<Gone>, StoreError> {
    let mut done = db.prepare_cached(&format!("SELECT DISTINCT id FROM deed WHERE {STANDING}"))?;
    let done = done.query_map([], |row| Ok(Auth0UserId::new(row.get::<_, String>(0)?)))?;
    let done: HashSet<Auth0UserId> = done.collect::<Result<_, _>>()?;
    let waits = |gone: &Gone| gone.standing() == Standing::Waiting && !done.contains(&gone.id);
    Ok(all(db)?.into_iter().filter(waits).collect())
}

impl Past {
    /// Those who are proved gone and about whom nobody has decided anything.
    pub fn undecided(&self) -> Result<Vec<Gone>, StoreError> {
        undecided(self.db())
    }
}

/// Everybody who was missed, in order of id.
pub(super) fn all(db: &Connection) -> Result<Vec<Gone>, StoreError> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM gone ORDER BY id"))?;
    let found = statement.query_map([], read)?;
    Ok(found.collect::<Result<_, _>>()?)
}

const fn word_of(hint: Hint) -> &'static str {
    match hint {
        Hint::Absent => "absent",
        Hint::Event => "event",
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Gone> {
    let id = |column: usize| -> rusqlite::Result<Option<Auth0UserId>> {
        Ok(row.get::<_, Option<String>>(column)?.map(Auth0UserId::new))
    };
    let word = |first: usize| -> rusqlite::Result<Option<Word>> {
        let at = moment(row.get(first)?);
        let run = row.get(first + 1)?;
        let given = at.zip(id(first + 2)?);
        Ok(given.map(|(at, control)| Word { at, run, control }))
    };
    let hint = match row.get_ref(4)?.as_str()? {
        "event" => Hint::Event,
        _ => Hint::Absent,
    };
    let (deleted_at, by) = (moment(row.get(6)?), row.get(7)?);
    Ok(Gone {
        id: Auth0UserId::new(row.get::<_, String>(0)?),
        userhub_id: row.get::<_, Option<String>>(1)?.map(UserHubUserId::new),
        name: row.get(2)?,
        email: row.get(3)?,
        hint: (hint, moment(row.get(5)?).unwrap_or_default()),
        deleted: deleted_at.map(|at| Deletion { at, by }),
        said: word(8)?,
        again: word(11)?,
        merged_into: id(14)?,
        kept_at: moment(row.get(15)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::Identity;

    #[test]
    fn who_was_missed_is_kept_with_what_auth0_said_and_taken_off_again() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let mut journal = Journal::open(folder.path(), &identity).unwrap();
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let id = Auth0UserId::new("auth0|1");
        let missing = |name: Option<&str>, deleted| Missing {
            id: id.clone(),
            userhub_id: None,
            name: name.map(str::to_owned),
            email: None,
            hint: Hint::Absent,
            deleted,
        };
        let word = |seconds, run| Word {
            at: at(seconds),
            run,
            control: Auth0UserId::new("auth0|9"),
        };
        // Nobody has missed them yet.
        journal.note_word(&id, &word(5, None)).unwrap();
        assert_eq!(journal.gone().unwrap(), []);
        journal
            .note_missing(&[missing(Some("Ada"), None)], at(10))
            .unwrap();
        journal.note_word(&id, &word(11, Some(1))).unwrap();
        let by = Deletion {
            at: at(9),
            by: Some("somebody".to_owned()),
        };
        journal
            .note_missing(&[missing(None, Some(by.clone()))], at(20))
            .unwrap();
        journal.note_word(&id, &word(21, Some(2))).unwrap();
        let gone = journal.gone().unwrap().remove(0);
        assert_eq!(gone.standing(), Standing::Waiting);
        assert_eq!((gone.hint.1, gone.called()), (at(10), "Ada"));
        assert_eq!(gone.deleted, Some(by));
        assert_eq!(gone.said, Some(word(11, Some(1))));
        journal
            .note_kept(std::slice::from_ref(&id), Some(at(30)))
            .unwrap();
        assert_eq!(
            journal.gone_of(&id).unwrap().unwrap().standing(),
            Standing::Kept
        );
        journal
            .note_merged(&id, &Auth0UserId::new("auth0|2"))
            .unwrap();
        assert_eq!(
            journal.gone_of(&id).unwrap().unwrap().standing(),
            Standing::Merged
        );
        journal.take_off(std::slice::from_ref(&id)).unwrap();
        assert_eq!(journal.gone_of(&id).unwrap(), None);
    }
}
