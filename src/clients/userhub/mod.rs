//! UserHub's Admin API: list, get, import, event; and disabling, marking for deletion and both ways back. Nothing here can
//! remove anybody for good.
//!
//! Facts: contract userhub-api, sections 1 to 3.

mod users;
mod whole;
mod wire;

pub use users::{Held, UserPage};
pub use whole::{By, Tie, Whole};
pub use wire::{ErrorCode, UserState};

use std::sync::Arc;

use percent_encoding::utf8_percent_encode;
use tokio_util::sync::CancellationToken;

use super::auth0::SEGMENT;
use super::error::{ClientError, Service};
use super::http::{Http, Limits, Route};
use super::observer::Observer;
use crate::domain::ids::{Auth0UserId, ConnectionId};
use crate::domain::secret::Secret;

/// The address of the real service.
pub const BASE: &str = "https://api.userhub.com";

/// A client of one UserHub tenant and one of its connections.
pub struct UserHub {
    http: Http,
    key: Secret,
    connection: ConnectionId,
}

impl UserHub {
    /// Builds the client; nothing is sent yet.
    pub fn new(
        key: Secret,
        connection: ConnectionId,
        route: Route,
        limits: Limits,
        stop: CancellationToken,
    ) -> Result<Self, ClientError> {
        Ok(Self {
            http: Http::new(Service::UserHub, route, limits, stop)?,
            key,
            connection,
        })
    }

    /// The same client with an observer that others share.
    #[must_use]
    pub fn observed_by(self, observer: Arc<Observer>) -> Self {
        Self {
            http: self.http.observed_by(observer),
            ..self
        }
    }

    /// The door to the service, for its counters and its pace.
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// The path of a user whom the connection knows by this Auth0 id.
    ///
    /// Every byte of the id but the unreserved ones is encoded, and the `@` before the connection stays bare
    /// (contract userhub-api 3.3).
    fn user_path(&self, id: &Auth0UserId, verb: &str) -> String {
        format!(
            "/admin/v1/users/{}@{}{verb}",
            utf8_percent_encode(id.as_str(), SEGMENT),
            self.connection
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::http::Limits;

    #[test]
    fn ids_of_any_kind_become_one_segment_and_survive_a_url() {
        let route = Route {
            base: "http://127.0.0.1:1".to_owned(),
            certificates: Vec::new(),
            proxy: None,
            manner: crate::domain::pace::Manner::USUAL,
        };
        let connection = "conn_26yEiYymqy6ZmG".parse().unwrap();
        let userhub = UserHub::new(
            Secret::new("sk_x"),
            connection,
            route,
            Limits::SYNC,
            CancellationToken::new(),
        )
        .unwrap();
        let path = |id: &str| userhub.user_path(&Auth0UserId::new(id), ":import");
        assert_eq!(
            path("auth0|123456789"),
            "/admin/v1/users/auth0%7C123456789@conn_26yEiYymqy6ZmG:import"
        );
        for id in [
            "samlp|acme|jane@example.com",
            "ad|a b/c%7Cd?e#f",
            "oauth2|连接|Näme:X",
        ] {
            let url = reqwest::Url::parse(&format!("http://h{}", path(id))).unwrap();
            assert_eq!(url.path(), path(id), "the URL type must leave it alone");
            let segment = url.path().rsplit('/').next().unwrap();
            let decoded = percent_encoding::percent_decode_str(segment)
                .decode_utf8()
                .unwrap();
            let (external, _) = decoded.rsplit_once('@').unwrap();
            assert_eq!(external, id);
        }
    }
}
