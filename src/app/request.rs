//! A value that comes from elsewhere, and the question for it, which carries its own ticket.

use crate::domain::issue::Issue;
use crate::protocol::ticket::Ticket;

/// A value that was asked for from elsewhere.
#[derive(Clone, Debug, Default)]
pub enum Remote<T> {
    /// Nobody has asked yet, or what it hung on was changed since.
    #[default]
    NotAsked,
    /// It was asked for.
    Loading,
    /// It is there.
    Ready(T),
    /// It could not be had.
    Failed(Box<Issue>),
}

impl<T> Remote<T> {
    /// The value, if it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::NotAsked | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Whether it is being asked for.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading)
    }

    /// Why it could not be had.
    pub fn issue(&self) -> Option<&Issue> {
        match self {
            Self::Failed(issue) => Some(issue),
            Self::NotAsked | Self::Loading | Self::Ready(_) => None,
        }
    }
}

impl<T> From<Result<T, Box<Issue>>> for Remote<T> {
    fn from(result: Result<T, Box<Issue>>) -> Self {
        match result {
            Ok(value) => Self::Ready(value),
            Err(issue) => Self::Failed(issue),
        }
    }
}

/// A question to the worker, with its answer. An answer to an earlier question than the present one is dropped, and so is one
/// to a question that has become void because a value has changed that it was asked with.
#[derive(Debug)]
pub struct Request<T> {
    ticket: Ticket,
    now: Remote<T>,
    former: Option<T>,
}

impl<T> Default for Request<T> {
    fn default() -> Self {
        Self {
            ticket: Ticket::default(),
            now: Remote::NotAsked,
            former: None,
        }
    }
}

impl<T> Request<T> {
    /// How the present question stands.
    pub const fn state(&self) -> &Remote<T> {
        &self.now
    }

    /// The answer, if it is there.
    pub fn ready(&self) -> Option<&T> {
        self.now.ready()
    }

    /// The answer, or while there is none yet the one before it.
    pub fn latest(&self) -> Option<&T> {
        self.now.ready().or(self.former.as_ref())
    }

    /// Whether an answer is still to come.
    pub fn is_loading(&self) -> bool {
        self.now.is_loading()
    }

    /// Why there is no answer.
    pub fn issue(&self) -> Option<&Issue> {
        self.now.issue()
    }

    /// Asks, or asks again: gives the ticket that the answer must carry.
    pub(super) fn ask(&mut self) -> Ticket {
        self.ticket = self.ticket.next();
        if let Remote::Ready(value) = std::mem::replace(&mut self.now, Remote::Loading) {
            self.former = Some(value);
        }
        self.ticket
    }

    /// Makes the question void: what it was asked with has changed. An answer that is on its way is dropped.
    pub(super) fn forget(&mut self) {
        self.ticket = self.ticket.next();
        self.now = Remote::NotAsked;
        self.former = None;
    }

    /// Whether something answers the present question.
    pub(super) fn is_current(&self, ticket: Ticket) -> bool {
        ticket == self.ticket && !matches!(self.now, Remote::NotAsked)
    }

    /// Takes in an answer, and says whether it was one to the present question. There may be several, the last of which counts.
    pub(super) fn answer(&mut self, ticket: Ticket, result: Result<T, Box<Issue>>) -> bool {
        let is_current = self.is_current(ticket);
        if is_current {
            self.now = result.into();
            self.former = None;
        }
        is_current
    }

    /// Says why nothing was asked, or what is known without asking.
    pub(super) fn settle(&mut self, result: Result<T, Box<Issue>>) {
        self.forget();
        self.now = result.into();
    }

    /// Waits for something else before it can ask.
    pub(super) fn wait(&mut self) {
        self.forget();
        self.now = Remote::Loading;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_what_is_no_longer_asked_is_dropped() {
        let mut request = Request::default();
        let first = request.ask();
        let second = request.ask();
        assert!(!request.answer(first, Ok(1)));
        assert!(request.is_loading());
        assert!(request.answer(second, Ok(2)));
        assert_eq!(request.ready(), Some(&2));
        // While it is asked again the former answer is still at hand.
        let third = request.ask();
        assert_eq!((request.ready(), request.latest()), (None, Some(&2)));
        request.forget();
        assert!(!request.answer(third, Ok(3)), "it is void");
        assert_eq!(request.latest(), None);
    }

    #[test]
    fn what_was_never_asked_is_not_answered_by_the_first_ticket() {
        let mut request = Request::default();
        assert!(!request.answer(Ticket::default(), Ok(1)));
        assert!(matches!(request.state(), Remote::NotAsked));
    }
}
