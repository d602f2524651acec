//! Which people of a run are wanted, and who they are.

use super::{Kind, PastOutcome, PastPerson};
use crate::domain::search::Sought;

/// Which people of a run are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Those of whom this became.
    pub which: Which,
    /// Those who have this in their name, email address or ID, whatever the capitals.
    pub text: String,
}

/// What became of the people who are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Everybody.
    #[default]
    All,
    /// Those who were added.
    Added,
    /// Those who were updated.
    Updated,
    /// Those who need attention.
    Attention,
    /// Those who were not seen to.
    Open,
    /// Those whom UserHub was seen not to hold.
    Missing,
    /// Those of whom UserHub was seen to hold something else.
    Different,
}

impl Which {
    /// Those that a run of this kind can have.
    pub const fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Check | Kind::Sync | Kind::Person | Kind::Changes | Kind::Watch => &[
                Self::All,
                Self::Added,
                Self::Updated,
                Self::Attention,
                Self::Open,
            ],
            Kind::Verify => &[Self::All, Self::Missing, Self::Different, Self::Attention],
            Kind::Removal | Kind::Policy | Kind::Restore | Kind::Undo => {
                &[Self::All, Self::Attention]
            }
        }
    }

    /// As it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Added => "Added",
            Self::Updated => "Updated",
            Self::Attention => "Need attention",
            Self::Open => "Still to do",
            Self::Missing => "Missing",
            Self::Different => "Different",
        }
    }

    const fn has(self, outcome: Option<PastOutcome>) -> bool {
        match self {
            Self::All => true,
            Self::Added => matches!(outcome, Some(PastOutcome::Added)),
            Self::Updated => matches!(outcome, Some(PastOutcome::Updated)),
            Self::Attention => matches!(outcome, Some(PastOutcome::Attention)),
            Self::Open => outcome.is_none(),
            Self::Missing => matches!(outcome, Some(PastOutcome::Missing | PastOutcome::Unknown)),
            Self::Different => matches!(outcome, Some(PastOutcome::Different | PastOutcome::Kept)),
        }
    }
}

impl Query {
    /// Whether this is one of those who are wanted.
    pub fn has(&self, person: &PastPerson) -> bool {
        let sought = Sought::of(&self.text);
        let texts = [
            Some(&person.id),
            person.name.as_ref(),
            person.email.as_ref(),
            person.userhub_id.as_ref(),
        ];
        let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
        self.which.has(person.outcome) && sought.is_in(&texts)
    }
}
