//! What was met so far, shared by all who talk to the services, and how much more is looked at.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::clients::error::Service;
use crate::clock;
use crate::domain::assumptions::{Book, Noted};

/// How many answers of one kind that were accepted are looked at.
pub(super) const LOOKED_AT: u32 = 64;
/// How many refusals of one service are looked at.
const REFUSALS: u32 = 512;
/// The kinds of calls: those of both services.
const KINDS: usize = 16;

/// What was met so far by whoever shares it.
#[derive(Debug, Default)]
pub struct Observer {
    book: Mutex<Book>,
    has_news: AtomicBool,
    /// The assumptions that are known to have held without a further word: most answers say just that.
    plain: [AtomicU64; 2],
    looked_at: [AtomicU32; KINDS],
    refusals: [AtomicU32; 2],
    /// How many calls UserHub has answered, and whether it has ever asked to slow down.
    pub(super) answered: AtomicU64,
    pub(super) slowed_down: AtomicBool,
}

impl Observer {
    /// Writes down what an answer says.
    pub fn note(&self, noted: impl IntoIterator<Item = Noted>) {
        for one in noted {
            let is_plain = one.held && one.words.is_empty();
            if is_plain && self.is_plain(&one) {
                continue;
            }
            let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
            if book.note(&one, clock::timestamp()) {
                self.has_news.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether this was known before; from now on it is.
    fn is_plain(&self, one: &Noted) -> bool {
        let number = one.assumption as usize;
        let bit = 1 << (number % 64);
        let of = self.plain.get(number / 64);
        of.is_some_and(|known| known.fetch_or(bit, Ordering::Relaxed) & bit != 0)
    }

    /// What was met so far.
    pub fn book(&self) -> Book {
        let book = self.book.lock();
        book.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether something new was met since this was asked last.
    pub fn has_news(&self) -> bool {
        self.has_news.swap(false, Ordering::Relaxed)
    }

    /// Whether one more answer of this kind is to be looked at.
    pub(super) fn looks_at(&self, kind: usize) -> bool {
        let looked_at = self.looked_at.get(kind);
        looked_at.is_some_and(|seen| seen.fetch_add(1, Ordering::Relaxed) < LOOKED_AT)
    }

    /// Whether one more refusal of this service is to be looked at.
    pub(super) fn looks_at_refusal(&self, service: Service) -> bool {
        let [auth0, userhub] = &self.refusals;
        let seen = match service {
            Service::Auth0 => auth0,
            Service::UserHub => userhub,
        };
        seen.fetch_add(1, Ordering::Relaxed) < REFUSALS
    }
}
