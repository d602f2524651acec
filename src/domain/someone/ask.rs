//! What was typed into the one field, and what it asks for.

use super::unusable_query::UnusableQuery;
use crate::domain::cleaning::clean;
use crate::domain::issue::in_one_line;

/// The longest text that is taken, in characters: an address has at most 320.
const LONGEST: usize = 400;

/// Whom somebody asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Auth0's id, with the connection where one was typed behind it.
    Auth0Id {
        /// The id.
        id: String,
        /// The connection of UserHub, as in `auth0|1@conn_x`.
        connection: Option<String>,
    },
    /// UserHub's own id, `usr_…`.
    UserHubId(String),
    /// An email address.
    Email(String),
    /// A name.
    Name(String),
}

/// Reads what was typed.
///
/// # Errors
/// The reason why it asks for nobody.
pub fn read(text: &str) -> Result<Asked, UnusableQuery> {
    let text = clean(text);
    let text = text.as_ref();
    if text.is_empty() {
        return Err(UnusableQuery::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(UnusableQuery::TooLong);
    }
    for (prefix, what) in [
        ("conn_", "a connection of UserHub"),
        ("org_", "an organization"),
        ("sk_", "a key of UserHub"),
        ("userhub_admin_", "a key of UserHub"),
    ] {
        if text.starts_with(prefix) {
            return Err(UnusableQuery::NoPerson(what));
        }
    }
    if text.starts_with("usr_") {
        return Ok(Asked::UserHubId(text.to_owned()));
    }
    if text.contains('|') {
        return Ok(match text.rsplit_once('@') {
            Some((id, connection)) if connection.starts_with("conn_") => Asked::Auth0Id {
                id: id.to_owned(),
                connection: Some(connection.to_owned()),
            },
            _ => Asked::Auth0Id {
                id: text.to_owned(),
                connection: None,
            },
        });
    }
    let is_address = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !text.contains(' '));
    Ok(if is_address {
        Asked::Email(text.to_owned())
    } else {
        Asked::Name(text.to_owned())
    })
}

impl Asked {
    /// Whether an address was typed.
    pub const fn is_email(&self) -> bool {
        matches!(self, Self::Email(_))
    }

    /// What was asked for, in words that follow "nobody has": `the address ada@example.com`.
    pub fn words(&self) -> String {
        match self {
            Self::Auth0Id { id, .. } | Self::UserHubId(id) => format!("the id {}", in_one_line(id)),
            Self::Email(email) => format!("the address {}", in_one_line(email)),
            Self::Name(name) => format!("the name {}", in_one_line(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_asks_for_what_it_looks_like() {
        let id = |id: &str, connection: Option<&str>| Asked::Auth0Id {
            id: id.to_owned(),
            connection: connection.map(str::to_owned),
        };
        for (typed, expected) in [
            (" auth0|1 ", id("auth0|1", None)),
            (
                "samlp|acme|jane@example.com",
                id("samlp|acme|jane@example.com", None),
            ),
            ("auth0|1@conn_x", id("auth0|1", Some("conn_x"))),
            ("usr_1", Asked::UserHubId("usr_1".to_owned())),
            (
                "ada@example.com",
                Asked::Email("ada@example.com".to_owned()),
            ),
            ("Ada Lovelace", Asked::Name("Ada Lovelace".to_owned())),
            ("Ada @ home", Asked::Name("Ada @ home".to_owned())),
        ] {
            assert_eq!(read(typed), Ok(expected), "{typed}");
        }
        assert_eq!(read("  "), Err(UnusableQuery::Empty));
        assert_eq!(read(&"x".repeat(401)), Err(UnusableQuery::TooLong));
        assert!(matches!(read("conn_1"), Err(UnusableQuery::NoPerson(_))));
    }
}
