//! What stands under every page while a copied secret lies in the clipboard: how long it still does, and the way out.

use eframe::egui::{Panel, Ui};

use super::{theme, widgets};
use crate::app::msg::{ClipboardMsg, Msg};
use crate::app::state::State;

/// Draws the line above the footer. Nothing at all while there is nothing to say.
pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let clipboard = &state.clipboard;
    let (words, button, then) = if let Some((field, seconds)) = clipboard.counts_down(state.now) {
        let words = format!(
            "{} copied. It leaves the clipboard in {seconds} s.",
            field.label()
        );
        (words, "Clear now", ClipboardMsg::AskedToClear)
    } else if clipboard.stays {
        let words =
            "The copied secret is still in the clipboard. Copy something else to replace it.";
        (words.to_owned(), "Close", ClipboardMsg::SawThatItStays)
    } else {
        return;
    };
    Panel::bottom("clipboard")
        .frame(theme::strip_frame(ui))
        .show(ui, |ui| {
            if widgets::quiet_strip(ui, &words, button) {
                said.push(Msg::Clipboard(then));
                if matches!(then, ClipboardMsg::AskedToClear) {
                    widgets::announce(ui.ctx(), "Cleared from the clipboard");
                }
            }
        });
}
