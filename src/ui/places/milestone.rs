//! The end of Part 4: one person proves the connection, and then Auth0 and UserHub are connected.

use eframe::egui::Ui;

use crate::app::focus::FocusTarget;
use crate::app::msg::{Msg, NavigationMsg, PickerMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::protocol::places::{Part, Place};
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    if state.readiness.proved_at(Part::Key).is_none() {
        return;
    }
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Outcome);
    if state.readiness.proved_at(Part::Connection).is_some() {
        widgets::in_view(ui, wanted, |ui| connected(ui, said));
    } else if state.readiness.problem(Part::Connection).is_none() && !is_early(state) {
        widgets::in_view(ui, wanted, |ui| picker(ui, state, typed, said));
    }
}

/// Whether the checks are still on that may prove the connection without anybody. Whoever has searched already goes on.
fn is_early(state: &State) -> bool {
    let is_unused = matches!(state.picker.found.state(), Remote::NotAsked);
    is_unused && state.readiness.run.result.is_loading()
}

fn connected(ui: &mut Ui, said: &mut Vec<Msg>) {
    Banner::success("Auth0 and UserHub are connected.")
        .body(
            "Part 5 is optional. Without it, a new person appears in UserHub at the next sync. \
             With it, they appear the moment they sign in.",
        )
        .show_with(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                if widgets::secondary(ui, "Sync people now").clicked() {
                    said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Sync)));
                }
                let more = "Continue with instant updates (12 more minutes)";
                if widgets::secondary(ui, more).clicked() {
                    said.push(Msg::Navigation(NavigationMsg::WentTo(Place::ActionCreate)));
                }
            });
        });
    widgets::gap(ui, space::M);
}

/// Lets the person choose somebody with whom the connection is tried. Nobody is chosen for them.
fn picker(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::card(ui, "Try the connection with one person", |ui| {
        widgets::paragraph(
            ui,
            "Nobody of this connection is in UserHub yet, so the connection ID is not proved. Choose one person of your \
             Auth0 tenant, yourself for example. **We will add this one person to UserHub as a test.**",
        );
        widgets::gap(ui, space::S);
        let field = widgets::TextField::new("person", "Email address or user ID")
            .hint("The beginning of the address is enough. While it is empty, those who were created first are shown.")
            .show(ui, &mut typed.values.person);
        let asked = widgets::secondary(ui, "Find in Auth0").clicked();
        if asked || field.submitted {
            said.push(Msg::Picker(PickerMsg::Search));
        }
        found(ui, state, said);
    });
    widgets::gap(ui, space::M);
}

fn found(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    match state.picker.found.state() {
        Remote::NotAsked => {}
        Remote::Loading => {
            widgets::status_row(ui, widgets::Status::Checking, Some("Looking in Auth0…"));
        }
        Remote::Failed(issue) => super::problem(ui, issue, said, Msg::Picker(PickerMsg::Search)),
        Remote::Ready(people) if people.is_empty() => {
            widgets::paragraph(ui, "Auth0 has nobody whose address begins so.");
        }
        Remote::Ready(people) => {
            let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
            let chosen = state.picker.chosen.as_ref();
            let at = chosen.and_then(|chosen| people.iter().position(|one| one.id == chosen.id));
            if let Some(at) = widgets::radio_rows(ui, "Who is added as a test", &names, at, false)
                && let Some(person) = people.get(at)
            {
                said.push(Msg::Picker(PickerMsg::Chose(person.id.clone())));
            }
            if let Some(person) = chosen {
                widgets::gap(ui, space::S);
                let label = format!("Add {} as a test", person.name);
                if widgets::secondary(ui, &label).clicked() {
                    said.push(Msg::Picker(PickerMsg::Add));
                }
            }
        }
    }
}
