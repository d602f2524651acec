//! The first screen: what this is for, how long it takes, and practice and real as two equal choices.

use eframe::egui::Ui;

use crate::app::focus::{FocusTarget, WELCOME};
use crate::app::msg::{Msg, NavigationMsg, SetupsMsg, World};
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::ui::appearance::with_text_size;
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets::{self, RadioCard};

const QUESTION: &str = "How do you want to begin?";

pub(crate) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::gap(ui, space::XL);
    widgets::display_heading(ui, "Connect Auth0 to UserHub");
    widgets::gap(ui, space::S);
    widgets::paragraph(
        ui,
        "Your Auth0 users will appear in UserHub and stay up to date. Takes about 25 minutes. \
         You can stop at any time and come back.",
    );
    widgets::gap(ui, space::XL);
    super::about::banner(ui, state, said);
    super::saved::blocked_by(ui, state, said);
    super::saved::not_forgotten(ui, state, said);
    super::saved::forgotten(ui, state, said);
    super::saved::list(ui, state, said);
    super::explain::ui(ui, state, said);
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Choice(WELCOME));
    if state.is_wanted(WELCOME) {
        widgets::error_line(ui, "Choose how to begin: practice, or a real set-up");
        widgets::gap(ui, space::S);
    }
    let cards = [
        RadioCard {
            title: "Start with practice",
            body: "Try every step with made-up data. Nothing leaves this computer. About 5 minutes.",
            badge: None,
        },
        RadioCard {
            title: "Set up for real",
            body: "You need access to your Auth0 dashboard and your UserHub Admin console.",
            badge: None,
        },
    ];
    let chosen = match state.navigation.leaning {
        None => None,
        Some(World::Practice) => Some(0),
        Some(World::Real) => Some(1),
    };
    match widgets::radio_cards(ui, QUESTION, &cards, chosen, wanted) {
        Some(0) => said.push(Msg::Navigation(NavigationMsg::Leaned(World::Practice))),
        Some(_) => said.push(Msg::Navigation(NavigationMsg::Leaned(World::Real))),
        None => {}
    }
    widgets::gap(ui, space::L);
    if widgets::primary(ui, "Start").clicked() {
        said.push(Msg::Navigation(NavigationMsg::Started));
    }
    widgets::gap(ui, space::S);
    widgets::small(ui, &kept(state));
    widgets::gap(ui, space::M);
    super::saved::open_file(ui, state, typed, said);
    widgets::gap(ui, space::XL);
    ui.horizontal_wrapped(|ui| {
        if widgets::link(ui, "Larger text").clicked() {
            said.push(resize(state, 1));
        }
        if widgets::link(ui, "Smaller text").clicked() {
            said.push(resize(state, -1));
        }
        widgets::small(ui, "or Ctrl and plus, Ctrl and minus, at any time");
    });
}

/// Where everything is kept, in a line.
fn kept(state: &State) -> String {
    format!(
        "Everything stays on this computer: keys in its password store, the rest in {}",
        state.folder.display()
    )
}

/// Larger or smaller text, by so many steps.
fn resize(state: &State, steps: i8) -> Msg {
    let settings = with_text_size(&state.setups.settings, steps);
    Msg::Setups(SetupsMsg::Changed(Box::new(settings)))
}
