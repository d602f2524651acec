//! Carries out what was written down, one user at a time: looked at right before, changed at most once, looked at right
//! after. A call whose answer is lost is looked at and not repeated, and so is one that a crash has cut off.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use tokio::sync::Mutex;

use super::control::Control;
use super::proof::{self, Proof};
use super::work::{AT_ONCE, Work};
use crate::clients::error::ClientError;
use crate::clients::userhub::{ErrorCode, Whole};
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::removal::{
    Account, Act, Added, Call, Deed, Held, Outcome, Step, Write, came_to, step, take_back,
};
use crate::engine::failure::{Failure, own_words};
use crate::protocol::removal::{Did, Ended, RemovalReport};
use crate::store::journal::Journal;

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
    /// Whether nothing new is begun: what was cut off is looked at, and the rest is left.
    only_look: bool,
    is_batch: bool,
}

/// Carries out what a run has open.
pub(super) async fn carry_out(
    work: &Work<'_>,
    run: i64,
    only_look: bool,
) -> Result<Ended, Failure> {
    let journal = &work.desk.journal;
    let look = move |journal: &mut Journal| {
        let deeds = journal.deeds_of(run, false)?;
        let of = deeds.iter().find_map(|deed| deed.of_run);
        let added = match of {
            Some(run) => journal.added_by(run)?.unwrap_or_default(),
            None => Vec::new(),
        };
        Ok((deeds, added))
    };
    let (deeds, added) = journal.with(look).await?;
    let is_batch = deeds.len() > 1;
    let mut ended = Ended {
        run: Some(run),
        ..Ended::default()
    };
    let shared = Shared {
        work,
        control: Mutex::new(Control::of(work.auth0, journal).await?),
        added: added.into_iter().map(|row| (row.id, row.added)).collect(),
        only_look,
        is_batch,
    };
    let open = deeds.into_iter().filter(|deed| deed.outcome.is_none());
    let mut seen = stream::iter(open)
        .map(|deed| shared.sync_user(deed))
        .buffer_unordered(AT_ONCE);
    let mut failed = None;
    // Those in flight come to their end whatever meets one of them.
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
            Err(failure) if failed.is_none() => failed = Some(failure),
            Err(_) => {}
        }
        if failed.is_some() {
            break;
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
        (self.work.desk.journal)
            .with(move |journal| journal.deed_ends(&ended, &told, after, now))
            .await?;
        let given = [&deed.name, &deed.email];
        let mut given = given.into_iter().filter_map(Option::as_deref);
        let name = given.find(|text| !text.trim().is_empty());
        Ok(Did {
            id: deed.id.to_string(),
            userhub_id: deed.userhub_id.to_string(),
            name: name.unwrap_or(deed.id.as_str()).to_owned(),
            act: deed.act,
            outcome,
        })
    }

    async fn attempt(&self, deed: &Deed) -> Result<Came, Failure> {
        let before = self.work.userhub.whole(&deed.userhub_id).await?;
        let account = before.as_ref().map(Whole::account);
        if let Some(came) = self.cut_off(deed, account).await? {
            return Ok(came);
        }
        if self.only_look {
            let why = "It was cut off before this user's turn, and not gone on with for more than an hour. Decide anew.";
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
        let sent = (self.work.desk.journal)
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
            Act::Enable | Act::Restore => Ok(Ok(Vec::new())),
            Act::TakeBack => Ok(self.is_as_it_was_left(deed, before)),
            Act::Disable | Act::Mark => {
                if let Some(why) = before.and_then(|whole| whose(whole, &deed.id)) {
                    return Ok(Err(why));
                }
                let protected = before.and_then(|whole| whole.protected.as_ref());
                if let Some(why) = protected.filter(|_| self.is_batch) {
                    return Ok(Err(format!("This user {why}: ask for them alone.")));
                }
                self.is_gone(&deed.id).await
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

    async fn is_gone(&self, id: &Auth0UserId) -> Result<Result<Vec<String>, String>, Failure> {
        let journal = &self.work.desk.journal;
        let gone = id.clone();
        let known = journal.with(move |journal| journal.gone_of(&gone)).await?;
        if let Some(into) = known.as_ref().and_then(|gone| gone.merged_into.as_ref()) {
            return Ok(Err(format!(
                "This user lives on as part of {into}, and has not left."
            )));
        }
        match proof::ask(self.work.auth0, &self.control, id).await? {
            Proof::Gone(word) => {
                let mut evidence = known.map(|gone| gone.evidence()).unwrap_or_default();
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
        (self.work.desk.journal)
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
            let whole = self.work.userhub.whole(&deed.userhub_id).await?;
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

/// Whether a refusal is the key's, or asks to wait, so that it would meet everybody.
fn is_everybodys(refusal: &crate::clients::error::Rejection) -> bool {
    matches!(
        ErrorCode::of(refusal),
        ErrorCode::Unauthenticated | ErrorCode::PermissionDenied | ErrorCode::ResourceExhausted
    )
}

/// Why a user of UserHub is not to be touched for somebody of Auth0's: they are another's, or another's too.
pub(super) fn whose(whole: &Whole, id: &Auth0UserId) -> Option<String> {
    let ids = &whole.held.external_ids;
    if !ids.contains(id) {
        return Some(
            "UserHub has this user through another connection or under another id.".to_owned(),
        );
    }
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
