//! The secrets of the set-ups: what the password store has of them, what it is to be told, and what it would not do.
//!
//! There is one row for each secret that the store was told of or has given. The difference between the fields and the rows
//! gives the orders. A row stays until the store has confirmed that it has nothing any more, so that a key that could not be
//! forgotten is neither filled in again nor left behind unsaid.

use std::collections::BTreeMap;

use crate::app::context::Values;
use crate::app::effects::Effects;
use crate::app::private::Private;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::protocol::command::Command;
use crate::protocol::persistence::{self, SECRETS};
use crate::protocol::settings::{PRACTICE, SavedKey};

/// The secrets, as the password store has them.
#[derive(Debug, Default)]
pub struct Keychain {
    rows: BTreeMap<(String, Field), Row>,
    /// Whether the store is being asked what it has of the open set-up.
    pub looking: bool,
    /// Why it could not be asked.
    not_found: Option<Issue>,
    /// Whether the person goes on without the store.
    pub without: bool,
}

/// One secret of one set-up.
#[derive(Debug)]
struct Row {
    /// What the store was told to keep, or has given; empty where it was told to forget.
    secret: Secret,
    /// How many answers are still to come. Only the last one counts.
    awaited: usize,
    /// Whether the store is known to be so.
    confirmed: bool,
    /// Why it is not.
    trouble: Option<Issue>,
}

impl Row {
    fn is_to_be_forgotten(&self) -> bool {
        self.secret.is_empty()
    }
}

impl Keychain {
    /// Whether the store is known to have this text for the field of the set-up.
    pub fn has(&self, setup: &str, field: Field, text: &str) -> bool {
        let row = self.rows.get(&(setup.to_owned(), field));
        row.is_some_and(|row| {
            row.confirmed
                && !row.is_to_be_forgotten()
                && row.secret.expose() == Secret::new(text).expose()
        })
    }

    /// Why keys of this set-up could not be kept or found.
    pub fn not_kept(&self, setup: Option<&String>) -> Option<&Issue> {
        let mut rows = self.rows.iter();
        rows.find_map(|((whose, _), row)| {
            let trouble = row.trouble.as_ref();
            trouble.filter(|_| Some(whose) == setup && !row.is_to_be_forgotten())
        })
        .or(self.not_found.as_ref())
    }

    /// Why keys that are to be forgotten are still there, of whatever set-up.
    pub fn not_forgotten(&self) -> Option<&Issue> {
        let mut rows = self.rows.values().filter(|row| row.is_to_be_forgotten());
        rows.find_map(|row| row.trouble.as_ref())
    }

    /// What is still to be forgotten, also at the next start.
    pub(super) fn to_forget(&self) -> Vec<SavedKey> {
        let rows = self.rows.iter().filter(|(_, row)| row.is_to_be_forgotten());
        rows.map(|((setup, field), _)| SavedKey {
            setup: setup.clone(),
            field: *field,
        })
        .collect()
    }

    /// The set-ups of which the store has, or may have, something.
    pub(super) fn setups(&self) -> impl Iterator<Item = String> {
        let real = self.rows.keys().filter(|(setup, _)| setup != PRACTICE);
        real.map(|(setup, _)| setup.clone())
    }

    /// Tells the store, and notes what it is told.
    pub(super) fn tell(&mut self, orders: Vec<persistence::Request>) -> Effects {
        let mut effects = Effects::none();
        for order in orders {
            self.note(&order);
            effects.send(Command::Persist(order));
        }
        effects
    }

    /// Notes what the store is told.
    pub(super) fn note(&mut self, order: &persistence::Request) {
        match order {
            persistence::Request::KeepKey {
                setup,
                field,
                secret,
            } => self.await_answer(setup, *field, secret.clone()),
            persistence::Request::ForgetKeys { setup, fields } => {
                for field in fields {
                    self.await_answer(setup, *field, Secret::new(""));
                }
            }
            persistence::Request::Save { .. }
            | persistence::Request::RemoveTask { .. }
            | persistence::Request::FindKeys { .. }
            | persistence::Request::ForgetAllKeys { .. }
            | persistence::Request::ForgetFiles { .. } => {}
        }
    }

    fn await_answer(&mut self, setup: &str, field: Field, secret: Secret) {
        self.remember(setup, field, secret);
        if let Some(row) = self.rows.get_mut(&(setup.to_owned(), field)) {
            row.awaited += 1;
        }
    }

    /// Keeps in memory alone what the store is not told.
    fn remember(&mut self, setup: &str, field: Field, secret: Secret) {
        let awaited = self
            .rows
            .get(&(setup.to_owned(), field))
            .map_or(0, |row| row.awaited);
        let row = Row {
            secret,
            awaited,
            confirmed: false,
            trouble: None,
        };
        self.rows.insert((setup.to_owned(), field), row);
    }

    /// The store has answered.
    pub(super) fn answered(&mut self, setup: String, field: Field, result: Result<(), Issue>) {
        let whose = (setup, field);
        let Some(row) = self.rows.get_mut(&whose) else {
            return;
        };
        row.awaited = row.awaited.saturating_sub(1);
        if row.awaited > 0 {
            return;
        }
        row.confirmed = result.is_ok();
        row.trouble = result.err();
        if row.confirmed && row.is_to_be_forgotten() {
            self.rows.remove(&whose);
        }
    }

    /// Everything was to be forgotten, and this is what is left.
    pub(super) fn left(&mut self, left: Vec<SavedKey>, trouble: Option<&Issue>) {
        self.rows.clear();
        for SavedKey { setup, field } in left {
            let row = Row {
                secret: Secret::new(""),
                awaited: 0,
                confirmed: false,
                trouble: trouble.cloned(),
            };
            self.rows.insert((setup, field), row);
        }
    }

    /// Another set-up is open from now on; what is known of the others stays.
    pub(super) fn turn(&mut self) {
        self.looking = false;
        self.not_found = None;
        self.without = false;
    }

    /// What the password store has to be told so that it has what the fields have. Practice has a store of its own, in memory.
    pub(super) fn orders(&self, setup: &str, values: &Values) -> Vec<persistence::Request> {
        if self.looking {
            return Vec::new();
        }
        let order = |field: Field| {
            let setup = setup.to_owned();
            let secret = Secret::new(values.text(field));
            let row = self.rows.get(&(setup.clone(), field));
            if row.map_or("", |row| row.secret.expose()) == secret.expose() {
                return None;
            }
            let may_have = row.is_some_and(|row| row.confirmed || row.awaited > 0);
            if secret.is_empty() {
                let fields = vec![field];
                let order = persistence::Request::ForgetKeys { setup, fields };
                return (may_have || !self.without).then_some(order);
            }
            (!self.without).then_some(persistence::Request::KeepKey {
                setup,
                field,
                secret,
            })
        };
        SECRETS.into_iter().filter_map(order).collect()
    }

    /// Tells the store anew what the fields of this set-up hold, at the next saving.
    pub(super) fn forget_rows_of(&mut self, setup: Option<&String>) {
        self.without = false;
        self.rows.retain(|(whose, _), _| Some(whose) != setup);
    }

    /// Asks the password store again for what it could not keep or forget. What it could not keep is told at the next saving.
    pub(super) fn try_again(&mut self, open: Option<&String>) -> Effects {
        self.without = false;
        let mut orders = Vec::new();
        let mut anew = Vec::new();
        for ((setup, field), row) in &self.rows {
            let (setup, field) = (setup.clone(), *field);
            if row.confirmed || row.awaited > 0 {
                continue;
            }
            if row.is_to_be_forgotten() {
                let fields = vec![field];
                orders.push(persistence::Request::ForgetKeys { setup, fields });
            } else if Some(&setup) == open {
                // Without its row, the field is told to the store as it is now.
                anew.push((setup, field));
            }
        }
        for whose in anew {
            self.rows.remove(&whose);
        }
        self.tell(orders)
    }

    /// Asks again for what it could not give.
    pub(super) fn find_again(&mut self, open: Option<String>) -> Effects {
        match (self.not_found.take(), open) {
            (Some(_), Some(setup)) => self.find(setup),
            _ => Effects::none(),
        }
    }

    /// Asks what the store has of a set-up.
    pub(super) fn find(&mut self, setup: String) -> Effects {
        self.looking = true;
        Command::Persist(persistence::Request::FindKeys { setup }).into()
    }

    /// Keeps in memory what the fields of a set-up hold that is left, where the person goes on without the store.
    pub(super) fn remember_all(&mut self, setup: &str, values: &Values) {
        if !self.without {
            return;
        }
        for field in SECRETS {
            let secret = Secret::new(values.text(field));
            if !secret.is_empty() && !self.has(setup, field, secret.expose()) {
                self.remember(setup, field, secret);
            }
        }
    }

    /// Puts back what is in memory of the set-up that was opened, because the store would not keep it.
    pub(super) fn refill(&mut self, setup: &str) -> Effects {
        let mut effects = Effects::none();
        for field in SECRETS {
            let whose = (setup.to_owned(), field);
            let row = self.rows.get(&whose);
            let Some(row) = row.filter(|row| !row.confirmed && !row.is_to_be_forgotten()) else {
                continue;
            };
            let text = Private(row.secret.expose().to_owned());
            effects.signal(Signal::Restore(field, text));
            // It is handed to the store anew, unless that has not answered yet.
            if row.awaited == 0 {
                self.rows.remove(&whose);
            }
        }
        effects
    }

    /// Takes in what the store has of the open set-up. What was typed meanwhile is newer, and what is to be forgotten stays so.
    pub(super) fn found(
        &mut self,
        setup: &str,
        found: Vec<(Field, Secret)>,
        trouble: Option<Issue>,
        values: &Values,
    ) -> Effects {
        self.looking = false;
        self.not_found = trouble;
        let mut effects = Effects::none();
        for (field, secret) in found {
            let whose = (setup.to_owned(), field);
            if self.rows.get(&whose).is_some_and(|row| !row.confirmed) {
                continue;
            }
            if values.text(field).is_empty() {
                let text = Private(secret.expose().to_owned());
                effects.signal(Signal::Restore(field, text));
            }
            let row = Row {
                secret,
                awaited: 0,
                confirmed: true,
                trouble: None,
            };
            self.rows.insert(whose, row);
        }
        effects
    }
}
