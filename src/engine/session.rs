//! What one command works with: both clients, built from a [`Setup`], and the counters that are shown meanwhile.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::{Auth0, Auth0Credentials};
use crate::clients::certificates;
use crate::clients::http::{Http, Limits, Route};
use crate::clients::pacer::Pacers;
use crate::clients::proxy;
use crate::clients::userhub::{self, UserHub};
use crate::domain::issue::{CertificateFileFault, Issue};
use crate::domain::pace::{Lesson, Manner};
use crate::domain::pasted::Field;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::protocol::setup::{Endpoints, Setup, UserHubSetup};
use crate::protocol::sync::{Reading, Waiting};
use crate::store::file;

/// The limits of work that may take its time, as the person chose them. Whoever waits for a result is not kept waiting.
fn chosen(setup: &Setup, limits: Limits) -> Limits {
    if setup.endpoints.wait_for_hours && limits.patience >= Limits::SYNC.patience {
        return Limits {
            patience: Limits::PATIENT,
            ..limits
        };
    }
    limits
}

/// The client of the setup's tenant.
pub(super) fn auth0(
    setup: &Setup,
    limits: Limits,
    stop: &CancellationToken,
) -> Result<Auth0, Failure> {
    let base = auth0_base(setup);
    let credentials = Auth0Credentials {
        domain: setup.domain.clone(),
        client_id: setup.client_id.clone(),
        client_secret: setup.client_secret.clone(),
    };
    let auth0 = Auth0::new(
        credentials,
        route(setup, &base)?,
        chosen(setup, limits),
        stop.clone(),
    )?;
    Ok(auth0.observed_by(checks::first_contact::of(setup)))
}

/// The client of the setup's UserHub.
pub(super) fn userhub(
    setup: &Setup,
    side: &UserHubSetup,
    limits: Limits,
    stop: &CancellationToken,
) -> Result<UserHub, Failure> {
    let route = route(setup, &userhub_base(setup))?;
    let (key, connection) = (side.key.clone(), side.connection.clone());
    let userhub = UserHub::new(key, connection, route, chosen(setup, limits), stop.clone())?;
    Ok(userhub.observed_by(checks::first_contact::of(setup)))
}

fn auth0_base(setup: &Setup) -> String {
    let given = setup.endpoints.auth0.clone();
    given.unwrap_or_else(|| format!("https://{}", setup.domain))
}

fn userhub_base(setup: &Setup) -> String {
    let given = setup.endpoints.userhub.clone();
    given.unwrap_or_else(|| userhub::BASE.to_owned())
}

/// What holds calls to both services back, each by the service's name.
pub(super) struct BothPacers([(&'static str, Arc<Pacers>); 2]);

impl BothPacers {
    /// Those of a set-up's services, shared with whoever asks them.
    pub(super) fn of(setup: &Setup) -> Self {
        let manner = manner(&setup.endpoints);
        let pacers = |base: &str| Pacers::of(base.trim_end_matches('/'), manner);
        Self([
            ("Auth0", pacers(&auth0_base(setup))),
            ("UserHub", pacers(&userhub_base(setup))),
        ])
    }

    /// Whom somebody waits for, and for how long.
    pub(super) fn waited_for(&self) -> Option<(&'static str, Duration)> {
        let waits = self.0.iter();
        let waits = waits.filter_map(|(service, pacers)| Some((*service, pacers.waited_for()?)));
        waits.max_by_key(|(_, left)| *left)
    }
}

/// The UserHub side, which a sync cannot do without.
pub(super) fn userhub_side(setup: &Setup) -> Result<&UserHubSetup, Failure> {
    setup
        .userhub
        .as_ref()
        .ok_or_else(|| Issue::value_missing(Field::ApiKey).into())
}

pub(super) fn route(setup: &Setup, base: &str) -> Result<Route, Failure> {
    route_to(&setup.endpoints, base)
}

/// The largest file that certificates are read from, in bytes; a whole system's roots have a quarter of it.
const LARGEST_BUNDLE: u64 = 1024 * 1024;

/// The way to an address, as the settings have it.
pub(super) fn route_to(endpoints: &Endpoints, base: &str) -> Result<Route, Failure> {
    let certificates = endpoints.ca_certificate.as_deref().map(roots).transpose()?;
    let way = proxy::way_to(base, endpoints.proxy.as_deref());
    let way = way.map_err(|unusable| Issue::proxy_unusable(unusable.source, unusable.fault))?;
    Ok(Route {
        base: base.trim_end_matches('/').to_owned(),
        certificates: certificates.unwrap_or_default(),
        proxy: way,
        manner: manner(endpoints),
    })
}

const fn manner(endpoints: &Endpoints) -> Manner {
    if endpoints.gentle {
        Manner::GENTLE
    } else {
        Manner::USUAL
    }
}

/// The further roots of a file.
fn roots(path: &Path) -> Result<Vec<reqwest::Certificate>, Failure> {
    let shown = path.display().to_string();
    let refused = |fault| Issue::certificate_file_refused(&shown, fault);
    let pem = file::read_up_to(path, LARGEST_BUNDLE).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => refused(CertificateFileFault::TooLarge),
        _ => Issue::file_unreadable("--ca-certificate", &shown).with_detail(&error.to_string()),
    })?;
    Ok(certificates::read_roots(&pem).map_err(refused)?)
}

/// What was learnt of the tenant's limit so far, where its answers name one.
pub(super) fn lesson(auth0: &Auth0) -> Option<Lesson> {
    let http = auth0.http();
    let learnt = http.pace().learnt?;
    let gentle = http.route().manner == Manner::GENTLE;
    Some(Lesson::of(&learnt, http.looks(), gentle))
}

/// What sets the pace of calls to a service, for showing it.
pub(super) fn waiting_for(http: &Http, service: &'static str) -> Option<Waiting> {
    if let Some(left) = http.waited_for() {
        return Some(Waiting::SlowedDown { service, left });
    }
    let pace = http.pace();
    let learnt = pace.learnt.filter(|_| pace.holds)?;
    Some(Waiting::Limit {
        service,
        per_second: learnt.allowed.unwrap_or(learnt.free),
    })
}

/// How much was read so far, written by the readers and looked at by whoever shows it.
#[derive(Debug, Default)]
pub(super) struct ReadCounters {
    auth0: AtomicU64,
    userhub: AtomicU64,
    waiting: Mutex<Option<Waiting>>,
}

impl ReadCounters {
    pub(super) fn add_auth0(&self, people: u64) {
        self.auth0.fetch_add(people, Ordering::Relaxed);
    }

    /// Forgets what was read of Auth0, since it is read again.
    pub(super) fn restart_auth0(&self) {
        self.auth0.store(0, Ordering::Relaxed);
    }

    pub(super) fn add_userhub(&self, users: u64) {
        self.userhub.fetch_add(users, Ordering::Relaxed);
    }

    pub(super) fn wait_for(&self, waiting: Option<Waiting>) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = waiting;
    }

    pub(super) fn report(&self, otherwise: Option<Waiting>) -> Reading {
        let waiting = self
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Reading {
            auth0: self.auth0.load(Ordering::Relaxed),
            userhub: self.userhub.load(Ordering::Relaxed),
            waiting: waiting.or(otherwise),
        }
    }
}
