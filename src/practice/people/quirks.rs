//! What is odd about a person: at most one thing, and most often nothing (contract auth0-api 3.6).

use super::dice::Dice;

/// The one odd thing about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quirk {
    None,
    NoName,
    EmptyName,
    /// A name of more than 200 characters, as an identity provider may send it.
    LongName,
    NoEmail,
    Blocked,
    /// The e-mail address of the person before, in another connection.
    SharedEmail,
    /// Some 20 KB of metadata.
    LargeMetadata,
    /// `email_verified` is the text `"true"`.
    VerifiedAsText,
    /// `last_login` is `{"$date": …}`.
    LoginAsObject,
    /// `last_login` is a number.
    LoginAsNumber,
    /// `created_at` is `{"$date": …}`.
    CreatedAsObject,
    NeverSignedIn,
    /// A phone number that is not written in E.164.
    LocalPhone,
    /// A second identity with `profileData`.
    Linked,
    /// A picture inside the profile (`data:`).
    DataPicture,
    /// Attributes that only this identity provider sends.
    OwnAttributes,
    /// A name of emoji, or with text direction marks.
    EmojiName,
}

const ALL: [Quirk; 17] = [
    Quirk::NoName,
    Quirk::EmptyName,
    Quirk::LongName,
    Quirk::NoEmail,
    Quirk::Blocked,
    Quirk::SharedEmail,
    Quirk::LargeMetadata,
    Quirk::VerifiedAsText,
    Quirk::LoginAsObject,
    Quirk::LoginAsNumber,
    Quirk::CreatedAsObject,
    Quirk::NeverSignedIn,
    Quirk::LocalPhone,
    Quirk::Linked,
    Quirk::DataPicture,
    Quirk::OwnAttributes,
    Quirk::EmojiName,
];

/// The first number of those who show every quirk once, so that a small tenant has them all.
const SHOWN_FROM: u64 = 20;

impl Quirk {
    /// Whether a date is odd, which is left out unless it is asked for.
    pub(crate) fn is_of_dates(self) -> bool {
        matches!(
            self,
            Self::LoginAsObject | Self::LoginAsNumber | Self::CreatedAsObject
        )
    }

    /// The quirk of one person.
    pub(crate) fn of(seed: u64, index: u64) -> Self {
        let shown = index
            .checked_sub(SHOWN_FROM)
            .and_then(|at| usize::try_from(at).ok())
            .and_then(|at| ALL.get(at));
        if let Some(quirk) = shown {
            return *quirk;
        }
        let mut dice = Dice::new(seed, index, 2);
        if !dice.one_in(24) {
            return Self::None;
        }
        match *dice.pick(&ALL) {
            // Few: each weighs as much as fifty others.
            Self::LargeMetadata if !dice.one_in(50) => Self::None,
            quirk => quirk,
        }
    }
}
