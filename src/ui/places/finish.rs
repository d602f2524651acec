//! The end of the set-up: what happens by itself now, and a summary without secrets.

use eframe::egui::Ui;

use crate::app::msg::Msg;
use crate::app::pages::Scope;
use crate::app::state::State;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CopyButton};

pub(super) fn ui(ui: &mut Ui, state: &State, _said: &mut Vec<Msg>) {
    let proved = state.proved.contains(&Scope::Everything);
    if proved {
        widgets::display_heading(ui, "You're connected");
        widgets::paragraph(
            ui,
            "Every check has passed. UserHub keeps your users up to date from now on.",
        );
    } else {
        widgets::display_heading(ui, "You have been through all parts");
        Banner::warning("Not everything was checked")
            .body("Go back to Check everything to see what is open.")
            .show(ui);
    }
    widgets::gap(ui, space::L);
    let summary = summary(state);
    widgets::card(ui, "Summary", |ui| {
        widgets::code_box(ui, ui.scope_id().with("summary"), "Summary", &summary);
        CopyButton::new("the summary")
            .label("Copy summary")
            .copy(ui, &summary);
    });
    widgets::gap(ui, space::M);
    Banner::info("Delete nothing in Auth0: UserHub keeps using the application and the API key.")
        .show(ui);
}

/// What was set up, with the last four characters of secrets at most.
fn summary(state: &State) -> String {
    let known = state.known();
    let or_open = |text: Option<String>| text.unwrap_or_else(|| "not given".to_owned());
    format!(
        "Auth0 domain: {}\nClient ID: {}\nClient Secret: {}\nConnection ID: {}\nAPI key: {}",
        or_open(known.domain.map(|value| value.to_string())),
        or_open(known.client_id.map(|value| value.to_string())),
        or_open(known.client_secret.map(|value| value.to_string())),
        or_open(known.connection_id.map(|value| value.to_string())),
        or_open(known.api_key.map(|value| value.to_string())),
    )
}
