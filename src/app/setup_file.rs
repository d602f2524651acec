//! A set-up as a file, for a colleague or another computer: which tenants, under which name. Never a secret, and nothing that
//! was proved or ticked here: the other computer looks for itself.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::keeping;
use super::remote::Remote;
use super::state::State;
use crate::domain::ids::ConnectionId;
use crate::domain::issue::{Issue, redact};
use crate::domain::pasted::{Kind, classify, read_domain};
use crate::protocol::command::Command;
use crate::protocol::saved::{Colour, Environment, SavedSetup};

/// What the file says it is.
const KIND: &str = "UserHub Connect set-up";

/// Its newest form.
const VERSION: u32 = 1;

/// What the person or the window says about it.
#[derive(Clone, Debug)]
pub enum Said {
    /// The person wants to open a file.
    AskedToOpen,
    /// The system's window was closed, with a file named or not.
    Named(Option<PathBuf>),
    /// The person has typed the path.
    Typed,
}

/// Where opening a file stands.
#[derive(Debug, Default)]
pub struct Opening {
    /// The path, as it is typed.
    pub path: String,
    /// Whether the path is asked for here: the system's window chose nothing, or could not be opened.
    pub typed: bool,
    /// What became of it: the name of the set-up.
    pub result: Remote<String>,
}

#[derive(Serialize, Deserialize)]
struct File {
    kind: String,
    version: u32,
    #[serde(default)]
    name: String,
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    colour: Colour,
    #[serde(default)]
    auth0_domain: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    connection_id: String,
}

#[derive(Deserialize)]
struct Versioned {
    kind: String,
    version: u32,
}

/// Writes a set-up. What a field holds that is no value of its kind stays here: it may be a key in the wrong place.
pub(super) fn write(setup: &SavedSetup) -> String {
    let file = File {
        kind: KIND.to_owned(),
        version: VERSION,
        name: redact(setup.name.trim()),
        environment: setup.environment,
        colour: setup.colour,
        auth0_domain: domain(&setup.domain),
        client_id: client_id(&setup.client_id),
        connection_id: connection_id(&setup.connection_id),
    };
    // Plain fields have a form as text always.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// Reads a set-up, which gets the id.
fn read(text: &str, id: String) -> Result<SavedSetup, Issue> {
    let head: Versioned = serde_json::from_str(text).map_err(|_| Issue::no_setup_file())?;
    if head.kind != KIND {
        return Err(Issue::no_setup_file());
    }
    if head.version > VERSION {
        return Err(Issue::newer_setup_file());
    }
    let file: File = serde_json::from_str(text).map_err(|_| Issue::no_setup_file())?;
    let environment = match file.environment {
        // The practice world is each computer's own.
        Environment::Practice => Environment::Production,
        real => real,
    };
    let mut setup = SavedSetup::new(id, environment, file.colour);
    setup.name = redact(&file.name);
    setup.domain = domain(&file.auth0_domain);
    setup.client_id = client_id(&file.client_id);
    setup.connection_id = connection_id(&file.connection_id);
    Ok(setup)
}

fn domain(text: &str) -> String {
    let is_token = classify(text) == Kind::Token;
    let found = read_domain(text).ok().filter(|_| !is_token);
    found.map_or_else(String::new, |found| found.first.to_string())
}

fn client_id(text: &str) -> String {
    let text = text.trim();
    if classify(text) == Kind::ClientId {
        text.to_owned()
    } else {
        String::new()
    }
}

fn connection_id(text: &str) -> String {
    let id = text.parse::<ConnectionId>();
    id.map_or_else(|_| String::new(), |id| id.to_string())
}

pub(super) fn said(state: &mut State, said: Said) -> Vec<Command> {
    match said {
        Said::AskedToOpen => {
            state.opening.result = Remote::NotAsked;
            vec![Command::AskWhich]
        }
        Said::Named(Some(path)) => ask_for(state, path),
        Said::Named(None) => {
            state.opening.typed = true;
            Vec::new()
        }
        Said::Typed => {
            let path = state.opening.path.trim().to_owned();
            if path.is_empty() {
                state.opening.result = Remote::Failed(Box::new(Issue::no_file_named()));
                return Vec::new();
            }
            ask_for(state, path.into())
        }
    }
}

fn ask_for(state: &mut State, path: PathBuf) -> Vec<Command> {
    state.opening.result = Remote::Loading;
    vec![Command::ReadSetUp { path }]
}

/// The file was read: its set-up is added and opened. One of the same tenants that is here already is opened instead.
pub(super) fn was_read(state: &mut State, text: Result<String, Box<Issue>>) -> Vec<Command> {
    let id = format!("setup-{}", state.now.as_millisecond());
    let setup = match text.and_then(|text| read(&text, id).map_err(Box::new)) {
        Ok(setup) => setup,
        Err(issue) => {
            state.opening.result = Remote::Failed(issue);
            return Vec::new();
        }
    };
    keeping::stash(state);
    let here = state.keeping.setups.iter().find(|one| {
        let is_named = !setup.domain.is_empty() || !setup.connection_id.is_empty();
        is_named && domain(&one.domain) == setup.domain && one.connection_id == setup.connection_id
    });
    let (id, title) = if let Some(one) = here {
        (one.id.clone(), one.title())
    } else {
        let added = (setup.id.clone(), setup.title());
        state.keeping.setups.push(setup);
        added
    };
    let commands = keeping::open(state, &id);
    state.keeping.picked_up = false;
    state.opening = Opening {
        result: Remote::Ready(title),
        ..Opening::default()
    };
    commands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::protocol::event::Event;

    const SECRET: &str = "s3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_Xs3cr-t_X";

    fn setup() -> SavedSetup {
        let mut setup = SavedSetup::new("setup-1".to_owned(), Environment::Test, Colour::Green);
        "Acme".clone_into(&mut setup.name);
        "https://manage.auth0.com/dashboard/eu/acme/users".clone_into(&mut setup.domain);
        "abcdefghijklmnopqrstuvwxyz012345".clone_into(&mut setup.client_id);
        "conn_26yEiYymqy6ZmG".clone_into(&mut setup.connection_id);
        setup.ticks.insert("A1".to_owned());
        setup
    }

    fn opened(state: &mut State, text: &str) -> Vec<Command> {
        update(state, Msg::Reported(Event::SetUpRead(Ok(text.to_owned()))))
    }

    #[test]
    fn what_was_saved_is_opened_elsewhere_with_its_values_and_nothing_done() {
        let mut state = State::new("folder".into());
        opened(&mut state, &write(&setup()));
        let there = state.keeping.open_setup().expect("it is open");
        assert_eq!(
            (there.title().as_str(), there.colour),
            ("Acme", Colour::Green)
        );
        assert_eq!(there.environment, Environment::Test);
        assert_eq!(state.drafts.domain, "acme.eu.auth0.com");
        assert_eq!(state.drafts.client_id, "abcdefghijklmnopqrstuvwxyz012345");
        assert_eq!(state.drafts.connection_id, "conn_26yEiYymqy6ZmG");
        assert!(state.ticks.is_empty());
    }

    #[test]
    fn opened_twice_it_is_there_once() {
        let mut state = State::new("folder".into());
        opened(&mut state, &write(&setup()));
        state.now = jiff::Timestamp::from_second(9).unwrap();
        opened(&mut state, &write(&setup()));
        assert_eq!(state.keeping.setups.len(), 1);
    }

    #[test]
    fn a_secret_in_the_wrong_field_is_not_written() {
        let token =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FjbWUuZXUuYXV0aDAuY29tLyJ9.c2lnbmF0dXJl";
        for wrong in [SECRET, "sk_agX12345", token] {
            let mut setup = setup();
            for field in [
                &mut setup.name,
                &mut setup.domain,
                &mut setup.client_id,
                &mut setup.connection_id,
            ] {
                wrong.clone_into(field);
            }
            let text = write(&setup);
            assert!(!text.contains(wrong), "{text}");
        }
    }

    #[test]
    fn what_is_no_set_up_changes_nothing_and_is_told() {
        let newer = write(&setup()).replace("\"version\": 1", "\"version\": 2");
        for text in [
            "",
            "{}",
            "[1]",
            "{\"kind\":\"another\",\"version\":1}",
            &newer,
        ] {
            let mut state = State::new("folder".into());
            assert!(opened(&mut state, text).is_empty());
            assert!(matches!(state.opening.result, Remote::Failed(_)), "{text}");
            assert!(state.keeping.setups.is_empty());
        }
    }
}
