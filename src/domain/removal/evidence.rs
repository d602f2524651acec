//! When somebody counts as gone from Auth0: what is known against them, and what each piece of it is worth.
//!
//! Absence in a list is a reason to look and never proof. Proof is Auth0's own word about the id, twice: 60 seconds apart, or
//! in two runs; each time with a living user beside it, so that another tenant or a tenant that answers nonsense proves
//! nothing (contract keep-up, sections 5 and 7).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{Auth0UserId, UserHubUserId};

/// How far two words must be apart that were given outside of two runs.
const APART: SignedDuration = SignedDuration::from_secs(60);

/// Why somebody was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// A comparison that is proved complete did not find them.
    Absent,
    /// Auth0 has told that they were deleted.
    Event,
}

/// Somebody of UserHub's who was missed in Auth0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// UserHub's own id, where it is known.
    pub userhub_id: Option<UserHubUserId>,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// Why they were looked for.
    pub hint: Hint,
    /// When they were deleted, and who did it, where Auth0 tells.
    pub deleted: Option<Deletion>,
}

/// A deletion as Auth0 tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it, in Auth0's words; the log alone says so.
    pub by: Option<String>,
}

/// Auth0's word that it has no user of an id (`404 inexistent_user`), with the living user who was asked for beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// When it was given.
    pub at: Timestamp,
    /// The comparison in which it was; `None` for a look by itself.
    pub run: Option<i64>,
    /// Who was found in the same minute.
    pub control: Auth0UserId,
}

impl Word {
    /// Whether this word, given after another, is a second one: much later, or in another run.
    pub fn follows(&self, first: &Self) -> bool {
        let in_another_run = matches!((first.run, self.run), (Some(one), Some(two)) if two > one);
        self.at.duration_since(first.at) >= APART || (in_another_run && self.at >= first.at)
    }
}

/// What one reading has heard: words about people, and who was seen to live on in whom.
pub type Said = (Vec<(Auth0UserId, Word)>, Vec<(Auth0UserId, Auth0UserId)>);

/// Somebody who was missed in Auth0, with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Auth0's id.
    pub id: Auth0UserId,
    /// UserHub's own id, where it is known.
    pub userhub_id: Option<UserHubUserId>,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The email address, where it is known.
    pub email: Option<String>,
    /// Why they were looked for, and when they were missed first.
    pub hint: (Hint, Timestamp),
    /// When they were deleted, and who did it, where Auth0 tells.
    pub deleted: Option<Deletion>,
    /// Auth0's first word.
    pub said: Option<Word>,
    /// Its second one.
    pub again: Option<Word>,
    /// The user in whom their identity lives on.
    pub merged_into: Option<Auth0UserId>,
    /// When a person decided to keep them.
    pub kept_at: Option<Timestamp>,
}

/// What somebody is called: by name, else by address, else by id. The one rule for everybody who left or was seen to.
pub fn called<'a>(name: Option<&'a str>, email: Option<&'a str>, id: &'a str) -> &'a str {
    let mut given = [name, email].into_iter().flatten();
    given.find(|text| !text.trim().is_empty()).unwrap_or(id)
}

/// Where somebody who was missed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Auth0 has not said it twice.
    NotProved,
    /// They live on as part of another user, and there is nothing to do but to look.
    Merged,
    /// They are gone, and a person has decided to keep them.
    Kept,
    /// They are gone, and nobody has decided.
    Waiting,
}

/// Whether two words prove that somebody is gone.
pub fn proved(said: Option<&Word>, again: Option<&Word>) -> bool {
    matches!((said, again), (Some(said), Some(again)) if again.follows(said))
}

impl Gone {
    /// Where they stand.
    pub fn standing(&self) -> Standing {
        if self.merged_into.is_some() {
            Standing::Merged
        } else if !proved(self.said.as_ref(), self.again.as_ref()) {
            Standing::NotProved
        } else if self.kept_at.is_some() {
            Standing::Kept
        } else {
            Standing::Waiting
        }
    }

    /// Takes in a word of Auth0's. A second one counts only where it [follows](Word::follows) the first, and the first
    /// stays as it is, so that asking again at once proves nothing however often it is done. Both stay once they prove it:
    /// the second one says since when.
    pub fn heard(&mut self, word: Word) {
        match &self.said {
            None => self.said = Some(word),
            Some(said) if self.again.is_none() && word.follows(said) => self.again = Some(word),
            Some(_) => {}
        }
    }

    /// What they are called: by name, else by address, else by id.
    pub fn called(&self) -> &str {
        called(
            self.name.as_deref(),
            self.email.as_deref(),
            self.id.as_str(),
        )
    }

    /// Since when they are gone: when they were deleted, where Auth0 tells; else when they were missed.
    pub fn since(&self) -> Timestamp {
        (self.deleted.as_ref()).map_or(self.hint.1, |deleted| deleted.at)
    }

    /// What is known against them, in words: one sentence a piece, with moments in UTC.
    pub fn evidence(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(Deletion { at, by }) = &self.deleted {
            let by = by
                .as_deref()
                .map(|by| format!(" by {by}"))
                .unwrap_or_default();
            words.push(format!("Deleted in Auth0 at {}{by}.", short(*at)));
        }
        let (hint, at) = self.hint;
        words.push(match hint {
            Hint::Absent => format!(
                "A comparison that was proved complete did not find them at {}.",
                short(at)
            ),
            Hint::Event => format!("Auth0 told at {} that they were deleted.", short(at)),
        });
        for (word, when) in [(&self.said, "asked"), (&self.again, "asked again")] {
            if let Some(Word { at, control, .. }) = word {
                words.push(format!(
                    "Auth0 says that this user does not exist: {when} at {}; at the same time it had {control}.",
                    short(*at)
                ));
            }
        }
        if let Some(into) = &self.merged_into {
            words.push(format!("Their identity lives on in the user {into}."));
        }
        words
    }
}

/// A moment in UTC to the second.
fn short(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    fn word(seconds: i64, run: Option<i64>) -> Word {
        Word {
            at: at(seconds),
            run,
            control: Auth0UserId::new("auth0|alive"),
        }
    }

    fn missed() -> Gone {
        Gone {
            id: Auth0UserId::new("auth0|1"),
            userhub_id: None,
            name: Some(" ".to_owned()),
            email: Some("ada@example.com".to_owned()),
            hint: (Hint::Absent, at(0)),
            deleted: None,
            said: None,
            again: None,
            merged_into: None,
            kept_at: None,
        }
    }

    fn after(words: &[Word]) -> Standing {
        let mut gone = missed();
        for word in words {
            gone.heard(word.clone());
        }
        gone.standing()
    }

    #[test]
    fn absence_and_one_word_are_no_proof() {
        assert_eq!(missed().standing(), Standing::NotProved);
        assert_eq!(after(&[word(0, Some(1))]), Standing::NotProved);
    }

    #[test]
    fn two_words_prove_it_a_minute_apart_or_in_two_runs() {
        let [live, run] = [None, Some(7)];
        assert_eq!(after(&[word(0, live), word(59, live)]), Standing::NotProved);
        assert_eq!(after(&[word(0, live), word(60, live)]), Standing::Waiting);
        assert_eq!(after(&[word(0, run), word(1, run)]), Standing::NotProved);
        assert_eq!(after(&[word(0, run), word(1, Some(8))]), Standing::Waiting);
        assert_eq!(after(&[word(0, run), word(1, live)]), Standing::NotProved);
        // A clock that was set back makes nothing of it.
        assert_eq!(
            after(&[word(0, run), word(-90, Some(8))]),
            Standing::NotProved
        );
    }

    #[test]
    fn more_words_do_not_make_the_proof_younger() {
        let mut gone = missed();
        for (seconds, run) in [(0, 1), (90, 2), (100_000, 3)] {
            gone.heard(word(seconds, Some(run)));
        }
        assert_eq!(gone.again, Some(word(90, Some(2))));
    }

    #[test]
    fn who_is_merged_or_kept_waits_for_nobody() {
        let mut gone = missed();
        gone.heard(word(0, None));
        gone.heard(word(100, None));
        gone.kept_at = Some(at(200));
        assert_eq!(gone.standing(), Standing::Kept);
        gone.merged_into = Some(Auth0UserId::new("auth0|2"));
        assert_eq!(gone.standing(), Standing::Merged);
    }

    #[test]
    fn the_evidence_names_every_piece_with_its_moment() {
        let mut gone = missed();
        gone.heard(word(0, None));
        gone.heard(word(75, None));
        gone.deleted = Some(Deletion {
            at: at(-5),
            by: Some("the dashboard".to_owned()),
        });
        let words = gone.evidence().join("\n");
        for expected in [
            "Deleted in Auth0 at 1970-01-12 13:46:35 UTC by the dashboard.",
            "A comparison that was proved complete did not find them",
            "asked at 1970-01-12 13:46:40 UTC; at the same time it had auth0|alive.",
            "asked again at 1970-01-12 13:47:55 UTC",
        ] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        assert_eq!(gone.called(), "ada@example.com");
    }

    proptest! {
        /// However often and in whatever order it is asked within a minute and a run, nobody is proved gone.
        #[test]
        fn asking_at_once_again_and_again_proves_nothing(seconds in prop::collection::vec(0_i64..30, 1..20)) {
            let words: Vec<Word> = seconds.iter().map(|s| word(*s, Some(3))).collect();
            prop_assert_eq!(after(&words), Standing::NotProved);
        }
    }
}
