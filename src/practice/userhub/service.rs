//! The routes of the practice UserHub and what each call does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use serde_json::{Map, Value};
use tokio_util::task::TaskTracker;

use super::calls::Calls;
use super::connection::Connections;
use super::database::Database;
use super::identifier::{Identifier, split_verb};
use super::ids;
use super::keys::{Keys, Need};
use super::list::{self, ListEnd};
use super::pull::TenantClient;
use super::refusal::{Code, Refusal};
use super::table::{Key, Table};
use crate::practice::front::GoRound;

/// All that a call needs.
pub(super) struct Service {
    pub(super) database: Database,
    pub(super) keys: Keys,
    pub(super) connections: Connections,
    pub(super) tenant: TenantClient,
    pub(super) calls: Calls,
    /// Events that are handled after their answer.
    pub(super) background: TaskTracker,
    pub(super) refuse: bool,
    pub(super) keep_edits: bool,
    pub(super) list_end: ListEnd,
    pub(super) last_end_was_empty: AtomicBool,
}

/// What a call is answered with.
pub(super) type Answer = Result<Response, Refusal>;

const USERS: &str = "/admin/v1/users";

/// The service's routes. Verbs are read by hand: they follow a colon in the last segment.
pub(super) fn routes(service: Arc<Service>) -> Router {
    Router::new()
        .route(USERS, get(list_people).fallback(other_than_list))
        .route("/admin/v1/users/{user}", any(one_person))
        .route("/_practice/grace", post(end_grace))
        .fallback(no_such_route)
        .with_state(service)
}

async fn no_such_route() -> Refusal {
    Refusal::new(Code::NotFound, "Not Found")
}

async fn other_than_list(State(service): State<Arc<Service>>, headers: HeaderMap) -> Answer {
    service.keys.check(&headers, Need::Write)?;
    Err(not_in_practice("users.create"))
}

/// Lets the grace period end at once: whoever is marked for deletion is gone for good. It says how many that were.
async fn end_grace(State(service): State<Arc<Service>>) -> Answer {
    let ended = service.database.run(Table::purge_marked).await?;
    Ok(json(format!(r#"{{"deleted":{ended}}}"#)))
}

async fn list_people(State(service): State<Arc<Service>>, request: Request) -> Answer {
    service.keys.check(request.headers(), Need::Read)?;
    let query = list::Query::parse(request.uri().query().unwrap_or_default())?;
    let query = query.going_round(request.extensions().get::<GoRound>().is_some());
    let nested = service.connections.nested();
    let owner = Arc::clone(&service);
    let page =
        move |table: &Table| list::page(table, &query, &nested, || owner.ends_with_empty_token());
    service.database.run(page).await.map(json)
}

async fn one_person(
    State(service): State<Arc<Service>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let segment = uri
        .path()
        .strip_prefix(USERS)
        .unwrap_or_default()
        .trim_start_matches('/');
    let (before_verb, verb) = split_verb(segment);
    let may = |need| service.keys.check(&headers, need);
    match (method.as_str(), verb) {
        ("GET", _) => {
            may(Need::Read)?;
            service.show(Identifier::parse(segment)?).await
        }
        ("DELETE", _) => {
            may(Need::Write)?;
            service.mark(Identifier::parse(segment)?).await
        }
        ("PATCH", "updateConnection")
        | ("POST", "connect" | "disconnect" | "createApiSession" | "createPortalSession") => {
            may(Need::Write)?;
            Err(not_in_practice(verb))
        }
        ("PATCH", _) => {
            may(Need::Write)?;
            service
                .edit(Identifier::parse(segment)?, json_object(&body)?)
                .await
        }
        ("POST", "import") => {
            may(Need::Sync)?;
            service.import(Identifier::parse(before_verb)?).await
        }
        ("POST", "event") => {
            may(Need::Sync)?;
            service
                .event(Identifier::parse(before_verb)?, json_object(&body)?)
                .await
        }
        ("POST", "undelete") => {
            may(Need::Write)?;
            service.unmark(Identifier::parse(before_verb)?).await
        }
        ("POST", "purge") => {
            may(Need::Write)?;
            service.purge(Identifier::parse(before_verb)?).await
        }
        _ => Err(Refusal::new(Code::NotFound, "Not Found")),
    }
}

impl Service {
    /// Whose row an identifier means. That `<externalId>@<connectionId>` works for every call is a guess.
    pub(super) fn key(&self, who: Identifier) -> Result<Key, Refusal> {
        match who {
            Identifier::Own(id) => ids::number_of(&id)
                .map(Key::Number)
                .ok_or_else(Refusal::no_such_user),
            Identifier::External { id, connection } => {
                self.connections.check_id(&connection)?;
                Ok(Key::External(id))
            }
        }
    }

    fn ends_with_empty_token(&self) -> bool {
        match self.list_end {
            ListEnd::Absent => false,
            ListEnd::Empty => true,
            ListEnd::Alternating => self.last_end_was_empty.fetch_not(Ordering::Relaxed),
        }
    }
}

fn not_in_practice(call: &str) -> Refusal {
    Refusal::new(
        Code::Unimplemented,
        format!("The practice UserHub does not offer {call}"),
    )
}

/// A body that may be left out (contract userhub-api 1.1), else must be a JSON object.
fn json_object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    let invalid = |_| Refusal::new(Code::InvalidArgument, "The body is not a JSON object");
    serde_json::from_slice(body).map_err(invalid)
}

/// A JSON answer with status 200.
pub(super) fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}
