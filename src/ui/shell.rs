//! The frame of every screen: the rail with the parts, the content, and the pinned footer.

use eframe::egui::{self, Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use super::places::{self, Footer};
use super::practice;
use super::theme::{self, Icon, size, space};
use super::widgets::{self, RailPart, Status};
use crate::app::msg::{Msg, World};
use crate::app::pages::{PAGES, Part, Place};
use crate::app::state::{self, State};

/// Draws the whole window.
pub(super) fn ui(ui: &mut Ui, state: &mut State, said: &mut Vec<Msg>) {
    if state.place == Place::Welcome {
        CentralPanel::default()
            .frame(theme::canvas_frame(ui))
            .show(ui, |ui| {
                scrolled(ui, |ui| places::welcome::ui(ui, said));
            });
        return;
    }
    practice::ui(ui, state, said);
    Panel::left("rail")
        .exact_size(size::RAIL)
        .resizable(false)
        .frame(theme::rail_frame(ui))
        .show(ui, |ui| rail(ui, state, said));
    let footer = places::footer(state);
    Panel::bottom("footer")
        .frame(theme::canvas_frame(ui).inner_margin(Margin::symmetric(28, 12)))
        .show(ui, |ui| foot(ui, &footer, said));
    CentralPanel::default()
        .frame(theme::canvas_frame(ui))
        .show(ui, |ui| {
            scrolled(ui, |ui| {
                places::ui(ui, state, said);
            });
        });
}

/// The content column: scrolls, and is never wider than a line of text can be read.
fn scrolled(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        Frame::new()
            .inner_margin(Margin::symmetric(28, 24))
            .show(ui, |ui| {
                ui.set_max_width(size::CONTENT.min(ui.available_width()));
                draw(ui);
            });
    });
}

fn rail(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    widgets::label(ui, "UserHub Connect");
    widgets::small(ui, &whose(state));
    widgets::gap(ui, space::M);
    if let Some(part) = state.place.part() {
        let number = Part::ALL
            .iter()
            .position(|one| *one == part)
            .unwrap_or_default()
            + 1;
        widgets::small(ui, &format!("Part {number} of {}", Part::ALL.len()));
    }
    for part in Part::ALL {
        widgets::gap(ui, space::S);
        let first = PAGES
            .iter()
            .find(|page| page.part == part)
            .map(|page| page.place);
        let (status, why) = state.status(part);
        let row = RailPart {
            title: part.title(),
            status: mark(status),
            state: mark(status).word(),
            reason: (!why.is_empty()).then_some(why),
            here: state.place.part() == Some(part),
        };
        if widgets::rail_part(ui, &row).clicked()
            && let Some(first) = first
        {
            said.push(Msg::WentTo(first));
        }
    }
    widgets::gap(ui, space::L);
    widgets::divider(ui);
    for (icon, title, place) in [
        (Icon::ListChecks, "Sync", Place::Sync),
        (Icon::ClockCounterClockwise, "History", Place::History),
        (Icon::GearSix, "Settings", Place::Settings),
    ] {
        if widgets::rail_link(ui, icon, title, state.place == place).clicked() {
            said.push(Msg::WentTo(place));
        }
    }
}

/// Whose set-up this is, in the rail.
fn whose(state: &State) -> String {
    match (state.world, state.known().domain) {
        (Some(World::Practice), _) => "Practice".to_owned(),
        (_, Some(domain)) => domain.to_string(),
        (_, None) => "Not set up yet".to_owned(),
    }
}

fn mark(status: state::Status) -> Status {
    match status {
        state::Status::NotStarted => Status::NotStarted,
        state::Status::InProgress => Status::InProgress,
        state::Status::Done => Status::Done,
        state::Status::NotReady => Status::NotReady,
        state::Status::Problem => Status::Problem,
    }
}

fn foot(ui: &mut Ui, footer: &Footer, said: &mut Vec<Msg>) {
    ui.set_max_width(size::CONTENT.min(ui.available_width()));
    ui.horizontal(|ui| {
        if widgets::secondary(ui, "Back").clicked()
            || pressed(ui, egui::Modifiers::ALT, egui::Key::ArrowLeft)
        {
            said.push(Msg::WentBack);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some((label, msg)) = &footer.primary {
                let by_key = pressed(ui, egui::Modifiers::COMMAND, egui::Key::Enter);
                if widgets::primary(ui, label).clicked() || by_key {
                    said.push(msg.clone());
                }
            }
            if let Some((label, msg)) = &footer.secondary
                && widgets::secondary(ui, label).clicked()
            {
                said.push(msg.clone());
            }
        });
    });
}

fn pressed(ui: &Ui, modifiers: egui::Modifiers, key: egui::Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}
