//! The pages of the set-up as data: what each is for, which documented steps it holds, what it asks and checks.

use crate::domain::guide::{STEPS, Step};
use crate::domain::issue::{Code, Issue};
use crate::domain::links;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::places::{Part, Place};

/// One page of the set-up.
#[derive(Debug)]
pub struct Page {
    /// Its place.
    pub place: Place,
    /// The part that it belongs to.
    pub part: Part,
    /// Its heading, a verb phrase.
    pub heading: &'static str,
    /// Why it is there, in a sentence or two.
    pub why: &'static str,
    /// The web page to open, and the button that opens it.
    pub open: Option<(links::Place, &'static str)>,
    /// The documented steps that it holds.
    pub steps: &'static [&'static str],
    /// What it asks for.
    pub fields: &'static [Field],
    /// What is checked before it is left.
    pub check: Option<Scope>,
    /// What must not be overlooked.
    pub caution: Option<&'static str>,
}

impl Page {
    /// The documented steps of this page.
    pub fn rows(&self) -> impl Iterator<Item = &'static Step> {
        STEPS.iter().filter(|step| self.steps.contains(&step.id))
    }
}

const fn page(place: Place, part: Part, heading: &'static str, why: &'static str) -> Page {
    Page {
        place,
        part,
        heading,
        why,
        open: None,
        steps: &[],
        fields: &[],
        check: None,
        caution: None,
    }
}

/// The pages in the order in which they are gone through.
pub const PAGES: &[Page] = &[
    page(
        Place::Before,
        Part::Before,
        "Check you have what you need",
        "Two web pages are needed beside this window. If somebody else has access to them, the message below tells them \
         what is needed.",
    ),
    Page {
        open: Some((links::Place::Dashboard, "Open the Auth0 dashboard")),
        steps: &["A1", "A2"],
        fields: &[Field::Domain],
        check: Some(Scope::Tenant),
        ..page(
            Place::Tenant,
            Part::Application,
            "Tell us which Auth0 tenant",
            "A tenant is your company's space in Auth0. Its address says which one it is.",
        )
    },
    Page {
        open: Some((links::Place::Applications, "Open Applications in Auth0")),
        steps: &["A3", "A4", "A5", "A6", "A7"],
        ..page(
            Place::Application,
            Part::Application,
            "Create the application",
            "UserHub uses this application to read and update your Auth0 users.",
        )
    },
    Page {
        open: Some((
            links::Place::AuthorizedClients,
            "Open the permissions in Auth0",
        )),
        steps: &["A8", "A9", "A10"],
        ..page(
            Place::Permission,
            Part::Application,
            "Give it permission",
            "Without these four permissions the application cannot see your users.",
        )
    },
    Page {
        open: Some((links::Place::Application, "Open your new application")),
        steps: &["A11"],
        fields: &[Field::ClientId, Field::ClientSecret],
        check: Some(Scope::Auth0),
        ..page(
            Place::Credentials,
            Part::Application,
            "Copy two values",
            "With these two values UserHub and this app sign in to Auth0.",
        )
    },
    Page {
        open: Some((links::Place::Connections, "Open Connections in UserHub")),
        steps: &["C1", "C2", "C3", "C4", "C5", "C6"],
        ..page(
            Place::ConnectionValues,
            Part::Connection,
            "Set up the connection in UserHub",
            "The values are ready to copy, in the order in which UserHub asks for them.",
        )
    },
    Page {
        open: Some((links::Place::Connections, "Open Connections in UserHub")),
        steps: &["C7"],
        fields: &[Field::ConnectionId],
        ..page(
            Place::Connection,
            Part::Connection,
            "Copy the connection ID",
            "It names the connection. You can paste the whole page address. It is checked in the next part.",
        )
    },
    Page {
        open: Some((links::Place::ApiKeys, "Open API keys in UserHub")),
        steps: &["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"],
        fields: &[Field::ApiKey],
        check: Some(Scope::Everything),
        caution: Some(
            "UserHub shows this key only once. Paste it here before you close that window.",
        ),
        ..page(
            Place::Key,
            Part::Key,
            "Create the API key",
            "UserHub's own guide calls this optional. You need it here for the Sync button.",
        )
    },
    Page {
        open: Some((
            links::Place::ActionsLibrary,
            "Open the Actions library in Auth0",
        )),
        steps: &["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"],
        ..page(
            Place::ActionCreate,
            Part::Action,
            "Create the Action",
            "With the Action, a person appears in UserHub the moment they sign in. This part is optional.",
        )
    },
    Page {
        steps: &["P9"],
        ..page(
            Place::ActionCode,
            Part::Action,
            "Paste the code",
            "In Auth0, click in the code, press Ctrl+A, then paste. There is no secret in this code.",
        )
    },
    Page {
        steps: &["P10"],
        ..page(
            Place::ActionDependency,
            Part::Action,
            "Add the dependency",
            "Look for the cube icon in the left panel. Leave the version empty.",
        )
    },
    Page {
        steps: &["P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18"],
        ..page(
            Place::ActionSecrets,
            Part::Action,
            "Add two secrets",
            "Look for the key icon in the left panel. Capital letters and the underscore matter.",
        )
    },
    Page {
        steps: &["P19"],
        ..page(
            Place::ActionDeploy,
            Part::Action,
            "Deploy the Action",
            "Click Deploy. Save Draft is not enough.",
        )
    },
    Page {
        open: Some((links::Place::LoginFlow, "Open the Login flow in Auth0")),
        steps: &["P20", "P21", "P22", "P23", "P24"],
        caution: Some("The step people miss: click Apply."),
        ..page(
            Place::ActionFlow,
            Part::Action,
            "Put it in the Login flow",
            "An Action that is not in the flow never runs, and nothing says so.",
        )
    },
    page(
        Place::Check,
        Part::Check,
        "Check everything",
        "Every check is a real call. Each says what it has seen.",
    ),
];

impl Place {
    /// The page at this place; `None` for screens that are no part of the set-up.
    pub fn page(self) -> Option<&'static Page> {
        PAGES.iter().find(|page| page.place == self)
    }

    /// The part that this place belongs to.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::ActionForms => Some(Part::Action),
            Self::Automatic => Some(Part::Application),
            _ => self.page().map(|page| page.part),
        }
    }

    /// Where the primary button leads.
    pub fn next(self) -> Self {
        match self {
            Self::Welcome => Self::Before,
            Self::ActionForms => Self::ActionDependency,
            Self::Finish
            | Self::Overview
            | Self::KeepInSync
            | Self::Sync
            | Self::Left
            | Self::Someone
            | Self::History
            | Self::Settings
            | Self::Help => Self::Sync,
            _ => neighbour(self, 1).unwrap_or(Self::Finish),
        }
    }

    /// Where Back leads.
    pub fn back(self) -> Self {
        match self {
            Self::Welcome
            | Self::Before
            | Self::Automatic
            | Self::Overview
            | Self::Sync
            | Self::Left
            | Self::Someone
            | Self::History
            | Self::Settings
            | Self::Help => Self::Welcome,
            Self::ActionForms => Self::ActionCode,
            Self::Finish => Self::Check,
            Self::KeepInSync => Self::Overview,
            _ => neighbour(self, -1).unwrap_or(Self::Welcome),
        }
    }
}

impl Part {
    /// Its number, from one.
    pub fn number(self) -> usize {
        Self::ALL
            .iter()
            .position(|part| *part == self)
            .unwrap_or_default()
            + 1
    }

    /// How long it usually takes, in minutes.
    pub const fn minutes(self) -> u32 {
        match self {
            Self::Before | Self::Check => 1,
            Self::Application => 6,
            Self::Connection => 2,
            Self::Key => 4,
            Self::Action => 12,
        }
    }

    /// Its pages, in their order.
    pub fn pages(self) -> impl Iterator<Item = &'static Page> {
        PAGES.iter().filter(move |page| page.part == self)
    }

    /// The part whose pages put a problem right.
    pub fn of_problem(issue: &Issue) -> Option<Self> {
        match issue.code {
            Code::NotAnAuth0Domain
            | Code::NoSuchTenant
            | Code::ClientRefused
            | Code::NotAuthorized
            | Code::PermissionsMissing => Some(Self::Application),
            Code::NoSuchConnection | Code::ConnectionInactive => Some(Self::Connection),
            Code::ApiKeyRefused | Code::ApiKeyNotAllowed => Some(Self::Key),
            Code::SignInNotSeen | Code::PackageNotAdded => Some(Self::Action),
            _ => None,
        }
    }

    /// Whether a person's word is enough to call it done, until a check proves it.
    pub(super) const fn is_marked(self) -> bool {
        matches!(self, Self::Before | Self::Connection | Self::Action)
    }
}

fn neighbour(place: Place, step: isize) -> Option<Place> {
    let at = PAGES.iter().position(|page| page.place == place)?;
    Some(PAGES.get(at.checked_add_signed(step)?)?.place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_step_is_on_exactly_one_page_and_in_order() {
        let shown: Vec<_> = PAGES
            .iter()
            .flat_map(|page| page.steps.iter().copied())
            .collect();
        let documented: Vec<_> = STEPS.iter().map(|step| step.id).collect();
        assert_eq!(shown, documented);
    }

    #[test]
    fn going_back_undoes_going_on() {
        for page in &PAGES[1..] {
            assert_eq!(page.place.back().next(), page.place);
        }
    }

    #[test]
    fn parts_come_in_their_order() {
        assert!(PAGES.windows(2).all(|pair| pair[0].part <= pair[1].part));
    }
}
