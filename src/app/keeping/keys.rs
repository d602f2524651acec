//! The secrets of the set-ups: what the password store has of them, what it is to be told, and what it would not do.
//!
//! There is one row for each secret that the store was told of or has given. The difference between the fields and the rows
//! gives the orders. A row stays until the store has confirmed that it has nothing any more, so that a key that could not be
//! forgotten is neither filled in again nor left behind unsaid.

use std::collections::BTreeMap;

use crate::app::msg::World;
use crate::app::state::State;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::protocol::command::Command;
use crate::protocol::keeping::{Order, SECRETS};
use crate::protocol::saved::{PRACTICE, SavedKey};

/// The secrets, as the password store has them.
#[derive(Debug, Default)]
pub struct Keys {
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

impl Keys {
    /// Whether the store is known to have this text for the field of the set-up.
    fn has(&self, setup: &str, field: Field, text: &str) -> bool {
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

    /// Notes what the store is being told.
    pub(super) fn note(&mut self, orders: &[Order]) {
        for order in orders {
            match order {
                Order::KeepKey {
                    setup,
                    field,
                    secret,
                } => self.tell(setup, *field, secret.clone()),
                Order::ForgetKeys { setup, fields } => {
                    for field in fields {
                        self.tell(setup, *field, Secret::new(""));
                    }
                }
                Order::Save { .. }
                | Order::FindKeys { .. }
                | Order::ForgetAllKeys { .. }
                | Order::ForgetFiles { .. } => {}
            }
        }
    }

    fn tell(&mut self, setup: &str, field: Field, secret: Secret) {
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
}

/// Whether the password store is known to have what the field of the open set-up holds.
pub fn is_kept(state: &State, field: Field) -> bool {
    let open = state.keeping.open.as_deref();
    open.is_some_and(|open| {
        let text = state.drafts.get(field);
        state.keeping.keys.has(open, field, text)
    })
}

/// What the password store has to be told so that it has what the fields have. Practice has a store of its own, in memory.
pub(super) fn orders_for_keys(state: &State) -> Vec<Order> {
    let keys = &state.keeping.keys;
    // A set-up that is not written down would leave keys behind that nobody finds again.
    let may_ask = state.world.is_some() && !keys.looking && !state.keeping.is_unread();
    let Some(setup) = state.keeping.open.clone().filter(|_| may_ask) else {
        return Vec::new();
    };
    let order = |field: Field| {
        let setup = setup.clone();
        let secret = Secret::new(state.drafts.get(field));
        let row = keys.rows.get(&(setup.clone(), field));
        if row.map_or("", |row| row.secret.expose()) == secret.expose() {
            return None;
        }
        let may_have = row.is_some_and(|row| row.confirmed || row.awaited > 0);
        if secret.is_empty() {
            let fields = vec![field];
            return (may_have || !keys.without).then_some(Order::ForgetKeys { setup, fields });
        }
        (!keys.without).then_some(Order::KeepKey {
            setup,
            field,
            secret,
        })
    };
    SECRETS.into_iter().filter_map(order).collect()
}

/// Tells the store anew what the fields of the open set-up hold.
pub(in crate::app) fn keep_anew(state: &mut State) -> Vec<Command> {
    let open = state.keeping.open.clone();
    let keys = &mut state.keeping.keys;
    keys.without = false;
    keys.rows
        .retain(|(setup, _), _| Some(setup) != open.as_ref());
    super::save(state)
}

/// Asks the password store again: for what it could not keep, could not forget and could not give.
pub(super) fn try_again(state: &mut State) -> Vec<Command> {
    let open = state.keeping.open.clone();
    let keys = &mut state.keeping.keys;
    keys.without = false;
    let mut orders = Vec::new();
    let mut anew = Vec::new();
    for ((setup, field), row) in &keys.rows {
        let (setup, field) = (setup.clone(), *field);
        if row.confirmed || row.awaited > 0 {
            continue;
        }
        if row.is_to_be_forgotten() {
            let fields = vec![field];
            orders.push(Order::ForgetKeys { setup, fields });
        } else if Some(&setup) == open.as_ref() {
            // Without its row, the field is told to the store as it is now.
            anew.push((setup, field));
        }
    }
    for whose in anew {
        keys.rows.remove(&whose);
    }
    keys.note(&orders);
    let mut commands: Vec<_> = orders.into_iter().map(Command::Keep).collect();
    commands.extend(super::save(state));
    let keys = &mut state.keeping.keys;
    if let (Some(_), Some(setup)) = (keys.not_found.take(), open) {
        keys.looking = true;
        commands.push(Command::Keep(Order::FindKeys { setup }));
    }
    commands
}

/// Hands the store what the fields still hold for it, before the open set-up is left. What it would not keep stays in memory.
pub(super) fn leave(state: &mut State) -> Vec<Command> {
    let orders = orders_for_keys(state);
    state.keeping.keys.note(&orders);
    if let (true, Some(World::Real), Some(setup)) = (
        state.keeping.keys.without,
        state.world,
        state.keeping.open.clone(),
    ) {
        for field in SECRETS {
            let secret = Secret::new(state.drafts.get(field));
            let keys = &mut state.keeping.keys;
            if !secret.is_empty() && !keys.has(&setup, field, secret.expose()) {
                keys.remember(&setup, field, secret);
            }
        }
    }
    orders.into_iter().map(Command::Keep).collect()
}

/// Puts back what is in memory of the set-up that was opened, because the store would not keep it.
pub(super) fn refill(state: &mut State, setup: &str) {
    for field in SECRETS {
        let whose = (setup.to_owned(), field);
        let rows = &mut state.keeping.keys.rows;
        let Some(row) = rows.get(&whose).filter(|row| !row.confirmed) else {
            continue;
        };
        if row.is_to_be_forgotten() {
            continue;
        }
        row.secret.expose().clone_into(state.drafts.get_mut(field));
        // It is handed to the store anew, unless that has not answered yet.
        if row.awaited == 0 {
            rows.remove(&whose);
        }
    }
}

/// Takes in what the store has of the open set-up. What was typed meanwhile is newer, and what is to be forgotten stays so.
pub(super) fn found(state: &mut State, found: Vec<(Field, Secret)>, trouble: Option<Issue>) {
    let Some(setup) = state.keeping.open.clone() else {
        return;
    };
    let keys = &mut state.keeping.keys;
    keys.looking = false;
    keys.not_found = trouble;
    for (field, secret) in found {
        let whose = (setup.clone(), field);
        if keys.rows.get(&whose).is_some_and(|row| !row.confirmed) {
            continue;
        }
        let draft = state.drafts.get_mut(field);
        if draft.is_empty() {
            secret.expose().clone_into(draft);
        }
        let row = Row {
            secret,
            awaited: 0,
            confirmed: true,
            trouble: None,
        };
        keys.rows.insert(whose, row);
    }
}
