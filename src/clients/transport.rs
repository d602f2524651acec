//! What it means that a call came to no answer: by type, never by text.

use super::certificates;
use super::error::{ClientError, Service};
use super::proxy;

/// What a failed transport means. The address, which may be a signed link, is left out.
pub(crate) fn transport_error(service: Service, error: &reqwest::Error) -> ClientError {
    let mut source = std::error::Error::source(error);
    let mut why = String::new();
    let mut in_the_way = None;
    while let Some(cause) = source {
        if let Some(fault) = certificates::fault(cause) {
            return ClientError::Untrusted {
                service,
                fault,
                // A proxy that is reached through TLS has a certificate of its own.
                is_proxys: in_the_way.is_some(),
                why: cause.to_string(),
            };
        }
        if cause.downcast_ref().is_some_and(is_shortage) {
            return ClientError::NoMoreFiles {
                why: cause.to_string(),
            };
        }
        why = cause.to_string();
        source = cause.source();
        if let Some(trouble) = proxy::trouble(cause) {
            in_the_way = Some(trouble.fault);
            source = trouble.cause.or(source);
        }
    }
    if let Some(fault) = in_the_way {
        return ClientError::Proxy {
            service,
            fault,
            why,
        };
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
