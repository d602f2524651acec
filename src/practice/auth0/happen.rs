//! Things happen: made-up people sign up, change, sign in, are blocked, merge and leave, at a chosen pace. Who and what
//! follows from a seed.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::happenings::{Act, Happening, Kept};
use super::object::{Object, object};
use super::shared::Shared;
use crate::practice::people::{Dice, Field};

/// What happens where nothing else is asked for.
const USUAL: [Act; 12] = [
    Act::Change,
    Act::Change,
    Act::Change,
    Act::Change,
    Act::SignIn,
    Act::SignIn,
    Act::SignIn,
    Act::SignUp,
    Act::SignUp,
    Act::Block,
    Act::Merge,
    Act::Leave,
];

/// The most that can happen in a minute.
const FASTEST: f64 = 600_000.0;

/// How often chance looks for somebody who is still there.
const TRIES: u64 = 50;

/// Begins, in the place of what has happened until now. Nothing when the pace is none.
pub(crate) fn begin(shared: &Arc<Shared>, wanted: &Happening) -> bool {
    if !(0.0..=FASTEST).contains(&wanted.per_minute) {
        return false;
    }
    let stop = CancellationToken::new();
    shared.happenings.with(|state| {
        if let Some(before) = state.stop.replace(stop.clone()) {
            before.cancel();
        }
        state.per_minute = wanted.per_minute;
    });
    if wanted.per_minute > 0.0 {
        let wanted = wanted.clone();
        // A weak handle: what happens by itself must not keep the tenant alive.
        let tenant = Arc::downgrade(shared);
        drop(tokio::spawn(async move {
            let mut dice = None;
            let mut ticks =
                tokio::time::interval(Duration::from_secs_f64(60.0 / wanted.per_minute));
            ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let mut left = wanted.count.unwrap_or(u64::MAX);
            while left > 0 {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = ticks.tick() => {}
                }
                let Some(shared) = tenant.upgrade() else {
                    return;
                };
                let seed = wanted.seed.unwrap_or(shared.options.seed);
                let dice = dice.get_or_insert_with(|| Dice::new(seed, 0, 0x0A20));
                let act = *dice.pick(
                    wanted
                        .acts
                        .as_deref()
                        .filter(|acts| !acts.is_empty())
                        .unwrap_or(&USUAL),
                );
                happen(&shared, act, dice);
                left -= 1;
            }
        }));
    }
    true
}

/// Lets one thing happen to somebody.
fn happen(shared: &Shared, act: Act, dice: &mut Dice) -> Option<String> {
    let who = match act {
        Act::SignUp => return Some(do_to(shared, act, dice, "", "")),
        _ => somebody(shared, dice, "")?,
    };
    let other = match act {
        Act::Merge => somebody(shared, dice, &who)?,
        _ => String::new(),
    };
    Some(do_to(shared, act, dice, &who, &other))
}

fn do_to(shared: &Shared, act: Act, dice: &mut Dice, who: &str, other: &str) -> String {
    shared.happenings.with(|state| state.happened += 1);
    match act {
        Act::SignUp => {
            let number = dice.next();
            let email = format!("new.{number:016x}@example.com");
            let name = format!("New {}", number % 100_000);
            let fields = json!({"email": email, "email_verified": true, "name": name});
            return shared.create_person(&object(fields));
        }
        Act::Change => {
            let name = format!("Renamed {}", dice.below(1_000_000_000));
            shared.change_person(who, &object(json!({ "name": name })));
        }
        Act::SignIn => {
            shared.sign_in(who);
        }
        Act::Block => {
            let person = shared.directory.by_id(who);
            let blocked = person.and_then(|person| match person.get("blocked") {
                Some(Field::Flag(blocked)) => Some(*blocked),
                _ => None,
            });
            let now = !blocked.unwrap_or(false);
            shared.change_person(who, &object(json!({ "blocked": now })));
        }
        Act::Merge => {
            shared.merge_people(who, other);
        }
        Act::Leave => {
            shared.delete_person(who);
        }
    }
    who.to_owned()
}

/// Somebody who is there, and is not that one.
fn somebody(shared: &Shared, dice: &mut Dice, but: &str) -> Option<String> {
    let changes = shared.directory.read();
    let numbers = shared.directory.numbers_of(&changes);
    (0..TRIES).find_map(|_| {
        let person = shared
            .directory
            .current(&changes, dice.below(numbers.end))?;
        (person.user_id != but).then(|| person.user_id.clone())
    })
}

/// What `POST /_practice/happen` says: a pace, or one thing that happens now.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Asked {
    Pace(Happening),
    Now(Now),
}

/// One thing that happens now.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Now {
    /// What; a connection that is named is deleted with all its users.
    #[serde(default)]
    act: Option<Act>,
    #[serde(default)]
    delete_connection: Option<String>,
    /// To whom; chance decides when absent.
    #[serde(default)]
    who: Option<String>,
    /// Whom they are merged into.
    #[serde(default)]
    into: Option<String>,
    /// What is set; with `act` being `change`.
    #[serde(default)]
    fields: Option<Object>,
}

pub(crate) async fn show(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let told =
        |state: &mut Kept| json!({"per_minute": state.per_minute, "happened": state.happened});
    Json(shared.happenings.with(told))
}

pub(crate) async fn steer(State(shared): State<Arc<Shared>>, Json(asked): Json<Asked>) -> Response {
    let now = match asked {
        Asked::Pace(pace) if begin(&shared, &pace) => {
            return StatusCode::NO_CONTENT.into_response();
        }
        Asked::Pace(_) => return StatusCode::BAD_REQUEST.into_response(),
        Asked::Now(now) => now,
    };
    if let Some(name) = &now.delete_connection {
        let users = shared.delete_connection(name);
        return Json(json!({ "users": users })).into_response();
    }
    let Some(act) = now.act else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut dice = Dice::new(shared.options.seed, shared.feed.latest(), 0x0A21);
    let who = match (&now.who, &now.fields) {
        (Some(who), Some(fields)) => shared.change_person(who, fields).then(|| who.clone()),
        (Some(who), None) => {
            let into = now.into.unwrap_or_default();
            Some(do_to(&shared, act, &mut dice, who, &into))
        }
        (None, _) => happen(&shared, act, &mut dice),
    };
    Json(json!({ "id": who })).into_response()
}
