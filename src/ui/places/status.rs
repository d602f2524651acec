//! Part 3b: what status UserHub shows for the connection, which the app cannot see before there is a key.

use eframe::egui::Ui;

use crate::app::focus::{FocusTarget, STATUS};
use crate::app::msg::{GuideMsg, Msg};
use crate::app::state::State;
use crate::domain::issue::Issue;
use crate::protocol::settings::SaidStatus;
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets;

const QUESTION: &str = "What status does UserHub show?";

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Choice(STATUS));
    widgets::card(ui, QUESTION, |ui| {
        let words = if state.context().is_practice() {
            "The app cannot see it before there is a key, so it asks you. In practice it is Active."
        } else {
            "The app cannot see it before there is a key, so it asks you."
        };
        widgets::secondary_text(ui, words);
        if state.is_wanted(STATUS) {
            widgets::error_line(ui, "Choose what status UserHub shows");
        }
        let options = ["Active", "Something else"];
        let chosen = match state.guide.said_status {
            None => None,
            Some(SaidStatus::Active) => Some(0),
            Some(SaidStatus::SomethingElse) => Some(1),
        };
        match widgets::radio_rows(ui, QUESTION, &options, chosen, wanted) {
            Some(0) => said.push(Msg::Guide(GuideMsg::SaidStatus(SaidStatus::Active))),
            Some(_) => said.push(Msg::Guide(GuideMsg::SaidStatus(SaidStatus::SomethingElse))),
            None => {}
        }
    });
    widgets::gap(ui, space::M);
    if state.guide.said_status == Some(SaidStatus::SomethingElse) {
        let issue = Issue::connection_not_active(None);
        super::problem_without_check(ui, &issue, state, said);
        widgets::gap(ui, space::M);
    }
}
