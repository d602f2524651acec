//! The tasks on this computer that are to be removed, because the set-up that they sync is forgotten or has another connection
//! now. One that could not be removed stays here, and in the file of settings, until it is gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::issue::Issue;

/// The tasks that are to be removed, by their connection, with why one could not be.
#[derive(Debug, Default)]
pub struct Tasks(BTreeMap<String, Option<Issue>>);

impl Tasks {
    /// Why a task that is to be removed is still there.
    pub fn not_removed(&self) -> Option<&Issue> {
        self.0.values().find_map(Option::as_ref)
    }

    /// The connections of those that are to be removed.
    pub(super) fn connections(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// One is to be removed; whether it could not be before is forgotten.
    pub(super) fn remove(&mut self, connection: &str) {
        self.0.insert(connection.to_owned(), None);
    }

    /// One is not to be removed after all.
    pub(super) fn leave(&mut self, connection: &str) {
        self.0.remove(connection);
    }

    /// Takes in what became of one.
    pub(super) fn answered(&mut self, connection: String, result: Result<(), Issue>) {
        match result {
            Ok(()) => {
                self.0.remove(&connection);
            }
            Err(issue) => {
                self.0.insert(connection, Some(issue));
            }
        }
    }
}
