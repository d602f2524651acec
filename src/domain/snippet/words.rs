//! What is said about each form: its name, whom it is for, and what to mind.

use super::Form;

impl Form {
    /// The name by which the command line knows the form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::WithoutPackage => "without-package",
            Self::Terraform(_) => "terraform",
            Self::DeployCli(_) => "deploy-cli",
            Self::Auth0Cli(_) => "auth0-cli",
        }
    }

    /// The form's heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Documented => "The documented code",
            Self::WithoutPackage => "The code without the package",
            Self::Terraform(_) => "Terraform",
            Self::DeployCli(_) => "Auth0 Deploy CLI",
            Self::Auth0Cli(_) => "Auth0 CLI",
        }
    }

    /// Whom the form is for.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Documented => "To paste into Auth0. It needs the package @userhub/auth0-actions.",
            Self::WithoutPackage => "To paste into Auth0, if Auth0 cannot add the package.",
            Self::Terraform(_) => "For a developer who sets up Auth0 with Terraform.",
            Self::DeployCli(_) => "For a developer who keeps Auth0's settings in files.",
            Self::Auth0Cli(_) => "For a developer who sets up Auth0 from a terminal.",
        }
    }

    /// What to mind before using the form.
    pub const fn warning(self) -> &'static str {
        match self {
            Self::Documented => {
                "UserHub does not say what its package does while UserHub cannot be reached. The form without the \
                 package lets everybody sign in then."
            }
            Self::WithoutPackage => {
                "This is not the code that UserHub documents. It makes one documented call to UserHub, waits two \
                 seconds at most, and never stops a sign-in."
            }
            Self::Terraform(_) => {
                "Terraform keeps the secrets as plain text in its state. The Action goes to the end of the Login flow, \
                 and the Actions that are there stay."
            }
            Self::DeployCli(_) => {
                "An import overwrites what it names, and replaces the whole Login flow by what is listed for it. Add \
                 these lines to your own file, and keep every Action that is in the flow."
            }
            Self::Auth0Cli(_) => {
                "The last step writes the whole Login flow. It keeps every Action that is there. Let nobody change the \
                 flow while it runs."
            }
        }
    }
}
