//! Live: whom Auth0's events name is written down with the place in the stream, and looked at.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::comparison::listening;
use super::reader::{Batch, Heard, Read, Reader};
use super::user::Inspector;
use super::user_queue::{Totals, UserQueue};
use super::{Halt, TICK, Watch, is_wanted};
use crate::clients::auth0::From;
use crate::clients::http::Limits;
use crate::clock;
use crate::domain::history::Kind;
use crate::domain::live::NotToBeHad;
use crate::domain::permissions::EVENTS;
use crate::engine::failure::client_issue;
use crate::engine::persistence::journal_session::JournalSession;
use crate::engine::session::{self, userhub_side};
use crate::engine::sync::begin::begin;
use crate::engine::sync::context::RunContext;
use crate::protocol::event::Event;
use crate::protocol::live::{self as told, Change, Source, State};
use crate::store::journal::Journal;

/// How many batches may wait to be written down before the reader has to.
const QUEUED: usize = 8;

/// A sign of life from Auth0 is told no sooner than this after the one before.
const BETWEEN_SIGNS: SignedDuration = SignedDuration::from_secs(5);

impl Watch<'_> {
    /// Brings over what Auth0 tells of, until something else is to be done.
    pub(super) async fn live(&mut self) -> Result<(), Halt> {
        let token = self.ends.child_token();
        let session = self.open().await?;
        let inspector = Arc::new(Inspector {
            journal: Arc::clone(&session.journal),
            context: self.context(&token, true)?,
            alive: Mutex::default(),
        });
        let (quiet, _) = listening();
        let ready = begin(&inspector.context.auth0, &self.setup, &quiet).await;
        ready.map_err(|failure| self.halt(failure))?;
        let granted = inspector.context.auth0.granted().await;
        let granted = granted.map_err(|error| self.halt(error))?;
        if !granted.is_empty() && granted.split_whitespace().all(|scope| scope != EVENTS) {
            self.do_without_events(NotToBeHad::Scope);
            return Ok(());
        }
        let run = self.begin_run(&session).await?;
        let place = session.journal.with(|journal| {
            journal.index_kept_sides()?;
            journal.place()
        });
        let place = place.await.map_err(|error| self.halt(error))?;
        let from = match (place.offset, place.from) {
            (Some(offset), _) => From::Offset(offset),
            (None, Some(from)) => From::Moment(from),
            (None, None) => {
                self.wants_comparison = true;
                return Ok(());
            }
        };
        let (says, hears) = mpsc::channel(QUEUED);
        let auth0 = Arc::clone(&inspector.context.auth0);
        let last_sign = Heard::default();
        let reader = Reader::new(
            auth0,
            from,
            self.timing.silence,
            says,
            Arc::clone(&last_sign),
        );
        let reader = tokio::spawn(reader.read());
        let totals = Totals {
            run,
            tally: self.tally,
            source: Source::Events,
        };
        let mut queue = UserQueue::new(Arc::clone(&inspector), self.setup.endpoints.gentle, totals);
        let ended = self.follow(&mut queue, (hears, &last_sign), &token).await;
        token.cancel();
        let sink = self.sink.clone();
        queue.drain(|change| tell(&sink, change)).await;
        self.tally = queue.totals.tally;
        drop(queue);
        // It ends with the token; nothing of it is left to write down.
        reader.abort();
        self.requests.0 += inspector.context.auth0.http().calls();
        self.requests.1 += inspector.context.userhub.http().calls();
        ended
    }

    /// The clients, for as long as this token holds. `reads` says whether the key may read users.
    pub(super) fn context(
        &self,
        token: &CancellationToken,
        reads: bool,
    ) -> Result<RunContext, Halt> {
        let halt = |failure| self.halt(failure);
        let side = userhub_side(&self.setup).map_err(halt)?;
        let auth0 = session::auth0(&self.setup, Limits::SYNC, token).map_err(halt)?;
        let userhub = session::userhub(&self.setup, side, Limits::SYNC, token).map_err(halt)?;
        Ok(RunContext {
            auth0: Arc::new(auth0),
            userhub: Arc::new(userhub),
            listed: false,
            reads,
            began: clock::instant(),
            shared: self.shared.clone(),
        })
    }

    /// The run of History that this watch is.
    pub(super) async fn begin_run(&mut self, session: &JournalSession) -> Result<i64, Halt> {
        let (now, keep_days) = (clock::timestamp(), self.setup.keep_days);
        let known = self.run;
        let begin = move |journal: &mut Journal| match known {
            Some(run) => journal.go_on_watching(run).map(|()| run),
            None => journal.begin_changes(Kind::Watch, now, keep_days),
        };
        let run = session.journal.with(begin).await;
        let run = run.map_err(|error| self.halt(error))?;
        self.run = Some(run);
        session.begin(run).await.map_err(|error| self.halt(error))?;
        Ok(run)
    }

    /// Takes in what the reader says and what becomes of people, until something else is to be done.
    async fn follow(
        &mut self,
        queue: &mut UserQueue,
        (mut hears, last_sign): (mpsc::Receiver<Read>, &Heard),
        token: &CancellationToken,
    ) -> Result<(), Halt> {
        let profile = self.setup.profile.clone();
        let mut wanted = std::pin::pin!(is_wanted(&profile));
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let mut is_up = false;
        // What was in the way is told until somebody went through again: a connection alone says nothing about that.
        let mut went_through = self.trouble.is_none();
        loop {
            queue.fill().await.map_err(|failure| self.halt(failure))?;
            tokio::select! {
                () = token.cancelled() => return Err(Halt::Stopped),
                () = &mut wanted => return Err(Halt::Busy),
                told = hears.recv() => match told {
                    None => return Err(Halt::Stopped),
                    Some(Read::Live) => {
                        is_up = true;
                        self.no_events = None;
                    }
                    Some(Read::Down(error)) => {
                        is_up = false;
                        let issue = client_issue(&error, &self.setup);
                        self.tell(State::Waiting, Some(issue.what));
                    }
                    Some(Read::Batch(batch)) => self.keep(queue, batch).await?,
                    Some(last) => return self.last_word(last),
                },
                Some(looked) = queue.next(), if !queue.is_empty() => {
                    let landed = queue.land(looked).await;
                    if let Some(change) = landed.map_err(|failure| self.halt(failure))? {
                        went_through = true;
                        tell(self.sink, change);
                    }
                }
                _ = tick.tick() => {
                    queue.time_goes_on();
                    self.tell_heard(last_sign);
                    self.mind_set_up().await;
                    if self.wants_comparison || self.is_comparison_due() {
                        return Ok(());
                    }
                }
            }
            if queue.is_held_up() {
                let why = "A service gives no usable answers; who has changed is kept, and brought over when it does.";
                self.tell(State::Waiting, Some(why.to_owned()));
            } else if is_up && (went_through || queue.is_empty()) {
                self.tell(State::Live, None);
            }
        }
    }

    /// Tells now and then that something came from Auth0.
    fn tell_heard(&mut self, sign: &Heard) {
        let Ok(at) = Timestamp::from_millisecond(sign.load(Ordering::Relaxed)) else {
            return;
        };
        let is_due = |told: Timestamp| at.duration_since(told) >= BETWEEN_SIGNS;
        if at > Timestamp::UNIX_EPOCH && self.heard_at.is_none_or(is_due) {
            self.heard_at = Some(at);
            self.sink.send(Event::Live(told::Event::Heard(at)));
        }
    }

    /// Writes down whom events have named, together with the place in the stream.
    async fn keep(&mut self, queue: &mut UserQueue, batch: Batch) -> Result<(), Halt> {
        if batch.unreadable > 0 {
            tracing::warn!(
                events = batch.unreadable,
                "events could not be read: everybody is compared for what they said"
            );
            self.ask_for_comparison();
        }
        let now = clock::timestamp();
        let keep = move |journal: &mut Journal| {
            journal.keep_hints(&batch.hints, batch.offset.as_deref(), now)
        };
        let kept = queue.journal().with(keep).await;
        kept.map_err(|error| self.halt(error))?;
        queue.wake();
        Ok(())
    }

    /// The reader has ended: what is to be done instead.
    fn last_word(&mut self, said: Read) -> Result<(), Halt> {
        match said {
            Read::NotToBeHad(why) => {
                tracing::info!(?why, "Auth0's events are not to be had");
                self.do_without_events(why);
            }
            // A comparison was made a moment ago, and what is asked for by its date is gone all the same.
            Read::OffsetLost { by_moment: true } if self.compared_now.is_some() => {
                self.do_without_events(NotToBeHad::TooLate);
            }
            Read::OffsetLost { .. } => {
                (self.wants_comparison, self.offset_lost) = (true, true);
            }
            Read::Refused(error) => return Err(self.halt(error)),
            Read::Live | Read::Down(_) | Read::Batch(_) => {}
        }
        Ok(())
    }
}

fn tell(sink: &crate::engine::sink::Sink, change: Change) {
    sink.send(Event::Live(told::Event::Change(Box::new(change))));
}
