//! What the environment gives in the place of flags. An empty variable is one that was not given: that is how scripts and
//! containers take a variable away.

use std::env::VarError;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use super::args::Cli;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;

/// The values that have a flag and a variable.
const VARIABLES: [(&str, Field); 3] = [
    ("AUTH0_DOMAIN", Field::Domain),
    ("AUTH0_CLIENT_ID", Field::ClientId),
    ("USERHUB_CONNECTION_ID", Field::ConnectionId),
];

/// Reads what was typed, and the variables in the place of what was not.
pub(super) fn parse() -> Result<Cli, clap::Error> {
    let matches = Cli::command().try_get_matches()?;
    let mut cli =
        Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut Cli::command()))?;
    let options = &mut cli.options;
    for (name, value) in [
        ("auth0_domain", &mut options.auth0_domain),
        ("auth0_client_id", &mut options.auth0_client_id),
        ("connection_id", &mut options.connection_id),
    ] {
        if comes_from(&matches, name, ValueSource::EnvVariable) {
            *value = value.take().filter(|text| !text.trim().is_empty());
        }
    }
    if comes_from(&matches, "connection_id", ValueSource::CommandLine) {
        options.typed_connection.clone_from(&options.connection_id);
    }
    Ok(cli)
}

fn comes_from(matches: &ArgMatches, name: &str, source: ValueSource) -> bool {
    matches.value_source(name) == Some(source)
}

/// The words for a variable that is no text, which clap does not name.
pub(super) fn unreadable(error: &clap::Error) -> Option<Issue> {
    if error.kind() != ErrorKind::InvalidUtf8 {
        return None;
    }
    let is_no_text = |name: &str| matches!(std::env::var(name), Err(VarError::NotUnicode(_)));
    let (name, field) = VARIABLES.into_iter().find(|(name, _)| is_no_text(name))?;
    Some(Issue::value_malformed(field).with_detail(&format!("{name} is not plain text (UTF-8)")))
}

/// Whether JSON is asked for, where what was typed could not be read as a whole.
pub(super) fn is_json_asked() -> bool {
    std::env::args_os().any(|word| word == "--json")
}

/// A variable that is never a flag. `None` where it is missing or empty.
pub(super) fn variable(name: &str) -> Result<Option<String>, VarError> {
    match std::env::var(name) {
        Ok(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(error) => Err(error),
    }
}
