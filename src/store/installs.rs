//! The record of an automatic set-up, one file for each tenant. It holds no secret, and lies there until the set-up is
//! undone or the record is forgotten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::file;
use super::folder::private_folder;
use crate::domain::ids::Auth0Domain;
use crate::domain::install::Record;

/// Where the record of one tenant lies.
#[derive(Clone, Debug)]
pub struct RecordFile(PathBuf);

impl RecordFile {
    /// The file of a tenant, in a folder that is the owner's alone.
    pub fn of(folder: &Path, domain: &Auth0Domain) -> Self {
        Self(folder.join(format!("install-{domain}.json")))
    }

    /// The record, if there is one.
    ///
    /// # Errors
    /// A file that cannot be read is an error and not an empty record: what it holds would never be undone.
    pub fn read(&self) -> Result<Option<Record>, StoreError> {
        let text = match fs::read(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&self.0)(error)),
        };
        let mut record: Record =
            serde_json::from_slice(&text).map_err(|source| StoreError::DamagedRecord {
                path: self.0.clone(),
                source,
            })?;
        if record.version > Record::VERSION {
            return Err(StoreError::Newer);
        }
        // An older form has less in it, and is written in the newer one from here on.
        record.version = Record::VERSION;
        Ok(Some(record))
    }

    /// Writes the record, whole or not at all, and waits until it is on the disk: the change that it is about comes after
    /// it.
    pub fn write(&self, record: &Record) -> Result<(), StoreError> {
        let error = StoreError::io;
        if let Some(folder) = self.0.parent() {
            private_folder(folder)?;
        }
        let text = serde_json::to_vec_pretty(record).map_err(|e| error(&self.0)(e.into()))?;
        file::replace(&self.0, &text).map_err(error(&self.0))
    }

    /// Whether there is a record.
    pub fn exists(&self) -> bool {
        self.0.exists()
    }

    /// Forgets the record. That there is none is no error.
    pub fn forget(&self) -> Result<(), StoreError> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::io(&self.0)(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// All records in this folder that can be read.
pub fn read_all(folder: &Path) -> Result<Vec<Record>, StoreError> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    let is_record = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.starts_with("install-") && name.ends_with(".json"))
    };
    let paths = found.filter_map(|entry| Some(entry.ok()?.path()));
    let records = paths.filter(is_record).map(|path| RecordFile(path).read());
    Ok(records.filter_map(|record| record.ok()?).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_and_one_that_cannot_be_read_is_not_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        let domain: Auth0Domain = "acme.eu.auth0.com".parse().unwrap();
        let file = RecordFile::of(folder.path(), &domain);
        assert!(file.read().unwrap().is_none());
        let record = Record::new(domain);
        file.write(&record).unwrap();
        assert_eq!(file.read().unwrap(), Some(record));
        fs::write(&file.0, "{").unwrap();
        assert!(matches!(file.read(), Err(StoreError::DamagedRecord { .. })));
        file.forget().unwrap();
        file.forget().unwrap();
        assert!(file.read().unwrap().is_none());
    }
}
