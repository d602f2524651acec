//! What a person can press to fix a problem, as data: the window makes buttons of it, and links.

use crate::domain::ids::Auth0Domain;
use crate::domain::links::Place;
use crate::domain::pasted::Field;
use crate::domain::permissions::Permission;

/// One thing to press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Does the same again.
    TryAgain,
    /// Checks again, with the values as they are.
    CheckAgain,
    /// Pastes a value again.
    PasteAgain(Field),
    /// Pastes Client ID and Client Secret again.
    PasteBoth,
    /// Takes the found value out of this field and puts it where it belongs.
    MoveTo(Field),
    /// Takes another domain instead.
    UseDomain(Auth0Domain),
    /// Opens the Auth0 dashboard.
    OpenAuth0,
    /// Opens the application.
    OpenApplication,
    /// Opens the permissions of the applications that may use the Management API.
    OpenPermissions,
    /// Opens the page that hands out temporary keys.
    OpenApiExplorer,
    /// Opens the list of Actions.
    OpenActions,
    /// Lets the automatic set-up put it right.
    PutRight,
    /// Opens the Login flow.
    OpenLoginFlow,
    /// Opens Connections in UserHub.
    OpenConnections,
    /// Opens API keys in UserHub.
    OpenApiKeys,
    /// Copies the missing permissions.
    CopyPermissions(Vec<Permission>),
    /// Copies domain, Client ID and Client Secret, one after the other.
    CopyConnectionValues,
    /// Shows the steps K1 to K8.
    ShowKeySteps,
    /// Goes on with the steps by hand.
    FinishByHand,
    /// Shows the form of the Action that needs no package.
    ShowFormWithoutPackage,
    /// Watches for a sign-in again.
    WatchAgain,
    /// Opens the network settings.
    NetworkSettings,
    /// Adds a company's certificate.
    AddCertificate,
    /// Pauses the run.
    Pause,
    /// Tells more about the services' limits.
    LearnMore,
    /// Asks the system to unlock the password store, and tries again.
    UnlockAndTryAgain,
    /// Goes on and keeps the keys until the app is closed.
    GoOnWithoutSaving,
    /// Goes on from the given person, counted from one.
    ContinueFrom(u64),
    /// Leaves everybody where they are.
    KeepEveryone,
}

impl Fix {
    /// The button's label.
    pub fn label(&self) -> String {
        let text = match self {
            Self::TryAgain => "Try again",
            Self::CheckAgain => "Check again",
            Self::PasteAgain(_) => "Paste again",
            Self::PasteBoth => "Paste both",
            Self::MoveTo(field) => return format!("Move it to {}", field.label()),
            Self::UseDomain(domain) => return format!("Use {domain}"),
            Self::OpenAuth0 => "Open Auth0",
            Self::OpenApplication => "Open the application",
            Self::OpenPermissions => "Open the permissions",
            Self::OpenApiExplorer => "Get a new temporary key",
            Self::OpenActions => "Open the Actions",
            Self::PutRight => "Put it right",
            Self::OpenLoginFlow => "Open the Login flow",
            Self::OpenConnections => "Open Connections",
            Self::OpenApiKeys => "Open API keys",
            Self::CopyPermissions(missing) => return copy_label(missing),
            Self::CopyConnectionValues => "Copy the three values",
            Self::ShowKeySteps => "Show the 8 steps",
            Self::FinishByHand => "Finish by hand",
            Self::ShowFormWithoutPackage => "Show the form without the package",
            Self::WatchAgain => "Watch again",
            Self::NetworkSettings => "Network settings",
            Self::AddCertificate => "Add company certificate",
            Self::Pause => "Pause",
            Self::LearnMore => "Learn more",
            Self::UnlockAndTryAgain => "Unlock and try again",
            Self::GoOnWithoutSaving => "Go on without saving",
            Self::ContinueFrom(person) => {
                return format!("Continue from {}", super::numbers::thousands(*person));
            }
            Self::KeepEveryone => "Keep everyone",
        };
        text.to_owned()
    }

    /// Its name, stable for programs.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::TryAgain => "try_again",
            Self::CheckAgain => "check_again",
            Self::PasteAgain(_) => "paste_again",
            Self::PasteBoth => "paste_both",
            Self::MoveTo(_) => "move",
            Self::UseDomain(_) => "use_domain",
            Self::OpenAuth0 => "open_auth0",
            Self::OpenApplication => "open_application",
            Self::OpenPermissions => "open_permissions",
            Self::OpenApiExplorer => "get_temporary_key",
            Self::OpenActions => "open_actions",
            Self::PutRight => "install",
            Self::OpenLoginFlow => "open_login_flow",
            Self::OpenConnections => "open_connections",
            Self::OpenApiKeys => "open_api_keys",
            Self::CopyPermissions(_) => "copy_permissions",
            Self::CopyConnectionValues => "copy_connection_values",
            Self::ShowKeySteps => "show_key_steps",
            Self::FinishByHand => "finish_by_hand",
            Self::ShowFormWithoutPackage => "show_form_without_package",
            Self::WatchAgain => "watch_again",
            Self::NetworkSettings => "network_settings",
            Self::AddCertificate => "add_certificate",
            Self::Pause => "pause",
            Self::LearnMore => "learn_more",
            Self::UnlockAndTryAgain => "unlock_and_try_again",
            Self::GoOnWithoutSaving => "go_on_without_saving",
            Self::ContinueFrom(_) => "continue",
            Self::KeepEveryone => "keep_everyone",
        }
    }

    /// The page that it opens, where it opens one.
    pub const fn place(&self) -> Option<Place> {
        Some(match self {
            Self::OpenAuth0 => Place::Dashboard,
            Self::OpenApplication => Place::Application,
            Self::OpenPermissions => Place::AuthorizedClients,
            Self::OpenApiExplorer => Place::ApiExplorer,
            Self::OpenActions => Place::ActionsLibrary,
            Self::OpenLoginFlow => Place::LoginFlow,
            Self::OpenConnections => Place::Connections,
            Self::OpenApiKeys => Place::ApiKeys,
            _ => return None,
        })
    }
}

fn copy_label(missing: &[Permission]) -> String {
    match missing {
        [one] => format!("Copy {one}"),
        _ => format!("Copy the {} permissions", missing.len()),
    }
}
