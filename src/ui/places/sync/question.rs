//! What the person is asked before a sync is stopped or the window closed: in the page, not in a window of its own.

use eframe::egui::{Ui, ViewportCommand};

use super::number;
use crate::app::context::Busy;
use crate::app::msg::{Msg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::sync::{Phase, Question};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, Button};

/// Asks, if there is anything to be asked.
pub(in crate::ui) fn question(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let Some(question) = state.sync.question else {
        return;
    };
    if state.busy() == Some(Busy::SetUp) {
        of_set_up(ui, said);
        return;
    }
    let done = match &state.sync.phase {
        Phase::Running(now) => now.done,
        _ => 0,
    };
    let stays = match done {
        0 => "Nobody was changed yet.".to_owned(),
        1 => "1 person is already in UserHub and stays there.".to_owned(),
        done => format!(
            "{} people are already in UserHub and stay there.",
            number(done)
        ),
    };
    let body = format!("{stays} You can continue later from the same place.");
    match question {
        Question::Stop => {
            Banner::warning("Stop?").body(&body).show_with(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    if Button::danger("Stop the sync").show(ui).clicked() {
                        said.push(Msg::Sync(SyncMsg::ConfirmStop));
                    }
                    if widgets::secondary(ui, "Keep going").clicked() {
                        said.push(Msg::Sync(SyncMsg::KeepGoing));
                    }
                });
            });
        }
        Question::Close => {
            let title = "A sync is going on. Close the window?";
            Banner::warning(title).body(&body).show_with(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    if widgets::secondary(ui, "Keep going in the background").clicked() {
                        said.push(Msg::Sync(SyncMsg::KeepGoing));
                        ui.ctx().send_viewport_cmd(ViewportCommand::Minimized(true));
                    }
                    if Button::danger("Stop and close").show(ui).clicked() {
                        said.push(Msg::Sync(SyncMsg::ConfirmStop));
                    }
                    if widgets::secondary(ui, "Cancel").clicked() {
                        said.push(Msg::Sync(SyncMsg::KeepGoing));
                    }
                });
            });
        }
    }
    widgets::gap(ui, space::M);
}

/// The window is to be closed while changes are being made in Auth0.
fn of_set_up(ui: &mut Ui, said: &mut Vec<Msg>) {
    let title = "Changes are being made in Auth0. Close the window?";
    Banner::warning(title)
        .body("What is done stays. The next time it goes on from there, or can be undone.")
        .show_with(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                if Button::danger("Stop and close").show(ui).clicked() {
                    said.push(Msg::Sync(SyncMsg::ConfirmStop));
                }
                if widgets::secondary(ui, "Cancel").clicked() {
                    said.push(Msg::Sync(SyncMsg::KeepGoing));
                }
            });
        });
    widgets::gap(ui, space::M);
}
