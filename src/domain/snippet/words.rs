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
            Self::Documented => {
                "For you, to paste into Auth0. It is the code that UserHub documents, and it needs the package \
                 @userhub/auth0-actions."
            }
            Self::WithoutPackage => {
                "For you, to paste into Auth0, if Auth0 cannot add the package. It tells UserHub of each sign-in by \
                 itself and needs no package."
            }
            Self::Terraform(_) => "For a developer who sets up Auth0 with Terraform.",
            Self::DeployCli(_) => {
                "For a developer who keeps Auth0's settings in files, with auth0-deploy-cli."
            }
            Self::Auth0Cli(_) => "For a developer who sets up Auth0 from a terminal.",
        }
    }

    /// What to mind before using the form; nothing for most of those that are pasted.
    pub const fn warning(self) -> Option<&'static str> {
        match self {
            Self::Documented => None,
            Self::WithoutPackage => Some(
                "This is not the code that UserHub documents. It makes one documented call to UserHub, waits two \
                 seconds at most, and never stops a sign-in.",
            ),
            Self::Terraform(_) => Some(
                "Terraform keeps the secrets as plain text in its state. The Action goes to the end of the Login flow, \
                 and the Actions that are there stay.",
            ),
            Self::DeployCli(_) => Some(
                "An import overwrites what it names, and replaces the whole Login flow by what is listed for it. Add \
                 these lines to your own file, and keep every Action that is in the flow.",
            ),
            Self::Auth0Cli(_) => Some(
                "The last step writes the whole Login flow. It keeps every Action that is there. Let nobody change the \
                 flow while it runs.",
            ),
        }
    }
}
