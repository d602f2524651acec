//! The task on this computer: every file word for word before anything is installed, where the keys come from, and how one
//! that is installed stands.

use eframe::egui::{Id, Ui};

use crate::app::msg::{KeepUpMsg, Msg, World};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::domain::freshness::{Freshness, ago};
use crate::domain::pasted::Field;
use crate::domain::schedule::Rendered;
use crate::protocol::schedule::{Standing, What};
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, Status};

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let keep_up = &state.keep_up;
    match keep_up.task.state() {
        Remote::NotAsked => {}
        Remote::Loading => {
            let words = match keep_up.doing {
                Some(What::Install) => "Installing…",
                Some(What::Remove) => "Removing…",
                Some(What::Look) | None => "Looking…",
            };
            widgets::status_row(ui, Status::Checking, Some(words));
        }
        Remote::Failed(issue) => {
            let again = Msg::KeepUp(KeepUpMsg::AskedForTask);
            super::super::problem(ui, issue, said, again);
        }
        Remote::Ready(task) => {
            if let Some(standing) = &task.standing {
                standing_card(ui, state, standing);
                widgets::gap(ui, space::M);
            }
            files(ui, state, &task.rendered, task.standing.is_some());
        }
    }
}

/// How an installed task stands.
fn standing_card(ui: &mut Ui, state: &State, standing: &Standing) {
    widgets::card(ui, "The task on this computer", |ui| {
        let (status, words) = match standing.is_active {
            Some(true) => (Status::Done, "It is switched on"),
            Some(false) => (
                Status::Problem,
                "It is switched off, or could not be started",
            ),
            None => (Status::Note, "This computer says nothing of it"),
        };
        widgets::status_row(ui, status, Some(words));
        let (status, words) = match standing.freshness {
            Freshness::Never => (Status::NotStarted, "It has not come through yet".to_owned()),
            Freshness::Fresh { at } => (
                Status::Done,
                format!("It came through {}", ago(state.now, at)),
            ),
            Freshness::Stale { at } => (
                Status::Problem,
                format!(
                    "It came through last {}, which is too long ago",
                    ago(state.now, at)
                ),
            ),
        };
        widgets::status_row(ui, status, Some(&words));
        if let Some(run) = &standing.last {
            let words = format!(
                "Last run {}: {}.",
                ago(state.now, run.started_at),
                run.result()
            );
            widgets::secondary_text(ui, &words);
        }
        if let Some(next) = &standing.next_run {
            widgets::secondary_text(ui, &format!("Next run: {next}."));
        }
    });
}

/// What it is made of, word for word.
fn files(ui: &mut Ui, state: &State, rendered: &Rendered, is_installed: bool) {
    let title = if is_installed {
        "What is installed"
    } else {
        "What will be installed"
    };
    widgets::card(ui, title, |ui| {
        let practice = state.world == Some(World::Practice);
        let keys = if practice {
            "Practice brings its own keys. In practice nothing is installed: this is what a real set-up would get."
        } else if state.is_kept(Field::ClientSecret) && state.is_kept(Field::ApiKey) {
            "The keys stay in this computer's password store, where each run looks for them. No file holds one."
        } else {
            "The keys are not in this computer's password store, so a run will not find them. Settings says why."
        };
        widgets::paragraph(ui, keys);
        for file in &rendered.files {
            widgets::gap(ui, space::S);
            widgets::label(ui, &file.path);
            widgets::code_box(ui, Id::unique(&file.path), &file.path, &file.text);
        }
        if !rendered.install.is_empty() {
            widgets::gap(ui, space::S);
            widgets::label(ui, "Then these are run");
            let commands: Vec<String> = rendered
                .install
                .iter()
                .map(|words| words.join(" "))
                .collect();
            widgets::code_box(
                ui,
                Id::unique("what is run"),
                "What is run",
                &commands.join("\n"),
            );
        }
        for note in &rendered.notes {
            widgets::secondary_text(ui, note);
        }
        widgets::secondary_text(ui, "Choosing another way above removes every one of them.");
    });
    if state.keep_up.lacks_task(&state.context()) {
        widgets::gap(ui, space::S);
        Banner::warning("The task is not on this computer")
            .body("**Install it** writes the files above and switches the task on.")
            .show(ui);
    }
}
