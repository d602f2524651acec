//! Addresses of the Auth0 dashboard: which tenant and which application they name (contract auth0-api 1.3).

use percent_encoding::percent_decode_str;

use crate::domain::ids::{Auth0Domain, ClientId};

/// The dashboard's host.
const HOST: &str = "manage.auth0.com";

/// What an address of the Auth0 dashboard says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dashboard {
    /// The tenant's domain, the likelier first: `us` stands for two forms. Empty when no tenant is named.
    pub(super) domains: Vec<Auth0Domain>,
    /// The application whose page it is.
    pub(super) client_id: Option<ClientId>,
}

/// Whether a text is an address on the dashboard's host.
pub(super) fn is_dashboard(text: &str) -> bool {
    rest_of_address(text).is_some()
}

/// Reads an address, or gives nothing for one of another host.
pub(super) fn read(text: &str) -> Option<Dashboard> {
    let path = rest_of_address(text)?;
    let path = path.split('?').next().unwrap_or_default();
    let segments: Vec<String> = path
        .split(['/', '#'])
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect();
    let domains = match &segments[..] {
        [first, region, tenant, ..] if first == "dashboard" => domains(region, tenant),
        _ => Vec::new(),
    };
    Some(Dashboard {
        domains,
        client_id: client_id(&segments),
    })
}

/// What follows the dashboard's host.
fn rest_of_address(text: &str) -> Option<&str> {
    let text = strip_start(text, "https://")
        .or_else(|| strip_start(text, "http://"))
        .unwrap_or(text);
    let rest = strip_start(text, HOST)?;
    (rest.is_empty() || rest.starts_with(['/', '#', '?', ':'])).then_some(rest)
}

/// Cuts off a start in whatever case it is written.
fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start)
        .then(|| &text[start.len()..])
}

/// The domains that region and tenant may stand for.
///
/// A region with a number (`us-3`) would be an internal environment; no host of that form is known, so
/// none is made up (contract 1.1). `_` and `*`, which stand for any tenant, make no domain either.
fn domains(region: &str, tenant: &str) -> Vec<Auth0Domain> {
    if !region.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Vec::new();
    }
    let mut hosts = vec![format!("{tenant}.{region}.auth0.com")];
    if region.eq_ignore_ascii_case("us") {
        hosts.push(format!("{tenant}.auth0.com"));
    }
    let is_one_label = !tenant.contains(['.', '/', ':', '?', '#']);
    hosts
        .iter()
        .filter(|_| is_one_label)
        .filter_map(|host| host.parse().ok())
        .collect()
}

/// The Client ID after `applications`, told from words such as `create` by its length.
fn client_id(segments: &[String]) -> Option<ClientId> {
    let at = segments.iter().position(|s| s == "applications")?;
    let id = segments.get(at + 1)?;
    let usual = id.len() >= 20 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    usual.then(|| ClientId::new(id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str) -> Vec<String> {
        read(text)
            .map(|found| found.domains.into_iter().map(String::from).collect())
            .unwrap_or_default()
    }

    #[test]
    fn region_and_tenant_make_the_domain() {
        let id = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";
        let text = format!("https://manage.auth0.com/dashboard/eu/acme/applications/{id}/settings");
        let found = read(&text).unwrap();
        assert_eq!(found.domains[0].as_str(), "acme.eu.auth0.com");
        assert_eq!(found.domains.len(), 1);
        assert_eq!(found.client_id, Some(ClientId::new(id)));
    }

    #[test]
    fn us_stands_for_two_forms_the_newer_first() {
        assert_eq!(
            hosts("manage.auth0.com/dashboard/us/dev-x1/"),
            ["dev-x1.us.auth0.com", "dev-x1.auth0.com"]
        );
    }

    #[test]
    fn an_address_without_a_tenant_gives_no_domain() {
        for text in [
            "https://manage.auth0.com",
            "https://manage.auth0.com/#/applications",
            "https://manage.auth0.com/dashboard/eu/_/applications",
            "https://manage.auth0.com/dashboard/*/organizations/list",
            "https://manage.auth0.com/dashboard/eu/*/users",
            "https://manage.auth0.com/dashboard/us-3/acme/users",
            "https://manage.auth0.com/dashboard/eu/a%2Fb.evil/users",
        ] {
            assert!(is_dashboard(text), "{text}");
            assert_eq!(hosts(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_host_that_only_starts_alike_is_another_one() {
        assert_eq!(
            read("https://manage.auth0.com.evil.com/dashboard/eu/acme"),
            None
        );
        assert_eq!(
            read("https://evil.com/manage.auth0.com/dashboard/eu/acme"),
            None
        );
    }

    #[test]
    fn a_word_after_applications_is_no_client_id() {
        let found = read("https://manage.auth0.com/#/applications/applications/create").unwrap();
        assert_eq!(found.client_id, None);
    }
}
