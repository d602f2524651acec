//! Whom an undone sync takes back: exactly those whom it added and who are as it left them.

use jiff::{SignedDuration, Timestamp};

use super::act::{Account, State};
use crate::domain::ids::UserHubUserId;
use crate::domain::profile::{Fields, Profile};

/// How far UserHub's clock may be from this computer's before a date says nothing.
const CLOCKS: SignedDuration = SignedDuration::from_mins(2);

/// Somebody whom the run added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// UserHub's own id, where it was written down.
    pub userhub_id: Option<UserHubUserId>,
    /// What UserHub held when the run had seen to them; `None` where a later run has brought something over since.
    pub left: Option<Profile>,
    /// When the run began.
    pub run_began: Timestamp,
    /// Whether a person has decided since to keep them, although they left Auth0.
    pub is_kept: bool,
}

/// The user as UserHub has them now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// State and sign-in.
    pub account: Account,
    /// What UserHub holds.
    pub profile: Profile,
    /// Whether the user belongs to this connection by the very id that was added.
    pub is_ours: bool,
    /// When UserHub created the user.
    pub created_at: Option<Timestamp>,
    /// Why the user is nobody's to remove: `has a subscription`.
    pub protected: Option<String>,
}

/// Why somebody stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stays {
    /// UserHub's own id of them is not known.
    NotKnown,
    /// UserHub does not have them any more.
    NotThere,
    /// They are not this connection's.
    OtherConnection,
    /// UserHub had them before the run began.
    WasThereBefore,
    /// A later sync has brought something over.
    SyncedSince,
    /// They were changed in UserHub in these fields.
    Changed(Fields),
    /// UserHub has them in another state than the sync left them in.
    InState(State),
    /// A subscription or an owner's role.
    Protected(String),
    /// A person has decided to keep them.
    Kept,
}

impl Stays {
    /// The reason in words.
    pub fn words(&self) -> String {
        match self {
            Self::NotKnown => "It was not written down which user of UserHub this is.".to_owned(),
            Self::NotThere => "UserHub does not have this user any more.".to_owned(),
            Self::OtherConnection => "This user belongs to another connection now.".to_owned(),
            Self::WasThereBefore => "UserHub had this user before the sync began.".to_owned(),
            Self::SyncedSince => "A later sync has brought changes of this user over.".to_owned(),
            Self::Changed(fields) => {
                format!("This user was changed in UserHub since, in these fields: {fields}.")
            }
            Self::InState(State::PendingDeletion) => {
                "This user is marked for deletion already, and not by this undo.".to_owned()
            }
            Self::InState(state) => format!(
                "UserHub has this user in the state {}, in which the sync did not leave them.",
                state.word()
            ),
            Self::Protected(why) => format!("This user {why}."),
            Self::Kept => "It was decided since to keep this user, who left Auth0.".to_owned(),
        }
    }
}

/// Whether somebody is taken back, or why they stay.
///
/// # Errors
/// The reason why they stay.
pub fn take_back(added: &Added, held: Option<&Held>) -> Result<(), Stays> {
    if added.is_kept {
        return Err(Stays::Kept);
    }
    if added.userhub_id.is_none() {
        return Err(Stays::NotKnown);
    }
    let held = held.ok_or(Stays::NotThere)?;
    if !held.is_ours {
        return Err(Stays::OtherConnection);
    }
    if let Some(why) = &held.protected {
        return Err(Stays::Protected(why.clone()));
    }
    let before = added
        .run_began
        .checked_sub(CLOCKS)
        .unwrap_or(added.run_began);
    if held.created_at.is_none_or(|created| created < before) {
        return Err(Stays::WasThereBefore);
    }
    let left = added.left.as_ref().ok_or(Stays::SyncedSince)?;
    let was_disabled = left.disabled;
    match held.account.state {
        State::Active | State::Disabled => {}
        state => return Err(Stays::InState(state)),
    }
    let fields = left.differing(&held.profile);
    if !fields.is_empty() {
        return Err(Stays::Changed(fields));
    }
    if was_disabled != (held.account.disabled || held.account.state == State::Disabled) {
        return Err(Stays::InState(held.account.state));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn began() -> Timestamp {
        "2026-11-26T10:00:00Z".parse().unwrap()
    }

    fn profile() -> Profile {
        Profile {
            display_name: Some("Ada".to_owned()),
            ..Profile::default()
        }
    }

    fn added() -> Added {
        Added {
            userhub_id: Some(UserHubUserId::new("usr_1")),
            left: Some(profile()),
            run_began: began(),
            is_kept: false,
        }
    }

    fn held() -> Held {
        Held {
            account: Account {
                state: State::Active,
                disabled: false,
            },
            profile: profile(),
            is_ours: true,
            created_at: "2026-11-26T10:00:07Z".parse().ok(),
            protected: None,
        }
    }

    #[test]
    fn who_is_as_the_sync_left_them_is_taken_back() {
        assert_eq!(take_back(&added(), Some(&held())), Ok(()));
        let mut blocked = (added(), held());
        blocked.0.left.as_mut().unwrap().disabled = true;
        blocked.1.profile.disabled = true;
        blocked.1.account.state = State::Disabled;
        assert_eq!(take_back(&blocked.0, Some(&blocked.1)), Ok(()));
    }

    #[test]
    fn everybody_else_stays_and_it_is_said_why() {
        let stays = |change: &dyn Fn(&mut Added, &mut Held)| {
            let (mut added, mut held) = (added(), held());
            change(&mut added, &mut held);
            take_back(&added, Some(&held)).unwrap_err()
        };
        assert_eq!(take_back(&added(), None), Err(Stays::NotThere));
        assert_eq!(stays(&|added, _| added.userhub_id = None), Stays::NotKnown);
        assert_eq!(stays(&|added, _| added.left = None), Stays::SyncedSince);
        assert_eq!(stays(&|added, _| added.is_kept = true), Stays::Kept);
        assert_eq!(
            stays(&|_, held| held.is_ours = false),
            Stays::OtherConnection
        );
        let long_ago = "2026-11-26T09:57:59Z".parse().ok();
        assert_eq!(
            stays(&|_, held| held.created_at = long_ago),
            Stays::WasThereBefore
        );
        assert_eq!(
            stays(&|_, held| held.created_at = None),
            Stays::WasThereBefore
        );
        let changed = stays(&|_, held| held.profile.display_name = Some("Bea".to_owned()));
        assert_eq!(
            changed.words(),
            "This user was changed in UserHub since, in these fields: displayName."
        );
        let marked = stays(&|_, held| held.account.state = State::PendingDeletion);
        assert_eq!(marked, Stays::InState(State::PendingDeletion));
        let owner = stays(&|_, held| held.protected = Some("owns Acme".to_owned()));
        assert_eq!(owner.words(), "This user owns Acme.");
    }
}
