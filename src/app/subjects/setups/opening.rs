//! Beginning, opening and leaving set-ups. A sync that is under way is not left behind unseen.

use super::Setups;
use crate::app::context::{Context, World};
use crate::app::effects::Effects;
use crate::app::private::Private;
use crate::app::signal::Signal;
use crate::domain::ids::{Auth0Domain, ClientId};
use crate::domain::issue::Issue;
use crate::domain::pasted::{Field, read_domain};
use crate::domain::secret::Secret;
use crate::protocol::command::{Command, Control};
use crate::protocol::persistence::{self, Notice};
use crate::protocol::places::Place;
use crate::protocol::queue::Queue;
use crate::protocol::settings::{
    Colour, Environment, PRACTICE, PersistedState, SavedKey, SavedSetup,
};
use crate::protocol::setup_text;

impl Setups {
    /// Takes in what was kept when the program ended last, and goes on where the person was.
    pub(in crate::app) fn load(
        &mut self,
        kept: PersistedState,
        notice: Option<Notice>,
        ctx: &Context,
    ) -> Effects {
        *self = Self {
            settings: kept.settings,
            setups: kept.setups,
            notice,
            ..Self::default()
        };
        // What could not be forgotten then is forgotten before anything else is asked.
        let forget = |SavedKey { setup, field }| persistence::Request::ForgetKeys {
            setup,
            fields: vec![field],
        };
        let mut effects = self
            .keys
            .tell(kept.to_forget.into_iter().map(forget).collect());
        effects.append(self.remove_tasks(kept.tasks_to_remove, ctx));
        if let Some(id) = kept.open {
            effects.append(self.open(&id, ctx));
        }
        effects
    }

    /// Begins a set-up: a new one, or the practice world's.
    pub(in crate::app) fn begin(&mut self, world: World, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        effects.append(self.leave(ctx));
        self.picked_up = false;
        let setup = match world {
            World::Practice => {
                self.setups.retain(|setup| !setup.is_practice());
                SavedSetup::new(PRACTICE.to_owned(), Environment::Practice, Colour::Grey)
            }
            World::Real => {
                let id = format!("setup-{}", ctx.now.as_millisecond());
                let is_unused =
                    |colour: &Colour| self.setups.iter().all(|setup| setup.colour != *colour);
                let unused = Colour::ALL.into_iter().find(is_unused);
                SavedSetup::new(id, Environment::Production, unused.unwrap_or_default())
            }
        };
        self.open = Some(setup.id.clone());
        self.setups.push(setup);
        effects.signal(Signal::SetupBegun(world));
        effects
    }

    /// Leaves the set-up that is open: hands the store what the fields still hold for it. What it would not keep stays in
    /// memory.
    fn leave(&mut self, ctx: &Context) -> Effects {
        let orders = self.orders_for_keys(ctx);
        let mut effects = self.keys.tell(orders);
        if let (Some(World::Real), Some(setup)) = (ctx.world, &self.open) {
            self.keys.remember_all(setup, &ctx.values);
        }
        self.keys.turn();
        effects.signal(Signal::SetupLeft);
        effects.save();
        effects
    }

    /// Goes back to the first screen with nothing but the practice world itself.
    pub(super) fn leave_practice(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        self.setups.retain(|setup| !setup.is_practice());
        self.open = None;
        self.picked_up = false;
        self.keys.turn();
        for queue in Queue::ALL {
            effects.control(Control::Stop(queue));
        }
        effects.signal(Signal::SetupLeft);
        effects.signal(Signal::PracticeLeft);
        effects.save();
        effects
    }

    /// Opens a saved set-up where it was left.
    pub(in crate::app) fn open(&mut self, id: &str, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if self.open.as_deref() == Some(id) && ctx.place == Place::Welcome {
            let open = self.open_setup();
            if open.is_some_and(|one| one.finished) {
                return Signal::Go(Place::Overview).into();
            }
            let place = open.map_or(ctx.place, |one| one.place);
            return Signal::Show(place).into();
        }
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        let Some(setup) = self.setups.iter().find(|one| one.id == id).cloned() else {
            return effects;
        };
        effects.append(self.leave(ctx));
        self.open = Some(setup.id.clone());
        self.picked_up = true;
        for queue in [
            Queue::Work,
            Queue::Checks,
            Queue::Questions,
            Queue::SignInTest,
        ] {
            effects.control(Control::Stop(queue));
        }
        let is_practice = setup.is_practice();
        effects.signal(Signal::SetupOpened(Box::new(setup)));
        if !is_practice {
            effects.append(self.keys.refill(id));
            effects.append(self.keys.find(id.to_owned()));
        }
        effects
    }

    /// The file of a set-up was read: it is added and opened. One of the same tenants that is here already is opened instead.
    pub(in crate::app) fn open_from_file(&mut self, setup: SavedSetup, ctx: &Context) -> Effects {
        let is_named = !setup.domain.is_empty() || !setup.connection_id.is_empty();
        let here = self.setups.iter().find(|one| {
            is_named
                && setup_text::domain(&one.domain) == setup.domain
                && one.connection_id == setup.connection_id
        });
        let (id, title) = if let Some(one) = here {
            (one.id.clone(), one.title())
        } else {
            let added = (setup.id.clone(), setup.title());
            self.setups.push(setup);
            added
        };
        let mut effects = self.open(&id, ctx);
        self.picked_up = false;
        effects.save();
        effects.signal(Signal::SetupFromFile(title));
        effects
    }

    /// Goes to where a set-up is undone, with its tenant: in the set-up that is open, in a saved one, or in a new one.
    pub(in crate::app) fn undo_at(&mut self, domain: &Auth0Domain, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        let is_of = |text: &str| {
            read_domain(text)
                .is_ok_and(|found| found.first == *domain || found.second.as_ref() == Some(domain))
        };
        let is_open = match ctx.world {
            Some(World::Practice) => ctx.practice.ready().is_some_and(|it| it.domain == *domain),
            Some(World::Real) => is_of(ctx.values.text(Field::Domain)),
            None => false,
        };
        if !is_open {
            let mut real = self.setups.iter().filter(|setup| !setup.is_practice());
            let saved = real.find(|setup| is_of(&setup.domain));
            if let Some(id) = saved.map(|setup| setup.id.clone()) {
                effects.append(self.open(&id, ctx));
            } else {
                effects.append(self.begin(World::Real, ctx));
                let text = Private(domain.to_string());
                effects.signal(Signal::Fill(Field::Domain, text));
            }
        }
        effects.signal(Signal::UndoWanted);
        effects.signal(Signal::Go(Place::Automatic));
        effects
    }

    /// The practice keys that were there when the window was closed are there again with the practice world.
    pub(in crate::app) fn refill_practice(&self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        let Some(setup) = self.open_setup().filter(|setup| setup.is_practice()) else {
            return effects;
        };
        let Some(practice) = ctx.practice.ready() else {
            return effects;
        };
        let is_missing = |field, was_there| was_there && ctx.values.text(field).is_empty();
        if is_missing(Field::ApiKey, setup.has_api_key)
            && let Some(side) = &practice.userhub
        {
            let key = Private(side.key.expose().to_owned());
            effects.signal(Signal::Restore(Field::ApiKey, key));
        }
        if is_missing(Field::ClientSecret, setup.has_client_secret) {
            match ctx.values.known().client_id {
                // The application that the app made has a secret of its own.
                Some(other) if other != practice.client_id => {
                    effects.send(Command::FindPracticeSecret(other));
                }
                _ => {
                    let secret = Private(practice.client_secret.expose().to_owned());
                    effects.signal(Signal::Restore(Field::ClientSecret, secret));
                }
            }
        }
        effects
    }

    /// The secret of an application of the practice Auth0 is there again.
    pub(in crate::app) fn practice_secret_found(
        client_id: &ClientId,
        secret: &Secret,
        ctx: &Context,
    ) -> Effects {
        let mut effects = Effects::none();
        let is_wanted = ctx.is_practice()
            && ctx.values.known().client_id.as_ref() == Some(client_id)
            && ctx.values.text(Field::ClientSecret).is_empty();
        if is_wanted {
            let secret = Private(secret.expose().to_owned());
            effects.signal(Signal::Restore(Field::ClientSecret, secret));
            effects.save();
        }
        effects
    }

    /// Takes in what the password store has of a set-up. With its keys the place can ask for what it shows.
    pub(super) fn found(
        &mut self,
        setup: &str,
        keys: Vec<(Field, Secret)>,
        trouble: Option<Issue>,
        ctx: &Context,
    ) -> Effects {
        if self.open.as_deref() != Some(setup) {
            return Effects::none();
        }
        let has = |field| {
            let is_found = keys.iter().any(|(found, _)| *found == field);
            is_found || !ctx.values.text(field).is_empty()
        };
        let is_as_kept = self.open_setup().is_some_and(|setup| {
            setup.has_client_secret == has(Field::ClientSecret)
                && setup.has_api_key == has(Field::ApiKey)
        });
        let mut effects = self.keys.found(setup, keys, trouble, &ctx.values);
        if !is_as_kept || !self.orders_for_keys(ctx).is_empty() {
            effects.save();
        }
        effects.signal(Signal::Entered(ctx.place));
        effects
    }
}
