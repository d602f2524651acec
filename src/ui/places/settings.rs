//! Saved set-ups, keys, look and network.

use eframe::egui::Ui;

use crate::ui::widgets;

pub(super) fn ui(ui: &mut Ui) {
    widgets::page_heading(
        ui,
        None,
        "Change settings",
        Some("Saved set-ups, keys, look and network."),
    );
}
