//! The tenant as tests and the practice world hold it.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::connection_ids::connection_id;
use super::connections::{Inject, StreamOptions};
use super::errors::{self, TokenError};
use super::happen;
use super::happenings::Happening;
use super::limits::{Others, Plan};
use super::options::{ExportBehaviour, Presence, TenantOptions};
use super::routes;
use super::set_up_file;
use super::shared::Shared;
use super::tokens::Claims;
use crate::practice::front::Front;
use crate::practice::requests::Requests;
use crate::practice::server::Server;
use crate::practice::trouble::Trouble;

/// A running practice tenant; clones are handles to the same one, which stops when the last is dropped.
///
/// ```
/// use userhub_connect::practice::auth0::{Tenant, TenantOptions};
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let tenant = Tenant::start(TenantOptions::default())?;
/// assert!(tenant.url().starts_with("http://127.0.0.1:"));
/// assert_eq!(tenant.count(), 250);
/// # Ok::<(), std::io::Error>(())
/// # })?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Tenant(pub(super) Arc<Running>);

pub(super) struct Running {
    pub(super) shared: Arc<Shared>,
    client_id: String,
    api: Server,
    export: Server,
    requests: Requests,
    trouble: Trouble,
}

impl Tenant {
    /// Starts a tenant and its export host on loopback, on the current tokio runtime.
    ///
    /// It fails when no port can be bound, or outside a runtime.
    pub fn start(options: TenantOptions) -> io::Result<Self> {
        let latency = options.latency;
        let shared = Arc::new(Shared::new(options));
        let client_id = shared.random.alphanumeric(32);
        let secret = practice_secret(&shared);
        let audience = shared.audience();
        set_up_file::open(&shared)?;
        {
            let mut registry = shared.registry();
            registry.add_application(&client_id, &secret);
            // What a person has given it in an earlier run stays.
            let mut permissions = registry.permissions(&client_id, &audience);
            for permission in &shared.options.permissions {
                if !permissions.contains(permission) {
                    permissions.push(permission.clone());
                }
            }
            registry.set_permissions(&client_id, &audience, &permissions, &shared.random);
        }
        let front = Front {
            requests: Requests::default(),
            trouble: Trouble::default(),
            latency,
            error_body: errors::body_for_fault,
            usage: Some(Arc::new({
                let shared = Arc::clone(&shared);
                move || shared.limits.usage()
            })),
        };
        let export = Server::start(front.clone().before(routes::export_host(&shared)))?;
        shared.set_export_url(export.url());
        let api = Server::start(front.clone().before(routes::tenant(&shared)))?;
        let per_minute = shared.options.happen_per_minute;
        if per_minute > 0.0 {
            happen::begin(&shared, &Happening::of(per_minute));
        }
        Ok(Self(Arc::new(Running {
            shared,
            client_id,
            api,
            export,
            requests: front.requests,
            trouble: front.trouble,
        })))
    }

    /// The address of the tenant, which stands for `https://{domain}`.
    pub fn url(&self) -> String {
        self.0.api.url()
    }

    /// The address of the export host.
    pub fn export_url(&self) -> String {
        self.0.export.url()
    }

    /// The tenant's domain.
    pub fn domain(&self) -> &str {
        &self.0.shared.options.domain
    }

    /// The Client ID of the practice application.
    pub fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// The Client Secret of the practice application, as it is now.
    pub fn client_secret(&self) -> String {
        self.secret_of(&self.0.client_id).unwrap_or_default()
    }

    /// The Client Secret of any application, as its page in the dashboard shows it.
    pub fn secret_of(&self, client_id: &str) -> Option<String> {
        let registry = self.0.shared.registry();
        let client = registry.client(client_id)?;
        Some(super::object::text(client, "client_secret").to_owned())
    }

    /// The rules of what goes wrong, at the tenant and at its export host.
    pub fn trouble(&self) -> &Trouble {
        &self.0.trouble
    }

    /// What the tenant and its export host were asked.
    pub fn requests(&self) -> &Requests {
        &self.0.requests
    }

    /// Closes both ports and all connections.
    pub fn stop(&self) {
        self.0.api.stop();
        self.0.export.stop();
    }
}

/// The people.
impl Tenant {
    pub(super) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    /// How many people there are now.
    pub fn count(&self) -> u64 {
        self.0.shared.directory.count()
    }

    /// The id of one of the generated people, numbered from 0 in the order of their creation.
    pub fn id_of(&self, index: u64) -> String {
        self.0.shared.directory.people().user_id(index)
    }

    /// The ids of everybody who is there now; for tests with few people.
    pub fn person_ids(&self) -> Vec<String> {
        let directory = &self.0.shared.directory;
        let changes = directory.read();
        let there = directory
            .numbers()
            .filter_map(|number| directory.current(&changes, number));
        there.map(|person| person.user_id.clone()).collect()
    }

    /// A person as reading by id shows them.
    pub fn person(&self, user_id: &str) -> Option<Value> {
        let person = self.0.shared.directory.by_id(user_id)?;
        let mut json = Vec::new();
        person.write_json(&mut json, &crate::practice::people::Selection::All);
        serde_json::from_slice(&json).ok()
    }

    /// Creates a person with these fields and gives their id; `user_id` may be among the fields, and `created_at`, which is
    /// then the date of the last change too, as of those whom one import has brought.
    pub fn create_person(&self, fields: &Map<String, Value>) -> String {
        self.0.shared.create_person(fields)
    }

    /// Deletes a person; `false` when there is none.
    pub fn delete_person(&self, user_id: &str) -> bool {
        self.0.shared.delete_person(user_id)
    }

    /// Hides these people, and nobody else, from lists, searches and exports, while reading by id shows them: an index
    /// that has lost them. An empty list hides nobody any more.
    pub fn hide_people(&self, user_ids: &[String]) {
        self.0.shared.directory.hide(user_ids);
    }

    /// Sets fields of a person, and their `updated_at`; null takes a field away. `false` when there is none.
    pub fn change_person(&self, user_id: &str, fields: &Map<String, Value>) -> bool {
        self.0.shared.change_person(user_id, fields)
    }

    /// Lets a person sign in: only `last_login`, `last_ip`, `logins_count` and `updated_at` change.
    pub fn sign_in(&self, user_id: &str) -> bool {
        self.0.shared.sign_in(user_id)
    }

    /// Creates somebody with a new address, as a sign-up does, and gives their id.
    pub fn sign_up(&self) -> String {
        let name = self.0.shared.random.alphanumeric(6).to_lowercase();
        let email = format!("new.{name}@example.com");
        let fields = super::object::object(json!({ "email": email, "email_verified": true }));
        self.create_person(&fields)
    }

    /// Whether an Action runs at sign-in; it is taken for granted while nobody has made any.
    pub fn runs_an_action(&self) -> bool {
        let registry = self.0.shared.registry();
        registry.actions.is_empty() || !registry.bindings.is_empty()
    }

    /// Runs `action` on the tenant once, right after the `count`-th request from now whose path and query hold
    /// `path` was carried out: so people can come and go in the middle of a walk over pages.
    pub fn after_requests(
        &self,
        count: u64,
        path: &str,
        action: impl FnOnce(&Self) + Send + 'static,
    ) {
        // A weak handle: a rule that never comes due must not keep the tenant alive.
        let tenant = Arc::downgrade(&self.0);
        self.0
            .trouble
            .after_requests(count, None, Some(path), move || {
                if let Some(running) = tenant.upgrade() {
                    action(&Self(running));
                }
            });
    }
}

/// Credentials and permissions.
impl Tenant {
    /// Gives the practice application these permissions and no others; tokens given out before keep theirs.
    pub fn set_permissions(&self, permissions: &[&str]) {
        let shared = &self.0.shared;
        let permissions: Vec<String> = permissions.iter().map(|&p| p.to_owned()).collect();
        let audience = shared.audience();
        (shared.registry()).set_permissions(
            &self.0.client_id,
            &audience,
            &permissions,
            &shared.random,
        );
        set_up_file::keep_now(shared);
    }

    /// Whether the practice application has this permission.
    pub fn has_permission(&self, permission: &str) -> bool {
        let registry = self.0.shared.registry();
        let mut own = (registry.grants.iter())
            .filter(|grant| super::object::text(grant, "client_id") == self.0.client_id);
        own.any(|grant| {
            let scopes = grant.get("scope").and_then(Value::as_array);
            scopes.is_some_and(|scopes| scopes.iter().any(|scope| scope == permission))
        })
    }

    /// Takes away the grant that lets the practice application use the Management API at all.
    pub fn remove_grant(&self) {
        let mut registry = self.0.shared.registry();
        registry
            .grants
            .retain(|grant| super::object::text(grant, "client_id") != self.0.client_id);
    }

    /// Sets a property of the practice application, such as `grant_types` or `token_endpoint_auth_method`.
    pub fn set_application(&self, name: &str, value: Value) {
        let mut registry = self.0.shared.registry();
        if let Some(client) = registry.client_mut(&self.0.client_id) {
            client.insert(name.to_owned(), value);
        }
    }

    /// Gives the practice application a new secret; the former is refused from now on.
    pub fn rotate_secret(&self) -> String {
        let secret = practice_secret(&self.0.shared);
        self.set_application("client_secret", json!(secret));
        secret
    }

    /// Makes every token that was given out until now invalid, so that the next call meets a 401.
    pub fn revoke_tokens(&self) {
        self.0.shared.tokens.revoke_all();
    }

    /// How long tokens are good that are given out from now on; whole seconds.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.0.shared.set_token_lifetime_secs(lifetime.as_secs());
    }

    /// How many tokens the application may still fetch in this hour; `None` for as many as it likes.
    pub fn set_token_quota(&self, tokens: Option<u64>) {
        self.0.shared.set_quota(tokens);
    }

    /// Lets every request for a token be refused as by a customer's own Action, or no longer.
    pub fn deny_tokens(&self, description: Option<&str>) {
        self.0.shared.set_token_refusal(
            description.map(|text| {
                TokenError::new(StatusCode::FORBIDDEN, "access_denied", text.to_owned())
            }),
        );
    }

    /// A Management API token with these permissions, as the API Explorer of the dashboard gives one.
    pub fn management_token(&self, permissions: &[&str], lifetime: Duration) -> String {
        let shared = &self.0.shared;
        let scopes: Vec<String> = permissions.iter().map(|&p| p.to_owned()).collect();
        shared.tokens.mint(&Claims {
            client_id: &self.0.client_id,
            audience: &shared.audience(),
            scopes: &scopes,
            lifetime_secs: lifetime.as_secs(),
        })
    }

    /// How long a test of an Action says that it took from now on; nobody has to wait for it.
    pub fn set_action_time(&self, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX / 2);
        self.0.shared.set_action_time(milliseconds);
    }

    /// What the tenant's host says it is from now on.
    pub fn set_presence(&self, presence: Presence) {
        self.0.shared.set_presence(presence);
    }
}

/// The Events API, and what happens by itself.
impl Tenant {
    /// How connections of the Events API behave.
    pub fn stream_options(&self) -> StreamOptions {
        self.0.shared.streams.options()
    }

    /// Lets new connections of the Events API, and mostly those that are open, behave like this.
    pub fn set_stream_options(&self, options: StreamOptions) {
        self.0.shared.streams.set_options(options);
    }

    /// Tells all open connections of the Events API to do this; how many there are.
    pub fn inject(&self, what: Inject) -> usize {
        self.0.shared.streams.inject(what)
    }

    /// How many connections of the Events API are open now, and how many ever were.
    pub fn streams(&self) -> (usize, u64) {
        self.0.shared.streams.counts()
    }

    /// Makes every offset that the Events API has given out point at what is gone.
    pub fn lose_offsets(&self) {
        self.0.shared.feed.lose_offsets();
    }

    /// How many events there were.
    pub fn events(&self) -> u64 {
        self.0.shared.feed.latest()
    }

    /// Makes one user an identity of another; `false` when there are not both.
    pub fn merge_people(&self, user_id: &str, into: &str) -> bool {
        self.0.shared.merge_people(user_id, into)
    }

    /// Deletes a connection and all its users; how many it had.
    pub fn delete_connection(&self, name: &str) -> usize {
        self.0.shared.delete_connection(name)
    }

    /// Lets things happen to people by themselves from now on, in the place of what happened before; `false` when the pace
    /// is none. Only within a tokio runtime.
    pub fn happen(&self, what: &Happening) -> bool {
        happen::begin(&self.0.shared, what)
    }
}

/// Export jobs.
impl Tenant {
    /// What becomes of export jobs that are asked for from now on.
    pub fn set_export(&self, behaviour: ExportBehaviour) {
        self.0.shared.set_export_behaviour(behaviour);
    }

    /// The id of a connection, for exports of one connection.
    pub fn connection_id(&self, name: &str) -> String {
        connection_id(name)
    }

    /// Makes the export host's clock run ahead, so that links that were given out grow old.
    pub fn advance_export_clock(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        self.0.shared.advance_export_clock(seconds);
    }

    /// Makes all jobs older; after 24 hours a job is gone.
    pub fn age_jobs(&self, by: Duration) {
        for id in self.0.shared.exports.ids() {
            self.0.shared.exports.age(&id, by);
        }
    }

    /// Lets other applications want so many requests a second of the limit on reading users.
    pub fn set_others(&self, per_second: f64) {
        self.0.shared.limits.set_others(per_second);
    }

    /// Gives the tenant the limits of another plan, full, and with no other applications.
    pub fn set_plan(&self, plan: Plan) {
        self.0.shared.limits.set_plan(plan);
    }

    /// Gives the tenant the limits back that it began with, unless they are still those.
    pub fn restore_limits(&self) {
        let options = &self.0.shared.options;
        if self.0.shared.limits.plan() != options.plan {
            self.set_plan(options.plan);
        }
        self.set_others(options.others);
    }

    /// What other applications asked for so far, and how much of it was refused.
    pub fn others(&self) -> Others {
        self.0.shared.limits.others()
    }

    /// Lets UserHub's reads count against the limits, or not.
    pub fn set_pulls_count(&self, count: bool) {
        self.0.shared.set_pulls_count(count);
    }

    /// Whether a credential ever reached the export host, which must never happen.
    pub fn export_host_saw_authorization(&self) -> bool {
        let seen = &self.0.shared.authorization_at_export_host;
        seen.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tenant")
            .field("url", &self.url())
            .field("domain", &self.domain())
            .field("client_id", &self.client_id())
            .finish_non_exhaustive()
    }
}

/// 64 characters that say what they are, so that nobody takes them for a real secret.
fn practice_secret(shared: &Shared) -> String {
    format!("practice_{}", shared.random.alphanumeric(55))
}
