//! Grants the state's wishes to look somewhere, each once; and F6, which goes round between rail, page and footer.

use eframe::egui::{Context, Id, Key, Modifiers, Rect, Ui};

use super::widgets;
use crate::app::focus::FocusTarget;
use crate::app::state::State;

/// Where to look in this frame, while the wish was not granted yet.
pub(super) fn wanted(ctx: &Context, state: &State) -> Option<FocusTarget> {
    let granted: u64 = ctx.data(|data| data.get_temp(granted_id()).unwrap_or_default());
    (granted != state.focus.wish).then_some(state.focus.at)
}

/// Begins a frame: a wish for the heading is passed on to it. Says whether the page goes to its top.
pub(super) fn begin(ctx: &Context, state: &State) -> bool {
    let to_top = wanted(ctx, state) == Some(FocusTarget::Heading);
    if to_top {
        widgets::look_at_heading(ctx);
    }
    to_top
}

/// Ends a frame in which everything was drawn.
pub(super) fn end(ctx: &Context, state: &State) {
    ctx.data_mut(|data| data.insert_temp(granted_id(), state.focus.wish));
}

fn granted_id() -> Id {
    Id::unique("look granted")
}

/// A region of the window, and what in it takes the keyboard when F6 comes to it.
pub(super) struct Region {
    /// Where it lies.
    pub(super) rect: Rect,
    /// What takes the keyboard; nothing where the heading does.
    pub(super) first: Option<Id>,
}

/// Moves the keyboard to the next region, or with Shift to the one before.
pub(super) fn go_round(ui: &Ui, regions: &[Region]) {
    let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::F6));
    let back = pressed(Modifiers::SHIFT);
    if !back && !pressed(Modifiers::NONE) || regions.is_empty() {
        return;
    }
    let focused = ui.memory(eframe::egui::Memory::focused);
    let place = focused
        .and_then(|id| ui.ctx().read_response(id))
        .map(|response| response.rect.center());
    let here = regions
        .iter()
        .position(|region| place.is_some_and(|place| region.rect.contains(place)));
    let count = regions.len();
    let next = match (here, back) {
        (None, _) => 0,
        (Some(at), false) => (at + 1) % count,
        (Some(at), true) => (at + count - 1) % count,
    };
    match regions.get(next).and_then(|region| region.first) {
        Some(id) => ui.memory_mut(|memory| memory.request_focus(id)),
        None => widgets::look_at_heading(ui.ctx()),
    }
    ui.ctx().request_repaint();
}
