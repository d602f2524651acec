//! Counts both sides again, from what was read as it came and from what UserHub answered since. The plan has no part in
//! it, but for the names on its lists.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::rows::{PENDING_DELETION, as_json, from_json, profile};
use super::{Journal, StoreError, moment};
use crate::domain::certificate::{Certificate, Found, HeldThere, Recount, Seen};
use crate::domain::completeness::{Evidence, NotProved};
use crate::domain::ids::Auth0UserId;
use crate::domain::plan::Kept;
use crate::domain::profile::{Fields, Profile};

/// Everything that is known of each id, in order of id: what was read last of Auth0 (0) and of UserHub (1), what runs have
/// left (2), and whom the lists of this run name (3). The parameters are the run, and whether UserHub was listed.
const SIDES: &str = "
    SELECT id, 0, 0, flags, name, email, phone, image, problem, max(seq), NULL, NULL FROM source GROUP BY id
    UNION ALL
    SELECT id, 1, 0, flags, name, email, phone, image, userhub_id, max(seq), NULL, NULL FROM target WHERE ?2 GROUP BY id
    UNION ALL
    SELECT id, 2, held_in >= ?1, flags, name, email, phone, image, userhub_id, kept_fields, kept_expected, kept_held
    FROM person WHERE held_in >= ?1 OR kept_fields <> 0 OR NOT ?2
    UNION ALL
    SELECT id, 3, coalesce(outcome = 'left', 0), outcome IS 'only in userhub', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM item WHERE outcome IS NULL OR outcome IN ('attention', 'left', 'only in userhub')
    ORDER BY 1, 2";

/// After how many rows it is asked whether counting was stopped.
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
        let mut statement = self.db.prepare_cached(SIDES)?;
        let mut rows = statement.query(params![run, listed])?;
        let mut person: Option<Person> = None;
        let mut number = 0;
        loop {
            let row = rows.next()?;
            let is_same = match (&person, row) {
                (Some(person), Some(row)) => {
                    row.get_ref(0)?.as_str().is_ok_and(|id| id == person.id)
                }
                (None, Some(_)) => true,
                (_, None) => false,
            };
            if !is_same && let Some(mut person) = person.take() {
                // A verification has no plan; it knows itself who was looked up.
                if self.apart {
                    person.seen.gone = self.is_gone(&Auth0UserId::new(person.id.as_str()));
                }
                person.count(&mut recount, &mut name)?;
            }
            let Some(row) = row else { break };
            number += 1;
            if number % ASKED_EVERY == 0 && stopped() {
                return Err(StoreError::Stopped);
            }
            if let Some(person) = &mut person {
                person.take(row, listed)?;
            } else {
                let mut first = Person {
                    id: row.get(0)?,
                    ..Person::default()
                };
                first.take(row, listed)?;
                person = Some(first);
            }
        }
        drop(rows);
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

/// All rows of one id.
#[derive(Default)]
struct Person {
    id: String,
    seen: Seen,
    /// Whether UserHub's answer to a run is all that is known of UserHub's side.
    of_runs_alone: bool,
    /// The name and the email address, Auth0's before UserHub's.
    called: Option<(Option<String>, Option<String>)>,
}

impl Person {
    fn take(&mut self, row: &Row<'_>, listed: bool) -> rusqlite::Result<()> {
        match row.get::<_, i64>(1)? {
            0 => {
                let read = profile(row, 3)?;
                self.call(&read);
                let problem: Option<String> = row.get(8)?;
                self.seen.auth0 = Some(problem.map_or(Ok(read), Err));
            }
            1 => self.hold(row, false)?,
            2 => {
                let seen_again: bool = row.get(2)?;
                if seen_again || !listed {
                    self.of_runs_alone = seen_again && self.seen.userhub.is_none();
                    self.hold(row, seen_again)?;
                }
                self.seen.kept = kept(row)?;
            }
            _ => {
                self.seen.named = true;
                self.seen.left = row.get(2)?;
                self.seen.gone = row.get(3)?;
            }
        }
        Ok(())
    }

    fn hold(&mut self, row: &Row<'_>, seen_again: bool) -> rusqlite::Result<()> {
        let profile = profile(row, 3)?;
        self.call(&profile);
        self.seen.userhub = Some(HeldThere {
            userhub_id: row.get(8)?,
            pending_deletion: row.get::<_, i64>(3)? & PENDING_DELETION != 0,
            profile,
            seen_again,
        });
        Ok(())
    }

    fn call(&mut self, profile: &Profile) {
        if self.called.is_none() {
            self.called = Some((profile.display_name.clone(), profile.email.clone()));
        }
    }

    fn count(
        self,
        recount: &mut Recount,
        name: &mut impl FnMut(Named<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // Somebody whom a later run has brought over, and who was not there yet when both sides were read.
        if self.of_runs_alone && self.seen.auth0.is_none() && !self.seen.named {
            return Ok(());
        }
        let (called, email) = self.called.unwrap_or_default();
        match recount.take(&self.id, self.seen) {
            Some(found) => name(Named {
                found: &found,
                name: called.as_deref(),
                email: email.as_deref(),
            }),
            None => Ok(()),
        }
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Option<Kept>> {
    let fields = Fields::from_bits(row.get(9)?);
    Ok(match (row.get(10)?, row.get(11)?) {
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
