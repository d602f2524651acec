//! What can be said of a plan before it is carried out: how long that will take, whom it has met before, and who is in it.

use crate::clients::auth0::Auth0;
use crate::domain::forecast::Forecast;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::session;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::sync::{Outlook, TriedBefore};
use crate::store::StoreError;
use crate::store::journal::{ItemAction, Journal};

/// The forecast for so many people, where there can be one, and who of them needed attention when they were tried last.
pub(super) async fn outlook(
    session: &JournalSession,
    auth0: &Auth0,
    open: u64,
) -> Result<Outlook, StoreError> {
    let known = session
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

/// Names those of a new plan who need a person: attention, only in UserHub and, if asked for, everybody else in it.
pub(super) async fn list_people(
    session: &JournalSession,
    everybody: bool,
    sink: &Sink,
) -> Result<(), Failure> {
    let sink = sink.clone();
    let list = move |journal: &mut Journal| {
        if everybody {
            journal.each_planned(|id, action| {
                let action = match action {
                    ItemAction::Add => "add",
                    ItemAction::Update => "update",
                };
                sink.send(Event::Planned {
                    id: id.to_owned(),
                    action,
                });
            })?;
        }
        journal.each_attention(|id, problem| {
            sink.send(Event::Attention {
                id: id.to_owned(),
                reason: problem.reason,
                fix: problem.fix,
            });
        })?;
        journal.each_only_in_userhub(|id, userhub_id| {
            sink.send(Event::OnlyInUserHub {
                id: id.to_owned(),
                userhub_id: userhub_id.to_owned(),
            });
        })
    };
    Ok(session.journal.with(list).await?)
}
