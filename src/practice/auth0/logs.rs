//! The tenant's log: what has happened in it, the newest events only, so that it takes no more memory than it may.
//!
//! Forms and names are those of recorded events (contract keep-up 3). An event shows at once, where the service promises
//! no time at all. What an event says of a call is shortened as the service does it: a password is five stars.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::object::{Object, object};
use crate::practice::clock;
use crate::practice::people::times;

/// More events than this are not kept.
const MOST: usize = 2_000;
/// Nor more than this of them, in bytes of JSON.
const MOST_BYTES: usize = 4 << 20;
/// An event with more than this says nothing of what was sent and answered.
const LONGEST: usize = 64 << 10;

/// The log of one tenant.
#[derive(Default)]
pub(crate) struct Logs(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    events: VecDeque<Event>,
    bytes: usize,
    /// How many there were, also those that are gone.
    count: u64,
}

/// One event.
#[derive(Clone)]
pub(crate) struct Event {
    pub(crate) id: String,
    /// Milliseconds since 1970.
    pub(crate) date: i64,
    pub(crate) json: Object,
    bytes: usize,
}

impl Logs {
    /// Keeps an event, to which id, date and all properties are added that it does not name.
    pub(crate) fn add(&self, kind: &str, mut said: Object) {
        if length(&said) > LONGEST {
            said.insert("details".to_owned(), Value::Null);
        }
        let date = clock::now();
        let mut kept = self.lock();
        kept.count += 1;
        let id = id(date, kept.count);
        let json = whole(&id, date, kind, &said);
        let bytes = length(&json);
        kept.bytes += bytes;
        kept.events.push_back(Event {
            id,
            date,
            json,
            bytes,
        });
        while kept.events.len() > MOST || kept.bytes > MOST_BYTES {
            let oldest = kept.events.pop_front();
            kept.bytes -= oldest.map_or(0, |event| event.bytes);
        }
    }

    /// The events that pass, the oldest first.
    pub(crate) fn find(&self, passes: impl Fn(&Event) -> bool) -> Vec<Event> {
        let kept = self.lock();
        let found = kept.events.iter().filter(|event| passes(event));
        found.cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An id: 900, the time, and a number; later ones come after earlier ones also as texts.
fn id(date: i64, count: u64) -> String {
    let time: String = times::iso(date)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    format!("900{time}{count:036}")
}

/// An event as it is sent: what it does not say is null.
fn whole(id: &str, date: i64, kind: &str, said: &Object) -> Object {
    let mut event = object(json!({
        "_id": id,
        "log_id": id,
        "date": times::iso(date),
        "type": kind,
        "description": "",
        "connection": null,
        "connection_id": null,
        "organization_id": null,
        "organization_name": null,
        "client_id": null,
        "client_name": null,
        "ip": "198.51.100.7",
        "hostname": null,
        "details": null,
        "user_id": null,
        "user_name": null,
        "user_agent": "Other 0.0.0 / Other 0.0.0",
        "audience": null,
        "scope": null,
        "strategy": null,
        "strategy_type": null,
        "isMobile": false,
        "location_info": null,
    }));
    event.extend(said.clone());
    event
}

fn length(json: &Object) -> usize {
    serde_json::to_vec(json).map_or(0, |text| text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_has_bounds_and_keeps_the_newest() {
        let logs = Logs::default();
        for number in 0..MOST + 5 {
            logs.add("s", object(json!({"user_name": number.to_string()})));
        }
        let all = logs.find(|_| true);
        assert_eq!(all.len(), MOST);
        assert_eq!(all[0].json["user_name"], "5");
        assert!(all.is_sorted_by(|one, next| one.id < next.id));
        let long = "x".repeat(LONGEST / 2);
        for _ in 0..2 * MOST_BYTES / long.len() {
            logs.add("sapi", object(json!({"details": long})));
        }
        let kept: usize = logs.find(|_| true).iter().map(|event| event.bytes).sum();
        assert!((MOST_BYTES / 2..=MOST_BYTES).contains(&kept), "{kept}");
        assert_eq!(logs.lock().bytes, kept);
        logs.add("sapi", object(json!({"details": "x".repeat(LONGEST)})));
        let newest = logs.find(|_| true).pop().unwrap();
        assert_eq!(newest.json["details"], Value::Null);
    }
}
