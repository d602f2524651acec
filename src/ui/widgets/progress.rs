//! The progress bar: named, with numbers beside it, and never going back.

use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Label, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Text, motion, palette, radius, reduced_motion, size, space};

use super::text;

/// A bar for the computer's own progress.
#[must_use = "nothing is drawn before `show`"]
pub struct Progress<'a> {
    run: Id,
    name: &'a str,
    part: Option<f32>,
    left: &'a str,
    right: &'a str,
    paused: bool,
}

impl<'a> Progress<'a> {
    /// A bar of one run. Within a run it only grows; another `run` begins anew.
    ///
    /// `part` is from 0 to 1, or nothing while the whole is not known.
    pub fn new(
        run: impl std::hash::Hash + std::fmt::Debug,
        name: &'a str,
        part: Option<f32>,
    ) -> Self {
        Self {
            run: Id::unique(("progress", run)),
            name,
            part,
            left: "",
            right: "",
            paused: false,
        }
    }

    /// Sets the words under the bar: how much is done, and how long it will take.
    pub fn words(mut self, done: &'a str, remaining: &'a str) -> Self {
        self.left = done;
        self.right = remaining;
        self
    }

    /// Shows that it stands still because somebody wants it so.
    pub fn paused(mut self, paused: bool) -> Self {
        self.paused = paused;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui) {
        let part = self.part.map(|part| furthest(ui, self.run, part));
        let wanted = vec2(ui.available_width(), size::PROGRESS);
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, self.name);
            info.value = part.map(|part| f64::from((part * 100.0).floor()));
            info.current_text_value = (!self.left.is_empty()).then(|| self.left.to_owned());
            info
        });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
        });
        self.paint(ui, rect, part);
        self.under(ui);
    }

    fn paint(&self, ui: &Ui, rect: Rect, part: Option<f32>) {
        let palette = palette(ui);
        let painter = ui.painter();
        painter.rect_filled(rect, radius::FULL, palette.border_subtle);
        let color = if self.paused {
            palette.warning
        } else {
            palette.accent
        };
        let (from, to) = if let Some(part) = part {
            let time = if reduced_motion(ui) {
                0.0
            } else {
                motion::PAGE
            };
            (
                0.0,
                ui.ctx()
                    .animate_value_with_time(self.run.with("drawn"), part, time),
            )
        } else {
            wandering(ui)
        };
        if to > from {
            let at = |part: f32| rect.left() + rect.width() * part;
            let least = if part.is_some() { size::PROGRESS } else { 0.0 };
            let end = at(to).max(at(from) + least);
            let done = Rect::from_min_max(pos2(at(from), rect.top()), pos2(end, rect.bottom()));
            painter.rect_filled(done, radius::FULL, color);
        }
    }

    fn under(&self, ui: &mut Ui) {
        if self.left.is_empty() && self.right.is_empty() {
            return;
        }
        let palette = palette(ui);
        text::line(ui, |ui| {
            ui.label(Text::Body.rich(self.left, palette.text));
            let words = Text::Body.rich(self.right, palette.text_secondary);
            let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
            ui.with_layout(layout, |ui| ui.add(Label::new(words)));
        });
        ui.add_space(space::XS);
    }
}

/// The furthest that this run has come.
fn furthest(ui: &Ui, run: Id, part: f32) -> f32 {
    let part = part.clamp(0.0, 1.0);
    ui.data_mut(|data| {
        let furthest = data.get_temp_mut_or(run, part);
        *furthest = furthest.max(part);
        *furthest
    })
}

/// Where the piece of a bar is whose end is not known. It stands still where nothing may move.
fn wandering(ui: &Ui) -> (f32, f32) {
    if reduced_motion(ui) {
        return (0.0, 0.3);
    }
    ui.ctx().request_repaint_after(Duration::from_millis(40));
    let round = ui.input(|input| input.time) / 1.8;
    #[expect(clippy::cast_possible_truncation, reason = "a part of one round")]
    let at = round.fract() as f32 * 1.3 - 0.3;
    (at.max(0.0), (at + 0.3).min(1.0))
}
