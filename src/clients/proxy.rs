//! Which proxy is asked in the place of a service: it is named when that cannot be reached.

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use super::http::is_loopback;

/// The host and port of the proxy that calls to this address go through, without a name or password that may be in it.
/// `configured` takes the place of what the system says.
pub fn in_force(base: &str, configured: Option<&str>) -> Option<String> {
    let service = url::Url::parse(base).ok()?;
    if is_loopback(&service) {
        return None;
    }
    if let Some(proxy) = configured {
        return shown(proxy);
    }
    let to: Uri = base.parse().ok()?;
    let proxy = Matcher::from_system().intercept(&to)?;
    shown(&proxy.uri().to_string())
}

fn shown(proxy: &str) -> Option<String> {
    let whole = if proxy.contains("://") {
        proxy.to_owned()
    } else {
        format!("http://{proxy}")
    };
    let url = url::Url::parse(&whole).ok()?;
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_without_what_opens_it() {
        let named = |proxy| in_force("https://acme.eu.auth0.com", Some(proxy));
        assert_eq!(
            named("proxy.acme.example:3128").as_deref(),
            Some("proxy.acme.example:3128")
        );
        assert_eq!(
            named("http://ann:hunter2@[::1]:9/x").as_deref(),
            Some("[::1]:9")
        );
        assert_eq!(in_force("http://127.0.0.1:9", Some("proxy:1")), None);
    }
}
