//! What every form is made of: the code, the names, the values that are known, and templates.

use super::{documented, without_package};
use crate::domain::guide::Known;
use crate::domain::ids::{Auth0Domain, ClientId, ConnectionId};

/// The name of the Action and of the application, as documented (steps A5 and P5).
pub const NAME: &str = "UserHub";

/// The Action's secret that holds the Admin API key (step P12).
pub const API_KEY: &str = "API_KEY";

/// The Action's secret that holds the connection ID (step P16).
pub const CONNECTION_ID: &str = "CONNECTION_ID";

/// The runtime for which the code is written, as Auth0's API names it. A tenant may recommend a later one.
pub const RUNTIME: &str = "node22";

/// What the Action runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Code {
    /// The code that UserHub documents. It needs the package.
    #[default]
    Documented,
    /// The same call without the package.
    WithoutPackage,
}

/// A package of npm that Auth0 installs beside the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The package's name.
    pub name: &'static str,
    /// The version to ask for. Auth0 pins what it finds when it builds.
    pub version: &'static str,
}

impl Code {
    /// The text, with the line end after its last line.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Documented => documented::CODE,
            Self::WithoutPackage => without_package::CODE,
        }
    }

    /// The packages that Auth0 has to install for it.
    pub const fn dependencies(self) -> &'static [Dependency] {
        match self {
            Self::Documented => &[Dependency {
                name: "@userhub/auth0-actions",
                version: "latest",
            }],
            Self::WithoutPackage => &[],
        }
    }
}

/// One file of a form: its name, and what is to be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name that the form's other files, or its own words, call it by.
    pub name: &'static str,
    /// The text, with the line end after its last line. There is no secret in it.
    pub text: String,
}

/// What is known and can stand in a file of any syntax without being quoted. A Client ID that could not is left out.
pub(super) struct Values<'a> {
    pub(super) domain: Option<&'a str>,
    pub(super) client_id: Option<&'a str>,
    pub(super) connection_id: Option<&'a str>,
}

impl<'a> From<&'a Known> for Values<'a> {
    fn from(known: &'a Known) -> Self {
        let plain = |text: &&str| {
            let usual =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
            !text.is_empty() && text.bytes().all(usual)
        };
        Self {
            domain: known.domain.as_ref().map(Auth0Domain::as_str).filter(plain),
            client_id: known.client_id.as_ref().map(ClientId::as_str).filter(plain),
            connection_id: known
                .connection_id
                .as_ref()
                .map(ConnectionId::as_str)
                .filter(plain),
        }
    }
}

/// A template with its marks replaced, one after the other. What a later mark brings in is not searched for earlier ones.
pub(super) fn fill(template: &str, marks: &[(&str, &str)]) -> String {
    marks
        .iter()
        .fold(template.to_owned(), |text, (mark, value)| {
            text.replace(mark, value)
        })
}

/// The text with blanks before each line that is not empty.
pub(super) fn indented(text: &str, blanks: &str) -> String {
    text.lines()
        .map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("{blanks}{line}\n"),
        })
        .collect()
}
