//! Counts of what the practice UserHub was asked to do, which its routes alone do not tell apart.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::locks::lock;

/// How often something was asked for; at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// Calls of `:import` that a key allowed.
    pub imports: u64,
    /// Calls of `:event` that a key allowed.
    pub events: u64,
    /// People that were asked of the Auth0 tenant.
    pub pulls: u64,
}

/// The counters.
#[derive(Debug, Default)]
pub(super) struct Calls {
    imports: AtomicU64,
    events: AtomicU64,
    pulls: AtomicU64,
    /// By external id, kept only when a test asks for it: memory must not grow with the tenant.
    by_person: Option<Mutex<HashMap<String, CallCounts>>>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Import,
    Event,
    Pull,
}

impl Calls {
    pub(super) fn new(record_calls: bool) -> Self {
        Self {
            by_person: record_calls.then(Mutex::default),
            ..Self::default()
        }
    }

    pub(super) fn count(&self, call: Call, external_id: &str) {
        let all = match call {
            Call::Import => &self.imports,
            Call::Event => &self.events,
            Call::Pull => &self.pulls,
        };
        all.fetch_add(1, Ordering::Relaxed);
        if let Some(by_person) = &self.by_person {
            let mut by_person = lock(by_person);
            let counts = by_person.entry(external_id.to_owned()).or_default();
            match call {
                Call::Import => counts.imports += 1,
                Call::Event => counts.events += 1,
                Call::Pull => counts.pulls += 1,
            }
        }
    }

    pub(super) fn all(&self) -> CallCounts {
        CallCounts {
            imports: self.imports.load(Ordering::Relaxed),
            events: self.events.load(Ordering::Relaxed),
            pulls: self.pulls.load(Ordering::Relaxed),
        }
    }

    pub(super) fn of(&self, external_id: &str) -> CallCounts {
        let by_person = self.by_person.as_ref();
        by_person
            .and_then(|by| lock(by).get(external_id).copied())
            .unwrap_or_default()
    }
}
