//! What the person is asked before a sync is stopped or the window closed: in the page, not in a window of its own.

use eframe::egui::{Ui, ViewportCommand};

use super::words::number;
use crate::app::context::Busy;
use crate::app::msg::{Msg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::sync::{Phase, Question};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Answer};

/// Asks, if there is anything to be asked.
pub(in crate::ui) fn question(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let Some(question) = state.sync.question else {
        return;
    };
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
    let (title, answers): (_, &[Answer<'_>]) = match question {
        Question::Close(Busy::SetUp) => return of_something_else(ui, OF_SET_UP, said),
        Question::Close(Busy::Removal) => return of_something_else(ui, OF_REMOVAL, said),
        Question::Stop => (
            "Stop?",
            &[Answer::danger("Stop the sync"), Answer::plain("Keep going")],
        ),
        Question::Close(Busy::Sync) => (
            "A sync is going on. Close the window?",
            &[
                Answer::danger("Stop and close"),
                Answer::plain("Keep going in the background"),
                Answer::plain("Cancel"),
            ],
        ),
    };
    let keeps = answers.len() - 1;
    let asked = widgets::Question::new("stop", (title, &body), answers, keeps);
    match asked.show(ui) {
        Some(0) => said.push(Msg::Sync(SyncMsg::ConfirmStop)),
        Some(at) => {
            said.push(Msg::Sync(SyncMsg::KeepGoing));
            if at < keeps {
                ui.ctx().send_viewport_cmd(ViewportCommand::Minimized(true));
            }
        }
        None => {}
    }
    widgets::gap(ui, space::M);
}

/// What is asked while changes are being made in Auth0.
const OF_SET_UP: (&str, &str) = (
    "Changes are being made in Auth0. Close the window?",
    "What is done stays. The next time it goes on from there, or can be undone.",
);

/// What is asked while people in UserHub are being seen to.
const OF_REMOVAL: (&str, &str) = (
    "People in UserHub are being seen to. Close the window?",
    "What is done stays, and can be taken back. The next time it goes on from there.",
);

/// The window is to be closed while something other than a sync is going on.
fn of_something_else(ui: &mut Ui, words: (&str, &str), said: &mut Vec<Msg>) {
    let answers = [Answer::danger("Stop and close"), Answer::plain("Cancel")];
    match widgets::Question::new("stop the changes", words, &answers, 1).show(ui) {
        Some(0) => said.push(Msg::Sync(SyncMsg::ConfirmStop)),
        Some(_) => said.push(Msg::Sync(SyncMsg::KeepGoing)),
        None => {}
    }
    widgets::gap(ui, space::M);
}
