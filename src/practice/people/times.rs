//! Times as Auth0 writes them (ISO 8601, UTC, milliseconds) and as searches may write them.

use std::io::Write as _;

use jiff::Timestamp;

/// Appends a time in milliseconds since 1970 as `2023-01-25T19:00:29.893Z`.
pub(crate) fn write_iso(out: &mut Vec<u8>, milliseconds: i64) {
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    // Writing into memory cannot fail.
    write!(out, "{time:.3}").unwrap_or_default();
}

/// A time in milliseconds since 1970 as `2023-01-25T19:00:29.893Z`.
pub(crate) fn iso(milliseconds: i64) -> String {
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{time:.3}")
}

/// The first and the last millisecond that a written time can mean: `2026-08-20` is a whole day,
/// `2026-08-20T10:00:00Z` a whole second. `None` when it is no time.
pub(crate) fn span(text: &str) -> Option<(i64, i64)> {
    let bare = text.strip_suffix('Z').unwrap_or(text);
    if bare.len() < 10 || !bare.is_ascii() {
        return None;
    }
    let fill = |template: &str| {
        let rest = template.get(bare.len()..).unwrap_or("");
        format!("{bare}{rest}Z").parse::<Timestamp>().ok()
    };
    let first = fill("YYYY-MM-DDT00:00:00.000")?;
    let last = fill("YYYY-MM-DDT23:59:59.999")?;
    Some((first.as_millisecond(), last.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_time_spans_what_it_leaves_out() {
        let (first, last) = span("2026-08-20").unwrap();
        assert_eq!(iso(first), "2026-08-20T00:00:00.000Z");
        assert_eq!(iso(last), "2026-08-20T23:59:59.999Z");
        let (first, last) = span("2026-08-20T10:00:01Z").unwrap();
        assert_eq!(last - first, 999);
        let (first, last) = span("2026-08-20T10:00:01.250Z").unwrap();
        assert_eq!(first, last);
        assert_eq!(span("yesterday-ish"), None);
        assert_eq!(span("2026-13-40"), None);
    }
}
