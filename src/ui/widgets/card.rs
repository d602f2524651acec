//! Cards: what belongs together, on a flat ground with a thin edge.

use eframe::egui::{Frame, Margin, Stroke, Ui, UiBuilder};

use crate::ui::theme::{line, palette, radius, space};

use super::{identity, text};

/// A card with a heading of level 2, as wide as the column.
#[track_caller]
pub fn card<R>(ui: &mut Ui, heading: &str, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = identity::container(ui, "");
    framed(ui, builder, |ui| {
        text::card_heading(ui, heading);
        draw(ui)
    })
}

/// A card without a heading, as wide as the column.
#[track_caller]
pub fn plain_card<R>(ui: &mut Ui, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = identity::container(ui, "");
    framed(ui, builder, draw)
}

fn framed<R>(ui: &mut Ui, builder: UiBuilder, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(line::THIN, palette.border_subtle))
        .corner_radius(radius::CARD)
        .inner_margin(Margin::same(16));
    let shown = ui.scope_builder(builder, |ui| {
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            draw(ui)
        })
    });
    shown.inner.inner
}

/// A thin line across, with room above and below.
pub fn divider(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(
        eframe::egui::vec2(ui.available_width(), space::S * 2.0 + 1.0),
        eframe::egui::Sense::hover(),
    );
    let line = Stroke::new(line::THIN, palette(ui).border_subtle);
    ui.painter().hline(rect.x_range(), rect.center().y, line);
}

/// Leaves room between two things; `space` of [`crate::ui::theme::space`].
///
/// egui adds its own distance between any two things, which is taken off here.
pub fn gap(ui: &mut Ui, space: f32) {
    ui.add_space((space - ui.spacing().item_spacing.y).max(0.0));
}
