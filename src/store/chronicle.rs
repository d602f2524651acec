//! What set-ups of each tenant changed, one file for each tenant, beside the records for undo. Lines are only ever added,
//! one at the beginning and one at the end of each set-up, so that one that was killed is in it too.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::folder::{private_file, private_folder};
use crate::domain::ids::Auth0Domain;
use crate::domain::install::PastSetup;

const BEGIN: &str = "changes-";
const END: &str = ".jsonl";

/// Where what was changed in one tenant is written down.
#[derive(Clone, Debug)]
pub struct Chronicle(PathBuf);

impl Chronicle {
    /// The file of a tenant.
    pub fn of(folder: &Path, domain: &Auth0Domain) -> Self {
        Self(folder.join(format!("{BEGIN}{domain}{END}")))
    }

    /// Adds a line: what is begun, or how what was begun then has ended. It is on the disk when this returns.
    pub fn note(&self, setup: &PastSetup) -> Result<(), StoreError> {
        let error = StoreError::io;
        if let Some(folder) = self.0.parent() {
            private_folder(folder)?;
        }
        let mut line = serde_json::to_vec(setup).map_err(|e| error(&self.0)(e.into()))?;
        line.push(b'\n');
        let written = private_file()
            .append(true)
            .open(&self.0)
            .and_then(|mut file| {
                file.write_all(&line)?;
                file.sync_all()
            });
        written.map_err(error(&self.0))
    }

    /// Everything that was begun, the oldest first, with how it ended. A line that cannot be read is left out.
    fn read(&self) -> Result<Vec<PastSetup>, StoreError> {
        let text = fs::read_to_string(&self.0).map_err(StoreError::io(&self.0))?;
        let mut all = BTreeMap::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str::<PastSetup>(line) {
                Ok(setup) => drop(all.insert(setup.began_at, setup)),
                Err(error) => tracing::warn!(%error, "a line about a set-up could not be read"),
            }
        }
        Ok(all.into_values().collect())
    }
}

/// What was changed in each tenant that has a file in this folder, each from the oldest on.
pub fn read_all(folder: &Path) -> Result<Vec<Vec<PastSetup>>, StoreError> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.starts_with(BEGIN) && name.ends_with(END))
    };
    found
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(is_ours)
        .map(|path| Chronicle(path).read())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::install::{Ending, Way, What};

    #[test]
    fn an_end_takes_the_place_of_its_beginning_and_a_torn_line_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let domain: Auth0Domain = "acme.eu.auth0.com".parse().unwrap();
        let chronicle = Chronicle::of(folder.path(), &domain);
        let begun = |second| PastSetup {
            domain: domain.clone(),
            what: What::Made,
            way: Way::CommandLine,
            began_at: jiff::Timestamp::from_second(second).unwrap(),
            ended_at: None,
            ending: None,
            changes: Vec::new(),
            notes: Vec::new(),
        };
        chronicle.note(&begun(1)).unwrap();
        let ended = PastSetup {
            ending: Some(Ending::Done),
            ..begun(1)
        };
        chronicle.note(&ended).unwrap();
        chronicle.note(&begun(2)).unwrap();
        fs::write(
            &chronicle.0,
            [fs::read(&chronicle.0).unwrap(), b"{\"domain".to_vec()].concat(),
        )
        .unwrap();
        assert_eq!(read_all(folder.path()).unwrap(), [vec![ended, begun(2)]]);
        assert!(read_all(&folder.path().join("none")).unwrap().is_empty());
    }
}
