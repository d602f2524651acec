//! A problem on a page, with the buttons that help, and what pressing them does.

use eframe::egui::Ui;

use super::{fields, steps};
use crate::app::msg::Msg;
use crate::app::state::State;
use crate::domain::issue::{Fix, Issue};
use crate::ui::theme::space;
use crate::ui::times;
use crate::ui::widgets::{self, IssuePanel, IssuePress};

/// Draws a problem, and does what its buttons say. `again` is what Check again asks for.
pub(in crate::ui) fn problem(ui: &mut Ui, issue: &Issue, said: &mut Vec<Msg>, again: Msg) {
    match IssuePanel::new(issue, "").show(ui) {
        None => {}
        Some(IssuePress::CheckAgain | IssuePress::Fix(Fix::TryAgain | Fix::CheckAgain)) => {
            said.push(again);
        }
        Some(IssuePress::Fix(fix)) => {
            fields::copied(ui, &fix);
            said.push(Msg::PressedFix(fix));
        }
    }
}

/// Draws the problem that the page's checks ended with. `wanted` moves the keyboard to it.
pub(in crate::ui) fn problem_of_checks(
    ui: &mut Ui,
    issue: &Issue,
    wanted: bool,
    state: &State,
    said: &mut Vec<Msg>,
) {
    let at = times::of_day(state.readiness.run.at);
    let panel = IssuePanel::new(issue, &at).focus(wanted);
    let pressed = panel.show(ui);
    act_on(ui, pressed, state, said);
}

/// Draws a problem that nothing can check again.
pub(in crate::ui) fn problem_without_check(
    ui: &mut Ui,
    issue: &Issue,
    state: &State,
    said: &mut Vec<Msg>,
) {
    let at = times::of_day(state.now);
    let panel = IssuePanel::new(issue, &at).without_check_again();
    let pressed = panel.show(ui);
    act_on(ui, pressed, state, said);
}

fn act_on(ui: &mut Ui, pressed: Option<IssuePress>, state: &State, said: &mut Vec<Msg>) {
    match pressed {
        None => {}
        Some(IssuePress::CheckAgain) => said.push(Msg::PressedFix(Fix::CheckAgain)),
        Some(IssuePress::Fix(fix)) => {
            fields::copied(ui, &fix);
            said.push(Msg::PressedFix(fix));
        }
    }
    if state.guide.values_shown {
        widgets::gap(ui, space::M);
        steps::three_values(ui, state, said);
    }
}
