//! Searching for a person: accents, capitals and the order of words do not matter.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// What is searched for: words that must all be there, in whatever order and wherever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought(Vec<String>);

impl Sought {
    /// The words of a text as somebody has typed it.
    pub fn of(text: &str) -> Self {
        Self(plain(text).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether nothing is searched for, so that everybody is found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each word is in one of these texts of a person.
    pub fn is_in(&self, texts: &[&str]) -> bool {
        // Most texts are plain already, and are looked at where they lie.
        let plain: Vec<Cow<'_, str>> = texts.iter().map(|text| plain(text)).collect();
        self.0
            .iter()
            .all(|word| plain.iter().any(|text| text.contains(word.as_str())))
    }
}

/// A text in small letters without accents: `Jürgen O'Neill` becomes `jurgen o'neill`.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|sign| sign.is_ascii_uppercase()) {
            return text.to_ascii_lowercase().into();
        }
        return text.into();
    }
    let nfd = DecomposingNormalizerBorrowed::new_nfkd();
    let lower = text.to_lowercase();
    let mut plain = String::with_capacity(lower.len());
    for sign in nfd
        .normalize_iter(lower.chars())
        .filter(|sign| !is_mark(*sign))
    {
        match sign {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            // An apostrophe is typed as it lies on the keyboard.
            '’' | '‘' | 'ʼ' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain.into()
}

/// An accent, or a sign of vowels that Arabic and Hebrew mostly leave out. Signs that other scripts cannot do without stay.
const fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_the_order_of_words_do_not_matter() {
        let jurgen = ["auth0|65f1", "Jürgen O’Neill", "J.ONEILL@example.com"];
        for found in [
            "jurgen",
            "JÜRGEN",
            "neill jürgen",
            "o'neill",
            "example 65f1 jur",
            "j\u{75}\u{308}rgen",
            "",
        ] {
            assert!(Sought::of(found).is_in(&jurgen), "{found}");
        }
        for missing in ["jurgen meier", "jorgen", "o neill zz"] {
            assert!(!Sought::of(missing).is_in(&jurgen), "{missing}");
        }
    }

    #[test]
    fn letters_of_their_own_are_found_as_they_are_typed_elsewhere() {
        for (name, typed) in [
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("Søren", "soren"),
            ("Đặng", "dang"),
            ("Ångström", "angstrom"),
            ("مُحَمَّد", "محمد"),
            ("한국", "한국"),
            ("हिन्दी", "हिन्दी"),
            ("ﬁona", "fiona"),
        ] {
            assert!(Sought::of(typed).is_in(&[name]), "{name}");
        }
        // Signs that a script cannot do without are kept.
        assert!(!Sought::of("हनद").is_in(&["हिन्दी"]));
    }
}
