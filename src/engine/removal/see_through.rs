//! A run of deeds from its intent to its end: written down whole before anything is done, carried out, and gone on with
//! where it was cut off and the same is asked for again. What a person has stopped is over.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::carry_out::carry_out;
use super::work::Work;
use crate::clock;
use crate::domain::history::Effort;
use crate::domain::removal::{Act, Deed, Outcome};
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::effort;
use crate::protocol::removal::{Ended, Preview, RemovalReport, Who};
use crate::store::StoreError;
use crate::store::journal::{CutOff, Journal, NewDeed, RunKind};

/// For how long what was cut off is gone on with; after that it is decided anew.
const GONE_ON_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Why a user is left whose turn did not come before a person stopped it.
const STOPPED: &str = "It was stopped before this user\u{2019}s turn.";

/// What is asked for now. What was cut off is gone on with as far as it is the same, for the same people; the rest of it is
/// left, for nobody has asked for it again.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked<'a> {
    /// People who left are removed in this way.
    Removal {
        /// The way.
        act: Act,
        /// Who.
        who: &'a Who,
    },
    /// This sync is taken back.
    Undo {
        /// Its run.
        run: i64,
    },
    /// Anything else: whoever is still to be restored is chosen again, and what is done by itself is judged anew.
    Else,
}

impl Asked<'_> {
    fn is_the_same(self, kind: RunKind, deed: &Deed) -> bool {
        match self {
            Self::Removal { act, who } => {
                kind == RunKind::Removal && deed.act == act && is_among(who, deed)
            }
            Self::Undo { run } => kind == RunKind::Undo && deed.of_run == Some(run),
            Self::Else => false,
        }
    }
}

fn is_among(who: &Who, deed: &Deed) -> bool {
    match who {
        Who::All => true,
        Who::Ids(ids) => ids
            .iter()
            .any(|id| *id == deed.id.as_str() || *id == deed.userhub_id.as_str()),
        Who::Run(_) => false,
    }
}

/// What of the same that is asked for was gone on with, which counts with what is done after it.
#[derive(Debug, Default)]
pub(super) struct Resumed {
    run: Option<i64>,
    done: u64,
    already: u64,
    /// Who was left in it.
    left: HashSet<String>,
    /// Who was seen to in its run, also before it was cut off: they are nobody to look at again, or to leave out.
    seen_to: HashSet<String>,
}

impl Resumed {
    async fn note(
        &mut self,
        work: &Work<'_>,
        (kind, asked): (RunKind, Asked<'_>),
        open: &HashSet<i64>,
        run: i64,
    ) -> Result<(), StoreError> {
        let journal = &work.session.journal;
        let deeds = journal
            .with(move |journal| journal.deeds_of(run, false))
            .await?;
        let theirs = |deed: &Deed| asked.is_the_same(kind, deed) && work.was_shown(&deed.id);
        for deed in deeds.into_iter().filter(theirs) {
            let is_now = open.contains(&deed.seq);
            let id = deed.id.to_string();
            match deed.outcome {
                Some(Outcome::Done) => self.done += u64::from(is_now),
                Some(Outcome::Already(_)) => self.already += u64::from(is_now),
                Some(Outcome::Left(_)) => {
                    if is_now {
                        self.left.insert(id);
                    }
                    continue;
                }
                None => continue,
            }
            self.seen_to.insert(id);
            if is_now {
                self.run = Some(run);
            }
        }
        Ok(())
    }

    /// Whether somebody was seen to by it.
    pub(super) fn has_seen_to(&self, id: &str) -> bool {
        self.seen_to.contains(id)
    }

    /// Takes those off whom it has left and who are looked at again: they count with what comes of that.
    pub(super) fn looked_at_again<'a>(&mut self, ids: impl Iterator<Item = &'a str>) {
        let again: HashSet<&str> = ids.collect();
        self.left.retain(|id| !again.contains(id.as_str()));
    }

    /// The number of people that was typed, as the number of those who are left of them: it was typed for those too who were
    /// gone on with.
    pub(super) fn typed_for(&self, typed: u64, rest: u64) -> u64 {
        let all_of_it = self.seen_to.len() as u64;
        let is_whole = [all_of_it, self.done + self.already]
            .into_iter()
            .any(|seen_to| typed == seen_to + rest);
        if is_whole { rest } else { typed }
    }

    /// What was done after it, with what was done in it.
    pub(super) fn and(&self, ended: Ended) -> Ended {
        Ended {
            run: ended.run.or(self.run),
            done: ended.done + self.done,
            already: ended.already + self.already,
            left: ended.left + self.left.len() as u64,
            ..ended
        }
    }
}

/// Whether what was cut off is still gone on with, where the same is asked for again.
pub(super) fn is_fresh(began: Option<Timestamp>, now: Timestamp) -> bool {
    let fresh = SignedDuration::ZERO..GONE_ON_WITHIN;
    began.is_some_and(|began| fresh.contains(&now.duration_since(began)))
}

/// Writes the intent down, tells it, and carries it out. `left_out` are those who were to be seen to and are not.
pub(super) async fn do_it(
    work: &Work<'_>,
    kind: RunKind,
    deeds: Vec<NewDeed>,
    preview: Preview,
) -> Result<Ended, Failure> {
    let left_out = preview.left_out.len() as u64;
    work.telling.send(RemovalReport::Preview(Preview {
        carried_out: true,
        ..preview
    }));
    if deeds.is_empty() {
        return Ok(work.with_requests(Ended {
            left: left_out,
            ..Ended::default()
        }));
    }
    let now = clock::timestamp();
    let begin = move |journal: &mut Journal| journal.begin_deeds(kind, &deeds, now);
    let run = work.session.journal.with(begin).await?;
    let ended = see_through(work, run, |_| true).await?;
    Ok(Ended {
        left: ended.left + left_out,
        ..ended
    })
}

/// Carries out what a run has open, as far as it `may` be, and writes down how that ended.
async fn see_through(
    work: &Work<'_>,
    run: i64,
    may: impl Fn(&Deed) -> bool,
) -> Result<Ended, Failure> {
    let (began, before) = (clock::instant(), work.requests());
    let so_far = work.session.begin(run).await?;
    let so_far = (run, so_far.1.or(Some(Effort::default())));
    let result = carry_out(work, run, may).await;
    let (now, is_stopped) = (
        clock::timestamp(),
        result.as_ref().is_err_and(Failure::is_stop),
    );
    let end = move |journal: &mut Journal| {
        if is_stopped {
            journal.leave_the_rest(run, STOPPED, now)?;
        }
        journal.finish_deeds(run, now)
    };
    work.session.journal.with(end).await?;
    let (auth0, userhub) = work.requests();
    let own = effort((auth0 - before.0, userhub - before.1), began.elapsed());
    let failure = result.as_ref().err();
    work.session
        .note_end(so_far, own, failure, work.setup)
        .await?;
    Ok(work.with_requests(result?))
}

/// Brings what was cut off to its end, before anything else is begun: what was sent is looked at, what is asked for again is
/// gone on with, and the rest is left.
pub(super) async fn go_on(work: &Work<'_>, asked: Asked<'_>) -> Result<Resumed, Failure> {
    let mut last = None;
    let mut resumed = Resumed::default();
    while let Some(cut_off) = work
        .session
        .journal
        .with(|journal| journal.cut_off())
        .await?
    {
        let CutOff { run, kind, began } = cut_off;
        // What does not end although all of it was seen to is not this version's.
        if last == Some(run) {
            return Err(StoreError::Newer.into());
        }
        last = Some(run);
        let is_fresh = is_fresh(began, clock::timestamp());
        tracing::info!(run, is_fresh, ?asked, "seeing to what was cut off");
        let may =
            |deed: &Deed| is_fresh && asked.is_the_same(kind, deed) && work.was_shown(&deed.id);
        let open = move |journal: &mut Journal| journal.deeds_of(run, true);
        let open = work.session.journal.with(open).await?;
        see_through(work, run, may).await?;
        let open = open.iter().map(|deed| deed.seq).collect();
        resumed.note(work, (kind, asked), &open, run).await?;
    }
    Ok(resumed)
}
