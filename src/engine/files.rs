//! Writes a file that a person asked for.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::sink::Sink;
use crate::app::event::Event;
use crate::domain::issue::Issue;

/// Writes a text, away from the threads that others wait for, and reports where it lies.
pub(super) async fn write(path: PathBuf, text: String, replace: bool, sink: &Sink) {
    let to = path.clone();
    let written = tokio::task::spawn_blocking(move || put(&to, &text, replace)).await;
    let result = match written {
        Ok(Ok(())) => Ok(path),
        Ok(Err(error)) => Err(not_saved(&path, &error)),
        // The writing broke off, which the panic hook has told.
        Err(_) => Err(not_saved(&path, &io::Error::other("broken off"))),
    };
    sink.send(Event::FileWritten(result));
}

fn put(path: &Path, text: &str, replace: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    options.open(path)?.write_all(text.as_bytes())
}

fn not_saved(path: &Path, error: &io::Error) -> Box<Issue> {
    let is_there = error.kind() == io::ErrorKind::AlreadyExists;
    let issue = Issue::file_not_saved(&path.display().to_string(), is_there);
    Box::new(issue.with_detail(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
