//! Page 3: how far the changes are, one line each, and what they came to.

use eframe::egui::Ui;

use crate::app::msg::{AutomaticMsg, Msg, World};
use crate::app::state::State;
use crate::app::subjects::automatic::Work;
use crate::domain::install::{Change, Effect, StepState};
use crate::protocol::install::{InstallEnd, Report};
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, CheckMark};

pub(super) fn working(ui: &mut Ui, state: &State, work: &Work) {
    let (heading, why) = if work.plan.is_some() {
        (
            "Watch the changes",
            "Each is looked at again after it was made.",
        )
    } else {
        (
            "Watch the changes being undone",
            "What was changed is taken back, and looked at again at the end.",
        )
    };
    widgets::page_heading(ui, None, heading, Some(why));
    widgets::gap(ui, space::L);
    rows(ui, state, work);
}

pub(super) fn over(ui: &mut Ui, state: &State, work: &Work, report: &Report, said: &mut Vec<Msg>) {
    widgets::page_heading(ui, None, heading(&report.end), None);
    widgets::gap(ui, space::M);
    result(ui, state, work, report, said);
    // What stands beside its change already is not said twice.
    let is_said = |note: &str| {
        let mut steps = work.steps.iter();
        steps.any(|step| matches!(&step.state, StepState::Left(why) if why == note))
    };
    for note in report.notes.iter().filter(|note| !is_said(note)) {
        widgets::paragraph(ui, note);
    }
    widgets::gap(ui, space::M);
    rows(ui, state, work);
    if matches!(report.end, InstallEnd::FirstHalf) && state.world == Some(World::Practice) {
        practice_console(ui, said);
    }
    let stands = !report.done.is_empty()
        && !matches!(
            report.end,
            InstallEnd::Undone
                | InstallEnd::UndoneInPart
                | InstallEnd::NothingToUndo
                | InstallEnd::Forgotten
        );
    if stands && state.automatic.key.is_some() {
        undo(ui, said);
    }
}

/// The page's one heading begins with what the person does next.
fn heading(end: &InstallEnd) -> &'static str {
    match end {
        InstallEnd::FirstHalf => "Go on with UserHub's part",
        InstallEnd::Done => "See what was set up",
        InstallEnd::Undone
        | InstallEnd::UndoneInPart
        | InstallEnd::NothingToUndo
        | InstallEnd::Forgotten => "See what was put back",
        InstallEnd::Interrupted => "Go on when you like",
        InstallEnd::Problem(_) => "See what stopped the changes",
    }
}

fn result(ui: &mut Ui, state: &State, work: &Work, report: &Report, said: &mut Vec<Msg>) {
    let made = if work.is_undoing() {
        "put back"
    } else {
        "made"
    };
    let count = report.done.len();
    let all = count + report.open.len();
    match &report.end {
        InstallEnd::FirstHalf => Banner::success("The application is ready in Auth0")
            .body(
                "Parts 3 and 4 are next, in UserHub: the connection and the API key. The values are filled in there. Then \
                 the app sets up the login Action.",
            )
            .show(ui),
        InstallEnd::Done => Banner::success("The Auth0 part is set up and checked")
            .body("One thing is left to prove: that a sign-in reaches UserHub. The checks do that.")
            .show(ui),
        InstallEnd::Undone if report.notes.is_empty() => {
            Banner::success("Everything is as it was before").body("It was all looked at again.").show(ui);
        }
        InstallEnd::Undone => Banner::success("What the app changed is put back").show(ui),
        InstallEnd::UndoneInPart => Banner::warning("Not everything is put back")
            .body("Somebody else has changed it since, so it stays as they left it.")
            .show(ui),
        InstallEnd::NothingToUndo => Banner::info("There was nothing to undo").show(ui),
        InstallEnd::Forgotten => Banner::info("What undo would need is forgotten. Auth0 stays as it is.").show(ui),
        InstallEnd::Interrupted => Banner::info("Stopped")
            .body(&format!("{count} of {all} changes are {made}. The next time goes on from there."))
            .show(ui),
        InstallEnd::Problem(issue) => {
            super::super::problem_without_check(ui, issue, state, said);
            widgets::gap(ui, space::M);
            widgets::paragraph(ui, &format!("{count} of {all} changes are {made}."));
        }
    }
}

/// One line a change, ticked one by one.
fn rows(ui: &mut Ui, state: &State, work: &Work) {
    if work.steps.is_empty() && !state.automatic.is_busy() {
        return;
    }
    widgets::plain_card(ui, |ui| {
        let events = work.state(Change::Events).map(|_| Change::Events);
        for change in Change::ALL.into_iter().chain(events) {
            let effect = work.plan.as_ref().and_then(|plan| plan.row(change));
            let (mark, detail) = match work.state(change) {
                Some(StepState::Working(text)) => (CheckMark::Checking, text.as_str()),
                Some(StepState::Done(text)) => (CheckMark::Passed, text.as_str()),
                Some(StepState::Kept) => (CheckMark::Passed, "There was nothing to do."),
                Some(StepState::Left(why)) => (CheckMark::Note, why.as_str()),
                Some(StepState::Stopped) => (CheckMark::Problem, ""),
                None if effect.is_some_and(|row| row.effect == Effect::Later) => {
                    (CheckMark::Waiting, "After UserHub's part.")
                }
                None => (CheckMark::Waiting, ""),
            };
            widgets::check_row(ui, mark, title(change), detail);
            widgets::gap(ui, space::S);
        }
    });
    widgets::gap(ui, space::M);
}

fn title(change: Change) -> &'static str {
    match change {
        Change::Application => "Application",
        Change::Permissions => "Permissions",
        Change::Action => "Action",
        Change::Secrets => "Secrets in the Action",
        Change::Flow => "Login flow",
        Change::Events => "Permission for live updates",
    }
}

fn practice_console(ui: &mut Ui, said: &mut Vec<Msg>) {
    widgets::card(
        ui,
        "In practice, UserHub's part can be done for you",
        |ui| {
            widgets::paragraph(
                ui,
                "In a real set-up you do Parts 3 and 4 by hand in the UserHub Admin console. Here the app can do them in the practice \
             UserHub, and go on.",
            );
            widgets::gap(ui, space::S);
            if widgets::secondary(ui, "Do Parts 3 and 4 in the practice UserHub").clicked() {
                said.push(Msg::Automatic(AutomaticMsg::AskedForPracticeConsole));
            }
        },
    );
    widgets::gap(ui, space::M);
}

fn undo(ui: &mut Ui, said: &mut Vec<Msg>) {
    widgets::card(ui, "Changed your mind?", |ui| {
        widgets::paragraph(
            ui,
            "Undo takes back what the app changed: it removes what the app made, and the Action leaves the Login flow. What somebody \
             else has changed since stays. You see all of it before anything happens.",
        );
        widgets::gap(ui, space::S);
        if Button::secondary("Review what undo would do")
            .icon(Icon::ArrowUUpLeft)
            .show(ui)
            .clicked()
        {
            said.push(Msg::Automatic(AutomaticMsg::AskedToReviewUndo));
        }
    });
}
