//! The ring around what has the keyboard: one for all widgets, on top of everything, and only after a key. And the keyboard's
//! place, which Escape does not lose.

use eframe::egui::{
    Context, CornerRadius, Event, Id, Key, LayerId, Order, Plugin, RawInput, Response, Stroke,
    StrokeKind, Ui,
};

use crate::ui::theme::{line, palette, radius};

/// The distance between a control and its ring.
const GAP: f32 = 2.0;

/// Paints the ring at the end of each frame.
#[derive(Default)]
pub(super) struct FocusRing {
    /// Whether the keyboard, and not the pointer, last chose what has the focus.
    keyboard: bool,
    /// What had the focus before Escape was pressed in this frame: egui takes it away.
    before_escape: Option<Id>,
}

impl Plugin for FocusRing {
    fn debug_name(&self) -> &'static str {
        "focus ring"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        for event in &input.events {
            match event {
                Event::Key {
                    key: Key::Escape,
                    pressed: true,
                    ..
                } => self.before_escape = ctx.memory(eframe::egui::Memory::focused),
                Event::Key {
                    key, pressed: true, ..
                } if moves_focus(*key) => self.keyboard = true,
                Event::PointerButton { pressed: true, .. } | Event::Touch { .. } => {
                    self.keyboard = false;
                }
                _ => {}
            }
        }
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        // Where something else has taken the keyboard meanwhile, as what opened a list does, that has it.
        if let Some(before) = self.before_escape.take()
            && ui.memory(|memory| memory.focused().is_none())
            && ui.ctx().read_response(before).is_some()
        {
            ui.memory_mut(|memory| memory.request_focus(before));
        }
        let Some(focused) = ui.memory(eframe::egui::Memory::focused) else {
            return;
        };
        if !self.keyboard {
            return;
        }
        if let Some(response) = ui.ctx().read_response(focused) {
            paint(ui, &response);
        }
    }
}

fn moves_focus(key: Key) -> bool {
    matches!(
        key,
        Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::F6
    )
}

fn paint(ui: &Ui, response: &Response) {
    let layer = LayerId::new(Order::Tooltip, Id::unique("focus ring"));
    // A control that is scrolled half out of sight must not be ringed across what stands beside it.
    let seen = response.interact_rect.expand(GAP + 2.0 * line::THICK);
    ui.ctx()
        .layer_painter(layer)
        .with_clip_rect(seen)
        .rect_stroke(
            response.rect.expand(GAP),
            CornerRadius::same(radius::CONTROL + 2),
            Stroke::new(line::THICK, palette(ui).focus),
            StrokeKind::Outside,
        );
}

/// Scrolls a control into view when the focus has come to it, unless the pointer brought it.
pub(super) fn keep_in_view(response: &Response) {
    if response.gained_focus() && !response.ctx.input(|input| input.pointer.any_down()) {
        response.scroll_to_me(None);
    }
}
