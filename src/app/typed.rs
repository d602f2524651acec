//! What is being typed: a screen reads the state, and writes into nothing but this.

use secrecy::zeroize::Zeroizing;

use super::drafts::Drafts;
use super::state::State;
use super::subjects::removals::TypedRemovals;
use crate::domain::history::Query;

/// The texts of all fields, and what is ticked and chosen without a message, for as long as a frame is drawn.
#[derive(Clone, Default)]
pub struct Typed {
    /// The values of the set-up.
    pub values: Drafts,
    /// The temporary key as it is pasted.
    pub temporary_key: Zeroizing<String>,
    /// Where a file is saved.
    pub save_path: String,
    /// The file of a set-up.
    pub setup_file: String,
    /// What is searched for in the list of users.
    pub search: String,
    /// Who is asked about.
    pub someone: String,
    /// Who is wanted of a run that is over.
    pub past_people: Query,
    /// What is typed about people who left.
    pub removals: TypedRemovals,
    /// In practice: whether the Action is missing in the Login flow.
    pub not_in_flow: bool,
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

impl State {
    /// What is typed, for a frame that is about to be drawn.
    pub fn typed(&self) -> Typed {
        Typed {
            values: self.credentials.drafts.clone(),
            temporary_key: self.automatic.draft.clone(),
            save_path: self.export.path.clone(),
            setup_file: self.setup_file.path.clone(),
            search: self.users.search.clone(),
            someone: self.someone.who.clone(),
            past_people: self.history.query.clone(),
            removals: self.removals.typed.clone(),
            not_in_flow: self.sign_in_test.not_in_flow,
        }
    }

    /// Takes back what was typed in the frame. What follows from it is told by messages.
    pub fn take_typed(&mut self, typed: Typed) {
        self.credentials.drafts = typed.values;
        self.automatic.draft = typed.temporary_key;
        self.export.path = typed.save_path;
        self.setup_file.path = typed.setup_file;
        self.users.search = typed.search;
        self.someone.who = typed.someone;
        self.history.query = typed.past_people;
        self.removals.typed = typed.removals;
        self.sign_in_test.not_in_flow = typed.not_in_flow;
    }
}
