//! Page 2: what there is now and what there would be after. Nothing has been changed when it is shown.

use eframe::egui::Ui;

use super::heading::heading;
use crate::app::msg::{AutomaticMsg, Msg, NavigationMsg};
use crate::app::state::State;
use crate::app::subjects::automatic::Purpose;
use crate::domain::install::{Answer, Change, CodeDifference, Effect, Plan, Question, Row};
use crate::domain::snippet::Code;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, Button, Progress, Tone};

const TITLE: &str = "Review the changes";

const NOTHING_YET: &str =
    "Nothing has been changed yet. Everything that is in Auth0 already is kept.";

pub(super) fn looking(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    let title = match state.automatic.purpose {
        Purpose::SetUp => TITLE,
        Purpose::Undo => super::undo::TITLE,
    };
    heading(
        ui,
        state,
        title,
        "The app looks, and changes nothing.",
        said,
    );
    widgets::card(ui, "Looking at Auth0…", |ui| {
        Progress::new("looking", "Looking at Auth0", None)
            .words("Applications, permissions, Actions and the Login flow", "")
            .show(ui);
    });
}

pub(super) fn ui(ui: &mut Ui, state: &State, plan: &Plan, said: &mut Vec<Msg>) {
    let why = if plan.undo.is_empty() {
        NOTHING_YET
    } else {
        "What was made before stays. Nothing else has been changed yet."
    };
    heading(ui, state, TITLE, why, said);
    for question in &plan.questions {
        ask(ui, question, said);
        widgets::gap(ui, space::M);
    }
    let flow = plan.row(Change::Flow).map(|row| row.effect);
    for row in &plan.rows {
        widgets::plain_card(ui, |ui| {
            row_of(ui, row);
            let is_settled = !matches!(row.effect, Effect::Later | Effect::Ask);
            match row.change {
                Change::Action if is_settled => code_choice(ui, plan.code, said),
                Change::Flow if flow != Some(Effect::Later) => flow_list(ui, plan, said),
                _ => {}
            }
        });
        widgets::gap(ui, space::M);
    }
    if !plan.token.missing_for_undo.is_empty() {
        let lacks = format!(
            "It lacks {}. Changes can still be taken back by hand in Auth0.",
            plan.token.missing_for_undo.join(", ")
        );
        Banner::warning("This key can make the changes, but not undo them")
            .body(&lacks)
            .show(ui);
        widgets::gap(ui, space::M);
    }
    if !plan.undo.is_empty() {
        undo_card(ui, said);
    }
}

/// One change: what it is about, what is done, and the two columns.
fn row_of(ui: &mut Ui, row: &Row) {
    let (icon, tone, word) = effect(row.effect);
    ui.horizontal_wrapped(|ui| {
        widgets::card_heading(ui, &row.title);
        widgets::icon(ui, icon, tone);
        widgets::tag(ui, word, tone);
    });
    widgets::gap(ui, space::S);
    widgets::fact_row(ui, "Now", &row.now);
    widgets::fact_row(ui, "After", &row.after);
    if let Some(note) = &row.note {
        widgets::gap(ui, space::S);
        Banner::info(note).show(ui);
    }
    if matches!(row.effect, Effect::Create | Effect::Change) {
        widgets::small(ui, row.change.needed_because());
    }
    if let Some(code) = &row.code
        && row.effect != Effect::Keep
    {
        difference(ui, row.change.name(), code);
    }
}

/// What a row comes to, as icon, colour and word.
fn effect(effect: Effect) -> (Icon, Tone, &'static str) {
    match effect {
        Effect::Create => (Icon::Plus, Tone::Added, "Will be made"),
        Effect::Change => (Icon::PencilSimple, Tone::Updated, "Will be changed"),
        Effect::Keep => (Icon::Check, Tone::Quiet, "Stays as it is"),
        Effect::Later => (Icon::Clock, Tone::Quiet, "After UserHub's part"),
        Effect::Ask => (Icon::Question, Tone::Warning, "Your choice"),
    }
}

/// The Action's code, line by line, with a sign before each line that comes or goes.
fn difference(ui: &mut Ui, salt: &str, code: &CodeDifference) {
    let title = if code.now.is_some() {
        "View what changes in the code"
    } else {
        "View the code"
    };
    widgets::details(ui, ("code", salt), title, |ui| {
        let text = if code.now.is_some() {
            let lines = code.lines.iter();
            let lines: Vec<String> = lines
                .map(|line| format!("{} {}", line.side.sign(), line.text))
                .collect();
            lines.join("\n")
        } else {
            code.after.clone()
        };
        let id = ui.scope_id().with(("difference", salt));
        widgets::code_box(ui, id, "The Action's code", &text);
    });
}

/// The two codes that do the same.
fn code_choice(ui: &mut Ui, code: Code, said: &mut Vec<Msg>) {
    widgets::details(ui, "which code", "Which code the Action runs", |ui| {
        let choices = [
            (
                Code::Documented,
                "UserHub's documented code, with the package @userhub/auth0-actions",
            ),
            (
                Code::WithoutPackage,
                "The same call without the package, when Auth0 cannot add it",
            ),
        ];
        for (which, words) in choices {
            let is_chosen = code == which;
            if widgets::radio_row(ui, words, is_chosen).clicked() && !is_chosen {
                said.push(Msg::Automatic(AutomaticMsg::ChoseCode(which)));
            }
        }
    });
}

/// The Login flow as it will be; the Action of ours can be moved in it, the others stay in their order.
fn flow_list(ui: &mut Ui, plan: &Plan, said: &mut Vec<Msg>) {
    let after = &plan.flow_after;
    let Some(ours) = after.iter().position(|entry| entry.is_ours) else {
        return;
    };
    widgets::gap(ui, space::M);
    widgets::label(ui, "The Login flow after that");
    widgets::gap(ui, space::S);
    let names = after.iter().map(|entry| entry.name.as_str());
    let boxes: Vec<&str> = ["Start"].into_iter().chain(names).chain(["End"]).collect();
    let meaning = format!("The Login flow: {}", boxes.join(", then "));
    widgets::flow(ui, &boxes, ours + 1, &meaning);
    widgets::gap(ui, space::S);
    ui.horizontal_wrapped(|ui| {
        let mut moves = |at: Option<usize>, icon, label: &str, name: &str| {
            let Some(to) = at else { return };
            if Button::secondary(label)
                .icon(icon)
                .named(name)
                .show(ui)
                .clicked()
            {
                said.push(Msg::Automatic(AutomaticMsg::Moved(to)));
            }
        };
        moves(
            ours.checked_sub(1),
            Icon::CaretLeft,
            "Move earlier",
            "Move UserHub earlier in the Login flow",
        );
        moves(
            (ours + 1 < after.len()).then_some(ours + 1),
            Icon::CaretRight,
            "Move later",
            "Move UserHub later in the Login flow",
        );
    });
}

/// Something of the name is there already, and only a person can say what that means.
fn ask(ui: &mut Ui, question: &Question, said: &mut Vec<Msg>) {
    Banner::warning(&question.what).alert().show_with(ui, |ui| {
        for (at, offer) in question.offers.iter().enumerate() {
            widgets::gap(ui, space::S);
            widgets::secondary_text(ui, &offer.explanation);
            let named = format!("{}: {}", offer.label, offer.explanation);
            let pressed = Button::secondary(&offer.label)
                .named(&named)
                .show(ui)
                .clicked();
            if let Some(code) = offer.code.as_ref().filter(|code| !code.is_empty()) {
                difference(ui, &format!("offer {at}"), code);
            }
            if pressed {
                said.push(answer(question.about, &offer.answer));
            }
        }
    });
}

fn answer(about: Change, answer: &Answer) -> Msg {
    match answer {
        // Nothing was changed, and nothing will be.
        Answer::Stop => Msg::Navigation(NavigationMsg::WentBack),
        answer => Msg::Automatic(AutomaticMsg::Answered(about, answer.clone())),
    }
}

/// The way to what undoing would do, where an earlier set-up left something to be undone.
fn undo_card(ui: &mut Ui, said: &mut Vec<Msg>) {
    widgets::card(ui, "The app has set this tenant up before", |ui| {
        widgets::paragraph(
            ui,
            "What it changed then can be taken back. You see all of it before anything happens.",
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
