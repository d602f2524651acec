//! The names by which something of ours is recognised, and the one that a second of its kind gets.

use crate::domain::snippet::NAME;

/// Whether a thing of this name may be an earlier one of ours: `UserHub`, `UserHub 2` and so on.
pub(super) fn is_ours(name: &str) -> bool {
    let Some(rest) = name.strip_prefix(NAME) else {
        return false;
    };
    let number = rest.strip_prefix(' ').map(str::parse::<u32>);
    rest.is_empty() || matches!(number, Some(Ok(number)) if number > 1)
}

/// The first name of ours that is not taken.
pub(super) fn free(taken: &[&str]) -> String {
    let mut name = NAME.to_owned();
    let mut number = 1_u32;
    while taken.contains(&name.as_str()) {
        number += 1;
        name = format!("{NAME} {number}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_gets_the_first_free_number_and_is_recognised_by_it() {
        assert_eq!(free(&["Other"]), "UserHub");
        assert_eq!(free(&["UserHub", "UserHub 2"]), "UserHub 3");
        for name in ["UserHub", "UserHub 2", "UserHub 10"] {
            assert!(is_ours(name), "{name}");
        }
        for name in ["UserHub 1", "UserHub Staging", "UserHub2", "userhub"] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
