//! The set-up's pages: going through them, what is typed and pasted, and the checks with their proof.

use super::history;
use super::look::Target;
use super::msg::World;
use super::pasting::Pasting;
use super::remote::Remote;
use super::state::{Checks, State};
use super::trouble::Troubles;
use super::{at_work, automatic, computer, keeping, proof, syncing, trouble};
use crate::domain::ids::{Auth0Domain, Auth0UserId, ConnectionId};
use crate::domain::issue::Issue;
use crate::domain::links;
use crate::domain::pasted::Field;
use crate::domain::snippet::Form;
use crate::protocol::checks::Scope;
use crate::protocol::checks::{Check, CheckState};
use crate::protocol::command::Command;
use crate::protocol::lane::Lane;
use crate::protocol::places::{Part, Place};
use crate::protocol::setup::Setup;
use crate::protocol::ticket::Ticket;

/// The two accesses that a person confirms in Part 1, by the ids of their ticks.
pub const ACCESSES: [&str; 2] = ["access.auth0", "access.userhub"];

/// The choice on the welcome page, by its id.
pub const WELCOME: &str = "welcome";

/// The question for the status that UserHub shows, by its id.
pub const STATUS: &str = "status";

pub(super) fn choose(state: &mut State, world: World) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    let mut commands = keeping::begin(state, world);
    state.world = Some(world);
    go(state, Place::Before);
    match world {
        World::Practice if state.practice.ready().is_none() => {
            state.practice = Remote::Loading;
            commands.push(Command::OpenPractice {
                folder: state.folder.clone(),
            });
        }
        World::Practice | World::Real => commands.extend(computer::look(state)),
    }
    commands
}

/// Starts what the person leans towards; with nothing chosen, the eye goes to the choice.
pub(super) fn start(state: &mut State) -> Vec<Command> {
    if let Some(world) = state.leaning {
        return choose(state, world);
    }
    state.look.turn(Target::Choice(WELCOME));
    Vec::new()
}

/// The practice world is open: what it needs to be known of this computer can be found out.
pub(super) fn practice_opened(state: &mut State, setup: Setup) -> Vec<Command> {
    state.practice = Remote::Ready(setup);
    let mut commands = keeping::refill_practice(state);
    commands.extend(computer::look(state));
    commands.extend(arrived(state));
    commands
}

/// The practice world could not be opened: what waits for it is told so.
pub(super) fn practice_failed(state: &mut State, issue: Issue) -> Vec<Command> {
    state.practice = Remote::Failed(Box::new(issue));
    arrived(state)
}

/// Lets the app do in the practice Auth0 what a problem asks for; what the page checks is checked again after it.
pub(super) fn repair(state: &mut State) -> Vec<Command> {
    state.repairing = state.checks.scope;
    trouble::end(state)
}

/// The practice world was changed.
pub(super) fn repaired(state: &mut State) -> Vec<Command> {
    match state.repairing.take() {
        Some(scope) => check(state, scope),
        None => Vec::new(),
    }
}

/// Goes back to the first screen with nothing but the practice world itself, which stays open, troubled as at first.
pub(super) fn leave_practice(state: &mut State) -> Vec<Command> {
    if !at_work::is_free(state) {
        return Vec::new();
    }
    keeping::reset(state);
    keeping::forget_practice(&mut state.keeping);
    state.troubles = Troubles::default();
    let mut commands = Lane::ALL.map(Command::Stop).to_vec();
    commands.push(Command::MakeTrouble(state.troubles.now));
    commands
}

pub(super) fn go(state: &mut State, place: Place) -> Vec<Command> {
    state.mistake = None;
    state.comes_first = None;
    state.keeping.picked_up = false;
    state.pasting = Pasting::default();
    state.explaining = false;
    state.values_shown = false;
    state.practice_note = false;
    if place == Place::Welcome {
        keeping::stash(state);
    }
    if is_aside(place) && !is_aside(state.place) {
        state.came_from = Some(state.place);
    }
    state.place = place;
    if let Some(part) = place.part() {
        state.last_in.insert(part, place);
    }
    state.look.turn(Target::Heading);
    arrived(state)
}

/// A place beside the way, from which Back leads to where the person was.
const fn is_aside(place: Place) -> bool {
    matches!(place, Place::Sync | Place::History | Place::Settings)
}

/// What a place asks for when the person comes to it, or is back at it after a start.
pub(super) fn arrived(state: &mut State) -> Vec<Command> {
    match state.place {
        Place::History => history::show(state),
        Place::Sync => syncing::entered(state),
        Place::Automatic => automatic::enter(state),
        Place::Check => proof::entered(state),
        _ => Vec::new(),
    }
}

/// Opens or closes the explanation of the page.
pub(super) fn explain(state: &mut State, explaining: bool) -> Vec<Command> {
    if state.explaining != explaining {
        state.explaining = explaining;
        state.look.turn(Target::Heading);
    }
    Vec::new()
}

/// Goes on from a page, or to what is still missing on it.
pub(super) fn go_on(state: &mut State) -> Vec<Command> {
    // What was just called malformed, or is so without a word, is not gone on from.
    if let Some(field) = state.malformed_here() {
        state.mistake = Some((field, Issue::value_malformed(field)));
        state.look.turn(Target::Field(field));
        return Vec::new();
    }
    if let Some(target) = state.missing_here() {
        state.look.turn(target);
        return Vec::new();
    }
    if let Some(page) = state.place.page() {
        state.visited.insert(page.heading);
    }
    let next = automatic::next(state).unwrap_or_else(|| state.place.next());
    go(state, next)
}

/// Goes back by one page.
pub(super) fn go_back(state: &mut State) -> Vec<Command> {
    let aside = state.came_from.filter(|_| is_aside(state.place));
    let back = aside
        .or_else(|| automatic::back(state))
        .unwrap_or_else(|| state.place.back());
    go(state, back)
}

/// Shows the Action in this form. A problem's button and the pages of the steps lead here alike; where the forms are
/// shown already, the page stays where it is.
pub(super) fn show_form(state: &mut State, form: Form) -> Vec<Command> {
    state.form = form;
    if state.place == Place::ActionForms {
        return Vec::new();
    }
    go(state, Place::ActionForms)
}

pub(super) fn tick(state: &mut State, step: &str) -> Vec<Command> {
    if !state.ticks.remove(step) {
        state.ticks.insert(step.to_owned());
    }
    Vec::new()
}

/// Withdraws what was proved with the field's former value. A check that is under way answers for that one too.
#[must_use]
pub(super) fn edited(state: &mut State, field: Field) -> Vec<Command> {
    state.proved.remove(&Scope::Everything);
    match field {
        Field::Domain => state.proved.clear(),
        Field::ClientId | Field::ClientSecret => {
            state.proved.remove(&Scope::Auth0);
        }
        Field::ConnectionId | Field::ApiKey => {}
    }
    let own = match field {
        Field::Domain | Field::ClientId | Field::ClientSecret => Part::Application,
        Field::ConnectionId => Part::Connection,
        Field::ApiKey => Part::Key,
    };
    for part in [own, Part::Connection, Part::Key, Part::Check] {
        // The key and its connection are proved together; the application stands for itself.
        state.proved_at.remove(&part);
        state.problems.remove(&part);
    }
    if field == Field::Domain {
        state.pasting.read_as = None;
    }
    if state
        .mistake
        .as_ref()
        .is_some_and(|(wrong, _)| *wrong == field)
    {
        state.mistake = None;
    }
    let ticket = state.checks.ticket.next();
    state.checks = Checks {
        ticket,
        ..Checks::default()
    };
    let mut commands = syncing::edited(state);
    commands.extend(super::proof::edited(state, field));
    commands
}

/// The page's address is as exact as what is known allows. Practice opens none: there the app has done the steps.
pub(super) fn open(state: &mut State, place: links::Place) -> Vec<Command> {
    if state.world == Some(World::Practice) {
        state.practice_note = true;
        return Vec::new();
    }
    let known = state.known();
    vec![Command::OpenPage {
        address: place.link(known.domain.as_ref(), known.client_id.as_ref()),
    }]
}

pub(super) fn check(state: &mut State, scope: Scope) -> Vec<Command> {
    check_with(state, scope, None)
}

/// Runs checks; a person who is given is added to UserHub.
pub(super) fn check_with(
    state: &mut State,
    scope: Scope,
    add_person: Option<Auth0UserId>,
) -> Vec<Command> {
    let setup = match state.setup(scope) {
        Ok(setup) => setup,
        Err(mistake) => {
            state.look.turn(Target::Field(mistake.0));
            state.mistake = Some(mistake);
            return Vec::new();
        }
    };
    state.mistake = None;
    let ticket = state.checks.ticket.next();
    state.checks = Checks {
        ticket,
        scope: Some(scope),
        person: add_person.clone(),
        result: Remote::Loading,
        ..Checks::default()
    };
    vec![Command::Check {
        setup,
        scope,
        add_person,
        ticket,
    }]
}

pub(super) fn note_check(state: &mut State, check: Check, ticket: Ticket) {
    let is_current = ticket == state.checks.ticket;
    if !is_current && !super::proof::is_asked(state, ticket) {
        return;
    }
    super::proof::note(state, &check);
    if let Some(issue) = &check.issue
        && check.state == CheckState::Problem
        && let Some(part) = Part::of_problem(issue)
    {
        state.proved_at.remove(&part);
        state
            .problems
            .entry(part)
            .or_insert_with(|| (**issue).clone());
    }
    if is_current {
        state.checks.rows.push(check);
    }
}

/// Of the two domains that an address may mean, this one answers: the field holds it from now on.
pub(super) fn settle_domain(state: &mut State, domain: &Auth0Domain, ticket: Ticket) {
    if ticket == state.checks.ticket {
        state.drafts.domain = domain.to_string();
    }
}

pub(super) fn end_checks(state: &mut State, problem: Option<Issue>, ticket: Ticket) {
    super::proof::end_again(state, ticket);
    let Some(scope) = state.checks.scope else {
        return;
    };
    if ticket != state.checks.ticket {
        return;
    }
    state.checks.at = state.now;
    let parts = proved_parts(&state.checks.rows);
    for part in &parts {
        state.proved_at.insert(*part, state.now);
        state.problems.remove(part);
    }
    match problem {
        None => {
            state.checks.result = Remote::Ready(());
            state.proved.insert(Scope::Tenant);
            if scope != Scope::Tenant {
                state.proved.insert(Scope::Auth0);
            }
            if scope != Scope::Everything {
                return;
            }
            state.problems.remove(&Part::Check);
            // A connection that nobody came through yet is not proved, though nothing is wrong with it.
            if parts.len() == PROOFS.len() {
                state.proved.insert(Scope::Everything);
                state.proved_at.insert(Part::Check, state.now);
            }
        }
        Some(issue) => {
            if scope == Scope::Everything {
                state.proved_at.remove(&Part::Check);
                if !issue.retryable {
                    state.problems.insert(Part::Check, issue.clone());
                }
            }
            state.checks.result = Remote::Failed(Box::new(issue));
            state.look.turn(Target::Problem);
        }
    }
}

/// What proves each part: the checks that must all have passed.
const PROOFS: [(Part, &[&str]); 3] = [
    (
        Part::Application,
        &[
            "auth0.reach",
            "auth0.sign_in",
            "auth0.permission.read:users",
            "auth0.permission.update:users",
            "auth0.permission.delete:users",
            "auth0.permission.create:users",
            "auth0.read_users",
        ],
    ),
    (Part::Key, &["userhub.key", "userhub.list"]),
    (Part::Connection, &["userhub.connection"]),
];

/// The parts of which every check that ran has passed. Trouble on the way to a service proves nothing either way.
fn proved_parts(rows: &[Check]) -> Vec<Part> {
    let state_of = |name: &str| {
        rows.iter()
            .find(|check| check.name == name)
            .map(|check| check.state)
    };
    let fine = |name: &&str| matches!(state_of(name), Some(CheckState::Passed | CheckState::Note));
    PROOFS
        .iter()
        .filter(|(_, names)| names.iter().all(fine))
        .map(|(part, _)| *part)
        .collect()
}

impl State {
    /// The field of the page where the person is that holds no value of its kind. Pages that check something say it themselves.
    fn malformed_here(&self) -> Option<Field> {
        let id = self.drafts.connection_id.trim();
        let is_malformed = !id.is_empty() && id.parse::<ConnectionId>().is_err();
        (self.place == Place::Connection && is_malformed).then_some(Field::ConnectionId)
    }

    /// What is still missing on the page where the person is, before it can be left.
    pub fn missing_here(&self) -> Option<Target> {
        match self.place {
            // In practice both services are inside this app.
            Place::Before if self.world == Some(World::Practice) => None,
            Place::Before => ACCESSES
                .into_iter()
                .find(|id| !self.ticks.contains(*id))
                .map(Target::Choice),
            Place::Connection if self.drafts.connection_id.trim().is_empty() => {
                Some(Target::Field(Field::ConnectionId))
            }
            Place::Connection if self.said_status.is_none() => Some(Target::Choice(STATUS)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::msg::Private;
    use crate::app::update;
    use crate::protocol::checks::CheckState;
    use crate::protocol::event::Event;

    fn real() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Real));
        state
    }

    fn pasted(state: &mut State, field: Field, text: &str) {
        update(state, Msg::Pasted(field, Private(text.to_owned())));
    }

    fn row() -> Check {
        Check {
            name: "auth0.reach",
            state: CheckState::Passed,
            why: String::new(),
            fix: String::new(),
            issue: None,
            at: jiff::Timestamp::UNIX_EPOCH,
            passed_before: None,
        }
    }

    #[test]
    fn a_late_answer_to_an_earlier_check_is_dropped() {
        let mut state = real();
        pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
        let asked = update(&mut state, Msg::AskedToCheck(Scope::Tenant));
        let Some(Command::Check { ticket, .. }) = asked.first() else {
            panic!("{asked:?}")
        };
        let ticket = *ticket;
        pasted(&mut state, Field::Domain, "other.eu.auth0.com");
        update(
            &mut state,
            Msg::Reported(Event::Check {
                check: row(),
                ticket,
            }),
        );
        update(
            &mut state,
            Msg::Reported(Event::ChecksDone {
                problem: None,
                ticket,
            }),
        );
        assert!(state.checks.rows.is_empty() && state.proved.is_empty());
    }

    #[test]
    fn editing_withdraws_what_hung_on_the_field_and_nothing_else() {
        let mut state = real();
        state.proved = [Scope::Tenant, Scope::Auth0, Scope::Everything].into();
        update(&mut state, Msg::Edited(Field::ApiKey));
        assert_eq!(state.proved, [Scope::Tenant, Scope::Auth0].into());
        update(&mut state, Msg::Edited(Field::ClientSecret));
        assert_eq!(state.proved, [Scope::Tenant].into());
        update(&mut state, Msg::Edited(Field::Domain));
        assert!(state.proved.is_empty());
    }

    #[test]
    fn a_check_with_a_value_missing_asks_nobody_and_says_which() {
        let mut state = real();
        assert!(update(&mut state, Msg::AskedToCheck(Scope::Auth0)).is_empty());
        assert_eq!(
            state.mistake.as_ref().map(|(field, _)| *field),
            Some(Field::Domain)
        );
    }

    #[test]
    fn a_part_is_not_done_by_going_on_from_a_value_that_is_none() {
        let mut state = real();
        update(&mut state, Msg::WentTo(Place::Connection));
        pasted(&mut state, Field::ConnectionId, "my connection");
        update(
            &mut state,
            Msg::SaidStatus(crate::protocol::saved::SaidStatus::Active),
        );
        update(&mut state, Msg::Continued);
        assert_eq!(state.place, Place::Connection);
        assert!(state.mistake.is_some() && state.visited.is_empty());
        pasted(&mut state, Field::ConnectionId, "conn_26yEiYymqy6ZmG");
        update(&mut state, Msg::Continued);
        assert_eq!(state.place, Place::Key);
    }

    #[test]
    fn going_back_clears_nothing() {
        let mut state = real();
        pasted(&mut state, Field::Domain, "acme.eu.auth0.com");
        for id in ACCESSES {
            update(&mut state, Msg::Ticked(id));
        }
        update(&mut state, Msg::Continued);
        assert_eq!(state.place, Place::Tenant);
        update(&mut state, Msg::WentBack);
        assert_eq!(state.drafts.domain, "acme.eu.auth0.com");
    }
}
