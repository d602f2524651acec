//! A living user beside whoever may be gone: where Auth0 does not have one whom it had a moment ago, its word about others
//! proves nothing.

use jiff::{SignedDuration, Timestamp};

use crate::clients::auth0::Auth0;
use crate::clients::error::ClientError;
use crate::domain::ids::Auth0UserId;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal::JournalThread;

/// For how long a living user speaks for the words around them; a minute is the most that counts.
const LASTS: SignedDuration = SignedDuration::from_secs(30);
/// How many are tried before there is none.
const TRIED: usize = 5;

/// Who can be asked for, and who was found last.
pub(in crate::engine) struct Control<'a> {
    auth0: &'a Auth0,
    living: Vec<Auth0UserId>,
    found: Option<(Timestamp, Auth0UserId)>,
}

impl<'a> Control<'a> {
    /// Takes people whom the newest reading of Auth0 has found.
    pub(in crate::engine) async fn of(
        auth0: &'a Auth0,
        journal: &JournalThread,
    ) -> Result<Self, Failure> {
        let living = journal.with(|journal| journal.living(TRIED)).await?;
        Ok(Self {
            auth0,
            living,
            found: None,
        })
    }

    /// Somebody whom Auth0 has at this moment, or has had within the last half of a minute; `None` where nobody is found.
    pub(in crate::engine) async fn beside(
        &mut self,
        now: Timestamp,
    ) -> Result<Option<Auth0UserId>, Failure> {
        if let Some((at, id)) = &self.found
            && (SignedDuration::ZERO..=LASTS).contains(&now.duration_since(*at))
        {
            return Ok(Some(id.clone()));
        }
        self.found = None;
        for id in &self.living {
            match self.auth0.user(id).await {
                Ok(Some(person)) if person.source.id == *id => {
                    self.found = Some((now, id.clone()));
                    return Ok(Some(id.clone()));
                }
                // Another's record, nobody, or no word that can be relied on: the next one is asked for.
                Ok(_) | Err(ClientError::Unreadable { .. } | ClientError::Intercepted { .. }) => {}
                Err(ClientError::Rejected(refusal)) if refusal.status != 401 => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }
}
