//! A list of any length, of which only the rows in sight are drawn.
//!
//! egui's own scroll areas hold places as `f32`, which is no longer exact for a million rows: this one counts rows.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    EventFilter, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use crate::ui::theme::{line, palette, radius, space};

use super::{LIST_ROW, access};

/// The width of the bar at the right, which can be pressed as a whole.
const BAR: f32 = 24.0;
/// The least height of the part that is dragged.
const LEAST_HANDLE: f64 = 28.0;

/// Which rows are in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InSight {
    /// The first of them.
    pub from: usize,
    /// How many.
    pub count: usize,
}

/// A list with a number of rows.
#[must_use = "nothing is drawn before `show`"]
pub struct ScrollList<'a> {
    id: Id,
    name: &'a str,
    total: usize,
    shown: usize,
    to_top: bool,
    row: f32,
}

impl<'a> ScrollList<'a> {
    /// A list; `id` tells two lists apart, `name` is read out.
    pub fn new(id: &str, name: &'a str, total: usize) -> Self {
        Self {
            id: Id::unique(("list", id)),
            name,
            total,
            shown: 10,
            to_top: false,
            row: LIST_ROW,
        }
    }

    /// How many rows are in sight at most.
    pub fn shown(mut self, shown: usize) -> Self {
        self.shown = shown;
        self
    }

    /// How high every row is, in points.
    pub fn row_height(mut self, row: f32) -> Self {
        self.row = row;
        self
    }

    /// Goes to the first row in this frame.
    pub fn to_top(mut self, to_top: bool) -> Self {
        self.to_top = to_top;
        self
    }

    /// Draws it; `row` draws the row of a number.
    #[track_caller]
    pub fn show(self, ui: &mut Ui, mut row: impl FnMut(&mut Ui, usize)) -> InSight {
        let shown = self.shown.min(self.total).max(1);
        let last = (self.total - shown.min(self.total)) as f64;
        let mut at: f64 = ui.data(|data| data.get_temp(self.id).unwrap_or(0.0));
        if self.to_top {
            at = 0.0;
        }
        let wanted = vec2(ui.available_width(), shown as f32 * self.row);
        let (rect, whole) = ui.allocate_exact_size(wanted, Sense::hover());
        let mut room = rect;
        if last > 0.0 {
            room.max.x -= BAR;
            at = self.bar(ui, rect.with_min_x(room.max.x), at, last, shown);
            at = wheel(ui, &whole, at, last, self.row);
        }
        at = at.clamp(0.0, last);
        ui.data_mut(|data| data.insert_temp(self.id, at));
        let in_sight = self.in_sight(at, shown);
        #[expect(clippy::cast_possible_truncation, reason = "a part of one row")]
        let above = at.fract() as f32 * self.row;
        access::group(ui, Role::List, self.name, |ui| {
            for (place, number) in (in_sight.from..in_sight.from + in_sight.count).enumerate() {
                let top = room.top() + place as f32 * self.row - above;
                let place =
                    Rect::from_min_size(pos2(room.left(), top), vec2(room.width(), self.row));
                let builder = UiBuilder::new().max_rect(place);
                let mut inside = ui.new_child(builder);
                inside.set_clip_rect(room.intersect(ui.clip_rect()));
                row(&mut inside, number);
            }
        });
        in_sight
    }

    fn in_sight(&self, at: f64, shown: usize) -> InSight {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not below 0, and below the number of rows"
        )]
        let from = at.floor() as usize;
        let partly = usize::from(at.fract() > 0.0);
        InSight {
            from,
            count: (shown + partly).min(self.total.saturating_sub(from)),
        }
    }

    /// The bar at the right: dragged, pressed, or moved with the keyboard.
    fn bar(&self, ui: &Ui, rect: Rect, mut at: f64, last: f64, shown: usize) -> f64 {
        let response = ui.interact(rect, self.id.with("bar"), Sense::click_and_drag());
        let name = format!("Place in the list: {}", self.name);
        let response = access::control(response, Role::Slider, &name);
        let percent = (at / last * 100.0).round();
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_numeric_value(percent);
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
        });
        let height = f64::from(rect.height());
        let handle = (height * shown as f64 / self.total as f64).max(LEAST_HANDLE);
        let way = (height - handle).max(1.0);
        if let Some(pointer) = response.interact_pointer_pos() {
            let from_top = f64::from(pointer.y - rect.top()) - handle / 2.0;
            at = (from_top / way).clamp(0.0, 1.0) * last;
        }
        if response.has_focus() {
            at = keys(ui, &response, at, last, shown as f64);
        }
        Self::paint(ui, rect, &response, (at / last * way, handle));
        at
    }

    #[expect(clippy::cast_possible_truncation, reason = "points of a window")]
    fn paint(ui: &Ui, rect: Rect, response: &Response, (top, handle): (f64, f64)) {
        let palette = palette(ui);
        let column = Rect::from_center_size(rect.center(), vec2(space::S, rect.height()));
        ui.painter()
            .rect_filled(column, radius::FULL, palette.sunken);
        let corner = pos2(column.left(), column.top() + top as f32);
        let handle = Rect::from_min_size(corner, vec2(space::S, handle as f32));
        let color = if response.hovered() || response.dragged() || response.has_focus() {
            palette.text_secondary
        } else {
            palette.border_control
        };
        ui.painter().rect(
            handle,
            radius::FULL,
            color,
            Stroke::new(line::THIN, color),
            StrokeKind::Inside,
        );
    }
}

fn keys(ui: &Ui, response: &Response, mut at: f64, last: f64, page: f64) -> f64 {
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input(|input| {
        let times = |key| input.num_presses(key) as f64;
        at = at.round() + times(Key::ArrowDown) - times(Key::ArrowUp)
            + page * (times(Key::PageDown) - times(Key::PageUp));
        if input.key_pressed(Key::Home) {
            at = 0.0;
        }
        if input.key_pressed(Key::End) {
            at = last;
        }
    });
    at
}

/// Takes the wheel while the pointer is over the list, as long as the list can go that way.
fn wheel(ui: &Ui, whole: &Response, at: f64, last: f64, row: f32) -> f64 {
    if !whole.contains_pointer() {
        return at;
    }
    ui.input_mut(|input| {
        let rows = f64::from(-input.smooth_scroll_delta.y / row);
        let moved = (at + rows).clamp(0.0, last);
        if (moved - at).abs() > f64::EPSILON {
            input.smooth_scroll_delta.y = 0.0;
        }
        moved
    })
}
