//! What may happen to people by itself, and how much did.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

/// What happens, and how often.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// How many things happen in a minute, evenly spaced; 0 ends it.
    pub per_minute: f64,
    /// Who and what follows from it; the tenant's own seed when absent.
    #[serde(default)]
    pub seed: Option<u64>,
    /// After how many it ends by itself.
    #[serde(default)]
    pub count: Option<u64>,
    /// What happens; everything, changes most often, when absent. What is named twice happens twice as often.
    #[serde(default)]
    pub acts: Option<Vec<Act>>,
}

impl Happening {
    /// Everything, at this pace.
    pub fn of(per_minute: f64) -> Self {
        Self {
            per_minute,
            seed: None,
            count: None,
            acts: None,
        }
    }
}

/// One thing that can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Somebody new signs up.
    SignUp,
    /// Somebody gets another name.
    Change,
    /// Somebody signs in, which changes nothing that UserHub holds.
    SignIn,
    /// Somebody is blocked, or no longer.
    Block,
    /// Somebody becomes an identity of somebody else.
    Merge,
    /// Somebody is deleted.
    Leave,
}

/// What happens in one tenant by itself.
#[derive(Default)]
pub(crate) struct Happenings(Mutex<Kept>);

#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) stop: Option<CancellationToken>,
    pub(crate) per_minute: f64,
    pub(crate) happened: u64,
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(stop) = &self.stop {
            stop.cancel();
        }
    }
}

impl Happenings {
    /// Works with what is kept.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
