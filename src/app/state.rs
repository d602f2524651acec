//! What the window knows: one field a subject.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::context::{Busy, Context, Mistake, World};
use super::focus::Focus;
use super::missing::Missing;
use super::subjects::about::About;
use super::subjects::automatic::Automatic;
use super::subjects::clipboard::Clipboard;
use super::subjects::computer::Computer;
use super::subjects::credentials::Credentials;
use super::subjects::export::Export;
use super::subjects::guide::Guide;
use super::subjects::history::History;
use super::subjects::keep_up::KeepUp;
use super::subjects::navigation::Navigation;
use super::subjects::overview::Overview;
use super::subjects::picker::Picker;
use super::subjects::practice::Practice;
use super::subjects::readiness::Readiness;
use super::subjects::removals::Removals;
use super::subjects::setup_file::SetupFile;
use super::subjects::setups::Setups;
use super::subjects::sign_in_test::SignInTest;
use super::subjects::someone::SomeoneLookup;
use super::subjects::support::Support;
use super::subjects::sync::Sync;
use super::subjects::users::Users;
use crate::domain::guide::Known;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::settings::{PersistedState, SavedSetup};
use crate::protocol::setup::Setup;

/// Everything that the window draws from. Only [`update`](super::update()) changes it, but for the texts that the fields write
/// into.
#[derive(Debug)]
pub struct State {
    /// The time of the present frame, which the window tells.
    pub now: Timestamp,
    /// Where the person is by the clock, which the window tells too.
    pub zone: TimeZone,
    /// Practice or real; `None` before the choice.
    pub world: Option<World>,
    /// The folder under which everything is written.
    pub folder: PathBuf,
    /// Where the keyboard and the eye go next.
    pub focus: Focus,
    /// Where the person is.
    pub navigation: Navigation,
    /// The documented steps.
    pub guide: Guide,
    /// The values of the set-up.
    pub credentials: Credentials,
    /// What was proved of them.
    pub readiness: Readiness,
    /// What Part 1 has found out about this computer.
    pub computer: Computer,
    /// The person with whom the connection is tried.
    pub picker: Picker,
    /// The sign-in test.
    pub sign_in_test: SignInTest,
    /// The sync.
    pub sync: Sync,
    /// The users of the sync.
    pub users: Users,
    /// The question about somebody.
    pub someone: SomeoneLookup,
    /// The runs that are over.
    pub history: History,
    /// The people who left Auth0.
    pub removals: Removals,
    /// How the set-up stands today.
    pub overview: Overview,
    /// How changes reach UserHub.
    pub keep_up: KeepUp,
    /// The automatic set-up.
    pub automatic: Automatic,
    /// What is kept between starts.
    pub setups: Setups,
    /// How opening the file of a set-up stands.
    pub setup_file: SetupFile,
    /// How saving a file stands.
    pub export: Export,
    /// The copied secret that is to leave the clipboard.
    pub clipboard: Clipboard,
    /// The folders and the report for support.
    pub support: Support,
    /// The program itself.
    pub about: About,
    /// The practice world.
    pub practice: Practice,
}

impl State {
    /// The beginning: the welcome page, with nothing known.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            now: Timestamp::UNIX_EPOCH,
            zone: TimeZone::UTC,
            world: None,
            folder,
            focus: Focus::default(),
            navigation: Navigation::default(),
            guide: Guide::default(),
            credentials: Credentials::default(),
            readiness: Readiness::default(),
            computer: Computer::default(),
            picker: Picker::default(),
            sign_in_test: SignInTest::default(),
            sync: Sync::default(),
            users: Users::default(),
            someone: SomeoneLookup::default(),
            history: History::default(),
            removals: Removals::default(),
            overview: Overview::default(),
            keep_up: KeepUp::default(),
            automatic: Automatic::default(),
            setups: Setups::default(),
            setup_file: SetupFile::default(),
            export: Export::default(),
            clipboard: Clipboard::default(),
            support: Support::default(),
            about: About::default(),
            practice: Practice::default(),
        }
    }

    /// What a subject may read, as it stands now.
    pub fn context(&self) -> Context {
        Context {
            now: self.now,
            world: self.world,
            folder: self.folder.clone(),
            place: self.navigation.place,
            leaning: self.navigation.leaning,
            busy: self.busy(),
            values: self.credentials.drafts.values(),
            practice: self.practice.world.clone(),
            settings: self.setups.settings.clone(),
            title: (self.setups.open_setup()).map_or_else(String::new, SavedSetup::title),
            ticks: self.guide.ticks.clone(),
            said_status: self.guide.said_status,
            checked: self.readiness.run.scope,
            temporary_key: self.automatic.key.clone(),
            by_the_app: self.automatic.is_chosen(),
            waits_for_userhub: self.automatic.has_to_wait(),
        }
    }

    /// What is busy in the set-up that is open.
    pub fn busy(&self) -> Option<Busy> {
        if self.sync.is_busy() {
            Some(Busy::Sync)
        } else if self.removals.is_working() {
            Some(Busy::Removal)
        } else {
            self.automatic.is_working().then_some(Busy::SetUp)
        }
    }

    /// What the primary button of this place waits for, once it was pressed in vain. What is put right holds nobody up.
    pub fn held_up(&self) -> Option<Missing> {
        self.navigation
            .held_up
            .then(|| Missing::of(&self.context()))
            .flatten()
    }

    /// Whether the primary button was pressed while this answer was missing.
    pub fn is_wanted(&self, choice: &str) -> bool {
        matches!(self.held_up(), Some(Missing::Choice(id)) if id == choice)
    }

    /// What the guide may show of what is known; secrets masked.
    pub fn known(&self) -> Known {
        self.credentials.drafts.values().known()
    }

    /// The setup that the fields describe, as far as `scope` needs it, or what is wrong in which field.
    pub fn setup(&self, scope: Scope) -> Result<Setup, Mistake> {
        self.context().setup(scope)
    }

    /// Whether the password store is known to have what the field of the open set-up holds.
    pub fn is_kept(&self, field: Field) -> bool {
        let text = self.credentials.drafts.get(field);
        let open = self.setups.open.as_deref();
        open.is_some_and(|open| self.setups.keys.has(open, field, text))
    }

    /// Writes down how far the person is in the set-up that is open.
    pub(super) fn record(&self, setup: &mut SavedSetup) {
        // While the practice world or the password store has not answered yet, nothing is known of the keys.
        let known = !self.setups.keys.looking && !self.practice.world.is_loading();
        self.credentials.record(setup, known);
        self.navigation.record(setup);
        self.guide.record(setup);
        self.readiness.record(setup);
        self.automatic.record(setup);
        self.overview.record(setup);
        self.keep_up.record(setup);
    }

    /// Puts back what was kept of a set-up.
    pub(super) fn restore(&mut self, setup: &SavedSetup) {
        self.credentials.restore(setup);
        self.navigation.restore(setup);
        self.guide.restore(setup);
        self.readiness.restore(setup);
        self.automatic.restore(setup);
        self.overview.restore(setup);
        self.keep_up.restore(setup);
    }

    /// Leaves the set-up that is open: nothing of it is to be seen in another one.
    pub(super) fn leave_setup(&mut self) {
        self.world = None;
        self.navigation = Navigation::default();
        self.guide = Guide::default();
        self.credentials = Credentials::default();
        self.readiness.reset();
        self.computer.reset();
        self.picker.reset();
        self.sign_in_test.reset();
        self.sync.reset();
        self.users.reset();
        self.someone.reset();
        self.history.reset();
        self.removals.reset();
        self.overview.reset();
        self.keep_up.reset();
        self.automatic.reset();
        self.setup_file.reset();
        self.export.reset();
        self.support = Support::default();
        self.practice.reset();
    }

    /// What is kept of the state as it is now.
    pub fn kept(&self) -> PersistedState {
        self.setups.kept(self.navigation.place)
    }
}
