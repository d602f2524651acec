//! Keeps what is kept between starts: the settings and set-ups in two files, the secrets in the password store.

use std::path::Path;
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::practice::unusable;
use super::sink::Sink;
use crate::app::event::Event;
use crate::app::keeping::{News, Order, SECRETS};
use crate::app::saved::{Kept, PRACTICE, VERSION};
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::store::StoreError;
use crate::store::folder::DataFolder;
use crate::store::secrets::{SecretStore, Trouble};
use crate::store::settings::{self, Found};

/// How long a window that is closed waits for the password store to keep what it was given last.
const LAST_MOMENT: Duration = Duration::from_secs(2);

/// What was kept when the program ended last, and what is to be said about the file, if it could not be read.
///
/// The files are small: they are read before there is a window, so that its first frame has its look.
pub fn load(folder: &Path) -> (Kept, Option<String>) {
    let Some(folder) = DataFolder::find(Some(folder.to_owned())) else {
        return (Kept::default(), None);
    };
    let (mut kept, notice) = read(&folder.settings());
    let (practice, _) = read(&folder.practice_settings());
    kept.setups.extend(practice.setups);
    (kept, notice)
}

fn read(path: &Path) -> (Kept, Option<String>) {
    match settings::read(path, VERSION) {
        Ok(Found::Kept(kept)) => (kept, None),
        Ok(Found::Nothing) => (Kept::default(), None),
        Ok(Found::SetAside { path, newer }) => {
            let why = if newer {
                "were written by a newer version of this app"
            } else {
                "could not be read"
            };
            let words = format!(
                "Your saved set-ups {why}. The file is kept as {}, and the keys are still in the password store.",
                path.display()
            );
            (Kept::default(), Some(words))
        }
        Err(error) => {
            let words = format!("Your saved set-ups could not be read: {error}");
            (Kept::default(), Some(words))
        }
    }
}

/// Carries out one order and tells how it went.
pub(super) async fn obey(
    order: Order,
    secrets: &Arc<dyn SecretStore>,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let tell = |news| sink.send(Event::Keeping(news));
    match order {
        Order::Save { folder, kept } => {
            let written = tokio::task::spawn_blocking(move || write(&folder, &kept)).await;
            // A panic was reported by the panic hook already.
            if let Ok(result) = written {
                tell(News::Written(result));
            }
        }
        Order::KeepKey {
            setup,
            field,
            secret,
        } => {
            let whose = setup.clone();
            let kept = ask(secrets, stop, move |store| {
                store.keep(&setup, field, &secret)
            })
            .await;
            tell(News::Key {
                setup: whose,
                field,
                result: kept.map_err(|trouble| trouble.issue()),
            });
        }
        Order::FindKeys { setup } => {
            let whose = setup.clone();
            let (keys, trouble) = match ask(secrets, stop, move |store| find(store, &setup)).await {
                Ok(keys) => (keys, None),
                Err(trouble) => (Vec::new(), Some(trouble.issue())),
            };
            tell(News::Found {
                setup: whose,
                keys,
                trouble,
            });
        }
        Order::ForgetKeys { setup, fields } => {
            for field in fields {
                let whose = setup.clone();
                let result = ask(secrets, stop, move |store| store.forget(&whose, field)).await;
                tell(News::Key {
                    setup: setup.clone(),
                    field,
                    result: result.map_err(|trouble| trouble.issue()),
                });
            }
        }
        Order::ForgetEverything { folder, setups } => {
            let keys = ask(secrets, stop, move |store| forget_all(store, &setups)).await;
            let files = tokio::task::spawn_blocking(move || {
                DataFolder::find(Some(folder)).map(|folder| (folder.forget(), folder))
            })
            .await;
            let files = match files {
                Ok(Some((Err(error), folder))) => Err(unusable(&error, &folder)),
                Ok(Some((Ok(()), _)) | None) | Err(_) => Ok(()),
            };
            tell(News::Forgotten(
                keys.map_err(|trouble| trouble.issue()).and(files),
            ));
        }
    }
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
pub(super) async fn status(
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

fn forget_all(store: &dyn SecretStore, setups: &[String]) -> Result<(), Trouble> {
    for setup in setups {
        for field in SECRETS {
            store.forget(setup, field)?;
        }
    }
    Ok(())
}

/// Writes both files: the real set-ups with the settings, and the practice set-up under `practice`.
fn write(folder: &Path, kept: &Kept) -> Result<(), Issue> {
    let Some(folder) = DataFolder::find(Some(folder.to_owned())) else {
        return Ok(());
    };
    let (practice, real) = kept
        .setups
        .iter()
        .cloned()
        .partition(|setup| setup.id == PRACTICE);
    let real = Kept {
        setups: real,
        ..kept.clone()
    };
    let practice = Kept {
        setups: practice,
        ..Kept::default()
    };
    write_one(&folder.settings(), &real)
        .and_then(|()| write_one(&folder.practice_settings(), &practice))
        .map_err(|error| unusable(&error, &folder))
}

/// Nothing is written where nothing was kept and nothing is to be kept.
fn write_one(path: &Path, kept: &Kept) -> Result<(), StoreError> {
    if *kept == Kept::default() && !path.exists() {
        return Ok(());
    }
    settings::write(path, VERSION, kept)
}
