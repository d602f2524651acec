//! A set-up as a file, for a colleague or another computer: which tenants, under which name. Never a secret, and nothing that
//! was proved or ticked here: the other computer looks for itself.

use serde::{Deserialize, Serialize};

use super::settings::{Colour, Environment, SavedSetup};
use crate::domain::ids::ConnectionId;
use crate::domain::issue::{Issue, redact};
use crate::domain::pasted::{Kind, classify, read_domain};

/// What the file says it is.
const KIND: &str = "UserHub Connect set-up";

/// Its newest form.
const VERSION: u32 = 1;

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
pub fn write(setup: &SavedSetup) -> String {
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
///
/// # Errors
/// That it is none, or one of a newer version's form.
pub fn read(text: &str, id: String) -> Result<SavedSetup, Issue> {
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

/// The domain that a field names, if it names one.
pub fn domain(text: &str) -> String {
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
