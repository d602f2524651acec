//! What set-ups of each tenant changed, one file for each tenant, beside the records for undo. Lines are only ever added,
//! one at the beginning and one at the end of each set-up, so that one that was killed is in it too.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::file;
use super::folder::{private_file, private_folder};
use crate::domain::ids::Auth0Domain;
use crate::domain::install::PastSetup;

const BEGIN: &str = "changes-";
const END: &str = ".jsonl";

/// Where what was changed in one tenant is written down.
#[derive(Clone, Debug)]
pub struct AuditLog(PathBuf);

impl AuditLog {
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
            .read(true)
            .append(true)
            .open(&self.0)
            .and_then(|mut file| {
                // A line that was torn off must not take this one with it.
                if is_torn(&mut file)? {
                    line.insert(0, b'\n');
                }
                file.write_all(&line)?;
                file.sync_all()
            });
        written.map_err(error(&self.0))
    }

    /// Everything that was begun, the oldest first, with how it ended. A line that cannot be read is left out.
    fn read(&self) -> Result<Vec<PastSetup>, StoreError> {
        let is_there = file::is_there(&self.0).map_err(StoreError::io(&self.0))?;
        if !is_there {
            return Ok(Vec::new());
        }
        let bytes = fs::read(&self.0).map_err(StoreError::io(&self.0))?;
        let mut all = BTreeMap::new();
        let lines = bytes.split(|byte| *byte == b'\n');
        for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
            match serde_json::from_slice::<PastSetup>(line) {
                Ok(setup) => drop(all.insert(setup.began_at, setup)),
                Err(error) => tracing::warn!(%error, "a line about a set-up could not be read"),
            }
        }
        Ok(all.into_values().collect())
    }
}

/// Whether the last line of a file has no end.
fn is_torn(file: &mut fs::File) -> std::io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// What was changed in one tenant, or why that cannot be read.
pub type Tenant = Result<Vec<PastSetup>, StoreError>;

/// What was changed in each tenant that has a file in this folder, each from the oldest on. One that cannot be read hides
/// no other.
pub fn read_all(folder: &Path) -> Result<Vec<Tenant>, StoreError> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.starts_with(BEGIN) && name.ends_with(END))
    };
    let paths = found.filter_map(|entry| Some(entry.ok()?.path()));
    let ours = paths.filter(is_ours);
    Ok(ours.map(|path| AuditLog(path).read()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::install::{Ending, Way, What};

    #[test]
    fn an_end_takes_the_place_of_its_beginning_and_a_torn_line_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let domain: Auth0Domain = "acme.eu.auth0.com".parse().unwrap();
        let audit_log = AuditLog::of(folder.path(), &domain);
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
        audit_log.note(&begun(1)).unwrap();
        let ended = PastSetup {
            ending: Some(Ending::Done),
            ..begun(1)
        };
        audit_log.note(&ended).unwrap();
        audit_log.note(&begun(2)).unwrap();
        fs::write(
            &audit_log.0,
            [fs::read(&audit_log.0).unwrap(), b"{\"domain".to_vec()].concat(),
        )
        .unwrap();
        let read = || {
            let tenants = read_all(folder.path()).unwrap().into_iter();
            tenants.map(Result::unwrap).collect::<Vec<_>>()
        };
        assert_eq!(read(), [vec![ended.clone(), begun(2)]]);
        // Torn off within a letter, and what is noted next stands on a line of its own.
        let torn = [
            fs::read(&audit_log.0).unwrap(),
            b"\n\xff\n{\"d\xc3".to_vec(),
        ]
        .concat();
        fs::write(&audit_log.0, torn).unwrap();
        audit_log.note(&begun(3)).unwrap();
        assert_eq!(read(), [vec![ended, begun(2), begun(3)]]);
        assert!(read_all(&folder.path().join("none")).unwrap().is_empty());
    }
}
