//! Keeps what is kept between starts: the settings and set-ups in two files, the secrets in the password store.

mod forgetting;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::engine::practice::unusable;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::persistence::{self, Notice, SECRETS};
use crate::protocol::settings::{PRACTICE, PersistedState, SavedSetup, VERSION};
use crate::store::StoreError;
use crate::store::folder::DataFolder;
use crate::store::secrets::{SecretStore, Trouble};
use crate::store::settings::{self, Found};

/// How long a window that is closed waits for the password store to keep what it was given last.
const LAST_MOMENT: Duration = Duration::from_secs(2);

/// What was kept when the program ended last, and what is to be said about the file, if it could not be read.
///
/// The files are small: they are read before there is a window, so that its first frame has its look.
pub fn load(folder: &Path) -> (PersistedState, Option<Notice>) {
    let Some(folder) = DataFolder::find(Some(folder.to_owned())) else {
        return (PersistedState::default(), None);
    };
    let (mut kept, notice) = read(&folder.settings());
    let (practice, _) = read(&folder.practice_settings());
    kept.setups.extend(practice.setups);
    (kept, notice)
}

fn read(path: &Path) -> (PersistedState, Option<Notice>) {
    let (words, is_unread) = match settings::read(path, VERSION) {
        Ok(Found::Kept(kept)) => return (kept, None),
        Ok(Found::Nothing) => return (PersistedState::default(), None),
        Ok(Found::SetAside { path, newer }) => {
            let why = if newer {
                "were written by a newer version of this app"
            } else {
                "could not be read"
            };
            let path = path.display();
            let words = format!(
                "Your saved set-ups {why}. The file is kept as {path}, and the keys are still in the password store."
            );
            (words, false)
        }
        Err(error) => {
            let words = format!(
                "Your saved set-ups could not be read: {error}. They are left as they are, and nothing is saved until \
                 they can be read. Make the file readable, then start the app again."
            );
            (words, true)
        }
    };
    (PersistedState::default(), Some(Notice { words, is_unread }))
}

/// Carries out one order and tells how it went.
pub(in crate::engine) async fn handle(
    order: persistence::Request,
    secrets: &Arc<dyn SecretStore>,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let tell = |news| sink.send(Event::Persistence(news));
    match order {
        persistence::Request::Save { folder, kept, gone } => {
            let written = tokio::task::spawn_blocking(move || write(&folder, *kept, &gone)).await;
            // A panic was reported by the panic hook already.
            let Ok(result) = written else { return };
            if let Ok(joined) = &result
                && !joined.is_empty()
            {
                tell(persistence::Event::Joined(joined.clone()));
            }
            tell(persistence::Event::Written(result.map(|_| ())));
        }
        persistence::Request::KeepKey {
            setup,
            field,
            secret,
        } => {
            let whose = setup.clone();
            let kept = ask(secrets, stop, move |store| {
                store.keep(&setup, field, &secret)
            })
            .await;
            tell(persistence::Event::Key {
                setup: whose,
                field,
                result: kept.map_err(|trouble| trouble.issue()),
            });
        }
        persistence::Request::FindKeys { setup } => {
            let whose = setup.clone();
            let (keys, trouble) = match ask(secrets, stop, move |store| find(store, &setup)).await {
                Ok(keys) => (keys, None),
                Err(trouble) => (Vec::new(), Some(trouble.issue())),
            };
            tell(persistence::Event::Found {
                setup: whose,
                keys,
                trouble,
            });
        }
        persistence::Request::ForgetKeys { setup, fields } => {
            for field in fields {
                let whose = setup.clone();
                let result = ask(secrets, stop, move |store| store.forget(&whose, field)).await;
                tell(persistence::Event::Key {
                    setup: setup.clone(),
                    field,
                    result: result.map_err(|trouble| not_forgotten(&trouble)),
                });
            }
        }
        persistence::Request::RemoveTask { folder, connection } => {
            let whose = connection.clone();
            let removed =
                tokio::task::spawn_blocking(move || forgetting::remove_task(&folder, &whose)).await;
            if let Ok(result) = removed {
                tell(persistence::Event::TaskRemoved { connection, result });
            }
        }
        persistence::Request::ForgetAllKeys { folder, setups } => {
            let tasks = folder.clone();
            let left =
                tokio::task::spawn_blocking(move || forgetting::remove_all_tasks(&tasks)).await;
            for (connection, issue) in left.unwrap_or_default() {
                let result = Err(issue);
                tell(persistence::Event::TaskRemoved { connection, result });
            }
            let known =
                tokio::task::spawn_blocking(move || forgetting::all_setups(&folder, setups)).await;
            let setups = match known {
                Ok(Ok(setups)) => setups,
                Ok(Err(issue)) => return tell(persistence::Event::NothingForgotten(issue)),
                Err(_) => return,
            };
            let all = forgetting::keys_of(&setups);
            let (left, trouble) = ask(secrets, stop, move |store| {
                Ok(forgetting::forget_keys(store, &setups))
            })
            .await
            .unwrap_or_else(|trouble| (all, Some(trouble)));
            tell(persistence::Event::KeysForgotten {
                left,
                trouble: trouble.as_ref().map(not_forgotten),
            });
        }
        persistence::Request::ForgetFiles { folder, left } => {
            let files =
                tokio::task::spawn_blocking(move || forgetting::forget_files(&folder, left)).await;
            if let Ok(result) = files {
                tell(persistence::Event::Forgotten(result));
            }
        }
    }
}

fn not_forgotten(trouble: &Trouble) -> Issue {
    Issue::keys_not_forgotten().with_detail(&trouble.to_string())
}

/// Makes a call to the password store on a thread of its own; what it waits for holds up nothing.
async fn ask<T: Send + 'static>(
    secrets: &Arc<dyn SecretStore>,
    stop: &CancellationToken,
    call: impl FnOnce(&dyn SecretStore) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let (sender, answer) = oneshot::channel();
    let secrets = Arc::clone(secrets);
    Builder::new()
        .name("keeping a key".to_owned())
        // Whoever gave up waiting wants no answer any more.
        .spawn(move || drop(sender.send(call(secrets.as_ref()))))
        .map_err(|error| Trouble::Refused(error.to_string()))?;
    let too_late = async {
        stop.cancelled().await;
        tokio::time::sleep(LAST_MOMENT).await;
    };
    tokio::select! {
        answer = answer => answer.unwrap_or(Err(Trouble::NoAnswer(LAST_MOMENT))),
        () = too_late => Err(Trouble::NoAnswer(LAST_MOMENT)),
    }
}

/// Whether there is a password store.
pub(in crate::engine) async fn status(
    secrets: &Arc<dyn SecretStore>,
    stop: &CancellationToken,
) -> Result<(), Trouble> {
    ask(secrets, stop, |store| store.status()).await
}

fn find(store: &dyn SecretStore, setup: &str) -> Result<Vec<(Field, Secret)>, Trouble> {
    let mut found = Vec::new();
    for field in SECRETS {
        found.extend(store.find(setup, field)?.map(|secret| (field, secret)));
    }
    Ok(found)
}

/// Writes both files: the real set-ups with the settings, and the practice set-up under `practice`. Gives the set-ups that
/// were in the file alone: the command line has put them there, and they stay.
fn write(
    folder: &Path,
    kept: PersistedState,
    gone: &BTreeSet<String>,
) -> Result<Vec<SavedSetup>, Issue> {
    let Some(folder) = DataFolder::find(Some(folder.to_owned())) else {
        return Ok(Vec::new());
    };
    let (practice, mut real): (Vec<_>, Vec<_>) = kept
        .setups
        .iter()
        .cloned()
        .partition(|setup| setup.id == PRACTICE);
    let write = || {
        let joined = joined(&folder.settings(), &real, gone)?;
        real.extend(joined.iter().cloned());
        let real = PersistedState {
            setups: real,
            ..kept
        };
        let practice = PersistedState {
            setups: practice,
            ..PersistedState::default()
        };
        write_one(&folder.settings(), &real)?;
        write_one(&folder.practice_settings(), &practice)?;
        Ok(joined)
    };
    write().map_err(|error: StoreError| unusable(&error, &folder))
}

/// The set-ups in the file that the window neither knows nor has forgotten. A file that cannot be read is an error, so that
/// it is not written over.
fn joined(
    path: &Path,
    known: &[SavedSetup],
    gone: &BTreeSet<String>,
) -> Result<Vec<SavedSetup>, StoreError> {
    let Found::Kept(file) = settings::read::<PersistedState>(path, VERSION)? else {
        return Ok(Vec::new());
    };
    let is_new = |setup: &SavedSetup| {
        !gone.contains(&setup.id) && known.iter().all(|one| one.id != setup.id)
    };
    Ok(file.setups.into_iter().filter(is_new).collect())
}

/// Nothing is written where nothing was kept and nothing is to be kept.
fn write_one(path: &Path, kept: &PersistedState) -> Result<(), StoreError> {
    if *kept == PersistedState::default() && !path.exists() {
        return Ok(());
    }
    settings::write(path, VERSION, kept)
}

#[cfg(test)]
mod tests;
