//! First contact: where the observers of the clients lie while the program runs, and when what they have met is kept.
//!
//! Each profile has one, which all clients of its set-up share. After each command the worker keeps what is new; what cannot
//! be kept is met again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clients::error::Rejection;
use crate::clients::loopback::is_loopback;
use crate::clients::observer::Observer;
use crate::clients::userhub::{Held, UserState};
use crate::domain::assumptions::person::{self, How};
use crate::domain::assumptions::{Book, Origin, pace, told};
use crate::domain::pace::Lesson;
use crate::domain::tally::Outcome;
use crate::engine::sink::Sink;
use crate::protocol::contact::Contact;
use crate::protocol::event::Event;
use crate::protocol::install;
use crate::protocol::setup::{Endpoints, Setup};
use crate::store::first_contact;
use crate::store::folder::installs_beside;
use crate::store::journal::Item;

/// How often what is new is kept while a command is under way.
const EVERY: Duration = Duration::from_secs(5);

/// The observers of this process, by the folder in which what they meet is kept.
static OPEN: Mutex<BTreeMap<PathBuf, Open>> = Mutex::new(BTreeMap::new());

/// A observer, and whose answers it hears.
struct Open {
    from: Origin,
    observer: Arc<Observer>,
}

/// The observer of a set-up. What is met before there is a profile is not kept.
pub(in crate::engine) fn of(setup: &Setup) -> Arc<Observer> {
    match &setup.userhub {
        Some(_) => at(&setup.profile, &setup.endpoints),
        None => Arc::default(),
    }
}

/// The observer whose notes are kept in this folder.
pub(in crate::engine) fn at(folder: &Path, endpoints: &Endpoints) -> Arc<Observer> {
    let from = origin(endpoints);
    let mut open = open();
    let known = open.get(folder).filter(|known| known.from == from);
    if let Some(known) = known {
        return Arc::clone(&known.observer);
    }
    let observer = Arc::<Observer>::default();
    let new = Open {
        from,
        observer: Arc::clone(&observer),
    };
    open.insert(folder.to_owned(), new);
    observer
}

/// Who answers at these addresses: practice lives on this computer, and is never taken for the real services.
fn origin(endpoints: &Endpoints) -> Origin {
    let is_here = |base: &Option<String>| {
        let url = base.as_deref().map(url::Url::parse);
        url.is_some_and(|url| url.is_ok_and(|url| is_loopback(&url)))
    };
    if is_here(&endpoints.auth0) || is_here(&endpoints.userhub) {
        Origin::ThisComputer
    } else {
        Origin::Services
    }
}

fn open() -> MutexGuard<'static, BTreeMap<PathBuf, Open>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One writing after the other. Whoever ends a command waits for one that is under way: it has taken the news with it.
static WRITING: LazyLock<Arc<tokio::sync::Mutex<()>>> = LazyLock::new(Arc::default);

/// Keeps what was met since this was done last.
pub(in crate::engine) async fn keep() {
    let turn = Arc::clone(&WRITING).lock_owned().await;
    let news: Vec<(PathBuf, Origin, Book)> = open()
        .iter()
        .filter(|(_, open)| open.observer.has_news())
        .map(|(folder, open)| (folder.clone(), open.from, open.observer.book()))
        .collect();
    if news.is_empty() {
        return;
    }
    let write = move || {
        for (folder, from, book) in news {
            if let Err(error) = first_contact::merge(&folder, from, &book) {
                tracing::debug!(%error, "what the services answered could not be kept");
            }
        }
        // Here, and not in whoever waits, who may be gone by now.
        drop(turn);
    };
    // A panic there was reported by the panic hook already.
    drop(tokio::task::spawn_blocking(write).await);
}

/// Keeps what is new from time to time, so that a long sync that is killed has not met it in vain.
pub(in crate::engine) async fn keep_now_and_then() {
    loop {
        tokio::time::sleep(EVERY).await;
        keep().await;
    }
}

/// The last event of a command, which is held back until what the command has met is kept: whoever hears it may end the
/// process.
pub(in crate::engine) struct HeldBack {
    sink: Sink,
    last: Arc<Mutex<Option<Event>>>,
}

/// The same sink, which holds the last event back.
pub(in crate::engine) fn hold_back(sink: &Sink) -> (Sink, HeldBack) {
    let last = Arc::<Mutex<Option<Event>>>::default();
    let (told, kept) = (sink.clone(), Arc::clone(&last));
    let take = move |event| {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        // It was not the last one after all.
        if let Some(before) = kept.take() {
            told.send(before);
        }
        if ends_a_command(&event) {
            *kept = Some(event);
        } else {
            told.send(event);
        }
    };
    let held = HeldBack {
        sink: sink.clone(),
        last,
    };
    (Sink::new(take), held)
}

impl HeldBack {
    /// Keeps what was met, and lets the last event go.
    pub(in crate::engine) async fn let_go(self) {
        keep().await;
        let last = self.last.lock();
        let last = last.unwrap_or_else(PoisonError::into_inner).take();
        if let Some(last) = last {
            self.sink.send(last);
        }
    }
}

/// Whether a front may take this event for the end of what it has asked for.
fn ends_a_command(event: &Event) -> bool {
    matches!(
        event,
        Event::ChecksDone { .. }
            | Event::PlanListed
            | Event::Finished { .. }
            | Event::Install {
                news: install::Event::Looked(_) | install::Event::Ended(_),
                ..
            }
    )
}

/// Forgets what was met and is not kept yet: everything under this folder is being forgotten.
pub(in crate::engine) fn forget(data: &Path) {
    open().retain(|folder, _| !folder.starts_with(data));
}

/// Answers [`Command::TellFirstContact`](crate::protocol::command::Command::TellFirstContact).
pub(in crate::engine) async fn tell(setup: &Setup, sink: &Sink) {
    let from = origin(&setup.endpoints);
    let mut book = of(setup).book();
    let folders = [Some(setup.profile.clone()), installs_beside(&setup.profile)];
    let read = move || {
        let mut kept = Book::default();
        for folder in folders.into_iter().flatten() {
            kept.merge(&first_contact::of(&folder, from));
        }
        kept
    };
    if let Ok(kept) = tokio::task::spawn_blocking(read).await {
        book.merge(&kept);
    }
    sink.send(Event::FirstContact(Contact {
        from,
        lines: book.lines(),
    }));
}

/// What was met in all profiles under a data folder, for the report for support.
pub(in crate::engine) fn report(data: &Path) -> String {
    let all = first_contact::read_all(data);
    if all.is_empty() {
        return "no answer was met yet".to_owned();
    }
    let of = |(from, book): &(Origin, Book)| format!("{}: {}", from.word(), told(&book.lines()));
    let all: Vec<String> = all.iter().map(of).collect();
    all.join("\n")
}

/// What somebody who was brought over shows. Answers that name another person, or somebody who is on their way out, do not.
pub(in crate::engine) fn brought(
    observer: &Observer,
    item: &Item,
    held: Option<&Held>,
    outcome: Outcome,
) {
    let Some(held) = held else { return };
    let is_theirs = held.external_ids.is_empty() || held.external_ids.contains(&item.id);
    let how = match outcome {
        Outcome::Added => How::Added,
        Outcome::Updated => How::Told(item.fields),
        Outcome::UpToDate | Outcome::Attention | Outcome::Left => return,
    };
    if is_theirs && held.state != UserState::PendingDeletion {
        observer.note(person::brought(how, &item.expected, &held.profile));
    }
}

/// Somebody who was in UserHub already was imported.
pub(in crate::engine) fn left_alone(observer: &Observer, item: &Item, held: &Held) {
    let differing = item.expected.differing(&held.profile);
    observer.note(person::left_alone(differing));
}

/// A run has measured what UserHub's reads cost, or has not.
pub(in crate::engine) fn measured(observer: &Observer, lesson: Option<Lesson>) {
    if let Some(cost) = lesson.and_then(|lesson| lesson.cost) {
        observer.note([pace::measured(cost)]);
    }
}

/// UserHub did not find somebody whom Auth0 has or has not.
pub(in crate::engine) fn not_found(observer: &Observer, in_auth0: bool, refusal: &Rejection) {
    if refusal.code == "NOT_FOUND" {
        observer.note([person::not_found(in_auth0, &refusal.reason)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_keeping_waits_for_one_that_is_under_way() {
        let under_way = Arc::clone(&WRITING).lock_owned().await;
        let mut last = std::pin::pin!(keep());
        assert!(futures_util::poll!(&mut last).is_pending());
        drop(under_way);
        last.await;
    }

    #[tokio::test]
    async fn what_is_forgotten_is_not_kept_afterwards() {
        let data = tempfile::tempdir().unwrap();
        let (gone, stays) = (data.path().join("gone/p"), data.path().join("stays/p"));
        let met = || [person::not_found(true, "")];
        let observers = [&gone, &stays].map(|folder| at(folder, &Endpoints::live()));
        for observer in &observers {
            observer.note(met());
        }
        assert!(Arc::ptr_eq(&observers[0], &at(&gone, &Endpoints::live())));
        forget(&data.path().join("gone"));
        keep().await;
        assert_eq!(first_contact::read(&gone), None);
        assert!(!gone.exists());
        let kept = first_contact::of(&stays, Origin::Services);
        assert_eq!(kept.all().count(), 1);
        // Whatever still runs with the old one is not kept either, and the next one begins anew.
        assert!(!Arc::ptr_eq(&observers[0], &at(&gone, &Endpoints::live())));
    }

    #[tokio::test]
    async fn what_was_met_is_kept_before_the_last_event_is_told() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("p");
        let told: Arc<Mutex<Vec<(bool, bool)>>> = Arc::default();
        let (seen, of) = (Arc::clone(&told), folder.clone());
        let sink = Sink::new(move |event| {
            let is_last = matches!(event, Event::PlanListed);
            let is_kept = first_contact::read(&of).is_some();
            seen.lock().unwrap().push((is_last, is_kept));
        });
        let (through, held) = hold_back(&sink);
        at(&folder, &Endpoints::live()).note([person::not_found(true, "")]);
        through.send(Event::Reading(crate::protocol::sync::Reading::default()));
        through.send(Event::PlanListed);
        assert_eq!(*told.lock().unwrap(), [(false, false)]);
        held.let_go().await;
        assert_eq!(*told.lock().unwrap(), [(false, false), (true, true)]);
    }

    #[test]
    fn an_event_that_was_not_the_last_comes_in_its_turn() {
        let told: Arc<Mutex<Vec<bool>>> = Arc::default();
        let seen = Arc::clone(&told);
        let sink = Sink::new(move |event| {
            seen.lock()
                .unwrap()
                .push(matches!(event, Event::PlanListed));
        });
        let (through, _held) = hold_back(&sink);
        through.send(Event::PlanListed);
        through.send(Event::Reading(crate::protocol::sync::Reading::default()));
        assert_eq!(*told.lock().unwrap(), [true, false]);
    }

    #[test]
    fn whoever_answers_on_this_computer_is_never_taken_for_a_service() {
        let at = |auth0: Option<&str>, userhub: Option<&str>| {
            origin(&Endpoints {
                auth0: auth0.map(str::to_owned),
                userhub: userhub.map(str::to_owned),
                ..Endpoints::live()
            })
        };
        assert_eq!(at(None, None), Origin::Services);
        assert_eq!(
            at(Some("https://acme.eu.auth0.com"), None),
            Origin::Services
        );
        assert_eq!(at(Some("http://127.0.0.1:7"), None), Origin::ThisComputer);
        assert_eq!(at(None, Some("http://localhost:7")), Origin::ThisComputer);
    }
}
