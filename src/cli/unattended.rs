//! The keys of a run that nobody watches: from a file of one's own, from the service's credentials, or from the password
//! store. Never from the environment, which a service's file would have to spell out.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::environment::variable;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::engine::install::handover::{self, Whose};
use crate::store::folder::DataFolder;
use crate::store::secrets::Keyring;

/// How long the password store may take. Without a person's session it may not answer for minutes.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The names of the keys among the credentials of a service.
const AUTH0_SECRET: &str = "auth0-secret";
const USERHUB_KEY: &str = "userhub-key";

/// Where a key is looked for.
pub(super) struct Places<'a> {
    /// The file that was named.
    pub(super) file: Option<&'a Path>,
    /// The flag that names it.
    pub(super) flag: &'static str,
    /// The folder of what is kept, whose set-ups the password store has keys of.
    pub(super) folder: &'a DataFolder,
    /// Whose key it is, in the order of the domains that may be meant; nobody's where the password store must not be asked.
    pub(super) whose: Vec<Whose>,
}

/// A key, and where it was found.
pub(super) fn find(
    field: Field,
    places: &Places<'_>,
    read: impl Fn(&Path, &str) -> Result<Secret, Issue>,
) -> Result<(Secret, &'static str), Issue> {
    if let Some(path) = places.file {
        is_its_owners_alone(path, places.flag)?;
        return Ok((read(path, places.flag)?, "a file"));
    }
    let credential = match field {
        Field::ApiKey => USERHUB_KEY,
        _ => AUTH0_SECRET,
    };
    if let Some(path) = credentials().map(|folder| folder.join(credential))
        && path.is_file()
    {
        return Ok((read(&path, credential)?, "the service's credentials"));
    }
    let missing = Issue::key_not_found_unattended(field, places.flag, credential);
    let store = Keyring::within(PATIENCE);
    for whose in &places.whose {
        match handover::find(places.folder, &store, whose, field) {
            Ok(Some(secret)) => return Ok((secret, "the password store")),
            Ok(None) => {}
            Err(trouble) => return Err(missing.with_detail(&trouble.to_string())),
        }
    }
    Err(missing)
}

/// The folder in which a service finds its credentials.
fn credentials() -> Option<PathBuf> {
    let folder = variable("CREDENTIALS_DIRECTORY").ok().flatten();
    folder.map(PathBuf::from)
}

/// Refuses a file that others may read or change.
#[cfg(unix)]
fn is_its_owners_alone(path: &Path, flag: &str) -> Result<(), Issue> {
    use std::os::unix::fs::PermissionsExt as _;
    // What cannot be looked at is told when it is read.
    let is_open = std::fs::metadata(path)
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0);
    if is_open {
        return Err(Issue::key_file_open_to_others(
            flag,
            &path.display().to_string(),
        ));
    }
    Ok(())
}

/// Windows keeps no such bits; who may read a file there is the administrator's to see to.
#[cfg(not(unix))]
fn is_its_owners_alone(_: &Path, _: &str) -> Result<(), Issue> {
    Ok(())
}
