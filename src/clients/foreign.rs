//! Answers that are not the service's own: what they look like, in words that can be shown.
//!
//! A firewall's page, the login page of a network, a proxy's error: none of them says anything about credentials,
//! permissions, people or connections. A reader of refusals gives nothing for them, and [`looks`] names what came instead.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION, SERVER};

use super::error::shown;
use crate::domain::secret::Secret;

/// The longest title or server's name that is shown, in characters.
const LONGEST: usize = 60;
/// Where a page's title is looked for, in bytes from its beginning.
const HEAD: usize = 16 * 1024;

/// Whether an answer is a page for people. Neither service sends one in an API's answer.
pub(crate) fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let is_html = text(headers, CONTENT_TYPE.as_str())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    let start = body.trim_ascii_start();
    let begins = |with: &str| {
        start
            .get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    begins("<!doctype html") || begins("<html") || (is_html && !begins("{") && !begins("["))
}

/// What an answer looks like: its kind, and who says to have sent it. What was sent with the call is taken
/// out, should it have been repeated.
pub(crate) fn looks(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    sent: &[&Secret],
) -> String {
    let kind = if status.is_redirection() {
        redirect(headers, sent)
    } else if is_page(headers, body) {
        match title(body) {
            Some(title) => format!("a web page titled “{}”", short(&title, sent)),
            None => "a web page".to_owned(),
        }
    } else {
        other(body, sent)
    };
    let by = text(headers, SERVER.as_str())
        .map(|server| short(server, sent))
        .filter(|server| !server.is_empty())
        .map_or_else(String::new, |server| format!(" from “{server}”"));
    format!("{kind}{by}")
}

/// Where a redirect leads: the host alone, since the rest of an address can carry a key.
fn redirect(headers: &HeaderMap, sent: &[&Secret]) -> String {
    let Some(to) = text(headers, LOCATION.as_str()) else {
        return "a redirect".to_owned();
    };
    match url::Url::parse(to)
        .ok()
        .as_ref()
        .and_then(url::Url::host_str)
    {
        Some(host) => format!("a redirect to {}", short(host, sent)),
        None => "a redirect to another page".to_owned(),
    }
}

fn other(body: &[u8], sent: &[&Secret]) -> String {
    let body = body.trim_ascii();
    if body.is_empty() {
        return "an empty answer".to_owned();
    }
    if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() {
        return "JSON of another form".to_owned();
    }
    let words = String::from_utf8_lossy(body.get(..HEAD).unwrap_or(body));
    format!("the text “{}”", short(&words, sent))
}

/// The title of a page.
fn title(page: &[u8]) -> Option<String> {
    let page = String::from_utf8_lossy(page.get(..HEAD).unwrap_or(page));
    let lower = page.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let begin = tag + lower.get(tag..)?.find('>')? + 1;
    let end = begin + lower.get(begin..)?.find('<')?;
    let words: Vec<&str> = page.get(begin..end)?.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn short(text: &str, sent: &[&Secret]) -> String {
    let text = shown(text, sent);
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    fn look(status: u16, pairs: &[(&'static str, &'static str)], body: &str) -> String {
        let status = StatusCode::from_u16(status).unwrap();
        looks(
            status,
            &headers(pairs),
            body.as_bytes(),
            &[&Secret::new("hunter2-hunter2")],
        )
    }

    #[test]
    fn each_kind_is_named_for_what_it_is() {
        let html = ("content-type", "text/html; charset=utf-8");
        assert_eq!(
            look(
                403,
                &[html, ("server", "FortiGate")],
                "<html><TITLE lang=de>\n Access\n denied</title>"
            ),
            "a web page titled “Access denied” from “FortiGate”"
        );
        assert_eq!(look(200, &[], "\n <!DOCTYPE html><p>hi"), "a web page");
        assert_eq!(look(404, &[html], "Not here"), "a web page");
        assert_eq!(
            look(
                302,
                &[(
                    "location",
                    "https://portal.hotel.example/login?mac=1&token=abc"
                )],
                ""
            ),
            "a redirect to portal.hotel.example"
        );
        assert_eq!(
            look(307, &[("location", "/login")], ""),
            "a redirect to another page"
        );
        assert_eq!(look(304, &[], ""), "a redirect");
        assert_eq!(
            look(403, &[], r#"{"blocked":true}"#),
            "JSON of another form"
        );
        assert_eq!(look(403, &[], "  "), "an empty answer");
        assert_eq!(
            look(403, &[], "error code: 1020"),
            "the text “error code: 1020”"
        );
    }

    #[test]
    fn what_was_sent_is_not_repeated_and_a_long_text_is_cut() {
        let page = "<html><title>key hunter2-hunter2 blocked</title>";
        assert!(!look(403, &[], page).contains("hunter2"));
        let long = format!("<html><title>{}</title>", "word ".repeat(500));
        assert!(look(403, &[], &long).chars().count() < 120);
        assert_eq!(look(403, &[], "<html><title>never closed"), "a web page");
    }

    #[test]
    fn json_that_is_called_html_is_no_page() {
        let html = headers(&[("content-type", "text/html")]);
        assert!(!is_page(&html, br#" {"code":"NOT_FOUND"}"#));
        assert!(is_page(&html, b"Blocked"));
        assert!(!is_page(&headers(&[]), b"Blocked"));
    }
}
