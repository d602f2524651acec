//! A service that points elsewhere is never followed, and no credential ever goes there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::TcpListener;
use userhub_connect::clients::auth0::ExportState;
use userhub_connect::clients::error::ClientError;
use userhub_connect::clients::http::Limits;
use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};

use super::calls::{Ask, Crew};
use crate::clients::Scene;

/// Another host, which counts whoever comes.
struct Elsewhere {
    address: String,
    visitors: Arc<AtomicU64>,
}

impl Elsewhere {
    async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = format!("http://{}/landing", listener.local_addr().unwrap());
        let visitors = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&visitors);
        tokio::spawn(async move {
            // Whoever connects is counted and sent away without an answer.
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { address, visitors }
    }

    fn redirect(&self) -> Fault {
        Fault::Redirect {
            to: self.address.clone(),
        }
    }

    fn visitors(&self) -> u64 {
        self.visitors.load(Ordering::SeqCst)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_follows_a_redirect() {
    let elsewhere = Elsewhere::open().await;
    let limits = Limits {
        attempts: 2,
        ..Limits::SYNC
    };
    let crew = Crew::gather(limits).await;
    for ask in Ask::ALL {
        crew.trouble(ask, &elsewhere.redirect(), u64::MAX);
    }
    let before = crew.calls();
    for (ask, answer) in Ask::ALL.into_iter().zip(crew.send_all().await) {
        assert!(
            matches!(answer, Err(ClientError::Intercepted { .. })),
            "{ask:?}: {answer:?}"
        );
    }
    assert_eq!(
        crew.calls() - before,
        2 * 10,
        "each is waited out like a lost network"
    );
    assert_eq!(elsewhere.visitors(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_download_does_not_follow_a_redirect() {
    let elsewhere = Elsewhere::open().await;
    let crew = Crew::gather(Limits::SYNC).await;
    let job = crew.auth0.start_export().await.unwrap().id;
    let link = loop {
        match crew.auth0.export(&job).await.unwrap().unwrap().state {
            ExportState::Ready(link) => break link,
            _ => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    };
    let trouble = crew.scene.world.tenant().trouble();
    trouble.add(Rule::always(elsewhere.redirect()).on_path(".json.gz"));
    let ignore = async |_| Ok::<_, ClientError>(());
    let answer = crew.auth0.download_export(&link, ignore).await;
    assert!(
        matches!(answer, Err(ClientError::Intercepted { .. })),
        "{answer:?}"
    );
    assert_eq!(elsewhere.visitors(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_is_pointed_elsewhere_ends_with_exit_4_and_has_changed_nothing() {
    let elsewhere = Elsewhere::open().await;
    for on_userhub in [false, true] {
        let scene = Scene::start(Options {
            people: 30,
            ..Options::default()
        })
        .await;
        let rule = Rule::always(elsewhere.redirect());
        if on_userhub {
            scene.world.userhub().trouble().add(rule);
        } else {
            let on_users = rule.on_path("/api/v2/users");
            scene.world.tenant().trouble().add(on_users);
        }
        let told = scene.sync().await;
        assert_eq!(told.exit(), 4, "{:?}", told.end);
        assert_eq!(scene.world.userhub().people().await.unwrap(), 0);
    }
    assert_eq!(elsewhere.visitors(), 0);
}
