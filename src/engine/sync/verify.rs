//! A verification: both sides are read anew and counted, and nothing is changed.

use std::sync::Arc;
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use crate::clients::auth0::Auth0;
use crate::clients::http::Limits;
use crate::clients::userhub::UserHub;
use crate::clock;
use crate::domain::certificate::Certificate;
use crate::domain::guard::{Seen, Verdict, judge};
use crate::domain::issue::Issue;
use crate::domain::pace::Lesson;
use crate::domain::tally::Tally;
use crate::engine::checks;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::{
    Begun, JournalPriority, JournalSession, Requests, effort,
};
use crate::engine::read::auth0::Reading;
use crate::engine::session::{self, ReadCounters, lesson, userhub_side};
use crate::engine::sink::Sink;
use crate::engine::sync::begin::begin;
use crate::engine::sync::ending::end;
use crate::engine::sync::{Sources, read_sides};
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::Summary;
use crate::store::journal::Journal;

/// Verifies, and tells everybody who differs and what it came to.
pub(in crate::engine) async fn verify(setup: &Setup, sink: &Sink, stop: &CancellationToken) {
    let started = clock::instant();
    let setup = &checks::staged::settle_domain(setup, stop).await;
    let mut pace = None;
    let (result, requests) = match look(setup, started, &mut pace, sink, stop).await {
        Ok((certificate, requests)) => (Ok(certificate), requests),
        Err((failure, requests)) => (Err(failure), requests),
    };
    let mut summary = Summary {
        auth0_requests: requests.0,
        userhub_requests: requests.1,
        pace: pace.map(Box::new),
        took: started.elapsed(),
        ..Summary::default()
    };
    let result = result.map(|certificate| {
        if let Some(certificate) = certificate {
            fill(&mut summary, certificate);
        }
    });
    sink.send(Event::Finished {
        summary,
        end: end(result, setup),
    });
}

/// What a certificate means in the counts that every end tells.
fn fill(summary: &mut Summary, certificate: Certificate) {
    summary.tally = Tally {
        up_to_date: certificate.same + certificate.kept,
        attention: certificate.attention,
        only_in_userhub: certificate.only_in_userhub,
        ..Tally::default()
    };
    summary.read_auth0 = certificate.auth0.users;
    summary.taken_back = certificate.taken_back;
    summary.complete = certificate.agree() && certificate.is_complete();
    summary.not_proved.clone_from(&certificate.not_proved);
    summary.certificate = Some(Arc::new(certificate));
}

async fn look(
    setup: &Setup,
    started: Instant,
    pace: &mut Option<Lesson>,
    sink: &Sink,
    stop: &CancellationToken,
) -> Result<(Option<Certificate>, Requests), (Failure, Requests)> {
    let none = |failure| (failure, (0, 0));
    let side = userhub_side(setup).map_err(none)?;
    let auth0 = session::auth0(setup, Limits::SYNC, stop).map_err(none)?;
    let userhub = session::userhub(setup, side, Limits::SYNC, stop).map_err(none)?;
    let session = JournalSession::open_apart(setup, JournalPriority::GoesFirst)
        .await
        .map_err(none)?;
    let mut begun = None;
    let counted = count(&session, setup, (&auth0, &userhub), sink, stop, &mut begun).await;
    let requests = (auth0.http().calls(), userhub.http().calls());
    let effort = effort(requests, started.elapsed());
    let noted = session
        .note_compared(begun, effort, counted.as_ref().err(), setup)
        .await;
    *pace = lesson(&auth0);
    let certificate = counted.map_err(|failure| (failure, requests))?;
    noted.map_err(|error| (error.into(), requests))?;
    Ok((certificate, requests))
}

async fn count(
    session: &JournalSession,
    setup: &Setup,
    (auth0, userhub): (&Auth0, &UserHub),
    sink: &Sink,
    stop: &CancellationToken,
    begun: &mut Option<Begun>,
) -> Result<Option<Certificate>, Failure> {
    begin(auth0, setup, sink).await?;
    let (at, keep_days) = (clock::timestamp(), setup.keep_days);
    let run = session
        .journal
        .with(move |journal| journal.begin_verify(at, keep_days))
        .await?;
    *begun = Some(session.begin(run).await?);
    let reading = Sources::ToRead(Reading {
        run,
        began: at,
        job: None,
    });
    let counters = ReadCounters::default();
    read_sides(&session.journal, (auth0, userhub), reading, &counters, sink).await?;
    guard(session, setup).await?;
    // Whom an undo has taken back is not missing.
    (session.journal)
        .with(move |journal| journal.leave_out_taken_back(run))
        .await?;
    let (now, stop, sink) = (clock::timestamp(), stop.clone(), sink.clone());
    let finish = move |journal: &mut Journal| {
        let see = |found: &_| sink.send(Event::Differs(Clone::clone(found)));
        journal.finish_verify(run, now, || stop.is_cancelled(), see)
    };
    Ok(session.journal.with(finish).await?)
}

/// An empty answer of Auth0's beside people who are known is no tenant that everybody has left.
async fn guard(session: &JournalSession, setup: &Setup) -> Result<(), Failure> {
    let look = |journal: &mut Journal| {
        Ok(Seen {
            auth0: journal.count_sources()?,
            userhub: journal.count_targets()?,
            journal: journal.known_people()?,
        })
    };
    match judge(session.journal.with(look).await?) {
        Verdict::Allow => Ok(()),
        Verdict::RefuseEmptyAuth0 { known } => {
            Err(Issue::nobody_in_auth0(&setup.domain, known).into())
        }
    }
}
