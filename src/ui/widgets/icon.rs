//! Icons, drawn alone at a size.

use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, Color32, Painter, Pos2, Rect, Response, Sense, Ui, Vec2};

use crate::ui::theme::{Icon, palette, size};

use super::Tone;

/// Draws an icon beside text. It only decorates: the words beside it say the same.
pub fn icon(ui: &mut Ui, icon: Icon, tone: Tone) -> Response {
    let color = tone.color(palette(ui));
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::ICON), Sense::hover());
    paint(ui.painter(), icon, rect.center(), size::ICON, color);
    response
}

/// Paints an icon around a point.
pub(super) fn paint(painter: &Painter, icon: Icon, center: Pos2, size: f32, color: Color32) {
    painter.text(
        center,
        Align2::CENTER_CENTER,
        icon.char(),
        Icon::font(size),
        color,
    );
}

/// Paints an icon turned around its middle by an angle in radians.
pub(super) fn paint_turned(
    painter: &Painter,
    icon: Icon,
    center: Pos2,
    size: f32,
    color: Color32,
    angle: f32,
) {
    let galley = painter.layout_no_wrap(icon.char().to_string(), Icon::font(size), color);
    let corner = Rect::from_center_size(center, galley.size()).min;
    let shape = TextShape::new(corner, galley, color);
    painter.add(shape.with_angle_and_anchor(angle, Align2::CENTER_CENTER));
}
