//! The rail folded into one line, for narrow windows and large text.

use eframe::egui::accesskit::Role;
use eframe::egui::{Response, Sense, Ui, pos2, vec2};

use crate::ui::theme::{Icon, Text, palette, radius, size, space};

use super::{access, icon, identity, text};

/// Draws the line that says where the person is, and opens the list of all places when it is pressed.
#[track_caller]
pub fn folded_bar(ui: &mut Ui, words: &str, open: bool) -> Response {
    let palette = palette(ui);
    let room = 2.0 * (size::ICON + 2.0 * space::S);
    let mut job = text::one(Text::Label, Text::Body.line_height(), words, palette.text);
    job.wrap.max_width = (ui.available_width() - room).max(size::CONTROL);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let height = (galley.size().y + 2.0 * space::S).max(size::CONTROL);
    let (rect, response) = identity::allocate(
        ui,
        "bar",
        vec2(ui.available_width(), height),
        Sense::click(),
    );
    let response = access::control(response, Role::Button, words);
    access::describe(&response, "Shows all parts and places");
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_expanded(open));
    if response.hovered() {
        ui.painter()
            .rect_filled(rect, radius::CONTROL, palette.pressed);
    }
    let middle = rect.center().y;
    let list = pos2(rect.left() + space::S + size::ICON / 2.0, middle);
    icon::paint(ui.painter(), Icon::List, list, size::ICON, palette.text);
    let caret = if open { Icon::CaretUp } else { Icon::CaretDown };
    let right = pos2(rect.right() - space::S - size::ICON_SMALL / 2.0, middle);
    icon::paint(ui.painter(), caret, right, size::ICON_SMALL, palette.text);
    let left = rect.left() + size::ICON + 2.0 * space::S;
    let at = pos2(left, middle - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.text);
    response
}
