//! "Let the app do it", as the window knows it: the temporary key, the choices, the plan, and how far it is. What the
//! engine is told and tells is in [`install`](crate::protocol::install).
//!
//! The temporary key lives here and in the worker, in memory only. It goes from here when it stops working, when another one is
//! asked for, and when the set-up is left; the worker has the one that was looked with last, until the window is closed.

use super::msg::{Private, World};
use super::state::State;
use super::{at_work, keeping, onboarding};
use crate::domain::ids::ClientId;
use crate::domain::install::{self, Answer, Change, Choices, Plan, Step, StepState, TokenFacts};
use crate::domain::issue::{Code, Issue, TemporaryKeyTrouble};
use crate::domain::pasted::{self, Field, ManagementToken};
use crate::domain::snippet;
use crate::protocol::checks::{self, Scope};
use crate::protocol::command::Command;
use crate::protocol::install::{InstallEnd, InstallSetup, News, Order, Report};
use crate::protocol::lane::Lane;
use crate::protocol::places::{Part, Place};
use crate::protocol::saved::Way;
use crate::protocol::setup::UserHubSetup;
use crate::protocol::ticket::Ticket;

/// The automatic set-up as it stands in the window.
#[derive(Default)]
pub struct Automatic {
    /// Who does the Auth0 part.
    pub way: Way,
    /// The temporary key as it is pasted. It is emptied as soon as it was read.
    pub draft: String,
    /// The temporary key, once it was read.
    pub key: Option<ManagementToken>,
    /// Why what was pasted cannot be used.
    pub mistake: Option<Issue>,
    /// The answers that were given so far.
    pub choices: Choices,
    /// The number of the last order; news of another one are dropped.
    pub ticket: Ticket,
    /// Where it is.
    pub stage: Stage,
}

/// Where the automatic set-up is.
#[derive(Debug, Default)]
pub enum Stage {
    /// It waits for a temporary key.
    #[default]
    Key,
    /// The tenant is being looked at. Nothing is changed.
    Looking,
    /// The plan waits for the person. Nothing was changed yet.
    Review(Box<Plan>),
    /// The changes are being made, or put back.
    Working(Box<Work>),
    /// It is over, for the moment.
    Over {
        /// What was done.
        work: Box<Work>,
        /// What it came to.
        report: Box<Report>,
    },
}

/// Changes that are being made or put back.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// The plan that is carried out; `None` while something is undone.
    pub plan: Option<Plan>,
    /// How far each change is; a change that has not begun is not in it.
    pub steps: Vec<Step>,
    /// Whether it is an undoing.
    undoing: bool,
}

/// What the person does on the pages of the automatic set-up.
#[derive(Clone, Debug)]
pub enum Said {
    /// They chose who does the Auth0 part.
    ChoseWay(Way),
    /// They pasted something into the field for the temporary key.
    Pasted(Private),
    /// They typed in it.
    Typed,
    /// They asked to see what would change; also after a new key, and to try again.
    AskedToLook,
    /// They answered a question of the plan.
    Answered(Change, Answer),
    /// They chose which code the Action runs.
    ChoseCode(snippet::Code),
    /// They moved the Action to this place in the Login flow, from 0.
    Moved(usize),
    /// They asked to make the changes of the plan that is shown.
    AskedToMake,
    /// They asked to put everything back.
    AskedToUndo,
    /// They want another temporary key: the one here is forgotten.
    AskedForNewKey,
    /// They asked to go on with the documented steps by hand. What is done already is ticked there.
    AskedToFinishByHand,
    /// In practice: they asked for a temporary key of the practice Auth0.
    AskedForPracticeKey,
    /// In practice: they asked that UserHub's part (Parts 3 and 4) be done there.
    AskedForPracticeConsole,
}

impl Automatic {
    /// What the temporary key says of itself.
    pub fn facts(&self) -> Option<TokenFacts> {
        self.key.as_ref().map(TokenFacts::of)
    }

    /// Whether the app does the Auth0 part.
    pub fn is_chosen(&self) -> bool {
        self.way == Way::ByTheApp
    }

    /// Whether something is being asked of Auth0 or changed there.
    pub fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Looking | Stage::Working(_))
    }

    /// Whether the rest waits for UserHub's part.
    pub fn has_to_wait(&self) -> bool {
        match &self.stage {
            Stage::Over { report, .. } => matches!(report.end, InstallEnd::FirstHalf),
            Stage::Review(plan) => plan.is_first_half(),
            Stage::Key | Stage::Looking | Stage::Working(_) => false,
        }
    }

    /// Whether everything was made and seen to stand.
    pub fn is_done(&self) -> bool {
        matches!(&self.stage, Stage::Over { report, .. } if matches!(report.end, InstallEnd::Done))
    }
}

impl std::fmt::Debug for Automatic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The draft may be a key.
        f.debug_struct("Automatic")
            .field("way", &self.way)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}

impl Work {
    /// How far one change is; `None` while it has not begun.
    pub fn state(&self, change: Change) -> Option<&StepState> {
        let mut steps = self.steps.iter().filter(|step| step.change == change);
        steps.next().map(|step| &step.state)
    }

    /// Whether it is something that is undone.
    pub const fn is_undoing(&self) -> bool {
        self.undoing
    }

    /// The changes that were taken back.
    fn put_back(&self) -> Vec<Change> {
        let done = |step: &&Step| matches!(step.state, StepState::Done(_));
        let steps = self.steps.iter().filter(done);
        steps.map(|step| step.change).collect()
    }

    /// A change is in the list once, with its latest state.
    fn note(&mut self, step: Step) {
        match self.steps.iter_mut().find(|has| has.change == step.change) {
            Some(has) => *has = step,
            None => self.steps.push(step),
        }
    }
}

/// Where the primary button leads, where the automatic set-up makes a difference to it.
pub(super) fn next(state: &State) -> Option<Place> {
    let automatic = &state.automatic;
    match state.place {
        Place::Before | Place::Key if automatic.is_chosen() => Some(Place::Automatic),
        Place::Automatic if automatic.has_to_wait() => Some(Place::ConnectionValues),
        Place::Automatic => Some(Place::Check),
        _ => None,
    }
}

/// Where Back leads, where the automatic set-up makes a difference to it.
pub(super) fn back(state: &State) -> Option<Place> {
    let has_userhub = state.setup(Scope::Everything).is_ok();
    match state.place {
        Place::Automatic if has_userhub => Some(Place::Key),
        Place::Automatic => Some(Place::Before),
        Place::ConnectionValues | Place::Check if state.automatic.is_chosen() => {
            Some(Place::Automatic)
        }
        _ => None,
    }
}

/// Comes to the pages of the automatic set-up. With a key at hand they show what is to be done now.
pub(super) fn enter(state: &mut State) -> Vec<Command> {
    let is_settled = matches!(state.automatic.stage, Stage::Review(_) | Stage::Over { .. });
    let is_done = state.automatic.is_done();
    if state.automatic.key.is_some() && is_settled && !is_done {
        return look(state);
    }
    Vec::new()
}

/// The time has moved on: a key that has ended is forgotten.
pub(super) fn time_is(state: &mut State) -> Vec<Command> {
    let end = state.automatic.key.as_ref().and_then(|key| key.expires_at);
    match end {
        Some(end) if end <= state.now.as_second() => key_ended(state),
        _ => Vec::new(),
    }
}

/// Takes in what the person did.
pub(super) fn heard(state: &mut State, said: Said) -> Vec<Command> {
    match said {
        Said::ChoseWay(way) => {
            state.automatic.way = way;
            Vec::new()
        }
        Said::Pasted(text) => paste(state, &text),
        Said::Typed => {
            state.automatic.mistake = None;
            Vec::new()
        }
        Said::AskedToLook => look_with_draft(state),
        Said::Answered(change, answer) => {
            let choices = &mut state.automatic.choices;
            match change {
                Change::Application => choices.application = Some(answer),
                _ => choices.action = Some(answer),
            }
            look(state)
        }
        Said::ChoseCode(code) => {
            state.automatic.choices.code = code;
            look(state)
        }
        Said::Moved(place) => {
            state.automatic.choices.place = Some(place);
            look(state)
        }
        Said::AskedToMake => make(state),
        Said::AskedToUndo => undo(state),
        Said::AskedForNewKey => {
            let looking = matches!(state.automatic.stage, Stage::Looking);
            state.automatic.key = None;
            state.automatic.stage = Stage::Key;
            // What was looked at with the former key is late now.
            state.automatic.ticket = state.automatic.ticket.next();
            looking
                .then_some(Command::Stop(Lane::Work))
                .into_iter()
                .collect()
        }
        Said::AskedForPracticeKey => vec![Command::GivePracticeKey],
        Said::AskedToFinishByHand => {
            state.automatic.way = Way::ByHand;
            let place = match has_application(state) {
                false => Place::Application,
                true if state.setup(Scope::Everything).is_err() => Place::ConnectionValues,
                true => Place::ActionCreate,
            };
            onboarding::go(state, place)
        }
        Said::AskedForPracticeConsole => practice_console(state),
    }
}

/// Takes in what the worker reports.
pub(super) fn reported(state: &mut State, news: News, ticket: Ticket) -> Vec<Command> {
    match news {
        // The application stands in Auth0, whatever was asked since: its values are not to be lost.
        News::Application {
            client_id,
            client_secret,
        } => {
            let mut commands = fill(state, Field::ClientId, client_id.as_str());
            if let Some(secret) = client_secret {
                commands.extend(fill(state, Field::ClientSecret, secret.expose()));
            }
            return commands;
        }
        _ if ticket != state.automatic.ticket => {}
        News::Looked(plan) => state.automatic.stage = Stage::Review(plan),
        News::Step(step) => {
            if let Stage::Working(work) = &mut state.automatic.stage {
                work.note(step);
            }
        }
        News::Ended(report) => return ended(state, report),
    }
    Vec::new()
}

fn has_application(state: &State) -> bool {
    !state.drafts.client_id.is_empty() && !state.drafts.client_secret.is_empty()
}

/// The practice world hands out a temporary key.
pub(super) fn practice_key(state: &mut State, key: ManagementToken) -> Vec<Command> {
    take(state, key)
}

/// The practice world's UserHub has its connection and its key, as after Parts 3 and 4.
pub(super) fn practice_console_done(state: &mut State, side: &UserHubSetup) -> Vec<Command> {
    let mut commands = fill(state, Field::ConnectionId, side.connection.as_str());
    commands.extend(fill(state, Field::ApiKey, side.key.expose()));
    state.place = Place::Automatic;
    commands.extend(look(state));
    commands
}

/// A key that is pasted whole is read at once.
fn paste(state: &mut State, text: &Private) -> Vec<Command> {
    text.0.trim().clone_into(&mut state.automatic.draft);
    read_draft(state)
}

/// Looks at the tenant with the key that is known, or was typed.
fn look_with_draft(state: &mut State) -> Vec<Command> {
    let mut commands = Vec::new();
    if !state.automatic.draft.trim().is_empty() {
        commands = read_draft(state);
        if state.automatic.mistake.is_some() {
            return commands;
        }
    }
    if state.automatic.key.is_none() {
        state.automatic.mistake = Some(Issue::temporary_key_wanted());
        return commands;
    }
    commands.extend(look(state));
    commands
}

/// Reads what was typed or pasted as a temporary key. What a key is not is told at the field.
fn read_draft(state: &mut State) -> Vec<Command> {
    if state.automatic.draft.trim().is_empty() {
        return Vec::new();
    }
    let found = pasted::read(&state.automatic.draft);
    let remark = found.remarks.first().map(|remark| remark.text());
    match found.management_token {
        Some(_) if is_foreign_to_practice(state, found.management_token.as_ref()) => {
            state.automatic.draft.clear();
            state.automatic.mistake = Some(Issue::practice_needs_no_temporary_key());
            Vec::new()
        }
        Some(key) => take(state, key),
        None => {
            state.automatic.mistake = Some(Issue::not_a_temporary_key(remark));
            Vec::new()
        }
    }
}

/// Practice never needs a real key.
fn is_foreign_to_practice(state: &State, key: Option<&ManagementToken>) -> bool {
    let practice = state.practice.ready();
    state.world == Some(World::Practice)
        && key.is_some_and(|key| practice.is_none_or(|setup| setup.domain != key.domain))
}

fn take(state: &mut State, key: ManagementToken) -> Vec<Command> {
    state.automatic.draft.clear();
    state.automatic.mistake = None;
    // The key says which tenant it is for. A tenant that the person has named already is held against it by the look.
    let commands = if state.drafts.domain.trim().is_empty() {
        fill(state, Field::Domain, key.domain.as_str())
    } else {
        Vec::new()
    };
    state.automatic.key = Some(key);
    // The page tells what the key says of itself. It is looked with when the person asks for that.
    state.automatic.stage = Stage::Key;
    commands
}

/// Enters a value, as if the person had.
fn fill(state: &mut State, field: Field, value: &str) -> Vec<Command> {
    if state.drafts.get(field) == value {
        return Vec::new();
    }
    value.clone_into(state.drafts.get_mut(field));
    onboarding::edited(state, field)
}

fn order(state: &mut State, order: Order) -> Vec<Command> {
    let ticket = state.automatic.ticket.next();
    state.automatic.ticket = ticket;
    vec![Command::Install { order, ticket }]
}

/// What the engine needs; `None` while there is no key or no tenant.
fn setup(state: &State) -> Option<Box<InstallSetup>> {
    let token = state.automatic.key.clone()?;
    let known = state.known();
    let whole = state.setup(Scope::Everything).ok();
    let tenant = state.setup(Scope::Tenant).ok()?;
    // An address of the region us fits two domains, and the key says which one it is.
    let second = tenant.or_domain.filter(|second| *second == token.domain);
    let is_practice = state.world == Some(World::Practice);
    Some(Box::new(InstallSetup {
        domain: second.unwrap_or(tenant.domain),
        token,
        application: known.client_id,
        userhub: whole.and_then(|setup| setup.userhub),
        endpoints: tenant.endpoints,
        folder: if is_practice {
            tenant.profile
        } else {
            state.folder.join("install")
        },
        way: install::Way::Window,
    }))
}

fn look(state: &mut State) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    let Some(setup) = setup(state) else {
        state.automatic.stage = Stage::Key;
        return Vec::new();
    };
    let choices = state.automatic.choices.clone();
    state.automatic.stage = Stage::Looking;
    order(state, Order::Look { setup, choices })
}

fn make(state: &mut State) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    let Stage::Review(plan) = &state.automatic.stage else {
        return Vec::new();
    };
    if !plan.questions.is_empty() {
        return Vec::new();
    }
    let number = plan.number;
    let work = Work {
        plan: Some((**plan).clone()),
        ..Work::default()
    };
    state.automatic.stage = Stage::Working(Box::new(work));
    order(state, Order::Act { plan: number })
}

fn undo(state: &mut State) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    let Some(setup) = setup(state) else {
        state.automatic.stage = Stage::Key;
        state.automatic.mistake = Some(Issue::temporary_key_wanted());
        return Vec::new();
    };
    state.automatic.stage = Stage::Working(Box::new(Work {
        undoing: true,
        ..Work::default()
    }));
    order(state, Order::Undo { setup })
}

fn ended(state: &mut State, report: Box<Report>) -> Vec<Command> {
    if let InstallEnd::Problem(issue) = &report.end
        && issue.code == Code::E12
    {
        state.automatic.key = None;
    }
    let mut commands = Vec::new();
    match &state.automatic.stage {
        Stage::Working(work) if work.is_undoing() => {
            let back = work.put_back();
            commands = undone(state, &back, report.deleted.as_ref());
        }
        _ => tick_steps(state, &report.done),
    }
    if matches!(report.end, InstallEnd::Done) {
        // The engine has looked at each change after it was made.
        state.proved_at.insert(Part::Action, state.now);
        state.problems.remove(&Part::Action);
    }
    let work = match std::mem::take(&mut state.automatic.stage) {
        Stage::Working(work) => work,
        Stage::Key | Stage::Looking | Stage::Review(_) | Stage::Over { .. } => Box::default(),
    };
    let stands = matches!(report.end, InstallEnd::Done | InstallEnd::FirstHalf);
    state.automatic.stage = Stage::Over { work, report };
    if stands && has_application(state) {
        return onboarding::check(state, Scope::Auth0);
    }
    commands
}

/// What was put back is gone, and so is what was proved with it. An application that was there before keeps its values, and
/// so does a set-up of the tenant that has another one.
fn undone(state: &mut State, back: &[Change], deleted: Option<&ClientId>) -> Vec<Command> {
    state.automatic.choices = Choices::default();
    let mut commands = Vec::new();
    let open = state.drafts.client_id.trim();
    let is_anothers = deleted.is_some_and(|id| !open.is_empty() && open != id.as_str());
    if !is_anothers && !back.is_empty() {
        state.proved_at.remove(&Part::Action);
        for step in back.iter().flat_map(|change| change.documented_steps()) {
            state.ticks.remove(*step);
        }
        commands = withdraw(state, back);
    }
    let Some(deleted) = deleted else {
        return commands;
    };
    if state.drafts.client_id.trim() == deleted.as_str() {
        for field in [Field::ClientId, Field::ClientSecret] {
            commands.extend(fill(state, field, ""));
        }
    }
    commands.extend(keeping::forget_application(state, deleted));
    commands
}

/// What checks saw of a change says nothing once it was taken back.
#[must_use]
fn withdraw(state: &mut State, back: &[Change]) -> Vec<Command> {
    let is_action = |name: &str| {
        checks::named(name).is_some_and(|check| check.subject == checks::Subject::Action)
    };
    let mut commands = Vec::new();
    for change in back {
        match change {
            Change::Application | Change::Permissions => {
                commands.extend(onboarding::edited(state, Field::ClientId));
            }
            Change::Action | Change::Secrets | Change::Flow => {
                state.proof.seen.retain(|name, _| !is_action(name));
            }
        }
    }
    commands
}

/// The documented steps that a change does; whoever goes on by hand finds them ticked.
fn tick_steps(state: &mut State, done: &[Change]) {
    let steps = done.iter().flat_map(|change| change.documented_steps());
    state.ticks.extend(steps.map(|step| (*step).to_owned()));
}

/// The key is forgotten at its end. What is being made goes on, and ends by itself when Auth0 refuses the key.
fn key_ended(state: &mut State) -> Vec<Command> {
    if matches!(state.automatic.stage, Stage::Working(_)) {
        return Vec::new();
    }
    state.automatic.key = None;
    if matches!(state.automatic.stage, Stage::Looking | Stage::Review(_)) {
        let looking = matches!(state.automatic.stage, Stage::Looking);
        let changes = match &state.automatic.stage {
            Stage::Review(plan) => plan.changes() as u64,
            _ => 0,
        };
        state.automatic.stage = Stage::Key;
        state.automatic.mistake = Some(Issue::temporary_key(
            &TemporaryKeyTrouble::Ended,
            0,
            changes,
        ));
        state.automatic.ticket = state.automatic.ticket.next();
        // Only its own look is stopped: while a plan waits, a sync may be at work in the lane.
        return looking
            .then_some(Command::Stop(Lane::Work))
            .into_iter()
            .collect();
    }
    Vec::new()
}

/// Does in the practice UserHub what a person does in Parts 3 and 4: saves the application's values, and makes a key.
fn practice_console(state: &mut State) -> Vec<Command> {
    let known = state.known();
    let (Some(client_id), false) = (known.client_id, state.drafts.client_secret.is_empty()) else {
        return Vec::new();
    };
    vec![Command::SetUpPracticeConsole {
        client_id,
        client_secret: crate::domain::secret::Secret::new(&state.drafts.client_secret),
    }]
}

#[cfg(test)]
mod tests;
