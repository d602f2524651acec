//! Writes and reads files that a person has named.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::issue::Issue;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::ticket::Ticket;
use crate::store::file;

/// Writes a text, away from the threads that others wait for, and reports where it lies.
pub(in crate::engine) async fn write(
    path: PathBuf,
    text: String,
    replace: bool,
    ticket: Ticket,
    sink: &Sink,
) {
    let to = path.clone();
    let written = tokio::task::spawn_blocking(move || put(&to, &text, replace)).await;
    let result = match written {
        Ok(Ok(())) => Ok(path),
        Ok(Err(error)) => Err(Box::new(not_saved(&path, &error))),
        // The writing broke off, which the panic hook has told.
        Err(_) => Err(Box::new(not_saved(&path, &io::Error::other("broken off")))),
    };
    sink.send(Event::FileWritten { result, ticket });
}

/// The largest file that is read as a set-up, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Reads the file of a set-up.
///
/// # Errors
/// Why it could not be read.
pub(in crate::engine) fn read_small(path: &Path) -> io::Result<String> {
    // Anything but a file, such as a pipe, could keep us waiting for ever.
    file::is_there(path)?;
    let bytes = file::read_up_to(path, LARGEST)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn put(path: &Path, text: &str, replace: bool) -> io::Result<()> {
    may_be_written(path, replace)?;
    file::write(path, text.as_bytes(), replace)
}

/// Looks whether a file may be written there, before it is: what is no ordinary file is never replaced.
pub(in crate::engine) fn may_be_written(path: &Path, replace: bool) -> io::Result<()> {
    match file::is_there(path) {
        Ok(true) if !replace => Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Why a file was not saved, in words.
pub(in crate::engine) fn not_saved(path: &Path, error: &io::Error) -> Issue {
    let shown = path.display().to_string();
    let issue = match (error.kind(), path.metadata()) {
        (io::ErrorKind::AlreadyExists, _) => Issue::file_not_saved(&shown, true),
        (_, Ok(found)) if !found.is_file() => Issue::no_file_to_save_to(&shown),
        _ => Issue::file_not_saved(&shown, false),
    };
    issue.with_detail(&error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_for_a_set_up_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("set-up.json");
        for (size, is_read) in [(64 * 1024, true), (64 * 1024 + 1, false)] {
            std::fs::write(&path, "x".repeat(size)).unwrap();
            assert_eq!(read_small(&path).is_ok(), is_read, "{size}");
        }
    }

    #[test]
    fn a_file_is_replaced_only_when_that_was_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary.txt");
        put(&path, "first", false).unwrap();
        let kept = put(&path, "second", false).unwrap_err();
        assert_eq!(kept.kind(), io::ErrorKind::AlreadyExists);
        put(&path, "third", true).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "third");
    }
}
