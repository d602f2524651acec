//! The one type that holds a secret: it never shows itself, and its memory is wiped when it is dropped.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};

use super::cleaning::clean;

/// A client secret, an API key, a token or a signed link.
///
/// `Debug` and `Display` print a fixed number of dots, so that neither the value nor its length can leak
/// into a log, an error or a test's output. The value itself is reached by [`Secret::expose`] only, which
/// makes each place that uses it easy to find.
#[derive(Clone)]
pub struct Secret(SecretString);

/// What is shown in the place of a secret, whatever its length.
const DOTS: &str = "••••••••••••";

impl Secret {
    /// Takes a secret as it is typed, pasted or kept in a file; what [comes along](clean) with it is no part of it.
    pub fn new(text: &str) -> Self {
        Self(SecretString::from(&*clean(text)))
    }

    /// The value itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }

    /// A fixed number of dots and the last four characters, so that a person can tell two keys apart.
    ///
    /// A value of fewer than twelve characters shows dots alone: its last four would be too large a part.
    pub fn masked(&self) -> String {
        let count = self.expose().chars().count();
        let tail: String = if count < 12 {
            String::new()
        } else {
            self.expose().chars().skip(count - 4).collect()
        };
        format!("{DOTS}{tail}")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(DOTS)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(DOTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_and_display_show_neither_value_nor_length() {
        let secret = Secret::new("sk_live_abcdefgh1234");
        assert_eq!(format!("{secret:?} {secret}"), format!("{DOTS} {DOTS}"));
    }

    #[test]
    fn masked_keeps_the_last_four_of_long_values_only() {
        assert_eq!(
            Secret::new("sk_live_abcdefgh1234").masked(),
            format!("{DOTS}1234")
        );
        assert_eq!(Secret::new("short").masked(), DOTS);
    }

    #[test]
    fn what_surrounds_a_pasted_secret_is_cut_off() {
        assert_eq!(Secret::new(" \"abc\"\n").expose(), "abc");
    }
}
