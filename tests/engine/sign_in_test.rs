//! The sign-in test against a practice world: what it sees, what it concludes, and what it leaves undone.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::time::Duration;

use serde_json::json;
use userhub_connect::domain::issue::Code;
use userhub_connect::domain::secret::Secret;
use userhub_connect::domain::sign_in::{Proof, Timing};
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::TenantOptions;
use userhub_connect::practice::trouble::{Fault, Rule};
use userhub_connect::practice::userhub::Scope;
use userhub_connect::protocol::command::{Command, Control};
use userhub_connect::protocol::event::Event;
use userhub_connect::protocol::queue::Queue;
use userhub_connect::protocol::setup::{Setup, UserHubSetup};
use userhub_connect::protocol::sign_in_test::{self, Verdict};
use userhub_connect::protocol::ticket::Ticket;

use crate::clients::{Scene, Stopping, start_worker};

/// As short as an honest test can be.
const QUICK: Timing = Timing {
    patience: Duration::from_secs(20),
    arrival: Duration::from_millis(1500),
    head_start: Duration::from_millis(2500),
    pause: Duration::from_millis(50),
};

/// The same, given up soon.
const BRIEF: Timing = Timing {
    patience: Duration::from_millis(300),
    ..QUICK
};

/// A watch of a scene.
struct Watch {
    worker: Stopping,
    events: tokio::sync::mpsc::UnboundedReceiver<Event>,
}

impl Watch {
    fn of(setup: Setup, timing: Timing) -> Self {
        let (worker, events) = start_worker();
        worker.0.send(Command::WatchSignIn {
            setup,
            timing,
            ticket: Ticket::default(),
        });
        Self { worker, events }
    }

    async fn news(&mut self) -> sign_in_test::Event {
        loop {
            if let Event::SignInTest { news, .. } = self.events.recv().await.unwrap() {
                return news;
            }
        }
    }

    /// Waits for news of one kind; what is told before is let go.
    async fn until(&mut self, wanted: impl Fn(&sign_in_test::Event) -> bool) {
        loop {
            let news = self.news().await;
            assert!(!matches!(news, sign_in_test::Event::Over(_)), "{news:?}");
            if wanted(&news) {
                return;
            }
        }
    }

    async fn began(&mut self) {
        self.until(|news| matches!(news, sign_in_test::Event::Began(_)))
            .await;
    }

    async fn verdict(&mut self) -> Verdict {
        loop {
            if let sign_in_test::Event::Over(verdict) = self.news().await {
                return verdict;
            }
        }
    }
}

async fn scene(already_imported: bool) -> Scene {
    Scene::start(Options {
        people: 20,
        already_imported,
        record_calls: true,
        ..Options::default()
    })
    .await
}

/// The setup with a key of this scope.
fn setup_with(scene: &Scene, scope: Scope) -> Setup {
    let setup = scene.setup();
    let side = setup.userhub.clone().unwrap();
    Setup {
        userhub: Some(UserHubSetup {
            key: Secret::new(&scene.world.userhub().key(scope)),
            ..side
        }),
        ..setup
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_whom_the_action_reports_proves_it_and_nothing_is_written() {
    let scene = scene(false).await;
    // Whoever signed in before the beginning is of no interest.
    scene.world.tenant().sign_in(&scene.world.tenant().id_of(3));
    let mut watch = Watch::of(scene.setup(), QUICK);
    watch.began().await;
    let id = scene.world.sign_in(None, true).await.unwrap();
    let verdict = watch.verdict().await;
    let Verdict::Proved(sign_in, Proof::Added(at)) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(sign_in.id.as_str(), id);
    assert!(sign_in.who.starts_with("new."), "{}", sign_in.who);
    assert!(at >= sign_in.at, "{at} {}", sign_in.at);
    let calls = scene.world.userhub().calls();
    assert_eq!(
        (calls.imports, calls.events),
        (0, 1),
        "only the Action's event"
    );
}

/// What is before and after is decided by Auth0's clock, however far this computer's is from it.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_is_after_the_beginning_by_auth0s_own_clock() {
    let ahead = Duration::from_hours(2);
    let scene = Scene::start(Options {
        people: 20,
        tenant: TenantOptions {
            domain: "practice.us.auth0.com".to_owned(),
            clock_ahead: ahead,
            ..TenantOptions::default()
        },
        ..Options::default()
    })
    .await;
    let tenant = scene.world.tenant();
    let signs_in = |number, after: Duration| {
        let at = jiff::Timestamp::now() + after;
        let last_login = json!({ "last_login": at.to_string() });
        let id = tenant.id_of(number);
        assert!(tenant.change_person(&id, last_login.as_object().unwrap()));
        id
    };
    // An hour before the beginning by Auth0's clock, and an hour after it by this computer's.
    let mut watch = Watch::of(scene.setup(), BRIEF);
    watch.began().await;
    signs_in(3, ahead / 2);
    let verdict = watch.verdict().await;
    assert!(matches!(verdict, Verdict::NobodySignedIn), "{verdict:?}");
    let mut watch = Watch::of(scene.setup(), QUICK);
    watch.began().await;
    let id = signs_in(4, ahead + Duration::from_secs(2));
    scene.world.userhub().hear_of_sign_in(&id).await;
    let verdict = watch.verdict().await;
    let Verdict::Proved(proved, Proof::Added(_)) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(proved.id.as_str(), id);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_is_not_in_the_flow_is_e13() {
    let scene = scene(false).await;
    let mut watch = Watch::of(scene.setup(), QUICK);
    watch.began().await;
    let id = scene.world.sign_in(None, false).await.unwrap();
    let verdict = watch.verdict().await;
    let Verdict::NotThere(sign_in, issue) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(
        (sign_in.id.as_str(), issue.code),
        (&*id, Code::SignInNotSeen)
    );
    assert_eq!(scene.world.userhub().calls().imports, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_there_and_did_not_change_proves_nothing() {
    let scene = scene(true).await;
    let patience = Duration::from_secs(1);
    let mut watch = Watch::of(scene.setup(), Timing { patience, ..QUICK });
    watch.began().await;
    let id = scene.world.tenant().id_of(3);
    scene.world.sign_in(Some(&id), true).await.unwrap();
    watch
        .until(|news| matches!(news, sign_in_test::Event::KnownAlready(_)))
        .await;
    let verdict = watch.verdict().await;
    assert!(matches!(verdict, Verdict::CannotTell(_)), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whose_record_changes_with_the_sign_in_proves_it() {
    let scene = scene(true).await;
    let id = scene.world.tenant().id_of(3);
    let changed = serde_json::from_value(json!({ "name": "Somebody Else" })).unwrap();
    scene.world.tenant().change_person(&id, &changed);
    let mut watch = Watch::of(scene.setup(), QUICK);
    watch.began().await;
    scene.world.sign_in(Some(&id), true).await.unwrap();
    let verdict = watch.verdict().await;
    assert!(
        matches!(verdict, Verdict::Proved(_, Proof::ReadAgain(_))),
        "{verdict:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_cannot_look_adds_the_person_late_and_sees_who_was_first() {
    for in_flow in [true, false] {
        let scene = scene(false).await;
        let mut watch = Watch::of(setup_with(&scene, Scope::Auth0Integration), QUICK);
        watch.began().await;
        scene.world.sign_in(None, in_flow).await.unwrap();
        let verdict = watch.verdict().await;
        match verdict {
            Verdict::Proved(_, Proof::Added(_)) if in_flow => {}
            Verdict::NotThere(_, issue) if !in_flow => assert_eq!(issue.code, Code::SignInNotSeen),
            verdict => panic!("in the flow: {in_flow}: {verdict:?}"),
        }
        assert_eq!(scene.world.userhub().calls().imports, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_network_and_a_limit_hold_it_up_and_do_not_end_it() {
    let scene = scene(false).await;
    let mut watch = Watch::of(scene.setup(), QUICK);
    watch.began().await;
    let trouble = scene.world.tenant().trouble();
    let lost = Rule::always(Fault::ResetBeforeAnswer).times(7);
    trouble.add(lost.on_path("/api/v2/users?"));
    watch
        .until(|news| matches!(news, sign_in_test::Event::HeldUp(Some(_))))
        .await;
    let slow = Fault::TooManyRequests {
        retry_after_secs: Some(1),
    };
    trouble.add(Rule::always(slow).times(1).on_path("/api/v2/users?"));
    scene.world.sign_in(None, true).await.unwrap();
    let verdict = watch.verdict().await;
    assert!(matches!(verdict, Verdict::Proved(..)), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_nobody_signs_in_and_when_it_is_stopped() {
    let scene = scene(false).await;
    let verdict = Watch::of(scene.setup(), BRIEF).verdict().await;
    assert!(matches!(verdict, Verdict::NobodySignedIn), "{verdict:?}");
    let mut watch = Watch::of(scene.setup(), QUICK);
    watch.began().await;
    watch.worker.0.send(Control::Stop(Queue::SignInTest));
    let verdict = watch.verdict().await;
    assert!(matches!(verdict, Verdict::Stopped), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_ends_it_with_its_own_problem() {
    let scene = scene(false).await;
    let verdict = Watch::of(setup_with(&scene, Scope::UserApi), QUICK)
        .verdict()
        .await;
    let Verdict::Problem(issue) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(issue.code, Code::ApiKeyRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_when_many_others_do_is_seen_all_the_same() {
    let scene = scene(true).await;
    let patience = Duration::from_secs(30);
    let mut watch = Watch::of(scene.setup(), Timing { patience, ..QUICK });
    watch.began().await;
    // All of them sign in before the next look, so that they come in one answer.
    let trouble = scene.world.tenant().trouble();
    let lost = Rule::always(Fault::ResetBeforeAnswer).times(7);
    trouble.add(lost.on_path("/api/v2/users?"));
    watch
        .until(|news| matches!(news, sign_in_test::Event::HeldUp(Some(_))))
        .await;
    for number in 1..=6 {
        let id = scene.world.tenant().id_of(number);
        scene.world.sign_in(Some(&id), true).await.unwrap();
    }
    let id = scene.world.sign_in(None, true).await.unwrap();
    let verdict = watch.verdict().await;
    let Verdict::Proved(sign_in, Proof::Added(_)) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(sign_in.id.as_str(), id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_userhub_that_stays_away_ends_it_when_its_time_is_over() {
    let scene = scene(false).await;
    let timing = Timing {
        patience: Duration::from_secs(1),
        arrival: Duration::from_millis(500),
        ..QUICK
    };
    let mut watch = Watch::of(scene.setup(), timing);
    watch.began().await;
    scene
        .world
        .userhub()
        .trouble()
        .add(Rule::always(Fault::Status(503)).on_path("/admin/v1/users"));
    scene.world.sign_in(None, false).await.unwrap();
    let verdict = watch.verdict().await;
    let Verdict::Problem(issue) = verdict else {
        panic!("{verdict:?}")
    };
    assert!(issue.retryable, "{issue:?}");
}
