//! Rows of a list that may be a million rows long: all of one height, so that only those in sight are drawn.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align, Galley, Layout, Rect, Response, Sense, Stroke, Ui, UiBuilder, pos2, vec2,
};

use crate::ui::theme::{Icon, Text, line, palette, radius, size, space};

use super::{Button, Tone, access, bidi, icon, identity, text};

/// The height of every row, in points.
pub const LIST_ROW: f32 = 40.0;

/// One row: an icon, a name, what is to be said about it, and at most one button.
#[derive(Clone, Copy, Debug)]
pub struct ListRow<'a> {
    /// The state's icon and colour.
    pub mark: Option<(Icon, Tone)>,
    /// The name.
    pub title: &'a str,
    /// More, in the colour of text that explains.
    pub detail: &'a str,
    /// What stands at the right end, such as a time.
    pub end: &'a str,
    /// The label of the button at the right end.
    pub action: Option<&'a str>,
    /// The row is the one that is shown elsewhere in full.
    pub chosen: bool,
}

/// What was pressed in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPress {
    /// The row itself.
    Row,
    /// Its button.
    Action,
}

/// Draws a row across the whole width. It is known by its title, so that it is itself wherever in its list it stands.
#[track_caller]
pub fn list_row(ui: &mut Ui, row: &ListRow<'_>) -> Option<ListPress> {
    let builder = identity::container(ui, row.title);
    ui.scope_builder(builder, |ui| whole(ui, row)).inner
}

fn whole(ui: &mut Ui, row: &ListRow<'_>) -> Option<ListPress> {
    let palette = palette(ui);
    let wanted = vec2(ui.available_width(), LIST_ROW);
    let (rect, response) = identity::allocate(ui, "", wanted, Sense::click());
    let name = [row.title, row.detail, row.end];
    let name: Vec<&str> = name.into_iter().filter(|words| !words.is_empty()).collect();
    let response = access::toggle(response, Role::ListItem, row.chosen, &name.join(", "));
    ground(ui, rect, row.chosen, &response);
    let mut room = rect.shrink2(vec2(space::S, 0.0));
    let mut pressed = response.clicked().then_some(ListPress::Row);
    if let Some(action) = row.action {
        let name = format!("{action}: {}", row.title);
        let button = Button::link(action).named(&name);
        if end_button(ui, button, &mut room).clicked() {
            pressed = Some(ListPress::Action);
        }
    } else {
        let edge = Stroke::new(line::THIN, palette.border_subtle);
        ui.painter()
            .hline(room.x_range(), rect.bottom() + 0.5, edge);
    }
    if let Some((sign, tone)) = row.mark {
        let center = pos2(room.left() + size::ICON_TEXT / 2.0, rect.center().y);
        icon::paint(
            ui.painter(),
            sign,
            center,
            size::ICON_TEXT,
            tone.color(palette),
        );
        room.min.x += size::ICON_TEXT + space::S;
    }
    words(ui, row, room);
    pressed
}

/// The ground of a row that is shown elsewhere in full, or lies under the pointer.
pub(super) fn ground(ui: &Ui, rect: Rect, chosen: bool, response: &Response) {
    let palette = palette(ui);
    let ground = match (chosen, response.hovered()) {
        (true, _) => palette.accent_soft,
        (false, true) => palette.hover,
        (false, false) => return,
    };
    ui.painter().rect_filled(rect, radius::CONTROL, ground);
}

/// A row's button at its right end; what is left of the room lies before it.
pub(super) fn end_button(ui: &mut Ui, button: Button<'_>, room: &mut Rect) -> Response {
    let builder = UiBuilder::new()
        .max_rect(*room)
        .layout(Layout::right_to_left(Align::Center));
    let response = ui.scope_builder(builder, |ui| button.show(ui)).inner;
    room.max.x = response.rect.left() - space::S;
    response
}

/// Two lines, one above the other in the middle of the room.
pub(super) fn two_lines(ui: &Ui, room: Rect, title: Arc<Galley>, detail: Arc<Galley>) {
    let color = palette(ui).text;
    let top = room.center().y - f32::midpoint(title.size().y, detail.size().y);
    let below = top + title.size().y;
    ui.painter().galley(pos2(room.left(), top), title, color);
    ui.painter().galley(pos2(room.left(), below), detail, color);
}

fn words(ui: &Ui, row: &ListRow<'_>, mut room: Rect) {
    let palette = palette(ui);
    if !row.end.is_empty() {
        let galley = one_line(
            ui,
            &[(row.end, Text::Body, Tone::Quiet)],
            room.width() / 2.0,
        );
        room.max.x -= galley.size().x + space::S;
        let at = pos2(
            room.max.x + space::S,
            room.center().y - galley.size().y / 2.0,
        );
        ui.painter().galley(at, galley, palette.text);
    }
    let parts = [
        (row.title, Text::Body, Tone::Plain),
        (row.detail, Text::Body, Tone::Quiet),
    ];
    let is_cut = one_line(ui, &parts, f32::INFINITY).size().x > room.width();
    if is_cut && !row.detail.is_empty() {
        // With large text, or in a narrow window, the two stand in two lines: a row has room for that.
        let title = one_line(ui, &parts[..1], room.width());
        let detail = one_line(ui, &[(row.detail, Text::Small, Tone::Quiet)], room.width());
        two_lines(ui, room, title, detail);
        return;
    }
    let galley = one_line(ui, &parts, room.width());
    let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.text);
}

/// Lays words out in one line, cut off with an ellipsis where the room ends.
pub(super) fn one_line(ui: &Ui, parts: &[(&str, Text, Tone)], width: f32) -> Arc<Galley> {
    let palette = palette(ui);
    let mut job = LayoutJob::default();
    for (words, text, tone) in parts {
        let before = if job.is_empty() { 0.0 } else { space::M };
        let format = text::format(*text, text.line_height(), tone.color(palette));
        job.append(&bidi::in_drawn_order(words), before, format);
    }
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
