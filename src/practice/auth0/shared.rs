//! What all endpoints of one tenant share.

use std::collections::hash_map::RandomState;
use std::sync::atomic::Ordering;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use axum::http::StatusCode;

use super::action::Builds;
use super::connections::Streams;
use super::directory::Directory;
use super::errors::TokenError;
use super::export_jobs::Exports;
use super::feed::Feed;
use super::happenings::Happenings;
use super::limits::Limits;
use super::logs::Logs;
use super::options::{ExportBehaviour, Presence, TenantOptions};
use super::random::Random;
use super::registry::Registry;
use super::tokens::Tokens;
use crate::practice::people::People;

/// The state of one tenant.
pub(crate) struct Shared {
    pub(crate) options: TenantOptions,
    pub(crate) directory: Directory,
    pub(crate) limits: Limits,
    pub(crate) tokens: Tokens,
    pub(crate) random: Random,
    pub(crate) exports: Exports,
    pub(crate) logs: Logs,
    pub(crate) feed: Feed,
    pub(crate) streams: Streams,
    pub(crate) happenings: Happenings,
    /// Signs the export links.
    pub(crate) export_key: RandomState,
    /// Whether a credential ever reached the export host, which must never happen.
    pub(crate) authorization_at_export_host: AtomicBool,
    registry: Mutex<Registry>,
    switches: Mutex<Switches>,
    export_url: OnceLock<String>,
    /// Seconds that the export host's clock is ahead.
    export_clock: AtomicI64,
}

/// What can be changed while the tenant runs.
struct Switches {
    pulls_count: bool,
    /// How long a test of an Action takes, in milliseconds.
    action_time: u64,
    export: ExportBehaviour,
    presence: Presence,
    token_lifetime_secs: u64,
    token_refusal: Option<TokenError>,
    /// Tokens that may still be given out in this hour.
    quota: Option<(u64, u64)>,
    builds: Builds,
}

impl Shared {
    pub(crate) fn new(options: TenantOptions) -> Self {
        let people = People::new(options.seed, options.people, options.tied)
            .with_odd_dates(options.odd_dates);
        Self {
            directory: Directory::new(people, options.index_lag),
            limits: {
                let limits = Limits::new(options.plan);
                limits.set_others(options.others);
                limits
            },
            tokens: Tokens::new(&options.domain),
            random: Random::new(options.seed),
            exports: Exports::default(),
            logs: Logs::default(),
            feed: Feed::new(),
            streams: Streams::new(options.streams.clone()),
            happenings: Happenings::default(),
            export_key: RandomState::new(),
            authorization_at_export_host: AtomicBool::new(false),
            registry: Mutex::default(),
            switches: Mutex::new(Switches {
                pulls_count: options.pulls_count,
                action_time: 50,
                export: options.export,
                presence: options.presence.clone(),
                token_lifetime_secs: options.token_lifetime.as_secs(),
                token_refusal: None,
                quota: None,
                builds: Builds {
                    takes: i64::try_from(options.build_time.as_millis()).unwrap_or(i64::MAX / 2),
                    failure: None,
                },
            }),
            export_url: OnceLock::new(),
            export_clock: AtomicI64::new(0),
            options,
        }
    }

    /// The Management API's identifier; the slash at its end belongs to it.
    pub(crate) fn audience(&self) -> String {
        format!("https://{}/api/v2/", self.options.domain)
    }

    pub(crate) fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn switches(&self) -> MutexGuard<'_, Switches> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pulls_count(&self) -> bool {
        self.switches().pulls_count
    }

    pub(crate) fn set_pulls_count(&self, count: bool) {
        self.switches().pulls_count = count;
    }

    pub(crate) fn export_behaviour(&self) -> ExportBehaviour {
        self.switches().export
    }

    pub(crate) fn set_export_behaviour(&self, export: ExportBehaviour) {
        self.switches().export = export;
    }

    pub(crate) fn action_time(&self) -> u64 {
        self.switches().action_time
    }

    pub(crate) fn set_action_time(&self, milliseconds: u64) {
        self.switches().action_time = milliseconds;
    }

    pub(crate) fn presence(&self) -> Presence {
        self.switches().presence.clone()
    }

    pub(crate) fn set_presence(&self, presence: Presence) {
        self.switches().presence = presence;
    }

    pub(crate) fn token_lifetime_secs(&self) -> u64 {
        self.switches().token_lifetime_secs
    }

    pub(crate) fn set_token_lifetime_secs(&self, seconds: u64) {
        self.switches().token_lifetime_secs = seconds;
    }

    pub(crate) fn token_refusal(&self) -> Option<TokenError> {
        self.switches().token_refusal.clone()
    }

    pub(crate) fn set_token_refusal(&self, refusal: Option<TokenError>) {
        self.switches().token_refusal = refusal;
    }

    pub(crate) fn builds(&self) -> Builds {
        self.switches().builds.clone()
    }

    pub(crate) fn set_build_failure(&self, failure: Option<String>) {
        self.switches().builds.failure = failure;
    }

    pub(crate) fn set_quota(&self, tokens: Option<u64>) {
        self.switches().quota = tokens.map(|tokens| (tokens, tokens));
    }

    /// Takes one token from the application's quota, if it has one.
    pub(crate) fn take_from_quota(&self) -> Result<(), TokenError> {
        match &mut self.switches().quota {
            None => Ok(()),
            Some((_, 0)) => Err(TokenError::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "Client quota exceeded",
            )),
            Some((_, left)) => {
                *left -= 1;
                Ok(())
            }
        }
    }

    /// The header that tells of the quota (contract auth0-api 5.3).
    pub(crate) fn quota_header(&self) -> String {
        let (quota, left) = self.switches().quota.unwrap_or_default();
        format!("b=per_hour;q={quota};r={left};t=3540")
    }

    pub(crate) fn export_url(&self) -> &str {
        self.export_url.get().map_or("", String::as_str)
    }

    pub(crate) fn set_export_url(&self, url: String) {
        // It is set once, right after the export host has started.
        self.export_url.get_or_init(|| url);
    }

    pub(crate) fn export_clock(&self) -> i64 {
        self.export_clock.load(Ordering::Relaxed)
    }

    pub(crate) fn advance_export_clock(&self, seconds: i64) {
        self.export_clock.fetch_add(seconds, Ordering::Relaxed);
    }
}
