//! The list of people who are proved gone and undecided, as the command line tells it. Whoever has been missed once only is asked for again here, when a
//! minute has passed, so that nobody has to wait for another sync.

use std::path::Path;

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
use crate::domain::removal::{Gone, Policy, PolicyHalt, Standing, Word};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{JournalPriority, JournalSession, on_the_disk};
use crate::engine::session::{self, userhub_side};
use crate::protocol::removal::{Ended, RemovalReport, Subscription, Waiting};
use crate::protocol::setup::Setup;
use crate::store::StoreError;
use crate::store::journal::{Look, connection_of};
use crate::store::lock::Wish;
use crate::store::removal_policy;

/// Tells who waits for a decision.
pub(super) async fn tell(
    setup: &Setup,
    telling: &Telling,
    stop: &CancellationToken,
) -> Result<Ended, Failure> {
    let profile = setup.profile.clone();
    let Some((written, halt)) = on_the_disk(move || undecided(&profile)).await? else {
        telling.send(RemovalReport::Waiting(Vec::new()));
        return Ok(Ended::default());
    };
    if let Some(halt) = halt {
        telling.send(RemovalReport::PolicyStopped(Box::new(halt)));
    }
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::CHECK, stop)?;
    let userhub = session::userhub(setup, side, Limits::CHECK, stop)?;
    let gone = match ask_again(setup, &auth0).await? {
        Some(session) => session.journal.with(|journal| journal.undecided()).await?,
        // Whoever is at work notes more, and this is as it was noted last.
        None => written,
    };
    let mut told = stream::iter(gone)
        .map(async |gone: Gone| {
            let subscription = subscription(&userhub, &gone).await;
            Waiting {
                subscription,
                ..waiting(&gone)
            }
        })
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

/// Who is written down as undecided, and what stands in the way of what is done by itself; nothing where there is no journal.
type Written = Option<(Vec<Gone>, Option<PolicyHalt>)>;

fn undecided(profile: &Path) -> Result<Written, StoreError> {
    let Some(look) = Look::open(profile)? else {
        return Ok(None);
    };
    let (_, halt) = policy_of(profile, Some(&look))?;
    Ok(Some((look.undecided()?, halt)))
}

/// What is done by itself, and what stood in its way last.
pub(super) fn policy_of(
    profile: &Path,
    look: Option<&Look>,
) -> Result<(Option<Policy>, Option<PolicyHalt>), StoreError> {
    let policy = removal_policy::read(profile);
    let halt = match look {
        Some(look) => look.policy_halt()?,
        None => None,
    };
    let is_of = |halt: &PolicyHalt| policy.as_ref().is_some_and(|on| on.is_halted_by(halt));
    let halt = halt.filter(is_of);
    Ok((policy, halt))
}

/// Asks for those of whom Auth0 has said once that they do not exist, where it may be asked again by now. The journal as it
/// is then; `None` where somebody else has it.
pub(super) async fn ask_again(
    setup: &Setup,
    auth0: &Auth0,
) -> Result<Option<JournalSession>, Failure> {
    let session = match JournalSession::open(setup, JournalPriority::Looks).await {
        Ok(session) => session,
        Err(Failure::Store(StoreError::Locked { .. })) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let is_wanted = || Wish::is_there(&setup.profile);
    if let Err(failure) = ask_the_missed(auth0, &session, is_wanted).await {
        if failure.is_stop() {
            return Err(failure);
        }
        // Who is proved gone already can be told without Auth0.
        tracing::info!(?failure, "nobody could be asked for a second time");
    }
    Ok(Some(session))
}

/// Asks for them, until the journal `is_wanted` elsewhere: the rest is asked for at another time.
async fn ask_the_missed(
    auth0: &Auth0,
    session: &JournalSession,
    is_wanted: impl Fn() -> bool,
) -> Result<(), Failure> {
    let journal = &session.journal;
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
    let mut asked = stream::iter(open)
        .map(async |gone: Gone| {
            let proof = proof::ask(auth0, &control, &gone.id).await;
            (gone.id, proof)
        })
        .buffer_unordered(AT_ONCE);
    while let Some((id, proof)) = asked.next().await {
        match proof? {
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
        if is_wanted() {
            break;
        }
    }
    Ok(())
}

/// Whether somebody is never part of a batch, as UserHub has it now.
pub(super) async fn subscription(userhub: &UserHub, gone: &Gone) -> Subscription {
    let answer = match &gone.userhub_id {
        Some(id) => userhub.whole(id).await,
        None => userhub.whole_of(&gone.id).await,
    };
    match answer {
        Ok(whole) => {
            (whole.and_then(|whole| whole.protected)).map_or(Subscription::No, Subscription::Yes)
        }
        Err(error) => {
            tracing::debug!(%error, "it is not known whether somebody has a subscription");
            Subscription::NotKnown
        }
    }
}

/// Somebody who left as they are told of.
pub(super) fn waiting(gone: &Gone) -> Waiting {
    let words = [&gone.said, &gone.again];
    Waiting {
        id: gone.id.to_string(),
        userhub_id: gone.userhub_id.as_ref().map(ToString::to_string),
        name: gone.called().to_owned(),
        email: gone.email.clone(),
        connection: connection_of(gone.id.as_str()).to_owned(),
        evidence: gone.evidence(),
        since: gone.since(),
        subscription: Subscription::NotKnown,
        asked: words.into_iter().flatten().map(|word| word.at).collect(),
        deleted: gone.deleted.clone(),
        merged_into: gone.merged_into.as_ref().map(ToString::to_string),
    }
}
