//! The first screen: what this is for, how long it takes, and practice and real as two equal choices.

use eframe::egui::Ui;

use crate::app::msg::{Msg, World};
use crate::ui::theme::space;
use crate::ui::widgets;

pub(crate) fn ui(ui: &mut Ui, said: &mut Vec<Msg>) {
    widgets::gap(ui, space::HUGE);
    widgets::display_heading(ui, "Connect Auth0 to UserHub");
    widgets::paragraph(
        ui,
        "Your Auth0 users will appear in UserHub and stay up to date. Takes about 25 minutes. \
         You can stop at any time.",
    );
    widgets::gap(ui, space::XL);
    widgets::card(ui, "Start with practice", |ui| {
        widgets::paragraph(
            ui,
            "Try every step with made-up data. Nothing leaves this computer. About 5 minutes.",
        );
        widgets::gap(ui, space::M);
        if widgets::secondary(ui, "Start practice").clicked() {
            said.push(Msg::Chose(World::Practice));
        }
    });
    widgets::gap(ui, space::M);
    widgets::card(ui, "Set up for real", |ui| {
        widgets::paragraph(
            ui,
            "You need access to your Auth0 dashboard and your UserHub Admin console.",
        );
        widgets::gap(ui, space::M);
        if widgets::secondary(ui, "Start the set-up").clicked() {
            said.push(Msg::Chose(World::Real));
        }
    });
}
