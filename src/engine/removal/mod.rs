//! People who left Auth0, and the way back. A comparison notes who is gone ([`collect`]); a person decides; what is decided
//! is judged, shown, written down, and carried out one user at a time ([`carry_out`]), each looked at right before and right
//! after. Nobody is removed for good by anything here.

mod board;
mod carry_out;
pub(in crate::engine) mod collect;
pub(in crate::engine) mod control;
mod decide;
mod list;
pub(in crate::engine) mod policy;
mod proof;
mod restore;
mod see_through;
mod undo;
mod work;

use tokio_util::sync::CancellationToken;

use self::work::{Telling, Work};
use crate::clients::http::Limits;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalPriority, JournalSession};
use crate::engine::session::{self, userhub_side};
use crate::engine::sink::Sink;
use crate::protocol::removal::{Ended, RemovalAction, RemovalReport, RemovalRequest};
use crate::protocol::setup::Setup;

pub(in crate::engine) use restore::bring_back;

/// Handles a request.
pub(super) async fn handle(request: RemovalRequest, sink: &Sink, stop: &CancellationToken) {
    let RemovalRequest {
        setup,
        action,
        shown,
        ticket,
    } = request;
    let telling = Telling {
        sink: sink.clone(),
        ticket,
    };
    let result = match action {
        RemovalAction::List => list::tell(&setup, &telling, stop).await,
        RemovalAction::Board { look } => return board::tell(&setup, look, &telling, stop).await,
        RemovalAction::SetPolicy { wanted, set_up } => {
            return policy::set(&setup, wanted, &set_up, &telling).await;
        }
        action => act(&setup, action, shown, &telling, stop).await,
    };
    let ended = result.map_err(|failure| Box::new(failure.issue(&setup)));
    telling.send(RemovalReport::Ended(ended));
}

async fn act(
    setup: &Setup,
    action: RemovalAction,
    shown: Option<Vec<String>>,
    telling: &Telling,
    stop: &CancellationToken,
) -> Result<Ended, Failure> {
    let side = userhub_side(setup)?;
    let work = Work {
        setup,
        auth0: &session::auth0(setup, Limits::SYNC, stop)?,
        userhub: &session::userhub(setup, side, Limits::SYNC, stop)?,
        session: &if action.carries_out() {
            JournalSession::open(setup, JournalPriority::GoesFirst).await?
        } else {
            JournalSession::open_to_look(setup).await?
        },
        telling: telling.clone(),
        shown: shown.map(|shown| shown.into_iter().collect()),
    };
    match action {
        // They have been answered, without anything being begun.
        RemovalAction::List | RemovalAction::Board { .. } | RemovalAction::SetPolicy { .. } => {
            Ok(Ended::default())
        }
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
