//! What automatic set-ups and their undoing changed, as it is kept for History: when, by which way, and each change with
//! what was there before and after. It stays after undoing. It holds no secret.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::plan::{Change, Effect, Plan};
use super::record::Record;
use crate::domain::ids::Auth0Domain;

/// One set-up, or one undoing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastSetup {
    /// The tenant.
    pub domain: Auth0Domain,
    /// What was asked for.
    pub what: What,
    /// From where.
    pub way: Way,
    /// When it was begun. No two of one tenant begin at the same moment: one at a time works there.
    pub began_at: Timestamp,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// How it ended; `None` while it is at work, and for good where it was cut off.
    #[serde(default)]
    pub ending: Option<Ending>,
    /// What stands when it has ended. Before, all that it was about to do.
    pub changes: Vec<PastChange>,
    /// What is worth knowing afterwards, one sentence each.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Auth0's side was set up.
    Made,
    /// That was undone.
    Undone,
}

/// From where it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The window.
    Window,
    /// The command line.
    CommandLine,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It came to its end.
    Done,
    /// Its first half did; the rest waits for UserHub's part.
    FirstHalf,
    /// What was undone is not all that there was to undo; the notes say why.
    InPart,
    /// A person stopped it.
    Stopped,
    /// A problem ended it: what happened, in a sentence.
    Problem(String),
}

/// One thing that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastChange {
    /// Its name for programs, as [`Change::name`] gives it.
    pub change: String,
    /// What it is: `Application "UserHub"`.
    pub title: String,
    /// What there was.
    pub before: String,
    /// What there is after.
    pub after: String,
}

impl What {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Undone => "undone",
        }
    }

    /// As it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Made => "Set-up",
            Self::Undone => "Set-up undone",
        }
    }
}

impl Way {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::CommandLine => "command line",
        }
    }

    /// As it is shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Window => "In the window",
            Self::CommandLine => "On the command line",
        }
    }
}

impl PastSetup {
    /// How it ended, for programs.
    pub const fn ending_word(&self) -> &'static str {
        match &self.ending {
            None => "not known",
            Some(Ending::Done) => "done",
            Some(Ending::FirstHalf) => "first half",
            Some(Ending::InPart) => "in part",
            Some(Ending::Stopped) => "stopped",
            Some(Ending::Problem(_)) => "problem",
        }
    }

    /// How it ended, in a line.
    pub fn result(&self) -> String {
        let count = match (self.what, self.changes.len()) {
            (What::Made, 0) => "Nothing was changed in Auth0".to_owned(),
            (What::Made, 1) => "1 change was made in Auth0".to_owned(),
            (What::Made, count) => format!("{count} changes were made in Auth0"),
            (What::Undone, 0) => "Nothing was put back in Auth0".to_owned(),
            (What::Undone, 1) => "1 thing was put back in Auth0".to_owned(),
            (What::Undone, count) => format!("{count} things were put back in Auth0"),
        };
        match &self.ending {
            None => "At work now, or cut off".to_owned(),
            Some(Ending::Done) => count,
            Some(Ending::FirstHalf) => format!("{count}. The rest waits for UserHub's part"),
            Some(Ending::InPart) => format!("{count}, but not everything"),
            Some(Ending::Stopped) => format!("Stopped. {count}"),
            Some(Ending::Problem(what)) => format!("{what}. {count}"),
        }
    }

    /// Whether it is a set-up that left something to be undone.
    fn left_something(&self) -> bool {
        self.what == What::Made && (self.ending.is_none() || !self.changes.is_empty())
    }

    /// Whether it put everything back.
    fn put_back(&self) -> bool {
        self.what == What::Undone && self.ending == Some(Ending::Done)
    }
}

/// For each of one tenant's set-ups, from the oldest on: when it was undone, if it was.
pub fn undone_at(all: &[PastSetup]) -> Vec<Option<Timestamp>> {
    let undone = |number: usize| {
        let later = all.iter().skip(number + 1);
        later
            .filter(|other| other.put_back())
            .map(|other| other.ended_at.unwrap_or(other.began_at))
            .next()
    };
    all.iter()
        .enumerate()
        .map(|(number, one)| undone(number).filter(|_| one.left_something()))
        .collect()
}

/// What a plan is about to change.
pub fn changes_of(plan: &Plan) -> Vec<PastChange> {
    let rows = plan.rows.iter();
    rows.filter(|row| matches!(row.effect, Effect::Create | Effect::Change))
        .map(|row| {
            // What is shown of the secrets has the key's end, which is for the moment and not for keeping.
            let after = match row.change {
                Change::Secrets => "API_KEY and CONNECTION_ID set",
                _ => &row.after,
            };
            PastChange::new(row.change, &row.title, &row.now, after)
        })
        .collect()
}

/// What undoing is about to put back.
pub fn changes_back(record: &Record) -> Vec<PastChange> {
    let rows = record.undo_rows().into_iter();
    rows.map(|row| PastChange::new(row.change, row.title, &row.before, &row.after))
        .collect()
}

impl PastChange {
    fn new(change: Change, title: &str, before: &str, after: &str) -> Self {
        Self {
            change: change.name().to_owned(),
            title: title.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    /// Whether it is among those.
    pub fn is_among(&self, changes: &[Change]) -> bool {
        changes.iter().any(|change| change.name() == self.change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(what: What, second: i64, ending: Option<Ending>) -> PastSetup {
        PastSetup {
            domain: "acme.eu.auth0.com".parse().unwrap(),
            what,
            way: Way::Window,
            began_at: Timestamp::from_second(second).unwrap(),
            ended_at: ending
                .as_ref()
                .map(|_| Timestamp::from_second(second + 1).unwrap()),
            ending,
            changes: vec![PastChange::new(
                Change::Flow,
                "Login flow",
                "empty",
                "UserHub",
            )],
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_was_set_up_is_undone_by_the_next_undoing_that_came_to_its_end() {
        let problem = Ending::Problem("The key has ended".to_owned());
        let all = [
            one(What::Made, 10, Some(Ending::FirstHalf)),
            one(What::Made, 20, None),
            one(What::Undone, 30, Some(problem)),
            one(What::Undone, 40, Some(Ending::Done)),
            one(What::Made, 50, Some(Ending::Done)),
        ];
        let undone = Timestamp::from_second(41).ok();
        assert_eq!(undone_at(&all), [undone, undone, None, None, None]);
    }

    #[test]
    fn each_end_has_its_words() {
        let words = |ending| one(What::Made, 0, ending).result();
        assert_eq!(words(Some(Ending::Done)), "1 change was made in Auth0");
        assert_eq!(words(None), "At work now, or cut off");
        let problem = Ending::Problem("The temporary key has ended".to_owned());
        assert_eq!(
            words(Some(problem)),
            "The temporary key has ended. 1 change was made in Auth0"
        );
    }
}
