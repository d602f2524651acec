//! The runs that are over, as the window knows them: the list, the one that is open, and reports of it.

use std::path::PathBuf;

use crate::app::context::{Context, World};
use crate::app::effects::Effects;
use crate::app::request::{Remote, Request};
use crate::app::signal::Signal;
use crate::domain::history::{PastPerson, Query, Which};
use crate::protocol::command::Command;
use crate::protocol::history::{self, Line, Opened, SetupEntry, Whose};

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
    pub entries: Request<Vec<Line>>,
    /// The run that is open; the list is shown where it is [`Remote::NotAsked`].
    pub open: Request<Box<Opened>>,
    /// Who is wanted of the run that is open.
    pub query: Query,
    /// Those who were found, where somebody in particular is wanted.
    pub sought: Request<Sought>,
    /// The set-up that is open; all of it is in the list already.
    pub setup: Option<Box<SetupEntry>>,
}

/// What the person does with runs that are over.
#[derive(Clone, Debug)]
pub enum HistoryMsg {
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

impl History {
    pub(in crate::app) fn update(&mut self, msg: HistoryMsg) -> Effects {
        match msg {
            HistoryMsg::Opened(profile, run) => {
                self.query = Query::default();
                self.sought.forget();
                Command::History(history::Request::Open {
                    profile,
                    run,
                    ticket: self.open.ask(),
                })
                .into()
            }
            HistoryMsg::Sought => self.seek(),
            HistoryMsg::OpenedSetup(entry) => {
                self.setup = Some(entry);
                Effects::none()
            }
            HistoryMsg::AskedToUndo => match &self.setup {
                Some(entry) => Signal::UndoAt(entry.setup.domain.clone()).into(),
                None => Effects::none(),
            },
            HistoryMsg::Closed => {
                self.close();
                Effects::none()
            }
        }
    }

    /// Asks for the list anew.
    pub(in crate::app) fn entered(&mut self, ctx: &Context) -> Effects {
        self.close();
        self.query = Query::default();
        let of = match (ctx.world, &ctx.practice) {
            (Some(World::Practice), Remote::Ready(setup)) => Whose::Profile(setup.profile.clone()),
            (Some(World::Practice), Remote::Failed(issue)) => {
                self.entries.settle(Err(issue.clone()));
                return Effects::none();
            }
            // It is asked for once the practice world is open, or could not be opened.
            (Some(World::Practice), Remote::NotAsked | Remote::Loading) => {
                self.entries.wait();
                return Effects::none();
            }
            (Some(World::Real) | None, _) => Whose::Everybodys(ctx.folder.clone()),
        };
        self.entries.forget();
        Command::History(history::Request::Runs {
            of,
            ticket: self.entries.ask(),
        })
        .into()
    }

    fn close(&mut self) {
        self.open.forget();
        self.sought.forget();
        self.setup = None;
    }

    fn seek(&mut self) -> Effects {
        let Some(open) = self.open.ready() else {
            return Effects::none();
        };
        if self.query.which == Which::All && self.query.text.trim().is_empty() {
            self.sought.forget();
            return Effects::none();
        }
        Command::History(history::Request::People {
            profile: open.entry.profile.clone(),
            run: open.entry.run.id,
            query: self.query.clone(),
            ticket: self.sought.ask(),
        })
        .into()
    }

    /// Takes in an answer.
    pub(in crate::app) fn told(&mut self, told: history::Event) {
        match told {
            history::Event::Runs { result, ticket } => {
                self.entries.answer(ticket, result.map_err(Box::new));
            }
            history::Event::Opened { result, ticket } => {
                self.open.answer(ticket, result.map_err(Box::new));
            }
            history::Event::People { result, ticket } => match result {
                Ok((people, all)) => {
                    self.sought.answer(ticket, Ok(Sought { people, all }));
                }
                // The run cannot be read any more.
                Err(issue) if self.sought.is_current(ticket) => {
                    self.sought.forget();
                    self.open.settle(Err(Box::new(issue)));
                }
                Err(_) => {}
            },
            // What is saved is told where it was asked for.
            history::Event::Saved { .. } => {}
        }
    }

    /// Another set-up is open.
    pub(in crate::app) fn reset(&mut self) {
        self.close();
        self.entries.forget();
        self.query = Query::default();
    }
}

#[cfg(test)]
mod tests;
