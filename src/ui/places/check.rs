//! Part 6, and the results of checks wherever they were asked for.

use eframe::egui::Ui;

use crate::app::msg::Msg;
use crate::app::pages::Place;
use crate::app::remote::Remote;
use crate::app::state::State;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CheckMark};

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
    if checks.scope.is_none()
        || state.place.page().and_then(|page| page.check).is_none() && state.place != Place::Check
    {
        return;
    }
    widgets::plain_card(ui, |ui| {
        for check in &checks.rows {
            widgets::check_row(ui, check.state.into(), title(check.name), &check.why);
        }
        if checks.result.is_loading() {
            widgets::check_row(ui, CheckMark::Checking, "The next check", "");
        }
    });
    widgets::gap(ui, space::M);
    match &checks.result {
        Remote::Failed(issue) => {
            if let Some(scope) = checks.scope {
                super::problem(ui, issue, said, Msg::AskedToCheck(scope));
            }
        }
        Remote::Ready(()) => {
            Banner::success("All checks have passed").show(ui);
        }
        Remote::NotAsked | Remote::Loading => {}
    }
}

/// A check's name as people read it.
fn title(name: &'static str) -> &'static str {
    match name {
        "auth0.reach" => "Reached Auth0",
        "auth0.sign_in" => "Client ID and Client Secret",
        "auth0.permission.read:users" => "Permission read:users",
        "auth0.permission.update:users" => "Permission update:users",
        "auth0.permission.delete:users" => "Permission delete:users",
        "auth0.permission.create:users" => "Permission create:users",
        "auth0.permission.others" => "Other permissions",
        "auth0.read_users" => "Read users",
        "userhub.key" => "API key",
        "userhub.list" => "The key may list users",
        "userhub.connection" => "Connection",
        other => other,
    }
}
