//! What is done by itself with people who have waited long enough: nothing, unless it is turned on here, for this set-up, by
//! typing its name.

use eframe::egui::Ui;

use crate::app::msg::{Msg, RemovalsMsg};
use crate::app::state::State;
use crate::app::subjects::removals::TypedRemovals;
use crate::domain::issue::thousands;
use crate::domain::removal::Automatic;
use crate::domain::removal::policy::{LEAST_DAYS, MOST_DAYS};
use crate::ui::places::problem_without_check;
use crate::ui::theme::space;
use crate::ui::widgets::{self, TextField};

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut TypedRemovals, said: &mut Vec<Msg>) {
    widgets::card(ui, "What is done by itself", |ui| {
        if let Some(issue) = state.removals.policy.issue() {
            problem_without_check(ui, issue, state, said);
            widgets::gap(ui, space::S);
        }
        let Some(policy) = state.removals.by_itself() else {
            widgets::paragraph(
                ui,
                "Nothing. People who left wait here until somebody decides.",
            );
            let name = "Do something after some days…";
            widgets::details(ui, "policy", name, |ui| turn_on(ui, state, typed, said));
            return;
        };
        widgets::label(ui, &format!("{}.", policy.words()));
        widgets::secondary_text(
            ui,
            "After a sync, and also when nobody watches. Every guard holds, nobody with a subscription is among them, and \
             History names everybody to whom it was done.",
        );
        widgets::gap(ui, space::S);
        if widgets::secondary(ui, "Do nothing by itself").clicked() {
            said.push(Msg::Removals(RemovalsMsg::TurnOff));
        }
    });
}

fn turn_on(ui: &mut Ui, state: &State, typed: &mut TypedRemovals, said: &mut Vec<Msg>) {
    let title = state.context().title;
    widgets::secondary_text(
        ui,
        "After a sync, people who have waited on this list for so many days are disabled or marked for deletion, also when nobody \
         watches. Every guard holds, and nobody with a subscription is among them.",
    );
    widgets::gap(ui, space::S);
    TextField::new("days on the list", "Days on the list, at least 1").show(ui, &mut typed.days);
    let label = format!("Type the name of this set-up: {title}");
    let error = format!(
        "Type a number of days from {LEAST_DAYS} to {}, and the name {title}, first",
        thousands(u64::from(MOST_DAYS))
    );
    TextField::new("name of the set-up", &label)
        .error(state.removals.not_named.then_some(error.as_str()))
        .show(ui, &mut typed.set_up);
    widgets::gap(ui, space::S);
    ui.horizontal_wrapped(|ui| {
        for (label, act) in [
            ("Disable them by itself", Automatic::Disable),
            ("Mark them for deletion by itself", Automatic::Mark),
        ] {
            if widgets::secondary(ui, label).clicked() {
                said.push(Msg::Removals(RemovalsMsg::TurnOn(act)));
            }
        }
    });
}
