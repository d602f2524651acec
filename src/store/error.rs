//! What can go wrong with the files.

use std::path::PathBuf;

use super::journal::Identity;

/// Why the files could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The record of a set-up is there and cannot be read.
    #[error("{}: {source}", path.display())]
    DamagedRecord {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The journal could not be read or written.
    #[error("the journal could not be read or written: {0}")]
    Database(#[from] rusqlite::Error),
    /// The journal belongs to another pair of tenants.
    #[error("the journal is that of {} and {}", found.auth0, found.connection)]
    AnotherTenant {
        /// Whose journal it is.
        found: Identity,
    },
    /// The journal was written by a newer version of this program.
    #[error("the journal was written by a newer version of UserHub Connect")]
    Newer,
    /// The journal's thread has ended, which only a panic in it can bring about.
    #[error("the journal was closed too early")]
    Gone,
    /// The work was stopped, and has left everything as it was.
    #[error("stopped")]
    Stopped,
    /// Another run is at work on this profile.
    #[error("another run is at work: {holder}")]
    Locked {
        /// Who holds the lock, in their own words.
        holder: String,
    },
}

impl StoreError {
    /// Names the file beside what the operating system said.
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
