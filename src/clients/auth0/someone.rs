//! People by what is known of them: an id, an address, a name, an identity that became another's; and their deletions in the
//! tenant's log, where that may be read (contract keep-up, section 3).

use jiff::Timestamp;
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::wire::USER_FIELDS;
use super::{Auth0, Call, ClientError, Person, RateBucket, SEGMENT};
use crate::clients::call::{Reply, json};
use crate::clients::lenient;
use crate::domain::ids::Auth0UserId;
use crate::domain::removal::Deletion;

/// The most people of one answer.
const MOST: usize = 20;

/// How many ids are looked for among identities with one question: its address stays short, and its answer has room.
pub const MERGED_AT_ONCE: usize = 10;

/// The most entries of the log that are looked through for deletions.
const LOG_ENTRIES: usize = 100;

/// A person with what tells who else they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The person.
    pub person: Person,
    /// The Auth0 connection of their first identity.
    pub connection: Option<String>,
    /// Their further identities, as the ids that these had as users of their own.
    pub merged: Vec<Auth0UserId>,
}

/// What Auth0 says about an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ById {
    /// It has the person.
    There(Box<Record>),
    /// It has no such user: `404 inexistent_user`, and nothing else.
    Nobody,
    /// Nobody can have this id.
    NotAnId,
}

#[derive(Default, Deserialize)]
struct Identities {
    #[serde(default)]
    identities: Vec<Identity>,
}

#[derive(Deserialize)]
struct Identity {
    #[serde(default, deserialize_with = "lenient::text")]
    connection: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    provider: Option<String>,
    /// A text, or a number of more digits than a number of this program can hold.
    #[serde(default)]
    user_id: Option<Box<RawValue>>,
}

impl Identity {
    /// The id that this identity had as a user of its own.
    fn id(&self) -> Option<Auth0UserId> {
        let (provider, raw) = (self.provider.as_deref()?, self.user_id.as_deref()?.get());
        let subject = if raw.bytes().all(|byte| byte.is_ascii_digit()) {
            raw.to_owned()
        } else {
            serde_json::from_str(raw).ok()?
        };
        Some(Auth0UserId::new(format!("{provider}|{subject}")))
    }
}

impl Auth0 {
    /// Reads one person by id with their identities. This answer is always up to date.
    pub async fn someone(&self, id: &Auth0UserId) -> Result<ById, ClientError> {
        if matches!(id.as_str(), "" | "." | "..") {
            return Ok(ById::NotAnId);
        }
        let path = format!(
            "/api/v2/users/{}",
            utf8_percent_encode(id.as_str(), SEGMENT)
        );
        let read = |reply: &Reply| match Record::read(&reply.body) {
            record if record.person.source.id == *id => Ok(record),
            // Another's record, or none, is a lost answer.
            _ => Err("it is not the record of the user who was asked for".to_owned()),
        };
        match self.api(Call::get(path, RateBucket::Users), read).await {
            Ok(record) => Ok(ById::There(Box::new(record))),
            Err(error) => match error.rejection().map(|it| (it.status, it.code.as_str())) {
                Some((404, "inexistent_user")) => Ok(ById::Nobody),
                Some((400, _)) => Ok(ById::NotAnId),
                _ => Err(error),
            },
        }
    }

    /// The people with this address, which must be written as Auth0 has it: in small letters, for most. This answer is
    /// always up to date.
    pub async fn by_email(&self, email: &str) -> Result<Vec<Record>, ClientError> {
        let path = format!(
            "/api/v2/users-by-email?email={}",
            utf8_percent_encode(email, SEGMENT)
        );
        self.api(Call::get(path, RateBucket::Users), read_list)
            .await
    }

    /// The people whom a search finds, in Auth0's Lucene syntax; the first 20 of them. It lags behind.
    pub async fn search(&self, q: &str) -> Result<Vec<Record>, ClientError> {
        let encode = |text: &str| utf8_percent_encode(text, SEGMENT).to_string();
        let path = format!(
            "/api/v2/users?per_page={MOST}&sort={}&fields={}&include_fields=true&search_engine=v3&q={}",
            encode("created_at:1"),
            encode(&format!("{},identities", USER_FIELDS.join(","))),
            encode(q),
        );
        self.api(Call::get(path, RateBucket::Users), read_list)
            .await
    }

    /// The person among whose identities this id lives on, as far as the search knows.
    pub async fn merged_into(&self, id: &Auth0UserId) -> Result<Option<Record>, ClientError> {
        let Some((_, subject)) = id.as_str().split_once('|') else {
            return Ok(None);
        };
        let found = self
            .search(&format!("identities.user_id:{}", quoted(subject)))
            .await?;
        Ok(found
            .into_iter()
            .find(|record| record.person.source.id != *id && record.merged.contains(id)))
    }

    /// In whom each of these ids lives on, as far as the search knows: one question for [`MERGED_AT_ONCE`] of them, and one
    /// each only where the answer had no room for all.
    pub async fn merged_into_whom(
        &self,
        ids: &[Auth0UserId],
    ) -> Result<Vec<(Auth0UserId, Auth0UserId)>, ClientError> {
        let subjects: Vec<String> = (ids.iter())
            .filter_map(|id| id.as_str().split_once('|'))
            .map(|(_, subject)| format!("identities.user_id:{}", quoted(subject)))
            .collect();
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.search(&subjects.join(" OR ")).await?;
        let has_room = found.len() < MOST;
        let mut merged = Vec::new();
        for id in ids {
            let into = (found.iter())
                .find(|record| record.person.source.id != *id && record.merged.contains(id));
            let into = match into {
                Some(record) => Some(record.person.source.id.clone()),
                None if has_room => None,
                None => (self.merged_into(id).await?).map(|record| record.person.source.id),
            };
            merged.extend(into.map(|into| (id.clone(), into)));
        }
        Ok(merged)
    }

    /// Deletions that the log tells of, the newest first; nothing where the log may not be read. Whoever was deleted long ago
    /// is not among them: the log is kept for days.
    pub async fn deletions(&self) -> Result<Vec<(Auth0UserId, Deletion)>, ClientError> {
        let q = r#"(type:sapi AND description:"Delete a User") OR type:sdu"#;
        let path = format!(
            "/api/v2/logs?per_page={LOG_ENTRIES}&sort={}&q={}",
            utf8_percent_encode("date:-1", SEGMENT),
            utf8_percent_encode(q, SEGMENT),
        );
        let read = |reply: &Reply| json::<Vec<Entry>>(reply);
        match self.api(Call::get(path, RateBucket::Other), read).await {
            Ok(entries) => Ok(entries.into_iter().filter_map(Entry::deletion).collect()),
            Err(error) if matches!(error.status(), Some(400 | 403 | 404)) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

/// A text as a quoted word of Auth0's search language.
pub fn quoted(text: &str) -> String {
    let mut word = String::with_capacity(text.len() + 2);
    word.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            word.push('\\');
        }
        word.push(letter);
    }
    word.push('"');
    word
}

/// A text as a word of Auth0's search language, in which some characters mean something.
pub fn escaped(text: &str) -> String {
    let mut word = String::new();
    for c in text.chars() {
        if !(c.is_alphanumeric() || matches!(c, '@' | '.' | '_')) {
            word.push('\\');
        }
        word.push(c);
    }
    word
}

fn read_list(reply: &Reply) -> Result<Vec<Record>, String> {
    let records: Vec<&RawValue> =
        serde_json::from_slice(&reply.body).map_err(|error| error.to_string())?;
    Ok(records
        .into_iter()
        .map(|raw| Record::read(raw.get().as_bytes()))
        .collect())
}

impl Record {
    fn read(record: &[u8]) -> Self {
        let person = Person::read(record);
        // Whoever has no identities that can be read is still who they are.
        let Identities { identities } = serde_json::from_slice(record).unwrap_or_default();
        let mut identities = identities.into_iter();
        let first = identities.next();
        let own = person.source.id.clone();
        let merged = identities
            .filter_map(|identity| identity.id())
            .filter(|id| *id != own)
            .collect();
        Self {
            person,
            connection: first.and_then(|identity| identity.connection),
            merged,
        }
    }
}

/// An entry of the log. Nothing of it is kept but the moment and who did it.
#[derive(Deserialize)]
struct Entry {
    #[serde(default, deserialize_with = "lenient::moment")]
    date: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::text")]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    client_name: Option<String>,
    #[serde(default)]
    details: Details,
}

#[derive(Default, Deserialize)]
struct Details {
    #[serde(default)]
    request: Option<Request>,
}

#[derive(Deserialize)]
struct Request {
    #[serde(default, deserialize_with = "lenient::text")]
    path: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    channel: Option<String>,
}

impl Entry {
    fn deletion(self) -> Option<(Auth0UserId, Deletion)> {
        let at = self.date?;
        let Some(request) = self.details.request else {
            let id = self.user_id.filter(|id| id.contains('|'))?;
            return Some((Auth0UserId::new(id), Deletion { at, by: None }));
        };
        // The actor of such an entry is not the user who was deleted, whom the path alone names.
        let path = request.path?;
        let segment = path.rsplit('/').next()?;
        let once = percent_decode_str(segment).decode_utf8().ok()?;
        let twice = percent_decode_str(&once).decode_utf8().ok()?;
        let id = if once.contains('|') {
            once.as_ref()
        } else {
            twice.as_ref()
        };
        let by = match request.channel.as_deref() {
            Some(channel) if channel.starts_with("https://manage.") => {
                Some("somebody in the Auth0 dashboard".to_owned())
            }
            _ => self
                .client_name
                .map(|name| format!("the application {name}")),
        };
        id.contains('|')
            .then(|| (Auth0UserId::new(id), Deletion { at, by }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_beyond_the_first_are_people_who_were_merged() {
        let record = Record::read(
            br#"{"user_id":"auth0|1","identities":[
                {"connection":"db","provider":"auth0","user_id":"1"},
                {"connection":"google-oauth2","provider":"google-oauth2","user_id":123456789012345678901},
                {"provider":"auth0","user_id":"1"},{"provider":null}]}"#,
        );
        assert_eq!(record.connection.as_deref(), Some("db"));
        let merged = Auth0UserId::new("google-oauth2|123456789012345678901");
        assert_eq!(record.merged, [merged]);
        assert!(
            Record::read(br#"{"user_id":"auth0|1","identities":7}"#)
                .merged
                .is_empty()
        );
    }

    #[test]
    fn a_deletion_of_the_log_is_of_whom_its_path_names() {
        let read = |text: &str| serde_json::from_str::<Entry>(text).unwrap().deletion();
        let (id, deletion) = read(
            r#"{"date":"2026-11-26T10:00:00.000Z","user_id":"auth0|admin","client_name":"App","details":{"request":
                {"path":"/api/v2/users/auth0%7C64107988","channel":"api"}}}"#,
        )
        .unwrap();
        assert_eq!(id.as_str(), "auth0|64107988");
        assert_eq!(deletion.by.as_deref(), Some("the application App"));
        let twice = read(
            r#"{"date":"2026-11-26T10:00:00.000Z","details":{"request":
                {"path":"/api/v2/users/auth0%257C1","channel":"https://manage.auth0.com/"}}}"#,
        );
        assert_eq!(twice.unwrap().0.as_str(), "auth0|1");
        assert_eq!(
            read(r#"{"date":"2026-11-26T10:00:00.000Z","user_id":null,"details":{}}"#),
            None
        );
    }
}
