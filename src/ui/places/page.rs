//! A page of the set-up, drawn from its row in the table of pages: why, the web page to open, the documented steps
//! with their values, the fields, and what the checks came to.

use eframe::egui::Ui;

use super::{fields, forms, milestone, results, status, steps, web_page};
use crate::app::focus::FocusTarget;
use crate::app::msg::Msg;
use crate::app::pages::Page;
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::domain::permissions::Permission;
use crate::protocol::places::Place;
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let Some(page) = state.navigation.place.page() else {
        return;
    };
    widgets::page_heading(ui, None, page.heading, Some(page.why));
    widgets::gap(ui, space::L);
    not_ready(ui, page, state, said);
    open_page(ui, page, state, said);
    let known = state.known();
    let steps_wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Steps);
    steps::ui(ui, page, state, &known, steps_wanted, said);
    forms::way_in(ui, page.place, said);
    page_extras(ui, page);
    if let Some(caution) = page.caution {
        Banner::warning(caution).show(ui);
        widgets::gap(ui, space::M);
    }
    fields::ui(ui, page, state, typed, said);
    if page.place == Place::Connection {
        status::ui(ui, state, said);
    }
    results::ui(ui, state, said);
    if page.place == Place::Key {
        milestone::ui(ui, state, typed, said);
    }
}

/// Says which values of earlier parts a part needs, while they are missing.
fn not_ready(ui: &mut Ui, page: &Page, state: &State, said: &mut Vec<Msg>) {
    let missing = state.missing_for(page.part);
    let Some(first) = missing.first() else {
        return;
    };
    let names: Vec<&str> = missing.iter().map(|field| field.name()).collect();
    let body = format!(
        "This part needs a value of an earlier one: {}. You can look around here meanwhile.",
        names.join(", ")
    );
    let pressed = Banner::info("Not ready yet")
        .body(&body)
        .show_with(ui, |ui| {
            widgets::secondary(ui, &format!("Enter the {}", first.name())).clicked()
        });
    if pressed {
        said.push(Msg::PressedFix(crate::domain::issue::Fix::PasteAgain(
            *first,
        )));
    }
    widgets::gap(ui, space::M);
}

fn open_page(ui: &mut Ui, page: &Page, state: &State, said: &mut Vec<Msg>) {
    let Some((place, label)) = page.open else {
        return;
    };
    web_page::open_web_page(ui, state, place, label, said);
}

/// What belongs to one page alone.
fn page_extras(ui: &mut Ui, page: &Page) {
    match page.place {
        Place::Permission => {
            widgets::details(ui, "why delete", "Why does it need delete?", |ui| {
                widgets::paragraph(ui, Permission::DeleteUsers.purpose());
            });
            widgets::gap(ui, space::M);
        }
        Place::ActionFlow => {
            widgets::card(ui, "How the flow looks in the end", |ui| {
                widgets::flow(
                    ui,
                    &["Start", "UserHub", "End"],
                    1,
                    "The Login flow: Start, then UserHub, then End, which Auth0 may call Complete. Other Actions stay where they are.",
                );
                widgets::secondary_text(
                    ui,
                    "Auth0 may call the end “Complete”. Other Actions stay where they are.",
                );
            });
            widgets::gap(ui, space::M);
        }
        _ => {}
    }
}
