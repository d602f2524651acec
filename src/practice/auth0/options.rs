//! What a practice tenant is told to be like.

use std::path::PathBuf;
use std::time::Duration;

use super::connections::StreamOptions;
use super::limits::Plan;

/// How a tenant is started; `Default` is a tenant that works, without limits, with 250 people.
#[derive(Clone, Debug)]
pub struct TenantOptions {
    /// The tenant's domain, as in `practice.eu.auth0.com`; issuer and audience are built from it.
    pub domain: String,
    /// How many people there are, up to 1,000,000.
    pub people: u64,
    /// People, ids and credentials follow from the seed.
    pub seed: u64,
    /// The Management API's rate limits.
    pub plan: Plan,
    /// Whether UserHub's own reads of users count against those limits. Which is so is not known (contract auth0-api 5).
    pub pulls_count: bool,
    /// How many requests a second other applications of the tenant's want, evenly spaced.
    pub others: f64,
    /// Whether a 429 carries `Retry-After`.
    pub retry_after: bool,
    /// The permissions of the practice application.
    pub permissions: Vec<String>,
    /// How long access tokens are good; whole seconds.
    pub token_lifetime: Duration,
    /// How long a change takes to show in searches.
    pub index_lag: Duration,
    /// How many people, from the first on, share one `created_at`.
    pub tied: u64,
    /// Whether a few people have dates that are objects or numbers, as no recording shows them: for tests of a client's
    /// lenience. The official Python SDK stops at them.
    pub odd_dates: bool,
    /// How long every answer takes at least.
    pub latency: Duration,
    /// By how much the service's clock, which its answers name, is ahead of this computer's.
    pub clock_ahead: Duration,
    /// What becomes of export jobs.
    pub export: ExportBehaviour,
    /// How long an export job takes; by default 0.2 s and a second for each 400,000 people.
    pub export_time: Option<Duration>,
    /// How long the build of an Action takes, and then its deployment.
    pub build_time: Duration,
    /// What the tenant's host says it is.
    pub presence: Presence,
    /// Actions of other makers that run in the Login flow from the start, by name.
    pub in_flow: Vec<String>,
    /// How many things happen to people by themselves in a minute; none when 0.
    pub happen_per_minute: f64,
    /// How the Events API behaves at first.
    pub streams: StreamOptions,
    /// Where applications, grants, Actions and flows are kept between runs; in memory alone when absent.
    pub set_up_file: Option<PathBuf>,
}

/// What becomes of export jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportBehaviour {
    /// They complete.
    #[default]
    Works,
    /// They are refused with 403.
    Refused,
    /// They are accepted and end as `failed`.
    Fails,
    /// They are accepted and stay `pending`.
    StaysPending,
}

/// What the tenant's host says it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// The tenant is there.
    #[default]
    Present,
    /// No tenant has this domain: every path answers 404 and no JSON.
    Absent,
    /// The discovery document names another tenant's issuer; all else works.
    OtherIssuer(String),
}

impl Default for TenantOptions {
    fn default() -> Self {
        let permissions = ["read:users", "update:users", "delete:users", "create:users"];
        Self {
            domain: "practice.eu.auth0.com".to_owned(),
            people: 250,
            seed: 1,
            plan: Plan::Unlimited,
            pulls_count: true,
            others: 0.0,
            retry_after: false,
            permissions: permissions.map(str::to_owned).to_vec(),
            token_lifetime: Duration::from_hours(24),
            index_lag: Duration::ZERO,
            tied: 0,
            odd_dates: false,
            latency: Duration::ZERO,
            clock_ahead: Duration::ZERO,
            export: ExportBehaviour::Works,
            export_time: None,
            build_time: Duration::from_millis(300),
            presence: Presence::Present,
            in_flow: Vec::new(),
            happen_per_minute: 0.0,
            streams: StreamOptions::default(),
            set_up_file: None,
        }
    }
}
