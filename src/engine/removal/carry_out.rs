//! Carries out what was written down, one user at a time: looked at right before, changed at most once, looked at right
//! after. A call whose answer is lost is looked at and not repeated, and so is one that a crash has cut off.

use std::collections::{HashMap, HashSet};
use std::future::ready;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::control::Control;
use super::proof::{self, Proof};
use super::work::{AT_ONCE, Work};
use crate::clients::error::ClientError;
use crate::clients::userhub::{ErrorCode, Whole};
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::removal::{
    Account, Act, Added, Call, Deed, Gone, Held, Outcome, Standing, Step, Write, came_to, step,
    take_back,
};
use crate::engine::failure::{Failure, own_words};
use crate::protocol::removal::{Did, Ended, RemovalReport};
use crate::store::journal::Journal;
use crate::store::removal_policy;

/// How long is waited before a user is looked at again whose change has not shown yet.
const LOOKS: [Duration; 4] = [
    Duration::ZERO,
    Duration::from_millis(200),
    Duration::from_millis(600),
    Duration::from_millis(1500),
];

/// What the deeds of one run share.
struct Shared<'a> {
    work: &'a Work<'a>,
    control: Mutex<Control<'a>>,
    added: HashMap<Auth0UserId, Added>,
    /// The deeds that may be begun; of the others it is looked what became of them, where a call was sent.
    may: HashSet<i64>,
    began: Option<Timestamp>,
    by_policy: bool,
    is_batch: bool,
}

/// Carries out what a run has open, as far as it `may` be. What may not be begun is left, once it was looked whether a call that
/// was sent has come through.
pub(super) async fn carry_out(
    work: &Work<'_>,
    run: i64,
    may: impl Fn(&Deed) -> bool,
) -> Result<Ended, Failure> {
    let journal = &work.session.journal;
    let look = move |journal: &mut Journal| {
        let deeds = journal.deeds_of(run, false)?;
        let of = deeds.iter().find_map(|deed| deed.of_run);
        let added = match of {
            Some(run) => journal.added_by(run)?.unwrap_or_default(),
            None => Vec::new(),
        };
        let began = journal.began_at(run)?;
        Ok((deeds, added, began, journal.is_by_policy(run)?))
    };
    let (deeds, added, began, by_policy) = journal.with(look).await?;
    // What nobody decided for one person is never done to those who are protected, also where it is one alone.
    let is_batch = deeds.len() > 1 || by_policy;
    let mut ended = Ended {
        run: Some(run),
        ..Ended::default()
    };
    let shared = Shared {
        work,
        control: Mutex::new(Control::of(work.auth0, journal).await?),
        added: added.into_iter().map(|row| (row.id, row.added)).collect(),
        may: deeds
            .iter()
            .filter(|deed| may(deed))
            .map(|deed| deed.seq)
            .collect(),
        began,
        by_policy,
        is_batch,
    };
    let open = deeds.into_iter().filter(|deed| deed.outcome.is_none());
    let fails = AtomicBool::new(false);
    let mut seen = stream::iter(open)
        .take_while(|_| ready(!fails.load(Ordering::Relaxed)))
        .map(|deed| shared.sync_user(deed))
        .buffer_unordered(AT_ONCE);
    let mut failed = None;
    // Those in flight come to their end whatever meets one of them, and nobody else is begun.
    while let Some(result) = seen.next().await {
        match result {
            Ok(did) => {
                match did.outcome {
                    Outcome::Done => ended.done += 1,
                    Outcome::Already(_) => ended.already += 1,
                    Outcome::Left(_) => ended.left += 1,
                }
                work.telling.send(RemovalReport::Did(did));
            }
            Err(failure) => {
                fails.store(true, Ordering::Relaxed);
                failed.get_or_insert(failure);
            }
        }
    }
    match failed {
        // Whoever is in flight has been written down before, and is looked at when this is gone on with.
        Some(failure) => Err(failure),
        None => Ok(ended),
    }
}

/// What a user came to, and what UserHub has then.
type Came = (Outcome, Option<Account>);

impl Shared<'_> {
    async fn sync_user(&self, deed: Deed) -> Result<Did, Failure> {
        let (outcome, after) = self.attempt(&deed).await?;
        let (ended, told, now) = (deed.clone(), outcome.clone(), clock::timestamp());
        (self.work.session.journal)
            .with(move |journal| journal.deed_ends(&ended, &told, after, now))
            .await?;
        Ok(Did {
            id: deed.id.to_string(),
            userhub_id: deed.userhub_id.to_string(),
            name: deed.called().to_owned(),
            act: deed.act,
            outcome,
        })
    }

    async fn attempt(&self, deed: &Deed) -> Result<Came, Failure> {
        let before = match self.work.userhub.whole(&deed.userhub_id).await {
            Ok(before) => before,
            Err(error) if error.is_about_one() => {
                return Ok((Outcome::Left(not_read(&error)), None));
            }
            Err(error) => return Err(error.into()),
        };
        let account = before.as_ref().map(Whole::account);
        if let Some(came) = self.cut_off(deed, account).await? {
            return Ok(came);
        }
        if !self.may.contains(&deed.seq) {
            let why = "It was cut off and is not gone on with: something else was asked for, or that was more than an hour \
                       ago. Decide anew.";
            return Ok((Outcome::Left(why.to_owned()), account));
        }
        let evidence = match self.may_be_done(deed, before.as_ref()).await? {
            Ok(evidence) => evidence,
            Err(why) => return Ok((Outcome::Left(why), account)),
        };
        match step(deed.act, account) {
            Step::Already(why) => Ok((Outcome::Already(why.to_owned()), account)),
            Step::Leave(why) => Ok((Outcome::Left(why), account)),
            Step::Send(call) => {
                let write = Write {
                    before: account.unwrap_or_default(),
                };
                self.send(deed, call, write, evidence).await
            }
        }
    }

    /// What became of a call that was sent before: for this deed, or for an earlier one whose answer was lost.
    async fn cut_off(&self, deed: &Deed, now: Option<Account>) -> Result<Option<Came>, Failure> {
        let Step::Already(_) = step(deed.act, now) else {
            return Ok(None);
        };
        if deed.sent.is_some() {
            return Ok(Some((Outcome::Done, now)));
        }
        let (id, act) = (deed.id.clone(), deed.act);
        let sent = (self.work.session.journal)
            .with(move |journal| journal.was_sent(&id, act))
            .await?;
        Ok(sent.then_some((Outcome::Done, now)))
    }

    /// Whether this may be done at this moment, with what is known against the user; else why it is not.
    async fn may_be_done(
        &self,
        deed: &Deed,
        before: Option<&Whole>,
    ) -> Result<Result<Vec<String>, String>, Failure> {
        match deed.act {
            Act::Enable | Act::Restore => {
                Ok(match before.and_then(|it| not_theirs(it, &deed.id)) {
                    Some(why) => Err(why),
                    None => Ok(Vec::new()),
                })
            }
            Act::TakeBack => Ok(self.is_as_it_was_left(deed, before)),
            Act::Disable | Act::Mark => {
                if let Some(why) = before.and_then(|whole| whose(whole, &deed.id)) {
                    return Ok(Err(why));
                }
                let protected = before.and_then(|whole| whole.protected.as_ref());
                if let Some(why) = protected.filter(|_| self.is_batch) {
                    return Ok(Err(format!("This user {why}: ask for them alone.")));
                }
                self.is_gone(deed).await
            }
        }
    }

    fn is_as_it_was_left(
        &self,
        deed: &Deed,
        before: Option<&Whole>,
    ) -> Result<Vec<String>, String> {
        let Some(added) = self.added.get(&deed.id) else {
            return Err("It is no longer written down that the sync added this user.".to_owned());
        };
        let held = before.map(|whole| held(whole, &deed.id));
        take_back(added, held.as_ref()).map_err(|stays| stays.words())?;
        Ok(vec![format!(
            "Added by the sync that began at {}, and as it left them.",
            added.run_began
        )])
    }

    /// Why what was begun by itself is not gone on with: a person may turn it off, or change it, while it is at work.
    fn no_longer_wanted(&self, deed: &Deed, known: &Gone) -> Option<String> {
        if !self.by_policy {
            return None;
        }
        let Some(on) = removal_policy::read(&self.work.setup.profile) else {
            return Some("What is done by itself was turned off.".to_owned());
        };
        let is_wanted = on.act.act() == deed.act && on.is_due(known, clock::timestamp());
        (!is_wanted).then(|| "What is done by itself was changed since.".to_owned())
    }

    async fn is_gone(&self, deed: &Deed) -> Result<Result<Vec<String>, String>, Failure> {
        let (journal, id) = (&self.work.session.journal, &deed.id);
        let gone = id.clone();
        let known = journal.with(move |journal| journal.gone_of(&gone)).await?;
        let Some(known) = known else {
            return Ok(Err(
                "This user is no longer on the list of people who left.".to_owned(),
            ));
        };
        if let Some(into) = known.merged_into.as_ref() {
            return Ok(Err(format!(
                "This user lives on as part of {into}, and has not left."
            )));
        }
        if known.standing() == Standing::NotProved {
            return Ok(Err(
                "It is not proved yet that this user left: Auth0 must say so twice.".to_owned(),
            ));
        }
        // Whoever names somebody who was kept before has decided otherwise; what is done by itself never has.
        let is_kept_since = |at| self.by_policy || self.began.is_none_or(|began| at >= began);
        if known.kept_at.is_some_and(is_kept_since) {
            return Ok(Err(
                "It was decided since that this user is kept.".to_owned()
            ));
        }
        if let Some(why) = self.no_longer_wanted(deed, &known) {
            return Ok(Err(why));
        }
        match proof::ask(self.work.auth0, &self.control, id).await? {
            Proof::Gone(word) => {
                // Auth0 may have taken its time.
                if let Some(why) = self.no_longer_wanted(deed, &known) {
                    return Ok(Err(why));
                }
                let mut evidence = known.evidence();
                evidence.push(format!(
                    "Right before, at {}, Auth0 said again that this user does not exist, and had {}.",
                    word.at, word.control
                ));
                Ok(Ok(evidence))
            }
            Proof::There => {
                let back = id.clone();
                journal
                    .with(move |journal| journal.take_off(&[back]))
                    .await?;
                Ok(Err(
                    "Auth0 has this user again. They are off the list.".to_owned()
                ))
            }
            Proof::Merged(into) => {
                let (gone, other) = (id.clone(), into.clone());
                journal
                    .with(move |journal| journal.note_merged(&gone, &other))
                    .await?;
                Ok(Err(format!(
                    "This user lives on as part of {into}, and has not left."
                )))
            }
            Proof::None(why) => Ok(Err(why)),
        }
    }

    /// Sends a call, once, and looks what came of it.
    async fn send(
        &self,
        deed: &Deed,
        call: Call,
        write: Write,
        evidence: Vec<String>,
    ) -> Result<Came, Failure> {
        let (seq, now) = (deed.seq, clock::timestamp());
        (self.work.session.journal)
            .with(move |journal| journal.deed_begins(seq, write, &evidence, now))
            .await?;
        let answer = self.work.userhub.change(&deed.userhub_id, call).await;
        let (refused, unclear) = match answer {
            Ok(()) => (None, false),
            Err(ClientError::Rejected(refusal)) if !is_everybodys(&refusal) => {
                (Some(own_words(&refusal)), refusal.status >= 500)
            }
            Err(ClientError::Unreadable { why, .. } | ClientError::Unreachable { why, .. }) => {
                (Some(why), true)
            }
            Err(ClientError::Intercepted { looks, .. }) => (Some(looks), true),
            Err(error) => return Err(error.into()),
        };
        let looks = if refused.is_some() && !unclear {
            1
        } else {
            LOOKS.len()
        };
        let mut after = None;
        for wait in &LOOKS[..looks] {
            tokio::time::sleep(*wait).await;
            let whole = match self.work.userhub.whole(&deed.userhub_id).await {
                Ok(whole) => whole,
                // It may show later what came of it.
                Err(error) if error.is_about_one() => {
                    return Ok((Outcome::Left(not_read(&error)), None));
                }
                Err(error) => return Err(error.into()),
            };
            after = whole.as_ref().map(Whole::account);
            if came_to(call, after) {
                return Ok((Outcome::Done, after));
            }
        }
        let state = after.map_or("no longer there", |after| after.state.word());
        let why = match (refused, unclear, call) {
            (Some(words), false, Call::Restore) => format!(
                "UserHub does not restore this user any more; its grace period may be over. It said: {words}."
            ),
            (Some(words), false, _) => format!("UserHub refused: {words}."),
            (Some(words), true, _) => format!(
                "UserHub's answer was lost ({words}), and the user is {state} there: nothing shows that it was done."
            ),
            (None, _, _) => {
                format!("UserHub answered as if it were done, and the user is {state} there.")
            }
        };
        // What a call whose answer is lost comes to may show later, and is then the app's.
        Ok((Outcome::Left(why), after.filter(|_| !unclear)))
    }
}

/// Why a user stays of whom UserHub gave no record that could be read.
pub(super) fn not_read(error: &ClientError) -> String {
    format!("UserHub's record of this user could not be read: {error}.")
}

/// Whether a refusal is the key's, or asks to wait, so that it would meet everybody.
fn is_everybodys(refusal: &crate::clients::error::Rejection) -> bool {
    matches!(
        ErrorCode::of(refusal),
        ErrorCode::Unauthenticated | ErrorCode::PermissionDenied | ErrorCode::ResourceExhausted
    )
}

/// Why a user of UserHub is nobody of this connection's by this id.
fn not_theirs(whole: &Whole, id: &Auth0UserId) -> Option<String> {
    (!whole.held.external_ids.contains(id))
        .then(|| "UserHub has this user through another connection or under another id.".to_owned())
}

/// Why a user of UserHub is not to be touched for somebody of Auth0's: they are another's, or another's too.
pub(super) fn whose(whole: &Whole, id: &Auth0UserId) -> Option<String> {
    if let Some(why) = not_theirs(whole, id) {
        return Some(why);
    }
    let ids = &whole.held.external_ids;
    let others: Vec<&str> = (ids.iter().filter(|other| *other != id))
        .map(Auth0UserId::as_str)
        .collect();
    (!others.is_empty()).then(|| {
        format!(
            "This user of UserHub is other people of Auth0 too: {}.",
            others.join(", ")
        )
    })
}

/// The user as the decision about taking back sees them.
pub(super) fn held(whole: &Whole, id: &Auth0UserId) -> Held {
    Held {
        account: whole.account(),
        profile: whole.held.profile.clone(),
        is_ours: whose(whole, id).is_none(),
        created_at: whole.held.created_at,
        protected: whole.protected.clone(),
    }
}
