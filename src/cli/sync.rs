//! `sync`: a comparison and a run, told as text, as a bar, or as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::{Options, SyncArgs};
use super::config::Keys;
use super::exit::Exit;
use super::out::Out;
use super::removals::told;
use super::talk::Conversation;
use super::{json, next, practice};
use crate::clock;
use crate::domain::certificate::{Certificate, not_proved_in_words};
use crate::domain::changes::EverybodyBecause;
use crate::domain::freshness::ago;
use crate::domain::history::left_out_in_words;
use crate::domain::issue::{Code, in_one_line, people};
use crate::domain::tally::{Tally, goes_on, in_words};
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::setup::Setup;
use crate::protocol::sync::{End, Plan, Progress, Reading, Scope, Summary, Waiting};

/// How many people are named for each reason; the rest are counted.
const NAMED_PER_REASON: usize = 5;
/// How many reasons are told apart: some of UserHub's name the person, and memory must not grow with the people.
const MOST_REASONS: usize = 20;
/// What the reasons beyond those are told as.
const OTHER_REASONS: &str = "for other reasons, which --json names";

/// Shorter waits are not told line by line.
const WORTH_TELLING: Duration = Duration::from_secs(2);

/// Compares, and carries the plan out unless it was asked for alone.
pub(super) fn run(options: &Options, args: &SyncArgs, out: Out) -> Exit {
    let keys = Keys::of(&args.unattended);
    let started = practice::setup_with(options, keys).and_then(|(setup, world)| {
        let conversation = Conversation::start()?;
        Ok((setup, world, conversation))
    });
    match started {
        // The world lives until the sync is over.
        Ok((setup, _world, conversation)) => {
            Telling::new(out, args.dry_run).listen(setup, args, &conversation)
        }
        Err(issue) => finish(
            out,
            &Summary::default(),
            &End::Problem(Box::new(issue)),
            false,
        ),
    }
}

/// What is told of a sync, and what has been told already.
struct Telling {
    out: Out,
    dry_run: bool,
    bar: Option<ProgressBar>,
    told_tenth: Option<u64>,
    told_reading: u64,
    /// Whether the wait that is on was told.
    told_wait: bool,
    reasons: BTreeMap<String, Reason>,
    only_in_userhub: Vec<String>,
}

/// People who need attention for one reason.
#[derive(Default)]
struct Reason {
    people: u64,
    named: Vec<String>,
    fix: String,
}

impl Telling {
    fn new(out: Out, dry_run: bool) -> Self {
        Self {
            out,
            dry_run,
            bar: out.is_watched().then(bar),
            told_tenth: None,
            told_reading: 0,
            told_wait: false,
            reasons: BTreeMap::new(),
            only_in_userhub: Vec::new(),
        }
    }

    fn listen(mut self, setup: Setup, args: &SyncArgs, conversation: &Conversation) -> Exit {
        if !self.out.is_json() {
            self.out.say(format!(
                "Auth0 {} -> UserHub. Nothing is changed in Auth0.",
                setup.domain
            ));
        }
        let everybody = Command::Compare {
            setup: setup.clone(),
            list_plan: self.dry_run,
        };
        conversation.send(if args.unattended.unattended {
            let how = args.how();
            Command::SyncUnattended { setup, how }
        } else if args.incremental {
            let full_after = args.full_after;
            Command::SyncChanges { setup, full_after }
        } else {
            everybody.clone()
        });
        let mut plan = None;
        while let Some(event) = conversation.next() {
            match event {
                Event::ComparisonNeeded(because) => {
                    self.comparison_needed(because);
                    if !args.unattended.unattended {
                        conversation.send(everybody.clone());
                    }
                }
                Event::Reading(reading) => self.reading(&reading),
                Event::PlanReady(ready) => {
                    self.plan(&ready);
                    plan = Some(ready);
                }
                Event::PlanListed => match &plan {
                    Some(plan) if self.dry_run => return self.end(&plan.summary, &End::Done),
                    Some(plan) if !args.unattended.unattended => {
                        conversation.send(Command::Run { plan: plan.run });
                    }
                    _ => {}
                },
                Event::Planned { id, action } => self.planned(&id, action),
                Event::Progress(progress) => self.progress(&progress),
                Event::Removal(event) => {
                    told::beside_a_sync(self.out, &event.told, |words| self.say(words));
                }
                Event::Attention { id, reason, fix } => self.attention(id, reason, fix),
                Event::OnlyInUserHub { id, userhub_id } => self.only_in_userhub(id, &userhub_id),
                Event::Finished { summary, end } => return self.end(&summary, &end),
                // What other commands report.
                _ => {}
            }
        }
        // The worker broke off, and has said so; the summary comes last all the same.
        self.end(&Summary::default(), &End::Interrupted)
    }

    fn comparison_needed(&self, because: EverybodyBecause) {
        if self.out.is_json() {
            Out::event(&json::comparison_needed(because));
        } else {
            self.say(&because.words());
        }
    }

    fn reading(&mut self, reading: &Reading) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!(
                "Reading: {} from Auth0, {} from UserHub{}",
                reading.auth0,
                reading.userhub,
                because(reading.waiting.as_ref())
            ));
            bar.tick();
            return;
        }
        // Away from a terminal a long read is told every 100,000 records, and each wait once.
        let read = reading.auth0 + reading.userhub;
        let waits = self.has_new_wait(reading.waiting.as_ref());
        if read / 100_000 == self.told_reading && !waits {
            return;
        }
        self.told_reading = read / 100_000;
        if self.out.is_json() {
            Out::event(&json::reading(reading));
        } else {
            self.out.say(format!(
                "Read {} from Auth0, {} from UserHub{}",
                reading.auth0,
                reading.userhub,
                because(reading.waiting.as_ref())
            ));
        }
    }

    /// Whether a wait has begun that is worth telling and was not told yet.
    fn has_new_wait(&mut self, waiting: Option<&Waiting>) -> bool {
        let is_worth_telling = match waiting {
            Some(Waiting::SlowedDown { left, .. } | Waiting::Offline { left, .. }) => {
                Some(*left >= WORTH_TELLING)
            }
            Some(Waiting::Turn { .. }) => Some(true),
            _ => None,
        };
        if let Some(is_worth_telling) = is_worth_telling {
            let is_new = is_worth_telling && !self.told_wait;
            self.told_wait |= is_new;
            is_new
        } else {
            self.told_wait = false;
            false
        }
    }

    fn plan(&mut self, plan: &Plan) {
        if self.out.is_json() {
            return Out::event(&json::plan(plan));
        }
        if plan.continued {
            let done = plan.tally.accounted_for().saturating_sub(plan.open);
            self.say(&format!(
                "Going on with the sync that was interrupted: {done} people are done."
            ));
        }
        if !plan.listed {
            self.say(
                "This key cannot list users. Earlier syncs on this computer stand in for the list.",
            );
        }
        let Tally {
            added,
            updated,
            up_to_date,
            attention,
            only_in_userhub,
            ..
        } = plan.tally;
        let whose = if plan.continued { "Its plan: " } else { "" };
        self.say(&format!(
            "{whose}{added} to add, {updated} to update, {up_to_date} already up to date, {attention} need attention, \
             {only_in_userhub} only in UserHub."
        ));
        if let Some(left_out) = left_out_in_words(plan.taken_back) {
            let back: Vec<String> = (plan.taken_back_by.iter())
                .map(|run| next::command(&format!("removals restore --run {run}")))
                .collect();
            self.say(&format!(
                "{left_out} To have them back: {}",
                back.join("; ")
            ));
        }
        if plan.removals_waiting > 0 {
            let wait = if plan.removals_waiting == 1 {
                "waits"
            } else {
                "wait"
            };
            self.say(&format!(
                "{} left Auth0 and {wait} for a decision: {}",
                people(plan.removals_waiting),
                next::command("removals")
            ));
        }
        if let Some(bar) = &self.bar {
            bar.set_length(plan.tally.accounted_for());
        }
    }

    fn planned(&mut self, id: &str, action: &str) {
        if self.out.is_json() {
            Out::event(&serde_json::json!({ "event": "planned", "id": id, "action": action }));
        } else {
            Out::line(format!("{action}  {}", in_one_line(id)));
        }
    }

    fn progress(&mut self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            bar.set_position(progress.done);
            bar.set_message(line(progress));
            return;
        }
        let tenth = (progress.done * 10).checked_div(progress.of).unwrap_or(10);
        let waits = self.has_new_wait(progress.waiting.as_ref());
        if self.told_tenth.is_some_and(|told| told >= tenth) && !waits {
            return;
        }
        self.told_tenth = Some(tenth);
        if self.out.is_json() {
            Out::event(&json::progress(progress));
        } else {
            let told = format!(
                "{} of {} people. {}",
                progress.done,
                progress.of,
                line(progress)
            );
            self.out.say(told.trim_end());
        }
    }

    fn attention(&mut self, id: String, why: String, fix: String) {
        if self.out.is_json() {
            let event =
                serde_json::json!({ "event": "attention", "id": id, "reason": why, "fix": fix });
            return Out::event(&event);
        }
        let full = self.reasons.len() >= MOST_REASONS && !self.reasons.contains_key(&why);
        let why = if full { OTHER_REASONS.to_owned() } else { why };
        let reason = self.reasons.entry(why).or_default();
        reason.people += 1;
        reason.fix = fix;
        if reason.named.len() < NAMED_PER_REASON {
            reason.named.push(id);
        }
    }

    fn only_in_userhub(&mut self, id: String, userhub_id: &str) {
        if self.out.is_json() {
            let event = serde_json::json!({ "event": "only_in_userhub", "id": id, "userhub_id": userhub_id });
            Out::event(&event);
        } else if self.only_in_userhub.len() < NAMED_PER_REASON {
            self.only_in_userhub.push(id);
        }
    }

    fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(text),
            None => self.out.say(text),
        }
    }

    fn end(self, summary: &Summary, end: &End) -> Exit {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        // Where the connection itself is wrong, nothing is the matter with the people whom it was tried on.
        let is_theirs = !matches!(end, End::Problem(issue) if issue.code == Code::NoSuchConnection);
        if !self.out.is_json() && is_theirs {
            self.name_people(summary);
        }
        finish(self.out, summary, end, self.dry_run)
    }

    /// Names some of those who need attention, by reason, and of those whom only UserHub has.
    fn name_people(&self, summary: &Summary) {
        for (why, reason) in &self.reasons {
            let need = if reason.people == 1 { "needs" } else { "need" };
            Out::line(format!("{} {need} attention: {why}", reason.people));
            for id in &reason.named {
                Out::line(format!("  {}", in_one_line(id)));
            }
            if reason.people > reason.named.len() as u64 {
                let more = reason.people - reason.named.len() as u64;
                Out::line(format!("  and {more} more (--json names everybody)"));
            }
            Out::line(format!("  How to fix it: {}", reason.fix));
        }
        if !self.only_in_userhub.is_empty() {
            let count = summary.tally.only_in_userhub;
            Out::line(if count == 1 {
                "1 person is in UserHub and not in Auth0. Comparing has changed nothing about them:"
                    .to_owned()
            } else {
                format!(
                    "{count} people are in UserHub and not in Auth0. Comparing has changed nothing about them:"
                )
            });
            for id in &self.only_in_userhub {
                Out::line(format!("  {}", in_one_line(id)));
            }
            let named = self.only_in_userhub.len() as u64;
            if count > named {
                Out::line(format!(
                    "  and {} more (--json names everybody)",
                    count - named
                ));
            }
        }
    }
}

/// Prints the end, the summary last.
fn finish(out: Out, summary: &Summary, end: &End, dry_run: bool) -> Exit {
    let exit = match end {
        End::Done if summary.tally.attention > 0 || falls_short(summary) => Exit::Attention,
        End::Done => Exit::Done,
        End::Interrupted => {
            out.say("Stopped. What is done stays. The next sync goes on from here.");
            Exit::Interrupted
        }
        End::Problem(issue) => out.problem(issue),
    };
    if out.is_json() {
        Out::event(&json::summary(summary));
    } else if matches!(end, End::Done) || summary.read_auth0 > 0 {
        Out::line(words(summary, dry_run));
        if let (Some(certificate), false) = (&summary.certificate, dry_run) {
            Out::line(certificate.words());
        } else if !summary.not_proved.is_empty() {
            Out::line(not_proved_in_words(&summary.not_proved));
        }
        let pace = summary.pace.as_ref().filter(|_| !dry_run);
        if let Some(pace) = pace.filter(|pace| pace.is_worth_telling()) {
            Out::line(pace.words());
        }
    }
    exit
}

/// Whether an end without a problem is none that a script may take for proof.
fn falls_short(summary: &Summary) -> bool {
    if summary.complete || summary.scope != Scope::Everybody {
        return false;
    }
    // That a key may not list is what is documented; anything else that is short, or no certificate at all, is not.
    let is_expected = |certificate: &Certificate| {
        !certificate.falls_short() && !certificate.not_proved.is_empty()
    };
    !summary.certificate.as_deref().is_some_and(is_expected)
}

/// The summary in a sentence or two.
fn words(summary: &Summary, dry_run: bool) -> String {
    let Tally {
        added,
        updated,
        up_to_date,
        attention,
        left,
        ..
    } = summary.tally;
    let main = if let Scope::Changes { everybody_at } = summary.scope {
        changes(summary, everybody_at)
    } else if dry_run {
        format!(
            "Nothing was changed. A sync would add {added}, update {updated}, and leave {up_to_date} as they are."
        )
    } else {
        format!(
            "{} of {} people are in UserHub: {added} added, {updated} updated, {up_to_date} already up to date.",
            added + updated + up_to_date,
            summary.read_auth0,
        )
    };
    let only_if = |said: bool, words: String| if said { words } else { String::new() };
    let left = only_if(left > 0, format!(" {left} left Auth0 meanwhile."));
    let attention = only_if(attention > 0, format!(" {attention} need attention."));
    // Where both sides were counted again, that says what is short.
    let is_of_everybody = summary.scope == Scope::Everybody;
    let cut_off = is_of_everybody && !summary.complete && summary.certificate.is_none();
    let cut_off = only_if(cut_off, " Not everybody was seen to.".to_owned());
    let (auth0, userhub) = (summary.auth0_requests, summary.userhub_requests);
    let seconds = summary.took.as_secs_f64();
    format!(
        "{main}{left}{attention}{cut_off} ({auth0} requests to Auth0, {userhub} to UserHub, {seconds:.1} s)"
    )
}

/// What became of those who have changed. Of everybody else nothing is known but when they were compared.
fn changes(summary: &Summary, everybody_at: Timestamp) -> String {
    let Tally {
        added,
        updated,
        up_to_date,
        ..
    } = summary.tally;
    let main = match summary.read_auth0 {
        0 => "Nobody has changed in Auth0.".to_owned(),
        some => format!(
            "{some} of Auth0's people had changed: {added} added, {updated} updated, {up_to_date} already up to date."
        ),
    };
    let when = ago(clock::timestamp(), everybody_at);
    format!("{main} Everybody was last compared {when}.")
}

/// Rate and remaining time, as far as they are known, and what sets the pace.
fn line(progress: &Progress) -> String {
    let rate = match progress.rate {
        // Nobody has been seen to yet, or nobody had to be.
        none if none <= 0.0 => String::new(),
        slow if slow < 10.0 => format!("{} a second", short(slow)),
        rate => format!("{rate:.0} a second"),
    };
    let because = because(progress.waiting.as_ref());
    let words = match progress.left.map(in_words) {
        Some(left) if progress.done < progress.of => format!("{rate}, {left}{because}"),
        _ => format!("{rate}{because}"),
    };
    words.trim_start_matches([',', ' ']).to_owned()
}

pub(super) fn because(waiting: Option<&Waiting>) -> String {
    match waiting {
        None => String::new(),
        Some(Waiting::SlowedDown { service, left }) => {
            let now = clock::timestamp().to_zoned(TimeZone::system());
            format!(
                " ({service} asked us to slow down; going on {})",
                goes_on(*left, &now)
            )
        }
        Some(Waiting::Offline { service, left }) => format!(
            " ({service} cannot be reached; trying again in {} s)",
            seconds_up(*left)
        ),
        Some(Waiting::Limit {
            service,
            per_second,
        }) => {
            format!(
                " ({service} allows {} requests a second)",
                short(*per_second)
            )
        }
        Some(Waiting::Answers { service }) => {
            format!(" (as fast as {service} answers)")
        }
        Some(Waiting::Turn { why }) => format!(" (waiting for another run: {why})"),
        Some(Waiting::Export {
            percent: Some(percent),
        }) => {
            format!(" (Auth0 is writing the export, {percent:.0} %)")
        }
        Some(Waiting::Export { percent: None }) => " (Auth0 is writing the export)".to_owned(),
    }
}

fn seconds_up(left: Duration) -> u64 {
    left.as_secs() + u64::from(left.subsec_millis() > 0)
}

/// A rate without needless places: `2`, `8.3`.
fn short(rate: f64) -> String {
    let text = format!("{rate:.1}");
    text.strip_suffix(".0")
        .map_or_else(|| text.clone(), str::to_owned)
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    // The template is fixed text; if it could not be read, the bar would show its standard form.
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} people  {msg}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_that_name_their_person_do_not_pile_up() {
        let mut telling = Telling::new(Out::new(false), false);
        for number in 0..1000 {
            telling.attention(number.to_string(), format!("odd: {number}"), String::new());
        }
        assert_eq!(telling.reasons.len(), MOST_REASONS + 1);
        assert_eq!(
            telling.reasons.values().map(|r| r.people).sum::<u64>(),
            1000
        );
    }
}
