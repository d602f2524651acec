//! Export jobs: accepted, worked on for a while, and then a link that is good for 60 s (contract auth0-api 4).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::errors::ApiError;
use super::options::ExportBehaviour;
use super::registry::object;
use super::shared::Shared;
use super::shared::connection_named;
use crate::practice::clock;
use crate::practice::faulty;
use crate::practice::people::times;

/// The jobs of a tenant, by id.
#[derive(Default)]
pub(crate) struct Exports {
    jobs: Mutex<HashMap<String, Job>>,
}

/// One export job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) order: Arc<ExportOrder>,
    pub(crate) outcome: ExportBehaviour,
    /// Milliseconds since 1970.
    created: i64,
    takes: Duration,
}

/// The body of `POST /jobs/users-exports`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportOrder {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_id: Option<String>,
    #[serde(default)]
    pub(crate) format: Format,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fields: Option<Vec<ExportField>>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Json,
    #[default]
    Csv,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportField {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) export_as: Option<String>,
}

/// How long a link is good.
pub(crate) const LINK_SECONDS: i64 = 60;
/// After this time a job and its file are gone.
const JOB_LIFE_MILLISECONDS: i64 = 24 * 3_600 * 1_000;
const PEOPLE_PER_SECOND: u64 = 400_000;
const MOST_CSV_FIELDS: usize = 30;

impl Exports {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The job with this id, unless it is too old.
    pub(crate) fn get(&self, id: &str) -> Option<Job> {
        let job = self.lock().get(id).cloned();
        job.filter(|job| clock::now() - job.created < JOB_LIFE_MILLISECONDS)
    }

    /// Makes a job appear older, as if this time had passed.
    pub(crate) fn age(&self, id: &str, by: Duration) {
        if let Some(job) = self.lock().get_mut(id) {
            job.created = job
                .created
                .saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        }
    }

    /// The ids of all jobs that were accepted.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match accept(&shared, &body) {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

fn accept(shared: &Shared, body: &[u8]) -> Result<Response, ApiError> {
    let body = if body.is_empty() { b"{}" } else { body };
    let order: ExportOrder = serde_json::from_slice(body)
        .map_err(|error| ApiError::body(format!("Payload validation error: '{error}'")))?;
    check(&order)?;
    let outcome = shared.export_behaviour();
    if outcome == ExportBehaviour::Refused {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "operation_not_supported",
            "This operation is not supported for this tenant.",
        ));
    }
    let id = format!("job_{}", shared.random.alphanumeric(16));
    let people = shared.directory.count();
    let by_size = Duration::from_millis(200 + people * 1_000 / PEOPLE_PER_SECOND);
    let job = Job {
        order: Arc::new(order),
        outcome,
        created: clock::now(),
        takes: shared.options.export_time.unwrap_or(by_size),
    };
    let answer = job.describe(&id, "pending");
    shared.exports.lock().insert(id, job);
    Ok(faulty::json(StatusCode::OK, answer.to_string()))
}

/// What the schema of the body cannot say.
fn check(order: &ExportOrder) -> Result<(), ApiError> {
    if let Some(id) = &order.connection_id
        && connection_named(id).is_none()
    {
        return Err(ApiError::new(
            StatusCode::NOT_FOUND,
            "inexistent_connection",
            "The connection does not exist.",
        ));
    }
    let count = order.fields.as_ref().map_or(0, Vec::len);
    if order.format == Format::Csv && count > MOST_CSV_FIELDS {
        return Err(ApiError::body(format!(
            "Payload validation error: 'Array is too long ({count}), maximum {MOST_CSV_FIELDS}' on property fields."
        )));
    }
    Ok(())
}

pub(crate) async fn read(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let Some(job) = shared.exports.get(&id) else {
        return ApiError::new(
            StatusCode::NOT_FOUND,
            "inexistent_job",
            "The job does not exist.",
        )
        .into_response();
    };
    faulty::json(StatusCode::OK, job.now(&shared, &id).to_string())
}

impl Job {
    /// The part of the work that is done, from 0 to 1.
    fn share_done(&self) -> f64 {
        let spent = u64::try_from(clock::now() - self.created).unwrap_or(0);
        let spent = Duration::from_millis(spent);
        if spent >= self.takes {
            return 1.0;
        }
        spent.as_secs_f64() / self.takes.as_secs_f64()
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.outcome == ExportBehaviour::Works && self.share_done() >= 1.0
    }

    /// The job as a poll sees it.
    fn now(&self, shared: &Shared, id: &str) -> serde_json::Value {
        let done = self.share_done();
        let mut answer = match (self.outcome, done >= 1.0) {
            (ExportBehaviour::Works, true) => {
                let mut answer = self.describe(id, "completed");
                answer["location"] = json!(shared.export_link(id, &self.order));
                answer
            }
            (ExportBehaviour::Fails, true) => {
                let mut answer = self.describe(id, "failed");
                answer["status_details"] = json!("The export could not be completed.");
                return answer;
            }
            _ => self.describe(id, "pending"),
        };
        let shown = if self.outcome == ExportBehaviour::StaysPending {
            0.0
        } else {
            done
        };
        let left = self.takes.mul_f64(1.0 - shown);
        answer["percentage_done"] = json!(percent(shown));
        answer["time_left_seconds"] = json!(left.as_millis().div_ceil(1_000));
        answer
    }

    fn describe(&self, id: &str, status: &str) -> serde_json::Value {
        let order = serde_json::to_value(&*self.order).unwrap_or_default();
        let mut answer = object(json!({"type": "users_export", "status": status}));
        answer.extend(object(order));
        let connection = self.order.connection_id.as_deref();
        if let Some(name) = connection.and_then(connection_named) {
            answer.insert("connection".to_owned(), json!(name));
        }
        answer.insert("created_at".to_owned(), json!(times::iso(self.created)));
        answer.insert("id".to_owned(), json!(id));
        serde_json::Value::Object(answer)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share from 0 to 1"
)]
fn percent(share: f64) -> u8 {
    (share * 100.0) as u8
}
