//! The runs that are over, as the window knows them: the list, the one that is open, and reports of it.

use crate::protocol::history::{Ask, Line, Opened, SetupEntry, Told, Whose};
use std::path::PathBuf;

use super::msg::World;
use super::remote::Remote;
use super::state::State;
use super::{at_work, keeping, onboarding, saving};
use crate::domain::history::{PastPerson, Query, Which};
use crate::domain::pasted::read_domain;
use crate::protocol::command::Command;
use crate::protocol::places::Place;
use crate::protocol::ticket::Ticket;

/// Those of the people who were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The first [`SHOWN_PEOPLE`](crate::protocol::history::SHOWN_PEOPLE) of them.
    pub people: Vec<PastPerson>,
    /// How many there are.
    pub all: u64,
}

/// What the window knows of runs that are over.
#[derive(Debug, Default)]
pub struct History {
    /// The list.
    pub entries: Remote<Vec<Line>>,
    /// The run that is open; the list is shown where it is [`Remote::NotAsked`].
    pub open: Remote<Box<Opened>>,
    /// Who is wanted of the run that is open.
    pub query: Query,
    /// Those who were found, where somebody in particular is wanted.
    pub sought: Option<Sought>,
    /// The number of the last question for people.
    ticket: Ticket,
    /// The set-up that is open; all of it is in the list already.
    pub setup: Option<Box<SetupEntry>>,
}

/// What the person does with runs that are over.
#[derive(Clone, Debug)]
pub enum Did {
    /// They opened a run.
    Opened(PathBuf, i64),
    /// They want certain people of the run that is open, as the query says.
    Sought,
    /// They opened a set-up.
    OpenedSetup(Box<SetupEntry>),
    /// They want the set-up that is open to be undone.
    AskedToUndo,
    /// They went back to the list.
    Closed,
}

/// Asks for the list anew.
pub(super) fn show(state: &mut State) -> Vec<Command> {
    let of = match (state.world, &state.practice) {
        (Some(World::Practice), Remote::Ready(setup)) => Ok(Whose::Profile(setup.profile.clone())),
        (Some(World::Practice), Remote::Failed(issue)) => Err(Remote::Failed(issue.clone())),
        // It is asked for once the practice world is open, or could not be opened.
        (Some(World::Practice), Remote::NotAsked | Remote::Loading) => Err(Remote::Loading),
        (Some(World::Real) | None, _) => Ok(Whose::Everybodys(state.folder.clone())),
    };
    let (entries, asked) = match of {
        Ok(of) => (Remote::Loading, Some(Command::History(Ask::Runs { of }))),
        Err(instead) => (instead, None),
    };
    state.history = History {
        entries,
        ticket: state.history.ticket.next(),
        ..History::default()
    };
    asked.into_iter().collect()
}

/// What follows from what the person did.
pub(super) fn did(state: &mut State, did: Did) -> Vec<Command> {
    let history = &mut state.history;
    match did {
        Did::Opened(profile, run) => {
            history.open = Remote::Loading;
            history.query = Query::default();
            history.sought = None;
            history.ticket = history.ticket.next();
            vec![Command::History(Ask::Open { profile, run })]
        }
        Did::Sought => seek(history),
        Did::OpenedSetup(entry) => {
            history.setup = Some(entry);
            Vec::new()
        }
        Did::AskedToUndo => undo(state),
        Did::Closed => {
            history.open = Remote::NotAsked;
            history.setup = None;
            Vec::new()
        }
    }
}

fn seek(history: &mut History) -> Vec<Command> {
    let Some(open) = history.open.ready() else {
        return Vec::new();
    };
    history.ticket = history.ticket.next();
    if history.query.which == Which::All && history.query.text.trim().is_empty() {
        history.sought = None;
        return Vec::new();
    }
    vec![Command::History(Ask::People {
        profile: open.entry.profile.clone(),
        run: open.entry.run.id,
        query: history.query.clone(),
        ticket: history.ticket,
    })]
}

/// Goes to where a set-up is undone, with its tenant: in the set-up that is open, in a saved one, or in a new one.
fn undo(state: &mut State) -> Vec<Command> {
    let Some(entry) = &state.history.setup else {
        return Vec::new();
    };
    let domain = entry.setup.domain.clone();
    if !at_work::is_free(state) {
        return Vec::new();
    }
    let is_of = |text: &str| {
        read_domain(text)
            .is_ok_and(|found| found.first == domain || found.second.as_ref() == Some(&domain))
    };
    let practice = state.practice.ready();
    let is_open = match state.world {
        Some(World::Practice) => practice.is_some_and(|setup| setup.domain == domain),
        Some(World::Real) => is_of(&state.drafts.domain),
        None => false,
    };
    let mut commands = Vec::new();
    if !is_open {
        let setups = &state.keeping.setups;
        let saved = setups
            .iter()
            .find(|setup| !setup.is_practice() && is_of(&setup.domain));
        if let Some(id) = saved.map(|setup| setup.id.clone()) {
            commands = keeping::said(state, keeping::Said::Opened(id));
        } else {
            commands = onboarding::choose(state, World::Real);
            domain.as_str().clone_into(&mut state.drafts.domain);
        }
    }
    commands.extend(onboarding::go(state, Place::Automatic));
    commands
}

/// Takes in an answer.
pub(super) fn told(state: &mut State, told: Told) {
    let history = &mut state.history;
    match told {
        Told::Runs(entries) => history.entries = Remote::Ready(entries),
        Told::NoRuns(issue) => history.entries = Remote::Failed(Box::new(issue)),
        Told::Opened(opened) => history.open = Remote::Ready(opened),
        Told::People {
            people,
            all,
            ticket,
        } => {
            if ticket == history.ticket {
                history.sought = Some(Sought { people, all });
            }
        }
        Told::NotOpened(issue) => history.open = Remote::Failed(Box::new(issue)),
        Told::Saved(path) => saving::written(state, Ok(path)),
        Told::NotSaved(issue) => saving::written(state, Err(Box::new(issue))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::msg::Msg;
    use crate::app::update;
    use crate::domain::issue::Issue;
    use crate::protocol::event::Event;

    #[test]
    fn history_of_practice_waits_for_its_world_and_says_when_that_cannot_be_opened() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Chose(World::Practice));
        let asked = update(&mut state, Msg::WentTo(Place::History));
        assert!(asked.is_empty(), "what is real is not asked for: {asked:?}");
        assert!(state.history.entries.is_loading());
        let failed = Event::PracticeFailed(Issue::cannot_start());
        update(&mut state, Msg::Reported(failed));
        assert!(state.history.entries.issue().is_some());
    }
}
