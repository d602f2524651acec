//! The sign-in test: its button, what it sees while it watches, and what it came to.

use std::time::Duration;

use eframe::egui::Ui;
use jiff::Timestamp;

use crate::app::msg::{Msg, NavigationMsg, SignInTestMsg, World};
use crate::app::state::State;
use crate::app::subjects::sign_in_test::{Phase, timing};
use crate::app::subjects::sync;
use crate::app::typed::Typed;
use crate::domain::issue::Issue;
use crate::domain::sign_in::{Proof, SignIn};
use crate::protocol::checks::{self, CheckState};
use crate::protocol::places::Place;
use crate::protocol::sign_in_test::Verdict;
use crate::ui::theme::space;
use crate::ui::times;
use crate::ui::widgets::{self, Banner, Status};

/// The usual causes of a sign-in that UserHub did not hear of, the likeliest first, with the page that mends each, and the
/// check that has ruled it out where it has passed.
const CAUSES: [(&str, Place, &str); 4] = [
    (
        "The Action is not in the Login flow, or Apply was not clicked",
        Place::ActionFlow,
        checks::FLOW,
    ),
    (
        "Deploy was not clicked: Save Draft is not enough",
        Place::ActionDeploy,
        checks::DEPLOYED,
    ),
    (
        "A secret's name is misspelt: API_KEY and CONNECTION_ID, in capitals",
        Place::ActionSecrets,
        checks::SECRETS,
    ),
    (
        "The dependency is missing: @userhub/auth0-actions",
        Place::ActionDependency,
        checks::DEPENDENCY,
    ),
];

/// The card of the sign-in test.
pub(super) fn ui(
    ui: &mut Ui,
    state: &State,
    typed: &mut Typed,
    now: Timestamp,
    said: &mut Vec<Msg>,
) {
    widgets::card(ui, "Test it with one sign-in", |ui| {
        widgets::paragraph(
            ui,
            "Sign in to your own product with any Auth0 user. We will watch for it. Somebody who is not in UserHub yet \
             leaves no doubt.",
        );
        match &state.sign_in_test.phase {
            Phase::Idle => start(ui, state, "Start watching", said),
            Phase::Starting { held_up } => {
                status(ui, "Getting ready to watch…");
                hold_up(ui, held_up.as_deref());
                stop(ui, said);
            }
            Phase::Watching {
                since,
                signed_in,
                held_up,
            } => {
                watching(ui, state, *since, now);
                for (sign_in, known) in signed_in {
                    seen(ui, sign_in, *known);
                }
                hold_up(ui, held_up.as_deref());
                stop(ui, said);
            }
            Phase::Over(verdict) => over(ui, state, verdict, said),
        }
        if state.world == Some(World::Practice) {
            practice(ui, state, typed, said);
        }
    });
}

/// The button that begins, with how long it watches.
fn start(ui: &mut Ui, state: &State, label: &str, said: &mut Vec<Msg>) {
    if matches!(state.sync.phase, sync::Phase::Running(_)) {
        Banner::info("A sync is running")
            .body("It may add the person before the Action does. Test when it has ended.")
            .show(ui);
        return;
    }
    let minutes = timing(state.world).patience.as_secs() / 60;
    let plural = if minutes == 1 { "" } else { "s" };
    if widgets::secondary(ui, &format!("{label} ({minutes} minute{plural})")).clicked() {
        said.push(Msg::SignInTest(SignInTestMsg::Start));
    }
}

fn stop(ui: &mut Ui, said: &mut Vec<Msg>) {
    if widgets::secondary(ui, "Stop watching").clicked() {
        said.push(Msg::SignInTest(SignInTestMsg::Stop));
    }
}

fn status(ui: &mut Ui, words: &str) {
    widgets::status_row(ui, Status::Checking, Some(words));
}

fn watching(ui: &mut Ui, state: &State, since: Timestamp, now: Timestamp) {
    let patience = i64::try_from(timing(state.world).patience.as_secs()).unwrap_or(i64::MAX);
    let left = patience - now.duration_since(since).as_secs();
    let words = if left > 0 {
        format!(
            "Watching since {}. {} left.",
            times::of_day(since),
            times::left(left)
        )
    } else {
        format!("Watching since {}. One last look.", times::of_day(since))
    };
    status(ui, &words);
    ui.ctx().request_repaint_after(Duration::from_secs(1));
}

fn seen(ui: &mut Ui, sign_in: &SignIn, known: bool) {
    let at = times::of_day(sign_in.at);
    let who = &sign_in.who;
    let words = if known {
        format!(
            "Saw {who} sign in at {at}. They were in UserHub before, and nothing has changed there: that proves nothing \
             yet. Still watching for somebody else."
        )
    } else {
        format!("Saw {who} sign in at {at}. Looking for them in UserHub.")
    };
    widgets::status_row(ui, Status::InProgress, Some(&words));
}

fn hold_up(ui: &mut Ui, issue: Option<&Issue>) {
    if let Some(issue) = issue {
        Banner::warning(&issue.what)
            .body("We try again every few seconds. The time goes on.")
            .show(ui);
    }
}

fn over(ui: &mut Ui, state: &State, verdict: &Verdict, said: &mut Vec<Msg>) {
    match verdict {
        Verdict::Proved(sign_in, proof) => proved(ui, sign_in, *proof),
        Verdict::CannotTell(sign_in) => {
            let title = format!(
                "Saw {} sign in at {}. Whether UserHub was told cannot be seen",
                sign_in.who,
                times::of_day(sign_in.at)
            );
            Banner::info(&title)
                .body(
                    "They were in UserHub before, and nothing has changed there since. Test again with somebody who is \
                     not in UserHub yet, for example a new test user.",
                )
                .show(ui);
        }
        Verdict::NotThere(_, issue) => {
            let left = left_over(state);
            let mut issue = (**issue).clone();
            if left.len() < CAUSES.len() {
                "The checks of the Action have ruled out what is not listed below."
                    .clone_into(&mut issue.why);
                issue.fix_in_window = Some(if left.is_empty() {
                    "The Action is there, deployed, complete and in the flow. Its log in Auth0 (Monitoring, Logs) says what \
                     happened at this sign-in."
                        .to_owned()
                } else {
                    "Look at what is left below, the likeliest first.".to_owned()
                });
            }
            super::problem(ui, &issue, said, Msg::SignInTest(SignInTestMsg::Start));
            causes(ui, &left, said);
        }
        Verdict::NobodySignedIn => Banner::info("Nobody signed in while we watched")
            .body(
                "Sign in after you have pressed the button. A browser that is still signed in does not sign in again: \
                 sign out first.",
            )
            .show(ui),
        Verdict::Stopped => Banner::info("Stopped watching").show(ui),
        Verdict::Problem(issue) => super::problem(ui, issue, said, Msg::SignInTest(SignInTestMsg::Start)),
    }
    if !matches!(verdict, Verdict::NotThere(..) | Verdict::Problem(_)) {
        widgets::gap(ui, space::S);
        start(ui, state, "Watch again", said);
    }
}

fn proved(ui: &mut Ui, sign_in: &SignIn, proof: Proof) {
    let (who, at) = (&sign_in.who, times::of_day(sign_in.at));
    match proof {
        Proof::Added(then) => {
            let then = times::of_day(then);
            let title = format!("Saw {who} sign in at {at}. They were in UserHub at {then}.");
            Banner::success(&title)
                .body("The Action works: UserHub heard of the sign-in by itself.")
                .show(ui);
        }
        Proof::ReadAgain(then) => {
            let then = times::of_day(then);
            let title = format!("Saw {who} sign in at {at}. UserHub read them again at {then}.");
            Banner::success(&title)
                .body("They were in UserHub before, and what it holds of them changed after the sign-in.")
                .show(ui);
        }
        Proof::Nothing => {}
    }
}

/// The usual causes that no check has ruled out.
fn left_over(state: &State) -> Vec<&'static (&'static str, Place, &'static str)> {
    let is_ruled_out = |name: &str| {
        let seen = state.readiness.results.get(name);
        seen.is_some_and(|check| check.state == CheckState::Passed)
    };
    CAUSES
        .iter()
        .filter(|(.., name)| !is_ruled_out(name))
        .collect()
}

/// Each of these causes with the page that mends it.
fn causes(ui: &mut Ui, left: &[&(&str, Place, &str)], said: &mut Vec<Msg>) {
    if left.is_empty() {
        return;
    }
    widgets::gap(ui, space::S);
    widgets::label(ui, "The usual causes, the likeliest first");
    for (number, (cause, place, _)) in left.iter().enumerate() {
        ui.horizontal_wrapped(|ui| {
            widgets::paragraph(ui, &format!("{}. {cause}", number + 1));
            let name = format!("Show me: {cause}");
            if widgets::Button::link("Show me")
                .named(&name)
                .show(ui)
                .clicked()
            {
                said.push(Msg::Navigation(NavigationMsg::WentTo(*place)));
            }
        });
    }
}

/// In practice nobody can sign in to a product: a button does it, and then what the Action does.
fn practice(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::gap(ui, space::M);
    widgets::tick_row(
        ui,
        "The Action is not in the Login flow",
        Some("Tick this to see what happens when Apply was not clicked."),
        &mut typed.not_in_flow,
    );
    // Nobody signs in unseen: before the watch has begun, the button is here and says so.
    if !state.sign_in_test.is_on() {
        widgets::secondary_text(
            ui,
            "Start watching first: then you can sign in here as one of the practice people.",
        );
        return;
    }
    if widgets::secondary(ui, "Sign in as somebody new").clicked() {
        said.push(Msg::SignInTest(SignInTestMsg::SignInAs(None)));
    }
    widgets::details(ui, "sign in as", "Sign in as…", |ui| {
        for (id, name) in &state.sign_in_test.people {
            if widgets::secondary(ui, &format!("Sign in as {name}")).clicked() {
                said.push(Msg::SignInTest(SignInTestMsg::SignInAs(Some(id.clone()))));
            }
        }
    });
}
