//! "Show me trouble": everything that can be made to go wrong in the practice world, so that a person has met each problem
//! before one matters.
//!
//! The fault lies in the practice services, never in a screen: a trouble is made there, and then the same checks as
//! ever meet it.

use super::command::Command;
use super::event::FoundPerson;
use super::msg::World;
use super::pages::{Place, Scope};
use super::proof;
use super::remote::Remote;
use super::state::State;
use super::{keeping, onboarding};
use crate::domain::issue::Code;
use crate::domain::pasted::Field;

/// Something that goes wrong in the practice world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Auth0 does not answer.
    Auth0Away,
    /// UserHub does not answer.
    UserHubAway,
    /// The domain is a custom one.
    CustomDomain,
    /// No tenant has the domain.
    NoTenant,
    /// The Client Secret was changed in Auth0.
    SecretChanged,
    /// The application may not use the Management API.
    NotAuthorized,
    /// One of the four permissions was forgotten.
    PermissionMissing,
    /// The connection ID stands where the API key belongs.
    WrongKind,
    /// The API key was deleted in UserHub.
    KeyDeleted,
    /// The API key may read people and nothing else.
    KeyReadOnly,
    /// UserHub has another connection than the one whose ID was copied.
    OtherConnection,
    /// UserHub's connection has stopped working.
    ConnectionBroken,
    /// The Action is not in the Login flow, so that UserHub hears of no sign-in.
    NotInFlow,
    /// Auth0 asks to be left alone for a while.
    SlowedDown,
    /// Practice's password store is locked.
    StoreLocked,
}

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
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 15] = [
        Self::Auth0Away,
        Self::UserHubAway,
        Self::CustomDomain,
        Self::NoTenant,
        Self::SecretChanged,
        Self::NotAuthorized,
        Self::PermissionMissing,
        Self::WrongKind,
        Self::KeyDeleted,
        Self::KeyReadOnly,
        Self::OtherConnection,
        Self::ConnectionBroken,
        Self::NotInFlow,
        Self::SlowedDown,
        Self::StoreLocked,
    ];

    /// What the practice world begins with: a first problem, met before one matters.
    pub const AT_FIRST: Self = Self::PermissionMissing;

    /// The code of the problem that it leads to.
    pub fn code(self) -> Code {
        match self {
            Self::Auth0Away | Self::UserHubAway => Code::E1,
            Self::CustomDomain => Code::E2,
            Self::NoTenant => Code::E3,
            Self::SecretChanged => Code::E4,
            Self::NotAuthorized => Code::E5,
            Self::PermissionMissing => Code::E6,
            Self::WrongKind => Code::E7,
            Self::KeyDeleted => Code::E8,
            Self::KeyReadOnly => Code::E9,
            Self::OtherConnection => Code::E10,
            Self::ConnectionBroken => Code::E11,
            Self::NotInFlow => Code::E13,
            Self::SlowedDown => Code::E14,
            Self::StoreLocked => Code::E15,
        }
    }

    /// What goes wrong, in plain words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Auth0Away => "Auth0 cannot be reached",
            Self::UserHubAway => "UserHub cannot be reached",
            Self::CustomDomain => "The domain is a custom one",
            Self::NoTenant => "No tenant is at the domain",
            Self::SecretChanged => "The Client Secret was changed in Auth0",
            Self::NotAuthorized => "The application may not use the Management API",
            Self::PermissionMissing => "One permission is missing",
            Self::WrongKind => "The connection ID is in the field of the API key",
            Self::KeyDeleted => "The API key was deleted in UserHub",
            Self::KeyReadOnly => "The API key may not add users",
            Self::OtherConnection => "The connection ID is of another connection",
            Self::ConnectionBroken => "The connection in UserHub is not active",
            Self::NotInFlow => "The Action does not run at sign-in",
            Self::SlowedDown => "Auth0 asks us to slow down",
            Self::StoreLocked => "The password store is locked",
        }
    }

    /// What the person has to do to meet it, where something is to be done.
    pub fn to_do(self) -> &'static str {
        match self {
            Self::NotInFlow => "Sign in as somebody, below, to meet it.",
            _ => "",
        }
    }

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
    use crate::app::command::{Endpoints, Setup, UserHubSetup};
    use crate::app::event::Event;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::domain::ids::ClientId;
    use crate::domain::secret::Secret;

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
