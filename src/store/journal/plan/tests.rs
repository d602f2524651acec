//! The plan's decisions, each of which a turned-round query would change.

use super::*;
use crate::domain::profile::{Source, Target};
use crate::store::journal::{Identity, Past};

fn at(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(millisecond).unwrap()
}

fn open(folder: &std::path::Path) -> Journal {
    let identity = Identity {
        auth0: "acme.eu.auth0.com".to_owned(),
        connection: "conn_1".to_owned(),
    };
    Journal::open(folder, &identity).unwrap()
}

fn named(name: &str) -> Profile {
    Profile {
        display_name: Some(name.to_owned()),
        ..Profile::default()
    }
}

/// A plan with `a` to `e` to be added, `f` to be updated, `g` unreadable, and `z` only in UserHub.
fn plan(journal: &mut Journal) -> i64 {
    let run = journal.begin_run(at(1), 90).unwrap();
    let person = |id: &str| Source {
        id: Auth0UserId::new(id),
        profile: if id == "g" {
            Err("odd".to_owned())
        } else {
            Ok(named(id))
        },
    };
    let people: Vec<Source> = ["a", "b", "c", "d", "e", "f", "g"].map(person).into();
    journal.add_sources(&people).unwrap();
    let held = |id: &str| Target {
        id: Auth0UserId::new(id),
        userhub_id: UserHubUserId::new(format!("usr_{id}")),
        pending_deletion: false,
        profile: named("another"),
        created_at: None,
    };
    journal.add_targets(&[held("f"), held("z")]).unwrap();
    let words = |_: &Attention| Problem {
        reason: "planned".to_owned(),
        fix: String::new(),
    };
    journal
        .make_plan(run, true, at(7), words, || false)
        .unwrap();
    run
}

fn done(position: i64, id: &str, outcome: Outcome, reason: Option<&str>) -> Done {
    Done {
        position,
        id: Auth0UserId::new(id),
        outcome,
        held: None,
        kept: None,
        problem: reason.map(|reason| Problem {
            reason: reason.to_owned(),
            fix: "fix".to_owned(),
        }),
    }
}

fn ids(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.id.as_str()).collect()
}

fn moment(journal: &Journal, id: &str) -> Option<i64> {
    let sql = "SELECT at FROM item WHERE id = ?1";
    journal.db.query_row(sql, [id], |row| row.get(0)).unwrap()
}

#[test]
fn who_is_tried_again_is_told_by_action_and_reason_and_their_moment_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    let run = plan(&mut journal);
    assert_eq!(
        moment(&journal, "g"),
        Some(7),
        "planned and settled at once"
    );
    assert_eq!(moment(&journal, "z"), Some(7));
    assert_eq!(moment(&journal, "a"), None);
    let outcomes = [
        done(1, "a", Outcome::Attention, Some("busy")),
        done(2, "b", Outcome::Attention, Some("refused")),
        done(3, "c", Outcome::Added, None),
        done(4, "d", Outcome::Left, None),
        done(6, "f", Outcome::Attention, Some("refused")),
    ];
    journal.record(&outcomes, at(9)).unwrap();
    assert_eq!(moment(&journal, "a"), Some(9));
    let counts = journal.counts(run).unwrap();
    let tally = counts.tally;
    assert_eq!((tally.added, tally.updated, tally.left), (1, 0, 1));
    assert_eq!((tally.attention, tally.only_in_userhub), (4, 1));
    assert_eq!(
        (counts.to_add, counts.to_update, counts.read_auth0),
        (1, 0, 7)
    );

    journal.retry_attention_for("refused").unwrap();
    assert_eq!(ids(&journal.items_after(0, 10).unwrap()), ["b", "e", "f"]);
    assert_eq!(moment(&journal, "b"), None, "nothing has come of them yet");
    assert_eq!(moment(&journal, "a"), Some(9));
    let counts = journal.counts(run).unwrap();
    assert_eq!((counts.to_add, counts.to_update), (2, 1));

    journal.retry_attention().unwrap();
    let open = journal.items_after(0, 10).unwrap();
    assert_eq!(
        ids(&open),
        ["a", "b", "e", "f"],
        "g is settled: there is nothing to try"
    );
    assert_eq!(
        (moment(&journal, "a"), moment(&journal, "g")),
        (None, Some(7))
    );
}

#[test]
fn whoever_could_not_be_brought_over_is_tried_after_all_others_until_they_go_through() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    plan(&mut journal);
    let turn = |journal: &Journal, late| {
        let items = journal.items_in_turn(late, 0, 10).unwrap();
        ids(&items).join("")
    };
    assert_eq!(
        (turn(&journal, false), turn(&journal, true)),
        ("abcdef".into(), String::new())
    );
    let outcomes = [
        done(1, "a", Outcome::Attention, Some("refused")),
        done(2, "b", Outcome::Attention, Some("refused")),
    ];
    journal.record(&outcomes, at(9)).unwrap();
    journal.retry_attention().unwrap();
    assert_eq!(
        (turn(&journal, false), turn(&journal, true)),
        ("cdef".into(), "ab".into())
    );
    let after: Vec<Item> = journal.items_in_turn(true, 1, 10).unwrap();
    assert_eq!(ids(&after), ["b"]);
    // The next run knows them too, and forgets whoever has gone through.
    journal
        .record(&[done(2, "b", Outcome::Added, None)], at(9))
        .unwrap();
    drop(journal);
    let mut journal = open(folder.path());
    plan(&mut journal);
    assert_eq!(
        (turn(&journal, false), turn(&journal, true)),
        ("bcdef".into(), "a".into())
    );
}

#[test]
fn those_who_bear_witness_are_known_to_be_good_or_from_all_over_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    assert!(!journal.lists_anybody().unwrap());
    plan(&mut journal);
    assert!(journal.lists_anybody().unwrap());
    // Auth0 does not have z, and f is held by UserHub.
    assert_eq!(journal.known_good(true).unwrap(), ["f"]);
    assert!(journal.known_good(false).unwrap().is_empty());
    journal
        .record(&[done(6, "f", Outcome::Attention, Some("no"))], at(9))
        .unwrap();
    assert!(journal.known_good(true).unwrap().is_empty());
    assert_eq!(
        ids(&journal.witnesses().unwrap()),
        ["a", "b", "c", "d", "e"]
    );

    let run = journal.begin_run(at(10), 90).unwrap();
    let mut people = Vec::new();
    for number in 0..100 {
        let kind = ["auth0", "google-oauth2", "samlp|acme"]
            [usize::from(number >= 95) + usize::from(number >= 98)];
        people.push(Source {
            id: Auth0UserId::new(format!("{kind}|{number:03}")),
            profile: Ok(named("x")),
        });
    }
    journal.add_sources(&people).unwrap();
    let words = |_: &Attention| Problem {
        reason: String::new(),
        fix: String::new(),
    };
    journal
        .make_plan(run, true, at(11), words, || false)
        .unwrap();
    let witnesses = journal.witnesses().unwrap();
    let ids = ids(&witnesses);
    for kind in ["auth0|", "google-oauth2|", "samlp|acme|"] {
        assert!(ids.iter().any(|id| id.starts_with(kind)), "{ids:?}");
    }
    assert!((6..=12).contains(&ids.len()), "{ids:?}");
    assert_eq!(ids.last(), Some(&"samlp|acme|099"));
}

#[test]
fn a_file_with_a_negative_count_is_damaged_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    let run = plan(&mut journal);
    for column in ["up_to_date", "read_auth0"] {
        let set = |to: i64| format!("UPDATE run SET {column} = {to}");
        journal.db.execute_batch(&set(-1)).unwrap();
        assert!(
            matches!(journal.counts(run), Err(StoreError::Database(_))),
            "{column}"
        );
        journal.db.execute_batch(&set(0)).unwrap();
    }
    // What History reads is held to the same.
    let runs = || Past::open(folder.path()).unwrap().unwrap().runs();
    assert!(runs().is_ok());
    for column in ["auth0_requests", "took_ms", "people", "added"] {
        let set = |to: i64| format!("UPDATE run SET {column} = {to}");
        journal.db.execute_batch(&set(-1)).unwrap();
        assert!(matches!(runs(), Err(StoreError::Database(_))), "{column}");
        journal.db.execute_batch(&set(0)).unwrap();
    }
}

#[test]
fn a_plan_can_be_stopped_while_it_is_made_and_is_asked_about_once_in_a_thousand_people() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = open(folder.path());
    let run = journal.begin_run(at(1), 90).unwrap();
    let person = |number: usize| Source {
        id: Auth0UserId::new(format!("auth0|{number:04}")),
        profile: Ok(named("somebody")),
    };
    let people: Vec<Source> = (0..2_500).map(person).collect();
    journal.add_sources(&people).unwrap();
    let words = |_: &Attention| Problem {
        reason: String::new(),
        fix: String::new(),
    };
    let asked = std::cell::Cell::new(0);
    let stopped_at = |most: u32| {
        asked.set(asked.get() + 1);
        asked.get() > most
    };
    let stopped = journal.make_plan(run, true, at(2), words, || stopped_at(2));
    assert!(matches!(stopped, Err(StoreError::Stopped)));
    assert_eq!(asked.replace(0), 3);
    let items = "SELECT count(*) FROM item";
    let left: i64 = journal.db.query_row(items, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "no plan is left");
    let tally = journal.make_plan(run, true, at(3), words, || stopped_at(9));
    assert_eq!((tally.unwrap().added, asked.get()), (2_500, 3));
}
