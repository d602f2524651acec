//! The Post Login Action in every form in which it can be brought into a tenant.
//!
//! [`Code`] is what the Action runs, [`Form`] how a person or a tool takes it there. Everything here is text made from
//! what is known of the tenant. No secret is ever in it: each form says where the two secrets come from.

mod auth0_cli;
mod deploy_cli;
mod documented;
mod terraform;
mod without_package;
mod words;

use super::guide::Known;
use super::ids::{Auth0Domain, ClientId, ConnectionId};

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

/// A way to bring the Action into a tenant. The forms that are made for a tool say which code they install.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The documented snippet, pasted into Auth0's editor.
    Documented,
    /// The snippet that needs no package, pasted into Auth0's editor.
    WithoutPackage,
    /// A configuration for Terraform.
    Terraform(Code),
    /// Lines for the `tenant.yaml` of auth0-deploy-cli.
    DeployCli(Code),
    /// A script for the Auth0 CLI.
    Auth0Cli(Code),
}

/// One file of a form: its name, and what is to be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name that the form's other files, or its own words, call it by.
    pub name: &'static str,
    /// The text, with the line end after its last line. There is no secret in it.
    pub text: String,
}

impl Form {
    /// All forms, the documented one first; those for tools with the documented code.
    pub const ALL: [Self; 5] = [
        Self::Documented,
        Self::WithoutPackage,
        Self::Terraform(Code::Documented),
        Self::DeployCli(Code::Documented),
        Self::Auth0Cli(Code::Documented),
    ];

    /// What the Action of this form runs.
    pub const fn code(self) -> Code {
        match self {
            Self::Documented => Code::Documented,
            Self::WithoutPackage => Code::WithoutPackage,
            Self::Terraform(code) | Self::DeployCli(code) | Self::Auth0Cli(code) => code,
        }
    }

    /// The same form with another code. The two that are pasted are the codes themselves: one becomes the other.
    pub const fn with(self, code: Code) -> Self {
        match (self, code) {
            (Self::Documented | Self::WithoutPackage, Code::Documented) => Self::Documented,
            (Self::Documented | Self::WithoutPackage, Code::WithoutPackage) => Self::WithoutPackage,
            (Self::Terraform(_), code) => Self::Terraform(code),
            (Self::DeployCli(_), code) => Self::DeployCli(code),
            (Self::Auth0Cli(_), code) => Self::Auth0Cli(code),
        }
    }

    /// Whether the form is made for a tool, rather than to be pasted.
    pub const fn is_for_a_tool(self) -> bool {
        !matches!(self, Self::Documented | Self::WithoutPackage)
    }

    /// The form's files, with what is known of the tenant filled in.
    pub fn files(self, known: &Known) -> Vec<File> {
        let values = Values::from(known);
        match self {
            Self::Documented | Self::WithoutPackage => vec![File {
                name: "userhub.js",
                text: self.code().text().to_owned(),
            }],
            Self::Terraform(code) => terraform::files(code, &values),
            Self::DeployCli(code) => deploy_cli::files(code, &values),
            Self::Auth0Cli(code) => auth0_cli::files(code, &values),
        }
    }
}

/// What is known and can stand in a file of any syntax without being quoted. A Client ID that could not is left out.
struct Values<'a> {
    domain: Option<&'a str>,
    client_id: Option<&'a str>,
    connection_id: Option<&'a str>,
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
fn fill(template: &str, marks: &[(&str, &str)]) -> String {
    marks
        .iter()
        .fold(template.to_owned(), |text, (mark, value)| {
            text.replace(mark, value)
        })
}

/// The text with blanks before each line that is not empty.
fn indented(text: &str, blanks: &str) -> String {
    text.lines()
        .map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("{blanks}{line}\n"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_names_stand_in_both_codes() {
        for code in [Code::Documented, Code::WithoutPackage] {
            assert!(code.text().contains(API_KEY) && code.text().contains(CONNECTION_ID));
            assert!(code.text().ends_with("};\n"));
        }
    }

    #[test]
    fn a_package_that_is_required_is_a_dependency_and_no_other() {
        for code in [Code::Documented, Code::WithoutPackage] {
            let required: Vec<&str> = code
                .text()
                .split("require(\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            let named: Vec<&str> = code.dependencies().iter().map(|d| d.name).collect();
            assert_eq!(required, named);
        }
    }
}
