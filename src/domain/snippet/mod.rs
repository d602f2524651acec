//! The Post Login Action in every form in which it can be brought into a tenant.
//!
//! [`Code`] is what the Action runs, [`Form`] how a person or a tool takes it there. Everything here is text made from
//! what is known of the tenant. No secret is ever in it: each form says where the two secrets come from.

mod auth0_cli;
mod deploy_cli;
mod documented;
mod parts;
mod terraform;
mod without_package;
mod words;

pub use parts::{API_KEY, CONNECTION_ID, Code, Dependency, File, NAME, RUNTIME};

use super::guide::Known;
use parts::Values;

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
