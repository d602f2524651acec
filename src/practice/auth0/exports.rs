//! Export jobs: accepted, worked on for a while, and then a link that is good for 60 s (contract auth0-api 4).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::connection_ids::connection_named;
use super::errors::ApiError;
use super::export_jobs::{ExportOrder, Format, Job};
use super::options::ExportBehaviour;
use super::shared::Shared;
use crate::practice::clock;
use crate::practice::faulty;

const PEOPLE_PER_SECOND: u64 = 400_000;
const MOST_CSV_FIELDS: usize = 30;

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
    shared.exports.insert(id, job);
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
    faulty::json(StatusCode::OK, seen(&job, &shared, &id).to_string())
}

/// A job as a poll sees it.
fn seen(job: &Job, shared: &Shared, id: &str) -> serde_json::Value {
    let done = job.share_done();
    let mut answer = match (job.outcome, done >= 1.0) {
        (ExportBehaviour::Works, true) => {
            let mut answer = job.describe(id, "completed");
            answer["location"] = json!(shared.export_link(id, &job.order));
            answer
        }
        (ExportBehaviour::Fails, true) => {
            let mut answer = job.describe(id, "failed");
            answer["status_details"] = json!("The export could not be completed.");
            return answer;
        }
        _ => job.describe(id, "pending"),
    };
    let shown = if job.outcome == ExportBehaviour::StaysPending {
        0.0
    } else {
        done
    };
    let left = job.takes.mul_f64(1.0 - shown);
    answer["percentage_done"] = json!(percent(shown));
    answer["time_left_seconds"] = json!(left.as_millis().div_ceil(1_000));
    answer
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share from 0 to 1"
)]
fn percent(share: f64) -> u8 {
    (share * 100.0) as u8
}
