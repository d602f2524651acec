//! Problems with the app's own files: E20. Only what is known to be the cause is told.

use super::{Code, Fix, Issue};

/// Why files cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderFault {
    /// There is no room on the disk.
    Full,
    /// The system does not let this program at them, or lets it only read them.
    NotAllowed,
    /// A file is damaged, or is something else than its name says.
    Damaged,
    /// A newer version of this program has written them.
    Newer,
    /// Something else, which the technical details name.
    Other,
}

impl Issue {
    /// E20: the folder or the journal in it cannot be used for a run.
    pub fn data_folder_unusable(path: &str, fault: FolderFault) -> Self {
        const ELSEWHERE: &str = "or choose another one with --data-dir FOLDER. With an empty folder everything is read anew; \
                                 nobody is lost.";
        let (why, first, in_window) = match fault {
            FolderFault::Full => (
                "There is no room left on the disk.",
                "Make room on the disk",
                "Make room on the disk, then try again. Nobody is lost.",
            ),
            FolderFault::NotAllowed => (
                "The folder or a file in it may not be written to by you, or lies on a disk that can only be read.",
                "Make the folder writable",
                "Make the folder writable, then try again. Nobody is lost.",
            ),
            FolderFault::Damaged => (
                "A file in it is damaged, or is something else than its name says.",
                "Move the file that the details name out of the folder",
                "Move the file that the technical details name out of the folder, then try again. Nobody is lost.",
            ),
            FolderFault::Newer => (
                "It was written by a newer version of this program.",
                "Use that version",
                "Update this program. Nobody is lost.",
            ),
            FolderFault::Other => (
                "The disk is full, the folder may not be written to, or a file in it is damaged.",
                "Make room, make the folder writable",
                "Make room on the disk and make the folder writable, then try again. Nobody is lost.",
            ),
        };
        Self::new(
            Code::InputUnusable,
            format!("The data in {path} cannot be used"),
            why,
            format!("{first}, {ELSEWHERE}"),
        )
        .in_window(in_window)
        .fixes([Fix::TryAgain])
    }

    /// E20: what was done earlier cannot be read. Nothing is written for it, so that room on the disk is no matter.
    pub fn history_unreadable(path: &str, fault: FolderFault) -> Self {
        let (why, fix) = match fault {
            FolderFault::NotAllowed => (
                "The system does not let you read the folder or a file in it.",
                "Ask whoever owns it to let you read the whole folder, or look at it as that user.",
            ),
            FolderFault::Damaged => (
                "A file in it is damaged, or is something else than its name says. What UserHub holds is not touched by that.",
                "Take the file from a backup, or move it away: the next sync begins a new one, and reads everybody anew.",
            ),
            FolderFault::Newer => (
                "It was written by a newer version of this program.",
                "Look at it with that version.",
            ),
            FolderFault::Full => (
                "A copy must be made to read it, and there is no room for that where the system keeps what is temporary.",
                "Make room there, and try again.",
            ),
            FolderFault::Other => (
                "The technical details say what was in the way.",
                "Try again. If it stays so, send the technical details with the report for support.",
            ),
        };
        Self::new(
            Code::InputUnusable,
            format!("The history in {path} cannot be read"),
            why,
            fix,
        )
        .fixes([Fix::TryAgain])
    }
}
