//! The plan of an automatic set-up, in the words in which it is shown: what there is now, and what there will be after.

use super::choices::Answer;
use super::code::CodeDifference;
use super::token::TokenFacts;
use crate::domain::ids::{Auth0Domain, ClientId};
use crate::domain::snippet::Code;

/// One of the changes. Each is one row of the review and of the progress page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The application that UserHub signs in with.
    Application,
    /// What the application may do.
    Permissions,
    /// The Action: its code, its runtime, its package, built and deployed.
    Action,
    /// The two secrets in the Action.
    Secrets,
    /// The Action's place in the Login flow.
    Flow,
    /// One more permission, by which Auth0 tells of changes as they happen. Only where a person wants it.
    Events,
}

impl Change {
    /// The five that are documented, in order.
    pub const ALL: [Self; 5] = [
        Self::Application,
        Self::Permissions,
        Self::Action,
        Self::Secrets,
        Self::Flow,
    ];

    /// The name for programs, stable once given.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Permissions => "permissions",
            Self::Action => "action",
            Self::Secrets => "secrets",
            Self::Flow => "flow",
            Self::Events => "events",
        }
    }

    /// The documented steps that it does.
    pub const fn documented_steps(self) -> &'static [&'static str] {
        match self {
            Self::Application => &["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A11"],
            Self::Permissions => &["A8", "A9", "A10"],
            Self::Action => &[
                "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P19",
            ],
            Self::Secrets => &["P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18"],
            Self::Flow => &["P20", "P21", "P22", "P23", "P24"],
            // UserHub's own guide does not ask for it.
            Self::Events => &[],
        }
    }

    /// Why the row cannot be left out: the window shows its tick box greyed, with this beside it.
    pub const fn needed_because(self) -> &'static str {
        match self {
            Self::Application => "UserHub signs in to Auth0 as this application.",
            Self::Permissions => "UserHub asks for these four, and the application gets no others.",
            Self::Action => "It tells UserHub of each sign-in.",
            Self::Secrets => "The Action signs in to UserHub with them.",
            Self::Flow => "An Action that is not in the Login flow never runs.",
            Self::Events => "Auth0 tells of changes only an application that has it.",
        }
    }
}

/// What a row comes to. The window shows it as a word and an icon, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is not there and will be made.
    Create,
    /// It is there and will be changed.
    Change,
    /// It is as it should be; nothing is done.
    Keep,
    /// It waits for what the person does in UserHub first (Parts 3 and 4).
    Later,
    /// It waits for the answer to a [`Question`].
    Ask,
}

impl Effect {
    /// The name for programs, and the word on the screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Keep => "keep",
            Self::Later => "later",
            Self::Ask => "choose",
        }
    }
}

/// One row of the review: a change with what there is now and what there will be after. The window draws a line of its
/// table from it, the command line prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which change.
    pub change: Change,
    /// What the first column says: `Application "UserHub"`.
    pub title: String,
    /// The column "Now".
    pub now: String,
    /// The column "After".
    pub after: String,
    /// What is done about it.
    pub effect: Effect,
    /// What is worth knowing before it is done, below the row.
    pub note: Option<String>,
    /// The Action's code, now and after, behind "View"; only on the row of the Action.
    pub code: Option<CodeDifference>,
}

/// One Action in the Login flow. The window draws the flow as a list in which the one of ours can be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowEntry {
    /// The name that Auth0 shows in the flow.
    pub name: String,
    /// Whether it is the UserHub Action, the only one that may be moved.
    pub is_ours: bool,
}

/// A choice that only a person can make: something of the name is there already. The window shows one button for each
/// offer and looks again with the answer in [`Choices`](super::Choices).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about: the application or the Action.
    pub about: Change,
    /// The question's first sentence: `An Action named UserHub is already there`.
    pub what: String,
    /// What can be chosen, the likeliest first; the last is always to stop.
    pub offers: Vec<Offer>,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is put into [`Choices`](super::Choices).
    pub answer: Answer,
    /// The button's label.
    pub label: String,
    /// What tells it from the others, and what comes of it.
    pub explanation: String,
    /// How the code of the Action that would be used differs from ours, for a view beside the button.
    pub code: Option<CodeDifference>,
}

/// What an automatic set-up would do. Nothing has been changed when it is shown.
///
/// The window's review page is drawn from this alone; "Make these N changes" sends its number back in
/// [`Order::Act`](crate::protocol::install::Request::Act).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The number by which it is carried out, given by the engine.
    pub number: u64,
    /// The tenant that it is for.
    pub domain: Auth0Domain,
    /// The five rows, always all of them and in order; where live updates are wanted, their permission has one more behind
    /// that of the four.
    pub rows: Vec<Row>,
    /// What has to be answered first; empty when the plan can be carried out.
    pub questions: Vec<Question>,
    /// The Login flow as it is.
    pub flow_now: Vec<FlowEntry>,
    /// The Login flow as it will be; ours may be moved in it by looking again with another
    /// [`Choices::place`](super::Choices::place).
    pub flow_after: Vec<FlowEntry>,
    /// What the Action will run.
    pub code: Code,
    /// The application that it is about, where it is there already.
    pub application: Option<ClientId>,
    /// What the temporary key says of itself: its end, and what it lacks.
    pub token: TokenFacts,
    /// What an earlier set-up of this tenant left to be undone, one line each; empty when there is nothing.
    pub undo: Vec<String>,
}

impl Plan {
    /// How many changes would be made, for the button's label.
    pub fn changes(&self) -> usize {
        let made = |row: &&Row| matches!(row.effect, Effect::Create | Effect::Change);
        self.rows.iter().filter(made).count()
    }

    /// Whether the rows that need UserHub's key and connection have to wait.
    pub fn is_first_half(&self) -> bool {
        self.rows.iter().any(|row| row.effect == Effect::Later)
    }

    /// One row.
    pub fn row(&self, change: Change) -> Option<&Row> {
        self.rows.iter().find(|row| row.change == change)
    }
}

/// How far one change is, while the plan is carried out or undone. The progress page ticks its rows by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which change.
    pub change: Change,
    /// How far it is.
    pub state: StepState,
}

/// How far a change is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// It is being made; the text says what is waited for.
    Working(String),
    /// It was made and was seen to be there; the text says what.
    Done(String),
    /// There was nothing to do.
    Kept,
    /// It is not undone: somebody else has changed it since. The text says what stays.
    Left(String),
    /// It could not be made. The problem follows in
    /// [`News::Ended`](crate::protocol::install::Event::Ended).
    Stopped,
}
