//! Part 1: what the app finds out about this computer, the two accesses that are needed, and a message for the colleague
//! who has them.

use eframe::egui::Ui;

use crate::app::focus::{ACCESSES, FocusTarget};
use crate::app::msg::{AutomaticMsg, ComputerMsg, GuideMsg, Msg, NavigationMsg, World};
use crate::app::state::State;
use crate::app::subjects::computer::CHECKS;
use crate::domain::links;
use crate::protocol::places::Place;
use crate::protocol::settings::Way;
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CheckMark, CopyButton, RadioCard};

/// What a colleague with access is asked for.
const MESSAGE: &str = "Hello,\n\nwe are connecting Auth0 to UserHub so that our Auth0 users appear in UserHub. For about \
25 minutes I need access to two places, or your help with them:\n\n1. The Auth0 dashboard, with the right to create \
applications (role: Admin; an Editor of specific apps cannot create one).\n2. The UserHub Admin console, with the right to see \
Developers.\n\nThank you";

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let page = Place::Before.page();
    let is_practice = state.world == Some(World::Practice);
    widgets::page_heading(
        ui,
        None,
        page.map_or("", |page| page.heading),
        page.map(|page| page.why),
    );
    widgets::gap(ui, space::L);
    if is_practice {
        Banner::info("In practice you need no access")
            .body("The practice Auth0 and UserHub are inside this app. Go on when you like.")
            .show(ui);
        widgets::gap(ui, space::M);
    }
    // Which way it is done decides what comes next: it cannot be missed here.
    way(ui, state, said);
    widgets::gap(ui, space::M);
    widgets::plain_card(ui, |ui| {
        access(
            ui,
            state,
            said,
            ACCESSES[0],
            "I can open the **Auth0 dashboard** and see **Applications** in the left menu",
            (links::Place::Dashboard, "Open Auth0"),
        );
        widgets::divider(ui);
        access(
            ui,
            state,
            said,
            ACCESSES[1],
            "I can open the **UserHub Admin console** and see **Developers**",
            (links::Place::Console, "Open UserHub"),
        );
    });
    widgets::gap(ui, space::M);
    computer(ui, state, said);
    widgets::gap(ui, space::M);
    widgets::plain_card(ui, |ui| {
        let title = "Not sure, or someone else has access? Ask a colleague";
        widgets::details(ui, "ask a colleague", title, |ui| {
            widgets::paragraph(ui, "Send them this message.");
            let id = ui.scope_id().with("message");
            widgets::code_box(ui, id, "Message for a colleague", MESSAGE);
            CopyButton::new("the message")
                .label("Copy message")
                .copy(ui, MESSAGE);
        });
    });
}

/// Who does the Auth0 part.
fn way(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let question = "How do you want to do the Auth0 part?";
    widgets::card_heading(ui, question);
    let cards = [
        RadioCard {
            title: "I will click through it myself",
            body: "35 steps, about 15 minutes. Each is explained.",
            badge: Some("Suggested"),
        },
        RadioCard {
            title: "Let the app do it",
            body: "You copy one temporary key from Auth0. The app shows every change before it makes it. About 4 minutes.",
            badge: None,
        },
    ];
    let chosen = match state.automatic.way {
        Way::ByHand => 0,
        Way::ByTheApp => 1,
    };
    let pressed = widgets::radio_cards(ui, question, &cards, Some(chosen), false);
    if let Some(at) = pressed.filter(|at| *at != chosen) {
        let way = if at == 0 { Way::ByHand } else { Way::ByTheApp };
        said.push(Msg::Automatic(AutomaticMsg::ChoseWay(way)));
    }
}

/// What the app finds out by itself, one line each.
fn computer(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    widgets::card(ui, "This computer", |ui| {
        let mut is_next = state.computer.is_looking();
        let mut has_problem = false;
        for name in CHECKS {
            let title = title(name);
            let Some(check) = state.computer.result(name) else {
                let mark = if std::mem::take(&mut is_next) {
                    CheckMark::Checking
                } else {
                    CheckMark::Waiting
                };
                widgets::check_row(ui, mark, title, "");
                continue;
            };
            has_problem |= !check.fix.is_empty();
            let detail = if check.fix.is_empty() {
                check.why.clone()
            } else {
                format!("{}. {}", check.why, check.fix)
            };
            widgets::check_row(ui, check.state.into(), title, &detail);
        }
        if has_problem && widgets::secondary(ui, "Check again").clicked() {
            said.push(Msg::Computer(ComputerMsg::Look));
        }
    });
}

fn title(name: &str) -> &'static str {
    match name {
        "computer.network" => "Internet",
        "computer.clock" => "Clock",
        _ => "Password store",
    }
}

/// One access that the person confirms, with the page that shows it.
fn access(
    ui: &mut Ui,
    state: &State,
    said: &mut Vec<Msg>,
    id: &'static str,
    words: &str,
    (place, label): (links::Place, &str),
) {
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Choice(id));
    let mut ticked = state.guide.ticks.contains(id);
    if !ticked && state.is_wanted(id) {
        widgets::error_line(
            ui,
            "Tick this once you have seen it, or ask a colleague below",
        );
    }
    let row = widgets::tick_row(ui, words, None, &mut ticked);
    if wanted {
        row.request_focus();
        row.scroll_to_me(None);
    }
    if row.changed() {
        said.push(Msg::Guide(GuideMsg::Ticked(id)));
    }
    if widgets::open_page(ui, label, &place.link(None, None)) {
        said.push(Msg::Navigation(NavigationMsg::OpenedPage(place)));
    }
}
