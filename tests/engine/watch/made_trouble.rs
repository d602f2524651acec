//! "Show me trouble" for live updates, as the window asks for it: what the watch then does, and that it goes on when it is over.
//! The window's practice world lacks two permissions at first; the automatic set-up adds them, as it does for a person.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use userhub_connect::domain::install::{Choices, LiveUpdates, Way};
use userhub_connect::domain::live::Silence;
use userhub_connect::engine::sink::Sink;
use userhub_connect::engine::worker::Worker;
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::{StreamOptions, TenantOptions};
use userhub_connect::protocol::command::Command;
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::install::{self, InstallEnd, InstallSetup, Request};
use userhub_connect::protocol::live::{self, State, Timing};
use userhub_connect::protocol::setup::Setup;
use userhub_connect::protocol::ticket::Ticket;
use userhub_connect::protocol::trouble::Trouble;
use userhub_connect::store::secrets::Lockable;

/// A worker with a practice world of its own, and a watch in it.
struct World {
    worker: Worker,
    events: Receiver<Event>,
    _folder: tempfile::TempDir,
}

impl World {
    fn watched() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            people: 30,
            already_imported: true,
            tenant: TenantOptions {
                streams: StreamOptions {
                    heartbeat_ms: 100,
                    ..StreamOptions::default()
                },
                ..Options::default().tenant
            },
            ..Options::default()
        };
        let (sender, events) = channel();
        let sink = Sink::new(move |event| drop(sender.send(event)));
        let secrets = Arc::<Lockable>::default();
        let worker = Worker::start_with(sink, secrets, options).unwrap();
        let path = folder.path().to_owned();
        worker.send(Command::OpenPractice { folder: path });
        let world = Self {
            worker,
            events,
            _folder: folder,
        };
        let setup = world.wait(|event| match event {
            Event::PracticeOpened(setup) => Some(*setup),
            _ => None,
        });
        world.allow_events(&setup);
        let timing = Timing {
            poll: Duration::from_millis(300),
            events_again: Some(Duration::from_millis(700)),
            silence: Silence {
                first: Duration::from_millis(600),
                least: Duration::from_millis(300),
                most: Duration::from_secs(2),
                longest_gap: None,
            },
            ..Timing::default()
        };
        let request = live::Request { setup, timing };
        world.worker.send(Command::Watch(Box::new(request)));
        world.until(State::Live);
        world
    }

    /// Gives the application the permission for live updates, and nothing else.
    fn allow_events(&self, setup: &Setup) {
        self.worker.send(Command::GivePracticeKey);
        let token = self.wait(|event| match event {
            Event::PracticeKey(key) => Some(key),
            _ => None,
        });
        let order = |order| {
            let ticket = Ticket::default();
            self.worker.send(Command::Install { order, ticket });
        };
        order(Request::Look {
            setup: Box::new(InstallSetup {
                domain: setup.domain.clone(),
                token,
                application: Some(setup.client_id.clone()),
                userhub: setup.userhub.clone(),
                endpoints: setup.endpoints.clone(),
                folder: setup.profile.clone(),
                way: Way::Window,
            }),
            choices: Choices {
                events: LiveUpdates::Alone,
                ..Choices::default()
            },
        });
        let plan = self.wait(|event| match event {
            Event::Install {
                news: install::Event::Looked(plan),
                ..
            } => Some(plan),
            Event::Install {
                news: install::Event::Ended(report),
                ..
            } => panic!("{report:?}"),
            _ => None,
        });
        order(Request::Act { plan: plan.number });
        let report = self.wait(|event| match event {
            Event::Install {
                news: install::Event::Ended(report),
                ..
            } => Some(report),
            _ => None,
        });
        assert!(matches!(report.end, InstallEnd::Done), "{report:?}");
    }

    /// Waits for the first event that says what is wanted.
    #[track_caller]
    fn wait<T>(&self, wanted: impl Fn(Event) -> Option<T>) -> T {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let event = self.events.recv_timeout(left).unwrap();
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }

    /// Waits for a state, and gives why it is so.
    #[track_caller]
    fn until(&self, wanted: State) -> String {
        self.wait(|event| match event {
            Event::Live(live::Event::State { state, why, .. }) if state == wanted => {
                Some(why.unwrap_or_default())
            }
            _ => None,
        })
    }

    fn make(&self, trouble: Option<Trouble>) {
        self.worker.send(Command::MakeTrouble(trouble));
    }
}

#[test]
fn taken_or_silent_it_looks_now_and_then_and_is_live_again_when_the_trouble_ends() {
    let world = World::watched();
    for (trouble, words) in [
        (Trouble::EventsTaken, "holds the connection"),
        (Trouble::EventsSilent, "proxy"),
    ] {
        world.make(Some(trouble));
        let why = world.until(State::Polling);
        assert!(why.contains(words), "{trouble:?}: {why}");
        world.make(None);
        world.until(State::Live);
    }
    world.worker.stop();
}

#[test]
fn a_place_that_is_lost_is_made_up_for_by_a_comparison() {
    let world = World::watched();
    world.make(Some(Trouble::EventsLost));
    let why = world.until(State::Comparing);
    assert!(why.contains("no longer has the events"), "{why}");
    world.until(State::Live);
    world.worker.stop();
}
