//! The two calls that a sync is made of: `:import` and `:event` (contract userhub-api 3.1).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::calls::Call;
use super::identifier::Identifier;
use super::people::{self, Standing};
use super::profile::Profile;
use super::pull::PullError;
use super::refusal::{Code, Refusal};
use super::service::{Answer, Service, json};
use super::table::{Key, Refreshed};
use crate::practice::clock;

/// The end of the e-mail addresses that are refused; see [`super::Options::refuse`].
const REFUSED: &str = "@refused.example";

impl Service {
    /// Imports a person, or gives back the stored one unchanged.
    pub(super) async fn import(&self, who: Identifier) -> Answer {
        let Identifier::External { id, connection } = who else {
            let message = "Import needs <externalId>@<connectionId>";
            return Err(Refusal::invalid("userId", message));
        };
        self.calls.count(Call::Import, &id);
        self.connections.check(&connection)?;
        match self.read(Key::External(id.clone())).await? {
            Some((Standing::PendingDeletion, _)) => return Err(Refusal::pending_deletion()),
            Some((Standing::Held, stored)) => return Ok(json(stored)),
            None => {}
        }
        let profile = self.pull(&id).await?;
        let nested = self.connections.nested();
        let added = self.database.run(move |table| {
            table.add(&id, &profile, clock::now())?;
            people::shown(table, &Key::External(id), &nested)
        });
        let (_, body) = added.await?.ok_or_else(Refusal::no_such_user)?;
        Ok(json(body))
    }

    /// Reports an event: with `wait` it is handled before the answer, else after it and without its errors.
    pub(super) async fn event(
        self: &Arc<Self>,
        who: Identifier,
        body: Map<String, Value>,
    ) -> Answer {
        match body.get("type") {
            None | Some(Value::Null) => {}
            Some(Value::String(kind)) if matches!(&**kind, "CHANGED" | "SIGNIN" | "SIGNUP") => {}
            Some(_) => return Err(Refusal::invalid("type", "Invalid event type")),
        }
        let wait = match body.get("wait") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(wait)) => *wait,
            Some(_) => return Err(Refusal::invalid("wait", "Invalid boolean")),
        };
        if wait {
            self.handle_event(who).await?;
        } else {
            let service = Arc::clone(self);
            self.background.spawn(async move {
                if let Err(error) = service.handle_event(who).await {
                    tracing::debug!(?error, "an event without wait came to nothing");
                }
            });
        }
        Ok(json("{}"))
    }

    /// All types of event do the same: the profile is pulled again, and a missing person imported.
    async fn handle_event(&self, who: Identifier) -> Result<(), Refusal> {
        let id = self.external_id(who).await?;
        self.calls.count(Call::Event, &id);
        self.connections.check(self.connections.auth0_id())?;
        let profile = self.pull(&id).await?;
        let keep_edits = self.keep_edits;
        let refreshed = self.database.run(move |table| {
            let refreshed = table.refresh(&id, &profile, keep_edits, clock::now())?;
            if refreshed == Refreshed::Missing {
                table.add(&id, &profile, clock::now())?;
            }
            Ok(refreshed)
        });
        match refreshed.await? {
            Refreshed::Held | Refreshed::Missing => Ok(()),
            Refreshed::PendingDeletion => Err(Refusal::pending_deletion()),
        }
    }

    /// The id at Auth0 of whom an identifier means; UserHub's own id must be that of a stored person.
    async fn external_id(&self, who: Identifier) -> Result<String, Refusal> {
        match self.key(who)? {
            Key::External(id) => Ok(id),
            key @ Key::Number(_) => {
                let found = self
                    .database
                    .run(move |table| table.find(&key, |p| p.external_id.to_owned()));
                found.await?.ok_or_else(Refusal::no_such_user)
            }
        }
    }

    /// Pulls a person from the tenant; credentials that are refused break the connection.
    async fn pull(&self, id: &str) -> Result<Profile<'static>, Refusal> {
        self.calls.count(Call::Pull, id);
        let saved = self.connections.saved();
        let pulled = self.tenant.pull(&saved, id).await;
        if pulled == Err(PullError::Refused) {
            self.connections.break_with(&saved);
        }
        let profile = pulled.map_err(refusal_of)?;
        let email = profile.email.as_deref().unwrap_or_default();
        if self.refuse && email.ends_with(REFUSED) {
            return Err(Refusal::invalid(
                "email",
                "This e-mail address is not accepted",
            ));
        }
        Ok(profile)
    }
}

fn refusal_of(error: PullError) -> Refusal {
    match error {
        PullError::Missing => Refusal::no_such_external_user(),
        PullError::Malformed => Refusal::invalid("userId", "Auth0 does not take this id"),
        PullError::Refused => Refusal::connection_not_active("BROKEN"),
        PullError::SlowDown => {
            Refusal::new(Code::ResourceExhausted, "Auth0's rate limit is reached")
        }
        PullError::Unavailable => {
            Refusal::new(Code::Unavailable, "Auth0 could not be asked for the user")
        }
    }
}
