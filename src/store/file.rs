//! Files written whole or not at all, and files read no further than they may be long.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How the name of a file begins that is being written, or was cut off while it was.
pub(super) const UNFINISHED: &str = ".userhub-connect-";

/// Begins a file that will lie at `path`: under another name in the same folder, and for its owner alone from the
/// beginning. What is not finished is gone when this is dropped, and nothing else of that folder is ever touched.
pub fn begin(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(UNFINISHED)
        .suffix(".part")
        .tempfile_in(folder_of(path))
}

/// Puts a file that is written in its place, in one step, once it is on the disk.
///
/// # Errors
/// `AlreadyExists` when there is one of that name and it may not be replaced.
pub fn finish(draft: NamedTempFile, path: &Path, replace: bool) -> io::Result<()> {
    draft.as_file().sync_all()?;
    if replace {
        draft
            .persist(target(path))
            .map_err(|refused| refused.error)?;
        return Ok(());
    }
    let draft = match draft.persist_noclobber(path) {
        Ok(_) => return Ok(()),
        Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
            return Err(refused.error);
        }
        Err(refused) => refused.file,
    };
    // Some file systems of sticks and network shares cannot do that. There the name is taken first, by whoever makes the
    // file, and what lies there is then ours to replace.
    File::create_new(path)?;
    draft.persist(path).map_err(|refused| refused.error)?;
    Ok(())
}

/// Writes a file in the place of the one that may be there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, bytes, true)
}

/// Writes a file, whole or not at all.
pub fn write(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let mut draft = begin(path)?;
    draft.write_all(bytes)?;
    finish(draft, path, replace)
}

/// What a file holds, if that is no more than `most` bytes. Some files have no end.
///
/// # Errors
/// `FileTooLarge` when it is more.
pub fn read_up_to(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if read as u64 > most {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Whether an ordinary file lies there. Opening anything else can wait for ever: a pipe waits for whoever writes into it.
pub fn is_there(path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(true),
        Ok(_) => Err(io::Error::other("this is no ordinary file")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where a link leads; what is written through it does not take its place.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn folder_of(path: &Path) -> PathBuf {
    // The folder of the file that a link leads to: a file is moved in one step only within a folder.
    let path = target(path);
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_came_in_between_and_one_that_stands_beside_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.csv");
        let beside = folder.path().join("report.csv.part");
        fs::write(&beside, "another program's").unwrap();
        let draft = begin(&path).unwrap();
        fs::write(&path, "another person's").unwrap();
        let refused = finish(draft, &path, false).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "another person's");
        assert_eq!(fs::read_to_string(&beside).unwrap(), "another program's");
        assert_eq!(names(folder.path()), ["report.csv", "report.csv.part"]);
        replace(&path, b"ours").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
    }

    #[test]
    fn a_file_that_cannot_be_finished_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.json");
        replace(&path, b"old").unwrap();
        let mut draft = begin(&path).unwrap();
        draft.write_all(b"ne").unwrap();
        drop(draft);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["kept.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_only_ordinary_files_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(is_there(&link).unwrap());
        assert!(!is_there(&folder.path().join("none")).unwrap());
        assert!(is_there(folder.path()).is_err());
    }

    #[test]
    fn no_more_is_read_than_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_up_to(&path, 5).unwrap(), b"12345");
        let refused = read_up_to(&path, 4).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::FileTooLarge);
    }
}
