//! The end of the set-up: what happens by itself now, a summary without secrets, and what can be done next.

use eframe::egui::{Ui, ViewportCommand};

use super::saving;
use crate::app::msg::{ExportMsg, Msg, NavigationMsg};
use crate::app::state::State;
use crate::app::subjects::export::What;
use crate::app::typed::Typed;
use crate::app::views::progress::Status;
use crate::domain::summary::Form;
use crate::protocol::checks::Scope;
use crate::protocol::places::{Part, Place};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, CopyButton};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    heading(ui, state, said);
    widgets::gap(ui, space::L);
    summary(ui, state, typed, said);
    widgets::gap(ui, space::M);
    next(ui, said);
    widgets::gap(ui, space::M);
    Banner::info("Delete nothing in Auth0")
        .body("UserHub keeps using the application, and the login Action the API key.")
        .show(ui);
}

fn heading(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if state.readiness.is_proved(Scope::Everything) {
        widgets::display_heading(ui, "You're connected");
    } else {
        widgets::display_heading(ui, "You have been through all parts");
    }
    let has_action = state.standing(Part::Action).status == Status::Done;
    let now = if has_action {
        "When somebody signs in, the login Action tells UserHub, and they appear there at once. Everybody else is \
         brought in when you sync."
    } else {
        "Your people are brought into UserHub when you sync. With the login Action of Part 5, a new person appears the \
         moment they sign in."
    };
    widgets::paragraph(ui, now);
    if !state.readiness.is_proved(Scope::Everything) {
        widgets::gap(ui, space::M);
        let pressed = Banner::warning("Not everything was checked")
            .body("Part 6 shows what is open, and checks it.")
            .show_with(ui, |ui| widgets::secondary(ui, "Go to Part 6").clicked());
        if pressed {
            said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Check)));
        }
    }
}

fn summary(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let summary = state.summary();
    widgets::card(ui, "Summary", |ui| {
        for (name, fact) in summary.facts.iter().chain(&summary.parts) {
            widgets::fact_row(ui, name, fact);
        }
        widgets::gap(ui, space::M);
        ui.horizontal_wrapped(|ui| {
            CopyButton::new("the summary")
                .label("Copy summary")
                .copy(ui, &summary.text());
            for (label, form) in [("Save as text", Form::Text), ("Save as HTML", Form::Html)] {
                let button = Button::secondary(label).icon(Icon::DownloadSimple);
                if button.show(ui).clicked() {
                    said.push(Msg::Export(ExportMsg::Asked(What::Summary(form))));
                }
            }
        });
        if state.export.is_of_summary() {
            saving::ui(ui, &state.export, &mut typed.save_path, said);
        }
    });
}

fn next(ui: &mut Ui, said: &mut Vec<Msg>) {
    widgets::card(ui, "What you can do next", |ui| {
        widgets::paragraph(
            ui,
            "Sync people now, or let a developer take over: the note holds the values and the commands, and no secret.",
        );
        widgets::gap(ui, space::S);
        ui.horizontal_wrapped(|ui| {
            let label = "Save a hand-over note for a developer";
            if widgets::secondary(ui, label).clicked() {
                said.push(Msg::Export(ExportMsg::Asked(What::Summary(Form::Note))));
            }
            if widgets::secondary(ui, "Close").clicked() {
                ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            }
        });
    });
}
