//! By what a person is sorted.

use crate::practice::people::{Field, Person};

/// The value of the field that a search is sorted by, in the order of the variants: people without it come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SortKey {
    Absent,
    Whole(i64),
    Text(String),
}

impl SortKey {
    /// The key of a person for a field.
    pub(crate) fn of(person: &Person, field: &str) -> Self {
        let value = match field {
            "created_at" => return Self::Whole(person.created),
            "updated_at" => return Self::Whole(person.updated),
            _ => person.get(field),
        };
        match value {
            None | Some(Field::Json(_) | Field::Identities(_)) => Self::Absent,
            Some(Field::Time(number) | Field::Whole(number)) => Self::Whole(*number),
            Some(Field::Flag(flag)) => Self::Whole(i64::from(*flag)),
            Some(Field::Text(text)) => Self::Text(text.to_lowercase()),
        }
    }
}
