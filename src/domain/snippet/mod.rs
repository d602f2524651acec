//! The Post Login Action in every form in which it can be brought into a tenant.
//!
//! [`Code`] is what the Action runs, [`Form`] how a person or a tool takes it there. Everything here is text made from
//! what is known of the tenant. No secret is ever in it: each form says where the two secrets come from.

mod documented;
mod without_package;

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

/// A way to bring the Action into a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The documented snippet, pasted into Auth0's editor.
    Documented,
    /// The snippet that needs no package, pasted into Auth0's editor.
    WithoutPackage,
}

impl Form {
    /// What the Action of this form runs.
    pub const fn code(self) -> Code {
        match self {
            Self::Documented => Code::Documented,
            Self::WithoutPackage => Code::WithoutPackage,
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
