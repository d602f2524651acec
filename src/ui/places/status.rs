//! Part 3b: what status UserHub shows for the connection, which the app cannot see before there is a key.

use eframe::egui::Ui;

use super::steps;
use crate::app::focus::{FocusTarget, STATUS};
use crate::app::msg::{GuideMsg, Msg};
use crate::app::state::State;
use crate::domain::guide::Value;
use crate::domain::issue::Issue;
use crate::protocol::settings::SaidStatus;
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets;

const QUESTION: &str = "What status does UserHub show?";

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Choice(STATUS));
    widgets::card(ui, QUESTION, |ui| {
        widgets::secondary_text(
            ui,
            "The app cannot see it before there is a key, so it asks you.",
        );
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

/// The three values that UserHub's connection asks for, to be copied one after the other.
pub(super) fn three_values(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let known = state.known();
    widgets::card(ui, "The three values", |ui| {
        for value in [Value::Domain, Value::ClientId, Value::ClientSecret] {
            steps::value_line(ui, value, &known, said);
        }
    });
    widgets::gap(ui, space::M);
}
