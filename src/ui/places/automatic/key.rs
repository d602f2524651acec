//! Page 1: a temporary key from Auth0's API Explorer.

use eframe::egui::Ui;

use crate::app::focus::FocusTarget;
use crate::app::msg::{AutomaticMsg, GuideMsg, Msg, Private, World};
use crate::app::state::State;
use crate::app::typed::Typed;
use crate::domain::install::TokenFacts;
use crate::domain::links;
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, Shown, StepPress, StepRow, StepValue};

/// What is clicked in Auth0, with the label of the button in bold.
const STEPS: [(&str, Option<&str>, Option<&str>); 3] = [
    (
        "If Auth0 asks, click Create & Authorize Test Application",
        Some("Create & Authorize Test Application"),
        None,
    ),
    (
        "If you like, set Token Expiration to an hour and click Update & Regenerate Token",
        Some("Token Expiration"),
        Some("3600"),
    ),
    ("Click the copy icon beside the token", None, None),
];

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::page_heading(
        ui,
        None,
        "Get a temporary key from Auth0",
        Some(
            "With it the app does the Auth0 part for you. It shows every change before it makes it, and keeps everything \
             that is there.",
        ),
    );
    widgets::gap(ui, space::L);
    let place = links::Place::ApiExplorer;
    super::super::web_page::open_web_page(ui, state, place, "Open the API Explorer in Auth0", said);
    widgets::plain_card(ui, |ui| steps(ui, state, said));
    widgets::gap(ui, space::M);
    widgets::plain_card(ui, |ui| field(ui, state, typed, said));
    if let Some(issue) = state.automatic.mistake.clone() {
        widgets::gap(ui, space::M);
        super::super::problem_without_check(ui, &issue, state, said);
    }
    if let Some(facts) = state.automatic.facts() {
        widgets::gap(ui, space::M);
        read(ui, &facts);
    }
    widgets::gap(ui, space::M);
    Banner::info("The temporary key is never saved")
        .body(
            "It is kept in memory until it ends or you close the app. It stops working by itself; Auth0 lets nobody \
             cancel it sooner.",
        )
        .show(ui);
}

/// What the key says of itself. Nothing was asked of Auth0 for it.
fn read(ui: &mut Ui, facts: &TokenFacts) {
    let title = format!("The key is for {}", facts.domain);
    let until = facts
        .expires_at
        .and_then(super::heading::clock_time)
        .map_or_else(
            || "It does not say when it ends.".to_owned(),
            |time| format!("It stops working at {time}."),
        );
    let body =
        format!("{until} Next the app looks at what is in Auth0, and shows what it would change.");
    Banner::success(&title).body(&body).show(ui);
}

fn steps(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    for (at, (words, label, value)) in STEPS.iter().enumerate() {
        let values: Vec<StepValue<'_>> = value
            .iter()
            .map(|value| StepValue {
                name: "the number of seconds",
                shown: Shown::Plain(value),
            })
            .collect();
        let id = TICKS[at];
        let row = StepRow {
            number: at + 1,
            words,
            label: *label,
            also_called: None,
            values: &values,
            ticked: Some(state.guide.ticks.contains(id)),
            help: None,
            question: None,
        };
        if widgets::step_row(ui, &row) == Some(StepPress::Tick) {
            said.push(Msg::Guide(GuideMsg::Ticked(id)));
        }
    }
}

const TICKS: [&str; 3] = ["T1", "T2", "T3"];

fn field(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::TemporaryKey);
    let error = state
        .automatic
        .mistake
        .as_ref()
        .map(|issue| issue.what.clone());
    let input = widgets::SecretField::new("temporary key", "Temporary key")
        .hint("A long text that starts with eyJ.")
        .error(error.as_deref())
        .focus(wanted)
        .show(ui, &mut typed.temporary_key);
    if let Some(text) = input.pasted {
        said.push(Msg::Automatic(AutomaticMsg::Pasted(Private(text))));
    } else if input.changed {
        said.push(Msg::Automatic(AutomaticMsg::Typed));
    }
    if state.world == Some(World::Practice)
        && widgets::link(ui, "Use the practice temporary key").clicked()
    {
        said.push(Msg::Automatic(AutomaticMsg::AskedForPracticeKey));
    }
}
