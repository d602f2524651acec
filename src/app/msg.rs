//! All that can happen in the window: one variant a subject.

use jiff::Timestamp;

pub use super::context::World;
pub use super::private::Private;
pub use super::subjects::about::AboutMsg;
pub use super::subjects::automatic::AutomaticMsg;
pub use super::subjects::clipboard::ClipboardMsg;
pub use super::subjects::computer::ComputerMsg;
pub use super::subjects::credentials::CredentialsMsg;
pub use super::subjects::export::ExportMsg;
pub use super::subjects::guide::GuideMsg;
pub use super::subjects::history::HistoryMsg;
pub use super::subjects::keep_up::KeepUpMsg;
pub use super::subjects::navigation::NavigationMsg;
pub use super::subjects::picker::PickerMsg;
pub use super::subjects::practice::PracticeMsg;
pub use super::subjects::readiness::ReadinessMsg;
pub use super::subjects::removals::RemovalsMsg;
pub use super::subjects::setup_file::SetupFileMsg;
pub use super::subjects::setups::{SetupsMsg, ToForget};
pub use super::subjects::sign_in_test::SignInTestMsg;
pub use super::subjects::someone::SomeoneMsg;
pub use super::subjects::support::SupportMsg;
pub use super::subjects::sync::SyncMsg;
pub use super::subjects::users::UsersMsg;
use crate::domain::issue::Fix;
use crate::protocol::event::Event;

/// Something that happened, in the words of the person or of the worker.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The time went on; the window says so before each frame.
    TimeIs(Timestamp),
    /// Going from place to place.
    Navigation(NavigationMsg),
    /// The documented steps.
    Guide(GuideMsg),
    /// The values of the set-up.
    Credentials(CredentialsMsg),
    /// The checks of the set-up.
    Readiness(ReadinessMsg),
    /// The checks of this computer.
    Computer(ComputerMsg),
    /// The person with whom the connection is tried.
    Picker(PickerMsg),
    /// The sign-in test.
    SignInTest(SignInTestMsg),
    /// The sync.
    Sync(SyncMsg),
    /// The users of a sync: a list, the map, and the page of one of them.
    Users(UsersMsg),
    /// The question about somebody.
    Someone(SomeoneMsg),
    /// Runs that are over.
    History(HistoryMsg),
    /// People who left Auth0.
    Removals(RemovalsMsg),
    /// How changes reach UserHub.
    KeepUp(KeepUpMsg),
    /// The automatic set-up.
    Automatic(AutomaticMsg),
    /// What is kept between starts.
    Setups(SetupsMsg),
    /// A set-up as a file.
    SetupFile(SetupFileMsg),
    /// Saving a file.
    Export(ExportMsg),
    /// A secret in the clipboard.
    Clipboard(ClipboardMsg),
    /// The folders and the report for support.
    Support(SupportMsg),
    /// The program itself.
    About(AboutMsg),
    /// The practice world.
    Practice(PracticeMsg),
    /// The person pressed a button of a problem.
    PressedFix(Fix),
    /// The worker reported something.
    Reported(Event),
}
