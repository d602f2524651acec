//! What is true of a set-up today, in one dated sentence: whether both sides agree, who waits, or why nobody can say.
//!
//! It is made anew from the facts and the time whenever it is shown, so that it ages by itself. It is well only with a
//! complete comparison behind it that is no older than stated, and never while somebody waits.

mod dates;
mod days;

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use dates::{clock_of, coming, dated, since_when};
pub use days::{Activity, DAYS, Day, Looked, days};

use super::freshness::{ago, ago_exactly};
use super::history::{Ending, Kind, PastRun, left_out_in_words};
use super::issue::{people, thousands};
use super::removal::{Policy, PolicyHalt};
use super::tally::{Left, capital, in_words};

/// What the journal knows of a set-up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// The newest complete comparison that came to its end.
    pub compared: Option<Comparison>,
    /// How many people need attention now.
    pub attention: u64,
    /// Why most of them do.
    pub why: Option<String>,
    /// How many are proved to have left Auth0 and wait for a decision.
    pub left: u64,
    /// What is done by itself with people who left; `None` for nothing.
    pub policy: Option<Policy>,
    /// Why that was not done last, or not to its end; `None` where nothing stood in its way.
    pub policy_halt: Option<PolicyHalt>,
    /// What ended the newest run, where that has come after the comparison and not to its end.
    pub stopped: Option<Stopped>,
    /// What was taken back or brought back in UserHub after the comparison: who was compared may not be as they were.
    pub changed: Option<Since>,
    /// What was brought over lately, for the chart.
    pub activity: Vec<Activity>,
    /// When it was looked lately whether something is to be brought over.
    pub looked: Vec<Looked>,
    /// When somebody was added or updated last.
    pub last_change: Option<Timestamp>,
}

/// A complete comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// When it began: what has happened since may not be in it.
    pub at: Timestamp,
    /// How many people Auth0 had, without those who are left out.
    pub people: u64,
    /// How many of them differed and were not brought over by it.
    pub differ: u64,
    /// How many Auth0 had besides who are left out, since the sync that added them was taken back.
    pub taken_back: u64,
    /// Whether everybody is accounted for.
    pub is_proved: bool,
}

/// What a person has done to UserHub since, other than by a sync.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// When it was begun.
    pub at: Timestamp,
    /// What it came to: `239 people of a sync marked for deletion`.
    pub what: String,
}

/// A run that did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// When it was begun.
    pub at: Timestamp,
    /// Why; `None` where it was cut off or stopped by a person.
    pub why: Option<String>,
}

impl Glance {
    /// Takes the newest complete comparison and what came after it from the runs, newest first. `everybody_at` is when the
    /// last sync of everybody began that was carried out to its end.
    pub fn of_runs(runs: &[PastRun], everybody_at: Option<Timestamp>) -> Self {
        let found = runs
            .iter()
            .find_map(|run| Some((comparison(run, everybody_at)?, run.ended_at)));
        let compared = found.map(|(compared, _)| compared);
        let since = compared.map(|compared| compared.at);
        let newest = runs.iter().find(|run| {
            matches!(
                run.kind,
                Kind::Sync | Kind::Changes | Kind::Watch | Kind::Check
            )
        });
        let newest = newest.filter(|run| since.is_none_or(|since| run.started_at > since));
        let stopped = newest.and_then(|run| {
            let why = match &run.ending {
                Ending::Problem(trouble) => Some(trouble.what.clone()),
                // Whoever closes the window ends a watch, and a check that was stopped says nothing.
                Ending::Stopped if run.kind == Kind::Sync => None,
                Ending::Stopped | Ending::AtWork | Ending::Done => return None,
            };
            let at = run.started_at;
            Some(Stopped { at, why })
        });
        // What a sync brings back itself lies within it.
        let end = found.map(|(compared, ended_at)| ended_at.unwrap_or(compared.at));
        let changed = runs.iter().find(|run| {
            matches!(run.kind, Kind::Undo | Kind::Restore)
                && run.counts.is_some_and(|counts| counts.tally.updated > 0)
        });
        let changed = changed.filter(|run| end.is_some_and(|end| run.started_at > end));
        Self {
            compared,
            stopped,
            changed: changed.map(|run| Since {
                at: run.started_at,
                what: run.result(),
            }),
            ..Self::default()
        }
    }
}

/// What a run proves about everybody, if it does.
fn comparison(run: &PastRun, everybody_at: Option<Timestamp>) -> Option<Comparison> {
    if run.ending != Ending::Done {
        return None;
    }
    match run.kind {
        Kind::Sync if everybody_at.is_none_or(|at| run.started_at > at) => None,
        Kind::Sync | Kind::Check => {
            let counts = run.counts?;
            Some(Comparison {
                at: run.started_at,
                people: counts.all().saturating_sub(counts.tally.left),
                differ: counts.open(),
                taken_back: run.certificate.as_ref().map_or(0, |it| it.taken_back),
                is_proved: !run.falls_short(),
            })
        }
        Kind::Verify => {
            let certificate = run.certificate.as_deref()?;
            Some(Comparison {
                at: run.started_at,
                people: certificate.auth0.users,
                differ: certificate.different + certificate.missing + certificate.unknown,
                taken_back: certificate.taken_back,
                is_proved: !certificate.falls_short(),
            })
        }
        _ => None,
    }
}

/// A sync or a comparison that a person has begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syncing {
    /// There is none.
    #[default]
    No,
    /// Both sides are being read.
    Reading,
    /// People are being brought over, for so long still.
    Running(Option<Left>),
}

/// How changes reach UserHub now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// When somebody presses Sync.
    #[default]
    ByHand,
    /// Watching has begun, and has nothing to say yet.
    Starting,
    /// Everybody is being compared by whoever watches.
    Comparing,
    /// As they happen.
    Live {
        /// Since when.
        since: Timestamp,
        /// When the last change was seen to.
        last: Option<Timestamp>,
    },
    /// They are looked for now and then.
    Polling {
        /// How often.
        every: Duration,
        /// When the last change was seen to.
        last: Option<Timestamp>,
    },
    /// It waits.
    Waiting {
        /// What for.
        why: String,
    },
    /// It stands still until a person has put something right.
    Stopped {
        /// Since when.
        at: Timestamp,
        /// Why.
        why: String,
    },
    /// A task of this computer's brings them over.
    Scheduled {
        /// When it came through last.
        success: Option<Timestamp>,
        /// Whether that is too long ago.
        is_stale: bool,
    },
}

/// Everything that the sentence is made of.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What the journal knows; `None` while it is being read for the first time.
    pub glance: Option<&'a Glance>,
    /// Why it cannot be read.
    pub unreadable: Option<&'a str>,
    /// How many have left Auth0 and wait for a decision. The list of them may know better than the glance.
    pub left: u64,
    /// What stands in the way of what is done by itself with people who left.
    pub halted: Option<&'a str>,
    /// What a person has begun.
    pub syncing: Syncing,
    /// How changes reach UserHub.
    pub keeping: &'a Keeping,
    /// What the checks of the set-up found wrong.
    pub drift: Option<&'a str>,
    /// After how many days a comparison is too old.
    pub stated_days: u16,
}

/// How a set-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// All is well.
    Well,
    /// Somebody has to look at something.
    Waits,
    /// Something is broken.
    Broken,
    /// Nothing can be said yet, or something is under way.
    Open,
}

/// What is true of a set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// How it stands.
    pub mood: Mood,
    /// The sentence.
    pub title: String,
    /// What dates and explains it.
    pub body: String,
    /// It in a few words, for a list.
    pub short: String,
}

fn said(mood: Mood, title: impl Into<String>, body: String, short: impl Into<String>) -> Sentence {
    Sentence {
        mood,
        title: title.into(),
        body,
        short: short.into(),
    }
}

/// What is true now, where the person is.
pub fn sentence(facts: &Facts<'_>, now: Timestamp, zone: &TimeZone) -> Sentence {
    if let Some(why) = facts.unreadable {
        let title = "What was compared cannot be read.";
        return said(Mood::Broken, title, why.to_owned(), "Cannot be read");
    }
    let Some(glance) = facts.glance else {
        let body = "What earlier syncs came to is being read.".to_owned();
        return said(Mood::Open, "Looking…", body, "Looking…");
    };
    if let Some(said) = under_way(facts, glance, now, zone) {
        return said;
    }
    if let Keeping::Stopped { at, why } = facts.keeping {
        let at = clock_of(*at, now, zone);
        let title = format!("Live updates stopped {at}: {}", uncapital(why));
        let body = last_compared(glance, now, zone);
        return said(Mood::Broken, title, body, "Live updates stopped");
    }
    if let Some(what) = facts.drift {
        let title = format!(
            "The set-up needs you: {}.",
            uncapital(what).trim_end_matches('.')
        );
        let body = last_compared(glance, now, zone);
        return said(Mood::Broken, title, body, "The set-up needs you");
    }
    let Some(compared) = glance.compared else {
        let why = glance.stopped.as_ref().and_then(|one| one.why.as_deref());
        let body = match why {
            Some(why) => format!("The last sync did not come to its end: {}.", uncapital(why)),
            None => "Check first shows what a sync would do, and changes nothing.".to_owned(),
        };
        let (title, short) = ("Nobody was compared yet.", "Not compared yet");
        return said(Mood::Open, title, body, short);
    };
    let told = Told {
        compared,
        when: dated(compared.at, now, zone),
        day: since_when(compared.at, now, zone),
        age: ago(now, compared.at),
        changed: (glance.changed.as_ref()).map(|since| changed_since(since, now, zone)),
        tail: left_out(compared.taken_back) + &tail(facts.keeping, now, zone),
    };
    if let Some(stopped) = &glance.stopped {
        let title = format!("Not compared since {}.", told.day);
        let began = dated(stopped.at, now, zone);
        let body = match &stopped.why {
            Some(why) => format!("The run of {began} stopped: {}.", uncapital(why)),
            None => format!("The sync of {began} did not come to its end."),
        };
        return said(Mood::Waits, title, body, "The last sync stopped");
    }
    if glance.attention + facts.left > 0 {
        return told.waiting(glance.attention, facts.left);
    }
    if let Some(what) = facts.halted {
        let body = last_compared(glance, now, zone);
        let short = "Automatic removal stopped";
        return said(Mood::Waits, ended(what), body, short);
    }
    let longest = SignedDuration::from_hours(24 * i64::from(facts.stated_days));
    let is_old = now.duration_since(compared.at) > longest;
    if let Some(said) = told.short_of(is_old) {
        return said;
    }
    if let Keeping::Scheduled {
        success,
        is_stale: true,
    } = facts.keeping
    {
        let since = success.map_or_else(
            || "It has not come through yet".to_owned(),
            |at| format!("It came through last {}", dated(at, now, zone)),
        );
        let title = "The task on this computer has not come through for too long.";
        let body = format!("{since}. {} agreed {}.", people(compared.people), told.when);
        return said(Mood::Waits, title, body, "The task does not run");
    }
    if let Some(changed) = &told.changed {
        let title = "UserHub was changed since the last comparison.";
        let body = format!(
            "{changed} A check on the page Sync shows how both sides stand now, and changes nothing."
        );
        let short = format!("Changed since · {}", told.in_short());
        return said(Mood::Open, title, body, short);
    }
    told.agree()
}

/// What a run has changed in UserHub since both sides were compared: `Today at 14:30: 239 people of a sync marked for deletion.`
fn changed_since(since: &Since, now: Timestamp, zone: &TimeZone) -> String {
    let at = capital(&dated(since.at, now, zone));
    format!("{at}: {}.", since.what.trim_end_matches('.'))
}

/// A comparison, dated.
struct Told {
    compared: Comparison,
    /// Its date and time.
    when: String,
    /// Its day alone.
    day: String,
    /// How long ago it was.
    age: String,
    /// What was changed in UserHub since.
    changed: Option<String>,
    /// How many are left out, and how changes come since, with a space before each.
    tail: String,
}

/// Who is not among those that were compared, with a space before it.
fn left_out(taken_back: u64) -> String {
    left_out_in_words(taken_back).map_or_else(String::new, |words| format!(" {words}"))
}

impl Told {
    /// Somebody waits for the person. Whoever is not among them is said to agree only where that was proved.
    fn waiting(&self, attention: u64, left: u64) -> Sentence {
        let Self {
            compared,
            when,
            tail,
            ..
        } = self;
        let waiting = attention + left;
        let waits = format!(
            "{} {}",
            people(waiting),
            if waiting == 1 { "waits" } else { "wait" }
        );
        let others = compared.people.saturating_sub(attention);
        let body = if let Some(changed) = &self.changed {
            format!(
                "{} were compared {when}. {changed}",
                people(compared.people)
            )
        } else if compared.differ == 0 && compared.is_proved {
            format!(
                "{} of {} agreed, compared {when}.{tail}",
                thousands(others),
                people(compared.people)
            )
        } else {
            format!("{} were compared {when}.{tail}", people(compared.people))
        };
        let short = format!("{waits} · {}", self.in_short());
        said(Mood::Waits, format!("{waits} for you."), body, short)
    }

    /// What keeps the comparison from being a proof that both sides agree today.
    fn short_of(&self, is_old: bool) -> Option<Sentence> {
        let Self {
            compared,
            when,
            tail,
            ..
        } = self;
        let who = people(compared.people);
        if is_old {
            let title = format!("Not compared since {}.", self.day);
            let body = format!(
                "{who} were compared {}, {when}. What has changed since is not known.{tail}",
                self.age
            );
            return Some(said(Mood::Waits, title, body, self.in_short()));
        }
        if !compared.is_proved {
            let title = "The last comparison was not complete.";
            let body = format!(
                "{who} were compared {when}, and it could not be proved that those are all. History says why.{tail}"
            );
            return Some(said(Mood::Waits, title, body, "Not proved complete"));
        }
        if compared.differ > 0 {
            let verb = if compared.differ == 1 {
                "differs"
            } else {
                "differ"
            };
            let short = format!("{} {verb}", people(compared.differ));
            let body = format!("Compared {when}. Sync brings them over.{tail}");
            return Some(said(Mood::Waits, format!("{short}."), body, short));
        }
        None
    }

    fn agree(&self) -> Sentence {
        let who = people(self.compared.people);
        let body = format!("{who}, compared {}.{}", self.when, self.tail);
        let short = format!("All is well · {}", self.in_short());
        said(Mood::Well, "Auth0 and UserHub agree.", body, short)
    }

    fn in_short(&self) -> String {
        match self.day.as_str() {
            day @ ("today" | "yesterday") => format!("compared {day}"),
            _ => format!("compared {}", self.age),
        }
    }
}

/// What is said while a sync or a comparison is under way.
fn under_way(
    facts: &Facts<'_>,
    glance: &Glance,
    now: Timestamp,
    zone: &TimeZone,
) -> Option<Sentence> {
    let first = glance.compared.is_none();
    let what = if first { "First sync" } else { "Sync" };
    let title = match (facts.syncing, facts.keeping) {
        (Syncing::Running(Some(left)), _) => format!("{what} is running: {}.", in_words(left)),
        (Syncing::Running(None), _) => format!("{what} is running."),
        (Syncing::Reading, _) | (Syncing::No, Keeping::Comparing) => {
            "Everybody is being compared.".to_owned()
        }
        (Syncing::No, _) => return None,
    };
    let short = title.trim_end_matches('.').to_owned();
    Some(said(
        Mood::Open,
        title,
        last_compared(glance, now, zone),
        short,
    ))
}

fn last_compared(glance: &Glance, now: Timestamp, zone: &TimeZone) -> String {
    match glance.compared {
        None => "No comparison has come to its end yet.".to_owned(),
        Some(compared) => format!(
            "The last complete comparison was {}.",
            dated(compared.at, now, zone)
        ),
    }
}

/// How changes come, behind the sentence; with a space before it.
fn tail(keeping: &Keeping, now: Timestamp, zone: &TimeZone) -> String {
    let came = |last: &Option<Timestamp>| match last {
        Some(last) => format!("; the last change came {}", ago_exactly(now, *last)),
        None => "; no change has come yet".to_owned(),
    };
    match keeping {
        Keeping::ByHand | Keeping::Comparing | Keeping::Stopped { .. } => String::new(),
        Keeping::Starting => " Live updates are being started.".to_owned(),
        Keeping::Live { since, last } => {
            format!(
                " Live since {}{}.",
                since_clock(*since, now, zone),
                came(last)
            )
        }
        Keeping::Polling { every, last } => {
            format!(
                " Changes are looked for {}{}.",
                how_often(*every),
                came(last)
            )
        }
        Keeping::Waiting { why } => format!(" Live updates wait: {}", uncapital(&ended(why))),
        Keeping::Scheduled { success, .. } => match success {
            Some(at) => format!(" The task on this computer came through {}.", ago(now, *at)),
            None => " The task on this computer has not run yet.".to_owned(),
        },
    }
}

/// `9:14`, or with its day where that was another.
fn since_clock(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    clock_of(at, now, zone).trim_start_matches("at ").to_owned()
}

/// How long after one complete comparison the next one comes, where changes are brought over by themselves.
pub const COMPARED_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// When everybody is compared next, in a sentence; `last` is when they were compared last.
pub fn next_comparison(last: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    match last.checked_add(COMPARED_EVERY) {
        Ok(next) if next > now => {
            format!("Next complete comparison {}.", coming(next, now, zone))
        }
        _ => "The next complete comparison is due.".to_owned(),
    }
}

/// How often something happens, in words.
pub fn how_often(every: Duration) -> String {
    match every.as_secs() {
        60 => "every minute".to_owned(),
        seconds if seconds.is_multiple_of(60) => format!("every {} minutes", seconds / 60),
        seconds => format!("every {seconds} seconds"),
    }
}

fn ended(words: &str) -> String {
    format!("{}.", words.trim_end_matches('.'))
}

/// Words as they stand in the middle of a sentence. A name of several capitals, and one of a service, stays as it is.
pub fn uncapital(words: &str) -> String {
    let is_name = ["Auth0", "UserHub"]
        .iter()
        .any(|name| words.starts_with(name));
    let mut signs = words.chars();
    match (signs.next(), signs.next()) {
        (Some(first), Some(second)) if !is_name && !second.is_uppercase() => {
            let rest = &words[first.len_utf8()..];
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests;
