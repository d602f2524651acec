//! What earlier syncs did, newest first.

use eframe::egui::Ui;

use crate::ui::widgets;

pub(super) fn ui(ui: &mut Ui) {
    widgets::page_heading(
        ui,
        None,
        "Look at earlier syncs",
        Some("What earlier syncs did, newest first."),
    );
}
