//! The steps by hand that add the permission for live updates to the application. UserHub's own guide does not have them.

use super::Known;
use crate::domain::links::Place;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub text: &'static str,
    /// The page on which it is done, where it is another than before.
    pub at: Option<Place>,
}

/// The steps, in their order.
pub const LIVE_UPDATES: [Step; 5] = [
    Step {
        text: "Open the applications that may use the Auth0 Management API",
        at: Some(Place::AuthorizedClients),
    },
    Step {
        text: "Open your application's row, with the arrow at its end",
        at: None,
    },
    Step {
        text: "Search for read:events under Permissions and choose it; the four that are chosen stay",
        at: None,
    },
    Step {
        text: "Click Update",
        at: None,
    },
    Step {
        text: "Come back and look for changes again: what was signed in before keeps its permissions until then",
        at: None,
    },
];

impl Step {
    /// The step in one line, with the address where it has one, as exact as what is known allows.
    pub fn line(&self, known: &Known) -> String {
        match self.at {
            Some(place) => {
                let link = place.link(known.domain.as_ref(), known.client_id.as_ref());
                format!("{}: {link}", self.text)
            }
            None => self.text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permissions::EVENTS;

    #[test]
    fn the_steps_name_the_permission_and_begin_at_its_page() {
        let known = Known {
            domain: "acme.eu.auth0.com".parse().ok(),
            ..Known::default()
        };
        let lines = LIVE_UPDATES.map(|step| step.line(&known));
        assert!(lines[0].contains("/dashboard/eu/acme/apis/management/authorized-clients"));
        assert!(lines[2].contains(EVENTS));
        assert!(lines[1..].iter().all(|line| !line.contains("http")));
    }
}
