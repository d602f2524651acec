//! *Ask about someone*: one field, the verdict first, both sides, what happened, and the one button that helps.

use eframe::egui::Ui;

use super::both_sides;
use super::problem::problem;
use super::removals::halt::{SEE, see_in_history};
use super::sync::synced;
use crate::app::focus::FocusTarget;
use crate::app::msg::{Msg, NavigationMsg, RemovalsMsg, SomeoneMsg};
use crate::app::request::Remote;
use crate::app::state::State;
use crate::app::subjects::removals::Sought;
use crate::app::subjects::someone::SomeoneLookup;
use crate::app::typed::Typed;
use crate::domain::issue::in_one_line;
use crate::domain::links;
use crate::domain::removal::State as Account;
use crate::domain::someone::{Answer, Auth0Person, Help, Moment, Mood, UserHubUser};
use crate::protocol::someone::Someone;
use crate::protocol::users::Side;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, CopyButton, ListRow, TextField, Tone};
use crate::ui::{focus, times};

/// How many of those who were found are listed.
const LISTED: usize = 20;

pub(super) fn ui(ui: &mut Ui, state: &State, typed: &mut Typed, said: &mut Vec<Msg>) {
    widgets::page_heading(
        ui,
        None,
        "Ask about someone",
        Some("Both services answer as they are now. Looking changes nothing."),
    );
    widgets::gap(ui, space::M);
    let lookup = &state.someone;
    let error = lookup.unaskable.as_ref().map(|issue| {
        let (what, why) = (&issue.what, &issue.why);
        format!("{what}. {why}")
    });
    let field = TextField::new("someone", "Who")
        .hint("An email address, a name, or an ID of Auth0 or UserHub.")
        .error(error.as_deref())
        .paste()
        .focus(focus::wanted(ui.ctx(), state) == Some(FocusTarget::Someone));
    if field.show(ui, &mut typed.someone).submitted {
        said.push(Msg::Someone(SomeoneMsg::Asked));
    }
    widgets::gap(ui, space::L);
    match lookup.answer.state() {
        Remote::NotAsked => {}
        Remote::Loading => {
            let words = format!("Asking Auth0 and UserHub about {}…", short(&lookup.asked));
            widgets::secondary_text(ui, &words);
            // While the same person is asked for again, what is known of them stays.
            if let Some(found) = lookup.answer.latest().filter(|_| is_again(lookup)) {
                answered(ui, state, found, said);
            }
        }
        Remote::Ready(found) => answered(ui, state, found, said),
        Remote::Failed(issue) => {
            problem(ui, issue, said, Msg::Someone(SomeoneMsg::Asked));
        }
    }
}

/// Whether this is the look after somebody was brought over.
fn is_again(lookup: &SomeoneLookup) -> bool {
    !matches!(lookup.synced.state(), Remote::NotAsked)
}

fn short(who: &str) -> String {
    let line = in_one_line(who);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

fn answered(ui: &mut Ui, state: &State, found: &Someone, said: &mut Vec<Msg>) {
    verdict(ui, state, found, said);
    widgets::gap(ui, space::S);
    synced(ui, state.someone.synced.state());
    widgets::gap(ui, space::M);
    let is_one = found.auth0.len() <= 1 && found.userhub.len() <= 1;
    if is_one && found.auth0.len() + found.userhub.len() > 0 {
        one(ui, state, found, said);
    } else if !is_one {
        several(ui, found, said);
    }
}

/// The verdict with its cause, what helps, and the button for that.
fn verdict(ui: &mut Ui, state: &State, found: &Someone, said: &mut Vec<Msg>) {
    let answer = &found.answer;
    let text = in_one_line(&answer.text);
    let fix = in_one_line(&answer.window_fix(state.removals.by_itself()));
    let banner = match answer.verdict.mood() {
        Mood::Well => Banner::success(&text),
        Mood::Waits => Banner::info(&text).icon(Icon::Hourglass),
        Mood::Attention => Banner::warning(&text),
        Mood::Open => Banner::info(&text),
    };
    let banner = if fix.is_empty() {
        banner
    } else {
        banner.body(&fix)
    };
    if has_help(state, found) {
        banner.show_with(ui, |ui| {
            ui.horizontal_wrapped(|ui| help(ui, state, found, said));
        });
    } else {
        banner.show(ui);
    }
}

/// Whether there is a button that helps, or a word on why there is none now.
fn has_help(state: &State, found: &Someone) -> bool {
    let is_syncing = state.someone.synced.is_loading();
    match found.answer.help() {
        _ if found.merged_into.is_some() => true,
        Help::Nothing => false,
        Help::SyncOne => !found.auth0.is_empty() && !is_syncing,
        Help::OpenInAuth0 => !found.auth0.is_empty(),
        _ => true,
    }
}

fn help(ui: &mut Ui, state: &State, found: &Someone, said: &mut Vec<Msg>) {
    let first = found.auth0.first().map(|person| person.id.clone());
    let page = |place| Msg::Navigation(NavigationMsg::OpenedPage(place));
    if let Some(into) = &found.merged_into {
        let label = "Ask for the user it was merged into";
        if Button::primary(label).show(ui).clicked() {
            said.push(Msg::Someone(SomeoneMsg::AskedFor(into.clone())));
        }
        return;
    }
    let (label, icon, msg) = match (found.answer.help(), first) {
        (Help::SyncOne, Some(id)) => {
            if state.sync.is_busy() {
                widgets::small(
                    ui,
                    "A sync is going on. When it is over, this person can be synced alone.",
                );
                return;
            }
            if state.someone.synced.is_loading() {
                return;
            }
            let msg = Msg::Someone(SomeoneMsg::AskedToSync(id));
            ("Sync this person", Icon::ArrowsClockwise, msg)
        }
        (Help::OpenInAuth0, Some(id)) => {
            let msg = Msg::Someone(SomeoneMsg::AskedToSeeInAuth0(id));
            ("Open in Auth0", Icon::ArrowSquareOut, msg)
        }
        (Help::Decide, _) => (
            "See them in People who left",
            Icon::SignOut,
            Msg::Removals(RemovalsMsg::Sought(sought(found))),
        ),
        (Help::OpenInUserHub, _) => (
            "Open in UserHub",
            Icon::ArrowSquareOut,
            page(links::Place::Console),
        ),
        (Help::OpenConnections, _) => (
            "Open Connections",
            Icon::ArrowSquareOut,
            page(links::Place::Connections),
        ),
        (Help::OpenApiKeys, _) => (
            "Open API keys",
            Icon::ArrowSquareOut,
            page(links::Place::ApiKeys),
        ),
        (Help::SeeRun(run), _) => {
            let button = Button::primary(SEE).icon(Icon::ClockCounterClockwise);
            see_in_history(ui, button, state, run, said);
            return;
        }
        (Help::Nothing | Help::SyncOne | Help::OpenInAuth0, _) => return,
    };
    if Button::primary(label).icon(icon).show(ui).clicked() {
        said.push(msg);
    }
}

/// The person asked about, as those who left are known.
fn sought(found: &Someone) -> Sought {
    let user = found.userhub.first();
    Sought {
        ids: (found.userhub.iter())
            .flat_map(|user| user.external_ids.iter().map(ToString::to_string))
            .collect(),
        called: user.map(UserHubUser::called).unwrap_or_default(),
    }
}

/// One person: both sides, what happened, and where to see more.
fn one(ui: &mut Ui, state: &State, found: &Someone, said: &mut Vec<Msg>) {
    let (person, user) = (found.auth0.first(), found.userhub.first());
    let called = person
        .map(Auth0Person::called)
        .or_else(|| user.map(UserHubUser::called))
        .unwrap_or_default();
    widgets::card(ui, &called, |ui| {
        both_sides::ui(ui, &in_auth0(person), &in_userhub(&found.answer, user));
        notes(ui, person, user);
        widgets::gap(ui, space::S);
        ui.horizontal_wrapped(|ui| {
            if let Some(person) = person {
                let button = Button::secondary("See in Auth0").icon(Icon::ArrowSquareOut);
                if button.show(ui).clicked() {
                    let id = person.id.clone();
                    said.push(Msg::Someone(SomeoneMsg::AskedToSeeInAuth0(id)));
                }
                CopyButton::new("the Auth0 ID")
                    .label("Copy Auth0 ID")
                    .copy(ui, &person.id);
            }
            if let Some(user) = user {
                CopyButton::new("the UserHub ID")
                    .label("Copy UserHub ID")
                    .copy(ui, user.id.as_str());
            }
        });
    });
    widgets::gap(ui, space::M);
    timeline(ui, state, &found.timeline);
}

fn in_auth0(person: Option<&Auth0Person>) -> Side {
    match person {
        None => Side::Nobody,
        Some(person) => match (&person.profile, &person.unreadable) {
            (Some(profile), _) => Side::Holds(profile.clone()),
            (None, Some(why)) => Side::Unreadable(why.clone()),
            (None, None) => Side::Unknown,
        },
    }
}

fn in_userhub(answer: &Answer, user: Option<&UserHubUser>) -> Side {
    use crate::domain::someone::Verdict;
    match user {
        Some(user) => Side::Holds(user.profile.clone()),
        None if answer.verdict == Verdict::UserHubNotReadable => Side::Unknown,
        None => Side::Nobody,
    }
}

/// What no field says: where they come from, and how the user stands.
fn notes(ui: &mut Ui, person: Option<&Auth0Person>, user: Option<&UserHubUser>) {
    widgets::gap(ui, space::S);
    if let Some(person) = person {
        widgets::fact_row(ui, "ID in Auth0", &in_one_line(&person.id));
        if let Some(connection) = &person.connection {
            widgets::fact_row(ui, "Signs in through", &in_one_line(connection));
        }
        if !person.merged.is_empty() {
            let merged = in_one_line(&person.merged.join(", "));
            widgets::fact_row(ui, "Merged into them", &merged);
        }
    }
    if let Some(user) = user {
        widgets::fact_row(ui, "ID in UserHub", user.id.as_str());
        widgets::fact_row(ui, "In UserHub", state_of(user.account.state));
        if !user.elsewhere.is_empty() {
            let others = in_one_line(&user.elsewhere.join(", "));
            widgets::fact_row(ui, "Also through", &others);
        }
        if let Some(why) = &user.protected {
            widgets::fact_row(ui, "Note", &format!("The user {}.", in_one_line(why)));
        }
    }
}

const fn state_of(state: Account) -> &'static str {
    match state {
        Account::Active => "Active",
        Account::Disabled => "Disabled",
        Account::Archived => "Put away",
        Account::PendingDeletion => "Marked for deletion",
        Account::Unknown => "Not known",
    }
}

/// Several fit: each can be asked for alone.
fn several(ui: &mut Ui, found: &Someone, said: &mut Vec<Msg>) {
    widgets::card(ui, "Who fits", |ui| {
        for person in found.auth0.iter().take(LISTED) {
            let user = found.userhub.iter().find(|user| user.knows(&person.id));
            let end = if user.is_some() {
                "in both"
            } else {
                "in Auth0 alone"
            };
            row(ui, &person.called(), &person.id, end, said);
        }
        let is_alone =
            |user: &&UserHubUser| !(found.auth0.iter()).any(|person| user.knows(&person.id));
        for user in found.userhub.iter().filter(is_alone).take(LISTED) {
            row(
                ui,
                &user.called(),
                user.id.as_str(),
                "in UserHub alone",
                said,
            );
        }
    });
}

fn row(ui: &mut Ui, title: &str, id: &str, end: &str, said: &mut Vec<Msg>) {
    let row = ListRow {
        mark: Some((Icon::User, Tone::Quiet)),
        title,
        detail: if title == id { "" } else { id },
        end,
        action: None,
        chosen: false,
    };
    if widgets::list_row(ui, &row).is_some() {
        said.push(Msg::Someone(SomeoneMsg::AskedFor(id.to_owned())));
    }
}

fn timeline(ui: &mut Ui, state: &State, moments: &[Moment]) {
    if moments.is_empty() {
        return;
    }
    widgets::card(ui, "What happened", |ui| {
        for moment in moments {
            let at = times::day(moment.at, state.now);
            widgets::fact_row(ui, &at, &in_one_line(&moment.what));
        }
    });
}
