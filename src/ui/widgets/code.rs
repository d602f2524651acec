//! A box of code or of a service's own words, which can be selected but not changed.

use eframe::egui::{Frame, Id, Margin, ScrollArea, Stroke, TextEdit, Ui};

use crate::ui::theme::{Text, line, palette, radius};

/// Draws text in letters of one width. Long lines scroll; `name` is read out.
pub fn code_box(ui: &mut Ui, id: Id, name: &str, code: &str) {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.sunken)
        .stroke(Stroke::new(line::THIN, palette.border_subtle))
        .corner_radius(radius::CONTROL)
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ScrollArea::horizontal().id_salt(id).show(ui, |ui| {
                let mut shown = code;
                let edit = TextEdit::multiline(&mut shown)
                    .id(id.with("text"))
                    .font(Text::Mono.font())
                    .frame(Frame::NONE)
                    .desired_rows(1)
                    .desired_width(f32::INFINITY);
                ui.add(edit).accessible_name(name);
            });
        });
}
