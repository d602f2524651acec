//! The lengths that Auth0's values usually have: a hint for a person, never a rule.

use super::Field;
use crate::domain::secret::Secret;

/// What is unusual about a value's length, where anything is.
pub fn unusual_length(field: Field, text: &str) -> Option<String> {
    let usual = match field {
        Field::ClientId => 32,
        Field::ClientSecret => 64,
        Field::Domain | Field::ConnectionId | Field::ApiKey => return None,
    };
    let secret = Secret::new(text);
    let length = secret.expose().chars().count();
    if length == 0 || length == usual {
        return None;
    }
    let way = if length < usual { "short" } else { "long" };
    let (name, kind) = match field {
        Field::ClientId => ("Client ID", "Client IDs"),
        _ => ("Client Secret", "secrets"),
    };
    Some(format!(
        "{name} looks too {way}. Auth0's {kind} usually have {usual} characters; this has {length}. You can use it anyway."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unusual_length_is_told_and_blanks_do_not_count() {
        let secret = "x".repeat(64);
        assert_eq!(
            unusual_length(Field::ClientSecret, &format!(" {secret}\n")),
            None
        );
        assert_eq!(unusual_length(Field::ClientSecret, ""), None);
        let hint = unusual_length(Field::ClientSecret, &secret[..41]).unwrap();
        assert!(hint.contains("this has 41"), "{hint}");
        assert!(unusual_length(Field::ApiKey, "sk_1").is_none());
    }
}
