//! What is written into the tenant's log, and in which form: sign-ins, people who come and go, and the calls of the
//! Management API that change something.
//!
//! Recorded are the forms of `ss` and `sapi`, and that both are written of a user who is made through the API. Not
//! recorded, and so only as the catalogue of codes describes them: `s`, `sdu`, `seccft`, `feccft`; that a deletion through
//! the API is written twice, as `sapi` and as `sdu`, is invented.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::connection_ids::connection_id;
use super::errors::ApiError;
use super::feed::What;
use super::object::{Object, object, text};
use super::shared::Shared;
use super::tokens::Grant;
use crate::practice::clock;
use crate::practice::people::{Field, People, Person};

/// The calls that are written down, each by its name in the OpenAPI description, as recorded events name them.
const CALLS: [(&str, &str, &str); 18] = [
    ("POST", "/users", "Create a User"),
    ("PATCH", "/users/{id}", "Update a User"),
    ("DELETE", "/users/{id}", "Delete a User"),
    ("POST", "/clients", "Create a client"),
    ("PATCH", "/clients/{id}", "Update a client"),
    ("DELETE", "/clients/{id}", "Delete a client"),
    (
        "POST",
        "/clients/{id}/rotate-secret",
        "Rotate a client secret",
    ),
    ("POST", "/client-grants", "Create client grant"),
    ("PATCH", "/client-grants/{id}", "Update client grant"),
    ("DELETE", "/client-grants/{id}", "Delete client grant"),
    ("POST", "/actions/actions", "Create an action"),
    ("PATCH", "/actions/actions/{id}", "Update an action"),
    ("DELETE", "/actions/actions/{id}", "Delete an action"),
    ("POST", "/actions/actions/{id}/deploy", "Deploy an action"),
    ("POST", "/actions/actions/{id}/test", "Test an Action"),
    (
        "POST",
        "/actions/actions/{id}/versions/{version}/deploy",
        "Roll back to a previous action version",
    ),
    (
        "PATCH",
        "/actions/triggers/{trigger}/bindings",
        "Update trigger bindings",
    ),
    ("POST", "/jobs/users-exports", "Create export users job"),
];

/// Properties whose values no event shows.
const HIDDEN: [&str; 4] = ["password", "client_secret", "value", "signing_keys"];

/// More than this of a body is not looked at.
const LONGEST: usize = 4 << 20;

/// What happens to people, each written down as it happens.
impl Shared {
    /// Creates a person and gives their id.
    pub(crate) fn create_person(&self, fields: &Object) -> String {
        let user_id = self.directory.create(fields, &self.random);
        if let Some(person) = self.directory.by_id(&user_id) {
            self.log_sign_up(&person);
            self.feed.add(What::Created(person));
        }
        user_id
    }

    /// Deletes a person; `false` when there is none.
    pub(crate) fn delete_person(&self, user_id: &str) -> bool {
        let person = self.directory.by_id(user_id);
        let is_deleted = self.directory.delete(user_id);
        if let Some(person) = person.filter(|_| is_deleted) {
            self.log_deletion(&person);
            self.feed.add(What::Deleted(person));
        }
        is_deleted
    }

    /// Sets fields of a person, and their `updated_at`; null takes a field away. `false` when there is none.
    pub(crate) fn change_person(&self, user_id: &str, fields: &Object) -> bool {
        let before = self.directory.by_id(user_id);
        let is_there = self.directory.change_fields(user_id, fields);
        self.tell_update(before.filter(|_| is_there), user_id);
        is_there
    }

    /// Makes one user an identity of another (linking of accounts): the first is then gone as a user. `false` when there
    /// are not both.
    pub(crate) fn merge_people(&self, user_id: &str, into: &str) -> bool {
        let one = self.directory.by_id(user_id);
        let other = self.directory.by_id(into);
        let (Some(one), Some(other)) = (one, other.filter(|_| user_id != into)) else {
            return false;
        };
        self.delete_person(user_id);
        self.directory
            .change(into, |person, _| person.take_identities(&one));
        self.tell_update(Some(other), into);
        true
    }

    /// Deletes a connection and all its users, in one go (contract keep-up 1.2). How many users it had.
    pub(crate) fn delete_connection(&self, name: &str) -> usize {
        let id = connection_id(name);
        self.feed.add(What::ConnectionDeleted {
            id,
            name: name.to_owned(),
        });
        let theirs: Vec<String> = {
            let changes = self.directory.read();
            let numbers = self.directory.numbers_of(&changes);
            let people = numbers.filter_map(|number| self.directory.current(&changes, number));
            let own = people.filter(|person| person.is_in_connection(name));
            own.map(|person| person.user_id.clone()).collect()
        };
        for user_id in &theirs {
            if let Some(person) = self.directory.by_id(user_id)
                && self.directory.delete(user_id)
            {
                self.feed.add(What::Deleted(person));
            }
        }
        theirs.len()
    }

    fn tell_update(&self, before: Option<Arc<Person>>, user_id: &str) {
        if let (Some(before), Some(after)) = (before, self.directory.by_id(user_id)) {
            self.feed.add(What::Updated { before, after });
        }
    }

    /// Lets a person sign in; `false` when there is none.
    pub(crate) fn sign_in(&self, user_id: &str) -> bool {
        let before = self.directory.by_id(user_id);
        let is_there = self.directory.sign_in(user_id);
        if let Some(person) = self.directory.by_id(user_id).filter(|_| is_there) {
            self.log_sign_in(&person);
        }
        // Whether a plain sign-in is told is not documented.
        if self.streams.options().logins {
            self.tell_update(before.filter(|_| is_there), user_id);
        }
        is_there
    }

    fn log_sign_in(&self, person: &Person) {
        let mut event = about(person);
        let details = json!({"prompts": [], "completedAt": clock::now(), "elapsedTime": null});
        event.insert("details".to_owned(), details);
        self.logs.add("s", event);
    }

    fn log_sign_up(&self, person: &Person) {
        let mut event = about(person);
        let email = person.text("email");
        let body = json!({"connection": event["connection"], "email": email, "password": "*****"});
        event.insert("details".to_owned(), json!({"body": body}));
        self.logs.add("ss", event);
    }

    fn log_deletion(&self, person: &Person) {
        let mut event = about(person);
        let body = json!({"connection": event["connection"], "tenant": self.options.domain});
        event.insert("details".to_owned(), json!({"body": body}));
        self.logs.add("sdu", event);
    }

    /// An application has fetched a token, or was refused one.
    pub(crate) fn log_exchange(&self, client_id: &str, audience: &str, said: Result<&str, &str>) {
        let name = self
            .registry()
            .client(client_id)
            .map(|client| text(client, "name").to_owned());
        let mut event = object(json!({
            "client_id": client_id,
            "client_name": name,
            "audience": audience,
            "hostname": self.options.domain,
        }));
        let (kind, name, value) = match said {
            Ok(scope) => ("seccft", "scope", scope),
            Err(why) => ("feccft", "description", why),
        };
        event.insert(name.to_owned(), json!(value));
        self.logs.add(kind, event);
    }
}

/// Who it is about, and where they come from.
fn about(person: &Person) -> Object {
    let connection = match person.get("identities") {
        Some(Field::Identities(identities)) => identities.first().map(|i| i.connection.clone()),
        _ => None,
    };
    let connection = connection.unwrap_or_default();
    let strategy = People::strategy(&connection);
    let kind = match strategy {
        "auth0" => "database",
        "sms" | "email" => "passwordless",
        "samlp" | "waad" | "adfs" | "ad" => "enterprise",
        _ => "social",
    };
    let name = ["email", "username", "phone_number", "name"];
    object(json!({
        "connection": connection,
        "connection_id": connection_id(&connection),
        "user_id": person.user_id,
        "user_name": name.iter().find_map(|name| person.text(name)),
        "strategy": strategy,
        "strategy_type": kind,
    }))
}

/// Writes down a call that has changed something.
pub(crate) async fn keep(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let template = request.extensions().get::<MatchedPath>();
    let template = template.map_or("", |path| path.as_str().trim_start_matches("/api/v2"));
    let method = request.method();
    let call = CALLS
        .iter()
        .find(|(known, path, _)| method == *known && *path == template);
    let Some((_, _, name)) = call else {
        return next.run(request).await;
    };
    let (head, body) = request.into_parts();
    let Ok(sent) = to_bytes(body, LONGEST).await else {
        let why = "Payload content length greater than maximum allowed";
        return ApiError::plain(StatusCode::PAYLOAD_TOO_LARGE, why).into_response();
    };
    let again = Request::from_parts(head.clone(), Body::from(sent.clone()));
    let (answer, body) = next.run(again).await.into_parts();
    // It is an answer of this program's own, which is whole.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if answer.status.is_success() {
        let event = call_event(&head, name, &sent, answer.status, &body);
        shared.logs.add("sapi", event);
    }
    Response::from_parts(answer, Body::from(body))
}

fn call_event(
    head: &request::Parts,
    name: &str,
    sent: &[u8],
    status: StatusCode,
    answered: &[u8],
) -> Object {
    let grant = head.extensions.get::<Arc<Grant>>();
    let query: Object =
        url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
            .map(|(name, value)| (name.into_owned(), json!(value)))
            .collect();
    let agent = agent(&head.headers);
    object(json!({
        "description": name,
        "client_id": grant.map(|grant| &grant.client_id),
        "client_name": "",
        "details": {
            "request": {
                "auth": {
                    "credentials": {"scopes": grant.map(|grant| &grant.scopes)},
                    "strategy": "jwt",
                    "user": {},
                },
                "body": shown(sent),
                "channel": "api",
                "ip": "198.51.100.7",
                "method": lower(&head.method),
                "path": head.uri.path(),
                "query": query,
                "userAgent": agent,
            },
            "response": {"body": shown(answered), "statusCode": status.as_u16()},
        },
    }))
}

fn agent(headers: &HeaderMap) -> &str {
    let agent = headers.get(header::USER_AGENT);
    agent
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default()
}

fn lower(method: &Method) -> String {
    method.as_str().to_ascii_lowercase()
}

/// A body without what nobody may see.
fn shown(body: &[u8]) -> Value {
    let mut value: Value = serde_json::from_slice(body).unwrap_or_else(|_| json!({}));
    hide(&mut value);
    value
}

fn hide(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(object) => {
            for (name, inner) in object {
                if HIDDEN.contains(&name.as_str()) {
                    *inner = json!("*****");
                } else {
                    hide(inner);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_comes_into_an_event() {
        let body = json!({
            "client_secret": "k1",
            "secrets": [{"name": "API_KEY", "value": "k2"}],
            "users": [{"password": "k3", "name": "Jane"}],
        });
        let seen = shown(body.to_string().as_bytes()).to_string();
        assert!(
            !seen.contains('k') && seen.contains("Jane") && seen.contains("API_KEY"),
            "{seen}"
        );
        assert_eq!(shown(b""), json!({}));
    }
}
