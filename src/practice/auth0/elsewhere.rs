//! The rest of a tenant, as far as official tools ask when they export all of it: connections, APIs, settings, and the
//! many kinds of things that a practice tenant has none of.
//!
//! All of it can only be read. Names, list forms and permissions are those of the OpenAPI description; the values are
//! what a new tenant has, as far as recordings show it, and else invented.

use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

use super::clients::answer;
use super::connection_ids::connection_id;
use super::errors::ApiError;
use super::object::{Object, object, text};
use super::parameters::Parameters;
use super::shared::Shared;
use crate::practice::people::People;

/// Lists of which nothing is there: the path behind `/api/v2`, the name of the list where it comes with totals or
/// checkpoints (a bare list where the name is empty), and the permission.
pub(crate) const NONE: [(&str, &str, &str); 26] = [
    ("/rules", "rules", "read:rules"),
    ("/rules-configs", "", "read:rules_configs"),
    ("/hooks", "hooks", "read:hooks"),
    ("/roles", "roles", "read:roles"),
    ("/organizations", "organizations", "read:organizations"),
    ("/custom-domains", "custom_domains", "read:custom_domains"),
    ("/log-streams", "", "read:log_streams"),
    ("/event-streams", "eventStreams", "read:event_streams"),
    ("/flows", "flows", "read:flows"),
    (
        "/flows/vault/connections",
        "connections",
        "read:flows_vault_connections",
    ),
    ("/forms", "forms", "read:forms"),
    ("/actions/modules", "modules", "read:actions"),
    ("/network-acls", "network_acls", "read:network_acls"),
    (
        "/self-service-profiles",
        "self_service_profiles",
        "read:self_service_profiles",
    ),
    (
        "/user-attribute-profiles",
        "user_attribute_profiles",
        "read:user_attribute_profiles",
    ),
    (
        "/token-exchange-profiles",
        "token_exchange_profiles",
        "read:token_exchange_profiles",
    ),
    (
        "/connections-directory-provisionings",
        "directory_provisionings",
        "read:directory_provisionings",
    ),
    (
        "/connection-profiles",
        "connection_profiles",
        "read:connection_profiles",
    ),
    (
        "/rate-limit-policies",
        "rate_limit_policies",
        "read:rate_limit_policies",
    ),
    (
        "/branding/phone/providers",
        "providers",
        "read:phone_providers",
    ),
    (
        "/branding/phone/templates",
        "templates",
        "read:phone_templates",
    ),
    ("/guardian/policies", "", "read:mfa_policies"),
    ("/guardian/factors", "", "read:guardian_factors"),
    ("/connections/{id}/clients", "clients", "read:connections"),
    (
        "/client-grants/{id}/organizations",
        "organizations",
        "read:organization_client_grants",
    ),
    ("/prompts/rendering", "configs", "read:prompts"),
];

/// The paths of single things and settings, with the permission to read them.
pub(crate) const SETTINGS: [(&str, &str); 18] = [
    ("/tenants/settings", "read:tenant_settings"),
    ("/prompts", "read:prompts"),
    ("/branding", "read:branding"),
    (
        "/attack-protection/brute-force-protection",
        "read:attack_protection",
    ),
    (
        "/attack-protection/suspicious-ip-throttling",
        "read:attack_protection",
    ),
    (
        "/attack-protection/breached-password-detection",
        "read:attack_protection",
    ),
    ("/attack-protection/bot-detection", "read:attack_protection"),
    ("/attack-protection/captcha", "read:attack_protection"),
    ("/risk-assessments/settings", "read:attack_protection"),
    (
        "/risk-assessments/settings/new-device",
        "read:attack_protection",
    ),
    ("/supplemental-signals", "read:attack_protection"),
    (
        "/guardian/factors/phone/message-types",
        "read:guardian_factors",
    ),
    (
        "/guardian/factors/phone/selected-provider",
        "read:guardian_factors",
    ),
    (
        "/guardian/factors/push-notification/providers/sns",
        "read:guardian_factors",
    ),
    (
        "/guardian/factors/sms/providers/twilio",
        "read:guardian_factors",
    ),
    ("/guardian/factors/sms/templates", "read:guardian_factors"),
    ("/prompts/{prompt}/custom-text/{language}", "read:prompts"),
    ("/prompts/{prompt}/partials", "read:prompts"),
];

const PAGED: [&str; 5] = ["page", "per_page", "include_totals", "from", "take"];

/// All of these addresses.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    let address = |path: &str| format!("/api/v2{path}");
    let mut router = Router::new()
        .route(&address("/connections"), get(connections))
        .route(&address("/connections/{id}"), get(connection))
        .route(&address("/resource-servers"), get(apis))
        .route(&address("/resource-servers/{id}"), get(api));
    for (path, _, _) in NONE {
        router = router.route(&address(path), get(none));
    }
    for (path, _) in SETTINGS {
        router = router.route(&address(path), get(settings));
    }
    router
}

/// The permission that reading one of these takes.
pub(crate) fn permission(path: &str) -> Option<&'static str> {
    let lists = NONE
        .iter()
        .map(|(known, _, permission)| (*known, *permission));
    let all = lists.chain(SETTINGS).chain([
        ("/connections", "read:connections"),
        ("/connections/{id}", "read:connections"),
        ("/resource-servers", "read:resource_servers"),
        ("/resource-servers/{id}", "read:resource_servers"),
    ]);
    let mut found = all.filter(|(known, _)| *known == path);
    found.next().map(|(_, permission)| permission)
}

/// A list of which nothing is there. Its filters are not looked at: whatever they say, they find nothing.
async fn none(matched: MatchedPath, RawQuery(raw): RawQuery) -> Response {
    let path = matched.as_str().trim_start_matches("/api/v2");
    let name = NONE.iter().find(|(known, _, _)| *known == path);
    let name = name.map_or("", |(_, name, _)| name);
    let pairs = url::form_urlencoded::parse(raw.as_deref().unwrap_or_default().as_bytes());
    let paged = pairs.filter(|(name, _)| PAGED.contains(&&**name));
    let paged: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(paged)
        .finish();
    let read = || {
        let parameters = Parameters::read(Some(&paged), &PAGED)?;
        match name {
            "" => Ok(json!([])),
            name => parameters.page_of(name, Vec::new()),
        }
    };
    answer(StatusCode::OK, read())
}

async fn settings(matched: MatchedPath) -> Response {
    let path = matched.as_str().trim_start_matches("/api/v2");
    answer(StatusCode::OK, Ok(setting(path)))
}

fn setting(path: &str) -> Value {
    match path {
        "/tenants/settings" => json!({
            "friendly_name": "Practice",
            "enabled_locales": ["en"],
            "flags": {"disable_clickjack_protection_headers": true, "enable_sso": true},
            "session_lifetime": 168,
            "idle_session_lifetime": 72,
            "sandbox_version": "22",
            "sandbox_versions_available": ["22", "18"],
        }),
        "/prompts" => json!({
            "universal_login_experience": "new",
            "identifier_first": false,
            "webauthn_platform_first_factor": false,
        }),
        "/attack-protection/brute-force-protection" => json!({
            "enabled": true,
            "shields": ["block", "user_notification"],
            "mode": "count_per_identifier_and_ip",
            "allowlist": [],
            "max_attempts": 10,
        }),
        "/attack-protection/suspicious-ip-throttling" => json!({
            "enabled": true,
            "shields": ["admin_notification", "block"],
            "allowlist": [],
        }),
        "/attack-protection/breached-password-detection" => json!({
            "enabled": false,
            "shields": [],
            "admin_notification_frequency": [],
            "method": "standard",
        }),
        "/risk-assessments/settings" => json!({"enabled": false}),
        "/risk-assessments/settings/new-device" => json!({"remember_for": 30}),
        "/supplemental-signals" => json!({"akamai_enabled": false}),
        "/guardian/factors/phone/message-types" => json!({"message_types": []}),
        "/guardian/factors/phone/selected-provider" => json!({"provider": "auth0"}),
        // Nothing was set.
        _ => json!({}),
    }
}

async fn connections(RawQuery(raw): RawQuery) -> Response {
    let read = || {
        let filters = ["strategy", "name", "fields", "include_fields"];
        let known = [&PAGED[..], &filters].concat();
        let parameters = Parameters::read(raw.as_deref(), &known)?;
        let selection = parameters.selection()?;
        // Several strategies are several parameters of one name.
        let query = raw.as_deref().unwrap_or_default().as_bytes();
        let strategies: Vec<String> = url::form_urlencoded::parse(query)
            .filter(|(name, _)| name == "strategy")
            .map(|(_, value)| value.into_owned())
            .collect();
        let wanted = |connection: &Object| {
            parameters.agrees(connection, "name", "name")
                && (strategies.is_empty()
                    || strategies.iter().any(|s| s == text(connection, "strategy")))
        };
        let found = every_connection().filter(wanted).map(|connection| {
            let seen = connection
                .into_iter()
                .filter(|(name, _)| selection.takes(name));
            Value::Object(seen.collect())
        });
        parameters.page_of("connections", found.collect())
    };
    answer(StatusCode::OK, read())
}

async fn connection(Path(id): Path<String>) -> Response {
    let found = every_connection().find(|connection| text(connection, "id") == id);
    let missing = || {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "inexistent_connection",
            "The connection does not exist",
        )
    };
    answer(StatusCode::OK, found.map(Value::Object).ok_or_else(missing))
}

/// The connections that the people come from.
fn every_connection() -> impl Iterator<Item = Object> {
    People::connections().into_iter().map(|name| {
        object(json!({
            "id": connection_id(name),
            "name": name,
            "strategy": People::strategy(name),
            "options": {},
            "enabled_clients": [],
            "is_domain_connection": false,
            "realms": [name],
        }))
    })
}

async fn apis(State(shared): State<Arc<Shared>>, RawQuery(raw): RawQuery) -> Response {
    let read = || {
        let known = [&PAGED[..3], &["identifiers", "include_fields"]].concat();
        let parameters = Parameters::read(raw.as_deref(), &known)?;
        let api = management_api(&shared);
        let found = parameters.agrees(&api, "identifiers", "identifier");
        let found = found.then_some(Value::Object(api));
        parameters.page_of("resource_servers", found.into_iter().collect())
    };
    answer(StatusCode::OK, read())
}

async fn api(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let api = management_api(&shared);
    let is_meant = text(&api, "id") == id || text(&api, "identifier") == id;
    let missing = || {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "inexistent_resource_server",
            "The resource server does not exist",
        )
    };
    answer(
        StatusCode::OK,
        is_meant.then_some(Value::Object(api)).ok_or_else(missing),
    )
}

/// The one API of the tenant. Its id follows from the seed as little as that of a connection.
fn management_api(shared: &Shared) -> Object {
    let scopes = super::explorer::PERMISSIONS.iter();
    let scopes: Vec<Value> = scopes
        .map(|scope| json!({"value": scope, "description": scope.replace([':', '_'], " ")}))
        .collect();
    object(json!({
        "id": "6f0000000000000000000a91",
        "name": "Auth0 Management API",
        "identifier": shared.audience(),
        "is_system": true,
        "allow_offline_access": false,
        "skip_consent_for_verifiable_first_party_clients": false,
        "token_lifetime": 86_400,
        "token_lifetime_for_web": 7_200,
        "signing_alg": "RS256",
        "scopes": scopes,
        "subject_type_authorization": {"client": {"policy": "require_client_grant"}},
    }))
}
