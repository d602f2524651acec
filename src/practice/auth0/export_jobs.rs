//! The export jobs of a tenant: what was ordered, and how much of it is done.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::connection_ids::connection_named;
use super::object::object;
use super::options::ExportBehaviour;
use crate::practice::clock;
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
    pub(super) created: i64,
    pub(super) takes: Duration,
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

/// After this time a job and its file are gone.
const JOB_LIFE_MILLISECONDS: i64 = 24 * 3_600 * 1_000;

impl Exports {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a job that was accepted.
    pub(crate) fn insert(&self, id: String, job: Job) {
        self.lock().insert(id, job);
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

impl Job {
    /// The part of the work that is done, from 0 to 1.
    pub(super) fn share_done(&self) -> f64 {
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

    /// What a job always says, as an object of JSON.
    pub(super) fn describe(&self, id: &str, status: &str) -> serde_json::Value {
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
