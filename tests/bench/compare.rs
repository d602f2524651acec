//! What one person costs on the way through a comparison: reading, keeping, joining. Run it with `cargo bench`.
//!
//! The figures of whole processes, memory included, come from `tests/bench/whole.sh`.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot run says so by its panic"
)]

mod canned;

use std::convert::Infallible;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::ItemsCount;
use userhub_connect::clients::auth0::{Auth0, Auth0Credentials, PAGE_SIZE, UserQuery};
use userhub_connect::clients::error::ClientError;
use userhub_connect::clients::http::{Limits, Route};
use userhub_connect::domain::ids::{Auth0UserId, ClientId, UserHubUserId};
use userhub_connect::domain::plan::{Action, Join, LastKnown};
use userhub_connect::domain::profile::{Profile, Source, Target};
use userhub_connect::domain::secret::Secret;
use userhub_connect::store::journal::{Identity, Journal, Problem};

fn main() {
    divan::main();
}

/// People who are joined in memory.
const JOINED: u64 = 1_000_000;
/// People whom the journal takes in.
const KEPT: u64 = 100_000;
/// People of the export.
const EXPORTED: u64 = 20_000;

/// Two streams of a million people who agree, joined; the streams are made as they are read.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn join_a_million(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(JOINED)).bench(|| {
        let none = std::iter::empty::<Result<LastKnown, Infallible>>();
        let join = Join::new(
            (0..JOINED).map(|n| Ok(source(n))),
            (0..JOINED).map(|n| Ok(target(n))),
            none,
        );
        let agree = join
            .map(Result::unwrap)
            .filter(|planned| planned.action == Action::UpToDate);
        assert_eq!(agree.count() as u64, JOINED);
    });
}

/// Both sides into an empty journal in batches of 1,000 and 100, and the plan: nothing to do.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn journal_takes_in_and_plans(bencher: Bencher<'_, '_>) {
    let sources: Vec<_> = (0..KEPT).map(source).collect();
    let targets: Vec<_> = (0..KEPT).map(target).collect();
    bencher
        .counter(ItemsCount::new(KEPT))
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_refs(|folder| {
            let identity = Identity {
                auth0: "bench.us.auth0.com".to_owned(),
                connection: "conn_bench".to_owned(),
            };
            let now = "2026-11-23T10:00:00Z".parse().unwrap();
            let mut journal = Journal::open(folder.path(), &identity).unwrap();
            let run = journal.begin_run(now, 90).unwrap();
            for batch in sources.chunks(1000) {
                journal.add_sources(batch).unwrap();
            }
            for batch in targets.chunks(100) {
                journal.add_targets(batch).unwrap();
            }
            let tally = journal.make_plan(run, true, now, |_| nothing_to_say(), || false);
            assert_eq!(tally.unwrap().up_to_date, KEPT);
        });
}

/// One page of people, over HTTP from a server that answers from memory.
#[divan::bench]
fn page_of_a_hundred(bencher: Bencher<'_, '_>) {
    let server = canned::Server::start(page(), Vec::new());
    let runtime = runtime();
    let auth0 = auth0(&server);
    let query = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    bencher.counter(ItemsCount::new(PAGE_SIZE)).bench_local(|| {
        let page = runtime.block_on(auth0.users(&query)).unwrap();
        assert_eq!(page.people.len(), PAGE_SIZE);
    });
}

/// An export: downloaded from a server that answers from memory, unpacked, and read line by line.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn export_of_twenty_thousand(bencher: Bencher<'_, '_>) {
    let server = canned::Server::start(Vec::new(), export());
    let link = Secret::new(&format!("{}/export", server.url()));
    let runtime = runtime();
    let auth0 = auth0(&server);
    bencher.counter(ItemsCount::new(EXPORTED)).bench_local(|| {
        let people = auth0.download_export(&link, async |people| {
            drop(black_box(people));
            Ok::<_, ClientError>(())
        });
        assert_eq!(runtime.block_on(people).unwrap(), EXPORTED);
    });
}

fn source(n: u64) -> Source {
    Source {
        id: id(n),
        profile: Ok(profile(n)),
    }
}

fn target(n: u64) -> Target {
    Target {
        id: id(n),
        userhub_id: UserHubUserId::new(format!("usr_{n:014}")),
        pending_deletion: false,
        profile: profile(n),
        created_at: None,
    }
}

fn id(n: u64) -> Auth0UserId {
    Auth0UserId::new(format!("auth0|{n:024}"))
}

fn profile(n: u64) -> Profile {
    Profile {
        display_name: Some(format!("Person Number {n}")),
        email: Some(format!("person.{n}@mail.example")),
        email_verified: n.is_multiple_of(2),
        image_url: Some(format!("https://images.example/avatars/{n}.png")),
        ..Profile::default()
    }
}

/// A person as Auth0 writes them, with the fields that are asked for.
fn record(n: u64) -> String {
    serde_json::json!({
        "user_id": id(n).as_str(),
        "name": format!("Person Number {n}"),
        "email": format!("person.{n}@mail.example"),
        "email_verified": n.is_multiple_of(2),
        "picture": format!("https://images.example/avatars/{n}.png"),
        "created_at": "2026-05-01T10:00:00.000Z",
        "updated_at": "2026-05-02T10:00:00.000Z",
    })
    .to_string()
}

fn page() -> Vec<u8> {
    let users: Vec<_> = (0..PAGE_SIZE as u64).map(record).collect();
    let totals =
        format!(r#""start":0,"limit":{PAGE_SIZE},"length":{PAGE_SIZE},"total":{PAGE_SIZE}"#);
    format!(r#"{{{totals},"users":[{}]}}"#, users.join(",")).into_bytes()
}

fn export() -> Vec<u8> {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for n in 0..EXPORTED {
        writeln!(packed, "{}", record(n)).unwrap();
    }
    packed.finish().unwrap()
}

fn auth0(server: &canned::Server) -> Auth0 {
    let credentials = Auth0Credentials {
        domain: "bench.us.auth0.com".parse().unwrap(),
        client_id: ClientId::new("bench"),
        client_secret: Secret::new("bench"),
    };
    let route = Route {
        base: server.url(),
        certificates: Vec::new(),
        proxy: None,
        manner: userhub_connect::domain::pace::Manner::USUAL,
    };
    Auth0::new(
        credentials,
        route,
        Limits::SYNC,
        tokio_util::sync::CancellationToken::new(),
    )
    .unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn nothing_to_say() -> Problem {
    Problem {
        reason: String::new(),
        fix: String::new(),
    }
}
