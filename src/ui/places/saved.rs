//! Saved set-ups on other screens: the list on the welcome page, whose set-up the rail shows, and what is said when one is
//! picked up again or its keys cannot be kept.

use eframe::egui::Ui;

use crate::app::context::Busy;
use crate::app::msg::{Msg, NavigationMsg, SetupFileMsg, SetupsMsg};
use crate::app::state::State;
use crate::app::subjects::setups::Setups;
use crate::app::typed::Typed;
use crate::domain::issue::Fix;
use crate::protocol::places::Place;
use crate::protocol::settings::{Colour, Environment, SavedSetup};
use crate::ui::theme::space;
use crate::ui::times;
use crate::ui::widgets::{self, Banner, IssuePanel, IssuePress, Tone};

/// The saved set-ups, each with the way back into it. Nothing is drawn where there are none.
pub(crate) fn list(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let keeping = &state.setups;
    if let Some(notice) = &keeping.notice {
        Banner::warning("Your saved set-ups are not shown")
            .body(&notice.words)
            .show(ui);
        widgets::gap(ui, space::L);
    }
    if keeping.setups.is_empty() {
        return;
    }
    widgets::card_heading(ui, "Saved set-ups");
    widgets::gap(ui, space::S);
    for setup in &keeping.setups {
        widgets::plain_card(ui, |ui| one(ui, setup, state, said));
        widgets::gap(ui, space::S);
    }
    widgets::gap(ui, space::L);
    widgets::card_heading(ui, "New set-up");
    widgets::gap(ui, space::S);
}

fn one(ui: &mut Ui, setup: &SavedSetup, state: &State, said: &mut Vec<Msg>) {
    ui.horizontal_wrapped(|ui| {
        chip(ui, setup);
        if !setup.domain.is_empty() {
            widgets::secondary_text(ui, &setup.domain);
        }
    });
    let last = match &setup.last_sync {
        Some(sync) => format!(
            "Last sync {}: {}",
            times::day(sync.at, state.now),
            sync.said()
        ),
        None => "Not synced yet".to_owned(),
    };
    widgets::secondary_text(ui, &last);
    let name = format!("Continue with {}", setup.title());
    if widgets::Button::secondary("Continue")
        .named(&name)
        .show(ui)
        .clicked()
    {
        said.push(Msg::Setups(SetupsMsg::Opened(setup.id.clone())));
    }
}

/// What is at work, where the person asked for something that has to wait for it.
pub(crate) fn blocked_by(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let (title, way, place) = match state.navigation.blocked_by {
        Some(Busy::Sync) => ("A sync is at work", "Go to the sync", Place::Sync),
        Some(Busy::Removal) => (
            "People in UserHub are being seen to",
            "Go to people who left",
            Place::Left,
        ),
        Some(Busy::SetUp) => (
            "The app is making changes in Auth0",
            "Go to the changes",
            Place::Automatic,
        ),
        None => return,
    };
    let body = "Let it come to its end, or stop it. Then what you asked for can be done.";
    let pressed = Banner::warning(title)
        .body(body)
        .alert()
        .show_with(ui, |ui| widgets::secondary(ui, way).clicked());
    if pressed {
        said.push(Msg::Navigation(NavigationMsg::WentTo(place)));
    }
    widgets::gap(ui, space::L);
}

/// Whose set-up this is: its name in its colour, and what it is for in a word.
pub(crate) fn chip(ui: &mut Ui, setup: &SavedSetup) {
    widgets::tag(ui, &setup.title(), tone(setup.colour));
    if setup.environment != Environment::Practice || !setup.name.is_empty() {
        widgets::secondary_text(ui, setup.environment.word());
    }
}

/// Whose set-up is open, for the rail.
pub(crate) fn open(ui: &mut Ui, keeping: &Setups) {
    if let Some(setup) = keeping.open_setup() {
        ui.horizontal_wrapped(|ui| chip(ui, setup));
    }
}

/// The colour of a set-up's chip.
pub(super) fn tone(colour: Colour) -> Tone {
    match colour {
        Colour::Blue => Tone::Accent,
        Colour::Green => Tone::Success,
        Colour::Amber => Tone::Warning,
        Colour::Red => Tone::Danger,
        Colour::Grey => Tone::Quiet,
    }
}

/// What the password store would not forget, and tasks that could not be removed, above every page and on the first one too.
pub(crate) fn not_forgotten(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if let Some(issue) = state.setups.keys.not_forgotten() {
        if IssuePanel::new(issue, "").show(ui).is_some() {
            said.push(Msg::Setups(SetupsMsg::AskedToKeepKeys));
        }
        widgets::gap(ui, space::M);
    }
    if let Some(issue) = state.setups.tasks.not_removed() {
        super::problem(ui, issue, said, Msg::Setups(SetupsMsg::AskedToRemoveTasks));
        widgets::gap(ui, space::M);
    }
}

/// What was forgotten since the start, and the way to take it back.
pub(crate) fn forgotten(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    for setup in &state.setups.forgotten {
        let title = format!("{} is forgotten", setup.title());
        let name = format!("Take {} back", setup.title());
        let what = if setup.task().is_some() {
            "Its keys leave the password store, and its task leaves this computer,"
        } else {
            "Its keys leave the password store"
        };
        let body = format!("{what} when you close the window. Until then you can take it back.");
        let pressed = Banner::info(&title).body(&body).show_with(ui, |ui| {
            let button = widgets::Button::secondary("Take it back");
            button.named(&name).show(ui).clicked()
        });
        if pressed {
            said.push(Msg::Setups(SetupsMsg::TookBack(setup.id.clone())));
        }
        widgets::gap(ui, space::M);
    }
}

/// What is to be said above every page: that the person is where they were, and that keys or settings cannot be kept.
pub(crate) fn banners(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let keeping = &state.setups;
    super::about::banner(ui, state, said);
    blocked_by(ui, state, said);
    if keeping.picked_up {
        Banner::info("Picking up where you left off").show_with(ui, |ui| {
            if widgets::link(ui, "Close this note").clicked() {
                said.push(Msg::Setups(SetupsMsg::SawPickUp));
            }
        });
        widgets::gap(ui, space::M);
    }
    if let Some(issue) = keeping.keys.not_kept(keeping.open.as_ref()) {
        if keeping.keys.without {
            Banner::warning("Keys are kept until you close the app").show(ui);
        } else {
            match IssuePanel::new(issue, "").show(ui) {
                Some(IssuePress::Fix(Fix::GoOnWithoutSaving)) => {
                    said.push(Msg::Setups(SetupsMsg::GoesOnWithoutSaving));
                }
                Some(IssuePress::CheckAgain | IssuePress::Fix(_)) => {
                    said.push(Msg::Setups(SetupsMsg::AskedToKeepKeys));
                }
                None => {}
            }
        }
        widgets::gap(ui, space::M);
    }
    not_forgotten(ui, state, said);
    if let Some(issue) = &keeping.not_written {
        if IssuePanel::new(issue, "").show(ui).is_some() {
            said.push(Msg::Setups(SetupsMsg::SaveNow));
        }
        widgets::gap(ui, space::M);
    }
}

/// The way in for a set-up that somebody has saved as a file.
pub(crate) fn open_file(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    if widgets::link(ui, "Open a set-up file").clicked() {
        said.push(Msg::SetupFile(SetupFileMsg::AskedToOpen));
    }
    if state.setup_file.typed {
        widgets::gap(ui, space::M);
        let field = widgets::TextField::new("set-up file", "Which file")
            .hint("No file was chosen. You can type its path here.")
            .show(ui, &mut typed.setup_file);
        if widgets::secondary(ui, "Open this file").clicked() || field.submitted {
            said.push(Msg::SetupFile(SetupFileMsg::Typed));
        }
    }
    if let Some(issue) = state.setup_file.result.issue() {
        widgets::gap(ui, space::S);
        IssuePanel::new(issue, "").without_check_again().show(ui);
    }
}
