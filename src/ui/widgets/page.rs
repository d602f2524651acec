//! The frame of every page: its column, and the footer that stays in sight.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align, Layout, Ui, vec2};

use crate::ui::theme::{self, Icon, size, space};

use super::Tone;
use super::access;
use super::button::Button;
use super::icon::icon;
use super::text::label;

/// Draws a page's content: with its margins, and no wider than is good to read. Inside the scrolled area.
pub fn page<R>(ui: &mut Ui, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let frame = theme::page_frame();
    frame
        .show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(size::CONTENT));
            draw(ui)
        })
        .inner
}

/// What was pressed in the footer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FooterPress {
    /// The button at the left.
    Back,
    /// The primary button.
    Forward,
}

/// Draws the footer: Back at the left, the one primary button at the right.
pub fn page_footer(ui: &mut Ui, back: Option<&str>, forward: Option<&str>) -> Option<FooterPress> {
    let mut pressed = None;
    let width = ui.available_width().min(size::CONTENT);
    ui.allocate_ui(vec2(width, size::CONTROL), |ui| {
        ui.horizontal(|ui| {
            if let Some(back) = back
                && Button::secondary(back).show(ui).clicked()
            {
                pressed = Some(FooterPress::Back);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(forward) = forward
                    && Button::primary(forward).show(ui).clicked()
                {
                    pressed = Some(FooterPress::Forward);
                }
            });
        });
    });
    pressed
}

/// Draws in the footer what the primary button waits for, right above it, with the link that leads there. Says whether that
/// was pressed.
#[track_caller]
pub fn held_up(ui: &mut Ui, words: &str, link: &str) -> bool {
    access::live(ui, Role::Alert, words, |ui| {
        ui.spacing_mut().interact_size.y = size::INLINE;
        // One line, at the side of the button that waits; in a narrow window as many as it takes.
        ui.horizontal_wrapped(|ui| {
            icon(ui, Icon::Warning, Tone::Danger);
            label(ui, words);
            Button::link(link).show(ui).clicked()
        })
        .inner
    })
}

/// Brings what is drawn into view, where that is wanted.
pub fn in_view<R>(ui: &mut Ui, wanted: bool, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let drawn = ui.scope(draw);
    if wanted {
        let rect = drawn.response.rect.expand2(vec2(0.0, space::M));
        ui.scroll_to_rect(rect, None);
    }
    drawn.inner
}
