//! What one person who was brought over says of the assumptions: both profiles are compared, and none of their values is
//! told.

use super::{Assumption as A, Noted, Words, held, judged, otherwise};
use crate::domain::profile::{Field, Fields, Profile};

/// The longest `displayName` that UserHub takes, in characters (contract userhub-api 3.1).
const MAX_DISPLAY_NAME: usize = 200;

/// How a person was brought over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// UserHub read them for the first time.
    Added,
    /// UserHub was told that they have changed; these fields differed before. None where that is not known.
    Told(Fields),
}

/// What UserHub holds after a person was added or read again.
pub fn brought(how: How, expected: &Profile, holds: &Profile) -> Vec<Noted> {
    let differing = expected.differing(holds);
    let mut noted = Vec::new();
    if let How::Told(before) = how
        && !before.is_empty()
    {
        let still = before.iter().all(|field| differing.contains(field));
        let instead = "all that differed before differs still";
        noted.push(judged(A::EventReads, !still, instead));
        if still {
            // UserHub has not read them, or keeps its own values: the fields show nothing then.
            return noted;
        }
    }
    for field in Field::ALL {
        if expected.text(field).is_some_and(|text| !text.is_empty())
            && !is_too_long(field, expected)
        {
            noted.push(one(field, expected, holds));
        }
    }
    noted
}

/// Whether it is longer than UserHub takes, which is documented.
fn is_too_long(field: Field, expected: &Profile) -> bool {
    let name = expected.display_name.as_deref().unwrap_or_default();
    field == Field::DisplayName && name.chars().count() > MAX_DISPLAY_NAME
}

const fn of(field: Field) -> A {
    match field {
        Field::DisplayName => A::FieldName,
        Field::Email => A::FieldEmail,
        Field::EmailVerified => A::FieldEmailVerified,
        Field::PhoneNumber => A::FieldPhone,
        Field::PhoneNumberVerified => A::FieldPhoneVerified,
        Field::ImageUrl => A::FieldPicture,
        Field::Disabled => A::FieldBlocked,
    }
}

/// One field that has a value in Auth0.
fn one(field: Field, expected: &Profile, holds: &Profile) -> Noted {
    let (expected, holds) = (expected.text(field).unwrap_or_default(), holds.text(field));
    let instead = match holds {
        Some(holds) if holds == expected => return held(of(field), Words::default()),
        None | Some("") => "it is left out",
        Some(holds) if holds.to_lowercase() == expected.to_lowercase() => {
            "it is the same but for capitals"
        }
        Some(holds) if holds.trim() == expected.trim() => "it is the same but for blanks around it",
        Some(holds) if expected.starts_with(holds) => "it is cut off",
        Some(_) => "it is another value",
    };
    otherwise(of(field), Words::of(instead))
}

/// Somebody who was in UserHub already was imported, and differs from Auth0 afterwards in this many fields.
pub fn left_alone(differing: Fields) -> Option<Noted> {
    (!differing.is_empty()).then(|| held(A::ImportLeaves, Words::default()))
}

/// UserHub did not find a person, whom Auth0 has or has not.
pub fn not_found(in_auth0: bool, reason: &str) -> Noted {
    let whom = if in_auth0 {
        "of somebody whom Auth0 has: "
    } else {
        "of somebody whom Auth0 does not have: "
    };
    let words = Words::of(whom);
    held(
        A::NotFound,
        if reason.is_empty() {
            words.and("no reason")
        } else {
            words.code(reason)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jane() -> Profile {
        Profile {
            display_name: Some("Jane Doe".to_owned()),
            email: Some("Jane@Example.com".to_owned()),
            email_verified: true,
            disabled: true,
            ..Profile::default()
        }
    }

    fn said(noted: &[Noted]) -> Vec<(A, bool, &str)> {
        noted
            .iter()
            .map(|one| (one.assumption, one.held, one.words.as_str()))
            .collect()
    }

    #[test]
    fn each_field_with_a_value_is_judged_and_the_others_show_nothing() {
        let all = brought(How::Added, &jane(), &jane());
        let expected = [
            (A::FieldName, true, ""),
            (A::FieldEmail, true, ""),
            (A::FieldEmailVerified, true, ""),
            (A::FieldBlocked, true, ""),
        ];
        assert_eq!(said(&all), expected);
    }

    #[test]
    fn what_userhub_made_of_a_field_is_told_by_its_kind_and_never_by_its_value() {
        let name = |name: Option<&str>| {
            let holds = Profile {
                display_name: name.map(str::to_owned),
                ..jane()
            };
            let all = brought(How::Added, &jane(), &holds);
            assert_eq!((all[0].assumption, all[0].held), (A::FieldName, false));
            all[0].words.clone()
        };
        for (held, words) in [
            (None, "it is left out"),
            (Some(""), "it is left out"),
            (Some("JANE DOE"), "it is the same but for capitals"),
            (
                Some(" Jane Doe "),
                "it is the same but for blanks around it",
            ),
            (Some("Jane"), "it is cut off"),
            (Some("Eve Hill"), "it is another value"),
        ] {
            assert_eq!(name(held).as_str(), words);
        }
        let unblocked = Profile {
            disabled: false,
            ..jane()
        };
        let all = brought(How::Added, &jane(), &unblocked);
        assert_eq!(said(&all)[3], (A::FieldBlocked, false, "it is left out"));
    }

    #[test]
    fn a_name_longer_than_userhub_takes_shows_nothing() {
        let long = Profile {
            display_name: Some("x".repeat(MAX_DISPLAY_NAME + 1)),
            ..Profile::default()
        };
        assert!(brought(How::Added, &long, &Profile::default()).is_empty());
        let fits = Profile {
            display_name: Some("x".repeat(MAX_DISPLAY_NAME)),
            ..Profile::default()
        };
        assert_eq!(brought(How::Added, &fits, &Profile::default()).len(), 1);
    }

    #[test]
    fn an_event_that_changed_nothing_did_not_read_the_person_again() {
        let fields: Fields = [Field::DisplayName, Field::Email].into_iter().collect();
        let told = |holds: &Profile| brought(How::Told(fields), &jane(), holds);
        assert_eq!(said(&told(&jane()))[0], (A::EventReads, true, ""));
        let neither = Profile {
            display_name: None,
            email: None,
            ..jane()
        };
        assert_eq!(
            said(&told(&neither)),
            [(
                A::EventReads,
                false,
                "all that differed before differs still"
            )]
        );
        let half = Profile {
            email: None,
            ..jane()
        };
        let half = told(&half);
        assert_eq!(said(&half)[0], (A::EventReads, true, ""));
        assert!(said(&half).contains(&(A::FieldEmail, false, "it is left out")));
        // What differed before is not known where UserHub could not be listed.
        let unknown = brought(How::Told(Fields::NONE), &jane(), &jane());
        assert!(unknown.iter().all(|one| one.assumption != A::EventReads));
    }

    #[test]
    fn imports_of_those_who_are_there_and_of_those_who_are_not_found() {
        assert_eq!(left_alone(Fields::NONE), None);
        let differing = [Field::Email].into_iter().collect();
        assert!(left_alone(differing).is_some_and(|one| one.held));
        let gone = not_found(false, "USER_NOT_FOUND");
        assert_eq!(
            gone.words.as_str(),
            "of somebody whom Auth0 does not have: USER_NOT_FOUND"
        );
        let there = not_found(true, "user jane@example.com");
        assert_eq!(
            there.words.as_str(),
            "of somebody whom Auth0 has: a code of another form"
        );
    }
}
