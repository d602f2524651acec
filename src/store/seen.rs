//! What the checks saw last, one file for each profile: it tells what has changed since. It holds no secret.
//!
//! Losing it loses nothing but that knowledge, so that a file that cannot be read counts as none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::file;

/// What the checks saw last.
#[derive(Debug)]
pub struct Seen {
    file: PathBuf,
    held: Held,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Held {
    /// Whose they are: another tenant or another application is not compared with this one.
    of: String,
    checks: BTreeMap<String, Row>,
}

/// When a check passed last.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    /// In seconds since 1970.
    passed_at: i64,
    /// What told this state from another then.
    mark: Option<String>,
}

/// What is known of a check from before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// When it passed last.
    pub passed_at: Timestamp,
    /// What told that state from another.
    pub mark: Option<String>,
}

impl Seen {
    /// Opens the file of a profile; `of` says whose checks they are.
    pub fn open(profile: &Path, of: &str) -> Self {
        let file = profile.join("seen.json");
        let read = fs::read(&file).ok();
        let held: Option<Held> = read.and_then(|text| serde_json::from_slice(&text).ok());
        let held = held.filter(|held| held.of == of).unwrap_or_else(|| Held {
            of: of.to_owned(),
            checks: BTreeMap::new(),
        });
        Self { file, held }
    }

    /// What is known of a check.
    pub fn before(&self, name: &str) -> Option<Before> {
        let row = self.held.checks.get(name)?;
        Some(Before {
            passed_at: Timestamp::from_second(row.passed_at).ok()?,
            mark: row.mark.clone(),
        })
    }

    /// Keeps that a check has passed.
    pub fn passed(&mut self, name: &str, at: Timestamp, mark: Option<String>) {
        let row = Row {
            passed_at: at.as_second(),
            mark,
        };
        self.held.checks.insert(name.to_owned(), row);
    }

    /// Writes the file, whole or not at all.
    pub fn save(&self) -> Result<(), StoreError> {
        let error = StoreError::io;
        if let Some(folder) = self.file.parent() {
            super::folder::private_folder(folder)?;
        }
        let text =
            serde_json::to_vec_pretty(&self.held).map_err(|e| error(&self.file)(e.into()))?;
        file::replace(&self.file, &text).map_err(error(&self.file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_comes_back_for_the_same_set_up_alone() {
        let folder = tempfile::tempdir().unwrap();
        let at = Timestamp::from_second(1_000).unwrap();
        let mut seen = Seen::open(folder.path(), "acme");
        assert_eq!(seen.before("auth0.reach"), None);
        seen.passed("auth0.reach", at, Some("v1".to_owned()));
        seen.save().unwrap();
        let before = Seen::open(folder.path(), "acme").before("auth0.reach");
        let expected = Before {
            passed_at: at,
            mark: Some("v1".to_owned()),
        };
        assert_eq!(before, Some(expected));
        assert_eq!(
            Seen::open(folder.path(), "other").before("auth0.reach"),
            None
        );
        fs::write(folder.path().join("seen.json"), "{").unwrap();
        assert_eq!(
            Seen::open(folder.path(), "acme").before("auth0.reach"),
            None
        );
    }
}
