//! What each check came to last: the one truth of what is proved. Parts, their ages and their problems are computed from it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::issue::Issue;
use crate::protocol::checks::{self, ALL, Check, CheckState, Scope, Subject};
use crate::protocol::places::Part;

/// What proves each part: the checks that must all have passed.
const PROOFS: [(Part, &[&str]); 3] = [
    (
        Part::Application,
        &[
            "auth0.reach",
            "auth0.sign_in",
            "auth0.permission.read:users",
            "auth0.permission.update:users",
            "auth0.permission.delete:users",
            "auth0.permission.create:users",
            "auth0.read_users",
        ],
    ),
    (Part::Key, &["userhub.key", "userhub.list"]),
    (Part::Connection, &["userhub.connection"]),
];

/// What each check came to with the values as they are.
#[derive(Debug, Default)]
pub struct Results(BTreeMap<&'static str, Evidence>);

/// What one check came to.
#[derive(Clone, Debug, Default)]
struct Evidence {
    /// The last result; `None` where a set-up was kept by a version that kept no more than that it passed.
    last: Option<Check>,
    /// When it passed last. Trouble on the way to a service proves nothing either way, and takes nothing back.
    passed_at: Option<Timestamp>,
}

impl Evidence {
    fn passes(&self) -> bool {
        match &self.last {
            Some(check) => is_fine(check),
            None => self.passed_at.is_some(),
        }
    }
}

fn is_fine(check: &Check) -> bool {
    matches!(check.state, CheckState::Passed | CheckState::Note)
}

impl Results {
    /// What a check came to last.
    pub fn get(&self, name: &str) -> Option<&Check> {
        self.0.get(name)?.last.as_ref()
    }

    /// All results, in the order in which checks are shown.
    pub fn in_order(&self) -> impl Iterator<Item = &Check> {
        ALL.iter().filter_map(|entry| self.get(entry.name))
    }

    /// Takes in what a check came to.
    pub(super) fn note(&mut self, check: Check) {
        let evidence = self.0.entry(check.name).or_default();
        if is_fine(&check) {
            evidence.passed_at = Some(check.at);
        } else if part_of(&check).is_some() {
            evidence.passed_at = None;
        }
        evidence.last = Some(check);
    }

    /// Forgets what was seen with values, or of things, that are others now.
    pub(super) fn forget(&mut self, hangs_on: impl Fn(Subject) -> bool) {
        self.0
            .retain(|name, _| checks::named(name).is_some_and(|entry| !hangs_on(entry.subject)));
    }

    /// Whether what is checked before a page is left has passed.
    pub fn is_proved(&self, scope: Scope) -> bool {
        let passes = |name: &&str| self.0.get(name).is_some_and(Evidence::passes);
        match scope {
            Scope::Tenant => passes(&checks::REACH),
            Scope::Auth0 => proofs(Part::Application).all(|name| passes(&name)),
            Scope::Everything => {
                let mut all = PROOFS.iter().flat_map(|(_, names)| names.iter());
                all.all(passes)
            }
        }
    }

    /// When the checks of a part passed last; `None` where they did not all.
    pub fn proved_at(&self, part: Part) -> Option<Timestamp> {
        if part == Part::Check {
            let whole = self.is_proved(Scope::Everything);
            let latest = PROOFS.iter().filter_map(|(part, _)| self.proved_at(*part));
            return latest.max().filter(|_| whole);
        }
        let mut latest = None;
        for name in proofs(part) {
            latest = latest.max(Some(self.0.get(name)?.passed_at?));
        }
        latest
    }

    /// The first problem that the pages of a part put right.
    pub fn problem(&self, part: Part) -> Option<&Issue> {
        let mut own = self.in_order().filter(|one| part_of(one) == Some(part));
        own.find_map(|check| check.issue.as_deref())
    }

    /// Takes in what a version before this one kept: that something was proved, without what each check had said.
    pub(super) fn note_proved(&mut self, names: impl Iterator<Item = &'static str>, at: Timestamp) {
        for name in names {
            let evidence = self.0.entry(name).or_default();
            evidence.passed_at.get_or_insert(at);
        }
    }
}

/// The checks that prove a part.
pub(super) fn proofs(part: Part) -> impl Iterator<Item = &'static str> {
    let own = PROOFS.iter().filter(move |(of, _)| *of == part);
    own.flat_map(|(_, names)| names.iter().copied())
}

/// The part whose pages put right what a check has found.
fn part_of(check: &Check) -> Option<Part> {
    let issue = check.issue.as_ref()?;
    (check.state == CheckState::Problem)
        .then(|| Part::of_problem(issue))
        .flatten()
}
