//! The way back from a run, on its page: what a sync added, or what was done to people who left. What that comes to is shown
//! before anything is done.

use eframe::egui::Ui;

use crate::app::msg::{Msg, RemovalsMsg};
use crate::app::state::State;
use crate::app::subjects::removals::Wanted;
use crate::domain::history::{Kind, People};
use crate::domain::issue::people;
use crate::protocol::checks::Scope;
use crate::protocol::history::Opened;
use crate::ui::places::removals::TAKE_BACK;
use crate::ui::theme::space;
use crate::ui::widgets;

pub(super) fn ui(ui: &mut Ui, state: &State, opened: &Opened, said: &mut Vec<Msg>) {
    let run = &opened.entry.run;
    let tally = run.counts.unwrap_or_default().tally;
    let (heading, words, label, wanted) = match run.kind {
        Kind::Sync | Kind::Person | Kind::Changes | Kind::Watch if tally.added > 0 => (
            "Was this a mistake?",
            format!(
                "It added {} to UserHub. What taking that back comes to is shown first.",
                people(tally.added)
            ),
            TAKE_BACK,
            Wanted::Undo(run.id),
        ),
        Kind::Removal | Kind::Policy | Kind::Undo if tally.updated > 0 => (
            "Was this a mistake?",
            "Who was disabled or marked for deletion can be brought back until UserHub's grace period is over. What that comes \
             to is shown first."
                .to_owned(),
            "Bring back the people of this run…",
            Wanted::RestoreRun(run.id),
        ),
        _ => return,
    };
    widgets::card(ui, heading, |ui| {
        widgets::paragraph(ui, &words);
        let setup = state.setup(Scope::Everything);
        let is_open = setup.is_ok_and(|setup| setup.profile == opened.entry.profile);
        if run.people == People::Cleared && matches!(wanted, Wanted::Undo(_)) {
            widgets::secondary_text(
                ui,
                "The list of this run's people is not kept any longer, so that it cannot be taken back from here.",
            );
        } else if !is_open {
            widgets::secondary_text(
                ui,
                "Open the set-up of this run first: its keys are needed.",
            );
        } else if widgets::secondary(ui, label).clicked() {
            said.push(Msg::Removals(RemovalsMsg::Asked(wanted)));
        }
    });
    widgets::gap(ui, space::M);
}
