//! What of the tenant's lists could not be read: records of another form than documented, and lists that came short.
//!
//! A record that is not ours is left alone, and counted. One that may be ours is named, and a person decides.

use super::names;
use crate::domain::ids::ClientId;
use crate::domain::issue::Issue;

/// A record that could not be read, with whatever of it could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OddRecord {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The application that it belongs to, which only a grant has.
    pub owner: Option<ClientId>,
}

/// What is not known of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// What could not be read of it.
    pub odd: Vec<OddRecord>,
    /// How many more there are by the service's own count than it gave.
    pub missing: u64,
    /// Whether the list went round or had no end, so that nobody knows whether it is whole.
    pub is_endless: bool,
}

/// What is not known of each list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Of the applications.
    pub applications: Gap,
    /// Of the grants for the Management API.
    pub grants: Gap,
    /// Of the Actions of the Login flow's trigger.
    pub actions: Gap,
    /// Of the Login flow.
    pub flow: Gap,
}

impl Gap {
    /// Whether the list is known whole.
    pub fn is_none(&self) -> bool {
        self.odd.is_empty() && self.is_whole()
    }

    /// Whether every record of the list came, whether it could be read or not.
    pub fn is_whole(&self) -> bool {
        self.missing == 0 && !self.is_endless
    }

    /// Why a Login flow with such a gap is not written: Auth0 replaces it as a whole. `read` is how many entries of it could
    /// be read.
    pub fn of_flow(&self, read: usize) -> Option<Issue> {
        let told = self.told("entry of it", "entries of it", read)?;
        Some(Issue::flow_not_whole(&told))
    }

    /// Whether what belongs to this application could not be read.
    pub fn hides_one_of(&self, application: &ClientId) -> bool {
        let mut owners = self.odd.iter().map(|odd| odd.owner.as_ref());
        owners.any(|owner| owner == Some(application))
    }

    /// The records that may be ours, by their name.
    pub(super) fn ours(&self) -> impl Iterator<Item = &OddRecord> {
        let is_ours = |odd: &&OddRecord| odd.name.as_deref().is_some_and(names::is_ours);
        self.odd.iter().filter(is_ours)
    }

    /// The names that the records have, as far as they could be read.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.odd.iter().filter_map(|odd| odd.name.as_deref())
    }

    /// The sentences about it, where there is something to tell: `one` and `several` name its records, and `read` is how
    /// many could be read.
    pub(super) fn told(&self, one: &str, several: &str, read: usize) -> Option<String> {
        let mut sentences = Vec::new();
        match self.odd.len() {
            0 => {}
            1 => sentences.push(format!("1 {one} could not be read and was left alone.")),
            odd => sentences.push(format!(
                "{odd} {several} could not be read and were left alone."
            )),
        }
        let came = read + self.odd.len();
        if self.missing > 0 {
            let counted = self.missing.saturating_add(came as u64);
            sentences.push(format!("Auth0 counts {counted} {several} and gave {came}."));
        } else if self.is_endless {
            sentences.push(format!(
                "Auth0's list of {several} has no end; {came} of them were seen."
            ));
        }
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_read_is_counted_in_words() {
        let told = |odd, missing, is_endless| {
            let odd = vec![OddRecord::default(); odd];
            let gap = Gap {
                odd,
                missing,
                is_endless,
            };
            gap.told("Action", "Actions", 3)
        };
        assert_eq!(told(0, 0, false), None);
        assert_eq!(
            told(1, 0, false).as_deref(),
            Some("1 Action could not be read and was left alone.")
        );
        assert_eq!(
            told(2, 0, false).as_deref(),
            Some("2 Actions could not be read and were left alone.")
        );
        assert_eq!(
            told(1, 6, true).as_deref(),
            Some(
                "1 Action could not be read and was left alone. Auth0 counts 10 Actions and gave 4."
            )
        );
        assert_eq!(
            told(0, 0, true).as_deref(),
            Some("Auth0's list of Actions has no end; 3 of them were seen.")
        );
    }

    #[test]
    fn a_list_is_whole_when_all_came_and_known_when_all_could_be_read() {
        let odd = Gap {
            odd: vec![OddRecord::default()],
            ..Gap::default()
        };
        let short = Gap {
            missing: 1,
            ..Gap::default()
        };
        let endless = Gap {
            is_endless: true,
            ..Gap::default()
        };
        let states = [&Gap::default(), &odd, &short, &endless].map(|g| (g.is_whole(), g.is_none()));
        assert_eq!(
            states,
            [(true, true), (true, false), (false, false), (false, false)]
        );
    }
}
