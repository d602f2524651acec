//! One person: looked at on both sides, and brought over alone.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use crate::clients::auth0::Auth0;
use crate::clients::error::{ClientError, Service};
use crate::clients::http::Limits;
use crate::clients::userhub::{UserHub, UserState};
use crate::clock;
use crate::domain::history::Effort;
use crate::domain::ids::{Auth0UserId, UserHubUserId};
use crate::domain::profile::{Fields, Profile};
use crate::domain::roster::SyncStatus;
use crate::domain::tally::Outcome;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{
    JournalPriority, JournalSession, Requests, effort,
};
use crate::engine::session::{self, userhub_side};
use crate::engine::sink::Sink;
use crate::engine::sync::context::{RunContext, SharedWithWindow};
use crate::engine::sync::people::blocking;
use crate::engine::sync::sync_user::{Seen, sync_user};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;
use crate::protocol::users::{self, Look, Side};
use crate::store::StoreError;
use crate::store::journal::{self, Alone, Done, Item, ItemAction, Stored};

/// Shows what is stored of a person at once, and what both services say when they have answered.
///
/// The services are asked aside, so that a slow answer holds up no list.
pub(in crate::engine) async fn look(
    setup: Box<Setup>,
    id: String,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let stored = stored(&setup.profile, &id).await;
    let first = as_stored(&id, &stored);
    tell(sink, first.clone(), ticket);
    let (sink, stop) = (sink.clone(), stop.clone());
    drop(tokio::task::spawn_local(async move {
        let userhub_id = stored.userhub_id.map(UserHubUserId::new);
        let look = match both_sides(&setup, &id, userhub_id, &stop).await {
            Ok((auth0, userhub_id, userhub)) => Look {
                auth0,
                userhub,
                userhub_id: userhub_id.or(first.userhub_id),
                live: true,
                ..first
            },
            Err(failure) => Look {
                not_live: Some(failure.issue(&setup).what.clone()),
                ..first
            },
        };
        tell(&sink, look, ticket);
    }));
}

fn tell(sink: &Sink, look: Look, ticket: Ticket) {
    let look = Box::new(look);
    sink.send(Event::People(users::Event::Looked { look, ticket }));
}

async fn stored(profile: &Path, id: &str) -> Stored {
    let (profile, id) = (profile.to_owned(), id.to_owned());
    blocking(move || {
        let look = journal::Look::open(&profile)
            .and_then(|look| look.map_or(Ok(Stored::default()), |look| look.stored(&id)));
        look.unwrap_or_else(|error| {
            tracing::debug!(%error, "a person could not be looked up");
            Stored::default()
        })
    })
    .await
}

fn as_stored(id: &str, stored: &Stored) -> Look {
    Look {
        id: id.to_owned(),
        userhub_id: stored.userhub.as_ref().and(stored.userhub_id.clone()),
        auth0: match &stored.auth0 {
            None => Side::Nobody,
            Some(Ok(profile)) => Side::Holds(profile.clone()),
            Some(Err(why)) => Side::Unreadable(why.clone()),
        },
        userhub: match &stored.userhub {
            None => Side::Nobody,
            Some(profile) => Side::Holds(profile.clone()),
        },
        live: false,
        not_live: None,
        planned: stored.planned.map(|(_, fields)| fields),
        problem: stored.problem.clone(),
        read_at: stored.read_at.map(in_words),
        synced_at: stored
            .synced_at
            .as_deref()
            .and_then(|at| at.parse().ok())
            .map(in_words),
    }
}

/// A stored moment as this computer's clock on the wall has it.
fn in_words(moment: Timestamp) -> String {
    let there = moment.to_zoned(TimeZone::system());
    there.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// What both services have now.
async fn both_sides(
    setup: &Setup,
    id: &str,
    userhub_id: Option<UserHubUserId>,
    stop: &CancellationToken,
) -> Result<(Side, Option<String>, Side), Failure> {
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::CHECK, stop)?;
    let userhub = session::userhub(setup, side, Limits::CHECK, stop)?;
    let person = auth0.user(&Auth0UserId::new(id)).await?;
    let auth0 = match person.map(|person| person.source.profile) {
        None => Side::Nobody,
        Some(Ok(profile)) => Side::Holds(profile),
        Some(Err(why)) => Side::Unreadable(why),
    };
    let held = match &userhub_id {
        // A list leaves out whom UserHub has marked for deletion, and no id of theirs is known here.
        None => {
            let whole = userhub.whole_of(&Auth0UserId::new(id)).await?;
            whole.map(|whole| whole.held)
        }
        Some(id) => userhub.get(id).await?,
    };
    let Some(held) = held else {
        return Ok((auth0, None, Side::Nobody));
    };
    let side = match held.state {
        UserState::PendingDeletion => Side::Marked(held.profile),
        _ => Side::Holds(held.profile),
    };
    Ok((auth0, Some(held.id.to_string()), side))
}

/// Brings one person over, and says what became of them.
pub(in crate::engine) async fn sync(
    setup: &Setup,
    id: String,
    ticket: Ticket,
    shared: &SharedWithWindow,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let result = bring_over(setup, &id, shared, stop).await;
    let result = result.map_err(|failure| Box::new(failure.issue(setup)));
    shared.people.send_map(sink);
    sink.send(Event::People(users::Event::SyncedOne {
        id,
        result,
        ticket,
    }));
}

async fn bring_over(
    setup: &Setup,
    id: &str,
    shared: &SharedWithWindow,
    stop: &CancellationToken,
) -> Result<SyncStatus, Failure> {
    let side = userhub_side(setup)?;
    let auth0 = session::auth0(setup, Limits::CHECK, stop)?;
    let userhub = session::userhub(setup, side, Limits::CHECK, stop)?;
    let session = JournalSession::open(setup, JournalPriority::GoesFirst).await?;
    let now = clock::timestamp();
    let run = session
        .journal
        .with(move |journal| journal.begin_alone(now))
        .await?;
    let context = RunContext {
        auth0: Arc::new(auth0),
        userhub: Arc::new(userhub),
        listed: false,
        reads: false,
        began: clock::instant(),
        shared: shared.clone(),
    };
    let since = context.began;
    let (requests, result) = see_to_one(setup, id, context, (&session, run)).await;
    let own = effort(requests, since.elapsed());
    let begun = (run, Some(Effort::default()));
    session
        .note_end(begun, own, result.as_ref().err(), setup)
        .await?;
    result
}

/// Sees to the person, and writes down what became of them. Gives what was asked of both services too.
async fn see_to_one(
    setup: &Setup,
    id: &str,
    mut context: RunContext,
    (session, run): (&JournalSession, i64),
) -> (Requests, Result<SyncStatus, Failure>) {
    let stored = stored(&setup.profile, id).await;
    let result = async {
        let Some(item) = item(&context.auth0, &context.userhub, id, &stored).await? else {
            let alone = left(id, &stored);
            note(session, run, alone, None).await?;
            return Ok(SyncStatus::Left);
        };
        let position = item.position;
        let alone = Alone {
            id: item.id.clone(),
            name: item.expected.display_name.clone(),
            email: item.expected.email.clone(),
            action: item.action,
        };
        if let Some(done) = nothing_to_do(&item, &context) {
            let (position, outcome) = (done.position, done.outcome);
            note(session, run, alone, Some(done)).await?;
            let status = SyncStatus::after(outcome);
            context.shared.people.note(position, status);
            return Ok(status);
        }
        context.listed = item.userhub_id.is_some();
        context.reads = context.listed;
        let done = match sync_user(&context, item).await {
            Seen::Done(outcomes) => outcomes.done,
            Seen::Stopped => return Err(ClientError::Stopped.into()),
            Seen::EndsTheRun(failure) => return Err(failure),
        };
        let standing = SyncStatus::after(done.outcome);
        note(session, run, alone, Some(done)).await?;
        context.shared.people.note(position, standing);
        Ok(standing)
    }
    .await;
    let requests = (context.auth0.http().calls(), context.userhub.http().calls());
    (requests, result)
}

/// Both sides are the same already: nothing is sent, and what a sync that is over has counted stays as it is.
fn nothing_to_do(item: &Item, context: &RunContext) -> Option<Done> {
    let userhub_id = item.userhub_id.clone()?;
    let is_counted = context.shared.people.is_settled(item.position);
    item.fields.is_empty().then(|| Done {
        position: if is_counted { 0 } else { item.position },
        id: item.id.clone(),
        outcome: Outcome::UpToDate,
        held: Some((userhub_id, item.expected.clone())),
        kept: None,
        problem: None,
    })
}

async fn note(
    session: &JournalSession,
    run: i64,
    alone: Alone,
    done: Option<Done>,
) -> Result<(), StoreError> {
    let now = clock::timestamp();
    session
        .journal
        .with(move |journal| journal.finish_alone(run, &alone, done, now))
        .await
}

/// Somebody who is no longer in Auth0, as far as they are known here.
fn left(id: &str, stored: &Stored) -> Alone {
    let profile = stored.userhub.as_ref();
    Alone {
        id: Auth0UserId::new(id),
        name: profile.and_then(|profile| profile.display_name.clone()),
        email: profile.and_then(|profile| profile.email.clone()),
        action: ItemAction::Update,
    }
}

/// The person's line of the plan, or one made for them as Auth0 has them now; `None` when Auth0 no longer has them.
async fn item(
    auth0: &Auth0,
    userhub: &UserHub,
    id: &str,
    stored: &Stored,
) -> Result<Option<Item>, Failure> {
    let id = Auth0UserId::new(id);
    let Some(person) = auth0.user(&id).await? else {
        return Ok(None);
    };
    let expected = person
        .source
        .profile
        .map_err(|why| ClientError::Unreadable {
            service: Service::Auth0,
            path: "/api/v2/users".to_owned(),
            why,
        })?;
    let userhub_id = stored.userhub_id.clone().map(UserHubUserId::new);
    let held = match &userhub_id {
        None => None,
        Some(id) => userhub.get(id).await?.map(|held| held.profile),
    };
    Ok(Some(Item {
        // Nobody's place in the plan, for one who was not in it.
        position: stored.planned.map_or(0, |(position, _)| position),
        id,
        action: held
            .as_ref()
            .map_or(ItemAction::Add, |_| ItemAction::Update),
        fields: differing(&expected, held.as_ref()),
        userhub_id: held.as_ref().and(userhub_id),
        expected,
    }))
}

fn differing(expected: &Profile, held: Option<&Profile>) -> Fields {
    held.map_or(Fields::NONE, |held| expected.differing(held))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_shown_as_stored() {
        let stored = Stored {
            auth0: Some(Err("odd".to_owned())),
            ..Stored::default()
        };
        let look = as_stored("auth0|1", &stored);
        assert_eq!(look.auth0, Side::Unreadable("odd".to_owned()));
        assert_eq!((look.userhub, look.live), (Side::Nobody, false));
    }
}
