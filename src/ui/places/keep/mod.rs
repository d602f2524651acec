//! Keep in sync: three ways in which changes can reach UserHub, what each needs, and what happens now.

mod feed;
mod task;

use std::time::Duration;

use eframe::egui::Ui;

use super::Footer;
use super::overview::state_words;
use crate::app::msg::{KeepUpMsg, Msg, NavigationMsg, PracticeMsg, World};
use crate::app::state::State;
use crate::app::subjects::keep_up::{Doing, Watching};
use crate::app::views::progress::Status;
use crate::domain::freshness::ago_exactly;
use crate::domain::guide::LIVE_UPDATES;
use crate::domain::issue::Issue;
use crate::protocol::live;
use crate::protocol::places::{Part, Place};
use crate::protocol::settings::Keep;
use crate::ui::theme::space;
use crate::ui::widgets::{self, Banner, RadioCard};

/// What installs the task that was chosen and is not there.
const INSTALL: &str = "Install it";

/// How often the page is drawn, so that its ages stay true.
const AGING: Duration = Duration::from_secs(2);

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let keep_up = &state.keep_up;
    let watching = &keep_up.watching;
    if !matches!(watching.doing, Doing::Nothing) {
        ui.ctx().request_repaint_after(AGING);
    }
    let why = "How should changes in Auth0 reach UserHub?";
    widgets::page_heading(ui, None, "Keep in sync", Some(why));
    widgets::gap(ui, space::L);
    choice(ui, state, said);
    permission(ui, state, said);
    let is_wanted = keep_up.marked() == Keep::AlsoClosed || keep_up.shows_files;
    if is_wanted || keep_up.failed.is_some() {
        widgets::gap(ui, space::M);
        task::ui(ui, state, said);
    }
    widgets::gap(ui, space::M);
    now(ui, state, said);
    happen(ui, state, said);
}

/// In practice: lets people sign up, change and leave by themselves, so that there is something to keep up with.
fn happen(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if state.world != Some(World::Practice) || state.practice.world.ready().is_none() {
        return;
    }
    widgets::gap(ui, space::M);
    widgets::card(ui, "In practice", |ui| {
        let mut happens = state.practice.happening > 0.0;
        let hint = "Made-up people sign up, change, sign in, are blocked, merge and leave: twenty a minute.";
        if widgets::tick_row(ui, "Things happen", Some(hint), &mut happens).changed() {
            said.push(Msg::Practice(PracticeMsg::LetHappen(happens)));
        }
    });
}

pub(super) fn footer(state: &State) -> Footer {
    let keep_up = &state.keep_up;
    let primary = if keep_up.watching.waits_for_first_sync() {
        let there = Msg::Navigation(NavigationMsg::WentTo(Place::Sync));
        Some(("Go to the first sync".to_owned(), there))
    } else if keep_up.marked() == keep_up.chosen {
        let install = Msg::KeepUp(KeepUpMsg::AskedForTask);
        let is_missing = keep_up.lacks_task(&state.context());
        is_missing.then(|| (INSTALL.to_owned(), install))
    } else {
        // The button says what it will be from then on, in the words of the card that is marked.
        let will_be = match keep_up.marked() {
            Keep::ByHand => "Only sync when I press Sync",
            Keep::WhileOpen => "Keep in sync while the window is open",
            Keep::AlsoClosed => "Keep in sync also when it is closed",
        };
        Some((will_be.to_owned(), Msg::KeepUp(KeepUpMsg::Chose)))
    };
    Footer {
        primary,
        secondary: None,
    }
}

fn choice(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let keep_up = &state.keep_up;
    let open = if keep_up.watching.lacks_permission {
        "Every 5 minutes. For seconds instead of minutes, Auth0 must allow one more permission, **read:events**."
    } else {
        "Changes arrive within seconds where Auth0 allows **read:events**, and otherwise every 5 minutes."
    };
    let by_sign_in = if state.standing(Part::Action).status == Status::Done {
        "People who sign in still come at once, by the login Action."
    } else {
        "With the login Action (Part 5), people who sign in would come at once as well."
    };
    let cards = [
        RadioCard {
            title: "Only when I press Sync",
            body: by_sign_in,
            badge: None,
        },
        RadioCard {
            title: "While this window is open",
            body: open,
            badge: None,
        },
        RadioCard {
            title: "Also when it is closed",
            body: "A small task on this computer starts every 15 minutes while you are logged in.",
            badge: None,
        },
    ];
    let marked = Keep::ALL.iter().position(|keep| *keep == keep_up.marked());
    let name = "How changes in Auth0 reach UserHub";
    if let Some(keep) =
        widgets::radio_cards(ui, name, &cards, marked, false).and_then(|at| Keep::ALL.get(at))
    {
        said.push(Msg::KeepUp(KeepUpMsg::Leaned(*keep)));
    }
    let label = if keep_up.shows_files {
        "Hide what will be installed"
    } else {
        "Show what will be installed"
    };
    if keep_up.marked() != Keep::AlsoClosed && widgets::link(ui, label).clicked() {
        said.push(Msg::KeepUp(KeepUpMsg::ToggledFiles));
    }
}

/// The permission without which changes come every five minutes, offered where it is wanted.
fn permission(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let keep_up = &state.keep_up;
    if !keep_up.watching.lacks_permission {
        return;
    }
    widgets::gap(ui, space::M);
    let banner = Banner::info("Changes can arrive within seconds")
        .body("The application in Auth0 needs one more permission for that: **read:events**. Everything else goes on without it.");
    banner.show_with(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            if widgets::secondary(ui, "Let the app add it").clicked() {
                said.push(Msg::KeepUp(KeepUpMsg::AskedToAllow));
            }
            if widgets::secondary(ui, "Show me how").clicked() {
                said.push(Msg::KeepUp(KeepUpMsg::ToggledSteps));
            }
        });
        if keep_up.shows_steps {
            for (at, step) in LIVE_UPDATES.iter().enumerate() {
                widgets::paragraph(ui, &format!("{}. {}.", at + 1, step.text));
            }
            let page = LIVE_UPDATES.iter().find_map(|step| step.at);
            if let Some(page) = page
                && state.world != Some(World::Practice)
                && widgets::secondary(ui, "Open the page in Auth0").clicked()
            {
                said.push(Msg::Navigation(NavigationMsg::OpenedPage(page)));
            }
            if state.practice.world.ready().is_some() && state.world == Some(World::Practice) {
                if widgets::secondary(ui, "Do this step in practice Auth0").clicked() {
                    said.push(Msg::KeepUp(KeepUpMsg::AllowedInPractice));
                }
            } else if widgets::secondary(ui, "I have added it").clicked() {
                said.push(Msg::KeepUp(KeepUpMsg::AskedToTryAgain));
            }
        }
    });
}

/// What happens now: the state in words, the last sign of life, and what was seen to.
fn now(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let watching = &state.keep_up.watching;
    let Some(words) = state_words(&watching.doing) else {
        return;
    };
    if let Doing::Stopped(issue) = &watching.doing {
        stopped(ui, issue, state, said);
        widgets::gap(ui, space::M);
        if watching.feed.all() == 0 {
            return;
        }
    }
    let heading = match &watching.doing {
        Doing::Stopped(_) => "Stopped".to_owned(),
        _ => words,
    };
    widgets::card(ui, &heading, |ui| {
        widgets::secondary_text(ui, &signs(watching, state));
        if let Doing::At(
            live::State::Polling | live::State::Waiting | live::State::Comparing,
            Some(why),
        ) = &watching.doing
        {
            widgets::paragraph(ui, why);
        }
        feed::ui(ui, state, said);
    });
}

/// `Last sign of life from Auth0 4 seconds ago. 38 changes since 9:14.`
fn signs(watching: &Watching, state: &State) -> String {
    let heard = watching.heard_at.map_or_else(
        || "Nothing has come from Auth0 yet.".to_owned(),
        |at| {
            format!(
                "Last sign of life from Auth0 {}.",
                ago_exactly(state.now, at)
            )
        },
    );
    let since = crate::domain::overview::clock_of(watching.began_at, state.now, &state.zone);
    let since = since.trim_start_matches("at ");
    let seen = match watching.feed.all() {
        0 => format!("No change since {since}."),
        1 => format!("1 change since {since}."),
        all => format!(
            "{} changes since {since}.",
            crate::domain::issue::thousands(all)
        ),
    };
    format!("{heard} {seen}")
}

/// Why it is stopped, and what can be done.
fn stopped(ui: &mut Ui, issue: &Issue, state: &State, said: &mut Vec<Msg>) {
    if state.keep_up.watching.waits_for_first_sync() {
        Banner::info("The first sync comes first")
            .body("Look at it and carry it out once. From then on changes are brought over by themselves.")
            .show(ui);
        return;
    }
    super::problem(ui, issue, said, Msg::KeepUp(KeepUpMsg::AskedToTryAgain));
}
