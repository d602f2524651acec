//! Whether a set-up still stands while its changes are watched: what of a look at it is told, so that each thing is told once.

use super::issue::Issue;

/// What is to be told after a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Something of the set-up no longer is as it was.
    Broken(Box<Issue>),
    /// It is well again.
    Well,
}

/// What was told last.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    told: Option<Issue>,
}

impl Drift {
    /// Takes in what a look came to: its first problem, or none. A trouble that passes says nothing of the set-up.
    pub fn looked(&mut self, problem: Option<Issue>) -> Option<News> {
        match (problem, &self.told) {
            (Some(problem), _) if problem.retryable => None,
            (Some(problem), Some(told)) if is_same(&problem, told) => None,
            (Some(problem), _) => {
                self.told = Some(problem.clone());
                Some(News::Broken(Box::new(problem)))
            }
            (None, Some(_)) => {
                self.told = None;
                Some(News::Well)
            }
            (None, None) => None,
        }
    }
}

/// The detail may name the moment or a number of the answer.
fn is_same(one: &Issue, other: &Issue) -> bool {
    one.code == other.code && one.what == other.what
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pasted::Field;

    #[test]
    fn each_change_is_told_once_and_so_is_that_it_is_well_again() {
        let missing = || Some(Issue::value_missing(Field::ApiKey).with_detail("one"));
        let other = || Some(Issue::value_missing(Field::Domain));
        let passing = || Some(Issue::check_stopped()).filter(|issue| issue.retryable);
        let mut drift = Drift::default();
        assert_eq!(drift.looked(None), None, "well from the start");
        assert!(matches!(drift.looked(missing()), Some(News::Broken(_))));
        let again = Issue::value_missing(Field::ApiKey).with_detail("two");
        assert_eq!(drift.looked(Some(again)), None);
        assert!(matches!(drift.looked(other()), Some(News::Broken(_))));
        if let Some(passing) = passing() {
            assert_eq!(drift.looked(Some(passing)), None);
        }
        assert_eq!(drift.looked(None), Some(News::Well));
        assert_eq!(drift.looked(None), None);
    }
}
