//! The last net under technical detail: whatever looks like a secret is taken out.

use crate::domain::cleaning::is_invisible;

/// The longest detail that is kept, in characters.
const LONGEST: usize = 300;

/// Runs of this many key characters are taken for a secret whatever they are.
const LONG_RUN: usize = 40;

/// How a key or a token begins.
const BEGINNINGS: [&str; 5] = ["sk_", "pk_", "userhub_admin_", "userhub_user_", "eyJ"];

/// What stands in a secret's place.
const GONE: &str = "•••";

/// Makes a service's words fit to show: one line, no secrets, no queries of addresses, at most 300 characters.
///
/// Keys, tokens and long random runs are recognised by their shape, whatever stands around them; the query of an address
/// is dropped, for signed links carry their signature there, and so are a name and a password before its host. A secret
/// without any shape cannot be recognised: whoever holds one must not pass it on.
///
/// ```
/// use userhub_connect::domain::issue::redact;
///
/// assert_eq!(redact("key sk_agX12345 is\nunknown"), "key ••• is unknown");
/// assert_eq!(redact("GET https://x.test/a.gz?Signature=abc"), "GET https://x.test/a.gz?•••");
/// ```
pub fn redact(text: &str) -> String {
    // Cut only now: the first half of a secret could not be recognised any more.
    without_secrets(text, LONGEST)
        .chars()
        .take(LONGEST)
        .collect()
}

/// The same of a text that is whole in a page, however long it is.
pub fn redact_whole(text: &str) -> String {
    without_secrets(text, usize::MAX)
}

/// The words without secrets, of which no more need come than `most` characters.
fn without_secrets(text: &str, most: usize) -> String {
    // A sign that nobody sees would cut a key in two halves that look like nothing.
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut shown = String::new();
    for word in text.split(char::is_whitespace) {
        if !shown.is_empty() && !word.is_empty() {
            shown.push(' ');
        }
        shown.push_str(&redact_word(word));
        if shown.len() > most {
            break;
        }
    }
    shown
}

fn redact_word(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else {
        return redact_runs(word);
    };
    let (address, query) = match rest.split_once('?') {
        Some((address, _)) => (address, format!("?{GONE}")),
        None => (rest, String::new()),
    };
    let host_ends = address.find(['/', '#']).unwrap_or(address.len());
    let (who, address) = match address[..host_ends].rfind('@') {
        Some(at) => (format!("{GONE}@"), &address[at + 1..]),
        None => (String::new(), address),
    };
    format!(
        "{}://{who}{}{query}",
        redact_runs(scheme),
        redact_runs(address)
    )
}

/// Replaces each run of key characters that looks like a secret, and keeps what stands between the runs.
fn redact_runs(word: &str) -> String {
    let mut kept = String::new();
    let mut from = 0;
    while let Some(at) = word[from..].find(is_key_char) {
        let start = from + at;
        kept.push_str(&word[from..start]);
        let run = run_of(&word[start..], is_key_char);
        from = start + run.len();
        if let Some(begins) = beginning(word, start, run) {
            // What a key or a token goes on with is more than what a long run is made of: both end where it ends.
            let whole = run_of(&word[start + begins..], is_inner_char).trim_end_matches('.');
            if run.len() < LONG_RUN {
                kept.push_str(&run[..begins]);
            }
            kept.push_str(GONE);
            from = from.max(start + begins + whole.len());
        } else if run.len() >= LONG_RUN {
            kept.push_str(GONE);
        } else {
            kept.push_str(run);
        }
    }
    kept.push_str(&word[from..]);
    kept
}

fn run_of(text: &str, belongs: fn(char) -> bool) -> &str {
    &text[..text.find(|c| !belongs(c)).unwrap_or(text.len())]
}

/// Where in a run, which starts at `start` of the word, a key or a token begins: not within a word such as *task_id*.
fn beginning(word: &str, start: usize, run: &str) -> Option<usize> {
    let begins_here = |at: &usize| {
        let before = &word[..start + at];
        BEGINNINGS.iter().any(|begin| run[*at..].starts_with(begin))
            && (!before.ends_with(|c: char| c.is_alphanumeric()) || is_escape(before))
    };
    // A run is ASCII alone, so that each of its bytes is a character.
    (0..run.len()).find(begins_here)
}

/// Whether a text ends with a sign in an escaped form, as `%3D` or `\n`: no letter of a word.
fn is_escape(before: &str) -> bool {
    let end = before.as_bytes();
    matches!(end, [.., b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
        || matches!(end, [.., b'\\', b'n' | b'r' | b't'])
        || matches!(end, [.., b'\\', b'u', a, b, c, d] if [a, b, c, d].iter().all(|c| c.is_ascii_hexdigit()))
}

/// What long random texts are made of. A full stop ends them: it ends sentences.
fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+')
}

/// What may stand within a key or a token whose beginning was seen.
fn is_inner_char(c: char) -> bool {
    is_key_char(c) || matches!(c, '.' | '/' | '=' | '~' | '%')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_are_taken_out_wherever_they_stand() {
        let secret = "s3cr-t_X".repeat(8);
        for text in [
            format!("{{\"client_secret\":\"{secret}\"}}"),
            format!("client_secret={secret}&x=1"),
            "Bearer eyJhbGciOi.eyJpc3Mi.c2ln".to_owned(),
            "api_key=sk_agX12345 (userhub_admin_2vm8)".to_owned(),
            "https://e.test/u.json.gz?X-Amz-Signature=0123456789abcdef".to_owned(),
        ] {
            let shown = redact(&text);
            for hidden in [&secret[..], "eyJ", "c2ln", "agX", "2vm8", "012345"] {
                assert!(!shown.contains(hidden), "{shown}");
            }
        }
    }

    #[test]
    fn a_key_is_taken_out_whatever_stands_around_it() {
        let secret = "s3cr-t_X".repeat(8);
        for text in [
            format!("the value {secret}."),
            format!("{secret}..."),
            format!("({secret}.)"),
            format!("{secret}.x"),
            format!("{}\u{200b}{}", &secret[..32], &secret[32..]),
            format!("{}\0{}", &secret[..32], &secret[32..]),
            "key-sk_s3cr/t_X+s3cr".to_owned(),
            "q=%22sk_s3crt_X%22 and \\nsk_s3crt_X".to_owned(),
            "http://ann:s3cr@proxy.test:3128 s".to_owned(),
        ] {
            assert!(!redact(&text).contains("s3cr"), "{text}: {}", redact(&text));
        }
    }

    proptest! {
        #[test]
        fn no_piece_of_a_key_is_left(
            key in "[A-Za-z0-9_-]{64}|(sk_|pk_|userhub_admin_|userhub_user_)[A-Za-z0-9_=+/-]{8,80}|eyJ[A-Za-z0-9_-]{20,40}\\.eyJ[A-Za-z0-9_-]{20,90}\\.[A-Za-z0-9_-]{10,60}",
            before in "([ !-/:-@\\[-`{-~\u{200b}\u{feff}“’…]|the value |key[=:.-]|%22|\\\\n|https://x.test/){0,4}",
            after in "([ !-/:-@\\[-`{-~\u{200b}”’…]|\\.x|%22| is wrong){0,4}",
            hidden in prop::option::of(0_usize..60),
        ) {
            let mut text = format!("{before}{key}{after}");
            if let Some(at) = hidden && at < key.len() {
                text.insert(before.len() + at, '\u{200b}');
            }
            let shown = redact(&text);
            for at in 0..=key.len() - 8 {
                prop_assert!(!shown.contains(&key[at..at + 8]), "{} became {}", text, shown);
            }
        }

        #[test]
        fn whatever_a_service_says_becomes_one_short_line(text in any::<String>()) {
            let shown = redact(&text);
            prop_assert!(shown.chars().count() <= LONGEST);
            prop_assert!(!shown.contains(|c: char| c.is_control() || is_invisible(c)));
        }
    }

    #[test]
    fn plain_words_and_ids_stay() {
        let text = "NOT_FOUND: connection conn_26yEiYymqy6ZmG at acme.eu.auth0.com, request 7f3a";
        assert_eq!(redact(text), text);
        let text =
            "task_id disk_usage risk_ keyJson e-mail a.b/c.d. https://x.test/a/b.gz, nothing?";
        assert_eq!(redact(text), text);
    }

    #[test]
    fn a_secret_across_the_cut_is_taken_out_too() {
        for before in LONGEST - 70..LONGEST + 5 {
            let text = format!("{} {}", "w ".repeat(before / 2), "s3cr-t_X".repeat(8));
            assert!(!redact(&text).contains("s3cr"), "{before}");
        }
    }

    #[test]
    fn a_long_page_becomes_one_short_line() {
        let shown = redact(&"<p>word</p>\n".repeat(1000));
        assert!(shown.chars().count() <= LONGEST);
        assert_eq!(shown.lines().count(), 1);
    }
}
