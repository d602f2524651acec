//! The control of a suspicion: whether a cause that many people have met in a row meets others too.
//!
//! Nobody is on the way meanwhile. People who are known to be good are reported as changed, which makes UserHub read them
//! again and does no harm; where nobody is known, people from all over the plan have their turn at once.

use std::sync::Arc;

use futures_util::future::join_all;

use super::{Completed, Failure, Run, Suspicion, before, common_cause};
use crate::domain::guard::{Step, Tried};
use crate::domain::ids::Auth0UserId;
use crate::engine::sync::sync_user::{Cause, Seen, report, sync_user};

impl Run<'_> {
    /// Clears a suspicion, or ends the run with it.
    pub(super) async fn clear_up(&mut self, suspicion: Suspicion) {
        self.record().await;
        self.settle().await;
        if let Err(failure) = self.hold_against_others(suspicion).await {
            self.problem.get_or_insert(failure);
        }
    }

    async fn hold_against_others(&mut self, suspicion: Suspicion) -> Result<(), Failure> {
        let Suspicion { cause, words } = suspicion;
        let mut good = Vec::new();
        for id in self.known_good().await? {
            let tried = report(&self.context, &id).await?;
            good.push(as_tried(tried, cause));
        }
        let others = if good.is_empty() {
            self.try_witnesses(cause).await?
        } else {
            Vec::new()
        };
        tracing::info!(?cause, ?good, ?others, "a cause was held against others");
        if self.problem.is_none()
            && let Step::Everybodys(cause) = self.watch.controlled(cause, &good, &others)
        {
            let issue = common_cause(cause, words.as_ref(), self.setup);
            self.problem = Some(issue.into());
        }
        Ok(())
    }

    /// Somebody of this run who has gone through, else some of whom UserHub or the journal knows.
    async fn known_good(&self) -> Result<Vec<Auth0UserId>, Failure> {
        if let Some(id) = &self.good {
            return Ok(vec![id.clone()]);
        }
        let listed = self.context.listed;
        let ids = self
            .journal
            .with(move |journal| journal.known_good(listed))
            .await?;
        Ok(ids.into_iter().map(Auth0UserId::new).collect())
    }

    /// Lets people from all over the plan have their turn. What becomes of them is recorded as ever.
    async fn try_witnesses(&mut self, cause: Cause) -> Result<Vec<Tried>, Failure> {
        let witnesses = self.journal.with(|journal| journal.witnesses()).await?;
        let completed = witnesses.into_iter().map(|item| {
            self.waiting.retain(|other| other.position != item.position);
            let context = Arc::clone(&self.context);
            async move {
                let (position, before) = (item.position, before(item.action));
                let seen = sync_user(&context, item).await;
                Completed {
                    position,
                    before,
                    seen,
                }
            }
        });
        let completed: Vec<_> = completed.collect();
        let mut tried = Vec::new();
        for completed in join_all(completed).await {
            if let Seen::Done(outcomes) = &completed.seen {
                tried.push(as_tried(outcomes.cause, cause));
            }
            self.take_in(completed);
        }
        self.record().await;
        self.settle().await;
        Ok(tried)
    }
}

fn as_tried(met: Option<Cause>, cause: Cause) -> Tried {
    match met {
        None => Tried::Through,
        Some(met) if met == cause => Tried::Same,
        Some(_) => Tried::Otherwise,
    }
}
