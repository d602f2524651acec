//! The question before something is forgotten on this computer.

use eframe::egui::Ui;

use crate::app::msg::{Msg, SetupsMsg};
use crate::ui::widgets::{Answer, Question};

/// Asks before something is forgotten on this computer.
pub(super) fn ask_to_forget(ui: &mut Ui, words: (&str, &str), label: &str, said: &mut Vec<Msg>) {
    let answers = [Answer::danger(label), Answer::plain("Keep it")];
    match Question::new("forget", words, &answers, 1).show(ui) {
        Some(0) => said.push(Msg::Setups(SetupsMsg::MeansToForget)),
        Some(_) => said.push(Msg::Setups(SetupsMsg::KeepsIt)),
        None => {}
    }
}
