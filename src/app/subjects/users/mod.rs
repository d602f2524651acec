//! The users of a sync as the window knows them: the map, the stretch of the list that is in sight, and the one user who is
//! looked at.

use std::path::PathBuf;

use crate::app::context::Context;
use crate::app::effects::{Effects, WindowTask};
use crate::app::focus::FocusTarget;
use crate::app::request::Request;
use crate::app::signal::Signal;
use crate::domain::ids::Auth0UserId;
use crate::domain::links;
use crate::domain::roster::{Counts, Filter, Person, Squares, SyncStatus};
use crate::protocol::checks::Scope;
use crate::protocol::command::Command;
use crate::protocol::users::{self, Group, Look, Query, Rows};

/// How many rows are asked for beyond those in sight, above and below.
const MARGIN: usize = 30;

/// The users of a sync.
#[derive(Debug, Default)]
pub struct Users {
    /// The map; `None` while nobody was loaded.
    pub map: Option<Squares>,
    /// How many users stand how.
    pub counts: Counts,
    /// How many users were finished since they were loaded.
    pub finished: usize,
    /// Who needs attention, by reason.
    pub groups: Vec<Group>,
    /// Which list is shown. Its stretch is that which is in sight.
    pub query: Query,
    /// What is being typed into the search field.
    pub search: String,
    /// The map is shown as a list.
    pub as_list: bool,
    /// The square that is pointed at.
    pub square: Option<usize>,
    /// Whom that square stands for, where it was answered.
    pub pointed: Option<(usize, Vec<Person>)>,
    /// The user who is open, by Auth0's id.
    pub open: Option<String>,
    /// What is known of them.
    pub look: Request<Look>,
    /// What became of bringing them over.
    pub synced: Request<SyncStatus>,
    rows: Request<Rows>,
    no_rows: Rows,
    profile: Option<PathBuf>,
    /// Whether the rows that are there may be others by now.
    outdated: bool,
}

/// What happened in a list, on the map, or in the page of one user.
#[derive(Clone, Debug)]
pub enum UsersMsg {
    /// The list shows these rows now.
    Saw {
        /// The first row in sight.
        from: usize,
        /// How many rows are in sight.
        count: usize,
    },
    /// The person wants to see others.
    Filtered(Filter),
    /// The same, and they want to see the list.
    LookedAt(Filter),
    /// The person searches for a text.
    Searched(String),
    /// The person wants to see those of one square of the map only, or everybody again.
    Chose(Option<usize>),
    /// The person wants to see the newest rows.
    AskedForNewest,
    /// The pointer or the keyboard is on a square of the map, or on none.
    Pointed(Option<usize>),
    /// The person wants the map as a list, or the map again.
    ShowAsList(bool),
    /// The person opens a user.
    Opened(String),
    /// The person closes whom they have opened.
    Closed,
    /// The person wants the one who is open to be brought over.
    AskedToSyncOne,
    /// The person wants the one who is open to be restored in practice's UserHub.
    AskedToRestoreInPractice,
    /// The person wants to see the one who is open in the Auth0 dashboard.
    AskedToSeeInAuth0,
}

impl Users {
    pub(in crate::app) fn update(&mut self, msg: UsersMsg, ctx: &Context) -> Effects {
        match msg {
            UsersMsg::Saw { from, count } => {
                self.query.from = from;
                self.query.count = count;
                let reads = from > 0;
                if reads != self.stands_still() {
                    let finished = self.rows().finished;
                    self.query.finished = reads.then_some(finished);
                }
                self.ask()
            }
            UsersMsg::Filtered(filter) => self.filter(filter),
            UsersMsg::LookedAt(filter) => {
                let mut effects = Effects::from(Signal::Focus(FocusTarget::List));
                effects.append(self.filter(filter));
                effects
            }
            UsersMsg::Searched(text) => {
                text.trim().clone_into(&mut self.query.search);
                self.ask_from_top()
            }
            UsersMsg::Chose(square) => {
                self.query.square = square;
                self.query.filter = Filter::All;
                self.ask_from_top()
            }
            UsersMsg::AskedForNewest => self.ask_from_top(),
            UsersMsg::Pointed(square) => self.point(square),
            UsersMsg::ShowAsList(as_list) => {
                self.as_list = as_list;
                Effects::none()
            }
            UsersMsg::Opened(id) => self.open(id, ctx),
            UsersMsg::Closed => {
                self.close();
                Effects::none()
            }
            UsersMsg::AskedToSyncOne => self.sync_one(ctx),
            UsersMsg::AskedToRestoreInPractice => match &self.open {
                Some(id) => Command::PracticeRestore(Auth0UserId::new(id.as_str())).into(),
                None => Effects::none(),
            },
            UsersMsg::AskedToSeeInAuth0 => match (&self.open, ctx.values.known().domain) {
                (Some(id), Some(domain)) => {
                    let address = links::person(&domain, &Auth0UserId::new(id.as_str()));
                    WindowTask::OpenPage(address).into()
                }
                _ => Effects::none(),
            },
        }
    }

    /// Whether the list stands still because somebody reads in it.
    pub fn stands_still(&self) -> bool {
        self.query.finished.is_some()
    }

    /// The rows that are there.
    pub fn rows(&self) -> &Rows {
        self.rows.latest().unwrap_or(&self.no_rows)
    }

    /// How many stand how, of those whom the search has found where something is searched for.
    pub fn shown_counts(&self) -> Counts {
        let rows = self.rows();
        let is_answered = rows.query.search == self.query.search;
        rows.counts.filter(|_| is_answered).unwrap_or(self.counts)
    }

    /// The user of a row, if it is there.
    pub fn row(&self, number: usize) -> Option<&Person> {
        let rows = self.rows();
        let at = number.checked_sub(rows.query.from)?;
        rows.people.get(at)
    }

    /// Asks for the rows in sight, unless they are there or a question is open.
    fn ask(&mut self) -> Effects {
        let Some(profile) = &self.profile else {
            return Effects::none();
        };
        if self.map.is_none() || self.rows.is_loading() || !self.is_missing() {
            return Effects::none();
        }
        self.outdated = false;
        let from = self.query.from.saturating_sub(MARGIN);
        let query = Query {
            from,
            count: self.query.from - from + self.query.count + MARGIN,
            ..self.query.clone()
        };
        Command::People(users::Request::Rows {
            profile: profile.clone(),
            query,
            ticket: self.rows.ask(),
        })
        .into()
    }

    /// Whether rows in sight are not there, or may be others by now.
    fn is_missing(&self) -> bool {
        let (wanted, rows) = (&self.query, self.rows());
        let there = &rows.query;
        let same_search = wanted.filter == there.filter
            && wanted.search == there.search
            && wanted.square == there.square;
        // To ask again would begin the search anew: what has changed meanwhile is asked for at its end.
        if same_search && rows.searching {
            return false;
        }
        let same_list = same_search && wanted.finished == there.finished;
        let end = (wanted.from + wanted.count).min(rows.total);
        let reaches = wanted.from >= there.from && end <= there.from + rows.people.len();
        self.outdated || !same_list || !reaches
    }

    /// Shows other users in the list.
    fn filter(&mut self, filter: Filter) -> Effects {
        self.query.filter = filter;
        self.query.square = None;
        self.ask_from_top()
    }

    /// Shows the list from its top, which follows what is new.
    fn ask_from_top(&mut self) -> Effects {
        self.query.finished = None;
        self.query.from = 0;
        self.ask()
    }

    /// Everybody is to be seen while a plan is carried out.
    pub(in crate::app) fn show_everybody(&mut self) {
        self.query.filter = Filter::All;
    }

    /// Loads the users of a plan that stands.
    pub(in crate::app) fn load(&mut self, ctx: &Context) -> Effects {
        let Ok(setup) = ctx.setup(Scope::Everything) else {
            return Effects::none();
        };
        let profile = setup.profile;
        self.profile = Some(profile.clone());
        Command::People(users::Request::LoadRoster { profile }).into()
    }

    /// Asks who needs attention.
    pub(in crate::app) fn ask_for_groups(&self) -> Effects {
        let Some(profile) = self.profile.clone() else {
            return Effects::none();
        };
        Command::People(users::Request::Groups { profile }).into()
    }

    /// What was known of a sync before is gone; what somebody chose to see stays.
    pub(in crate::app) fn forget(&mut self) {
        self.close();
        self.rows.forget();
        *self = Self {
            as_list: self.as_list,
            rows: std::mem::take(&mut self.rows),
            look: std::mem::take(&mut self.look),
            synced: std::mem::take(&mut self.synced),
            ..Self::default()
        };
    }

    /// Another set-up is open.
    pub(in crate::app) fn reset(&mut self) {
        self.forget();
        self.as_list = false;
    }

    /// Who is open was looked at with the former value.
    pub(in crate::app) fn credential_changed(&mut self) {
        self.close();
    }

    fn point(&mut self, square: Option<usize>) -> Effects {
        if self.square == square {
            return Effects::none();
        }
        self.square = square;
        match (square, &self.profile) {
            (Some(square), Some(profile)) => Command::People(users::Request::Square {
                profile: profile.clone(),
                square,
            })
            .into(),
            _ => Effects::none(),
        }
    }

    fn close(&mut self) {
        self.open = None;
        self.look.forget();
        self.synced.forget();
    }

    fn open(&mut self, id: String, ctx: &Context) -> Effects {
        self.close();
        self.open = Some(id);
        self.look(ctx)
    }

    fn look(&mut self, ctx: &Context) -> Effects {
        let (Some(id), Ok(setup)) = (&self.open, ctx.setup(Scope::Everything)) else {
            return Effects::none();
        };
        Command::People(users::Request::Look {
            setup: Box::new(setup),
            id: id.clone(),
            ticket: self.look.ask(),
        })
        .into()
    }

    fn sync_one(&mut self, ctx: &Context) -> Effects {
        let (Some(id), Ok(setup)) = (&self.open, ctx.setup(Scope::Everything)) else {
            return Effects::none();
        };
        if self.synced.is_loading() {
            return Effects::none();
        }
        Command::People(users::Request::SyncOne {
            setup: Box::new(setup),
            id: id.clone(),
            ticket: self.synced.ask(),
        })
        .into()
    }

    /// Somebody is in practice's UserHub again: whoever is open is looked at anew.
    pub(in crate::app) fn practice_restored(&mut self, id: &Auth0UserId, ctx: &Context) -> Effects {
        if self.open.as_deref() == Some(id.as_str()) {
            return self.look(ctx);
        }
        Effects::none()
    }

    /// Takes in what the worker tells. What is told of a roster that was forgotten is dropped.
    pub(in crate::app) fn told(&mut self, told: users::Event, ctx: &Context) -> Effects {
        let is_loaded = self.profile.is_some();
        match told {
            users::Event::Squares {
                squares,
                counts,
                finished,
            } if is_loaded => self.moved(squares, counts, finished),
            users::Event::Groups(groups) if is_loaded => {
                self.groups = groups;
                Effects::none()
            }
            users::Event::Rows { rows, ticket } => {
                if self.rows.answer(ticket, Ok(rows)) {
                    return self.ask();
                }
                Effects::none()
            }
            users::Event::Square { square, people } if is_loaded => {
                self.pointed = Some((square, people));
                Effects::none()
            }
            users::Event::Looked { look, ticket } => {
                self.look.answer(ticket, Ok(*look));
                Effects::none()
            }
            users::Event::SyncedOne { id, result, ticket } => {
                if self.open.as_ref() == Some(&id) && self.synced.answer(ticket, result) {
                    return self.look(ctx);
                }
                Effects::none()
            }
            // The sync hears of it.
            users::Event::Unfinished { .. }
            | users::Event::Squares { .. }
            | users::Event::Groups(_)
            | users::Event::Square { .. } => Effects::none(),
        }
    }

    /// The map has changed.
    fn moved(&mut self, squares: Squares, counts: Counts, finished: usize) -> Effects {
        let attention = self.counts.of(Filter::Attention);
        self.map = Some(squares);
        self.counts = counts;
        self.finished = finished;
        let square = self.square.take();
        self.outdated = true;
        let mut effects = self.ask();
        effects.append(self.point(square));
        if attention != counts.of(Filter::Attention) {
            effects.append(self.ask_for_groups());
        }
        effects
    }
}

#[cfg(test)]
mod tests;
