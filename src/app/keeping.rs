//! Keeping and finding again: saved set-ups, settings and keys. What is kept follows from the state by itself; the window
//! asks [`due`] whether something changed, and then says [`Said::SaveNow`].

mod keys;
mod record;
mod words;

use crate::protocol::keeping::{News, Notice, Order, SECRETS};
use std::collections::BTreeSet;

use super::look::Target;
use super::msg::World;
use super::remote::Remote;
use super::state::State;
use super::syncing::Phase;
use super::{at_work, computer, onboarding};
use crate::domain::history::{self, Counts};
use crate::domain::ids::ClientId;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::domain::secret::Secret;
use crate::protocol::command::Command;
use crate::protocol::lane::Lane;
use crate::protocol::places::Place;
use crate::protocol::saved::{
    Colour, Environment, Kept, LastSync, PRACTICE, SavedKey, SavedSetup, Settings,
};
use crate::protocol::sync::{End, Summary};

pub(super) use keys::keep_anew;
pub use keys::{Keys, is_kept};
use keys::{orders_for_keys, try_again};
use record::{record, restore};
pub use words::Said;

/// What is kept, and how keeping it goes.
#[derive(Debug, Default)]
pub struct Keeping {
    /// The settings.
    pub settings: Settings,
    /// The set-ups. The open one's is brought up to date when it is kept or left.
    pub setups: Vec<SavedSetup>,
    /// The set-up that is open, by its id.
    pub open: Option<String>,
    /// Whether the person is to be told that they are where they were.
    pub picked_up: bool,
    /// Set-ups that were forgotten since the start.
    gone: BTreeSet<String>,
    /// What is to be said about the file of settings.
    pub notice: Option<Notice>,
    /// Why the settings could not be written.
    pub not_written: Option<Issue>,
    /// The keys of the set-ups.
    pub keys: Keys,
    /// Forgetting everything.
    pub forgetting: Remote<()>,
}

/// Takes in what was kept when the program ended last, and goes on where the person was.
pub fn load(state: &mut State, kept: Kept, notice: Option<Notice>) -> Vec<Command> {
    state.keeping = Keeping {
        settings: kept.settings,
        setups: kept.setups,
        notice,
        ..Keeping::default()
    };
    // What could not be forgotten then is forgotten before anything else is asked.
    let forget = |SavedKey { setup, field }| Order::ForgetKeys {
        setup,
        fields: vec![field],
    };
    let orders: Vec<_> = kept.to_forget.into_iter().map(forget).collect();
    state.keeping.keys.note(&orders);
    let mut commands: Vec<_> = orders.into_iter().map(Command::Keep).collect();
    if let Some(id) = kept.open {
        commands.extend(open(state, &id));
    }
    commands
}

/// What is kept of the state as it is now.
pub fn kept(state: &State) -> Kept {
    let mut setups = state.keeping.setups.clone();
    for setup in &mut setups {
        if state.keeping.open.as_ref() == Some(&setup.id) {
            record(state, setup);
        }
    }
    Kept {
        settings: state.keeping.settings.clone(),
        setups,
        open: state
            .keeping
            .open
            .clone()
            .filter(|_| state.place != Place::Welcome),
        to_forget: state.keeping.keys.to_forget(),
    }
}

/// Whether something is to be kept that `last` has not, or that the password store has not.
pub fn due(state: &State, last: &Kept) -> bool {
    !orders_for_keys(state).is_empty() || is_to_be_written(state) && kept(state) != *last
}

/// Whether the file may be written: not over one that could not be read, not while everything is being forgotten, and not
/// for the size of the window alone after that.
fn is_to_be_written(state: &State) -> bool {
    if state.keeping.is_unread() || state.keeping.forgetting.is_loading() {
        return false;
    }
    let mut kept = kept(state);
    kept.settings.window = None;
    state.keeping.forgetting.ready().is_none() || kept != Kept::default()
}

pub(super) fn said(state: &mut State, said: Said) -> Vec<Command> {
    match said {
        Said::Opened(id) => return open(state, &id),
        Said::Described {
            id,
            name,
            environment,
            colour,
        } => describe(state, &id, name, environment, colour),
        Said::AskedToForget(id) => return forget_setup(state, &id),
        Said::Changed(settings) => state.keeping.settings = *settings,
        Said::SaveNow => return save(state),
        Said::AskedToKeepKeys => return try_again(state),
        Said::GoesOnWithoutSaving => state.keeping.keys.without = true,
        Said::SawPickUp => state.keeping.picked_up = false,
        Said::AskedToForgetKey(field) => {
            // An empty field is what the password store follows.
            state.drafts.get_mut(field).clear();
            return onboarding::edited(state, field);
        }
        Said::AskedToForgetEverything => return forget_everything(state),
    }
    Vec::new()
}

pub(super) fn news(state: &mut State, news: News) -> Vec<Command> {
    match news {
        News::Written(result) => state.keeping.not_written = result.err(),
        News::Joined(setups) => {
            let keeping = &mut state.keeping;
            for setup in setups {
                let is_known = keeping.setups.iter().any(|one| one.id == setup.id);
                if !is_known && !keeping.gone.contains(&setup.id) {
                    keeping.setups.push(setup);
                }
            }
        }
        News::Key {
            setup,
            field,
            result,
        } => {
            state.keeping.keys.answered(setup, field, result);
            return forget_the_rest(state);
        }
        News::Found {
            setup,
            keys: found,
            trouble,
        } => {
            if state.keeping.open.as_ref() != Some(&setup) {
                return Vec::new();
            }
            keys::found(state, found, trouble);
            // With its keys the place can ask for what it shows.
            return onboarding::arrived(state);
        }
        News::KeysForgotten { left, trouble } => {
            state.keeping.keys.left(left.clone(), trouble.as_ref());
            let folder = state.folder.clone();
            return vec![Command::Keep(Order::ForgetFiles { folder, left })];
        }
        News::NothingForgotten(issue) => {
            state.keeping.forgetting = Remote::Failed(Box::new(issue));
        }
        News::Forgotten(result) => {
            state.keeping.forgetting = match result {
                Ok(()) => Remote::Ready(()),
                Err(issue) => Remote::Failed(Box::new(issue)),
            };
        }
    }
    Vec::new()
}

/// Begins a set-up: a new one, or the practice world's.
pub(super) fn begin(state: &mut State, world: World) -> Vec<Command> {
    let commands = keys::leave(state);
    stash(state);
    reset(state);
    state.keeping.picked_up = false;
    let setups = &mut state.keeping.setups;
    let setup = match world {
        World::Practice => {
            setups.retain(|setup| !setup.is_practice());
            SavedSetup::new(PRACTICE.to_owned(), Environment::Practice, Colour::Grey)
        }
        World::Real => {
            let id = format!("setup-{}", state.now.as_millisecond());
            let unused = Colour::ALL
                .into_iter()
                .find(|colour| setups.iter().all(|setup| setup.colour != *colour));
            SavedSetup::new(id, Environment::Production, unused.unwrap_or_default())
        }
    };
    state.keeping.open = Some(setup.id.clone());
    state.keeping.setups.push(setup);
    state.keeping.keys.turn();
    commands
}

/// Leaves the practice set-up and forgets it.
pub(super) fn forget_practice(keeping: &mut Keeping) {
    keeping.setups.retain(|setup| !setup.is_practice());
    keeping.open = None;
    keeping.picked_up = false;
    keeping.keys.turn();
}

/// Notes that a sync came to its end.
pub(super) fn synced(state: &mut State, summary: &Summary, end: &End) {
    // What a void comparison comes to is nothing of this set-up: it never was being carried out.
    if !matches!(end, End::Done) || !matches!(state.sync.phase, Phase::Running(_)) {
        return;
    }
    let (now, open) = (state.now, state.keeping.open.clone());
    let words = history::in_userhub(&Counts {
        tally: summary.tally,
        read_auth0: summary.read_auth0,
        ..Counts::default()
    });
    if let Some(setup) = state
        .keeping
        .setups
        .iter_mut()
        .find(|setup| Some(&setup.id) == open.as_ref())
    {
        setup.last_sync = Some(LastSync { at: now, words });
    }
}

/// The practice keys that were there when the window was closed are there again with the practice world.
pub(super) fn refill_practice(state: &mut State) -> Vec<Command> {
    let Some(setup) = state.keeping.open_setup() else {
        return Vec::new();
    };
    let (has_secret, has_key) = (setup.has_client_secret, setup.has_api_key);
    let Some(practice) = state.practice.ready().filter(|_| setup.is_practice()) else {
        return Vec::new();
    };
    let secret = practice.client_secret.expose().to_owned();
    let of_practice = practice.client_id.clone();
    let key = practice.userhub.as_ref().map(|side| side.key.clone());
    if has_key
        && state.drafts.api_key.is_empty()
        && let Some(key) = key
    {
        key.expose().clone_into(&mut state.drafts.api_key);
    }
    if !has_secret || !state.drafts.client_secret.is_empty() {
        return Vec::new();
    }
    match state.known().client_id {
        // The application that the app made has a secret of its own.
        Some(other) if other != of_practice => vec![Command::FindPracticeSecret(other)],
        _ => {
            state.drafts.client_secret = secret;
            Vec::new()
        }
    }
}

/// The secret of an application of the practice Auth0 is there again.
pub(super) fn practice_secret(state: &mut State, client_id: &ClientId, secret: &Secret) {
    let is_wanted = state.world == Some(World::Practice)
        && state.known().client_id.as_ref() == Some(client_id)
        && state.drafts.client_secret.is_empty();
    if is_wanted {
        secret.expose().clone_into(&mut state.drafts.client_secret);
    }
}

impl Keeping {
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
}

/// Brings the open set-up's record up to date, before it is left.
pub(super) fn stash(state: &mut State) {
    state.keeping.setups = kept(state).setups;
}

/// Opens a saved set-up where it was left. A sync that is under way is not left behind unseen.
pub(super) fn open(state: &mut State, id: &str) -> Vec<Command> {
    if state.keeping.open.as_deref() == Some(id) && state.place == Place::Welcome {
        state.place = state
            .keeping
            .open_setup()
            .map_or(state.place, |one| one.place);
        return Vec::new();
    }
    if !at_work::is_free(state) {
        return Vec::new();
    }
    stash(state);
    let Some(setup) = state
        .keeping
        .setups
        .iter()
        .find(|one| one.id == id)
        .cloned()
    else {
        return Vec::new();
    };
    let mut commands = keys::leave(state);
    reset(state);
    state.keeping.open = Some(setup.id.clone());
    state.keeping.picked_up = true;
    state.keeping.keys.turn();
    let practice = setup.is_practice();
    restore(state, setup);
    commands.extend([Lane::Work, Lane::Checks, Lane::Watch].map(Command::Stop));
    if practice {
        state.world = Some(World::Practice);
        if state.practice.ready().is_some() {
            commands.extend(refill_practice(state));
        } else {
            state.practice = Remote::Loading;
            commands.push(Command::OpenPractice {
                folder: state.folder.clone(),
            });
        }
    } else {
        state.world = Some(World::Real);
        keys::refill(state, id);
        state.keeping.keys.looking = true;
        commands.push(Command::Keep(Order::FindKeys {
            setup: id.to_owned(),
        }));
        commands.extend(computer::look(state));
    }
    commands
}

/// The state as at the beginning, but for what outlives a set-up.
pub(super) fn reset(state: &mut State) {
    let fresh = State::new(std::mem::take(&mut state.folder));
    let old = std::mem::replace(state, fresh);
    state.keeping = old.keeping;
    state.practice = old.practice;
    state.clipboard = old.clipboard;
    state.troubles = old.troubles;
    state.sync = old.sync.after_reset();
    state.now = old.now;
    state.look = old.look;
    state.look.turn(Target::Heading);
    // An answer to what was asked before is late now.
    state.checks.ticket = old.checks.ticket.next();
    state.automatic.ticket = old.automatic.ticket.next();
    state.picker.ticket = old.picker.ticket.next();
    state.computer.ticket = old.computer.ticket.next();
    state.proof.ticket = old.proof.ticket.next();
    state.proof.watch.ticket = old.proof.watch.ticket.next();
}

fn describe(state: &mut State, id: &str, name: String, environment: Environment, colour: Colour) {
    if let Some(setup) = state.keeping.setups.iter_mut().find(|one| one.id == id) {
        setup.name = name;
        setup.colour = colour;
        if !setup.is_practice() && environment != Environment::Practice {
            setup.environment = environment;
        }
    }
}

/// Keeps everything that has changed.
fn save(state: &mut State) -> Vec<Command> {
    let orders = orders_for_keys(state);
    state.keeping.keys.note(&orders);
    stash(state);
    let mut commands = Vec::new();
    if is_to_be_written(state) {
        commands.push(Command::Keep(Order::Save {
            folder: state.folder.clone(),
            kept: Box::new(kept(state)),
            gone: state.keeping.gone.clone(),
        }));
    }
    commands.extend(orders.into_iter().map(Command::Keep));
    commands
}

fn forget_setup(state: &mut State, id: &str) -> Vec<Command> {
    let is_open = state.keeping.open.as_deref() == Some(id);
    if is_open && !at_work::is_free(state) {
        return Vec::new();
    }
    if is_open {
        reset(state);
        state.keeping.open = None;
        state.keeping.keys.turn();
    }
    state.keeping.setups.retain(|setup| setup.id != id);
    let mut forget = Vec::new();
    if id != PRACTICE {
        state.keeping.gone.insert(id.to_owned());
        forget.push(Order::ForgetKeys {
            setup: id.to_owned(),
            fields: SECRETS.to_vec(),
        });
    }
    // Noted first, so that the file knows of it before the store is asked.
    state.keeping.keys.note(&forget);
    let mut commands = save(state);
    commands.extend(forget.into_iter().map(Command::Keep));
    commands
}

/// An application was deleted in Auth0: saved set-ups that have it forget its values. The one that is open is emptied by
/// whoever knows of the deletion.
pub(super) fn forget_application(state: &mut State, id: &ClientId) -> Vec<Command> {
    let open = state.keeping.open.clone();
    let is_practice = state.world == Some(World::Practice);
    let mut orders = Vec::new();
    for setup in &mut state.keeping.setups {
        let is_its = setup.client_id.trim() == id.as_str() && setup.is_practice() == is_practice;
        if !is_its || open.as_ref() == Some(&setup.id) {
            continue;
        }
        setup.client_id.clear();
        setup.has_client_secret = false;
        setup.proved.clear();
        orders.push(Order::ForgetKeys {
            setup: setup.id.clone(),
            fields: vec![Field::ClientSecret],
        });
    }
    state.keeping.keys.note(&orders);
    orders.into_iter().map(Command::Keep).collect()
}

/// Forgets the set-ups here at once, and what is on this computer of them as soon as the password store has answered. The
/// file knows all of them until then.
fn forget_everything(state: &mut State) -> Vec<Command> {
    if state.keeping.forgetting.is_loading() || !at_work::is_free(state) {
        return Vec::new();
    }
    let real = state.keeping.setups.iter().filter(|one| !one.is_practice());
    let mut setups: BTreeSet<String> = real.map(|setup| setup.id.clone()).collect();
    setups.extend(state.keeping.keys.setups());
    let notice = state.keeping.notice.take();
    reset(state);
    state.place = Place::Settings;
    state.keeping = Keeping {
        forgetting: Remote::Loading,
        gone: setups.clone(),
        notice,
        ..Keeping::default()
    };
    vec![Command::Keep(Order::ForgetAllKeys {
        folder: state.folder.clone(),
        setups,
    })]
}

/// Forgets the file as well, once the password store has forgotten what it would not forget with everything else.
fn forget_the_rest(state: &State) -> Vec<Command> {
    let is_forgotten = state.keeping.forgetting.ready().is_some();
    if !is_forgotten || is_to_be_written(state) {
        return Vec::new();
    }
    let (folder, left) = (state.folder.clone(), Vec::new());
    vec![Command::Keep(Order::ForgetFiles { folder, left })]
}

#[cfg(test)]
mod tests;
