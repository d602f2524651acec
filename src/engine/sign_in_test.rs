//! The sign-in test: watches Auth0 for somebody who signs in, and then UserHub for that person.
//!
//! It needs no permission beyond those of the documented application. What its sight proves is decided in
//! [`domain::sign_in`](crate::domain::sign_in). A lost network or a service that asks to slow down holds it up and does not
//! end it.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::clients::auth0::Auth0;
use crate::clients::error::ClientError;
use crate::clients::http::Limits;
use crate::clients::userhub::{ErrorCode, Held, UserHub};
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Issue;
use crate::domain::sign_in::{Proof, Record, SignIn, Timing, judge};
use crate::engine::failure::{Failure, client_issue};
use crate::engine::session;
use crate::engine::sink::Sink;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sign_in_test::{self, Verdict};
use crate::protocol::ticket::Ticket;

/// How many people are looked for at once; further sign-ins are seen when one of these is settled.
const AT_ONCE: usize = 5;

/// How far back the beginning looks for the newest sign-in that is of no interest any more.
const BEFORE: SignedDuration = SignedDuration::from_mins(10);

/// Watches until somebody's sign-in proves something, nobody signed in for too long, or it is stopped.
pub(super) async fn watch(
    setup: &Setup,
    timing: Timing,
    ticket: Ticket,
    sink: &Sink,
    stop: &CancellationToken,
) {
    let tell = |news| sink.send(Event::SignInTest { news, ticket });
    let verdict = match begin_and_watch(setup, timing, &tell, stop).await {
        Ok(verdict) => verdict,
        Err(failure) if failure.is_stop() || stop.is_cancelled() => Verdict::Stopped,
        Err(failure) => Verdict::Problem(Box::new(failure.issue(setup))),
    };
    tell(sign_in_test::Event::Over(verdict));
}

async fn begin_and_watch(
    setup: &Setup,
    timing: Timing,
    tell: &impl Fn(sign_in_test::Event),
    stop: &CancellationToken,
) -> Result<Verdict, Failure> {
    let side = session::userhub_side(setup)?;
    let watch = Watch {
        setup,
        timing,
        tell,
        auth0: session::auth0(setup, Limits::CHECK, stop)?,
        userhub: session::userhub(setup, side, Limits::CHECK, stop)?,
        started: clock::instant(),
    };
    let Some(since) = watch.patiently(|| watch.newest_sign_in()).await? else {
        return Ok(Verdict::NobodySignedIn);
    };
    let Some(began) = watch.patiently(|| watch.userhub_time()).await? else {
        return Ok(Verdict::NobodySignedIn);
    };
    tell(sign_in_test::Event::Began(clock::timestamp()));
    watch.run(since, began).await
}

/// What a watch works with.
struct Watch<'a, Tell> {
    setup: &'a Setup,
    timing: Timing,
    tell: &'a Tell,
    auth0: Auth0,
    userhub: UserHub,
    started: Instant,
}

/// Somebody who signed in and is looked for.
struct Wanted {
    sign_in: SignIn,
    /// When the sign-in was seen.
    seen: Instant,
    /// Whether it was told that they were in UserHub before.
    known: bool,
}

/// What one look at somebody brought.
enum Look {
    /// UserHub heard of the sign-in.
    Proof(Proof),
    /// They were there before, and nothing changed.
    Known,
    /// They are not there.
    Absent,
    /// It is too early to look.
    TooEarly,
}

impl<Tell: Fn(sign_in_test::Event)> Watch<'_, Tell> {
    async fn run(
        &self,
        mut since: Timestamp,
        began: Option<Timestamp>,
    ) -> Result<Verdict, Failure> {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut undecided = None;
        loop {
            if !self.is_over() && wanted.len() < AT_ONCE {
                self.see_sign_ins(&mut since, &mut seen, &mut wanted)
                    .await?;
            }
            for mut one in std::mem::take(&mut wanted) {
                let look = self.look(&one, began).await;
                let is_late = one.seen.elapsed() >= self.timing.arrival;
                let look = match look {
                    Ok(look) => look,
                    Err(error) => {
                        let issue = self.held_up(error)?;
                        // What holds it up may pass, but it is not waited for longer than for anybody.
                        if is_late && self.is_over() {
                            return Ok(Verdict::Problem(Box::new(issue)));
                        }
                        Look::TooEarly
                    }
                };
                match look {
                    Look::Proof(proof) => return Ok(Verdict::Proved(one.sign_in, proof)),
                    Look::Absent if is_late || began.is_none() => {
                        return Ok(not_there(one.sign_in));
                    }
                    Look::Known if is_late || began.is_none() => undecided = Some(one.sign_in),
                    Look::Known if !one.known => {
                        one.known = true;
                        (self.tell)(sign_in_test::Event::KnownAlready(one.sign_in.clone()));
                        wanted.push(one);
                    }
                    Look::Known | Look::Absent | Look::TooEarly => wanted.push(one),
                }
            }
            if self.is_over() && wanted.is_empty() {
                return Ok(undecided.map_or(Verdict::NobodySignedIn, Verdict::CannotTell));
            }
            self.auth0.http().pause(self.timing.pause).await?;
        }
    }

    fn is_over(&self) -> bool {
        self.started.elapsed() >= self.timing.patience
    }

    /// Adds everybody who signed in since the last look.
    async fn see_sign_ins(
        &self,
        since: &mut Timestamp,
        seen: &mut BTreeSet<(Timestamp, Auth0UserId)>,
        wanted: &mut Vec<Wanted>,
    ) -> Result<(), Failure> {
        let answer = match self.auth0.sign_ins(*since).await {
            Ok(seen) => seen,
            Err(error) => return self.held_up(error).map(|_| ()),
        };
        (self.tell)(sign_in_test::Event::HeldUp(None));
        for sign_in in answer.newest_first.into_iter().rev() {
            let is_known = wanted.iter().any(|one| one.sign_in.id == sign_in.id)
                || seen.contains(&(sign_in.at, sign_in.id.clone()));
            // Whoever finds no room is asked for again once there is some, with all of the same millisecond.
            if !is_known && wanted.len() == AT_ONCE {
                *since = sign_in.at - SignedDuration::from_millis(1);
                return Ok(());
            }
            *since = sign_in.at.max(*since);
            seen.insert((sign_in.at, sign_in.id.clone()));
            if !is_known {
                (self.tell)(sign_in_test::Event::SignedIn(sign_in.clone()));
                wanted.push(Wanted {
                    sign_in,
                    seen: clock::instant(),
                    known: false,
                });
            }
        }
        Ok(())
    }

    async fn look(&self, one: &Wanted, began: Option<Timestamp>) -> Result<Look, ClientError> {
        let SignIn { id, email, .. } = &one.sign_in;
        if let Some(began) = began {
            let found = self.userhub.find(id, email.as_deref()).await?;
            return Ok(found.map_or(Look::Absent, |held| proof(began, &held)));
        }
        if one.seen.elapsed() < self.timing.head_start {
            return Ok(Look::TooEarly);
        }
        // The key cannot look people up. Adding them changes nothing for who is there, and the answer says since when.
        let asked = clock::instant();
        let held = self.userhub.import(id).await?;
        let answered = held.answered_at.unwrap_or_else(clock::timestamp);
        if is_older_than(&held, answered, asked.elapsed()) {
            let watched = SignedDuration::try_from(self.started.elapsed()).unwrap_or_default();
            Ok(proof(answered - watched, &held))
        } else {
            Ok(Look::Absent)
        }
    }

    /// Goes on after what passes by itself, and gives up on the rest.
    fn held_up(&self, error: ClientError) -> Result<Issue, Failure> {
        if matches!(error, ClientError::Stopped) {
            return Err(error.into());
        }
        let issue = client_issue(&error, self.setup);
        if !issue.retryable {
            return Err(issue.into());
        }
        (self.tell)(sign_in_test::Event::HeldUp(Some(Box::new(issue.clone()))));
        Ok(issue)
    }

    /// Repeats a call while a passing trouble lasts; `None` when the watch is over before.
    async fn patiently<T>(
        &self,
        call: impl AsyncFn() -> Result<T, ClientError>,
    ) -> Result<Option<T>, Failure> {
        loop {
            match call().await {
                Ok(answer) => return Ok(Some(answer)),
                Err(error) => {
                    self.held_up(error)?;
                }
            }
            if self.is_over() {
                return Ok(None);
            }
            self.auth0.http().pause(self.timing.pause).await?;
        }
    }

    /// The time of the newest sign-in that counts as before, by Auth0's clock.
    async fn newest_sign_in(&self) -> Result<Timestamp, ClientError> {
        let here = clock::timestamp();
        let before = self.auth0.sign_ins(here - BEFORE).await?;
        let newest = before.newest_first.first().map(|sign_in| sign_in.at);
        Ok(newest.max(before.answered_at).unwrap_or(here))
    }

    /// The time from which on a record counts as new, by UserHub's clock; `None` where the key cannot look people up.
    async fn userhub_time(&self) -> Result<Option<Timestamp>, ClientError> {
        match self.userhub.newest().await {
            Ok((newest, answered_at)) => {
                // The clock is told in whole seconds. Whoever was made in this one was there before.
                let after = |held: Held| Some(held.created_at? + SignedDuration::from_millis(1));
                let began = newest.and_then(after).max(answered_at);
                Ok(Some(began.unwrap_or_else(clock::timestamp)))
            }
            Err(ClientError::Rejected(refusal))
                if ErrorCode::of(&refusal) == ErrorCode::PermissionDenied =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

fn not_there(sign_in: SignIn) -> Verdict {
    let issue = Issue::sign_in_not_seen(&sign_in.who);
    Verdict::NotThere(sign_in, Box::new(issue))
}

fn proof(began: Timestamp, held: &Held) -> Look {
    let record = Record {
        created: held.created_at,
        changed: held.changed_at,
    };
    match judge(began, record) {
        Proof::Nothing => Look::Known,
        proof => Look::Proof(proof),
    }
}

/// Whether a record was there before a call that took this long and was answered at this time. Both times are UserHub's
/// own, and the answer's is in whole seconds.
fn is_older_than(held: &Held, answered: Timestamp, took: Duration) -> bool {
    let took = SignedDuration::try_from(took).unwrap_or_default();
    held.created_at
        .is_some_and(|created| answered.duration_since(created) > took)
}
