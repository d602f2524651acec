//! What a schedule is made of: how often, on which system, with which files and commands.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Everybody is compared once a day, since a search for changes sees nobody leave.
const FULL_AFTER_DAYS: &str = "1";

/// How often it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rhythm {
    /// Every so many minutes, at whole divisions of an hour or of a day.
    Every {
        /// The minutes: one of [`INTERVALS`].
        minutes: u32,
    },
    /// All the time, as changes come.
    Live,
}

/// The intervals that divide an hour or a day, in minutes. Auth0 advises against searching more often than every 5 minutes
/// (contract keep-up 4).
pub const INTERVALS: [u32; 15] = [
    5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440,
];

impl Default for Rhythm {
    fn default() -> Self {
        Self::Every { minutes: 15 }
    }
}

impl Rhythm {
    /// After how long a success is expected to be followed by the next one.
    pub const fn interval(self) -> Duration {
        match self {
            Self::Every { minutes } => Duration::from_secs(minutes as u64 * 60),
            // Live, whoever watches compares everybody once a day.
            Self::Live => Duration::from_secs(24 * 3600),
        }
    }
}

impl FromStr for Rhythm {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) =
            text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
        let minutes = match unit {
            "m" => Some(1),
            "h" => Some(60),
            "d" => Some(1440),
            _ => None,
        };
        let minutes = minutes.and_then(|unit| number.parse::<u32>().ok()?.checked_mul(unit));
        match minutes.filter(|minutes| INTERVALS.contains(minutes)) {
            Some(minutes) => Ok(Self::Every { minutes }),
            None => Err(
                "it is one of 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h and 1d"
                    .to_owned(),
            ),
        }
    }
}

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Live => f.write_str("live"),
            Self::Every { minutes } if minutes % 60 == 0 => write!(f, "{}h", minutes / 60),
            Self::Every { minutes } => write!(f, "{minutes}m"),
        }
    }
}

/// Which system starts it, and where its files lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Platform {
    /// systemd of a person, while they are logged in; the folder of their units.
    SystemdUser {
        /// The folder.
        units: String,
    },
    /// systemd of the computer.
    SystemdSystem,
    /// launchd of a person.
    Launchd {
        /// Their home folder.
        home: String,
        /// Their number.
        user: u32,
    },
    /// The Task Scheduler of a person.
    Windows {
        /// The folder in which the task's description is put for the time of the installation.
        folder: String,
    },
}

/// What is to be scheduled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The name of its files: letters, digits, `-` and `_`.
    pub name: String,
    /// What it is about, for whoever reads a list of units: the tenant.
    pub about: String,
    /// The path of this program.
    pub program: String,
    /// How often it runs.
    pub rhythm: Rhythm,
    /// The values of the set-up as they are typed; none of them is a secret.
    pub set_up: Vec<String>,
}

impl Schedule {
    /// The words with which the program is called.
    pub fn arguments(&self) -> Vec<String> {
        let fixed: &[&str] = match self.rhythm {
            Rhythm::Every { .. } => &[
                "sync",
                "--incremental",
                "--unattended",
                "--full-after",
                FULL_AFTER_DAYS,
            ],
            Rhythm::Live => &["watch", "--unattended"],
        };
        let fixed = fixed.iter().map(|&word| word.to_owned());
        fixed.chain(self.set_up.iter().cloned()).collect()
    }
}

/// What is kept of a schedule that was installed. None of it is a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installed {
    /// The name of its files.
    pub name: String,
    /// How often it runs.
    pub rhythm: Rhythm,
    /// The tenant.
    pub domain: String,
    /// The application; empty in practice.
    pub client_id: String,
    /// The connection.
    pub connection: String,
    /// The files from which it takes the Client Secret and the Admin API key, where it does.
    pub key_files: [Option<PathBuf>; 2],
    /// Where its runs are written down.
    pub profile: PathBuf,
    /// Whether it practises.
    pub practice: bool,
}

/// The name for a connection. What has no place in a file's name becomes `-`.
pub fn name_for(connection: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let tidy = connection.chars().map(|c| if kept(c) { c } else { '-' });
    format!("userhub-connect-{}", tidy.collect::<String>())
}

/// A file that is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// A command of the system: the program and its words.
pub type Command = Vec<String>;

/// A schedule as the system takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The files, which are written first.
    pub files: Vec<File>,
    /// What puts them to work, in this order.
    pub install: Vec<Command>,
    /// What ends it before the files are removed. What is not there any more is no failure.
    pub before_removal: Vec<Command>,
    /// What tells the system that the files are gone.
    pub after_removal: Vec<Command>,
    /// What tells of the next run; its words are the system's own.
    pub next_run: Command,
    /// What a person has to know or to do.
    pub notes: Vec<String>,
    /// The same for whoever works with commands.
    pub hints: Vec<String>,
}

/// A command of these words.
pub(super) fn command(words: &[&str]) -> Command {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// A text as XML takes it.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no way to write these.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
