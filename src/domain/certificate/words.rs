//! What a certificate says, in sentences.

use super::{Certificate, Finding, Side};
use crate::domain::completeness::{HowRead, NotProved};
use crate::domain::issue::thousands;

impl Certificate {
    /// The verdict of a sync in two or three sentences.
    pub fn words(&self) -> String {
        let verdict = if self.unexplained > 0 {
            format!(
                "Not complete: {} named nowhere with a reason.",
                users_are(self.unexplained)
            )
        } else if !self.not_proved.is_empty() {
            not_proved_in_words(&self.not_proved)
        } else if self.agree() {
            "Complete.".to_owned()
        } else {
            // Without this, "Complete" and "1 missing" beside each other read like a contradiction.
            "Complete: whoever is missing or different is named with a reason.".to_owned()
        };
        format!("{verdict} {}", self.counted_again())
    }

    /// Whether both sides agree, in a sentence or two, as a verification says it.
    pub fn verdict(&self) -> String {
        let verdict = match (self.agree(), self.kept) {
            (true, 0) => "Both sides agree.".to_owned(),
            (true, _) => format!("Both sides agree, {}.", self.differences().join(", ")),
            (false, _) => format!("The sides differ: {}.", self.differences().join(", ")),
        };
        let proved = if self.not_proved.is_empty() {
            String::new()
        } else {
            format!(" {}", not_proved_in_words(&self.not_proved))
        };
        format!("{verdict}{proved}")
    }

    /// A verification in a few words, for a line of a list.
    pub fn in_short(&self) -> String {
        let words = if self.agree() {
            format!("Both sides agree: {}", users(self.auth0.users))
        } else {
            let differ = self.auth0.users - self.same - self.kept;
            let (differ, all) = (thousands(differ), thousands(self.auth0.users));
            format!("{differ} of {all} users differ")
        };
        if self.not_proved.is_empty() {
            words
        } else {
            format!("{words}. Not proved complete")
        }
    }

    /// Both counts, and how many of the users agree.
    pub fn counted_again(&self) -> String {
        let has = format!("Auth0 has {}", users(self.auth0.users));
        let same = match (self.auth0.users, self.same) {
            (0, _) => String::new(),
            (all, same) if all == same => {
                format!("; UserHub holds {} as Auth0 has them", all_of_them(all))
            }
            (_, same) => format!(
                "; UserHub holds {} of them as Auth0 has them, {}",
                thousands(same),
                self.differences().join(", ")
            ),
        };
        format!("Counted again: {has}{same}.")
    }

    /// Each kind of difference with its count, such as `3 missing in UserHub`.
    pub fn differences(&self) -> Vec<String> {
        [
            (self.missing, "missing in UserHub"),
            (self.different, "different there"),
            (
                self.kept,
                "with a value of its own that UserHub keeps although it was asked",
            ),
            (
                self.unknown,
                "of whom it is not known whether UserHub holds them",
            ),
            (self.attention, "who need attention first"),
            (
                self.not_read,
                "in UserHub whom Auth0 did not name and was not asked for",
            ),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", thousands(count)))
        .collect()
    }
}

/// That a result is not proved, and why: `Not proved complete: Auth0 counts 151 more users than it gave.`
pub fn not_proved_in_words(not_proved: &[NotProved]) -> String {
    let reasons: Vec<String> = not_proved.iter().map(ToString::to_string).collect();
    format!("Not proved complete: {}.", reasons.join("; "))
}

impl Side {
    /// How this side was read, in a few words.
    pub const fn how_words(&self) -> &'static str {
        match self.how {
            HowRead::Pages => "read page by page",
            HowRead::Export => "read by an export, and who changed meanwhile after it",
            HowRead::Walk => "read by walking along a date",
            HowRead::Journal => "not listed: what earlier syncs saw stands in",
        }
    }
}

impl Finding {
    /// How one person differs, in words.
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "UserHub does not hold this person".to_owned(),
            Self::Unknown => {
                "The API key may not list users, and no sync from this computer has seen this person in UserHub"
                    .to_owned()
            }
            Self::Different { fields } => format!("UserHub holds something else in {fields}"),
            Self::Kept { fields } => format!(
                "UserHub keeps a value of its own in {fields}, although it was asked to take what Auth0 has"
            ),
            Self::Unreadable { why } => why.clone(),
            Self::PendingDeletion => "UserHub has marked this person for deletion".to_owned(),
            Self::OnlyInUserHub => "Auth0 does not have this person".to_owned(),
            Self::NotRead => {
                "Auth0 did not name this person and was not asked for them, so they may be there".to_owned()
            }
        }
    }

    /// What can be done about it; empty where nothing need be.
    pub const fn fix(&self) -> &'static str {
        match self {
            Self::Missing | Self::Different { .. } | Self::Unknown => {
                "Sync: it brings this person over, or says what is in the way."
            }
            Self::Kept { .. } => {
                "Change the value in the UserHub Admin console, or leave it: a sync does not ask again until either side changes."
            }
            Self::Unreadable { .. } => {
                "Open the person in Auth0 and look for what is odd in their record."
            }
            Self::PendingDeletion => {
                "Restore the person in the UserHub Admin console if they should stay, and sync again."
            }
            Self::OnlyInUserHub | Self::NotRead => "",
        }
    }
}

fn users(count: u64) -> String {
    match count {
        1 => "1 user".to_owned(),
        many => format!("{} users", thousands(many)),
    }
}

fn users_are(count: u64) -> String {
    match count {
        1 => "1 user is".to_owned(),
        many => format!("{} users are", thousands(many)),
    }
}

const fn all_of_them(count: u64) -> &'static str {
    if count == 1 {
        "this one"
    } else {
        "all of them"
    }
}
