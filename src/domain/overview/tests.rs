//! The sentence by its facts, the dates, and the days of the chart.

use super::*;

const NOW: &str = "2026-11-26T14:42:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn compared(when: &str) -> Comparison {
    Comparison {
        at: at(when),
        people: 12_431,
        differ: 0,
        taken_back: 0,
        is_proved: true,
    }
}

fn glance(when: &str) -> Glance {
    Glance {
        compared: Some(compared(when)),
        ..Glance::default()
    }
}

fn of(glance: &Glance, syncing: Syncing, keeping: &Keeping) -> Sentence {
    let facts = Facts {
        glance: Some(glance),
        unreadable: None,
        left: glance.left,
        halted: None,
        syncing,
        keeping,
        drift: None,
        stated_days: 7,
    };
    sentence(&facts, at(NOW), &TimeZone::UTC)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, a case a line")]
fn the_sentence_says_what_is_true_and_is_well_only_with_a_complete_comparison() {
    let today = "2026-11-26T14:02:00Z";
    let live = Keeping::Live {
        since: at("2026-11-26T09:14:00Z"),
        last: Some(at("2026-11-26T14:41:20Z")),
    };
    let stopped = Keeping::Stopped {
        at: at("2026-11-26T09:14:00Z"),
        why: "Auth0 refused the key".to_owned(),
    };
    let by_hand = Keeping::ByHand;
    let stale = Keeping::Scheduled {
        success: Some(at("2026-11-26T10:00:00Z")),
        is_stale: true,
    };
    let fresh = glance(today);
    let change = |change: &dyn Fn(&mut Glance)| {
        let mut changed = glance(today);
        change(&mut changed);
        changed
    };
    let waits = change(&|it| (it.attention, it.left) = (2, 7));
    let one = change(&|it| it.attention = 1);
    let not_proved = change(&|it| {
        it.compared = Some(Comparison {
            is_proved: false,
            ..compared(today)
        });
    });
    let differ = change(&|it| {
        it.compared = Some(Comparison {
            differ: 3,
            ..compared(today)
        });
    });
    let left_out = change(&|it| {
        it.compared = Some(Comparison {
            taken_back: 2400,
            ..compared(today)
        });
    });
    let cut_off = change(&|it| {
        it.stopped = Some(Stopped {
            at: at("2026-11-26T14:30:00Z"),
            why: None,
        });
    });
    let failed = change(&|it| {
        let why = Some("UserHub refused the API key".to_owned());
        it.stopped = Some(Stopped {
            at: at("2026-11-26T14:30:00Z"),
            why,
        });
    });
    let taken_back = change(&|it| {
        it.changed = Some(Since {
            at: at("2026-11-26T14:30:00Z"),
            what: "239 people of a sync marked for deletion. 10 left as they are".to_owned(),
        });
    });
    let minutes = |minutes| Some(Left::exactly(Duration::from_mins(minutes)));
    let running = Syncing::Running(minutes(120));
    let no = Syncing::No;
    let cases: &[(&Glance, Syncing, &Keeping, Mood, &str, &str)] = &[
        (
            &fresh,
            no,
            &by_hand,
            Mood::Well,
            "Auth0 and UserHub agree.",
            "12,431 people, compared today at 14:02.",
        ),
        (
            &fresh,
            no,
            &live,
            Mood::Well,
            "Auth0 and UserHub agree.",
            "12,431 people, compared today at 14:02. Live since 9:14; the last change came 40 seconds ago.",
        ),
        (
            &fresh,
            no,
            &stopped,
            Mood::Broken,
            "Live updates stopped at 9:14: Auth0 refused the key",
            "The last complete comparison was today at 14:02.",
        ),
        (
            &fresh,
            no,
            &stale,
            Mood::Waits,
            "The task on this computer has not come through for too long.",
            "It came through last today at 10:00. 12,431 people agreed today at 14:02.",
        ),
        (
            &taken_back,
            no,
            &by_hand,
            Mood::Open,
            "UserHub was changed since the last comparison.",
            "Today at 14:30: 239 people of a sync marked for deletion. 10 left as they are. A check on the page Sync shows how \
             both sides stand now, and changes nothing.",
        ),
        (
            &waits,
            no,
            &live,
            Mood::Waits,
            "9 people wait for you.",
            "12,429 of 12,431 people agreed, compared today at 14:02. Live since 9:14; the last change came 40 seconds ago.",
        ),
        (
            &one,
            no,
            &by_hand,
            Mood::Waits,
            "1 person waits for you.",
            "12,430 of 12,431 people agreed, compared today at 14:02.",
        ),
        (
            &not_proved,
            no,
            &by_hand,
            Mood::Waits,
            "The last comparison was not complete.",
            "12,431 people were compared today at 14:02, and it could not be proved that those are all. History says why.",
        ),
        (
            &differ,
            no,
            &by_hand,
            Mood::Waits,
            "3 people differ.",
            "Compared today at 14:02. Sync brings them over.",
        ),
        (
            &left_out,
            no,
            &by_hand,
            Mood::Well,
            "Auth0 and UserHub agree.",
            "12,431 people, compared today at 14:02. 2,400 more are left out, since the sync that added them was taken back.",
        ),
        (
            &cut_off,
            no,
            &by_hand,
            Mood::Waits,
            "Not compared since today.",
            "The sync of today at 14:30 did not come to its end.",
        ),
        (
            &failed,
            no,
            &by_hand,
            Mood::Waits,
            "Not compared since today.",
            "The run of today at 14:30 stopped: UserHub refused the API key.",
        ),
        (
            &glance("2026-11-25T08:05:00Z"),
            no,
            &by_hand,
            Mood::Well,
            "Auth0 and UserHub agree.",
            "12,431 people, compared yesterday at 8:05.",
        ),
        (
            &glance("2026-11-24T08:05:00Z"),
            no,
            &by_hand,
            Mood::Well,
            "Auth0 and UserHub agree.",
            "12,431 people, compared on Tuesday at 8:05.",
        ),
        (
            &glance("2026-11-19T14:41:00Z"),
            no,
            &by_hand,
            Mood::Waits,
            "Not compared since 19 November.",
            "12,431 people were compared 7 days ago, on 19 November at 14:41. What has changed since is not known.",
        ),
        (
            &Glance::default(),
            no,
            &by_hand,
            Mood::Open,
            "Nobody was compared yet.",
            "Check first shows what a sync would do, and changes nothing.",
        ),
        (
            &Glance::default(),
            running,
            &by_hand,
            Mood::Open,
            "First sync is running: about 2 hours left.",
            "No comparison has come to its end yet.",
        ),
        (
            &waits,
            running,
            &live,
            Mood::Open,
            "Sync is running: about 2 hours left.",
            "The last complete comparison was today at 14:02.",
        ),
        (
            &fresh,
            no,
            &Keeping::Comparing,
            Mood::Open,
            "Everybody is being compared.",
            "The last complete comparison was today at 14:02.",
        ),
    ];
    for (glance, syncing, keeping, mood, title, body) in cases {
        let said = of(glance, *syncing, keeping);
        assert_eq!(
            (said.mood, &*said.title, &*said.body),
            (*mood, *title, *body)
        );
        assert!(!said.short.is_empty());
    }
}

#[test]
fn the_sentence_ages_by_itself() {
    let known = glance("2026-11-20T14:02:00Z");
    let keeping = Keeping::ByHand;
    let facts = Facts {
        glance: Some(&known),
        unreadable: None,
        left: 0,
        halted: None,
        syncing: Syncing::No,
        keeping: &keeping,
        drift: None,
        stated_days: 7,
    };
    let mood = |now| sentence(&facts, at(now), &TimeZone::UTC).mood;
    assert_eq!(mood("2026-11-27T14:02:00Z"), Mood::Well);
    assert_eq!(mood("2026-11-27T14:02:01Z"), Mood::Waits);
    // A clock that was put back proves nothing to be old.
    assert_eq!(mood("2026-11-01T00:00:00Z"), Mood::Well);
    let drifted = Facts {
        drift: Some("UserHub does not accept this API key"),
        ..facts.clone()
    };
    let said = sentence(&drifted, at("2026-11-27T14:02:00Z"), &TimeZone::UTC);
    assert_eq!(said.mood, Mood::Broken);
    assert_eq!(
        said.title,
        "The set-up needs you: UserHub does not accept this API key."
    );
    let halted = Facts {
        halted: Some("The automatic removal did not come to its end"),
        ..facts.clone()
    };
    let said = sentence(&halted, at(NOW), &TimeZone::UTC);
    assert_eq!(
        (said.mood, said.title.as_str()),
        (
            Mood::Waits,
            "The automatic removal did not come to its end."
        )
    );
    let unknown = Facts {
        glance: None,
        ..facts.clone()
    };
    assert_eq!(sentence(&unknown, at(NOW), &TimeZone::UTC).mood, Mood::Open);
    let unreadable = Facts {
        unreadable: Some("Why"),
        ..facts.clone()
    };
    assert_eq!(
        sentence(&unreadable, at(NOW), &TimeZone::UTC).mood,
        Mood::Broken
    );
}

#[test]
fn a_day_on_which_nobody_looked_is_empty_and_not_zero() {
    let zone = TimeZone::fixed(jiff::tz::offset(2));
    let activity = [
        // In this zone it is the 26th already.
        Activity {
            at: at("2026-11-25T22:30:00Z"),
            added: 3,
            updated: 1,
            left: 2,
        },
        Activity {
            at: at("2026-10-01T12:00:00Z"),
            added: 9,
            updated: 9,
            left: 9,
        },
        Activity {
            at: at("2026-12-24T12:00:00Z"),
            added: 9,
            updated: 9,
            left: 9,
        },
    ];
    let looked = [Looked {
        from: at("2026-11-22T21:59:00Z"),
        to: at("2026-11-23T22:00:00Z"),
    }];
    let days = days(&activity, &looked, at(NOW), &zone);
    assert_eq!(days.len(), 30);
    assert_eq!(days[29].date.to_string(), "2026-11-26");
    assert_eq!((days[29].added, days[29].updated, days[29].left), (3, 1, 2));
    let compared: Vec<String> = days
        .iter()
        .filter(|day| day.is_compared)
        .map(|day| day.date.strftime("%d").to_string())
        .collect();
    assert_eq!(compared, ["22", "23", "24", "26"]);
    assert_eq!(days.iter().map(Day::all).sum::<u64>(), 6);
}

#[test]
fn the_newest_complete_comparison_counts_and_what_stopped_after_it_is_told() {
    let run = |id, kind, ending, started: &str| PastRun {
        act: None,
        id,
        kind,
        ending,
        started_at: at(started),
        ended_at: None,
        counts: Some(crate::domain::history::Counts::default()),
        effort: None,
        people: crate::domain::history::People::Kept(0),
        not_proved: Vec::new(),
        certificate: None,
        pace: None,
    };
    let first = "2026-11-20T10:00:00Z";
    let runs = [
        run(4, Kind::Changes, Ending::Done, "2026-11-23T10:00:00Z"),
        run(3, Kind::Sync, Ending::Stopped, "2026-11-22T10:00:00Z"),
        run(2, Kind::Sync, Ending::Done, "2026-11-21T10:00:00Z"),
        run(1, Kind::Sync, Ending::Done, first),
    ];
    // A sync that ended without its end being noted, as one that left somebody out, is none of everybody.
    let glance = Glance::of_runs(&runs, Some(at(first)));
    assert_eq!(glance.compared.map(|one| one.at), Some(at(first)));
    assert_eq!(glance.stopped, None, "changes came over since");
    let glance = Glance::of_runs(&runs[1..], Some(at("2026-11-21T10:00:00Z")));
    assert_eq!(
        glance.compared.map(|one| one.at),
        Some(at("2026-11-21T10:00:00Z"))
    );
    let stopped = glance.stopped.expect("it was cut off");
    assert_eq!(
        (stopped.at, stopped.why),
        (at("2026-11-22T10:00:00Z"), None)
    );
    assert_eq!(Glance::of_runs(&runs, None).compared, None);

    let done = |id, kind, started: &str, ended: &str| {
        let mut run = run(id, kind, Ending::Done, started);
        run.ended_at = Some(at(ended));
        let tally = crate::domain::tally::Tally {
            updated: 3,
            ..Default::default()
        };
        run.counts = Some(crate::domain::history::Counts {
            tally,
            ..Default::default()
        });
        run
    };
    let sync = done(
        2,
        Kind::Sync,
        "2026-11-21T10:00:00Z",
        "2026-11-21T10:10:00Z",
    );
    let changed = |kind, started: &str| {
        let other = done(3, kind, started, started);
        let everybody_at = Some(at("2026-11-21T10:00:00Z"));
        let glance = Glance::of_runs(&[other, sync.clone()], everybody_at);
        glance.changed.map(|since| since.what)
    };
    assert_eq!(changed(Kind::Undo, "2026-11-20T10:00:00Z"), None);
    // What a sync brings back of its own lies within it.
    assert_eq!(changed(Kind::Restore, "2026-11-21T10:05:00Z"), None);
    assert_eq!(
        changed(Kind::Undo, "2026-11-21T10:11:00Z").as_deref(),
        Some("3 people of a sync marked for deletion")
    );
    // It was in no count of those who agree.
    assert_eq!(changed(Kind::Removal, "2026-11-21T10:11:00Z"), None);
}

#[test]
fn the_next_comparison_is_a_day_after_the_last_one() {
    let said = |last: &str| next_comparison(at(last), at("2026-11-26T14:42:00Z"), &TimeZone::UTC);
    assert_eq!(
        said("2026-11-26T02:10:00Z"),
        "Next complete comparison tomorrow at 2:10."
    );
    assert_eq!(
        said("2026-11-25T15:00:00Z"),
        "Next complete comparison today at 15:00."
    );
    assert_eq!(
        said("2026-11-25T14:42:00Z"),
        "The next complete comparison is due."
    );
    // A clock that was put back.
    assert_eq!(
        said("2026-12-04T09:05:00Z"),
        "Next complete comparison on 5 December at 9:05."
    );
}
