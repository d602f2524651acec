//! What the checks of a page come to: each line waits, is being made, and comes to a result that stays.

use std::time::Duration;

use eframe::egui::Ui;

use crate::app::focus::FocusTarget;
use crate::app::msg::{Msg, NavigationMsg, PracticeMsg, World};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::domain::issue::{Code, Issue};
use crate::domain::permissions::Permission;
use crate::protocol::checks::{Check, CheckState, Scope};
use crate::protocol::places::{Part, Place};
use crate::ui::focus;
use crate::ui::theme::{Icon, space};
use crate::ui::times;
use crate::ui::widgets::{self, Banner, CheckMark};

/// One line of the list: its title, and the checks that it stands for.
struct Line {
    title: &'static str,
    checks: &'static [&'static str],
}

const REACH: Line = Line {
    title: "Reached Auth0",
    checks: &["auth0.reach"],
};

const APPLICATION: &[Line] = &[
    REACH,
    Line {
        title: "Client ID and Client Secret accepted",
        checks: &["auth0.sign_in"],
    },
    Line {
        title: "Application may use the Management API",
        checks: &["auth0.management_api"],
    },
    Line {
        title: "Permissions",
        checks: &[
            "auth0.permission.read:users",
            "auth0.permission.update:users",
            "auth0.permission.delete:users",
            "auth0.permission.create:users",
        ],
    },
    Line {
        title: "Read users",
        checks: &["auth0.read_users"],
    },
];

const KEY: &[Line] = &[
    Line {
        title: "UserHub accepted the key",
        checks: &["userhub.key"],
    },
    Line {
        title: "The key may list users",
        checks: &["userhub.list"],
    },
    Line {
        title: "The connection belongs to this UserHub and to Auth0",
        checks: &["userhub.connection"],
    },
];

pub(super) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let scope = state.navigation.place.page().and_then(|page| page.check);
    // Only the checks of this page: those of another one are told there.
    let asked = state.readiness.run.scope;
    if scope.is_none() || asked != scope {
        return;
    }
    let (lines, part) = match scope {
        Some(Scope::Tenant) => (&APPLICATION[..1], Part::Application),
        Some(Scope::Auth0) => (APPLICATION, Part::Application),
        Some(Scope::Everything) | None => (KEY, Part::Key),
    };
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Outcome);
    widgets::in_view(ui, wanted, |ui| {
        widgets::plain_card(ui, |ui| list(ui, lines, state));
        widgets::gap(ui, space::M);
        waits(ui, state);
        outcome(ui, part, state, said);
    });
}

/// What the checks wait for: no problem, and they go on by themselves.
pub(super) fn waits(ui: &mut Ui, state: &State) {
    if let Some((service, left)) = state.readiness.waiting(state.now) {
        let when = times::goes_on(left, state.now);
        let words = format!("{service} asked us to slow down. Going on {when}.");
        Banner::warning(&words).icon(Icon::Hourglass).show(ui);
        widgets::gap(ui, space::M);
        ui.ctx().request_repaint_after(Duration::from_secs(1));
    }
}

fn list(ui: &mut Ui, lines: &[Line], state: &State) {
    let mut is_next = state.readiness.run.result.is_loading();
    for line in lines {
        let found: Vec<&Check> = state
            .readiness
            .rows()
            .filter(|check| line.checks.contains(&check.name))
            .collect();
        let (mark, detail) = if found.len() < line.checks.len() {
            let mark = match (
                std::mem::take(&mut is_next),
                state.readiness.run.result.is_loading(),
            ) {
                (true, _) => CheckMark::Checking,
                (false, true) => CheckMark::Waiting,
                (false, false) => CheckMark::NotChecked,
            };
            (mark, String::new())
        } else {
            (worst(&found), detail(line, &found))
        };
        widgets::check_row(ui, mark, line.title, &detail);
    }
    let others = state
        .readiness
        .rows()
        .find(|check| check.name == "auth0.permission.others");
    if let Some(check) = others.filter(|_| lines.len() > 1 && lines[0].title == REACH.title) {
        widgets::check_row(ui, check.state.into(), "Other permissions", &check.why);
    }
}

fn worst(found: &[&Check]) -> CheckMark {
    let has = |state| found.iter().any(|check| check.state == state);
    [
        CheckState::Problem,
        CheckState::NotChecked,
        CheckState::NotProved,
        CheckState::Note,
    ]
    .into_iter()
    .find(|state| has(*state))
    .map_or(CheckMark::Passed, CheckMark::from)
}

/// The checks whose words say more than the line's title.
const TOLD: [&str; 3] = ["auth0.reach", "auth0.read_users", "userhub.connection"];

/// What was seen. Of the permissions each is named with how it stands; of a problem the panel below tells.
fn detail(line: &Line, found: &[&Check]) -> String {
    if line.checks.len() == 1 {
        let one = found.first().map(|check| (check.state, check.why.as_str()));
        return match one {
            Some((CheckState::Passed, _)) if !TOLD.contains(&line.checks[0]) => String::new(),
            Some((CheckState::Problem, _)) | None => String::new(),
            Some((_, why)) => why.to_owned(),
        };
    }
    let stands = |permission: &Permission| {
        let check = found
            .iter()
            .find(|check| check.name.ends_with(permission.as_str()));
        match check.map(|check| check.state) {
            Some(CheckState::Passed | CheckState::Note) => Some(true),
            Some(CheckState::Problem) => Some(false),
            _ => None,
        }
    };
    let named = |wanted: bool| {
        Permission::ALL
            .iter()
            .filter(|one| stands(one) == Some(wanted))
            .map(|one| one.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (named(true), named(false)) {
        (there, missing) if missing.is_empty() && !there.is_empty() => format!("Granted: {there}"),
        (there, missing) if there.is_empty() && !missing.is_empty() => {
            format!("Missing: {missing}")
        }
        (there, missing) if !missing.is_empty() => {
            format!("Granted: {there}. **Missing: {missing}**")
        }
        _ => String::new(),
    }
}

/// How it ended: the green line, or the first problem with its way out.
fn outcome(ui: &mut Ui, part: Part, state: &State, said: &mut Vec<Msg>) {
    let issue = match state.readiness.state() {
        Remote::Failed(issue) => issue,
        Remote::Ready(()) => return success(ui, state),
        Remote::NotAsked | Remote::Loading => return,
    };
    let own = state.readiness.problem(part).unwrap_or(issue);
    let belongs = Part::of_problem(own);
    // A problem of an earlier part is told there; here it is enough to say that there is one.
    if part == Part::Key && belongs == Some(Part::Application) {
        let title = format!("There is a problem in Part 2: {}", own.what);
        let pressed = Banner::warning(&title)
            .body("It does not hold you up here.")
            .show_with(ui, |ui| widgets::secondary(ui, "Go to Part 2").clicked());
        if pressed {
            said.push(Msg::Navigation(NavigationMsg::WentTo(Place::Credentials)));
        }
        widgets::gap(ui, space::M);
        return;
    }
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Problem);
    // Above the problem: below it nobody sees it.
    practice_fix(ui, own, state, said);
    super::problem_of_checks(ui, own, wanted, state, said);
}

/// In practice the app itself can do in Auth0 what the problem asks for.
fn practice_fix(ui: &mut Ui, issue: &Issue, state: &State, said: &mut Vec<Msg>) {
    if state.world != Some(World::Practice) || issue.code != Code::PermissionsMissing {
        return;
    }
    let pressed = Banner::info("Practice made this problem on purpose")
        .body("In a real set-up you would tick the permission in Auth0 and click Update. Here the app does it in the practice Auth0, and checks again.")
        .show_with(ui, |ui| {
            widgets::secondary(ui, "Do this step in practice Auth0").clicked()
        });
    if pressed {
        said.push(Msg::Practice(PracticeMsg::Repair));
    }
    widgets::gap(ui, space::M);
}

fn success(ui: &mut Ui, state: &State) {
    let seen = |name: &str| {
        let check = state.readiness.rows().find(|check| check.name == name);
        check.map_or("", |check| check.why.as_str())
    };
    let words = match state.readiness.run.scope {
        Some(Scope::Tenant) => format!("{}.", seen("auth0.reach")),
        Some(Scope::Auth0) => {
            let count = seen("auth0.read_users");
            let count = count.strip_prefix("Found ").unwrap_or(count);
            format!("Auth0 is ready. {count} found.")
        }
        Some(Scope::Everything) if state.readiness.proved_at(Part::Connection).is_some() => return,
        Some(Scope::Everything) | None => "The key works".to_owned(),
    };
    Banner::success(&words).show(ui);
    widgets::gap(ui, space::M);
}
