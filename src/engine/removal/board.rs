//! Everybody who left, for the window: at once as it is written down, and again after both services were asked.

use std::collections::HashSet;
use std::path::Path;

use futures_util::stream::{self, StreamExt as _};
use tokio_util::sync::CancellationToken;

use super::decide::picture;
use super::list::{ask_again, policy_of, subscription, waiting};
use super::work::{AT_ONCE, Telling};
use crate::clients::http::Limits;
use crate::domain::removal::{Candidate, Deed, Gone, Standing, judge};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalSession, on_the_disk};
use crate::engine::session::{self, userhub_side};
use crate::protocol::removal::{Board, RemovalReport, Removed, Waiting};
use crate::protocol::setup::Setup;
use crate::store::StoreError;
use crate::store::journal::{Look, connection_of};

/// Of how many of those who are shown first UserHub is asked whether they have a subscription; of the others it is not known.
/// It is asked of everybody before anything is done.
const LOOKED_AT: usize = 200;

/// Tells it.
pub(super) async fn tell(setup: &Setup, look: bool, telling: &Telling, stop: &CancellationToken) {
    match written(setup).await {
        Err(failure) => send(telling, Err(failure), setup),
        // There is nobody to ask for.
        Ok(known) if known.misses_nobody => {
            let looked = look;
            let board = known.board;
            send(telling, Ok(Board { looked, ..board }), setup);
        }
        Ok(known) => {
            send(telling, Ok(known.board), setup);
            if look {
                match asked(setup, telling, stop).await {
                    Err(failure) if failure.is_stop() => {}
                    told => send(telling, told, setup),
                }
            }
        }
    }
}

/// What is written down, by whoever is at work.
pub(super) struct Written {
    pub(super) board: Board,
    /// Those who wait for a decision, in the order in which they are shown.
    undecided: Vec<Gone>,
    /// Whether nobody was ever missed, so that there is nobody to ask for.
    misses_nobody: bool,
}

fn send(telling: &Telling, board: Result<Board, Failure>, setup: &Setup) {
    let told = match board {
        Ok(board) => Ok(Box::new(board)),
        Err(failure) => Err(Box::new(failure.issue(setup))),
    };
    telling.send(RemovalReport::Board(told));
}

/// Reads it on a thread that may wait for the disk.
pub(super) async fn written(setup: &Setup) -> Result<Written, Failure> {
    let profile = setup.profile.clone();
    Ok(on_the_disk(move || read(&profile)).await?)
}

fn read(profile: &Path) -> Result<Written, StoreError> {
    let look = Look::open(profile)?;
    let (gone, done) = match &look {
        Some(look) => look.board()?,
        None => Default::default(),
    };
    let (policy, policy_halt) = policy_of(profile, look.as_ref())?;
    let removed: HashSet<&str> = done.iter().map(|(deed, _)| deed.id.as_str()).collect();
    let mut board = Board {
        removed: done.iter().map(|(deed, at)| removal(deed, *at)).collect(),
        policy,
        policy_halt,
        ..Board::default()
    };
    let misses_nobody = gone.is_empty();
    let mut undecided = Vec::new();
    for one in gone {
        if removed.contains(one.id.as_str()) {
            continue;
        }
        match one.standing() {
            Standing::NotProved => {}
            Standing::Waiting => undecided.push(one),
            Standing::Kept => board.kept.push(waiting(&one)),
            Standing::Merged => board.merged.push(waiting(&one)),
        }
    }
    // The newest come first, and with them what an accident has just done.
    undecided.sort_by(|one, other| (other.since(), &one.id).cmp(&(one.since(), &other.id)));
    board.waiting = undecided.iter().map(waiting).collect();
    board.removed.reverse();
    Ok(Written {
        board,
        undecided,
        misses_nobody,
    })
}

/// The same after whoever has been missed once was asked for again, with what UserHub says of those who wait, and with what
/// a guard would say.
async fn asked(
    setup: &Setup,
    telling: &Telling,
    stop: &CancellationToken,
) -> Result<Board, Failure> {
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::CHECK, stop)?;
    let userhub = session::userhub(setup, side, Limits::CHECK, stop)?;
    // Where somebody is at work, nothing can be noted, and what is noted is told.
    drop(ask_again(setup, &auth0).await?);
    let known = written(setup).await?;
    let mut board = known.board;
    let candidates: Vec<Candidate> = board.waiting.iter().map(candidate).collect();
    let session = JournalSession::open_to_look(setup).await?;
    let picture = picture(&session.journal, &candidates).await?;
    board.stops = judge(&candidates, &picture).stops;
    // What looks like an accident is not held up by questions about each of many.
    send(telling, Ok(board.clone()), setup);
    drop(session);
    let first = known.undecided.iter().take(LOOKED_AT);
    let mut looked = stream::iter(first)
        .map(async |gone| subscription(&userhub, gone).await)
        .buffered(AT_ONCE);
    let mut place = 0;
    while let Some(subscription) = looked.next().await {
        if let Some(one) = board.waiting.get_mut(place) {
            one.subscription = subscription;
        }
        place += 1;
    }
    drop(looked);
    board.looked = true;
    Ok(board)
}

fn candidate(one: &Waiting) -> Candidate {
    Candidate {
        id: one.id.clone(),
        called: one.name.clone(),
        connection: connection_of(&one.id).to_owned(),
        created_on: None,
        protected: None,
    }
}

fn removal(deed: &Deed, at: jiff::Timestamp) -> Removed {
    Removed {
        id: deed.id.to_string(),
        name: deed.called().to_owned(),
        email: deed.email.clone(),
        act: deed.act,
        run: deed.run,
        at,
    }
}
