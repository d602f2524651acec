//! Part 6, and the results of checks wherever they were asked for.

use eframe::egui::Ui;

use crate::app::event::CheckState;
use crate::app::msg::Msg;
use crate::app::pages::Place;
use crate::app::remote::Remote;
use crate::app::state::State;
use crate::domain::issue::Fix;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, Status};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let page = Place::Check.page();
    widgets::page_heading(
        ui,
        Some("Part 6 · Check everything"),
        page.map_or("", |page| page.heading),
        page.map(|page| page.why),
    );
    widgets::gap(ui, space::L);
    results(ui, state, said);
    widgets::gap(ui, space::M);
    Banner::info("The Action cannot be seen with this application")
        .body("Its four permissions do not include reading Actions. A person's sign-in shows whether it works.")
        .show(ui);
}

/// The checks that ran last, one line each, and the first problem with its way out.
pub(super) fn results(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let checks = &state.checks;
    if checks.scope.is_none() || state.place.page().and_then(|page| page.check).is_none() && state.place != Place::Check {
        return;
    }
    widgets::plain_card(ui, |ui| {
        for check in &checks.rows {
            widgets::status_row(ui, mark(check.state), Some(&check.why));
        }
        if checks.result.is_loading() {
            widgets::status_row(ui, Status::Checking, None);
        }
    });
    widgets::gap(ui, space::M);
    match &checks.result {
        Remote::Failed(issue) => {
            if let Some(fix) = widgets::issue_panel(ui, issue)
                && let (Fix::CheckAgain | Fix::TryAgain, Some(scope)) = (&fix, checks.scope)
            {
                said.push(Msg::AskedToCheck(scope));
            } else if let Some(link) = None::<&str> {
                let _ = link;
            }
        }
        Remote::Ready(()) => {
            Banner::success("All checks have passed").show(ui);
        }
        Remote::NotAsked | Remote::Loading => {}
    }
}

fn mark(state: CheckState) -> Status {
    match state {
        CheckState::Passed => Status::Done,
        CheckState::Note => Status::Note,
        CheckState::NotProved | CheckState::NotChecked => Status::NotStarted,
        CheckState::Problem => Status::Problem,
    }
}
