//! What has happened to people, in order, for the Events API: the newest events only, each read from an offset.
//!
//! An event keeps the person as they were and as they are, and is written out when somebody reads it. The form is that of
//! the catalogue (contract keep-up 1.4); that an event is there at once is invented, as the service promises no time.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use crate::practice::clock;
use crate::practice::people::{Person, Selection, times};

/// More events than this are not kept, however young they are.
const MOST: usize = 100_000;

/// The longest offset that is taken (contract keep-up 1.2).
const LONGEST_OFFSET: usize = 1_024;

/// What a connection is told when what it wants is no longer there.
pub(crate) const GONE: &str = "Cursor points to data no longer available in the stream.";

/// The events of one tenant.
pub(crate) struct Feed {
    kept: Mutex<Kept>,
    /// The number of the newest event, for those who wait for it.
    newest: watch::Sender<u64>,
}

struct Kept {
    /// Begins every offset: those of an earlier tenant, or from before all were lost, point at nothing.
    mark: u64,
    events: VecDeque<Arc<Event>>,
    /// How many there were, also those that are gone: the number of the newest, from 1.
    count: u64,
    /// The date of the newest event that is gone.
    gone_until: Option<i64>,
}

/// Something that happened.
pub(crate) struct Event {
    /// From 1.
    pub(crate) number: u64,
    /// Milliseconds since 1970.
    pub(crate) date: i64,
    pub(crate) what: What,
}

/// What it was.
pub(crate) enum What {
    Created(Arc<Person>),
    Updated {
        before: Arc<Person>,
        after: Arc<Person>,
    },
    Deleted(Arc<Person>),
    ConnectionDeleted {
        id: String,
        name: String,
    },
}

/// Why nothing can be read from an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadOffset {
    /// It is none.
    Malformed,
    /// What it points at is gone.
    Gone,
}

impl What {
    /// The name of the event's type.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Created(_) => "user.created",
            Self::Updated { .. } => "user.updated",
            Self::Deleted(_) => "user.deleted",
            Self::ConnectionDeleted { .. } => "connection.deleted",
        }
    }
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            kept: Mutex::new(Kept {
                mark: new_mark(),
                events: VecDeque::new(),
                count: 0,
                gone_until: None,
            }),
            newest: watch::channel(0).0,
        }
    }

    /// Writes down what has just happened.
    pub(crate) fn add(&self, what: What) {
        let date = clock::now();
        let mut kept = self.lock();
        kept.count += 1;
        let number = kept.count;
        let event = Event { number, date, what };
        kept.events.push_back(Arc::new(event));
        kept.keep_to(MOST, i64::MIN);
        drop(kept);
        self.newest.send_replace(number);
    }

    /// Tells of each new event.
    pub(crate) fn listen(&self) -> watch::Receiver<u64> {
        self.newest.subscribe()
    }

    /// The number of the newest event; 0 where there is none.
    pub(crate) fn latest(&self) -> u64 {
        self.lock().count
    }

    /// Forgets what is older than so many seconds.
    pub(crate) fn age(&self, seconds: u64) {
        let milliseconds = i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX);
        let oldest = clock::now().saturating_sub(milliseconds);
        self.lock().keep_to(MOST, oldest);
    }

    /// Makes every offset that was given out point at what is gone. By their time the events are still found.
    pub(crate) fn lose_offsets(&self) {
        self.lock().mark = new_mark();
    }

    /// Up to `limit` events after this one.
    pub(crate) fn after(&self, number: u64, limit: usize) -> Result<Vec<Arc<Event>>, BadOffset> {
        let kept = self.lock();
        if number < kept.before_first() {
            return Err(BadOffset::Gone);
        }
        let skip = usize::try_from(number - kept.before_first()).unwrap_or(usize::MAX);
        Ok(kept.events.iter().skip(skip).take(limit).cloned().collect())
    }

    /// The number before the first event of this moment, in milliseconds since 1970, or later.
    pub(crate) fn before(&self, moment: i64) -> Result<u64, BadOffset> {
        let kept = self.lock();
        if kept.gone_until.is_some_and(|gone| gone >= moment) {
            return Err(BadOffset::Gone);
        }
        let first = kept.events.iter().find(|event| event.date >= moment);
        Ok(first.map_or(kept.count, |event| event.number - 1))
    }

    /// The offset of an event: opaque, with all signs that an address must write otherwise.
    pub(crate) fn offset(&self, number: u64) -> String {
        let mut bytes = vec![0xFB, 0xFF, 0xBF];
        bytes.extend_from_slice(&self.lock().mark.to_be_bytes());
        bytes.extend_from_slice(&number.to_be_bytes());
        STANDARD.encode(bytes)
    }

    /// The number of the event that an offset names.
    pub(crate) fn number(&self, offset: &str) -> Result<u64, BadOffset> {
        if offset.is_empty() || offset.len() > LONGEST_OFFSET {
            return Err(BadOffset::Malformed);
        }
        let bytes = STANDARD.decode(offset).map_err(|_| BadOffset::Malformed)?;
        let numbers = bytes
            .get(3..)
            .and_then(|rest| rest.split_first_chunk::<8>());
        let Some((mark, number)) = numbers else {
            return Err(BadOffset::Malformed);
        };
        let number: [u8; 8] = number.try_into().map_err(|_| BadOffset::Malformed)?;
        let (mark, number) = (u64::from_be_bytes(*mark), u64::from_be_bytes(number));
        let kept = self.lock();
        if mark != kept.mark || number < kept.before_first() {
            return Err(BadOffset::Gone);
        }
        Ok(number.min(kept.count))
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The number of the event before the first that is kept.
    fn before_first(&self) -> u64 {
        self.events
            .front()
            .map_or(self.count, |first| first.number - 1)
    }

    fn keep_to(&mut self, most: usize, oldest: i64) {
        while let Some(first) = self.events.front()
            && (self.events.len() > most || first.date < oldest)
        {
            self.gone_until = Some(first.date);
            self.events.pop_front();
        }
    }
}

fn new_mark() -> u64 {
    RandomState::new().build_hasher().finish()
}

impl Event {
    /// The whole message, `{offset, event}`.
    pub(crate) fn message(&self, offset: &str, domain: &str, with_previous: bool) -> Value {
        let mut data = json!({
            "object": self.object(),
            "context": {"tenant": {"id": domain.split('.').next()}},
        });
        if let (What::Updated { before, .. }, true) = (&self.what, with_previous) {
            data["previous_object"] = Value::Object(record(before));
        }
        json!({
            "offset": offset,
            "event": {
                "specversion": "1.0",
                "type": self.what.kind(),
                "source": format!("urn:auth0:{domain}"),
                "id": format!("evt_{:022}", self.number),
                "time": times::iso(self.date),
                "data": data,
                "a0tenant": domain.split('.').next(),
                "a0stream": "est_practicepracticeprac",
            }
        })
    }

    fn object(&self) -> Value {
        match &self.what {
            What::Created(person) | What::Updated { after: person, .. } => {
                Value::Object(record(person))
            }
            What::Deleted(person) => {
                let mut object = record(person);
                object.insert("deleted_at".to_owned(), json!(times::iso(self.date)));
                Value::Object(object)
            }
            What::ConnectionDeleted { id, name } => json!({"id": id, "name": name}),
        }
    }
}

fn record(person: &Person) -> Map<String, Value> {
    let mut json = Vec::new();
    person.write_json(&mut json, &Selection::All);
    serde_json::from_slice(&json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn happened(feed: &Feed, id: &str) {
        let person = Arc::new(Person::new(id.to_owned(), 0, 0));
        feed.add(What::Created(person));
    }

    #[test]
    fn events_are_read_after_an_offset_until_they_are_gone() {
        let feed = Feed::new();
        let none = feed.offset(0);
        happened(&feed, "auth0|1");
        happened(&feed, "auth0|2");
        let after = |offset: &str| {
            let number = feed.number(offset)?;
            let events = feed.after(number, 10)?;
            Ok::<_, BadOffset>(events.iter().map(|event| event.number).collect::<Vec<_>>())
        };
        assert_eq!(after(&none), Ok(vec![1, 2]));
        assert_eq!(after(&feed.offset(1)), Ok(vec![2]));
        assert_eq!(after(&feed.offset(2)), Ok(vec![]));
        assert_eq!(after("nonsense"), Err(BadOffset::Malformed));
        assert_eq!(after(&Feed::new().offset(1)), Err(BadOffset::Gone));
        assert!(none.contains('+') && none.contains('/') && none.ends_with('='));
        let known = feed.offset(2);
        feed.lose_offsets();
        assert_eq!(after(&known), Err(BadOffset::Gone));
        assert_eq!(feed.before(0), Ok(0));
        assert_eq!(feed.before(clock::now() + 60_000), Ok(2));
    }

    #[test]
    fn a_message_has_the_form_of_the_catalogue() {
        let feed = Feed::new();
        happened(&feed, "auth0|1");
        let event = feed.after(0, 1).unwrap().remove(0);
        let message = event.message("o=", "acme.eu.auth0.com", true);
        assert_eq!(message["offset"], "o=");
        assert_eq!(message["event"]["type"], "user.created");
        assert_eq!(message["event"]["data"]["object"]["user_id"], "auth0|1");
        assert_eq!(message["event"]["id"].as_str().unwrap().len(), 26);
    }
}
