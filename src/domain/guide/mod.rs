//! The documented set-up as data: 49 numbered steps and C7, fifty rows in the documented order.
//!
//! [`STEPS`] holds the rows, [`Known`] what is known of this tenant, and [`line()`] makes the one line that the
//! command line prints for a step. A window draws the same rows.

mod help;
mod live_updates;
mod steps;

use std::fmt;

use super::ids::{Auth0Domain, ClientId, ConnectionId};
use super::links::Place;
use super::permissions::Permission;
use super::secret::Secret;

pub use help::{help, question};
pub use live_updates::{LIVE_UPDATES, Step as LiveUpdatesStep};
pub use steps::STEPS;

/// A part of the documented set-up; its letter starts the ids of its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A: the machine-to-machine application, in the Auth0 dashboard.
    Application,
    /// C: the connection, in the UserHub Admin console.
    Connection,
    /// K: the Admin API key, in the UserHub Admin console.
    Key,
    /// P: the Post Login Action, in the Auth0 dashboard. Optional.
    Action,
}

impl Part {
    /// The part's heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Application => "Create the application in Auth0",
            Self::Connection => "Set up the connection in UserHub",
            Self::Key => "Create the API key in UserHub",
            Self::Action => "Set up the login Action in Auth0",
        }
    }
}

/// A value that a step asks for, or that a step gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// The same text for everybody.
    Fixed(&'static str),
    /// One of the entries that the page offers; nobody types or pastes it.
    Choice(&'static str),
    /// The tenant's domain.
    Domain,
    /// The application's Client ID.
    ClientId,
    /// The application's Client Secret.
    ClientSecret,
    /// The four permissions.
    Permissions,
    /// UserHub's connection ID.
    ConnectionId,
    /// UserHub's Admin API key.
    ApiKey,
    /// The Action's code. It has several lines and no secret in it.
    Snippet,
}

/// What shows that a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// The tenant's domain answers and names itself as the issuer.
    Reach,
    /// Auth0 gives the application a token.
    SignIn,
    /// Auth0's token carries the permission.
    Permissions,
    /// UserHub accepts the key.
    Key,
    /// UserHub holds one person under this connection.
    Connection,
    /// A person signs in and appears in UserHub.
    SignInTest,
    /// No call can see it: the person's word is all there is.
    MarkedByYou,
}

/// One row of the documented set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The documented id, `A1` to `P24`.
    pub id: &'static str,
    /// The part that it belongs to.
    pub part: Part,
    /// What the person does: one sentence without its full stop, which holds the label.
    pub words: &'static str,
    /// The documented label of the thing to click or fill in, as it stands in `words`.
    pub label: Option<&'static str>,
    /// What the page may call it today.
    pub also_called: Option<&'static str>,
    /// The values to enter or to choose.
    pub enter: &'static [Value],
    /// The values that this step gives, to be noted for later.
    pub note: &'static [Value],
    /// The page where the step begins.
    pub place: Option<Place>,
    /// What shows that it is done.
    pub verified: Proof,
}

/// A secret's masked form: all that a guide may show of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked(String);

impl From<&Secret> for Masked {
    fn from(secret: &Secret) -> Self {
        Self(secret.masked())
    }
}

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of this tenant so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The tenant's domain.
    pub domain: Option<Auth0Domain>,
    /// The application's Client ID.
    pub client_id: Option<ClientId>,
    /// The application's Client Secret, masked.
    pub client_secret: Option<Masked>,
    /// UserHub's connection ID.
    pub connection_id: Option<ConnectionId>,
    /// UserHub's Admin API key, masked.
    pub api_key: Option<Masked>,
}

impl Value {
    /// The text to show: the value, a secret's masked form, or a placeholder while it is not known.
    pub fn text(self, known: &Known) -> String {
        match self {
            Self::Fixed(text) | Self::Choice(text) => text.to_owned(),
            Self::Domain => known_or(known.domain.as_ref(), "<your Auth0 domain>"),
            Self::ClientId => known_or(known.client_id.as_ref(), "<Client ID>"),
            Self::ClientSecret => known_or(known.client_secret.as_ref(), "<Client Secret>"),
            Self::Permissions => Permission::ALL.map(Permission::as_str).join(" "),
            Self::ConnectionId => known_or(known.connection_id.as_ref(), "<connection ID>"),
            Self::ApiKey => known_or(known.api_key.as_ref(), "<API key>"),
            Self::Snippet => "what `userhub-connect snippet` prints".to_owned(),
        }
    }
}

fn known_or<T: fmt::Display>(value: Option<&T>, placeholder: &str) -> String {
    value.map_or_else(|| placeholder.to_owned(), T::to_string)
}

impl Step {
    /// The words without the number of another step, for the window, which shows no numbers of steps.
    pub fn plain_words(&self) -> &'static str {
        self.words
            .rfind(" of step ")
            .map_or(self.words, |at| &self.words[..at])
    }
}

/// One line for a step: its id, the words, the values and the link for this tenant.
///
/// ```
/// use userhub_connect::domain::guide::{Known, STEPS, line};
///
/// let name = STEPS.iter().find(|step| step.id == "A5").unwrap();
/// assert_eq!(line(name, &Known::default()), "A5   Enter the Name: UserHub");
/// ```
pub fn line(step: &Step, known: &Known) -> String {
    let mut line = format!("{:<4} {}", step.id, step.words);
    let values: Vec<String> = step
        .enter
        .iter()
        .chain(step.note)
        .map(|value| value.text(known))
        .collect();
    if !values.is_empty() {
        line.push_str(": ");
        line.push_str(&values.join(", "));
    }
    if let Some(other) = step.also_called {
        line.push_str(" (may be called: ");
        line.push_str(other);
        line.push(')');
    }
    if let Some(place) = step.place {
        line.push_str(" | ");
        line.push_str(&place.link(known.domain.as_ref(), known.client_id.as_ref()));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTED: &str = include_str!("../../../tests/fixtures/documented-steps.md");

    /// One row of the documented table: its id, what the person does, and the value.
    struct Row {
        id: &'static str,
        does: &'static str,
        value: &'static str,
    }

    fn documented_rows() -> Vec<Row> {
        let letters = ["A", "C", "K", "P"];
        DOCUMENTED
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|'))
            .filter_map(|line| {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                let [id, does, value] = cells[..] else {
                    return None;
                };
                let number = letters.iter().find_map(|l| id.strip_prefix(l))?;
                number.parse::<u8>().ok()?;
                Some(Row { id, does, value })
            })
            .collect()
    }

    /// The parts of a cell between backticks.
    fn quoted(cell: &str) -> Vec<&str> {
        cell.split('`').skip(1).step_by(2).collect()
    }

    fn full() -> Known {
        Known {
            domain: Some("acme.eu.auth0.com".parse().unwrap()),
            client_id: Some(ClientId::new("AbCdEf123456")),
            client_secret: Some(Masked::from(&Secret::new("the-client-secret-wX9f"))),
            connection_id: Some("conn_obXdd123".parse().unwrap()),
            api_key: Some(Masked::from(&Secret::new("sk_the-admin-key-Rr81"))),
        }
    }

    fn step(id: &str) -> &'static Step {
        STEPS.iter().find(|step| step.id == id).unwrap()
    }

    #[test]
    fn no_row_of_the_documented_table_is_lost_or_moved() {
        let documented: Vec<&str> = documented_rows().iter().map(|row| row.id).collect();
        let ours: Vec<&str> = STEPS.iter().map(|step| step.id).collect();
        assert_eq!(documented.len(), 50);
        assert_eq!(ours, documented);
    }

    #[test]
    fn every_documented_value_stands_in_its_line() {
        // Cells whose words point at another row, against the value that the row then shows.
        let pointing = [
            ("both needed in C", "<Client ID>, <Client Secret>"),
            ("from A11", "<Client ID>, <Client Secret>"),
            ("must end with `auth0.com`", "<your Auth0 domain>"),
            ("`conn_…` (for example `conn_obXdd…`)", "<connection ID>"),
            ("`sk_…` (for example `sk_agX…`)", "<API key>"),
            ("below", "userhub-connect snippet"),
            ("the Admin API key of K8", "<API key>"),
            ("the connection ID of C7", "<connection ID>"),
        ];
        for (row, step) in documented_rows().iter().zip(STEPS) {
            let line = line(step, &Known::default());
            let wanted = match pointing.iter().find(|(cell, _)| *cell == row.value) {
                Some((_, shown)) => vec![*shown],
                None if row.value.contains('`') => quoted(row.value),
                None => vec![row.value],
            };
            for value in wanted {
                assert!(line.contains(value), "{value} is not in: {line}");
            }
        }
    }

    #[test]
    fn every_label_is_a_documented_one_and_stands_in_the_words() {
        for (row, step) in documented_rows().iter().zip(STEPS) {
            let Some(label) = step.label else { continue };
            assert!(step.words.contains(label), "{}: {label}", step.id);
            let documented = format!("{} {}", row.does, row.value);
            assert!(documented.contains(label), "{}: {label}", row.id);
        }
    }

    #[test]
    fn every_step_is_one_line_that_starts_with_its_id() {
        for known in [Known::default(), full()] {
            for step in STEPS {
                let line = line(step, &known);
                assert_eq!(line.lines().count(), 1, "{line}");
                assert_eq!(line.split_whitespace().next(), Some(step.id));
            }
        }
    }

    #[test]
    fn with_the_tenant_known_its_values_and_links_are_shown() {
        assert!(line(step("C3"), &full()).ends_with(": acme.eu.auth0.com"));
        assert!(line(step("A3"), &full()).contains("/dashboard/eu/acme/applications"));
        assert!(line(step("A11"), &full()).contains("/applications/AbCdEf123456/settings"));
        assert!(line(step("P17"), &full()).contains("conn_obXdd123"));
    }

    #[test]
    fn of_a_secret_only_the_masked_form_is_shown() {
        let all: String = STEPS.iter().map(|step| line(step, &full())).collect();
        assert!(!all.contains("the-client-secret") && !all.contains("the-admin-key"));
        assert!(line(step("C4"), &full()).contains("••wX9f"));
        assert!(line(step("P13"), &full()).contains("••Rr81"));
    }
}
