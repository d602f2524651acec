//! Part 6, and the results of checks wherever they were asked for.

use eframe::egui::Ui;

use crate::app::look::Target;
use crate::app::msg::Msg;
use crate::app::pages::Place;
use crate::app::remote::Remote;
use crate::app::state::State;
use crate::ui::look;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, CheckMark};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let page = Place::Check.page();
    widgets::page_heading(
        ui,
        None,
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
fn results(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let checks = &state.checks;
    if checks.scope.is_none() {
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
            let wanted = look::wanted(ui.ctx(), state) == Some(Target::Problem);
            super::problem_of_checks(ui, issue, wanted, state, said);
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
        "auth0.management_api" => "Use of the Management API",
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
