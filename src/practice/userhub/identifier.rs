//! Reading `{userId}` and the `:verb` behind it from the last segment of a path (contract userhub-api 3.3).

use percent_encoding::percent_decode_str;

use super::refusal::Refusal;

/// Whom a path speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identifier {
    /// UserHub's own id, or a unique id (which nobody has in the practice world).
    Own(String),
    /// An id at a connected service, and the id of the connection.
    External { id: String, connection: String },
}

impl Identifier {
    /// Reads one percent-encoded segment, without its verb.
    ///
    /// External ids may hold `@` themselves, so the last one divides.
    pub(super) fn parse(segment: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::invalid("userId", "Invalid user identifier");
        let text = percent_decode_str(segment)
            .decode_utf8()
            .map_err(|_| malformed())?;
        match text.rsplit_once('@') {
            _ if text.is_empty() => Err(malformed()),
            None => Ok(Self::Own(text.into_owned())),
            Some((id, connection)) if id.is_empty() || connection.is_empty() => Err(malformed()),
            Some((id, connection)) => Ok(Self::External {
                id: id.to_owned(),
                connection: connection.to_owned(),
            }),
        }
    }
}

/// Divides a segment as it was sent into identifier and verb.
///
/// The verb follows the last bare colon. Some official clients leave the colons inside an id bare too, so
/// this is asked only of methods that must have a verb.
pub(super) fn split_verb(segment: &str) -> (&str, &str) {
    segment.rsplit_once(':').unwrap_or((segment, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn external(id: &str) -> Identifier {
        Identifier::External {
            id: id.to_owned(),
            connection: "conn_1".to_owned(),
        }
    }

    #[test]
    fn the_last_at_sign_divides_id_and_connection() {
        let cases = [
            ("auth0%7C1@conn_1", "auth0|1"),
            ("auth0%7C1%40conn_1", "auth0|1"),
            (
                "samlp%7Cacme%7Cjane@example.com@conn_1",
                "samlp|acme|jane@example.com",
            ),
            (
                "oidc%7Cmy%20conn%7Ca%2Fb%3Ac%2Bd@conn_1",
                "oidc|my conn|a/b:c+d",
            ),
            ("ad%7C%C3%A9%3F%23%25@conn_1", "ad|é?#%"),
        ];
        for (segment, id) in cases {
            assert_eq!(Identifier::parse(segment), Ok(external(id)), "{segment}");
        }
        let own = Identifier::Own("usr_1".to_owned());
        assert_eq!(Identifier::parse("usr_1"), Ok(own));
    }

    #[test]
    fn half_an_identifier_and_broken_text_are_refused() {
        for segment in ["", "@conn_1", "auth0%7C1@", "%FF@conn_1"] {
            assert!(Identifier::parse(segment).is_err(), "{segment}");
        }
    }

    #[test]
    fn a_bare_colon_inside_an_id_is_no_verb() {
        assert_eq!(
            split_verb("oidc%7Ca:b@conn_1:import"),
            ("oidc%7Ca:b@conn_1", "import")
        );
        assert_eq!(split_verb("usr_1"), ("usr_1", ""));
    }
}
