//! Addresses of this computer itself: no proxy is asked for them, and they may go without TLS.

/// Whether an address is this computer itself: `127.0.0.0/8`, `::1` or `localhost`.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_counts_as_loopback() {
        let loopback = |text: &str| is_loopback(&text.parse().unwrap());
        assert!(loopback("http://127.0.0.1:8080"));
        assert!(loopback("http://127.9.9.9"));
        assert!(loopback("https://[::1]:1"));
        assert!(loopback("http://localhost:3000"));
        assert!(!loopback("https://acme.eu.auth0.com"));
        assert!(!loopback("http://127.0.0.1.evil.example"));
        assert!(!loopback("http://localhost.evil.example"));
    }
}
