//! What rounds of changes keep: whoever needs attention for the same reason again and again is told once.

use super::*;
use crate::store::journal::Identity;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn apart(folder: &std::path::Path) -> Journal {
    let identity = Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    };
    drop(Journal::open(folder, &identity).unwrap());
    Journal::open_apart(folder, &identity).unwrap()
}

/// A round that came to these, each with a reason to need attention or none. Gives whom it tells.
fn round(journal: &mut Journal, run: i64, people: &[(&str, Option<&str>)]) -> Vec<String> {
    journal.begin_round().unwrap();
    for (position, (id, reason)) in people.iter().enumerate() {
        let outcome = if reason.is_some() {
            "attention"
        } else {
            "updated"
        };
        let position = i64::try_from(position).unwrap() + 1;
        let insert = "INSERT INTO temp.item (position, id, action, flags, fields, outcome, reason) VALUES (?1, ?2, 'update', 0, 0, ?3, ?4)";
        (journal.db)
            .execute(insert, params![position, id, outcome, reason])
            .unwrap();
    }
    journal.keep_round(run).unwrap();
    let mut told = Vec::new();
    journal
        .each_outcome(|one| told.push(one.id.to_string()))
        .unwrap();
    told
}

fn people(journal: &Journal, run: i64) -> Option<i64> {
    let people = "SELECT people FROM run WHERE id = ?1";
    let found = journal.db.query_row(people, [run], |row| row.get(0));
    found.optional().unwrap()
}

#[test]
fn whoever_needs_attention_still_is_told_once_in_a_watch_and_again_when_the_reason_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = apart(folder.path());
    let run = journal.begin_changes(Kind::Watch, at(1), 90).unwrap();
    let (marked, gone) = (Some("marked"), Some("refused"));
    assert_eq!(
        round(&mut journal, run, &[("a|1", marked), ("a|2", None)]),
        ["a|1", "a|2"]
    );
    for _ in 0..3 {
        assert!(round(&mut journal, run, &[("a|1", marked)]).is_empty());
        assert_eq!(
            journal.late().unwrap(),
            [Auth0UserId::new("a|1")],
            "tried again"
        );
    }
    assert_eq!(people(&journal, run), Some(2));
    assert_eq!(round(&mut journal, run, &[("a|1", gone)]), ["a|1"]);
    // What was well in between is news again.
    assert_eq!(round(&mut journal, run, &[("a|1", None)]), ["a|1"]);
    assert_eq!(round(&mut journal, run, &[("a|1", gone)]), ["a|1"]);
    assert_eq!(people(&journal, run), Some(5));
}

#[test]
fn of_runs_that_come_to_the_same_people_the_newest_alone_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = apart(folder.path());
    let mut finish = |people: &[(&str, Option<&str>)]| {
        let run = journal.begin_changes(Kind::Changes, at(1), 90).unwrap();
        let told = round(&mut journal, run, people);
        assert_eq!(told.len(), people.len(), "each run tells of its own");
        let counts = Counts::default();
        journal
            .end_changes(run, &counts, Some(at(2)), at(3))
            .unwrap();
        let mut kept = journal
            .db
            .prepare("SELECT id FROM run ORDER BY id")
            .unwrap();
        let kept = kept.query_map([], |row| row.get::<_, i64>(0)).unwrap();
        (run, kept.collect::<Result<Vec<_>, _>>().unwrap())
    };
    let marked = Some("marked");
    let (first, _) = finish(&[("a|1", marked), ("a|2", None)]);
    let (second, kept) = finish(&[("a|1", marked)]);
    assert_eq!(kept, [first, second], "the first had brought somebody over");
    let (third, kept) = finish(&[("a|1", marked)]);
    assert_eq!(kept, [first, third]);
    let (fourth, kept) = finish(&[("a|1", Some("refused"))]);
    assert_eq!(kept, [first, third, fourth], "another reason");
    let (fifth, kept) = finish(&[("a|3", Some("refused"))]);
    assert_eq!(kept, [first, third, fourth, fifth], "another person");
}
