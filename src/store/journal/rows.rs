//! How a profile lies in a row: five columns that every table of people has.

use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::profile::Profile;

/// The columns of a profile, in the order in which [`profile`] reads them.
pub(super) const PROFILE_COLUMNS: &str = "flags, name, email, phone, image";

const EMAIL_VERIFIED: i64 = 1;
const PHONE_VERIFIED: i64 = 2;
const DISABLED: i64 = 4;
/// Beside the profile's own flags: UserHub has marked the person for deletion.
pub(super) const PENDING_DELETION: i64 = 8;

/// A count. A file in which one is negative is damaged.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    whole(column, number)
}

/// A count that may not have been made yet.
pub(super) fn count_if_any(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    let number: Option<i64> = row.get(column)?;
    number.map(|number| whole(column, number)).transpose()
}

fn whole(column: usize, number: i64) -> rusqlite::Result<u64> {
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

/// The profile's booleans as one number.
pub(super) fn flags(profile: &Profile) -> i64 {
    let bit = |set: bool, bit: i64| if set { bit } else { 0 };
    bit(profile.email_verified, EMAIL_VERIFIED)
        | bit(profile.phone_number_verified, PHONE_VERIFIED)
        | bit(profile.disabled, DISABLED)
}

/// Reads a profile whose first column is `first`.
pub(super) fn profile(row: &Row<'_>, first: usize) -> rusqlite::Result<Profile> {
    let flags: i64 = row.get(first)?;
    Ok(Profile {
        display_name: row.get(first + 1)?,
        email: row.get(first + 2)?,
        email_verified: flags & EMAIL_VERIFIED != 0,
        phone_number: row.get(first + 3)?,
        phone_number_verified: flags & PHONE_VERIFIED != 0,
        image_url: row.get(first + 4)?,
        disabled: flags & DISABLED != 0,
    })
}

/// As it is kept in a column; what cannot be written, which our own types always can, is as good as not known.
pub(super) fn as_json(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}

/// What a column says; nothing where it says nothing that this version can read.
pub(super) fn from_json<T: DeserializeOwned>(text: Option<String>) -> Option<T> {
    serde_json::from_str(&text?).ok()
}
