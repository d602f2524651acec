//! Everything that can be made to go wrong in the practice world.

use crate::domain::issue::Code;

/// Something that goes wrong in the practice world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Auth0 does not answer.
    Auth0Away,
    /// UserHub does not answer.
    UserHubAway,
    /// The domain is a custom one.
    CustomDomain,
    /// No tenant has the domain.
    NoTenant,
    /// The Client Secret was changed in Auth0.
    SecretChanged,
    /// The application may not use the Management API.
    NotAuthorized,
    /// One of the four permissions was forgotten.
    PermissionMissing,
    /// The connection ID stands where the API key belongs.
    WrongKind,
    /// The API key was deleted in UserHub.
    KeyDeleted,
    /// The API key may read people and nothing else.
    KeyReadOnly,
    /// UserHub has another connection than the one whose ID was copied.
    OtherConnection,
    /// UserHub's connection has stopped working.
    ConnectionBroken,
    /// The temporary key has stopped working.
    TemporaryKeyEnded,
    /// The Action is not in the Login flow, so that UserHub hears of no sign-in.
    NotInFlow,
    /// Auth0 asks to be left alone for a while.
    SlowedDown,
    /// Another application takes half of what Auth0 allows.
    LimitShared,
    /// Auth0's events stay open and say nothing any more.
    EventsSilent,
    /// Another program holds the connections that Auth0 allows for its events.
    EventsTaken,
    /// Auth0 no longer has the events from where they were read last.
    EventsLost,
    /// Practice's password store is locked.
    StoreLocked,
    /// The tenant that Auth0 shows is another one.
    WrongTenant,
    /// Half of the tenant's people seem to be gone.
    HalfGone,
}

impl Trouble {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 22] = [
        Self::Auth0Away,
        Self::UserHubAway,
        Self::EventsSilent,
        Self::CustomDomain,
        Self::NoTenant,
        Self::SecretChanged,
        Self::NotAuthorized,
        Self::PermissionMissing,
        Self::WrongKind,
        Self::KeyDeleted,
        Self::KeyReadOnly,
        Self::OtherConnection,
        Self::ConnectionBroken,
        Self::TemporaryKeyEnded,
        Self::NotInFlow,
        Self::SlowedDown,
        Self::LimitShared,
        Self::EventsTaken,
        Self::StoreLocked,
        Self::EventsLost,
        Self::WrongTenant,
        Self::HalfGone,
    ];

    /// What the practice world begins with: a first problem, met before one matters.
    pub const AT_FIRST: Self = Self::PermissionMissing;

    /// The code of the problem that it leads to.
    pub fn code(self) -> Code {
        match self {
            Self::Auth0Away | Self::UserHubAway | Self::EventsSilent => Code::ServiceUnreachable,
            Self::CustomDomain => Code::NotAnAuth0Domain,
            Self::NoTenant => Code::NoSuchTenant,
            Self::SecretChanged => Code::ClientRefused,
            Self::NotAuthorized => Code::NotAuthorized,
            Self::PermissionMissing => Code::PermissionsMissing,
            Self::WrongKind => Code::ValueMisplaced,
            Self::KeyDeleted => Code::ApiKeyRefused,
            Self::KeyReadOnly => Code::ApiKeyNotAllowed,
            Self::OtherConnection => Code::NoSuchConnection,
            Self::ConnectionBroken => Code::ConnectionInactive,
            Self::TemporaryKeyEnded => Code::TemporaryKeyExpired,
            Self::NotInFlow => Code::SignInNotSeen,
            Self::SlowedDown | Self::LimitShared | Self::EventsTaken => Code::RateLimited,
            Self::StoreLocked => Code::PasswordStoreUnusable,
            Self::EventsLost => Code::SyncInterrupted,
            Self::WrongTenant | Self::HalfGone => Code::GuardStopped,
        }
    }

    /// What goes wrong, in plain words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Auth0Away => "Auth0 cannot be reached",
            Self::UserHubAway => "UserHub cannot be reached",
            Self::CustomDomain => "The domain is a custom one",
            Self::NoTenant => "No tenant is at the domain",
            Self::SecretChanged => "The Client Secret was changed in Auth0",
            Self::NotAuthorized => "The application may not use the Management API",
            Self::PermissionMissing => "One permission is missing",
            Self::WrongKind => "The connection ID is in the field of the API key",
            Self::KeyDeleted => "The API key was deleted in UserHub",
            Self::KeyReadOnly => "The API key may not add users",
            Self::OtherConnection => "The connection ID is of another connection",
            Self::ConnectionBroken => "The connection in UserHub is not active",
            Self::TemporaryKeyEnded => "The temporary key has stopped working",
            Self::NotInFlow => "The Action does not run at sign-in",
            Self::SlowedDown => "Auth0 asks us to slow down",
            Self::LimitShared => "Another application takes half of the limit",
            Self::EventsSilent => "Live updates fall silent",
            Self::EventsTaken => "Another program takes the live updates",
            Self::EventsLost => "Auth0 has lost its place in the live updates",
            Self::StoreLocked => "The password store is locked",
            Self::WrongTenant => "The wrong tenant is synced",
            Self::HalfGone => "Half of the tenant seems to be gone",
        }
    }

    /// What the person has to do to meet it, where something is to be done.
    pub fn to_do(self) -> &'static str {
        match self {
            Self::TemporaryKeyEnded => {
                "Use the practice temporary key below and look at what would change, to meet it."
            }
            Self::NotInFlow => "Sign in as somebody, below, to meet it.",
            Self::LimitShared => {
                "Auth0 now allows 16 requests a second, and 8 of them are another's. Sync to see how room is left."
            }
            Self::EventsSilent | Self::EventsTaken | Self::EventsLost => {
                "Watch for changes to meet it: it goes on by itself, and loses nobody."
            }
            Self::WrongTenant => {
                "Auth0 now shows 40 people of another tenant. Sync them, end the trouble, then open that sync in History and \
                 take back what it added."
            }
            Self::HalfGone => {
                "Check twice in Sync, so that Auth0 says it twice, and look at People who left: nobody is removed by accident."
            }
            _ => "",
        }
    }

    /// The word for the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auth0Away => "auth0-away",
            Self::UserHubAway => "userhub-away",
            Self::CustomDomain => "custom-domain",
            Self::NoTenant => "no-tenant",
            Self::SecretChanged => "secret-changed",
            Self::NotAuthorized => "not-authorized",
            Self::PermissionMissing => "permission-missing",
            Self::WrongKind => "wrong-kind",
            Self::KeyDeleted => "key-deleted",
            Self::KeyReadOnly => "key-read-only",
            Self::OtherConnection => "other-connection",
            Self::ConnectionBroken => "connection-broken",
            Self::TemporaryKeyEnded => "temporary-key-ended",
            Self::NotInFlow => "not-in-flow",
            Self::SlowedDown => "slowed-down",
            Self::LimitShared => "limit-shared",
            Self::EventsSilent => "events-silent",
            Self::EventsTaken => "events-taken",
            Self::EventsLost => "events-lost",
            Self::StoreLocked => "store-locked",
            Self::WrongTenant => "wrong-tenant",
            Self::HalfGone => "half-gone",
        }
    }

    /// Whether it is something of the services', and not of what a person enters or of this computer.
    pub const fn is_of_services(self) -> bool {
        !matches!(
            self,
            Self::CustomDomain
                | Self::WrongKind
                | Self::NotInFlow
                | Self::StoreLocked
                | Self::EventsSilent
                | Self::EventsTaken
                | Self::EventsLost
        )
    }
}
