//! How much of its allowed share the app uses at each plan's limits, in real time: `cargo bench --bench pace -- SECONDS`.
//!
//! The share is nineteen twentieths of the documented rate (contract auth0-api 5.1). The burst that a rested tenant allows is
//! spent first and not measured. A line a plan: requests a second, per cent of the share, and refusals (429), of which
//! there must be none.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that meets the unexpected stops there, and its result is what it prints"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use userhub_connect::clients::auth0::{Auth0, Auth0Credentials, UserQuery};
use userhub_connect::clients::http::{Limits, Route};
use userhub_connect::domain::ids::ClientId;
use userhub_connect::domain::secret::Secret;
use userhub_connect::practice::auth0::Plan;
use userhub_connect::practice::{Options, World};

/// The part of what is free that the app uses.
const SHARE: f64 = 0.95;
/// How many callers ask as fast as they are let.
const CALLERS: usize = 16;
/// How long the burst may take to be spent.
const WARM_UP: Duration = Duration::from_secs(12);

fn main() {
    // Cargo passes `--bench`; the one number is the length of the measurement.
    let seconds = std::env::args().find_map(|word| word.parse().ok());
    let length = Duration::from_secs(seconds.unwrap_or(30));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let plans = [
            (Plan::Free, 2.0),
            (Plan::Essentials, 500.0 / 60.0),
            (Plan::Enterprise, 16.0),
        ];
        let runs = plans.map(|(plan, rate)| tokio::spawn(measure(plan, rate, length)));
        for run in runs {
            println!("{}", run.await.unwrap());
        }
    });
}

async fn measure(plan: Plan, documented: f64, length: Duration) -> String {
    let options = Options {
        people: 100,
        plan,
        ..Options::default()
    };
    let world = World::start(options).await.unwrap();
    let auth0 = Arc::new(client(&world));
    let first_page = || UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    // A sync begins with one call too, from whose answer it learns the limit.
    auth0.users(&first_page()).await.unwrap();
    for _ in 0..CALLERS {
        let auth0 = Arc::clone(&auth0);
        tokio::spawn(async move { while auth0.users(&first_page()).await.is_ok() {} });
    }
    tokio::time::sleep(WARM_UP).await;
    let requests = world.tenant().requests();
    let asked = || requests.to("GET", "/api/v2/users").total;
    let (started, before) = (Instant::now(), asked());
    tokio::time::sleep(length).await;
    let rate = (asked() - before) as f64 / started.elapsed().as_secs_f64();
    let share = rate / (documented * SHARE) * 100.0;
    let refused = requests.with_status(429);
    format!("{plan:?}: {rate:.2} requests a second, {share:.1} % of the share, {refused} refused")
}

fn client(world: &World) -> Auth0 {
    let access = world.access();
    let credentials = Auth0Credentials {
        domain: access.auth0_domain.parse().unwrap(),
        client_id: ClientId::new(access.client_id.as_str()),
        client_secret: Secret::new(&access.client_secret),
    };
    let route = Route {
        base: access.auth0_url.clone(),
        certificates: Vec::new(),
        proxy: None,
        manner: userhub_connect::domain::pace::Manner::USUAL,
    };
    Auth0::new(credentials, route, Limits::SYNC, CancellationToken::new()).unwrap()
}
