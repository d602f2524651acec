//! Strips across the window: what holds everywhere for the moment, and the one button that ends it.

use eframe::egui::accesskit::Role;
use eframe::egui::{Frame, Margin, Ui};

use crate::ui::theme::{Icon, palette, space};

use super::{Button, Tone, access, icon, text};

/// Draws the strip as low as it can be. Answers whether its button was pressed.
pub fn strip(ui: &mut Ui, words: &str, end: &str) -> bool {
    let frame = Frame::new()
        .fill(palette(ui).warning_soft)
        .inner_margin(Margin::symmetric(12, 4));
    frame
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            access::live(ui, Role::Status, words, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.horizontal_wrapped(|ui| {
                    icon::icon(ui, Icon::Warning, Tone::Warning);
                    text::label(ui, words);
                    ui.add_space(space::S);
                    Button::secondary(end).inline().show(ui).clicked()
                })
                .inner
            })
        })
        .inner
}

/// Draws words that change every second, and so are not read out by themselves, with a link at their end.
pub fn quiet_strip(ui: &mut Ui, words: &str, end: &str) -> bool {
    ui.set_min_width(ui.available_width());
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal_wrapped(|ui| {
        icon::icon(ui, Icon::ClipboardText, Tone::Quiet);
        text::secondary_text(ui, words);
        Button::link(end).show(ui).clicked()
    })
    .inner
}
