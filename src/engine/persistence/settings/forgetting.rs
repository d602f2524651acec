//! Forgetting: tasks on this computer; and everything, which is first the tasks, then the keys of every set-up that anything
//! on this computer knows of, then the files.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::domain::issue::Issue;
use crate::domain::schedule::name_for;
use crate::engine::checks;
use crate::engine::install;
use crate::engine::log;
use crate::engine::practice::unusable;
use crate::engine::schedule;
use crate::protocol::persistence::SECRETS;
use crate::protocol::settings::{PersistedState, SavedKey, VERSION};
use crate::store::StoreError;
use crate::store::folder::DataFolder;
use crate::store::secrets::{SecretStore, Trouble};
use crate::store::settings;

/// Removes the task that syncs this connection, where there is one.
pub(super) fn remove_task(folder: &Path, connection: &str) -> Result<(), Issue> {
    let folder = DataFolder::find(Some(folder.to_owned())).ok_or_else(Issue::no_data_folder)?;
    remove_named(&folder, &name_for(connection))?;
    strike_out(&folder.settings(), connection);
    Ok(())
}

/// Takes a task that is gone off the list in the file of settings. The window that asked may be closed by now, and the list
/// is gone through at the next start: a task that was installed meanwhile for the same connection is another one.
fn strike_out(path: &Path, connection: &str) {
    let Some(mut kept) = settings::peek::<PersistedState>(path, VERSION) else {
        return;
    };
    if kept.tasks_to_remove.remove(connection)
        && let Err(error) = settings::write(path, VERSION, &kept)
    {
        tracing::warn!(%error, "a task that is gone stays on the list of those to be removed");
    }
}

fn remove_named(folder: &DataFolder, name: &str) -> Result<(), Issue> {
    let removed = schedule::platform(false, folder)
        .and_then(|platform| schedule::remove(name, &platform, folder));
    match removed {
        Ok(_) => Ok(()),
        Err(why) => {
            let detail = why.detail.as_deref().unwrap_or_default();
            let words = format!("{} {detail}", why.why);
            Err(Issue::task_not_removed().with_detail(words.trim()))
        }
    }
}

/// Removes every task that was installed with this data folder, also after one that could not be; gives those that are left,
/// by their connection.
pub(super) fn remove_all_tasks(folder: &Path) -> Vec<(String, Issue)> {
    let Some(folder) = DataFolder::find(Some(folder.to_owned())) else {
        return Vec::new();
    };
    let all = schedule::installed(&folder).into_iter();
    all.filter_map(|one| {
        let issue = remove_named(&folder, &one.name).err()?;
        Some((one.connection, issue))
    })
    .collect()
}

/// The set-ups whose keys may be in the password store: those that the window knows, those in the file of settings and in
/// copies of it that were put aside, and those of the records of `install`.
pub(super) fn all_setups(
    folder: &Path,
    mut setups: BTreeSet<String>,
) -> Result<BTreeSet<String>, Issue> {
    if let Some(folder) = DataFolder::find(Some(folder.to_owned())) {
        let files = folder.all_settings();
        let named = files.and_then(|files| files.iter().map(|file| ids_in(file)).collect());
        let named: Vec<Vec<String>> = named.map_err(|error| unusable(&error, &folder))?;
        setups.extend(named.into_iter().flatten());
        setups.extend(install::handover::recorded(&folder));
    }
    Ok(setups)
}

/// The ids in a file of settings, which may be damaged or newer: whatever stands after `"id":` or `"setup":`.
fn ids_in(file: &Path) -> Result<Vec<String>, StoreError> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(file)(error)),
    };
    let text = String::from_utf8_lossy(&text);
    let after = ["\"id\"", "\"setup\""]
        .into_iter()
        .flat_map(|name| text.split(name).skip(1));
    let value = |rest: &str| {
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let (id, _) = rest.strip_prefix('"')?.split_once('"')?;
        Some(id.to_owned())
    };
    Ok(after.filter_map(value).collect())
}

/// The keys that these set-ups may have.
pub(super) fn keys_of(setups: &BTreeSet<String>) -> Vec<SavedKey> {
    let of = |setup: &String| {
        SECRETS.map(|field| SavedKey {
            setup: setup.clone(),
            field,
        })
    };
    setups.iter().flat_map(of).collect()
}

/// Forgets every key, also after one that could not be; gives those that are left, and why the first of them is. A store that
/// cannot be used at all is not asked once more for each of them.
pub(super) fn forget_keys(
    store: &dyn SecretStore,
    setups: &BTreeSet<String>,
) -> (Vec<SavedKey>, Option<Trouble>) {
    let (mut left, mut first) = (Vec::new(), None);
    let mut is_usable = true;
    for key in keys_of(setups) {
        if is_usable {
            let Err(trouble) = store.forget(&key.setup, key.field) else {
                continue;
            };
            is_usable = matches!(trouble, Trouble::Refused(_));
            first.get_or_insert(trouble);
        }
        left.push(key);
    }
    (left, first)
}

/// Forgets the files, and writes down what the password store is still to forget.
pub(super) fn forget_files(folder: &Path, left: Vec<SavedKey>) -> Result<(), Issue> {
    let Some(folder) = DataFolder::find(Some(folder.to_owned())) else {
        return Ok(());
    };
    // A file that is open cannot be taken away everywhere.
    log::close();
    checks::first_contact::forget(folder.path());
    let forgotten = folder.forget().and_then(|()| {
        if left.is_empty() {
            return Ok(());
        }
        let kept = PersistedState {
            to_forget: left,
            ..PersistedState::default()
        };
        settings::write(&folder.settings(), VERSION, &kept)
    });
    forgotten.map_err(|error| unusable(&error, &folder))
}
