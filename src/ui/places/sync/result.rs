//! What a check or a sync came to, in one sentence, with what can be done next.

use eframe::egui::Ui;

use super::counts::Known;
use super::words::{look_at, need_attention, number};
use crate::app::msg::{Msg, RemovalsMsg, SyncMsg};
use crate::app::state::State;
use crate::app::subjects::removals::Wanted;
use crate::app::subjects::sync::{Again, Phase};
use crate::domain::certificate::{Certificate, not_proved_in_words};
use crate::domain::guard::MostlyGone;
use crate::domain::history::left_out_in_words;
use crate::domain::issue::{Issue, people as people_in_words};
use crate::domain::removal::Policy;
use crate::domain::removal::policy::after_a_sync;
use crate::domain::roster::Filter;
use crate::protocol::sync::{End, Plan, Summary};
use crate::ui::places::not_the_same;
use crate::ui::places::removals::TAKE_BACK;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Answer, Banner, Button, Question};

/// What would happen, before anything was changed.
pub(super) fn planned(ui: &mut Ui, plan: &Plan, by_itself: Option<&Policy>, said: &mut Vec<Msg>) {
    let tally = &plan.tally;
    let title = if plan.open == 0 && tally.attention == 0 {
        "Everybody is up to date.".to_owned()
    } else if plan.continued {
        format!(
            "{} of {} people are still to be seen to of the sync that was interrupted.",
            number(plan.open),
            number(tally.accounted_for())
        )
    } else {
        format!(
            "{} would be added, {} updated, {} already up to date, {}.",
            people_in_words(tally.added),
            number(tally.updated),
            number(tally.up_to_date),
            need_attention(tally.attention)
        )
    };
    let mut body = vec![format!(
        "Nothing was changed yet. {}",
        after_a_sync(by_itself)
    )];
    body.extend(only_in_userhub(tally.only_in_userhub).filter(|_| plan.listed));
    body.extend(left_out(plan.taken_back));
    for before in &plan.outlook.tried_before {
        body.push(format!(
            "{} needed attention last time, and would be tried again: {}.",
            people_in_words(before.people),
            before.reason.trim_end_matches('.')
        ));
    }
    if !plan.listed {
        body.push(
            "The API key may not list UserHub's people, so what earlier syncs did from this computer stands in for them."
                .to_owned(),
        );
    } else if !plan.not_proved.is_empty() {
        body.push(not_proved_in_words(&plan.not_proved));
    }
    if plan.open > 0 {
        body.push(plan.outlook.forecast.map_or_else(
            || "How long it will take is shown once it has begun.".to_owned(),
            |forecast| format!("**{}**", forecast.words()),
        ));
    }
    let body = body.join(" ");
    let banner = Banner::info(&title).body(&body);
    let wants_list = banner.show_with(ui, |ui| {
        plan.open > 0 && widgets::secondary(ui, "Look at the list").clicked()
    });
    if wants_list {
        said.push(look_at(Filter::Waiting));
    }
    widgets::gap(ui, space::M);
}

/// The way to have those back who are left out.
const WAY_BACK: &str = "The way back is in **People who left**.";

/// Who is not among those that are counted; nothing where there are none.
fn left_out(taken_back: u64) -> Option<String> {
    let words = left_out_in_words(taken_back)?;
    Some(format!("{words} {WAY_BACK}"))
}

/// Those whom only UserHub has, in a sentence; nothing where there are none.
fn only_in_userhub(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 person is only in UserHub, and stays there as they are.".to_owned()),
        count => Some(format!(
            "{} people are only in UserHub, and stay there as they are.",
            number(count)
        )),
    }
}

/// Most of UserHub's people are not in Auth0 any more: that comes before everything else, and is asked about.
pub(super) fn mostly_gone(
    ui: &mut Ui,
    (plan, gone): (&Plan, MostlyGone),
    by_itself: Option<&Policy>,
    said: &mut Vec<Msg>,
) {
    let title = format!(
        "{} of {} people in UserHub are not in Auth0. Is this the right Auth0 tenant?",
        number(gone.gone),
        number(gone.of)
    );
    let body = format!(
        "Nothing was changed. {} But it may be another tenant than the one that these people came from, or somebody may have \
         removed them, or the connection that they sign in with, in Auth0. {} would be synced.",
        after_a_sync(by_itself),
        people_in_words(plan.open)
    );
    let others = if plan.open > 0 {
        "Go on with the others"
    } else {
        "See the rest of the check"
    };
    let answers = [
        Answer::plain("Look at who is gone"),
        Answer::plain(others),
        Answer::plain("Not now"),
    ];
    match Question::new("mostly gone", (&title, &body), &answers, 2).show(ui) {
        Some(0) => said.push(look_at(Filter::OnlyInUserHub)),
        Some(1) => said.push(Msg::Sync(SyncMsg::AcceptedGone)),
        Some(_) => said.push(Msg::Sync(SyncMsg::PutAside)),
        None => {}
    }
    widgets::gap(ui, space::M);
}

/// What a sync came to.
pub(super) fn over(
    ui: &mut Ui,
    state: &State,
    (summary, end): (&Summary, &End),
    said: &mut Vec<Msg>,
) {
    let phase = Phase::Over {
        summary: summary.clone(),
        end: end.clone(),
    };
    let known = Known::of(&phase, &state.users);
    let here: u64 = [Filter::Added, Filter::Updated, Filter::UpToDate]
        .map(|filter| known.count(filter))
        .iter()
        .sum();
    let attention = known.count(Filter::Attention);
    let title = format!(
        "{} of {} people are in UserHub.",
        number(here),
        number(summary.read_auth0)
    );
    let certificate = summary.certificate.as_deref();
    let certified = certificate.map(Certificate::words).unwrap_or_default();
    let only = only_in_userhub(known.count(Filter::OnlyInUserHub)).filter(|_| state.sync.listed);
    // Who is left out is told by the certificate, where there is one.
    let left_out = match certificate {
        Some(_) => (summary.taken_back > 0).then(|| WAY_BACK.to_owned()),
        None => left_out(summary.taken_back),
    };
    let certified = [only, Some(certified), left_out];
    let certified: Vec<String> = certified.into_iter().flatten().collect();
    let certified = certified.join(" ");
    let falls_short = certificate.is_some_and(Certificate::falls_short);
    // The wrong tenant is seen here first.
    let taken_back = (state.sync.run).filter(|_| summary.tally.added > 0);
    let taken_back = taken_back.map(|(run, _)| run);
    match end {
        End::Done => {
            if state.sync.again == Again::InVain {
                Banner::info("They were tried again, and nothing has changed")
                    .body("The reason is the same as before: it is said below, with what to do about it first.")
                    .show(ui);
                widgets::gap(ui, space::M);
            }
            let title = if attention == 0 {
                title
            } else {
                format!("{title} {}.", need_attention(attention))
            };
            let banner = if attention == 0 && !falls_short {
                Banner::success(&title)
            } else {
                Banner::warning(&title)
            };
            // Drawn in one place, so that its buttons stay themselves when the last who needed attention is brought over.
            let banner = banner.body(&certified);
            banner.show_with(ui, |ui| buttons(ui, attention, taken_back, said));
        }
        End::Interrupted if summary.read_auth0 == 0 => {
            Banner::info("The check was stopped.")
                .body("Nothing was changed.")
                .show(ui);
        }
        End::Interrupted => {
            let done = summary.tally.accounted_for();
            let sync = &state.sync;
            let can_go_on = sync.unfinished().map(|_| sync.can_go_on(state.now));
            interrupted(ui, (done, summary.read_auth0), can_go_on, said);
        }
        End::Problem(issue) => super::super::problem(ui, issue, said, Msg::Sync(SyncMsg::Continue)),
    }
    pace(ui, summary);
    widgets::gap(ui, space::M);
    if let Some(certificate) = certificate {
        not_the_same::kept(ui, certificate, said);
    }
    if matches!(end, End::Done) {
        super::super::removals::halt::ui(ui, state, said);
    }
}

/// What the run learnt of the tenant's limit, where there is something to tell.
fn pace(ui: &mut Ui, summary: &Summary) {
    let pace = summary.pace.as_deref().filter(|_| summary.read_auth0 > 0);
    if let Some(pace) = pace.filter(|pace| pace.is_worth_telling()) {
        widgets::gap(ui, space::S);
        widgets::secondary_text(ui, &pace.words());
    }
}

/// `added` is the run that has added people.
fn buttons(ui: &mut Ui, attention: u64, added: Option<i64>, said: &mut Vec<Msg>) {
    ui.horizontal_wrapped(|ui| {
        if attention > 0 {
            let label = if attention == 1 {
                "Look at who needs attention".to_owned()
            } else {
                format!("Look at the {} who need attention", number(attention))
            };
            if widgets::secondary(ui, &label).clicked() {
                said.push(look_at(Filter::Attention));
            }
        }
        if let Some(run) = added
            && widgets::secondary(ui, TAKE_BACK).clicked()
        {
            said.push(Msg::Removals(RemovalsMsg::Asked(Wanted::Undo(run))));
        }
        if widgets::secondary(ui, "Close").clicked() {
            said.push(Msg::Sync(SyncMsg::PutAside));
        }
    });
}

/// A sync that did not come to its end. Only where it can be gone on with a button says so; otherwise a new check comes first.
/// Until that is known there is no button here.
pub(super) fn interrupted(
    ui: &mut Ui,
    (done, of): (u64, u64),
    can_go_on: Option<bool>,
    said: &mut Vec<Msg>,
) {
    let issue = Issue::interrupted(done, of);
    let body = match can_go_on {
        Some(false) => format!("{} {NOT_GONE_ON}", issue.why),
        Some(true) | None => format!("{} {}", issue.why, issue.window_fix()),
    };
    let banner = Banner::warning(&issue.what).body(&body).icon(Icon::Pause);
    let (label, msg) = match can_go_on {
        None => {
            banner.show(ui);
            return widgets::gap(ui, space::M);
        }
        Some(true) => (
            format!("Continue from {}", number(done + 1)),
            Msg::Sync(SyncMsg::Continue),
        ),
        Some(false) => ("Check again".to_owned(), Msg::Sync(SyncMsg::Compare)),
    };
    if banner.show_with(ui, |ui| Button::secondary(&label).show(ui).clicked()) {
        said.push(msg);
    }
    widgets::gap(ui, space::M);
}

/// Why a sync is not gone on with, and what is done instead.
const NOT_GONE_ON: &str = "It is not gone on with: what was read for it is too old, or people were taken back or restored \
                           since. Check again: that shows who is left, and changes nothing.";
