//! All that can happen in the window.

use crate::protocol::saved::SaidStatus;
use jiff::Timestamp;

use super::clipboard;
use super::history;
use super::keeping;
use super::people::Act;
use super::saving::Did;
use super::setup_file;
use super::support;
use crate::domain::ids::Auth0UserId;
use crate::domain::issue::Fix;
use crate::domain::links;
use crate::domain::pasted::Field;
use crate::domain::snippet::Form;
use crate::protocol::checks::Scope;
use crate::protocol::checks::Subject;
use crate::protocol::event::Event;
use crate::protocol::places::{Part, Place};
use crate::protocol::trouble::Trouble;

/// Something that happened, in the words of the person or of the worker.
#[derive(Clone, Debug)]
pub enum Msg {
    // Going from place to place.
    /// The time went on; the window says so before each frame.
    TimeIs(Timestamp),
    /// The person leaned towards practice or a real set-up, on the welcome page.
    Leaned(World),
    /// The person pressed Start on the welcome page.
    Started,
    /// The person chose practice or a real set-up.
    Chose(World),
    /// The person left practice. What was typed there is forgotten.
    LeftPractice,
    /// The person went to a place in the list at the left.
    WentTo(Place),
    /// The primary button of a page that checks nothing, or whose checks have passed.
    Continued,
    /// The person went back.
    WentBack,
    /// The person went to a part in the list at the left: to where they were in it.
    WentToPart(Part),
    /// The person asked what this page is for, or has read it.
    TurnedExplanation,
    /// The person closed what lies on top.
    Closed,
    /// The person wants larger or smaller text, by so many steps. The window acts on it itself.
    ChangedTextSize(i8),

    // The set-up and its checks.
    /// The person ticked or unticked a step, to keep their place.
    Ticked(&'static str),
    /// The person changed what a field holds; what hung on it is no longer proved.
    Edited(Field),
    /// The person pasted into a field; the text may hold several values.
    Pasted(Field, Private),
    /// The person asked for a web page.
    AskedToOpen(links::Place),
    /// The person wants to see the Action in this form.
    ChoseForm(Form),
    /// The person asked for checks.
    AskedToCheck(Scope),
    /// Nobody has typed in a field for a moment.
    Settled(Field),
    /// The person wants to change what was read from a pasted text.
    AskedToChange(Field),
    /// The person pressed a button of a problem.
    PressedFix(Fix),
    /// The person said what status UserHub shows for the connection.
    SaidStatus(SaidStatus),
    /// The person saves the summary.
    Saving(Did),
    /// The person asked to look at this computer again: network, clock, password store.
    AskedAboutComputer,
    /// The person asked to search Auth0 for somebody with whom the connection can be tried.
    AskedForPeople,
    /// The person chose somebody with whom the connection is tried.
    ChosePerson(Auth0UserId),
    /// The person asked to add the chosen one to UserHub, as a test.
    AskedToAddPerson,

    // The sync.
    /// The person asked what a sync would do.
    AskedToCompare,
    /// The person asked to carry the plan out.
    AskedToSync,
    /// The person asked for a sync without seeing first what it would do.
    AskedToSyncNow,
    /// The person asked to go on with a sync that did not come to its end. What cannot be gone on with is shown anew.
    AskedToContinue,
    /// The person asked to stop. A sync is stopped only after [`Msg::ConfirmedStop`].
    AskedToStop,
    /// The person has read what stays and what is left; what is being changed is finished first.
    ConfirmedStop,
    /// The person does not want to stop after all.
    KeptGoing,
    /// The window was to be closed while something was going on.
    AskedToClose,
    /// The person asked for a pause; what is being changed is finished.
    AskedToPause,
    /// The person asked to go on, after a pause or before a wait for the network is over.
    AskedToResume,
    /// The person has seen what became of the sync.
    PutAside,

    // People and history.
    /// The person did something with runs that are over.
    History(history::Did),
    /// Something happened in a list, on the map, or in the page of one person.
    People(Act),

    // The automatic set-up.
    /// Something on the pages of the automatic set-up.
    Automatic(super::automatic::Said),

    // The sign-in test and the rehearsal.
    /// The person asked for the checks of one subject alone.
    AskedToCheckAgain(Subject),
    /// The person began the sign-in test.
    AskedToWatch,
    /// The person ended the sign-in test.
    StoppedWatching,
    /// The person let somebody of the practice tenant sign in, by id; somebody new where there is none.
    PracticeSignIn(Option<String>),

    // Saved set-ups and settings.
    /// Something about what is kept between starts.
    Keeping(keeping::Said),
    /// Something about a secret in the clipboard.
    Clipboard(clipboard::Said),
    /// Something about a set-up as a file.
    SetUpFile(setup_file::Said),
    /// Something about the folders and the report for support.
    Support(support::Said),

    // Practice.
    /// The person asked for something to go wrong.
    MadeTrouble(Trouble),
    /// The person asked for everything to work again.
    EndedTrouble,
    /// The person asked the app to do in the practice Auth0 what a problem asks for.
    AskedPracticeToRepair,

    // The worker.
    /// The worker reported something.
    Reported(Event),
}

/// Practice or real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// The made-up tenants inside this program.
    Practice,
    /// The person's own tenants.
    Real,
}

/// A text that may hold secrets: it is never shown by `Debug`.
#[derive(Clone)]
pub struct Private(pub String);

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private")
    }
}
