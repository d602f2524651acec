//! `hand-over`: a set-up with its history in one file, and going on from such a file.

use std::path::Path;

use serde_json::json;

use super::args::Options;
use super::config;
use super::exit::Exit;
use super::hand_over_args::HandOverArgs;
use super::next;
use super::out::Out;
use crate::domain::ids::ConnectionId;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::engine::hand_over::{self, Order};
use crate::protocol::settings::{Colour, Environment, SavedSetup};
use crate::protocol::setup_text;

pub(super) fn run(options: &Options, args: &HandOverArgs, out: Out) -> Exit {
    let done = match (&args.save, &args.open) {
        (Some(to), _) => save(options, to, !args.without_key_places, out),
        (None, Some(from)) => open(options, from, out),
        (None, None) => Err(Issue::no_path_given()),
    };
    done.unwrap_or_else(|issue| out.problem(&issue))
}

fn save(options: &Options, to: &Path, key_places: bool, out: Out) -> Result<Exit, Issue> {
    let folder = config::data_folder(options)?.path().to_owned();
    let setup = wanted(options, &folder)?;
    let order = Order {
        folder,
        setup,
        key_places,
    };
    hand_over::write(&order, to, false)?;
    if out.is_json() {
        Out::event(&json!({ "event": "handed_over", "file": to.display().to_string() }));
    }
    out.say(format!(
        "Written to {}. It names people and holds no keys.",
        to.display()
    ));
    Ok(Exit::Done)
}

/// The set-up that was named by its connection; without that, the only one.
fn wanted(options: &Options, folder: &Path) -> Result<SavedSetup, Issue> {
    let named = options.connection_id.as_deref().map(str::trim);
    let connection: ConnectionId = match named.filter(|named| !named.is_empty()) {
        Some(named) => {
            let id = named.parse();
            id.map_err(|_| Issue::value_malformed(Field::ConnectionId))?
        }
        None => match &hand_over::connections(folder)[..] {
            [only] => only.clone(),
            _ => return Err(Issue::value_missing(Field::ConnectionId)),
        },
    };
    if let Some(saved) = hand_over::saved(folder, &connection) {
        return Ok(saved);
    }
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let domain = hand_over::domain_of(folder, &connection);
    let mut setup = SavedSetup::new(String::new(), Environment::Production, Colour::Blue);
    setup.domain = domain.unwrap_or_else(|| text(&options.auth0_domain));
    setup.client_id = text(&options.auth0_client_id);
    setup.connection_id = connection.to_string();
    Ok(setup)
}

fn open(options: &Options, from: &Path, out: Out) -> Result<Exit, Issue> {
    let folder = config::data_folder(options)?.path().to_owned();
    let taken = hand_over::open(&folder, from)?;
    hand_over::note(&folder, &taken.set_up);
    let setup = setup_text::read(&taken.set_up, String::new())?;
    let compared = taken.compared.map(|compared| compared.everybody_at);
    if out.is_json() {
        Out::event(&json!({
            "event": "taken_over",
            "auth0_domain": setup.domain,
            "auth0_client_id": setup.client_id,
            "connection_id": setup.connection_id,
            "history": taken.journal,
            "everybody_at": compared.map(|at| at.to_string()),
        }));
        return Ok(Exit::Done);
    }
    let with = if taken.journal {
        ", with its history"
    } else {
        "; the history on this computer stays as it is"
    };
    out.say(format!("{} is here now{with}.", setup.title()));
    out.say("It needs both keys: open the window, or give them as `userhub-connect sync --help` says. Then go on with");
    let client_id = match setup.client_id.as_str() {
        "" => String::new(),
        id => format!(" --auth0-client-id {id}"),
    };
    let sync = format!(
        "sync --incremental --auth0-domain {}{client_id} --connection-id {}",
        setup.domain, setup.connection_id
    );
    let named = ["auth0-domain", "auth0-client-id", "connection-id"];
    out.say(format!("  {}", next::beside(&sync, &named)));
    Ok(Exit::Done)
}
