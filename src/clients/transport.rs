//! What it means that a call came to no answer: by type, never by text.

use super::error::{ClientError, Service};

/// What a failed transport means. The address, which may be a signed link, is left out.
pub(crate) fn transport_error(service: Service, error: &reqwest::Error) -> ClientError {
    let mut source = std::error::Error::source(error);
    let mut why = String::new();
    while let Some(cause) = source {
        if is_untrusted(cause) {
            return ClientError::Untrusted { service };
        }
        why = cause.to_string();
        if cause.downcast_ref().is_some_and(is_shortage) {
            return ClientError::NoMoreFiles { why };
        }
        source = cause.source();
    }
    let why = if error.is_timeout() {
        "no answer in time".to_owned()
    } else if why.is_empty() {
        "the connection broke".to_owned()
    } else {
        why
    };
    ClientError::Unreachable { service, why }
}

/// Whether the operating system lets this process, or all of them together, open nothing more.
fn is_shortage(error: &std::io::Error) -> bool {
    // ENFILE and EMFILE, which every Unix numbers alike, and what Windows says in their place.
    let codes = if cfg!(windows) {
        [10_024, 10_055]
    } else {
        [23, 24]
    };
    error
        .raw_os_error()
        .is_some_and(|code| codes.contains(&code))
}

/// Whether an error is, or wraps, the refusal of a certificate.
///
/// An `io::Error` keeps what it wraps to itself (its source is the wrapped error's source), so it is opened here.
fn is_untrusted(cause: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(tls) = cause.downcast_ref() {
        return matches!(tls, rustls::Error::InvalidCertificate(_));
    }
    let wrapped = cause
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    wrapped.is_some_and(|wrapped| is_untrusted(wrapped))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortage_is_told_from_what_a_service_does() {
        let is = |code| is_shortage(&std::io::Error::from_raw_os_error(code));
        assert_eq!(is(24), cfg!(not(windows)));
        assert!(!is(111));
    }
}
