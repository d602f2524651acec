//! Reads all users of UserHub into the journal, page by page.

use futures_util::stream::{self, StreamExt as _};

use crate::clients::error::ClientError;
use crate::clients::userhub::{ErrorCode, Held, UserHub};
use crate::domain::completeness::{Evidence, HowRead, NotProved};
use crate::domain::paging::{Next, Paging};
use crate::domain::profile::Target;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::{Answer, JournalThread};
use crate::engine::session::ReadCounters;
use crate::store::journal::Journal;

/// The most users of one page.
const PAGE_SIZE: usize = 100;
/// How many users are handed to the journal at once.
const BATCH: usize = 1000;
/// How many users are asked for at once where the list does not say who they are.
const SINGLE_READS: usize = 16;

/// What reading UserHub came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct UserHubRead {
    /// Whether the key may list users. When it may not, nothing was read.
    pub(in crate::engine) listed: bool,
    /// How many users our connection knows.
    pub(in crate::engine) people: u64,
    /// UserHub's words for why the connection does not work.
    pub(in crate::engine) broken: Option<String>,
    /// What the reading proves.
    pub(in crate::engine) evidence: Evidence,
}

/// Reads everybody whom the connection knows. The list ends where no page follows, however few are on a page.
pub(in crate::engine) async fn read(
    userhub: &UserHub,
    journal: &JournalThread,
    counters: &ReadCounters,
) -> Result<UserHubRead, Failure> {
    journal.with(Journal::clear_targets).await?;
    let mut read = UserHubRead {
        listed: true,
        people: 0,
        broken: None,
        evidence: Evidence {
            how: HowRead::Pages,
            counted: None,
            not_proved: Vec::new(),
            taken_back: 0,
        },
    };
    let mut batch: Vec<Target> = Vec::new();
    let mut written: Option<Answer<()>> = None;
    let mut paging = Paging::default();
    let mut next: Option<String> = None;
    loop {
        let page = match userhub.list(next.as_deref(), PAGE_SIZE).await {
            Ok(page) => page,
            Err(ClientError::Rejected(refusal))
                if next.is_none() && ErrorCode::of(&refusal) == ErrorCode::PermissionDenied =>
            {
                return Ok(UserHubRead {
                    listed: false,
                    evidence: Evidence {
                        how: HowRead::Journal,
                        counted: None,
                        not_proved: vec![NotProved::UserHubNotListed],
                        taken_back: 0,
                    },
                    ..read
                });
            }
            Err(error) => return Err(error.into()),
        };
        counters.add_userhub(page.users.len() as u64);
        let ids = page.users.iter().map(|user| user.id.as_str());
        let follows = paging.page(ids, page.next.as_deref());
        let users = complete(userhub, page.users).await?;
        read.broken = read
            .broken
            .or_else(|| users.iter().find_map(|user| user.broken.clone()));
        let before = batch.len();
        batch.extend(users.into_iter().flat_map(Held::into_targets));
        read.people += (batch.len() - before) as u64;
        if batch.len() >= BATCH {
            written = Some(hand_over(journal, &mut batch, written).await?);
        }
        match follows {
            Next::Page => next = page.next,
            Next::End => break,
            // Whoever is left out is imported, which changes nothing where they are there already.
            Next::Round => {
                tracing::warn!(users = read.people, "UserHub's list goes round");
                read.evidence.not_proved.push(NotProved::UserHubShort);
                break;
            }
        }
    }
    hand_over(journal, &mut batch, written)
        .await?
        .wait()
        .await?;
    Ok(read)
}

/// Hands a batch to the journal while the next one is read. One batch is under way at a time.
async fn hand_over(
    journal: &JournalThread,
    batch: &mut Vec<Target>,
    written: Option<Answer<()>>,
) -> Result<Answer<()>, Failure> {
    if let Some(written) = written {
        written.wait().await?;
    }
    let batch = std::mem::take(batch);
    let work = move |journal: &mut Journal| journal.add_targets(&batch);
    Ok(journal.hand_over(work).await)
}

/// Asks for users one by one whose connections the list left out (contract userhub-api 3.1).
async fn complete(userhub: &UserHub, users: Vec<Held>) -> Result<Vec<Held>, Failure> {
    if !users.iter().any(|user| user.connections_left_out) {
        return Ok(users);
    }
    let full = stream::iter(users)
        .map(|user| async move {
            if user.connections_left_out {
                userhub.get(&user.id).await
            } else {
                Ok(Some(user))
            }
        })
        .buffered(SINGLE_READS)
        .collect::<Vec<_>>()
        .await;
    // Somebody who is gone by now is in neither list.
    full.into_iter()
        .filter_map(|user| user.map_err(Failure::from).transpose())
        .collect()
}
