//! A detail that is closed until somebody wants it.

use std::fmt::Debug;
use std::hash::Hash;

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Response, Sense, Ui, pos2, vec2};

use crate::ui::theme::{Icon, Text, palette, size, space};

use super::{access, icon};

/// Draws a line to press, and what it hides while it is open. Answers with what was drawn inside.
///
/// `salt` tells two details of one page apart.
pub fn details<R>(
    ui: &mut Ui,
    salt: impl Hash + Debug,
    title: &str,
    draw: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    details_head(ui, salt, title).then(|| {
        ui.horizontal_top(|ui| {
            ui.add_space(size::ICON_SMALL + space::S);
            ui.vertical(draw).inner
        })
        .inner
    })
}

/// Draws the line alone, and says whether it is open: what it hides is drawn elsewhere by the caller.
pub(super) fn details_head(ui: &mut Ui, salt: impl Hash + Debug, title: &str) -> bool {
    let id = ui.make_persistent_id(("details", salt));
    let mut open: bool = ui.data(|data| data.get_temp(id).unwrap_or(false));
    if head(ui, id.with("head"), title, open).clicked() {
        open = !open;
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    open
}

/// How wide the line is.
pub(super) fn details_width(ui: &Ui, title: &str) -> f32 {
    let color = palette(ui).accent;
    let galley =
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(title.to_owned(), Text::Label.font(), color));
    size::ICON_SMALL + space::S + galley.size().x + space::XS
}

fn head(ui: &mut Ui, id: Id, title: &str, open: bool) -> Response {
    let palette = palette(ui);
    let galley = ui.fonts_mut(|fonts| {
        fonts.layout_no_wrap(title.to_owned(), Text::Label.font(), palette.accent)
    });
    let wanted = vec2(
        size::ICON_SMALL + space::S + galley.size().x + space::XS,
        size::INLINE,
    );
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let response = ui.interact(rect, id, Sense::click());
    let response = access::control(response, Role::DisclosureTriangle, title);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_expanded(open));
    let caret = if open {
        Icon::CaretDown
    } else {
        Icon::CaretRight
    };
    let center = pos2(rect.left() + size::ICON_SMALL / 2.0, rect.center().y);
    icon::paint(
        ui.painter(),
        caret,
        center,
        size::ICON_SMALL,
        palette.accent,
    );
    let left = rect.left() + size::ICON_SMALL + space::S;
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    if response.hovered() {
        let width = galley.size().x;
        let line = eframe::egui::Stroke::new(1.0, palette.accent);
        ui.painter()
            .hline(left..=left + width, rect.bottom() - 5.0, line);
    }
    ui.painter().galley(at, galley, palette.accent);
    response
}
