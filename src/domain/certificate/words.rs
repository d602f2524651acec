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
        } else if self.agree() && self.taken_back > 0 {
            "Complete but for those who are left out.".to_owned()
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
        let agree = match self.taken_back {
            0 => "Both sides agree".to_owned(),
            _ => format!("{}. In the others both sides agree", self.left_out()),
        };
        let verdict = match (self.agree(), self.kept) {
            (true, _) if self.taken_back > 0 && self.auth0.users == 0 => {
                format!("{}. UserHub holds nobody else.", self.left_out())
            }
            (true, 0) => format!("{agree}."),
            (true, _) => format!("{agree}, {}.", self.differences().join(", ")),
            (false, _) if self.taken_back > 0 => format!(
                "{}. In the others the sides differ: {}.",
                self.left_out(),
                self.differences().join(", ")
            ),
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
        let words = if self.agree() && self.taken_back > 0 {
            let (some, all) = (thousands(self.auth0.users), users(self.tenant()));
            let left_out = thousands(self.taken_back);
            format!("Both sides agree: {some} of {all}, {left_out} left out")
        } else if self.agree() {
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
        let has = match self.taken_back {
            0 => format!("Auth0 has {}", users(self.auth0.users)),
            _ => self.left_out(),
        };
        let same = match (self.auth0.users, self.same) {
            (0, _) => String::new(),
            (all, same) if all == same => {
                let all = match self.taken_back {
                    0 => all_of_them(all).to_owned(),
                    _ if all == 1 => "the other one".to_owned(),
                    _ => format!("the other {}", thousands(all)),
                };
                format!("; UserHub holds {all} as Auth0 has them")
            }
            (_, same) => format!(
                "; UserHub holds {} of {} as Auth0 has them, {}",
                thousands(same),
                if self.taken_back == 0 {
                    "them"
                } else {
                    "the others"
                },
                self.differences().join(", ")
            ),
        };
        format!("Counted again: {has}{same}.")
    }

    /// How many the tenant has, and how many of them no sync brings over:
    /// `Auth0 has 250 users; 240 of them are left out, since the sync that added them was taken back`.
    fn left_out(&self) -> String {
        let all = users(self.tenant());
        let left_out = match (self.taken_back, self.auth0.users) {
            (1, 0) => "this one is".to_owned(),
            (_, 0) => "all of them are".to_owned(),
            (1, _) => "1 of them is".to_owned(),
            (some, _) => format!("{} of them are", thousands(some)),
        };
        format!(
            "Auth0 has {all}; {left_out} left out, since the sync that added them was taken back"
        )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::certificate::{Found, HeldThere, Recount, Seen};
    use crate::domain::completeness::Evidence;
    use crate::domain::plan::Kept;
    use crate::domain::profile::Profile;

    fn evidence() -> Evidence {
        Evidence {
            how: HowRead::Pages,
            counted: None,
            not_proved: Vec::new(),
            taken_back: 0,
        }
    }

    /// So many people of Auth0 are in UserHub too, so many are not, and so many are left out.
    fn certificate(same: u64, missing: u64, taken_back: u64) -> Certificate {
        let side = |taken_back| Evidence {
            taken_back,
            ..evidence()
        };
        let mut recount = Recount::new(
            ("tenant".to_owned(), side(taken_back), None),
            ("connection".to_owned(), side(0), None),
            jiff::Timestamp::UNIX_EPOCH,
        );
        for number in 0..same + missing {
            let seen = Seen {
                auth0: Some(Ok(Profile::default())),
                userhub: (number < same).then(HeldThere::default),
                named: true,
                ..Seen::default()
            };
            recount.take(&format!("auth0|{number:04}"), seen);
        }
        recount.finish()
    }

    #[test]
    fn who_is_left_out_is_said_wherever_both_sides_are_said_to_agree() {
        let why = "since the sync that added them was taken back";
        let some = certificate(10, 0, 240);
        assert_eq!(
            some.words(),
            format!(
                "Complete but for those who are left out. Counted again: Auth0 has 250 users; 240 of them are left out, \
                 {why}; UserHub holds the other 10 as Auth0 has them."
            )
        );
        assert_eq!(
            some.verdict(),
            format!(
                "Auth0 has 250 users; 240 of them are left out, {why}. In the others both sides agree."
            )
        );
        assert_eq!(
            some.in_short(),
            "Both sides agree: 10 of 250 users, 240 left out"
        );
        let all = certificate(0, 0, 250);
        let words = format!("Auth0 has 250 users; all of them are left out, {why}.");
        assert_eq!(all.counted_again(), format!("Counted again: {words}"));
        assert_eq!(all.verdict(), format!("{words} UserHub holds nobody else."));
        let differ = certificate(8, 2, 1);
        assert_eq!(
            differ.verdict(),
            format!(
                "Auth0 has 11 users; 1 of them is left out, {why}. In the others the sides differ: 2 missing in UserHub."
            )
        );
        assert_eq!(
            differ.counted_again(),
            format!(
                "Counted again: Auth0 has 11 users; 1 of them is left out, {why}; UserHub holds 8 of the others as Auth0 \
                 has them, 2 missing in UserHub."
            )
        );
        let none = certificate(10, 0, 0);
        assert_eq!(none.verdict(), "Both sides agree.");
        assert_eq!(none.in_short(), "Both sides agree: 10 users");
    }

    #[test]
    fn whoever_is_not_the_same_is_named_by_name_and_their_fields_in_plain_words() {
        let mut recount = Recount::new(
            ("tenant".to_owned(), evidence(), None),
            ("connection".to_owned(), evidence(), None),
            jiff::Timestamp::UNIX_EPOCH,
        );
        let named = |name: &str, picture: &str| Profile {
            display_name: Some(name.to_owned()),
            image_url: Some(picture.to_owned()),
            ..Profile::default()
        };
        let there = |profile: Profile| HeldThere {
            profile,
            ..HeldThere::default()
        };
        let (expected, held) = (named("Ada", "new"), named("Ada", "old"));
        let kept = Kept {
            fields: expected.differing(&held),
            expected: expected.fingerprint(),
            held: held.fingerprint(),
        };
        recount.take(
            "auth0|1",
            Seen {
                auth0: Some(Ok(expected)),
                userhub: Some(there(held)),
                kept: Some(kept),
                ..Seen::default()
            },
        );
        // Auth0 has no name for this one, nor an address.
        recount.take(
            "auth0|2",
            Seen {
                auth0: Some(Ok(Profile::default())),
                userhub: Some(there(named("Grace", "old"))),
                ..Seen::default()
            },
        );
        recount.take(
            "auth0|3",
            Seen {
                auth0: Some(Ok(Profile::default())),
                ..Seen::default()
            },
        );
        let gone = Seen {
            userhub: Some(there(named("Alan", "old"))),
            gone: true,
            ..Seen::default()
        };
        recount.take("auth0|4", gone);
        let certificate = recount.finish();
        let told: Vec<(&str, String, bool)> = certificate
            .people
            .iter()
            .map(|found| {
                let finding = &found.finding;
                (found.called(), finding.words(), finding.is_not_the_same())
            })
            .collect();
        let words = |words: &str| words.to_owned();
        assert_eq!(
            told,
            [
                (
                    "Ada",
                    words(
                        "UserHub keeps a value of its own in picture, although it was asked to take what Auth0 has"
                    ),
                    true
                ),
                (
                    "Grace",
                    words("UserHub holds something else in name, picture"),
                    true
                ),
                ("auth0|3", words("UserHub does not hold this person"), true),
                ("Alan", words("Auth0 does not have this person"), false),
            ]
        );
        assert_eq!(certificate.not_the_same(), 3);
        let written = serde_json::to_value(&certificate).unwrap();
        assert_eq!(written["people"][0]["fields"][0], "imageUrl");
        assert_eq!(written["people"][0]["name"], "Ada");
        // What a version before wrote has no names.
        let before = r#"{"id":"auth0|1","what":"kept","fields":["imageUrl","newer"]}"#;
        let before: Found = serde_json::from_str(before).unwrap();
        assert_eq!(before.called(), "auth0|1");
        assert!(before.finding.words().contains("in picture, newer,"));
    }

    #[test]
    fn what_an_earlier_version_wrote_is_read_and_where_nobody_is_left_out_the_same_is_written() {
        let none = certificate(2, 1, 0);
        let text = serde_json::to_string(&none).unwrap();
        assert!(!text.contains("taken_back"), "{text}");
        assert_eq!(serde_json::from_str::<Certificate>(&text).unwrap(), none);
        assert_eq!(none.as_json()["taken_back"], 0);
        let some = certificate(2, 1, 3);
        let text = serde_json::to_string(&some).unwrap();
        assert_eq!(serde_json::from_str::<Certificate>(&text).unwrap(), some);
        assert_eq!(some.as_json()["taken_back"], 3);
    }
}
