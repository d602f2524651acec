//! Secrets in the operating system's password store: one entry for each value of each saved set-up, and nowhere else.
//!
//! A store may be missing (no D-Bus, no Secret Service), or locked with nobody there to unlock it. Each is told apart,
//! since each leads to other words; whoever asks then keeps the secret in memory, never in a file. A locked store may
//! also wait for a person, so that no call goes on for longer than the time it is given.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use keyring::Entry;

use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;

/// The name under which the store lists the entries. It is shown to people who open their password store.
const SERVICE: &str = "UserHub Connect";

/// Where the secrets of saved set-ups are kept. Every call may block, and so is never made on the window's thread.
pub trait SecretStore: Send + Sync {
    /// Keeps a value of a set-up, in the place of the one before.
    fn keep(&self, setup: &str, field: Field, secret: &Secret) -> Result<(), Trouble>;
    /// The value, if one is kept.
    fn find(&self, setup: &str, field: Field) -> Result<Option<Secret>, Trouble>;
    /// Forgets the value; nothing happens when none is kept.
    fn forget(&self, setup: &str, field: Field) -> Result<(), Trouble>;
    /// Whether the store can be used at all. A store that is locked is there.
    fn status(&self) -> Result<(), Trouble>;
}

/// Why the password store could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// This computer has no password store, or none that a program can reach.
    #[error("there is no password store: {0}")]
    Missing(String),
    /// The store is locked, and was not unlocked.
    #[error("the password store is locked: {0}")]
    Locked(String),
    /// The store did not answer in time; most often it waits for a person.
    #[error("the password store did not answer within {} seconds", .0.as_secs())]
    NoAnswer(Duration),
    /// The store is there, and would not do it.
    #[error("the password store: {0}")]
    Refused(String),
}

impl Trouble {
    /// The problem in words: E15, with what the store said as its detail.
    pub fn issue(&self) -> Issue {
        Issue::keys_not_saved().with_detail(&self.to_string())
    }
}

/// The password store of the operating system.
#[derive(Clone, Copy, Debug)]
pub struct Keyring {
    limit: Duration,
}

impl Keyring {
    /// How long a call may take: long enough for a person to type the password that unlocks the store.
    const LIMIT: Duration = Duration::from_secs(60);

    /// The store of the person who runs this program.
    pub const fn new() -> Self {
        Self { limit: Self::LIMIT }
    }

    /// Gives up earlier, where nobody may be there to unlock the store.
    pub const fn within(limit: Duration) -> Self {
        Self { limit }
    }
}

impl Default for Keyring {
    fn default() -> Self {
        Self::new()
    }
}

impl SecretStore for Keyring {
    fn keep(&self, setup: &str, field: Field, secret: &Secret) -> Result<(), Trouble> {
        let (account, secret) = (account(setup, field), secret.clone());
        limited(self.limit, move || {
            entry(&account)?.set_password(secret.expose())
        })
    }

    fn find(&self, setup: &str, field: Field) -> Result<Option<Secret>, Trouble> {
        let account = account(setup, field);
        limited(self.limit, move || {
            none_if_absent(
                entry(&account)?
                    .get_password()
                    .map(|text| Secret::new(&text)),
            )
        })
    }

    fn forget(&self, setup: &str, field: Field) -> Result<(), Trouble> {
        let account = account(setup, field);
        limited(self.limit, move || {
            none_if_absent(entry(&account)?.delete_credential()).map(|_| ())
        })
    }

    fn status(&self) -> Result<(), Trouble> {
        limited(self.limit, || Entry::new(SERVICE, "status").map(|_| ()))
    }
}

/// The name of one entry. It stays as it is for good: what is kept is found by it.
fn account(setup: &str, field: Field) -> String {
    let value = match field {
        Field::Domain => "auth0-domain",
        Field::ClientId => "client-id",
        Field::ClientSecret => "client-secret",
        Field::ConnectionId => "connection-id",
        Field::ApiKey => "api-key",
    };
    format!("{setup}/{value}")
}

fn entry(account: &str) -> keyring::Result<Entry> {
    Entry::new(SERVICE, account)
}

fn none_if_absent<T>(found: keyring::Result<T>) -> keyring::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes a call on a thread of its own, and waits for it no longer than `limit`.
///
/// A call that takes longer is not broken off, which the store does not offer: a person may unlock it later, and then
/// the secret is kept after all.
fn limited<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> Result<T, Trouble> {
    let (sender, answer) = mpsc::sync_channel(1);
    Builder::new()
        .name("password store".to_owned())
        // Whoever gave up waiting wants no answer any more.
        .spawn(move || drop(sender.send(call().map_err(|error| trouble(&error)))))
        .map_err(|error| Trouble::Refused(error.to_string()))?;
    match answer.recv_timeout(limit) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => Err(Trouble::NoAnswer(limit)),
        Err(RecvTimeoutError::Disconnected) => {
            Err(Trouble::Refused("the call ended early".to_owned()))
        }
    }
}

/// What an error of the store means. Those that hold what was stored are not quoted.
fn trouble(error: &keyring::Error) -> Trouble {
    use keyring::Error;
    match error {
        // The store could not be reached when the program first asked; only then is it known why.
        Error::NoDefaultStore => Trouble::Missing(match Entry::store_status() {
            Err(Error::PlatformFailure(why)) => why.to_string(),
            Ok(()) | Err(_) => "it could not be reached".to_owned(),
        }),
        Error::NoStorageAccess(why) => Trouble::Locked(why.to_string()),
        Error::PlatformFailure(why) => Trouble::Refused(why.to_string()),
        Error::TooLong(..) => Trouble::Refused("the value is too long for it".to_owned()),
        _ => Trouble::Refused("it holds something else under this name".to_owned()),
    }
}

/// Keeps secrets until the program ends: for practice, which never opens the password store, and for tests.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<String, Secret>>);

impl SecretStore for Memory {
    fn keep(&self, setup: &str, field: Field, secret: &Secret) -> Result<(), Trouble> {
        self.all().insert(account(setup, field), secret.clone());
        Ok(())
    }

    fn find(&self, setup: &str, field: Field) -> Result<Option<Secret>, Trouble> {
        Ok(self.all().get(&account(setup, field)).cloned())
    }

    fn forget(&self, setup: &str, field: Field) -> Result<(), Trouble> {
        self.all().remove(&account(setup, field));
        Ok(())
    }

    fn status(&self) -> Result<(), Trouble> {
        Ok(())
    }
}

impl Memory {
    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

/// Practice's password store: in memory, and locked when somebody wants to see what that is like.
#[derive(Debug, Default)]
pub struct Lockable {
    memory: Memory,
    locked: AtomicBool,
}

impl Lockable {
    /// Locks or unlocks it.
    pub fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::Relaxed);
    }

    fn open(&self) -> Result<&Memory, Trouble> {
        if self.locked.load(Ordering::Relaxed) {
            return Err(Trouble::Locked("in practice, on purpose".to_owned()));
        }
        Ok(&self.memory)
    }
}

impl SecretStore for Lockable {
    fn keep(&self, setup: &str, field: Field, secret: &Secret) -> Result<(), Trouble> {
        self.open()?.keep(setup, field, secret)
    }

    fn find(&self, setup: &str, field: Field) -> Result<Option<Secret>, Trouble> {
        self.open()?.find(setup, field)
    }

    fn forget(&self, setup: &str, field: Field) -> Result<(), Trouble> {
        self.open()?.forget(setup, field)
    }

    fn status(&self) -> Result<(), Trouble> {
        self.open()?.status()
    }
}

/// A store that gives the same trouble to every call.
#[derive(Clone, Debug)]
pub struct Failing(pub Trouble);

impl SecretStore for Failing {
    fn keep(&self, _: &str, _: Field, _: &Secret) -> Result<(), Trouble> {
        Err(self.0.clone())
    }

    fn find(&self, _: &str, _: Field) -> Result<Option<Secret>, Trouble> {
        Err(self.0.clone())
    }

    fn forget(&self, _: &str, _: Field) -> Result<(), Trouble> {
        Err(self.0.clone())
    }

    fn status(&self) -> Result<(), Trouble> {
        Err(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_of_each_set_up_has_an_entry_of_its_own() {
        let store = Memory::default();
        let kept = [
            ("acme", Field::ClientSecret, "first"),
            ("acme", Field::ApiKey, "second"),
            ("other", Field::ApiKey, "third"),
        ];
        for (setup, field, text) in kept {
            store.keep(setup, field, &Secret::new(text)).unwrap();
        }
        for (setup, field, text) in kept {
            let found = store.find(setup, field).unwrap().unwrap();
            assert_eq!(found.expose(), text);
        }
        store.forget("acme", Field::ApiKey).unwrap();
        assert!(store.find("acme", Field::ApiKey).unwrap().is_none());
        assert!(store.find("other", Field::ApiKey).unwrap().is_some());
    }

    #[test]
    fn a_store_that_waits_for_a_person_holds_nobody_up() {
        let (_kept_open, forever) = mpsc::channel::<()>();
        let waiting = limited(Duration::from_millis(1), move || {
            forever.recv().map_err(|_| keyring::Error::NoEntry)
        });
        assert_eq!(waiting, Err(Trouble::NoAnswer(Duration::from_millis(1))));
    }

    #[test]
    fn an_error_that_holds_what_was_stored_does_not_quote_it() {
        let error = keyring::Error::BadEncoding(b"sk_secret".to_vec());
        let shown = format!("{:?} {}", trouble(&error), trouble(&error).issue());
        assert!(
            !shown.contains("sk_secret") && !shown.contains("115, 107"),
            "{shown}"
        );
    }
}
