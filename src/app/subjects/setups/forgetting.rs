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
use crate::protocol::settings::{SavedKey, SavedSetup};

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
        let forgotten = std::mem::take(&mut self.forgotten);
        let tasks = forgotten.iter().filter_map(SavedSetup::task);
        let tasks = tasks.map(str::to_owned).collect();
        effects.append(self.remove_tasks(tasks, ctx));
        let orders = forgotten
            .into_iter()
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

    /// Forgets the set-ups here at once, with their tasks, and what is on this computer of them as soon as the password store
    /// has answered. The file knows all of them until then.
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
            tasks: std::mem::take(&mut self.tasks),
            forgetting: Remote::Loading,
            gone: setups.clone(),
            notice: self.notice.take(),
            ..Self::default()
        };
        // The worker finds the others by the files.
        effects.append(self.remove_tasks(BTreeSet::new(), ctx));
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

    /// Removes the task of a connection, unless another set-up than this one has it too.
    pub(super) fn remove_task(
        &mut self,
        connection: String,
        but: Option<&str>,
        ctx: &Context,
    ) -> Effects {
        let is_of = |setup: &SavedSetup| setup.task() == Some(connection.as_str());
        let mut others = self
            .setups
            .iter()
            .filter(|one| Some(one.id.as_str()) != but);
        if others.any(is_of) {
            self.tasks.leave(&connection);
            return Effects::none();
        }
        self.tasks.remove(&connection);
        Command::Persist(persistence::Request::RemoveTask {
            folder: ctx.folder.clone(),
            connection,
        })
        .into()
    }

    /// The open set-up has another connection now: the task of the former one would go on with what nobody keeps up.
    pub(in crate::app) fn task_void(&mut self, connection: String, ctx: &Context) -> Effects {
        let open = self.open.clone();
        let mut effects = self.remove_task(connection, open.as_deref(), ctx);
        effects.save();
        effects
    }

    /// Tries to remove what could not be removed, or was left over by an earlier start.
    pub(super) fn remove_tasks(&mut self, more: BTreeSet<String>, ctx: &Context) -> Effects {
        let mut all = self.tasks.connections();
        all.extend(more);
        let mut effects = Effects::none();
        for connection in all {
            effects.append(self.remove_task(connection, None, ctx));
        }
        effects
    }

    /// What is still to be removed, also at the next start: with the set-ups that are forgotten and can be taken back.
    pub(super) fn tasks_to_remove(&self) -> BTreeSet<String> {
        let mut all = self.tasks.connections();
        let forgotten = self.forgotten.iter().filter_map(SavedSetup::task);
        all.extend(forgotten.map(str::to_owned));
        all
    }
}
