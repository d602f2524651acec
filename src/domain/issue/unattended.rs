//! Problems of runs that nobody watches: a first run that nobody has looked at, and keys that are not to be found. E18, E20.

use super::{Code, Issue};
use crate::domain::pasted::Field;

impl Issue {
    /// E18: nobody has carried a plan out on this computer yet, and nobody is there to look at this one.
    pub fn first_run_unseen() -> Self {
        Self::new(
            Code::GuardStopped,
            "Safety stop: nobody has looked at the first sync yet",
            "The first sync brings everybody over. Unattended, nobody would see whether that is the right tenant and the \
             right connection.",
            "Look with `userhub-connect sync --dry-run`, then run `userhub-connect sync` once yourself. To say that somebody \
             has looked, add --yes. Nothing was changed.",
        )
        .in_window("Compare and sync once in this window. Nothing was changed.")
    }

    /// E20: a key is in none of the places where an unattended run looks for it; `credential` is its name as a credential of a
    /// service, and `flag` names a file.
    pub fn key_not_found_unattended(field: Field, flag: &str, credential: &str) -> Self {
        let name = field.name();
        Self::new(
            Code::InputUnusable,
            format!("The {name} was not found"),
            format!(
                "An unattended run looks for it in the file that {flag} names, in the service's credentials \
                 ({credential}) and in this computer's password store, and nowhere else: not in the environment."
            ),
            format!(
                "Save it in the window on this computer, or name a file that only you can read with {flag} FILE, or give the \
                 service the credential {credential}."
            ),
        )
        .in_window("Save the key in this window.")
    }

    /// E20: others can read the file of a key.
    pub fn key_file_open_to_others(flag: &str, path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("Others on this computer can read the file {path}"),
            format!(
                "{flag} names it. An unattended run takes a key from a file only if nobody but its owner may read or change it."
            ),
            format!(
                "Take the others' permissions away (chmod 600 {path}), and make a new key if others may have read it."
            ),
        )
        .in_window("Let nobody but yourself read the file, and make a new key if others may have read it.")
    }

    /// E20: what starts programs on this computer is not there, or refused.
    pub fn schedule_refused(command: &str, said: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            "The schedule could not be changed",
            "What starts programs on this computer at set times is not there, or it refused. Nothing of a new schedule is left \
             behind.",
            "`userhub-connect schedule print` shows the files, to install them by hand or in another scheduler.",
        )
        .in_window("Try again, or keep this window open: it keeps people up to date too.")
        .with_detail(&format!("{command}: {said}"))
    }

    /// E20: the computer's own schedule is its administrator's to change.
    pub fn schedule_needs_administrator(path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            "The schedule could not be changed",
            format!("You may not change {path}."),
            "A schedule of the whole computer (--system) is changed as root; one of your own needs no --system.",
        )
        .in_window("Choose a schedule of your own.")
    }
}
