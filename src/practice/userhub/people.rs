//! The calls that read one person and those by which an administrator changes one (contract userhub-api 3.1).

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::identifier::Identifier;
use super::profile::{EMAIL_LIMIT, IMAGE_LIMIT, NAME_LIMIT, Profile, is_e164, within};
use super::record::{self, Nested, View};
use super::refusal::{Code, Refusal};
use super::service::{Answer, Service, json};
use super::table::{Key, Table};
use crate::practice::clock;

/// Whether a stored person is there or about to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Held,
    PendingDeletion,
}

/// A person's full JSON, and whether they are about to go.
pub(super) fn shown(
    table: &Table,
    key: &Key,
    nested: &Nested,
) -> rusqlite::Result<Option<(Standing, Vec<u8>)>> {
    table.find(key, |person| {
        let mut body = Vec::with_capacity(1024);
        record::write_person(&mut body, person, View::Full, nested);
        let standing = match person.deleted {
            None => Standing::Held,
            Some(_) => Standing::PendingDeletion,
        };
        (standing, body)
    })
}

impl Service {
    /// Answers with one person.
    pub(super) async fn show(&self, who: Identifier) -> Answer {
        let found = self.read(self.key(who)?).await?;
        let (_, body) = found.ok_or_else(Refusal::no_such_user)?;
        Ok(json(body))
    }

    /// Reads one person as JSON.
    pub(super) async fn read(&self, key: Key) -> Result<Option<(Standing, Vec<u8>)>, Refusal> {
        let nested = self.connections.nested();
        self.database
            .run(move |table| shown(table, &key, &nested))
            .await
    }

    /// Marks a person for deletion.
    pub(super) async fn mark(&self, who: Identifier) -> Answer {
        self.change(who, |table, number| {
            table.mark(number, Some(clock::now()), clock::now())
        })
        .await
    }

    /// Takes that mark away.
    pub(super) async fn unmark(&self, who: Identifier) -> Answer {
        self.change(who, |table, number| table.mark(number, None, clock::now()))
            .await
    }

    /// Changes one person and answers with what is held then.
    async fn change(
        &self,
        who: Identifier,
        change: impl FnOnce(&Table, i64) -> rusqlite::Result<()> + Send + 'static,
    ) -> Answer {
        let key = self.key(who)?;
        let nested = self.connections.nested();
        let changed = self.database.run(move |table| {
            if let Some(number) = table.find(&key, |person| person.number)? {
                change(table, number)?;
            }
            shown(table, &key, &nested)
        });
        let (_, body) = changed.await?.ok_or_else(Refusal::no_such_user)?;
        Ok(json(body))
    }

    /// Takes a person out for good, who must be marked for deletion.
    pub(super) async fn purge(&self, who: Identifier) -> Answer {
        let key = self.key(who)?;
        let purged = self.database.run(move |table| {
            let found = table.find(&key, |person| (person.number, person.deleted.is_some()))?;
            if let Some((number, true)) = found {
                table.purge(number)?;
            }
            Ok(found.map(|(_, marked)| marked))
        });
        match purged.await? {
            Some(true) => Ok(json("{}")),
            Some(false) => {
                let message = "User is not marked for deletion";
                Err(Refusal::new(Code::FailedPrecondition, message).at("userId"))
            }
            None => Err(Refusal::no_such_user()),
        }
    }

    /// Changes what UserHub holds of a person.
    pub(super) async fn edit(&self, who: Identifier, changes: Map<String, Value>) -> Answer {
        let key = self.key(who)?;
        let nested = self.connections.nested();
        let edited = self.database.run(move |table| {
            let found = table.find(&key, |person| (person.number, person.profile.owned()))?;
            let Some((number, mut profile)) = found else {
                return Ok(Err(Refusal::no_such_user()));
            };
            if let Err(refusal) = apply(&mut profile, &changes) {
                return Ok(Err(refusal));
            }
            table.edit(number, &profile, clock::now())?;
            Ok(Ok(shown(table, &key, &nested)?))
        });
        let (_, body) = edited.await??.ok_or_else(Refusal::no_such_user)?;
        Ok(json(body))
    }
}

/// Applies the fields that are present; `null` clears a text, an empty text is kept as it is.
fn apply(profile: &mut Profile<'static>, changes: &Map<String, Value>) -> Result<(), Refusal> {
    for (name, value) in changes {
        match name.as_str() {
            "displayName" => profile.name = text("displayName", value, |t| within(t, NAME_LIMIT))?,
            "email" => profile.email = text("email", value, |t| within(t, EMAIL_LIMIT))?,
            "emailVerified" => profile.email_verified = flag("emailVerified", value)?,
            "phoneNumber" => profile.phone = text("phoneNumber", value, is_e164)?,
            "phoneNumberVerified" => {
                profile.phone_verified = flag("phoneNumberVerified", value)?;
            }
            "imageUrl" => profile.image = text("imageUrl", value, |t| within(t, IMAGE_LIMIT))?,
            "disabled" => profile.disabled = flag("disabled", value)?,
            _ => {
                let message = format!("The practice UserHub does not hold {name}");
                return Err(Refusal::new(Code::Unimplemented, message));
            }
        }
    }
    Ok(())
}

fn text(
    param: &'static str,
    value: &Value,
    fits: impl Fn(&str) -> bool,
) -> Result<Option<Cow<'static, str>>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() || fits(text) => Ok(Some(Cow::Owned(text.clone()))),
        _ => Err(Refusal::invalid(param, "Invalid value")),
    }
}

fn flag(param: &'static str, value: &Value) -> Result<bool, Refusal> {
    value
        .as_bool()
        .ok_or_else(|| Refusal::invalid(param, "Invalid boolean"))
}
