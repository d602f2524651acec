//! The frame of every screen: the rail with the parts, the content, the pinned footer, and the keys that work anywhere.

use std::time::Duration;

use eframe::egui::{
    Align, CentralPanel, Event, Frame, Id, Key, Layout, Margin, Modifiers, Panel, ScrollArea, Ui,
    vec2,
};

use super::clipboard;
use super::focus::{self, Region};
use super::places::{self, Footer};
use super::practice;
use super::theme::{self, Icon, size, space};
use super::widgets::{self, RailPart, Status, Tone};
use crate::app::msg::{Msg, NavigationMsg, SomeoneMsg, World};
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::app::views::progress;
use crate::domain::freshness::ago;
use crate::domain::overview::Mood;
use crate::protocol::places::{Part, Place};

/// The width under which the rail is folded into one line.
const NARROW: f32 = 800.0;

/// How often a page with an age on it is drawn, so that the age stays true.
const AGE: Duration = Duration::from_secs(60);

/// Draws the whole window.
pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let footer = places::footer(state);
    keys(ui, state, &footer, said);
    let to_top = focus::begin(ui.ctx(), state);
    if state.navigation.place == Place::Welcome {
        clipboard::ui(ui, state, said);
        CentralPanel::default()
            .frame(theme::canvas_frame(ui))
            .show(ui, |ui| {
                scrolled(ui, to_top, |ui| places::welcome::ui(ui, state, typed, said));
            });
    } else {
        framed(ui, state, typed, &footer, to_top, said);
    }
    focus::end(ui.ctx(), state);
    let has_age = |part: &Part| state.readiness.proved_at(*part).is_some();
    if Part::ALL.iter().any(has_age) {
        ui.ctx().request_repaint_after(AGE);
    }
}

/// The keys that work on every screen. They are taken before anything that has the keyboard can take them.
fn keys(ui: &Ui, state: &State, footer: &Footer, said: &mut Vec<Msg>) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    // Held down, the key would go through a review to what is reviewed.
    let is_held = ui.input(|input| {
        (input.events.iter()).any(|event| matches!(event, Event::Key { repeat: true, .. }))
    });
    if pressed(Modifiers::COMMAND, Key::Enter) && !is_held {
        let primary = footer.primary.as_ref().map(|(_, msg)| msg.clone());
        said.extend(primary.filter(|_| state.navigation.place != Place::Welcome));
        said.extend(
            (state.navigation.place == Place::Welcome)
                .then_some(Msg::Navigation(NavigationMsg::Started)),
        );
    }
    if pressed(Modifiers::ALT, Key::ArrowLeft) && state.navigation.place != Place::Welcome {
        said.push(Msg::Navigation(NavigationMsg::WentBack));
    }
    if pressed(Modifiers::COMMAND, Key::Comma) && state.world.is_some() {
        said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Settings)));
    }
    if pressed(Modifiers::COMMAND, Key::F) {
        said.push(Msg::Someone(SomeoneMsg::Wanted));
    }
    if pressed(Modifiers::NONE, Key::F1) {
        said.push(Msg::Navigation(NavigationMsg::ToggledExplanation));
    }
    if state.navigation.explaining && pressed(Modifiers::NONE, Key::Escape) {
        said.push(Msg::Navigation(NavigationMsg::ClosedExplanation));
    }
}

/// A screen with its rail and its footer.
fn framed(
    ui: &mut Ui,
    state: &State,
    typed: &mut Typed,
    footer: &Footer,
    to_top: bool,
    said: &mut Vec<Msg>,
) {
    practice::ui(ui, state, said);
    let folded = ui.available_width() < NARROW;
    let open = folded && ui.data(|data| data.get_temp(folded_id()).unwrap_or(false));
    let shown = if folded {
        Panel::top("folded rail")
            .frame(theme::rail_frame(ui).inner_margin(Margin::symmetric(12, 6)))
            .show(ui, |ui| Some(folded_rail(ui, state, open)))
    } else {
        Panel::left("rail")
            .exact_size(size::RAIL)
            .resizable(false)
            .frame(theme::rail_frame(ui).inner_margin(Margin {
                right: 0,
                ..theme::rail_frame(ui).inner_margin
            }))
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .id_salt("rail")
                    .show(ui, |ui| {
                        // The scroll bar stands beside the rows, not upon them.
                        ui.set_max_width(size::RAIL - 2.0 * space::L);
                        rail(ui, state, said)
                    })
                    .inner
            })
    };
    let mut regions = vec![Region {
        rect: shown.response.rect,
        first: shown.inner,
    }];
    let foot_rect = Panel::bottom("footer")
        .frame(theme::footer_frame(ui))
        .show(ui, |ui| foot(ui, state, footer, said));
    clipboard::ui(ui, state, said);
    let page = CentralPanel::default()
        .frame(theme::canvas_frame(ui))
        .show(ui, |ui| {
            scrolled(ui, to_top, |ui| {
                if open {
                    let before = said.len();
                    rail(ui, state, said);
                    if said.len() > before {
                        fold(ui, false);
                    }
                } else {
                    header(ui, state, said);
                    places::saved::banners(ui, state, said);
                    places::explain::ui(ui, state, said);
                    places::ui(ui, state, typed, said);
                }
            });
        });
    regions.push(Region {
        rect: page.response.rect,
        first: None,
    });
    regions.push(Region {
        rect: foot_rect.response.rect,
        first: foot_rect.inner,
    });
    focus::go_round(ui, &regions);
    if state.navigation.place == Place::Sync {
        places::sync::drawer(ui.ctx(), state, said);
    }
}

/// The content column: scrolls, and is never wider than a line of text can be read.
fn scrolled(ui: &mut Ui, to_top: bool, draw: impl FnOnce(&mut Ui)) {
    let mut area = ScrollArea::vertical().auto_shrink(false);
    if to_top {
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, |ui| {
        Frame::new()
            .inner_margin(Margin {
                left: 28,
                right: 28,
                top: 16,
                bottom: 24,
            })
            .show(ui, |ui| {
                ui.set_max_width(size::CONTENT.min(ui.available_width()));
                draw(ui);
            });
    });
}

/// The line above a page's heading: where we are, which tenant it is about, and what the page is for.
fn header(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = size::INLINE;
        ui.horizontal(|ui| {
            if let Some(part) = state.navigation.place.part() {
                widgets::secondary_text(ui, &where_we_are(part));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::Button::link("Explain this page")
                    .icon(Icon::Question)
                    .show(ui)
                    .clicked()
                {
                    said.push(Msg::Navigation(NavigationMsg::ToggledExplanation));
                }
                if let Some(domain) = state.known().domain {
                    let region = domain.region().to_uppercase();
                    widgets::tag(ui, &format!("{} · {region}", domain.tenant()), Tone::Accent);
                }
            });
        });
    });
    widgets::gap(ui, 0.0);
}

fn where_we_are(part: Part) -> String {
    format!("Part {} of {}", part.number(), Part::ALL.len())
}

/// Draws the rail, and answers with the row of the place where the person is, or its first.
fn rail(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) -> Option<Id> {
    let head = Frame::new().inner_margin(Margin::symmetric(10, 0));
    head.show(ui, |ui| rail_head(ui, state));
    widgets::gap(ui, space::S);
    if state.overview.finished {
        return rail_of_day_two(ui, state, said);
    }
    let mut first = parts(ui, state, said);
    widgets::gap(ui, space::S);
    widgets::divider(ui);
    places_beside(ui, state, &DAILY, &mut first, said);
    places_beside(ui, state, &OTHERS, &mut first, said);
    first
}

/// A place beside the parts: its icon, its name, and where it is.
type Beside = (Icon, &'static str, Place);

/// The places beside the parts that have to do with people.
const DAILY: [Beside; 4] = [
    (Icon::ListChecks, "Sync", Place::Sync),
    (Icon::SignOut, "People who left", Place::Left),
    (Icon::MagnifyingGlass, "Ask about someone", Place::Someone),
    (Icon::ClockCounterClockwise, "History", Place::History),
];

/// The other places beside the parts.
const OTHERS: [Beside; 3] = [
    (Icon::GearSix, "Settings", Place::Settings),
    (Icon::Question, "Help", Place::Help),
    (Icon::Buildings, "All set-ups", Place::Welcome),
];

/// Once everything was set up, the day has the rail: the parts are one row, and unfold where the person is in one.
fn rail_of_day_two(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) -> Option<Id> {
    let here = state.navigation.place;
    let today = state.today();
    let overview = RailPart {
        title: "Overview",
        status: match today.mood {
            Mood::Well => Status::Done,
            Mood::Waits => Status::Note,
            Mood::Broken => Status::Problem,
            Mood::Open => Status::InProgress,
        },
        state: &today.short,
        reason: None,
        here: matches!(here, Place::Overview | Place::KeepInSync),
    };
    let response = widgets::rail_part(ui, &overview);
    let mut first = Some(response.id);
    if response.clicked() {
        said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Overview)));
    }
    places_beside(ui, state, &DAILY, &mut first, said);
    let (status, words) = set_up(state);
    let is_unfolded = here.part().is_some() || matches!(here, Place::Finish | Place::ActionForms);
    let row = RailPart {
        title: "Set-up",
        status,
        state: &words,
        reason: None,
        here: false,
    };
    if widgets::rail_part(ui, &row).clicked() {
        said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Check)));
    }
    if is_unfolded {
        let row = parts(ui, state, said);
        first = row.filter(|_| here.part().is_some()).or(first);
    }
    places_beside(ui, state, &OTHERS, &mut first, said);
    first
}

/// How the set-up stands as a whole, in a few words.
fn set_up(state: &State) -> (Status, String) {
    let whole = state.set_up();
    let (status, done) = (mark(whole.status), whole.done);
    let is_broken = whole.status == progress::Status::Problem;
    let checked = state.readiness.proved_at(Part::Check);
    let words = match checked.filter(|_| !is_broken) {
        Some(at) => format!(
            "{done} of {} parts · checked {}",
            Part::ALL.len(),
            ago(state.now, at)
        ),
        None if is_broken => Status::Problem.word().to_owned(),
        None => format!("{done} of {} parts", Part::ALL.len()),
    };
    (status, words)
}

/// The parts with their state. Answers with the row of the part where the person is, or the first.
fn parts(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) -> Option<Id> {
    let mut first = None;
    for part in Part::ALL {
        let standing = state.standing(part);
        let status = mark(standing.status);
        // What is done stands in one line with its reason, so that open work stands out.
        let is_done = standing.status == progress::Status::Done;
        let (beside, reason) = if is_done {
            (standing.reason, String::new())
        } else {
            (standing.beside, standing.reason)
        };
        let words = if beside.is_empty() {
            status.word().to_owned()
        } else {
            format!("{} · {beside}", status.word())
        };
        let row = RailPart {
            title: part.title(),
            status,
            state: &words,
            reason: (!reason.is_empty()).then_some(reason.as_str()),
            here: state.navigation.place.part() == Some(part),
        };
        let response = widgets::rail_part(ui, &row);
        if first.is_none() || row.here {
            first = Some(response.id);
        }
        if response.clicked() {
            said.push(Msg::Navigation(NavigationMsg::WentToPart(part)));
        }
    }
    first
}

/// The places beside the parts; `first` becomes the row of the one where the person is.
fn places_beside(
    ui: &mut Ui,
    state: &State,
    places: &[Beside],
    first: &mut Option<Id>,
    said: &mut Vec<Msg>,
) {
    for (sign, title, place) in places.iter().copied() {
        let here = match state.navigation.place {
            // It is reached from Help.
            Place::About => Place::Help,
            here => here,
        };
        let is_here = here == place;
        let note = (place == Place::Left).then(|| places::removals::note(state));
        let note = note.flatten();
        let response = widgets::rail_link(ui, sign, title, note.as_deref(), is_here);
        if is_here {
            *first = Some(response.id);
        }
        if response.clicked() {
            said.push(match place {
                // Whoever goes there wants to type.
                Place::Someone => Msg::Someone(SomeoneMsg::Wanted),
                place => Msg::Navigation(NavigationMsg::WentTo(place)),
            });
        }
    }
}

/// Whose set-up it is, and how far the person is in it.
fn rail_head(ui: &mut Ui, state: &State) {
    widgets::label(ui, "UserHub Connect");
    places::saved::open(ui, &state.setups);
    // The practice world's chip says it already.
    if state.world != Some(World::Practice) {
        widgets::small(ui, &whose(state));
    }
    let Some(part) = state.navigation.place.part() else {
        return;
    };
    widgets::gap(ui, space::M);
    let minutes = part.minutes();
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    let words = format!("{} · about {minutes} {unit}", where_we_are(part));
    widgets::small(ui, &words);
}

/// The rail in one line; pressed, it shows all places instead of the page.
fn folded_rail(ui: &mut Ui, state: &State, open: bool) -> Id {
    let words = match state.navigation.place.part() {
        Some(part) => format!("{} · {}", where_we_are(part), part.title()),
        None => "All parts and places".to_owned(),
    };
    let bar = widgets::folded_bar(ui, &words, open);
    let closed = open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if bar.clicked() || closed {
        fold(ui, !open);
    }
    bar.id
}

fn fold(ui: &Ui, open: bool) {
    ui.data_mut(|data| data.insert_temp(folded_id(), open));
    ui.ctx().request_repaint();
}

fn folded_id() -> Id {
    Id::unique("rail is open")
}

/// Whose set-up this is, in the rail.
fn whose(state: &State) -> String {
    state
        .known()
        .domain
        .map_or_else(|| "Not set up yet".to_owned(), |domain| domain.to_string())
}

fn mark(status: progress::Status) -> Status {
    match status {
        progress::Status::NotStarted => Status::NotStarted,
        progress::Status::InProgress => Status::InProgress,
        progress::Status::Done => Status::Done,
        progress::Status::NotReady => Status::NotReady,
        progress::Status::Problem => Status::Problem,
    }
}

/// Draws the footer, and answers with its primary button, or Back where there is none.
fn foot(ui: &mut Ui, state: &State, footer: &Footer, said: &mut Vec<Msg>) -> Option<Id> {
    let width = size::CONTENT.min(ui.available_width());
    if let Some(missing) = state.held_up() {
        let here = state.navigation.place;
        let (words, label) = (missing.words(here), missing.label());
        ui.scope(|ui| {
            ui.set_max_width(width);
            if widgets::held_up(ui, &words, &label) {
                let way = NavigationMsg::WentToTarget(missing.place(here), missing.target());
                said.push(Msg::Navigation(way));
            }
        });
    }
    let row = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, size::CONTROL), row, |ui| {
        let back = widgets::secondary(ui, "Back");
        let mut first = back.id;
        if back.clicked() {
            said.push(Msg::Navigation(NavigationMsg::WentBack));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some((label, msg)) = &footer.primary {
                let primary = if places::takes_away(state) {
                    widgets::Button::danger(label).show(ui)
                } else {
                    widgets::primary(ui, label)
                };
                first = primary.id;
                if primary.clicked() {
                    said.push(msg.clone());
                }
            }
            if let Some((label, msg)) = &footer.secondary
                && widgets::secondary(ui, label).clicked()
            {
                said.push(msg.clone());
            }
        });
        Some(first)
    })
    .inner
}
