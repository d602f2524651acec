//! Problems with the proxy that calls go through: E1 where it is in the way, E20 where its address cannot be used.
//!
//! It is named without the name and the password that may open it, and with the place where its address stands.

use std::fmt;

use super::{Code, Fix, Issue, Service};

/// Where the address of a proxy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxySource {
    /// The window's own settings.
    Settings,
    /// A variable of the environment, by its name.
    Variable(&'static str),
    /// The network settings of the operating system.
    System,
}

impl fmt::Display for ProxySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings => f.write_str("the field Proxy in Settings"),
            Self::Variable(name) => write!(f, "the variable {name}"),
            Self::System => f.write_str("the system's network settings"),
        }
    }
}

impl ProxySource {
    /// A variable cannot be changed for a program that runs.
    const fn and_then(self) -> &'static str {
        match self {
            Self::Settings | Self::System => "then try again",
            Self::Variable(_) => "then start this program again",
        }
    }
}

/// A proxy that is asked in a service's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedProxy {
    /// Its host and port, without what opens it.
    pub address: String,
    /// Where that stands.
    pub source: ProxySource,
    /// Whether a user name or a password stands there too.
    pub has_credentials: bool,
    /// Whether this computer itself must find the services' addresses, for the proxy is not told their names.
    pub looks_up_here: bool,
}

/// Why an address can be no proxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyAddressFault {
    /// It is not plain text (UTF-8).
    NotText,
    /// It is not written like an address.
    NotAnAddress,
    /// It begins with the name of a kind of proxy that is not known here.
    UnknownKind,
    /// It holds a name and a password where it would lie in a file.
    HoldsPassword,
}

/// How a proxy is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// No connection to the proxy itself.
    Unreached,
    /// It wants a user name and a password, or others than were given.
    WantsPassword,
    /// It answered, and did not open the way to the service.
    Refused,
}

impl Issue {
    /// E20: the address of a proxy cannot be used. It is not repeated, for it may hold a password.
    pub fn proxy_unusable(source: ProxySource, fault: ProxyAddressFault) -> Self {
        let why = match fault {
            ProxyAddressFault::NotText => "It is not plain text (UTF-8).",
            ProxyAddressFault::NotAnAddress => {
                "It is not written like an address. If it holds a password, signs such as @, :, / and # in that must be \
                 written as %40, %3A, %2F and %23."
            }
            ProxyAddressFault::UnknownKind => {
                "It begins with the name of a kind of proxy that this program does not know. It knows http://, https://, \
                 socks5://, socks5h://, socks4:// and socks4a://."
            }
            ProxyAddressFault::HoldsPassword => {
                "It holds a name and a password, which would lie in a file."
            }
        };
        let fix = match (source, fault) {
            (ProxySource::Settings, ProxyAddressFault::HoldsPassword) => {
                "In Settings, leave it empty, and give the whole address in the variable HTTPS_PROXY when you start this \
                 program."
                    .to_owned()
            }
            (ProxySource::Settings, _) => {
                "In Settings, write it like proxy.acme.example:3128, or leave it empty to use what the system says."
                    .to_owned()
            }
            (ProxySource::Variable(_), _) => {
                "Write it like http://proxy.acme.example:3128, or take the variable away if no proxy is needed, then start \
                 this program again."
                    .to_owned()
            }
            (ProxySource::System, _) => "Write it like proxy.acme.example:3128 there.".to_owned(),
        };
        let issue = Self::new(
            Code::InputUnusable,
            format!("The proxy's address in {source} cannot be used"),
            why,
            fix,
        )
        .fixes([Fix::NetworkSettings]);
        match (source, fault) {
            (ProxySource::Settings, ProxyAddressFault::HoldsPassword) => issue.in_window(
                "Leave the name and the password out. If your proxy wants them, ask whoever looks after this computer to \
                 set the proxy for all programs.",
            ),
            _ => issue,
        }
    }

    /// E1: the proxy is in the way: it cannot be reached, wants a password, or does not open the way.
    pub fn in_the_proxys_way(
        service: Service,
        host: &str,
        proxy: &NamedProxy,
        fault: ProxyFault,
    ) -> Self {
        let NamedProxy {
            address, source, ..
        } = proxy;
        let (what, why, fix) = match fault {
            ProxyFault::Unreached => (
                format!("We could not reach the proxy {address}"),
                format!(
                    "Calls to {service} go through it, since {source} names it. It does not answer: it may be switched off, \
                     its address may be wrong, or it belongs to another network. Nothing is known of {service} itself."
                ),
                format!(
                    "Check the address in {source}, or take it away if this network needs no proxy, {}.",
                    source.and_then()
                ),
            ),
            ProxyFault::WantsPassword => wants_password(service, proxy),
            ProxyFault::Refused => (
                format!("The proxy {address} did not open the way to {service}"),
                format!(
                    "Calls to {service} go through it, since {source} names it. It answered, but did not let the call \
                     through: its rules may not allow {host}, it may have no connection to the outside, or something else \
                     than a proxy answers there. A SOCKS proxy that wants a user name and a password answers like this too."
                ),
                format!(
                    "Ask whoever runs the proxy to let this computer reach {host}. If this network needs no proxy, take the \
                     address in {source} away, {}.",
                    source.and_then()
                ),
            ),
        };
        let issue = Self::new(Code::ServiceUnreachable, what, why, fix)
            .fixes([Fix::TryAgain, Fix::NetworkSettings]);
        match fault {
            // It passes only when somebody gives the password.
            ProxyFault::WantsPassword => issue,
            ProxyFault::Unreached | ProxyFault::Refused => issue.passing(),
        }
    }

    /// E1, where calls to the service go through a proxy and came to no answer: the proxy is the likeliest cause, so it is
    /// named.
    #[must_use]
    pub fn through_proxy(self, host: &str, proxy: &NamedProxy) -> Self {
        let NamedProxy {
            address, source, ..
        } = proxy;
        // A network with a proxy often has no names of the world outside.
        let (by_name, instead) = if proxy.looks_up_here {
            (
                format!(
                    " Or this computer finds no address for {host}, which this kind of proxy must be given."
                ),
                " Written with socks5h:// or socks4a:// instead, the proxy finds it itself.",
            )
        } else {
            (String::new(), "")
        };
        Self {
            why: format!(
                "Calls to {host} go through the proxy {address}, since {source} names it. Either it does not let them \
                 through, or what is behind it does not answer.{by_name} Or this computer is offline."
            ),
            fix: format!(
                "Check the proxy's address in {source}, and that a web page opens in your browser, {}.{instead}",
                source.and_then()
            ),
            fix_in_window: None,
            ..self
        }
    }
}

/// The words for a proxy that lets nobody through without a password.
fn wants_password(service: Service, proxy: &NamedProxy) -> (String, String, String) {
    let NamedProxy {
        address, source, ..
    } = proxy;
    let what = if proxy.has_credentials {
        format!("The proxy {address} does not accept the user name and the password")
    } else {
        format!("The proxy {address} wants a user name and a password")
    };
    let why = format!(
        "Calls to {service} go through it, since {source} names it. It lets nobody through without them, or it wants them in a \
         way that this program does not know (it knows Basic). {service} was not asked anything."
    );
    let (place, leave) = match source {
        ProxySource::Variable(name) => (*name, String::new()),
        ProxySource::Settings => (
            "HTTPS_PROXY",
            " Leave the field Proxy in Settings empty, for it is kept in a file.".to_owned(),
        ),
        ProxySource::System => ("HTTPS_PROXY", String::new()),
    };
    let fix = format!(
        "Ask whoever runs the proxy for them, and start this program with both in the variable {place}, written like \
         http://NAME:PASSWORD@{address}, with signs such as @, :, / and # in them as %40, %3A, %2F and %23.{leave}"
    );
    (what, why, fix)
}
