//! Whatever is done and answered in whatever order: nothing is asked for values that are not those on the screen, nothing
//! is proved or shown that hangs on a value that has changed, what is kept is up to date, and nothing is waited for in vain.

mod acts;
mod answers;

use proptest::prelude::*;

use acts::act;

use super::VALUES;
use crate::app::context::World;
use crate::app::effects::Effects;
use crate::app::msg::{CredentialsMsg, Msg, Private, SetupsMsg};
use crate::app::state::State;
use crate::app::subjects::automatic::Stage;
use crate::app::subjects::sync::Phase;
use crate::app::update;
use crate::domain::pasted::Field;
use crate::protocol::checks::{self, Scope, Subject};
use crate::protocol::command::{Command, Message};
use crate::protocol::install;
use crate::protocol::setup::Setup;
use crate::protocol::users;

/// The values that a question was asked with, in the order of the fields; empty where it needs none.
type Print = [String; 5];

fn print(setup: &Setup) -> Print {
    let side = setup.userhub.as_ref();
    [
        setup.domain.to_string(),
        setup.client_id.to_string(),
        setup.client_secret.expose().to_owned(),
        side.map_or_else(String::new, |side| side.connection.to_string()),
        side.map_or_else(String::new, |side| side.key.expose().to_owned()),
    ]
}

/// The window, with a worker that answers when it is told to.
struct Play {
    state: State,
    /// What was asked and not answered, with the values on the screen at that moment.
    asked: Vec<(Command, Print)>,
    /// The values that each plan was made with, by its number.
    plans: Vec<Print>,
    /// The same of the automatic set-up.
    installs: Vec<Print>,
}

impl Play {
    fn new() -> Self {
        let mut play = Self {
            state: State::new("folder".into()),
            asked: Vec::new(),
            plans: Vec::new(),
            installs: Vec::new(),
        };
        play.tell(Msg::Setups(SetupsMsg::Began(World::Real)));
        for (field, text) in VALUES {
            let text = Private(text.to_owned());
            play.tell(Msg::Credentials(CredentialsMsg::Pasted(field, text)));
        }
        play
    }

    /// What stands in the fields, as a question for everything would have it.
    fn now(&self) -> Option<Print> {
        self.state
            .setup(Scope::Everything)
            .ok()
            .map(|setup| print(&setup))
    }

    fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.take(effects);
        self.holds();
    }

    fn take(&mut self, effects: Effects) {
        for message in effects.messages {
            let Message::Do(command) = message else {
                continue;
            };
            let now = self.now().unwrap_or_default();
            match &command {
                Command::Check { setup, scope, .. } => self.is_of_now(setup, *scope),
                Command::CheckAgain { setup, .. } => self.is_of_now(setup, Scope::Tenant),
                Command::Compare { setup, .. } | Command::WatchSignIn { setup, .. } => {
                    self.is_of_now(setup, Scope::Everything);
                }
                Command::FindPeople { setup, .. } => self.is_of_now(setup, Scope::Auth0),
                Command::People(
                    users::Request::Look { setup, .. }
                    | users::Request::SyncOne { setup, .. }
                    | users::Request::TryAgain { setup, .. },
                ) => self.is_of_now(setup, Scope::Everything),
                Command::Removal(request) => self.is_of_now(&request.setup, Scope::Everything),
                Command::Someone(request) => self.is_of_now(&request.setup, Scope::Everything),
                Command::RunPatiently { plan } => {
                    let plan = usize::try_from(*plan).expect("a number of a plan");
                    assert_eq!(
                        self.plans[plan], now,
                        "a plan of other values is carried out"
                    );
                }
                Command::Install {
                    order: install::Request::Act { plan },
                    ..
                } => {
                    let plan = usize::try_from(*plan).expect("a number of a plan");
                    assert_eq!(self.installs[plan], now, "changes of other values are made");
                }
                _ => {}
            }
            self.asked.push((command, now));
        }
    }

    /// A question is asked with the values on the screen.
    fn is_of_now(&self, setup: &Setup, scope: Scope) {
        let now = self.state.setup(scope).expect("the values are there");
        let (asked, now) = (print(setup), print(&now));
        for (asked, now) in asked.iter().zip(&now).filter(|(_, now)| !now.is_empty()) {
            assert_eq!(asked, now, "asked for a value that is not on the screen");
        }
    }

    /// What must be true at any time.
    fn holds(&self) {
        let state = &self.state;
        let drafts = state.credentials.drafts.values();
        // Of a set-up that was opened anew, the secrets are there only when the password store has answered.
        let differs = |seen: &str, field: Field| {
            let there = drafts.text(field);
            !there.is_empty() && !seen.is_empty() && seen != there
        };
        for seen in state.readiness.results.in_order() {
            let subject = checks::named(seen.name).map(|entry| entry.subject);
            let hangs_on: &[Field] = match subject {
                Some(Subject::SignIn | Subject::Users) => {
                    &[Field::Domain, Field::ClientId, Field::ClientSecret]
                }
                Some(Subject::Key) => &[Field::Domain, Field::ApiKey],
                Some(Subject::Connection) => &[Field::Domain, Field::ConnectionId, Field::ApiKey],
                Some(Subject::Tenant | Subject::Action) | None => &[Field::Domain],
            };
            for field in hangs_on {
                let with = seen.why.split('|').nth(at(*field)).unwrap_or_default();
                assert!(!differs(with, *field), "{} hangs on {field:?}", seen.name);
            }
        }
        if let Phase::Planned(plan) = &state.sync.phase {
            let plan = usize::try_from(plan.run).expect("a number of a plan");
            assert_eq!(
                Some(&self.plans[plan]),
                self.now().as_ref(),
                "a plan of other values"
            );
        }
        if let Stage::Review(plan) = &state.automatic.stage {
            let plan = usize::try_from(plan.number).expect("a number of a plan");
            let now = self.now().unwrap_or_default();
            assert_eq!(self.installs[plan], now, "changes for other values");
        }
        if let Some(look) = state.users.look.ready() {
            let now = self.now().expect("the values are there").join("|");
            assert_eq!(look.id, now, "a user as they were seen with other values");
        }
        if let Some(sign_in) = state.sign_in_test.proved_by() {
            let now = self.now().expect("the values are there").join("|");
            assert_eq!(sign_in.who, now, "a sign-in that proves other values");
        }
        for person in state.picker.found.ready().into_iter().flatten() {
            for (at, field) in [
                (0, Field::Domain),
                (1, Field::ClientId),
                (2, Field::ClientSecret),
            ] {
                let with = person.name.split('|').nth(at).unwrap_or_default();
                assert!(!differs(with, field), "found with another {field:?}");
            }
        }
        // Saving follows from what changed: the record is as the state is.
        if let Some(kept) = state.setups.open_setup() {
            let mut now = kept.clone();
            state.record(&mut now);
            assert_eq!(now, *kept, "something changed and is not kept");
        }
    }

    /// Whether anything is still waited for.
    fn waits_for(&self) -> Vec<&'static str> {
        let state = &self.state;
        let all = [Subject::Tenant, Subject::SignIn, Subject::Users];
        let others = [Subject::Key, Subject::Connection, Subject::Action];
        let alone = |subject: &Subject| state.readiness.is_checking(*subject);
        [
            ("what is busy", state.busy().is_some()),
            ("checks", state.readiness.run.result.is_loading()),
            ("a check alone", all.iter().chain(&others).any(alone)),
            ("this computer", state.computer.is_looking()),
            ("a search", state.picker.found.is_loading()),
            ("a sign-in test", state.sign_in_test.is_on()),
            ("a user", state.users.look.is_loading()),
            ("bringing one over", state.users.synced.is_loading()),
            ("somebody", state.someone.answer.is_loading()),
            ("bringing somebody over", state.someone.synced.is_loading()),
            ("the automatic set-up", state.automatic.is_busy()),
            ("the runs", state.history.entries.is_loading()),
            ("a run", state.history.open.is_loading()),
            ("a file", state.export.result.is_loading()),
            ("the password store", state.setups.keys.looking),
        ]
        .into_iter()
        .filter_map(|(what, waits)| waits.then_some(what))
        .collect()
    }
}

fn at(field: Field) -> usize {
    match field {
        Field::Domain => 0,
        Field::ClientId => 1,
        Field::ClientSecret => 2,
        Field::ConnectionId => 3,
        Field::ApiKey => 4,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_happens_in_whatever_order(acts in prop::collection::vec(any::<[u8; 2]>(), 0..80)) {
        let mut play = Play::new();
        for [what, which] in acts {
            act(&mut play, what, which);
        }
        // An answer may lead to the next question; in the end nothing is waited for.
        for turn in 0..400_u16 {
            play.answer(0, (turn % 7) as u8);
        }
        prop_assert!(play.asked.is_empty(), "questions without end: {:?}", play.asked);
        let waits_for = play.waits_for();
        prop_assert!(waits_for.is_empty(), "{waits_for:?} is waited for in vain");
    }
}
