//! Which proxy is asked in the place of a service, and what its errors mean.
//!
//! The address is read here and not by the HTTP client, which goes without a proxy, and without a word, where it cannot read
//! one. A value that cannot be used is named with the place where it stands; its text never is, for it may hold a password.

use std::ffi::OsString;
use std::fmt;

use hyper::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Matcher;
use tower_service::Service;

use super::loopback::is_loopback;
use crate::domain::issue::{NamedProxy, ProxyAddressFault, ProxyFault, ProxySource};
use crate::domain::proxy_address;

/// The variables that name a proxy for `https` addresses. The first that is set decides, even if it is empty: that is how
/// a proxy is taken away for one command.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables that name the hosts that are asked without a proxy; the first that is set decides.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The way that calls take where somebody has said it. An address of this computer is asked directly, whatever is said.
#[derive(Clone, Debug)]
pub enum Way {
    /// Without a proxy.
    Direct,
    /// Through a proxy.
    Through(Proxy),
}

/// A proxy's address.
#[derive(Clone)]
pub struct Proxy {
    name: NamedProxy,
    /// The whole address, which may hold a password.
    address: String,
    /// Hosts that are asked without it.
    exceptions: String,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proxy").field(&self.name).finish()
    }
}

/// An address that can be no proxy's, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// Where it stands.
    pub source: ProxySource,
    /// What is wrong with it.
    pub fault: ProxyAddressFault,
}

/// The way to an address: through the proxy of the settings if there is one, else as the environment says. `None` where
/// neither says anything, and the operating system's own settings hold.
pub fn way_to(base: &str, configured: Option<&str>) -> Result<Option<Way>, Unusable> {
    decide(base, configured, |name| std::env::var_os(name))
}

fn decide(
    base: &str,
    configured: Option<&str>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<Option<Way>, Unusable> {
    if is_here(base) {
        return Ok(Some(Way::Direct));
    }
    if let Some(text) = configured {
        let proxy = Proxy::read(text, ProxySource::Settings, "")?;
        return Ok(Some(Way::Through(proxy)));
    }
    let mut given = VARIABLES
        .into_iter()
        .filter_map(|name| Some((name, variable(name)?)));
    let Some((name, value)) = given.next() else {
        return Ok(None);
    };
    let exceptions = EXCEPTIONS
        .into_iter()
        .find_map(|name| variable(name)?.into_string().ok())
        .unwrap_or_default();
    if is_excepted(base, &exceptions) {
        return Ok(Some(Way::Direct));
    }
    let source = ProxySource::Variable(name);
    let text = value.into_string().map_err(|_| Unusable {
        source,
        fault: ProxyAddressFault::NotText,
    })?;
    if text.trim().is_empty() {
        return Ok(Some(Way::Direct));
    }
    let proxy = Proxy::read(&text, source, &exceptions)?;
    Ok(Some(Way::Through(proxy)))
}

/// The proxy that calls to an address go through, if there is one.
pub fn in_force(base: &str, configured: Option<&str>) -> Option<NamedProxy> {
    match way_to(base, configured).ok()? {
        Some(Way::Direct) => None,
        Some(Way::Through(proxy)) => Some(proxy.name),
        None => {
            let found = Matcher::from_system().intercept(&base.parse().ok()?)?;
            Some(NamedProxy {
                address: shown(&url::Url::parse(&found.uri().to_string()).ok()?)?,
                source: ProxySource::System,
                has_credentials: found.basic_auth().is_some() || found.raw_auth().is_some(),
                looks_up_here: false,
            })
        }
    }
}

impl Way {
    /// Tells a client builder the way.
    pub(crate) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> reqwest::Result<reqwest::ClientBuilder> {
        Ok(match self {
            Self::Direct => builder.no_proxy(),
            Self::Through(proxy) => {
                let exceptions = reqwest::NoProxy::from_string(&proxy.exceptions);
                builder.proxy(reqwest::Proxy::all(&proxy.address)?.no_proxy(exceptions))
            }
        })
    }
}

/// Whether an address is this computer itself.
fn is_here(base: &str) -> bool {
    url::Url::parse(base).is_ok_and(|url| is_loopback(&url))
}

/// Whether a host is asked without a proxy, as the HTTP client decides it.
fn is_excepted(base: &str, exceptions: &str) -> bool {
    let any = Matcher::builder()
        .all("http://proxy")
        .no(exceptions)
        .build();
    base.parse::<Uri>()
        .is_ok_and(|to| any.intercept(&to).is_none())
}

impl Proxy {
    fn read(text: &str, source: ProxySource, exceptions: &str) -> Result<Self, Unusable> {
        let unusable = |fault| Unusable { source, fault };
        let not_an_address = || unusable(ProxyAddressFault::NotAnAddress);
        let url = match source {
            ProxySource::Settings => proxy_address::read_for_settings(text),
            ProxySource::Variable(_) | ProxySource::System => proxy_address::read(text),
        }
        .map_err(unusable)?;
        let proxy = Self {
            name: NamedProxy {
                address: shown(&url).ok_or_else(not_an_address)?,
                source,
                has_credentials: proxy_address::has_credentials(&url),
                looks_up_here: matches!(url.scheme(), "socks4" | "socks5"),
            },
            address: url.as_str().to_owned(),
            exceptions: exceptions.to_owned(),
        };
        // The HTTP client reads it once more, and must not drop it.
        let somewhere = Uri::from_static("https://auth0.com");
        let is_taken = Matcher::builder()
            .all(proxy.address.as_str())
            .build()
            .intercept(&somewhere)
            .is_some();
        is_taken.then_some(proxy).ok_or_else(not_an_address)
    }
}

/// Host and port, without a name or password that may be in it.
fn shown(url: &url::Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// The errors of the ways through a proxy, which hyper-util names nowhere else.
type TunnelError = <Tunnel<HttpConnector> as Service<Uri>>::Error;
type Socks5Error = <SocksV5<HttpConnector> as Service<Uri>>::Error;

/// An error of a proxy, and what it wraps.
pub(crate) struct Trouble<'a> {
    pub(crate) fault: ProxyFault,
    /// What caused it, where its own `source` does not say so.
    pub(crate) cause: Option<&'a (dyn std::error::Error + 'static)>,
}

/// What an error says of the proxy, if it is one of a proxy's.
pub(crate) fn trouble<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<Trouble<'a>> {
    let plain = |fault| Trouble { fault, cause: None };
    if let Some(error) = error.downcast_ref::<TunnelError>() {
        return Some(plain(match error {
            TunnelError::ConnectFailed(_) => ProxyFault::Unreached,
            TunnelError::ProxyAuthRequired => ProxyFault::WantsPassword,
            TunnelError::Io(_)
            | TunnelError::MissingHost
            | TunnelError::ProxyHeadersTooLong
            | TunnelError::TunnelUnexpectedEof
            | TunnelError::TunnelUnsuccessful => ProxyFault::Refused,
        }));
    }
    // Both versions have one type of error.
    if let Some(error) = error.downcast_ref::<Socks5Error>() {
        return Some(match error {
            Socks5Error::Inner(cause) => Trouble {
                fault: ProxyFault::Unreached,
                cause: Some(cause),
            },
            Socks5Error::Io(cause) => Trouble {
                fault: ProxyFault::Refused,
                cause: Some(cause),
            },
            _ => plain(ProxyFault::Refused),
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTH0: &str = "https://acme.eu.auth0.com";

    fn by(variables: &[(&str, &str)]) -> Result<Option<Way>, Unusable> {
        decide(AUTH0, None, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    /// The proxy's address and the variable that has given it.
    fn through(variables: &[(&str, &str)]) -> Option<(String, ProxySource)> {
        match by(variables).unwrap() {
            Some(Way::Through(proxy)) => Some((proxy.name.address, proxy.name.source)),
            Some(Way::Direct) => None,
            None => panic!("left to the system"),
        }
    }

    fn fault(text: &str) -> ProxyAddressFault {
        let unusable = by(&[("ALL_PROXY", text)]).unwrap_err();
        assert_eq!(unusable.source, ProxySource::Variable("ALL_PROXY"));
        unusable.fault
    }

    #[test]
    fn the_first_variable_that_is_set_decides_even_if_it_is_empty() {
        for (at, name) in VARIABLES.into_iter().enumerate() {
            let later = VARIABLES[at + 1..].iter().map(|name| (*name, "other:2"));
            let set: Vec<_> = [(name, "one:1")].into_iter().chain(later.clone()).collect();
            let one = ("one:1".to_owned(), ProxySource::Variable(name));
            assert_eq!(through(&set), Some(one));
            let empty: Vec<_> = [(name, " ")].into_iter().chain(later).collect();
            assert_eq!(through(&empty), None, "{name}");
        }
        assert!(by(&[("HTTP_PROXY", "one:1")]).unwrap().is_none());
    }

    #[test]
    fn hosts_that_are_excepted_are_asked_directly_and_their_proxy_may_be_anything() {
        for exceptions in ["auth0.com", ".auth0.com", "x, acme.eu.auth0.com", "*"] {
            let set = [("HTTPS_PROXY", "ftp://x"), ("no_proxy", exceptions)];
            assert_eq!(through(&set), None, "{exceptions}");
        }
        let set = [
            ("HTTPS_PROXY", "one:1"),
            ("NO_PROXY", ""),
            ("no_proxy", "*"),
        ];
        assert!(through(&set).is_some());
        assert!(through(&[("HTTPS_PROXY", "one:1"), ("NO_PROXY", "th0.com")]).is_some());
    }

    #[test]
    fn every_kind_of_proxy_that_the_client_knows_is_taken() {
        let address = |text| match by(&[("ALL_PROXY", text)]).unwrap().unwrap() {
            Way::Through(proxy) => {
                // The client takes it as it is.
                assert!(reqwest::Proxy::all(&proxy.address).is_ok());
                proxy.address
            }
            Way::Direct => panic!("dropped: {text}"),
        };
        for (text, whole) in [
            ("proxy.acme.example:3128", "http://proxy.acme.example:3128/"),
            (" http://ann:p%40ss@[::1]:9/ ", "http://ann:p%40ss@[::1]:9/"),
            ("https://proxy", "https://proxy/"),
            ("\u{200b}http://proxy:1\u{feff}", "http://proxy:1/"),
            ("socks://127.0.0.1:1080/", "socks5h://127.0.0.1:1080/"),
            ("SOCKS://proxy", "socks5h://proxy:1080"),
            ("socks5://proxy:9", "socks5://proxy:9"),
            ("socks5h://proxy", "socks5h://proxy:1080"),
            ("socks4a://proxy:9", "socks4a://proxy:9"),
        ] {
            assert_eq!(address(text), whole);
        }
    }

    #[test]
    fn a_value_that_is_no_address_is_named_and_never_shown() {
        for text in [
            "http//proxy:3128",
            "http://wpad/proxy.pac",
            "http://",
            ":8080",
            "proxy:port",
            "http://proxy:99999",
            "http://ann:hunter#2@proxy:3128",
            "http://ann:1/2@proxy:3128",
            "http://ann:hunter2@",
            "not an address",
            "socks5://",
        ] {
            assert_eq!(fault(text), ProxyAddressFault::NotAnAddress, "{text}");
        }
        for text in ["ftp://proxy:1", "direct://", "pac+http://wpad/x"] {
            assert_eq!(fault(text), ProxyAddressFault::UnknownKind, "{text}");
        }
        let way = by(&[("ALL_PROXY", "http://ann:hunter2@proxy:1")]).unwrap();
        assert!(!format!("{way:?}").contains("hunter2"));
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_no_text_is_named() {
        use std::os::unix::ffi::OsStringExt as _;
        let broken = |name: &str| (name == "https_proxy").then(|| OsString::from_vec(vec![0xff]));
        let unusable = Unusable {
            source: ProxySource::Variable("https_proxy"),
            fault: ProxyAddressFault::NotText,
        };
        assert_eq!(decide(AUTH0, None, broken).unwrap_err(), unusable);
    }

    #[test]
    fn the_settings_come_first_and_hold_no_password() {
        let variables = |_: &str| Some(OsString::from("other:2"));
        let configured = |text| decide(AUTH0, Some(text), variables);
        let Ok(Some(Way::Through(proxy))) = configured("proxy.acme.example:3128") else {
            panic!("not taken")
        };
        assert_eq!(proxy.name.address, "proxy.acme.example:3128");
        assert_eq!(proxy.name.source, ProxySource::Settings);
        assert!(!proxy.name.looks_up_here);
        let by_address = configured("socks5://proxy:9");
        assert!(matches!(by_address, Ok(Some(Way::Through(proxy))) if proxy.name.looks_up_here));
        for text in ["http://ann:hunter2@proxy:1", "ann@proxy:1"] {
            let unusable = configured(text).unwrap_err();
            assert_eq!(unusable.fault, ProxyAddressFault::HoldsPassword);
        }
        let here = decide("http://127.0.0.1:9", Some("not an address"), variables);
        assert!(matches!(here, Ok(Some(Way::Direct))));
    }
}
