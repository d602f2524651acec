//! What is kept between starts: what can be asked of it, and what is answered.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::queue::Queue;
use super::settings::{PersistedState, SavedKey, SavedSetup};
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;

/// The two values that are secret, and so are kept in the password store alone.
pub const SECRETS: [Field; 2] = [Field::ClientSecret, Field::ApiKey];

/// What the worker can be asked to keep, to find or to forget.
#[derive(Clone, Debug)]
pub enum Request {
    /// Writes the settings and the set-ups, those of practice apart from the others.
    Save {
        /// The folder under which everything is written.
        folder: PathBuf,
        /// What is kept.
        kept: Box<PersistedState>,
        /// Set-ups that are forgotten. Others that are in the file alone came from the command line, and stay.
        gone: BTreeSet<String>,
    },
    /// Keeps a secret in the password store.
    KeepKey {
        /// Whose.
        setup: String,
        /// Which.
        field: Field,
        /// The secret.
        secret: Secret,
    },
    /// Finds the secrets of a set-up in the password store.
    FindKeys {
        /// Whose.
        setup: String,
    },
    /// Forgets secrets of a set-up.
    ForgetKeys {
        /// Whose.
        setup: String,
        /// Which.
        fields: Vec<Field>,
    },
    /// Forgets the secrets of every set-up: of these, and of those that only the files know.
    ForgetAllKeys {
        /// The folder under which everything is written.
        folder: PathBuf,
        /// The set-ups whose secrets are forgotten.
        setups: BTreeSet<String>,
    },
    /// Removes the task on this computer of a set-up that is forgotten, or has another connection now.
    RemoveTask {
        /// The folder under which everything is written.
        folder: PathBuf,
        /// The connection that it syncs.
        connection: String,
    },
    /// Forgets every set-up, its history and the settings, but for what the password store is still to forget.
    ForgetFiles {
        /// The folder under which everything is written.
        folder: PathBuf,
        /// What is still to be forgotten.
        left: Vec<SavedKey>,
    },
}

impl Request {
    /// The one set-up whose secrets it is about.
    pub fn setup(&self) -> Option<&str> {
        match self {
            Self::KeepKey { setup, .. }
            | Self::FindKeys { setup }
            | Self::ForgetKeys { setup, .. } => Some(setup),
            Self::Save { .. }
            | Self::RemoveTask { .. }
            | Self::ForgetAllKeys { .. }
            | Self::ForgetFiles { .. } => None,
        }
    }

    /// The queue in which this is handled: a password store that waits for a person holds up no file.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Save { .. } | Self::RemoveTask { .. } | Self::ForgetFiles { .. } => {
                Queue::Persistence
            }
            Self::KeepKey { .. }
            | Self::FindKeys { .. }
            | Self::ForgetKeys { .. }
            | Self::ForgetAllKeys { .. } => Queue::Keys,
        }
    }
}

/// What the worker tells about it.
#[derive(Clone, Debug)]
pub enum Event {
    /// The settings were written, or could not be.
    Written(Result<(), Issue>),
    /// The file had set-ups that the window did not know.
    Joined(Vec<SavedSetup>),
    /// A secret was kept or forgotten, or could not be.
    Key {
        /// Whose.
        setup: String,
        /// Which.
        field: Field,
        /// How it went.
        result: Result<(), Issue>,
    },
    /// The password store was asked for the secrets of a set-up.
    Found {
        /// Whose.
        setup: String,
        /// What was found.
        keys: Vec<(Field, Secret)>,
        /// Why it could not be asked.
        trouble: Option<Issue>,
    },
    /// The secrets of every set-up were forgotten, or some are left.
    KeysForgotten {
        /// What is left.
        left: Vec<SavedKey>,
        /// Why.
        trouble: Option<Issue>,
    },
    /// A task was removed, or could not be.
    TaskRemoved {
        /// The connection that it syncs.
        connection: String,
        /// How it went.
        result: Result<(), Issue>,
    },
    /// It is not known whose secrets are to be forgotten, so that nothing was.
    NothingForgotten(Issue),
    /// The files were forgotten, or something is left.
    Forgotten(Result<(), Issue>),
}

/// What is to be said about the file of settings.
#[derive(Clone, Debug)]
pub struct Notice {
    /// In words.
    pub words: String,
    /// Whether the file is still there, and must not be written over.
    pub is_unread: bool,
}
