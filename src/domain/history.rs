//! What is kept of runs that are over, and how each is told in a line.

mod query;

use std::time::Duration;

use jiff::Timestamp;

use super::certificate::Certificate;
use super::completeness::NotProved;
use super::issue::{Issue, people, thousands};
use super::pace::Lesson;
use super::removal::Act;
use super::tally::Tally;

pub use query::{Query, Which};

/// How many days runs are kept, unless somebody chose otherwise.
pub const KEPT_DAYS: u16 = 90;

/// What a run was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It compared both sides and changed nothing.
    Check,
    /// It carried a plan out.
    Sync,
    /// It saw to one person alone.
    Person,
    /// It read both sides anew and counted them, and changed nothing.
    Verify,
    /// It disabled or marked people who had left Auth0.
    Removal,
    /// The same, by what a person had turned on for the set-up.
    Policy,
    /// It brought back what the app had removed.
    Restore,
    /// It took back what a sync had added.
    Undo,
    /// It brought over those who had changed.
    Changes,
    /// It watched for changes, and brought them over as they came.
    Watch,
}

impl Kind {
    /// The kind as programs read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Sync => "sync",
            Self::Person => "person",
            Self::Verify => "verify",
            Self::Removal => "removal",
            Self::Policy => "policy",
            Self::Restore => "restore",
            Self::Undo => "undo",
            Self::Changes => "changes",
            Self::Watch => "watch",
        }
    }

    /// Whether somebody decided about people in it, beside syncing them.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Removal | Self::Restore | Self::Undo)
    }

    /// The kind as it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Check => "Comparison",
            Self::Sync => "Sync",
            Self::Person => "One person",
            Self::Verify => "Verification",
            Self::Removal => "Removal",
            Self::Policy => "Automatic removal",
            Self::Restore => "Restore",
            Self::Undo => "Undo",
            Self::Changes => "Changes",
            Self::Watch => "Watch",
        }
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It has not: it is at work.
    AtWork,
    /// It came to its end.
    Done,
    /// It was stopped or cut off.
    Stopped,
    /// A problem ended it.
    Problem(Trouble),
}

impl Ending {
    /// The end as programs read it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::AtWork => "at work",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Problem(_) => "problem",
        }
    }
}

/// A problem in the words in which it was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Its number, as in `E18`; `None` where a version before this one has written it down.
    pub code: Option<String>,
    /// What happened.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub fix: String,
}

impl From<&Issue> for Trouble {
    fn from(issue: &Issue) -> Self {
        Self {
            code: Some(issue.code.to_string()),
            what: issue.what.clone(),
            why: issue.why.clone(),
            // It is read in the window and on the command line: the words name no command.
            fix: issue.window_fix().to_owned(),
        }
    }
}

/// What a run took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Requests sent to Auth0.
    pub auth0_requests: u64,
    /// Requests sent to UserHub.
    pub userhub_requests: u64,
    /// The time for which it was at work.
    pub took: Duration,
}

impl Effort {
    /// Both together.
    pub fn and(self, more: Self) -> Self {
        Self {
            auth0_requests: self.auth0_requests + more.auth0_requests,
            userhub_requests: self.userhub_requests + more.userhub_requests,
            took: self.took + more.took,
        }
    }
}

/// The counts of a run as they last stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What was done.
    pub tally: Tally,
    /// People who were to be added and were not seen to.
    pub to_add: u64,
    /// People who were to be updated and were not seen to.
    pub to_update: u64,
    /// People whom Auth0 named.
    pub read_auth0: u64,
}

impl Counts {
    /// People who were not seen to.
    pub const fn open(&self) -> u64 {
        self.to_add + self.to_update
    }

    /// The counts as the plan would have them in the end.
    pub fn planned(&self) -> Tally {
        Tally {
            added: self.tally.added + self.to_add,
            updated: self.tally.updated + self.to_update,
            ..self.tally
        }
    }

    /// People whom the plan had something in store for or found up to date.
    pub fn all(&self) -> u64 {
        self.tally.accounted_for() + self.open()
    }
}

/// A run as History shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRun {
    /// Its number in its profile.
    pub id: i64,
    /// What it was for.
    pub kind: Kind,
    /// How it ended.
    pub ending: Ending,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it ended, where that was written down.
    pub ended_at: Option<Timestamp>,
    /// Its counts; `None` before there was a plan, and for runs of the first version, which kept none.
    pub counts: Option<Counts>,
    /// What it took; `None` where it was cut off.
    pub effort: Option<Effort>,
    /// What it did to people who had left, where that is still known.
    pub act: Option<Act>,
    /// How many people it named, and whether they are still kept.
    pub people: People,
    /// What its readings could not prove.
    pub not_proved: Vec<NotProved>,
    /// What both sides came to when they were counted again at its end.
    pub certificate: Option<Box<Certificate>>,
    /// What it learnt of the tenant's limit, where that was written down.
    pub pace: Option<Lesson>,
}

/// The people that a run named: everybody who was not simply up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// They are kept, so many of them.
    Kept(u64),
    /// They are not kept any longer, to save room.
    Cleared,
}

impl PastRun {
    /// The run in one line for whoever helps, without anything by which a person or a tenant is known: when, what, how it
    /// ended, and its counts.
    pub fn impersonal(&self) -> String {
        let when = self.started_at.strftime("%Y-%m-%d %H:%M UTC");
        let (kind, ending) = (self.kind.words(), self.ending.word());
        let code = match &self.ending {
            Ending::Problem(trouble) => trouble.code.as_deref().unwrap_or_default(),
            Ending::AtWork | Ending::Done | Ending::Stopped => "",
        };
        let counts = self.counts.map_or_else(String::new, |counts| {
            let tally = counts.tally;
            if self.is_deed() {
                return format!(": {}", deeds((self.kind, self.act), &counts));
            }
            format!(
                ": added {}, updated {}, up to date {}, need attention {}, open {}",
                tally.added,
                tally.updated,
                tally.up_to_date,
                tally.attention,
                counts.open()
            )
        });
        let said = format!("{when} {kind}, {ending} {code}");
        format!("{}{counts}", said.trim_end())
    }

    /// How it ended, in a few words.
    pub fn result(&self) -> String {
        match (&self.ending, &self.counts) {
            (Ending::AtWork, _) => "At work now".to_owned(),
            (Ending::Problem(trouble), Some(counts)) if counts.open() > 0 && self.is_sync() => {
                format!("{}. {}", stopped_at(counts), trouble.what)
            }
            (Ending::Problem(trouble), Some(counts))
                if counts.tally.updated > 0 && self.is_deed() =>
            {
                let done = deeds((self.kind, self.act), counts);
                format!("{done}. {}", trouble.what)
            }
            (Ending::Problem(trouble), _) => trouble.what.clone(),
            (Ending::Stopped, Some(counts)) => stopped_at(counts),
            (Ending::Stopped, None) => "Stopped while reading".to_owned(),
            (Ending::Done, None) => match &self.certificate {
                Some(certificate) => certificate.in_short(),
                None => "Finished".to_owned(),
            },
            (Ending::Done, Some(counts)) if self.is_deed() => deeds((self.kind, self.act), counts),
            (Ending::Done, Some(counts)) if matches!(self.kind, Kind::Changes | Kind::Watch) => {
                changed(counts)
            }
            (Ending::Done, Some(counts)) if self.is_sync() => {
                let left_out = self.left_out();
                format!("{}{left_out}{}", in_userhub(counts), self.short_of())
            }
            (Ending::Done, Some(counts)) => format!("{}{}", would(counts), self.short_of()),
        }
    }

    /// Whether what it came to is no proof that everybody is where they should be: a sync that left somebody unexplained
    /// or something unproved that could have been, or a verification in which both sides differ.
    pub fn falls_short(&self) -> bool {
        let certificate = self.certificate.as_deref();
        let differs = self.kind == Kind::Verify && certificate.is_some_and(|it| !it.agree());
        let unproved = self.not_proved.iter().any(|what| !what.is_expected());
        let unexplained =
            self.kind == Kind::Sync && certificate.is_some_and(Certificate::falls_short);
        differs || unproved || unexplained
    }

    /// How many of the tenant it left out, behind the counts of the others.
    fn left_out(&self) -> String {
        match self.certificate.as_ref().map_or(0, |it| it.taken_back) {
            0 => String::new(),
            1 => ". 1 more is left out".to_owned(),
            many => format!(". {} more are left out", thousands(many)),
        }
    }

    /// What has to be said behind counts that are no proof; nothing where they are one.
    fn short_of(&self) -> &'static str {
        let unexplained = self.certificate.as_ref().map_or(0, |it| it.unexplained);
        if self.kind == Kind::Sync && unexplained > 0 {
            ". Not complete"
        } else if !self.not_proved.is_empty() {
            ". Not proved complete"
        } else {
            ""
        }
    }

    /// Whether it did something else to users of UserHub than syncing them.
    pub const fn is_deed(&self) -> bool {
        matches!(
            self.kind,
            Kind::Removal | Kind::Policy | Kind::Restore | Kind::Undo
        )
    }

    const fn is_sync(&self) -> bool {
        !matches!(self.kind, Kind::Check | Kind::Verify)
    }
}

/// Who is not among those that a sync or a comparison counts, in a sentence; nothing where there are none.
pub fn left_out_in_words(taken_back: u64) -> Option<String> {
    let more = match taken_back {
        0 => return None,
        1 => "1 more is".to_owned(),
        many => format!("{} more are", thousands(many)),
    };
    Some(format!(
        "{more} left out, since the sync that added them was taken back."
    ))
}

/// What was done to people beside syncing them, in a few words.
fn deeds(what: (Kind, Option<Act>), counts: &Counts) -> String {
    let what = match what {
        (Kind::Restore, _) => "brought back",
        (Kind::Undo, _) => "of a sync marked for deletion",
        (_, Some(Act::Disable)) => "disabled",
        (_, Some(Act::Mark)) => "marked for deletion",
        _ => "disabled or marked for deletion",
    };
    let words = format!("{} {what}", people(counts.tally.updated));
    match counts.tally.attention {
        0 => words,
        left => format!("{words}. {} left as they are", thousands(left)),
    }
}

fn stopped_at(counts: &Counts) -> String {
    let (done, all) = (counts.tally.accounted_for(), counts.all());
    format!("Stopped at {} of {}", thousands(done), thousands(all))
}

/// How many are in UserHub, of how many, and who needs attention: `9 of 10 people are in UserHub. 1 needs attention`.
pub fn in_userhub(counts: &Counts) -> String {
    let Tally {
        added,
        updated,
        up_to_date,
        ..
    } = counts.tally;
    let (here, all) = (added + updated + up_to_date, counts.all());
    let people = if all == 1 { "person is" } else { "people are" };
    let words = format!(
        "{} of {} {people} in UserHub",
        thousands(here),
        thousands(all)
    );
    let words = with_attention(words, counts);
    match counts.tally.only_in_userhub {
        0 => words,
        1 => format!("{words}. 1 more is only in UserHub"),
        only => format!("{words}. {} more are only in UserHub", thousands(only)),
    }
}

/// What is different from an earlier sync, in the three figures that a person asks for; `None` where nothing is.
pub fn difference(now: &Counts, before: &Counts) -> Option<String> {
    let in_userhub = |counts: &Counts| {
        let tally = &counts.tally;
        tally.added + tally.updated + tally.up_to_date
    };
    let parts = [
        (now.all(), before.all(), "in Auth0"),
        (in_userhub(now), in_userhub(before), "in UserHub"),
        (
            now.tally.attention,
            before.tally.attention,
            "who need attention",
        ),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(now, before, _)| now != before)
        .map(|(now, before, where_)| {
            let word = if now > before { "more" } else { "fewer" };
            format!("{} {word} {where_}", thousands(now.abs_diff(before)))
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// What became of those who had changed. It says nothing of everybody else.
fn changed(counts: &Counts) -> String {
    let Tally { added, updated, .. } = counts.tally;
    let words = match (counts.tally.accounted_for(), added + updated) {
        (0, _) => "Nothing had changed".to_owned(),
        (all, 0) => format!("{} had changed, nothing to bring over", people(all)),
        (all, _) => format!(
            "{} had changed: {} added, {} updated",
            people(all),
            thousands(added),
            thousands(updated)
        ),
    };
    with_attention(words, counts)
}

fn would(counts: &Counts) -> String {
    let words = match (counts.to_add, counts.to_update) {
        (0, 0) => "Nothing to change".to_owned(),
        (add, 0) => format!("{} would be added", people(add)),
        (0, update) => format!("{} would be updated", people(update)),
        (add, update) => format!(
            "{} would be added, {} updated",
            people(add),
            thousands(update)
        ),
    };
    with_attention(words, counts)
}

fn with_attention(words: String, counts: &Counts) -> String {
    match counts.tally.attention {
        0 => words,
        1 => format!("{words}. 1 needs attention"),
        more => format!("{words}. {} need attention", thousands(more)),
    }
}

/// A time in words of at most two parts: `0.8 s`, `42 s`, `3 min 20 s`, `2 h 5 min`.
pub fn took_in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

/// One person of a run that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPerson {
    /// Auth0's id.
    pub id: String,
    /// UserHub's own id, where it was known.
    pub userhub_id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// What was to be done.
    pub action: PastAction,
    /// What became of it; `None` for those who were not seen to.
    pub outcome: Option<PastOutcome>,
    /// Why they need attention; empty for all others.
    pub reason: String,
    /// What to do about it.
    pub fix: String,
    /// When it came out, where that was written down.
    pub at: Option<Timestamp>,
}

/// What was to be done with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastAction {
    /// To be added.
    Add,
    /// To be updated.
    Update,
    /// Nothing, before a person has looked at it.
    Attention,
    /// Nothing: only UserHub holds them.
    OnlyInUserHub,
    /// To be compared, and no more.
    Verify,
    /// To be disabled, marked, taken back or restored.
    Deed,
}

/// What became of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastOutcome {
    /// Added.
    Added,
    /// Updated.
    Updated,
    /// Found to be as they should be.
    UpToDate,
    /// They need attention.
    Attention,
    /// They had left Auth0.
    Left,
    /// Only UserHub holds them.
    OnlyInUserHub,
    /// UserHub was seen not to hold them.
    Missing,
    /// UserHub was seen to hold something else.
    Different,
    /// UserHub keeps a value of its own, although it was asked.
    Kept,
    /// It could not be seen whether the other side holds them.
    Unknown,
    /// Disabled in UserHub, since they had left Auth0.
    Disabled,
    /// Marked for deletion in UserHub, since they had left Auth0.
    Marked,
    /// Marked for deletion in UserHub, since the sync that added them was taken back.
    TakenBack,
    /// Enabled in UserHub again.
    Enabled,
    /// Restored in UserHub.
    Restored,
}

impl PastPerson {
    /// What became of them, in the words of the screens.
    pub const fn words(&self) -> &'static str {
        match (self.outcome, self.action) {
            (Some(PastOutcome::Added), _) => "Added",
            (Some(PastOutcome::Updated), _) => "Updated",
            (Some(PastOutcome::UpToDate), _) => "Already up to date",
            (Some(PastOutcome::Attention), _) => "Needs attention",
            (Some(PastOutcome::Left), _) => "Left Auth0",
            (Some(PastOutcome::OnlyInUserHub), _) => "Only in UserHub",
            (Some(PastOutcome::Missing), _) => "Missing in UserHub",
            (Some(PastOutcome::Different), _) => "Different in UserHub",
            (Some(PastOutcome::Kept), _) => "Kept by UserHub",
            (Some(PastOutcome::Unknown), _) => "Not known",
            (Some(PastOutcome::Disabled), _) => Act::Disable.done_words(),
            (Some(PastOutcome::Marked), _) => Act::Mark.done_words(),
            (Some(PastOutcome::TakenBack), _) => Act::TakeBack.done_words(),
            (Some(PastOutcome::Enabled), _) => Act::Enable.done_words(),
            (Some(PastOutcome::Restored), _) => Act::Restore.done_words(),
            (None, PastAction::Add) => "To add",
            (None, PastAction::Update) => "To update",
            (
                None,
                PastAction::Attention
                | PastAction::OnlyInUserHub
                | PastAction::Verify
                | PastAction::Deed,
            ) => "Not seen to",
        }
    }
}

#[cfg(test)]
mod tests;
