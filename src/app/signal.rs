//! What one subject lets the others know. Who hears of it is decided in one place, [`update`](super::update()).

use std::path::PathBuf;

use jiff::Timestamp;

use super::drafts::Mistake;
use super::focus::FocusTarget;
use super::private::Private;
use super::world::{Busy, World};
use crate::domain::ids::{Auth0Domain, Auth0UserId, ClientId};
use crate::domain::install::Change;
use crate::domain::pasted::Field;
use crate::domain::removal::Leavers;
use crate::protocol::checks::{FoundPerson, Scope};
use crate::protocol::places::Place;
use crate::protocol::settings::SavedSetup;
use crate::protocol::sync::Summary;

/// Something that other subjects may have to act on.
#[derive(Clone, Debug)]
pub enum Signal {
    // The values on the screen.
    /// A field holds another value: what was proved or asked with the former one is void.
    CredentialChanged(Field),
    /// A value was pasted whole, or nobody has typed for a moment.
    CredentialsSettled,
    /// A value is entered, as if the person had.
    Fill(Field, Private),
    /// A value is put back that was there before. What was proved with it stays proved.
    Restore(Field, Private),
    /// Of the two domains that an address may mean, this one answers.
    DomainSettled(Auth0Domain),
    /// Something could not be asked for what is in a field; or everything that it needs is there.
    Mistake(Option<Box<Mistake>>),
    /// A primary button was pressed for which something is missing: it is named beside the button.
    HeldUp,

    // Going from place to place.
    /// The keyboard and the eye go here next.
    Focus(FocusTarget),
    /// The same for an answer that a page has waited for: whoever is elsewhere by now, and perhaps types there, is left alone.
    FocusOn(Place, FocusTarget),
    /// The person is to go to a place.
    Go(Place),
    /// The person is to see a place, and nothing else follows: they have been there before.
    Show(Place),
    /// The person has left this page: what was said on it is put away.
    PageLeft(Place),
    /// The person has come to a place, or is back at it after a start.
    Entered(Place),
    /// The person wants to see a web page in practice, where there is none.
    NoPageInPractice,
    /// Something was asked for that has to wait for this, or for nothing.
    Busy(Option<Busy>),

    // The checks and the documented steps.
    /// Checks are wanted; the person who is named is added to UserHub.
    Check(Scope, Option<Auth0UserId>),
    /// The automatic set-up has done what these changes are about.
    StepsDone(Vec<Change>),
    /// It has put them back.
    StepsUndone(Vec<Change>),
    /// The login Action was seen to stand after it was made.
    ActionInstalled,
    /// Somebody was found with whom the connection can be tried.
    PersonFound(FoundPerson),
    /// A sign-in test is wanted.
    WatchSignIns,
    /// In practice: whether the Action is missing in the Login flow.
    NotInFlow(bool),

    // The sync and its users.
    /// What was read for a comparison is no longer what is wanted.
    RosterVoid,
    /// A plan stands: its users can be listed.
    LoadRoster,
    /// A plan is carried out: everybody is to be seen.
    ShowEverybody,
    /// The plan that stands is to be carried out.
    RunPlan,
    /// Who needs attention may have changed.
    AskForGroups,
    /// Somebody signed in, and the Action told UserHub of it.
    ActionProved(Timestamp),
    /// Whoever keeps people up to date has brought somebody over, or does something else now.
    BroughtOver,
    /// What a sync has added was taken back, or people were brought back: what was compared before says less now.
    WayBackTaken,
    /// A sync came to its end.
    SyncDone(Box<Summary>),

    // Saved set-ups and practice.
    /// The set-up that was open is left: nothing of it is to be seen in another one.
    SetupLeft,
    /// Practice or a new set-up is wanted.
    SetupWanted(World),
    /// Practice was left.
    PracticeLeft,
    /// A new set-up was begun.
    SetupBegun(World),
    /// A saved set-up was opened.
    SetupOpened(Box<SavedSetup>),
    /// The file of a set-up was read: it is added and opened, unless its tenants are here already.
    SetupRead(Box<SavedSetup>),
    /// That set-up is open, under this name.
    SetupFromFile(String),
    /// The set-up of a tenant is wanted, to undo there what was set up.
    UndoAt(Auth0Domain),
    /// An application was deleted in Auth0.
    ApplicationDeleted(ClientId),
    /// The journal says what is known of people who left.
    LeaversKnown(Box<Leavers>),
    /// A comparison has counted how many people who left wait for a decision.
    LeaversCounted(u64),
    /// The practice world is open.
    PracticeReady,
    /// The open set-up no longer has this connection: the task on this computer that syncs it is to go.
    TaskVoid(String),
    /// The password store is to be told anew what the fields hold.
    KeepKeysAnew,

    // The automatic set-up.
    /// What undoing would do is to be shown as soon as there is a key.
    UndoWanted,
    /// The permission for live updates is wanted, given by the app.
    EventsWanted,
    /// The application has it now.
    EventsAllowed,
    /// The tenant is to be looked at, with the values as they are now.
    LookAtTenant,
    /// A file was named for what is saved.
    WriteFile {
        /// Where it goes.
        path: PathBuf,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
}
