//! What was found out about somebody: both services as they are now, and what this computer knows of earlier syncs.

use jiff::Timestamp;

use super::ask::Asked;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::profile::Profile;
use crate::domain::removal::{Account, Deletion};

/// A person as Auth0 has them now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Auth0Person {
    /// Auth0's id.
    pub id: String,
    /// What UserHub should hold, or why the record could not be read.
    pub profile: Option<Profile>,
    /// Why the record could not be read.
    pub unreadable: Option<String>,
    /// When they were created.
    pub created_at: Option<Timestamp>,
    /// When they last changed, which a sign-in does too.
    pub updated_at: Option<Timestamp>,
    /// The Auth0 connection of their first identity.
    pub connection: Option<String>,
    /// The ids of further identities: people who were merged into this one.
    pub merged: Vec<String>,
    /// Whether Auth0's search lists them already; `None` where it was not asked.
    pub is_listed: Option<bool>,
}

/// A user as UserHub has them now, marked for deletion or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserHubUser {
    /// UserHub's own id.
    pub id: UserHubUserId,
    /// The ids by which our connection knows them.
    pub external_ids: Vec<Auth0UserId>,
    /// Other connections that know them, by type or id: `STRIPE`.
    pub elsewhere: Vec<String>,
    /// State and sign-in.
    pub account: Account,
    /// What UserHub holds.
    pub profile: Profile,
    /// When UserHub created the user.
    pub created_at: Option<Timestamp>,
    /// The Auth0 tenant that UserHub names for them, where it is not this one.
    pub other_tenant: Option<String>,
    /// Why our connection does not work, where UserHub says so.
    pub connection_trouble: Option<String>,
    /// Why the user is nobody's to remove.
    pub protected: Option<String>,
}

/// Whether a side could be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// It has answered.
    #[default]
    Answered,
    /// The key may not read users.
    NotAllowed,
}

/// What the app itself did to somebody last, where that still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ours {
    /// What.
    pub kind: OursKind,
    /// When.
    pub at: Timestamp,
    /// In which run.
    pub run: i64,
}

/// What the app can have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OursKind {
    /// Disabled, since they left Auth0.
    Disabled,
    /// Marked for deletion, since they left Auth0.
    Marked,
    /// Marked for deletion, since the sync that added them was taken back.
    TakenBack,
}

/// What this computer knows of earlier syncs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// When both sides were last read.
    pub compared_at: Option<Timestamp>,
    /// Why they need attention, and what to do.
    pub problem: Option<(String, String)>,
    /// Whether a plan that was not carried out has them in it.
    pub is_planned: bool,
    /// When a sync last brought them over.
    pub synced_at: Option<Timestamp>,
    /// Whether UserHub was seen to keep values of its own.
    pub keeps_own: bool,
    /// When they were first missed in Auth0.
    pub missed_since: Option<Timestamp>,
    /// When a person decided to keep them.
    pub kept_at: Option<Timestamp>,
    /// What the app did to them.
    pub ours: Option<Ours>,
}

/// Somebody whose identity lives on in another user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The id that is no more.
    pub id: String,
    /// The user who has it.
    pub into: Auth0Person,
}

/// All that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What was asked for.
    pub asked: Asked,
    /// When.
    pub now: Timestamp,
    /// The tenant's domain.
    pub domain: String,
    /// The connection in UserHub.
    pub connection: String,
    /// Whom Auth0 has.
    pub auth0: Vec<Auth0Person>,
    /// Whether Auth0 takes the id for one that nobody can have.
    pub id_is_malformed: bool,
    /// Whom UserHub has.
    pub userhub: Vec<UserHubUser>,
    /// Whether UserHub could be asked.
    pub userhub_seen: Seen,
    /// Whose identity lives on in another user.
    pub merged: Option<Merged>,
    /// Their deletion, where Auth0 tells.
    pub deletion: Option<Deletion>,
    /// What this computer knows.
    pub known: Known,
}

impl Facts {
    /// The user of UserHub whom our connection knows as this person.
    pub fn user_of(&self, person: &Auth0Person) -> Option<&UserHubUser> {
        let is_theirs = |user: &&UserHubUser| user.knows(&person.id);
        self.userhub.iter().find(is_theirs)
    }
}

impl UserHubUser {
    /// Whether our connection knows them by this id.
    pub fn knows(&self, id: &str) -> bool {
        self.external_ids.iter().any(|own| own.as_str() == id)
    }

    /// What they are called: by name, else by address, else by id.
    pub fn called(&self) -> String {
        called_by(&self.profile, self.id.as_str())
    }
}

impl Auth0Person {
    /// What they are called: by name, else by address, else by id.
    pub fn called(&self) -> String {
        let blank = Profile::default();
        called_by(self.profile.as_ref().unwrap_or(&blank), &self.id)
    }

    /// What they are called, with the id by which they are told apart.
    pub fn label(&self) -> String {
        let called = self.called();
        if called == self.id {
            called
        } else {
            format!("{called} ({})", self.id)
        }
    }
}

fn called_by(profile: &Profile, id: &str) -> String {
    let name = profile.called().unwrap_or(id);
    crate::domain::issue::in_one_line(name)
}
