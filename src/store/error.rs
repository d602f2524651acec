//! What can go wrong with the files.

use std::io::ErrorKind;
use std::path::PathBuf;

use rusqlite::ErrorCode;

use super::journal::Identity;
use crate::domain::issue::FolderFault;

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
    /// What it says of the folder and its files.
    pub fn fault(&self) -> FolderFault {
        match self {
            Self::Io { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FolderFault::Full,
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    FolderFault::NotAllowed
                }
                _ => FolderFault::Other,
            },
            Self::Database(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => FolderFault::Full,
                Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                    FolderFault::NotAllowed
                }
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => FolderFault::Damaged,
                _ => FolderFault::Other,
            },
            Self::DamagedRecord { .. } => FolderFault::Damaged,
            Self::Newer => FolderFault::Newer,
            Self::AnotherTenant { .. } | Self::Gone | Self::Stopped | Self::Locked { .. } => {
                FolderFault::Other
            }
        }
    }

    /// Names the file beside what the operating system said.
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_blamed_only_for_itself() {
        let of = |kind: ErrorKind| StoreError::io("x".as_ref())(kind.into()).fault();
        assert_eq!(of(ErrorKind::StorageFull), FolderFault::Full);
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), FolderFault::NotAllowed);
        assert_eq!(of(ErrorKind::PermissionDenied), FolderFault::NotAllowed);
        assert_eq!(of(ErrorKind::TimedOut), FolderFault::Other);
        let of = |code| {
            let error = rusqlite::ffi::Error::new(code);
            StoreError::from(rusqlite::Error::SqliteFailure(error, None)).fault()
        };
        assert_eq!(of(rusqlite::ffi::SQLITE_FULL), FolderFault::Full);
        assert_eq!(of(rusqlite::ffi::SQLITE_CANTOPEN), FolderFault::NotAllowed);
        assert_eq!(
            of(rusqlite::ffi::SQLITE_READONLY_DIRECTORY),
            FolderFault::NotAllowed
        );
        assert_eq!(of(rusqlite::ffi::SQLITE_NOTADB), FolderFault::Damaged);
        assert_eq!(of(rusqlite::ffi::SQLITE_CORRUPT), FolderFault::Damaged);
        assert_eq!(of(rusqlite::ffi::SQLITE_IOERR), FolderFault::Other);
    }
}
