//! The checks by name: what programs and people call each of them, and what is asked again when one is repeated alone.

use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::permissions::Permission;

/// What can be checked by itself: the checks that one answer decides belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Whether the tenant answers.
    Tenant,
    /// Whether Auth0 accepts the application, and what it may do.
    SignIn,
    /// Whether people can be read.
    Users,
    /// Whether UserHub accepts the API key, and what it may do.
    Key,
    /// Whether the connection works.
    Connection,
    /// The Action in Auth0, which only a temporary key can see.
    Action,
}

/// A check.
#[derive(Debug)]
pub struct Entry {
    /// Its name, stable for programs.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What is asked again with it.
    pub subject: Subject,
}

/// Whether the tenant answers at its domain.
pub const REACH: &str = "auth0.reach";
/// Whether Auth0 accepts Client ID and Client Secret.
pub const SIGN_IN: &str = "auth0.sign_in";
/// Whether the application may use the Management API at all.
pub const MANAGEMENT_API: &str = "auth0.management_api";
/// A word on permissions beyond the four.
pub const OTHER_PERMISSIONS: &str = "auth0.permission.others";
/// Whether people can be read.
pub const READ_USERS: &str = "auth0.read_users";
/// Whether UserHub accepts the API key.
pub const KEY: &str = "userhub.key";
/// Whether the key may list users.
pub const LIST: &str = "userhub.list";
/// Whether the connection works.
pub const CONNECTION: &str = "userhub.connection";
/// Whether there is an Action for UserHub.
pub const ACTION: &str = "action.exists";
/// Whether it runs the code that we would write.
pub const CODE: &str = "action.code";
/// Whether the packages that its code needs are there.
pub const DEPENDENCY: &str = "action.dependency";
/// Whether both secrets are there by their names.
pub const SECRETS: &str = "action.secrets";
/// Whether its runtime is the one that the tenant recommends.
pub const RUNTIME: &str = "action.runtime";
/// Whether its newest draft is what is deployed.
pub const DEPLOYED: &str = "action.deployed";
/// Whether it runs at sign-in.
pub const FLOW: &str = "action.flow";
/// Whether it comes through a made-up sign-in.
pub const REHEARSAL: &str = "action.rehearsal";

/// The name of the check of one permission.
pub const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::ReadUsers => "auth0.permission.read:users",
        Permission::UpdateUsers => "auth0.permission.update:users",
        Permission::DeleteUsers => "auth0.permission.delete:users",
        Permission::CreateUsers => "auth0.permission.create:users",
    }
}

const fn entry(name: &'static str, title: &'static str, subject: Subject) -> Entry {
    Entry {
        name,
        title,
        subject,
    }
}

/// All checks in the order in which they are shown.
pub const ALL: [Entry; 20] = [
    entry(REACH, "Reached Auth0", Subject::Tenant),
    entry(SIGN_IN, "Client ID and Client Secret", Subject::SignIn),
    entry(MANAGEMENT_API, "Use of the Management API", Subject::SignIn),
    entry(
        permission(Permission::ReadUsers),
        "Permission read:users",
        Subject::SignIn,
    ),
    entry(
        permission(Permission::UpdateUsers),
        "Permission update:users",
        Subject::SignIn,
    ),
    entry(
        permission(Permission::DeleteUsers),
        "Permission delete:users",
        Subject::SignIn,
    ),
    entry(
        permission(Permission::CreateUsers),
        "Permission create:users",
        Subject::SignIn,
    ),
    entry(OTHER_PERMISSIONS, "Other permissions", Subject::SignIn),
    entry(READ_USERS, "Read users", Subject::Users),
    entry(KEY, "API key", Subject::Key),
    entry(LIST, "The key may list users", Subject::Key),
    entry(CONNECTION, "Connection", Subject::Connection),
    entry(ACTION, "The Action is there", Subject::Action),
    entry(CODE, "The Action's code", Subject::Action),
    entry(DEPENDENCY, "The Action's package", Subject::Action),
    entry(SECRETS, "The Action's secrets", Subject::Action),
    entry(RUNTIME, "The Action's runtime", Subject::Action),
    entry(DEPLOYED, "The Action is deployed", Subject::Action),
    entry(FLOW, "The Action is in the Login flow", Subject::Action),
    entry(
        REHEARSAL,
        "Rehearsal with a made-up sign-in",
        Subject::Action,
    ),
];

/// The check with this name.
pub fn named(name: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.name == name)
}

/// A check's name for people.
pub fn title(name: &'static str) -> &'static str {
    named(name).map_or(name, |entry| entry.title)
}

/// What is checked before a page is left.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Scope {
    /// Whether a tenant answers at the domain.
    Tenant,
    /// The application: sign-in, permissions, reading people.
    Auth0,
    /// Everything that can be seen.
    Everything,
}

/// Somebody whom Auth0 has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// Name and email address, as far as there are any.
    pub name: String,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The check's name, stable for programs: `auth0.reach`.
    pub name: &'static str,
    /// What it came to.
    pub state: CheckState,
    /// What was seen, or what is wrong.
    pub why: String,
    /// What to do; empty where nothing is to be done.
    pub fix: String,
    /// The problem itself, where there is one.
    pub issue: Option<Box<Issue>>,
    /// When this was seen.
    pub at: jiff::Timestamp,
    /// When this passed last, where it has stopped passing since.
    pub passed_before: Option<jiff::Timestamp>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CheckState {
    /// It was seen to work.
    Passed,
    /// It works, and something is worth knowing.
    Note,
    /// It could not be proved yet, and nothing says that it is wrong.
    NotProved,
    /// It was not checked, because an earlier one did not pass or a value is missing.
    NotChecked,
    /// It does not work.
    Problem,
}
