//! What stands in the way of what is done by itself with people who left: on their page, on that of a sync, and among what waits.

use eframe::egui::Ui;

use crate::app::msg::{HistoryMsg, Msg, NavigationMsg};
use crate::app::state::State;
use crate::protocol::checks::Scope;
use crate::protocol::places::Place;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, Button};

/// Says it, where there is anything to say, with the run in History that has it.
pub(in crate::ui::places) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let Some(halt) = state.removals.halt() else {
        return;
    };
    let body = format!("{} {}", halt.why, halt.fix);
    let banner = Banner::warning(&halt.what).body(&body);
    let is_at_them = state.navigation.place == Place::Left;
    banner.show_with(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            if !is_at_them && widgets::secondary(ui, "Look at who left").clicked() {
                said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Left)));
            }
            // One that could not be written down has no run.
            if halt.run > 0 {
                see_in_history(ui, Button::secondary(SEE), state, halt.run, said);
            }
        });
    });
    widgets::gap(ui, space::M);
}

/// The label of a button that leads to a run in History.
pub(in crate::ui::places) const SEE: &str = "See it in History";

/// A button that leads to a run in History.
pub(in crate::ui::places) fn see_in_history(
    ui: &mut Ui,
    button: Button<'_>,
    state: &State,
    run: i64,
    said: &mut Vec<Msg>,
) {
    let Ok(setup) = state.setup(Scope::Everything) else {
        return;
    };
    if button.show(ui).clicked() {
        said.push(Msg::Navigation(NavigationMsg::WentTo(Place::History)));
        said.push(Msg::History(HistoryMsg::Opened(setup.profile, run)));
    }
}
