//! Every call of both clients against every fault: a lost, broken or refused answer is asked for again.

use std::time::Duration;

use futures_util::future::join_all;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use userhub_connect::clients::auth0::{Auth0, UserQuery};
use userhub_connect::clients::error::ClientError;
use userhub_connect::clients::http::Limits;
use userhub_connect::clients::userhub::{Held, UserHub};
use userhub_connect::domain::ids::{Auth0UserId, JobId, UserHubUserId};
use userhub_connect::practice::Options;
use userhub_connect::practice::trouble::{Fault, Rule};

use crate::clients::{IMPATIENT, Scene};

/// What stays bare in a segment of a path (RFC 3986).
const BARE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Every kind of call that the two clients make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Discovery,
    Token,
    Page,
    Person,
    StartExport,
    LookAtExport,
    List,
    Get,
    Import,
    Changed,
}

impl Ask {
    pub(super) const ALL: [Self; 10] = [
        Self::Discovery,
        Self::Token,
        Self::Page,
        Self::Person,
        Self::StartExport,
        Self::LookAtExport,
        Self::List,
        Self::Get,
        Self::Import,
        Self::Changed,
    ];

    fn is_of_userhub(self) -> bool {
        matches!(self, Self::List | Self::Get | Self::Import | Self::Changed)
    }
}

/// Clients that have signed in, and people, a user and a job to ask for.
pub(super) struct Crew {
    pub(super) scene: Scene,
    pub(super) auth0: Auth0,
    /// A client without a token.
    pub(super) newcomer: Auth0,
    pub(super) userhub: UserHub,
    read: Auth0UserId,
    imported: Auth0UserId,
    changed: Auth0UserId,
    held: UserHubUserId,
    job: JobId,
}

impl Crew {
    pub(super) async fn gather(limits: Limits) -> Self {
        Self::gather_with(limits, limits).await
    }

    /// Gathers under limits of its own, for a busy machine is slower than the fault that is to be met afterwards.
    pub(super) async fn gather_with(gathering: Limits, limits: Limits) -> Self {
        let scene = Scene::start(Options {
            people: 5,
            ..Options::default()
        })
        .await;
        let (early, userhub) = (scene.auth0(gathering), scene.userhub(gathering));
        let id = |index| Auth0UserId::new(scene.world.tenant().id_of(index));
        let (read, imported, changed) = (id(0), id(1), id(2));
        userhub.import(&changed).await.unwrap();
        Self {
            held: userhub.import(&imported).await.unwrap().id,
            job: early.start_export().await.unwrap().id,
            newcomer: scene.auth0(limits),
            auth0: signed_in(&scene, limits).await,
            userhub: scene.userhub(limits),
            scene,
            read,
            imported,
            changed,
        }
    }

    /// A part of the path of this call that no other call has.
    fn path(&self, ask: Ask) -> String {
        let encoded = |id: &Auth0UserId| utf8_percent_encode(id.as_str(), BARE).to_string();
        match ask {
            Ask::Discovery => "openid-configuration".to_owned(),
            Ask::Token => "/oauth/token".to_owned(),
            Ask::Page => "/api/v2/users?".to_owned(),
            Ask::Person => encoded(&self.read),
            Ask::StartExport => "/users-exports".to_owned(),
            Ask::LookAtExport => "/jobs/job_".to_owned(),
            Ask::List => "/admin/v1/users?".to_owned(),
            Ask::Get => "/users/usr_".to_owned(),
            Ask::Import => format!("{}@", encoded(&self.imported)),
            Ask::Changed => format!("{}@", encoded(&self.changed)),
        }
    }

    /// Lets a call meet a fault.
    pub(super) fn trouble(&self, ask: Ask, fault: &Fault, times: u64) {
        let world = &self.scene.world;
        let trouble = if ask.is_of_userhub() {
            world.userhub().trouble()
        } else {
            world.tenant().trouble()
        };
        let rule = Rule::always(fault.clone()).on_path(&self.path(ask));
        trouble.add(rule.times(times));
    }

    /// Makes a call, and gives what is the same each time in its answer.
    pub(super) async fn send(&self, ask: Ask) -> Result<String, ClientError> {
        let whole = UserQuery {
            q: None,
            sort: "created_at",
            page: 0,
        };
        Ok(match ask {
            Ask::Discovery => self.auth0.issuer().await?,
            Ask::Token => self.newcomer.granted().await?,
            Ask::Page => {
                let page = self.auth0.users(&whole).await?;
                format!("{:?} of {:?}", page.people, page.told)
            }
            Ask::Person => format!("{:?}", self.auth0.user(&self.read).await?),
            Ask::StartExport => self.auth0.start_export().await.map(|_| String::new())?,
            Ask::LookAtExport => {
                let job = self.auth0.export(&self.job).await?;
                job.map(|job| job.id.to_string()).unwrap_or_default()
            }
            Ask::List => format!("{:?}", self.userhub.list(None, 100).await?),
            Ask::Get => format!("{:?}", self.userhub.get(&self.held).await?.map(undated)),
            Ask::Import => format!("{:?}", undated(self.userhub.import(&self.imported).await?)),
            Ask::Changed => self
                .userhub
                .report_changed(&self.changed)
                .await
                .map(|()| String::new())?,
        })
    }

    /// Makes every call at once.
    pub(super) async fn send_all(&self) -> Vec<Result<String, ClientError>> {
        join_all(Ask::ALL.map(|ask| self.send(ask))).await
    }

    /// Requests that were sent until now, every attempt counted.
    pub(super) fn calls(&self) -> u64 {
        [self.auth0.http(), self.newcomer.http(), self.userhub.http()]
            .iter()
            .map(|http| http.calls())
            .sum()
    }
}

/// A client under these limits that has a token already: it signs in while nothing is in the way.
async fn signed_in(scene: &Scene, limits: Limits) -> Auth0 {
    let auth0 = scene.auth0(limits);
    while auth0.granted().await.is_err() {}
    auth0
}

/// What UserHub holds, without the moment of its answer.
fn undated(held: Held) -> Held {
    Held {
        answered_at: None,
        ..held
    }
}

/// Every call meets the fault once, is sent a second time, and then has the same answer as without the fault.
async fn once_then_well(fault: Fault, limits: Limits) {
    // What was expected is read by a crew of its own: both worlds have the same people.
    let crew = Crew::gather(limits).await;
    let mut expected = Vec::new();
    for ask in Ask::ALL {
        // The job's id and the newcomer's token are not to be had twice.
        expected.push(match ask {
            Ask::Token => String::new(),
            ask => crew.send(ask).await.unwrap(),
        });
    }
    for ask in Ask::ALL {
        crew.trouble(ask, &fault, 1);
    }
    let before = crew.calls();
    for ((ask, answer), expected) in Ask::ALL
        .into_iter()
        .zip(crew.send_all().await)
        .zip(expected)
    {
        let answer = answer.unwrap_or_else(|error| panic!("{fault:?}, {ask:?}: {error}"));
        match ask {
            Ask::Token => assert!(answer.contains("read:users"), "{fault:?}: {answer}"),
            _ => assert_eq!(answer, expected, "{fault:?}, {ask:?}"),
        }
    }
    let sent = crew.calls() - before;
    if matches!(fault, Fault::SlowDrip { .. } | Fault::Hang) {
        // The shortest answer may drip through in time, and a busy machine may be late on its own.
        assert!(
            (19..=21).contains(&sent),
            "{fault:?}: {sent}, each call twice"
        );
    } else {
        assert_eq!(sent, 2 * 10, "{fault:?}: each call twice");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_survives_every_fault() {
    let at_once = [
        Fault::Status(408),
        Fault::Status(500),
        Fault::Status(502),
        Fault::Status(503),
        Fault::Status(504),
        Fault::HtmlPage(502),
        Fault::HtmlPage(200),
        Fault::HtmlPage(403),
        Fault::HtmlPage(404),
        Fault::HtmlPage(401),
        Fault::Redirect {
            to: "https://portal.hotel.example/login".to_owned(),
        },
        Fault::InvalidJson,
        Fault::ResetInBody,
        Fault::ResetBeforeAnswer,
        Fault::ResetAfterWork,
        Fault::TruncatedBody,
        Fault::TooManyRequests {
            retry_after_secs: Some(1),
        },
        Fault::TooManyRequests {
            retry_after_secs: None,
        },
    ];
    // The answer to the second try must come in time however busy the machine is.
    let for_longer = Limits {
        idle: Duration::from_secs(5),
        total: Duration::from_secs(10),
        ..IMPATIENT
    };
    let drips = Fault::SlowDrip {
        bytes_per_second: 10,
    };
    let late = [(Fault::Hang, for_longer), (drips, IMPATIENT)];
    let at_once = at_once.map(|fault| tokio::spawn(once_then_well(fault, Limits::SYNC)));
    let late = late.map(|(fault, limits)| tokio::spawn(once_then_well(fault, limits)));
    for done in at_once.into_iter().chain(late) {
        done.await.unwrap();
    }
}

/// Says whether an error is the right one.
type Judge = fn(&ClientError) -> bool;

/// Every call meets the fault for good; it is given up after its attempts, with the right error.
async fn for_good(fault: Fault, is_right: Judge) {
    // What never answers is given up soon; everything else, and gathering, may take as long as a busy machine needs.
    let limits = Limits {
        attempts: 2,
        ..if fault == Fault::Hang {
            IMPATIENT
        } else {
            Limits::SYNC
        }
    };
    let crew = Crew::gather_with(Limits::SYNC, limits).await;
    for ask in Ask::ALL {
        crew.trouble(ask, &fault, u64::MAX);
    }
    let before = crew.calls();
    for (ask, answer) in Ask::ALL.into_iter().zip(crew.send_all().await) {
        match answer {
            Err(error) => {
                assert!(is_right(&error), "{fault:?}, {ask:?}: {error:?}");
                // What a search asks for may name a person.
                assert!(!error.to_string().contains('?'), "{ask:?}: {error}");
            }
            Ok(answer) => panic!("{fault:?}, {ask:?}: {answer}"),
        }
    }
    assert_eq!(crew.calls() - before, 2 * 10, "{fault:?}: each call twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stays_wrong_is_given_up_and_named() {
    let unreadable = |error: &ClientError| matches!(error, ClientError::Unreadable { .. });
    let foreign = |error: &ClientError| matches!(error, ClientError::Intercepted { .. });
    let unreachable = |error: &ClientError| matches!(error, ClientError::Unreachable { .. });
    let cases: [(Fault, Judge); 10] = [
        (Fault::HtmlPage(200), foreign),
        (Fault::HtmlPage(401), foreign),
        (Fault::HtmlPage(403), foreign),
        (Fault::HtmlPage(404), foreign),
        (Fault::HtmlPage(503), foreign),
        (Fault::InvalidJson, unreadable),
        (Fault::ResetInBody, unreachable),
        (Fault::ResetBeforeAnswer, unreachable),
        (Fault::Hang, unreachable),
        (Fault::Status(503), |error| error.status() == Some(503)),
    ];
    let cases = cases.map(|(fault, is_right)| tokio::spawn(for_good(fault, is_right)));
    for done in cases {
        done.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_is_read_up_to_its_limit_and_no_further() {
    let crew = Crew::gather(Limits::SYNC).await;
    for (body, is_read) in [(64, false), (64 * 1024, true)] {
        let limits = Limits {
            body,
            attempts: 1,
            ..Limits::SYNC
        };
        let narrow = crew.scene.userhub(limits);
        match narrow.get(&crew.held).await {
            Ok(_) => assert!(is_read),
            Err(ClientError::Unreadable { why, .. }) => {
                assert!(!is_read);
                assert_eq!(why, "it is larger than 64 bytes");
            }
            Err(error) => panic!("{error:?}"),
        }
    }
}
