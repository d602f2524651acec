//! The practice world: whether it is open, and what is made to go wrong in it so that people can meet it before it matters.

use crate::app::context::Context;
use crate::app::drafts::FIELDS;
use crate::app::effects::Effects;
use crate::app::private::Private;
use crate::app::request::Remote;
use crate::app::signal::Signal;
use crate::domain::issue::Issue;
use crate::domain::pasted::Field;
use crate::protocol::checks::{FoundPerson, Scope};
use crate::protocol::command::Command;
use crate::protocol::places::Place;
use crate::protocol::setup::Setup;
use crate::protocol::trouble::Trouble;

/// The practice world.
#[derive(Debug)]
pub struct Practice {
    /// Its set-up, once it is open.
    pub world: Remote<Setup>,
    /// What goes wrong there now.
    pub now: Option<Trouble>,
    /// What the person asked to go wrong, until it is ended.
    pub asked: Option<Trouble>,
    /// How many things happen there by themselves in a minute.
    pub happening: f64,
    /// Whether it is told that practice opens no web page.
    pub note: bool,
    /// What is checked again once the practice world works.
    repairing: Option<Scope>,
}

/// What the person asks of the practice world.
#[derive(Clone, Copy, Debug)]
pub enum PracticeMsg {
    /// That something goes wrong.
    MakeTrouble(Trouble),
    /// That everything works again.
    EndTrouble,
    /// That things happen to its people by themselves, or no longer.
    LetHappen(bool),
    /// That the app does in the practice Auth0 what a problem asks for.
    Repair,
}

/// How many things happen in a minute where the person wants them to: a few at a time can be read.
const PER_MINUTE: f64 = 20.0;

impl Default for Practice {
    fn default() -> Self {
        Self {
            world: Remote::NotAsked,
            now: Some(Trouble::AT_FIRST),
            asked: None,
            happening: 0.0,
            note: false,
            repairing: None,
        }
    }
}

/// The field whose value is the trouble, where it is one.
fn wrong_value(trouble: Trouble) -> Option<Field> {
    match trouble {
        Trouble::CustomDomain => Some(Field::Domain),
        Trouble::WrongKind => Some(Field::ApiKey),
        _ => None,
    }
}

/// Whether it is met only when the connection is tried with somebody.
fn needs_somebody(trouble: Trouble) -> bool {
    matches!(
        trouble,
        Trouble::KeyReadOnly | Trouble::OtherConnection | Trouble::ConnectionBroken
    )
}

/// Where a trouble is met, and by which checks.
fn met(trouble: Trouble) -> (Place, Scope) {
    match trouble {
        Trouble::Auth0Away | Trouble::CustomDomain | Trouble::NoTenant => {
            (Place::Tenant, Scope::Tenant)
        }
        Trouble::SecretChanged
        | Trouble::NotAuthorized
        | Trouble::PermissionMissing
        | Trouble::SlowedDown
        | Trouble::StoreLocked => (Place::Credentials, Scope::Auth0),
        Trouble::UserHubAway
        | Trouble::WrongKind
        | Trouble::KeyDeleted
        | Trouble::KeyReadOnly
        | Trouble::OtherConnection
        | Trouble::ConnectionBroken => (Place::Key, Scope::Everything),
        Trouble::TemporaryKeyEnded => (Place::Automatic, Scope::Tenant),
        Trouble::NotInFlow => (Place::Check, Scope::Everything),
        Trouble::LimitShared | Trouble::WrongTenant | Trouble::HalfGone => {
            (Place::Sync, Scope::Everything)
        }
        Trouble::EventsSilent | Trouble::EventsTaken | Trouble::EventsLost => {
            (Place::KeepInSync, Scope::Everything)
        }
    }
}

/// The domain that is no `auth0.com` one.
const CUSTOM_DOMAIN: &str = "login.practice.example";

impl Practice {
    pub(in crate::app) fn update(&mut self, msg: PracticeMsg, ctx: &Context) -> Effects {
        match msg {
            PracticeMsg::MakeTrouble(trouble) => self.make(trouble, ctx),
            PracticeMsg::EndTrouble => self.end(),
            PracticeMsg::LetHappen(happens) => Command::LetHappen {
                per_minute: if happens { PER_MINUTE } else { 0.0 },
            }
            .into(),
            // What the page checks is checked again after it.
            PracticeMsg::Repair => {
                self.repairing = ctx.checked;
                self.end()
            }
        }
    }

    /// Opens the world, unless it is open.
    pub(in crate::app) fn open(&mut self, ctx: &Context) -> Effects {
        self.world = Remote::Loading;
        Command::OpenPractice {
            folder: ctx.folder.clone(),
        }
        .into()
    }

    /// The practice world is open.
    pub(in crate::app) fn opened(&mut self, setup: Setup) -> Effects {
        self.world = Remote::Ready(setup);
        Signal::PracticeReady.into()
    }

    /// The practice world could not be opened: what waits for it is told so.
    pub(in crate::app) fn failed(&mut self, issue: Issue, ctx: &Context) -> Effects {
        self.world = Remote::Failed(Box::new(issue));
        Signal::Entered(ctx.place).into()
    }

    /// Asks for a trouble, and goes to where it is met. What is still empty there gets its practice value.
    fn make(&mut self, trouble: Trouble, ctx: &Context) -> Effects {
        if !ctx.is_practice() || self.world.ready().is_none() {
            return Effects::none();
        }
        let mut effects = self.end();
        self.asked = Some(trouble);
        effects.signal(Signal::NotInFlow(trouble == Trouble::NotInFlow));
        for field in FIELDS {
            if wrong_value(trouble) == Some(field) {
                let wrong = match field {
                    Field::Domain => CUSTOM_DOMAIN.to_owned(),
                    _ => self.value(Field::ConnectionId),
                };
                effects.signal(Signal::Fill(field, Private(wrong)));
            } else if ctx.values.is_empty(field) {
                effects.signal(Signal::Fill(field, Private(self.value(field))));
            }
        }
        // What was proved, was proved of another world; who watches meets this trouble on the way.
        let is_met_on_the_way = met(trouble).0 == Place::KeepInSync;
        for field in FIELDS.into_iter().filter(|_| !is_met_on_the_way) {
            effects.signal(Signal::CredentialChanged(field));
        }
        effects.signal(Signal::Go(met(trouble).0));
        effects.send(Command::MakeTrouble(Some(trouble)));
        effects
    }

    /// Ends the trouble: everything in the practice world works.
    fn end(&mut self) -> Effects {
        let mut effects = Effects::from(Signal::NotInFlow(false));
        if let Some(field) = self.asked.take().and_then(wrong_value) {
            effects.signal(Signal::Fill(field, Private(self.value(field))));
        }
        effects.send(Command::MakeTrouble(None));
        effects
    }

    /// The practice world is troubled now, or no longer. Whoever asked for the trouble meets it at once.
    pub(in crate::app) fn troubled(
        &mut self,
        now: Option<Trouble>,
        somebody: Option<FoundPerson>,
    ) -> Effects {
        self.now = now;
        let mut effects = match now.filter(|_| self.asked == now) {
            // Of these nothing is wrong now: it is a sync or a watch that meets them.
            None
            | Some(
                Trouble::LimitShared
                | Trouble::TemporaryKeyEnded
                | Trouble::WrongTenant
                | Trouble::HalfGone
                | Trouble::EventsSilent
                | Trouble::EventsTaken
                | Trouble::EventsLost,
            ) => Effects::none(),
            Some(Trouble::NotInFlow) => Signal::WatchSignIns.into(),
            Some(Trouble::StoreLocked) => Signal::KeepKeysAnew.into(),
            Some(trouble) => {
                let person = somebody.filter(|_| needs_somebody(trouble));
                let id = person.as_ref().map(|person| person.id.clone());
                let found = person.map(Signal::PersonFound);
                let mut effects = found.map_or_else(Effects::none, Effects::from);
                effects.signal(Signal::Check(met(trouble).1, id));
                effects
            }
        };
        if let Some(scope) = self.repairing.take() {
            effects.signal(Signal::Check(scope, None));
        }
        effects
    }

    /// Practice was left: it stays open, troubled as at first.
    pub(in crate::app) fn left(&mut self) -> Effects {
        self.now = Some(Trouble::AT_FIRST);
        self.asked = None;
        let mut effects = Effects::from(Command::MakeTrouble(self.now));
        effects.send(Command::LetHappen { per_minute: 0.0 });
        effects
    }

    /// The page was left, with what was said on it.
    pub(in crate::app) fn page_left(&mut self) {
        self.note = false;
    }

    /// Another set-up is open: the world stays as it is.
    pub(in crate::app) fn reset(&mut self) {
        self.note = false;
        self.repairing = None;
    }

    /// What the practice world wants in a field.
    pub fn value(&self, field: Field) -> String {
        let Some(setup) = self.world.ready() else {
            return String::new();
        };
        let side = setup.userhub.as_ref();
        match field {
            Field::Domain => setup.domain.to_string(),
            Field::ClientId => setup.client_id.to_string(),
            Field::ClientSecret => setup.client_secret.expose().to_owned(),
            Field::ConnectionId => {
                side.map_or_else(String::new, |side| side.connection.to_string())
            }
            Field::ApiKey => side.map_or_else(String::new, |side| side.key.expose().to_owned()),
        }
    }
}
