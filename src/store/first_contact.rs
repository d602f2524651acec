//! What the services were seen to answer, one file for each profile: which of the program's assumptions held. It holds nobody's
//! data and no secret, and its size is bounded.
//!
//! Losing it loses nothing but that knowledge, so that a file that cannot be read counts as none. Two processes may write at
//! once: each reads what there is, adds its own and writes the whole, one after the other.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::file;
use super::folder::private_folder;
use super::lock::hold_for_a_moment;
use crate::domain::assumptions::{Assumption, Book, Met, Origin, Words};

const NAME: &str = "first-contact.json";

/// Far above the largest file that this program writes, in bytes.
const LARGEST: u64 = 512 * 1024;

/// The file's content.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    /// Who answered: practice is never mixed with the real services.
    from: String,
    met: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    code: String,
    held: bool,
    seen: String,
    /// In seconds since 1970.
    at: i64,
}

const VERSION: u32 = 1;

/// What is kept in a folder, and who had answered; `None` when there is nothing that can be read.
pub fn read(folder: &Path) -> Option<(Origin, Book)> {
    let text = file::read_up_to(&folder.join(NAME), LARGEST).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    let mut book = Book::default();
    for row in &kept.met {
        // What another version knew, and what this program would not have written, is left out.
        if let Some((assumption, met)) = row.read() {
            book.take(assumption, met);
        }
    }
    (kept.version <= VERSION).then_some((Origin::of_word(&kept.from)?, book))
}

/// What is kept of answers of this origin.
pub fn of(folder: &Path, from: Origin) -> Book {
    let kept = read(folder).filter(|(origin, _)| *origin == from);
    kept.map(|(_, book)| book).unwrap_or_default()
}

/// Adds what was met to what is kept. What others had answered in the same folder gives way.
pub fn merge(folder: &Path, from: Origin, met: &Book) -> Result<(), StoreError> {
    private_folder(folder)?;
    // Without the lock, on a file system that has none, one of two may be lost and is met again.
    let _turn = hold_for_a_moment(&folder.join("first-contact.lock"));
    let before = of(folder, from);
    let mut book = before.clone();
    book.merge(met);
    if book == before {
        return Ok(());
    }
    let kept = Kept {
        version: VERSION,
        from: from.word().to_owned(),
        met: book.all().map(Row::of).collect(),
    };
    let path = folder.join(NAME);
    let error = StoreError::io;
    let text = serde_json::to_vec_pretty(&kept).map_err(|e| error(&path)(e.into()))?;
    file::replace(&path, &text).map_err(error(&path))
}

/// Everything that is kept under a data folder, practice apart from the real services. What cannot be read counts as none.
pub fn read_all(data: &Path) -> Vec<(Origin, Book)> {
    let mut folders = vec![data.join("install"), data.join("practice")];
    match fs::read_dir(data.join("profiles")) {
        Ok(profiles) => folders.extend(profiles.flatten().map(|entry| entry.path())),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => tracing::debug!(%error, "no look at what the services answered"),
    }
    let mut all: Vec<(Origin, Book)> = Vec::new();
    for (origin, book) in folders.iter().filter_map(|folder| read(folder)) {
        match all.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, whole)) => whole.merge(&book),
            None => all.push((origin, book)),
        }
    }
    all
}

impl Row {
    fn of((assumption, met): (Assumption, &Met)) -> Self {
        Self {
            code: assumption.code().to_owned(),
            held: met.held,
            seen: met.words.as_str().to_owned(),
            at: met.at.as_second(),
        }
    }

    fn read(&self) -> Option<(Assumption, Met)> {
        let met = Met {
            held: self.held,
            words: Words::kept(&self.seen)?,
            at: Timestamp::from_second(self.at).ok()?,
        };
        Some((Assumption::of_code(&self.code)?, met))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assumptions::person;
    use crate::domain::assumptions::userhub::{Asked, refused};
    use crate::domain::assumptions::{Form, Refusal};

    fn book(reason: &str) -> Book {
        let refusal = Refusal {
            status: 400,
            form: Form::Object,
            code: "FAILED_PRECONDITION",
            reason,
        };
        let mut book = Book::default();
        for noted in refused(Asked::Import, refusal) {
            book.note(&noted, Timestamp::from_second(1_000).unwrap());
        }
        book
    }

    #[test]
    fn what_was_met_comes_back_and_more_is_added_to_it() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), None);
        let (first, second) = (book("A_REASON"), book("ANOTHER_REASON"));
        merge(folder.path(), Origin::Services, &first).unwrap();
        assert_eq!(of(folder.path(), Origin::Services), first);
        merge(folder.path(), Origin::Services, &second).unwrap();
        let mut both = first;
        both.merge(&second);
        assert_eq!(of(folder.path(), Origin::Services), both);
    }

    #[test]
    fn practice_and_the_real_services_are_never_mixed() {
        let folder = tempfile::tempdir().unwrap();
        merge(folder.path(), Origin::ThisComputer, &book("PRACTICE")).unwrap();
        assert_eq!(of(folder.path(), Origin::Services), Book::default());
        merge(folder.path(), Origin::Services, &book("REAL")).unwrap();
        let (from, kept) = read(folder.path()).unwrap();
        assert_eq!((from, kept), (Origin::Services, book("REAL")));
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let reasons = ["A_A", "B_B", "C_C", "D_D", "E_E"];
        std::thread::scope(|scope| {
            for reason in reasons {
                let folder = folder.path();
                scope.spawn(move || {
                    merge(folder, Origin::Services, &book(reason)).unwrap();
                });
            }
        });
        let mut all = Book::default();
        for reason in reasons {
            all.merge(&book(reason));
        }
        assert_eq!(
            of(folder.path(), Origin::Services).all().count(),
            all.all().count()
        );
    }

    #[test]
    fn a_file_that_was_changed_or_damaged_brings_nothing_in() {
        let folder = tempfile::tempdir().unwrap();
        merge(folder.path(), Origin::Services, &book("A_REASON")).unwrap();
        let path = folder.path().join(NAME);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("A_REASON with", "jane@example.com")).unwrap();
        let kept = of(folder.path(), Origin::Services);
        assert!(kept.all().count() > 0);
        assert!(kept.all().all(|(one, _)| one != Assumption::Reasons));
        for text in ["{", "[]", &"x".repeat(600_000)] {
            fs::write(&path, text).unwrap();
            assert_eq!(read(folder.path()), None);
        }
        merge(folder.path(), Origin::Services, &book("A_REASON")).unwrap();
        assert_eq!(of(folder.path(), Origin::Services), book("A_REASON"));
    }

    #[test]
    fn everything_of_a_data_folder_is_found_by_its_origin() {
        let data = tempfile::tempdir().unwrap();
        let real = |name: &str| data.path().join(name);
        merge(&real("profiles/conn_1"), Origin::Services, &book("A_A")).unwrap();
        merge(&real("profiles/conn_2"), Origin::Services, &book("B_B")).unwrap();
        merge(&real("practice"), Origin::ThisComputer, &book("C_C")).unwrap();
        let mut install = Book::default();
        install.note(&person::not_found(true, ""), Timestamp::UNIX_EPOCH);
        merge(&real("install"), Origin::Services, &install).unwrap();
        let all = read_all(data.path());
        assert_eq!(all.len(), 2);
        let of = |origin| all.iter().find(|(from, _)| *from == origin).unwrap();
        assert_eq!(of(Origin::ThisComputer).1, book("C_C"));
        let mut expected = book("A_A");
        expected.merge(&book("B_B"));
        expected.merge(&install);
        assert_eq!(of(Origin::Services).1.lines(), expected.lines());
    }
}
