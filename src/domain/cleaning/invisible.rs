//! What a copied text may carry that nobody sees: it is no part of any value.

use std::borrow::Cow;

/// Whether a character shows nothing and means nothing in a value: controls other than blanks, marks of an encoding,
/// joiners and breaks of no width, soft hyphens, marks of the direction of writing.
pub fn is_invisible(c: char) -> bool {
    if c.is_whitespace() {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text without what nobody sees in it.
pub fn without_invisible(text: &str) -> Cow<'_, str> {
    if text.contains(is_invisible) {
        Cow::Owned(text.replace(is_invisible, ""))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_left_out_and_what_is_seen_stays() {
        let hidden =
            "\0\u{ad}\u{200b}\u{200d}\u{200e}\u{200f}\u{202e}\u{2060}\u{2066}\u{fe0f}\u{feff}";
        assert_eq!(without_invisible(hidden), "");
        for seen in ["sk_x-Y=+/", "añé 漢字 \t\n\u{a0}", "“x”", "…"] {
            assert_eq!(without_invisible(seen), seen);
        }
    }
}
