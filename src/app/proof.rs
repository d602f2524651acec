//! Part 6: what each check came to last and when, and the sign-in test.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::msg::World;
use super::state::State;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::{Code, Issue};
use crate::domain::pasted::Field;
use crate::domain::sign_in::{SignIn, Timing};
use crate::protocol::checks::{self, Check, CheckState, Scope, Subject};
use crate::protocol::command::Command;
use crate::protocol::lane::Lane;
use crate::protocol::ticket::Ticket;
use crate::protocol::watch::{News, Verdict};

/// What was proved of the set-up, and by what.
#[derive(Debug)]
pub struct Proof {
    /// The number of the check that was asked for alone last, apart from those of the pages' checks.
    pub ticket: Ticket,
    /// What each check came to last, by its name.
    pub seen: BTreeMap<&'static str, Check>,
    /// What is being checked alone, one after the other.
    pub again: Vec<(Ticket, Subject)>,
    /// The sign-in test.
    pub watch: Watch,
    /// People of the practice tenant who can be signed in, by id and name.
    pub people: Vec<(String, String)>,
    /// Whether the practice tenant has no Action in its Login flow, so that the trouble can be seen.
    pub not_in_flow: bool,
}

impl Default for Proof {
    fn default() -> Self {
        Self {
            ticket: Ticket::SECOND_SERIES,
            seen: BTreeMap::new(),
            again: Vec::new(),
            watch: Watch::default(),
            people: Vec::new(),
            not_in_flow: false,
        }
    }
}

/// The sign-in test.
#[derive(Debug, Default)]
pub struct Watch {
    /// The number of the watch; news of another one are dropped.
    pub ticket: Ticket,
    /// Where it is.
    pub phase: Phase,
}

/// Where a sign-in test is.
#[derive(Debug, Default)]
pub enum Phase {
    /// None was begun, or what it hung on was changed since.
    #[default]
    Idle,
    /// It is about to watch.
    Starting {
        /// What holds it up.
        held_up: Option<Box<Issue>>,
    },
    /// It watches.
    Watching {
        /// Since when.
        since: Timestamp,
        /// Who signed in, with whether they were in UserHub before; the newest last.
        signed_in: Vec<(SignIn, bool)>,
        /// What holds it up.
        held_up: Option<Box<Issue>>,
    },
    /// It is over.
    Over(Verdict),
}

impl Watch {
    /// Whether it watches, or is about to.
    pub fn is_on(&self) -> bool {
        matches!(self.phase, Phase::Starting { .. } | Phase::Watching { .. })
    }

    /// Who proved the Action by signing in.
    pub fn proved_by(&self) -> Option<&SignIn> {
        match &self.phase {
            Phase::Over(Verdict::Proved(sign_in, _)) => Some(sign_in),
            Phase::Idle | Phase::Starting { .. } | Phase::Watching { .. } | Phase::Over(_) => None,
        }
    }
}

impl Proof {
    /// Whether a check is being made at this moment.
    pub fn is_checking(&self, subject: Subject) -> bool {
        self.again.iter().any(|(_, asked)| *asked == subject)
    }
}

/// How long the sign-in test waits for what in the person's world.
pub fn timing(state: &State) -> Timing {
    match state.world {
        Some(World::Practice) => Timing::PRACTICE,
        Some(World::Real) | None => Timing::REAL,
    }
}

/// Asks for one subject alone.
pub(super) fn check_again(state: &mut State, subject: Subject) -> Vec<Command> {
    let scope = match subject {
        Subject::Tenant => Scope::Tenant,
        Subject::SignIn | Subject::Users => Scope::Auth0,
        Subject::Key | Subject::Connection | Subject::Action => Scope::Everything,
    };
    let setup = match state.setup(scope) {
        Ok(setup) => setup,
        Err(mistake) => {
            state.mistake = Some(mistake);
            return Vec::new();
        }
    };
    state.mistake = None;
    let ticket = state.proof.ticket.next();
    state.proof.ticket = ticket;
    state.proof.again.push((ticket, subject));
    vec![Command::CheckAgain {
        setup,
        subject,
        // Only a temporary key shows the Action.
        token: state.automatic.key.clone(),
        ticket,
    }]
}

/// With a temporary key at hand the Action is looked at as soon as the person comes to the checks, unless it was.
pub(super) fn entered(state: &mut State) -> Vec<Command> {
    if state.automatic.key.is_none() || state.proof.is_checking(Subject::Action) {
        return Vec::new();
    }
    check_again(state, Subject::Action)
}

/// Whether a result answers a question that still stands.
pub(super) fn is_asked(state: &State, ticket: Ticket) -> bool {
    let mut again = state.proof.again.iter();
    again.any(|(asked, _)| *asked == ticket)
}

/// Keeps what a check came to. One that was stopped came to nothing.
pub(super) fn note(state: &mut State, check: &Check) {
    if check
        .issue
        .as_ref()
        .is_some_and(|issue| issue.code == Code::E17)
    {
        return;
    }
    if check.state == CheckState::Problem {
        state.proved.remove(&Scope::Everything);
        let subject = checks::named(check.name).map(|entry| entry.subject);
        if matches!(
            subject,
            Some(Subject::Tenant | Subject::SignIn | Subject::Users)
        ) {
            state.proved.remove(&Scope::Auth0);
        }
    }
    state.proof.seen.insert(check.name, check.clone());
}

/// The checks of one subject are over.
pub(super) fn end_again(state: &mut State, ticket: Ticket) {
    state.proof.again.retain(|(asked, _)| *asked != ticket);
}

/// Forgets what was seen with the field's former value.
pub(super) fn edited(state: &mut State, field: Field) -> Vec<Command> {
    let hangs_on = |subject| match field {
        Field::Domain => true,
        Field::ClientId | Field::ClientSecret => {
            matches!(subject, Subject::SignIn | Subject::Users)
        }
        Field::ConnectionId => matches!(subject, Subject::Connection),
        Field::ApiKey => matches!(subject, Subject::Key | Subject::Connection),
    };
    state
        .proof
        .seen
        .retain(|name, _| checks::named(name).is_some_and(|entry| !hangs_on(entry.subject)));
    state.proof.again.clear();
    let was_on = state.proof.watch.is_on();
    let ticket = state.proof.watch.ticket.next();
    state.proof.watch = Watch {
        ticket,
        phase: Phase::Idle,
    };
    if was_on {
        vec![Command::Stop(Lane::Watch)]
    } else {
        Vec::new()
    }
}

/// Begins the sign-in test.
pub(super) fn watch(state: &mut State) -> Vec<Command> {
    let setup = match state.setup(Scope::Everything) {
        Ok(setup) => setup,
        Err(mistake) => {
            state.mistake = Some(mistake);
            return Vec::new();
        }
    };
    state.mistake = None;
    let ticket = state.proof.watch.ticket.next();
    state.proof.watch = Watch {
        ticket,
        phase: Phase::Starting { held_up: None },
    };
    let mut commands = vec![Command::WatchSignIn {
        setup,
        timing: timing(state),
        ticket,
    }];
    if state.world == Some(World::Practice) {
        commands.push(Command::PracticePeople);
    }
    commands
}

/// Lets somebody of the practice tenant sign in, or somebody new.
pub(super) fn sign_in(state: &State, who: Option<&str>) -> Vec<Command> {
    vec![Command::PracticeSignIn {
        who: who.map(Auth0UserId::new),
        in_flow: !state.proof.not_in_flow,
    }]
}

/// Takes in what the sign-in test reports.
pub(super) fn news(state: &mut State, news: News, ticket: Ticket) {
    let watch = &mut state.proof.watch;
    if ticket != watch.ticket {
        return;
    }
    match (news, &mut watch.phase) {
        (News::Over(verdict), phase) => *phase = Phase::Over(verdict),
        (News::Began(since), phase) => {
            *phase = Phase::Watching {
                since,
                signed_in: Vec::new(),
                held_up: None,
            };
        }
        (News::SignedIn(sign_in), Phase::Watching { signed_in, .. }) => {
            signed_in.retain(|(earlier, _)| earlier.id != sign_in.id);
            signed_in.push((sign_in, false));
        }
        (News::KnownAlready(sign_in), Phase::Watching { signed_in, .. }) => {
            for (_, known) in signed_in.iter_mut().filter(|(one, _)| one.id == sign_in.id) {
                *known = true;
            }
        }
        (News::HeldUp(trouble), Phase::Starting { held_up } | Phase::Watching { held_up, .. }) => {
            *held_up = trouble;
        }
        (News::SignedIn(_) | News::KnownAlready(_) | News::HeldUp(_), _) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::{Msg, Private};
    use crate::app::update;
    use crate::domain::sign_in::Proof as Sign;
    use crate::protocol::event::Event;

    fn filled() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        for (field, text) in [
            (Field::Domain, "acme.eu.auth0.com"),
            (Field::ClientId, "AbCdEfGhIjKlMnOpQrStUvWxYz012345"),
            (
                Field::ClientSecret,
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
            ),
            (Field::ConnectionId, "conn_26yEiYymqy6ZmG"),
            (Field::ApiKey, "sk_1234567890abcdefghijklmn"),
        ] {
            update(&mut state, Msg::Pasted(field, Private(text.to_owned())));
        }
        state
    }

    fn check(name: &'static str, state: CheckState) -> Check {
        Check {
            name,
            state,
            why: String::new(),
            fix: String::new(),
            issue: None,
            at: Timestamp::UNIX_EPOCH,
            passed_before: None,
        }
    }

    fn maria() -> SignIn {
        SignIn {
            id: Auth0UserId::new("auth0|1"),
            who: "maria@acme.example".to_owned(),
            email: None,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    fn report(state: &mut State, ticket: Ticket, news: News) {
        update(state, Msg::Reported(Event::Watch { news, ticket }));
    }

    /// Begins a watch and gives its number.
    fn begin(state: &mut State) -> Ticket {
        let commands = update(state, Msg::AskedToWatch);
        assert!(
            matches!(commands[..], [Command::WatchSignIn { .. }]),
            "{commands:?}"
        );
        let ticket = state.proof.watch.ticket;
        report(state, ticket, News::Began(Timestamp::UNIX_EPOCH));
        ticket
    }

    #[test]
    fn checks_that_are_repeated_alone_are_each_answered() {
        let mut state = filled();
        let mut tickets = Vec::new();
        for subject in [Subject::Key, Subject::Tenant] {
            let asked = update(&mut state, Msg::AskedToCheckAgain(subject));
            let [Command::CheckAgain { ticket, .. }] = asked[..] else {
                panic!("{asked:?}")
            };
            tickets.push(ticket);
        }
        for (ticket, name) in tickets.into_iter().zip([checks::KEY, checks::REACH]) {
            let check = check(name, CheckState::Passed);
            update(&mut state, Msg::Reported(Event::Check { check, ticket }));
            let problem = None;
            update(
                &mut state,
                Msg::Reported(Event::ChecksDone { problem, ticket }),
            );
        }
        assert_eq!(state.proof.seen.len(), 2);
        assert!(state.proof.again.is_empty());
        assert!(
            state.proved.is_empty(),
            "two checks do not prove everything"
        );
    }

    #[test]
    fn a_problem_met_alone_withdraws_what_was_proved() {
        let mut state = filled();
        state.proved = [Scope::Tenant, Scope::Auth0, Scope::Everything].into();
        update(&mut state, Msg::AskedToCheckAgain(Subject::Key));
        let ticket = state.proof.ticket;
        let check = check(checks::KEY, CheckState::Problem);
        update(&mut state, Msg::Reported(Event::Check { check, ticket }));
        assert_eq!(state.proved, [Scope::Tenant, Scope::Auth0].into());
    }

    #[test]
    fn editing_forgets_what_hung_on_the_field_and_ends_the_watch() {
        let mut state = filled();
        for name in [checks::SIGN_IN, checks::KEY, checks::CONNECTION] {
            note(&mut state, &check(name, CheckState::Passed));
        }
        let ticket = begin(&mut state);
        let commands = update(&mut state, Msg::Edited(Field::ApiKey));
        assert!(
            matches!(commands[..], [Command::Stop(Lane::Watch)]),
            "{commands:?}"
        );
        assert_eq!(
            state.proof.seen.keys().copied().collect::<Vec<_>>(),
            [checks::SIGN_IN]
        );
        let late = News::Over(Verdict::Proved(maria(), Sign::Added(Timestamp::UNIX_EPOCH)));
        report(&mut state, ticket, late);
        assert!(state.proof.watch.proved_by().is_none());
    }

    #[test]
    fn who_was_known_before_proves_nothing_while_it_watches_on() {
        let mut state = filled();
        let ticket = begin(&mut state);
        report(&mut state, ticket, News::SignedIn(maria()));
        report(&mut state, ticket, News::KnownAlready(maria()));
        let Phase::Watching { signed_in, .. } = &state.proof.watch.phase else {
            panic!("{:?}", state.proof.watch)
        };
        assert_eq!(signed_in[..], [(maria(), true)]);
        report(&mut state, ticket, News::Over(Verdict::CannotTell(maria())));
        assert!(!state.proof.watch.is_on() && state.proof.watch.proved_by().is_none());
    }
}
