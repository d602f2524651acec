//! What can be said of a plan before it is carried out: how long that will take, and whom it has met before.

use crate::clients::auth0::Auth0;
use crate::domain::forecast::Forecast;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::session;
use crate::protocol::sync::{Outlook, TriedBefore};
use crate::store::StoreError;

/// The forecast for so many people, where there can be one, and who of them needed attention when they were tried last.
pub(super) async fn outlook(
    desk: &JournalSession,
    auth0: &Auth0,
    open: u64,
) -> Result<Outlook, StoreError> {
    let known = desk
        .journal
        .with(|journal| Ok((journal.latest_pace()?, journal.tried_before()?)));
    let (before, tried) = known.await?;
    let lesson = session::lesson(auth0);
    let forecast = lesson.and_then(|now| Forecast::of(open, &now, before.as_ref()));
    let tried = tried.into_iter().map(|(problem, people)| TriedBefore {
        reason: problem.reason,
        fix: problem.fix,
        people,
    });
    Ok(Outlook {
        forecast,
        tried_before: tried.collect(),
    })
}
