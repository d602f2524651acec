//! People who left Auth0, as the window knows them: who waits, whom the person has chosen, and the one thing that they have
//! asked for, which is looked at and shown before it is done.

mod job;
mod known;

use std::collections::{BTreeMap, BTreeSet};

pub use job::{Job, Stage, Wanted};
pub use known::{Shown, Sought};

use job::{How, action};
use known::of_list;

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::focus::FocusTarget;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::domain::removal::policy::{LEAST_DAYS, MOST_DAYS, names_it};
use crate::domain::removal::{Act, Automatic, Leavers, Policy, PolicyHalt, Stop};
use crate::protocol::checks::Scope;
use crate::protocol::command::{Command, Control};
use crate::protocol::places::Place;
use crate::protocol::queue::Queue;
use crate::protocol::removal::{
    Board, Ended, Planned, Preview, RemovalAction, RemovalEvent, RemovalReport, RemovalRequest,
    Subscription, Waiting,
};

/// What the window knows of people who left.
#[derive(Debug, Default)]
pub struct Removals {
    /// Everybody who left.
    pub board: Request<Board>,
    /// Which of them are listed.
    pub shown: Shown,
    /// Whom the person has chosen in the list, by Auth0's id.
    pub chosen: BTreeSet<String>,
    /// Whose evidence is shown.
    pub open: Option<String>,
    /// What the person has asked for.
    pub job: Option<Job>,
    /// What they type into the fields.
    pub typed: TypedRemovals,
    /// The number of people whom the person has read that a guard would stop.
    pub read: Option<u64>,
    /// The number that a guard wants was not typed, or not that one, when the person said that they have read it.
    pub not_read: bool,
    /// What was typed to turn something on is not what it has to be.
    pub not_named: bool,
    /// Turning on or off what is done by itself.
    pub policy: Request<()>,
    /// Whom practice has deleted in its Auth0, in the words to show.
    pub practice: Option<String>,
    /// Whether the services are being asked about those who are listed.
    looking: bool,
    /// What is known of all of them together, by whoever has said it last: the journal, a comparison or the list.
    leavers: Option<Leavers>,
    /// Whom the person has come to see, until they are found or turned away from.
    sought: Option<Sought>,
    request: Request<Ended>,
}

/// What is typed here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRemovals {
    /// The number of people.
    pub number: String,
    /// The name of the set-up.
    pub set_up: String,
    /// The number of days.
    pub days: String,
}

/// What the person does with people who left.
#[derive(Clone, Debug)]
pub enum RemovalsMsg {
    /// They want to see somebody, on whichever list they are.
    Sought(Sought),
    /// They want to see others.
    Showed(Shown),
    /// They chose somebody, or no longer.
    Chose(String),
    /// They chose everybody who may be chosen in one go, or nobody.
    ChoseAll(bool),
    /// They want to see what is known against somebody, or no longer.
    Opened(Option<String>),
    /// They have read what a guard says of all who wait.
    Read,
    /// They ask for something: it is shown first.
    Asked(Wanted),
    /// They want what did not come to its end tried again: it is shown first, as before.
    AskedAgain,
    /// They have seen who it is about, and want it done.
    Confirmed,
    /// They do not want it, or have seen what became of it.
    PutAside,
    /// They want what is being done to stop.
    Stop,
    /// They want something done by itself from now on.
    TurnOn(Automatic),
    /// They want nothing done by itself.
    TurnOff,
    /// In practice: somebody is to be deleted in Auth0.
    DeleteSomebody,
}

impl Removals {
    pub(in crate::app) fn update(&mut self, msg: RemovalsMsg, ctx: &Context) -> Effects {
        match msg {
            RemovalsMsg::Sought(sought) => {
                self.sought = Some(sought);
                return Signal::Go(Place::Left).into();
            }
            RemovalsMsg::Showed(shown) => {
                self.sought = None;
                self.shown = shown;
                self.chosen.clear();
                self.open = None;
            }
            RemovalsMsg::Chose(id) => {
                if !self.chosen.remove(&id) {
                    self.chosen.insert(id);
                }
            }
            RemovalsMsg::ChoseAll(all) => {
                self.chosen = if all {
                    self.choosable()
                } else {
                    BTreeSet::new()
                };
            }
            RemovalsMsg::Opened(id) => self.open = id,
            RemovalsMsg::Read => {
                let number = self.number_to_read();
                self.read = number.filter(|_| self.typed_number() == number);
                self.not_read = self.read.is_none();
                if self.not_read {
                    return Signal::Focus(FocusTarget::Number).into();
                }
                // What is typed for the list says nothing of the names that are shown later.
                self.typed.number.clear();
            }
            RemovalsMsg::Asked(wanted) => return self.look(wanted, ctx),
            RemovalsMsg::AskedAgain => return self.ask_again(ctx),
            RemovalsMsg::Confirmed => return self.carry_out(ctx),
            RemovalsMsg::PutAside if self.is_working() => {}
            RemovalsMsg::PutAside => return self.put_aside(ctx),
            RemovalsMsg::Stop => return Control::Stop(Queue::Work).into(),
            RemovalsMsg::TurnOn(act) => return self.turn_on(act, ctx),
            RemovalsMsg::TurnOff => return self.set_policy(None, ctx),
            RemovalsMsg::DeleteSomebody => {
                return Command::PracticeLeave.into();
            }
        }
        Effects::none()
    }

    /// Whether something is being done that must come to its end before anything else.
    pub fn is_working(&self) -> bool {
        let stage = self.job.as_ref().map(|job| &job.stage);
        matches!(stage, Some(Stage::Working))
    }

    /// How many wait for a decision; `None` while that is not known here.
    pub fn waiting(&self) -> Option<u64> {
        self.leavers.as_ref().map(|leavers| leavers.waiting)
    }

    /// What is done by itself, as far as is known here; `None` for nothing.
    pub fn by_itself(&self) -> Option<&Policy> {
        self.leavers.as_ref()?.policy.as_ref()
    }

    /// What stands in the way of what is done by itself, where anything does.
    pub fn halt(&self) -> Option<&PolicyHalt> {
        self.leavers.as_ref()?.halt.as_ref()
    }

    /// Whom the person has come to see and who is on no list, once that is known.
    pub fn not_found(&self) -> Option<&Sought> {
        self.sought.as_ref().filter(|_| !self.is_looking())
    }

    /// Whether the services are being asked about those who are listed.
    pub fn is_looking(&self) -> bool {
        self.looking || self.board.is_loading()
    }

    /// A comparison says how many wait.
    pub(in crate::app) fn counted(&mut self, waiting: u64) {
        self.leavers.get_or_insert_default().waiting = waiting;
    }

    /// The journal or the list says what is known of all of them.
    pub(in crate::app) fn known(&mut self, leavers: Leavers) {
        self.leavers = Some(leavers);
    }

    /// What is done by itself was stopped, or is so still. The desktop is told once of each cause.
    fn halted(&mut self, halt: PolicyHalt, ctx: &Context) -> Effects {
        let is_new = halt.since == halt.at;
        let told = Command::Tell {
            title: format!("{}: {}", ctx.title, halt.what),
            body: halt.why.clone(),
        };
        self.leavers.get_or_insert_default().halt = Some(halt);
        if is_new { told.into() } else { Effects::none() }
    }

    /// Shows the list on which somebody is, and what is known against them.
    fn show_sought(&mut self) {
        let (Some(sought), Some(board)) = (&self.sought, self.board.latest()) else {
            return;
        };
        if let Some((shown, id)) = sought.on(board) {
            self.shown = shown;
            self.chosen.clear();
            self.open = Some(id);
            self.sought = None;
        }
    }

    /// Those of whom nobody stops anybody from being chosen in one go.
    fn choosable(&self) -> BTreeSet<String> {
        let Some(board) = self.board.latest() else {
            return BTreeSet::new();
        };
        let of = |people: &[Waiting]| {
            let unprotected = people.iter().filter(|one| one.subscription.why().is_none());
            unprotected.map(|one| one.id.clone()).collect()
        };
        match self.shown {
            Shown::Waiting if self.number_to_read() != self.read => BTreeSet::new(),
            Shown::Waiting => of(&board.waiting),
            Shown::Kept => of(&board.kept),
            Shown::Merged => BTreeSet::new(),
            Shown::Removed => board.removed.iter().map(|one| one.id.clone()).collect(),
        }
    }

    /// The number to be typed before everybody who waits can be chosen in one go; `None` where no guard would stop it, or one
    /// that nothing overrides.
    pub fn number_to_read(&self) -> Option<u64> {
        let board = self.board.latest()?;
        let can = !board.stops.is_empty() && board.stops.iter().all(Stop::can_be_confirmed);
        can.then_some(board.waiting.len() as u64)
    }

    fn typed_number(&self) -> Option<u64> {
        let digits: String = (self.typed.number.chars())
            .filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}'))
            .collect();
        digits.parse().ok()
    }

    /// Asks for what is written down; `look` also asks the services.
    pub(in crate::app) fn ask(&mut self, look: bool, ctx: &Context) -> Effects {
        let Ok(setup) = ctx.setup(Scope::Everything) else {
            self.board.forget();
            self.looking = false;
            return Effects::none();
        };
        self.looking = look;
        Command::Removal(RemovalRequest {
            setup: Box::new(setup),
            action: RemovalAction::Board { look },
            shown: None,
            ticket: self.board.ask(),
        })
        .into()
    }

    fn look(&mut self, wanted: Wanted, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if self.is_working() || !ctx.is_free(&mut effects) {
            return effects;
        }
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            return effects;
        };
        effects.send(Command::Removal(RemovalRequest {
            setup: Box::new(setup),
            action: action(&wanted, How::Show),
            shown: None,
            ticket: self.request.ask(),
        }));
        self.typed.number.clear();
        self.job = Some(Job {
            wanted,
            stage: Stage::Looking,
            preview: Preview::default(),
            seen_to: 0,
            left: Vec::new(),
            not_typed: false,
        });
        if ctx.place == Place::Left {
            effects.signal(Signal::Focus(FocusTarget::Heading));
        } else {
            effects.signal(Signal::Go(Place::Left));
        }
        effects
    }

    fn ask_again(&mut self, ctx: &Context) -> Effects {
        match &self.job {
            Some(job) if matches!(job.stage, Stage::Over(Err(_))) => {
                self.look(job.wanted.clone(), ctx)
            }
            Some(_) => Effects::none(),
            None => self.ask(true, ctx),
        }
    }

    fn carry_out(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        let typed = self.typed_number();
        let Some(job) = &mut self.job else {
            return effects;
        };
        if !matches!(job.stage, Stage::Review) || !job.may_go_on() || !ctx.is_free(&mut effects) {
            return effects;
        }
        let count = job.preview.people.len() as u64;
        let confirmed = typed.filter(|typed| *typed == count);
        job.not_typed = !job.preview.stops.is_empty() && confirmed.is_none();
        if job.not_typed {
            effects.signal(Signal::Focus(FocusTarget::Number));
            return effects;
        }
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            return effects;
        };
        job.stage = Stage::Working;
        let shown = job.preview.people.iter().map(|one| one.id.clone());
        effects.send(Command::Removal(RemovalRequest {
            setup: Box::new(setup),
            action: action(&job.wanted, How::Do(confirmed)),
            shown: Some(shown.collect()),
            ticket: self.request.ask(),
        }));
        effects.signal(Signal::Focus(FocusTarget::Heading));
        effects
    }

    fn put_aside(&mut self, ctx: &Context) -> Effects {
        let Some(job) = self.job.take() else {
            return Effects::none();
        };
        self.request.forget();
        self.typed.number.clear();
        let mut effects = Effects::from(Signal::Focus(FocusTarget::Heading));
        match job.stage {
            Stage::Over(_) => {
                self.chosen.clear();
                self.open = None;
                effects.append(self.ask(true, ctx));
            }
            // It is looked at behind what is at work, and nobody waits for it any more.
            Stage::Looking | Stage::Review | Stage::Working => {}
        }
        if let Wanted::Undo(_) | Wanted::RestoreRun(_) = job.wanted {
            effects.signal(Signal::Go(Place::History));
        }
        effects
    }

    fn turn_on(&mut self, act: Automatic, ctx: &Context) -> Effects {
        let days = self.typed.days.trim().parse::<u16>().ok();
        let named = names_it(&self.typed.set_up, &ctx.title);
        let days = days.filter(|days| (LEAST_DAYS..=MOST_DAYS).contains(days));
        self.not_named = !named || days.is_none();
        match days.filter(|_| !self.not_named) {
            Some(days) => self.set_policy(Some((act, days)), ctx),
            None => Effects::none(),
        }
    }

    fn set_policy(&mut self, wanted: Option<(Automatic, u16)>, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        let Some(setup) = ctx.setup_to_ask(Scope::Everything, &mut effects) else {
            return effects;
        };
        self.not_named = false;
        self.typed.set_up.clear();
        self.typed.days.clear();
        effects.send(Command::Removal(RemovalRequest {
            setup: Box::new(setup),
            action: RemovalAction::SetPolicy {
                wanted,
                set_up: ctx.title.clone(),
            },
            shown: None,
            ticket: self.policy.ask(),
        }));
        effects
    }

    /// Takes in what the worker tells.
    pub(in crate::app) fn told(&mut self, event: RemovalEvent, ctx: &Context) -> Effects {
        let RemovalEvent { told, ticket } = event;
        if let RemovalReport::Board(board) = told {
            let board = board.map(|board| self.with_what_is_known(*board));
            let is_last = board.as_ref().map_or(true, |board| board.looked);
            if self.board.answer(ticket, board) {
                self.looking &= !is_last;
                if let Some(board) = self.board.ready() {
                    self.leavers = Some(of_list(board));
                }
                self.keep_chosen();
                self.show_sought();
            }
            return Effects::none();
        }
        if let RemovalReport::PolicyStopped(halt) = told {
            return self.halted(*halt, ctx);
        }
        if let RemovalReport::PolicySet(result) = told {
            let is_set = result.is_ok();
            if self.policy.answer(ticket, result) && is_set {
                return self.ask(self.looking, ctx);
            }
            return Effects::none();
        }
        if !self.request.is_current(ticket) {
            return Effects::none();
        }
        let Some(job) = &mut self.job else {
            return Effects::none();
        };
        match told {
            RemovalReport::Preview(preview) => job.preview = preview,
            RemovalReport::Did(did) => job.did(&did),
            RemovalReport::Ended(result) => return self.ended(result, ctx),
            RemovalReport::Waiting(_)
            | RemovalReport::Board(_)
            | RemovalReport::PolicySet(_)
            | RemovalReport::PolicyStopped(_) => {}
        }
        Effects::none()
    }

    fn ended(&mut self, result: Result<Ended, Box<Issue>>, ctx: &Context) -> Effects {
        let Some(job) = &mut self.job else {
            return Effects::none();
        };
        let is_shown = matches!(&result, Ok(ended) if ended.preview);
        let has_begun = match &result {
            Ok(ended) => !ended.preview && ended.done > 0,
            Err(_) => job.seen_to > 0,
        };
        let undone: Vec<&str> = (self.board.latest().into_iter())
            .flat_map(|board| &board.removed)
            .filter(|one| one.act == Act::TakeBack)
            .map(|one| one.id.as_str())
            .collect();
        let brings_back = |one: &Planned| undone.contains(&one.id.as_str());
        // Whoever has left is in no count of a sync; whom an undo takes back or a way back brings back is.
        let overtakes = has_begun
            && match job.wanted {
                Wanted::Undo(_) => true,
                Wanted::Restore(_) | Wanted::RestoreRun(_) => {
                    job.preview.people.iter().any(brings_back)
                }
                Wanted::Decide(..) => false,
            };
        job.stage = if is_shown {
            Stage::Review
        } else {
            Stage::Over(result)
        };
        let mut effects = Effects::none();
        if is_shown {
            effects.signal(Signal::FocusOn(Place::Left, FocusTarget::Heading));
        } else {
            if overtakes {
                effects.signal(Signal::WayBackTaken);
            }
            // The list is that of before; what became of it stands above.
            effects.append(self.ask(false, ctx));
        }
        effects
    }

    /// What is only written down has no word about subscriptions and guards: what was heard of the same people still counts.
    fn with_what_is_known(&self, mut board: Board) -> Board {
        let Some(former) = self.board.latest().filter(|_| !board.looked) else {
            return board;
        };
        let known: BTreeMap<&str, &Waiting> = (former.waiting.iter().chain(&former.kept))
            .map(|one| (one.id.as_str(), one))
            .collect();
        for one in board.waiting.iter_mut().chain(&mut board.kept) {
            let before = known.get(one.id.as_str());
            one.subscription = before.map_or(Subscription::NotKnown, |it| it.subscription.clone());
        }
        if board.stops.is_empty() && board.waiting.len() == former.waiting.len() {
            board.stops.clone_from(&former.stops);
        }
        board
    }

    /// Who is on no list any more cannot be chosen.
    fn keep_chosen(&mut self) {
        let Some(board) = self.board.ready() else {
            return;
        };
        let waiting = board.waiting.iter().chain(&board.kept);
        let all: BTreeSet<&str> = (waiting.map(|one| one.id.as_str()))
            .chain(board.removed.iter().map(|one| one.id.as_str()))
            .collect();
        self.chosen.retain(|id| all.contains(id.as_str()));
        let is_there =
            |id: &String| all.contains(id.as_str()) || board.merged.iter().any(|one| one.id == *id);
        self.open = self.open.take().filter(is_there);
        if self.read != self.number_to_read() {
            self.read = None;
        }
    }

    /// Who was deleted in practice's Auth0, or that nobody could be.
    pub(in crate::app) fn practice_left(&mut self, name: Option<String>) {
        self.practice = Some(match name {
            Some(name) => format!(
                "{name} was deleted in practice Auth0. Check both sides twice: once Auth0 has said twice that they are gone, they are on this list."
            ),
            None => "Hardly anybody is left in practice Auth0, and those stay.".to_owned(),
        });
    }

    /// What was read with the former value is another tenant's.
    pub(in crate::app) fn credential_changed(&mut self) {
        self.board.forget();
        self.looking = false;
        self.leavers = None;
        self.sought = None;
        self.chosen.clear();
        self.open = None;
        self.read = None;
        // What is being done was begun with its own values, and is told to its end.
        if !self.is_working() {
            self.job = None;
            self.request.forget();
        }
    }

    /// The person has left the page: what was shown must be shown anew. What became of something stays until it was seen.
    pub(in crate::app) fn page_left(&mut self) {
        // What is at work goes on. What became of it stays where there is more to be read or done: who was left and why, or how
        // to go on after a problem.
        let (is_shown, is_over) = match &self.job {
            Some(job) => (
                matches!(job.stage, Stage::Review),
                matches!(job.stage, Stage::Over(Ok(_)))
                    && job.left.is_empty()
                    && job.preview.left_out.is_empty(),
            ),
            None => (false, false),
        };
        if is_shown || is_over {
            self.job = None;
            self.request.forget();
        }
        if is_over {
            self.chosen.clear();
            self.open = None;
        }
        self.practice = None;
        self.sought = None;
        self.not_named = false;
        self.not_read = false;
        self.policy.forget();
        self.typed = TypedRemovals::default();
    }

    /// Another set-up is open.
    pub(in crate::app) fn reset(&mut self) {
        self.board.forget();
        self.request.forget();
        self.policy.forget();
        *self = Self {
            board: std::mem::take(&mut self.board),
            request: std::mem::take(&mut self.request),
            policy: std::mem::take(&mut self.policy),
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests;
