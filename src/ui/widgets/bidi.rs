//! The order in which letters are drawn, for names that are written from right to left.
//!
//! egui hands each stretch of one typeface to its shaper, which turns Hebrew and Arabic letters round, but it lays the
//! stretches themselves from left to right: a space lies in our own typeface, and so two words of a Hebrew name would change
//! places. Here the stretches are put into the order of Unicode's bidirectional algorithm (UAX #9), with English around them.
//! Only what is drawn is put in order: screen readers, the clipboard and searches get the text as it is written.

use std::borrow::Cow;

use unicode_bidi::{BidiInfo, Level};

/// The text in the order in which its words are drawn, from left to right. What has nothing to turn round is given back as it is.
pub(super) fn in_drawn_order(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_turned_by_the_shaper) {
        return Cow::Borrowed(text);
    }
    let info = BidiInfo::new(text, Some(Level::ltr()));
    let mut drawn = String::with_capacity(text.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let words = &text[run.clone()];
            if levels[run.start].is_rtl() {
                turned(words, &mut drawn);
            } else {
                drawn.push_str(words);
            }
        }
    }
    Cow::Owned(drawn)
}

/// Letters of a right-to-left script, which the shaper of egui draws from right to left.
fn is_turned_by_the_shaper(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Puts the words and signs of a right-to-left stretch into drawn order. Words stay as they are written: the shaper turns them.
fn turned(words: &str, drawn: &mut String) {
    let mut pieces: Vec<&str> = Vec::new();
    let mut from = 0;
    let mut last = None;
    for (at, c) in words.char_indices() {
        let is_letter = is_turned_by_the_shaper(c);
        if at > 0 && !(is_letter && last == Some(true)) {
            pieces.push(&words[from..at]);
            from = at;
        }
        last = Some(is_letter);
    }
    pieces.push(&words[from..]);
    for piece in pieces.into_iter().rev() {
        match piece {
            "(" => drawn.push(')'),
            ")" => drawn.push('('),
            "[" => drawn.push(']'),
            "]" => drawn.push('['),
            "«" => drawn.push('»'),
            "»" => drawn.push('«'),
            piece => drawn.push_str(piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_name_from_right_to_left_change_places_and_their_letters_do_not() {
        for (written, drawn) in [
            ("", ""),
            ("Ada Lovelace", "Ada Lovelace"),
            ("דוד לוי", "לוי דוד"),
            ("محمد بن سلمان", "سلمان بن محمد"),
            // A vowel sign stays with its letter.
            ("דָּוִד לֵוִי", "לֵוִי דָּוִד"),
            // English around a name keeps its place, and so does a number.
            ("דוד לוי was added", "לוי דוד was added"),
            ("**3 of** דוד לוי, Ada", "**3 of** לוי דוד, Ada"),
            ("דוד 25 לוי", "לוי 25 דוד"),
            ("דוד (דודי) לוי", "לוי (דודי) דוד"),
            ("דוד לוי\nAda", "לוי דוד\nAda"),
        ] {
            assert_eq!(in_drawn_order(written), drawn, "{written}");
        }
    }

    #[test]
    fn nothing_is_lost_and_what_needs_no_turning_is_not_copied() {
        assert!(matches!(in_drawn_order("José 日本 สวัสดี"), Cow::Borrowed(_)));
        for text in [
            "\u{202E}abc\u{202C} דוד",
            "א",
            "(א",
            "א)",
            "،محمد، بن",
            "\u{200F}x \u{5D0}",
        ] {
            let sorted = |text: &str| {
                let mut chars: Vec<char> = text.chars().filter(|c| !"()".contains(*c)).collect();
                chars.sort_unstable();
                chars
            };
            assert_eq!(sorted(&in_drawn_order(text)), sorted(text), "{text}");
        }
    }
}
