//! What UserHub's answers say of the assumptions.

use super::{Assumption as A, Form, Noted, Refusal, Words, held, judged, otherwise};

/// What a call of UserHub's asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A page of users.
    List,
    /// One user by UserHub's own id.
    User,
    /// One user by Auth0's id and the connection.
    ByAuth0Id,
    /// `:import`.
    Import,
    /// `:event`.
    Event,
}

/// The codes of errors that the contract knows (userhub-api 2.2), which the client tells UserHub's form by too.
pub const CODES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "UNAUTHENTICATED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
];

/// The states of a connection that the contract knows (userhub-api 3.6).
const STATES: [&str; 5] = ["PENDING_SETUP", "ACTIVE", "BROKEN", "DISABLED", "ARCHIVED"];

/// What a refusal says.
pub fn refused(asked: Asked, refusal: Refusal<'_>) -> Vec<Noted> {
    let Refusal {
        status, form, code, ..
    } = refusal;
    let told = Words::default().number(status.into()).and(", ").code(code);
    if form != Form::Object {
        return vec![otherwise(
            A::UserHubJson,
            Words::of("an error of status ")
                .number(status.into())
                .and(" without a JSON object"),
        )];
    }
    if code.is_empty() {
        return vec![otherwise(A::UserHubErrors, told)];
    }
    let is_known = CODES.contains(&code);
    let mut noted = vec![if is_known {
        held(A::UserHubErrors, Words::default())
    } else {
        otherwise(A::UserHubErrors, told.clone())
    }];
    noted.extend(status_of(code, status));
    noted.extend(reason_of(refusal));
    match (asked, code) {
        (Asked::List, "PERMISSION_DENIED") => noted.push(Noted {
            held: status == 403,
            ..held(
                A::KeyLists,
                Words::of("it may not: ")
                    .and("PERMISSION_DENIED with ")
                    .number(status.into()),
            )
        }),
        (Asked::ByAuth0Id, "INVALID_ARGUMENT" | "UNIMPLEMENTED") => {
            noted.push(otherwise(A::ReadById, told));
        }
        _ => {}
    }
    if refusal.reason.contains("PENDING_DELETION") {
        let words = Words::of("refused with ")
            .code(code)
            .and(", ")
            .code(refusal.reason);
        noted.push(held(A::PendingDeletion, words));
    }
    noted
}

/// The status that a code comes with, where the program goes by either.
fn status_of(code: &str, status: u16) -> Option<Noted> {
    let (assumption, expected) = match code {
        "UNAUTHENTICATED" => (A::Unauthenticated, 401),
        "PERMISSION_DENIED" => (A::PermissionDenied, 403),
        "NOT_FOUND" => (A::NotFoundStatus, 404),
        "FAILED_PRECONDITION" => (A::FailedPrecondition, 400),
        "INVALID_ARGUMENT" => (A::InvalidArgument, 400),
        "RESOURCE_EXHAUSTED" => (A::Exhausted, 429),
        "UNAVAILABLE" => (A::Unavailable, 503),
        "DEADLINE_EXCEEDED" => (A::Unavailable, 504),
        "INTERNAL" => (A::Unavailable, 500),
        _ => return None,
    };
    Some(if status == expected {
        held(assumption, Words::default())
    } else {
        otherwise(
            assumption,
            Words::default()
                .code(code)
                .and(" with ")
                .number(status.into()),
        )
    })
}

/// The reason, which is an open word: each that was met is worth knowing.
fn reason_of(refusal: Refusal<'_>) -> Option<Noted> {
    let reason = refusal.reason;
    if reason.is_empty() {
        return None;
    }
    let in_capitals =
        !reason.chars().any(|c| c.is_ascii_lowercase()) && super::words::is_code(reason);
    let words = Words::default()
        .code(reason)
        .and(" with ")
        .code(refusal.code);
    Some(Noted {
        held: in_capitals,
        ..held(A::Reasons, words)
    })
}

/// What the form of an answer says that was no refusal.
pub fn answered(form: Form) -> Noted {
    form.of_an_answer(A::UserHubJson)
}

/// The answer to an `:import` that was accepted.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact that was looked for"
)]
pub struct Imported {
    /// Whether it is an object with an `id`.
    pub is_user: bool,
    /// Whether an account of it has the id that was asked for, and names the connection that was asked for.
    pub names_person: bool,
    /// Whether it tells when the user was created, and its headers when it was given.
    pub has_times: bool,
    /// Whether its state is that of somebody who is marked for deletion.
    pub pending_deletion: bool,
}

/// What an accepted `:import` says.
pub fn imported(answer: Imported) -> Vec<Noted> {
    if !answer.is_user {
        return vec![otherwise(
            A::ImportAnswers,
            Words::of("an answer without a user"),
        )];
    }
    let mut noted = vec![
        held(A::ImportAnswers, Words::default()),
        judged(
            A::ImportNames,
            answer.names_person,
            "an answer that does not name them",
        ),
        judged(
            A::ImportTimes,
            answer.has_times,
            "an answer without createTime or Date",
        ),
    ];
    if answer.pending_deletion {
        noted.push(held(
            A::PendingDeletion,
            Words::of("taken, with the state PENDING_DELETION"),
        ));
    }
    noted
}

/// What an accepted `:event` says.
pub fn reported(form: Form) -> Vec<Noted> {
    vec![match form {
        Form::Empty => held(A::EventAnswers, Words::of("nothing")),
        Form::Object => held(A::EventAnswers, Words::of("an object")),
        Form::NotJson | Form::OtherJson => {
            otherwise(A::EventAnswers, Words::of("an answer of another form"))
        }
    }]
}

/// How a page leads on to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// By a token.
    Token,
    /// Not at all: there is no token.
    Absent,
    /// Not at all: the token is empty or null.
    Empty,
    /// By something that is no text.
    Odd,
}

/// A page of users.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// How many users are on it.
    pub users: u64,
    /// How many of them have no connection at all.
    pub without_connections: u64,
    /// How many have connections of which one is not named by its id.
    pub unnamed: u64,
    /// How many do not say that they are shown in the view FULL.
    pub not_full: u64,
    /// How it leads on.
    pub next: Next,
}

/// What a page of users says. Somebody may be in UserHub without any connection, so that only a page on which nobody has
/// one speaks against the view.
pub fn listed(page: Listed) -> Vec<Noted> {
    let mut noted = vec![held(A::KeyLists, Words::of("it may"))];
    match page.next {
        Next::Token => {}
        Next::Absent => noted.push(held(A::ListEnd, Words::of("no token"))),
        Next::Empty => noted.push(held(A::ListEnd, Words::of("an empty token"))),
        Next::Odd => noted.push(otherwise(A::ListEnd, Words::of("a token that is no text"))),
    }
    if page.users == 0 {
        return noted;
    }
    if page.without_connections == page.users {
        noted.push(otherwise(
            A::ListNames,
            Words::of("nobody on a page has a connection"),
        ));
    } else {
        noted.push(judged(
            A::ListNames,
            page.unnamed == 0,
            "connections without an id",
        ));
    }
    noted.push(judged(
        A::ListView,
        page.not_full == 0,
        "users who do not say so",
    ));
    noted
}

/// A user was read by the id of Auth0.
pub fn read_by_auth0_id() -> Vec<Noted> {
    vec![held(A::ReadById, Words::default())]
}

/// The state of a connection, as a user's answer names it.
pub fn connection_state(state: Option<&str>) -> Noted {
    match state {
        None => otherwise(
            A::ConnectionState,
            Words::of("a connection without a state"),
        ),
        Some(state) => Noted {
            held: STATES.contains(&state),
            ..held(A::ConnectionState, Words::default().code(state))
        },
    }
}

/// What the headers say of limits: the names of those that are about one, in small letters.
pub fn headers<'a>(
    names: impl Iterator<Item = &'a str>,
    status: u16,
    has_retry_after: bool,
) -> Vec<Noted> {
    let mut noted: Vec<Noted> = names
        .map(|name| otherwise(A::UserHubLimits, Words::default().header(name)))
        .collect();
    if noted.is_empty() && (200..300).contains(&status) {
        noted.push(held(A::UserHubLimits, Words::default()));
    }
    if status == 429 {
        noted.push(judged(
            A::UserHubWait,
            has_retry_after,
            "a 429 without Retry-After",
        ));
        noted.push(otherwise(
            A::UserHubPace,
            Words::of("it asked to slow down"),
        ));
    }
    noted
}

/// So many calls were answered without being asked to slow down. Only round numbers are worth a word.
pub fn pace(answered: u64) -> Option<Noted> {
    let words = match answered {
        100 => "100 calls without a 429",
        1_000 => "1,000 calls without a 429",
        10_000 => "10,000 calls without a 429",
        100_000 => "100,000 calls without a 429",
        _ => return None,
    };
    Some(held(A::UserHubPace, Words::of(words)))
}

#[cfg(test)]
mod tests;
