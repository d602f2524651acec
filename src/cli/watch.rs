//! `watch`: changes are brought over as they happen, until it is stopped; told as text or as JSON.

use std::time::Duration;

use jiff::tz::TimeZone;

use super::args::{Options, WatchArgs};
use super::config::Keys;
use super::exit::Exit;
use super::out::Out;
use super::removals::told::beside_a_sync;
use super::service_manager::ServiceManager;
use super::talk::Conversation;
use super::{json, practice};
use crate::domain::issue::{Issue, in_one_line};
use crate::domain::tally::Tally;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::live::{self, Change, Outcome, State, Summary, Timing};
use crate::protocol::setup::Setup;
use crate::protocol::sync::End;

/// Watches until a signal, or for as long as was asked for.
pub(super) fn run(options: &Options, args: &WatchArgs, out: Out) -> Exit {
    let keys = Keys::of(&args.unattended);
    let started = practice::setup_with(options, keys)
        .and_then(|(setup, world)| Ok((setup, world, Conversation::start()?)));
    match started {
        // The world lives until the watch is over.
        Ok((setup, _world, conversation)) => listen(setup, args, out, &conversation),
        Err(issue) => ended(out, None, &End::Problem(Box::new(issue)), false),
    }
}

fn listen(setup: Setup, args: &WatchArgs, out: Out, conversation: &Conversation) -> Exit {
    out.say(format!(
        "Watching Auth0 {} for UserHub. Nothing is changed in Auth0. Ctrl-C ends it.",
        setup.domain
    ));
    let timing = timing(args);
    conversation.send(Command::Watch(Box::new(live::Request { setup, timing })));
    let mut manager = ServiceManager::of_this_process();
    while let Some(event) = conversation.next() {
        let event = match event {
            Event::Live(event) => event,
            Event::Removal(event) => {
                beside_a_sync(out, &event.told, |words| Out::line(words));
                continue;
            }
            _ => continue,
        };
        match event {
            live::Event::State { state, why, issue } => {
                manager.does(doing(state));
                told(out, state, why.as_deref(), issue.as_deref());
            }
            live::Event::SetUp { issue } => set_up(out, issue.as_deref()),
            live::Event::Heard(_) | live::Event::Alive => manager.is_alive(),
            live::Event::Change(change) => changed(out, &change),
            live::Event::Ended(summary) => {
                manager.ends();
                let is_asked_to_end = conversation.was_asked_to_end();
                return ended(out, Some(&summary), &summary.end, is_asked_to_end);
            }
        }
    }
    // The worker broke off, and has said so.
    ended(out, None, &End::Interrupted, false)
}

fn timing(args: &WatchArgs) -> Timing {
    let hours = |hours: u64| Duration::from_secs(hours.saturating_mul(3_600));
    Timing {
        poll: Duration::from_secs(args.poll),
        full_every: Some(args.full_every).filter(|every| *every > 0).map(hours),
        lasts: args.lasts.map(Duration::from_secs),
        refuses_unseen: args.unattended.unattended && !args.unattended.yes,
        ..Timing::default()
    }
}

fn told(out: Out, state: State, why: Option<&str>, issue: Option<&Issue>) {
    if out.is_json() {
        return Out::event(&json::watch_state(state, why, issue));
    }
    let what = doing(state);
    match (issue, why) {
        (Some(issue), _) => out.say(format!("{what}\n{issue}")),
        (None, Some(why)) => out.say(format!("{what} {why}")),
        (None, None) => out.say(what),
    }
}

/// What a watch does, in a sentence.
const fn doing(state: State) -> &'static str {
    match state {
        State::Comparing => "Comparing everybody.",
        State::Live => "Live: changes arrive within seconds.",
        State::Polling => "Looking for changes now and then.",
        State::Waiting => "Waiting.",
        State::Problem => "Stopped until this is put right; it is tried again by itself.",
    }
}

/// Something of the set-up no longer is as it was, or it is well again.
fn set_up(out: Out, issue: Option<&Issue>) {
    if out.is_json() {
        return Out::event(&json::watch_set_up(issue));
    }
    match issue {
        Some(issue) => out.say(format!("The set-up has changed.\n{issue}")),
        None => out.say("The set-up is well again."),
    }
}

fn changed(out: Out, change: &Change) {
    if out.is_json() {
        return Out::event(&json::watch_change(change));
    }
    let at = change.done_at.to_zoned(TimeZone::system());
    let outcome = match (change.outcome, &change.merged_into) {
        (Outcome::Gone, Some(into)) => {
            let into = in_one_line(into.as_str());
            format!("gone from Auth0: now a part of {into}")
        }
        (Outcome::Added, _) => "added".to_owned(),
        (Outcome::Updated, _) => "updated".to_owned(),
        (Outcome::UpToDate, _) => "already up to date".to_owned(),
        (Outcome::Attention, _) => "needs attention".to_owned(),
        (Outcome::Gone, None) => "gone from Auth0".to_owned(),
    };
    let took = change.changed_at.map(|began| {
        let took = change.done_at.duration_since(began).as_secs_f64().max(0.0);
        format!(" ({took:.1} s after the change)")
    });
    let problem = change.problem.as_ref();
    let problem = problem.map(|(why, fix)| format!(": {}. {fix}", in_one_line(why)));
    Out::line(format!(
        "{}  {}  {outcome}{}{}",
        at.strftime("%H:%M:%S"),
        in_one_line(change.id.as_str()),
        took.unwrap_or_default(),
        problem.unwrap_or_default(),
    ));
}

/// Tells how it ended. Who asks a process to end, and does not interrupt it, gets no failure.
fn ended(out: Out, summary: Option<&Summary>, end: &End, is_asked_to_end: bool) -> Exit {
    let exit = match end {
        End::Done => Exit::Done,
        End::Interrupted if is_asked_to_end => Exit::Done,
        End::Interrupted => Exit::Interrupted,
        End::Problem(issue) => out.problem(issue),
    };
    if out.is_json() {
        Out::event(&json::watch_summary(summary));
    } else if let Some(summary) = summary {
        Out::line(words(summary));
    }
    exit
}

fn words(summary: &Summary) -> String {
    let Tally {
        added,
        updated,
        up_to_date,
        attention,
        left,
        ..
    } = summary.tally;
    let only_if = |count: u64, what: &str| match count {
        0 => String::new(),
        count => format!(", {count} {what}"),
    };
    let compared = match summary.compared_at {
        None => "Everybody was not compared yet.".to_owned(),
        Some(at) => {
            let at = at.to_zoned(TimeZone::system());
            format!(
                "Everybody was compared last at {}.",
                at.strftime("%Y-%m-%d %H:%M")
            )
        }
    };
    format!(
        "Watched for {:.0} s: {added} added, {updated} updated, {up_to_date} already up to date{}{}. {compared} \
         ({} requests to Auth0, {} to UserHub)",
        summary.took.as_secs_f64(),
        only_if(attention, "need attention"),
        only_if(left, "gone from Auth0"),
        summary.auth0_requests,
        summary.userhub_requests,
    )
}
