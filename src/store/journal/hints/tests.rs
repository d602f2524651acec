//! What a watch keeps, and what is gone when it was looked at.

use super::*;
use crate::domain::history::Kind;
use crate::domain::profile::Profile;
use crate::store::journal::Identity;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn open(folder: &std::path::Path) -> Journal {
    let identity = Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    };
    Journal::open(folder, &identity).unwrap()
}

fn hint(id: &str, kind: ChangeKind, seconds: i64) -> Hint {
    Hint {
        id: Auth0UserId::new(id),
        kind,
        at: Some(at(seconds)),
        linked: Vec::new(),
    }
}

fn names(found: &[Outstanding]) -> Vec<&str> {
    found.iter().map(|one| one.id.as_str()).collect()
}

fn done(outstanding: &Outstanding, outcome: Outcome) -> Watched {
    Watched {
        called: (Some("Ada".to_owned()), None),
        action: ItemAction::Update,
        done: Some(Done {
            position: 0,
            id: outstanding.id.clone(),
            outcome,
            held: Some((UserHubUserId::new("usr_1"), Profile::default())),
            kept: None,
            problem: None,
        }),
        outstanding: outstanding.clone(),
    }
}

#[test]
fn whoever_is_named_often_is_looked_at_once_and_again_when_named_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    let (updated, deleted) = (ChangeKind::Updated, ChangeKind::Deleted);
    let hints = [
        hint("a|1", ChangeKind::Created, 5),
        hint("a|2", updated, 6),
        hint("a|1", updated, 9),
    ];
    journal.keep_hints(&hints, Some("o1"), at(10)).unwrap();
    let found = journal.outstanding(at(10), 10).unwrap();
    assert_eq!(names(&found), ["a|2", "a|1"]);
    let one = &found[1];
    assert_eq!((one.kind, one.changed_at), (updated, Some(at(5))));
    // Named again while it is looked at: that look does not answer for the later naming.
    journal
        .keep_hints(&[hint("a|1", deleted, 11)], Some("o2"), at(11))
        .unwrap();
    let run = journal.begin_changes(Kind::Watch, at(1), 90).unwrap();
    let both = [
        done(one, Outcome::Updated),
        done(&found[0], Outcome::UpToDate),
    ];
    journal
        .watched(run, &both, &Counts::default(), at(12))
        .unwrap();
    let left = journal.outstanding(at(12), 10).unwrap();
    assert_eq!((names(&left), left[0].kind), (vec!["a|1"], deleted));
    assert_eq!(journal.outstanding_count().unwrap(), 1);
    // What was seen of UserHub is known from now on; who is up to date is counted and not named.
    let known = journal.known(&Auth0UserId::new("a|2")).unwrap();
    assert_eq!(known.userhub_id, Some(UserHubUserId::new("usr_1")));
    let named: i64 = journal
        .db
        .query_row("SELECT count(*) FROM past WHERE run = ?1", [run], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(named, 1);
}

#[test]
fn the_place_in_the_stream_is_kept_with_whom_it_has_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    assert_eq!(journal.place().unwrap(), Place::default());
    journal.read_events_from(at(100), at(160)).unwrap();
    let from = Place {
        from: Some(at(100)),
        kept_at: Some(at(160)),
        offset: None,
    };
    assert_eq!(journal.place().unwrap(), from);
    // An event without an offset moves nothing.
    journal
        .keep_hints(&[hint("a|1", ChangeKind::Created, 1)], None, at(170))
        .unwrap();
    assert_eq!(journal.place().unwrap(), from);
    journal.keep_hints(&[], Some("o="), at(180)).unwrap();
    drop(journal);
    let mut journal = open(folder.path());
    let place = journal.place().unwrap();
    assert_eq!(
        (place.offset.as_deref(), place.kept_at),
        (Some("o="), Some(at(180)))
    );
    assert_eq!(journal.outstanding_count().unwrap(), 1);
    journal.forget_place().unwrap();
    assert_eq!(journal.place().unwrap(), Place::default());
}

#[test]
fn a_look_that_is_put_off_comes_later_and_at_once_when_somebody_is_named_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    journal
        .keep_hints(&[hint("a|1", ChangeKind::Deleted, 1)], None, at(1))
        .unwrap();
    let one = journal.outstanding(at(2), 10).unwrap().remove(0);
    journal.put_off(&one, at(60)).unwrap();
    assert_eq!(journal.outstanding(at(59), 10).unwrap(), []);
    let later = journal.outstanding(at(60), 10).unwrap();
    assert_eq!((names(&later), later[0].tries), (vec!["a|1"], 1));
    journal
        .keep_hints(&[hint("a|1", ChangeKind::Updated, 3)], None, at(3))
        .unwrap();
    assert_eq!(names(&journal.outstanding(at(3), 10).unwrap()), ["a|1"]);
    // Putting off what was meanwhile named again puts off nothing.
    journal.put_off(&one, at(999)).unwrap();
    assert_eq!(journal.outstanding(at(3), 10).unwrap().len(), 1);
}

#[test]
fn who_became_part_of_another_user_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    let linked = Hint {
        linked: vec![Auth0UserId::new("github|7")],
        ..hint("a|1", ChangeKind::Updated, 1)
    };
    journal.keep_hints(&[linked], None, at(1)).unwrap();
    let known = journal.known(&Auth0UserId::new("github|7")).unwrap();
    assert_eq!(known.linked_into, Some(Auth0UserId::new("a|1")));
    assert_eq!(journal.somebody_else(&Auth0UserId::new("x")).unwrap(), None);
}
