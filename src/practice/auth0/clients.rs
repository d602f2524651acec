//! Applications through the API: `/api/v2/clients` (contract auth0-api 7.2).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::bodies::properties;
use super::errors::ApiError;
use super::limits::Plan;
use super::object::{Object, object, text, texts};
use super::parameters::Parameters;
use super::random;
use super::registry::Registry;
use super::shared::Shared;
use super::tokens::Grant;
use crate::practice::faulty;
use crate::practice::people::Selection;

const LIST: [&str; 12] = [
    "fields",
    "include_fields",
    "page",
    "per_page",
    "include_totals",
    "from",
    "take",
    "is_global",
    "is_first_party",
    "app_type",
    "external_client_id",
    "q",
];

/// What only a token with `read:client_keys` may see.
const SECRETS: [&str; 2] = ["client_secret", "signing_keys"];

pub(crate) async fn list(
    State(shared): State<Arc<Shared>>,
    Extension(grant): Extension<Arc<Grant>>,
    RawQuery(raw): RawQuery,
) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &LIST)?;
        let selection = parameters.selection()?;
        parameters.flag("is_global", false)?;
        parameters.flag("is_first_party", false)?;
        let registry = shared.registry();
        let found = advanced(&parameters)?;
        let kinds = parameters.text("app_type").map(|kinds| kinds.split(','));
        let kinds: Option<Vec<&str>> = kinds.map(Iterator::collect);
        // The client behind "All Applications" is shown to whoever asks for it: the official export cannot do without it.
        let global =
            (parameters.text("is_global") == Some("true")).then(|| all_applications(&shared));
        let clients: Vec<Value> = registry
            .clients
            .iter()
            .chain(&global)
            .filter(|client| found.is_none_or(|search| search.finds(client, &registry)))
            .filter(|client| {
                let kind = text(client, "app_type");
                kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
            })
            .filter(|client| {
                parameters.agrees(client, "is_global", "global")
                    && parameters.agrees(client, "is_first_party", "is_first_party")
                    && parameters.agrees(client, "external_client_id", "external_client_id")
            })
            .map(|client| shown(client, &grant, &selection))
            .collect();
        parameters.page_of("clients", clients)
    };
    answer(StatusCode::OK, read())
}

/// The global client, which every tenant has from the start.
fn all_applications(shared: &Shared) -> Object {
    let client_id = random::secret_of(shared.options.seed, "All Applications");
    object(json!({
        "global": true,
        "name": "All Applications",
        "client_id": &client_id[9..41],
        "callbacks": [],
        "is_first_party": true,
        "custom_login_page_on": false,
        "cross_origin_authentication": true,
    }))
}

/// The two searches that `q` permits here.
#[derive(Clone, Copy)]
enum Advanced {
    /// Applications with a grant that any organisation may use.
    AnyOrganisation,
    /// Applications of one organisation: there are no organisations in practice.
    OneOrganisation,
}

/// Reads `q`, which stands alone and needs checkpoints (the OpenAPI description).
fn advanced(parameters: &Parameters) -> Result<Option<Advanced>, ApiError> {
    let Some(q) = parameters.text("q") else {
        return Ok(None);
    };
    let refused = |why: &str| {
        Err(ApiError::query(format!(
            "Query validation error: '{why}' on property q"
        )))
    };
    let filters = [
        "is_global",
        "is_first_party",
        "app_type",
        "external_client_id",
    ];
    if filters.iter().any(|name| parameters.text(name).is_some()) {
        return refused("Cannot be used in combination with other filters");
    }
    if !parameters.is_by_checkpoint() {
        return refused("Requires checkpoint pagination");
    }
    match q.split_once(':') {
        Some(("client_grant.allow_any_organization", "true")) => {
            Ok(Some(Advanced::AnyOrganisation))
        }
        Some(("client_grant.organization_id", id)) if !id.is_empty() => {
            Ok(Some(Advanced::OneOrganisation))
        }
        _ => refused("Query is not permitted"),
    }
}

impl Advanced {
    fn finds(self, client: &Object, registry: &Registry) -> bool {
        let id = text(client, "client_id");
        match self {
            Self::AnyOrganisation => registry.grants.iter().any(|grant| {
                text(grant, "client_id") == id
                    && grant.get("allow_any_organization") == Some(&Value::Bool(true))
            }),
            Self::OneOrganisation => false,
        }
    }
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    answer(StatusCode::CREATED, add(&shared, &body))
}

fn add(shared: &Shared, body: &[u8]) -> Result<Value, ApiError> {
    let given = properties(body);
    let mut registry = shared.registry();
    has_free_aliases(&registry, "", &given)?;
    let most = if shared.options.plan == Plan::Free {
        10
    } else {
        100
    };
    if registry.clients.len() >= most {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "operation_not_supported",
            "You reached the limit of entities of this type for this tenant.",
        ));
    }
    let client_id = shared.random.alphanumeric(32);
    let secret = random::secret_of(shared.options.seed, &client_id);
    let mut client = object(json!({
        "client_id": client_id,
        "client_secret": secret,
        "is_first_party": true,
        "is_token_endpoint_ip_header_trusted": false,
        "oidc_conformant": false,
        "jwt_configuration": {"secret_encoded": false, "lifetime_in_seconds": 36_000},
        "signing_keys": [{"cert": "practice"}],
        "sso_disabled": false,
        "cross_origin_authentication": false,
        // Without a word from the caller an application gets all of these (recorded).
        "grant_types": ["authorization_code", "implicit", "refresh_token", "client_credentials"],
        "custom_login_page_on": true,
    }));
    client.extend(given);
    registry.clients.push(client.clone());
    Ok(Value::Object(client))
}

/// An alias stands for one application alone. Names do not: many may have the same.
fn has_free_aliases(registry: &Registry, own_id: &str, given: &Object) -> Result<(), ApiError> {
    let wanted = texts(given, "client_aliases");
    let mut others = registry.clients.iter();
    let is_taken = others.any(|client| {
        let has = texts(client, "client_aliases");
        text(client, "client_id") != own_id && has.iter().any(|alias| wanted.contains(alias))
    });
    if is_taken {
        let why = "Another client exists with the same alias.";
        return Err(ApiError::plain(StatusCode::CONFLICT, why));
    }
    Ok(())
}

pub(crate) async fn read(
    State(shared): State<Arc<Shared>>,
    Extension(grant): Extension<Arc<Grant>>,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let read = || {
        let parameters = Parameters::read(raw.as_deref(), &["fields", "include_fields"])?;
        let selection = parameters.selection()?;
        let registry = shared.registry();
        let client = registry.client(&id).ok_or_else(inexistent)?;
        Ok(shown(client, &grant, &selection))
    };
    answer(StatusCode::OK, read())
}

pub(crate) async fn change(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let change = || {
        let given = properties(&body);
        let mut registry = shared.registry();
        has_free_aliases(&registry, &id, &given)?;
        let client = registry.client_mut(&id).ok_or_else(inexistent)?;
        for (name, value) in given {
            // Null takes a setting away.
            match value {
                Value::Null => drop(client.shift_remove(&name)),
                value => drop(client.insert(name, value)),
            }
        }
        Ok(Value::Object(client.clone()))
    };
    answer(StatusCode::OK, change())
}

/// Deletes an application and its grants; that there is none is no error (recorded).
pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> StatusCode {
    let mut registry = shared.registry();
    let is_other = |of: &Object| text(of, "client_id") != id;
    registry.clients.retain(is_other);
    registry.grants.retain(is_other);
    StatusCode::NO_CONTENT
}

pub(crate) async fn rotate_secret(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Response {
    let secret = format!("practice_{}", shared.random.alphanumeric(55));
    let rotate = || {
        let mut registry = shared.registry();
        let client = registry.client_mut(&id).ok_or_else(inexistent)?;
        client.insert("client_secret".to_owned(), json!(secret));
        Ok(Value::Object(client.clone()))
    };
    answer(StatusCode::OK, rotate())
}

/// The application as this token may see it.
fn shown(client: &Object, grant: &Grant, selection: &Selection) -> Value {
    let may_see_keys = grant.scopes.iter().any(|scope| scope == "read:client_keys");
    let seen = client.iter().filter(|(name, _)| {
        selection.takes(name) && (may_see_keys || !SECRETS.contains(&name.as_str()))
    });
    seen.map(|(name, value)| (name.clone(), value.clone()))
        .collect::<Object>()
        .into()
}

pub(crate) fn inexistent() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "inexistent_client",
        "The client does not exist",
    )
}

/// Sends what a handler found or why it did not.
pub(crate) fn answer(status: StatusCode, found: Result<Value, ApiError>) -> Response {
    match found {
        Ok(value) => faulty::json(status, value.to_string()),
        Err(error) => error.into_response(),
    }
}
