//! *Ask about someone*: what both services say of one person at this moment becomes one verdict with its cause.
//!
//! What was found is [`Facts`], which the engine gathers; [`answer`] is the whole decision. Looking changes nothing, and
//! where a cause is not known none is made up.

mod ask;
mod both;
mod facts;
mod help;
mod one_side;
mod timeline;
mod unusable_query;
mod verdict;
mod words;

pub use ask::{Asked, read};
pub use facts::{Auth0Person, Facts, Known, Merged, Ours, OursKind, Seen, UserHubUser};
pub use help::{Help, Mood};
pub use timeline::{Moment, timeline};
pub use unusable_query::UnusableQuery;
pub use verdict::{Answer, Verdict};

use self::words::{called, listed};

/// The verdict on what was found.
pub fn answer(facts: &Facts) -> Answer {
    if let Some(answer) = unanswered(facts) {
        return answer;
    }
    match (facts.auth0.as_slice(), facts.userhub.as_slice()) {
        ([], []) => one_side::nowhere(facts),
        ([], [user]) => one_side::only_in_userhub(facts, user),
        ([], users) => Answer::new(
            Verdict::SeveralOnlyInUserHub,
            format!(
                "UserHub has {} users that fit {}, and Auth0 has none of them: {}.",
                users.len(),
                facts.asked.words(),
                listed(users.iter().map(UserHubUser::called))
            ),
            "Ask for one of them by id.",
        ),
        ([person], _) => both::one(facts, person),
        (people, _) => several(facts, people),
    }
}

/// The verdict where one side could not say anything about people at all.
fn unanswered(facts: &Facts) -> Option<Answer> {
    let Seen::NotAllowed = facts.userhub_seen else {
        return None;
    };
    let [person] = facts.auth0.as_slice() else {
        return None;
    };
    let known = match facts.known.synced_at {
        Some(at) => format!(" A sync brought them over on {}.", words::on(at)),
        None => " No sync of this computer has brought them over.".to_owned(),
    };
    Some(Answer::new(
        Verdict::UserHubNotReadable,
        format!(
            "Auth0 has {}; whether UserHub does cannot be seen, since the API key may not read users.{known}",
            called(person)
        ),
        "To see UserHub's side, use an Admin API key with the scope Everything.",
    ))
}

/// Auth0 has several: most often one address in several connections.
fn several(facts: &Facts, people: &[Auth0Person]) -> Answer {
    let has = |person: &&Auth0Person| facts.user_of(person).is_some();
    let there = people.iter().filter(has).count();
    let (many, names) = (people.len(), listed(people.iter().map(Auth0Person::label)));
    let (verdict, rest) = match there {
        _ if !facts.asked.is_email() => (
            Verdict::SeveralByName,
            format!("UserHub has {there} of them"),
        ),
        0 => (
            Verdict::SeveralWithAddressNoneInUserHub,
            "UserHub has none of them".to_owned(),
        ),
        there if there == many => (
            Verdict::SeveralWithAddress,
            "UserHub has all of them, each as a user of its own".to_owned(),
        ),
        there => {
            let missing = people.iter().filter(|person| !has(person));
            let missing = listed(missing.map(Auth0Person::label));
            let rest = format!("UserHub has {there} of them; missing there: {missing}");
            (Verdict::SeveralWithAddressSomeInUserHub, rest)
        }
    };
    let what = if facts.asked.is_email() {
        "people with this address"
    } else {
        "people who fit this name"
    };
    Answer::new(
        verdict,
        format!("Auth0 has {many} {what}: {names}. {rest}."),
        "Ask for one of them by id, to see why.",
    )
}

#[cfg(test)]
mod tests;
