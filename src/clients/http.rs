//! The only place that builds an HTTP client: time limits, no redirects, size limits, retries, pacing.
//!
//! [`Http`] is one service's door. A call goes through these steps: wait for the pacer, send, read the body up to
//! its limit, learn the rate headers, and then either give the reply to the caller's reader or decide to try again.

pub(crate) mod streaming;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Certificate, Method, StatusCode, redirect};
use tokio_util::sync::CancellationToken;

use super::call::{Call, RateBucket, Reply};
use super::encoding;
use super::error::{ClientError, Rejection, Service, shown};
use super::foreign::{is_page, looks};
use super::limit_headers;
use super::loopback::is_loopback;
use super::observer::Observer;
use super::pacer::{PaceReport, Pacer, Pacers};
use super::proxy::Way;
use super::transport::transport_error;
use crate::clock;
use crate::domain::pace::{Kind, Manner};
use crate::domain::secret::Secret;

/// How long things may take and how large they may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// For one attempt at one call.
    pub total: Duration,
    /// For the download of an export.
    pub download: Duration,
    /// An answer's body, in bytes.
    pub body: usize,
    /// How often a call is tried that did not come through; a 429 is no such attempt.
    pub attempts: usize,
    /// How long 429s are waited out for one call.
    pub patience: Duration,
}

impl Limits {
    /// For work that may take its time: a sync.
    pub const SYNC: Self = Self {
        connect: Duration::from_secs(10),
        idle: Duration::from_secs(30),
        total: Duration::from_secs(60),
        download: Duration::from_secs(3600),
        body: 16 * 1024 * 1024,
        attempts: 6,
        patience: Duration::from_secs(15 * 60),
    };

    /// The same where a person has chosen to wait for hours: the longest quota that comes back by itself within reach is
    /// counted by the day.
    pub const PATIENT: Duration = Duration::from_hours(25);

    /// For a person who waits for the result: a check.
    pub const CHECK: Self = Self {
        idle: Duration::from_secs(15),
        total: Duration::from_secs(20),
        attempts: 3,
        patience: Duration::from_secs(30),
        ..Self::SYNC
    };
}

/// How long a call that changes something may take after a stop.
const GRACE: Duration = Duration::from_secs(3);

/// Where a service lies, and how it is reached.
#[derive(Clone, Debug)]
pub struct Route {
    /// Scheme, host and port, without a slash at the end.
    pub base: String,
    /// Further roots to trust, beside the system's and the bundled ones.
    pub certificates: Vec<Certificate>,
    /// The way there, where the settings or the environment say it; otherwise the system's own settings hold. An address of
    /// this computer is reached without a proxy.
    pub proxy: Option<Way>,
    /// How much of the service's limits is used.
    pub manner: Manner,
}

impl Route {
    /// Whether the address is this computer itself, where practice and tests live.
    pub fn is_loopback(&self) -> bool {
        url::Url::parse(&self.base).is_ok_and(|url| is_loopback(&url))
    }
}

/// The right to let UserHub read one user. It ends when UserHub has answered.
pub struct UserRead<'a>(&'a Pacer);

impl Drop for UserRead<'_> {
    fn drop(&mut self) {
        self.0.read_is_over();
    }
}

/// One service's door.
pub struct Http {
    service: Service,
    route: Route,
    client: reqwest::Client,
    limits: Limits,
    /// Shared with all clients of the same address.
    pacers: Arc<Pacers>,
    calls: AtomicU64,
    overloads: AtomicU64,
    looks: AtomicU64,
    /// Writes down which assumptions the answers bear out.
    observer: Arc<Observer>,
    stop: CancellationToken,
}

impl Http {
    /// Builds the door. `stop` ends every wait in it.
    pub fn new(
        service: Service,
        route: Route,
        limits: Limits,
        stop: CancellationToken,
    ) -> Result<Self, ClientError> {
        let client = build_client(service, &route, limits)?;
        let pacers = Pacers::of(&route.base, route.manner);
        Ok(Self {
            service,
            route,
            client,
            limits,
            pacers,
            calls: AtomicU64::new(0),
            overloads: AtomicU64::new(0),
            looks: AtomicU64::new(0),
            observer: Arc::default(),
            stop,
        })
    }

    /// The same door with an observer that others share.
    pub(crate) fn observed_by(self, observer: Arc<Observer>) -> Self {
        Self { observer, ..self }
    }

    /// Who writes down which assumptions the answers bear out.
    pub fn observer(&self) -> &Observer {
        &self.observer
    }

    /// How many requests were sent, each attempt counted.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// How often the service has shown that it is asked too much: 429, 503, or no answer in time.
    pub fn overloads(&self) -> u64 {
        self.overloads.load(Ordering::Relaxed)
    }

    /// How many requests were sent for nothing but to see what is left of the limit.
    pub fn looks(&self) -> u64 {
        self.looks.load(Ordering::Relaxed)
    }

    /// Counts a request that was sent past [`Http::send`]: the download of an export.
    pub(crate) fn count_call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// What is known of the limit on reading people.
    pub fn pace(&self) -> PaceReport {
        self.pacers.users.report()
    }

    /// How long a call of this service still waits because of a 429, whatever limit that was about.
    pub fn waited_for(&self) -> Option<Duration> {
        let users = self.pace().paused;
        users.max(self.pacers.other.waited_for())
    }

    /// The address and certificates of the service.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// The limits that calls keep to.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// What ends every wait in it.
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// Waits, unless the run is stopped meanwhile.
    pub async fn pause(&self, length: Duration) -> Result<(), ClientError> {
        self.or_stopped(tokio::time::sleep(length)).await
    }

    /// Waits for the right to let somebody else read one person at this service on our account.
    ///
    /// UserHub reads each person that it adds from Auth0, which may count as a request of the tenant's. What is given must
    /// live until UserHub has answered.
    pub async fn reserve_user_read(&self) -> Result<UserRead<'_>, ClientError> {
        let longest = self.limits.patience;
        let turn = self.pacers.users.permit(Kind::Read, longest);
        let waited = self.or_stopped(turn).await?;
        waited.map_err(|left| self.slowed_down(Duration::ZERO, left))?;
        Ok(UserRead(&self.pacers.users))
    }

    /// Whether it is time to look at the limit on reading people.
    pub fn wants_look(&self) -> bool {
        self.pacers.users.wants_look()
    }

    /// Asks for the service's first page. Any answer will do: it shows that the service is there, and what time it has.
    pub async fn answers(&self) -> Result<Option<jiff::Timestamp>, ClientError> {
        let call = Call::get("/".to_owned(), RateBucket::Free);
        self.attempt(&call, None).await.map(|reply| reply.date)
    }

    /// Sends a call until `read` makes something of the reply or there is no use in trying further.
    ///
    /// `read` sees success replies only; what it cannot read counts as a lost reply and is asked for again.
    /// Refusals are read by `refusal`, which gives nothing for what is not in the service's own form; what was sent
    /// secretly is taken out of them. What somebody in between answers, a redirect among it, is a lost reply too.
    pub(crate) async fn send<T>(
        &self,
        call: &Call,
        bearer: Option<&Secret>,
        read: impl Fn(&Reply) -> Result<T, String>,
        refusal: impl Fn(&Reply) -> Option<Rejection>,
    ) -> Result<T, ClientError> {
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(Duration::from_secs(20))
            .with_jitter()
            .with_max_times(self.limits.attempts.saturating_sub(1))
            .build();
        let started = clock::instant();
        let sent: Vec<&Secret> = bearer.into_iter().chain(&call.secret).collect();
        let foreign = |reply: &Reply| ClientError::Intercepted {
            service: self.service,
            path: call.plain_path(),
            status: reply.status.as_u16(),
            looks: looks(reply.status, &reply.headers, &reply.body, &sent),
        };
        loop {
            let answer = self.attempt(call, bearer).await;
            if let Ok(reply) = &answer {
                self.observer.heard(self.service, call, reply, &sent);
            }
            let error = match answer {
                Ok(reply)
                    if reply.status.is_redirection()
                        || (reply.status.is_success() && is_page(&reply.headers, &reply.body)) =>
                {
                    foreign(&reply)
                }
                Ok(reply) if reply.status.is_success() => match read(&reply) {
                    Ok(value) => return Ok(value),
                    Err(why) => ClientError::Unreadable {
                        service: self.service,
                        path: call.plain_path(),
                        why: shown(&why, &sent),
                    },
                },
                Ok(reply) if reply.status == StatusCode::TOO_MANY_REQUESTS => {
                    // The pacer holds the next attempt back until the pause is over, which must be worth waiting for.
                    self.still_patient(call, started.elapsed())?;
                    continue;
                }
                Ok(reply) => match refusal(&reply) {
                    None => foreign(&reply),
                    Some(refusal) => {
                        let refused = ClientError::Rejected(refusal.without(&sent));
                        if !is_passing(reply.status) {
                            return Err(refused);
                        }
                        refused
                    }
                },
                Err(error) if error.may_pass() => error,
                Err(error) => return Err(error),
            };
            if !call.repeatable {
                return Err(error);
            }
            let Some(delay) = delays.next() else {
                return Err(error);
            };
            tracing::debug!(service = %self.service, %error, ?delay, "trying again");
            self.or_stopped(tokio::time::sleep(delay)).await?;
        }
    }

    /// One attempt: waits for its turn, sends, reads the body, learns from the headers.
    async fn attempt(&self, call: &Call, bearer: Option<&Secret>) -> Result<Reply, ClientError> {
        self.or_stopped(self.wait_for_turn(call)).await??;
        self.calls.fetch_add(1, Ordering::Relaxed);
        if call.lane == RateBucket::Look {
            self.looks.fetch_add(1, Ordering::Relaxed);
        }
        let request = self.request(call, bearer)?;
        // A call that changes something is not cut off by a stop at once: it finishes, and its end is recorded. One that
        // hangs is let go, since it does no harm when a later run repeats it.
        let grace = if call.method == Method::GET {
            Duration::ZERO
        } else {
            GRACE
        };
        tokio::select! {
            reply = self.exchange(call, request) => reply,
            () = self.stopped_for(grace) => Err(ClientError::Stopped),
        }
    }

    /// Gives up when the pause that a 429 asked for ends after our patience, of which `spent` is gone.
    fn still_patient(&self, call: &Call, spent: Duration) -> Result<(), ClientError> {
        let left = self.pacer(call.lane).report().paused.unwrap_or_default();
        if spent.saturating_add(left) < self.patience(call) {
            return Ok(());
        }
        Err(self.slowed_down(spent, left))
    }

    /// How long 429s are waited out for a call.
    fn patience(&self, call: &Call) -> Duration {
        call.patience.unwrap_or(self.limits.patience)
    }

    fn slowed_down(&self, waited: Duration, left: Duration) -> ClientError {
        ClientError::SlowedDown {
            service: self.service,
            waited,
            left,
        }
    }

    /// The pacer of the limit that a call counts against.
    fn pacer(&self, lane: RateBucket) -> &Pacer {
        match lane {
            RateBucket::Users | RateBucket::Look | RateBucket::Free => &self.pacers.users,
            RateBucket::Other => &self.pacers.other,
        }
    }

    /// Ends when the run was stopped this long ago.
    async fn stopped_for(&self, grace: Duration) {
        self.stop.cancelled().await;
        tokio::time::sleep(grace).await;
    }

    fn request(
        &self,
        call: &Call,
        bearer: Option<&Secret>,
    ) -> Result<reqwest::Request, ClientError> {
        let url = format!("{}{}", self.route.base, call.path);
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .header(ACCEPT, "application/json");
        if let Some(bearer) = bearer {
            request = request.header(AUTHORIZATION, bearer_header(bearer));
        }
        if self.service == Service::UserHub {
            // The newest version that the official SDKs know (contract userhub-api 1.1).
            request = request.header("UserHub-Api-Version", "2025-05-01");
        }
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        request.build().map_err(|error| self.unreachable(&error))
    }

    async fn exchange(&self, call: &Call, request: reqwest::Request) -> Result<Reply, ClientError> {
        let response = self
            .client
            .execute(request)
            .await
            .map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        let headers = response.headers().clone();
        self.note_rate(call.lane, status, &headers);
        let date = limit_headers::date(&headers);
        let body = self.read_body(response, call).await?;
        let body = encoding::decoded(&headers, body, self.limits.body);
        let body = body.map_err(|fault| match fault {
            encoding::Fault::TooLarge => self.too_large(call),
            encoding::Fault::Foreign(looks) => ClientError::Intercepted {
                service: self.service,
                path: call.plain_path(),
                status: status.as_u16(),
                looks,
            },
        })?;
        Ok(Reply {
            status,
            body,
            headers,
            date,
        })
    }

    async fn read_body(
        &self,
        mut response: reqwest::Response,
        call: &Call,
    ) -> Result<Bytes, ClientError> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.unreachable(&error))?
        {
            if body.len() + chunk.len() > self.limits.body {
                return Err(self.too_large(call));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    fn too_large(&self, call: &Call) -> ClientError {
        ClientError::Unreadable {
            service: self.service,
            path: call.plain_path(),
            why: format!("it is larger than {} bytes", self.limits.body),
        }
    }

    async fn wait_for_turn(&self, call: &Call) -> Result<(), ClientError> {
        let longest = self.patience(call);
        let Pacers { users, other } = &*self.pacers;
        let turn = match call.lane {
            RateBucket::Users => users.permit(Kind::Own, longest).await,
            RateBucket::Look => users.permit(Kind::Look, longest).await,
            RateBucket::Other => match other.permit(Kind::Own, longest).await {
                Ok(()) => users.permit(Kind::Own, longest).await,
                too_long => too_long,
            },
            // It has no share to keep, and a pause after a 429 holds for the whole service.
            RateBucket::Free => users.sit_out(longest).await,
        };
        turn.map_err(|left| self.slowed_down(Duration::ZERO, left))
    }

    fn note_rate(&self, lane: RateBucket, status: StatusCode, headers: &HeaderMap) {
        let pacer = self.pacer(lane);
        // A refused request took nothing, and what a limit of the Authentication API says is another bucket's.
        if status != StatusCode::TOO_MANY_REQUESTS
            && lane != RateBucket::Free
            && let Some(rate) = limit_headers::rate(headers)
        {
            pacer.learn(rate);
        }
        if matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        ) {
            self.overloads.fetch_add(1, Ordering::Relaxed);
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            let paused = pacer.refused(limit_headers::asked_wait(headers));
            if lane == RateBucket::Other {
                // Jobs have a small bucket of their own. Unless the headers name that of reading people, this one says
                // nothing of it: one call goes first there, and shows whether others may follow.
                let shared = self.is_limit_of_users(headers);
                self.pacers.users.refused(shared.then_some(paused));
            } else {
                self.pacers.other.refused(Some(paused));
            }
            tracing::info!(service = %self.service, seconds = paused.as_secs_f32(), "asked to slow down");
        } else if !status.is_server_error() {
            pacer.accepted();
        }
    }

    /// Whether headers are those of the bucket that reading people counts against.
    fn is_limit_of_users(&self, headers: &HeaderMap) -> bool {
        let known = self.pace().learnt.map(|learnt| learnt.burst);
        known.is_some() && limit_headers::rate(headers).map(|rate| rate.limit) == known
    }

    /// Ends `work` early, with an error, when the run is stopped.
    pub(crate) async fn or_stopped<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> Result<T, ClientError> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(ClientError::Stopped),
            done = work => Ok(done),
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> ClientError {
        if error.is_timeout() {
            self.overloads.fetch_add(1, Ordering::Relaxed);
        }
        transport_error(self.service, error)
    }
}

/// Builds the client of one service. Nothing else in the crate builds one.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn build_client(
    service: Service,
    route: &Route,
    limits: Limits,
) -> Result<reqwest::Client, ClientError> {
    let bundled = webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok());
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("userhub-connect/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle)
        .timeout(limits.total)
        .pool_max_idle_per_host(crate::domain::concurrency::MOST)
        .tcp_nodelay(true)
        .tls_certs_merge(bundled.chain(route.certificates.iter().cloned()));
    if route.is_loopback() {
        builder = builder.no_proxy();
    } else {
        builder = builder.https_only(true);
        if let Some(way) = &route.proxy {
            builder = way
                .apply(builder)
                .map_err(|error| transport_error(service, &error))?;
        }
    }
    builder
        .build()
        .map_err(|error| transport_error(service, &error))
}

/// A client for a signed link: it never carries a bearer token, and its whole time limit is that of a download.
pub(crate) fn build_download_client(http: &Http) -> Result<reqwest::Client, ClientError> {
    let limits = Limits {
        total: http.limits.download,
        ..http.limits
    };
    build_client(http.service, &http.route, limits)
}

/// Whether a refusal is likely to be over in a moment.
fn is_passing(status: StatusCode) -> bool {
    status == StatusCode::REQUEST_TIMEOUT || status.is_server_error()
}

fn bearer_header(token: &Secret) -> HeaderValue {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
        .unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests;
