//! The keys of the open set-up: what the password store has of them, and what it is to be told.

use std::collections::BTreeMap;

use super::{Order, SECRETS};
use crate::app::command::Command;
use crate::app::msg::World;
use crate::app::state::State;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;

/// The keys of the open set-up, as the password store has them.
#[derive(Debug, Default)]
pub struct Keys {
    /// What the password store was asked to keep, or had.
    pub(super) asked: BTreeMap<Field, Secret>,
    /// What it has confirmed.
    pub kept: BTreeMap<Field, bool>,
    /// Whether the store is being asked what it has.
    pub looking: bool,
    /// Why the store could not be used.
    pub trouble: Option<Issue>,
    /// Whether the person goes on without it.
    pub without: bool,
}

impl Keys {
    /// Whether the store is known to have the value of this field as it is now.
    pub fn is_kept(&self, field: Field) -> bool {
        self.kept.get(&field).copied().unwrap_or(false)
    }

    /// Notes what the store is being told.
    pub(super) fn note(&mut self, orders: &[Order]) {
        for order in orders {
            match order {
                Order::KeepKey { field, secret, .. } => {
                    self.kept.insert(*field, false);
                    self.asked.insert(*field, secret.clone());
                }
                Order::ForgetKeys { fields, .. } => {
                    for field in fields {
                        self.kept.remove(field);
                        self.asked.remove(field);
                    }
                }
                Order::Save { .. } | Order::FindKeys { .. } | Order::ForgetEverything { .. } => {}
            }
        }
    }
}

/// What the password store has to be told so that it has what the fields have. Practice never opens it.
pub(super) fn orders_for_keys(state: &State) -> Vec<Order> {
    let keys = &state.keeping.keys;
    let Some(setup) = state
        .keeping
        .open
        .clone()
        .filter(|_| state.world == Some(World::Real) && !keys.looking && !keys.without)
    else {
        return Vec::new();
    };
    let order = |field: Field| {
        let secret = Secret::new(state.drafts.get(field));
        let asked = keys.asked.get(&field);
        if asked.map_or("", Secret::expose) == secret.expose() {
            return None;
        }
        let setup = setup.clone();
        Some(if secret.is_empty() {
            let fields = vec![field];
            Order::ForgetKeys { setup, fields }
        } else {
            Order::KeepKey {
                setup,
                field,
                secret,
            }
        })
    };
    SECRETS.into_iter().filter_map(order).collect()
}

/// Asks the password store again: for what it could not keep, and for what it could not give.
pub(super) fn try_again(state: &mut State) -> Vec<Command> {
    let keys = &mut state.keeping.keys;
    keys.trouble = None;
    keys.without = false;
    keys.asked
        .retain(|field, _| keys.kept.get(field) == Some(&true));
    let missing = SECRETS
        .into_iter()
        .any(|field| state.drafts.get(field).is_empty());
    match state.keeping.open.clone() {
        Some(setup) if missing && state.world == Some(World::Real) => {
            state.keeping.keys.looking = true;
            vec![Command::Keep(Order::FindKeys { setup })]
        }
        Some(_) | None => super::save(state),
    }
}
