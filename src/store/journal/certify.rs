//! Counts both sides again, from what was read as it came and from what UserHub answered since. The plan has no part in
//! it, but for the names on its lists.

use jiff::Timestamp;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator as _;
use rusqlite::{Connection, OptionalExtension as _, Row, Rows, params};

use super::left_out::TAKEN_BACK;
use super::rows::{PENDING_DELETION, as_json, from_json, profile};
use super::{Journal, StoreError, moment};
use crate::domain::certificate::{Certificate, Found, HeldThere, Recount, Seen};
use crate::domain::completeness::{Evidence, NotProved};
use crate::domain::ids::Auth0UserId;
use crate::domain::plan::Kept;
use crate::domain::profile::{Fields, Profile};

/// What is known of each id, each in order of id: what was read of Auth0 and of UserHub, of which the last row counts, what
/// runs have left, and whom the lists of this run name. They are merged here: SQLite would keep a sort of each beside the
/// others, or compare every row once for each of them.
const SOURCES: &str = "
    SELECT id, flags, name, email, phone, image, problem FROM source ORDER BY id, seq";
const TARGETS: &str = "
    SELECT id, flags, name, email, phone, image, userhub_id FROM target WHERE ?1 ORDER BY id, seq";
const PEOPLE: &str = "
    SELECT id, flags, name, email, phone, image, userhub_id, held_in >= ?1, kept_fields, kept_expected, kept_held
    FROM person WHERE held_in >= ?1 OR kept_fields <> 0 OR NOT ?2 ORDER BY id";
const LISTED: &str = "
    SELECT id, coalesce(outcome = 'left', 0), outcome IS 'only in userhub'
    FROM item WHERE outcome IS NULL OR outcome IN ('attention', 'left', 'only in userhub') ORDER BY id";

/// After how many people it is asked whether counting was stopped.
const ASKED_EVERY: u64 = 4000;

/// A person who differs, and what they are called where that is known.
pub(super) struct Named<'a> {
    pub(super) found: &'a Found,
    pub(super) name: Option<&'a str>,
    pub(super) email: Option<&'a str>,
}

impl Journal {
    /// Counts both sides of the newest run again and keeps the certificate with the run. `None` where the run does not
    /// know what its readings prove, since a version before this one made them.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] once `stopped` says so.
    pub fn certify(
        &mut self,
        run: i64,
        now: Timestamp,
        stopped: impl Fn() -> bool,
    ) -> Result<Option<Certificate>, StoreError> {
        self.certify_and_name(run, now, stopped, |_| Ok(()))
    }

    /// As [`certify`](Self::certify), naming everybody who differs.
    pub(super) fn certify_and_name(
        &self,
        run: i64,
        now: Timestamp,
        stopped: impl Fn() -> bool,
        mut name: impl FnMut(Named<'_>) -> Result<(), StoreError>,
    ) -> Result<Option<Certificate>, StoreError> {
        let Some((mut recount, listed)) = self.begin_count(run, now)? else {
            return Ok(None);
        };
        let left_out = format!("SELECT id FROM deed WHERE {TAKEN_BACK} ORDER BY id");
        let mut statements = [
            self.db.prepare_cached(SOURCES)?,
            self.db.prepare_cached(TARGETS)?,
            self.db.prepare_cached(PEOPLE)?,
            self.db.prepare_cached(LISTED)?,
            self.db.prepare_cached(&left_out)?,
        ];
        let [sources, targets, people, on_lists, left_out] = &mut statements;
        let mut streams = [
            (From::Auth0, sources.query([])?),
            (From::UserHub, targets.query([listed])?),
            (From::Runs, people.query(params![run, listed])?),
            (From::Lists, on_lists.query([])?),
            (From::Undos, left_out.query([])?),
        ];
        for (_, rows) in &mut streams {
            rows.advance()?;
        }
        let (mut id, mut number) = (String::new(), 0);
        while least(&streams, &mut id)? {
            number += 1;
            if number % ASKED_EVERY == 0 && stopped() {
                return Err(StoreError::Stopped);
            }
            let mut person = Person::default();
            for (from, rows) in &mut streams {
                while let Some(row) = rows.get().filter(|row| is_of(row, &id)) {
                    person.take(*from, row, listed)?;
                    rows.advance()?;
                }
            }
            // A verification has no plan; it knows itself who was looked up.
            if self.apart {
                person.seen.gone = self.is_gone(&Auth0UserId::new(id.as_str()));
            }
            person.count(&id, &mut recount, &mut name)?;
        }
        drop(streams);
        let certificate = recount.finish();
        self.db.execute(
            "UPDATE run SET certificate = ?2 WHERE id = ?1",
            params![run, as_json(&certificate)],
        )?;
        Ok(Some(certificate))
    }

    fn begin_count(&self, run: i64, now: Timestamp) -> Result<Option<(Recount, bool)>, StoreError> {
        type Texts = [Option<String>; 4];
        let found: Option<Texts> = self
            .db
            .query_row(
                "SELECT auth0_evidence, userhub_evidence, sources_read_at, targets_read_at FROM run WHERE id = ?1",
                [run],
                |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]),
            )
            .optional()?;
        let Some([auth0, userhub, auth0_read, userhub_read]) = found else {
            return Ok(None);
        };
        let (Some(auth0), Some(userhub)) = (evidence(auth0), evidence(userhub)) else {
            return Ok(None);
        };
        let listed = !userhub.not_proved.contains(&NotProved::UserHubNotListed);
        let identity = self.identity.clone();
        let recount = Recount::new(
            (identity.auth0, auth0, moment(auth0_read)),
            (identity.connection, userhub, moment(userhub_read)),
            now,
        );
        Ok(Some((recount, listed)))
    }
}

/// Where rows come from.
#[derive(Clone, Copy)]
enum From {
    Auth0,
    UserHub,
    Runs,
    Lists,
    Undos,
}

/// Writes down the least id that comes next in any of the streams; whether there is one.
fn least(streams: &[(From, Rows<'_>); 5], id: &mut String) -> rusqlite::Result<bool> {
    let mut least: Option<&str> = None;
    for row in streams.iter().filter_map(|(_, rows)| rows.get()) {
        let next = row.get_ref(0)?.as_str()?;
        if least.is_none_or(|least| next < least) {
            least = Some(next);
        }
    }
    id.clear();
    id.push_str(least.unwrap_or_default());
    Ok(least.is_some())
}

fn is_of(row: &Row<'_>, id: &str) -> bool {
    row.get_ref(0)
        .is_ok_and(|value| value.as_str().is_ok_and(|next| next == id))
}

/// All rows of one id.
#[derive(Default)]
struct Person {
    seen: Seen,
    /// Whether UserHub's answer to a run is all that is known of UserHub's side.
    of_runs_alone: bool,
    /// An undo has taken this person back: they are counted with the evidence and nowhere else, whatever UserHub's list and
    /// earlier runs still know.
    left_out: bool,
    /// The name, Auth0's before UserHub's.
    called: Option<String>,
    /// The email address, Auth0's before UserHub's.
    email: Option<String>,
}

impl Person {
    fn take(&mut self, from: From, row: &Row<'_>, listed: bool) -> rusqlite::Result<()> {
        match from {
            From::Auth0 => {
                let read = profile(row, 1)?;
                let problem: Option<String> = row.get(6)?;
                self.call(&read);
                self.seen.auth0 = Some(problem.map_or(Ok(read), Err));
            }
            From::UserHub => self.hold(row, false)?,
            From::Runs => {
                let seen_again: bool = row.get(7)?;
                if seen_again || !listed {
                    self.of_runs_alone = seen_again && self.seen.userhub.is_none();
                    self.hold(row, seen_again)?;
                }
                self.seen.kept = kept(row)?;
            }
            From::Lists => {
                self.seen.named = true;
                self.seen.left = row.get(1)?;
                self.seen.gone = row.get(2)?;
            }
            From::Undos => self.left_out = true,
        }
        Ok(())
    }

    fn hold(&mut self, row: &Row<'_>, seen_again: bool) -> rusqlite::Result<()> {
        let profile = profile(row, 1)?;
        if self.seen.auth0.is_none() {
            self.call(&profile);
        }
        self.seen.userhub = Some(HeldThere {
            userhub_id: row.get(6)?,
            pending_deletion: row.get::<_, i64>(1)? & PENDING_DELETION != 0,
            profile,
            seen_again,
        });
        Ok(())
    }

    fn call(&mut self, profile: &Profile) {
        self.called.clone_from(&profile.display_name);
        self.email.clone_from(&profile.email);
    }

    fn count(
        self,
        id: &str,
        recount: &mut Recount,
        name: &mut impl FnMut(Named<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // Somebody whom a later run has brought over, and who was not there yet when both sides were read.
        if self.of_runs_alone && self.seen.auth0.is_none() && !self.seen.named {
            return Ok(());
        }
        if self.left_out && self.seen.auth0.is_none() {
            return Ok(());
        }
        match recount.take(id, self.seen) {
            Some(found) => name(Named {
                found: &found,
                name: self.called.as_deref(),
                email: self.email.as_deref(),
            }),
            None => Ok(()),
        }
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let fields = Fields::from_bits(row.get(8)?);
    Ok(match (row.get(9)?, row.get(10)?) {
        (Some(expected), Some(held)) if !fields.is_empty() => Some(Kept {
            fields,
            expected,
            held,
        }),
        _ => None,
    })
}

fn evidence(text: Option<String>) -> Option<Evidence> {
    from_json(text)
}

/// What the readings of a run could not prove, where they said.
pub(super) fn not_proved(db: &Connection, run: i64) -> Result<Vec<NotProved>, StoreError> {
    let found: Option<[Option<String>; 2]> = db
        .query_row(
            "SELECT auth0_evidence, userhub_evidence FROM run WHERE id = ?1",
            [run],
            |row| Ok([row.get(0)?, row.get(1)?]),
        )
        .optional()?;
    let sides = found.into_iter().flatten().filter_map(evidence);
    Ok(sides.flat_map(|side| side.not_proved).collect())
}

impl Journal {
    /// What the readings of a run could not prove.
    pub fn not_proved(&self, run: i64) -> Result<Vec<NotProved>, StoreError> {
        not_proved(&self.db, run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::Identity;

    /// What SQLite sorts for these queries, by its own plan of them.
    fn sorts(journal: &Journal, queries: &[&str]) -> Vec<String> {
        let of = |sql: &&str| {
            let mut plan = journal
                .db
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let mut rows = plan.raw_query();
            let mut steps = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                steps.push(row.get::<_, String>(3).unwrap());
            }
            steps.retain(|step| step.contains("TEMP B-TREE"));
            steps
        };
        queries.iter().flat_map(of).collect()
    }

    #[test]
    fn once_both_sides_are_laid_down_going_through_them_sorts_nothing() {
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        for open in [Journal::open, Journal::open_apart] {
            let folder = tempfile::tempdir().unwrap();
            let mut journal = open(folder.path(), &identity).unwrap();
            assert_eq!(sorts(&journal, &[SOURCES, TARGETS, PEOPLE]).len(), 2);
            journal.index_sides(|| false).unwrap();
            let ids = "SELECT id FROM source ORDER BY id";
            assert!(sorts(&journal, &[SOURCES, TARGETS, PEOPLE, ids]).is_empty());
        }
    }

    #[test]
    fn laying_many_down_is_stopped_and_leaves_nothing_behind() {
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), &identity).unwrap();
        let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
            INSERT INTO source (id, flags) SELECT 'auth0|' || i, 0 FROM n";
        journal.db.execute(many, []).unwrap();
        let stopped = journal.index_sides(|| true);
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{stopped:?}");
        assert_eq!(sorts(&journal, &[SOURCES]).len(), 1);
        journal.index_sides(|| false).unwrap();
        assert!(sorts(&journal, &[SOURCES]).is_empty());
    }
}
