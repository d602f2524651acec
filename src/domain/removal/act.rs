//! What the app may do to a user of UserHub beside syncing them, each with its way back: what is sent in which state, and
//! how it is seen that it came through.

use serde::{Deserialize, Serialize};

use super::evidence::called;
use crate::domain::ids::{Auth0UserId, UserHubUserId};

/// The state of a user in UserHub (contract userhub-api 3.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// In use.
    Active,
    /// May not sign in.
    Disabled,
    /// Put away.
    Archived,
    /// Marked for deletion; UserHub can still restore the user.
    PendingDeletion,
    /// A state that this version does not know.
    #[default]
    Unknown,
}

impl State {
    /// UserHub's own word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Disabled => "DISABLED",
            Self::Archived => "ARCHIVED",
            Self::PendingDeletion => "PENDING_DELETION",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// What of a user an act can change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The state.
    pub state: State,
    /// Whether the user may not sign in.
    pub disabled: bool,
}

/// What is done to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// They may not sign in any more, and stay.
    Disable,
    /// They are marked for deletion, since they left Auth0.
    Mark,
    /// They are marked for deletion, since the sync that added them is taken back.
    TakeBack,
    /// The way back from [`Act::Disable`].
    Enable,
    /// The way back from [`Act::Mark`] and [`Act::TakeBack`].
    Restore,
}

impl Act {
    /// The word for programs and for the journal.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Mark => "mark",
            Self::TakeBack => "undo",
            Self::Enable => "enable",
            Self::Restore => "restore",
        }
    }

    /// The act of a word; `None` for one that this version does not know.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Disable,
            Self::Mark,
            Self::TakeBack,
            Self::Enable,
            Self::Restore,
        ];
        all.into_iter().find(|act| act.word() == word)
    }

    /// What it comes to, as a heading: `Marked for deletion`.
    pub const fn done_words(self) -> &'static str {
        match self {
            Self::Disable => "Disabled",
            Self::Mark => "Marked for deletion",
            Self::TakeBack => "Taken back",
            Self::Enable => "Enabled again",
            Self::Restore => "Restored",
        }
    }

    /// Whether it takes something away from the user, so that Auth0 must have said that they are gone.
    pub const fn is_removal(self) -> bool {
        matches!(self, Self::Disable | Self::Mark)
    }

    /// The act that takes this one back; `None` where it is itself a way back.
    pub const fn way_back(self) -> Option<Self> {
        match self {
            Self::Disable => Some(Self::Enable),
            Self::Mark | Self::TakeBack => Some(Self::Restore),
            Self::Enable | Self::Restore => None,
        }
    }

    const fn call(self) -> Call {
        match self {
            Self::Disable => Call::Disable,
            Self::Mark | Self::TakeBack => Call::Mark,
            Self::Enable => Call::Enable,
            Self::Restore => Call::Restore,
        }
    }
}

/// A call that changes a user. There is no other: nothing removes anybody for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `PATCH` with `disabled: true`.
    Disable,
    /// `PATCH` with `disabled: false`.
    Enable,
    /// `DELETE`, which marks for deletion.
    Mark,
    /// `:undelete`.
    Restore,
}

/// What an act comes to in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The call is sent.
    Send(Call),
    /// It is so already, and not by the app: nothing is sent, and there is nothing to take back.
    Already(&'static str),
    /// Nothing is sent, and the reason is told.
    Leave(String),
}

/// What an act does to a user who is in this state; `None` where UserHub does not have them.
pub fn step(act: Act, before: Option<Account>) -> Step {
    let Some(before) = before else {
        return match act {
            Act::Disable | Act::Mark | Act::TakeBack => {
                Step::Already("UserHub does not have this user any more.")
            }
            Act::Enable | Act::Restore => Step::Leave(
                "UserHub has deleted this user for good: its grace period is over, and nothing brings them back but \
                 a sync while Auth0 has them."
                    .to_owned(),
            ),
        };
    };
    let is_disabled = before.disabled || before.state == State::Disabled;
    match (act, before.state) {
        (_, State::Archived | State::Unknown) => Step::Leave(format!(
            "UserHub has this user in the state {}, which the app does not change.",
            before.state.word()
        )),
        (Act::Disable | Act::Mark | Act::TakeBack, State::PendingDeletion) => {
            Step::Already("This user was marked for deletion in UserHub before, and not by this step.")
        }
        (Act::Disable, _) if is_disabled => {
            Step::Already("This user was disabled in UserHub before, and not by this step.")
        }
        (Act::Enable, State::PendingDeletion) => Step::Leave(
            "This user was marked for deletion in UserHub since, so that enabling them is not the app's to do."
                .to_owned(),
        ),
        (Act::Enable, _) if !is_disabled => Step::Already("This user is enabled in UserHub already."),
        (Act::Restore, State::Active | State::Disabled) => {
            Step::Already("This user is no longer marked for deletion in UserHub.")
        }
        (Act::Disable | Act::Mark | Act::TakeBack | Act::Enable | Act::Restore, _) => {
            Step::Send(act.call())
        }
    }
}

/// Whether a state shows that a call came through; `None` where UserHub does not have the user.
pub fn came_to(call: Call, after: Option<Account>) -> bool {
    let Some(after) = after else {
        return call == Call::Mark;
    };
    let is_disabled = after.disabled || after.state == State::Disabled;
    match call {
        Call::Disable => is_disabled,
        Call::Enable => !is_disabled && after.state == State::Active,
        Call::Mark => after.state == State::PendingDeletion,
        Call::Restore => matches!(after.state, State::Active | State::Disabled),
    }
}

/// How an act ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The app did it.
    Done,
    /// It was so already, and the app did nothing.
    Already(String),
    /// It was not done.
    Left(String),
}

/// An act on one user as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its number in the journal.
    pub seq: i64,
    /// The run that it belongs to.
    pub run: i64,
    /// Auth0's id of the user.
    pub id: Auth0UserId,
    /// UserHub's own id.
    pub userhub_id: UserHubUserId,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// What was to be done.
    pub act: Act,
    /// The sync that is taken back, for [`Act::TakeBack`].
    pub of_run: Option<i64>,
    /// What was written down when the call was about to be sent; `None` while it was not.
    pub sent: Option<Write>,
    /// How it ended; `None` while it has not.
    pub outcome: Option<Outcome>,
}

impl Deed {
    /// What the user is called: by name, else by address, else by id.
    pub fn called(&self) -> &str {
        called(
            self.name.as_deref(),
            self.email.as_deref(),
            self.id.as_str(),
        )
    }
}

/// What is written down right before a call is sent, so that whoever goes on after a crash knows that it may have come
/// through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write {
    /// The state right before.
    pub before: Account,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn account(state: State) -> Account {
        Account {
            state,
            disabled: state == State::Disabled,
        }
    }

    const ACTS: [Act; 5] = [
        Act::Disable,
        Act::Mark,
        Act::TakeBack,
        Act::Enable,
        Act::Restore,
    ];

    #[test]
    fn what_is_so_already_is_not_the_apps_work() {
        for (act, state) in [
            (Act::Disable, State::Disabled),
            (Act::Disable, State::PendingDeletion),
            (Act::Mark, State::PendingDeletion),
            (Act::TakeBack, State::PendingDeletion),
            (Act::Enable, State::Active),
            (Act::Restore, State::Active),
            (Act::Restore, State::Disabled),
        ] {
            let step = step(act, Some(account(state)));
            assert!(
                matches!(step, Step::Already(_)),
                "{act:?} {state:?} {step:?}"
            );
        }
    }

    #[test]
    fn a_state_that_nobody_knows_is_left_alone() {
        for state in [State::Archived, State::Unknown] {
            for act in ACTS {
                let step = step(act, Some(account(state)));
                assert!(matches!(step, Step::Leave(_)), "{act:?} {state:?}");
            }
        }
    }

    #[test]
    fn who_is_deleted_for_good_cannot_be_brought_back_and_need_not_be_removed() {
        for act in ACTS {
            let is_way_back = act.way_back().is_none();
            let leaves = matches!(step(act, None), Step::Leave(_));
            assert_eq!(leaves, is_way_back, "{act:?}");
        }
    }

    #[test]
    fn a_word_of_the_journal_is_an_act_again() {
        for act in ACTS {
            assert_eq!(Act::from_word(act.word()), Some(act));
        }
        assert_eq!(Act::from_word("purge"), None);
    }

    proptest! {
        /// What was sent and came through needs nothing more, and its way back leads to where it began.
        #[test]
        fn an_act_that_came_through_is_not_sent_again(act in 0_usize..5, disabled: bool, marked: bool) {
            let state = match (marked, disabled) {
                (true, _) => State::PendingDeletion,
                (false, true) => State::Disabled,
                (false, false) => State::Active,
            };
            let before = Account { state, disabled };
            let Step::Send(call) = step(ACTS[act], Some(before)) else { return Ok(()) };
            prop_assert!(!came_to(call, Some(before)), "it would be so already");
            let after = match call {
                Call::Disable => Account { state: State::Disabled, disabled: true },
                Call::Enable => Account { state: State::Active, disabled: false },
                Call::Mark => Account { state: State::PendingDeletion, ..before },
                Call::Restore if before.disabled => Account { state: State::Disabled, ..before },
                Call::Restore => Account { state: State::Active, ..before },
            };
            prop_assert!(came_to(call, Some(after)));
            prop_assert!(!matches!(step(ACTS[act], Some(after)), Step::Send(_)));
            if let Some(back) = ACTS[act].way_back() {
                prop_assert!(matches!(step(back, Some(after)), Step::Send(_)));
            }
        }
    }
}
