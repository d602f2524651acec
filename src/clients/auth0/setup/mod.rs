//! The Management API with a person's temporary key: what the automatic set-up reads and writes.
//!
//! Facts: contract auth0-api, section 7.2. Every list is read to its end. A call that makes something is sent once: after
//! an unclear end the engine looks whether it is there, instead of making a second one.

mod lists;
mod management;
mod wire;

pub use lists::Listing;
pub use management::{Management, Rehearsal};

use lists::List;
use management::encoded;
use reqwest::Method;
use serde_json::{Value, json};

use crate::clients::call::{Call, RateBucket, Reply};
use crate::clients::error::ClientError;
use crate::domain::ids::ClientId;
use crate::domain::install::{Action, Application, Binding, Grant, Kept, Trigger};
use crate::domain::secret::Secret;
use crate::domain::snippet::{API_KEY, CONNECTION_ID};

/// The trigger of the Login flow.
const TRIGGER: &str = "post-login";
/// What is asked of an application; its secret is asked for by itself.
const APPLICATION_FIELDS: &str = "client_id,name,app_type,grant_types,token_endpoint_auth_method,\
                                  client_authentication_methods";
const ACTIONS: &str = "/api/v2/actions/actions";
const BINDINGS: &str = "/api/v2/actions/triggers/post-login/bindings";

/// The values of an Action's two secrets.
#[derive(Clone, Debug)]
pub struct ActionSecrets {
    /// UserHub's Admin API key.
    pub key: Secret,
    /// The connection ID.
    pub connection: String,
}

/// Applications.
impl Management {
    /// All applications of the tenant.
    pub async fn applications(&self) -> Result<Listing<Application>, ClientError> {
        let fields = encoded(APPLICATION_FIELDS);
        let path = format!("/api/v2/clients?fields={fields}&include_fields=true");
        self.list(List::Clients, &path, wire::applications).await
    }

    /// Makes a Machine to Machine application that can do nothing yet, and gives its id and secret.
    ///
    /// Types of sign-in are spelled out: Auth0 would otherwise allow three more, and no secret.
    pub async fn create_application(
        &self,
        name: &str,
    ) -> Result<(ClientId, Option<Secret>), ClientError> {
        let body = json!({
            "name": name,
            "app_type": "non_interactive",
            "grant_types": ["client_credentials"],
            "token_endpoint_auth_method": "client_secret_post",
        });
        let call = once(call(Method::POST, "/api/v2/clients".to_owned(), &body));
        self.send(call, wire::credentials).await
    }

    /// The secret of an application; `None` where the key may not see it.
    pub async fn application_secret(&self, id: &ClientId) -> Result<Option<Secret>, ClientError> {
        let id = encoded(id.as_str());
        let path =
            format!("/api/v2/clients/{id}?fields=client_id%2Cclient_secret&include_fields=true");
        let call = Call::get(path, RateBucket::Other);
        let (_, secret) = self.send(call, wire::credentials).await?;
        Ok(secret)
    }

    /// Deletes an application, and its grants with it. That there is none is no error.
    pub async fn delete_application(&self, id: &ClientId) -> Result<(), ClientError> {
        let path = format!("/api/v2/clients/{}", encoded(id.as_str()));
        self.delete(path).await
    }
}

/// Grants for the Management API.
impl Management {
    /// All grants for it.
    pub async fn grants(&self) -> Result<Listing<Grant>, ClientError> {
        let audience = encoded(&self.audience);
        let path = format!("/api/v2/client-grants?audience={audience}&subject_type=client");
        let read = |reply: &Reply| wire::grants(reply, &self.audience);
        self.list(List::Grants, &path, read).await
    }

    /// Whether an application may use another API too.
    pub async fn is_used_elsewhere(&self, application: &ClientId) -> Result<bool, ClientError> {
        let id = encoded(application.as_str());
        let path = format!("/api/v2/client-grants?client_id={id}");
        let audiences = self.list(List::Grants, &path, wire::audiences).await?;
        let other = |audience: &String| *audience != self.audience;
        // What could not be read may be for another one, and what is used stays.
        Ok(!audiences.gap.is_none() || audiences.items.iter().any(other))
    }

    /// Lets an application use the Management API with these permissions.
    pub async fn create_grant(
        &self,
        application: &ClientId,
        permissions: &[String],
    ) -> Result<(), ClientError> {
        let body = json!({
            "client_id": application.as_str(),
            "audience": self.audience,
            "scope": permissions,
            "subject_type": "client",
        });
        let call = once(call(
            Method::POST,
            "/api/v2/client-grants".to_owned(),
            &body,
        ));
        self.send(call, nothing).await
    }

    /// Replaces the permissions of a grant.
    pub async fn set_permissions(
        &self,
        grant: &str,
        permissions: &[String],
    ) -> Result<(), ClientError> {
        let path = format!("/api/v2/client-grants/{}", encoded(grant));
        let call = call(Method::PATCH, path, &json!({ "scope": permissions }));
        self.send(call, nothing).await
    }

    /// Deletes a grant. That there is none is no error.
    pub async fn delete_grant(&self, grant: &str) -> Result<(), ClientError> {
        self.delete(format!("/api/v2/client-grants/{}", encoded(grant)))
            .await
    }
}

/// Actions.
impl Management {
    /// The current version of the Login flow's trigger, with the runtime that the tenant recommends.
    pub async fn trigger(&self) -> Result<Trigger, ClientError> {
        let call = Call::get("/api/v2/actions/triggers".to_owned(), RateBucket::Other);
        self.send(call, |reply| wire::trigger(reply, TRIGGER)).await
    }

    /// All Actions that can run in the Login flow.
    pub async fn actions(&self) -> Result<Listing<Action>, ClientError> {
        let path = format!("{ACTIONS}?triggerId={TRIGGER}");
        let read = |reply: &Reply| wire::actions(reply, TRIGGER);
        self.list(List::Actions, &path, read).await
    }

    /// One Action; `None` when it is not there.
    pub async fn action(&self, id: &str) -> Result<Option<Action>, ClientError> {
        let call = Call::get(format!("{ACTIONS}/{}", encoded(id)), RateBucket::Other);
        let read = |reply: &Reply| wire::action(reply, TRIGGER);
        absent_is_none(self.send(call, read).await)
    }

    /// Makes an Action, as a draft.
    pub async fn create_action(
        &self,
        name: &str,
        kept: &Kept,
        secrets: &ActionSecrets,
    ) -> Result<Action, ClientError> {
        let mut body = action_body(kept);
        body["name"] = name.into();
        body["secrets"] = secrets.body();
        let call = once(call(Method::POST, ACTIONS.to_owned(), &body)).holding(&secrets.key);
        self.send(call, |reply| wire::action(reply, TRIGGER)).await
    }

    /// Changes an Action's draft. Secrets are always sent whole, since Auth0 sets them anew as a whole; without them those
    /// that are there stay.
    pub async fn change_action(
        &self,
        id: &str,
        kept: &Kept,
        secrets: Option<&ActionSecrets>,
    ) -> Result<(), ClientError> {
        let mut body = action_body(kept);
        if let Some(secrets) = secrets {
            body["secrets"] = secrets.body();
        }
        let mut call = call(Method::PATCH, format!("{ACTIONS}/{}", encoded(id)), &body);
        call.secret = secrets.map(|secrets| secrets.key.clone());
        self.send(call, nothing).await
    }

    /// Puts the built draft in use.
    pub async fn deploy(&self, id: &str) -> Result<(), ClientError> {
        let path = format!("{ACTIONS}/{}/deploy", encoded(id));
        self.send(Call::post(path, Vec::new(), RateBucket::Other), nothing)
            .await
    }

    /// Puts an earlier version in use again, with its secrets, and makes it the draft.
    pub async fn deploy_version(&self, id: &str, version: &str) -> Result<(), ClientError> {
        let path = format!(
            "{ACTIONS}/{}/versions/{}/deploy",
            encoded(id),
            encoded(version)
        );
        let call = call(Method::POST, path, &json!({ "update_draft": true }));
        self.send(call, nothing).await
    }

    /// Deletes an Action that is in no flow. That there is none is no error.
    pub async fn delete_action(&self, id: &str) -> Result<(), ClientError> {
        let deleted = self.delete(format!("{ACTIONS}/{}", encoded(id))).await;
        absent_is_none(deleted).map(|_| ())
    }
}

/// The Login flow.
impl Management {
    /// What runs in it, in order.
    pub async fn flow(&self) -> Result<Listing<Binding>, ClientError> {
        self.list(List::Bindings, BINDINGS, wire::bindings).await
    }

    /// Replaces what runs in it: the list must hold everything that is to stay.
    pub async fn set_flow(&self, flow: &[Binding]) -> Result<(), ClientError> {
        let bindings = flow.iter().map(|binding| {
            json!({
                "ref": { "type": "action_id", "value": binding.action_id },
                "display_name": binding.display_name,
            })
        });
        let body = json!({ "bindings": bindings.collect::<Vec<Value>>() });
        self.send(call(Method::PATCH, BINDINGS.to_owned(), &body), nothing)
            .await
    }

    async fn delete(&self, path: String) -> Result<(), ClientError> {
        let call = Call {
            method: Method::DELETE,
            ..Call::get(path, RateBucket::Other)
        };
        self.send(call, nothing).await
    }
}

impl ActionSecrets {
    fn body(&self) -> Value {
        json!([
            { "name": API_KEY, "value": self.key.expose() },
            { "name": CONNECTION_ID, "value": self.connection },
        ])
    }
}

fn action_body(kept: &Kept) -> Value {
    let dependencies = kept.dependencies.iter();
    let dependencies: Vec<Value> = dependencies
        .map(|(name, version)| json!({ "name": name, "version": version }))
        .collect();
    json!({
        "supported_triggers": [{ "id": TRIGGER, "version": kept.trigger_version }],
        "code": kept.code,
        "runtime": kept.runtime,
        "dependencies": dependencies,
    })
}

fn call(method: Method, path: String, body: &Value) -> Call {
    Call {
        method,
        ..Call::post(path, body.to_string().into_bytes(), RateBucket::Other)
    }
}

/// A call that makes something, and is therefore not sent again after an unclear end.
fn once(call: Call) -> Call {
    Call {
        repeatable: false,
        ..call
    }
}

/// An answer of which nothing is read.
#[expect(clippy::unnecessary_wraps, reason = "every reader has this form")]
fn nothing(_: &Reply) -> Result<(), String> {
    Ok(())
}

fn absent_is_none<T>(answer: Result<T, ClientError>) -> Result<Option<T>, ClientError> {
    match answer {
        Ok(it) => Ok(Some(it)),
        Err(error) if error.status() == Some(404) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What Auth0 says when it only wants a moment's patience: a draft that is not built yet, and an Action that is not deployed
/// yet. These refusals have no code of their own, so that the sentence is all that tells them from others; the official
/// tools look for the same words (contract auth0-api 7.2).
const NOT_YET: [&str; 2] = ["must be in the 'built' state", "not been deployed"];

/// Whether Auth0 refuses only for the moment.
pub fn is_not_yet(error: &ClientError) -> bool {
    let words = error.rejection().map(|refusal| refusal.message.as_str());
    words.is_some_and(|words| NOT_YET.iter().any(|known| words.contains(known)))
}

/// The rehearsal.
impl Management {
    /// Runs an Action's draft with a made-up sign-in: a person who does not exist, so that nobody is touched.
    pub async fn rehearse(&self, id: &str) -> Result<Rehearsal, ClientError> {
        let user = json!({
            "user_id": "auth0|made-up-by-userhub-connect",
            "email": "made-up@example.com",
            "email_verified": true,
            "name": "Made up",
        });
        let event = json!({
            "user": user,
            "client": { "client_id": "made-up", "name": "Made up" },
            "connection": { "name": "made-up", "strategy": "auth0" },
            "request": { "method": "GET" },
            "stats": { "logins_count": 1 },
        });
        let body = json!({ "payload": { "event": event } });
        let path = format!("{ACTIONS}/{}/test", encoded(id));
        // It is sent once: an Action that takes long is not made faster by a second run.
        let call = once(call(Method::POST, path, &body));
        self.send(call, wire::rehearsal).await
    }
}
