//! One value without what comes along when it is copied or kept in a file: the one place for all ways in.

mod invisible;

use std::borrow::Cow;

pub use self::invisible::{is_invisible, without_invisible};

/// A value as it is: without what nobody sees, the blanks, line ends and quotes around it, and a leading `Bearer`. A token that
/// was broken over lines is put together again, since nothing else than a token can come of it.
///
/// What is within a value and can be seen stays: [`odd_sign`] names it.
pub fn clean(text: &str) -> Cow<'_, str> {
    match without_invisible(text) {
        Cow::Borrowed(text) => whole(bare(text)),
        Cow::Owned(text) => Cow::Owned(whole(bare(&text)).into_owned()),
    }
}

/// The first sign in a value that no Client ID, connection ID or key can have: one that cannot stand in a header.
pub fn odd_sign(value: &str) -> Option<char> {
    value.chars().find(|c| !c.is_ascii() || c.is_control())
}

fn bare(text: &str) -> &str {
    let text = text.trim_matches(is_wrapping);
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) if first.eq_ignore_ascii_case("bearer") => {
            rest.trim_matches(is_wrapping)
        }
        _ => text,
    }
}

/// A token in one piece.
fn whole(text: &str) -> Cow<'_, str> {
    if !text.starts_with("eyJ") || !text.contains(char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    let joined: String = text.split_whitespace().collect();
    // A whole one has three parts.
    if is_token(&joined) && joined.matches('.').count() == 2 {
        Cow::Owned(joined)
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text has a token's form: it starts with `eyJ` and goes on in a token's characters.
pub fn is_token(text: &str) -> bool {
    let is_token_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'=');
    text.starts_with("eyJ") && text.contains('.') && text.bytes().all(is_token_byte)
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '´'
                | '“'
                | '”'
                | '„'
                | '‟'
                | '‘'
                | '’'
                | '‚'
                | '‛'
                | '«'
                | '»'
                | '‹'
                | '›'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_along_with_a_value_is_left_out() {
        for text in [
            "sk_x",
            " sk_x\r\n",
            "Bearer sk_x",
            "bearer  \"sk_x\"",
            "\u{feff}sk_x\n",
            "sk\u{200b}_x",
            "\u{2060}“sk_x”\u{200e}",
            "„sk_x‟",
            "‹sk_x›",
            "\u{a0}'sk_x'\u{3000}",
            "\u{200b}Bearer\u{a0}s\u{ad}k_x",
            "sk_\0x",
        ] {
            assert_eq!(clean(text), "sk_x", "{text:?}");
        }
        for empty in ["", " \n", "“”", "\u{200b}"] {
            assert_eq!(clean(empty), "");
        }
    }

    #[test]
    fn a_token_that_was_broken_over_lines_is_put_together_and_nothing_else_is() {
        let token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2ln";
        let broken = "eyJhbGciOiJub25l\n  In0.eyJpc3MiO\r\niJ4In0.c2ln\n";
        assert_eq!(clean(broken), token);
        let two = format!("{token}\n{token}");
        for text in [two.as_str(), "eyJhbGci and more", "sk_a\nsk_b"] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn a_sign_that_no_key_can_have_is_found() {
        assert_eq!(odd_sign("sk_x-Y=+/ ~"), None);
        assert_eq!(odd_sign("sk_ab…yz"), Some('…'));
        assert_eq!(odd_sign("sk_a\nb"), Some('\n'));
        assert_eq!(odd_sign("sk_a–b"), Some('–'));
    }
}
