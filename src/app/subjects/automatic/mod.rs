//! "Let the app do it", as the window knows it: the temporary key, the choices, the plan, and how far it is. What the
//! engine is told and tells is in [`install`](crate::protocol::install).
//!
//! The temporary key lives here and in the worker, in memory only. It goes from here when it stops working, when another one is
//! asked for, and when the set-up is left; the worker has the one that was looked with last, until the window is closed.

mod ending;
mod work;

use jiff::Timestamp;

pub use work::Work;

use secrecy::zeroize::{Zeroize as _, Zeroizing};

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::focus::FocusTarget;
use crate::app::private::Private;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::install::{
    self, Answer, Change, Choices, LiveUpdates, Plan, TokenFacts, UndoPlan,
};
use crate::domain::issue::{Issue, TemporaryKeyTrouble};
use crate::domain::pasted::{self, Field, ManagementToken};
use crate::domain::secret::Secret;
use crate::domain::snippet;
use crate::protocol::checks::Scope;
use crate::protocol::command::{Command, Control};
use crate::protocol::install::{
    Event as InstallEvent, InstallEnd, InstallSetup, Report, Request as InstallRequest,
};
use crate::protocol::places::Place;
use crate::protocol::queue::Queue;
use crate::protocol::settings::{SavedSetup, Way};
use crate::protocol::setup::UserHubSetup;
use crate::protocol::ticket::Ticket;

/// The automatic set-up as it stands in the window.
#[derive(Default)]
pub struct Automatic {
    /// Who does the Auth0 part.
    pub way: Way,
    /// The temporary key as it is pasted. It is emptied as soon as it was read.
    pub draft: Zeroizing<String>,
    /// The temporary key, once it was read.
    pub key: Option<ManagementToken>,
    /// Why what was pasted cannot be used.
    pub mistake: Option<Issue>,
    /// The answers that were given so far.
    pub choices: Choices,
    /// Where it is.
    pub stage: Stage,
    /// What the tenant is looked at for.
    pub purpose: Purpose,
    /// What was ordered last; what is told of another order is dropped.
    order: Request<()>,
    /// Whether a look was made void by a value that has changed, and is made again when the person is back.
    outdated: bool,
}

/// What the tenant is looked at for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To set it up.
    #[default]
    SetUp,
    /// To take back what was set up.
    Undo,
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
    /// What undoing would do waits for the person. Nothing was put back yet.
    ReviewUndo(Box<UndoPlan>),
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

/// What the person does on the pages of the automatic set-up.
#[derive(Clone, Debug)]
pub enum AutomaticMsg {
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
    /// They asked to see what undoing would do.
    AskedToReviewUndo,
    /// They asked to put back what the review of undoing shows.
    AskedToUndo,
    /// They want nothing undone: what there is to set up is shown again.
    AskedToKeep,
    /// They want another temporary key: the one here is forgotten.
    AskedForNewKey,
    /// They asked to go on with the documented steps by hand. What is done already is ticked there.
    AskedToFinishByHand,
    /// In practice: they asked for a temporary key of the practice Auth0.
    AskedForPracticeKey,
    /// In practice: they asked that UserHub's part (Parts 3 and 4) be done there.
    AskedForPracticeConsole,
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

impl Automatic {
    pub(in crate::app) fn update(&mut self, msg: AutomaticMsg, ctx: &Context) -> Effects {
        match msg {
            AutomaticMsg::ChoseWay(way) => self.choose_way(way),
            AutomaticMsg::Pasted(text) => {
                self.draft = Zeroizing::new(text.0.trim().to_owned());
                self.read_draft(ctx)
            }
            AutomaticMsg::Typed => {
                self.mistake = None;
                Effects::none()
            }
            AutomaticMsg::AskedToLook => self.look_with_draft(ctx),
            AutomaticMsg::Answered(change, answer) => {
                match change {
                    Change::Application => self.choices.application = Some(answer),
                    _ => self.choices.action = Some(answer),
                }
                self.look(ctx)
            }
            AutomaticMsg::ChoseCode(code) => {
                self.choices.code = code;
                self.look(ctx)
            }
            AutomaticMsg::Moved(place) => {
                self.choices.place = Some(place);
                self.look(ctx)
            }
            AutomaticMsg::AskedToMake => self.make(ctx),
            AutomaticMsg::AskedToReviewUndo => {
                self.purpose = Purpose::Undo;
                self.look(ctx)
            }
            AutomaticMsg::AskedToUndo => self.undo(ctx),
            AutomaticMsg::AskedToKeep => {
                self.purpose = Purpose::SetUp;
                self.look(ctx)
            }
            AutomaticMsg::AskedForNewKey if self.is_working() => Effects::none(),
            AutomaticMsg::AskedForNewKey => {
                self.key = None;
                self.stop_looking()
            }
            AutomaticMsg::AskedForPracticeKey => Command::GivePracticeKey.into(),
            AutomaticMsg::AskedToFinishByHand => self.finish_by_hand(ctx),
            AutomaticMsg::AskedForPracticeConsole => practice_console(ctx),
        }
    }

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

    /// Whether something is being changed in Auth0, or put back.
    pub fn is_working(&self) -> bool {
        matches!(self.stage, Stage::Working(_))
    }

    /// Whether the rest waits for UserHub's part.
    pub fn has_to_wait(&self) -> bool {
        match &self.stage {
            Stage::Over { report, .. } => matches!(report.end, InstallEnd::FirstHalf),
            Stage::Review(plan) => plan.is_first_half(),
            Stage::Key | Stage::Looking | Stage::ReviewUndo(_) | Stage::Working(_) => false,
        }
    }

    /// Whether everything was made and seen to stand.
    pub fn is_done(&self) -> bool {
        matches!(&self.stage, Stage::Over { report, .. } if matches!(report.end, InstallEnd::Done))
    }

    /// The person is to see what undoing would do, as soon as there is a key for it.
    pub(in crate::app) fn undo_wanted(&mut self) {
        if !self.is_working() {
            self.purpose = Purpose::Undo;
        }
    }

    /// The permission for live updates is wanted, and nothing else. What the tenant was looked at for before is put aside.
    pub(in crate::app) fn events_wanted(&mut self) -> Effects {
        if self.is_working() {
            return Effects::none();
        }
        self.purpose = Purpose::SetUp;
        self.choices = Choices {
            events: LiveUpdates::Alone,
            ..Choices::default()
        };
        self.outdated = self.key.is_some();
        let mut effects = self.stop_looking();
        effects.signal(Signal::Go(Place::Automatic));
        effects
    }

    /// The person is elsewhere: what they wanted for live updates alone is wanted no longer.
    pub(in crate::app) fn left(&mut self) {
        if self.choices.events == LiveUpdates::Alone && !self.is_working() {
            self.choices.events = LiveUpdates::No;
            self.stage = Stage::Key;
            self.order.forget();
        }
    }

    /// Comes to the pages of the automatic set-up. With a key at hand they show what is to be done now.
    pub(in crate::app) fn entered(&mut self, ctx: &Context) -> Effects {
        let is_settled = matches!(
            self.stage,
            Stage::Review(_) | Stage::ReviewUndo(_) | Stage::Over { .. }
        );
        let is_outdated = std::mem::take(&mut self.outdated);
        let has_to_look = !self.is_done() || self.purpose == Purpose::Undo;
        if self.key.is_some() && (is_settled || is_outdated) && has_to_look {
            return self.look(ctx);
        }
        Effects::none()
    }

    /// The time has moved on: a key that has ended is forgotten.
    pub(in crate::app) fn time_is(&mut self, now: Timestamp) -> Effects {
        let end = self.key.as_ref().and_then(|key| key.expires_at);
        match end {
            Some(end) if end <= now.as_second() => self.key_ended(),
            _ => Effects::none(),
        }
    }

    /// A value has changed with which the tenant was looked at: a plan that was made with it is made again. What is being
    /// changed was begun with its own values.
    pub(in crate::app) fn credential_changed(&mut self) -> Effects {
        if !matches!(
            self.stage,
            Stage::Looking | Stage::Review(_) | Stage::ReviewUndo(_)
        ) {
            return Effects::none();
        }
        self.outdated = true;
        self.stop_looking()
    }

    fn choose_way(&mut self, way: Way) -> Effects {
        self.way = way;
        let mut effects = Effects::none();
        effects.save();
        effects
    }

    fn finish_by_hand(&mut self, ctx: &Context) -> Effects {
        let mut effects = self.choose_way(Way::ByHand);
        let is_empty = |field| ctx.values.text(field).is_empty();
        let has_application = !is_empty(Field::ClientId) && !is_empty(Field::ClientSecret);
        effects.signal(Signal::Go(match has_application {
            false => Place::Application,
            true if ctx.setup(Scope::Everything).is_err() => Place::ConnectionValues,
            true => Place::ActionCreate,
        }));
        effects
    }

    /// Takes in what the worker reports.
    pub(in crate::app) fn reported(
        &mut self,
        news: InstallEvent,
        ticket: Ticket,
        ctx: &Context,
    ) -> Effects {
        match news {
            // The application stands in Auth0, whatever was asked since: its values are not to be lost.
            InstallEvent::Application {
                client_id,
                client_secret,
            } => {
                let id = Private(client_id.to_string());
                let mut effects = Effects::from(Signal::Fill(Field::ClientId, id));
                if let Some(secret) = client_secret {
                    let secret = Private(secret.expose().to_owned());
                    effects.signal(Signal::Fill(Field::ClientSecret, secret));
                }
                return effects;
            }
            _ if !self.order.is_current(ticket) => {}
            InstallEvent::Looked(plan) => self.stage = Stage::Review(plan),
            InstallEvent::UndoLooked(plan) => self.stage = Stage::ReviewUndo(plan),
            InstallEvent::Step(step) => {
                if let Stage::Working(work) = &mut self.stage {
                    work.note(step);
                }
            }
            InstallEvent::Ended(report) => return self.ended(report, ctx),
        }
        Effects::none()
    }

    /// The practice world's UserHub has its connection and its key, as after Parts 3 and 4.
    pub(in crate::app) fn practice_console_done(side: &UserHubSetup) -> Effects {
        let connection = Private(side.connection.to_string());
        let key = Private(side.key.expose().to_owned());
        let mut effects = Effects::from(Signal::Fill(Field::ConnectionId, connection));
        effects.signal(Signal::Fill(Field::ApiKey, key));
        effects.signal(Signal::Show(Place::Automatic));
        effects.signal(Signal::LookAtTenant);
        effects
    }

    /// Looks at the tenant with the key that is known, or was typed.
    fn look_with_draft(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !self.draft.trim().is_empty() {
            effects = self.read_draft(ctx);
            if self.mistake.is_some() {
                return effects;
            }
        }
        if self.key.is_none() {
            self.mistake = Some(Issue::temporary_key_wanted());
            effects.signal(Signal::HeldUp);
            effects.signal(Signal::Focus(FocusTarget::TemporaryKey));
            return effects;
        }
        // With the domain that the key may have named.
        effects.signal(Signal::LookAtTenant);
        effects
    }

    /// Reads what was typed or pasted as a temporary key. What a key is not is told at the field.
    fn read_draft(&mut self, ctx: &Context) -> Effects {
        if self.draft.trim().is_empty() {
            return Effects::none();
        }
        let found = pasted::read(&self.draft);
        let remark = found.remarks.first().map(|remark| remark.text());
        match found.management_token {
            Some(key) if is_foreign_to_practice(&key, ctx) => {
                self.draft.zeroize();
                self.mistake = Some(Issue::practice_needs_no_temporary_key());
                Effects::none()
            }
            Some(key) => self.take_key(key, ctx),
            None => {
                self.mistake = Some(Issue::not_a_temporary_key(remark));
                Effects::none()
            }
        }
    }

    /// Takes a temporary key. The page tells what it says of itself; it is looked with when the person asks for that.
    pub(in crate::app) fn take_key(&mut self, key: ManagementToken, ctx: &Context) -> Effects {
        self.draft.zeroize();
        self.mistake = None;
        // What is being changed was begun with a key of its own.
        let mut effects = if self.is_working() {
            Effects::none()
        } else {
            self.stop_looking()
        };
        // The key says which tenant it is for. A tenant that the person has named already is held against it by the look.
        if ctx.values.is_empty(Field::Domain) {
            let domain = Private(key.domain.to_string());
            effects.signal(Signal::Fill(Field::Domain, domain));
        }
        self.key = Some(key);
        effects
    }

    fn order(&mut self, order: InstallRequest) -> Effects {
        let ticket = self.order.ask();
        Command::Install { order, ticket }.into()
    }

    /// Looks at the tenant, and changes nothing.
    pub(in crate::app) fn look(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        self.outdated = false;
        let Some(setup) = self.setup(ctx) else {
            self.stage = Stage::Key;
            return effects;
        };
        let choices = self.choices.clone();
        self.stage = Stage::Looking;
        effects.append(self.order(match self.purpose {
            Purpose::SetUp => InstallRequest::Look { setup, choices },
            Purpose::Undo => InstallRequest::LookUndo { setup },
        }));
        effects
    }

    /// What the engine needs; `None` while there is no key or no tenant.
    fn setup(&self, ctx: &Context) -> Option<Box<InstallSetup>> {
        let token = self.key.clone()?;
        let whole = ctx.setup(Scope::Everything).ok();
        let tenant = ctx.setup(Scope::Tenant).ok()?;
        // An address of the region us fits two domains, and the key says which one it is.
        let second = tenant.or_domain.filter(|second| *second == token.domain);
        Some(Box::new(InstallSetup {
            domain: second.unwrap_or(tenant.domain),
            token,
            application: ctx.values.known().client_id,
            userhub: whole.and_then(|setup| setup.userhub),
            endpoints: tenant.endpoints,
            folder: if ctx.is_practice() {
                tenant.profile
            } else {
                ctx.folder.join("install")
            },
            way: install::Way::Window,
        }))
    }

    fn make(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        let Stage::Review(plan) = &self.stage else {
            return effects;
        };
        if !plan.questions.is_empty() {
            return effects;
        }
        let number = plan.number;
        self.stage = Stage::Working(Box::new(Work::of(plan)));
        effects.append(self.order(InstallRequest::Act { plan: number }));
        effects
    }

    fn undo(&mut self, ctx: &Context) -> Effects {
        let mut effects = Effects::none();
        if !ctx.is_free(&mut effects) {
            return effects;
        }
        // Nothing is put back that was not shown.
        let Stage::ReviewUndo(plan) = &self.stage else {
            return effects;
        };
        let Some(setup) = self.setup(ctx) else {
            self.stage = Stage::Key;
            self.mistake = Some(Issue::temporary_key_wanted());
            return effects;
        };
        let seen = Some(plan.number);
        self.stage = Stage::Working(Box::new(Work::undoing()));
        effects.append(self.order(InstallRequest::Undo { setup, seen }));
        effects
    }

    /// Goes back to the key. What is being looked at is late then; only its own look is stopped, for while a plan waits, a
    /// sync may be busy in the queue.
    fn stop_looking(&mut self) -> Effects {
        let was_looking = matches!(self.stage, Stage::Looking);
        self.stage = Stage::Key;
        self.order.forget();
        if was_looking {
            Control::Stop(Queue::Work).into()
        } else {
            Effects::none()
        }
    }

    /// The key is forgotten at its end. What is being made goes on, and ends by itself when Auth0 refuses the key.
    fn key_ended(&mut self) -> Effects {
        if self.is_working() {
            return Effects::none();
        }
        self.key = None;
        let changes = match &self.stage {
            Stage::Review(plan) => plan.changes() as u64,
            Stage::ReviewUndo(plan) => plan.changes() as u64,
            Stage::Looking => 0,
            Stage::Key | Stage::Working(_) | Stage::Over { .. } => return Effects::none(),
        };
        let trouble = TemporaryKeyTrouble::Ended;
        self.mistake = Some(Issue::temporary_key(&trouble, 0, changes));
        self.stop_looking()
    }

    /// Puts back what was kept of a set-up.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        self.way = setup.way;
    }

    /// Writes down what is kept of a set-up: never the key.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup) {
        setup.way = self.way;
    }

    /// Another set-up is open.
    pub(in crate::app) fn reset(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        order.forget();
        *self = Self {
            order,
            ..Self::default()
        };
    }
}

/// Practice never needs a real key.
fn is_foreign_to_practice(key: &ManagementToken, ctx: &Context) -> bool {
    let practice = ctx.practice.ready();
    ctx.is_practice() && practice.is_none_or(|setup| setup.domain != key.domain)
}

/// Does in the practice UserHub what a person does in Parts 3 and 4: saves the application's values, and makes a key.
fn practice_console(ctx: &Context) -> Effects {
    let secret = ctx.values.text(Field::ClientSecret);
    match ctx.values.known().client_id {
        Some(client_id) if !secret.is_empty() => Command::SetUpPracticeConsole {
            client_id,
            client_secret: Secret::new(secret),
        }
        .into(),
        _ => Effects::none(),
    }
}

#[cfg(test)]
mod tests;
