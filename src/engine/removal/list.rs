//! The list of people who are proved gone and undecided. Whoever has been missed once only is asked for again here, when a
//! minute has passed, so that nobody has to wait for another sync.

use futures_util::stream::{self, StreamExt as _};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::control::Control;
use super::proof::{self, Proof};
use super::work::{AT_ONCE, Telling};
use crate::clients::auth0::Auth0;
use crate::clients::http::Limits;
use crate::clients::userhub::UserHub;
use crate::clock;
use crate::domain::removal::{Gone, Standing, Word};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalSession, Manners};
use crate::engine::session::{self, userhub_side};
use crate::protocol::removal::{Ended, RemovalReport, Waiting};
use crate::protocol::setup::Setup;
use crate::store::StoreError;
use crate::store::journal::{Look, connection_of};

/// Tells who waits for a decision.
pub(super) async fn tell(
    setup: &Setup,
    telling: &Telling,
    stop: &CancellationToken,
) -> Result<Ended, Failure> {
    let Some(look) = Look::open(&setup.profile)? else {
        telling.send(RemovalReport::Waiting(Vec::new()));
        return Ok(Ended::default());
    };
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::CHECK, stop)?;
    let userhub = session::userhub(setup, side, Limits::CHECK, stop)?;
    let gone = match JournalSession::open(setup, Manners::GoesFirst).await {
        Ok(desk) => {
            if let Err(failure) = ask_again(&auth0, &desk).await {
                if failure.is_stop() {
                    return Err(failure);
                }
                // Who is proved gone already can be told without Auth0.
                tracing::info!(?failure, "nobody could be asked for a second time");
            }
            desk.journal.with(|journal| journal.undecided()).await?
        }
        // Whoever is at work notes more, and this is as it was noted last.
        Err(Failure::Store(StoreError::Locked { .. })) => look.undecided()?,
        Err(failure) => return Err(failure),
    };
    let mut told = stream::iter(gone)
        .map(|gone| waiting(&userhub, gone))
        .buffered(AT_ONCE);
    let mut list = Vec::new();
    while let Some(one) = told.next().await {
        list.push(one);
    }
    drop(told);
    let done = list.len() as u64;
    telling.send(RemovalReport::Waiting(list));
    Ok(Ended {
        done,
        auth0_requests: auth0.http().calls(),
        userhub_requests: userhub.http().calls(),
        ..Ended::default()
    })
}

/// Asks for those of whom Auth0 has said once that they do not exist, where it may be asked again by now.
async fn ask_again(auth0: &Auth0, desk: &JournalSession) -> Result<(), Failure> {
    let journal = &desk.journal;
    let gone = journal.with(|journal| journal.gone()).await?;
    let open = gone
        .into_iter()
        .filter(|gone| gone.standing() == Standing::NotProved);
    let now = clock::timestamp();
    let may_follow = |gone: &Gone| {
        let Some(said) = &gone.said else { return false };
        let word = Word {
            at: now,
            run: None,
            control: said.control.clone(),
        };
        word.follows(said)
    };
    let open: Vec<Gone> = open.filter(may_follow).collect();
    if open.is_empty() {
        return Ok(());
    }
    let control = Mutex::new(Control::of(auth0, journal).await?);
    for gone in open {
        let id = gone.id;
        match proof::ask(auth0, &control, &id).await? {
            Proof::Gone(word) => {
                journal
                    .with(move |journal| journal.note_word(&id, &word))
                    .await?;
            }
            Proof::There => journal.with(move |journal| journal.take_off(&[id])).await?,
            Proof::Merged(into) => {
                journal
                    .with(move |journal| journal.note_merged(&id, &into))
                    .await?;
            }
            Proof::None(why) => tracing::info!(why, "nothing more is proved of one who was missed"),
        }
    }
    Ok(())
}

async fn waiting(userhub: &UserHub, gone: Gone) -> Waiting {
    let whole = match &gone.userhub_id {
        Some(id) => userhub.whole(id).await.ok().flatten(),
        None => None,
    };
    Waiting {
        name: gone.called().to_owned(),
        connection: connection_of(gone.id.as_str()).to_owned(),
        evidence: gone.evidence(),
        since: gone
            .deleted
            .as_ref()
            .map_or(gone.hint.1, |deleted| deleted.at),
        subscription: whole.and_then(|whole| whole.protected),
        userhub_id: gone.userhub_id.map(|id| id.to_string()),
        email: gone.email,
        id: gone.id.to_string(),
    }
}
