//! The summary of the set-up: what was set up, without any secret.

use super::progress::Status;
use crate::app::state::State;
use crate::domain::summary::{Fact, Summary};
use crate::protocol::places::Part;

impl State {
    /// What was set up, without any secret: of keys only the end.
    pub fn summary(&self) -> Summary {
        let known = self.known();
        let or_open = |text: Option<String>| text.unwrap_or_else(|| "not given".to_owned());
        let facts: Vec<Fact> = vec![
            (
                "Auth0 domain",
                or_open(known.domain.map(|it| it.to_string())),
            ),
            (
                "Client ID",
                or_open(known.client_id.map(|it| it.to_string())),
            ),
            (
                "Client Secret",
                or_open(known.client_secret.map(|it| it.to_string())),
            ),
            (
                "Connection ID",
                or_open(known.connection_id.map(|it| it.to_string())),
            ),
            ("API key", or_open(known.api_key.map(|it| it.to_string()))),
        ];
        Summary {
            date: self.now.strftime("%-d %B %Y, %H:%M UTC").to_string(),
            facts,
            parts: Part::ALL
                .map(|part| (part.title(), self.told(part)))
                .to_vec(),
        }
    }

    /// How a part stands, in a line that still is true tomorrow.
    fn told(&self, part: Part) -> String {
        let standing = self.standing(part);
        if let Some(when) = self.readiness.proved_at(part) {
            return format!("Checked on {}", when.strftime("%-d %B %Y at %H:%M UTC"));
        }
        let word = match standing.status {
            Status::NotStarted => "Not started",
            Status::InProgress => "In progress",
            Status::Done => "Marked done, not checked",
            Status::NotReady => "Not ready yet",
            Status::Problem => "There is a problem",
        };
        match standing.status {
            Status::Problem => format!("{word}: {}", standing.reason),
            _ => word.to_owned(),
        }
    }
}
