//! Somebody synced alone, as a run of its own in History. The plan of everybody stays the newest one.

use jiff::Timestamp;
use rusqlite::params;

use super::plan::word;
use super::{Done, ItemAction, Journal, StoreError};
use crate::domain::history::Counts;
use crate::domain::ids::Auth0UserId;
use crate::domain::tally::{Outcome, Tally};

/// Who is synced alone.
#[derive(Clone, Debug)]
pub struct Alone {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// What was to be done.
    pub action: ItemAction,
}

impl Journal {
    /// Begins a run of one person.
    pub fn begin_alone(&mut self, now: Timestamp) -> Result<i64, StoreError> {
        let tx = self.db.unchecked_transaction()?;
        tx.execute(
            "INSERT INTO run (state, kind, started_at) VALUES ('running', 'person', ?1)",
            [now.to_string()],
        )?;
        let id = tx.last_insert_rowid();
        self.note_identity()?;
        tx.commit()?;
        Ok(id)
    }

    /// Writes down what became of the person; `done` where it was seen to, and not found to have left Auth0.
    pub fn finish_alone(
        &mut self,
        run: i64,
        alone: &Alone,
        done: Option<Done>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let outcome = done.as_ref().map_or(Outcome::Left, |done| done.outcome);
        let problem = done.as_ref().and_then(|done| done.problem.clone());
        let held = done.as_ref().and_then(|done| done.held.as_ref());
        let userhub_id = held.map(|(id, _)| id.as_str().to_owned());
        if let Some(done) = done {
            self.record(&[done], now)?;
        }
        let counts = Counts {
            tally: one(outcome),
            read_auth0: 1,
            ..Counts::default()
        };
        self.keep_counts(run, &counts)?;
        self.db.execute(
            "INSERT INTO past (run, position, id, name, email, userhub_id, action, outcome, reason, fix, at)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                run,
                alone.id.as_str(),
                alone.name,
                alone.email,
                userhub_id,
                match alone.action {
                    ItemAction::Add => "add",
                    ItemAction::Update => "update",
                },
                word(outcome),
                problem.as_ref().map(|problem| &problem.reason),
                problem.as_ref().map(|problem| &problem.fix),
                now.as_millisecond(),
            ],
        )?;
        // Last, so that what is finished has its person.
        self.db.execute(
            "UPDATE run SET state = 'finished', finished_at = ?2, read_auth0 = 1, people = 1 WHERE id = ?1",
            params![run, now.to_string()],
        )?;
        Ok(())
    }
}

fn one(outcome: Outcome) -> Tally {
    let mut tally = Tally::default();
    *match outcome {
        Outcome::Added => &mut tally.added,
        Outcome::Updated => &mut tally.updated,
        Outcome::UpToDate => &mut tally.up_to_date,
        Outcome::Attention => &mut tally.attention,
        Outcome::Left => &mut tally.left,
    } = 1;
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::history::{Ending, Kind};
    use crate::store::journal::{Identity, Past};

    #[test]
    fn a_person_alone_is_a_run_of_its_own_and_stays_when_others_begin() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        let mut journal = Journal::open(folder.path(), &identity).unwrap();
        let now = Timestamp::from_second(1_000).unwrap();
        let run = journal.begin_alone(now).unwrap();
        let alone = Alone {
            id: Auth0UserId::new("auth0|1"),
            name: Some("Ann Lee".to_owned()),
            email: None,
            action: ItemAction::Add,
        };
        let done = Done {
            position: 0,
            id: alone.id.clone(),
            outcome: Outcome::Added,
            held: None,
            kept: None,
            problem: None,
        };
        journal.finish_alone(run, &alone, Some(done), now).unwrap();
        // One that is killed before it comes to its end.
        journal.begin_alone(now).unwrap();
        // Neither is the plan that a later sync goes on with.
        assert_eq!(journal.latest_run().unwrap(), None);
        journal.begin_run(now, 90).unwrap();
        let past = Past::open(folder.path()).unwrap().unwrap();
        let runs = past.runs().unwrap();
        let told: Vec<_> = runs.iter().map(|run| (run.kind, &run.ending)).collect();
        assert_eq!(
            told[1..],
            [
                (Kind::Person, &Ending::Stopped),
                (Kind::Person, &Ending::Done)
            ]
        );
        assert_eq!(runs[2].result(), "1 of 1 person is in UserHub");
        let mut names = Vec::new();
        past.each_person(run, |person| {
            names.push((person.name.clone(), person.words()));
            true
        })
        .unwrap();
        assert_eq!(names, [(Some("Ann Lee".to_owned()), "Added")]);
    }
}
