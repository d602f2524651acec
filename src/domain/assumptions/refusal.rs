//! A refusal as far as it says something of an assumption.

use super::{Assumption, Noted, judged};

/// The form of an answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// There is none.
    Empty,
    /// Something else than JSON: a page, perhaps of something in between.
    NotJson,
    /// An object in JSON.
    Object,
    /// Other JSON: a list, a text.
    OtherJson,
}

impl Form {
    /// What the form of an answer that was no refusal says of a service that answers in JSON.
    pub(super) fn of_an_answer(self, service_in_json: Assumption) -> Noted {
        let instead = "an answer of another form, without a refusal";
        judged(service_in_json, self != Self::NotJson, instead)
    }
}

/// A refusal; its message is left out, for it may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The form of the body.
    pub form: Form,
    /// The service's code; empty where there was none.
    pub code: &'a str,
    /// The service's finer code; empty where there was none.
    pub reason: &'a str,
}
