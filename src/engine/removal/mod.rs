//! People who left Auth0, and the way back. A comparison notes who is gone ([`collect`]); a person decides; what is decided
//! is judged, shown, written down, and carried out one user at a time ([`carry_out`]), each looked at right before and right
//! after. Nobody is removed for good by anything here.

mod carry_out;
pub(in crate::engine) mod collect;
pub(in crate::engine) mod control;
mod decide;
mod list;
mod proof;
mod restore;
mod undo;

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::Auth0;
use crate::clients::http::Limits;
use crate::clients::userhub::UserHub;
use crate::clock;
use crate::domain::history::Effort;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::Manners;
use crate::engine::persistence::journal_session::{JournalSession, effort};
use crate::engine::session::{self, userhub_side};
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::removal::{
    Ended, Preview, RemovalAction, RemovalEvent, RemovalReport, RemovalRequest,
};
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;
use crate::store::journal::{NewDeed, RunKind};

pub(in crate::engine) use restore::bring_back;

/// How many users are looked at or seen to at once; the pace of requests is the pacer's.
const AT_ONCE: usize = 8;

/// Where what happens is told.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    sink: Sink,
    ticket: Ticket,
}

impl Telling {
    fn send(&self, told: RemovalReport) {
        let ticket = self.ticket;
        self.sink
            .send(Event::Removal(RemovalEvent { told, ticket }));
    }
}

/// What is worked with: both clients and the journal under its lock.
struct Work<'a> {
    setup: &'a Setup,
    auth0: &'a Auth0,
    userhub: &'a UserHub,
    desk: &'a JournalSession,
    telling: Telling,
}

/// Handles a request.
pub(super) async fn handle(request: RemovalRequest, sink: &Sink, stop: &CancellationToken) {
    let RemovalRequest {
        setup,
        action,
        ticket,
    } = request;
    let telling = Telling {
        sink: sink.clone(),
        ticket,
    };
    let result = match action {
        RemovalAction::List => list::tell(&setup, &telling, stop).await,
        action => act(&setup, action, &telling, stop).await,
    };
    let ended = result.map_err(|failure| Box::new(failure.issue(&setup)));
    telling.send(RemovalReport::Ended(ended));
}

async fn act(
    setup: &Setup,
    action: RemovalAction,
    telling: &Telling,
    stop: &CancellationToken,
) -> Result<Ended, Failure> {
    let side = userhub_side(setup)?;
    let work = Work {
        setup,
        auth0: &session::auth0(setup, Limits::SYNC, stop)?,
        userhub: &session::userhub(setup, side, Limits::SYNC, stop)?,
        desk: &JournalSession::open(setup, Manners::GoesFirst).await?,
        telling: telling.clone(),
    };
    match action {
        RemovalAction::List => list::tell(setup, telling, stop).await,
        RemovalAction::Decide {
            decision,
            who,
            carry_out,
            confirmed,
        } => decide::decide(&work, decision, who, carry_out, confirmed).await,
        RemovalAction::Restore { who, carry_out } => restore::restore(&work, who, carry_out).await,
        RemovalAction::Undo { run, carry_out } => undo::undo(&work, run, carry_out).await,
    }
}

impl Work<'_> {
    /// Shows what would be done, and no more.
    fn show(&self, preview: Preview) -> Ended {
        self.telling.send(RemovalReport::Preview(preview));
        self.with_requests(Ended {
            preview: true,
            ..Ended::default()
        })
    }

    /// What was asked of both services, put into what it came to.
    fn with_requests(&self, ended: Ended) -> Ended {
        Ended {
            auth0_requests: self.auth0.http().calls(),
            userhub_requests: self.userhub.http().calls(),
            ..ended
        }
    }

    /// Writes the intent down, tells it, and carries it out. `left_out` are those who were to be seen to and are not.
    async fn do_it(
        &self,
        kind: RunKind,
        deeds: Vec<NewDeed>,
        preview: Preview,
    ) -> Result<Ended, Failure> {
        let left_out = preview.left_out.len() as u64;
        self.telling.send(RemovalReport::Preview(Preview {
            carried_out: true,
            ..preview
        }));
        if deeds.is_empty() {
            return Ok(self.with_requests(Ended {
                left: left_out,
                ..Ended::default()
            }));
        }
        let now = clock::timestamp();
        let begin = move |journal: &mut crate::store::journal::Journal| {
            journal.begin_deeds(kind, &deeds, now)
        };
        let run = self.desk.journal.with(begin).await?;
        let ended = self.see_through(run, false).await?;
        Ok(Ended {
            left: ended.left + left_out,
            ..ended
        })
    }

    /// Carries out what a run has open, and writes down how that ended.
    async fn see_through(&self, run: i64, only_look: bool) -> Result<Ended, Failure> {
        let (began, before) = (clock::instant(), self.requests());
        let so_far = self.desk.begin(run).await?;
        let so_far = (run, so_far.1.or(Some(Effort::default())));
        let result = carry_out::carry_out(self, run, only_look).await;
        let now = clock::timestamp();
        (self.desk.journal)
            .with(move |journal| journal.finish_deeds(run, now))
            .await?;
        let (auth0, userhub) = self.requests();
        let own = effort((auth0 - before.0, userhub - before.1), began.elapsed());
        let failure = result.as_ref().err();
        self.desk.note_end(so_far, own, failure, self.setup).await?;
        Ok(self.with_requests(result?))
    }

    fn requests(&self) -> (u64, u64) {
        (self.auth0.http().calls(), self.userhub.http().calls())
    }
}
