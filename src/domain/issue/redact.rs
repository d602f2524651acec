//! The last net under technical detail: whatever looks like a secret is taken out.

use crate::domain::pasted::{Kind, classify};

/// The longest detail that is kept, in characters.
const LONGEST: usize = 300;

/// Runs of this many key characters are taken for a secret whatever they are.
const LONG_RUN: usize = 40;

/// What stands in a secret's place.
const GONE: &str = "•••";

/// Makes a service's words fit to show: one line, no secrets, no queries of addresses, at most 300 characters.
///
/// Keys, tokens and long random runs are recognised by their shape, and the query of an address is dropped,
/// for signed links carry their signature there. A secret without any shape cannot be recognised: whoever
/// holds one must not pass it on.
///
/// ```
/// use userhub_connect::domain::issue::redact;
///
/// assert_eq!(redact("key sk_agX12345 is\nunknown"), "key ••• is unknown");
/// assert_eq!(redact("GET https://x.test/a.gz?Signature=abc"), "GET https://x.test/a.gz?•••");
/// ```
pub fn redact(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !shown.is_empty() && !word.is_empty() {
            shown.push(' ');
        }
        shown.push_str(&redact_word(word));
        if shown.len() > LONGEST {
            break;
        }
    }
    // Cut only now: the first half of a secret could not be recognised any more.
    shown.chars().take(LONGEST).collect()
}

fn redact_word(word: &str) -> String {
    if let Some((address, _)) = word.split_once('?')
        && address.contains("://")
    {
        return format!("{}?{GONE}", redact_runs(address));
    }
    redact_runs(word)
}

/// Replaces each run of key characters that looks like a secret, and keeps what stands between the runs.
fn redact_runs(word: &str) -> String {
    let mut kept = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_key_char(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        kept.push_str(if is_secret(run) { GONE } else { run });
        let next = after.find(is_key_char).unwrap_or(after.len());
        kept.push_str(&after[..next]);
        rest = &after[next..];
    }
    kept
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn is_secret(run: &str) -> bool {
    let is_long = run.len() >= LONG_RUN && !run.contains('.');
    let has_shape = matches!(
        classify(run),
        Kind::ApiKey | Kind::UserKey | Kind::ClientSecret | Kind::Token
    );
    is_long || has_shape || run.starts_with("eyJ")
}

#[cfg(test)]
mod tests {
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
    fn plain_words_and_ids_stay() {
        let text = "NOT_FOUND: connection conn_26yEiYymqy6ZmG at acme.eu.auth0.com, request 7f3a";
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
