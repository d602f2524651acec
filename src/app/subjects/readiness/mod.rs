//! Whether the set-up works: the checks that were asked for, and what is proved by what each came to.

mod results;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

pub use results::Results;
use results::proofs;

use crate::app::context::Context;
use crate::app::effects::Effects;
use crate::app::focus::FocusTarget;
use crate::app::request::{Remote, Request};
use crate::app::signal::Signal;
use crate::domain::ids::{Auth0Domain, Auth0UserId};
use crate::domain::issue::{Code, Issue, people as in_words};
use crate::domain::pasted::Field;
use crate::protocol::checks::{self, Check, CheckState, Scope, Subject};
use crate::protocol::command::Command;
use crate::protocol::places::{Part, Place};
use crate::protocol::settings::{SavedCheck, SavedSetup};
use crate::protocol::ticket::Ticket;

/// What was proved of the set-up, and by what.
#[derive(Debug)]
pub struct Readiness {
    /// What each check came to last.
    pub results: Results,
    /// The checks that were asked for last.
    pub run: Run,
    /// What is being checked alone, one after the other.
    alone: Vec<(Ticket, Subject)>,
    last_alone: Ticket,
    /// What the last check of everything ended with, unless it was trouble that passes.
    problem: Option<Issue>,
    /// When the automatic set-up saw the login Action stand.
    installed_at: Option<Timestamp>,
    /// When somebody signed in and the Action told UserHub of it.
    signed_in_at: Option<Timestamp>,
}

/// Checks that were asked for together.
#[derive(Debug, Default)]
pub struct Run {
    /// What was asked for.
    pub scope: Option<Scope>,
    /// Where the person was when they were asked for.
    place: Option<Place>,
    /// With whom the connection was tried.
    pub person: Option<Auth0UserId>,
    /// Which service asked to be left alone, and until when.
    wait: Option<(&'static str, Timestamp)>,
    /// How it ended.
    pub result: Request<()>,
    /// When it ended.
    pub at: Timestamp,
    /// The checks that have come to a result, in the order in which they came.
    answered: Vec<&'static str>,
}

/// What the person asks to be checked.
#[derive(Clone, Copy, Debug)]
pub enum ReadinessMsg {
    /// The checks of a page.
    Check(Scope),
    /// The same, unless checks are on.
    CheckUnlessOn(Scope),
    /// The checks of one subject alone.
    CheckAlone(Subject),
    /// What the page checks, or what was checked last, once more.
    CheckAgain,
}

impl Default for Readiness {
    fn default() -> Self {
        Self {
            results: Results::default(),
            run: Run::default(),
            alone: Vec::new(),
            last_alone: Ticket::SECOND_SERIES,
            problem: None,
            installed_at: None,
            signed_in_at: None,
        }
    }
}

impl Readiness {
    pub(in crate::app) fn update(&mut self, msg: ReadinessMsg, ctx: &Context) -> Effects {
        match msg {
            ReadinessMsg::CheckUnlessOn(_) if self.run.result.is_loading() => Effects::none(),
            ReadinessMsg::Check(scope) | ReadinessMsg::CheckUnlessOn(scope) => {
                self.check(scope, None, ctx)
            }
            ReadinessMsg::CheckAlone(subject) => self.check_alone(subject, ctx),
            ReadinessMsg::CheckAgain => {
                let of_page = ctx.place.page().and_then(|page| page.check);
                let scope = of_page.or(self.run.scope).unwrap_or(Scope::Everything);
                let person = self.run.person.clone();
                self.check(scope, person.filter(|_| scope == Scope::Everything), ctx)
            }
        }
    }

    /// Whether what is checked before a page is left has passed.
    pub fn is_proved(&self, scope: Scope) -> bool {
        self.results.is_proved(scope)
    }

    /// When a part was proved last.
    pub fn proved_at(&self, part: Part) -> Option<Timestamp> {
        match part {
            // Who was seen to sign in proves more than that it stands.
            Part::Action => self.signed_in_at.max(self.installed_at),
            part => self.results.proved_at(part),
        }
    }

    /// The problem of a part.
    pub fn problem(&self, part: Part) -> Option<&Issue> {
        match part {
            Part::Check => self.problem.as_ref(),
            part => self.results.problem(part),
        }
    }

    /// What the checks that were asked for last have come to so far.
    pub fn rows(&self) -> impl Iterator<Item = &Check> {
        let answered = self.run.answered.iter();
        answered.filter_map(|name| self.results.get(name))
    }

    /// Whether a subject is being checked alone.
    pub fn is_checking(&self, subject: Subject) -> bool {
        self.alone.iter().any(|(_, asked)| *asked == subject)
    }

    /// What the checks wait for: a service that asked to be left alone, and how long that still lasts.
    pub fn waiting(&self, now: Timestamp) -> Option<(&'static str, Duration)> {
        let is_on = self.run.result.is_loading() || !self.alone.is_empty();
        let (service, until) = self.run.wait.filter(|_| is_on)?;
        let left = Duration::try_from(until.duration_since(now)).ok()?;
        (!left.is_zero()).then_some((service, left))
    }

    /// A service has asked to be left alone while it was checked.
    pub(in crate::app) fn waits(
        &mut self,
        service: &'static str,
        left: Duration,
        ticket: Ticket,
        ctx: &Context,
    ) {
        let is_alone = self.alone.iter().any(|(asked, _)| *asked == ticket);
        if self.run.result.is_current(ticket) || is_alone {
            let until = ctx
                .now
                .saturating_add(SignedDuration::try_from(left).unwrap_or_default());
            self.run.wait = until.ok().map(|until| (service, until));
        }
    }

    /// Runs checks; a person who is given is added to UserHub.
    pub(in crate::app) fn check(
        &mut self,
        scope: Scope,
        add_person: Option<Auth0UserId>,
        ctx: &Context,
    ) -> Effects {
        let mut effects = Effects::none();
        let setup = match ctx.setup(scope) {
            Ok(setup) => setup,
            Err(mistake) => {
                effects.signal(Signal::Focus(FocusTarget::Field(mistake.0)));
                effects.signal(Signal::Mistake(Some(Box::new(mistake))));
                return effects;
            }
        };
        effects.signal(Signal::Mistake(None));
        let ticket = self.run.result.ask();
        self.run.scope = Some(scope);
        self.run.place = Some(ctx.place);
        self.run.person.clone_from(&add_person);
        self.run.answered.clear();
        self.run.wait = None;
        self.run.at = Timestamp::default();
        effects.signal(Signal::Focus(FocusTarget::Outcome));
        effects.save();
        effects.send(Command::Check {
            setup,
            scope,
            add_person,
            ticket,
        });
        effects
    }

    /// Asks for one subject alone.
    fn check_alone(&mut self, subject: Subject, ctx: &Context) -> Effects {
        let scope = match subject {
            Subject::Tenant => Scope::Tenant,
            Subject::SignIn | Subject::Users => Scope::Auth0,
            Subject::Key | Subject::Connection | Subject::Action => Scope::Everything,
        };
        let mut effects = Effects::none();
        let Some(setup) = ctx.setup_to_ask(scope, &mut effects) else {
            return effects;
        };
        self.last_alone = self.last_alone.next();
        self.alone.push((self.last_alone, subject));
        effects.send(Command::CheckAgain {
            setup,
            subject,
            // Only a temporary key shows the Action.
            token: ctx.temporary_key.clone(),
            ticket: self.last_alone,
        });
        effects
    }

    /// With a temporary key at hand the Action is looked at as soon as the person comes to the checks, unless it was.
    pub(in crate::app) fn entered(&mut self, ctx: &Context) -> Effects {
        if ctx.temporary_key.is_none() || self.is_checking(Subject::Action) {
            return Effects::none();
        }
        self.check_alone(Subject::Action, ctx)
    }

    /// Starts the check of the page as soon as its values are there, once for the same values.
    pub(in crate::app) fn credentials_settled(&mut self, ctx: &Context) -> Effects {
        let Some(scope) = ctx.place.page().and_then(|page| page.check) else {
            return Effects::none();
        };
        let is_asked = self.run.scope == Some(scope) || self.is_proved(scope);
        if is_asked || ctx.setup(scope).is_err() {
            return Effects::none();
        }
        self.check(scope, None, ctx)
    }

    /// Withdraws what was proved with the field's former value. A check that is under way answers for that one too.
    pub(in crate::app) fn credential_changed(&mut self, field: Field) {
        self.results.forget(|subject| match field {
            Field::Domain => true,
            Field::ClientId | Field::ClientSecret => {
                matches!(subject, Subject::SignIn | Subject::Users)
            }
            Field::ConnectionId => matches!(subject, Subject::Connection),
            Field::ApiKey => matches!(subject, Subject::Key | Subject::Connection),
        });
        // The Action lies in the tenant, and holds the other two as its secrets.
        if matches!(field, Field::Domain | Field::ConnectionId | Field::ApiKey) {
            self.signed_in_at = None;
            self.installed_at = None;
        }
        self.problem = None;
        self.void();
    }

    /// Drops what is still to come of checks that were asked for.
    fn void(&mut self) {
        self.alone.clear();
        self.run.result.forget();
        self.run.scope = None;
        self.run.person = None;
        self.run.answered.clear();
    }

    /// The login Action was seen to stand after it was made.
    pub(in crate::app) fn action_installed(&mut self, ctx: &Context) {
        self.installed_at = Some(ctx.now);
        self.results.forget(|subject| subject == Subject::Action);
    }

    /// What checks saw of the Action says nothing once it was taken back.
    pub(in crate::app) fn action_put_back(&mut self) {
        self.signed_in_at = None;
        self.installed_at = None;
        self.results.forget(|subject| subject == Subject::Action);
    }

    /// Somebody has signed in, and the Action told UserHub of it.
    pub(in crate::app) fn signed_in(&mut self, at: Timestamp) {
        self.signed_in_at = Some(at);
    }

    /// A sync has seen so many people in UserHub through the connection: nothing proves it better.
    pub(in crate::app) fn came_through(&mut self, people: u64, at: Timestamp) {
        if people == 0 {
            return;
        }
        self.results.note(Check {
            name: checks::CONNECTION,
            state: CheckState::Passed,
            why: format!("{} came through this connection", in_words(people)),
            fix: String::new(),
            issue: None,
            at,
            passed_before: None,
        });
    }

    /// Something of what was set up was put back.
    pub(in crate::app) fn put_back(&mut self) {
        self.installed_at = None;
    }

    /// A check has come to a result. One that was stopped came to nothing.
    pub(in crate::app) fn checked(&mut self, check: Check, ticket: Ticket) -> Effects {
        let is_current = self.run.result.is_current(ticket);
        let is_asked = is_current || self.alone.iter().any(|(asked, _)| *asked == ticket);
        let is_stopped = check
            .issue
            .as_ref()
            .is_some_and(|issue| issue.code == Code::SyncInterrupted);
        let mut effects = Effects::none();
        if !is_asked || is_stopped {
            return effects;
        }
        if is_current && !self.run.answered.contains(&check.name) {
            self.run.answered.push(check.name);
        }
        self.results.note(check);
        effects.save();
        effects
    }

    /// Of two domains that an address may mean, this one answers.
    pub(in crate::app) fn domain_settled(&self, domain: Auth0Domain, ticket: Ticket) -> Effects {
        if self.run.result.is_current(ticket) {
            Signal::DomainSettled(domain).into()
        } else {
            Effects::none()
        }
    }

    /// The checks are over.
    pub(in crate::app) fn ended(
        &mut self,
        problem: Option<Issue>,
        ticket: Ticket,
        ctx: &Context,
    ) -> Effects {
        self.alone.retain(|(asked, _)| *asked != ticket);
        let result = problem.clone().map_or(Ok(()), |issue| Err(Box::new(issue)));
        let mut effects = Effects::none();
        if !self.run.result.answer(ticket, result) {
            return effects;
        }
        self.run.at = ctx.now;
        effects.save();
        let is_whole = self.run.scope == Some(Scope::Everything);
        let target = match problem {
            None => {
                if is_whole {
                    self.problem = None;
                }
                FocusTarget::Outcome
            }
            Some(issue) => {
                if is_whole && !issue.retryable {
                    self.problem = Some(issue);
                }
                FocusTarget::Problem
            }
        };
        if let Some(place) = self.run.place {
            effects.signal(Signal::FocusOn(place, target));
        }
        effects
    }

    /// Another set-up is open: nothing is known of it, and what is still to come is of the former one.
    pub(in crate::app) fn reset(&mut self) {
        self.void();
        self.results = Results::default();
        self.problem = None;
        self.installed_at = None;
        self.signed_in_at = None;
    }

    /// Writes down what is kept of a set-up.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup) {
        let scopes = [Scope::Tenant, Scope::Auth0, Scope::Everything].into_iter();
        setup.proved = scopes.filter(|scope| self.is_proved(*scope)).collect();
        let parts = Part::ALL.into_iter();
        setup.proved_at = parts
            .filter_map(|part| Some((part, self.proved_at(part)?)))
            .collect();
        setup.scope = self.run.scope;
        setup.seen = self.results.in_order().map(SavedCheck::from).collect();
        // Checks that are under way have not come to anything yet.
        if !self.run.result.is_loading() {
            let rows: Vec<_> = self.rows().map(SavedCheck::from).collect();
            if rows != setup.checks {
                setup.checked_at = (!rows.is_empty()).then_some(self.run.at);
                setup.checks = rows;
            }
        }
    }

    /// Puts back what was kept of a set-up.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        // What was seen last counts.
        let seen = setup.checks.iter().chain(&setup.seen);
        for check in seen.filter_map(SavedCheck::to_check) {
            self.results.note(check);
        }
        for (part, at) in &setup.proved_at {
            self.results.note_proved(proofs(*part), *at);
        }
        self.installed_at = setup.proved_at.get(&Part::Action).copied();
        let rows = setup.checks.iter().filter_map(SavedCheck::to_check);
        self.run.answered = rows.map(|check| check.name).collect();
        self.run.scope = setup.scope.filter(|_| !self.run.answered.is_empty());
        self.run.at = setup.checked_at.unwrap_or_default();
        let is_proved = self.run.scope.is_some_and(|scope| self.is_proved(scope));
        if is_proved {
            self.run.result.settle(Ok(()));
        }
    }

    /// How the checks that were asked for last stand.
    pub const fn state(&self) -> &Remote<()> {
        self.run.result.state()
    }
}

#[cfg(test)]
mod tests;
