//! Storms of 429: one pauses every call to that service, nothing is asked meanwhile, and it goes on by itself.

use std::time::Duration;

use futures_util::future::join_all;
use userhub_connect::clients::error::ClientError;
use userhub_connect::clients::http::Limits;
use userhub_connect::practice::requests::Requests;
use userhub_connect::practice::trouble::{Fault, Rule, Trouble};

use super::calls::{Ask, Crew};

fn too_many(retry_after_secs: Option<u64>) -> Rule {
    Rule::always(Fault::TooManyRequests { retry_after_secs })
}

/// Which service a storm is about, with its calls.
#[derive(Clone, Copy, Debug)]
enum Side {
    Auth0,
    UserHub,
}

impl Side {
    fn of(self, crew: &Crew) -> (&Trouble, &Requests) {
        let world = &crew.scene.world;
        match self {
            Self::Auth0 => (world.tenant().trouble(), world.tenant().requests()),
            Self::UserHub => (world.userhub().trouble(), world.userhub().requests()),
        }
    }

    /// Waits until the client has begun a pause, and gives its length.
    async fn wait_for_a_pause(self, crew: &Crew) -> Duration {
        let http = match self {
            Self::Auth0 => crew.auth0.http(),
            Self::UserHub => crew.userhub.http(),
        };
        loop {
            if let Some(left) = http.pace().paused {
                return left;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    fn asks(self) -> [Ask; 4] {
        match self {
            Self::Auth0 => [Ask::Page, Ask::Person, Ask::StartExport, Ask::Discovery],
            Self::UserHub => [Ask::List, Ask::Get, Ask::Import, Ask::List],
        }
    }
}

/// The first call is refused; others that come a moment later wait for the end of the pause without being sent.
async fn all_calls_pause(side: Side, retry_after_secs: Option<u64>, pause: Duration) {
    let crew = Crew::gather(Limits::SYNC).await;
    let (trouble, requests) = side.of(&crew);
    trouble.add(too_many(retry_after_secs).times(1));
    let before = requests.total();
    let first = crew.send(side.asks()[0]);
    let others = async {
        side.wait_for_a_pause(&crew).await;
        join_all(side.asks().map(|ask| crew.send(ask))).await
    };
    let during = async {
        let left = side.wait_for_a_pause(&crew).await;
        assert!(left <= pause, "{side:?}: {left:?}");
        tokio::time::sleep(left.mul_f64(0.8)).await;
        requests.total() - before
    };
    let (first, others, during) = tokio::join!(first, others, during);
    assert_eq!(during, 1, "{side:?}: nothing is asked during the pause");
    first.unwrap();
    for other in others {
        other.unwrap();
    }
    assert_eq!(
        requests.total() - before,
        6,
        "{side:?}: one refused and five good"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_429_pauses_every_call_to_its_service() {
    let second = Duration::from_secs(1);
    let cases = [
        (Side::Auth0, Some(2), 2 * second),
        (Side::UserHub, Some(2), 2 * second),
        (Side::Auth0, None, second),
        (Side::UserHub, None, second),
    ];
    let cases = cases.map(|(side, after, pause)| tokio::spawn(all_calls_pause(side, after, pause)));
    for done in cases {
        done.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_without_a_time_is_met_with_longer_and_longer_pauses() {
    let crew = Crew::gather(Limits::SYNC).await;
    let (trouble, requests) = Side::UserHub.of(&crew);
    trouble.add(too_many(None));
    let before = requests.total();
    let asked = crew.send(Ask::List);
    // Pauses of 0.1, 0.2, 0.4, 0.8, 1.6 seconds … lie between the attempts: a busy machine makes fewer in the time, never more.
    let storm = async {
        tokio::time::sleep(Duration::from_millis(2_000)).await;
        let during = requests.total() - before;
        trouble.clear();
        during
    };
    let (answer, during) = tokio::join!(asked, storm);
    answer.unwrap();
    assert!((2..=5).contains(&during), "{during} attempts in 2 s");
    assert_eq!(requests.total() - before, during + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_are_refused_together_are_one_refusal() {
    let crew = Crew::gather(Limits::SYNC).await;
    let (trouble, requests) = Side::Auth0.of(&crew);
    trouble.add(too_many(Some(1)).on_path("/api/v2/").times(12));
    let before = requests.total();
    let calls = (0..12).map(|_| crew.send(Ask::Page));
    for answer in join_all(calls).await {
        answer.unwrap();
    }
    // Twelve were refused at most once each, and twelve were answered: nobody hammers.
    assert_eq!(requests.total() - before, 24);
}

/// A call that waits for the end of a pause already is let go when the pause grows beyond all patience.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_that_grows_lets_go_of_those_who_wait() {
    let crew = Crew::gather(Limits::SYNC).await;
    let (trouble, requests) = Side::UserHub.of(&crew);
    trouble.add(too_many(Some(1)).times(1));
    trouble.add(too_many(Some(u64::MAX)));
    let before = requests.total();
    let answers = async {
        let first = crew.send(Ask::List);
        let second = async {
            Side::UserHub.wait_for_a_pause(&crew).await;
            crew.send(Ask::Get).await
        };
        tokio::join!(first, second)
    };
    let answers = tokio::time::timeout(Duration::from_secs(10), answers).await;
    let (first, second) = answers.expect("nobody waits for ever");
    assert!(matches!(first, Err(ClientError::SlowedDown { .. })));
    assert!(matches!(second, Err(ClientError::SlowedDown { .. })));
    // One was refused twice, or each of them once after the first pause.
    assert!((2..=3).contains(&(requests.total() - before)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_that_is_longer_than_our_patience_is_not_sat_out() {
    let crew = Crew::gather(Limits::CHECK).await;
    for side in [Side::Auth0, Side::UserHub] {
        let (trouble, requests) = side.of(&crew);
        trouble.add(too_many(Some(3_600)));
        let before = requests.total();
        let both = async {
            (
                crew.send(side.asks()[0]).await,
                crew.send(side.asks()[1]).await,
            )
        };
        let answers = tokio::time::timeout(Duration::from_secs(5), both).await;
        let (first, second) = answers.expect("nobody waits an hour for a check");
        for answer in [first, second] {
            assert!(
                matches!(answer, Err(ClientError::SlowedDown { .. })),
                "{answer:?}"
            );
        }
        assert_eq!(requests.total() - before, 1, "{side:?}");
    }
}
