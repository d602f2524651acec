//! The certificate of a sync or of a verification: both sides counted once more from what was read and from what
//! UserHub answered, apart from the plan. *Complete* is said only with one.

mod digest;
mod file;
mod recount;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::completeness::{HowRead, NotProved, is_none};
use super::profile::{Field, Fields};

pub use file::{FOOT, head, person};
pub use recount::{HeldThere, Recount, Seen};
pub use words::not_proved_in_words;

/// How many people of each kind of difference a certificate names itself; the list of its run names everybody.
pub const NAMED: usize = 20;

/// Both sides as they were counted, and in what they differ.
///
/// Every user of the tenant is in exactly one of `same`, `kept`, `different`, `missing`, `unknown`, `attention` and `taken_back`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// When it was counted.
    pub at: Timestamp,
    /// The users of the tenant, without those who left it meanwhile and those who are left out.
    pub auth0: Side,
    /// The users of the connection in UserHub.
    pub userhub: Side,
    /// Users whom UserHub holds as Auth0 has them.
    pub same: u64,
    /// Users of whom UserHub keeps something of its own, although it was asked to take what Auth0 has.
    pub kept: u64,
    /// Users of whom UserHub holds something else.
    pub different: u64,
    /// Users whom UserHub does not hold.
    pub missing: u64,
    /// Users of whom nothing says whether UserHub holds them, since the key may not list.
    pub unknown: u64,
    /// Users who cannot be compared: Auth0's record is odd, or UserHub has marked them for deletion.
    pub attention: u64,
    /// Users whom UserHub holds and the tenant does not have. They are no difference.
    pub only_in_userhub: u64,
    /// Users whom UserHub holds and Auth0 did not name, and whom it was not asked for: they may be there.
    pub not_read: u64,
    /// Users who left the tenant after they were read.
    pub left_auth0: u64,
    /// Users of the tenant who are left out, since the sync that added them was taken back. They are in no other count.
    #[serde(default, skip_serializing_if = "is_none")]
    pub taken_back: u64,
    /// Users who are not as Auth0 has them and whom no list of the run names with a reason.
    pub unexplained: u64,
    /// What could not be proved.
    pub not_proved: Vec<NotProved>,
    /// The first of each kind by name.
    pub people: Vec<Found>,
}

/// One side of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The tenant's domain, or the connection's ID.
    pub of: String,
    /// How many users it has, each id counted once.
    pub users: u64,
    /// SHA-256, in hexadecimal, of their Auth0 ids: each once, sorted by their bytes, each followed by a line feed. It
    /// is what `LC_ALL=C sort -u IDS | sha256sum` says of a file with one id a line.
    pub digest: String,
    /// How they were read.
    pub how: HowRead,
    /// When they had been read.
    pub read_at: Option<Timestamp>,
    /// How many the service itself counted, where it said so.
    pub counted: Option<u64>,
    /// Of how many the service answered since then what it holds: those whom the run saw to.
    pub seen_again: u64,
}

/// How one person differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Finding {
    /// UserHub does not hold them.
    Missing,
    /// Nothing says whether UserHub holds them.
    Unknown,
    /// UserHub holds something else in these fields.
    Different {
        /// The fields, by UserHub's names.
        fields: FieldNames,
    },
    /// UserHub keeps something of its own in these fields, although it was asked.
    Kept {
        /// The fields, by UserHub's names.
        fields: FieldNames,
    },
    /// Auth0's record of them could not be read.
    Unreadable {
        /// Why.
        why: String,
    },
    /// UserHub has marked them for deletion.
    PendingDeletion,
    /// The tenant does not have them.
    OnlyInUserHub,
    /// Auth0 did not name them, and nothing proves that it does not have them.
    NotRead,
}

/// A person who differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Auth0's id.
    pub id: String,
    /// What the person is called: in Auth0, or else in UserHub.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// UserHub's own id, where it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub userhub_id: Option<String>,
    /// How they differ.
    #[serde(flatten)]
    pub finding: Finding,
}

/// Fields by the names that UserHub gives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldNames(Vec<String>);

impl From<Fields> for FieldNames {
    fn from(fields: Fields) -> Self {
        Self(fields.iter().map(|field| field.name().to_owned()).collect())
    }
}

/// In plain words; programs read the names themselves. A name of another version is shown as it is.
impl std::fmt::Display for FieldNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = |name: &String| {
            let field = Field::ALL.into_iter().find(|field| field.name() == name);
            field.map_or_else(|| name.clone(), |field| field.words().to_owned())
        };
        let words: Vec<String> = self.0.iter().map(plain).collect();
        f.write_str(&words.join(", "))
    }
}

impl Found {
    /// What the person is called, or else their id.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

impl Certificate {
    /// How many users the tenant has, those too who are left out.
    pub const fn tenant(&self) -> u64 {
        self.auth0.users + self.taken_back
    }

    /// Whether UserHub was seen to hold everybody of the tenant who is not left out, as a sync judges it: people only in UserHub are no
    /// difference, nor is a value of its own that UserHub keeps although it was asked to read the person again.
    pub fn agree(&self) -> bool {
        self.same + self.kept == self.auth0.users
    }

    /// How many of the tenant UserHub does not hold as Auth0 has them, without those who cannot be compared.
    pub const fn not_the_same(&self) -> u64 {
        self.kept + self.different + self.missing + self.unknown
    }

    /// Whether everybody of the tenant is accounted for, as Auth0 has them or by name with a reason, and nothing was
    /// left unproved.
    pub fn is_complete(&self) -> bool {
        self.unexplained == 0 && self.not_read == 0 && self.not_proved.is_empty()
    }

    /// Whether something is wrong that a script has to know: somebody is unexplained, or something is not proved that
    /// could have been.
    pub fn falls_short(&self) -> bool {
        self.unexplained > 0
            || self.not_read > 0
            || self.not_proved.iter().any(|what| !what.is_expected())
    }

    /// The certificate as programs read it.
    pub fn as_json(&self) -> Value {
        // A certificate is text and numbers, which can always be written.
        let mut value = serde_json::to_value(self).unwrap_or_default();
        value["agree"] = self.agree().into();
        value["taken_back"] = self.taken_back.into();
        let said = self.not_proved.iter();
        let said = said.map(|one| json!({ "code": one.code(), "words": one.to_string() }));
        value["not_proved"] = said.collect::<Vec<Value>>().into();
        value
    }
}

/// The words for programs, each once.
pub fn codes(not_proved: &[NotProved]) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = not_proved.iter().map(NotProved::code).collect();
    codes.dedup();
    codes
}

impl Finding {
    /// Whether the tenant has this person, and UserHub does not hold them as they are there.
    pub const fn is_not_the_same(&self) -> bool {
        matches!(
            self,
            Self::Missing | Self::Unknown | Self::Different { .. } | Self::Kept { .. }
        )
    }

    /// The kind as programs read it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Different { .. } => "different",
            Self::Kept { .. } => "kept",
            Self::Unreadable { .. } | Self::PendingDeletion => "attention",
            Self::OnlyInUserHub => "only_in_userhub",
            Self::NotRead => "not_read",
        }
    }
}
