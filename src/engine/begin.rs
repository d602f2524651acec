//! What comes before anything is read: whether the tenant is there, lets us in, and what its limit is.

use std::time::Duration;

use super::issues::Failure;
use super::sink::Sink;
use super::validate;
use crate::clients::auth0::{Auth0, UserQuery};
use crate::clients::error::ClientError;
use crate::domain::issue::Issue;
use crate::domain::permissions::Comparison;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{Reading, Waiting};

/// How often a wait is told.
const TICK: Duration = Duration::from_millis(100);

/// Asks Auth0 once, so that its answer names the limit: UserHub's reads count against it, and a run that goes on
/// would otherwise know nothing of it.
pub(super) async fn learn_limit(auth0: &Auth0) -> Result<(), Failure> {
    let first = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    auth0.users(&first).await?;
    Ok(())
}

/// Does what comes before anything is read, and tells meanwhile what is waited for.
async fn telling_waits<T>(auth0: &Auth0, sink: &Sink, work: impl Future<Output = T>) -> T {
    let tell = async {
        loop {
            tokio::time::sleep(TICK).await;
            if let Some(left) = auth0.http().waited_for() {
                let waiting = Some(Waiting::SlowedDown {
                    service: "Auth0",
                    left,
                });
                sink.send(Event::Reading(Reading {
                    waiting,
                    ..Reading::default()
                }));
            }
        }
    };
    tokio::select! {
        done = work => done,
        never = tell => never,
    }
}

/// Looks whether the tenant is there and lets us in, as far as a sync needs it.
pub(super) async fn begin(auth0: &Auth0, setup: &Setup, sink: &Sink) -> Result<(), Failure> {
    telling_waits(auth0, sink, async {
        validate::reach(auth0, setup).await?;
        check_permission(auth0, setup).await
    })
    .await
}

/// A sync needs one of the four permissions: to read people.
async fn check_permission(auth0: &Auth0, setup: &Setup) -> Result<(), Failure> {
    let granted = match auth0.granted().await {
        Ok(granted) => Comparison::of(&granted),
        Err(ClientError::Stopped) => return Err(ClientError::Stopped.into()),
        Err(error) => return Err(validate::refused_sign_in(auth0, setup, &error).await.into()),
    };
    if granted.may_sync() {
        Ok(())
    } else {
        Err(Issue::permissions_missing(&granted).into())
    }
}
