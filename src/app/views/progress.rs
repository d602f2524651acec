//! How far the set-up is: the state of each part in one of five words, why we believe it, and how long it takes.

use crate::app::context::Context;
use crate::app::missing::Missing;
use crate::app::pages::Page;
use crate::app::state::State;
use crate::domain::freshness::ago;
use crate::domain::guide::{STEPS, Step};
use crate::domain::pasted::Field;
use crate::protocol::places::Part;

/// The status of a part, in the five words that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing was done yet.
    NotStarted,
    /// Something was done.
    InProgress,
    /// It is done.
    Done,
    /// It needs an earlier part.
    NotReady,
    /// A check did not pass.
    Problem,
}

/// How a part stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: Status,
    /// What is said beside the status' word, such as `5 of 8`.
    pub beside: String,
    /// Why we believe it, in a few words; empty where there is nothing to believe.
    pub reason: String,
}

/// How the set-up stands as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// Its status: done once every part is that cannot be left out.
    pub status: Status,
    /// How many parts are done.
    pub done: usize,
}

impl State {
    /// How the parts stand together.
    pub fn set_up(&self) -> SetUp {
        let standings = Part::ALL.map(|part| (part, self.standing(part).status));
        let is_done = |status: Status| status == Status::Done;
        let has_problem = standings
            .iter()
            .any(|(_, status)| *status == Status::Problem);
        let is_whole = standings
            .iter()
            .all(|(part, status)| is_done(*status) || !optional(*part).is_empty());
        SetUp {
            status: match (has_problem, is_whole) {
                (true, _) => Status::Problem,
                (false, true) => Status::Done,
                (false, false) => Status::InProgress,
            },
            done: standings
                .iter()
                .filter(|(_, status)| is_done(*status))
                .count(),
        }
    }

    /// How a part stands, and why we believe it.
    pub fn standing(&self, part: Part) -> Standing {
        let seen = part.pages().filter(|page| self.has_visited(page)).count();
        let all = part.pages().count();
        if let Some(issue) = self.readiness.problem(part) {
            return standing(Status::Problem, format!("{}.", issue.what));
        }
        // Checks of other pages may have proved it all: it is done once its own page was seen.
        let is_seen = part != Part::Check || self.navigation.last_in.contains_key(&part);
        if let Some(when) = self.readiness.proved_at(part).filter(|_| is_seen) {
            return standing(Status::Done, format!("Checked {}", ago(self.now, when)));
        }
        // A part that can be left out is not begun by being looked at, unless somebody has gone through all of it.
        let is_left_out = !optional(part).is_empty() && self.ticks(part).0 == 0 && seen < all;
        let is_begun = !is_left_out && (seen > 0 || self.navigation.last_in.contains_key(&part));
        if !is_begun && self.navigation.place.part() != Some(part) {
            if self.holds_value_of(part) {
                return Standing {
                    beside: "filled in, not checked".to_owned(),
                    ..standing(Status::InProgress, String::new())
                };
            }
            let status = if self.missing_for(part).is_empty() {
                Status::NotStarted
            } else {
                Status::NotReady
            };
            return Standing {
                beside: optional(part).to_owned(),
                ..standing(status, String::new())
            };
        }
        if seen < all || !part.is_marked() || self.lacks_what_it_is_for(part) {
            return Standing {
                beside: self.ticked(part),
                ..standing(Status::InProgress, String::new())
            };
        }
        let reason = match part {
            Part::Connection if self.readiness.proved_at(Part::Key).is_some() => {
                "Marked done by you. Nobody came through it yet."
            }
            Part::Connection => "Marked done by you. We will check it in Part 4.",
            _ => "Marked done by you",
        };
        standing(Status::Done, reason.to_owned())
    }

    /// Whether a value was changed or taken away since the person has gone on from the part.
    fn lacks_what_it_is_for(&self, part: Part) -> bool {
        let ctx = |place| Context {
            place,
            ..self.context()
        };
        let mut pages = part.pages().map(|page| page.place);
        pages.any(|place| Missing::of(&ctx(place)).is_some())
    }

    /// Whether what a part is there for was filled in from elsewhere, such as a pasted block or the practice console.
    fn holds_value_of(&self, part: Part) -> bool {
        let field = match part {
            Part::Connection => Field::ConnectionId,
            Part::Key => Field::ApiKey,
            Part::Before | Part::Application | Part::Action | Part::Check => return false,
        };
        !self.credentials.drafts.get(field).trim().is_empty()
    }

    /// The values of earlier parts that a part cannot do without, and that are not there yet.
    pub fn missing_for(&self, part: Part) -> Vec<Field> {
        let needed: &[Field] = match part {
            Part::Before | Part::Application | Part::Key => &[],
            Part::Connection => &[Field::Domain, Field::ClientId, Field::ClientSecret],
            Part::Action => &[Field::ConnectionId, Field::ApiKey],
            Part::Check => &[
                Field::Domain,
                Field::ClientId,
                Field::ClientSecret,
                Field::ConnectionId,
                Field::ApiKey,
            ],
        };
        needed
            .iter()
            .copied()
            .filter(|field| self.credentials.drafts.get(*field).trim().is_empty())
            .collect()
    }

    fn has_visited(&self, page: &Page) -> bool {
        self.navigation.visited.contains(page.heading)
    }

    /// `5 of 8`: the steps of a part that the person has ticked, where they tick at all.
    fn ticked(&self, part: Part) -> String {
        match self.ticks(part) {
            (0, _) => optional(part).to_owned(),
            (ticked, all) => format!("{ticked} of {all}"),
        }
    }

    /// How many steps of a part the person has ticked, and how many it has.
    fn ticks(&self, part: Part) -> (usize, usize) {
        let is_of_it = |step: &&Step| part.pages().any(|page| page.steps.contains(&step.id));
        let steps: Vec<_> = STEPS.iter().filter(is_of_it).collect();
        let is_ticked = |step: &&&Step| self.guide.ticks.contains(step.id);
        (steps.iter().filter(is_ticked).count(), steps.len())
    }
}

fn standing(status: Status, reason: String) -> Standing {
    Standing {
        status,
        beside: String::new(),
        reason,
    }
}

fn optional(part: Part) -> &'static str {
    match part {
        Part::Action => "optional",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::app::msg::{GuideMsg, Msg, NavigationMsg, SetupsMsg, World};
    use crate::app::tests::update;
    use crate::protocol::places::Place;
    use crate::protocol::settings::{Colour, Environment, SavedSetup};

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(minutes * 60).unwrap()
    }

    #[test]
    fn a_part_is_done_by_going_on_from_it_and_not_by_leaving_it_and_back_leads_back() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
        update(
            &mut state,
            Msg::Navigation(NavigationMsg::WentTo(Place::Settings)),
        );
        assert_eq!(state.standing(Part::Before).status, Status::InProgress);
        update(
            &mut state,
            Msg::Navigation(NavigationMsg::WentTo(Place::History)),
        );
        update(&mut state, Msg::Navigation(NavigationMsg::WentBack));
        assert_eq!(state.navigation.place, Place::Before);
        update(&mut state, Msg::Navigation(NavigationMsg::Continued));
        assert_eq!(state.standing(Part::Before).status, Status::Done);
    }

    #[test]
    fn the_part_that_can_be_left_out_is_begun_by_a_step_of_it_and_not_by_a_look() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
        let go = |state: &mut State, place| {
            update(state, Msg::Navigation(NavigationMsg::WentTo(place)));
        };
        let page = Part::Action.pages().next().unwrap().place;
        go(&mut state, page);
        go(&mut state, Place::Settings);
        let left_out = state.standing(Part::Action);
        assert_ne!(left_out.status, Status::InProgress);
        assert_eq!(left_out.beside, "optional");
        go(&mut state, page);
        let step = Part::Action.pages().flat_map(|page| page.steps).next();
        update(&mut state, Msg::Guide(GuideMsg::Ticked(step.unwrap())));
        go(&mut state, Place::Settings);
        let begun = state.standing(Part::Action);
        assert_eq!(begun.status, Status::InProgress);
        assert!(begun.beside.starts_with("1 of "), "{}", begun.beside);
    }

    #[test]
    fn the_part_that_can_be_left_out_is_done_by_going_through_all_of_it_without_ticking() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
        let pages: Vec<_> = Part::Action.pages().collect();
        for page in &pages {
            state.navigation.visited.insert(page.heading);
        }
        let last = pages.last().unwrap().place;
        state.navigation.last_in.insert(Part::Action, last);
        let gone_through = state.standing(Part::Action);
        assert_ne!(gone_through.status, Status::NotStarted);
        assert_ne!(gone_through.status, Status::NotReady);
    }

    #[test]
    fn the_set_up_is_done_only_with_every_part_that_cannot_be_left_out() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Setups(SetupsMsg::Began(World::Practice)));
        update(&mut state, Msg::Navigation(NavigationMsg::Continued));
        let set_up = state.set_up();
        assert_eq!((set_up.status, set_up.done), (Status::InProgress, 1));
    }

    #[test]
    fn a_part_is_not_ready_while_a_value_of_an_earlier_one_is_missing() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::Setups(SetupsMsg::Began(World::Real)));
        assert_eq!(state.standing(Part::Connection).status, Status::NotReady);
        assert_eq!(state.standing(Part::Key).status, Status::NotStarted);
        for field in [Field::Domain, Field::ClientId, Field::ClientSecret] {
            *state.credentials.drafts.get_mut(field) = "x".to_owned();
        }
        assert_eq!(state.standing(Part::Connection).status, Status::NotStarted);
        *state.credentials.drafts.get_mut(Field::ConnectionId) = "conn_x".to_owned();
        let filled_in = state.standing(Part::Connection);
        assert_eq!(filled_in.status, Status::InProgress);
        assert_eq!(filled_in.beside, "filled in, not checked");
    }

    #[test]
    fn what_was_proved_says_when_and_a_part_is_reopened_where_it_was_left() {
        let mut state = State::new("folder".into());
        update(&mut state, Msg::TimeIs(at(10)));
        let mut setup = SavedSetup::new("open".to_owned(), Environment::Test, Colour::Blue);
        setup.proved_at.insert(Part::Application, at(8));
        state.restore(&setup);
        let standing = state.standing(Part::Application);
        assert_eq!(standing.reason, "Checked 2 minutes ago");
        update(
            &mut state,
            Msg::Navigation(NavigationMsg::WentTo(Place::Permission)),
        );
        update(
            &mut state,
            Msg::Navigation(NavigationMsg::WentTo(Place::Sync)),
        );
        assert_eq!(
            state.navigation.place_in(Part::Application),
            Place::Permission
        );
    }

    #[test]
    fn the_parts_take_as_long_as_the_welcome_page_says() {
        let all: u32 = Part::ALL.map(Part::minutes).iter().sum();
        assert!((24..=28).contains(&all), "{all}");
    }
}
