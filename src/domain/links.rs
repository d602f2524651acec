//! Addresses of the pages that a person opens (contracts auth0-api 1.4 and userhub-api 7).
//!
//! With the tenant known, a link carries region and tenant and opens the right one whichever tenant is
//! selected. Without it, the hash form opens in the tenant that the dashboard has selected.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::ids::{Auth0Domain, Auth0UserId, ClientId};

/// The Auth0 dashboard.
pub const AUTH0_DASHBOARD: &str = "https://manage.auth0.com/";

/// The UserHub Admin console. Addresses of its inner pages are not published: say the click path instead.
pub const USERHUB_CONSOLE: &str = "https://admin.userhub.com/";

/// What stands unencoded in one segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A page that a step or a fix leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The Auth0 dashboard's first page.
    Dashboard,
    /// The choice of the tenant, then its applications; only these once the tenant is known.
    TenantThenApplications,
    /// The choice of the tenant, then its Actions; only these once the tenant is known.
    TenantThenActions,
    /// The list of applications.
    Applications,
    /// The application's settings; the list of applications while its Client ID is not known.
    Application,
    /// The applications that may use the Management API, with their permissions.
    AuthorizedClients,
    /// The page that hands out a temporary Management API token.
    ApiExplorer,
    /// The list of Actions.
    ActionsLibrary,
    /// The Login flow, that is the post-login trigger.
    LoginFlow,
    /// The tenant's settings, where its name and region stand.
    TenantSettings,
    /// The tenant's log.
    Logs,
    /// The tenant's users.
    Users,
    /// The UserHub Admin console's first page.
    Console,
    /// Connections in the UserHub Admin console.
    Connections,
    /// API keys in the UserHub Admin console.
    ApiKeys,
}

impl Place {
    /// The page's address, as exact as what is known allows.
    ///
    /// ```
    /// use userhub_connect::domain::links::Place;
    ///
    /// let acme = "acme.eu.auth0.com".parse()?;
    /// assert_eq!(
    ///     Place::Applications.link(Some(&acme), None),
    ///     "https://manage.auth0.com/dashboard/eu/acme/applications"
    /// );
    /// assert_eq!(Place::Applications.link(None, None), "https://manage.auth0.com/#/applications");
    /// # Ok::<(), userhub_connect::domain::ids::DomainError>(())
    /// ```
    pub fn link(self, domain: Option<&Auth0Domain>, client_id: Option<&ClientId>) -> String {
        let Some(path) = self.path(client_id) else {
            return USERHUB_CONSOLE.to_owned();
        };
        match (domain, self) {
            (Some(domain), _) => format!(
                "{AUTH0_DASHBOARD}dashboard/{}/{}/{path}",
                encode(domain.region()),
                encode(domain.tenant())
            ),
            (None, Self::Dashboard) => AUTH0_DASHBOARD.to_owned(),
            (None, Self::TenantThenApplications | Self::TenantThenActions) => {
                format!("{AUTH0_DASHBOARD}#/select-tenant?path=/{path}")
            }
            (None, _) => format!("{AUTH0_DASHBOARD}#/{path}"),
        }
    }

    /// What to click after the page is open, where the address alone does not lead all the way.
    pub fn clicks(self) -> Option<&'static str> {
        match self {
            Self::Connections => Some("Tenant settings → Developers → Connections"),
            Self::ApiKeys => Some("Tenant settings → Developers → API keys"),
            _ => None,
        }
    }

    /// The path within the Auth0 dashboard, or nothing for a page of UserHub's.
    fn path(self, client_id: Option<&ClientId>) -> Option<String> {
        let path = match self {
            Self::Dashboard => "",
            Self::Applications | Self::TenantThenApplications => "applications",
            Self::Application => {
                let id = client_id.map(ClientId::as_str);
                return Some(id.filter(|id| is_segment(id)).map_or_else(
                    || "applications".to_owned(),
                    |id| format!("applications/{}/settings", encode(id)),
                ));
            }
            Self::AuthorizedClients => "apis/management/authorized-clients",
            Self::ApiExplorer => "apis/management/explorer",
            Self::ActionsLibrary | Self::TenantThenActions => "actions/library",
            Self::LoginFlow => "actions/triggers/post-login/",
            Self::TenantSettings => "tenant/general",
            Self::Logs => "logs",
            Self::Users => "users",
            Self::Console | Self::Connections | Self::ApiKeys => return None,
        };
        Some(path.to_owned())
    }
}

/// The page of one person in the Auth0 dashboard: it names them by their percent-encoded id in Base64 (seen in addresses
/// of the dashboard that people have shared).
///
/// ```
/// use userhub_connect::domain::ids::Auth0UserId;
/// use userhub_connect::domain::links::person;
///
/// let acme = "acme.eu.auth0.com".parse()?;
/// let id = Auth0UserId::new("auth0|61ec52e8a3cf250068b8cefe");
/// assert_eq!(
///     person(&acme, &id),
///     "https://manage.auth0.com/dashboard/eu/acme/users/YXV0aDAlN0M2MWVjNTJlOGEzY2YyNTAwNjhiOGNlZmU"
/// );
/// # Ok::<(), userhub_connect::domain::ids::DomainError>(())
/// ```
pub fn person(domain: &Auth0Domain, id: &Auth0UserId) -> String {
    let id = BASE64_URL_SAFE_NO_PAD.encode(encode(id.as_str()));
    format!("{}/{id}", Place::Users.link(Some(domain), None))
}

/// Whether a text can be a segment of a path. A browser takes dots alone for a way up, also in their encoded form.
fn is_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
}

fn encode(segment: &str) -> String {
    utf8_percent_encode(segment, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn acme() -> Auth0Domain {
        "acme.eu.auth0.com".parse().unwrap()
    }

    #[test]
    fn with_the_tenant_known_every_auth0_link_names_it() {
        for place in [
            Place::Dashboard,
            Place::TenantThenApplications,
            Place::TenantThenActions,
            Place::Applications,
            Place::Application,
            Place::AuthorizedClients,
            Place::ApiExplorer,
            Place::ActionsLibrary,
            Place::LoginFlow,
            Place::TenantSettings,
            Place::Logs,
            Place::Users,
        ] {
            let link = place.link(Some(&acme()), None);
            assert!(
                link.starts_with("https://manage.auth0.com/dashboard/eu/acme/"),
                "{link}"
            );
        }
    }

    #[test]
    fn an_old_us_domain_lies_under_us() {
        let old = "acme.auth0.com".parse().unwrap();
        assert_eq!(
            Place::Logs.link(Some(&old), None),
            "https://manage.auth0.com/dashboard/us/acme/logs"
        );
    }

    #[test]
    fn without_a_tenant_the_hash_form_is_given() {
        assert_eq!(
            Place::LoginFlow.link(None, None),
            "https://manage.auth0.com/#/actions/triggers/post-login/"
        );
        assert_eq!(Place::Dashboard.link(None, None), AUTH0_DASHBOARD);
        assert_eq!(
            Place::TenantThenActions.link(None, None),
            "https://manage.auth0.com/#/select-tenant?path=/actions/library"
        );
    }

    proptest! {
        #[test]
        fn every_client_id_keeps_its_place_in_an_address(id in r"\PC{0,40}|[./\\%]{0,4}|\.|\.\.|") {
            let acme = "acme.eu.auth0.com".parse().unwrap();
            let link = Place::Application.link(Some(&acme), Some(&ClientId::new(id.as_str())));
            let url = url::Url::parse(&link).unwrap();
            let segments: Vec<String> = url
                .path_segments()
                .unwrap()
                .map(|one| percent_encoding::percent_decode_str(one).decode_utf8().unwrap().into_owned())
                .collect();
            let place = ["dashboard", "eu", "acme", "applications"];
            prop_assert_eq!(&segments[..4], &place[..], "{}", link);
            if is_segment(&id) {
                prop_assert_eq!(&segments[4..], &[id, "settings".to_owned()][..], "{}", link);
            } else {
                prop_assert_eq!(segments.len(), 4, "{}", link);
            }
        }
    }

    #[test]
    fn the_client_id_is_percent_encoded() {
        let odd = ClientId::new("a/b?c#d e");
        assert_eq!(
            Place::Application.link(Some(&acme()), Some(&odd)),
            "https://manage.auth0.com/dashboard/eu/acme/applications/a%2Fb%3Fc%23d%20e/settings"
        );
    }

    #[test]
    fn pages_of_userhub_are_said_as_clicks() {
        for place in [Place::Connections, Place::ApiKeys] {
            assert_eq!(place.link(Some(&acme()), None), USERHUB_CONSOLE);
            assert!(place.clicks().is_some());
        }
    }
}
