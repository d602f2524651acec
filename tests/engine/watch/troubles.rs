//! What is in the way of a watch: what it says, what it does meanwhile, and that it goes on by itself.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use userhub_connect::domain::ids::Auth0UserId;
use userhub_connect::domain::live::Silence;
use userhub_connect::domain::removal::{Hint, Missing, Standing, Word};
use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::practice::auth0::{StreamOptions, StreamRefusal, TenantOptions};
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::live::{self, Change, State, Timing};
use userhub_connect::protocol::sync::End;
use userhub_connect::store::journal::{Identity, Journal};

use super::{
    live as start_live, wait_for_change, wait_for_state, with_events, with_events_and_latency,
};
use crate::stage::Stage;

/// A watch in the test's own process, whose times are those of the test.
struct Inside {
    worker: Worker,
    events: Receiver<live::Event>,
}

impl Inside {
    fn start(stage: &Stage, timing: Timing) -> Self {
        let (sender, events) = channel();
        let sink = Sink::new(move |event| {
            if let Event::Live(event) = event {
                // A test that has seen enough listens no more.
                drop(sender.send(event));
            }
        });
        let worker = Worker::start(sink).unwrap();
        let setup = stage.setup();
        worker.send(Command::Watch(Box::new(live::Request { setup, timing })));
        Self { worker, events }
    }

    #[track_caller]
    fn next(&self) -> live::Event {
        self.events.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    /// Waits for a state, and gives why it is so.
    #[track_caller]
    fn until(&self, wanted: State) -> Option<String> {
        loop {
            if let live::Event::State { state, why, .. } = self.next()
                && state == wanted
            {
                return why;
            }
        }
    }

    #[track_caller]
    fn change(&self, id: &str) -> Change {
        loop {
            if let live::Event::Change(change) = self.next()
                && change.id.as_str() == id
            {
                return *change;
            }
        }
    }

    #[track_caller]
    fn end(self) -> live::Summary {
        self.worker.stop();
        loop {
            if let live::Event::Ended(summary) = self.next() {
                return *summary;
            }
        }
    }
}

/// Times that a test can wait for.
fn quick() -> Timing {
    Timing {
        poll: Duration::from_millis(300),
        refused_again: Duration::from_millis(500),
        events_again: Some(Duration::from_secs(1)),
        silence: Silence {
            first: Duration::from_millis(600),
            least: Duration::from_millis(300),
            most: Duration::from_secs(2),
            longest_gap: None,
        },
        ..Timing::default()
    }
}

/// Everybody is heard from often enough for [`quick`].
fn beating() -> StreamOptions {
    StreamOptions {
        heartbeat_ms: 100,
        ..StreamOptions::default()
    }
}

#[test]
fn a_slot_that_is_taken_is_said_once_and_taken_when_it_is_free() {
    let stage = with_events(40);
    stage.tenant().set_stream_options(StreamOptions {
        slots_taken: 8,
        ..beating()
    });
    let watch = Inside::start(&stage, quick());
    let why = watch.until(State::Polling).unwrap();
    assert!(why.contains("holds the connection"), "{why}");
    // It is never skipped what happens meanwhile.
    let id = stage.tenant().id_of(3);
    stage.change(&id, json!({"name": "Meanwhile"}));
    assert_eq!(watch.change(&id).outcome, live::Outcome::Updated);
    stage.tenant().set_stream_options(beating());
    watch.until(State::Live);
    stage.change(&id, json!({"name": "Live"}));
    let change = watch.change(&id);
    assert_eq!(change.source, live::Source::Events);
    assert!(matches!(watch.end().end, End::Interrupted));
}

#[test]
fn without_the_permission_it_looks_now_and_then_and_says_why() {
    let stage = Stage::of(20);
    let mut running = stage.program("watch --json").start();
    let told = wait_for_state(&mut running, "polling");
    let why = told["why"].as_str().unwrap();
    assert!(why.contains("read:events"), "{why}");
    running.kill();
}

#[test]
fn each_refusal_of_events_leads_to_looking_now_and_then() {
    for refusal in [StreamRefusal::Scope, StreamRefusal::NotFound] {
        let stage = with_events(20);
        stage.tenant().set_stream_options(StreamOptions {
            refuse: Some(refusal),
            ..beating()
        });
        let watch = Inside::start(&stage, quick());
        watch.until(State::Polling);
        stage.tenant().set_stream_options(beating());
        watch.until(State::Live);
        watch.end();
    }
}

#[test]
fn passing_refusals_are_waited_out() {
    for refusal in [StreamRefusal::SlowDown, StreamRefusal::Unavailable] {
        let stage = with_events(20);
        let mut running = start_live(&stage);
        stage.tenant().set_stream_options(StreamOptions {
            refuse: Some(refusal),
            ..beating()
        });
        stage
            .tenant()
            .inject(userhub_connect::practice::auth0::Inject::Cut);
        std::thread::sleep(Duration::from_millis(1_500));
        stage.tenant().set_stream_options(beating());
        let id = stage.tenant().id_of(3);
        stage.change(&id, json!({"name": "After a while"}));
        assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
        running.kill();
    }
}

#[test]
fn an_offset_that_is_lost_is_made_up_for_by_a_comparison() {
    let stage = with_events(40);
    let mut running = start_live(&stage);
    let id = stage.tenant().id_of(8);
    stage.change(&id, json!({"name": "Told"}));
    wait_for_change(&mut running, &id);
    running.terminate();
    running.finish().exits(0);
    stage.change(&id, json!({"name": "Nobody was told"}));
    stage.tenant().lose_offsets();
    let mut running = stage.program("watch --json").start();
    let told = wait_for_state(&mut running, "comparing");
    let why = told["why"].as_str().unwrap();
    assert!(why.contains("no longer has the events"), "{why}");
    let change = wait_for_change(&mut running, &id);
    assert_eq!(
        (&change["source"], &change["outcome"]),
        (&json!("comparison"), &json!("updated"))
    );
    wait_for_state(&mut running, "live");
    running.terminate();
    running.finish().exits(0);
}

#[test]
fn a_connection_that_falls_silent_is_given_up_and_one_that_is_mute_is_done_without() {
    let stage = with_events(40);
    stage.tenant().set_stream_options(beating());
    let watch = Inside::start(&stage, quick());
    watch.until(State::Live);
    // It falls silent: what happens then arrives through another connection.
    stage.tenant().set_stream_options(StreamOptions {
        silent: true,
        ..beating()
    });
    let id = stage.tenant().id_of(3);
    stage.change(&id, json!({"name": "Into the silence"}));
    stage.until("its end", |stage| stage.tenant().streams().1 >= 2);
    // New connections are mute from the beginning: a proxy that keeps everything back.
    let why = watch.until(State::Polling).unwrap();
    assert!(why.contains("proxy"), "{why}");
    assert_eq!(watch.change(&id).outcome, live::Outcome::Updated);
    stage.tenant().set_stream_options(beating());
    watch.until(State::Live);
    watch.end();
}

#[test]
fn a_key_that_is_refused_is_told_once_and_tried_again() {
    // Auth0's connection is up again before UserHub refuses again: that is no news.
    let latency = Duration::from_millis(300);
    let stage = with_events_and_latency(40, TenantOptions::default(), latency);
    let watch = Inside::start(&stage, quick());
    stage.tenant().set_stream_options(beating());
    watch.until(State::Live);
    stage.userhub().revoke(Scope::Everything);
    let id = stage.tenant().id_of(3);
    stage.change(&id, json!({"name": "Refused"}));
    let why = watch.until(State::Problem).unwrap();
    assert!(!why.is_empty());
    std::thread::sleep(Duration::from_millis(1_500));
    let told = watch.events.try_iter().filter(|event| {
        matches!(
            event,
            live::Event::State {
                state: State::Problem,
                ..
            }
        )
    });
    assert_eq!(told.count(), 0, "told once, whatever is tried meanwhile");
    watch.end();
}

#[test]
fn with_a_time_of_its_own_it_ends_with_what_was_refused() {
    let stage = with_events(20);
    stage.tenant().rotate_secret();
    let said = stage.program("watch --json --for 2").run().exits(3);
    assert!(
        said.stdout.contains(r#""state":"problem""#),
        "{}",
        said.stdout
    );
    assert_eq!(said.the("problem")["code"], "E4");
}

#[test]
fn a_userhub_that_is_away_is_waited_for_and_nobody_is_lost() {
    let stage = with_events(40);
    let mut running = start_live(&stage);
    stage
        .userhub()
        .trouble()
        .add(Rule::always(Fault::ResetBeforeAnswer));
    let id = stage.tenant().id_of(3);
    stage.change(&id, json!({"name": "Held up"}));
    wait_for_state(&mut running, "waiting");
    stage.userhub().trouble().clear();
    assert_eq!(wait_for_change(&mut running, &id)["outcome"], "updated");
    wait_for_state(&mut running, "live");
    running.terminate();
    running.finish().exits(0);
}

fn journal(stage: &Stage) -> Journal {
    let setup = stage.setup();
    let identity = Identity {
        auth0: setup.domain.to_string(),
        connection: setup.userhub.unwrap().connection.to_string(),
    };
    Journal::open(&setup.profile, &identity).unwrap()
}

#[test]
fn who_is_gone_is_noted_with_evidence_and_nothing_is_done_to_them() {
    let stage = with_events(40);
    let running = start_live(&stage);
    running.terminate();
    running.finish().exits(0);
    let (gone, control) = (stage.tenant().id_of(3), stage.tenant().id_of(4));
    stage.tenant().delete_person(&gone);
    // Auth0 has said it once, a while ago.
    let first = Timestamp::now()
        .checked_sub(SignedDuration::from_mins(5))
        .unwrap();
    let id = Auth0UserId::new(gone.as_str());
    {
        let mut journal = journal(&stage);
        let missing = Missing {
            id: id.clone(),
            userhub_id: None,
            name: None,
            email: None,
            hint: Hint::Event,
            deleted: None,
        };
        journal.note_missing(&[missing], first).unwrap();
        let word = Word {
            at: first,
            run: None,
            control: Auth0UserId::new(control.as_str()),
        };
        journal.note_word(&id, &word).unwrap();
    }
    let mut running = stage.program("watch --json").start();
    let change = wait_for_change(&mut running, &gone);
    assert_eq!(
        (&change["kind"], &change["outcome"]),
        (&json!("deleted"), &json!("gone"))
    );
    running.terminate();
    running.finish().exits(0);
    let noted = journal(&stage).gone_of(&id).unwrap().unwrap();
    assert_eq!(noted.standing(), Standing::Waiting);
    let again = noted.again.unwrap();
    assert_ne!(again.control, id);
    assert!(noted.deleted.is_some());
    assert_eq!(stage.record(&gone)["state"], "ACTIVE");
}

#[test]
fn one_word_is_no_proof_and_who_comes_back_is_taken_off() {
    let stage = with_events(40);
    let mut running = start_live(&stage);
    let (gone, other) = (stage.tenant().id_of(3), stage.tenant().id_of(4));
    stage.tenant().delete_person(&gone);
    stage.change(&other, json!({"name": "Behind it"}));
    wait_for_change(&mut running, &other);
    let id = Auth0UserId::new(gone.as_str());
    // They come back with the same id, as people of social connections do.
    stage.until("Auth0's word", |stage| {
        let calls = stage.tenant().requests();
        calls.total() > 0
    });
    std::thread::sleep(Duration::from_millis(500));
    stage.create(json!({"user_id": gone, "email": "back@example.com", "name": "Back"}));
    let change = wait_for_change(&mut running, &gone);
    assert_eq!(change["outcome"], "updated");
    running.terminate();
    running.finish().exits(0);
    assert_eq!(journal(&stage).gone_of(&id).unwrap(), None);
}

#[test]
fn who_became_part_of_another_user_is_told_as_that() {
    let stage = with_events(40);
    let mut running = start_live(&stage);
    let (one, into) = (stage.tenant().id_of(3), stage.tenant().id_of(4));
    assert!(stage.tenant().merge_people(&one, &into));
    let change = wait_for_change(&mut running, &one);
    assert_eq!(
        (&change["outcome"], &change["merged_into"]),
        (&json!("gone"), &json!(into))
    );
    running.terminate();
    running.finish().exits(0);
    let noted = journal(&stage)
        .gone_of(&Auth0UserId::new(one))
        .unwrap()
        .unwrap();
    assert_eq!(noted.standing(), Standing::Merged);
}

/// Times of a watch that looks at the set-up all the time.
fn looking() -> Timing {
    Timing {
        check_every: Duration::from_millis(200),
        ..quick()
    }
}

#[test]
fn a_set_up_that_has_changed_is_told_once_and_once_when_it_is_well_again() {
    let four = ["read:users", "update:users", "create:users", "delete:users"];
    let events = "read:events";
    for live in [true, false] {
        let stage = with_events(20);
        stage.tenant().set_stream_options(beating());
        let granted = |most: usize| {
            let granted = four.into_iter().take(most).chain(live.then_some(events));
            stage.tenant().set_permissions(&granted.collect::<Vec<_>>());
        };
        granted(4);
        let watch = Inside::start(&stage, looking());
        watch.until(if live { State::Live } else { State::Polling });
        granted(3);
        let news = || loop {
            if let live::Event::SetUp { issue } = watch.next() {
                return issue;
            }
        };
        let missing = news().unwrap();
        assert!(missing.what.contains("delete:users"), "{missing:?}");
        // It is looked at many times more before it is put right.
        std::thread::sleep(Duration::from_millis(900));
        granted(4);
        assert!(news().is_none(), "told once: next it is well");
        watch.end();
    }
}

#[test]
fn a_watch_that_goes_on_shows_that_it_is_alive() {
    let stage = with_events(20);
    stage.tenant().set_stream_options(beating());
    let watch = Inside::start(&stage, quick());
    while !matches!(watch.next(), live::Event::Alive) {}
    watch.end();
}
