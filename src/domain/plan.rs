//! What is to be done with each person: two sorted streams and what is known from earlier runs, joined.
//!
//! [`decide`] is the whole decision for one person. [`Join`] walks the sorted streams and calls it once for
//! each id, so that a million people pass through without being held in memory.

use std::cmp::Ordering;
use std::iter::Peekable;

use super::ids::{Auth0UserId, UserHubUserId};
use super::profile::{Fields, Profile, Source, Target};

/// What earlier runs left behind about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastKnown {
    /// Auth0's id of the person.
    pub id: Auth0UserId,
    /// The difference that UserHub was asked to close and did not.
    pub kept: Option<Kept>,
}

/// A difference that stayed after UserHub had read the person again: it keeps its own value.
///
/// The same difference is not pushed again until one of the two fingerprints changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The fields in which UserHub keeps its own value.
    pub fields: Fields,
    /// The fingerprint of the profile that was expected.
    pub expected: i64,
    /// The fingerprint of the profile that UserHub held afterwards.
    pub held: i64,
}

/// What is to be done with one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// UserHub does not hold them: `:import`.
    Add,
    /// UserHub holds something else in these fields: `:event` CHANGED.
    Update(Fields),
    /// Nothing.
    UpToDate,
    /// Nothing can be done before a person has looked at it.
    Attention(Attention),
    /// Auth0 does not have them. They are listed, and left alone.
    OnlyInUserHub,
}

/// Why a person cannot be planned for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Auth0's record of the person could not be read.
    Unreadable(String),
    /// UserHub has marked the person for deletion.
    PendingDeletion,
}

/// One person's line in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Auth0's id of the person.
    pub id: Auth0UserId,
    /// What is to be done.
    pub action: Action,
    /// What UserHub should hold; `None` where Auth0 does not say.
    pub expected: Option<Profile>,
    /// UserHub's own id, where it holds the person.
    pub userhub_id: Option<UserHubUserId>,
}

/// Decides for one person, of whom at least one side knows.
pub fn decide(
    source: Option<&Source>,
    target: Option<&Target>,
    last: Option<&LastKnown>,
) -> Action {
    let Some(source) = source else {
        return Action::OnlyInUserHub;
    };
    let expected = match &source.profile {
        Ok(profile) => profile,
        Err(why) => return Action::Attention(Attention::Unreadable(why.clone())),
    };
    let Some(target) = target else {
        return Action::Add;
    };
    if target.pending_deletion {
        return Action::Attention(Attention::PendingDeletion);
    }
    let differing = expected.differing(&target.profile);
    let kept = last.and_then(|last| last.kept);
    if differing.is_empty() || kept.is_some_and(|kept| kept.still_holds(expected, &target.profile))
    {
        Action::UpToDate
    } else {
        Action::Update(differing)
    }
}

impl Kept {
    /// Notes that UserHub holds `held` although `expected` was pushed; `None` where they agree.
    pub fn between(expected: &Profile, held: &Profile) -> Option<Self> {
        let fields = expected.differing(held);
        let kept = Self {
            fields,
            expected: expected.fingerprint(),
            held: held.fingerprint(),
        };
        (!fields.is_empty()).then_some(kept)
    }

    /// Whether neither side has changed since the difference was noted.
    fn still_holds(&self, expected: &Profile, held: &Profile) -> bool {
        self.expected == expected.fingerprint() && self.held == held.fingerprint()
    }
}

/// The streams of both sides and of what is known, each sorted by id, joined into one plan sorted by id.
///
/// A stream may name an id more than once (a walk over pages sees people twice); the last one counts.
pub struct Join<S: Iterator, T: Iterator, L: Iterator> {
    sources: Peekable<S>,
    targets: Peekable<T>,
    last: Peekable<L>,
}

impl<E, S, T, L> Join<S, T, L>
where
    S: Iterator<Item = Result<Source, E>>,
    T: Iterator<Item = Result<Target, E>>,
    L: Iterator<Item = Result<LastKnown, E>>,
{
    /// Joins the streams; each must be sorted by the bytes of its ids.
    pub fn new(sources: S, targets: T, last: L) -> Self {
        Self {
            sources: sources.peekable(),
            targets: targets.peekable(),
            last: last.peekable(),
        }
    }

    fn step(&mut self) -> Result<Option<Planned>, E> {
        let Some(id) = smaller(next_id(&mut self.sources)?, next_id(&mut self.targets)?) else {
            return Ok(None);
        };
        let source = take(&mut self.sources, &id)?;
        let target = take(&mut self.targets, &id)?;
        let last = take(&mut self.last, &id)?;
        let action = decide(source.as_ref(), target.as_ref(), last.as_ref());
        Ok(Some(Planned {
            id,
            action,
            expected: source.and_then(|source| source.profile.ok()),
            userhub_id: target.map(|target| target.userhub_id),
        }))
    }
}

impl<E, S, T, L> Iterator for Join<S, T, L>
where
    S: Iterator<Item = Result<Source, E>>,
    T: Iterator<Item = Result<Target, E>>,
    L: Iterator<Item = Result<LastKnown, E>>,
{
    type Item = Result<Planned, E>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

/// What a stream must name so that it can be joined.
trait Keyed {
    fn id(&self) -> &Auth0UserId;
}

impl Keyed for Source {
    fn id(&self) -> &Auth0UserId {
        &self.id
    }
}

impl Keyed for Target {
    fn id(&self) -> &Auth0UserId {
        &self.id
    }
}

impl Keyed for LastKnown {
    fn id(&self) -> &Auth0UserId {
        &self.id
    }
}

/// The id that the stream gives next.
fn next_id<I, R, E>(stream: &mut Peekable<I>) -> Result<Option<Auth0UserId>, E>
where
    I: Iterator<Item = Result<R, E>>,
    R: Keyed,
{
    match stream.peek() {
        None => Ok(None),
        Some(Ok(row)) => Ok(Some(row.id().clone())),
        Some(Err(_)) => match stream.next() {
            Some(Err(error)) => Err(error),
            Some(Ok(_)) | None => Ok(None),
        },
    }
}

/// The last row with this id, after everything that sorts before it was passed over.
fn take<I, R, E>(stream: &mut Peekable<I>, id: &Auth0UserId) -> Result<Option<R>, E>
where
    I: Iterator<Item = Result<R, E>>,
    R: Keyed,
{
    let mut found = None;
    // An error is left in the stream, where `next_id` meets it.
    while let Some(Ok(row)) = stream.peek() {
        let order = row.id().cmp(id);
        if order == Ordering::Greater {
            break;
        }
        let row = stream.next().transpose()?;
        if order == Ordering::Equal {
            found = row;
        }
    }
    Ok(found)
}

fn smaller(a: Option<Auth0UserId>, b: Option<Auth0UserId>) -> Option<Auth0UserId> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    fn id(text: &str) -> Auth0UserId {
        Auth0UserId::new(text)
    }

    fn named(name: &str) -> Profile {
        Profile {
            display_name: Some(name.into()),
            ..Profile::default()
        }
    }

    fn source(user: &str, name: &str) -> Source {
        Source {
            id: id(user),
            profile: Ok(named(name)),
        }
    }

    fn target(user: &str, name: &str) -> Target {
        Target {
            id: id(user),
            userhub_id: UserHubUserId::new(format!("usr_{user}")),
            pending_deletion: false,
            profile: named(name),
            created_at: None,
        }
    }

    fn join(sources: Vec<Source>, targets: Vec<Target>, last: Vec<LastKnown>) -> Vec<Planned> {
        fn ok<T>(rows: Vec<T>) -> impl Iterator<Item = Result<T, Infallible>> {
            rows.into_iter().map(Ok)
        }
        Join::new(ok(sources), ok(targets), ok(last))
            .map(|Ok(planned)| planned)
            .collect()
    }

    fn actions(planned: &[Planned]) -> Vec<(&str, Action)> {
        planned
            .iter()
            .map(|line| (line.id.as_str(), line.action.clone()))
            .collect()
    }

    #[test]
    fn each_side_alone_both_alike_and_both_different() {
        let plan = join(
            vec![source("a", "Ann"), source("b", "Bob"), source("c", "Cy")],
            vec![target("b", "Bob"), target("c", "Sy"), target("d", "Di")],
            vec![],
        );
        let name = [super::super::profile::Field::DisplayName]
            .into_iter()
            .collect();
        assert_eq!(
            actions(&plan),
            [
                ("a", Action::Add),
                ("b", Action::UpToDate),
                ("c", Action::Update(name)),
                ("d", Action::OnlyInUserHub)
            ]
        );
    }

    #[test]
    fn a_person_seen_twice_is_planned_once_with_the_later_record() {
        let plan = join(
            vec![source("a", "Old"), source("a", "New")],
            vec![target("a", "New")],
            vec![],
        );
        assert_eq!(actions(&plan), [("a", Action::UpToDate)]);
    }

    #[test]
    fn a_kept_difference_is_left_alone_until_either_side_changes() {
        let kept = |expected: &str, held: &str| LastKnown {
            id: id("a"),
            kept: Kept::between(&named(expected), &named(held)),
        };
        let plan = |last| {
            actions(&join(
                vec![source("a", "Ann")],
                vec![target("a", "A")],
                vec![last],
            ))[0]
                .1
                .clone()
        };
        assert_eq!(plan(kept("Ann", "A")), Action::UpToDate);
        assert!(
            matches!(plan(kept("Anna", "A")), Action::Update(_)),
            "Auth0 has changed"
        );
        assert!(
            matches!(plan(kept("Ann", "B")), Action::Update(_)),
            "UserHub has changed"
        );
    }

    #[test]
    fn an_unreadable_record_and_a_person_marked_for_deletion_need_attention() {
        let unreadable = Source {
            id: id("a"),
            profile: Err("odd".into()),
        };
        let mut leaving = target("b", "Bob");
        leaving.pending_deletion = true;
        let plan = join(vec![unreadable, source("b", "Bob")], vec![leaving], vec![]);
        assert_eq!(
            actions(&plan),
            [
                ("a", Action::Attention(Attention::Unreadable("odd".into()))),
                ("b", Action::Attention(Attention::PendingDeletion))
            ]
        );
    }

    #[test]
    fn an_error_in_a_stream_ends_the_plan_with_that_error() {
        let sources = vec![Ok(source("a", "Ann")), Err("disk")];
        let none = Vec::<Result<LastKnown, &str>>::new();
        let mut plan = Join::new(
            sources.into_iter(),
            Vec::new().into_iter(),
            none.into_iter(),
        );
        assert!(plan.next().unwrap().is_ok());
        assert_eq!(plan.next(), Some(Err("disk")));
    }

    proptest! {
        /// Whatever the two sides hold, a plan that was carried out leaves nothing to do.
        #[test]
        fn a_plan_after_its_own_application_is_empty(
            left in prop::collection::btree_map("[a-e]{1,2}", "[xyz]", 0..12),
            right in prop::collection::btree_map("[a-e]{1,2}", "[xyz]", 0..12),
        ) {
            let sources: Vec<_> = left.iter().map(|(id, name)| source(id, name)).collect();
            let targets: Vec<_> = right.iter().map(|(id, name)| target(id, name)).collect();
            let mut held: BTreeMap<_, _> = targets.iter().map(|t| (t.id.clone(), t.clone())).collect();
            for line in join(sources.clone(), targets, vec![]) {
                match line.action {
                    Action::Add | Action::Update(_) => {
                        let profile = line.expected.unwrap();
                        held.insert(line.id.clone(), Target { profile, ..target(line.id.as_str(), "") });
                    }
                    Action::UpToDate | Action::OnlyInUserHub => {}
                    Action::Attention(why) => prop_assert!(false, "{why:?}"),
                }
            }
            let again = join(sources, held.into_values().collect(), vec![]);
            prop_assert!(again.iter().all(|l| matches!(l.action, Action::UpToDate | Action::OnlyInUserHub)));
        }
    }
}
