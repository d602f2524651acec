//! A small drawing of steps that follow each other, with its meaning in words for who cannot see it.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Galley, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{Icon, Text, line, palette, radius, size, space};

use super::icon;

/// Draws boxes with arrows between them; the one of `ours` carries weight. What does not fit in a line goes on in the next.
/// `meaning` is read out.
pub fn flow(ui: &mut Ui, boxes: &[&str], ours: usize, meaning: &str) {
    let palette = palette(ui);
    let room = (ui.available_width() - 2.0 * space::L).max(1.0);
    let galleys: Vec<_> = boxes
        .iter()
        .map(|words| {
            let mut job =
                LayoutJob::simple_singleline((*words).to_owned(), Text::Label.font(), palette.text);
            job.wrap = TextWrapping::truncate_at_width(room);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        })
        .collect();
    let (places, all) = laid_out(&galleys, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(all, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, meaning));
    for (at, (galley, place)) in galleys.into_iter().zip(places).enumerate() {
        let place = place.translate(rect.min.to_vec2());
        if at > 0 {
            icon::paint(
                ui.painter(),
                Icon::ArrowRight,
                pos2(place.left() - ARROW / 2.0, place.center().y),
                size::ICON,
                palette.text_secondary,
            );
        }
        let (ground, edge) = if at == ours {
            (
                palette.accent_soft,
                Stroke::new(line::THICK, palette.accent),
            )
        } else {
            (
                palette.surface,
                Stroke::new(line::THIN, palette.border_control),
            )
        };
        ui.painter()
            .rect(place, radius::CONTROL, ground, edge, StrokeKind::Inside);
        let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), place);
        ui.painter().galley(at.min, galley, palette.text);
    }
}

/// What an arrow takes between two boxes.
const ARROW: f32 = size::ICON + 2.0 * space::S;

/// Where each box stands, counted from the corner, and the size of it all.
fn laid_out(galleys: &[Arc<Galley>], room: f32) -> (Vec<Rect>, Vec2) {
    let height = size::CONTROL + space::S;
    let mut corner = Pos2::ZERO;
    let mut all = vec2(0.0, height);
    let mut places = Vec::with_capacity(galleys.len());
    for galley in galleys {
        let width = galley.size().x + 2.0 * space::L;
        if corner.x > 0.0 {
            let is_full = corner.x + ARROW + width > room;
            corner = if is_full {
                pos2(ARROW, corner.y + height + space::S)
            } else {
                pos2(corner.x + ARROW, corner.y)
            };
        }
        let place = Rect::from_min_size(corner, vec2(width, height));
        corner.x = place.right();
        all = all.max(place.max.to_vec2());
        places.push(place);
    }
    (places, all)
}
