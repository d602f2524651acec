//! A problem told to people: what happened, why, how to fix it, and what to press.
//!
//! Each problem has one constructor, which holds its words; `E1` to `E19` are the rows of the design's error
//! table, `E20` and `E21` belong to the command line, `E22` to the automatic set-up. The first cause alone is told, nobody is blamed, and no
//! secret is ever in any of the texts.

mod action;
mod certificate;
mod credentials;
mod fix;
mod folder;
mod install;
mod numbers;
mod proxy;
mod redact;
mod run;
mod services;
mod unattended;
mod usage;
mod userhub;

use std::fmt;

pub use certificate::{CertificateFault, CertificateFileFault, Times};
pub use credentials::TemporaryKeyTrouble;
pub use fix::Fix;
pub use folder::FolderFault;
pub use install::Refusal;
pub use numbers::{people, thousands};
pub use proxy::{NamedProxy, ProxyAddressFault, ProxyFault, ProxySource};
pub use redact::{redact, redact_whole};
pub use services::Service;
pub use usage::in_one_line;

/// The kind of a problem. Its number, [`Code::as_str`], is the same on the screen and in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A service cannot be reached, or its answers cannot be used.
    ServiceUnreachable,
    /// The given domain is not an `auth0.com` domain.
    NotAnAuth0Domain,
    /// No tenant answers at the domain.
    NoSuchTenant,
    /// Auth0 does not accept Client ID and Client Secret.
    ClientRefused,
    /// The application is not allowed to use the Management API.
    NotAuthorized,
    /// Permissions are missing.
    PermissionsMissing,
    /// A value of one kind stands where another belongs.
    ValueMisplaced,
    /// UserHub does not accept the API key.
    ApiKeyRefused,
    /// The API key is not allowed to do this.
    ApiKeyNotAllowed,
    /// UserHub has no such Auth0 connection, or it finds nobody in it.
    NoSuchConnection,
    /// The connection is not active.
    ConnectionInactive,
    /// The temporary Management API token cannot be used any more.
    TemporaryKeyExpired,
    /// A person signed in, but did not appear in UserHub.
    SignInNotSeen,
    /// A service limits how fast we may go.
    RateLimited,
    /// The password store cannot be used.
    PasswordStoreUnusable,
    /// Auth0 cannot add the package to the Action.
    PackageNotAdded,
    /// The sync was interrupted.
    SyncInterrupted,
    /// The guard stopped the run.
    GuardStopped,
    /// A certificate is not trusted.
    CertificateNotTrusted,
    /// A value, a file or a folder that the command needs is missing or cannot be used.
    InputUnusable,
    /// Another run is at work.
    AnotherRunBusy,
    /// Auth0 did not make a change of the automatic set-up.
    ChangeNotMade,
}

impl Code {
    /// The number as it is shown: on the screen, in the log and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServiceUnreachable => "E1",
            Self::NotAnAuth0Domain => "E2",
            Self::NoSuchTenant => "E3",
            Self::ClientRefused => "E4",
            Self::NotAuthorized => "E5",
            Self::PermissionsMissing => "E6",
            Self::ValueMisplaced => "E7",
            Self::ApiKeyRefused => "E8",
            Self::ApiKeyNotAllowed => "E9",
            Self::NoSuchConnection => "E10",
            Self::ConnectionInactive => "E11",
            Self::TemporaryKeyExpired => "E12",
            Self::SignInNotSeen => "E13",
            Self::RateLimited => "E14",
            Self::PasswordStoreUnusable => "E15",
            Self::PackageNotAdded => "E16",
            Self::SyncInterrupted => "E17",
            Self::GuardStopped => "E18",
            Self::CertificateNotTrusted => "E19",
            Self::InputUnusable => "E20",
            Self::AnotherRunBusy => "E21",
            Self::ChangeNotMade => "E22",
        }
    }

    /// The exit code that stands for this problem on the command line.
    pub const fn exit(self) -> ExitKind {
        match self {
            Self::NotAnAuth0Domain
            | Self::ValueMisplaced
            | Self::PasswordStoreUnusable
            | Self::InputUnusable => ExitKind::Usage,
            Self::NoSuchTenant
            | Self::ClientRefused
            | Self::NotAuthorized
            | Self::PermissionsMissing
            | Self::ApiKeyRefused
            | Self::ApiKeyNotAllowed
            | Self::NoSuchConnection
            | Self::ConnectionInactive
            | Self::TemporaryKeyExpired
            | Self::SignInNotSeen
            | Self::PackageNotAdded
            | Self::ChangeNotMade => ExitKind::Refused,
            Self::ServiceUnreachable | Self::RateLimited | Self::CertificateNotTrusted => {
                ExitKind::Unreachable
            }
            Self::GuardStopped | Self::AnotherRunBusy => ExitKind::Guard,
            Self::SyncInterrupted => ExitKind::Interrupted,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a command that met a problem ends. `0` and `1` are no problems and are not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ExitKind {
    /// Usage or configuration.
    Usage = 2,
    /// Credentials or permissions were refused.
    Refused = 3,
    /// A service could not be reached.
    Unreachable = 4,
    /// The guard stopped the run.
    Guard = 5,
    /// The person or the system interrupted it.
    Interrupted = 130,
}

impl ExitKind {
    /// The number that the process returns.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// A problem, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The problem's number.
    pub code: Code,
    /// What happened, without a full stop.
    pub what: String,
    /// Why, as far as it is known.
    pub why: String,
    /// How to fix it.
    pub fix: String,
    /// How to fix it in the window, where its own words differ from those for a terminal.
    pub fix_in_window: Option<String>,
    /// What can be pressed to fix it, the likeliest first.
    pub fixes: Vec<Fix>,
    /// The service's own words and other technical detail; what looks like a secret is taken out.
    pub detail: Option<String>,
    /// Whether the same call may succeed later without anybody changing anything.
    pub retryable: bool,
}

impl Issue {
    /// The problem that will not pass by itself; the constructors give it its words.
    fn new(
        code: Code,
        what: impl Into<String>,
        why: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let fix = fix.into();
        let plain = without_steps(&fix);
        Self {
            code,
            what: what.into(),
            why: why.into(),
            fix_in_window: (plain != fix).then_some(plain),
            fix,
            fixes: Vec::new(),
            detail: None,
            retryable: false,
        }
    }

    fn fixes(mut self, fixes: impl Into<Vec<Fix>>) -> Self {
        self.fixes = fixes.into();
        self
    }

    /// Gives the window words of its own, for it has buttons and fields where a terminal has flags.
    fn in_window(mut self, fix: impl Into<String>) -> Self {
        self.fix_in_window = Some(fix.into());
        self
    }

    /// How to fix it, as the window says it.
    pub fn window_fix(&self) -> &str {
        self.fix_in_window.as_deref().unwrap_or(&self.fix)
    }

    fn passing(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// Adds technical detail, such as the service's own words, after [`redact()`] has been over it.
    #[must_use]
    pub fn with_detail(mut self, detail: &str) -> Self {
        let detail = redact(detail);
        self.detail = (!detail.is_empty()).then_some(detail);
        self
    }

    /// The exit code of a command that ends with this problem.
    pub const fn exit(&self) -> ExitKind {
        self.code.exit()
    }
}

impl fmt::Display for Issue {
    /// Four plain lines for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.what)?;
        writeln!(f, "Why: {}", self.why)?;
        writeln!(f, "How to fix it: {}", self.fix)?;
        match &self.detail {
            None => write!(f, "(Details: {})", self.code),
            Some(detail) => write!(f, "(Details: {}, {detail})", self.code),
        }
    }
}

/// Words without the numbers of documented steps, which the window does not show.
fn without_steps(words: &str) -> String {
    let mut plain = words.to_owned();
    while let Some(from) = plain.find(" (step") {
        let Some(length) = plain[from..].find(')') else {
            break;
        };
        plain.replace_range(from..=from + length, "");
    }
    plain
}

/// A service's own words in quotation marks, without what looks like a secret, and without a full stop at their end.
fn quoted(words: &str) -> String {
    let words = redact(words);
    match words.trim_end_matches(['.', ' ']) {
        "" => "nothing more".to_owned(),
        words => format!("“{words}”"),
    }
}

/// Joins with commas and an `and` before the last.
fn list<T: fmt::Display>(items: &[T]) -> String {
    let texts: Vec<String> = items.iter().map(T::to_string).collect();
    match &texts[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
