//! Who is known and was not read: the difference between Auth0's side and what the journal knows besides.

use std::collections::HashSet;

use rusqlite::Rows;

use super::{Journal, StoreError};
use crate::domain::ids::Auth0UserId;
use crate::domain::sample::Spread;

/// After how many people it is asked whether looking was stopped.
const ASKED_EVERY: u64 = 1000;

/// Those whom UserHub or earlier runs know and whom reading Auth0 did not bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// How many they are.
    pub count: u64,
    /// All of them, in order of id, or, where they are more than were wanted, some that are evenly spread over them.
    pub people: Vec<Known>,
}

/// Somebody who is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// Whether UserHub holds them, as far as is known; otherwise earlier runs alone do.
    pub in_userhub: bool,
}

impl Journal {
    /// Those whom UserHub's side of this run or earlier runs know, and who were not read of Auth0; at most `most` of them
    /// by name. `listed` says whether UserHub was listed; otherwise the earlier runs stand in for it.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] once `stopped` says so, which is asked every 1,000 people.
    pub fn absent(
        &self,
        listed: bool,
        most: usize,
        stopped: impl Fn() -> bool,
    ) -> Result<Absent, StoreError> {
        let ordered = |table| format!("SELECT id FROM {table} ORDER BY id");
        let mut sources = self.db.prepare_cached(&ordered("source"))?;
        let mut targets = self.db.prepare_cached(&ordered("target"))?;
        let mut before = self.db.prepare_cached(&ordered("person"))?;
        let mut sources = Ids::of(sources.query([])?)?;
        let mut targets = Ids::of(targets.query([])?)?;
        let mut before = Ids::of(before.query([])?)?;
        let mut absent = Spread::new(most);
        let mut asked = 0;
        while let Some(id) = smaller(&targets, &before).map(str::to_owned) {
            if asked % ASKED_EVERY == 0 && stopped() {
                return Err(StoreError::Stopped);
            }
            asked += 1;
            let is_target = targets.pass(&id)?;
            let was_before = before.pass(&id)?;
            if !sources.pass(&id)? {
                let in_userhub = if listed { is_target } else { was_before };
                absent.offer(|| Known {
                    id: Auth0UserId::new(id),
                    in_userhub,
                });
            }
        }
        Ok(Absent {
            count: absent.offered(),
            people: absent.into_kept(),
        })
    }

    /// From now on only these people count as gone from Auth0: a plan says of nobody else that they are only in UserHub.
    /// Before it is told, everybody does who was not read.
    pub fn only_these_are_gone(&mut self, ids: HashSet<Auth0UserId>) {
        self.gone = Some(ids);
    }

    /// Whether somebody who was not read may be said to be gone.
    pub(super) fn is_gone(&self, id: &Auth0UserId) -> bool {
        self.gone.as_ref().is_none_or(|gone| gone.contains(id))
    }

    /// Forgets what earlier runs brought about for people whom neither side has any more.
    pub fn forget_people(&mut self, ids: &[Auth0UserId]) -> Result<(), StoreError> {
        let tx = self.db.transaction()?;
        {
            let mut delete = tx.prepare_cached("DELETE FROM person WHERE id = ?1")?;
            for id in ids {
                delete.execute([id.as_str()])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Whether anybody was read of Auth0.
    pub fn read_anybody(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM source)";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// How many people were read of Auth0, each counted once.
    pub fn count_sources(&self) -> Result<u64, StoreError> {
        let count: i64 = self
            .db
            .query_row("SELECT count(DISTINCT id) FROM source", [], |row| {
                row.get(0)
            })?;
        Ok(count.cast_unsigned())
    }

    /// Those of these people who were not read of Auth0. It looks once at everybody who was.
    pub fn not_read(
        &self,
        ids: impl IntoIterator<Item = Auth0UserId>,
    ) -> Result<HashSet<Auth0UserId>, StoreError> {
        let mut left: HashSet<String> = ids.into_iter().map(|id| id.to_string()).collect();
        let mut statement = self.db.prepare_cached("SELECT id FROM source")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            left.remove(row.get_ref(0)?.as_str().unwrap_or_default());
            if left.is_empty() {
                break;
            }
        }
        Ok(left.into_iter().map(Auth0UserId::new).collect())
    }
}

/// Ids in ascending order, each of them possibly more than once.
struct Ids<'a> {
    rows: Rows<'a>,
    next: Option<String>,
}

impl<'a> Ids<'a> {
    fn of(rows: Rows<'a>) -> Result<Self, StoreError> {
        let mut ids = Self { rows, next: None };
        ids.advance()?;
        Ok(ids)
    }

    fn advance(&mut self) -> Result<(), StoreError> {
        self.next = match self.rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        };
        Ok(())
    }

    /// Goes on behind this id; whether it was there.
    fn pass(&mut self, id: &str) -> Result<bool, StoreError> {
        let mut was_there = false;
        while let Some(next) = self.next.as_deref().filter(|next| *next <= id) {
            was_there |= next == id;
            self.advance()?;
        }
        Ok(was_there)
    }
}

/// The smaller of the two ids that come next.
fn smaller<'a>(one: &'a Ids<'_>, other: &'a Ids<'_>) -> Option<&'a str> {
    match (one.next.as_deref(), other.next.as_deref()) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserHubUserId;
    use crate::domain::profile::{Profile, Source, Target};
    use crate::domain::tally::Outcome;
    use crate::store::journal::{Done, Identity};

    fn source(id: &str) -> Source {
        Source {
            id: Auth0UserId::new(id),
            profile: Ok(Profile::default()),
        }
    }

    fn target(id: &str) -> Target {
        Target {
            id: Auth0UserId::new(id),
            userhub_id: UserHubUserId::new(format!("usr_{id}")),
            pending_deletion: false,
            profile: Profile::default(),
            created_at: None,
        }
    }

    /// What earlier runs left of somebody.
    fn known(id: &str) -> Done {
        Done {
            position: 0,
            id: Auth0UserId::new(id),
            outcome: Outcome::Added,
            held: Some((UserHubUserId::new("usr"), Profile::default())),
            kept: None,
            problem: None,
        }
    }

    fn journal(folder: &std::path::Path) -> Journal {
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let mut journal = Journal::open(folder, &identity).unwrap();
        journal
            .add_sources(&["c", "a", "c", "e"].map(source))
            .unwrap();
        journal
            .add_targets(&["d", "a", "b", "d"].map(target))
            .unwrap();
        let now = jiff::Timestamp::UNIX_EPOCH;
        journal
            .record(&["a", "b", "f", "g"].map(known), now)
            .unwrap();
        journal
    }

    fn absent(journal: &Journal, listed: bool) -> Vec<(String, bool)> {
        let absent = journal.absent(listed, 100, || false).unwrap();
        assert_eq!(absent.count, absent.people.len() as u64);
        let people = absent.people.into_iter();
        people
            .map(|known| (known.id.to_string(), known.in_userhub))
            .collect()
    }

    #[test]
    fn whoever_is_known_and_was_not_read_is_absent_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = journal(folder.path());
        let is = |id: &str, in_userhub| (id.to_owned(), in_userhub);
        let listed = [is("b", true), is("d", true), is("f", false), is("g", false)];
        assert_eq!(absent(&journal, true), listed);
        journal.clear_targets().unwrap();
        assert_eq!(
            absent(&journal, false),
            [is("b", true), is("f", true), is("g", true)]
        );
        journal.forget_people(&[Auth0UserId::new("f")]).unwrap();
        assert_eq!(absent(&journal, false), [is("b", true), is("g", true)]);
        assert_eq!(journal.count_sources().unwrap(), 3);
        assert!(journal.read_anybody().unwrap());
        assert!(matches!(
            journal.absent(true, 100, || true),
            Err(StoreError::Stopped)
        ));
    }

    #[test]
    fn of_more_than_are_wanted_some_are_named_and_all_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = journal(folder.path());
        let many: Vec<Target> = (0..50)
            .map(|number| target(&format!("m{number:02}")))
            .collect();
        journal.add_targets(&many).unwrap();
        let absent = journal.absent(true, 10, || false).unwrap();
        assert_eq!(absent.count, 54);
        assert!((5..=10).contains(&absent.people.len()));
    }

    #[test]
    fn those_of_a_few_who_were_not_read_are_told_by_one_look() {
        let folder = tempfile::tempdir().unwrap();
        let journal = journal(folder.path());
        let ids = ["a", "b", "e", "z"].map(Auth0UserId::new);
        let expected: HashSet<_> = ["b", "z"].map(Auth0UserId::new).into();
        assert_eq!(journal.not_read(ids).unwrap(), expected);
    }
}
