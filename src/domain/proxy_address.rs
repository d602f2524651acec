//! How the address of a proxy is written. The text is never repeated: it may hold a password.

use url::Url;

use super::cleaning::without_invisible;
use super::issue::ProxyAddressFault;

/// Reads what somebody has written or a variable holds. Without `://` it is taken for an HTTP proxy; SOCKS proxies listen on port
/// 1080 where nothing is said.
///
/// # Errors
/// What keeps it from being the address of a proxy.
pub fn read(text: &str) -> Result<Url, ProxyAddressFault> {
    let text = without_invisible(text);
    let text = text.trim();
    let whole = match text.split_once("://") {
        None => format!("http://{text}"),
        // GNOME writes a SOCKS proxy so, of whatever version, and asks it as SOCKS5 first, by the host's name.
        Some((kind, rest)) if kind.eq_ignore_ascii_case("socks") => format!("socks5h://{rest}"),
        Some(_) => text.to_owned(),
    };
    let mut url = Url::parse(&whole).map_err(|_| ProxyAddressFault::NotAnAddress)?;
    match url.scheme() {
        "http" | "https" => {}
        "socks4" | "socks4a" | "socks5" | "socks5h" => {
            if url.port().is_none() {
                url.set_port(Some(1080))
                    .map_err(|()| ProxyAddressFault::NotAnAddress)?;
            }
        }
        _ => return Err(ProxyAddressFault::UnknownKind),
    }
    // A proxy has no path: a sign in the password has cut the address short, or it is that of a script.
    let has_path = !matches!(&url[url::Position::AfterPort..], "" | "/");
    if has_path || url.host_str().is_none_or(str::is_empty) {
        return Err(ProxyAddressFault::NotAnAddress);
    }
    Ok(url)
}

/// Whether an address names somebody or holds a password.
pub fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Reads an address that is kept in the settings, which lie in a file: no password may be in it.
///
/// # Errors
/// What keeps it from being kept there.
pub fn read_for_settings(text: &str) -> Result<Url, ProxyAddressFault> {
    let url = read(text)?;
    if has_credentials(&url) {
        return Err(ProxyAddressFault::HoldsPassword);
    }
    Ok(url)
}
