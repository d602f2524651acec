//! Who is in the tenant: the generated people, and what has changed about them in this session.
//!
//! Reading by id sees a change at once; searching sees it after the index lag (contract auth0-api 3.2).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::random::Random;
use crate::practice::clock;
use crate::practice::people::{Field, LAST_UPDATE, People, Person};

/// The people of a tenant.
#[derive(Debug)]
pub(crate) struct Directory {
    people: People,
    lag: Duration,
    changes: RwLock<Changes>,
}

/// Everything that differs from the generated people. Numbers from the count of generated people on belong to
/// people who were created in the session.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    by_number: BTreeMap<u64, History>,
    created_ids: HashMap<String, u64>,
    /// Whom no list, search or export shows, although reading by id does.
    hidden: HashSet<u64>,
    /// Who is absent for a while, as they were.
    aside: Vec<(u64, Arc<Person>)>,
}

/// What a person was and is; `None` stands for deleted.
#[derive(Debug, Default)]
pub(crate) struct History(Vec<(Instant, Option<Arc<Person>>)>);

/// What the session says about a person.
pub(crate) enum Changed<'a> {
    /// Nothing: the generated person stands.
    No,
    /// The person does not exist (any more, or not yet in the index).
    Gone,
    /// The person as changed or created.
    To(&'a Arc<Person>),
}

impl Directory {
    pub(crate) fn new(people: People, lag: Duration) -> Self {
        Self {
            people,
            lag,
            changes: RwLock::default(),
        }
    }

    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    /// The number of a person, whether or not they are still there.
    fn number(&self, changes: &Changes, user_id: &str) -> Option<u64> {
        let created = changes.created_ids.get(user_id).copied();
        created.or_else(|| self.people.index_of(user_id))
    }

    /// The person with this id, as of now.
    pub(crate) fn by_id(&self, user_id: &str) -> Option<Arc<Person>> {
        let changes = self.read();
        let number = self.number(&changes, user_id)?;
        self.current(&changes, number)
    }

    /// The person with this number, as of now.
    pub(crate) fn current(&self, changes: &Changes, number: u64) -> Option<Arc<Person>> {
        match changes.now(number) {
            Changed::To(person) => Some(Arc::clone(person)),
            Changed::No if number < self.people.count() => {
                Some(Arc::new(self.people.person(number)))
            }
            Changed::No | Changed::Gone => None,
        }
    }

    /// The people with this e-mail address, as of now.
    pub(crate) fn by_email(&self, email: &str) -> Vec<Arc<Person>> {
        let changes = self.read();
        let mut numbers = self.people.with_email(email);
        numbers.extend(changes.by_number.keys());
        numbers.sort_unstable();
        numbers.dedup();
        numbers
            .into_iter()
            .filter_map(|number| self.current(&changes, number))
            .filter(|person| person.text("email") == Some(email))
            .collect()
    }

    /// How many people there are now.
    pub(crate) fn count(&self) -> u64 {
        let changes = self.read();
        let base = self.people.count();
        changes.by_number.keys().fold(base, |count, &number| {
            match (changes.now(number), number < base) {
                (Changed::Gone, true) => count - 1,
                (Changed::To(_), false) => count + 1,
                _ => count,
            }
        })
    }

    /// The numbers of all who are or were there.
    pub(crate) fn numbers(&self) -> std::ops::Range<u64> {
        self.numbers_of(&self.read())
    }

    /// The same, for whoever reads already.
    pub(crate) fn numbers_of(&self, changes: &Changes) -> std::ops::Range<u64> {
        let created = changes.created_ids.len();
        0..self.people.count() + u64::try_from(created).unwrap_or(0)
    }

    /// Creates a person; fields that are not given get the values that Auth0 fills in.
    pub(crate) fn create(&self, fields: &Map<String, Value>, random: &Random) -> String {
        let subject = random.object_id();
        let given = fields.get("user_id").and_then(Value::as_str);
        let user_id = given.map_or_else(|| format!("auth0|{subject}"), str::to_owned);
        let born = fields.get("created_at").and_then(Value::as_str);
        let born = born.and_then(|born| born.parse::<jiff::Timestamp>().ok());
        let now = born.map_or_else(session_time, jiff::Timestamp::as_millisecond);
        let mut person = Person::new(user_id.clone(), now, now);
        person.set_identity(&user_id);
        for (name, value) in fields.iter().filter(|(name, _)| *name != "created_at") {
            person.set_json(name, value);
        }
        if person.get("name").is_none()
            && let Some(email) = person.text("email").map(str::to_owned)
        {
            person.push_text("name", email);
        }
        let mut changes = self.write();
        let before = self.number(&changes, &user_id);
        let number = before.unwrap_or_else(|| {
            let created = u64::try_from(changes.created_ids.len()).unwrap_or(0);
            self.people.count() + created
        });
        if before.is_none() {
            changes.created_ids.insert(user_id.clone(), number);
        }
        changes.record(number, Some(Arc::new(person)), self.lag);
        user_id
    }

    /// Deletes a person; `false` when there is none.
    pub(crate) fn delete(&self, user_id: &str) -> bool {
        let mut changes = self.write();
        let Some(number) = self.number(&changes, user_id) else {
            return false;
        };
        if self.current(&changes, number).is_none() {
            return false;
        }
        changes.record(number, None, self.lag);
        true
    }

    /// Changes a person and their `updated_at`; `false` when there is none.
    pub(crate) fn change(&self, user_id: &str, change: impl FnOnce(&mut Person, i64)) -> bool {
        let mut changes = self.write();
        let Some(number) = self.number(&changes, user_id) else {
            return false;
        };
        let Some(person) = self.current(&changes, number) else {
            return false;
        };
        let mut person = Arc::unwrap_or_clone(person);
        let now = session_time();
        person.touch(now);
        change(&mut person, now);
        changes.record(number, Some(Arc::new(person)), self.lag);
        true
    }

    /// Sets fields of a person from JSON, where null takes a field away; `false` when there is no such person.
    pub(crate) fn change_fields(&self, user_id: &str, fields: &Map<String, Value>) -> bool {
        self.change(user_id, |person, _| {
            for (name, value) in fields {
                person.set_json(name, value);
            }
        })
    }

    /// Lets a person sign in, which touches their bookkeeping fields only.
    pub(crate) fn sign_in(&self, user_id: &str) -> bool {
        self.change(user_id, |person, now| {
            let before = match person.get("logins_count") {
                Some(Field::Whole(count)) => *count,
                _ => 0,
            };
            person.set("last_login", Field::Time(now));
            person.set("last_ip", Field::Text("198.51.100.7".into()));
            person.set("logins_count", Field::Whole(before + 1));
        })
    }

    /// Hides these people, and nobody else, from lists, searches and exports.
    pub(crate) fn hide(&self, user_ids: &[String]) {
        let mut changes = self.write();
        let numbers = user_ids.iter().filter_map(|id| self.number(&changes, id));
        let hidden = numbers.collect();
        changes.hidden = hidden;
    }

    /// Lets those of these numbers who are there be absent everywhere until they are [put back](Self::put_back); how many
    /// they are. Who was absent before is put back first.
    pub(crate) fn set_aside(&self, whom: impl Fn(u64) -> bool) -> usize {
        self.put_back();
        let mut changes = self.write();
        let aside: Vec<(u64, Arc<Person>)> = (self.numbers_of(&changes))
            .filter(|number| whom(*number))
            .filter_map(|number| Some((number, self.current(&changes, number)?)))
            .collect();
        for (number, _) in &aside {
            changes.record(*number, None, self.lag);
        }
        let count = aside.len();
        changes.aside = aside;
        count
    }

    /// Lets those be there again who are absent for a while, as they were.
    pub(crate) fn put_back(&self) {
        let mut changes = self.write();
        for (number, person) in std::mem::take(&mut changes.aside) {
            if self.current(&changes, number).is_none() {
                changes.record(number, Some(person), self.lag);
            }
        }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Changes> {
        self.changes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Changes> {
        self.changes.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }

    /// Whether the session has anything to say about this person.
    pub(crate) fn touches(&self, number: u64) -> bool {
        !self.by_number.is_empty() && self.by_number.contains_key(&number)
    }

    /// Whether lists, searches and exports keep silent about this person.
    pub(crate) fn hides(&self, number: u64) -> bool {
        !self.hidden.is_empty() && self.hidden.contains(&number)
    }

    /// What reading by id sees.
    pub(crate) fn now(&self, number: u64) -> Changed<'_> {
        if self.by_number.is_empty() {
            return Changed::No;
        }
        match self.by_number.get(&number).and_then(|h| h.0.last()) {
            None => Changed::No,
            Some((_, None)) => Changed::Gone,
            Some((_, Some(person))) => Changed::To(person),
        }
    }

    /// Everybody the session has touched, as a search at this moment sees them.
    pub(crate) fn indexed(&self, at: Instant) -> impl Iterator<Item = (u64, Changed<'_>)> {
        self.by_number
            .iter()
            .map(move |(&number, history)| (number, history.seen(at)))
    }

    fn record(&mut self, number: u64, person: Option<Arc<Person>>, lag: Duration) {
        let now = clock::instant();
        let history = self.by_number.entry(number).or_default();
        // What a search sees from now on at the latest; older versions are never seen again.
        let seen = history.0.iter().rposition(|(visible, _)| *visible <= now);
        history.0.drain(..seen.unwrap_or(0));
        history.0.push((now + lag, person));
    }
}

impl History {
    fn seen(&self, at: Instant) -> Changed<'_> {
        match self.0.iter().rev().find(|(visible, _)| *visible <= at) {
            None => Changed::No,
            Some((_, None)) => Changed::Gone,
            Some((_, Some(person))) => Changed::To(person),
        }
    }
}

/// Now, but never before the last change of the generated people: the clock of a test machine may be wrong.
fn session_time() -> i64 {
    clock::now().max(LAST_UPDATE + 1)
}
