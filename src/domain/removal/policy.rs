//! What is done by itself with people who have waited long enough: nothing, unless a person has turned it on for this very
//! set-up. It obeys every guard, confirms none, and never touches anybody with a subscription or in an owner's role.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::act::Act;
use super::evidence::{Gone, Standing};
use super::guard::Stop;
use crate::domain::history::Trouble;
use crate::domain::issue::Issue;

/// The fewest days for which somebody waits on the list before anything is done by itself.
pub const LEAST_DAYS: u16 = 1;
/// The most days that can be asked for: ten years.
pub const MOST_DAYS: u16 = 3650;

/// Those whose turn comes within a day are judged together, so that an accident does not go through in small pieces.
const TOGETHER: SignedDuration = SignedDuration::from_hours(24);

/// What is done by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Automatic {
    /// They are disabled.
    Disable,
    /// They are marked for deletion.
    Mark,
}

impl Automatic {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        self.act().word()
    }

    /// The act that it comes to.
    pub const fn act(self) -> Act {
        match self {
            Self::Disable => Act::Disable,
            Self::Mark => Act::Mark,
        }
    }
}

/// What a person has turned on for one set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// What is done.
    pub act: Automatic,
    /// After how many days on the list.
    pub after_days: u16,
    /// The name of the set-up, as it was typed to turn this on.
    pub set_up: String,
    /// When it was turned on. Nobody's days are over before it has been on for as long.
    pub turned_on_at: Timestamp,
}

impl Policy {
    /// Whether it may be carried out at all: a file may say anything.
    pub fn is_sound(&self) -> bool {
        (LEAST_DAYS..=MOST_DAYS).contains(&self.after_days) && !self.set_up.trim().is_empty()
    }

    /// It in words: `Marked for deletion after 14 days on the list`.
    pub fn words(&self) -> String {
        let days = self.days();
        format!("{} after {days} on the list", self.act.act().done_words())
    }

    fn days(&self) -> String {
        match self.after_days {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        }
    }

    /// What is done, in the middle of a sentence.
    const fn becomes(&self) -> &'static str {
        match self.act {
            Automatic::Disable => "disabled in UserHub",
            Automatic::Mark => "marked for deletion in UserHub",
        }
    }

    /// Whether a halt is of this, and not of what was turned on before it.
    pub fn is_halted_by(&self, halt: &PolicyHalt) -> bool {
        halt.at >= self.turned_on_at
    }

    /// Whether somebody's days are over.
    pub fn is_due(&self, gone: &Gone, now: Timestamp) -> bool {
        self.turn(gone).is_some_and(|turn| turn <= now)
    }

    /// Whether somebody is judged together with those whose days are over: their own are, or will be within a day.
    pub fn is_judged(&self, gone: &Gone, now: Timestamp) -> bool {
        self.turn(gone)
            .is_some_and(|turn| turn.duration_since(now) <= TOGETHER)
    }

    /// From when on what was done by itself still counts with those whose turn it is.
    pub fn counts_since(now: Timestamp) -> Timestamp {
        now.checked_sub(TOGETHER).unwrap_or(now)
    }

    /// When somebody's days are over: counted from when they were proved gone, or from when this was turned on.
    fn turn(&self, gone: &Gone) -> Option<Timestamp> {
        let again = gone.again.as_ref()?;
        if gone.standing() != Standing::Waiting || !self.is_sound() {
            return None;
        }
        let since = again.at.max(self.turned_on_at);
        let days = SignedDuration::from_hours(24 * i64::from(self.after_days));
        since.checked_add(days).ok()
    }
}

/// Why what is turned on was not done, or not to its end. It changes nothing of the sync after which it was to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyHalt {
    /// When it was so first: the same cause after each further sync is the same halt.
    pub since: Timestamp,
    /// When it was so last.
    pub at: Timestamp,
    /// Its run in History.
    pub run: i64,
    /// The number of the problem, as in `E18`.
    pub code: String,
    /// What happened, without a full stop.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do, in words that name no command.
    pub fix: String,
    /// The guards that have stopped it; empty where it failed.
    pub guards: Vec<Guarded>,
}

/// A guard that has stopped it, as it is kept and told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarded {
    /// Its word for programs.
    pub guard: String,
    /// What it has seen.
    pub text: String,
    /// Whether a person who removes them can override it.
    pub can_be_confirmed: bool,
}

impl From<&Stop> for Guarded {
    fn from(stop: &Stop) -> Self {
        Self {
            guard: stop.code().to_owned(),
            text: stop.words(),
            can_be_confirmed: stop.can_be_confirmed(),
        }
    }
}

impl PolicyHalt {
    /// It of a problem, at a moment, before it has a run.
    pub fn of(issue: &Issue, guards: Vec<Guarded>, at: Timestamp) -> Self {
        Self {
            since: at,
            at,
            run: 0,
            code: issue.code.to_string(),
            what: issue.what.clone(),
            why: issue.why.clone(),
            fix: issue.window_fix().to_owned(),
            guards,
        }
    }

    /// Whether both are of one cause. Their words hold numbers, which change from one sync to the next.
    pub fn is_same(&self, other: &Self) -> bool {
        let (own, theirs) = (self.guards.iter(), other.guards.iter());
        self.code == other.code && (own.map(|it| &it.guard)).eq(theirs.map(|it| &it.guard))
    }

    /// The problem as History has it.
    pub fn trouble(&self) -> Trouble {
        Trouble {
            code: Some(self.code.clone()),
            what: self.what.clone(),
            why: self.why.clone(),
            fix: self.fix.clone(),
        }
    }

    /// It in sentences.
    pub fn words(&self) -> String {
        format!("{}. {} {}", self.what, self.why, self.fix)
    }
}

/// What becomes of people who left Auth0 while nobody decides about them, in a sentence that follows on them.
pub fn until_decided(policy: Option<&Policy>) -> String {
    match policy {
        None => "Nothing happens to them until you decide.".to_owned(),
        Some(policy) => format!(
            "Unless you decide before, they are {} once they have been on the list for {}.",
            policy.becomes(),
            policy.days()
        ),
    }
}

/// What a sync does to people who left Auth0, in a sentence.
pub fn after_a_sync(policy: Option<&Policy>) -> String {
    match policy {
        None => "Nobody is removed.".to_owned(),
        Some(policy) => format!(
            "After a sync, people who left Auth0 and have been on that list for {} are {}.",
            policy.days(),
            policy.becomes()
        ),
    }
}

/// Whether a person has typed the name of a set-up, so that they know which one it is about.
pub fn names_it(typed: &str, name: &str) -> bool {
    let (typed, name) = (typed.trim(), name.trim());
    !name.is_empty() && typed.to_lowercase() == name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Auth0UserId;
    use crate::domain::removal::{Hint, Word};

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_000_000_000 + hours * 3600).unwrap()
    }

    fn proved(hours: i64) -> Gone {
        let word = |hours, run| Word {
            at: at(hours),
            run: Some(run),
            control: Auth0UserId::new("auth0|alive"),
        };
        Gone {
            id: Auth0UserId::new("auth0|1"),
            userhub_id: None,
            name: None,
            email: None,
            hint: (Hint::Absent, at(hours - 1)),
            deleted: None,
            said: Some(word(hours - 1, 1)),
            again: Some(word(hours, 2)),
            merged_into: None,
            kept_at: None,
        }
    }

    fn policy(after_days: u16) -> Policy {
        Policy {
            act: Automatic::Mark,
            after_days,
            set_up: "acme".to_owned(),
            turned_on_at: at(0),
        }
    }

    #[test]
    fn the_days_count_from_the_proof_and_not_from_before_it_was_turned_on() {
        let policy = policy(2);
        assert!(!policy.is_due(&proved(10), at(10 + 47)));
        assert!(policy.is_due(&proved(10), at(10 + 48)));
        // Whoever was on the list for a year has these days from now on like anybody else.
        assert!(!policy.is_due(&proved(-9000), at(47)));
        assert!(policy.is_due(&proved(-9000), at(48)));
    }

    #[test]
    fn those_of_one_day_are_judged_together() {
        let policy = policy(1);
        assert!(policy.is_judged(&proved(10), at(10)));
        assert!(!policy.is_judged(&proved(10), at(9)));
    }

    #[test]
    fn nobody_is_due_who_is_kept_merged_or_not_proved() {
        let policy = policy(1);
        let late = at(10_000);
        assert!(policy.is_due(&proved(1), late));
        let kept = Gone {
            kept_at: Some(at(2)),
            ..proved(1)
        };
        let merged = Gone {
            merged_into: Some(Auth0UserId::new("auth0|2")),
            ..proved(1)
        };
        let not_proved = Gone {
            again: None,
            ..proved(1)
        };
        for gone in [kept, merged, not_proved] {
            assert!(!policy.is_due(&gone, late));
            assert!(!policy.is_judged(&gone, late));
        }
    }

    #[test]
    fn what_no_person_can_have_turned_on_does_nothing() {
        for odd in [
            policy(0),
            policy(MOST_DAYS + 1),
            Policy {
                set_up: " ".to_owned(),
                ..policy(3)
            },
        ] {
            assert!(!odd.is_sound());
            assert!(!odd.is_due(&proved(1), at(1_000_000)));
        }
    }

    #[test]
    fn that_nothing_happens_is_said_only_while_nothing_is_turned_on() {
        let marks = policy(14);
        let disables = Policy {
            act: Automatic::Disable,
            ..policy(1)
        };
        assert_eq!(
            until_decided(None),
            "Nothing happens to them until you decide."
        );
        assert_eq!(
            until_decided(Some(&marks)),
            "Unless you decide before, they are marked for deletion in UserHub once they have been on the list for 14 days."
        );
        assert_eq!(after_a_sync(None), "Nobody is removed.");
        assert_eq!(
            after_a_sync(Some(&disables)),
            "After a sync, people who left Auth0 and have been on that list for 1 day are disabled in UserHub."
        );
    }

    #[test]
    fn a_set_up_is_named_by_its_whole_name() {
        assert!(names_it(" Acme production ", "Acme Production"));
        assert!(!names_it("acme", "Acme production"));
        assert!(!names_it("", ""));
    }
}
