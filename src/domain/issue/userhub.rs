//! Problems with what UserHub is given, or with what it says: E7 to E11, E13.

use super::usage::sources;
use super::{Code, Fix, Issue, people};
use crate::domain::ids::{Auth0Domain, ConnectionId};
use crate::domain::pasted::{Field, Kind};

impl Issue {
    /// E7: a value of one kind stands where another is wanted.
    pub fn wrong_kind(found: Kind, wanted: Field) -> Self {
        let mut fixes = Vec::new();
        let own_place = found.belongs_to().filter(|field| *field != wanted);
        if let Some(field) = own_place {
            fixes.push(Fix::MoveTo(field));
        }
        fixes.push(Fix::PasteAgain(wanted));
        let moved = own_place.map_or_else(String::new, |field| {
            format!(" The {} belongs in {}.", field.name(), sources(field))
        });
        Self::new(
            Code::ValueMisplaced,
            format!(
                "This is {}, not {}",
                found.with_article(),
                wanted.with_article()
            ),
            format!("{} {}", found.sign(), looks_of(wanted)),
            format!(
                "Give {} with {}.{moved}",
                wanted.with_article(),
                sources(wanted)
            ),
        )
        .in_window(in_window(wanted, own_place))
        .fixes(fixes)
    }

    /// E8: UserHub does not know the API key.
    pub fn key_refused() -> Self {
        Self::new(
            Code::ApiKeyRefused,
            "UserHub did not accept the API key",
            "It was deleted, has expired, or was not copied completely. UserHub shows a key only once.",
            format!(
                "Create a new key (steps K1 to K8 of `userhub-connect guide`) and give it with {}.",
                sources(Field::ApiKey)
            ),
        )
        .in_window("Create a new key and paste it here before you close that window.")
        .fixes([Fix::OpenApiKeys, Fix::ShowKeySteps, Fix::CheckAgain])
    }

    /// E9: UserHub knows the key, but does not let it do this.
    pub fn key_not_allowed() -> Self {
        Self::new(
            Code::ApiKeyNotAllowed,
            "The API key is not allowed to do this",
            "Its type is not Admin API, or Auth0 is not chosen under Integrations.",
            "Create a new key with type Admin API and Integrations set to Auth0. You can delete \
             the old one.",
        )
        .fixes([Fix::OpenApiKeys, Fix::ShowKeySteps])
    }

    /// E10: UserHub has no connection with this ID, or it is not one to Auth0.
    pub fn no_connection(id: &ConnectionId) -> Self {
        Self::new(
            Code::NoSuchConnection,
            format!("UserHub has no Auth0 connection with the ID {id}"),
            "The ID is from another UserHub tenant than the API key, or from another kind of connection.",
            "Open the Auth0 connection in the same UserHub tenant as the API key and copy its ID.",
        )
        .fixes([Fix::OpenConnections, Fix::PasteAgain(Field::ConnectionId)])
    }

    /// E10: UserHub answers "not found" for everybody who was tried, while Auth0 has them.
    pub fn nobody_found(id: &ConnectionId, domain: &Auth0Domain, tried: u64) -> Self {
        Self::new(
            Code::NoSuchConnection,
            format!("UserHub finds nobody: {} were tried, all of whom are in Auth0", people(tried)),
            format!(
                "The connection {id} does not exist in the UserHub tenant of the API key, \
                 or it leads to another Auth0 tenant than {domain}."
            ),
            format!(
                "Open the Auth0 connection in UserHub. Check that its domain is {domain}, then copy its ID again. \
                 Nothing was changed."
            ),
        )
        .fixes([Fix::OpenConnections, Fix::PasteAgain(Field::ConnectionId)])
    }

    /// E10: UserHub has refused everybody who was tried, from all over the plan; its own words are in the details.
    pub fn nobody_taken(id: &ConnectionId) -> Self {
        Self::new(
            Code::NoSuchConnection,
            format!("UserHub refuses everybody of the connection {id}"),
            "Everybody who was tried was refused for the same reason. Most often the connection is of another kind, or not \
             ready.",
            "Open the connection in UserHub and check that it is the one to Auth0, then copy its ID again. Nothing was \
             changed.",
        )
        .fixes([Fix::OpenConnections, Fix::PasteAgain(Field::ConnectionId)])
    }

    /// E11: the connection is not active. The reason is UserHub's own word, where it gave one.
    pub fn connection_not_active(reason: Option<&str>) -> Self {
        let says = reason.map(super::redact).filter(|says| !says.is_empty());
        // The name of a code says nothing to a person: it goes where technical detail is.
        let is_code = |says: &&String| {
            says.chars()
                .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_')
        };
        let detail = says.as_ref().filter(is_code).cloned();
        let says = says.filter(|says| !is_code(&says));
        let says = says.map_or_else(String::new, |says| format!(" (UserHub says: {says})"));
        let issue = Self::new(
            Code::ConnectionInactive,
            format!("The connection is not active{says}"),
            "UserHub could not sign in to Auth0 with the values saved there.",
            "Enter Domain, Client ID and Client Secret in UserHub again (steps C3 to C5) and see \
             that the status becomes Active.",
        )
        .in_window(
            "Paste Domain, Client ID and Client Secret into UserHub again. They are ready to copy here.",
        )
        .fixes([
            Fix::CopyConnectionValues,
            Fix::OpenConnections,
            Fix::CheckAgain,
        ]);
        match detail {
            Some(detail) => issue.with_detail(&format!("UserHub says: {detail}")),
            None => issue,
        }
    }

    /// E13: a person signed in, and UserHub did not hear of it.
    pub fn sign_in_not_seen(name: &str) -> Self {
        Self::new(
            Code::SignInNotSeen,
            format!("{name} signed in, but UserHub was not told"),
            "Usually the Action is not in the Login flow, or Apply was not clicked.",
            "Check these in order: in the flow and applied; deployed; secrets named API_KEY and \
             CONNECTION_ID; dependency added.",
        )
        .fixes([Fix::OpenLoginFlow, Fix::WatchAgain])
    }
}

/// What to do with a value in the wrong field.
fn in_window(wanted: Field, own_place: Option<Field>) -> String {
    match own_place {
        Some(place) => format!(
            "Move it to {}, where it belongs, and paste {} here.",
            place.label(),
            wanted.with_article()
        ),
        None => format!("Paste {} here.", wanted.with_article()),
    }
}

/// How a value of a field is recognised.
const fn looks_of(field: Field) -> &'static str {
    match field {
        Field::Domain => "An Auth0 domain ends with auth0.com.",
        Field::ClientId => "A Client ID usually has 32 letters and digits.",
        Field::ClientSecret => "A Client Secret usually has 64 characters.",
        Field::ConnectionId => "A connection ID starts with conn_.",
        Field::ApiKey => "An Admin API key starts with sk_ or userhub_admin_.",
    }
}
