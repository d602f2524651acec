//! One window for each data folder: a second start asks the first window to come to the front, and ends.
//!
//! The operating system's lock decides who is first; it is gone with its process, however that ends. The first listens
//! on this computer's own address, and notes port and a made-up word in a file that only its owner can read. Whoever
//! knows the word can ask for one thing: that the window come to the front.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread::{self, Builder};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock;
use crate::store::StoreError;
use crate::store::lock::WindowLock;
use crate::store::settings;

/// The form of the file.
const VERSION: u32 = 1;

/// How long a second start goes on trying: the first may be opening, or may be finishing what it was doing when it
/// was closed.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How long a caller may take to say its line.
const LISTENS_FOR: Duration = Duration::from_secs(1);

/// How long the answer may take, which comes from the window itself.
const ANSWERS_IN: Duration = Duration::from_secs(3);

/// The longest line that is read.
const LONGEST: u64 = 100;

/// What comes of a start.
#[derive(Debug)]
pub enum Claim {
    /// This is the first: it may open its window.
    First(OneWindow),
    /// The first window is in front now.
    Raised,
    /// There is a first, and its window does not answer.
    NoAnswer,
}

/// Where the first listens, and the word that it listens to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Door {
    port: u16,
    word: String,
}

/// The right to the window of a data folder; dropping it gives the right back.
#[derive(Debug)]
pub struct OneWindow {
    door: Door,
    listener: TcpListener,
    path: PathBuf,
    _lock: WindowLock,
}

/// Claims the window of a data folder, or lets the one that is there come to the front.
///
/// # Errors
/// Where the folder cannot be written to or has no locks; nobody knows then whether this is the first.
pub fn claim(folder: &Path, patience: Duration) -> Result<Claim, StoreError> {
    let path = folder.join("window.json");
    let began = clock::instant();
    loop {
        if let Some(lock) = WindowLock::take(folder)? {
            return OneWindow::open(lock, path).map(Claim::First);
        }
        // Nothing there yet, or something of an earlier start: the next try tells.
        let door: Door = settings::peek(&path, VERSION).unwrap_or_default();
        if knock(&door).is_ok() {
            return Ok(Claim::Raised);
        }
        if began.elapsed() > patience {
            return Ok(Claim::NoAnswer);
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Asks for the window to come to the front.
fn knock(door: &Door) -> io::Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, door.port));
    let mut stream = TcpStream::connect_timeout(&address, LISTENS_FOR)?;
    stream.set_read_timeout(Some(ANSWERS_IN))?;
    stream.write_all(line("raise", door).as_bytes())?;
    if read_line(&stream)? == line("raised", door) {
        Ok(())
    } else {
        Err(io::ErrorKind::InvalidData.into())
    }
}

fn line(verb: &str, door: &Door) -> String {
    format!("{verb} {}\n", door.word)
}

fn read_line(stream: &TcpStream) -> io::Result<String> {
    let mut words = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut words)?;
    Ok(words)
}

impl OneWindow {
    fn open(lock: WindowLock, path: PathBuf) -> Result<Self, StoreError> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(StoreError::io(&path))?;
        let port = listener.local_addr().map_err(StoreError::io(&path))?.port();
        // Keyed by the operating system's chance, so that nobody else can guess it.
        let word = [0, 1].map(|_| format!("{:016x}", RandomState::new().hash_one(port)));
        let door = Door {
            port,
            word: word.concat(),
        };
        settings::write(&path, VERSION, &door)?;
        Ok(Self {
            door,
            listener,
            path,
            _lock: lock,
        })
    }

    /// Listens from now on. `raise` brings the window to the front and says whether the window itself has answered.
    pub fn listen(&self, raise: impl Fn() -> bool + Send + 'static) -> io::Result<()> {
        let listener = self.listener.try_clone()?;
        let door = self.door.clone();
        Builder::new()
            .name("second starts".to_owned())
            .spawn(move || {
                for stream in listener.incoming() {
                    // Whoever has gone away again needs no answer.
                    drop(stream.and_then(|stream| answer(stream, &door, &raise)));
                }
            })?;
        Ok(())
    }
}

impl Drop for OneWindow {
    fn drop(&mut self) {
        // What stays of it misleads nobody: the lock decides.
        drop(std::fs::remove_file(&self.path));
    }
}

fn answer(mut stream: TcpStream, door: &Door, raise: &impl Fn() -> bool) -> io::Result<()> {
    stream.set_read_timeout(Some(LISTENS_FOR))?;
    stream.set_write_timeout(Some(LISTENS_FOR))?;
    if read_line(&stream)? == line("raise", door) && raise() {
        stream.write_all(line("raised", door).as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const AT_ONCE: Duration = Duration::ZERO;

    fn first(folder: &Path) -> OneWindow {
        match claim(folder, AT_ONCE).unwrap() {
            Claim::First(one) => one,
            other => panic!("{other:?}"),
        }
    }

    /// A first window that counts how often it was raised.
    fn listening(folder: &Path) -> (OneWindow, Arc<AtomicUsize>) {
        let one = first(folder);
        let raised = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&raised);
        one.listen(move || {
            count.fetch_add(1, Ordering::SeqCst);
            true
        })
        .unwrap();
        (one, raised)
    }

    #[test]
    fn a_second_start_raises_the_first_window_and_another_folder_has_its_own() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (one, raised) = listening(folder.path());
        assert!(matches!(claim(folder.path(), AT_ONCE), Ok(Claim::Raised)));
        assert_eq!(raised.load(Ordering::SeqCst), 1);
        first(other.path());
        drop(one);
        first(folder.path());
    }

    #[test]
    fn a_window_that_does_not_answer_is_told_from_one_that_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let one = first(folder.path());
        one.listen(|| false).unwrap();
        assert!(matches!(claim(folder.path(), AT_ONCE), Ok(Claim::NoAnswer)));
    }

    #[test]
    fn what_a_killed_window_leaves_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let gone = Door {
            port: 1,
            word: "of long ago".to_owned(),
        };
        settings::write(&folder.path().join("window.json"), VERSION, &gone).unwrap();
        std::fs::write(folder.path().join("window.lock"), "").unwrap();
        first(folder.path());
    }

    #[test]
    fn whoever_does_not_know_the_word_raises_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (one, raised) = listening(folder.path());
        for word in ["", "guessed"] {
            let door = Door {
                port: one.door.port,
                word: word.to_owned(),
            };
            assert!(knock(&door).is_err());
        }
        assert_eq!(raised.load(Ordering::SeqCst), 0);
    }

    #[cfg(unix)]
    #[test]
    fn the_word_belongs_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let one = first(folder.path());
        let mode = std::fs::metadata(&one.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(one.door.word.len(), 32);
        assert_ne!(one.door.word[..16], one.door.word[16..]);
    }
}
