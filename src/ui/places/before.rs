//! Part 1: the two accesses that are needed, and a message for the colleague who has them.

use eframe::egui::Ui;

use crate::app::msg::Msg;
use crate::app::pages::Place;
use crate::app::state::State;
use crate::domain::links;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CopyButton};

/// What a colleague with access is asked for.
const MESSAGE: &str = "Hello,\n\nwe are connecting Auth0 to UserHub so that our Auth0 users appear in UserHub. For about \
25 minutes I need access to two places, or your help with them:\n\n1. The Auth0 dashboard, with the right to create \
applications (role: Admin, or Editor - Specific Apps).\n2. The UserHub Admin console, with the right to see \
Developers.\n\nThank you";

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let page = Place::Before.page();
    widgets::page_heading(
        ui,
        Some("Part 1 · Before you start"),
        page.map_or("", |page| page.heading),
        page.map(|page| page.why),
    );
    widgets::gap(ui, space::L);
    widgets::plain_card(ui, |ui| {
        access(
            ui,
            state,
            said,
            "access.auth0",
            "I can open the Auth0 dashboard and see Applications in the left menu",
            (links::Place::Dashboard, "Open Auth0"),
        );
        widgets::divider(ui);
        access(
            ui,
            state,
            said,
            "access.userhub",
            "I can open the UserHub Admin console and see Developers",
            (links::Place::Console, "Open UserHub"),
        );
    });
    widgets::gap(ui, space::M);
    Banner::info("Keys that you paste are kept in memory and forgotten when the window is closed.")
        .show(ui);
    widgets::gap(ui, space::M);
    widgets::card(ui, "Somebody else has access?", |ui| {
        widgets::paragraph(ui, "Send them this message.");
        widgets::code_box(
            ui,
            ui.scope_id().with("message"),
            "Message for a colleague",
            MESSAGE,
        );
        CopyButton::new("the message")
            .label("Copy message")
            .copy(ui, MESSAGE);
    });
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
    let mut ticked = state.ticks.contains(id);
    if widgets::tick_row(ui, words, None, &mut ticked).changed() {
        said.push(Msg::Ticked(id));
    }
    if widgets::open_page(ui, label, &place.link(None, None)) {
        said.push(Msg::AskedToOpen(place));
    }
}
