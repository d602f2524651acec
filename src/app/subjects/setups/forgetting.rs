//! Forgetting: one set-up, an application that was deleted in Auth0, and everything on this computer.

use std::collections::BTreeSet;

use super::Setups;
use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::request::Remote;
use crate::app::signal::Signal;
use crate::domain::ids::ClientId;
use crate::domain::pasted::Field;
use crate::protocol::command::Command;
use crate::protocol::persistence::{self, SECRETS};
use crate::protocol::places::Place;
use crate::protocol::settings::SavedKey;

impl Setups {
    /// Forgets a set-up. Its keys stay in the password store until the window is closed, so that it can be taken back whole;
    /// the file has it already that they are to be forgotten.
    pub(super) fn forget(&mut self, id: &str, ctx: &Context) -> Effects {
        let is_open = self.open.as_deref() == Some(id);
        let mut effects = Effects::none();
        if is_open && !ctx.is_free(&mut effects) {
            return effects;
        }
        if is_open {
            let orders = self.orders_for_keys(ctx);
            effects.append(self.keys.tell(orders));
            self.keys.remember_all(id, &ctx.values);
            self.open = None;
            self.keys.turn();
            effects.signal(Signal::SetupLeft);
        }
        let at = self.setups.iter().position(|setup| setup.id == id);
        let setup = at.map(|at| self.setups.remove(at));
        if let Some(setup) = setup.filter(|setup| !setup.is_practice()) {
            self.gone.insert(id.to_owned());
            self.forgotten.push(setup);
        }
        effects.append(self.save(ctx));
        effects.save();
        effects
    }

    /// A set-up that was forgotten is there again, with its keys.
    pub(super) fn take_back(&mut self, id: &str, ctx: &Context) -> Effects {
        let Some(at) = self.forgotten.iter().position(|setup| setup.id == id) else {
            return Effects::none();
        };
        self.setups.push(self.forgotten.remove(at));
        self.gone.remove(id);
        self.save(ctx)
    }

    /// What the password store is still to forget, also at the next start.
    pub(super) fn to_forget(&self) -> Vec<SavedKey> {
        let mut keys = self.keys.to_forget();
        for setup in &self.forgotten {
            for field in SECRETS {
                let key = SavedKey {
                    setup: setup.id.clone(),
                    field,
                };
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        keys
    }

    /// The window is being closed: nothing can be taken back any more. What the store has no time for is done at the next
    /// start.
    pub(super) fn forget_for_good(&mut self, ctx: &Context) -> Effects {
        let mut effects = self.save(ctx);
        let orders = self
            .forgotten
            .drain(..)
            .map(|setup| persistence::Request::ForgetKeys {
                setup: setup.id,
                fields: SECRETS.to_vec(),
            });
        let orders = orders.collect();
        effects.append(self.keys.tell(orders));
        effects
    }

    /// An application was deleted in Auth0: saved set-ups that have it forget its values. The one that is open is emptied by
    /// whoever knows of the deletion.
    pub(in crate::app) fn forget_application(&mut self, id: &ClientId, ctx: &Context) -> Effects {
        let mut orders = Vec::new();
        for setup in &mut self.setups {
            let is_its =
                setup.client_id.trim() == id.as_str() && setup.is_practice() == ctx.is_practice();
            if !is_its || self.open.as_ref() == Some(&setup.id) {
                continue;
            }
            setup.client_id.clear();
            setup.has_client_secret = false;
            setup.proved.clear();
            orders.push(persistence::Request::ForgetKeys {
                setup: setup.id.clone(),
                fields: vec![Field::ClientSecret],
            });
        }
        let mut effects = self.keys.tell(orders);
        effects.save();
        effects
    }

    /// Forgets the set-ups here at once, and what is on this computer of them as soon as the password store has answered. The
    /// file knows all of them until then.
    pub(super) fn forget_everything(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if self.forgetting.is_loading() || !ctx.is_free(&mut effects) {
            return effects;
        }
        let real = self.setups.iter().filter(|one| !one.is_practice());
        let mut setups: BTreeSet<String> = real.map(|setup| setup.id.clone()).collect();
        setups.extend(self.keys.setups());
        setups.extend(self.forgotten.iter().map(|setup| setup.id.clone()));
        *self = Self {
            forgetting: Remote::Loading,
            gone: setups.clone(),
            notice: self.notice.take(),
            ..Self::default()
        };
        effects.send(Command::Persist(persistence::Request::ForgetAllKeys {
            folder: ctx.folder.clone(),
            setups,
        }));
        effects.signal(Signal::SetupLeft);
        effects.signal(Signal::Show(Place::Settings));
        effects
    }

    /// Forgets the file as well, once the password store has forgotten what it would not forget with everything else.
    pub(super) fn forget_the_rest(&self, ctx: &Context) -> Effects {
        let is_forgotten = self.forgetting.ready().is_some();
        if !is_forgotten || self.is_to_be_written(ctx) {
            return Effects::none();
        }
        Command::Persist(persistence::Request::ForgetFiles {
            folder: ctx.folder.clone(),
            left: Vec::new(),
        })
        .into()
    }
}
