//! Where the person is, where they were, and the way on and back.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::context::{Busy, Context, World};
use crate::app::effects::{Effects, WindowTask};
use crate::app::focus::{FocusTarget, WELCOME};
use crate::app::missing::Missing;
use crate::app::pages::PAGES;
use crate::app::signal::Signal;
use crate::domain::links;
use crate::domain::pasted::Field;
use crate::protocol::checks::Scope;
use crate::protocol::places::{Part, Place};
use crate::protocol::settings::SavedSetup;

/// Where the person is.
#[derive(Debug)]
pub struct Navigation {
    /// The place that is shown.
    pub place: Place,
    /// Where the person was before they came to the sync, History or Settings.
    pub came_from: Option<Place>,
    /// The page of each part where the person was last.
    pub last_in: BTreeMap<Part, Place>,
    /// The pages that the person has been through.
    pub visited: BTreeSet<&'static str>,
    /// What is chosen on the welcome page, before Start.
    pub leaning: Option<World>,
    /// Whether the page is being explained.
    pub explaining: bool,
    /// Whether the primary button was pressed here while something was missing for it.
    pub held_up: bool,
    /// What has to come to its end before what the person asked for last.
    pub blocked_by: Option<Busy>,
}

/// What the person does to go from place to place.
#[derive(Clone, Copy, Debug)]
pub enum NavigationMsg {
    /// They leaned towards practice or a real set-up, on the welcome page.
    Leaned(World),
    /// They pressed Start on the welcome page.
    Started,
    /// They went to a place in the list at the left.
    WentTo(Place),
    /// They went to a part in the list at the left: to where they were in it.
    WentToPart(Part),
    /// They went to what asks for a value, or shows its steps: to that place on this page.
    WentToTarget(Place, FocusTarget),
    /// They want to enter a value again.
    WentToField(Field),
    /// The primary button of a page that checks nothing, or whose checks have passed.
    Continued,
    /// They went back.
    WentBack,
    /// They asked what this page is for, or have read it.
    ToggledExplanation,
    /// They want it explained.
    AskedForExplanation,
    /// They closed the explanation.
    ClosedExplanation,
    /// They asked for a web page.
    OpenedPage(links::Place),
}

impl Default for Navigation {
    fn default() -> Self {
        Self {
            place: Place::Welcome,
            came_from: None,
            last_in: BTreeMap::new(),
            visited: BTreeSet::new(),
            leaning: None,
            explaining: false,
            held_up: false,
            blocked_by: None,
        }
    }
}

impl Navigation {
    pub(in crate::app) fn update(&mut self, msg: NavigationMsg, ctx: &Context) -> Effects {
        match msg {
            NavigationMsg::Leaned(world) => {
                self.leaning = Some(world);
                Effects::none()
            }
            // With nothing chosen, the eye goes to the choice.
            NavigationMsg::Started => match self.leaning {
                Some(world) => Signal::SetupWanted(world).into(),
                None => held_up(Missing::Choice(WELCOME)),
            },
            NavigationMsg::WentTo(place) => self.go(place),
            NavigationMsg::WentToPart(part) => self.go(self.place_in(part)),
            NavigationMsg::WentToTarget(place, target) => self.go_to_target(place, target),
            NavigationMsg::WentToField(field) => {
                let asks = PAGES.iter().find(|page| page.fields.contains(&field));
                asks.map_or_else(Effects::none, |page| {
                    self.go_to_target(page.place, FocusTarget::Field(field))
                })
            }
            NavigationMsg::Continued => self.go_on(ctx),
            NavigationMsg::WentBack => {
                let aside = self.came_from.filter(|_| is_aside(self.place));
                self.go(aside.unwrap_or_else(|| back(ctx)))
            }
            NavigationMsg::ToggledExplanation => self.explain(!self.explaining),
            NavigationMsg::AskedForExplanation => {
                self.explaining = true;
                Signal::Focus(FocusTarget::Heading).into()
            }
            NavigationMsg::ClosedExplanation => self.explain(false),
            NavigationMsg::OpenedPage(place) => open(place, ctx),
        }
    }

    /// Goes to a place.
    pub(in crate::app) fn go(&mut self, place: Place) -> Effects {
        self.blocked_by = None;
        self.held_up = false;
        self.explaining = false;
        if is_aside(place) && !is_aside(self.place) {
            self.came_from = Some(self.place);
        }
        let left = std::mem::replace(&mut self.place, place);
        if let Some(part) = place.part() {
            self.last_in.insert(part, place);
        }
        let mut effects = Effects::from(Signal::PageLeft(left));
        effects.signal(Signal::Focus(FocusTarget::Heading));
        effects.signal(Signal::Entered(place));
        effects.save();
        effects
    }

    /// Shows a place where the person has been.
    pub(in crate::app) fn show(&mut self, place: Place) -> Effects {
        self.place = place;
        let mut effects = Effects::none();
        effects.save();
        effects
    }

    fn go_to_target(&mut self, place: Place, target: FocusTarget) -> Effects {
        let mut effects = if self.place == place {
            Effects::none()
        } else {
            self.go(place)
        };
        effects.signal(Signal::Focus(target));
        effects
    }

    /// Goes on from a page, or to what is still missing on it.
    fn go_on(&mut self, ctx: &Context) -> Effects {
        // A page that checks something has its own button for that; this one goes past it.
        let checks = self.place.page().is_some_and(|page| page.check.is_some());
        let is_of_page = !checks && self.place != Place::Automatic;
        if let Some(missing) = Missing::of(ctx).filter(|_| is_of_page) {
            return held_up(missing);
        }
        if let Some(page) = self.place.page() {
            self.visited.insert(page.heading);
        }
        self.go(next(ctx))
    }

    fn explain(&mut self, explaining: bool) -> Effects {
        if self.explaining == explaining {
            return Effects::none();
        }
        self.explaining = explaining;
        Signal::Focus(FocusTarget::Heading).into()
    }

    /// The page of a part where the person was last, or its first.
    pub fn place_in(&self, part: Part) -> Place {
        let first = part.pages().next().map(|page| page.place);
        self.last_in
            .get(&part)
            .copied()
            .or(first)
            .unwrap_or(Place::Before)
    }

    /// Puts back where the person was in a saved set-up.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        self.place = setup.place;
        self.last_in.clone_from(&setup.last_in);
        let headings = PAGES.iter().map(|page| page.heading);
        self.visited = headings
            .filter(|heading| setup.visited.contains(*heading))
            .collect();
    }

    /// Writes down where the person is.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup) {
        if self.place != Place::Welcome {
            setup.place = self.place;
        }
        setup.last_in.clone_from(&self.last_in);
        let visited = self.visited.iter().map(|page| (*page).to_owned());
        setup.visited = visited.collect();
    }
}

/// A place beside the way, from which Back leads to where the person was.
const fn is_aside(place: Place) -> bool {
    matches!(
        place,
        Place::Sync
            | Place::Left
            | Place::Someone
            | Place::History
            | Place::Settings
            | Place::Help
            | Place::About
    )
}

/// The page's address is as exact as what is known allows. Practice opens none: there the app has done the steps.
fn open(place: links::Place, ctx: &Context) -> Effects {
    if ctx.is_practice() {
        return Signal::NoPageInPractice.into();
    }
    let known = ctx.values.known();
    let address = place.link(known.domain.as_ref(), known.client_id.as_ref());
    WindowTask::OpenPage(address).into()
}

/// Where the primary button leads.
fn next(ctx: &Context) -> Place {
    match ctx.place {
        Place::Before | Place::Key if ctx.by_the_app => Place::Automatic,
        Place::Automatic if ctx.waits_for_userhub => Place::ConnectionValues,
        Place::Automatic => Place::Check,
        place => place.next(),
    }
}

/// Where Back leads.
fn back(ctx: &Context) -> Place {
    match ctx.place {
        Place::Automatic if ctx.setup(Scope::Everything).is_ok() => Place::Key,
        Place::Automatic => Place::Before,
        Place::ConnectionValues | Place::Check if ctx.by_the_app => Place::Automatic,
        place => place.back(),
    }
}

/// Names what is missing, and brings the keyboard to it where it is on this page.
fn held_up(missing: Missing) -> Effects {
    let target = missing.target();
    let mut effects = Effects::from(Signal::HeldUp);
    if let Missing::Value(field, issue) = missing {
        effects.signal(Signal::Mistake(Some(Box::new((field, *issue)))));
    }
    effects.signal(Signal::Focus(target));
    effects
}
