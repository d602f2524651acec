//! Saved set-ups, settings and keys: what is kept between starts, and opening, leaving and forgetting it.
//!
//! The record of the open set-up follows what changes, so that it is up to date whenever it is saved or left.

mod forgetting;
mod keychain;
mod opening;
mod tasks;

use std::collections::BTreeSet;

pub use keychain::Keychain;
pub use tasks::Tasks;

use crate::app::context::{Context, World};
use crate::app::effects::Effects;
use crate::app::private::Private;
use crate::app::request::Remote;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::proxy_address;
use crate::domain::secret::Secret;
use crate::protocol::command::Command;
use crate::protocol::persistence::{self, Notice};
use crate::protocol::places::Place;
use crate::protocol::settings::{
    Colour, Environment, LastSync, PersistedState, SavedSetup, Settings,
};

/// What is kept, and how keeping it goes.
#[derive(Debug, Default)]
pub struct Setups {
    /// The settings.
    pub settings: Settings,
    /// What was typed as the address of a proxy and can be none. It is neither used nor kept, and may hold a password.
    pub refused_proxy: Option<Secret>,
    /// The set-ups, in the order in which they were begun.
    pub setups: Vec<SavedSetup>,
    /// The set-up that is open, by its id.
    pub open: Option<String>,
    /// Whether the person is to be told that they are where they were.
    pub picked_up: bool,
    /// What the person is asked about before it is forgotten.
    pub asked_to_forget: Option<ToForget>,
    /// Set-ups that were forgotten since the start, and can be taken back until the window is closed: the latest comes last.
    pub forgotten: Vec<SavedSetup>,
    /// The ids of those that were forgotten since the start.
    gone: BTreeSet<String>,
    /// What is to be said about the file of settings.
    pub notice: Option<Notice>,
    /// Why the settings could not be written.
    pub not_written: Option<Issue>,
    /// The keys of the set-ups.
    pub keys: Keychain,
    /// The tasks on this computer that are to be removed.
    pub tasks: Tasks,
    /// Forgetting everything.
    pub forgetting: Remote<()>,
}

/// Something that is forgotten once the person has said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToForget {
    /// A saved set-up and its keys, by its id.
    SetUp(String),
    /// A key of the set-up that is open.
    Key(Field),
}

/// What the person or the window says about what is kept between starts.
#[derive(Clone, Debug)]
pub enum SetupsMsg {
    /// The person chose practice or a new real set-up.
    Began(World),
    /// The person left practice. What was typed there is forgotten.
    LeftPractice,
    /// The person went on with a saved set-up.
    Opened(String),
    /// The person changed a saved set-up's name, environment or colour.
    Described {
        /// Which.
        id: String,
        /// Its name.
        name: String,
        /// Its environment.
        environment: Environment,
        /// Its colour.
        colour: Colour,
    },
    /// The person asked to forget something. They are asked first whether they mean it.
    AskedToForget(ToForget),
    /// They mean it.
    MeansToForget,
    /// They do not.
    KeepsIt,
    /// They take a set-up back that they have forgotten, by its id.
    TookBack(String),
    /// The window is being closed: what was forgotten is forgotten for good.
    Closing,
    /// The person changed the settings.
    Changed(Box<Settings>),
    /// Something changed a moment ago, or the window is being closed.
    SaveNow,
    /// The person asked to try the password store again.
    AskedToKeepKeys,
    /// The person asked to try again to remove tasks that are still there.
    AskedToRemoveTasks,
    /// The person goes on with keys that are forgotten when the window is closed.
    GoesOnWithoutSaving,
    /// The person has read that they are where they were.
    SawPickUp,
    /// The person asked to forget everything on this computer.
    AskedToForgetEverything,
}

impl Setups {
    pub(in crate::app) fn update(&mut self, msg: SetupsMsg, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        match msg {
            SetupsMsg::Began(world) => return self.begin(world, ctx),
            SetupsMsg::LeftPractice => return self.leave_practice(ctx),
            SetupsMsg::Opened(id) => return self.open(&id, ctx),
            SetupsMsg::Described {
                id,
                name,
                environment,
                colour,
            } => {
                self.describe(&id, name, environment, colour);
                effects.save();
            }
            SetupsMsg::AskedToForget(what) => self.asked_to_forget = Some(what),
            SetupsMsg::MeansToForget => match self.asked_to_forget.take() {
                Some(ToForget::SetUp(id)) => return self.forget(&id, ctx),
                // An empty field is what the password store follows.
                Some(ToForget::Key(field)) => {
                    return Signal::Fill(field, Private(String::new())).into();
                }
                None => {}
            },
            SetupsMsg::KeepsIt => self.asked_to_forget = None,
            SetupsMsg::TookBack(id) => return self.take_back(&id, ctx),
            SetupsMsg::Closing => return self.forget_for_good(ctx),
            SetupsMsg::Changed(settings) => {
                self.change(*settings);
                effects.save();
            }
            SetupsMsg::SaveNow => return self.save(ctx),
            SetupsMsg::AskedToKeepKeys => return self.try_keys_again(ctx),
            SetupsMsg::AskedToRemoveTasks => return self.remove_tasks(BTreeSet::new(), ctx),
            SetupsMsg::GoesOnWithoutSaving => self.keys.without = true,
            SetupsMsg::SawPickUp => self.picked_up = false,
            SetupsMsg::AskedToForgetEverything => return self.forget_everything(ctx),
        }
        effects
    }

    /// Takes over what the person has changed. An address that can be no proxy's is refused, and the one before stays in force.
    fn change(&mut self, mut settings: Settings) {
        let typed = settings.proxy.trim();
        let is_refused = !typed.is_empty() && proxy_address::read_for_settings(typed).is_err();
        self.refused_proxy = is_refused.then(|| Secret::new(&settings.proxy));
        if is_refused {
            settings.proxy.clone_from(&self.settings.proxy);
        }
        self.settings = settings;
    }

    /// The settings as the person has typed them.
    pub fn typed_settings(&self) -> Settings {
        let mut settings = self.settings.clone();
        if let Some(refused) = &self.refused_proxy {
            refused.expose().clone_into(&mut settings.proxy);
        }
        settings
    }

    /// Whether the file of settings could not be read and is still there. Nothing is kept then.
    pub fn is_unread(&self) -> bool {
        self.notice.as_ref().is_some_and(|notice| notice.is_unread)
    }

    /// The set-up that is open.
    pub fn open_setup(&self) -> Option<&SavedSetup> {
        self.setups
            .iter()
            .find(|setup| Some(&setup.id) == self.open.as_ref())
    }

    fn open_setup_mut(&mut self) -> Option<&mut SavedSetup> {
        self.setups
            .iter_mut()
            .find(|setup| Some(&setup.id) == self.open.as_ref())
    }

    /// Brings the record of the open set-up up to date.
    pub(in crate::app) fn record(&mut self, write: impl FnOnce(&mut SavedSetup)) {
        if let Some(setup) = self.open_setup_mut() {
            write(setup);
        }
    }

    /// What is kept, with the person at this place.
    pub(in crate::app) fn kept(&self, place: Place) -> PersistedState {
        PersistedState {
            settings: self.settings.clone(),
            setups: self.setups.clone(),
            open: self.open.clone().filter(|_| place != Place::Welcome),
            to_forget: self.to_forget(),
            tasks_to_remove: self.tasks_to_remove(),
        }
    }

    /// Whether the file may be written: not over one that could not be read, not while everything is being forgotten, and not
    /// for the size of the window or the version alone after that.
    fn is_to_be_written(&self, ctx: &Context) -> bool {
        if self.is_unread() || self.forgetting.is_loading() {
            return false;
        }
        let mut kept = self.kept(ctx.place);
        kept.settings.window = None;
        kept.settings.version.clear();
        self.forgetting.ready().is_none() || kept != PersistedState::default()
    }

    /// What the password store has to be told. A set-up that is not written down would leave keys behind that nobody finds
    /// again.
    fn orders_for_keys(&self, ctx: &Context) -> Vec<persistence::Request> {
        match &self.open {
            Some(setup) if ctx.world.is_some() && !self.is_unread() => {
                self.keys.orders(setup, &ctx.values)
            }
            _ => Vec::new(),
        }
    }

    /// Keeps everything that has changed. The file knows what is to be forgotten before the store is asked.
    fn save(&mut self, ctx: &Context) -> Effects {
        let orders = self.orders_for_keys(ctx);
        let asked = self.keys.tell(orders);
        let mut effects = Effects::none();
        if self.is_to_be_written(ctx) {
            effects.send(Command::Persist(persistence::Request::Save {
                folder: ctx.folder.clone(),
                kept: Box::new(self.kept(ctx.place)),
                gone: self.gone.clone(),
            }));
        }
        effects.append(asked);
        effects
    }

    /// The password store is told anew what the fields hold.
    pub(in crate::app) fn keep_keys_anew(&mut self, ctx: &Context) -> Effects {
        self.keys.forget_rows_of(self.open.as_ref());
        self.save(ctx)
    }

    fn try_keys_again(&mut self, ctx: &Context) -> Effects {
        let mut effects = self.keys.try_again(self.open.as_ref());
        effects.append(self.save(ctx));
        effects.append(self.keys.find_again(self.open.clone()));
        effects
    }

    fn describe(&mut self, id: &str, name: String, environment: Environment, colour: Colour) {
        if let Some(setup) = self.setups.iter_mut().find(|one| one.id == id) {
            setup.name = name;
            setup.colour = colour;
            if !setup.is_practice() && environment != Environment::Practice {
                setup.environment = environment;
            }
        }
    }

    /// Notes that a sync came to its end.
    pub(in crate::app) fn synced(&mut self, words: String, ctx: &Context) -> Effects {
        let at = ctx.now;
        if let Some(setup) = self.open_setup_mut() {
            setup.last_sync = Some(LastSync {
                at,
                words,
                changed_since: false,
            });
        }
        let mut effects = Effects::none();
        effects.save();
        effects
    }

    /// What the last sync came to is so no longer: some of it was taken back, or brought back.
    pub(in crate::app) fn overtaken(&mut self) -> Effects {
        let mut effects = Effects::none();
        let last = self
            .open_setup_mut()
            .and_then(|setup| setup.last_sync.as_mut());
        if let Some(last) = last {
            last.changed_since = true;
            effects.save();
        }
        effects
    }

    /// The person has gone on from the page on which they were picked up.
    pub(in crate::app) fn page_left(&mut self) {
        self.picked_up = false;
        self.asked_to_forget = None;
    }

    /// Takes in what the worker tells.
    pub(in crate::app) fn heard(&mut self, news: persistence::Event, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        match news {
            persistence::Event::Written(result) => self.not_written = result.err(),
            persistence::Event::Joined(setups) => self.join(setups),
            persistence::Event::Key {
                setup,
                field,
                result,
            } => {
                let before = self.to_forget();
                self.keys.answered(setup, field, result);
                if self.to_forget() != before {
                    effects.save();
                }
                effects.append(self.forget_the_rest(ctx));
            }
            persistence::Event::Found {
                setup,
                keys,
                trouble,
            } => return self.found(&setup, keys, trouble, ctx),
            persistence::Event::KeysForgotten { left, trouble } => {
                self.keys.left(left.clone(), trouble.as_ref());
                let folder = ctx.folder.clone();
                effects.send(Command::Persist(persistence::Request::ForgetFiles {
                    folder,
                    left,
                }));
            }
            persistence::Event::TaskRemoved { connection, result } => {
                self.tasks.answered(connection, result);
                effects.save();
                effects.append(self.forget_the_rest(ctx));
            }
            persistence::Event::NothingForgotten(issue) => {
                self.forgetting = Remote::Failed(Box::new(issue));
                effects.save();
            }
            persistence::Event::Forgotten(result) => {
                self.forgetting = result.map_err(Box::new).into();
                effects.save();
            }
        }
        effects
    }

    /// The command line has written down set-ups.
    fn join(&mut self, setups: Vec<SavedSetup>) {
        for setup in setups {
            let is_known = self.setups.iter().any(|one| one.id == setup.id);
            if !is_known && !self.gone.contains(&setup.id) {
                self.setups.push(setup);
            }
        }
    }
}

#[cfg(test)]
mod tests;
