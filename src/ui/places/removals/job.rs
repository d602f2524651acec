//! What the person has asked for: who it is about and what can be undone, before it is done; how far it is; what became of it.

use eframe::egui::Ui;

use super::list::number_field;
use super::words;
use crate::app::msg::{Msg, RemovalsMsg};
use crate::app::state::State;
use crate::app::subjects::removals::{Job, Stage, Wanted};
use crate::domain::issue::{Issue, people, thousands};
use crate::domain::removal::Stop;
use crate::protocol::removal::{Decision, Ended, LeftOut, Planned};
use crate::ui::places::footer::{Footer, only};
use crate::ui::places::problem_without_check;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner, ListRow, PICK_ROW, PickRow, Progress, ScrollList, Tone};

/// How many rows are in sight at most.
const SHOWN: usize = 8;

pub(super) fn ui(ui: &mut Ui, state: &State, job: &Job, number: &mut String, said: &mut Vec<Msg>) {
    let why = words::comes_to(&job.wanted);
    widgets::page_heading(ui, None, words::heading(&job.wanted), Some(why));
    widgets::gap(ui, space::M);
    match &job.stage {
        Stage::Looking => {
            widgets::secondary_text(ui, "Looking up who this is about…");
        }
        Stage::Review => review(ui, state, job, number),
        Stage::Working => working(ui, job),
        Stage::Over(Ok(ended)) => over(ui, job, ended, said),
        Stage::Over(Err(issue)) => failed(ui, state, job, issue, said),
    }
}

pub(super) fn footer(job: &Job) -> Footer {
    let aside = Msg::Removals(RemovalsMsg::PutAside);
    match &job.stage {
        Stage::Looking => Footer {
            primary: None,
            secondary: Some(("Not now".to_owned(), aside)),
        },
        Stage::Review if job.may_go_on() => Footer {
            primary: Some((
                words::button(&job.wanted, job.preview.people.len() as u64),
                Msg::Removals(RemovalsMsg::Confirmed),
            )),
            secondary: Some(("Not now".to_owned(), aside)),
        },
        Stage::Working => Footer {
            primary: None,
            secondary: Some(("Stop".to_owned(), Msg::Removals(RemovalsMsg::Stop))),
        },
        Stage::Review | Stage::Over(_) => {
            let label = match job.wanted {
                Wanted::Undo(_) | Wanted::RestoreRun(_) => "Back to History",
                Wanted::Decide(..) | Wanted::Restore(_) => "Back to the list",
            };
            only(label, aside)
        }
    }
}

/// Who it is about, who not and why, and what a guard says.
fn review(ui: &mut Ui, state: &State, job: &Job, number: &mut String) {
    let preview = &job.preview;
    let count = preview.people.len() as u64;
    if count == 0 {
        Banner::info("There is nobody to whom this can be done.").show(ui);
        widgets::gap(ui, space::M);
    }
    if !preview.stops.is_empty() {
        let causes: Vec<String> = preview.stops.iter().map(Stop::words).collect();
        let body = causes.join(" ");
        if job.may_go_on() {
            let title = "This may be an accident";
            let body = format!("{body} Read the names first.");
            Banner::danger(title).body(&body).show_with(ui, |ui| {
                number_field(ui, state, count, number, job.not_typed);
            });
        } else {
            let title = "This cannot be done yet, and nothing was changed";
            Banner::danger(title).body(&body).show(ui);
        }
        widgets::gap(ui, space::M);
    }
    if count > 0 {
        let title = match &job.wanted {
            Wanted::Decide(Decision::Keep, _) => format!("{} would be kept", people(count)),
            Wanted::Decide(Decision::Disable, _) => {
                format!("{} would be disabled", people(count))
            }
            Wanted::Decide(Decision::Mark, _) | Wanted::Undo(_) => {
                format!("{} would be marked for deletion", people(count))
            }
            Wanted::Restore(_) | Wanted::RestoreRun(_) => {
                format!("{} would be brought back", people(count))
            }
        };
        widgets::card(ui, &title, |ui| planned(ui, &preview.people));
        widgets::gap(ui, space::M);
    }
    left_out(ui, "left out", &preview.left_out, "Would stay as they are");
}

fn planned(ui: &mut Ui, people: &[Planned]) {
    let list = ScrollList::new("planned", "Who it is about", people.len()).shown(SHOWN);
    list.show(ui, |ui, at| {
        let Some(one) = people.get(at) else { return };
        let row = ListRow {
            mark: Some((Icon::User, Tone::Quiet)),
            title: &one.name,
            detail: if one.id == one.name { "" } else { &one.id },
            end: words::would(one.act),
            action: None,
            chosen: false,
        };
        widgets::list_row(ui, &row);
    });
}

/// Those who are left as they are, each with the reason.
fn left_out(ui: &mut Ui, id: &str, left: &[LeftOut], what: &str) {
    if left.is_empty() {
        return;
    }
    let title = format!("{what}: {}", people(left.len() as u64));
    widgets::card(ui, &title, |ui| {
        let list = ScrollList::new(id, what, left.len())
            .shown(SHOWN)
            .row_height(PICK_ROW);
        list.show(ui, |ui, at| {
            let Some(one) = left.get(at) else { return };
            let row = PickRow {
                title: &one.name,
                beside: if one.id == one.name { "" } else { &one.id },
                caution: "",
                detail: &one.reason,
                picked: None,
                action: None,
                chosen: false,
            };
            widgets::pick_row(ui, &row);
        });
    });
    widgets::gap(ui, space::M);
}

fn working(ui: &mut Ui, job: &Job) {
    let of = job.preview.people.len() as u64;
    let name = words::working(&job.wanted);
    widgets::plain_card(ui, |ui| {
        widgets::label(ui, name);
        let part = (of > 0).then(|| job.seen_to as f32 / of as f32);
        let done = format!("{} of {}", thousands(job.seen_to), people(of));
        Progress::new(("removal", of), name, part)
            .words(&done, "")
            .show(ui);
    });
    widgets::gap(ui, space::M);
    widgets::small(
        ui,
        "Each is looked at right before and right after. What is done can be taken back.",
    );
}

fn over(ui: &mut Ui, job: &Job, ended: &Ended, said: &mut Vec<Msg>) {
    let words = words::done(&job.wanted, ended.done);
    let already = match ended.already {
        0 => String::new(),
        1 => "1 person was so already, and not by this app.".to_owned(),
        more => format!("{} were so already, and not by this app.", people(more)),
    };
    let banner = if job.left.is_empty() {
        Banner::success(&words)
    } else {
        Banner::warning(&words)
    };
    let takes_away = !matches!(
        job.wanted,
        Wanted::Restore(_) | Wanted::RestoreRun(_) | Wanted::Decide(Decision::Keep, _)
    );
    let run = ended.run.filter(|_| takes_away && ended.done > 0);
    let banner = if already.is_empty() {
        banner
    } else {
        banner.body(&already)
    };
    banner.show_with(ui, |ui| {
        if let Some(run) = run
            && widgets::secondary(ui, "Bring them back…").clicked()
        {
            let wanted = Wanted::RestoreRun(run);
            said.push(Msg::Removals(RemovalsMsg::Asked(wanted)));
        }
    });
    widgets::gap(ui, space::M);
    left_out(ui, "left out", &job.preview.left_out, "Left as they are");
    left_out(ui, "not done", &job.left, "Not done");
}

fn failed(ui: &mut Ui, state: &State, job: &Job, issue: &Issue, said: &mut Vec<Msg>) {
    problem_without_check(ui, issue, state, said);
    widgets::gap(ui, space::M);
    if job.seen_to > 0 {
        let words = format!(
            "{} were seen to before that. What is begun is gone on with before anything else is.",
            people(job.seen_to)
        );
        widgets::secondary_text(ui, &words);
    }
    left_out(ui, "not done", &job.left, "Not done");
}
