//! Forgetting everything on this computer, after a typed word.

use eframe::egui::Ui;

use crate::app::msg::{Msg, SetupsMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, Button};

/// What is typed to mean it.
const WORD: &str = "forget";

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    widgets::card(ui, "Forget everything on this computer", |ui| {
        // Those too that were installed by a command, of which the window knows nothing.
        widgets::paragraph(
            ui,
            "All set-ups with their keys, what syncs noted of people, the history, and these settings are forgotten. \
             Tasks that sync while the window is closed are removed from this computer. Nothing changes in Auth0 or UserHub.",
        );
        widgets::gap(ui, space::S);
        let id = ui.make_persistent_id("forget everything");
        let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let hint = format!("Type {WORD} to confirm.");
        let field = widgets::TextField::new("forget word", "Confirm")
            .hint(&hint)
            .show(ui, &mut typed);
        let means_it = typed.trim() == WORD;
        let pressed = Button::danger("Forget everything").show(ui).clicked();
        if pressed && !means_it {
            widgets::announce(ui.ctx(), hint);
        }
        if pressed && means_it {
            typed.clear();
            said.push(Msg::Setups(SetupsMsg::AskedToForgetEverything));
        }
        if field.changed || pressed {
            ui.data_mut(|data| data.insert_temp(id, typed));
        }
        match &state.setups.forgetting {
            Remote::NotAsked => {}
            Remote::Loading => {
                widgets::status_row(ui, widgets::Status::Checking, Some("Forgetting…"));
            }
            Remote::Ready(()) if state.setups.keys.not_forgotten().is_some() => {
                Banner::warning(
                    "Everything on this computer is forgotten, but for keys in the password store",
                )
                .show(ui);
            }
            Remote::Ready(()) if state.setups.tasks.not_removed().is_some() => {
                Banner::warning(
                    "Everything on this computer is forgotten, but for a task that could not be removed",
                )
                .show(ui);
            }
            Remote::Ready(()) => {
                Banner::success("Everything on this computer is forgotten").show(ui);
            }
            Remote::Failed(issue) => super::super::problem_without_check(ui, issue, state, said),
        }
    });
}
