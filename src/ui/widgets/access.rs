//! What assistive technology is told: roles, names, headings, and what has just happened.

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Context, CursorIcon, Id, Plugin, Rect, Response, Sense, Ui, WidgetInfo, pos2};

use super::identity;

/// How long an announcement stays readable, in seconds.
const ANNOUNCED_FOR: f64 = 4.0;

/// Says something once to assistive technology, politely: after what it is just saying.
pub fn announce(ctx: &Context, words: impl Into<String>) {
    let until = ctx.time() + ANNOUNCED_FOR;
    let words = words.into();
    ctx.data_mut(|data| data.insert_temp(announcement(), (words, until)));
}

fn announcement() -> Id {
    Id::unique("announcement")
}

/// Keeps one node in the tree that holds the latest announcement.
pub(super) struct Announcer;

impl Plugin for Announcer {
    fn debug_name(&self) -> &'static str {
        "announcer"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let said: Option<(String, f64)> = ui.data(|data| data.get_temp(announcement()));
        let words = match said {
            Some((words, until)) if ui.ctx().time() < until => {
                let left = until - ui.ctx().time();
                ui.ctx()
                    .request_repaint_after(std::time::Duration::from_secs_f64(left));
                words
            }
            _ => String::new(),
        };
        let place = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let response = ui.interact(place, Id::unique("announcer"), Sense::hover());
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Status);
            node.set_live(Live::Polite);
            node.set_label(words);
        });
    }
}

/// Finishes a control: role and name, a hand under the pointer, and in view once the keyboard reaches it.
pub(super) fn control(response: Response, role: Role, name: &str) -> Response {
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(role, enabled, name));
    super::focus::keep_in_view(&response);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Finishes a control that is on or off.
pub(super) fn toggle(response: Response, role: Role, on: bool, name: &str) -> Response {
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::selected(role, enabled, on, name));
    super::focus::keep_in_view(&response);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Makes words a heading of a level: 1 for the page, 2 for a card.
pub(super) fn heading(response: &Response, level: usize, words: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(level);
        node.clear_value();
        node.set_label(words);
    });
}

/// Gives words their text as it is written, where it is drawn in another order.
pub(super) fn says(response: &Response, words: &str) {
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, enabled, words));
}

/// Adds what is read after a control's name.
pub(super) fn describe(response: &Response, words: &str) {
    if !words.is_empty() {
        response
            .ctx
            .accesskit_node_builder(response.id, |node| node.set_description(words));
    }
}

/// Draws a part whose changes are read out: urgently for an alert, politely for a status.
#[track_caller]
pub(super) fn live<R>(ui: &mut Ui, role: Role, name: &str, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = identity::container(ui, "")
        .accessibility_role(role)
        .accessibility_label(name);
    ui.scope_builder(builder, |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_live(if role == Role::Alert {
                Live::Assertive
            } else {
                Live::Polite
            });
        });
        draw(ui)
    })
    .inner
}

/// Draws a part that is read as one thing with a name.
#[track_caller]
pub(super) fn group<R>(ui: &mut Ui, role: Role, name: &str, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = identity::container(ui, name)
        .accessibility_role(role)
        .accessibility_label(name);
    ui.scope_builder(builder, draw).inner
}

/// Reads out words that are drawn and cannot be pressed.
pub(super) fn plain(response: &Response, words: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}
