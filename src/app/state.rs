//! What the window knows: where the person is, what they typed, what was proved, and how the sync stands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;

use super::at_work::AtWork;
use super::automatic::Automatic;
use super::clipboard::Clipboard;
use super::computer::Computer;
use super::history::History;
use super::keeping::Keeping;
use super::look::Look;
use super::msg::World;
use super::pasting::Pasting;
use super::people::People;
use super::picker::Picker;
use super::proof::Proof;
use super::remote::Remote;
use super::saving::Saving;
use super::setup_file::Opening;
use super::support::Support;
use super::syncing::Sync;
use super::trouble::Troubles;
use crate::domain::guide::{Known, Masked};
use crate::domain::ids::{Auth0UserId, ClientId};
use crate::domain::issue::Issue;
use crate::domain::pasted::{Field, classify, clean, odd_sign, read_domain};
use crate::domain::secret::Secret;
use crate::domain::snippet::Form;
use crate::protocol::checks::{Check, Scope};
use crate::protocol::places::{Part, Place};
use crate::protocol::saved::SaidStatus;
use crate::protocol::setup::{Setup, UserHubSetup};
use crate::protocol::ticket::Ticket;

/// Everything that the window draws from. Only [`update`](super::update()) changes it, but for the drafts, which the
/// fields write into.
#[derive(Debug)]
pub struct State {
    /// Where the person is.
    pub place: Place,
    /// Practice or real; `None` before the choice.
    pub world: Option<World>,
    /// The practice world, once it is open.
    pub practice: Remote<Setup>,
    /// What was typed.
    pub drafts: Drafts,
    /// The steps that the person has ticked.
    pub ticks: BTreeSet<String>,
    /// The pages that the person has been through.
    pub visited: BTreeSet<&'static str>,
    /// The form of the Action that is shown.
    pub form: Form,
    /// The checks that ran last.
    pub checks: Checks,
    /// What was proved by checks and not changed since.
    pub proved: BTreeSet<Scope>,
    /// Where the person was before they came to the sync, History or Settings.
    pub came_from: Option<Place>,
    /// What has to come to its end before what the person asked for last.
    pub comes_first: Option<AtWork>,
    /// A problem with what was typed on this page, found before anything was asked.
    pub mistake: Option<(Field, Issue)>,
    /// The time of the present frame, which the window tells.
    pub now: Timestamp,
    /// Where the keyboard and the eye go next.
    pub look: Look,
    /// What is chosen on the welcome page, before Start.
    pub leaning: Option<World>,
    /// The page of each part where the person was last.
    pub last_in: BTreeMap<Part, Place>,
    /// The parts that checks have proved, with the time of the last one.
    pub proved_at: BTreeMap<Part, Timestamp>,
    /// The problem that the last checks found in each part.
    pub problems: BTreeMap<Part, Issue>,
    /// What the person says that UserHub shows as the connection's status.
    pub said_status: Option<SaidStatus>,
    /// What the last paste was taken for.
    pub pasting: Pasting,
    /// What Part 1 has found out about this computer.
    pub computer: Computer,
    /// The person with whom the connection is tried.
    pub picker: Picker,
    /// How saving the summary stands.
    pub saving: Saving,
    /// Whether the page is being explained.
    pub explaining: bool,
    /// Whether it is told that practice opens no web page.
    pub practice_note: bool,
    /// What is checked again once the practice world works.
    pub repairing: Option<Scope>,
    /// Whether the three values of the connection are shown beside its problem.
    pub values_shown: bool,
    /// The sync.
    pub sync: Sync,
    // People and history.
    /// The runs that are over.
    pub history: History,
    /// The people of the sync.
    pub people: People,
    /// The automatic set-up.
    pub automatic: Automatic,
    // The sign-in test and the rehearsal.
    /// What was proved, and by what.
    pub proof: Proof,
    // Saved set-ups and settings.
    /// What is kept between starts.
    pub keeping: Keeping,
    /// The copied secret that is to leave the clipboard.
    pub clipboard: Clipboard,
    /// How opening the file of a set-up stands.
    pub opening: Opening,
    /// The folders and the report for support.
    pub support: Support,
    // Practice.
    /// What goes wrong in the practice world.
    pub troubles: Troubles,
    /// The folder under which everything is written.
    pub folder: PathBuf,
}

/// What was typed into the fields. A secret among them lies in memory only.
#[derive(Default)]
pub struct Drafts {
    /// The Auth0 domain or a dashboard address.
    pub domain: String,
    /// The Client ID.
    pub client_id: String,
    /// The Client Secret.
    pub client_secret: String,
    /// The connection ID.
    pub connection_id: String,
    /// The Admin API key.
    pub api_key: String,
    /// The person with whom the connection is tried: an email address or an id.
    pub person: String,
}

impl std::fmt::Debug for Drafts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Drafts")
    }
}

impl Drafts {
    /// What one field holds.
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Domain => &self.domain,
            Field::ClientId => &self.client_id,
            Field::ClientSecret => &self.client_secret,
            Field::ConnectionId => &self.connection_id,
            Field::ApiKey => &self.api_key,
        }
    }

    /// What one field holds, for typing into it.
    pub fn get_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Domain => &mut self.domain,
            Field::ClientId => &mut self.client_id,
            Field::ClientSecret => &mut self.client_secret,
            Field::ConnectionId => &mut self.connection_id,
            Field::ApiKey => &mut self.api_key,
        }
    }
}

/// Checks that were asked for, and their results so far.
#[derive(Debug, Default)]
pub struct Checks {
    /// The number of the question; results with another number are dropped.
    pub ticket: Ticket,
    /// What was asked for last.
    pub scope: Option<Scope>,
    /// With whom the connection was tried then.
    pub person: Option<Auth0UserId>,
    /// The results, in the order in which they came.
    pub rows: Vec<Check>,
    /// How it ended.
    pub result: Remote<()>,
    /// When it ended.
    pub at: Timestamp,
}

impl State {
    /// The beginning: the welcome page, with nothing known.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            place: Place::Welcome,
            world: None,
            practice: Remote::NotAsked,
            drafts: Drafts::default(),
            ticks: BTreeSet::new(),
            visited: BTreeSet::new(),
            form: Form::Documented,
            checks: Checks::default(),
            proved: BTreeSet::new(),
            came_from: None,
            comes_first: None,
            mistake: None,
            now: Timestamp::UNIX_EPOCH,
            look: Look::default(),
            leaning: None,
            last_in: BTreeMap::new(),
            proved_at: BTreeMap::new(),
            problems: BTreeMap::new(),
            said_status: None,
            pasting: Pasting::default(),
            computer: Computer::default(),
            picker: Picker::default(),
            saving: Saving::default(),
            explaining: false,
            practice_note: false,
            repairing: None,
            values_shown: false,
            sync: Sync::default(),
            // People and history.
            history: History::default(),
            people: People::default(),
            automatic: Automatic::default(),
            // The sign-in test and the rehearsal.
            proof: Proof::default(),
            // Saved set-ups and settings.
            keeping: Keeping::default(),
            clipboard: Clipboard::default(),
            opening: Opening::default(),
            support: Support::default(),
            troubles: Troubles::default(),
            folder,
        }
    }

    /// What the guide may show of what is known; secrets masked.
    pub fn known(&self) -> Known {
        let masked = |text: &str| {
            let secret = Secret::new(text);
            (!secret.is_empty()).then(|| Masked::from(&secret))
        };
        Known {
            domain: read_domain(&self.drafts.domain)
                .ok()
                .map(|found| found.first),
            client_id: Some(clean(&self.drafts.client_id))
                .filter(|id| !id.is_empty())
                .map(ClientId::new),
            client_secret: masked(&self.drafts.client_secret),
            connection_id: self.drafts.connection_id.parse().ok(),
            api_key: masked(&self.drafts.api_key),
        }
    }

    /// The setup that the fields describe, as far as `scope` needs it, or what is wrong in which field.
    pub fn setup(&self, scope: Scope) -> Result<Setup, (Field, Issue)> {
        let text = &self.drafts.domain;
        if text.trim().is_empty() {
            return Err((Field::Domain, Issue::value_missing(Field::Domain)));
        }
        let domain =
            read_domain(text).map_err(|problem| (Field::Domain, Issue::domain(text, problem)))?;
        let (client_id, client_secret) = match scope {
            Scope::Tenant => Default::default(),
            Scope::Auth0 | Scope::Everything => (
                self.value(Field::ClientId)?,
                self.value(Field::ClientSecret)?,
            ),
        };
        let userhub = match scope {
            Scope::Tenant | Scope::Auth0 => None,
            Scope::Everything => Some(UserHubSetup {
                connection: self.value(Field::ConnectionId)?.parse().map_err(|_| {
                    (
                        Field::ConnectionId,
                        Issue::value_malformed(Field::ConnectionId),
                    )
                })?,
                key: Secret::new(&self.value(Field::ApiKey)?),
            }),
        };
        let profile = match &userhub {
            Some(side) => self.folder.join("profiles").join(side.connection.as_str()),
            None => self.folder.clone(),
        };
        // Practice without its world has nobody to ask: its values must never go to the real services.
        if let (Some(World::Practice), Remote::Failed(issue)) = (self.world, &self.practice) {
            return Err((Field::Domain, (**issue).clone()));
        }
        let practice = self
            .practice
            .ready()
            .filter(|_| self.world == Some(World::Practice));
        Ok(Setup {
            domain: domain.first,
            or_domain: domain.second,
            client_id: ClientId::new(client_id),
            client_secret: Secret::new(&client_secret),
            userhub,
            endpoints: practice.map_or_else(
                || self.keeping.settings.endpoints(),
                |setup| setup.endpoints.clone(),
            ),
            profile: practice.map_or(profile, |setup| setup.profile.clone()),
            keep_days: self.keeping.settings.history_days,
        })
    }

    /// One field's value, cleaned of what people copy along with it.
    fn value(&self, field: Field) -> Result<String, (Field, Issue)> {
        let text = clean(self.drafts.get(field));
        if text.is_empty() {
            return Err((field, Issue::value_missing(field)));
        }
        let kind = classify(&text);
        if !field.accepts(kind) {
            return Err((field, Issue::wrong_kind(kind, field)));
        }
        match odd_sign(&text) {
            Some(sign) => Err((field, Issue::value_with_odd_sign(field, sign))),
            None => Ok(text.into_owned()),
        }
    }
}
