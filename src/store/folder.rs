//! Where things lie: one folder per profile, which is one connection in UserHub.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::file::UNFINISHED;
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

    /// The folder at this path.
    pub const fn at(path: PathBuf) -> Self {
        Self(path)
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

    /// The file of settings, and copies of it that were put aside.
    pub fn all_settings(&self) -> Result<Vec<PathBuf>, StoreError> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::io(&self.0)(error)),
        };
        let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
        let mut paths = paths.map_err(StoreError::io(&self.0))?;
        paths.retain(|path| {
            path.file_name()
                .is_some_and(|name| is_settings(&name.to_string_lossy()))
        });
        Ok(paths)
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
            } else if is_settings(&name) {
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

    /// The folder with what is known of schedules that were installed. Nothing is made there before one is.
    pub fn schedules(&self) -> PathBuf {
        self.0.join("schedule")
    }

    /// The profile of the practice world, which shares nothing with real ones.
    pub fn practice(&self) -> Result<PathBuf, StoreError> {
        private_folder(&self.0.join("practice"))
    }
}

/// The folder with the records of automatic set-ups that belongs to a profile. Practice has them in its own.
pub fn installs_beside(profile: &Path) -> Option<PathBuf> {
    let profiles = profile.parent()?;
    let is_real = profiles.file_name()? == "profiles";
    is_real.then(|| Some(profiles.parent()?.join("install")))?
}

/// Whether a file's name is that of the settings, of a copy that was put aside, or of one that was cut off while it was
/// written.
fn is_settings(name: &str) -> bool {
    let is_json = Path::new(name)
        .extension()
        .is_some_and(|kind| kind == "json");
    let is_cut_off = [".settings-", UNFINISHED]
        .iter()
        .any(|begin| name.starts_with(begin));
    name.starts_with("settings.") && is_json || is_cut_off
}

/// The folders that this program makes.
const FOLDERS: [&str; 4] = ["profiles", "practice", "install", "logs"];

/// How to open a file that only its owner can read, also in a folder that others can look into. One that was there keeps
/// its permissions.
pub(super) fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder that only its owner can look into.
pub(super) fn private_folder(path: &Path) -> Result<PathBuf, StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(StoreError::io(path))?;
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Auth0Domain;
    use crate::domain::install::Record;
    use crate::store::installs::RecordFile;
    use crate::store::journal::{Identity, Journal};
    use crate::store::lock::{ProfileLock, WindowLock};
    use crate::store::seen::Seen;
    use crate::store::settings;

    fn folder() -> (tempfile::TempDir, DataFolder) {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::find(Some(home.path().to_owned())).unwrap();
        (home, folder)
    }

    #[test]
    fn everything_is_forgotten_but_the_windows_lock_and_what_is_not_ours() {
        let (home, folder) = folder();
        let domain: Auth0Domain = "acme.eu.auth0.com".parse().unwrap();
        let installs = folder.installs().unwrap();
        RecordFile::of(&installs, &domain)
            .write(&Record::new(domain))
            .unwrap();
        fs::write(installs.join("changes-acme.eu.auth0.com.jsonl"), "{}").unwrap();
        fs::write(folder.logs().unwrap().join("window.2026-11-25.log"), "").unwrap();
        fs::create_dir_all(home.path().join("profiles/conn_1")).unwrap();
        fs::write(home.path().join("profiles/conn_1/seen.json"), "{}").unwrap();
        for path in [folder.settings(), folder.practice_settings()] {
            settings::write(&path, 1, &"kept").unwrap();
        }
        for name in [
            "settings.newer-1.json",
            ".settings-cut-off",
            ".userhub-connect-cut-off.part",
        ] {
            fs::write(home.path().join(name), "{}").unwrap();
        }
        let _lock = WindowLock::take(home.path()).unwrap().unwrap();
        fs::write(home.path().join("of-somebody-else.txt"), "").unwrap();
        folder.forget().unwrap();
        let mut left: Vec<_> = fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["of-somebody-else.txt", "window.lock"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_written_into_a_folder_that_others_can_look_into_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let (home, _) = folder();
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(home.path(), open).unwrap();
        let domain: Auth0Domain = "acme.eu.auth0.com".parse().unwrap();
        RecordFile::of(home.path(), &domain)
            .write(&Record::new(domain))
            .unwrap();
        let _window = WindowLock::take(home.path()).unwrap();
        let _profile = ProfileLock::take(home.path(), "a test").unwrap();
        Seen::open(home.path(), "acme").save().unwrap();
        settings::write(&home.path().join("settings.json"), 1, &"kept").unwrap();
        let identity = Identity {
            auth0: "acme.eu.auth0.com".to_owned(),
            connection: "conn_1".to_owned(),
        };
        // Open, it has the files of its log beside it.
        let _journal = Journal::open(home.path(), &identity).unwrap();
        let mut looked_at = 0;
        for entry in fs::read_dir(home.path()).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{:?}", entry.path());
            looked_at += 1;
        }
        assert!(looked_at >= 6, "{looked_at}");
    }
}
