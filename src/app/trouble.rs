//! "Show me trouble": everything that can be made to go wrong in the practice world, so that a person has met each problem
//! before one matters.
//!
//! The fault lies in the practice services, never in a screen: a trouble is made there, and then the same checks as
//! ever meet it.

use super::msg::World;
use super::proof;
use super::remote::Remote;
use super::state::State;
use super::{keeping, onboarding};
use crate::domain::pasted::Field;
use crate::protocol::checks::FoundPerson;
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::places::Place;
use crate::protocol::trouble::Trouble;

/// What the practice world is troubled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Troubles {
    /// What goes wrong there now.
    pub now: Option<Trouble>,
    /// What the person asked for, until it is ended.
    pub asked: Option<Trouble>,
}

impl Default for Troubles {
    fn default() -> Self {
        Self {
            now: Some(Trouble::AT_FIRST),
            asked: None,
        }
    }
}

/// Where a trouble is met.
struct Meeting {
    place: Place,
    scope: Scope,
}

impl Trouble {
    /// The field whose value is the trouble, where it is one.
    fn wrong_value(self) -> Option<Field> {
        match self {
            Self::CustomDomain => Some(Field::Domain),
            Self::WrongKind => Some(Field::ApiKey),
            _ => None,
        }
    }

    /// Whether it is met only when the connection is tried with somebody.
    fn needs_somebody(self) -> bool {
        matches!(
            self,
            Self::KeyReadOnly | Self::OtherConnection | Self::ConnectionBroken
        )
    }

    fn met(self) -> Meeting {
        let (place, scope) = match self {
            Self::Auth0Away | Self::CustomDomain | Self::NoTenant => (Place::Tenant, Scope::Tenant),
            Self::SecretChanged
            | Self::NotAuthorized
            | Self::PermissionMissing
            | Self::SlowedDown
            | Self::StoreLocked => (Place::Credentials, Scope::Auth0),
            Self::UserHubAway
            | Self::WrongKind
            | Self::KeyDeleted
            | Self::KeyReadOnly
            | Self::OtherConnection
            | Self::ConnectionBroken => (Place::Key, Scope::Everything),
            Self::NotInFlow => (Place::Check, Scope::Everything),
            Self::LimitShared => (Place::Sync, Scope::Everything),
        };
        Meeting { place, scope }
    }
}

/// The domain that is no `auth0.com` one.
const CUSTOM_DOMAIN: &str = "login.practice.example";

/// Asks for a trouble, and goes to where it is met. What is still empty there gets its practice value.
pub(super) fn make(state: &mut State, trouble: Trouble) -> Vec<Command> {
    if state.world != Some(World::Practice) || state.practice.ready().is_none() {
        return Vec::new();
    }
    let mut commands = end(state);
    state.troubles.asked = Some(trouble);
    state.proof.not_in_flow = trouble == Trouble::NotInFlow;
    fill(state);
    if let Some(field) = trouble.wrong_value() {
        let wrong = match field {
            Field::Domain => CUSTOM_DOMAIN.to_owned(),
            _ => practice_value(state, Field::ConnectionId),
        };
        *state.drafts.get_mut(field) = wrong;
    }
    // What was proved, was proved of another world.
    for field in FIELDS {
        commands.extend(onboarding::edited(state, field));
    }
    commands.extend(onboarding::go(state, trouble.met().place));
    commands.push(Command::MakeTrouble(Some(trouble)));
    commands
}

/// Ends the trouble: everything in the practice world works.
pub(super) fn end(state: &mut State) -> Vec<Command> {
    state.proof.not_in_flow = false;
    let mut commands = Vec::new();
    if let Some(field) = state.troubles.asked.take().and_then(Trouble::wrong_value) {
        *state.drafts.get_mut(field) = practice_value(state, field);
        commands = onboarding::edited(state, field);
    }
    commands.push(Command::MakeTrouble(None));
    commands
}

/// The practice world is troubled now, or no longer. Whoever asked for the trouble meets it at once.
pub(super) fn made(
    state: &mut State,
    now: Option<Trouble>,
    somebody: Option<FoundPerson>,
) -> Vec<Command> {
    state.troubles.now = now;
    let Some(trouble) = now.filter(|_| state.troubles.asked == now) else {
        return Vec::new();
    };
    if trouble == Trouble::NotInFlow {
        return proof::watch(state);
    }
    if trouble == Trouble::StoreLocked {
        return keeping::keep_anew(state);
    }
    if trouble == Trouble::LimitShared {
        // Nothing is wrong: it is a sync that meets it.
        return Vec::new();
    }
    let person = somebody.filter(|_| trouble.needs_somebody());
    let id = person.as_ref().map(|person| person.id.clone());
    if let Some(person) = person {
        state.picker.found = Remote::Ready(vec![person.clone()]);
        state.picker.chosen = Some(person);
    }
    onboarding::check_with(state, trouble.met().scope, id)
}

const FIELDS: [Field; 5] = [
    Field::Domain,
    Field::ClientId,
    Field::ClientSecret,
    Field::ConnectionId,
    Field::ApiKey,
];

/// Gives every empty field its practice value.
fn fill(state: &mut State) {
    for field in FIELDS {
        if state.drafts.get(field).trim().is_empty() {
            *state.drafts.get_mut(field) = practice_value(state, field);
        }
    }
}

/// What the practice world wants in a field.
fn practice_value(state: &State, field: Field) -> String {
    let Some(setup) = state.practice.ready() else {
        return String::new();
    };
    let side = setup.userhub.as_ref();
    match field {
        Field::Domain => setup.domain.to_string(),
        Field::ClientId => setup.client_id.to_string(),
        Field::ClientSecret => setup.client_secret.expose().to_owned(),
        Field::ConnectionId => side.map_or_else(String::new, |side| side.connection.to_string()),
        Field::ApiKey => side.map_or_else(String::new, |side| side.key.expose().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::domain::ids::ClientId;
    use crate::domain::issue::Code;
    use crate::domain::secret::Secret;
    use crate::protocol::event::Event;
    use crate::protocol::setup::{Endpoints, Setup, UserHubSetup};

    fn in_practice() -> State {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Practice));
        let setup = Setup {
            domain: "practice.us.auth0.com".parse().unwrap(),
            or_domain: None,
            client_id: ClientId::new("abcdefghijklmnopqrstuvwxyz012345"),
            client_secret: Secret::new("practice_secret"),
            userhub: Some(UserHubSetup {
                connection: "conn_practice".parse().unwrap(),
                key: Secret::new("sk_practice_key"),
            }),
            endpoints: Endpoints::live(),
            profile: "folder".into(),
            keep_days: 90,
        };
        update(
            &mut state,
            Msg::Reported(Event::PracticeOpened(Box::new(setup))),
        );
        state
    }

    fn made_event(now: Option<Trouble>) -> Event {
        Event::TroubleMade {
            now,
            somebody: None,
        }
    }

    fn last(commands: &[Command]) -> Option<Trouble> {
        match commands.last() {
            Some(Command::MakeTrouble(trouble)) => *trouble,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_proved_is_checked_again_once_the_trouble_is_there() {
        let mut state = in_practice();
        state.proved = [Scope::Tenant, Scope::Auth0].into();
        let asked = update(&mut state, Msg::MadeTrouble(Trouble::NoTenant));
        assert_eq!(last(&asked), Some(Trouble::NoTenant));
        assert!(state.proved.is_empty());
        assert_eq!(state.place, Place::Tenant);
        let made = made_event(Some(Trouble::NoTenant));
        let commands = update(&mut state, Msg::Reported(made));
        let checks = matches!(
            commands[..],
            [Command::Check {
                scope: Scope::Tenant,
                ..
            }]
        );
        assert!(checks, "{commands:?}");
    }

    #[test]
    fn a_wrong_value_stands_in_the_field_until_the_trouble_ends() {
        let mut state = in_practice();
        update(&mut state, Msg::MadeTrouble(Trouble::WrongKind));
        assert_eq!(state.drafts.api_key, "conn_practice");
        let made = made_event(Some(Trouble::WrongKind));
        assert!(update(&mut state, Msg::Reported(made)).is_empty());
        let (field, issue) = state.mistake.as_ref().expect("a mistake");
        assert_eq!((*field, issue.code), (Field::ApiKey, Code::E7));
        let ended = update(&mut state, Msg::EndedTrouble);
        assert_eq!(last(&ended), None);
        assert_eq!(state.drafts.api_key, "sk_practice_key");
        assert!(state.mistake.is_none());
    }

    #[test]
    fn a_limit_that_is_shared_is_met_by_a_sync_and_by_no_check() {
        let mut state = in_practice();
        update(&mut state, Msg::MadeTrouble(Trouble::LimitShared));
        assert_eq!(state.place, Place::Sync);
        let made = made_event(Some(Trouble::LimitShared));
        assert!(update(&mut state, Msg::Reported(made)).is_empty());
    }

    #[test]
    fn leaving_practice_ends_it_and_nothing_can_be_made_outside() {
        let mut state = in_practice();
        update(&mut state, Msg::MadeTrouble(Trouble::KeyDeleted));
        let left = update(&mut state, Msg::LeftPractice);
        assert_eq!(last(&left), Some(Trouble::AT_FIRST));
        assert_eq!(state.troubles, Troubles::default());
        update(&mut state, Msg::Chose(World::Real));
        assert!(update(&mut state, Msg::MadeTrouble(Trouble::KeyDeleted)).is_empty());
    }

    #[test]
    fn the_first_trouble_is_made_without_anybody_asking_for_a_check() {
        let mut state = in_practice();
        let made = made_event(Some(Trouble::AT_FIRST));
        assert!(update(&mut state, Msg::Reported(made)).is_empty());
    }
}
