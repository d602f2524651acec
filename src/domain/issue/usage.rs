//! Problems with how a command was given: E20.

use super::{Code, Fix, Issue};
use crate::domain::ids::Auth0UserId;
use crate::domain::pasted::Field;
use crate::domain::removal::policy::{LEAST_DAYS, MOST_DAYS};
use crate::domain::someone::UnusableQuery;

impl Issue {
    /// E20: a value is missing; says which flag, variable or file gives it.
    pub fn value_missing(field: Field) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("The {} is missing", field.name()),
            "It is needed for this, and it was not given or was empty.",
            format!("Give it with {}. {}", sources(field), place(field)),
        )
        .in_window(format!("Enter the {}. {}", field.name(), found_at(field)))
        .fixes([Fix::PasteAgain(field)])
    }

    /// E20: a value is given, but has not the form that it needs, such as a connection ID without `conn_`.
    pub fn value_malformed(field: Field) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("This is not written like {}", field.with_article()),
            "It may not have been copied completely.",
            format!(
                "Copy it again (step {} of `userhub-connect guide`) and give it with {}.",
                step(field),
                sources(field)
            ),
        )
        .in_window(format!("Copy it again. {}", found_at(field)))
        .fixes([Fix::PasteAgain(field)])
    }

    /// E20: a value holds a sign that none of its kind has. The sign alone is told, for the value may be a key.
    pub fn value_with_odd_sign(field: Field, sign: char) -> Self {
        let shown = match sign {
            '\n' | '\r' => "a line break".to_owned(),
            sign if sign.is_control() || sign.is_whitespace() => {
                format!("a blank or sign for machines (U+{:04X})", u32::from(sign))
            }
            sign => format!("the sign {sign} (U+{:04X})", u32::from(sign)),
        };
        let why = match sign {
            '\n' | '\r' => {
                "More than the value was copied, or it was broken over two lines on the way."
            }
            '…' | '•' | '●' | '·' | '∙' | '⋯' => {
                "Only the shortened or hidden form that a page shows was copied."
            }
            _ => "A program on the way has changed a sign of it, or it is something else.",
        };
        Self {
            what: format!("The {} holds {shown}, which none has", field.name()),
            why: why.to_owned(),
            ..Self::value_malformed(field)
        }
    }

    /// E20: the person with whom the connection was to be proved is not in Auth0.
    pub fn nobody_with_id(person: &Auth0UserId) -> Self {
        Self::new(
            Code::InputUnusable,
            format!(
                "Auth0 has nobody with the id {}",
                in_one_line(person.as_str())
            ),
            "It may not have been copied completely, or that person was deleted.",
            "Copy the user_id of a person from the Users page of the Auth0 dashboard.",
        )
    }

    /// E20: what was typed asks for nobody.
    pub fn asks_for_nobody(why: UnusableQuery) -> Self {
        let (what, why) = match why {
            UnusableQuery::Empty => ("Nobody was named", "The field is empty.".to_owned()),
            UnusableQuery::TooLong => (
                "This is too long for a person's address, name or id",
                "Something else was pasted.".to_owned(),
            ),
            UnusableQuery::NoPerson(what) => ("This names no person", format!("It is {what}.")),
        };
        Self::new(
            Code::InputUnusable,
            what,
            why,
            "Give an email address, a name, an Auth0 user_id or a UserHub id (usr_...).",
        )
    }

    /// E20: the flag takes an address of this computer only, and another one was given.
    pub fn not_loopback(flag: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("{flag} takes only an address of this computer"),
            "It is there for practice and tests. Keys must never go to another address than the \
             services' own.",
            format!(
                "Leave {flag} out, or give an http or https address at 127.0.0.1, [::1] or localhost."
            ),
        )
    }

    /// E20: both secrets were asked for from standard input, which holds one.
    pub fn one_standard_input() -> Self {
        Self::new(
            Code::InputUnusable,
            "Standard input can hold one secret, and two were asked for",
            "Both --auth0-client-secret-file and --userhub-key-file are -.",
            "Give one of the two with a file of its own, or in the environment.",
        )
    }

    /// E7: a value that looks real was pasted into the practice world.
    pub fn practice_needs_no_key(field: Field) -> Self {
        Self::new(
            Code::ValueMisplaced,
            format!("Practice never needs a real {}", field.name()),
            "This looks like a real one, so it was not kept.",
            "Use the practice value. The link under the field enters it.",
        )
        .fixes([Fix::PasteAgain(field)])
    }

    /// E20: the operating system would not let the program begin its work.
    pub fn cannot_start() -> Self {
        Self::new(
            Code::InputUnusable,
            "The program could not begin its work",
            "The operating system gave it no thread, no local port, or no room on the disk.",
            "Close other programs, make room, or wait a moment, and try again.",
        )
        .passing()
    }

    /// E20: what the practice world had kept cannot be read.
    pub fn practice_damaged(folder: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            "Practice cannot be opened",
            format!("What it had kept in {folder} is damaged. All of it was made up: nothing real is lost."),
            "Throw it away with --practice-reset, and practise from the beginning.",
        )
        .in_window("Leave practice and start again.")
    }

    /// E20: the operating system lets the program open nothing more.
    pub fn no_more_files() -> Self {
        Self::new(
            Code::InputUnusable,
            "This computer gives the program no more open files",
            "Each connection to a service counts as one, and the system allows only so many at once.",
            "Close other programs, or allow more before you begin (ulimit -n 1024), and try again. What is done stays.",
        )
        .in_window("Close other programs, and try again. What is done stays.")
        .fixes([Fix::TryAgain])
    }

    /// E20: a file that a flag names cannot be read.
    pub fn file_unreadable(flag: &str, path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("The file {path} cannot be read"),
            format!(
                "{flag} names it, but it is not there, you may not read it, or it is not plain text (UTF-8)."
            ),
            format!("Check the path after {flag}, and what the file holds."),
        )
        .in_window("Check the path, and what the file holds.")
    }

    /// E20: a file could not be removed.
    pub fn file_not_removed(path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("{path} could not be removed"),
            "You may not change its folder, or the disk is read-only.",
            "Remove it as whoever it belongs to, and try again.",
        )
    }

    /// E20: this system's menu is filled by its own installers.
    pub fn menu_of_another_kind() -> Self {
        Self::new(
            Code::InputUnusable,
            "This system's menu is not changed",
            "Only the menus of Linux desktops are made of files that a program may put there.",
            "On macOS, drag the app into the Applications folder; on Windows, the installer makes the entry.",
        )
    }

    /// E20: something is to be saved, and no path was typed.
    pub fn no_path_given() -> Self {
        Self::new(
            Code::InputUnusable,
            "Enter where to save it",
            "No file was named.",
            "Type the path of a new file, for example one in your documents folder.",
        )
    }

    /// E20: something that was asked for could not be saved.
    pub fn file_not_saved(path: &str, is_there: bool) -> Self {
        let (why, fix) = if is_there {
            (
                "A file of this name is there already, and was left as it is.",
                "Choose another name.",
            )
        } else {
            (
                "The folder is not there or may not be written to, or the disk is full.",
                "Choose another folder, or make room.",
            )
        };
        Self::new(
            Code::InputUnusable,
            format!("Nothing was saved to {path}"),
            why,
            fix,
        )
    }

    /// E20: what was named to save to is a folder, a device or a pipe.
    pub fn no_file_to_save_to(path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("Nothing was saved to {path}"),
            "It is a folder or a device, and was left as it is.",
            "Name a new file. On the command line, - is standard output.",
        )
        .in_window("Name a new file.")
    }

    /// E20: a set-up is to be opened, and no file was named.
    pub fn no_file_named() -> Self {
        Self::new(
            Code::InputUnusable,
            "Enter which file to open",
            "No file was named.",
            "Type the path of a set-up file that was saved in Settings.",
        )
    }

    /// E20: a file could not be read.
    pub fn file_not_read(path: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("{path} could not be read"),
            "The file is not there, may not be read, or is too large for a set-up.",
            "Choose another file.",
        )
    }

    /// E20: a file is no set-up.
    pub fn no_setup_file() -> Self {
        Self::new(
            Code::InputUnusable,
            "This is not a set-up file",
            "It was not saved by UserHub Connect, or it was changed since.",
            "Choose a file that was saved with Save as a file in Settings.",
        )
    }

    /// E20: a file of a set-up was written by a newer version.
    pub fn newer_setup_file() -> Self {
        Self::new(
            Code::InputUnusable,
            "This set-up file is newer than this program",
            "It was saved by a later version of UserHub Connect.",
            "Update UserHub Connect, and open the file again.",
        )
    }

    /// E20: a run is not, or no longer, among those that are kept.
    pub fn run_not_kept(run: i64) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("Run {run} is not kept here"),
            "Runs are kept for 90 days, unless another time was chosen.",
            "Look at the list of runs, and open one of them.",
        )
        .fixes([Fix::TryAgain])
    }

    /// E20: a decision names nobody.
    pub fn decision_about_nobody() -> Self {
        Self::new(
            Code::InputUnusable,
            "It was not said whom this is about",
            "A decision is about people who are named, or about everybody on the list.",
            "Give one or more ids, or --all; for restore also --run N.",
        )
        .in_window("Choose whom it is about.")
    }

    /// E20: somebody is not on the list of people who left.
    pub fn not_on_the_list(id: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!(
                "{} is not on the list of people who left Auth0",
                in_one_line(id)
            ),
            "A comparison notes whoever it misses. This id was never missed, or is back.",
            "See who is on the list with userhub-connect removals.",
        )
        .in_window("Look at the list of people who left.")
    }

    /// E20: the app has done nothing to somebody that could be taken back.
    pub fn nothing_done_to(id: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("There is nothing to restore for {}", in_one_line(id)),
            "The app has neither disabled nor marked this user, or that was taken back already.",
            "See what was done with userhub-connect history.",
        )
        .in_window("Look at the list of runs.")
    }

    /// E20: nothing can be done by itself after so many days on the list.
    pub fn policy_days(days: u16) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("{days} is no number of days for this"),
            format!(
                "People wait on the list for at least {LEAST_DAYS} day, and {MOST_DAYS} at most, before anything is done by itself."
            ),
            "Choose another number of days.",
        )
    }

    /// E20: the name that was typed is not that of the set-up.
    pub fn not_the_set_up(name: &str) -> Self {
        Self::new(
            Code::InputUnusable,
            "This is not the name of the set-up",
            format!(
                "What is done by itself is turned on for one set-up, whose name is typed: this one is {}.",
                in_one_line(name)
            ),
            "Type the name, if it is really this set-up that is meant: --set-up NAME.",
        )
        .in_window("Type the name, if it is really this set-up that is meant.")
    }

    /// E20: nothing of a run can be taken back.
    pub fn nothing_to_restore(run: i64) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("Run {run} has nothing to restore"),
            "It removed nobody, or all of it was taken back already.",
            "See the runs with userhub-connect history.",
        )
        .in_window("Look at the list of runs.")
    }

    /// E20: more than one connection has a run of this number.
    pub fn several_runs(run: i64) -> Self {
        Self::new(
            Code::InputUnusable,
            format!("More than one connection has a run {run}"),
            "Every connection counts its own runs.",
            "Say which connection is meant, with --connection-id ID.",
        )
        .fixes([Fix::TryAgain])
    }

    /// E20: the system says no folder for data, so one must be given.
    pub fn no_data_folder() -> Self {
        Self::new(
            Code::InputUnusable,
            "There is no folder for the app's data",
            "The system does not say where your home folder is.",
            "Give a folder with --data-dir FOLDER.",
        )
    }
}

/// A foreign text whose line breaks and other signs for a terminal are shown and not handled.
pub fn in_one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// What gives a value on the command line. Secrets have no flag, which would end in the shell's history.
pub(super) const fn sources(field: Field) -> &'static str {
    match field {
        Field::Domain => "--auth0-domain or the variable AUTH0_DOMAIN",
        Field::ClientId => "--auth0-client-id or the variable AUTH0_CLIENT_ID",
        Field::ClientSecret => {
            "the variable AUTH0_CLIENT_SECRET or --auth0-client-secret-file FILE (- reads standard input)"
        }
        Field::ConnectionId => "--connection-id or the variable USERHUB_CONNECTION_ID",
        Field::ApiKey => {
            "the variable USERHUB_ADMIN_KEY or --userhub-key-file FILE (- reads standard input)"
        }
    }
}

/// Where a value is to be found, as the window says it.
const fn found_at(field: Field) -> &'static str {
    match field {
        Field::Domain => "The address of any page of your Auth0 dashboard will do.",
        Field::ClientId => "It stands in the header of the application's page in Auth0.",
        Field::ClientSecret => "It is on the Credentials tab of the application in Auth0.",
        Field::ConnectionId => "It stands on the page of the Auth0 connection in UserHub.",
        Field::ApiKey => "UserHub shows it once, right after the key was created.",
    }
}

/// The documented step that gives a value.
const fn step(field: Field) -> &'static str {
    match field {
        Field::Domain => "A2",
        Field::ClientId | Field::ClientSecret => "A11",
        Field::ConnectionId => "C7",
        Field::ApiKey => "K8",
    }
}

/// Where a value that is missing is to be found.
fn place(field: Field) -> String {
    match field {
        Field::Domain => "It is on the Settings tab of the application in Auth0; the address of any page of your \
                          Auth0 dashboard will do too."
            .to_owned(),
        _ => format!(
            "Step {} of `userhub-connect guide` shows where to find it.",
            step(field)
        ),
    }
}
