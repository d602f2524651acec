//! What may be said of an answer: our own words, numbers, and a service's codes. Nothing else can get in.
//!
//! This is what people are asked to copy and send, so that no name, address, id or secret may ever be in it. A text of a
//! service's is taken only if it is a code by its form; its messages are never taken.

use crate::domain::issue::redact;

/// The longest code that is taken from a service, in characters.
const LONGEST_CODE: usize = 64;

/// The longest part of a code between two underscores; longer ones are no words.
const LONGEST_PART: usize = 24;

/// The longest text that is kept, in characters.
const LONGEST: usize = 200;

/// A text that is fit to be copied by anybody and sent to anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Begins with words of this program.
    pub fn of(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Adds words of this program.
    #[must_use]
    pub fn and(mut self, text: &'static str) -> Self {
        self.0.push_str(text);
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn number(mut self, number: u64) -> Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// Adds a service's code, or says that it is none that may be shown.
    #[must_use]
    pub fn code(mut self, text: &str) -> Self {
        self.0.push_str(if text.is_empty() {
            "no code"
        } else if is_code(text) {
            text
        } else {
            "a code of another form"
        });
        self
    }

    /// Adds the name of a version, as `v3` or `node22`, or says that it is none that may be shown.
    #[must_use]
    pub fn version(mut self, text: &str) -> Self {
        self.0.push_str(if is_version(text) {
            text
        } else {
            "another word"
        });
        self
    }

    /// Adds the name of a header, or says that it is none that may be shown.
    #[must_use]
    pub fn header(mut self, name: &str) -> Self {
        self.0.push_str(if is_header(name) {
            name
        } else {
            "a header of another form"
        });
        self
    }

    /// Takes words that were kept in a file, if they could have come from here.
    pub fn kept(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || " _-.,;:()/{}>`".contains(c);
        let fits = text.chars().count() <= LONGEST && text.chars().all(plain);
        (fits && redact(text) == text).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a text is a code by its form: `PERMISSION_DENIED`, `invalid_paging`. One word in small letters may be a name.
pub(super) fn is_code(text: &str) -> bool {
    let upper = text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let lower = text.contains('_') && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let parts = || text.split('_');
    (upper || lower)
        && !text.is_empty()
        && text.len() <= LONGEST_CODE
        && parts().all(|part| !part.is_empty() && part.len() <= LONGEST_PART)
        && redact(text) == text
}

/// A few letters and a number of at most three digits after them, in parts: `node18-actions`.
fn is_version(text: &str) -> bool {
    let is_part = |part: &str| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        part.len() - letters.len() <= 3
            && (1..=8).contains(&letters.len())
            && letters.chars().all(|c| c.is_ascii_lowercase())
    };
    text.len() <= 20 && text.split('-').all(is_part)
}

fn is_header(name: &str) -> bool {
    let is_part = |part: &str| {
        (1..=LONGEST_PART).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase())
    };
    name.len() <= LONGEST_CODE && name.split('-').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_shown_and_nothing_that_may_be_a_name_an_id_or_a_key() {
        for code in ["NOT_FOUND", "INTERNAL", "invalid_paging", "inexistent_user"] {
            assert_eq!(Words::default().code(code).as_str(), code);
        }
        for text in [
            "jane",
            "Jane_Doe",
            "jane@example.com",
            "auth0|6512",
            "usr_26yEiYymqy6ZmG",
            "sk_agxyzabcdefgh",
            "userhub_admin_vmabcdefghijk",
            "+49 170 1234567",
            "NOT FOUND",
            "a__b",
            "deadbeef_00",
            "pneumonoultramicroscopicsilico_x",
        ] {
            let said = Words::of("404, ").code(text);
            assert_eq!(said.as_str(), "404, a code of another form", "{text}");
        }
        assert_eq!(Words::default().code("").as_str(), "no code");
    }

    #[test]
    fn versions_and_headers_are_shown_by_their_form() {
        for version in ["v3", "node22", "node18-actions"] {
            assert_eq!(Words::default().version(version).as_str(), version);
        }
        for text in ["2026", "jane.doe", "node-22-x9999", "", "averylongword1"] {
            assert_eq!(
                Words::default().version(text).as_str(),
                "another word",
                "{text}"
            );
        }
        assert_eq!(
            Words::default().header("x-ratelimit-limit").as_str(),
            "x-ratelimit-limit"
        );
        assert_eq!(
            Words::default().header("x-ratelimit-usr_1").as_str(),
            "a header of another form"
        );
    }

    #[test]
    fn a_file_that_somebody_has_changed_brings_in_nothing_but_plain_words() {
        assert!(Words::kept("404, NOT_FOUND; 3 of 20 users").is_some());
        for text in [
            "jane@example.com",
            "auth0|1",
            "line\nline",
            &"a ".repeat(150),
            "the key sk_agX12345",
        ] {
            assert_eq!(Words::kept(text), None, "{text}");
        }
    }
}
