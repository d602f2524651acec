//! Who left: the lists, whom the person has chosen, what is known against one of them, and what a guard says of all.

use eframe::egui::Ui;

use super::words::{self, number};
use crate::app::focus::FocusTarget;
use crate::app::msg::{Msg, RemovalsMsg};
use crate::app::state::State;
use crate::app::subjects::removals::{Removals, Shown, TypedRemovals, Wanted};
use crate::domain::issue::{people, thousands};
use crate::domain::removal::Stop;
use crate::protocol::removal::{Board, Decision, Subscription, Waiting};
use crate::ui::focus;
use crate::ui::theme::space;
use crate::ui::widgets::{
    self, Banner, Button, PICK_ROW, PickPress, PickRow, ScrollList, TextField,
};

/// How many rows are in sight at most.
const SHOWN: usize = 7;

pub(super) fn ui(
    ui: &mut Ui,
    state: &State,
    board: &Board,
    typed: &mut TypedRemovals,
    said: &mut Vec<Msg>,
) {
    let removals = &state.removals;
    if removals.shown == Shown::Waiting {
        guard(ui, state, board, &mut typed.number, said);
    }
    if let Some(one) = removals.open.as_ref().and_then(|id| find(board, id)) {
        opened(ui, removals, one, said);
        widgets::gap(ui, space::M);
    }
    let lists = [board.waiting.len(), board.kept.len(), board.merged.len()];
    if lists.iter().sum::<usize>() + board.removed.len() == 0 {
        return;
    }
    widgets::plain_card(ui, |ui| {
        chips(ui, removals, board, said);
        choosing(ui, removals, board, said);
        match removals.shown {
            Shown::Waiting => waiting(ui, state, &board.waiting, said),
            Shown::Kept => waiting(ui, state, &board.kept, said),
            Shown::Merged => waiting(ui, state, &board.merged, said),
            Shown::Removed => removed(ui, state, board, said),
        }
    });
}

fn find<'b>(board: &'b Board, id: &str) -> Option<&'b Waiting> {
    let mut all = (board.waiting.iter())
        .chain(&board.kept)
        .chain(&board.merged);
    all.find(|one| one.id == id)
}

/// What looks like an accident comes first, and nobody is chosen in one go before it was read.
fn guard(ui: &mut Ui, state: &State, board: &Board, typed: &mut String, said: &mut Vec<Msg>) {
    let removals = &state.removals;
    if board.stops.is_empty() {
        return;
    }
    let causes: Vec<String> = board.stops.iter().map(Stop::words).collect();
    let Some(count) = removals.number_to_read() else {
        let title = "Nobody can be disabled or marked for deletion yet";
        Banner::warning(title).body(&causes.join(" ")).show(ui);
        widgets::gap(ui, space::M);
        return;
    };
    let title = "This may be an accident";
    let body = format!(
        "{} Ask whoever looks after Auth0 whether so many were meant to leave, and look whether this is the right tenant. Until \
         you have typed the number, nobody can be chosen all at once.",
        causes.join(" ")
    );
    if removals.read == Some(count) {
        let title = format!("You have read why {} at once are many", people(count));
        Banner::info(&title).body(&causes.join(" ")).show(ui);
    } else {
        Banner::danger(title).body(&body).show_with(ui, |ui| {
            number_field(ui, state, count, typed, removals.not_read);
            if widgets::secondary(ui, "I have read this").clicked() {
                said.push(Msg::Removals(RemovalsMsg::Read));
            }
        });
    }
    widgets::gap(ui, space::M);
}

/// The field for the number of people whom a guard would stop.
pub(super) fn number_field(
    ui: &mut Ui,
    state: &State,
    count: u64,
    typed: &mut String,
    is_missing: bool,
) {
    let label = format!("Type {}, the number of people", thousands(count));
    let error = format!("Type the number {} first", thousands(count));
    let wanted = focus::wanted(ui.ctx(), state) == Some(FocusTarget::Number);
    TextField::new("number of people who left", &label)
        .error(is_missing.then_some(error.as_str()))
        .focus(wanted)
        .show(ui, typed);
}

fn chips(ui: &mut Ui, removals: &Removals, board: &Board, said: &mut Vec<Msg>) {
    let all = [
        (Shown::Waiting, "Wait for you", board.waiting.len()),
        (Shown::Kept, "Kept", board.kept.len()),
        (Shown::Merged, "Merged", board.merged.len()),
        (Shown::Removed, "Disabled or marked", board.removed.len()),
    ];
    ui.horizontal_wrapped(|ui| {
        for (shown, label, count) in all {
            let on = removals.shown == shown;
            if count == 0 && !on && shown != Shown::Waiting {
                continue;
            }
            if widgets::filter_chip(ui, label, &number(count), on).clicked() {
                said.push(Msg::Removals(RemovalsMsg::Showed(shown)));
            }
        }
    });
}

/// How many are chosen, and choosing all of them.
fn choosing(ui: &mut Ui, removals: &Removals, board: &Board, said: &mut Vec<Msg>) {
    let listed = match removals.shown {
        Shown::Waiting => board.waiting.len(),
        Shown::Kept => board.kept.len(),
        Shown::Merged => 0,
        Shown::Removed => board.removed.len(),
    };
    let is_stopped = removals.shown == Shown::Waiting && removals.number_to_read() != removals.read;
    widgets::gap(ui, space::S);
    if removals.chosen.is_empty() && (is_stopped || listed < 2) {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if !is_stopped && listed > 1 && widgets::link(ui, "Choose all").clicked() {
            said.push(Msg::Removals(RemovalsMsg::ChoseAll(true)));
        }
        if removals.chosen.is_empty() {
            return;
        }
        if widgets::link(ui, "Choose nobody").clicked() {
            said.push(Msg::Removals(RemovalsMsg::ChoseAll(false)));
        }
        if removals.shown == Shown::Waiting {
            let count = removals.chosen.len();
            let label = format!("Keep {}", people(count as u64));
            if widgets::link(ui, &label).clicked() {
                let ids = removals.chosen.iter().cloned().collect();
                let wanted = Wanted::Decide(Decision::Keep, ids);
                said.push(Msg::Removals(RemovalsMsg::Asked(wanted)));
            }
        }
        widgets::secondary_text(ui, &format!("{} chosen", number(removals.chosen.len())));
    });
    let protected = board
        .waiting
        .iter()
        .any(|one| one.subscription.why().is_some());
    if protected && removals.shown == Shown::Waiting && listed > 1 {
        widgets::small(
            ui,
            "People with a subscription or in an owner's role are not among all: each is decided alone.",
        );
    }
}

fn waiting(ui: &mut Ui, state: &State, people: &[Waiting], said: &mut Vec<Msg>) {
    let removals = &state.removals;
    if people.is_empty() {
        widgets::gap(ui, space::S);
        widgets::secondary_text(ui, "Nobody is here.");
        return;
    }
    let (id, name) = match removals.shown {
        Shown::Kept => ("kept", "People who are kept"),
        Shown::Merged => ("merged", "People who live on in another user"),
        Shown::Waiting | Shown::Removed => ("left", "People who left"),
    };
    let list = ScrollList::new(id, name, people.len())
        .shown(SHOWN)
        .row_height(PICK_ROW);
    list.show(ui, |ui, at| {
        if let Some(one) = people.get(at) {
            row(ui, state, one, said);
        }
    });
}

fn row(ui: &mut Ui, state: &State, one: &Waiting, said: &mut Vec<Msg>) {
    let removals = &state.removals;
    let detail = words::evidence(one, state.now);
    let beside = one.email.as_deref().filter(|email| *email != one.name);
    let caution = one.subscription.why().map_or_else(String::new, capital);
    let row = PickRow {
        title: &one.name,
        beside: beside.unwrap_or_default(),
        caution: &caution,
        detail: &detail,
        picked: (removals.shown != Shown::Merged).then(|| removals.chosen.contains(&one.id)),
        action: (removals.shown == Shown::Waiting).then_some("Keep"),
        chosen: removals.open.as_deref() == Some(one.id.as_str()),
    };
    match widgets::pick_row(ui, &row) {
        None => {}
        Some(PickPress::Tick) => said.push(Msg::Removals(RemovalsMsg::Chose(one.id.clone()))),
        Some(PickPress::Row) => {
            let id = (!row.chosen).then(|| one.id.clone());
            said.push(Msg::Removals(RemovalsMsg::Opened(id)));
        }
        Some(PickPress::Action) => said.push(decide(one, Decision::Keep)),
    }
}

fn decide(one: &Waiting, decision: Decision) -> Msg {
    let wanted = Wanted::Decide(decision, vec![one.id.clone()]);
    Msg::Removals(RemovalsMsg::Asked(wanted))
}

fn capital(words: &str) -> String {
    crate::domain::tally::capital(words)
}

/// Everything that is known against one, and what may become of them.
fn opened(ui: &mut Ui, removals: &Removals, one: &Waiting, said: &mut Vec<Msg>) {
    widgets::card(ui, &one.name, |ui| {
        if let Some(email) = one.email.as_deref().filter(|email| *email != one.name) {
            widgets::secondary_text(ui, email);
        }
        for sentence in &one.evidence {
            widgets::paragraph(ui, sentence);
        }
        match &one.subscription {
            Subscription::Yes(why) => {
                let words =
                    format!("This person {why}, and is never seen to together with others.");
                widgets::paragraph(ui, &words);
            }
            Subscription::NotKnown if removals.shown == Shown::Waiting => {
                widgets::secondary_text(
                    ui,
                    "It is not known yet whether this person has a subscription. UserHub is asked before anything is done.",
                );
            }
            Subscription::NotKnown | Subscription::No => {}
        }
        if removals.shown == Shown::Merged {
            widgets::secondary_text(ui, "They have not left, and there is nothing to decide.");
        }
        widgets::gap(ui, space::S);
        ui.horizontal_wrapped(|ui| {
            if removals.shown == Shown::Waiting && widgets::secondary(ui, "Keep").clicked() {
                said.push(decide(one, Decision::Keep));
            }
            if removals.shown != Shown::Merged {
                if widgets::secondary(ui, "Disable in UserHub").clicked() {
                    said.push(decide(one, Decision::Disable));
                }
                if Button::danger("Mark for deletion").show(ui).clicked() {
                    said.push(decide(one, Decision::Mark));
                }
            }
            if widgets::secondary(ui, "Close").clicked() {
                said.push(Msg::Removals(RemovalsMsg::Opened(None)));
            }
        });
    });
}

fn removed(ui: &mut Ui, state: &State, board: &Board, said: &mut Vec<Msg>) {
    let removals = &state.removals;
    if board.removed.is_empty() {
        widgets::gap(ui, space::S);
        widgets::secondary_text(ui, "Nobody is here.");
        return;
    }
    let list = ScrollList::new(
        "removed",
        "People disabled or marked by this app",
        board.removed.len(),
    )
    .shown(SHOWN)
    .row_height(PICK_ROW);
    list.show(ui, |ui, at| {
        let Some(one) = board.removed.get(at) else {
            return;
        };
        let detail = words::removed(one, state.now);
        let beside = one.email.as_deref().filter(|email| *email != one.name);
        let row = PickRow {
            title: &one.name,
            beside: beside.unwrap_or_default(),
            caution: "",
            detail: &detail,
            picked: Some(removals.chosen.contains(&one.id)),
            action: Some("Restore"),
            chosen: removals.open.as_deref() == Some(one.id.as_str()),
        };
        match widgets::pick_row(ui, &row) {
            None => {}
            Some(PickPress::Tick | PickPress::Row) => {
                said.push(Msg::Removals(RemovalsMsg::Chose(one.id.clone())));
            }
            Some(PickPress::Action) => {
                let wanted = Wanted::Restore(vec![one.id.clone()]);
                said.push(Msg::Removals(RemovalsMsg::Asked(wanted)));
            }
        }
    });
}
