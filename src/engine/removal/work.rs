//! What a removal, a restoring and an undo are worked with: both clients, the journal under its lock, and where it is told.

use std::collections::HashSet;

use crate::clients::auth0::Auth0;
use crate::clients::userhub::UserHub;
use crate::domain::ids::Auth0UserId;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::removal::{Ended, Preview, RemovalEvent, RemovalReport};
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;

/// How many users are looked at or seen to at once; the pace of requests is the pacer's.
pub(super) const AT_ONCE: usize = 8;

/// Where what happens is told.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) sink: Sink,
    pub(super) ticket: Ticket,
}

impl Telling {
    pub(super) fn send(&self, told: RemovalReport) {
        let ticket = self.ticket;
        self.sink
            .send(Event::Removal(RemovalEvent { told, ticket }));
    }
}

/// What is worked with: both clients and the journal under its lock.
pub(super) struct Work<'a> {
    pub(super) setup: &'a Setup,
    pub(super) auth0: &'a Auth0,
    pub(super) userhub: &'a UserHub,
    pub(super) session: &'a JournalSession,
    pub(super) telling: Telling,
    /// Those whom the person was shown, where they were: nobody else is touched.
    pub(super) shown: Option<HashSet<String>>,
}

/// Why somebody stays who was not among those whom the person has agreed to.
pub(super) const NOT_SHOWN: &str =
    "Something about this user has changed since you were shown who it is about: look again.";

impl<'a> Work<'a> {
    /// The work of what is done beside a sync: nobody has asked for it, and it is told to whoever listens.
    pub(super) fn beside_a_sync(
        setup: &'a Setup,
        (auth0, userhub): (&'a Auth0, &'a UserHub),
        session: &'a JournalSession,
        sink: &Sink,
    ) -> Self {
        let telling = Telling {
            sink: sink.clone(),
            ticket: Ticket::default(),
        };
        Self {
            setup,
            auth0,
            userhub,
            session,
            telling,
            shown: None,
        }
    }

    /// Whether the person has agreed to this one.
    pub(super) fn was_shown(&self, id: &Auth0UserId) -> bool {
        (self.shown.as_ref()).is_none_or(|shown| shown.contains(id.as_str()))
    }

    /// Shows what would be done, and no more.
    pub(super) fn show(&self, preview: Preview) -> Ended {
        self.telling.send(RemovalReport::Preview(preview));
        self.with_requests(Ended {
            preview: true,
            ..Ended::default()
        })
    }

    /// What was asked of both services, put into what it came to.
    pub(super) fn with_requests(&self, ended: Ended) -> Ended {
        Ended {
            auth0_requests: self.auth0.http().calls(),
            userhub_requests: self.userhub.http().calls(),
            ..ended
        }
    }

    pub(super) fn requests(&self) -> (u64, u64) {
        (self.auth0.http().calls(), self.userhub.http().calls())
    }
}
