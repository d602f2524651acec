//! One person as we compare them: what Auth0 says UserHub should hold, and what UserHub holds.

use std::fmt;

use super::ids::{Auth0UserId, UserHubUserId};

/// The fields that UserHub takes from Auth0 (contract userhub-api 4), named as UserHub names them.
///
/// Absent and null are one thing here, and so are an absent boolean and `false`. Everything else is
/// compared as it stands: nothing is trimmed, lower-cased or shortened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Auth0's `name`.
    pub display_name: Option<String>,
    /// Auth0's `email`.
    pub email: Option<String>,
    /// Auth0's `email_verified`.
    pub email_verified: bool,
    /// Auth0's `phone_number`.
    pub phone_number: Option<String>,
    /// Auth0's `phone_verified`.
    pub phone_number_verified: bool,
    /// Auth0's `picture`.
    pub image_url: Option<String>,
    /// Auth0's `blocked`.
    pub disabled: bool,
}

/// One field of a [`Profile`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Field {
    /// The name shown to others.
    DisplayName = 1,
    /// The e-mail address.
    Email = 2,
    /// Whether the e-mail address was proved.
    EmailVerified = 4,
    /// The phone number.
    PhoneNumber = 8,
    /// Whether the phone number was proved.
    PhoneNumberVerified = 16,
    /// The picture's address.
    ImageUrl = 32,
    /// Whether the person may not sign in.
    Disabled = 64,
}

impl Field {
    /// The field in plain words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::DisplayName => "name",
            Self::Email => "email",
            Self::EmailVerified => "email confirmed",
            Self::PhoneNumber => "phone",
            Self::PhoneNumberVerified => "phone confirmed",
            Self::ImageUrl => "picture",
            Self::Disabled => "blocked",
        }
    }

    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::DisplayName,
        Self::Email,
        Self::EmailVerified,
        Self::PhoneNumber,
        Self::PhoneNumberVerified,
        Self::ImageUrl,
        Self::Disabled,
    ];

    /// The field's name in UserHub's Admin API.
    pub fn name(self) -> &'static str {
        match self {
            Self::DisplayName => "displayName",
            Self::Email => "email",
            Self::EmailVerified => "emailVerified",
            Self::PhoneNumber => "phoneNumber",
            Self::PhoneNumberVerified => "phoneNumberVerified",
            Self::ImageUrl => "imageUrl",
            Self::Disabled => "disabled",
        }
    }
}

/// A set of [`Field`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fields(u8);

impl Fields {
    /// The set with nothing in it.
    pub const NONE: Self = Self(0);

    /// Whether the set has nothing in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the set has this field.
    pub fn contains(self, field: Field) -> bool {
        self.0 & field as u8 != 0
    }

    /// The set as a number, for storing it.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set that [`Fields::bits`] gave; bits that stand for no field are dropped.
    pub fn from_bits(bits: u8) -> Self {
        Self(bits & 0x7f)
    }

    /// The fields of the set in the order in which they are shown.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL
            .into_iter()
            .filter(move |field| self.contains(*field))
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        Self(fields.into_iter().fold(0, |bits, field| bits | field as u8))
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(field.name())?;
        }
        Ok(())
    }
}

impl Profile {
    /// What the person is called: by name, else by address.
    pub fn called(&self) -> Option<&str> {
        let mut given = [&self.display_name, &self.email]
            .into_iter()
            .filter_map(Option::as_deref);
        given.find(|text| !text.trim().is_empty())
    }

    /// The fields in which the two profiles differ.
    ///
    /// ```
    /// use userhub_connect::domain::profile::{Field, Profile};
    ///
    /// let expected = Profile { email: Some("jane@example.com".into()), ..Profile::default() };
    /// let differing = expected.differing(&Profile::default());
    /// assert!(differing.contains(Field::Email) && !differing.contains(Field::DisplayName));
    /// ```
    pub fn differing(&self, other: &Self) -> Fields {
        Field::ALL
            .into_iter()
            .filter(|field| self.text(*field) != other.text(*field))
            .collect()
    }

    /// One field's value as text; `None` where there is none, `true` or nothing for booleans.
    pub fn text(&self, field: Field) -> Option<&str> {
        let flag = |set: bool| set.then_some("true");
        match field {
            Field::DisplayName => self.display_name.as_deref(),
            Field::Email => self.email.as_deref(),
            Field::EmailVerified => flag(self.email_verified),
            Field::PhoneNumber => self.phone_number.as_deref(),
            Field::PhoneNumberVerified => flag(self.phone_number_verified),
            Field::ImageUrl => self.image_url.as_deref(),
            Field::Disabled => flag(self.disabled),
        }
    }

    /// A fingerprint of the whole profile, by which a later run sees whether a side has changed.
    pub fn fingerprint(&self) -> i64 {
        let mut bytes = Vec::new();
        for field in Field::ALL {
            if let Some(text) = self.text(field) {
                bytes.extend_from_slice(text.as_bytes());
                bytes.push(0xfe);
            }
            bytes.push(0xff);
        }
        fnv1a(&bytes).cast_signed()
    }
}

/// FNV-1a: a fingerprint that is the same between versions and machines. It is not meant to withstand anybody who
/// wants two texts to collide.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A person as Auth0 has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Auth0's id of the person.
    pub id: Auth0UserId,
    /// What UserHub should hold, or why Auth0's record could not be read.
    pub profile: Result<Profile, String>,
}

/// A person as UserHub has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Auth0's id of the person, as the connection in UserHub names it.
    pub id: Auth0UserId,
    /// UserHub's own id of the person.
    pub userhub_id: UserHubUserId,
    /// Whether UserHub has marked the person for deletion.
    pub pending_deletion: bool,
    /// What UserHub holds.
    pub profile: Profile,
    /// When UserHub created the user, where it says so; it is not read back from the journal.
    pub created_at: Option<jiff::Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jane() -> Profile {
        Profile {
            display_name: Some("Jane".into()),
            email: Some("jane@example.com".into()),
            email_verified: true,
            ..Profile::default()
        }
    }

    #[test]
    fn equal_profiles_differ_in_nothing_and_have_one_fingerprint() {
        assert_eq!(jane().differing(&jane()), Fields::NONE);
        assert_eq!(jane().fingerprint(), jane().fingerprint());
    }

    #[test]
    fn each_field_is_seen_to_differ() {
        let blank = Profile::default();
        let full = Profile {
            phone_number: Some("+1".into()),
            phone_number_verified: true,
            image_url: Some("https://example.com/a.png".into()),
            disabled: true,
            ..jane()
        };
        assert_eq!(full.differing(&blank), Field::ALL.into_iter().collect());
        for field in Field::ALL {
            let mut one = full.clone();
            match field {
                Field::DisplayName => one.display_name = None,
                Field::Email => one.email = None,
                Field::EmailVerified => one.email_verified = false,
                Field::PhoneNumber => one.phone_number = None,
                Field::PhoneNumberVerified => one.phone_number_verified = false,
                Field::ImageUrl => one.image_url = None,
                Field::Disabled => one.disabled = false,
            }
            assert_eq!(one.differing(&full), [field].into_iter().collect());
            assert_ne!(one.fingerprint(), full.fingerprint(), "{}", field.name());
        }
    }

    #[test]
    fn fields_are_compared_verbatim_and_an_empty_text_is_a_value() {
        let mut shouting = jane();
        shouting.email = Some("JANE@example.com".into());
        assert!(shouting.differing(&jane()).contains(Field::Email));
        let empty = Profile {
            display_name: Some(String::new()),
            ..Profile::default()
        };
        assert!(
            empty
                .differing(&Profile::default())
                .contains(Field::DisplayName)
        );
        assert_ne!(empty.fingerprint(), Profile::default().fingerprint());
    }

    #[test]
    fn a_set_of_fields_is_stored_as_a_number_and_told_in_words() {
        let some: Fields = [Field::Disabled, Field::Email].into_iter().collect();
        assert_eq!(some.bits(), 2 + 64);
        assert_eq!(Fields::from_bits(some.bits()), some);
        assert_eq!(some.to_string(), "email, disabled");
        assert_eq!(Fields::from_bits(0xff).to_string().split(", ").count(), 7);
        assert_eq!(Fields::from_bits(0x80), Fields::NONE);
        assert!(Fields::NONE.is_empty() && !some.is_empty());
        assert_eq!(Fields::NONE.to_string(), "");
        // The same field twice is one field.
        let twice: Fields = [Field::Email, Field::Email].into_iter().collect();
        assert_eq!(twice.bits(), 2);
    }

    #[test]
    fn a_value_reads_as_text_and_an_unset_flag_as_nothing() {
        assert_eq!(jane().text(Field::DisplayName), Some("Jane"));
        assert_eq!(jane().text(Field::EmailVerified), Some("true"));
        assert_eq!(jane().text(Field::PhoneNumberVerified), None);
        assert_eq!(jane().text(Field::PhoneNumber), None);
    }

    #[test]
    fn a_value_that_moves_to_another_field_changes_the_fingerprint() {
        let as_name = Profile {
            display_name: Some("x".into()),
            ..Profile::default()
        };
        let as_email = Profile {
            email: Some("x".into()),
            ..Profile::default()
        };
        assert_ne!(as_name.fingerprint(), as_email.fingerprint());
    }

    #[test]
    fn a_fingerprint_is_the_same_in_every_version() {
        // Journals keep fingerprints: these were written by the first version.
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(Profile::default().fingerprint(), 8_526_483_215_554_967_216);
        assert_eq!(jane().fingerprint(), 1_980_547_477_977_321_955);
    }
}
