//! The operating system's locks, on a profile and on the window of a data folder: each is gone with its process, however that
//! ends.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::Duration;

use super::StoreError;
use super::file;
use super::folder::{private_file, private_folder};

/// The right to run on a profile; dropping it gives the right back.
#[derive(Debug)]
pub struct ProfileLock {
    _file: File,
}

impl ProfileLock {
    /// Takes the lock for `holder`, a line that tells others who is at work.
    ///
    /// # Errors
    /// [`StoreError::Locked`] with the other's line when somebody else holds it.
    pub fn take(profile: &Path, holder: &str) -> Result<Self, StoreError> {
        let path = profile.join("lock");
        let mut file = open(&path)?;
        match try_for_a_moment(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The line is a courtesy: without it the lock is held all the same.
                if file.read_to_string(&mut holder).is_err() || holder.trim().is_empty() {
                    "another process".clone_into(&mut holder);
                }
                return Err(StoreError::Locked {
                    holder: holder.trim().to_owned(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(StoreError::Io { path, source }),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{holder}"));
        written.map_err(StoreError::io(&path))?;
        Ok(Self { _file: file })
    }

    /// Whether somebody is at work on the profile.
    pub fn is_held(profile: &Path) -> bool {
        // The file is closed at once, and the look at it ends with that.
        let path = profile.join("lock");
        file::is_there(&path).is_ok_and(|is_there| is_there)
            && File::open(path)
                .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

/// What the line begins with of a holder who gives the lock up when somebody else wants it.
pub const GIVES_WAY: &str = "a watch for changes";

/// What the line begins with of a watch that compares everybody: it gives the lock up to what a person asks for, and not to a
/// look, which would throw away what it has read.
pub const COMPARES: &str = "a watch for changes that compares everybody";

/// What the line begins with of a holder who looks again at who left, and gives the lock up likewise.
pub const LOOKS_AGAIN: &str = "a look at who left";

/// The wish for a lock whose holder gives way; dropping it takes the wish back.
#[derive(Debug)]
pub struct Wish {
    _file: File,
}

impl Wish {
    /// Wishes for the lock of a profile. Several may wish at once.
    pub fn make(profile: &Path) -> Result<Self, StoreError> {
        let path = profile.join(WANTED);
        let file = open(&path)?;
        // Whoever looks for wishes holds it for an instant.
        file.lock_shared().map_err(StoreError::io(&path))?;
        Ok(Self { _file: file })
    }

    /// Whether somebody wishes for the lock of a profile.
    pub fn is_there(profile: &Path) -> bool {
        let path = profile.join(WANTED);
        file::is_there(&path).is_ok_and(|is_there| is_there)
            && File::open(path)
                .is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

/// The file that is locked by whoever wishes.
const WANTED: &str = "lock-wanted";

/// The right to have the window of a data folder; dropping it gives the right back.
#[derive(Debug)]
pub struct WindowLock {
    _file: File,
}

impl WindowLock {
    /// Takes the lock; `None` when another window holds it.
    pub fn take(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = private_folder(folder)?.join("window.lock");
        let file = open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
        }
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    file::is_there(path).map_err(StoreError::io(path))?;
    private_file()
        .read(true)
        .write(true)
        .truncate(false)
        .open(path)
        .map_err(StoreError::io(path))
}

/// Takes the lock, or finds it held. Whoever only looks holds it for an instant, which must not turn a run away.
fn try_for_a_moment(file: &File) -> Result<(), TryLockError> {
    for _ in 0..5 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            taken_or_refused => return taken_or_refused,
        }
    }
    file.try_lock()
}

/// How long a file is waited for that others write in no time.
const LONGEST_TURN: Duration = Duration::from_secs(10);

/// Waits for the right to write what several processes may write, and gives it; dropping it gives the right back. `None` where
/// it is not to be had: the file system has no locks, or whoever holds it stands still.
pub(super) fn hold_for_a_moment(path: &Path) -> Option<File> {
    const PAUSE: Duration = Duration::from_millis(10);
    let file = open(path).ok()?;
    let mut waited = Duration::ZERO;
    while waited < LONGEST_TURN {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(_)) => return None,
        }
        waited += PAUSE;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_seen_until_it_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!Wish::is_there(folder.path()));
        let (one, other) = (Wish::make(folder.path()), Wish::make(folder.path()));
        drop(one.unwrap());
        assert!(Wish::is_there(folder.path()));
        drop(other.unwrap());
        assert!(!Wish::is_there(folder.path()));
    }

    #[test]
    fn a_second_run_is_told_who_is_at_work_and_the_lock_goes_with_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let first = ProfileLock::take(folder.path(), "process 7, since 10:42").unwrap();
        match ProfileLock::take(folder.path(), "process 8") {
            Err(StoreError::Locked { holder }) => assert_eq!(holder, "process 7, since 10:42"),
            other => panic!("{other:?}"),
        }
        assert!(ProfileLock::is_held(folder.path()));
        drop(first);
        assert!(!ProfileLock::is_held(folder.path()));
        ProfileLock::take(folder.path(), "process 8").unwrap();
    }
}
