//! What comes before anything is read: whether the tenant is there, lets us in, and what its limit is.

use crate::clients::auth0::{Auth0, UserQuery};
use crate::clients::error::ClientError;
use crate::domain::issue::Issue;
use crate::domain::permissions::Comparison;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{Reading, Waiting};

/// Asks Auth0 once, so that its answer names the limit: UserHub's reads count against it, and a run that goes on
/// would otherwise know nothing of it.
pub(in crate::engine) async fn learn_limit(auth0: &Auth0) -> Result<(), Failure> {
    let first = UserQuery {
        q: None,
        sort: "created_at",
        page: 0,
    };
    auth0.users(&first).await?;
    Ok(())
}

/// Looks whether the tenant is there and lets us in, as far as a sync needs it.
pub(in crate::engine) async fn begin(
    auth0: &Auth0,
    setup: &Setup,
    sink: &Sink,
) -> Result<(), Failure> {
    let waited = || auth0.http().waited_for().map(|left| ("Auth0", left));
    let tell = |service, left| {
        let waiting = Some(Waiting::SlowedDown { service, left });
        sink.send(Event::Reading(Reading {
            waiting,
            ..Reading::default()
        }));
    };
    let work = async {
        checks::staged::reach(auth0, setup).await?;
        check_permission(auth0, setup).await
    };
    checks::waits::telling(waited, tell, work).await
}

/// A sync needs one of the four permissions: to read people.
async fn check_permission(auth0: &Auth0, setup: &Setup) -> Result<(), Failure> {
    let granted = match auth0.granted().await {
        Ok(granted) => Comparison::of(&granted),
        Err(ClientError::Stopped) => return Err(ClientError::Stopped.into()),
        Err(error) => {
            return Err(checks::staged::refused_sign_in(auth0, setup, &error)
                .await
                .into());
        }
    };
    if granted.may_sync() {
        Ok(())
    } else {
        Err(Issue::permissions_missing(&granted).into())
    }
}
