//! What stands above every screen in practice: that it is practice, what can be made to go wrong, and the way out.

use eframe::egui::{Frame, Panel, Ui};

use super::theme::{Icon, size};
use super::widgets::{self, IssuePanel};
use crate::app::msg::{Msg, PracticeMsg, SetupsMsg, World};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::protocol::trouble::Trouble;

/// Below this width the ribbon says less.
const NARROW: f32 = 660.0;

/// Draws the ribbon, and under it the trouble that the person asked for. Nothing at all outside of practice.
pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if state.world != Some(World::Practice) {
        return;
    }
    Panel::top("practice")
        .exact_size(size::CONTROL)
        .frame(Frame::NONE)
        .show(ui, |ui| {
            // The way out is never cut off, whatever the size of the text.
            let words = if ui.available_width() < NARROW {
                "Practice"
            } else {
                "Practice. Nothing is sent."
            };
            widgets::practice_ribbon(ui, words, |ui| {
                if state.practice.world.ready().is_some() {
                    menu(ui, state, said);
                }
                if widgets::link(ui, "Leave practice").clicked() {
                    said.push(Msg::Setups(SetupsMsg::LeftPractice));
                }
            });
        });
    if let Remote::Failed(issue) = &state.practice.world {
        Panel::top("practice failed").show(ui, |ui| {
            if IssuePanel::new(issue, "")
                .without_check_again()
                .show(ui)
                .is_some()
            {
                said.push(Msg::Setups(SetupsMsg::Began(World::Practice)));
            }
        });
    }
    if let Some(trouble) = state.practice.asked {
        Panel::top("trouble")
            .frame(Frame::NONE)
            .show(ui, |ui| asked(ui, trouble, said));
    }
}

fn menu(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let entries: Vec<String> = Trouble::ALL
        .iter()
        .map(|trouble| format!("{} ({})", trouble.title(), trouble.code()))
        .collect();
    let now = Trouble::ALL
        .iter()
        .position(|one| Some(*one) == state.practice.now);
    let chosen = widgets::menu(ui, Icon::Warning, "Show me trouble", &entries, now);
    if let Some(trouble) = chosen.and_then(|at| Trouble::ALL.get(at)) {
        said.push(Msg::Practice(PracticeMsg::MakeTrouble(*trouble)));
    }
}

/// What goes wrong now because the person asked for it, and the way to end it.
fn asked(ui: &mut Ui, trouble: Trouble, said: &mut Vec<Msg>) {
    let words = format!("Trouble: {} ({})", trouble.title(), trouble.code());
    let words = match trouble.to_do() {
        "" => words,
        to_do => format!("{words}. {to_do}"),
    };
    if widgets::strip(ui, &words, "End the trouble") {
        said.push(Msg::Practice(PracticeMsg::EndTrouble));
        widgets::announce(ui.ctx(), "The trouble has ended. Check again.");
    }
}
