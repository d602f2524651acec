//! One file of settings: written whole or not at all, for its owner alone, and never thrown away because it could not be
//! read.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::file;
use super::folder::private_folder;

/// What was found where the file should be.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// No file: nothing was kept so far.
    Nothing,
    /// What was kept.
    Kept(T),
    /// A file that could not be read. It was put aside under another name, so that nothing in it is lost.
    SetAside {
        /// Where it lies now.
        path: PathBuf,
        /// Whether it was written by a newer version of this program; otherwise it is damaged.
        newer: bool,
    },
}

/// The file's outer form. The version is read before anything else.
#[derive(Serialize)]
struct Outgoing<'a, T> {
    version: u32,
    kept: &'a T,
}

#[derive(Deserialize)]
struct Incoming<T> {
    kept: T,
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Reads the file at `path`, whose newest form has the number `version`.
pub fn read<T: DeserializeOwned>(path: &Path, version: u32) -> Result<Found<T>, StoreError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(StoreError::io(path)(error)),
    };
    let newer = match serde_json::from_slice::<Versioned>(&text) {
        Ok(found) if found.version <= version => {
            match serde_json::from_slice::<Incoming<T>>(&text) {
                Ok(read) => return Ok(Found::Kept(read.kept)),
                Err(error) => {
                    tracing::warn!(%error, "the settings could not be read");
                    false
                }
            }
        }
        Ok(_) => true,
        Err(_) => false,
    };
    set_aside(path, newer)
}

/// What the file holds, for whoever only looks: one that is not there holds nothing, and one that cannot be read stays
/// where it is and gives `None`.
pub fn peek<T: DeserializeOwned + Default>(path: &Path, version: u32) -> Option<T> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Some(T::default()),
        Err(_) => return None,
    };
    let found = serde_json::from_slice::<Versioned>(&text).ok()?;
    let incoming = serde_json::from_slice::<Incoming<T>>(&text).ok()?;
    (found.version <= version).then_some(incoming.kept)
}

/// Moves a file that could not be read out of the way, without replacing another one.
fn set_aside<T>(path: &Path, newer: bool) -> Result<Found<T>, StoreError> {
    let word = if newer { "newer" } else { "unreadable" };
    let aside = (1..1000)
        .map(|number| path.with_extension(format!("{word}-{number}.json")))
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| path.with_extension("unreadable.json"));
    fs::rename(path, &aside).map_err(StoreError::io(path))?;
    Ok(Found::SetAside { path: aside, newer })
}

/// Writes the file: first under another name, which then takes the place of the old one in one step.
pub fn write<T: Serialize>(path: &Path, version: u32, kept: &T) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    private_folder(folder)?;
    let text = serde_json::to_vec_pretty(&Outgoing { version, kept })
        .map_err(|error| StoreError::io(path)(error.into()))?;
    file::replace(path, &text).map_err(StoreError::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below").join("settings.json");
        (folder, path)
    }

    #[test]
    fn what_is_written_is_read_again_and_belongs_to_its_owner_alone() {
        let (folder, path) = file();
        assert_eq!(read::<Vec<u8>>(&path, 1).unwrap(), Found::Nothing);
        for kept in [vec![1_u8, 2], vec![3]] {
            write(&path, 1, &kept).unwrap();
            assert_eq!(read(&path, 1).unwrap(), Found::Kept(kept));
        }
        let beside = fs::read_dir(folder.path().join("below")).unwrap().count();
        assert_eq!(beside, 1, "nothing but the file itself is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(&folder.path().join("below")), 0o700);
        }
    }

    #[test]
    fn a_damaged_and_a_newer_file_are_kept_aside_whole() {
        let (_folder, path) = file();
        write(&path, 1, &"first").unwrap();
        let cases = [
            ("{\"version\":", false),
            ("{\"version\":1,\"kept\":7}", false),
            ("{\"version\":2,\"kept\":{}}", true),
        ];
        for (text, is_newer) in cases {
            fs::write(&path, text).unwrap();
            let Found::SetAside { path: aside, newer } = read::<String>(&path, 1).unwrap() else {
                panic!("{text} was read");
            };
            assert_eq!(newer, is_newer, "{text}");
            assert_eq!(fs::read_to_string(aside).unwrap(), text);
            assert!(!path.exists());
        }
    }
}
