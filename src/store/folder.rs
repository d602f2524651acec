//! Where things lie: one folder per profile, which is one connection in UserHub.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::domain::ids::ConnectionId;

/// The folder under which everything lies that the app writes.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The folder that was asked for, or the one that the operating system keeps for us.
    ///
    /// `None` when neither is known: a machine without a home folder, and no folder given.
    pub fn find(asked: Option<PathBuf>) -> Option<Self> {
        asked.map(Self).or_else(|| {
            directories::ProjectDirs::from("com", "UserHub", "userhub-connect")
                .map(|dirs| Self(dirs.data_local_dir().to_owned()))
        })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The settings, with the saved set-ups. No secret is in them.
    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.json")
    }

    /// The same of the practice world, apart from the real one's.
    pub fn practice_settings(&self) -> PathBuf {
        self.0.join("practice").join("settings.json")
    }

    /// The folder with the window's log.
    pub fn logs(&self) -> Result<PathBuf, StoreError> {
        private_folder(&self.0.join("logs"))
    }

    /// Forgets everything that this program has written here, and nothing else that lies in the folder.
    pub fn forget(&self) -> Result<(), StoreError> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::io(&self.0)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(StoreError::io(&self.0))?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let forgotten = if FOLDERS.contains(&&*name) {
                fs::remove_dir_all(&path)
            } else if name.starts_with("settings.") && name.ends_with(".json") {
                fs::remove_file(&path)
            } else {
                Ok(())
            };
            forgotten.map_err(StoreError::io(&path))?;
        }
        Ok(())
    }

    /// The profile of a real connection. A connection serves one Auth0 tenant, so its id is the profile's name.
    pub fn profile(&self, connection: &ConnectionId) -> Result<PathBuf, StoreError> {
        private_folder(&self.0.join("profiles").join(connection.as_str()))
    }

    /// The folder with the records of automatic set-ups, which begin before there is a connection.
    pub fn installs(&self) -> Result<PathBuf, StoreError> {
        private_folder(&self.0.join("install"))
    }

    /// The profile of the practice world, which shares nothing with real ones.
    pub fn practice(&self) -> Result<PathBuf, StoreError> {
        private_folder(&self.0.join("practice"))
    }
}

/// The folders that this program makes.
const FOLDERS: [&str; 4] = ["profiles", "practice", "install", "logs"];

/// Makes a folder that only its owner can look into.
pub(super) fn private_folder(path: &Path) -> Result<PathBuf, StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(StoreError::io(path))?;
    Ok(path.to_owned())
}
