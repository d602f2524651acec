//! Cuts a pasted text into values, each with the field that the label before it names.

use super::kind::Field;

/// A word of the text, and the field that a label right before it names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) label: Option<Field>,
}

/// What a label ends with, in letters and digits only, and the field that it names.
const LABELS: &[(&str, Field)] = &[
    ("clientid", Field::ClientId),
    ("clientsecret", Field::ClientSecret),
    ("connectionid", Field::ConnectionId),
    ("apikey", Field::ApiKey),
    ("adminkey", Field::ApiKey),
    ("domain", Field::Domain),
];

/// How many letters of a line are kept while a label may be forming: more than the longest label has.
const REMEMBERED: usize = 32;

/// Cuts a text at blanks, quotes, brackets and commas, and gives each piece with its label.
///
/// A label counts when `:` or `=` follows it, or when it fills the line above, as in a page that was copied.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut cutter = Cutter::default();
    for line in text.lines() {
        for piece in line.split(is_cut).filter(|piece| !piece.is_empty()) {
            cutter.piece(piece);
        }
        cutter.end_of_line();
    }
    cutter.words
}

#[derive(Default)]
struct Cutter<'a> {
    words: Vec<Word<'a>>,
    /// The letters and digits of the line so far, since the last value.
    recent: String,
    /// The field that the label before the next word names.
    label: Option<Field>,
}

impl<'a> Cutter<'a> {
    fn piece(&mut self, piece: &'a str) {
        let Some((label, value)) = self.split_label(piece) else {
            return self.word(piece);
        };
        self.label = label;
        self.recent.clear();
        if !value.is_empty() {
            self.word(value);
        }
    }

    /// Splits `LABEL=value`, `label:`, `=` and `=value`. What stands before the sign must be a label, for
    /// keys may hold and end with `=`; and an address's `://` is no such place.
    fn split_label(&self, piece: &'a str) -> Option<(Option<Field>, &'a str)> {
        let at = piece.find([':', '='])?;
        let (left, right) = (&piece[..at], &piece[at + 1..]);
        let label = field_of(&format!("{}{}", self.recent, letters(left)));
        let splits = (left.is_empty() || label.is_some()) && !right.starts_with("//");
        splits.then_some((label, right))
    }

    fn word(&mut self, text: &'a str) {
        self.remember(text);
        let label = self.label.take().filter(|_| !starts_a_label(text));
        self.words.push(Word { text, label });
    }

    /// Adds a word to the line so far, of which only the end matters: no label is longer.
    fn remember(&mut self, text: &str) {
        self.recent.push_str(&letters(text));
        let surplus = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..surplus);
    }

    fn end_of_line(&mut self) {
        if let Some((_, field)) = LABELS.iter().find(|(label, _)| self.recent == *label) {
            self.label = Some(*field);
        }
        self.recent.clear();
    }
}

fn is_cut(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | ','
                | ';'
                | '('
                | ')'
                | '<'
                | '>'
                | '{'
                | '}'
                | '['
                | ']'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '«'
                | '»'
        )
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn field_of(recent: &str) -> Option<Field> {
    let named = LABELS.iter().find(|(label, _)| recent.ends_with(label));
    named.map(|(_, field)| *field)
}

/// Whether a word is the first of another label, which then follows a label that had no value.
fn starts_a_label(text: &str) -> bool {
    let text = letters(text);
    LABELS.iter().any(|(label, _)| *label == text) || ["client", "connection"].contains(&&*text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(text: &str) -> Vec<(&str, Field)> {
        words(text)
            .into_iter()
            .filter_map(|word| Some((word.text, word.label?)))
            .collect()
    }

    #[test]
    fn labels_are_read_in_the_forms_that_people_paste() {
        for text in [
            "Client ID: abc",
            "client_id=abc",
            "AUTH0_CLIENT_ID = abc",
            "export AUTH0_CLIENT_ID='abc'",
            "{\"clientId\": \"abc\"}",
            "Client ID\nabc",
            "Client ID:\n\n  abc",
        ] {
            assert_eq!(labelled(text), [("abc", Field::ClientId)], "{text}");
        }
    }

    #[test]
    fn a_label_without_a_value_does_not_take_the_next_label() {
        assert_eq!(
            labelled("Client ID: Connection ID: conn_x"),
            [("conn_x", Field::ConnectionId)]
        );
    }

    #[test]
    fn prose_is_no_label() {
        assert_eq!(labelled("the Client ID and the rest"), []);
    }

    #[test]
    fn an_address_is_not_cut() {
        assert_eq!(words("https://a.b/c?d=e")[0].text, "https://a.b/c?d=e");
        assert_eq!(
            labelled("AUTH0_DOMAIN=https://a.auth0.com/"),
            [("https://a.auth0.com/", Field::Domain)]
        );
    }
}
